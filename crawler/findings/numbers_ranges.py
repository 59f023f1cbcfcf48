"""Ranges of numbers: between 30 and 40, 30-40, 30至40 are one number with an upper end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.findings.patterns import lazy

if TYPE_CHECKING:
    from crawler.findings.numbers import Number

_RANGE = lazy(r"\s*(?:to|and|y|et|-|–|—|~|～|至|到|or|à|a|hingga|до)\s*", re.IGNORECASE)
_DASHES = frozenset("-–—")
# From 660 to 860 tells of a change, not of a range.
_FROM = lazy(r"\b(?:from|by|de|du)\s+(?:about |around |some |nearly )?[$€£]?\Z|由\Z|从\Z")


def joined(plain: str, found: list[Number]) -> Iterator[Number]:
    """The numbers in order, those of a range as one."""
    skip = False
    for number, after in pairwise([*found, None]):
        if number is None or skip:
            skip = False
            continue
        if after is not None and _is_range(plain, number, after):
            yield number._replace(end=after.end, value_to=after.value)
            skip = True
        else:
            yield number


def _is_range(plain: str, first: Number, second: Number) -> bool:
    between = plain[first.end : second.start]
    if not _RANGE.fullmatch(between) or not between.strip() or second.value <= first.value:
        return False
    # A dateline's day and the first words of its text: July 20 - Fifty-eight soldiers.
    if (
        " " in between
        and plain[first.end - 1].isdigit()
        and plain[second.start].isalpha()
        and between.strip() in _DASHES
    ):
        return False
    joint = between.strip().lower()
    before = plain[max(0, first.start - 24) : first.start].lower()
    if joint in ("and", "y", "et"):
        return "between" in before or "entre" in before
    return joint not in ("to", "a", "à", "or", "至", "到") or not _FROM.search(before)
