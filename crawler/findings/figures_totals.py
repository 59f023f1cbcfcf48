"""Parts tied to their total: 850, including 700 troops and 150 police. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import Figure

_PART = lazy(
    r"(?:\bincluding|\bof (?:whom|which|them|these)|\bamong (?:whom|them|which)|\bamong them|\bcomprising|"
    r"\bconsist\w* of|\bmade up of|\bmake up|"
    r"\bof the (?:total|patients|number)|\bparmi (?:eux|lesquels)|\bdont|\bde los cuales|\bentre ellos|\bdos quais|"
    r"\bdi antaranya|"
    r"\bиз них|\bсреди них|\bз них|بينهم|منهم|তাঁদের মধ্যে|তাদের মধ্যে|其中|当中|當中|包括|由)",
    re.IGNORECASE,
)
_OF_THEM = lazy(r"\s*(?:,\s*)?(?:of (?:them|these|whom)|among them|are women|son mujeres)\b", re.IGNORECASE)
MOST_PARTS = 8


def tie(passage: Passage, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one passage, in order, with part_of set where words or sums say so."""
    tied = list(figures)
    for index, total in enumerate(figures):
        run = _run(passage, figures, index)
        summed = _summing(figures, total, run)
        for place in run:
            part = figures[place]
            if tied[place].part_of is not None or part.value >= total.value:
                continue
            if place in summed or _is_said(passage, total, part):
                tied[place] = replace(part, part_of=total.parts)
    return tied


def _run(passage: Passage, figures: Sequence[Figure], index: int) -> list[int]:
    """The figures after a total that may be its parts: of its unit, in its sentence or the next."""
    total = figures[index]
    if total.nature == "change" or total.unit in (None, "percent"):
        return []
    _, last = passage.sentence(total.start)
    run = []
    for place in range(index + 1, min(index + 1 + MOST_PARTS, len(figures))):
        part = figures[place]
        if part.start > last + 2 and passage.sentence(part.start)[0] > last + 3:
            break
        if part.unit == total.unit:
            run.append(place)
    return run


def _summing(figures: Sequence[Figure], total: Figure, run: list[int]) -> set[int]:
    value = 0.0
    taken: list[int] = []
    for place in run:
        value += figures[place].value
        taken.append(place)
        if len(taken) > 1 and abs(value - total.value) < 0.5:
            return set(taken)
        if value > total.value:
            break
    return set()


def _is_said(passage: Passage, total: Figure, part: Figure) -> bool:
    between = passage.text[total.end : part.start]
    if len(between) > 90:
        return False
    if _OF_THEM.match(passage.text, part.end) or re.search(r"\bof them\b", passage.text[part.start : part.end]):
        return True
    return bool(_PART.search(between) or _PART.match(passage.text, part.start))
