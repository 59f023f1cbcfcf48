"""The digest as Markdown (CommonMark with tables), written line by line with an escaping of our own.

Foreign text only ever stands inside a line that we have opened, with every sign that could act taken its force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from reports.compose import compose, foot
from reports.document import Block, Chart, Heading, Line, Lines, Links, Note, Part, Parts, Table, Told
from reports.wording import (
    CELL_SIGNS,
    clean,
    harmless,
    items_words,
    minute,
    nothing_seen,
    seen_after,
    short_day,
    title,
    window,
)
from storage.plural import count

_ACTIVE = re.compile(r"([\\`*_\[\]{}|~$@^=])")
_ADDRESS = re.compile(r"(?i)(?<=www)\.|:(?=//)|(?<=mailto):|(?<=xmpp):|!(?=\\\[)|(?<=\{)[%#]|[%#](?=\\\})")


def escape(text: str | None) -> str:
    """Foreign text as plain Markdown text: it can make no link, mark-up, table cell, template or HTML."""
    return _escaped(clean(text))


def _escaped(plain: str) -> str:
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(lambda found: "\\" + found[0], _ACTIVE.sub(r"\\\1", plain))


def target(url: str) -> str:
    """An address as a link's target; signs that could end it are percent-encoded."""
    return quote(url, safe="!#$%&'*+,-./:;=?@_~")


def markdown(edition: Mapping[str, Any], *, digest: str) -> str:
    """The whole digest. digest: the hash of its JSON form."""
    links = Links(edition["base"], "md")
    parts = [
        *_head(edition),
        *(line for told in compose(edition) for line in _section(told, edition, links)),
        "",
        "---",
        *(line for told in foot(edition, digest) for line in ("", _escaped(told))),
    ]
    return "\n".join(parts) + "\n"


def _head(edition: Mapping[str, Any]) -> list[str]:
    counts = edition["counts"]
    profile = f" · {escape(edition['profile'])}" if edition["profile"] != "default" else ""
    lines = [
        f"# Peacekeeping week {edition['week']}",
        "",
        f"**{window(edition['window']['days'])} (UTC)** · {title(edition)}{profile}"
        f" · written {minute(edition['written_at'])}",
        "",
        f"**{items_words(counts)} kept** · {counts['contested']} contested"
        f" · {counts['borderline']} borderline · {count(counts['read'], 'page')} read"
        f" · sources {counts['sources_healthy']} healthy of {counts['sources_tried']} tried",
    ]
    if counts["seen_after"]:
        lines += ["", f"{seen_after(edition)}"]
    if edition["provisional"]:
        lines += ["", "This week is not closed: what follows can still change, and has no number."]
    if not counts["kept"]:
        lines += ["", f"No item in this week. {nothing_seen(edition)}"]
    return lines


def _section(told: Told, edition: Mapping[str, Any], links: Links) -> list[str]:
    lines: list[str] = [] if told.section.key == "head" else ["", f"## {told.section.title}"]
    for block in told.blocks:
        lines += _block(block, edition["week"], links)
    return lines


def _block(block: Block, week: str, links: Links) -> list[str]:
    if isinstance(block, Heading):
        tally = f" ({_inline(block.tally, links)})" if block.tally else ""
        return ["", f"### {_inline(block.text, links)}{tally}"]
    if isinstance(block, Note):
        return ["", _inline(block.parts, links)]
    if isinstance(block, Lines):
        mark = "1." if block.ordered else "-"
        return ["", *(f"{mark} {_line(line, week, links)}" for line in block.lines)]
    if isinstance(block, Chart):
        return ["", f"### {block.title}", "", *_table(block.table, links)]
    return ["", *_table(block, links)]


def _line(line: Line, week: str, links: Links) -> str:
    """One line: its day, what is told, its quote, then details and source."""
    day = f"**{short_day(line.day, week)}** · " if line.day else ""
    found = [day + _inline(line.told, links)]
    if line.quote:
        found.append(_inline((line.quote,), links))
    found += [_inline(parts, links) for parts in (*line.details, *line.source)]
    return " · ".join(found)


def _inline(parts: Iterable[Part], links: Links) -> str:
    return "".join(_part(part, links) for part in parts)


def _part(part: Part, links: Links) -> str:
    if part.role == "sign":
        return CELL_SIGNS[part.text] or " "
    words = escape(part.text) if part.foreign else _escaped(harmless(part.text))
    if part.role in ("quote", "old", "new") and words:
        words = f"“{words}”"
    if (address := links.address(part.link)) is not None:
        words = f"[{words}](<{target(address)}>)"
    if part.role in ("strong", "mission") and words.strip():
        return f"**{words}**"
    return words


def _table(table: Table, links: Links) -> list[str]:
    shown = [[_cell(cell, links) for cell in row] for row in table.rows]
    head: Sequence[str] = table.head
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(cells) + " |" for cells in shown)]


def _cell(cell: Parts, links: Links) -> str:
    return _inline(cell, links)
