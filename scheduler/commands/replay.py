"""``bluewatch replay``: web archives made by anyone into the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, say
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

if TYPE_CHECKING:
    from crawler.replay import Summary

SHOWN = 20


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="WARC...", type=click.Path(path_type=Path))
@click.option("--followed", is_flag=True, help="Leave out pages of outlets that no source file declares.")
@jobs_option
@dask_option
@parquet_option
@json_option("one object: records, kept, known, taken, other, refused")
@data_option
@config_option
def command(
    *, files: tuple[Path, ...], followed: bool, jobs: int | None, dask: str | None, parquet: Path | None, as_json: bool,
    data: Path | None, config: Path | None,
) -> int:  # fmt: skip
    """Take in web archives (WARC or ARC, gzip or not) by the same way as a live crawl.

    Pages of text are kept with the time at which they were recorded, then read and judged; an article has the outlet
    whose source file owns its address, else the source `import`. States from before those that are known go before
    them. Everything else is counted by kind, and what is broken is refused with file, place and reason (exit code 1);
    reading goes on behind it. The same archive again changes nothing; a run that was stopped is simply run again.
    Replayed articles are in search and export, and in no digest.

    \b
    Example:
      bluewatch replay crawl-2026-10.warc.gz
      bluewatch replay --followed archives/*.warc.gz --json
      bluewatch replay --jobs 1 archives/*.warc.gz
      bluewatch replay --dask tcp://10.0.0.1:8786 --parquet found archives/*.warc.gz
    """
    from scheduler.spread.replaying import replay_by

    settings = settings_for(parquet, config, data)
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        raise UsageError(f"{missing[0]}: there is no such file")
    told = 0

    def refused(words: str) -> None:
        nonlocal told
        told += 1
        if told <= SHOWN:
            say(words)

    with (
        settings.archive(create=True) as archive,
        alone(settings, "replay", "another replay"),
        cluster_at(dask, jobs) as cluster,
        hands_for(cluster, jobs, files) as hands,
        reading_workers(settings, jobs, cluster) as workers,
    ):
        replay = replay_by(
            hands, archive, workers, settings.catalogue, now=settings.now, most_bytes=settings.config.crawl.max_bytes,
            followed_only=followed, say=refused,
        )  # fmt: skip
        for _ in with_bar(replay.keep(files), "keeping records"):
            pass
        rows = replay.unread()
        for _ in with_bar(replay.read(rows), "reading pages", len(rows)):
            pass
        if parquet is not None:
            write_parquet(archive, parquet)
    if told > SHOWN:
        say(f"and {told - SHOWN:,} more records were refused")
    if as_json:
        echo_json(_form(replay.summary))
    else:
        _tell(replay.summary)
    return 1 if replay.summary.refused else 0


def _form(summary: Summary) -> dict[str, Any]:
    return {
        "records": summary.records, "kept": summary.kept, "known": summary.known, "taken": dict(summary.taken),
        "other": dict(summary.other), "refused": dict(summary.refused),
    }  # fmt: skip


def _tell(summary: Summary) -> None:
    click.echo(f"{summary.records:,} records: {summary.kept:,} pages kept, {summary.known:,} known already")
    parts: tuple[tuple[str, Counter[str]], ...] = (
        ("read", summary.taken), ("no page", summary.other), ("refused", summary.refused),
    )  # fmt: skip
    for name, counted in parts:
        for why, count in counted.most_common(SHOWN):
            click.echo(f"  {name:8} {count:>7,}  {_plain(why)}")


def _plain(text: str) -> str:
    from scheduler.commands.options import visible

    return visible(text)
