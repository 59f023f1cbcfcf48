"""What the rules read: one field of an article with its sentences, gazetteer marks, numbers and days. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as value
from typing import TYPE_CHECKING

from crawler.findings.circumstances import Circumstances
from crawler.findings.days import Day
from crawler.findings.numbers import Number
from crawler.findings.sentences import Span, sentence_at

if TYPE_CHECKING:
    from crawler.findings.missions import Operations
    from crawler.findings.people_names import Names

# Fields in the order in which they are read.
TITLE, BODY, CAPTION = "title", "body", "caption"


@dataclass(frozen=True, slots=True)
class Mark:
    """One gazetteer word at its place. kind: country, people, mission, post ...; value: what it stands for."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One field. position: the caption's number from 1. marks: by start, the longest first where several begin."""

    field: str
    text: str
    position: int | None = None
    chinese: bool = False
    sentences: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    numbers: tuple[Number, ...] = ()
    days: tuple[Day, ...] = ()
    _starts: list[int] = value(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [mark.start for mark in self.marks])

    def sentence(self, place: int) -> Span:
        """The sentence round a place."""
        return sentence_at(self.sentences, place)

    def within(self, start: int, end: int, *kinds: str) -> Iterator[Mark]:
        """The marks that lie wholly in a span, in order; of all kinds where none is given."""
        for index in range(bisect_left(self._starts, start), len(self.marks)):
            mark = self.marks[index]
            if mark.start >= end:
                return
            if mark.end <= end and (not kinds or mark.kind in kinds):
                yield mark

    def of(self, *kinds: str) -> Iterator[Mark]:
        """All marks of some kinds."""
        return (mark for mark in self.marks if mark.kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """All passages of an article, with its circumstances: what every rule is given."""

    passages: tuple[Passage, ...]
    around: Circumstances
    operations: Operations
    names: Names

    @property
    def body(self) -> Passage | None:
        """The body, where there is one."""
        return next((one for one in self.passages if one.field == BODY), None)
