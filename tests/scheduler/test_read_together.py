"""Captures that are read at nearly the same time share a transaction; what was told of is committed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.catalogue import Catalogue
from crawler.extraction.page import Page
from crawler.read_back import TOGETHER
from crawler.replay import Replay
from crawler.worker import AHEAD_BYTES, FEW, MANY, WorkerLimits, Workers
from storage.archive import Archive
from tests.scheduler.days import START, address, page, sound
from tests.scheduler.warc_records import http, record

SETTLED = "SELECT count(*) FROM captures WHERE settled_at IS NOT NULL"


def test_captures_that_are_read_share_a_transaction_and_are_told_of_when_it_is_committed(tmp_path: Path) -> None:
    file = tmp_path / "one.warc"
    file.write_bytes(b"".join(record("response", address("paper", n), http(page(n))) for n in range(1, TOGETHER + 4)))
    with Archive.open(tmp_path / "data", create=True) as archive, Workers(WorkerLimits()) as workers:
        replay = Replay(archive, workers, Catalogue([]), now=lambda: START + timedelta(days=9), most_bytes=1 << 20)
        for _ in replay.keep([file]):
            pass
        seen = []
        with Archive.open(tmp_path / "data", read_only=True) as other:
            for _ in replay.read(replay.unread()):
                seen.append(other.db.value(SETTLED))
                # Whoever else writes waits for nobody meanwhile.
                assert not archive.db._connection.in_transaction
    assert seen == [TOGETHER] * TOGETHER + [TOGETHER + 3] * 3
    assert sound(tmp_path / "data") == []


@pytest.mark.parametrize(("size", "each"), [(1000, MANY), (AHEAD_BYTES, FEW)])
def test_pages_are_sent_ahead_but_few_large_ones(size: int, each: int) -> None:
    sent: list[Page] = []
    now = datetime(2026, 11, 21, tzinfo=UTC)

    def pages() -> Iterator[tuple[Page, None]]:
        while True:
            sent.append(Page(body=b" " * size, url="https://news.example/1", content_type="text/html", fetched_at=now))
            yield sent[-1], None

    with Workers(WorkerLimits(), most=1) as workers:
        readings = workers.read_pages(pages())
        next(readings)
        assert len(sent) == each
        next(readings)
        assert len(sent) == each + 1
