"""A page that robots.txt closes was not tried: its tries do not grow, and it is looked at again for a week only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from crawler.desk import CrawlOptions, Desk, Tally
from crawler.failures import Failed, FailureKind
from crawler.giving_up import give_up
from crawler.source import parse_source
from storage.archive import Archive

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
URL = "https://news.example/a/1"


@pytest.mark.parametrize(
    ("robots", "tries", "last_look"),
    [(True, [0] * 9, 6), (False, [1, 2, 3, 4, 5, 6, 7, 8, 9], 5)],
)
def test_a_refused_page_is_looked_at_again_for_a_week(
    tmp_path: Path, *, robots: bool, tries: list[int], last_look: int
) -> None:
    table = {"slug": "site", "name": "S", "home": "https://news.example/", "feeds": ["https://news.example/feed.xml"]}
    source = parse_source(table, file="site.toml", packaged=False)
    days = iter(NOW + timedelta(days=n) for n in range(9))
    today = NOW
    with Archive.open(tmp_path, create=True) as archive:
        archive.ledger.register_sources([source], NOW)
        row = archive.frontier.add_page(URL, host="news.example", source="site", kind="article", now=NOW)
        unused: Any = None
        desk = Desk(
            archive=archive, visitor=unused, workers=unused, intake=unused,
            options=CrawlOptions(contact="desk@watch.example"), now=lambda: today, say=lambda _: None,
        )  # fmt: skip
        failed = Failed(kind=FailureKind.REFUSED, reason="closed", url=URL, robots=robots)
        seen: list[int] = []
        again: list[bool] = []
        for day in days:
            today = day
            give_up(desk, Tally(), cast(Any, archive.frontier.page(row["id"])), failed)
            page = archive.frontier.page(row["id"]) or {}
            seen.append(page["tries"])
            again.append(page["next_at"] is not None)
            assert (page["state"], page["reason"]) == ("refused", "closed")
    assert seen == tries
    assert again == [n <= last_look for n in range(9)]
