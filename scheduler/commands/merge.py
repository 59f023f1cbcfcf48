"""``bluewatch merge``: another archive joined into this one."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say
from scheduler.commands.working import alone, with_bar
from storage.errors import UsageError

ARCHIVE_FILE = "archive.db"
SHOWN = 50


@click.command()
@click.argument("other", metavar="OTHER", type=click.Path(path_type=Path))
@json_option("one object: added (what to how many) and conflicts")
@data_option
@config_option
def command(*, other: Path, as_json: bool, data: Path | None, config: Path | None) -> int:
    """Join another archive into this one: OTHER is its data folder, or the archive.db in it.

    Pages, raw answers, articles with every state, findings, decisions and verdicts are taken over; what both have is
    one. An article is the same by its uid, its address, the outlet's own number or its page; its states stand in the
    order in which either archive saw them. What the two say differently is told. The other archive is only read (one
    of an older Bluewatch is brought up to this one first); the same merge again changes nothing, and one that was
    stopped is run again. Runs, coverage and editions stay with the archive they belong to, and articles that are new
    here come into no edition.

    \b
    Example:
      bluewatch merge /media/disk/laptop/bluewatch
      bluewatch merge ../other/archive.db --json
    """
    from storage.archive import Archive
    from storage.merge import Merge

    settings = open_settings(config, data)
    folder = (other.parent if other.name == ARCHIVE_FILE else other).absolute()
    if not (folder / ARCHIVE_FILE).is_file():
        raise UsageError(f"{other}: found no archive.db there; give the data folder that holds archive.db and pages/")
    if folder.resolve() == settings.data.resolve():
        raise UsageError(f"{other}: is this very archive")
    with (
        Archive.open(folder, read_only=True) as theirs,
        settings.archive(create=True) as archive,
        alone(settings, "replay", "a replay or another merge"),
    ):
        merge = Merge(archive, theirs)
        merge.sources()
        pages, articles = (int(theirs.db.value(f"SELECT count(*) FROM {name}")) for name in ("pages", "articles"))  # noqa: S608  two names of ours
        # What a crawl of the other archive adds meanwhile is taken over whole by the next merge.
        with theirs.db.snapshot():
            for _ in with_bar(merge.pages(), "pages", pages):
                pass
            for _ in with_bar(merge.articles(), "articles", articles):
                pass
    added = {name: count for name, count in sorted(merge.counts.items()) if count}
    if as_json:
        echo_json({"added": added, "conflicts": merge.conflicts})
        return 0
    for conflict in merge.conflicts[:SHOWN]:
        say(conflict)
    if len(merge.conflicts) > SHOWN:
        say(f"and {len(merge.conflicts) - SHOWN:,} more (--json lists all)")
    click.echo(", ".join(f"{count:,} {name}" for name, count in added.items()) or "nothing to take over")
    return 0
