"""``bluewatch parse``: read pages and texts, print what is found, store nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import config_option, data_option, echo_json, open_settings
from storage.errors import UsageError

if TYPE_CHECKING:
    from scheduler.parsing import Parsed


@click.command()
@click.argument("things", nargs=-1, metavar="[FILE|URL|-]...")
@click.option(
    "--files-from",
    "manifest",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="MANIFEST",
    help='Read the files that a manifest lists: a line each, {"file", "url", "source", "fetched_at"}.',
)
@data_option
@config_option
def command(*, things: tuple[str, ...], manifest: Path | None, data: Path | None, config: Path | None) -> None:
    """Read pages or texts and print what is found, one JSON object a line, storing nothing.

    FILE is a saved page or a text in the shape of a newsroom page, plain or gzip; `-` is the standard input. A page
    that gives no article has an `error` with kind and message in place of its fields, and the exit code stays 0.
    In a manifest all but file is optional, and paths are relative to the manifest.

    \b
    Example:
      bluewatch parse page.html
      bluewatch parse --files-from pages/manifest.jsonl > articles.jsonl
    """
    from scheduler.parsing import Parser, wanted_of, wanted_of_manifest

    if bool(things) == bool(manifest):
        raise UsageError("give files, an address or `-`, or --files-from MANIFEST, and not both")
    wanted = wanted_of_manifest(manifest) if manifest else [wanted_of(thing) for thing in things]
    with Parser(open_settings(config, data), many=len(wanted) > 1) as parser:
        for parsed in _with_progress(parser.parse(wanted), len(wanted)):
            echo_json(parsed.form())


def _with_progress(parsed: Iterable[Parsed], length: int) -> Iterator[Parsed]:
    """A bar on the terminal where the data go elsewhere."""
    if length < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from parsed
        return
    with click.progressbar(parsed, length=length, label="parsing", file=sys.stderr) as shown:
        yield from shown
