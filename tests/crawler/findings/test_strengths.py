"""Which counts of people are a strength, and make a series: those who are there, not some to whom something happens."""

from __future__ import annotations

import pytest

from storage.findings import Figure
from tests.crawler.findings.texts import an_item, found


def series(body: str, language: str = "en") -> list[str | None]:
    """The series of all figures of a text, in order."""
    return [one.series_key for one in found(an_item(body, language=language), "figure")]


@pytest.mark.parametrize(
    "body",
    [
        "Four UNIFIL peacekeepers were rescued by a fishing boat off Tyre.",
        "Sixty UNIFIL peacekeepers are planting trees in Naqoura.",
        "Twenty UNIFIL peacekeepers were questioned by the army.",
        "About 3,000 UNIFIL peacekeepers were later vaccinated against measles.",
        "Some 40 UNMISS peacekeepers have been confined to their base.",
        "Twelve peacekeepers from UNIFIL were held for an hour at a checkpoint.",
        "Four UNIFIL peacekeepers who are deployed in Tyre were rescued by a fishing boat.",
        "Seven peacekeepers in Lebanon are being treated for burns.",
    ],
)
def test_what_is_done_to_people_tells_of_some(body: str) -> None:
    assert set(series(body)) <= {None}


@pytest.mark.parametrize(
    "body",
    [
        "Some 870 Ghanaian soldiers are in Lebanon with UNIFIL.",
        "Some 870 Ghanaian soldiers are in southern Lebanon with UNIFIL.",
        "Some 870 Ghanaian soldiers are deployed with UNIFIL.",
        "Some 870 Ghanaian soldiers were deployed with UNIFIL.",
        "UNIFIL's 870 soldiers are Ghanaian.",
        "About 870 UNIFIL peacekeepers are from Ghana.",
        "Some 870 Ghanaian soldiers in the interim force UNIFIL are stationed in the west.",
    ],
)
def test_where_people_are_kept_is_a_strength(body: str) -> None:
    assert series(body)[0] == "personnel deployed|gha|unifil|current"


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Ghana is contributing 870 soldiers to UNIFIL.", "en"),
        ("Ghana supplies UNIFIL with 870 soldiers.", "en"),
        ("Ghana boasts 870 soldiers in UNIFIL.", "en"),
        ("Ghana has a battalion of 870 soldiers in UNIFIL.", "en"),
        ("Ghana is represented in UNIFIL by 870 soldiers.", "en"),
        ("Ghana's contribution to UNIFIL is 870 soldiers.", "en"),
        ("Le Ghana maintient 870 soldats à la FINUL.", "fr"),
        ("Le Ghana contribue à la FINUL avec 870 soldats.", "fr"),
    ],
)
def test_verbs_of_having_tell_a_strength(body: str, language: str) -> None:
    assert series(body, language) == ["personnel deployed|gha|unifil|current"]


@pytest.mark.parametrize(
    "body",
    [
        "Ghana is sending home 870 soldiers of UNIFIL.",
        "The mayor is represented by 12 soldiers of UNIFIL who carry flags.",
    ],
)
def test_near_words_tell_none(body: str) -> None:
    assert "personnel deployed|gha|unifil|current" not in series(body)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("Ghana increased its troops in UNIFIL from 660 to 860.", "personnel deployed|gha|unifil|current"),
        ("The number of UNIFIL peacekeepers dropped from about 10,000 to 8,200.", "personnel deployed||unifil|current"),
    ],
)
def test_a_strength_that_moved_is_the_one_it_moved_to(body: str, key: str) -> None:
    assert series(body) == [None, key]


def test_what_moved_is_no_strength_of_others() -> None:
    body = "Its budget was cut from 600 million to 400 million and 300 soldiers of UNMISS saw a film."
    assert set(series(body)) <= {None}


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        (
            "The top troop contributors are Rwanda (5,900), Nepal (5,300) and Bangladesh (5,100).",
            ["personnel deployed|rwa||current", "personnel deployed|npl||current", "personnel deployed|bgd||current"],
        ),
        (
            "Rwanda (5,900) and Nepal (5,300) are the largest contributors of peacekeepers.",
            ["personnel deployed|rwa||current", "personnel deployed|npl||current"],
        ),
        (
            "The largest contributors to UNIFIL are Indonesia with 1,230, India with 896 and Ghana with 870 soldiers.",
            [
                "personnel deployed|idn|unifil|current",
                "personnel deployed|ind|unifil|current",
                "personnel deployed|gha|unifil|current",
            ],
        ),
        (
            "Top troop contributors\n1. Nepal 6,119\n2. Rwanda 5,922\n",
            ["personnel deployed|npl||current", "personnel deployed|rwa||current"],
        ),
        (
            "Troop contributors to UNMISS:\n\nRwanda\t2,637\n\nIndia\t2,404",
            ["personnel deployed|rwa|unmiss|current", "personnel deployed|ind|unmiss|current"],
        ),
        (
            "Largest police contributors: Senegal (1,120) and Egypt (980).",
            ["police deployed|sen||current", "police deployed|egy||current"],
        ),
        ("The biggest contributors of women peacekeepers are Rwanda (700) and Ghana (500).", [None, None]),
        ("The largest financial contributors are Japan (27) and Italy (19).", []),
        (
            "Since 1960 the largest contributors were India (290,000) and Pakistan (235,000).",
            ["personnel sent|ind||cumulative", "personnel sent|pak||cumulative"],
        ),
    ],
)
def test_lists_of_contributors_tell_strengths(body: str, keys: list[str | None]) -> None:
    assert series(body) == keys


@pytest.mark.parametrize(
    ("body", "language", "key"),
    [
        ("With 870 soldiers, Ghana is the third largest contributor to UNIFIL.", "en", "gha|unifil"),
        ("Con 1.100 efectivos, Uruguay es el principal contribuyente de la MONUSCO.", "es", "ury|monusco"),
        ("UNIFIL includes 870 soldiers from Ghana.", "en", "gha|unifil"),
        ("La FINUL compte 700 soldats français.", "fr", "fra|unifil"),
        ("Quelque 700 casques bleus français sont déployés au sein de la FINUL.", "fr", "fra|unifil"),
        ("Unos 650 soldados españoles están desplegados en la FINUL.", "es", "esp|unifil"),
        ("Unos 870 efectivos del Ejército uruguayo están desplegados en la MONUSCO.", "es", "ury|monusco"),
        ("A MINUSCA conta com 230 militares portugueses.", "pt", "prt|minusca"),
        ("Sebanyak 1.090 prajurit Indonesia bertugas di UNIFIL.", "id", "idn|unifil"),
        ("中国赴黎巴嫩维和部队由410名官兵组成。", "zh", "chn|黎巴嫩"),
        ("About 4,500 peacekeepers are deployed in Darfur.", "en", "|darfur"),
        ("Ghana has 670 soldiers in Abyei.", "en", "gha|abyei"),
        ("Fiji has 149 peacekeepers on duty in the Golan Heights.", "en", "fji|golan"),
    ],
)
def test_strengths_in_other_words_and_in_areas(body: str, language: str, key: str) -> None:
    assert series(body, language) == [f"personnel deployed|{key}|current"]


def test_a_strength_of_nobody_and_nowhere_is_no_series() -> None:
    assert series("Some 400 soldiers are deployed in the area with peacekeepers.") == [None]
    assert series("该部队由410名官兵组成。", "zh") == [None]


def test_a_plan_of_nobody_named_makes_a_series_only_where_it_is_the_missions_strength() -> None:
    assert series("UNMISS will receive 118 police officers next month.") == [None]
    assert series("The 24 officers will leave for UNMISS in January to prepare the camp.") == [None]
    assert series("UNIFIL will have 3,400 peacekeepers by the end of the year.") == [
        "personnel planned||unifil|planned"
    ]


def test_what_is_committed_is_planned() -> None:
    assert series("Ghana has committed 870 soldiers to UNIFIL.") == ["personnel planned|gha|unifil|planned"]


def test_the_line_over_a_table_tells_the_day_of_its_rows() -> None:
    rows = found(an_item("Troop contributors to UNMISS as of 31 March 2024\n\nRwanda 2,637\n\nIndia 2,404"), "figure")
    assert [getattr(one, "as_of", None) for one in rows] == ["2024-03-31", "2024-03-31"]


def test_a_relative_clause_keeps_its_count_from_the_day_behind_it() -> None:
    one, other = found(
        an_item("The mandate of UNIFIL, which has 10,000 peacekeepers from 49 countries, expires on 31 August."),
        "figure",
    )
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    assert [(it.nature, it.as_of) for it in (one, other)] == [("current", "2024-05-30")] * 2


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Troop levels will be cut by 15 per cent.", "en"),
        ("The Council decided to keep the ceiling at 17,000 troops.", "en"),
        ("Dua prajurit terluka akibat tembakan tank di Naqoura.", "id"),
    ],
)
def test_what_is_nobodys_and_nowhere_makes_no_series(body: str, language: str) -> None:
    assert set(series(body, language)) <= {None}


def test_the_place_that_troops_leave_does_not_own_them() -> None:
    (one,) = found(an_item("联合国将从民主刚果撤出约2000名维和人员。"), "figure")
    assert isinstance(one, Figure)
    assert one.who is None


def only(body: str) -> Figure:
    (one,) = found(an_item(body), "figure")
    assert isinstance(one, Figure)
    return one


def test_a_strong_force_has_its_strength_today() -> None:
    assert only("The 2,900-strong force has lost 18 soldiers since December.").nature == "current"


def test_service_between_years_gone_by_is_no_count_of_today() -> None:
    assert not only("Some 1,500 Kenyan troops served in Sierra Leone between 1999 and 2005.").counted


def test_a_group_of_so_many_counts() -> None:
    assert only("China sent the second group of 125 peacekeepers to Lebanon.").value == 125


def test_votes_in_the_council_are_no_figure() -> None:
    assert found(an_item("The Council adopted the resolution by 15 votes."), "figure") == []


def test_a_strength_that_stood_at_a_number_on_a_day() -> None:
    one = only("MINUSCA's strength stood at 17,420 on 31 March.")
    assert (one.value, one.place, one.as_of) == (17_420, "MINUSCA", "2024-03-31")


def test_things_are_all_of_somebody_where_he_has_them() -> None:
    assert series("Kenya lost contact with two helicopters.") == [None]
    assert series("Kenya has two helicopters in UNISFA.") == ["helicopters|ken|unisfa|current"]


@pytest.mark.parametrize(
    "body",
    [
        "UNISFA has 661 troops from Nigeria, Senegal and Ghana.",
        "Medals were pinned on 163 Ghanaian women and men serving in Abyei.",
        "UNMISS completed the withdrawal of 3,000 troops on Monday.",
        "The number of UNIFIL peacekeepers killed fell from 32 to 7.",
    ],
)
def test_these_are_strengths_of_nobody(body: str) -> None:
    assert [key for key in series(body) if key and "unisfa" not in key] == []
    assert "personnel deployed|nga|unisfa|current" not in series(body)


def test_women_and_men_are_people() -> None:
    assert series("Ghana has 163 women and men in UNIFIL.") == ["personnel deployed|gha|unifil|current"]


def test_a_plan_is_not_of_the_day_of_the_verb_before() -> None:
    told = found(an_item("Around 2,000 soldiers left in April and another 3,000 will leave UNMISS soon."), "figure")
    assert [one.as_of for one in told if isinstance(one, Figure)] == ["2024-04", "2024-05-30"]
