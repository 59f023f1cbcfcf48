"""Ten years of weeks with stops, clock jumps and daylight saving: an edition each, and every item in exactly one."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reports.publish import write_missing
from reports.week import Week, weeks_between
from storage.times import to_text
from tests.reports.invented import Invented

BERLIN = ZoneInfo("Europe/Berlin")
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def wakes(chance: random.Random, weeks: int) -> Iterator[tuple[datetime, bool]]:
    """When the machine is awake, by its own clock, and whether the clock is right: six in the morning at home.

    It sleeps for days, now and then for weeks; its clock jumps ahead or back for a day; two mornings a year are an
    hour longer or shorter.
    """
    day, end = BEGAN.date(), (BEGAN + timedelta(weeks=weeks)).date()
    while day < end + timedelta(days=9):
        now = datetime.combine(day, time(6), BERLIN).astimezone(UTC)
        wrong = chance.random() < 0.01 and day < end - timedelta(weeks=10)
        yield (now + timedelta(days=chance.choice((-400, -9, -1, 1, 9, 40))) if wrong else now), not wrong
        day += timedelta(days=chance.choice((1,) * 14 + (2, 3, 6)))
        if chance.random() < 0.004:
            day += timedelta(days=chance.randrange(8, 70))


def years(archive: Invented, folder: Path, *, weeks: int, seed: int) -> list[str]:
    """Live through so many weeks; gives the uids of all items that came."""
    chance = random.Random(seed)  # noqa: S311
    archive.source("harbour", "Harbour Daily", since="2020-01-01")
    came = []
    end = BEGAN + timedelta(weeks=weeks)
    for now, right in wakes(chance, weeks):
        with archive.db.write():
            if chance.random() < 0.9 and (right or now > BEGAN):
                archive.run("harbour", now.strftime("%Y-%m-%d %H:%M"))
            for _ in range(chance.choice((0, 0, 1, 1, 2)) if right and now < end else 0):
                age = timedelta(hours=chance.choice((0, 1, 7, 30, 30, 100, 200, 900)))
                dated = max(BEGAN + timedelta(days=1), now - age)
                stamp = dated.strftime("%Y-%m-%d %H:%M") if chance.random() < 0.9 else None
                came.append(archive.article("Item", stamp, seen=now.strftime("%Y-%m-%d %H:%M")))
        write_missing(archive, folder, now=now)
    # What came last is printed when the next weeks are over.
    write_missing(archive, folder, now=end + timedelta(days=20))
    return came


def hold(archive: Invented, came: list[str], weeks: int) -> None:
    """One edition a week, numbered in the order of weeks, and every item in exactly one."""
    last = Week.of(BEGAN + timedelta(weeks=weeks))
    wanted = [str(week) for week in weeks_between(Week.of(BEGAN), last)]
    editions = [row for row in archive.weekly.editions() if row["week"] < str(last)]
    assert [row["week"] for row in editions] == wanted
    assert [row["number"] for row in editions] == list(range(1, weeks + 1))
    printed = Counter(row["uid"] for row in archive.db.rows("SELECT uid FROM edition_lines WHERE section <> 'changed'"))
    assert set(printed.values()) <= {1}
    end = to_text(last.start)
    due = archive.db.rows("SELECT uid FROM articles WHERE coalesce(published_at, first_seen_at) < ?", (end,))
    assert {row["uid"] for row in due} == set(printed) & {row["uid"] for row in due}
    assert len(due) > len(came) * 0.9


def test_half_a_year_of_weeks_gives_an_edition_each_and_every_item_once(archive: Invented, tmp_path: Path) -> None:
    hold(archive, years(archive, tmp_path / "digests", weeks=26, seed=1), 26)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_520_weeks_give_520_editions_and_every_item_stands_in_exactly_one(archive: Invented, tmp_path: Path) -> None:
    hold(archive, years(archive, tmp_path / "digests", weeks=520, seed=7), 520)
    for row in archive.db.rows("SELECT week, rows FROM editions"):
        assert json.loads(row["rows"])["week"] == row["week"]
