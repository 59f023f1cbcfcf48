"""An archive of any released schema is taken over whole, after a copy of it was kept, so that it can be taken back."""

from __future__ import annotations

import shutil
from collections import namedtuple
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.before import KEPT
from storage.check import faults_of
from storage.database import Database
from storage.errors import ArchiveUnusable
from storage.restore import restore
from storage.schema import migrations
from tests.storage.conftest import START
from tests.storage.test_migrations import fill
from tests.torture.world import older, schemas

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the newest schema with articles of every fate; closed."""
    with Archive.open(tmp_path_factory.mktemp("archive") / "now", create=True) as archive:
        fill(archive)
    return archive.data


def of_before(now: Path, folder: Path, schema: str) -> Path:
    shutil.copytree(now, folder)
    older(folder / "archive.db", now / "archive.db", schema)
    return folder


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What the tables hold that came from a publisher or a person."""
    names = ("pages", "captures", "articles", "revisions", "decisions", "runs", "coverage", "editions")
    with closing(Database(path, read_only=True)) as db:
        return {name: db.rows(f"SELECT * FROM {name} ORDER BY 1") for name in names}


def applied(path: Path) -> str:
    with closing(Database(path, read_only=True)) as db:
        return str(migrations.applied(db.utils)[-1].name)


@pytest.mark.parametrize("schema", schemas())
def test_an_archive_of_every_released_schema_is_taken_over_and_kept_as_it_was(
    now: Path, tmp_path: Path, schema: str
) -> None:
    data = of_before(now, tmp_path / "data", schema)
    before = rows(data / "archive.db")
    with Archive.open(data) as archive:
        assert faults_of(archive) == []
    held = rows(data / "archive.db")
    for name, old in before.items():
        assert [{key: new[key] for key in row} for row, new in zip(old, held[name], strict=True)] == old, name
    copies = list((data / "backups").iterdir())
    following = [migration.name for migration in migrations._migrations][schemas().index(schema) + 1]
    assert [path.name for path in copies] == [f"before-{following}.db"]
    assert applied(copies[0]) == schema
    assert rows(copies[0]) == before
    # The update is taken back.
    restore(data, copies[0], now=START + timedelta(days=30))
    assert applied(data / "archive.db") == schema
    assert rows(data / "archive.db") == before


def test_without_room_for_the_copy_nothing_is_changed(
    now: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = of_before(now, tmp_path / "data", schemas()[0])
    before = rows(data / "archive.db")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: Usage(1 << 30, 1 << 30, 5 << 20))
        for mode in ({"create": True}, {"read_only": True}):
            with pytest.raises(ArchiveUnusable, match=r"no room for a copy.* 5 are free"):
                Archive.open(data, **mode)
    assert (rows(data / "archive.db"), applied(data / "archive.db")) == (before, schemas()[0])
    Archive.open(data).close()
    assert applied(data / "archive.db") == migrations._migrations[-1].name


def test_only_the_newest_copies_of_before_stay(now: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for schema in schemas()[:4]:
        folder = of_before(now, tmp_path / schema, schema)
        data.mkdir(exist_ok=True)
        (data / "archive.db").unlink(missing_ok=True)
        (folder / "archive.db").rename(data / "archive.db")
        Archive.open(data).close()
    names = sorted(path.name for path in (data / "backups").iterdir())
    assert names == [f"before-{name}.db" for name in schemas()[5 - KEPT : 5]]


def test_a_new_archive_has_no_copy_of_before(tmp_path: Path) -> None:
    Archive.open(tmp_path / "data", create=True).close()
    assert not (tmp_path / "data" / "backups").exists()
