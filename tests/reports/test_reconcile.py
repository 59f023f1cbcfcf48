"""The UN's published forms, with invented rows, beside claims."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reports.reconcile import AGREES, DIFFERS, ONLY_HERE, ONLY_UN, contributions, fatalities, months_of, operations
from reports.un_cells import Names, count, day, month_leads
from reports.un_tables import Table, read_table
from storage.errors import UsageError
from tests.reports.invented_numbers import row

HEAD = (
    "ISOCode3,M49_Code,Contributing_Country,Mission_Acronym,"
    "Personnel_Type,Female_Personnel,Male_Personnel,Last_Reporting_Date"
)
MISSIONS = [
    {"acronym": acronym, "name": name, "aliases": aliases, "kind": "un-pko", "start": start, "end": end}
    for acronym, name, aliases, start, end in (
        ("UNMISS", "United Nations Mission in South Sudan", "MINUSS", "2011-07-08", None),
        ("UNDOF", "United Nations Disengagement Observer Force", "", "1974-05-31", None),
        ("MINUSMA", "United Nations Mission in Mali", "", "2013-04-25", "2023-12-31"),
        ("UNEF I", "First United Nations Emergency Force", "UNEF", "1956-11", "1967-06"),
        ("UNEF II", "Second United Nations Emergency Force", "UNEF", "1973-10", "1979-07"),
    )
]
NAMES = Names(MISSIONS, {"China": "CHN", "Nepal": "NPL", "Côte d'Ivoire": "CIV", "Iran": "IRN", "Congo": "COG"})


def table(*lines: str, head: str = HEAD) -> Table:
    return read_table("\n".join((head, *lines)), NAMES, file="un.csv")


def strength(value: float, *, place: str | None = "UNMISS", who: str | None = "CHN", **more: Any) -> dict[str, Any]:
    what = more.pop("what", "personnel deployed")
    key = f"{what}|{(who or '').lower()}|{(place or '').lower()}|current"
    return row(more.pop("day", "2026-10-12"), value, series=key, what=what, who=who, place=place, **more)


CHINA = ("CHN,156,China,UNMISS,Troops,40,960,31/10/2026", "CHN,156,China,UNMISS,Individual Police,10,20,31/10/2026")


@pytest.mark.parametrize(
    ("claim", "state", "note"),
    [
        (strength(1030), AGREES, None),
        (strength(1000, qualifier="more than"), AGREES, None),
        (strength(1000, qualifier="about"), AGREES, None),
        (strength(1200), DIFFERS, "+170"),
        (strength(1000), DIFFERS, "agrees with Troops alone"),
        (strength(30, what="police deployed"), AGREES, None),
        (strength(50, what="women deployed"), AGREES, None),
        (strength(1030, place=None), AGREES, None),
        (strength(1030, who=None), AGREES, None),
        (strength(1030, place="UNDOF"), ONLY_HERE, None),
        (strength(1030, who="NPL"), ONLY_HERE, None),
    ],
)
def test_contributions_by_mission_country_and_month(claim: dict[str, Any], state: str, note: str | None) -> None:
    found = [one for one in contributions(table(*CHINA), [claim]) if one.ours]
    assert [(one.month, one.state, one.note) for one in found] == [("2026-10", state, note)]


def test_both_sources_are_shown_and_what_only_the_table_has_is_counted() -> None:
    nepal = "NPL,524,Nepal,UNDOF,Troops,5,300,2026-10-31"
    found = contributions(table(*CHINA, nepal), [strength(1200), strength(900, day="2026-09-12")])
    differing, rest = found
    assert (differing.theirs, differing.lines, differing.ours[0].statement.value) == ("1,030", (2, 3), 1200)
    assert (rest.state, rest.mission, rest.country, rest.theirs) == (ONLY_UN, "UNDOF", "NPL", "305")


@pytest.mark.parametrize(
    ("line", "people", "odd"),
    [
        ('CHN,156,China,UNMISS,Troops,"12,0",400,31/10/2026', 412, "decimal comma in '12,0', read as 12"),
        ('CHN,156,China,UNMISS,Troops,1,"1,087",31/10/2026', 1088, "grouped digits in '1,087', read as 1087"),
        ("CHN,156,China,UNMISS,Troops,1,1.087,31/10/2026", 1088, "grouped digits in '1.087', read as 1087"),
        ("CHN,156,China,UNMISS,Troops,1.0,12.0,31/10/2026", 13, None),
        ("CHN,156,China,UNMISS,Troops,,12,31/10/2026", 12, None),
        (",,UNMISS,China,Troops,1,12,31/10/2026", 13, "contributing_country and mission_acronym are swapped"),
        (",,China,UNXYZ,Troops,1,12,31/10/2026", 13, "mission 'UNXYZ' is not in the gazetteer"),
        (",,China,UNEF,Troops,1,12,31/10/2026", 13, "mission 'UNEF' may be UNEF I or UNEF II"),
        (",,Atlantis,UNMISS,Troops,1,12,31/10/2026", 13, "country 'Atlantis' is not known"),
        (",,China,UNMISS,Troops,1,12,05/10/2026", 13, "day and month of '05/10/2026' may be swapped"),
        (",,China, unmiss ,Troops,1,12,2026-10-31", 13, None),
        (",,Iran (Islamic Republic of),MINUSS,Troops,1,12,2026-10", 13, None),
        (",,Côte d’Ivoire,UNMISS,Troops,1,12,2026-10-31T00:00:00", 13, None),
    ],
)
def test_a_row_with_something_odd_is_read_and_named(line: str, people: int, odd: str | None) -> None:
    read = table(line)
    assert [entry.people for entry in read.entries] == [people]
    assert [what.startswith(odd or "-") for what in read.remarks()] == ([True] if odd else [])
    assert sum(1 for one in contributions(read, []) if one.theirs == f"{people:,}") == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("CHN,156,China,UNMISS,Troops,many,400,31/10/2026", "found 'many', no whole number"),
        ("CHN,156,China,UNMISS,Troops,-3,400,31/10/2026", "found '-3', no whole number"),
        ("CHN,156,China,UNMISS,Troops,1,2.5,31/10/2026", "found '2.5', no whole number"),
        ("CHN,156,China,UNMISS,Troops,,,31/10/2026", "nothing given"),
        ("CHN,156,China,UNMISS,Troops,1,2,31/31/2026", "found '31/31/2026', no day"),
        ("CHN,156,China,UNMISS,Troops,1,2,", "nothing given"),
        ("CHN,156,China,UNMISS,Troops,1,2", "cells too few"),
        ("CHN,156,China,UNMISS,Troops,1,2,31/10/2026,x", "cells too many"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_line(line: str, why: str) -> None:
    read = table(CHINA[0], line)
    assert len(read.entries) == 1
    assert [(number, why in told) for number, told in read.unread] == [(3, True)]


def test_json_semicolons_and_a_byte_order_mark_are_read_alike() -> None:
    rows = [dict(zip(HEAD.split(","), line.split(","), strict=True)) for line in CHINA]
    forms = [
        "\ufeff" + "\r\n".join((HEAD, *CHINA)),
        "\n".join((HEAD, *CHINA)).replace(",", ";"),
        json.dumps(rows),
        json.dumps({"count": 2, "data": [{**one, "Last_Reporting_Date": 1793404800000} for one in rows]}),
    ]
    read = [read_table(form, NAMES, file="f") for form in forms]
    assert [[(one.mission, one.country, one.people, one.day) for one in each.entries] for each in read] == [
        [("UNMISS", "CHN", 1000, "2026-10-31"), ("UNMISS", "CHN", 30, "2026-10-31")]
    ] * 4
    assert {months_of(each) for each in read} == {("2026-10", "2026-10-32")}


@pytest.mark.parametrize("text", ["", "a,b\n1,2", "[1, 2]", "{", "[]", '"x'])
def test_a_file_that_is_none_of_the_tables_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"un\.csv"):
        read_table(text, NAMES, file="un.csv")


FATAL = (
    "incident_date,mission_acronym,type_of_casualty,casualty_nationality,"
    "casualty_personnel_type,type_of_incident,isocode3"
)


def dead(
    value: float, day: str = "2026-03-04", *, who: str = "CHN", place: str | None = "UNMISS",
    personnel: str | None = "military", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    key = f"death on {day}|{who.lower()}|{(place or '').lower()}|current"
    more = {"what": f"death on {day}", "who": who, "place": place, "personnel": personnel, **more}
    return row("2026-03-06", value, **{"series": key, **more})


def test_the_dead_of_a_month() -> None:
    killed = "2026-03-04,UNMISS,Fatality,China,Military,Malicious Act,CHN"
    ill = "2026-03-20,UNMISS,Fatality,China,Police,Illness,CHN"
    hurt = "2026-03-04,UNMISS,Injury,China,Military,Malicious Act,CHN"
    read = table(killed, ill, hurt, head=FATAL)
    (one,) = fatalities(read, [dead(1), dead(1, "2026-03-20")])
    assert (one.state, one.theirs, one.lines, len(one.ours)) == (AGREES, "2", (2, 3), 2)
    (one,) = fatalities(read, [dead(3)])
    assert (one.state, one.note) == (DIFFERS, "+1")
    (one, other) = fatalities(read, [dead(1, place="UNDOF")])
    assert (one.state, other.state) == (ONLY_HERE, ONLY_UN)
    assert [one.state for one in fatalities(read, [dead(1, "2025-01-05")])] == [ONLY_UN]


def deaths(*kinds: str) -> Table:
    return table(*(f"2026-03-04,UNMISS,Fatality,China,{kind},Malicious Act,CHN" for kind in kinds), head=FATAL)


@pytest.mark.parametrize(
    ("kinds", "rows", "found"),
    [
        # Civilians whom a text names are not among the mission's dead, whoever guarded them.
        (("Military", "Military"), [dead(2), dead(20, personnel="civilian")], [("dead", "2", AGREES, None)]),
        (("Military",), [dead(20, personnel="civilian")], [("dead", "1", ONLY_UN, None)]),
        (("Military", "Police"), [dead(1, personnel="police")],
         [("dead, police", "1", AGREES, None), ("dead", "1", ONLY_UN, None)]),
        (("Military", "Military Observer"), [dead(1, personnel="military observer")],
         [("dead, military observer", "1", AGREES, None), ("dead", "1", ONLY_UN, None)]),
        (("Military", "Police"), [dead(1, words="a soldier"), dead(1, personnel="police")],
         [("dead", "2", AGREES, None)]),
        (("Military", "Police"), [dead(2), dead(1, personnel="police")], [("dead", "2", AGREES, None)]),
        (("Military", "Military", "Police"), [dead(2, words="two soldiers")],
         [("dead", "3", DIFFERS, "agrees with Military alone")]),
        (("Military", "Local Civilian"), [dead(1)], [("dead", "1", AGREES, None), ("dead", "1", ONLY_UN, None)]),
        (("Military", "International Civilian"), [dead(2)], [("dead", "2", AGREES, None)]),
        (("Military", "Other"), [dead(3)], [("dead", "1", DIFFERS, "+2"), ("dead", "1", ONLY_UN, None)]),
        (("Military",), [dead(1), dead(22, personnel=None)], [("dead", "1", AGREES, None)]),
        (("Military",), [dead(20, personnel=None)],
         [("dead", "1", DIFFERS, "+19; the texts do not say whether they were peacekeepers")]),
        (("Military",), [dead(1), dead(9, "2026-03-20", personnel=None)],
         [("dead", None, ONLY_HERE, "the texts do not say whether they were peacekeepers"),
          ("dead", "1", AGREES, None)]),
    ],
)  # fmt: skip
def test_the_dead_are_compared_by_class_of_personnel(
    kinds: tuple[str, ...], rows: list[dict[str, Any]], found: list[tuple[Any, ...]]
) -> None:
    compared = fatalities(deaths(*kinds), rows)
    assert [(one.what, one.theirs, one.state, one.note) for one in compared] == found


def test_a_running_total_of_civilians_is_none_of_the_table() -> None:
    key = {"series": "death|chn||cumulative", "what": "death", "nature": "cumulative", "place": None}
    police = dead(1, personnel="police", **key)
    assert [one.state for one in fatalities(deaths("Military"), [dead(9, personnel="civilian", **key)])] == [ONLY_UN]
    found = fatalities(deaths("Military", "Police"), [police])
    assert [(one.what, one.theirs, one.state) for one in found if one.ours] == [("death, total, police", "1", AGREES)]


def test_a_row_has_the_number_of_its_line_whatever_lines_stand_between() -> None:
    read = table("", CHINA[0], "", "", '"CHN","156","Chi', 'na",UNMISS,Troops,many,2,31/10/2026', CHINA[1], "CHN,1")
    assert [entry.line for entry in read.entries] == [3, 8]
    assert [line for line, _ in read.unread] == [6, 9]


def test_the_newest_word_on_an_incident_counts() -> None:
    read = table("2026-03-04,UNMISS,Fatality,China,Military,Accident,CHN", head=FATAL)
    first, second = dead(3), {**dead(1), "day": "2026-03-07", "said_at": "2026-03-07T06:00:00Z"}
    (one,) = fatalities(read, [first, second])
    assert one.state == AGREES


def test_a_running_total_is_compared_up_to_its_day() -> None:
    read = table(
        *(f"{day},UNMISS,Fatality,China,Military,Accident,CHN" for day in ("2015-01-02", "2016-01-02", "2026-04-01")),
        head=FATAL,
    )
    key = {"series": "death|chn||cumulative", "what": "death", "nature": "cumulative"}
    found = fatalities(read, [row("2020-01-02", 2, **key), row("2020-05-02", 4, **key)])
    assert [(one.what, one.theirs, one.state) for one in found if one.ours] == [
        ("death, total", "2", DIFFERS),
        ("death, total", "2", AGREES),
    ]


def test_operations_beside_the_gazetteer() -> None:
    read = table(
        "MINUSMA,x,TRUE,2013-04-25,,12.6,-8.0",
        "UNMISS,x,TRUE,2011-07-09,,131.5,4.8",
        "UNDOF,x,1,1974-05-31,,\"33,1\",35.9",
        "UNXYZ,x,1,1974-05-31,,1,2",
        head="mission_acronym,mission_name,mission_isactive,start_date,end_date,latitude,longitude",
    )  # fmt: skip
    found = operations(read, MISSIONS)
    assert [(one.mission, one.what, one.theirs, one.note) for one in found if one.state == DIFFERS] == [
        ("MINUSMA", "state", "active", "the gazetteer says ended 2023-12-31"),
        ("UNMISS", "start", "2011-07-09", "the gazetteer says 2011-07-08"),
    ]
    assert [one.mission for one in found if one.state == ONLY_HERE] == ["UNEF I", "UNEF II"]
    assert [what.split(" (")[0] for what in read.remarks()] == [
        "latitude and longitude are swapped",
        "decimal comma in latitude or longitude",
        "mission 'UNXYZ' is not in the gazetteer",
    ]


def test_a_column_of_slashed_days_is_read_one_way() -> None:
    assert month_leads(["03/04/2026", "31/10/2026", None, 5]) is False
    assert month_leads(["03/04/2026", "10/31/2026"]) is True
    assert month_leads(["03/04/2026"]) is None
    assert month_leads(["31/10/2026", "10/31/2026"]) is None
    assert day("03/04/2026", month_first=True).value == "2026-03-04"
    assert day(-678153600000).value == "1948-07-06"


@pytest.mark.parametrize("cell", [True, "1e5", "٣", "1,2,3", float("nan"), float("inf"), "12 people", [], {}])
def test_no_cell_breaks_a_count(cell: Any) -> None:
    assert count(cell).value in (None, 3)


@pytest.mark.parametrize(
    "cell", [True, 10**20, float("nan"), float("inf"), "99999999999999999999", "2026-13-01", "x", []]
)
def test_no_cell_breaks_a_day(cell: Any) -> None:
    assert day(cell).value is None


def test_another_table_is_told_with_the_columns_that_it_has() -> None:
    with pytest.raises(UsageError, match=r"found columns: a, b; allowed: contributions: "):
        read_table("a,b\n1,2\n", NAMES, file="t.csv")
    with pytest.raises(UsageError, match=r"found columns: none; allowed: "):
        read_table("%PDF-1.4\n", NAMES, file="t.pdf")
