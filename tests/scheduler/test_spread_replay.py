"""``bluewatch replay`` by several processes or a cluster: the same archive, whatever dies meanwhile, and as Parquet."""

from __future__ import annotations

import gzip
import signal
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from crawler.worker import WorkerLimits, Workers
from scheduler.commands.options import Settings, open_settings
from scheduler.commands.spreading import cluster_at, hands_for, reading_workers
from scheduler.spread import look
from scheduler.spread.job import FAILED, Job
from scheduler.spread.look import Hands
from scheduler.spread.pool import Processes
from scheduler.spread.readers import LocalReaders
from scheduler.spread.replaying import replay_by
from scheduler.spread.scanning import Scanning
from scheduler.spread.task import DONE, packed
from storage.archive import Archive
from tests.scheduler.clusters import LoopbackCluster, two_workers
from tests.scheduler.days import START, address, configure, page, sound, source
from tests.scheduler.test_import import Bluewatch, bluewatch, data
from tests.scheduler.warc_records import http, record, sha1

__all__ = ["bluewatch", "data"]
FILES = 5
# What a replay told, and every row it left.
Made = tuple[dict[str, Any], dict[str, list[Any]]]
# When a capture was settled, by this machine's clock, is the only thing that two runs may say differently.
NOW = START.replace(year=2027)


def written(folder: Path) -> list[Path]:
    """Files whose records belong together across their bounds: newer before older, twins, and the same once more."""
    found = []
    for number in range(FILES):
        pages = [
            record("response", address("paper", place), http(page(place, f"Lorry {number} came.")), day=9 - number)
            for place in (number, number + 1, f"choir-{number}")
        ]
        pages.append(
            record("response", f"https://else{number}.example/a/1", http(page(7, f"By {number}.")), day=number)
        )
        # Of the first file an item; of the later ones nothing of the rules, and wanted all the same.
        pages.append(
            record("response", "https://wanted.example/a", http(page(9 if number == 0 else "choir")), day=number)
        )
        again = f"WARC-Payload-Digest: {sha1(page(number, f'Lorry {number} came.'))}"
        pages.append(record("revisit", address("paper", number), http(b""), again, day=12))
        path = folder / f"{number}.warc.gz"
        path.write_bytes(b"".join(map(gzip.compress, pages)))
        found.append(path)
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written(tmp_path_factory.mktemp("files"))


@pytest.fixture
def settings(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    configure(tmp_path, "paper")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scheduler.spread.readers.MOST_PAGES", 2)
    return open_settings(tmp_path / "bluewatch.toml", data)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackCluster]:
    yield from two_workers(tmp_path_factory.mktemp("dask"))


def rows(data: Path) -> dict[str, list[Any]]:
    """Every row of every table but those of the engine's own, with its number, and the page store as it lies."""
    with Archive.open(data, read_only=True) as archive:
        names = [row["name"] for row in archive.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, list[Any]] = {
            name: list(archive.db.rows(f"SELECT * FROM {name}")) for name in names if "_fts" not in name
        }
        # Records carry ids of their own, by chance, so the places in a file differ by a few bytes.
        found["captures"] = [
            archive.captures.read(row["id"]).body for row in archive.db.rows("SELECT id FROM captures ORDER BY id")
        ] + archive.db.rows("SELECT page_id, fetched_at, status, digest, settled_at, reading FROM captures")
        for name in ("warc_files", "_sqlite_migrations"):
            del found[name]
        return found


def run(
    settings: Settings, files: list[Path], workers: Workers, hands: Hands | None = None,
    midst: Callable[[], None] = lambda: None,
) -> dict[str, Any]:  # fmt: skip
    """One replay; midst is called when the first record of the second file and the first page were done with."""
    own = Settings(settings.config, settings.data, lambda: NOW)
    with own.archive(create=True) as archive:
        replay = replay_by(
            hands, archive, workers, own.catalogue, now=own.now, most_bytes=1 << 24,
            scanning=Scanning(None, slow=True),
        )  # fmt: skip
        for n, _ in enumerate(replay.keep(files)):
            if n == 5:
                midst()
        reading = replay.read(replay.unread())
        next(reading)
        midst()
        assert list(reading)
        return {one.name: getattr(replay.summary, one.name) for one in fields(replay.summary)}


@pytest.fixture(scope="module")
def reader() -> Iterator[Workers]:
    with LocalReaders(WorkerLimits(sources={"paper": source("paper")}, seconds=300), most=1) as workers:
        yield workers


@pytest.fixture(scope="module")
def wanted(files: list[Path], reader: Workers, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What one process makes of them, undisturbed."""
    folder = tmp_path_factory.mktemp("alone")
    configure(folder, "paper")
    text = (folder / "bluewatch.toml").read_text().replace('"sources"', f'"{folder / "sources"}"')
    (folder / "bluewatch.toml").write_text(text)
    settings = open_settings(folder / "bluewatch.toml", folder / "data")
    return run(settings, files, reader), rows(settings.data)


def test_a_process_that_is_killed_costs_nothing(
    settings: Settings, files: list[Path], reader: Workers, wanted: Made
) -> None:
    with Processes(2) as processes:

        def kill() -> None:
            if processes.running:
                processes.running[0].send_signal(signal.SIGKILL)

        told = run(settings, files, reader, processes, kill)
        assert len(processes.running) <= 2
    assert told == wanted[0]
    assert wanted[0]["taken"].total() > 10
    assert wanted[0]["left"] > 3
    assert "https://wanted.example/a" in {row["url"] for row in wanted[1]["pages"]}
    assert len([row for row in wanted[1]["captures"] if isinstance(row, dict)]) > 15
    assert rows(settings.data) == wanted[1]
    assert sound(settings.data) == []
    assert not (settings.data / "parts").exists()


@pytest.mark.parametrize(
    "shared", [pytest.param(True, marks=pytest.mark.long, id="a shared disk"), pytest.param(False, id="no shared disk")]
)
def test_a_worker_of_a_cluster_that_is_killed_costs_nothing(  # noqa: PLR0917
    settings: Settings, files: list[Path], wanted: Made,
    dask: LoopbackCluster, monkeypatch: pytest.MonkeyPatch, shared: bool,
) -> None:  # fmt: skip
    if not shared:
        # Another machine sees neither the files nor the folder for parts.
        monkeypatch.setattr(look, "identity", lambda path: (path.stat().st_size, "of this machine"))
        monkeypatch.setattr(look, "TOKEN", "other")
    with cluster_at(dask.address, None) as cluster:
        assert cluster is not None
        killed: list[str] = []

        def kill() -> None:
            if not killed:
                killed.append(min(dask.workers))
                dask.kill(killed[0])

        with reading_workers(settings, None, cluster) as workers:
            told = run(settings, files, workers, cluster, kill)
    dask.worker(killed[0])
    assert told == wanted[0]
    assert rows(settings.data) == wanted[1]


def test_a_task_that_ends_its_process_fails_and_the_others_are_done() -> None:
    with Processes(2) as processes:
        kill: Any = signal.raise_signal
        jobs = [Job(kill, (signal.SIGKILL,), 1), Job(packed, (DONE, "well"), 2), Job(packed, (DONE,), 3)]
        (one, (said, why)), other, third = processes.run(jobs)
    assert (one, said) == (1, FAILED)
    assert "ended 3 times, at last with signal 9" in why
    assert other == (2, (DONE, "well"))
    assert third[1][0] == FAILED
    assert third[1][1].startswith("TypeError: ")


@pytest.mark.long
def test_parquet_has_the_uids_of_a_run_without_jobs(
    settings: Settings, files: list[Path], wanted: Made,
    bluewatch: Bluewatch, tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "torn.warc.gz").write_bytes(files[0].read_bytes()[:-40])
    names = [str(file) for file in [*files, tmp_path / "torn.warc.gz"]]
    ended = bluewatch("replay", "--jobs", "2", "--parquet", "out", "--json", *names)
    assert (ended.code, "--data exclude each other" in ended.err) == (2, True)
    from scheduler.commands.main import main

    with pytest.raises(SystemExit) as ended_by:
        main(["replay", "--jobs", "2", "--parquet", "out", "--json", *names])
    assert ended_by.value.code == 1
    columns = parquet.read_table(tmp_path / "out" / "articles.parquet").to_pydict()
    articles = wanted[1]["articles"]
    assert sorted(columns["uid"]) == sorted(row["uid"] for row in articles)
    assert sorted(columns["body"]) == sorted(row["body"] for row in articles)
    assert sorted(columns["label"]) == sorted(row["label"] for row in articles)


def test_there_are_no_more_processes_than_files_and_none_for_a_little(files: list[Path]) -> None:
    with hands_for(None, 8, files[:1]) as none, hands_for(None, 1, files) as one, hands_for(None, None, files) as few:
        assert (none, one, few) == (None, None, None)
    with hands_for(None, 2, files) as two:
        assert isinstance(two, Processes)
