"""The marks of posts, ranks and their owners in one passage, by place. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from crawler.findings.passage import Mark, Passage

OWNERS = ("country", "people", "mission", "organisation")
HEADS = ("body", "portfolio", "occupation")
# A post further from its name than this, in code points, is somebody else's.
NEAREST = 110


class PostMarks:
    """Heads of posts outside ranks (wing commander is a rank), ranks outside posts (director general is a post)."""

    def __init__(self, passage: Passage) -> None:
        text = passage.text
        ranks, heads, owners = [], [], []
        for mark in passage.marks:
            if mark.kind == "rank" and mark.value != "zh" and text[mark.start].isupper():
                ranks.append(mark)
            elif mark.kind == "post" and mark.value in HEADS:
                heads.append(mark)
            elif mark.kind in OWNERS:
                owners.append(mark)
        self.heads = _outside(heads, ranks)
        self._starts = [head.start for head in self.heads]
        self.by_end = {head.end: head for head in self.heads}
        free = _outside(ranks, self.heads)
        self.rank_by_end = {rank.end: rank for rank in free}
        self.rank_by_start = {rank.start: rank for rank in free}
        self.owner_by_end = {owner.end: owner for owner in owners}
        self.owner_by_start = {owner.start: owner for owner in reversed(owners)}

    def before(self, place: int, floor: int) -> Iterator[Mark]:
        """The heads that end at or before a place and lie near it, the nearest first."""
        for index in range(bisect_right(self._starts, place) - 1, -1, -1):
            head = self.heads[index]
            if head.start < max(floor, place - NEAREST):
                return
            if head.end <= place:
                yield head

    def after(self, place: int) -> Iterator[Mark]:
        """The heads that begin at or after a place, in order."""
        for index in range(bisect_left(self._starts, place), len(self.heads)):
            yield self.heads[index]


def _outside(marks: list[Mark], others: list[Mark]) -> list[Mark]:
    """The marks that do not lie within a longer one of the others; both in order."""
    kept, reach = [], Mark(0, 0, "", "")
    index = 0
    for mark in marks:
        while index < len(others) and others[index].start <= mark.start:
            if others[index].end > reach.end:
                reach = others[index]
            index += 1
        if not (
            reach.start <= mark.start and mark.end <= reach.end and reach.end - reach.start > mark.end - mark.start
        ):
            kept.append(mark)
    return kept
