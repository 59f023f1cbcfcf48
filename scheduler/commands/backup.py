"""``bluewatch backup``: the archive in one file, taken while it is in use and checked before it counts."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    now_option,
    open_settings,
    say,
    visible,
)
from storage.errors import UsageError


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="FILE is a folder: write a dated file into it, and remove its oldest ones beyond N.",
)
@click.option(
    "--weekly",
    type=click.IntRange(0, 10_000),
    default=0,
    metavar="N",
    help="With --keep: besides, keep the newest of each of N weeks before.",
)
@json_option("one object: file, bytes, removed, faults")
@data_option
@config_option
@now_option
def command(
    *,
    target: Path,
    keep: int | None,
    weekly: int,
    as_json: bool,
    data: Path | None,
    config: Path | None,
    now: datetime | None,
) -> int:
    """Copy archive.db into FILE, consistent while crawls go on, and check the copy.

    An existing file is never overwritten. The raw pages are not in it: the folder pages/ only grows, so copy it with
    any tool (`rsync -a`), after this. `bluewatch restore` puts such a copy in the place of archive.db.

    \b
    Example:
      bluewatch backup /media/disk/archive-november.db
      bluewatch backup /media/disk/bluewatch --keep 7 --weekly 4
    """
    from scheduler.commands.working import alone
    from storage.backup import back_up, clear_drafts, dated_name, rotate

    settings = open_settings(config, data, now)
    if keep is not None and target.is_file():
        raise UsageError(f"{target}: --keep needs a folder")
    if keep is None and target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file, or give --keep N for dated files in it")
    above = target.absolute().parent
    if not above.is_dir():
        raise UsageError(f"{above}: there is no such folder; make it first, or is its disk not there?")
    moment = settings.now()
    file = target / dated_name(moment) if keep is not None else target
    with alone(settings, "backup", "another backup") if keep is not None else nullcontext():
        if keep is not None and target.is_dir():
            clear_drafts(target)
        with settings.archive(read_only=True) as archive:
            size, faults = back_up(archive, file, on_progress=_progress)
        removed = [] if keep is None or faults else rotate(target, keep, weekly, now=moment)
    if as_json:
        said = [f"{fault.part}: {fault.where}: {fault.message}" for fault in faults]
        echo_json({"file": str(file), "bytes": size, "removed": [str(path) for path in removed], "faults": said})
    for fault in faults:
        say(f"{fault.part}: {fault.where}: {fault.message}; {fault.remedy}")
    if faults:
        say(
            f"{file}: not written, as the copy is not sound. `bluewatch check` says whether the archive is;"
            f" if it is, what was written to {file.parent} cannot be read again: check that disk"
        )
        return 3
    if not as_json:
        click.echo(visible(f"{file}: {size:,} bytes, checked" + (f"; {len(removed)} older removed" if removed else "")))
    return 0


def _progress(words: str) -> None:
    """Tell a person who waits; the service's log needs no such line."""
    if sys.stderr.isatty():
        say(f"{words} ...")
