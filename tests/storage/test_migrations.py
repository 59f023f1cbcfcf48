"""An archive of the first schema, with everything it may hold, goes through all migrations and loses nothing."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.check import faults_of
from storage.database import Database
from storage.records import CoverageState, Label, Outcome
from storage.schema import migrations
from storage.schema_first import FIRST_TABLES
from storage.times import to_text
from tests.storage.conftest import START, Newsroom, a_decision, an_article

PLACE = "http://newsroom.example/a/{}.html"
DAY = timedelta(days=1)
QUOTED = '"{}"'.format


def fill(archive: Archive) -> dict[str, str]:
    """Articles of every fate, by what became of them: their uids."""
    newsroom = Newsroom(archive)
    fates = ("kept", "edited", "gone for good", "not found", "copied", "told apart")
    uids = {}
    for n, fate in enumerate(fates):
        article = an_article(url=PLACE.format(n), title=f"Engineers rebuild bridge {n}", key=str(n))
        label = Label.CONTESTED if fate == "told apart" else Label.PEACEKEEPING
        uids[fate] = newsroom.publish(article, a_decision(label)).uid
        if fate == "edited":
            newsroom.publish(an_article(url=article.url, title="Engineers rebuild two bridges", key=str(n)))
    with archive.db.write():
        db = archive.db
        for fate, reason in (("gone for good", "gone (410)"), ("not found", "not found (404)")):
            number = db.value("SELECT id FROM articles WHERE uid = ?", (uids[fate],))
            db.execute("UPDATE articles SET withdrawn_at = ? WHERE id = ?", (to_text(START + 9 * DAY), number))
            db.execute(
                "UPDATE pages SET state = 'gone', reason = ?, gone_since = ?, article_id = ? WHERE url = ?",
                (reason, to_text(START + 9 * DAY), number, PLACE.format(fates.index(fate))),
            )
        run = archive.ledger.start_run("newsroom", START)
        archive.ledger.cover("newsroom", "http://newsroom.example/feed", "2026-11-02", CoverageState.COLLECTED, run)
        archive.ledger.end_run(run, START + DAY, Outcome.COLLECTED, None, {"new": 6})
        rows = '{"items": []}'
        db.execute(
            "INSERT INTO editions (profile, week, number, version, rules, hash, rows, written_at)"
            " VALUES ('default', '2026-W45', 1, '0.1.0', 'r1', ?, ?, ?)",
            (sha256(rows.encode()).hexdigest(), rows, to_text(START + 9 * DAY)),
        )
        db.execute("INSERT INTO edition_lines VALUES (1, 'mission', ?)", (uids["kept"],))
    return uids


def first_tables(db: Database) -> dict[str, list[str]]:
    """The tables of the first schema, with their columns."""
    names = [line.split()[2] for line in FIRST_TABLES.splitlines() if line.startswith("CREATE TABLE")]
    return {name: [row["name"] for row in db.rows(f"PRAGMA table_info({name})")] for name in names}


def held(db: Database, tables: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: db.rows(f"SELECT {', '.join(map(QUOTED, columns))} FROM {name} ORDER BY 1, 2")
        for name, columns in tables.items()
    }


@pytest.fixture
def old(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """The folder of an archive as the first schema left it, and what it holds."""
    with Archive.open(tmp_path / "now", create=True) as archive:
        uids = fill(archive)
        data = tmp_path / "old"
        shutil.copytree(archive.data / "pages", data / "pages")
        db = Database(data / "archive.db")
        migrations.apply(db.utils, stop_before="m002_readings")
        tables = first_tables(db)
        with db.write():
            for name, rows in held(archive.db, tables).items():
                marks = ", ".join("?" for _ in tables[name])
                db.execute_many(f"INSERT INTO {name} VALUES ({marks})", [tuple(row.values()) for row in rows])
            db.execute("INSERT INTO articles_fts (rowid, title, body, names) SELECT id, title, body, '' FROM articles")
        db.close()
    return data, uids


def test_an_archive_of_the_first_schema_keeps_everything(old: tuple[Path, dict[str, str]]) -> None:
    data, uids = old
    with closing(Database(data / "archive.db", read_only=True)) as db:
        tables = first_tables(db)
        before = held(db, tables)
    assert len(before["articles"]) == len(uids)
    assert len(before["revisions"]) == len(uids) + 1
    with Archive.open(data) as archive:
        assert held(archive.db, tables) == before
        assert faults_of(archive) == []
        assert archive.db.value("SELECT count(*) FROM items_once") == len(uids) - 1
        events = archive.db.rows(
            "SELECT uid, kind, since, returned_at, withdrawals.reason FROM withdrawals"
            " JOIN articles ON articles.id = article_id ORDER BY kind DESC"
        )
        gone = to_text(START + 9 * DAY)
        assert [tuple(row.values()) for row in events] == [
            (uids["gone for good"], "410", gone, None, "gone (410)"),
            (uids["not found"], "404", gone, None, "not found (404)"),
        ]
        # It goes on: what was away is back, and a copy of an old text finds it once that is placed.
        number = archive.db.value("SELECT id FROM articles WHERE uid = ?", (uids["not found"],))
        archive.articles.mark_returned(number, START + 20 * DAY)
        assert archive.articles.withdrawals.of(number)[0]["returned_at"] == to_text(START + 20 * DAY)
        archive.texts.place(number)
        archive.texts.place(archive.db.value("SELECT id FROM articles WHERE uid = ?", (uids["copied"],)))
        assert archive.db.value("SELECT count(DISTINCT text_id) FROM articles WHERE text_id IS NOT NULL") == 1


def test_a_second_opening_changes_nothing(old: tuple[Path, dict[str, str]]) -> None:
    data, _ = old
    Archive.open(data).close()
    with Archive.open(data) as archive:
        before = archive.db.rows("SELECT * FROM withdrawals")
        with archive.db.write():
            archive.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm012_withdrawals_of_before'")
    with Archive.open(data) as archive:
        assert archive.db.rows("SELECT * FROM withdrawals") == before


def test_a_first_opening_that_was_cut_between_the_list_of_migrations_and_its_index_is_made_good(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Archive.open(data, create=True) as archive:
        whole = archive.db.value("SELECT sql FROM sqlite_master WHERE name = '_sqlite_migrations'")
    (data / "archive.db").unlink()
    with closing(Database(data / "archive.db")) as cut:
        cut.use_wal()
        with cut.write():
            cut.execute(whole)
    with Archive.open(data) as archive:
        assert faults_of(archive) == []
