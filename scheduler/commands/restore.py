"""``bluewatch restore``: a backup in the place of a damaged or lost archive.db."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from storage.errors import NotFound, UsageError
from storage.plural import count

if TYPE_CHECKING:
    from storage.restore import Restored

MIB = 1 << 20


@click.command()
@click.argument("source", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@json_option("one object: copy, aside, articles, until, unknown (bytes of raw pages that the backup does not know)")
@data_option
@config_option
def command(*, source: Path | None, as_json: bool, data: Path | None, config: Path | None) -> int:
    """Put a backup in the place of archive.db: FILE, or the newest sound one in the folder FILE.

    Without FILE it is the newest sound one of those that the service took. The copy is checked first. Nothing is
    deleted: the former archive.db stays as archive.db.aside-TIME. Stop the service before. The raw pages are not
    touched: what they hold beyond the backup is told, and `bluewatch replay --all` of pages/ takes it in.

    \b
    Example:
      bluewatch restore
      bluewatch restore /media/disk/bluewatch/bluewatch-20261121T030000Z.db
      bluewatch check
    """
    from scheduler.lock import only_instance
    from storage.restore import restore

    settings = open_settings(config, data)
    copy = _chosen(settings, source)
    with only_instance(settings.data):
        done = restore(settings.data, copy, now=settings.now())
    if as_json:
        echo_json(asdict(done) | {"copy": str(done.copy), "aside": [str(path) for path in done.aside]})
    else:
        _tell(done)
    return 0


def _chosen(settings: Settings, source: Path | None) -> Path:
    """The file that is named, or the newest sound one of a folder; those passed over are told with the reason."""
    from scheduler.upkeep import backup_folder
    from storage.before import FOLDER
    from storage.restore import candidates, fault_of

    if source is not None and not source.exists():
        raise UsageError(f"{source}: there is no such file")
    if source is not None and not source.is_dir():
        return source
    folders = [backup_folder(settings.config, settings.data), settings.data / FOLDER] if source is None else [source]
    for path in candidates(folders):
        if (fault := fault_of(path)) is None:
            return path
        say(f"passed over: {fault}")
    places = " or ".join(dict.fromkeys(str(folder) for folder in folders))
    raise NotFound(f"there is no sound backup in {places}; name one, or `bluewatch rebuild` reads the stored pages")


def _tell(done: Restored) -> None:
    """What is in place now, where the former file went, and what to do next."""
    click.echo(visible(f"{done.copy}: in place, {count(done.articles, 'article')}, pages until {done.until or 'none'}"))
    for path in done.aside:
        click.echo(visible(f"the former file is kept as {path}"))
    click.echo("run `bluewatch check`, then `bluewatch crawl --all`")
    if done.unknown:
        click.echo(
            f"{done.unknown / MIB:,.1f} MiB of raw pages lie in pages/ that this backup does not know;"
            " `bluewatch replay --all` of that folder takes their articles in (they come into no digest)"
        )
