"""A text as lines with their spans, and the lines as paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.plain import ends_sentence

_WRAPPED = (50, 110)


@dataclass(slots=True)
class Line:
    """One line that is not empty, with its span in the text; gap: an empty line stands before it."""

    text: str
    start: int
    end: int
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines that are not empty, trimmed, with their spans."""
    lines: list[Line] = []
    gap = False
    for match in re.finditer(r"[^\n]*\n?", text):
        raw = match.group(0).rstrip("\r\n")
        stripped = raw.strip(" \t\r\u3000\xa0\ufeff")
        if not stripped:
            gap = gap or bool(match.group(0))
            continue
        start = match.start() + raw.index(stripped)
        lines.append(Line(stripped, start, start + len(stripped), gap))
        gap = False
    return lines


def paragraph_spans(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Spans of the paragraphs: a line each, or a block of lines where a text was wrapped at a fixed width."""
    if not lines:
        return []
    inner = [line for line, below in itertools.pairwise(lines) if not below.gap]
    wrapped = len(inner) >= 3 and sum(
        1 for line in inner if _WRAPPED[0] <= len(line.text) <= _WRAPPED[1] and not ends_sentence(line.text)
    ) >= 0.6 * len(inner)
    spans: list[tuple[int, int]] = []
    for line in lines:
        if wrapped and spans and not line.gap:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return spans


def pieces_of(
    text: str,
    marked: Sequence[tuple[int, int, str]],
    spans: Sequence[tuple[int, int]],
    values: Sequence[str],
    body: str,
) -> tuple[tuple[str, str], ...]:
    """The pieces of the whole text: marked fields, the body or its paragraphs, and the literals between them."""
    marks = list(marked)
    if spans and text[spans[0][0] : spans[-1][1]] == body:
        marks.append((spans[0][0], spans[-1][1], "body"))
    else:
        marks.extend(
            (s, e, f"paragraph:{n}")
            for n, ((s, e), value) in enumerate(zip(spans, values, strict=True))
            if text[s:e] == value
        )
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end, name in sorted(marks):
        if start < at or start == end:
            continue
        if start > at:
            pieces.append(("text", text[at:start]))
        pieces.append(("field", name))
        at = end
    if at < len(text):
        pieces.append(("text", text[at:]))
    return tuple(pieces)
