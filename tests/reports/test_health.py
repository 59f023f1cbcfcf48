from __future__ import annotations

import json
from typing import Any

import pytest

from reports import render
from reports.digest import build
from reports.health import sources_of_week
from reports.missing import missing
from reports.week import Week
from tests.reports.invented import Invented, at

W47 = Week(2026, 47)


def source_of(archive: Invented, *, now: str = "2026-11-24") -> dict[str, Any]:
    rows = archive.weekly.rows(W47.start, W47.end, first=Week(2026, 40).start)
    [source] = sources_of_week(rows, W47.days, now=at(now), items={"harbour": 3})
    return source


def states(source: dict[str, Any]) -> str:
    return " ".join(cell["state"] for cell in source["days"])


@pytest.fixture
def harbour(archive: Invented) -> Invented:
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-01")
    return archive


@pytest.mark.parametrize(
    ("case", "runs", "state", "reason"),
    [
        ("read every time", [("16", "collected"), ("22", "nothing-new")], "healthy", None),
        ("failed once and read since", [("16", "unreachable"), ("22", "nothing-new")], "healthy", None),
        ("read and failed since", [("16", "collected"), ("22", "no-links")], "failing", "no link"),
        ("refused", [("22", "refused")], "failing", "does not admit us"),
        ("crashed", [("22", "crashed")], "failing", "an error of our own"),
        ("read in part", [("22", "partial")], "healthy", "in part"),
        ("another run was under way last", [("16", "collected"), ("22", "busy")], "healthy", None),
        ("no run", [], "never-ran", "or before it"),
        ("a run without an end", [("22", None)], "never-ran", "none came to its end"),
    ],
)
def test_the_state_of_a_source(
    harbour: Invented, case: str, runs: list[tuple[str, str | None]], state: str, reason: str | None
) -> None:
    for day, outcome in runs:
        harbour.run("harbour", f"2026-11-{day} 06:00", outcome)
    found = source_of(harbour)
    assert (found["state"], found["items"]) == (state, 3), case
    assert (reason in (found["reason"] or "")) if reason else found["reason"] is None


def test_a_week_asleep_names_the_runs_before_and_after(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-08 06:00")
    harbour.run("harbour", "2026-11-24 06:00")
    found = source_of(harbour)
    assert found["state"] == "never-ran"
    assert found["reason"] == "not tried in this week; last tried on 2026-11-08, again on 2026-11-24"


def test_partial_with_failed_days_is_failing(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-22 06:00", "partial", "1 of 2 listings failed")
    harbour.cover("harbour", "2026-11-22", "failed", listing="/a")
    harbour.cover("harbour", "2026-11-22", "collected", listing="/b")
    found = source_of(harbour)
    assert found["state"] == "failing"
    assert found["reason"] == "1 of 2 listings could not be read since 2026-11-22: /a: its listing could not be read"
    assert found["days"][6] == {"day": "2026-11-22", "state": "partly", "note": "1 of 2 listings read"}


@pytest.mark.parametrize(
    ("case", "per_week", "before", "new", "reason"),
    [
        ("its declared rhythm is broken", 5.0, 2, 0, "nothing new since 2026-11-03; at least 5 a week are usual"),
        ("a rare source may be quiet", 0.5, 2, 0, None),
        ("its own rhythm is broken", None, 24, 0, "nothing new since 2026-11-13; its pauses were 1 day at most"),
        ("never much", None, 2, 0, None),
        (
            "never anything",
            None,
            0,
            0,
            "nothing new for 47 days, since it was first read on 2026-10-06; its rhythm is not known yet",
        ),
        ("something new", None, 24, 1, None),
    ],
)
def test_silence_is_measured_by_the_sources_own_rhythm(
    archive: Invented, case: str, per_week: float | None, *, before: int, new: int, reason: str | None
) -> None:
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-01", per_week_least=per_week)
    archive.run("harbour", "2026-10-06 06:00")
    archive.run("harbour", "2026-11-22 06:00", "nothing-new")
    for n in range(before):
        archive.page("harbour", f"2026-11-{2 + n % 12:02}")
    for _ in range(new):
        archive.page("harbour", "2026-11-18")
    found = source_of(archive)
    assert (found["state"], found["reason"]) == ("silent" if reason else "healthy", reason), case


def test_no_source_is_silent_while_nobody_looked(archive: Invented) -> None:
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-01", per_week_least=2.0)
    archive.run("harbour", "2026-11-16 06:00")
    archive.page("harbour", "2026-11-10")
    assert source_of(archive)["state"] == "healthy"
    archive.run("harbour", "2026-11-22 23:00", "nothing-new")
    assert source_of(archive)["reason"] == "nothing new since 2026-11-10; at least 2 a week are usual"


def test_a_running_week_calls_nobody_silent(archive: Invented) -> None:
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-01", per_week_least=5.0)
    archive.run("harbour", "2026-11-17 06:00", "nothing-new")
    found = source_of(archive, now="2026-11-18")
    assert found["state"] == "healthy"
    assert states(found) == "no-record no-record no-record later later later later"


def test_a_run_that_asked_no_listing_makes_nothing_healthy(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-16 06:00")
    harbour.cover("harbour", "2026-11-16", "collected")
    harbour.run("harbour", "2026-11-18 06:00", "listing-failed", "not found (404)")
    harbour.run("harbour", "2026-11-22 06:00", "nothing-new", asked=False)
    for day in (18, 19):
        harbour.cover("harbour", f"2026-11-{day}", "failed")
    found = source_of(harbour)
    assert (found["state"], found["reason"]) == ("failing", "not found (404)")
    assert found["last_success"] == "2026-11-16T06:02:00Z"


@pytest.mark.parametrize(("state", "told"), [("failed", "failing"), ("never-ran", "never-ran")])
def test_a_source_of_which_no_day_was_read_is_never_healthy(harbour: Invented, state: str, told: str) -> None:
    harbour.run("harbour", "2026-11-22 06:00", "nothing-new", asked=False)
    for day in range(16, 23):
        harbour.cover("harbour", f"2026-11-{day}", state)
    assert source_of(harbour)["state"] == told


def test_one_of_two_listings_that_fails_is_named_while_the_other_is_read(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-22 06:00")
    for day in range(16, 23):
        harbour.cover("harbour", f"2026-11-{day}", "collected", listing="/a")
        harbour.cover("harbour", f"2026-11-{day}", "collected" if day < 19 else "failed", listing="/b")
    found = source_of(harbour)
    assert found["state"] == "failing"
    assert found["reason"].startswith("1 of 2 listings could not be read since 2026-11-19: /b: ")


def test_a_listing_that_failed_and_was_read_again_is_healthy(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-22 06:00")
    for day in range(16, 23):
        harbour.cover("harbour", f"2026-11-{day}", "failed" if day < 19 else "reached-empty")
    assert source_of(harbour)["state"] == "healthy"


def test_what_may_have_been_missed_is_a_state_of_its_own_and_stands_among_the_missing(harbour: Invented) -> None:
    harbour.run("harbour", "2026-11-22 06:00")
    told = "may have missed items between 2026-11-{0} 06:00 and 2026-11-{0} 18:00 UTC"
    for day in range(16, 23):
        harbour.cover("harbour", f"2026-11-{day}", "collected", reason=told.format(day) if day in (18, 20) else None)
    found = source_of(harbour)
    assert (found["state"], found["reason"]) == ("gaps", f"{told.format(20)}, and on 1 other day (/news)")
    [line] = missing({"sources": [found]}, [], [])
    assert (line["kind"], line["what"]) == ("source-gaps", found["reason"])


@pytest.mark.parametrize(("state", "told"), [("refused", "failing"), ("kept", "healthy")])
def test_a_source_whose_articles_are_all_closed_to_us_is_failing(harbour: Invented, state: str, told: str) -> None:
    harbour.run("harbour", "2026-11-22 06:00")
    for day in range(10, 23):
        harbour.page("harbour", f"2026-11-{day}", state="kept" if day < 19 else state, reason="robots.txt closes it")
    found = source_of(harbour)
    assert found["state"] == told
    if told == "failing":
        words = "none of the 4 articles announced since 2026-11-19 could be read: robots.txt closes it"
        assert found["reason"] == words


def redesigned(archive: Invented, *, since: str = "2026-11-19") -> None:
    """A source whose pages lost their titles on a day of the week; three pages a day."""
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-01")
    archive.run("harbour", "2026-10-06 06:00")
    archive.run("harbour", "2026-11-22 06:00")
    for day in range(10, 23):
        for _ in range(3):
            archive.page("harbour", f"2026-11-{day}", titled=f"2026-11-{day}" < since)


def test_a_source_whose_fields_fell_is_named_with_the_day_and_two_pages(archive: Invented) -> None:
    redesigned(archive)
    found = source_of(archive)
    assert found["state"] == "drifted"
    assert found["reason"] == "since 2026-11-19: title on 27 of 27 pages before, 0 of 12 after"
    line = missing({"sources": [found]}, [], [])[0]
    assert (line["kind"], line["who"]) == ("source-drifted", "Harbour Defence Daily")
    assert {side: page["day"] for side, page in line["fallen"].items()} == {
        "before": "2026-11-18",
        "after": "2026-11-19",
    }


def test_a_source_that_fails_has_read_worse_all_the_same(archive: Invented) -> None:
    redesigned(archive)
    archive.run("harbour", "2026-11-22 12:00", "unreachable")
    found = source_of(archive)
    kinds = [line["kind"] for line in missing({"sources": [found]}, [], [])]
    assert (found["state"], kinds[:2]) == ("failing", ["source-failing", "source-drifted"])


def test_a_week_told_later_is_told_as_it_stood_at_its_end(archive: Invented) -> None:
    redesigned(archive, since="2026-11-23")
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        for _ in range(3):
            archive.page("harbour", day, titled=False)
    assert source_of(archive, now="2026-11-26")["state"] == "healthy"


def test_a_fall_is_in_every_form_of_the_digest(archive: Invented) -> None:
    redesigned(archive)
    rows = archive.weekly.rows(W47.start, W47.end, first=Week(2026, 40).start)
    edition = build(rows, W47, first=Week(2026, 40), number=1, version="0", now=at("2026-11-24"))
    words = "since 2026-11-19: title on 27 of 27 pages before, 0 of 12 after"
    address = json.loads(render.json_text(edition))["sources"][0]["drift"][0]["after"]["page"]["url"]
    for form in (render.html, render.markdown, render.json_text):
        text = form(edition)
        assert words in text
        assert address in text
    assert "reads worse" in render.html(edition)
    assert "reads worse" in render.markdown(edition)
    assert edition["counts"]["sources_healthy"] == 0


def test_days_not_read_are_missing_and_sources_that_share_them_share_a_line(archive: Invented) -> None:
    for n in range(3):
        archive.source(f"s{n}", f"Source {n}", since="2026-10-01")
        archive.run(f"s{n}", "2026-11-22 06:00")
        for day in range(16, 23):
            archive.cover(f"s{n}", f"2026-11-{day}", "never-ran" if day < 18 and n else "collected")
    rows = archive.weekly.rows(W47.start, W47.end, first=W47.start)
    sources = sources_of_week(rows, W47.days, now=at("2026-11-24"), items={})
    [found] = missing({"sources": sources}, [], [])
    assert (found["who"], found["what"], found["days"]) == (
        "Source 1, Source 2",
        "not tried",
        ["2026-11-16", "2026-11-17"],
    )
