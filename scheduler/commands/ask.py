"""``bluewatch ask``: the saved questions, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say, visible
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.questions import Question


@click.command(name="ask")
@click.argument("name", required=False, metavar="[QUESTION]")
@click.argument("given", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--sql", is_flag=True, help="Print the statement with these values in place of asking it.")
@json_option("an object a row; without QUESTION an object a question")
@data_option
@config_option
def command(
    *, name: str | None, given: tuple[str, ...], sql: bool, as_json: bool, data: Path | None, config: Path | None
) -> None:
    """Ask one of the saved questions, or list them. KEY=VALUE sets what a question leaves open.

    Without limit=N it prints a hundred rows and says how many there are; --json prints all of them.

    \b
    Example:
      bluewatch ask
      bluewatch ask casualties days=365 mission=MINUSCA
      bluewatch ask mandates-due --json
    """
    from storage.known_names import KnownNames
    from storage.questions import LIMIT, MOST_ROWS, load_questions, question

    if name is None:
        for one in load_questions():
            if as_json:
                echo_json(_form(one))
            else:
                click.echo(f"{one.id:24}  {one.title}")
        return
    asked = question(name)
    values = _values(given)
    if sql:
        click.echo(asked.written_out(values))
        return
    with open_settings(config, data).archive(read_only=True) as archive:
        bound = asked.asked(values, KnownNames(archive.db))
        rows = archive.db.rows(asked.sql, {**bound, LIMIT: MOST_ROWS + 1})
    # A person reads a page of them; a program that names no limit wants them all.
    shown = rows[: MOST_ROWS if as_json and LIMIT not in values else bound[LIMIT]]
    if not as_json:
        click.echo(f"{asked.title}\n")
    for row in shown:
        if as_json:
            echo_json(row)
        else:
            click.echo(_told(row))
    if len(shown) < len(rows):
        known = f"{len(rows):,}" if len(rows) <= MOST_ROWS else f"more than {MOST_ROWS:,}"
        say(f"the first {len(shown):,} of {known} rows; limit=N gives more, up to {MOST_ROWS:,}")
    if not rows:
        say(f"no rows. {asked.why}")


def _values(given: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for words in given:
        key, parted, value = words.partition("=")
        if not parted:
            raise UsageError(f"{words!r} sets nothing; write it as days=30")
        if values.setdefault(key, value) != value:
            raise UsageError(f"{key} is given twice: {values[key]} and {value}")
    return values


def _form(one: Question) -> dict[str, Any]:
    params = {name: {"default": param.default, "meaning": param.meaning} for name, param in one.params.items()}
    return {"id": one.id, "title": one.title, "why": one.why, "params": params}


def _told(row: Mapping[str, Any]) -> str:
    """One row as lines of key and value, without those that hold nothing: titles and words need the width."""
    lines = (
        f"{'  ' if number else ''}{key}: {visible(f'{value:.15g}' if isinstance(value, float) else str(value))}"
        for number, (key, value) in enumerate((key, value) for key, value in row.items() if value is not None)
    )
    return "\n".join(lines) + "\n"
