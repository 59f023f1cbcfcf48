"""``bluewatch rebuild``: a lost archive.db made again from the page store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    unknown_outlets,
)
from scheduler.commands.working import alone, parsing_workers, with_bar
from storage.errors import ArchiveUnusable, UsageError
from storage.plural import count

if TYPE_CHECKING:
    from scheduler.commands.options import Settings

LEFT_OVER = ("archive.db-wal", "archive.db-shm")


@click.command()
@click.option("--anyway", is_flag=True, help="Also where outlets of these pages have no source file here.")
@json_option("one object: files, captures, articles, read, troubles")
@data_option
@config_option
def command(*, anyway: bool, as_json: bool, data: Path | None, config: Path | None) -> int:
    """Make a lost archive.db again from the raw pages that the data folder still holds.

    Works only where there is no archive.db, or one that an interrupted rebuild began: move a damaged one away first
    (`mv archive.db archive.db.damaged`), and delete nothing. Articles keep their uids, texts and revisions. What the
    raw pages do not hold cannot come back: runs, coverage, editions, verdicts, withdrawals, the waiting times of
    hosts, and which pages without an article came by `bluewatch replay`. The outlets' source files are needed as
    well: without them days, bylines and texts are read worse, so that --anyway has to be said.

    \b
    Example:
      bluewatch rebuild
      bluewatch check
    """
    from crawler.rebuild import Rebuild
    from storage.archive import REBUILDING, Archive

    settings = open_settings(config, data)
    _clear_the_place(settings)
    with (
        alone(settings, "replay", "a replay or another rebuild"),
        Archive.open(settings.data, create=True, anew=True) as archive,
    ):
        if not archive.is_being_rebuilt and archive.db.value("SELECT 1 FROM captures LIMIT 1"):
            raise UsageError(f"{settings.data}: archive.db knows its pages; move it away first if it is to be rebuilt")
        with archive.db.write():
            archive.ledger.meta_set(REBUILDING, "1")
        with parsing_workers(settings) as workers:
            most = max(settings.config.crawl.max_bytes, 1 << 28)
            rebuild = Rebuild(archive, workers, settings.catalogue, now=settings.now, most_bytes=most)
            names = rebuild.files()
            for _ in with_bar(rebuild.lay_down(names), "finding pages", len(names)):
                pass
            rows = rebuild.unread()
            if (unknown := rebuild.unfollowed(rows)) and not anyway:
                raise UsageError(
                    f"{unknown_outlets(unknown)} would be read without one. Run this again with the configuration that"
                    " follows them (--config FILE), or say --anyway"
                )
            for _ in with_bar(rebuild.read(rows), "reading pages", len(rows)):
                pass
        with archive.db.write():
            archive.ledger.meta_set(REBUILDING, "0")
        articles = int(archive.db.value("SELECT count(*) FROM articles"))
    for trouble in rebuild.troubles:
        say(trouble)
    if as_json:
        form = {"files": len(names), "captures": rebuild.captures, "articles": articles, "read": dict(rebuild.taken)}
        echo_json({**form, "troubles": list(rebuild.troubles)})
    else:
        click.echo(f"{count(len(names), 'file')}, {count(rebuild.captures, 'capture')}, {count(articles, 'article')}")
    return 1 if rebuild.troubles else 0


def _clear_the_place(settings: Settings) -> None:
    """What is left of a lost database's journal would be played into the new one: put it aside."""
    if not (settings.data / "pages").is_dir():
        raise ArchiveUnusable(f"{settings.data}: there is no page store (pages/) to rebuild an archive from")
    if (settings.data / "archive.db").exists():
        return
    for name in LEFT_OVER:
        path = settings.data / name
        if path.exists():
            path.rename(settings.data / f"{name}.lost")
