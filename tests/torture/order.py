"""In which order points are tried: however early it ends, what was tried is the widest there is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.shim import Kind, Recorded

_DIGITS = re.compile(r"\d+")


def spread(many: int) -> Iterator[int]:
    """0 to many - 1, each once, so that the first ones lie evenly over all (bits reversed)."""
    bits = max(many - 1, 1).bit_length()
    for number in range(1 << bits):
        place = int(f"{number:0{bits}b}"[::-1], 2)
        if place < many:
            yield place


def by_class(operations: Sequence[Recorded], kinds: Kind) -> tuple[list[int], int]:
    """The points among all operations, those first that are the first of their class; and how many classes there are.

    A point's number is its place among the operations of these kinds. A class is one kind of operation on one kind of
    file between two synchronisations or changes of names: its first, its last, and two between them, since SQLite
    writes a frame's head and its page by turns.
    """
    members: dict[tuple[int, int, str, str], list[int]] = defaultdict(list)
    epoch = many = 0
    for done in operations:
        if done.inode & kinds:
            members[epoch, done.inode, done.other, _DIGITS.sub("#", Path(done.path).name)].append(many)
            many += 1
        epoch += bool(done.inode & (Kind.SYNC | Kind.NAME))
    firsts = {number for those in members.values() for number in {those[0], those[-1], *those[1:3]}}
    ordered = list(spread(many))
    return [at for at in ordered if at in firsts] + [at for at in ordered if at not in firsts], len(firsts)


def kind_of(done: Recorded) -> str:
    """What is done at a point, in a word."""
    return (Kind(done.inode).name or "").lower()
