from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crawler.precedence import crawled_now, host_lock
from storage.archive import Archive
from storage.outlet_rows import OutletRows
from storage.records import CoverageState
from storage.unread import unread
from tests.reports.invented import Invented, at

NOW = at("2026-11-23 06:00")
FEED = "https://harbour.example/feed"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    made = Invented(tmp_path)
    made.source("harbour", "Harbour")
    yield made
    made.db.close()


# The states of the pages of a source, a day each, the newest last; how many are told, and with which reason.
CASES: dict[str, tuple[str, int | None, str]] = {
    "all closed since the first": ("refused refused refused", 3, "closed"),
    "closed since some day": ("kept other refused refused refused refused", 4, "closed"),
    "one was read since": ("refused refused refused kept", None, ""),
    "two are a chance": ("kept refused refused", None, ""),
    "what waits is not judged": ("kept refused refused new fetched", None, ""),
    "not an article among them": ("kept rejected rejected refused refused", None, ""),
    "not an article, again and again": ("kept rejected rejected refused rejected gone", 5, "no text"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_was_announced_and_not_read(archive: Invented, name: str) -> None:
    states, number, reason = CASES[name]
    words = {"refused": "closed", "rejected": "no text"}
    for n, state in enumerate(states.split()):
        archive.page("harbour", f"2026-11-{10 + n}", state=state, reason=words.get(state))
    found = unread(OutletRows(archive.db).unread(["harbour", "other"], NOW).get("harbour"), NOW)
    assert (found.number if found else None, found.reason if found else "") == (number, reason)


@pytest.mark.parametrize(
    ("states", "told"), [("refused refused refused", True), ("kept refused refused refused", False)]
)
def test_what_none_was_ever_read_of_is_told_on_its_first_day(archive: Invented, states: str, told: bool) -> None:
    for number, state in enumerate(states.split()):
        archive.page("harbour", f"2026-11-23 0{number}:00", state=state, reason="closed")
    found = OutletRows(archive.db).unread(["harbour"], NOW)["harbour"]
    assert (unread(found, NOW) is not None) is told


def test_since_when_a_listing_fails_and_what_may_have_been_missed(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        ledger, outlets = archive.ledger, OutletRows(archive.db)
        ledger.register_sources([{"slug": "harbour", "name": "Harbour", "home": "https://harbour.example/"}], NOW)
        row = archive.frontier.add_page(FEED, host="harbour.example", source="harbour", kind="listing", now=NOW)
        missed = "may have missed items between 2026-11-17 06:00 and 2026-11-18 06:00 UTC"
        for day, state, reason in (
            (15, CoverageState.FAILED, "no answer"), (17, CoverageState.COLLECTED, None),
            (18, CoverageState.COLLECTED, missed), (18, CoverageState.COLLECTED, None),
            (19, CoverageState.NEVER_RAN, None), (20, CoverageState.FAILED, "not found"),
            (21, CoverageState.FAILED, "not found"),
        ):  # fmt: skip
            ledger.cover("harbour", FEED, date(2026, 11, day), state, None, reason)
        assert outlets.listings_in_trouble(["harbour"]) == {}
        archive.frontier.update(row["id"], state="failed", reason="not found", tries=2)
        [one] = outlets.listings_in_trouble(["harbour"])["harbour"]
        assert (one.url, one.reason, one.since, one.tries) == (FEED, "not found", "2026-11-20", 2)
        assert ledger.last_read("harbour", FEED) == "2026-11-18"
        [gap] = outlets.gaps(NOW)["harbour"]
        assert (gap["day"], gap["reason"]) == ("2026-11-18", missed)
        assert outlets.gaps(at("2026-12-23 06:00")) == {}


def test_a_crawl_is_at_work_as_long_as_it_holds_its_hosts(tmp_path: Path) -> None:
    assert crawled_now(tmp_path, ["a.example", "b.example"]) is False
    with host_lock(tmp_path, "b.example"):
        assert crawled_now(tmp_path, ["a.example", "b.example"]) is True
        assert crawled_now(tmp_path, ["a.example"]) is False
