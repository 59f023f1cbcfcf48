"""What the rules read: one field of an article with its sentences, gazetteer marks, numbers and days. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as value
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from crawler.findings.circumstances import Circumstances
from crawler.findings.days import Day
from crawler.findings.numbers import Number
from crawler.findings.sentences import Span

if TYPE_CHECKING:
    from crawler.findings.missions import Operations
    from crawler.findings.people_names import Names
    from crawler.findings.romance import Tongue

_Made = TypeVar("_Made")
# Fields in the order in which they are read.
TITLE, BODY, CAPTION = "title", "body", "caption"


class Mark(NamedTuple):
    """One gazetteer word at its place. kind: country, people, mission, post ...; value: what it stands for."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One field. position: the caption's number from 1. marks: by start, the longest first where several begin.

    opening: where the body's dateline ends, which says where the text was written and nothing else. tongue: the words
    of its language, where romance.toml knows it.
    """

    field: str
    text: str
    position: int | None = None
    opening: int = 0
    chinese: bool = False
    tongue: Tongue | None = None
    sentences: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    numbers: tuple[Number, ...] = ()
    days: tuple[Day, ...] = ()
    _kinds: dict[tuple[str, ...], tuple[list[int], list[Mark]]] = value(init=False, repr=False, compare=False)
    _openings: list[int] = value(init=False, repr=False, compare=False)
    _once: dict[Callable[..., Any], Any] = value(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        kinds: dict[tuple[str, ...], tuple[list[int], list[Mark]]] = {}
        for mark in self.marks:
            key = (mark.kind,)
            if key not in kinds:
                kinds[key] = ([], [])
            starts, marks = kinds[key]
            starts.append(mark.start)
            marks.append(mark)
        object.__setattr__(self, "_kinds", kinds)
        object.__setattr__(self, "_openings", [start for start, _ in self.sentences])

    def sentence(self, place: int) -> Span:
        """The sentence that a place lies in (or the one before it); (place, place) before the first."""
        index = bisect_right(self._openings, place) - 1
        return self.sentences[index] if index >= 0 else (place, place)

    def once(self, make: Callable[[Passage], _Made]) -> _Made:
        """What a function makes of the passage; it is asked once, as rules ask for each of very many numbers."""
        if make not in self._once:
            self._once[make] = make(self)
        return cast("_Made", self._once[make])

    def within(self, start: int, end: int, *kinds: str) -> Iterator[Mark]:
        """The marks that lie wholly in a span, in order."""
        starts, marks = self._of(kinds)
        for index in range(bisect_left(starts, start), len(starts)):
            mark = marks[index]
            if mark.start >= end:
                return
            if mark.end <= end:
                yield mark

    def of(self, *kinds: str) -> Iterator[Mark]:
        """All marks of some kinds, in order."""
        return iter(self._of(kinds)[1])

    def _of(self, kinds: tuple[str, ...]) -> tuple[list[int], list[Mark]]:
        """The marks of some kinds with their starts; several kinds are put together once."""
        known = self._kinds.get(kinds)
        if known is not None:
            return known
        marks = [mark for mark in self.marks if mark.kind in kinds] if len(kinds) > 1 else []
        self._kinds[kinds] = made = ([mark.start for mark in marks], marks)
        return made


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
