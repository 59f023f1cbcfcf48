"""``bluewatch check``: is the archive whole."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say
from storage.plural import count

if TYPE_CHECKING:
    from storage.check import Fault, Step

# More would bury the first ones, which tell the cause.
SHOWN = 50
# The looks that are at many things alike, and one of these.
_ONE = {
    "articles": "article", "findings": "finding", "sets of findings": "set of findings", "editions": "edition",
    "pages": "page",
}  # fmt: skip


@click.command()
@click.option("--quick", is_flag=True, help="Leave out the page store, whose reading takes longest.")
@json_option("one object: sound, looked_at, faults, unknown_pages (raw pages that archive.db does not know)")
@data_option
@config_option
@click.pass_context
def command(ctx: click.Context, *, quick: bool, as_json: bool, data: Path | None, config: Path | None) -> None:
    """Check the archive: the file, the search index, every article, finding, edition and stored page.

    Writes nothing. Ends with 3 where something is wrong, and says for each fault where it is and what helps.

    \b
    Example:
      bluewatch check
      bluewatch check --quick --json
    """
    from storage.check import looks
    from storage.page_files import PAGES_FOLDER
    from storage.strays import strays

    settings = open_settings(config, data)
    faults: list[Fault] = []
    looked_at: dict[str, int] = {}
    with settings.archive(read_only=True) as archive, looks(archive, pages=not quick) as steps:
        for step in steps:
            looked_at[step.name] = step.count
            faults = [*_run(step), *faults]  # those of the file, which is looked over last, tell the cause of others
        unknown = 0 if quick else strays(archive.db, archive.data)
    if as_json:
        echo_json({"sound": not faults, "looked_at": looked_at, "faults": [asdict(fault) for fault in faults],
                   "unknown_pages": unknown})  # fmt: skip
    else:
        _tell(looked_at, faults)
        if unknown:
            say(
                f"{count(unknown, 'raw page')} in {archive.data / PAGES_FOLDER} that archive.db does not know, as after"
                " an older copy was put in its place, or a crawl that was killed (whose pages are asked for again):"
                " `bluewatch replay --all` of that folder takes in the articles (they come into no digest)"
            )
    if faults:
        ctx.exit(3)


def _run(step: Step) -> list[Fault]:
    """Run one look, with a bar on a terminal."""
    if not sys.stderr.isatty():
        return [fault for fault in step.run() if fault is not None]
    with click.progressbar(step.run(), length=step.count, label=f"{step.name:9}", file=sys.stderr) as looked:
        return [fault for fault in looked if fault is not None]


def _tell(looked_at: dict[str, int], faults: list[Fault]) -> None:
    from crawler.peacekeeping.explain import without_control

    for fault in faults[:SHOWN]:
        click.echo(without_control(f"{fault.part}: {fault.where}: {fault.message}; {fault.remedy}"))
    if len(faults) > SHOWN:
        say(f"and {len(faults) - SHOWN:,} more (--json lists all)")
    counted = ", ".join(count(number, _ONE[name], name) for name, number in looked_at.items() if name in _ONE)
    found = count(len(faults), "fault") if faults else "no faults"
    click.echo(f"looked at the database, its schema, its counts, the search index, {counted}: {found}")
