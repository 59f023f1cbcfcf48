"""How the facts of a week are told: what is recent, who confirms, what moved, who is new, what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from reports.excerpts import first_quotable, quotable, words_of
from reports.expected import expected, load_expected
from reports.publish import _built
from reports.week import Week
from storage.profiles import DEFAULT
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find, one_story

W47 = Week(2026, 47)


@pytest.fixture
def watched(archive: Invented) -> Iterator[Invented]:
    with archive.db.write():
        for slug, kind in (("harbour", "mod"), ("lantern", "paper"), ("bluepost", "un")):
            archive.source(slug, slug.capitalize(), since="2026-10-19", kind=kind)
        archive.run("harbour", "2026-10-20 06:00")
        archive.mission("UNMISS", "United Nations Mission in South Sudan")
        yield archive


def told(archive: Invented) -> dict[str, Any]:
    return _built(archive, W47, DEFAULT, first=Week(2026, 43), number=1, now=at("2026-11-24"), base=None)


def casualty(archive: Invented, body: str, words: str, *, source: str = "lantern", **own: Any) -> str:
    uid = archive.article("A title", "2026-11-18", source=source, missions=("UNMISS",), body=body)
    find(archive, uid, "casualty", words, **{"value": 2, "kind": "death", **own})
    return uid


@pytest.mark.parametrize(
    ("own", "recent", "top"),
    [
        ({"mission": "UNMISS", "date": "2026-11-17"}, True, True),
        ({"cause": "accident", "personnel": "police"}, True, True),
        ({"personnel": "military", "date": "2026-11-17"}, True, False),
        ({"mission": "UNMISS", "date": "2025-06-01"}, False, False),
        ({"mission": "UNMISS", "nature": "cumulative"}, False, False),
        ({}, False, False),
    ],
)
def test_a_toll_is_recent_by_its_day_or_by_what_it_names(
    watched: Invented, own: dict[str, Any], *, recent: bool, top: bool
) -> None:
    casualty(watched, "Two were killed near Berol.", "Two were killed", **own)
    edition = told(watched)
    assert bool(edition["casualties"]["recent"]) is recent
    assert bool(edition["casualties"]["other"]) is not recent
    assert [line["kind"] for line in edition["top"]] == (["casualty"] if top else [])


def test_one_incident_is_told_once_with_those_who_confirm_it(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    uids = [
        casualty(watched, "Two were killed near Berol.", "Two were killed", source=source, **said)
        for source in ("lantern", "bluepost", "harbour")
    ]
    one_story(watched, *uids)
    [incident] = told(watched)["casualties"]["recent"]
    assert incident["confirmed"] == {"UN": ["Bluepost"], "national": ["Harbour"], "press": ["Lantern"]}
    assert incident["articles"] == 3


def test_numbers_that_differ_within_an_incident_stand_beside_it(watched: Invented) -> None:
    uid = casualty(
        watched, "Two were killed. Later three died.", "Two were killed", mission="UNMISS", date="2026-11-17"
    )
    find(watched, uid, "casualty", "three died", value=3, kind="death", mission="UNMISS", date="2026-11-17")
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (3, [2])


TOLL = {"mission": "UNMISS", "personnel": "military", "cause": "malicious act", "date": "2026-11-17"}


def incidents(archive: Invented) -> list[tuple[float, list[float]]]:
    return [(one["value"], one["others"]) for one in told(archive)["casualties"]["recent"]]


@pytest.mark.parametrize(
    "other", [{"personnel": "civilian"}, {"mission": "UNIFIL"}, {"nationality": "GHA"}, {"date": "2026-11-16"}]
)
def test_victims_who_differ_are_different_incidents(watched: Invented, other: dict[str, Any]) -> None:
    uid = casualty(watched, "Two were killed. Later nine died.", "Two were killed", **TOLL, nationality="RWA")
    find(watched, uid, "casualty", "nine died", **{**TOLL, "nationality": "RWA", "value": 9, "kind": "death", **other})
    assert sorted(incidents(watched)) == [(2, []), (9, [])]


def test_two_places_of_one_article_are_two_incidents(watched: Invented) -> None:
    body = "Nine were killed near Berol on Tuesday. One was killed near Malual on Tuesday."
    uid = casualty(watched, body, "Nine were killed", **TOLL, value=9)
    find(watched, uid, "casualty", "One was killed", **TOLL, value=1, kind="death")
    assert sorted(incidents(watched)) == [(1, []), (9, [])]


def test_a_part_of_a_number_is_not_told_beside_it(watched: Invented) -> None:
    uid = casualty(watched, "Nine were killed, two of them women.", "Nine were killed", **TOLL, value=9)
    find(watched, uid, "casualty", "two of them", **TOLL, value=2, kind="death")
    with watched.db.write():
        watched.db.execute("UPDATE casualties SET rule = 'casualty: part of a number' WHERE value = 2")
    assert incidents(watched) == [(9, [])]


def test_the_number_that_most_texts_say_stands_for_an_incident(watched: Invented) -> None:
    uids = [
        casualty(watched, f"{value} were killed.", f"{value} were killed", source=source, **TOLL, value=value)
        for source, value in (("lantern", 3), ("bluepost", 2), ("harbour", 2))
    ]
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    assert incidents(watched) == [(2, [3])]


def test_a_copy_is_no_word_of_its_own(watched: Invented) -> None:
    uids = [
        casualty(watched, f"{value} were killed.", f"{value} were killed", source=source, **TOLL, value=value)
        for source, value in (("harbour", 2), ("lantern", 3), ("bluepost", 3))
    ]
    one_story(watched, *uids)
    with watched.db.write():
        for minute, uid in enumerate(uids):
            watched.db.execute(
                "UPDATE articles SET published_at = ? WHERE uid = ?", (f"2026-11-18T09:0{minute}:00Z", uid)
            )
    assert incidents(watched) == [(2, [3])]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ({"nationality": "GHA"}, {"nationality": "GHA", "value": 3}, True),
        ({}, {"value": 3}, True),
        ({}, {"value": 3, "cause": "accident"}, False),
        ({"nationality": "GHA"}, {"nationality": "RWA"}, False),
        ({}, {"date": "2026-11"}, False),
    ],
)
def test_two_stories_of_one_attack_are_one_incident(
    watched: Invented, first: dict[str, Any], second: dict[str, Any], *, together: bool
) -> None:
    body = "They were killed when a shell hit a base near Berol."
    casualty(watched, body, "They were killed", source="lantern", **{**TOLL, **first})
    casualty(watched, body, "They were killed", source="bluepost", **{**TOLL, **second})
    assert len(incidents(watched)) == (1 if together else 2)


def test_a_year_alone_is_of_no_week(watched: Invented) -> None:
    casualty(watched, "Two were killed a year ago.", "Two were killed", **{**TOLL, "date": "2026"})
    assert incidents(watched) == []


@pytest.mark.parametrize(
    ("later", "value", "expected"),
    [
        ("The toll has risen to seven.", 7, 7),
        ("The mission revised the toll down to one.", 1, 1),
        ("Seven were killed, a paper said.", 7, 3),
    ],
)
def test_a_telling_of_a_changed_toll_supersedes_those_of_before(
    watched: Invented, later: str, value: int, expected: int
) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    uids = [
        casualty(watched, "Three were killed near Berol.", "Three were killed", value=3, source=source, **said)
        for source in ("lantern", "harbour")
    ]
    uids.append(watched.article("Later", "2026-11-20", source="bluepost", missions=("UNMISS",), body=later))
    find(watched, uids[-1], "casualty", later.rstrip("."), value=value, kind="death", **said)
    one_story(watched, *uids)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id")
    [incident] = told(watched)["casualties"]["recent"]
    assert (incident["value"], incident["others"]) == (expected, sorted({3, value} - {expected}))


def test_what_its_outlet_took_down_has_no_say_beside_what_stands(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-17"}
    gone = casualty(watched, "Nine were killed near Berol.", "Nine were killed", value=9, source="lantern", **said)
    stands = casualty(watched, "Two were killed near Berol.", "Two were killed", source="harbour", **said)
    one_story(watched, gone, stands)
    watched.withdraw(gone, "2026-11-19")
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert (incident["value"], incident["others"], incident["article"]) == (2, [9], stands)
    assert [line["article"] for line in edition["top"]] == [stands]


def test_a_toll_that_an_earlier_edition_printed_leads_no_more(watched: Invented) -> None:
    said = {"mission": "UNMISS", "date": "2026-11-15"}
    first = watched.article("First", "2026-11-15", source="harbour", missions=("UNMISS",), body="Two were killed.")
    uid = find(watched, first, "casualty", "Two were killed", value=2, kind="death", **said)
    watched.weekly.record(
        week="2026-W46", number=1, version="0", rules="r", digest="h", text='{"counts": {}}', at=at("2026-11-17"),
        lines=[("mission", first)], facts=watched.weekly.facts([uid]),
    )  # fmt: skip
    copy = casualty(watched, "Two were killed.", "Two were killed", **said)
    one_story(watched, first, copy)
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert incident["edition"] == {"week": "2026-W46", "number": 1, "article": first}
    assert [line["kind"] for line in edition["top"]] == ["story"]


def figure(archive: Invented, day: str, value: float, source: str = "harbour", **own: Any) -> str:
    uid = archive.article("Numbers", day, source=source, body=f"There are {value:g} of them now.")
    key = {"series_key": "personnel deployed|chn||current", "what": "personnel deployed", "who": "CHN"}
    return find(
        archive, uid, "figure", f"{value:g}", **{"value": value, "nature": "current", "as_of": day, **key, **own}
    )


def test_a_number_moves_from_the_last_word_before_the_week_to_the_last_of_it(watched: Invented) -> None:
    for day, value in (("2026-10-21", 1700), ("2026-11-11", 1800), ("2026-11-17", 1850), ("2026-11-20", 1900)):
        figure(watched, day, value)
    [moved] = told(watched)["numbers"]["moved"]
    assert [ref["value"] for ref in moved["refs"]] == ["1,800", "1,900"]
    assert (moved["difference"], len(moved["points"])) == ("+100", 4)


def test_what_its_outlet_took_down_is_marked_leads_nothing_and_moves_nothing(watched: Invented) -> None:
    gone = casualty(watched, "Two were killed.", "Two were killed", mission="UNMISS", date="2026-11-17")
    figure(watched, "2026-11-11", 1700)
    moved = figure(watched, "2026-11-18", 1800)
    for uid in (gone, watched.db.value("SELECT a.uid FROM articles a JOIN figures f ON f.article_id = a.id"
                                       " WHERE f.uid = ?", (moved,))):  # fmt: skip
        watched.withdraw(uid, "2026-11-19")
    edition = told(watched)
    [incident] = edition["casualties"]["recent"]
    assert incident["withdrawn"].startswith("2026-11-19")
    assert (edition["top"], edition["numbers"]["moved"]) == ([], [])


def test_a_number_of_nobody_moves_but_not_to_the_front_page(watched: Invented) -> None:
    own = {"who": None, "place": "UNMISS", "series_key": "personnel deployed||unmiss|current"}
    figure(watched, "2026-11-11", 9, **own)
    figure(watched, "2026-11-18", 63, **own)
    edition = told(watched)
    assert len(edition["numbers"]["moved"]) == 1
    assert edition["top"] == []


def test_what_is_said_after_the_week_moves_nothing_in_it(watched: Invented) -> None:
    figure(watched, "2026-11-18", 1800)
    figure(watched, "2026-11-25", 1900)
    numbers = told(watched)["numbers"]
    assert (len(numbers["moved"]), len(numbers["new"])) == (0, 1)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (None, ("Una Vreel", "commander", "UNMISS"), "first"),
        (("Una Vreel", "deputy head", "UNDOF"), ("Una Vreel", "commander", "UNMISS"), "new"),
        (("Pol Ames", "commander", "UNMISS"), ("Una Vreel", "commander", "UNMISS"), "new"),
        (("Pol Ames", "commander", "battalion"), ("Una Vreel", "commander", "battalion"), "first"),
        (("Una Vreel", "commander of UNMISS", None), ("Una Vreel", "commander", "UNMISS"), None),
        (None, ("Una Vreel", "former commander", "UNMISS"), "left"),
        (("Una Vreel", None, None), ("Una Vreel", "commander", "UNMISS"), None),
    ],
)
def test_who_is_new_first_seen_or_gone(
    watched: Invented, before: tuple[str, str | None, str | None] | None, now: tuple[str, str, str], kind: str | None
) -> None:
    for day, said in (("2026-10-28", before), ("2026-11-18", now)):
        if said is not None:
            uid = watched.article("A speech", day, body=f"{said[0]} spoke.")
            find(watched, uid, "person", said[0], name=said[0], post=said[1], body=said[2])
    found = {name: [one["name"] for one in lines] for name, lines in told(watched)["people"].items() if lines}
    assert found == ({kind: [now[0]]} if kind else {})


@pytest.mark.parametrize(
    ("words", "day", "planned"),
    [
        ("160 officers left for Juba", "2026-11-18", False),
        ("160 officers will leave for Juba", None, True),
        ("160 officers left for Juba", "2027-01", True),
        ("官兵将赴马里", None, True),
    ],
)
def test_a_step_to_come_is_told_as_one_and_stays_off_the_front_page(
    watched: Invented, words: str, day: str | None, *, planned: bool
) -> None:
    uid = watched.article("A farewell", "2026-11-18", body=f"{words}.")
    find(watched, uid, "rotation", words, country="CHN", step="left", strength=160, mission="UNMISS", date=day)
    edition = told(watched)
    assert [one["planned"] for one in edition["contingents"]] == [planned]
    assert len(edition["top"]) == (0 if planned else 1)


def seen(days: list[str], title: str, name: str = "Harbour") -> list[dict[str, Any]]:
    return [{"title": title, "source": "harbour", "name": name, "day": day} for day in days]


@pytest.mark.parametrize(
    ("days", "week", "since"),
    [
        (["2026-09-24", "2026-10-29"], "2026-W49", "2026-11-30"),
        (["2026-09-24", "2026-10-29", "2026-11-26"], "2026-W49", None),
        (["2026-09-24", "2026-10-29"], "2026-W47", None),
        (["2026-10-29"], "2026-W49", None),
    ],
)
def test_a_monthly_conference_that_did_not_come_is_missed_when_its_month_ends(
    days: list[str], week: str, since: str | None
) -> None:
    found = expected(seen(days, "Regular press conference of the ministry"), [], Week.parse(week).days, load_expected())
    [line] = [one for one in found if one["what"] == "monthly ministry press conference"]
    assert line["since"] == since


def test_a_report_is_overdue_by_its_own_rhythm_and_not_forever() -> None:
    began = date(2026, 1, 10)
    days = [(began + timedelta(days=90 * n)).isoformat() for n in range(3)]
    rows = seen(days, "Report of the Secretary-General on UNMISS")
    due = began + timedelta(days=270)

    def overdue(later: int) -> list[str]:
        day = due + timedelta(days=later)
        week = Week(*day.isocalendar()[:2])
        return [one["of"] for one in expected(rows, ["UNMISS"], week.days, load_expected()) if one["overdue"]]

    assert (overdue(0), overdue(21), overdue(120)) == ([], ["UNMISS"], [])


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("JUBA, South Sudan, Nov. 17 (Harbour) -- The road is open. It is new.", "road", "The road is open."),
        ("BEROL – The road is open.", "road", "The road is open."),
        ("UNMISS – a mission – is large.", "mission", "UNMISS – a mission – is large."),
        ("The road is", "road", None),
        ("One two three " * 9 + "end.", "two", None),
        ("维和官兵抵达。道路已通。", "道路", "道路已通。"),
    ],
)
def test_a_quotation_is_a_whole_sentence_without_its_dateline(text: str, word: str, found: str | None) -> None:
    start = text.index(word)
    assert quotable(text, start, start + len(word)) == found


def test_words_are_counted_in_both_scripts() -> None:
    assert [words_of(text) for text in ("One two, three.", "维和官兵", "UN 维和", "。")] == [3, 2, 2, 0]
    assert first_quotable("A very " + "long " * 30 + "one. Short.") == "Short."
