"""Shows a decision on its article: the text with marks round what counted, and the table of points. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from storage.matched import caption_number, text_of
from storage.records import Article, Decision, Match

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_OPEN_PLAIN, _CLOSE_PLAIN = "[[", "]]"
_CLOSE_COLOUR = "\x1b[0m"
_COLOURS = {
    "strong": "\x1b[1;32m",
    "mission": "\x1b[1;36m",
    "supporting": "\x1b[33m",
    "negative": "\x1b[1;31m",
    "contested": "\x1b[1;35m",
}
_PLACES = {3: "title", 2: "lead", 1: "elsewhere"}


def without_control(text: str) -> str:
    """The text without control characters, marks of direction and other signs that steer a terminal."""
    return _UNSEEN.sub("", text)


def _flat(text: str) -> str:
    return " ".join(without_control(text).split())


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(_padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in rows]


def marked(text: str, matches: Iterable[Match], *, colour: bool) -> str:
    """The text with marks round the spans of the matches; control characters of the text are left out."""
    spans = sorted({(m.start, m.end, m.kind) for m in matches}, key=lambda span: (span[0], -span[1]))
    pieces: list[str] = []
    at = 0
    for start, end, kind in spans:
        if end <= at:
            continue
        first = max(start, at)
        pieces.append(without_control(text[at:first]))
        inner = without_control(text[first:end])
        opening, closing = (_COLOURS.get(kind, ""), _CLOSE_COLOUR) if colour else (_OPEN_PLAIN, _CLOSE_PLAIN)
        pieces.append(f"{opening}{inner}{closing}")
        at = end
    pieces.append(without_control(text[at:]))
    return "".join(pieces)


def decision_lines(decision: Decision) -> list[str]:
    """The decision in a few lines of ``name  value``."""
    rows = [("label", str(decision.label)), ("score", f"{decision.score:g}")]
    if decision.operation_kind:
        rows.append(("operation", decision.operation_kind))
    if decision.reason:
        rows.append(("why", decision.reason))
    return _table([*rows, ("rules", decision.rules)])


def points_table(article: Article, decision: Decision) -> list[str]:
    """What counted, a line each: points, weight, place, kind, term, the words found, a note."""
    head = ("points", "weight", "place", "kind", "term", "found", "note")
    rows = [
        (
            f"{match.points:+g}" if match.points else "0",
            f"{match.weight:g}",
            _PLACES.get(match.place, str(match.place)),
            match.kind,
            _flat(match.term),
            _flat(text_of(article, match)),
            _flat(match.note or ""),
        )
        for match in decision.matches
    ]
    return _table([head, *rows]) if rows else ["no word of the rules was found"]


def blocks_table(decision: Decision) -> list[str]:
    """Of a transcript a line for each question with its answers: number, label, score, why."""
    rows = [
        (str(number), str(block.label), f"{block.score:g}", _flat(block.reason or ""))
        for number, block in enumerate(decision.blocks, 1)
    ]
    return _table([("block", "label", "score", "why"), *rows]) if rows else []


def explain_text(article: Article, decision: Decision, *, colour: bool) -> str:
    """The decision, the table of points and the whole scored text with marks (ANSI colours where colour is true)."""
    of_field = {
        name: [match for match in decision.matches if match.field == name] for name in ("title", "body", "caption")
    }
    parts = ["\n".join(decision_lines(decision)), "\n".join(points_table(article, decision))]
    if decision.blocks:
        parts.insert(1, "\n".join(blocks_table(decision)))
    if article.title:
        parts.append(marked(article.title, of_field["title"], colour=colour))
    if article.body:
        parts.append(marked(article.body, of_field["body"], colour=colour))
    for number, caption in enumerate(article.captions):
        inside = [match for match in of_field["caption"] if caption_number(match) == number]
        parts.append(f"(caption) {marked(caption, inside, colour=colour)}")
    return "\n\n".join(parts)
