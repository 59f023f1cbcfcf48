"""What is spared costs nothing in strength: states that are the same, what is rebuilt, and the order of the points."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import sqlite3
from tests.torture.bench import Bench
from tests.torture.order import by_class, spread
from tests.torture.scenarios import SCENARIOS
from tests.torture.shim import CHANGES, FAULTS, Kind, Op, Recorded
from tests.torture.states import fingerprint


def changed(sql: str) -> Callable[[Path], None]:
    def change(data: Path) -> None:
        with closing(sqlite3.connect(str(data / "archive.db"))) as db:
            db.execute(sql)
            db.commit()

    return change


def unended(data: Path) -> None:
    """As a kill in a transaction leaves it: pages in the log that no commit follows."""
    with closing(sqlite3.connect(str(data / "archive.db"))) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN")
        db.execute("UPDATE articles SET body = body || ' more'")
        db.execute("UPDATE runs SET reason = 'none'")
        for end in ("", "-wal"):
            shutil.copyfile(data / f"archive.db{end}", data.with_name(f"copy{end}"))
    for end in ("", "-wal"):
        data.with_name(f"copy{end}").rename(data / f"archive.db{end}")


def cut(data: Path) -> None:
    path = next((data / "pages").rglob("*.warc.gz"))
    path.write_bytes(path.read_bytes()[:-1])


def spoilt(data: Path) -> None:
    path = next((data / "pages").rglob("*.warc.gz"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (changed("UPDATE hosts SET last_request_at = '2026-11-21T08:00:00.900Z'"), True),
        (changed("UPDATE hosts SET paused_until = '2026-11-22T08:00:00Z'"), False),
        (changed("UPDATE articles SET score = score + 1 WHERE id = 1"), False),
        (changed("DELETE FROM articles_words_data WHERE id > 10"), False),
        (changed("CREATE INDEX more ON articles (title)"), False),
        (cut, False),
        (spoilt, False),
        (lambda data: (data / "digests").mkdir(exist_ok=True), False),
    ],
)
def test_two_folders_are_the_same_where_nothing_that_counts_differs(
    bench: Bench, tmp_path: Path, change: Callable[[Path], None], same: bool
) -> None:
    data = tmp_path / "data"
    shutil.copytree(bench.world.folder("twice"), data)
    before = fingerprint(data, tmp_path / "scratch")
    change(data)
    assert (fingerprint(data, tmp_path / "scratch") == before) is same


def test_what_no_commit_follows_is_the_same_however_far_it_came(bench: Bench, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(bench.world.folder("twice"), data)
    unended(data)
    log = data / "archive.db-wal"
    known = set()
    for length in (log.stat().st_size, log.stat().st_size - 3000, 32 + 24 + 4096, 33):
        with log.open("r+b") as file:
            file.truncate(length)
        known.add(fingerprint(data, tmp_path / "scratch"))
    assert len(known) == 1


@pytest.mark.parametrize("fault", ["kill", "torn write"])
def test_what_a_kill_leaves_is_what_is_rebuilt_of_it(bench: Bench, fault: str) -> None:
    one = SCENARIOS["backup"]
    many = sum(1 for done in bench.calm(one).points if done.inode & FAULTS[fault].kinds)
    for at in (2, many // 2, many):
        done = bench.try_fault(one, FAULTS[fault], at)
        assert (done.as_rebuilt, done.wrong) == (True, [])
        again = bench.try_rebuilt(one, FAULTS[fault], at)
        assert (again.spared, again.wrong) == (True, [])


def test_one_of_each_class_comes_before_the_rest() -> None:
    def named(kind: Kind, name: str) -> Recorded:
        return Recorded(Op.NAMED, int(kind), 0, f"/data/{name}", kind.name or "", b"")

    log = [named(Kind.WRITE, "a-1.db"), named(Kind.WRITE, "a-2.db")] * 10
    operations = [*log, named(Kind.SYNC, "a.db"), *log, named(Kind.READ, "a.db"), named(Kind.NAME, "b")]
    order, first = by_class(operations, CHANGES)
    assert sorted(order) == list(range(len(operations) - 1))
    # Of each of the two logs the first three and the last; the synchronisation; the name.
    assert sorted(order[:first]) == [0, 1, 2, 19, 20, 21, 22, 23, 40, 41]
    assert by_class(operations, Kind.READ) == ([0], 1)
    assert [at for at in spread(len(operations) - 1) if at in set(order[:first])] == order[:first]
