"""Mandates: due, unknown since a day, renewed by what articles say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.mandates import DUE, ENDED, LATER, NONE, UNKNOWN, cited_in, listed, mandate, until
from reports.mandates_week import mandates

TODAY = date(2026, 11, 22)


def mission(acronym: str = "UNMISS", **more: Any) -> dict[str, Any]:
    given = {
        "acronym": acronym,
        "name": "United Nations Mission in South Sudan",
        "aliases": "MINUSS;联南苏团",
        "end": None,
        "mandate_until": None,
        "mandate_source": None,
    }
    return {**given, **more}


def citation(told: str, **more: Any) -> dict[str, Any]:
    start = told.index("9999")
    given = {
        "uid": "f-1",
        "article_uid": "a-1",
        "outlet": "Harbour Daily",
        "url": None,
        "said_at": "2026-05-01T06:00:00Z",
        "number": 9999,
        "adopted": None,
        "vote": None,
        "missions": 1,
        "around": told,
        "at": start,
        "start": start,
        "end": start + 4,
    }
    return {**given, **more}


@pytest.mark.parametrize(
    ("given", "state", "days"),
    [
        ({"mandate_until": "2026-12-31"}, DUE, 39),
        ({"mandate_until": "2026-11-22"}, DUE, 0),
        ({"mandate_until": "2027-01-21"}, DUE, 60),
        ({"mandate_until": "2027-01-22"}, LATER, 61),
        ({"mandate_until": "2026-11-21"}, UNKNOWN, -1),
        ({"mandate_until": "2026-10-31", "end": "2026-10-31"}, UNKNOWN, -22),
        ({}, NONE, None),
        ({"end": "2017-10"}, ENDED, None),
        ({"end": "2026-11"}, NONE, None),
    ],
)
def test_states(given: dict[str, Any], state: str, days: int | None) -> None:
    one = mandate(mission(**given), (), today=TODAY)
    assert (one.state, one.days) == (state, days)


def test_nothing_ever_expires() -> None:
    assert "expired" not in (DUE, UNKNOWN, LATER, NONE, ENDED)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("By resolution 9999 the Council extended the mandate until 30 April 2027.", "2027-04-30"),
        ("Resolution 9999 renews the mission through April 30, 2027, and cuts its ceiling.", "2027-04-30"),
        ("By resolution 9999 the mandate was renewed to 15 Nov. 2026.", "2026-11-15"),
        ("第9999号决议决定将任期延长一年至2027年4月30日。", "2027-04-30"),
        ("The Council adopted resolution 9999 to extend the mandate until 30 April 2027.", "2027-04-30"),
        ("The Council adopted resolution 9999, which will extend the mandate until 30 April 2027.", "2027-04-30"),
        ("Members voted to adopt resolution 9999, renewing the mandate until 30 April 2027.", "2027-04-30"),
        ("The mandate, due to end in May, was extended by resolution 9999 until 30 April 2027.", "2027-04-30"),
        ("Under resolution 9999, the mandate of the mission runs until 30 April 2027.", "2027-04-30"),
        (
            "Under resolution 9999, the mandate runs until 30 April 2026, but France proposed to extend it until"
            " 30 April 2028.",
            "2026-04-30",
        ),
        ("By resolution 9999 the Council extended the mandate until 31 April 2027.", None),
        ("Under resolution 9999 they stay until 30 April 2027.", None),
        ("By resolution 9999 the Council extended the mandate by a year.", None),
        ("By resolution 9999 the mandate was extended until the end of April.", None),
        ("Russia vetoed resolution 9999, which would have extended the mandate until 30 April 2027.", None),
        ("The text that was to become resolution 9999 extends the mandate until 30 April 2027.", None),
        ("The Council is expected to adopt resolution 9999, which renews the mandate until 30 April 2027.", None),
        ("Draft resolution 9999 extends the mandate until 30 April 2027.", None),
        ("Resolution 9999, which would extend the mandate until 30 April 2027, was rejected.", None),
        ("If the Council adopts resolution 9999, the mandate will be extended until 30 April 2027.", None),
        ("Resolution 9999 cut the ceiling; France proposed to extend the mandate until 30 April 2028.", None),
        ("Resolution 9999 extends the arms embargo until 30 April 2027.", None),
        ("Resolution 9999 recalls resolution 9998, which extended the mandate until 30 April 2027.", None),
        ("安理会未能通过第9999号决议，该决议将任期延长至2027年4月30日。", None),
    ],
)
def test_the_end_that_a_sentence_tells_of_an_adopted_resolution(told: str, day: str | None) -> None:
    start = told.index("9999")
    assert until(told, start, start + 4) == day


VETOED = "Russia vetoed the text that was to become resolution 9999, to extend the mandate of UNMISS until 15 May 2027."
FAILED = (
    "The Council failed to extend the mandate of UNMISS until 30 April 2027.\n\n"
    "Resolution 9999 had extended the mandate until 30 April 2026."
)


@pytest.mark.parametrize(("told", "until_told"), [(VETOED, None), (FAILED, "2026-04-30")])
def test_a_text_that_failed_moves_no_mandate_and_lends_no_resolution_its_end(told: str, until_told: str | None) -> None:
    known = mission(mandate_until="2026-12-31", kind="un-pko", mandate_source="the table")
    row = {**citation(told), "body": "UN Security Council", "subject": None, "field": "body", "article_uid": "a-1"}
    line: dict[str, Any] = dict.fromkeys(("undated", "title", "url", "place", "language", "withdrawn"))
    line |= {"uid": "a-1", "at": "2026-11-20", "day": "2026-11-20", "outlet": "Harbour Daily", "missions": ["UNMISS"]}
    week = mandates([row], [known], {"UNMISS": [row]}, {"a-1": line}, days=(date(2026, 11, 16), TODAY))
    assert [(one["number"], one["until"]) for one in week["cited"]] == [(9999, until_told)]
    assert week["adopted"] == []
    assert [one["until"] for one in week["due"]] == ["2026-12-31"]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (
            "The Council today extended the mandate of UNMISS until 30 April 2027, lowering its ceiling.\n\n"
            "Unanimously adopting resolution 9999, the Council kept the police ceiling.",
            "2027-04-30",
        ),
        ("The Council adopted resolution 9999. It extends the mandate of UNMISS to 30 April 2027.", "2027-04-30"),
        ("安理会21日一致通过第9999号决议。决议决定将特派团任期延长至2027年4月30日。", "2027-04-30"),
        ("The Council failed to extend the mandate until 30 April 2027. It adopted resolution 9999 on Cyprus.", None),
        ("The Council adopted resolution 9999. France wants to extend the mandate until 30 April 2027.", None),
        ("The Council adopted resolution 9999. The sanctions were extended until 30 April 2027.", None),
        ("Resolution 9999 was recalled. The Council extended the mandate until 30 April 2027.", None),
    ],
)
def test_the_sentence_beside_an_adoption_may_tell_the_end(told: str, day: str | None) -> None:
    known = mission(mandate_until="2026-04-30", mandate_source="an earlier renewal")
    assert [one.until for one in cited_in(known, [citation(told)])] == [day]


def test_a_later_end_in_an_article_is_a_renewal_with_its_source() -> None:
    known = mission(mandate_until="2026-04-30", mandate_source="an earlier renewal")
    told = "Resolution 9999 extends the mandate until 30 April 2027."
    one = mandate(known, cited_in(known, [citation(told)]), today=TODAY)
    assert (one.until, one.known, one.state) == ("2027-04-30", "2026-04-30", LATER)
    assert one.source == "resolution 9999, by Harbour Daily on 2026-05-01 (f-1)"
    assert one.cited[0].sentence == told


@pytest.mark.parametrize(
    ("told", "missions", "day"),
    [
        ("Resolution 9999 extends the mandate until 30 April 2027.", 2, None),
        ("Resolution 9999 extends the mandate of UNMISS until 30 April 2027.", 2, "2027-04-30"),
        ("第9999号决议将联南苏团任期延长至2027年4月30日。", 2, "2027-04-30"),
        ("Resolution 9999 extends the mandate until 30 April 2027.", 1, "2027-04-30"),
    ],
)
def test_of_several_missions_in_an_article_the_sentence_must_name_the_one(
    told: str, missions: int, day: str | None
) -> None:
    (cited,) = cited_in(mission(), [citation(told, missions=missions)])
    assert cited.until == day


def test_an_end_before_the_known_one_renews_nothing() -> None:
    known = mission(mandate_until="2026-12-31", mandate_source="the table")
    told = "Resolution 9999 had extended the mandate until 30 April 2025."
    one = mandate(known, cited_in(known, [citation(told)]), today=TODAY)
    assert (one.until, one.source, one.known) == ("2026-12-31", "the table", None)


def test_those_due_come_first_and_the_rest_only_where_asked() -> None:
    mandates = [
        mandate(mission("A", mandate_until=day), (), today=TODAY)
        for day in ("2027-12-31", "2026-11-15", "2026-12-31", None, "2026-12-01")
    ]
    assert [one.until for one in listed(mandates)] == ["2026-12-01", "2026-12-31", "2026-11-15"]
    assert [one.until for one in listed(mandates, everything=True)][3:] == ["2027-12-31", None]
