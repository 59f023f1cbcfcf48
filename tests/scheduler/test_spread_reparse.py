"""``bluewatch reparse`` by several processes or a cluster: the same archive, whatever dies meanwhile."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.reparse import Reparse
from crawler.worker import Workers
from scheduler.commands.options import Settings, open_settings
from scheduler.commands.spreading import cluster_at, reading_workers
from scheduler.spread import cluster as spread_cluster
from scheduler.spread import readers as spread_readers
from scheduler.spread.order import order_for, order_of
from scheduler.spread.stamp import CODE, stamp_of_here, unlike
from scheduler.spread.task import REFUSED, limits_of, read_block, told
from storage.archive import Archive
from tests.scheduler.clusters import LoopbackCluster, two_workers
from tests.scheduler.days import Visit, configure, fill, sound
from tests.scheduler.test_import import Bluewatch, bluewatch, data

__all__ = ["bluewatch", "data"]
VISITS: list[Visit] = [
    *((0, "paper", number, "") for number in range(1, 9)),
    *((1, "paper", f"choir-{number}", "") for number in range(1, 5)),
    *((2, "paper", number, "Nine lorries came.") for number in range(1, 9)),
]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as yesterday's rules left it."""
    folder = tmp_path_factory.mktemp("before") / "data"
    fill(folder, VISITS)
    return folder


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackCluster]:
    yield from two_workers(tmp_path_factory.mktemp("dask"))


@pytest.fixture
def settings(tmp_path: Path, before: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of it under today's rules, by which everything reads differently; two pages are a task."""
    shutil.copytree(before, data)
    configure(tmp_path, "paper")
    file = tmp_path / "bluewatch.toml"
    file.write_text(file.read_text() + "[relevance]\naccept = 500\nreview = 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(spread_readers, "MOST_PAGES", 2)
    monkeypatch.setattr("crawler.reparse.BATCH", 3)
    return open_settings(file, data)


def rows(data: Path) -> dict[str, list[object]]:
    """Every row of every table but those of the engine's own, with its number."""
    with Archive.open(data, read_only=True) as archive:
        names = [row["name"] for row in archive.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: list(archive.db.rows(f"SELECT * FROM {name}")) for name in names if "_fts" not in name}


@pytest.fixture(scope="module")
def wanted(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """What one process makes of it, undisturbed."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(before, folder / "data")
    configure(folder, "paper")
    (folder / "bluewatch.toml").write_text(
        f'[sources]\nfolder = "{folder / "sources"}"\npackaged = "none"\n[relevance]\naccept = 500\nreview = 1\n'
    )
    settings = open_settings(folder / "bluewatch.toml", folder / "data")
    with settings.archive() as archive, reading_workers(settings, 1, None) as workers:
        assert sum(one is not None for one in Reparse(archive, workers, dict(settings.catalogue)).run()) == 16
    assert rows(before) != rows(folder / "data")
    return rows(folder / "data")


def work(settings: Settings, archive: Archive, workers: Workers) -> Reparse:
    return Reparse(archive, workers, dict(settings.catalogue), stamp="today")


@pytest.mark.long
def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(
    settings: Settings, wanted: dict[str, list[object]], dask: LoopbackCluster
) -> None:
    with (
        settings.archive() as archive,
        cluster_at(dask.address, None) as cluster,
        reading_workers(settings, None, cluster) as workers,
    ):
        assert cluster is not None
        running = work(settings, archive, workers).run()
        next(running)
        name = dask.busy(cluster.client)
        dask.kill(name)
        assert sum(1 for _ in running) == len(VISITS) - 1
    dask.worker(name)
    assert rows(settings.data) == wanted
    assert sound(settings.data) == []


def test_a_child_that_is_killed_costs_nothing_and_a_run_that_was_stopped_goes_on_where_it_was(
    settings: Settings, wanted: dict[str, list[object]]
) -> None:
    with settings.archive() as archive, reading_workers(settings, 2, None) as workers:
        stopped = work(settings, archive, workers)
        for n, _ in enumerate(stopped.run()):
            if n == 0:
                child = workers._all[0]._process
                assert child is not None
                child.send_signal(signal.SIGKILL)
            if n == 10:
                break
        again = work(settings, archive, workers)
        after = again.begun()
        assert (stopped.begun("paper"), Reparse(archive, workers, {}, stamp="tomorrow").begun()) == (0, 0)
        assert again.count(after=after) == len(VISITS) - 12
        assert sum(1 for _ in again.run(after=after)) == len(VISITS) - 12
        assert again.begun() == 0
    assert rows(settings.data) == wanted
    assert sound(settings.data) == []


@pytest.mark.long
def test_a_damaged_page_is_told_and_the_others_are_read(settings: Settings, bluewatch: Bluewatch) -> None:
    with settings.archive(read_only=True) as archive:
        row = archive.db.row("SELECT warc, offset, length FROM captures ORDER BY id LIMIT 1 OFFSET 4")
    assert row is not None
    with (settings.data / row["warc"]).open("r+b") as file:
        file.seek(row["offset"] + row["length"] // 2)
        file.write(b"\xff" * 40)
    ended = bluewatch("reparse", "--jobs", "2", "--json")
    assert (ended.code, len(ended.lines)) == (1, 15)
    assert "capture 5: " in ended.err
    assert "1 more could not be read" in ended.err


def test_a_task_of_another_bluewatch_is_refused_before_it_is_read() -> None:
    other = {**stamp_of_here(), CODE: "0123456789ab"}
    said, why = told(read_block(other, "", b"no order of ours", b"no pages"))
    assert (said, why) == (REFUSED, f"Bluewatch's code {stamp_of_here()[CODE]}, not 0123456789ab")
    newer = unlike(stamp_of_here(), {**other, "Bluewatch": "9.9", "lxml": "0.1"})
    assert newer.startswith("Bluewatch 0.")
    assert "not 9.9, lxml " in newer


@pytest.mark.long
def test_another_bluewatch_is_refused_by_name(
    settings: Settings, bluewatch: Bluewatch, dask: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread_cluster, "stamp_of_here", lambda: {**stamp_of_here(), CODE: "0123456789ab"})
    before = rows(settings.data)
    ended = bluewatch("reparse", "--dask", dask.address)
    assert ended.code == 2
    assert "not 0123456789ab; install the same on all machines" in ended.err
    assert rows(settings.data) == before


@pytest.mark.long
def test_other_rules_of_a_worker_are_refused(settings: Settings, dask: LoopbackCluster) -> None:
    with (
        settings.archive() as archive,
        cluster_at(dask.address, None) as cluster,
        reading_workers(settings, None, cluster) as workers,
    ):
        workers._rules = "0+other"  # type: ignore[attr-defined]
        with pytest.raises(spread_cluster.ClusterUnusable, match="a worker decides by the rules"):
            list(work(settings, archive, workers).run())


def test_a_page_may_cost_on_a_cluster_what_it_may_cost_here(settings: Settings) -> None:
    told = "[crawl]\nparse_bytes = 400_000_000\nparse_seconds = 7\n"
    settings.data.joinpath("limits.toml").write_text(told, encoding="utf-8")
    narrow = open_settings(settings.data / "limits.toml", settings.data)
    order = order_for(narrow)
    limits = limits_of(order_of(order.packed()))
    assert (limits.memory, limits.seconds) == (400_000_000, 7)
    assert limits == narrow.worker_limits()
    assert order.key != order_for(settings).key


def test_a_cluster_that_is_not_there_is_told(settings: Settings, bluewatch: Bluewatch) -> None:
    ended = bluewatch("reparse", "--dask", "nowhere")
    assert (ended.code, "--dask nowhere: cannot be reached" in ended.err) == (2, True)
    ended = bluewatch("reparse", "--dask", "tcp://127.0.0.1:1", "--jobs", "2")
    assert (ended.code, "exclude each other" in ended.err) == (2, True)


@pytest.mark.long
def test_a_task_on_which_workers_die_is_done_here(
    settings: Settings, wanted: dict[str, list[object]], tmp_path: Path
) -> None:
    with LoopbackCluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as dask:
        for name in ("one", "other"):
            dask.worker(name)
        with (
            settings.archive() as archive,
            cluster_at(dask.address, None) as cluster,
            reading_workers(settings, None, cluster) as workers,
        ):
            assert cluster is not None
            running = work(settings, archive, workers).run()
            next(running)
            dask.kill(dask.busy(cluster.client))
            assert sum(1 for _ in running) == len(VISITS) - 1
    assert rows(settings.data) == wanted
