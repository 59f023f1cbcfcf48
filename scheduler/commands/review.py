"""``bluewatch review``: what the rules are not sure of, and what a person says of it."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say, visible
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.archive import Archive

VERDICTS = ("peacekeeping", "borderline", "contested", "other", "right", "wrong")
SHOWN_SIGNS = 70


@click.command()
@click.argument("uid", required=False)
@click.option(
    "--verdict", type=click.Choice(VERDICTS), help="What you say: a label of an article; of a finding right or wrong."
)
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--by", metavar="NAME", help="Who says it (else your user name on this machine).")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many to list.")
@json_option("an object a doubtful item: uid, kind, article, at, title, source, words, why; of a UID its verdicts")
@data_option
@config_option
def command(
    *, uid: str | None, verdict: str | None, note: str | None, by: str | None, limit: int, as_json: bool,
    data: Path | None, config: Path | None,
) -> None:  # fmt: skip
    """List borderline articles and doubtful findings without a verdict, oldest first; or store a verdict on UID.

    A verdict stands beside what the rules said and changes nothing of it; each person may give one, and a later one
    of the same person counts. `bluewatch evaluate --verdicts` measures the rules against all of them.

    \b
    Example:
      bluewatch review
      bluewatch review a-7k3m9p2q --verdict peacekeeping --note "all of it"
      bluewatch review f-4d8h2k6m0q1w --verdict wrong
    """
    from storage.verdicts import Verdicts

    settings = open_settings(config, data)
    if verdict is None and (note is not None or by is not None):
        raise UsageError("--note and --by belong to a verdict: give --verdict as well")
    if verdict is not None and uid is None:
        raise UsageError("a verdict is on something: give the UID")
    with settings.archive(read_only=verdict is None) as archive:
        if verdict is not None and uid is not None:
            who = _one_line(by or _user())
            new = Verdicts(archive.db).add(uid, verdict, by=who, at=settings.now(), note=note)
            say(f"{uid}: {verdict}, by {who}" + ("" if new else " (said before)"))
        if uid is not None:
            _show(archive, uid, as_json=as_json)
        else:
            _list(archive, limit, as_json=as_json)


def _list(archive: Archive, limit: int, *, as_json: bool) -> None:
    from storage.verdicts import Verdicts

    doubts = Verdicts(archive.db).doubts(limit)
    for doubt in doubts:
        if as_json:
            echo_json(asdict(doubt))
            continue
        about = doubt.words or doubt.title or ""
        short = about if len(about) <= SHOWN_SIGNS else f"{about[:SHOWN_SIGNS]}..."
        click.echo(visible(f"{doubt.uid:15} {doubt.at[:10]}  {doubt.kind:12} {' '.join(short.split())}  ({doubt.why})"))
    if not doubts:
        say("nothing waits for a verdict")


def _show(archive: Archive, uid: str, *, as_json: bool) -> None:
    from storage.verdicts import Verdicts

    rows = Verdicts(archive.db).of(uid)
    if not rows:
        say(f"nobody has said anything of {uid} yet; --verdict does")
    for row in rows:
        if as_json:
            echo_json(row)
        else:
            note = f": {row['note']}" if row["note"] else ""
            click.echo(visible(f"{row['at']}  {row['by']}  {row['verdict']}{note}"))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise UsageError("your user name is not known here: give --by NAME") from None


def _one_line(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("--by: a name that is not empty")
    return name[:200]
