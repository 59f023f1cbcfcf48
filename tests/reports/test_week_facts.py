"""How the facts of a week are told: what is recent, who confirms, what moved, who is new, what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from reports import render
from reports.excerpts import first_quotable, quotable, words_of
from reports.expected import expected, load_expected
from reports.week import Week
from tests.reports.invented import Invented
from tests.reports.invented_facts import find, one_story
from tests.reports.week_facts import casualty, told, watched

__all__ = ["watched"]


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


def test_a_conflict_of_many_numbers_tells_the_first_and_how_many_more(watched: Invented) -> None:
    for value in range(1700, 1712):
        figure(watched, "2026-11-18", value)
    edition = told(watched)
    assert len(edition["numbers"]["conflicts"][0]["refs"]) == 12
    page = render.markdown(edition)
    assert "1,706 / 1,707** and 4 more for 18 Nov 2026" in page
    assert "1,708" not in page.partition("## Numbers")[2].partition("##")[0]


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


def test_a_missions_own_strength_that_moves_is_on_the_front_page(watched: Invented) -> None:
    own = {"who": None, "place": "UNMISS", "series_key": "personnel deployed||unmiss|current"}
    figure(watched, "2026-11-11", 8940, **own)
    figure(watched, "2026-11-18", 6280, **own)
    [line] = told(watched)["top"]
    assert (line["old"], line["new"], line["difference"]) == ("8,940", "6,280", "-2,660")


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


def test_of_a_contingent_that_comes_home_the_farewell_of_a_year_ago_is_no_news(watched: Invented) -> None:
    body = "It had left Harbour on 27 November 2025. It came home on Wednesday."
    uid = watched.article("Home again", "2026-11-18", body=body)
    for words, step, day in (("left Harbour", "left", "2025-11-27"), ("came home", "returned", "2026-11-18")):
        find(watched, uid, "rotation", words, country="CHN", ordinal=7, step=step, mission="UNMISS", date=day)
    assert [line["step"] for line in told(watched)["top"]] == ["returned"]


@pytest.mark.parametrize(("strength", "lines"), [(260, 1), (140, 2)])
def test_a_step_told_in_two_languages_is_one_where_they_agree(watched: Invented, strength: int, lines: int) -> None:
    said = {"country": "CHN", "ordinal": 13, "unit": "infantry battalion", "step": "left", "date": "2026-11-18"}
    told_in = (("zh", "官兵18日启程", "南苏丹", 260), ("en", "They left on Wednesday", "South Sudan", strength))
    for language, words, place, people in told_in:
        uid = watched.article("A farewell", "2026-11-18", body=f"{words}.", language=language)
        find(watched, uid, "rotation", words, **said, destination=place, strength=people)
    found = told(watched)["contingents"]
    assert [one["where"] for one in found if one["language"] == "en"] == ["South Sudan"]
    assert len(found) == lines


def test_a_headline_without_the_number_is_no_other_ceremony(watched: Invented) -> None:
    uid = watched.article("Medals", "2026-11-18", body="They receive medals. Some 740 were awarded medals on Tuesday.")
    find(watched, uid, "medal", "receive medals", mission="UNMISS", medal="UN medals")
    find(watched, uid, "medal", "740 were awarded medals", mission="UNMISS", medal="UN medals", count=740)
    assert [one["strength"] for one in told(watched)["contingents"]] == [740]


def test_of_a_briefing_each_mission_has_its_own_dead_and_hurt(watched: Invented) -> None:
    with watched.db.write():
        watched.mission("UNFICYP", "United Nations Peacekeeping Force in Cyprus")
    body = "Two children were killed near Berol. One peacekeeper was hurt near Malual."
    uid = watched.article("A briefing", "2026-11-18", missions=("UNMISS", "UNFICYP"), body=body)
    dead = {"kind": "death", "value": 2, "personnel": "civilian", "cause": "malicious act", "date": "2026-11-17"}
    find(watched, uid, "casualty", "Two children were killed", **dead)
    hurt = {"kind": "injury", "value": 1, "personnel": "military", "mission": "UNMISS", "date": "2026-11-17"}
    find(watched, uid, "casualty", "One peacekeeper was hurt", **hurt)
    [line] = told(watched)["top"]
    assert (line["mission"], [(one["kind"], one["value"]) for one in line["tolls"]]) == (None, [("death", 2)])


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


def test_a_story_is_told_from_its_first_article(watched: Invented) -> None:
    """Whichever uid is the lowest: there is one first, and who copied it is called a copy."""
    own = watched.article("In other words", "2026-11-19 12:00", source="bluepost", missions=("UNMISS",))
    first = watched.article("First", "2026-11-18 09:00", source="harbour", missions=("UNMISS",))
    copy = watched.article("Copy", "2026-11-18 10:00", source="lantern", missions=("UNMISS",))
    one_story(watched, first, copy, own)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = id WHERE uid = ?", (own,))
        watched.db.execute(
            "UPDATE appearances SET text_id = article_id, relation = 'same', shared = NULL WHERE article_id = ?",
            (watched.id_of(own),),
        )
    [story] = told(watched)["first"]
    said = [(one["article"], one["first"], one["same_text"], one["lag"]) for one in story["carriers"]]
    assert said == [(first, True, True, 0.0), (copy, False, True, 1.0), (own, False, False, 27.0)]


def test_a_day_without_its_hour_is_told_as_a_day(watched: Invented) -> None:
    """A ministry that prints days alone was not first by ten hours, as its midnight would have it."""
    ministry = watched.article("Ministry", "2026-11-18 00:00", source="harbour", missions=("UNMISS",))
    wire = watched.article("Wire", "2026-11-18 10:00", source="lantern", missions=("UNMISS",))
    late = watched.article("Late", "2026-11-19 07:00", source="bluepost", missions=("UNMISS",))
    one_story(watched, ministry, wire, late)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET published_local = '2026-11-18' WHERE uid = ?", (ministry,))
    section = render.markdown(told(watched)).partition("## Who reported what first")[2].partition("\n## ")[0]
    for words in ("18 Nov, no hour · **first by its day**", "18 Nov 10:00Z · the same day", "19 Nov 07:00Z · +1 day"):
        assert words in section


def test_an_outlet_that_reports_for_days_stands_once_in_a_story(watched: Invented) -> None:
    reports = [("lantern", 16), ("harbour", 16), ("harbour", 17), ("lantern", 18), ("harbour", 18)]
    uids = [
        watched.article(f"Report {n}", f"2026-11-{day}", source=source, missions=("UNMISS",), body=f"Report {n}.")
        for n, (source, day) in enumerate(reports)
    ]
    one_story(watched, *uids)
    edition = told(watched)
    assert [one["article"] for one in edition["first"][0]["carriers"]] == uids
    section = render.markdown(edition).partition("## Who reported what first")[2].partition("\n## ")[0]
    assert [uid for uid in uids if uid in section] == uids[:2]
    assert "3 later articles of these outlets" in section
