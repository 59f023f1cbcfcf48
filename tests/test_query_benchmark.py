"""The archive made for the query benchmark is sound, the same each time, and everything that is asked is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import archive_at_size
from benchmarks.archive_growth import grow
from benchmarks.queries import QUERIES, asked, measured
from storage.archive import Archive
from storage.check import looks

ARTICLES = 150


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("size")
    archive_at_size.write(folder, ARTICLES)
    with Archive.open(folder) as made:
        grow(made, 2)
        yield made


def test_it_is_a_sound_archive(archive: Archive) -> None:
    assert archive.db.value("SELECT count(*) FROM articles") == 2 * ARTICLES
    assert archive.db.rows("PRAGMA foreign_key_check") == []
    with looks(archive, pages=False) as steps:
        for step in steps:
            assert [fault for fault in step.run() if fault is not None] == [], step.name
    indexes = "SELECT count(*) FROM sqlite_master WHERE type = 'index'"
    with Archive.open(archive.data.parent / "plain", create=True) as plain:
        assert archive.db.value(indexes) == plain.db.value(indexes)


def test_the_same_numbers_give_the_same_archive(archive: Archive, tmp_path: Path) -> None:
    archive_at_size.write(tmp_path, ARTICLES)
    titles = "SELECT title FROM articles WHERE id <= 150 ORDER BY id"
    with Archive.open(tmp_path, read_only=True) as again:
        assert again.db.rows(titles) == archive.db.rows(titles)


def test_everything_that_is_asked_is_answered(archive: Archive) -> None:
    assert len(QUERIES) >= 30
    rows = {name: measured(ask, 1)["rows"] for name, ask in asked(archive)}
    assert rows["date: the"] == rows["rank: the"] == rows["facets: the"] > 0
    assert rows["question: newest-items"] > 0
    assert len(rows) == 3 * len(QUERIES) + 20
