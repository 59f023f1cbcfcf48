"""The simulated year against its script: a small world always; the whole one, and ten real days, at length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.year.children import crawl, lay_out, served
from tests.year.compare import EVERYTHING, by_path, differences, last_states, told
from tests.year.drive import Crawler, at_once, daily, first_run
from tests.year.measure import Score, measured, table
from tests.year.pieces import Script
from tests.year.script import year
from tests.year.web import Said, Web

# Of these nothing may be missed, and nothing may be found that the script does not hold.
EXACT = (
    "articles kept", "revisions", "kinds of edits", "withdrawals", "first outlets", "moves", "conflicts", "stalls",
    "stale repeats", "implausible",
)  # fmt: skip


def assert_as_scripted(scores: list[Score]) -> None:
    shown = table(scores, show=10)
    by_name = {one.name: one for one in scores}
    assert [name for name in EXACT if not by_name[name].whole] == [], shown
    texts, stories = by_name["text pairs"], by_name["story pairs"]
    assert texts.precision >= 0.99, shown
    assert texts.recall >= 0.97, shown
    assert stories.f1 >= 0.95, shown


class Asked(Web):
    """Notes on which days each address was asked for."""

    def __init__(self, script: Script) -> None:
        super().__init__(script)
        self.days: dict[str, list[int]] = defaultdict(list)

    def answer(self, url: str, headers: Mapping[str, str], now: datetime) -> Said:
        self.days[url].append((now - first_run(self.script)).days)
        return super().answer(url, headers, now)


def assert_asked_every_day_of_the_first_week(web: Asked) -> None:
    last = web.script.days - 8
    young = [
        url for url, one in web.script.by_address.items() if one.item and not one.downs and one.at < _day(web, last)
    ]
    assert young
    for url in young:
        first = web.days[url][0]
        assert sorted(set(web.days[url]))[:6] == list(range(first, first + 6)), url


def _day(web: Asked, number: int) -> datetime:
    return first_run(web.script) + timedelta(days=number)


def assert_one_year_however_crawled(script: Script, folder: Path, *, kills: int) -> None:
    """Daily, daily with kills, and in one go."""
    readings: dict[str, str] = {}
    web = Asked(script)
    daily(Crawler(folder / "calm", web, readings=readings))
    assert_asked_every_day_of_the_first_week(web)
    assert_as_scripted(measured(folder / "calm", script))
    assert len(daily(Crawler(folder / "killed", Web(script), readings=readings), kills=kills)) == kills
    calm, killed = told(folder / "calm"), told(folder / "killed")
    assert differences(calm, killed, *EVERYTHING) == []
    at_once(Crawler(folder / "once", Web(script), archive=True, readings=readings))
    once = told(folder / "once")
    end = first_run(script) + timedelta(days=script.days - 1)
    up = {url for url, piece in script.by_address.items() if piece.item and piece.down_at(end) is None}
    assert set(once) == up & set(calm)
    assert last_states(calm, once) == []


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_small_year_is_in_the_archive_as_it_was_scripted_however_it_was_crawled(tmp_path: Path) -> None:
    assert_one_year_however_crawled(year(seed="small 29", articles=46, outlets=4, days=44), tmp_path, kills=2)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_the_whole_year_is_in_the_archive_as_it_was_scripted_however_it_was_crawled(tmp_path: Path) -> None:
    assert_one_year_however_crawled(year(), tmp_path, kills=10)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ten_days_through_real_children_give_the_archive_of_the_runs_below_the_spider(tmp_path: Path) -> None:
    script = year(articles=40, outlets=4, days=10)
    web = Web(script)
    below_spider = Crawler(tmp_path / "below", Web(script))
    data = tmp_path / "children"
    with served(web, first_run(script)) as servers:
        lay_out(data, servers)
        for day in range(script.days):
            servers.now = first_run(script) + timedelta(days=day)
            crawl(data, servers.now)
            below_spider.run(servers.now)
    below, above = by_path(told(tmp_path / "below", uids=False)), by_path(told(data, uids=False))
    assert differences(below, above, *(name for name in EVERYTHING if name != "findings")) == []
