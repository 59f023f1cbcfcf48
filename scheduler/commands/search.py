"""``bluewatch search``: find articles by their words and fields."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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
from storage.query_fields import ALL_LABELS, HELP, LABELS
from storage.query_words import advice
from storage.records import Label

if TYPE_CHECKING:
    from storage.search import Answer, Facet, Hit, Search
    from storage.snippets import Marks

_WIDTH = 22


def _language() -> str:
    """The query language as click prints it: an example and its meaning a line."""
    lines = ["\b"]
    for example, meaning in HELP:
        first, *rest = _wrapped(meaning)
        lines += [f"{example:<{_WIDTH}}  {first}", *(f"{'':{_WIDTH}}  {line}" for line in rest)]
    return "\n".join(lines)


def _wrapped(text: str, width: int = 52) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


_ABOUT = f"""Find articles by words and fields.

Put the whole QUERY in single quotes: shells take > and quotes for their own.

{_language()}

\b
Example:
  bluewatch search engineers South Sudan
  bluewatch search '"medal parade" country:CHN after:2026-01-01'
  bluewatch search 'mission:UNMISS figure>1000' --facets
"""


@click.command(name="search", help=_ABOUT)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 5000), default=20, show_default=True, help="At most so many articles.")
@click.option("--offset", type=click.IntRange(0, 4999), default=0, help="Leave out so many first.")
@click.option(
    "--label",
    "labels",
    type=click.Choice(LABELS),
    multiple=True,
    help="Where the query has no label: field; else peacekeeping only.",
)
@click.option(
    "--sort",
    type=click.Choice(("date", "rank")),
    default="date",
    show_default=True,
    help="Newest first; or best first, among the newest 5,000.",
)
@click.option("--facets", is_flag=True, help="Also count the hits by source, label, language, mission, country, year.")
@json_option(
    "an object an article: uid, title, outlet, source, url, label, language, published_at, first_seen_at, withdrawn_at,"
    " snippet, marks, title_marks; with --facets a last object with total, more and facets"
)
@data_option
@config_option
def command(
    *, query: tuple[str, ...], limit: int, offset: int, labels: tuple[str, ...], sort: str, facets: bool, as_json: bool,
    data: Path | None, config: Path | None,
) -> None:  # fmt: skip
    """Find articles; what --help prints is _ABOUT."""
    with open_settings(config, data).archive(read_only=True) as archive:
        words = " ".join(query)
        answer = archive.search.answer(
            words, labels=chosen_labels(labels), limit=limit, offset=offset, best=sort == "rank", facets=facets
        )
        for hit in answer.hits:
            if as_json:
                echo_json(_form(hit))
            else:
                click.echo(_told(hit))
        if facets:
            _show_facets(answer, as_json=as_json)
        if told := advice(words):
            say(told)
        _say_how_many(archive.search, words, labels, answer, offset)


def chosen_labels(labels: tuple[str, ...]) -> list[str]:
    """Give the labels that --label names; peacekeeping where it is not given."""
    if ALL_LABELS in labels:
        return [str(label) for label in Label]
    return list(labels) or [str(Label.PEACEKEEPING)]


def _form(hit: Hit) -> dict[str, Any]:
    return {name: getattr(hit, name) for name in hit.__dataclass_fields__}


def _told(hit: Hit) -> str:
    day = (hit.published_at or "no date")[:10]
    withdrawn = "taken down" if hit.withdrawn_at else None
    where = " · ".join(part for part in (hit.outlet, hit.source, hit.label, withdrawn, hit.uid) if part)
    title = _marked(hit.title, hit.title_marks, bold=True) if hit.title else click.style("(no title)", bold=True)
    return f"{day:10}  {title}\n            {visible(where)}\n            {_marked(hit.snippet, hit.marks)}\n"


def _marked(text: str, marks: Marks, *, bold: bool = False) -> str:
    """Underline the found words on a terminal; elsewhere the text is plain."""
    if not sys.stdout.isatty():
        return visible(text)
    from storage.snippets import pieces

    return "".join(click.style(visible(piece), underline=found, bold=bold) for piece, found in pieces(text, marks))


def _show_facets(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        counts = {one.field: {value: count for value, count, _ in one.counts} for one in answer.facets}
        echo_json({"total": answer.total, "more": answer.more, "facets": counts})
        return
    for one in answer.facets:
        if one.counts:
            click.echo(_counted(one))


def _counted(facet: Facet) -> str:
    values = "  ".join(f"{visible(value)} {count}" for value, count, _ in facet.counts)
    return f"{facet.field + ':':10}  {values}"


def _say_how_many(search: Search, words: str, labels: tuple[str, ...], answer: Answer, offset: int) -> None:
    if answer.total:
        total = f"more than {answer.total}" if answer.more else f"{answer.total}"
        last = offset + len(answer.hits)
        say(f"{offset + 1}-{last} of {total}" if answer.hits else f"none behind the first {offset}: there are {total}")
        return
    others = [str(label) for label in Label if str(label) not in chosen_labels(labels)]
    elsewhere = search.answer(words, labels=others, limit=1).total if others else 0
    say("nothing found" + (f"; {elsewhere} with other labels: add --label all" if elsewhere else ""))
