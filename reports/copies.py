"""Copies of one text in an edition: which line tells it, and which only say who else printed it. Pure.

A line of an edition that was built before copies were known has no ``copy_of`` and stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Entry = Mapping[str, Any]


def marked(entries: Sequence[dict[str, Any]], texts: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """The lines, in order; ``copy_of`` is the uid of the first one of the same text. texts: of articles, by uid."""
    first: dict[int, str] = {}
    found = []
    for entry in entries:
        text = texts.get(entry["uid"])
        began = entry["uid"] if text is None else first.setdefault(text, entry["uid"])
        found.append(entry if began == entry["uid"] else {**entry, "copy_of": began})
    return found


def text_of(entry: Entry) -> str:
    """What copies of one text have in common: the uid of the first one."""
    return str(entry.get("copy_of") or entry["uid"])


def texts(entries: Iterable[Entry]) -> int:
    """How many texts these lines tell."""
    return len({text_of(entry) for entry in entries})


def together(entries: Iterable[Entry]) -> list[tuple[Entry, list[Entry]]]:
    """The first line of each text in this list, in order, with the other lines of that text."""
    found: list[tuple[Entry, list[Entry]]] = []
    of: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.get("copy_of") and text_of(entry) in of:
            of[text_of(entry)].append(entry)
        else:
            copies: list[Entry] = []
            of[text_of(entry)] = copies
            found.append((entry, copies))
    return found
