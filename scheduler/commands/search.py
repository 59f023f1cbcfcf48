"""``bluewatch search``: find articles by their words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from storage.records import Label

if TYPE_CHECKING:
    from storage.search import Hit, Search

ALL = "all"
LABELS = (*(str(label) for label in Label), ALL)


@click.command(name="search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many articles."
)
@click.option(
    "--label", "labels", type=click.Choice(LABELS), multiple=True, help="Also or instead these; else peacekeeping only."
)
@click.option("--best", is_flag=True, help="Best matches first, instead of newest first.")
@json_option(
    "an object an article: uid, title, outlet, source, url, label, published_at, first_seen_at, snippet, marks"
)
@data_option
@config_option
def command(
    *, query: tuple[str, ...], limit: int, labels: tuple[str, ...], best: bool, as_json: bool, data: Path | None,
    config: Path | None,
) -> None:  # fmt: skip
    """Find articles that hold all words of QUERY, in title, text, captions or names.

    \b
    "in quotes"   these words in this order
    deploy*       words that begin so
    -drill        not with this word (put -- before a query that begins with it)
    维和           Chinese, Japanese and Korean words of any length

    \b
    Example:
      bluewatch search engineers South Sudan
      bluewatch search '"medal parade"' --limit 5 --json
    """
    with open_settings(config, data).archive(read_only=True) as archive:
        words = " ".join(query)
        hits = archive.search.find(words, labels=chosen_labels(labels), limit=limit, newest_first=not best)
        for hit in hits:
            if as_json:
                echo_json(_form(hit))
            else:
                click.echo(_told(hit))
        if not hits:
            _say_nothing_found(archive.search, words, labels)


def chosen_labels(labels: tuple[str, ...]) -> list[str]:
    """Give the labels that --label names; peacekeeping where it is not given."""
    if ALL in labels:
        return [str(label) for label in Label]
    return list(labels) or [str(Label.PEACEKEEPING)]


def _form(hit: Hit) -> dict[str, Any]:
    return {name: getattr(hit, name) for name in hit.__dataclass_fields__}


def _told(hit: Hit) -> str:
    day = (hit.published_at or "no date")[:10]
    where = " · ".join(part for part in (hit.outlet, hit.source, hit.label, hit.uid) if part)
    title = click.style(visible(hit.title or "(no title)"), bold=True)
    return f"{day:10}  {title}\n            {visible(where)}\n            {_marked(hit)}\n"


def _marked(hit: Hit) -> str:
    """Underline the found words on a terminal; elsewhere the snippet is plain."""
    if not sys.stdout.isatty():
        return visible(hit.snippet)
    parts, end = [], 0
    for start, stop in hit.marks:
        parts += [visible(hit.snippet[end:start]), click.style(visible(hit.snippet[start:stop]), underline=True)]
        end = stop
    return "".join([*parts, visible(hit.snippet[end:])])


def _say_nothing_found(search: Search, words: str, labels: tuple[str, ...]) -> None:
    others = [str(label) for label in Label if str(label) not in chosen_labels(labels)]
    elsewhere = search.find(words, labels=others, limit=100) if others else []
    hint = f"; {len(elsewhere)} with other labels: add --label all" if elsewhere else ""
    say(f"nothing found{hint}")
