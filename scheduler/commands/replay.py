"""``bluewatch replay``: web archives made by anyone into the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, say
from scheduler.commands.replay_addresses import Addresses, is_address, limits_for, of_list
from scheduler.commands.replay_progress import Shown
from scheduler.commands.spreading import (
    cluster_at,
    dask_option,
    hands_for,
    jobs_option,
    parquet_option,
    reading_workers,
    settings_for,
    write_parquet,
)
from scheduler.commands.working import alone, with_bar
from storage.errors import UsageError
from storage.plural import count

if TYPE_CHECKING:
    from crawler.replay import Summary

SHOWN = 20
# A file of Common Crawl's news archive has about a thousand.
MOST_MEGABYTES = 4096
# Archives of fewer bytes are read as text before the patterns would be compiled, some ten seconds.
WORTH_COMPILING = 1 << 19


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|ADDRESS...")
@click.option("--followed", is_flag=True, help="Leave out pages of outlets that no source file declares.")
@click.option("--all", "all_pages", is_flag=True, help="Keep pages without a word of the relevance rules, too.")
@click.option("--again", is_flag=True, help="Also files that were read to their end before.")
@click.option("--only", metavar="PATTERN", help="Of folders and lists, archives of these names: '*-20261005*'.")
@click.option(
    "--most-mb",
    type=click.IntRange(min=1),
    default=MOST_MEGABYTES,
    show_default=True,
    metavar="N",
    help="Fetch no archive of an address that is larger.",
)
@jobs_option
@dask_option
@parquet_option
@json_option("one object: records, kept, known, taken, other, refused, scanned, left, finished_before")
@data_option
@config_option
def command(
    *, files: tuple[str, ...], followed: bool, all_pages: bool, again: bool, only: str | None, most_mb: int,
    jobs: int | None, dask: str | None, parquet: Path | None, as_json: bool, data: Path | None, config: Path | None,
) -> int:  # fmt: skip
    """Take in web archives (WARC or ARC; gzip, zstd or neither; WACZ) by the same way as a live crawl.

    The bytes of each page are looked through for the words of the relevance rules before anything is parsed. A new page
    in which none stands, however it is written, is counted for its file and leaves no other trace; --all keeps these
    too. Of a folder every *.warc, *.warc.gz, *.warc.zst, *.arc, *.arc.gz and *.wacz is read. An ADDRESS is fetched in
    parts to a file beside the archive, read, and removed; a fetch that was stopped goes on where it was. A list of
    archives (*.paths, *.paths.gz; a file or an ADDRESS) stands for those in it, one after the other.

    Pages of text are kept with the time at which they were recorded, then read and judged; an article has the outlet
    whose source file owns its address, else the source `import`. States from before those that are known go before
    them. Everything else is counted by kind, and what is broken is refused with file, place and reason (exit code 1);
    reading goes on behind it. A run that was stopped goes on behind the last record when it is run
    again; a file that was read to its end is not read twice.
    Replayed articles are in search and export, and in no digest.

    \b
    Example:
      bluewatch replay crawl-2026-10.warc.gz
      bluewatch replay --followed archives --json
      bluewatch replay https://archive.example/news-20261005.warc.gz
      bluewatch replay --only '*-20261005*' https://archive.example/warc.paths.gz
      bluewatch replay --jobs 1 archives/*.warc.gz
      bluewatch replay --dask tcp://10.0.0.1:8786 --parquet found archives
    """
    from crawler.archive_list import is_list
    from scheduler.spread.replaying import replay_by
    from scheduler.spread.scanning import scanning_for

    settings = settings_for(parquet, config, data)
    addresses = [one for one in files if is_address(one)]
    paths = [Path(one) for one in files if not is_address(one)]
    lists = [path for path in paths if is_list(path.name) and path.is_file()]
    addresses += [address for path in lists for address in of_list(path, only)]
    limits = limits_for(settings, addresses, most_mb) if addresses else None
    found = list(_files([path for path in paths if path not in lists], only))
    few = not addresses and sum(file.stat().st_size for file in found) < WORTH_COMPILING
    scanning = None if all_pages else scanning_for(settings, few=few)
    told = 0

    def refused(words: str) -> None:
        nonlocal told
        told += 1
        if told <= SHOWN:
            say(words)

    shown = Shown(found)
    with (
        settings.archive(create=True) as archive,
        alone(settings, "replay", "another replay"),
        cluster_at(dask, jobs) as cluster,
        hands_for(cluster, jobs, found) as hands,
        reading_workers(settings, jobs, cluster) as workers,
    ):
        replay = replay_by(
            hands, archive, workers, settings.catalogue, now=settings.now, most_bytes=settings.config.crawl.max_bytes,
            followed_only=followed, say=refused, scanning=scanning, again=again, told=shown.at,
        )  # fmt: skip

        def read() -> None:
            rows = replay.unread()
            for _ in with_bar(replay.read(rows), "reading pages", len(rows)):
                pass

        with shown:
            for _ in replay.keep(found):
                pass
        read()
        if limits is not None:
            Addresses(
                replay=replay, settings=settings, limits=limits, again=again, only=only, read=read, refused=refused
            ).take(addresses)
        if parquet is not None:
            write_parquet(archive, parquet)
    if told > SHOWN:
        say(f"and {told - SHOWN:,} more records were refused")
    if as_json:
        echo_json(_form(replay.summary))
    else:
        _tell(replay.summary)
    return 1 if replay.summary.refused else 0


def _files(named: Sequence[Path], only: str | None) -> Iterator[Path]:
    """The files, and those of a folder that are web archives by their names, in order. only: a pattern for these."""
    from crawler.archive_list import IN_FOLDER, wanted

    for path in named:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and IN_FOLDER.search(one.name))
            inside = [one for one in inside if wanted(one.name, only)]
            if not inside:
                of_them = "" if only is None else f" named {only}"
                raise UsageError(
                    f"{path}: there is no file *.warc, *.warc.gz, *.warc.zst, *.arc, *.arc.gz or *.wacz{of_them} in it"
                )
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise UsageError(f"{path}: there is no such file")


def _form(summary: Summary) -> dict[str, Any]:
    return {
        "records": summary.records, "kept": summary.kept, "known": summary.known, "taken": dict(summary.taken),
        "other": dict(summary.other), "refused": dict(summary.refused), "scanned": dict(summary.scanned),
        "left": summary.left, "finished_before": summary.finished_before,
    }  # fmt: skip


def _tell(summary: Summary) -> None:
    click.echo(
        f"{count(summary.records, 'record')}: {count(summary.kept, 'page')} kept, {summary.known:,} known already"
    )
    if summary.finished_before:
        files = count(summary.finished_before, "file")
        click.echo(f"{files} read to the end before (--again reads anew)")
    if scanned := summary.scanned.total():
        slow = scanned - summary.scanned["fast"]
        click.echo(
            f"{count(scanned, 'new page')} looked through ({slow:,} decoded or as text), {summary.left:,} left out"
        )
    parts: tuple[tuple[str, Counter[str]], ...] = (
        ("read", summary.taken), ("no page", summary.other), ("refused", summary.refused),
    )  # fmt: skip
    for name, counted in parts:
        for why, number in counted.most_common(SHOWN):
            click.echo(f"  {name:8} {number:>7,}  {_plain(why)}")


def _plain(text: str) -> str:
    from scheduler.commands.options import visible

    return visible(text)
