"""A text cut into stretches by the findings that lie on it, overlapping or not. Pure: knows no markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of one finding. number: the finding's in the list below the text; kind: its type."""

    start: int
    end: int
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text. marks: those that cover it, the longest first; closing: those that end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    closing: tuple[Mark, ...] = ()


def stretches(text: str, marks: Iterable[Mark]) -> Iterator[Stretch]:
    """The whole text in order; every place of it in exactly one stretch."""
    known = sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start, mark.number))
    edges = sorted({0, len(text), *(mark.start for mark in known), *(mark.end for mark in known)})
    for start, end in pairwise(edges):
        over = tuple(mark for mark in known if mark.start <= start and end <= mark.end)
        closing = tuple(sorted((mark for mark in over if mark.end == end), key=lambda mark: mark.number))
        yield Stretch(text[start:end], over, closing)
