"""An unchanged world costs next to nothing; a month's outage is told, healed and named, and loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scheduler.commands.options import Settings
from scheduler.commands.status import gather
from scheduler.config import load_config
from storage.archive import Archive
from tests.crawler.sites import crawl, rows
from tests.faults.changes import DAY, down, lasting, pages
from tests.faults.server import FaultySite

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def condition(data: Path, at: datetime) -> dict[str, Any]:
    """What `status` says of the one source then."""
    config = data / "bluewatch.toml"
    config.write_text(
        f"[sources]\npackaged = 'none'\nfolder = '{data / 'sources'}'\n[crawl]\ncontact = 'd@e.example'\n"
    )
    return gather(Settings(load_config(config), data, lambda: at))["sources"][0]


def declared(data: Path, one: FaultySite, more: str = "") -> None:
    (data / "sources").mkdir(parents=True, exist_ok=True)
    (data / "sources" / "site.toml").write_text(
        f"slug = 'site'\nname = 'The site desk'\nhome = '{one.base}/'\nlanguage = 'en'\narticle_url = ['^/a/']\n{more}"
    )


def sent(one: FaultySite, since: int) -> tuple[int, int]:
    """Requests of a run that carried a validator, and all of them, without robots.txt (which has none)."""
    asked = [headers for _, path, headers in one.log[since:] if path != "/robots.txt"]
    return sum("if-none-match" in headers for headers in asked), len(asked)


def test_four_crawls_of_an_unchanged_world_are_asked_conditionally(tmp_path: Path) -> None:
    one = FaultySite("lasting")
    try:
        lasting(one, 20)
        crawl(tmp_path, one.source(), at=NOW)
        tables = ("articles", "revisions", "captures", "decisions", "article_captures")
        before = {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables}
        conditional = asked = 0
        for day in (1, 2, 3):
            since = len(one.log)
            report = crawl(tmp_path, one.source(), at=NOW + day * DAY, mode="recheck")["site"]
            assert (report["outcome"], report["counts"]["unchanged"]) == ("nothing-new", 20)
            with_validator, of = sent(one, since)
            conditional, asked = conditional + with_validator, asked + of
        assert conditional == asked == 63, "95 % at least"
        assert {name: rows(tmp_path, f"SELECT * FROM {name}") for name in tables} == before
    finally:
        one.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("days", [3, pytest.param(45, marks=pytest.mark.long)])
def test_an_outage_is_told_and_what_appeared_meanwhile_is_fetched_and_its_days_are_healed(
    tmp_path: Path, days: int
) -> None:
    one = FaultySite("outage")
    try:
        pages(one, 9)
        source = one.source(section=[{"url": "/list/", "next": "a.next", "pages": 40}])
        declared(tmp_path, one, "[[section]]\nurl = '/list/'\nnext = 'a.next'\n")
        crawl(tmp_path, source, at=NOW, wait=300)
        before = down(one)
        for day in range(1, days + 1):
            report = crawl(tmp_path, source, at=NOW + day * DAY, wait=300)["site"]
            assert report["outcome"] == "unreachable"
        told = condition(tmp_path, NOW + days * DAY)
        assert told["colour"] == "red", told
        assert f"{days} runs in a row; last read 2026-10-01" in told["reason"]
        one.routes = before
        pages(one, 9 + 2 * days)
        report = crawl(tmp_path, source, at=NOW + (days + 1) * DAY, wait=300)["site"]
        assert report["counts"]["new"] == 2 * days
        assert len(rows(tmp_path, "SELECT 1 FROM articles")) == 10 + 2 * days
        covered = {row["day"]: row["state"] for row in rows(tmp_path, "SELECT day, state FROM coverage")}
        assert [state for _, state in sorted(covered.items())] == ["collected", *["healed"] * days, "collected"]
        assert condition(tmp_path, NOW + (days + 1) * DAY)["colour"] == "green"
    finally:
        one.close()


def test_a_walk_that_does_not_reach_what_was_known_says_so(tmp_path: Path) -> None:
    one = FaultySite("apart")
    try:
        pages(one, 9)
        source = one.source(section=[{"url": "/list/", "next": "a.next", "pages": 2}])
        crawl(tmp_path, source, at=NOW)
        pages(one, 60)
        report = crawl(tmp_path, source, at=NOW + 3 * DAY)["site"]
        assert report["outcome"] == "partial"
        assert "2 pages of" in report["reason"]
        assert "none of them reaches back to what was known" in report["reason"]
        healed = rows(tmp_path, "SELECT state FROM coverage WHERE state = 'healed'")
        assert not healed, "what lies between may be missing"
    finally:
        one.close()


def test_a_day_that_was_healed_is_told_in_the_coverage(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        run = archive.ledger.start_run("site", NOW)
        archive.ledger.lay_down("site", ["l"], NOW.date())
        archive.ledger.heal("site", "l", before=(NOW + 100 * DAY).date(), run_id=run)
        states = {row["state"] for row in archive.ledger.coverage("2026-10-01", "2027-02-01")}
        assert states == {"healed"}
        assert len(archive.ledger.coverage("2026-10-01", "2027-02-01")) == 100
