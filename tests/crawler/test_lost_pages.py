"""Raw pages that an earlier run kept and did not live to read, and that cannot be read now: one stops nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawler.sites import crawl, rows, site

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def damaged(data: Path, row: dict[str, object]) -> None:
    path = data / str(row["warc"])
    content = bytearray(path.read_bytes())
    content[int(str(row["offset"])) + 40] ^= 4
    path.write_bytes(content)


def removed(data: Path, row: dict[str, object]) -> None:
    (data / str(row["warc"])).unlink()


def pruned(data: Path, row: dict[str, object]) -> None:
    with sqlite3.connect(data / "archive.db") as db:
        db.execute("UPDATE captures SET warc = 'pruned' || substr(warc, 6) WHERE id = ?", (row["id"],))
    db.close()


@pytest.mark.parametrize("lose", [damaged, removed, pruned])
def test_an_unread_page_that_is_lost_is_told_and_asked_for_again(
    tmp_path: Path, lose: Callable[[Path, dict[str, object]], None]
) -> None:
    with site() as one, site() as other:
        one.articles(1, 2)
        other.articles(3)
        sources = [one.source("one"), other.source("other")]
        crawl(tmp_path, *sources, at=NOW)
        [row] = rows(
            tmp_path,
            "SELECT captures.*, article_id FROM captures JOIN pages ON pages.id = page_id"
            " WHERE pages.source = 'one' AND url LIKE '%/a/2'",
        )
        # As a killed run leaves it: kept, and not yet read.
        with sqlite3.connect(tmp_path / "archive.db") as db:
            db.execute("UPDATE captures SET settled_at = NULL WHERE id = ?", (row["id"],))
        db.close()
        lose(tmp_path, row)
        other.articles(3, 4)
        reports = crawl(tmp_path, *sources, at=NOW + timedelta(days=1))
        assert reports["other"]["outcome"] == "collected"
        assert "a raw page is lost" in str(reports["one"]["reason"])
        assert one.asked("/a/2") == 2
        assert rows(tmp_path, "SELECT count(*) AS n FROM captures WHERE settled_at IS NULL") == [{"n": 0}]
        again = crawl(tmp_path, *sources, at=NOW + timedelta(days=2))
        assert "lost" not in str(again["one"]["reason"])
