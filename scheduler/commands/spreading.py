"""The options --jobs and --dask, and who reads pages by them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import Decorator, Settings, open_settings, say
from storage.errors import UsageError

if TYPE_CHECKING:
    from crawler.worker import Workers
    from scheduler.spread.cluster import Cluster
    from scheduler.spread.look import Hands
    from storage.archive import Archive

# Files of fewer bytes are looked through before further processes would have started.
LEAST_BYTES = 16 << 20

jobs_option: Decorator = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="So many processes read at a time; else one a core. 1 leaves the other cores free.",
)
dask_option: Decorator = click.option(
    "--dask",
    metavar="ADDRESS",
    help="Let the workers of this Dask scheduler read, such as tcp://10.0.0.1:8786 (needs: pip install '.[cluster]').",
)

parquet_option: Decorator = click.option(
    "--parquet",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Store in an archive of its own, FOLDER/archive, and write its articles to FOLDER/articles.parquet.",
)


def settings_for(parquet: Path | None, config: Path | None, data: Path | None) -> Settings:
    """The settings of a command that may have an archive of its own beside its Parquet file."""
    if parquet is None:
        return open_settings(config, data)
    if data is not None:
        raise UsageError("--parquet and --data exclude each other: it has an archive of its own, FOLDER/archive")
    from scheduler.parquet import refuse_missing

    refuse_missing()
    return open_settings(config, parquet / "archive")


def write_parquet(archive: Archive, folder: Path) -> None:
    """Write all articles, whatever their label, oldest first, to articles.parquet; whole or not at all."""
    from scheduler.parquet import write
    from storage.new_file import whole_file
    from storage.records import Label
    from storage.selection import Selection

    with whole_file(folder / "articles.parquet", folders=True) as draft:
        write(draft, Selection(archive.db, labels=tuple(Label)).columns())


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def cluster_at(dask: str | None, jobs: int | None) -> Iterator[Cluster | None]:
    """The cluster that was asked for. Raises UsageError, ClusterUnusable."""
    if dask is None:
        yield None
        return
    if jobs is not None:
        raise UsageError("--jobs and --dask exclude each other: a cluster has as many workers as were started")
    from scheduler.spread.cluster import Cluster

    with Cluster(dask, say=say) as cluster:
        yield cluster


@contextmanager
def hands_for(cluster: Cluster | None, jobs: int | None, files: Sequence[Path]) -> Iterator[Hands | None]:
    """Who looks these files through: the cluster, or processes here; None where one process does as well."""
    most = min(jobs or cores(), len(files))
    few = jobs is None and sum(file.stat().st_size for file in files) < LEAST_BYTES
    if cluster is not None or most < 2 or few:
        yield cluster
        return
    from scheduler.spread.pool import Processes

    with Processes(most) as processes:
        yield processes


@contextmanager
def reading_workers(settings: Settings, jobs: int | None, cluster: Cluster | None) -> Iterator[Workers]:
    """Who parses pages under the limits of the configuration: children here or the cluster; ended with the block."""
    from scheduler.spread.order import order_for
    from scheduler.spread.readers import ClusterReaders, LocalReaders

    limits = settings.worker_limits()
    readers: LocalReaders
    if cluster is None:
        readers = LocalReaders(limits, most=jobs or cores())
    else:
        readers = ClusterReaders(limits, cluster, order_for(settings), rules=settings.relevance.version)
    with readers:
        yield readers
