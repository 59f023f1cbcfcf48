"""coverage: the ledger as a grid, and as JSON."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from click import unstyle

from scheduler.commands.coverage import cells_of, grid
from storage.archive import Archive
from storage.records import CoverageState
from tests.scheduler.test_main import bluewatch

DAYS = [date(2026, 10, 29) + timedelta(days=n) for n in range(6)]


def row(source: str, day: int, state: str, listing: str = "feed") -> dict[str, str]:
    return {"source": source, "listing": listing, "day": DAYS[day].isoformat(), "state": state}


def test_a_grid_has_a_sign_for_each_day_and_counts_the_days_read() -> None:
    rows = [
        row("alpha", n, state)
        for n, state in enumerate(("collected", "reached-empty", "failed", "never-ran", "healed"))
    ]
    rows += [row("b\x1b[2J", 5, "collected"), row("b\x1b[2J", 5, "failed", "sitemap"), row("b\x1b[2J", 4, "never-ran")]
    began = {"alpha": "2026-10-28", "b\x1b[2J": "2026-11-02"}
    lines = [unstyle(line) for line in grid(cells_of(rows, by_listing=False), DAYS, began, today=DAYS[-1])]
    width = len("b\\x1b[2J")
    assert lines == [
        " " * width + "  OctNov",
        " " * width + "  233   ",
        " " * width + "  901123",
        f"{'alpha':<{width}}  #-xoh   3 of 5 days",
        "b\\x1b[2J      oX  1 of 2 days",
    ]


def test_a_source_by_its_listings() -> None:
    rows = [row("alpha", 0, "collected", "feed"), row("alpha", 0, "failed", "sitemap")]
    began = {"feed": "2026-10-29", "sitemap": "2026-10-29"}
    lines = [unstyle(line) for line in grid(cells_of(rows, by_listing=True), DAYS[:1], began, today=DAYS[-1])]
    assert lines[-2:] == ["feed     #  1 of 1 days", "sitemap  x  0 of 1 days"]


def test_a_day_without_a_record_counts_as_not_read_until_yesterday() -> None:
    rows = [row("alpha", 1, "collected"), row("late", 3, "collected"), row("alpha", 3, "healed")]
    began = {"alpha": "2026-10-01", "late": DAYS[3].isoformat()}
    lines = [unstyle(line) for line in grid(cells_of(rows, by_listing=False), DAYS, began, today=DAYS[5])]
    assert lines[-2:] == ["alpha  .#.h.   2 of 5 days", "late      #.   1 of 2 days"]


def test_the_command_prints_the_grid_with_a_legend_and_json(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "data", create=True) as archive:
        archive.ledger.lay_down("alpha", ["feed"], "2026-11-01")
        archive.ledger.cover("alpha", "feed", "2026-11-02", CoverageState.FAILED, None, "timed \x1bout")
    span = ("coverage", "--data", "data", "--since", "2026-11-01", "--until", "2026-11-03")
    done = bluewatch(*span, "--source", "alpha", folder=tmp_path)
    assert done.returncode == 0
    assert "feed  ox.  0 of 3 days" in done.stdout
    assert "x failed" in done.stdout
    assert "2026-11-02 failed feed: timed \\x1bout" in done.stdout
    assert bluewatch(*span, "--svg", "ledger.svg", folder=tmp_path).returncode == 0
    picture = ElementTree.fromstring((tmp_path / "ledger.svg").read_text(encoding="utf-8"))  # noqa: S314  our own text
    cells = [
        one.attrib["class"]
        for one in picture.iter("{http://www.w3.org/2000/svg}g")
        if next(iter(one)).tag.endswith("title")
    ]
    assert cells[:2] == ["cell never-ran", "cell failed"]
    read = json.loads(bluewatch(*span, "--json", folder=tmp_path).stdout)
    assert [one["state"] for one in read["days"]] == ["never-ran", "failed"]
    before = bluewatch("coverage", "--data", "data", "--until", "2026-10-01", folder=tmp_path)
    assert "its rows begin on 2026-11-01" in before.stderr
    wrong = bluewatch("coverage", "--data", "data", "--since", "2026-11-09", "--until", "2026-11-03", folder=tmp_path)
    assert (wrong.returncode, "is no span" in wrong.stderr) == (2, True)
