"""Keeps a digest within four printed pages: lists give up their last lines to what is folded, the longest first. Pure.

Nothing is lost by it: on a screen, in mail and in Markdown the folded lines stand below the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.document import Block, Chart, Heading, Line, Lines, Note, Parts, Told

# Rows that four pages of two columns hold below the front page, at the sizes of templates/digest.css, with a margin.
ROOM = 490.0
# A list keeps so many lines in any case.
LEAST = 2
_SIGNS_A_ROW = 56
_HEADING, _SECTION, _CHART = 1.7, 4.0, 16.0
_KEPT = ("head", "top")


def fitted(document: Sequence[Told], *, room: float = ROOM) -> tuple[Told, ...]:
    """The document with as many lines folded as it takes."""
    blocks = [list(told.blocks) for told in document]
    total = sum(
        _SECTION + sum(_rows(block) for block in own)
        for told, own in zip(document, blocks, strict=True)
        if told.section.key not in _KEPT
    )
    while total > room:
        longest = max(
            ((len(block.lines), -section, -place)
             for section, own in enumerate(blocks)
             if document[section].section.key not in _KEPT
             for place, block in enumerate(own)
             if isinstance(block, Lines) and not block.folded and len(block.lines) > LEAST),
            default=None,
        )  # fmt: skip
        if longest is None:
            break
        total -= _fold_last(blocks[-longest[1]], -longest[2])
    return tuple(replace(told, blocks=tuple(own)) for told, own in zip(document, blocks, strict=True))


def _fold_last(blocks: list[Block], place: int) -> float:
    """Move the last line of a list into the folded one after it; gives the rows saved."""
    block = blocks[place]
    if not isinstance(block, Lines):
        raise TypeError("only a list of lines can give one up")
    last = block.lines[-1]
    blocks[place] = replace(block, lines=block.lines[:-1])
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    if isinstance(after, Lines) and after.folded:
        blocks[place + 1] = replace(after, lines=(last, *after.lines))
        return _line_rows(last)
    blocks.insert(place + 1, Lines((last,), folded=True))
    return _line_rows(last) - 1


def _rows(block: Block) -> float:
    if isinstance(block, Heading):
        return _HEADING + 0.8 * _wrapped((*block.text, *block.tally))
    if isinstance(block, Note):
        return _wrapped(block.parts)
    if isinstance(block, Lines):
        return 1.0 if block.folded else sum(_line_rows(line) for line in block.lines)
    if isinstance(block, Chart):
        # Only coverage grows with its lines.
        return 4.0 + 0.9 * len(block.table.rows) if block.key == "coverage" else _CHART
    return 1.0 if block.folded else sum(_table_row(row) for row in block.rows)


def _table_row(row: Sequence[Parts]) -> float:
    return 0.9 * max(1, -(-_signs(row[0]) // 26))


def _line_rows(line: Line) -> float:
    parts = [line.told, *((line.quote,) for _ in (1,) if line.quote), *line.details]
    told = sum(_wrapped(one) for one in parts if one)
    return told + 0.85 * _wrapped(tuple(part for one in line.source for part in one)) + 0.3


def _wrapped(parts: Sequence[object]) -> int:
    return -(-_signs(parts) // _SIGNS_A_ROW)


def _signs(parts: Sequence[object]) -> int:
    """Wide signs take two places."""
    return sum(sum(2 if ord(sign) > 0x2E7F else 1 for sign in getattr(part, "text", "")) for part in parts)
