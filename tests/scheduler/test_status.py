"""status: every state in a word, a reason and a next step; what needs a look comes first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scheduler.clock import demo_clock
from scheduler.commands.options import Settings
from scheduler.commands.status import command, gather, lines_of
from scheduler.commands.status_pages import page_lines
from scheduler.commands.status_post import post_lines
from scheduler.commands.status_sources import trouble_lines
from scheduler.condition import unstable_words
from scheduler.config import load_config
from scheduler.survey import is_safe
from storage.archive import Archive
from storage.records import CoverageState, Outcome

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("state", ["waiting", "sending", "failed", "uncertain"])
def test_every_state_of_a_delivery_that_is_not_done_has_a_next_step(state: str) -> None:
    trouble = {
        "id": 7, "target": "desk", "recipient": "", "what": "digest", "thing": "2026-W46", "state": state,
        "next_at": "2026-11-18T09:05:00Z", "reason": "refused",
    }  # fmt: skip
    report = {"targets": ["desk"], "alerts": [], "counts": {state: 1}, "troubles": [trouble], "warnings": []}
    lines = list(post_lines(report))
    assert f"7 {state}: digest 2026-W46 to desk: refused" in lines[1]
    assert lines[2].lstrip().startswith("→ ")
    assert "bluewatch deliver" in lines[2]


def test_what_is_wrong_with_the_whole_is_in_the_report_and_ends_a_check_with_1(settings: Settings) -> None:
    (settings.data / "pages").mkdir(parents=True)
    (settings.data / "pages" / "2026-11-17-001.warc.gz").touch()
    report = gather(settings)
    assert [one["subject"] for one in report["notices"]] == ["archive"]
    text = click.unstyle("\n".join(lines_of(report)))
    assert "✗ archive: archive.db is gone" in text
    assert "    → put the newest backup in its place" in text
    words = ["--config", str(settings.config.path), "--data", str(settings.data)]
    assert CliRunner().invoke(command, words).exit_code == 0
    assert CliRunner().invoke(command, [*words, "--check"], standalone_mode=False).return_value == 1


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.50.7", True),
        ("3.44.6", True),
        ("3.53.4", True),
        ("4.0", True),
    ],
)
def test_which_sqlite_is_safe(version: str, *, safe: bool) -> None:
    assert is_safe(version) == safe


SOURCE = 'slug = "{0}"\nname = "{0}"\nhome = "http://{0}.test/"\nfeeds = ["http://{0}.test/feed"]\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "sources").mkdir()
    for slug in ("alpha", "bravo", "charlie"):
        off = 'enabled = false\ndisabled_because = "asks for a log-in"\n' if slug == "charlie" else ""
        (tmp_path / "sources" / f"{slug}.toml").write_text(SOURCE.format(slug) + off)
    (tmp_path / "bluewatch.toml").write_text('[sources]\npackaged = "none"\n[crawl]\ncontact = "desk@watch.test"\n')
    return Settings(load_config(tmp_path / "bluewatch.toml"), tmp_path / "data $x% y", demo_clock(NOW))


def test_a_mistake_in_a_source_file_is_told_beside_everything_else(settings: Settings) -> None:
    (settings.data.parent / "sources" / "bravo.toml").write_text("no TOML")
    report = gather(settings)
    assert [row["slug"] for row in report["sources"]] == ["alpha", "charlie"]
    assert any("bravo.toml" in one["reason"] for one in report["notices"])
    with Archive.open(settings.data, create=True):
        pass
    report = gather(settings)
    assert [row["slug"] for row in report["sources"]] == ["alpha", "charlie"]
    text = click.unstyle("\n".join(lines_of(report)))
    assert "✗ configuration:" in text
    assert "never ran" in text


def test_without_an_archive_it_says_what_to_do(settings: Settings) -> None:
    report = gather(settings)
    assert report["archive"] is None
    assert "`bluewatch crawl` makes it" in "\n".join(lines_of(report))
    assert not settings.data.exists()


def test_the_whole_report_with_trouble_first_and_nothing_a_terminal_obeys(settings: Settings) -> None:
    with Archive.open(settings.data, create=True) as archive:
        archive.ledger.register_sources(settings.catalogue.values(), NOW - HOUR)
        for slug, outcome, reason in (
            ("alpha", Outcome.COLLECTED, None),
            ("bravo", Outcome.LISTING_FAILED, "HTML \x1b[31mcame"),
        ):
            run = archive.ledger.start_run(slug, NOW - HOUR)
            archive.ledger.end_run(run, NOW - HOUR, outcome, reason, {"listings": 1})
        archive.frontier.pause("alpha.test", NOW + HOUR, "asked to wait")
        for slug in ("alpha", "bravo"):
            row = archive.frontier.add_page(
                f"http://{slug}.test/1\x07", host=f"{slug}.test", source=slug, kind="article", now=NOW - HOUR
            )
            archive.frontier.update(row["id"], state="failed", reason="timed out", checked_at=NOW - HOUR)
    report = gather(settings)
    assert [row["slug"] for row in report["sources"]] == ["bravo", "alpha", "charlie"]
    bravo = report["sources"][0]
    assert (bravo["state"], bravo["pages"], bravo["last_success"]) == ("failing", {"failed": 1}, None)
    assert bravo["troubled_pages"][0]["reason"] == "timed out"
    assert report["sources"][1]["last_success"] == "2026-11-18T08:00:00Z"
    assert report["paused_hosts"][0]["host"] == "alpha.test"
    assert report["service"] == {"running": False, "pid": None}
    assert report["digest"]["next_at"] == "2026-11-23T06:00:00Z"
    text = "\n".join(lines_of(report))
    assert "Outlets   0 of 2 well, 1 off" in text
    assert "`bluewatch sources try bravo`" in text
    assert "HTML \\x1b[31mcame" in text
    assert "/1\\x07: timed out" in text


def test_a_listing_that_is_dead_stays_red_whatever_is_looked_at_beside_it(settings: Settings) -> None:
    """The archive of a version that took a look at articles alone for a success."""
    listing = "http://bravo.test/feed"
    with Archive.open(settings.data, create=True) as archive:
        archive.ledger.register_sources(settings.catalogue.values(), NOW - HOUR)
        for day, outcome, counts in (
            (9, Outcome.COLLECTED, {"listings": 1}), (8, Outcome.LISTING_FAILED, {"listings": 1}),
            (1, Outcome.NOTHING_NEW, {}),
        ):  # fmt: skip
            at = NOW - day * 24 * HOUR
            archive.ledger.end_run(archive.ledger.start_run("bravo", at), at, outcome, None, counts)
            state = CoverageState.COLLECTED if day == 9 else CoverageState.FAILED
            archive.ledger.cover("bravo", listing, at.date(), state, None)
        row = archive.frontier.add_page(listing, host="bravo.test", source="bravo", kind="listing", now=NOW - HOUR)
        archive.frontier.update(row["id"], state="failed", reason="not found (404)", checked_at=NOW, tries=8)
        # A further page of a listing that ended, and a listing that the file names no more.
        for url, parent in ((f"{listing}?page=9", listing), ("http://bravo.test/old", None)):
            page = archive.frontier.add_page(
                url, host="bravo.test", source="alpha", kind="listing", now=NOW, listing=parent
            )
            archive.frontier.update(page["id"], state="failed", reason="no link", checked_at=NOW)
    alpha, bravo = sorted(gather(settings)["sources"][:2], key=lambda one: one["slug"])
    assert (bravo["colour"], bravo["state"]) == ("red", "failing")
    assert bravo["reason"] == f"1 of 1 listings fails since 2026-11-10: {listing}: not found (404)"
    assert bravo["last_success"] == "2026-11-09T09:00:00Z", "a run that asked no listing is none"
    assert alpha["state"] == "never ran"


def test_a_line_fits_a_terminal_and_a_listing_that_failed_is_told_once(settings: Settings) -> None:
    listing = "http://bravo.test/feed"
    reason = f"{listing}: no link is an article address of bravo (40 links, all at other.test): page of another site?"
    with Archive.open(settings.data, create=True) as archive:
        archive.ledger.register_sources(settings.catalogue.values(), NOW - HOUR)
        run = archive.ledger.start_run("bravo", NOW - HOUR)
        archive.ledger.end_run(run, NOW - HOUR, Outcome.NO_LINKS, reason)
        row = archive.frontier.add_page(listing, host="bravo.test", source="bravo", kind="listing", now=NOW - HOUR)
        archive.frontier.update(row["id"], state="failed", reason=reason, checked_at=NOW - HOUR)
    lines = list(lines_of(gather(settings)))
    assert [line for line in lines if len(line) > 80 and str(settings.data) not in line] == []
    assert sum(line.count("page of another site?") for line in lines) == 1


@pytest.mark.parametrize(
    ("months", "pace", "lines"),
    [
        (0, None, ["Pages     0.0 MiB in 0 captures; its growth a year can be told after two days"]),
        (
            2,
            30 * 1024**3,
            [
                "Pages     600.0 MiB in 20 captures; grows by about 30.0 GiB a year",
                "          2026-01 300.0 MiB, 2026-02 300.0 MiB",
            ],
        ),
        (
            7,
            None,
            [
                "Pages     2.1 GiB in 70 captures; its growth a year can be told after two days",
                "          2026-05 300.0 MiB, 2026-06 300.0 MiB, 2026-07 300.0 MiB",
                "          4 months before: 1.2 GiB; `status --json` has each",
            ],
        ),
    ],
)
def test_the_page_store_is_told_by_month(months: int, pace: float | None, lines: list[str]) -> None:
    size = 300 * 1024**2
    each = [{"month": f"2026-{n + 1:02}", "bytes": size} for n in range(months)]
    store = {"bytes": months * size, "captures": months * 10, "bytes_a_year": pace, "months": each}
    assert list(page_lines(store)) == lines


def test_pages_that_never_stand_still_are_named() -> None:
    assert unstable_words(["http://a.test/1"]).endswith("is kept: http://a.test/1")
    assert unstable_words([f"http://a.test/{n}" for n in range(5)]).endswith("http://a.test/2 and 2 more")


def test_pages_that_lead_to_one_request_for_consent_are_told_once() -> None:
    to = "elsewhere: leads to https://a.test/consent?continue=/n/{}, which is no article address"
    pages = [{"url": f"https://a.test/n/{n}", "state": "kept", "reason": to.format(n)} for n in range(3)]
    row = {"reason": "x", "colour": "red", "troubled_pages": pages}
    said = " ".join(" ".join(trouble_lines(row)).split())
    assert said.startswith("kept: 3 addresses: elsewhere: leads to https://a.test/consent, which is no article address")
    alone = " ".join(" ".join(trouble_lines({**row, "troubled_pages": pages[:1]})).split())
    assert alone == f"kept: https://a.test/n/0: {to.format(0)}"


def test_a_folder_of_the_data_that_leads_nowhere_is_named(settings: Settings) -> None:
    settings.data.symlink_to(settings.data.parent / "disk")
    text = click.unstyle("\n".join(lines_of(gather(settings))))
    assert f"✗ data: {settings.data} is no folder" in " ".join(text.split())
    (settings.data.parent / "disk").mkdir()
    with Archive.open(settings.data, create=True):
        pass
    (settings.data / "pages").symlink_to(settings.data.parent / "pages of another disk")
    assert [one["subject"] for one in gather(settings)["notices"] if one["colour"] == "red"] == ["data"]
