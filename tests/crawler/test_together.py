"""Writes of several sources in one transaction: what is acknowledged is stored, and one that fails costs no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler import together
from crawler.together import Together
from storage.archive import Archive
from storage.database import Database
from storage.errors import ArchiveUnusable


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, create=True) as made:
        yield made


def noting(db: Database, key: str) -> Callable[[], str]:
    def work() -> str:
        db.execute("INSERT INTO meta (key, value) VALUES (?, 'x')", (key,))
        return key

    return work


def kept(archive: Archive) -> list[str]:
    """What another connection sees, and so what is committed."""
    with Archive.open(archive.data, read_only=True) as other:
        rows = other.db.rows("SELECT key FROM meta WHERE value = 'x' ORDER BY key")
    return [row["key"] for row in rows]


def run(of: Callable[[Together], Coroutine[Any, Any, None]], archive: Archive) -> list[int]:
    """Run a scene; how many writes each transaction held."""
    sizes: list[int] = []
    writes = Together(archive.db)
    did = writes._did

    def counted(waiting: Any) -> bool:
        sizes.append(len(waiting))
        return did(waiting)

    writes._did = counted  # type: ignore[method-assign]
    asyncio.run(of(writes))
    return sizes


def test_a_source_alone_waits_for_nobody(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST_SECONDS", 3600.0)

    async def scene(writes: Together) -> None:
        with writes.member():
            assert await writes.write(noting(archive.db, "a")) == "a"
            assert kept(archive) == ["a"]

    assert run(scene, archive) == [1]


def test_sources_that_all_wait_share_a_transaction(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "SECONDS_EACH", 3600.0)
    monkeypatch.setattr(together, "MOST_SECONDS", 3600.0)

    async def source(writes: Together, key: str) -> None:
        assert await writes.write(noting(archive.db, key)) == key
        assert key in kept(archive)

    async def scene(writes: Together) -> None:
        with writes.member(), writes.member(), writes.member():
            await asyncio.gather(*(source(writes, key) for key in "abc"))

    assert run(scene, archive) == [3]


def test_who_waits_is_not_kept_waiting_for_those_who_do_not_come(archive: Archive) -> None:
    async def scene(writes: Together) -> None:
        with writes.member(), writes.member():
            assert await writes.write(noting(archive.db, "a")) == "a"
            assert kept(archive) == ["a"]

    assert run(scene, archive) == [1]


def test_no_more_than_a_bound_share_one(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "MOST", 4)

    async def scene(writes: Together) -> None:
        with writes.member():
            for _ in range(8):
                writes._members += 1
            await asyncio.gather(*(writes.write(noting(archive.db, f"{n}")) for n in range(9)))
            writes._members -= 8

    assert run(scene, archive) == [4, 4, 1]
    assert len(kept(archive)) == 9


def test_one_that_fails_is_told_and_takes_nothing_of_the_others_with_it(archive: Archive) -> None:
    def fails() -> None:
        archive.db.execute("INSERT INTO meta (key, value) VALUES ('half', 'x')")
        raise LookupError("no such page")

    async def scene(writes: Together) -> None:
        with writes.member(), writes.member(), writes.member():
            found = await asyncio.gather(
                writes.write(noting(archive.db, "a")), writes.write(fails), writes.write(noting(archive.db, "c")),
                return_exceptions=True,
            )  # fmt: skip
        assert found[0] == "a"
        assert isinstance(found[1], LookupError)
        assert found[2] == "c"

    assert run(scene, archive) == [3, 1, 1, 1]
    assert kept(archive) == ["a", "c"]


def test_an_archive_that_fails_twice_is_not_tried_for_each(archive: Archive) -> None:
    def full() -> None:
        raise ArchiveUnusable("the disk is full")

    async def scene(writes: Together) -> None:
        with writes.member():
            writes._members += 3
            found = await asyncio.gather(*(writes.write(full) for _ in range(4)), return_exceptions=True)
            writes._members -= 3
        assert all(isinstance(one, ArchiveUnusable) for one in found)

    assert run(scene, archive) == [4, 1, 1]


def test_who_is_cancelled_while_waiting_has_written(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "SECONDS_EACH", 3600.0)
    monkeypatch.setattr(together, "MOST_SECONDS", 3600.0)

    async def scene(writes: Together) -> None:
        with writes.member(), writes.member():
            task = asyncio.ensure_future(writes.write(noting(archive.db, "a")))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert kept(archive) == ["a"]

    run(scene, archive)


def test_what_nobody_waits_for_is_written_with_the_next_and_at_the_end(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "SECONDS_EACH", 3600.0)
    monkeypatch.setattr(together, "MOST_SECONDS", 3600.0)

    async def scene(writes: Together) -> None:
        with writes.member():
            writes.soon(noting(archive.db, "a"))
            assert kept(archive) == []
            await writes.write(noting(archive.db, "b"))
            assert kept(archive) == ["a", "b"]
            writes.soon(noting(archive.db, "c"))
        assert kept(archive) == ["a", "b", "c"]

    assert run(scene, archive) == [2, 1]


def test_what_failed_unheard_is_told_to_who_writes_next(archive: Archive) -> None:
    def fails() -> None:
        raise ArchiveUnusable("the disk is full")

    async def scene(writes: Together) -> None:
        with writes.member():
            writes.soon(fails)
            assert await writes.write(noting(archive.db, "a")) == "a"
            with pytest.raises(ArchiveUnusable):
                await writes.write(noting(archive.db, "b"))
            assert await writes.write(noting(archive.db, "c")) == "c"

    run(scene, archive)
    assert kept(archive) == ["a", "c"]
