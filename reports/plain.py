"""The digest as plain text for mail: lines of at most 78 signs, addresses written out below their line. Pure."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.compose import compose, foot
from reports.document import Block, Chart, Heading, Line, Lines, Links, Note, Part, Table, Told
from reports.wording import (
    CELL_SIGNS,
    clean,
    counts_words,
    harmless,
    minute,
    nothing_seen,
    short_day,
    title,
    window,
)

WIDTH = 78


def plain(edition: Mapping[str, Any], *, digest: str) -> str:
    """The whole digest. digest: the hash of its JSON form."""
    links = Links(edition["base"], None)
    lines = [*_head(edition)]
    for told in compose(edition):
        lines += _section(told, edition["week"], links)
    lines += ["", "-" * WIDTH]
    for said in foot(edition, digest):
        lines += ["", *_wrapped(said)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(edition: Mapping[str, Any]) -> Iterator[str]:
    counts = edition["counts"]
    yield f"PEACEKEEPING WEEK {edition['week']}"
    yield f"{window(edition['window']['days'])} (UTC)"
    profile = f" · {clean(edition['profile'])}" if edition["profile"] != "default" else ""
    yield f"{title(edition)}{profile} · written {minute(edition['written_at'])}"
    yield ""
    yield from _wrapped(counts_words(counts))
    if edition["provisional"]:
        yield "This week is not closed: what follows can still change, and has no number."
    if not counts["kept"]:
        yield f"No item in this week. {nothing_seen(edition)}"


def _section(told: Told, week: str, links: Links) -> Iterator[str]:
    if told.section.key != "head":
        yield ""
        yield ""
        yield told.section.title.upper()
        yield "=" * len(told.section.title)
    for block in told.blocks:
        yield from _block(block, week, links)


def _block(block: Block, week: str, links: Links) -> Iterator[str]:
    if isinstance(block, Heading):
        tally = f" - {_words(block.tally)}" if block.tally else ""
        yield ""
        yield from _wrapped(f"{_words(block.text)}{tally}")
    elif isinstance(block, Note):
        yield ""
        yield from _wrapped(_words(block.parts))
    elif isinstance(block, Lines):
        yield ""
        for place, line in enumerate(block.lines, 1):
            yield from _line(line, week, links, f"{place}. " if block.ordered else "- ")
    elif isinstance(block, Chart):
        yield ""
        yield block.title
        yield from _table(block.table)
    else:
        yield ""
        yield from _table(block)


def _line(line: Line, week: str, links: Links, mark: str) -> Iterator[str]:
    day = f"{short_day(line.day, week)}  " if line.day else ""
    told = [f"{day}{_words(line.told)}", *([_words((line.quote,))] if line.quote else [])]
    told += [_words(parts) for parts in (*line.details, *line.source)]
    yield from _wrapped(" · ".join(told), first=mark, rest="  ")
    for address in _addresses(line, links):
        # One address a line, whole: a reader of mail makes a link of it.
        yield f"  {address}"


def _addresses(line: Line, links: Links) -> Sequence[str]:
    quote = (line.quote,) if line.quote else ()
    parts = [*line.told, *quote, *(part for parts in (*line.details, *line.source) for part in parts)]
    found = (links.address(part.link) for part in parts)
    return list(dict.fromkeys(clean(one).replace(" ", "%20") for one in found if one and not one.startswith("#")))


def _words(parts: Sequence[Part]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    if part.role == "sign":
        return CELL_SIGNS[part.text] or " "
    words = clean(part.text) if part.foreign else harmless(part.text)
    return f"“{words}”" if part.role in ("quote", "old", "new") and words else words


def _table(table: Table) -> Iterator[str]:
    rows = [[*table.head], *([_words(cell) for cell in row] for row in table.rows)]
    yield from _by_days(rows) if table.days else _by_name(rows)


def _by_days(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Each column as wide as its widest cell; what they leave of the line is the name's."""
    wide = [max(_wide(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = min(26, WIDTH - sum(1 + one for one in wide[1:]) - 1)
    for name, *middle, last in rows:
        cells = "".join(" " * (1 + most - _wide(cell)) + cell for cell, most in zip(middle, wide[1:-1], strict=True))
        yield from _beside(name, f"{cells}  {last}", room)


def _by_name(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    room = 34
    for name, *rest in rows:
        cells = [cell.rjust(5) for cell in rest]
        told = f"{'  '.join(cells[:-1])}  {cells[-1].strip()}"
        if _wide(told) > WIDTH - room:
            yield from _wrapped(": ".join((name, *cells)), rest="  ")
        else:
            yield from _beside(name, told, room)


def _beside(name: str, cells: str, room: int) -> Iterator[str]:
    if _wide(name) > room:
        yield from _wrapped(name)
        name = ""
    yield f"{name}{' ' * (room - _wide(name))}{cells}"


def _wide(text: str) -> int:
    """How many places of a line a text takes: a wide sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=True
    )
