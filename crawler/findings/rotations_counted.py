"""Head counts told of a contingent away from its step: 该警队由14名民警组成; the unit comprises 410. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import Contingent
from crawler.findings.sentences import Span
from storage.findings import Rotation

# Only what it is made up of; twelve of its men who went on patrol are no strength.
_MADE_UP = lazy(
    r"\b(?:compris\w+|consist\w+\s+of|number(?:s|ed|ing)|made\s+up\s+of|composed\s+of|totall?(?:s|ed|ing)|strength\s+of)\b"
    r"|\d-(?:strong|member|man|person)\b",
    re.IGNORECASE,
)
_MADE_UP_CHINESE = lazy(
    r"由[^，。；]{0,40}?\d[^，。；]{0,24}?(?:组成|組成|编成|編成|抽组)"
    r"|(?:共有?|共计|总共|总计|编制|满编|全员|总人数(?:为)?)(?:约)?[\d一二三四五六七八九十百]{1,5}余?[名人]"
)


class Counted(NamedTuple):
    """A contingent with its head count, and where the words are."""

    contingent: Contingent
    passage: Passage


def counted(passage: Passage, sentence: Span, named: Sequence[Contingent], earlier: Contingent | None) -> list[Counted]:
    """The one contingent of a sentence that tells what it is made up of, with its number: of its own or the one before.

    earlier: the contingent that one without an ordinal refers back to.
    """
    told = [one for one in named if not one.people]
    if len(told) != 1 or told[0].strength is None or told[0].partial or told[0].echelon is not None:
        return []
    words = _MADE_UP_CHINESE if passage.chinese else _MADE_UP
    if words.search(passage.text, *sentence) is None:
        return []
    one = told[0] if told[0].ordinal is not None or earlier is None else told[0].filled(earlier)
    return [Counted(one, passage)] if one.ordinal is not None else []


def with_strengths(
    found: Sequence[Rotation], known: Sequence[Counted], partial: set[tuple[str, int | None]]
) -> list[Rotation]:
    """The rotations, those without a head count with the only one that the text tells of the same contingent.

    partial: step and ordinal of those of which only a part was meant.
    """
    return [_with_strength(one, known) if (one.step, one.ordinal) not in partial else one for one in found]


def _with_strength(one: Rotation, known: Sequence[Counted]) -> Rotation:
    if one.strength is not None or one.echelon is not None or one.ordinal is None:
        return one
    same = [other for other in known if _is_of(one, other.contingent)]
    if len({other.contingent.strength for other in same}) != 1:
        return one
    contingent, passage = same[0]
    span = contingent.start, contingent.end
    here = (passage.field, passage.position) == (one.field, one.position)
    apart = all(end <= span[0] or span[1] <= start for start, end in one.parts)
    parts = tuple(sorted((*one.parts, span))) if here and apart else one.parts
    return replace(one, strength=contingent.strength, parts=parts)


def _is_of(one: Rotation, other: Contingent) -> bool:
    country = other.country is None or other.country == one.country
    unit = not other.unit or not one.unit or other.unit in one.unit or one.unit in other.unit
    return other.ordinal == one.ordinal and country and unit
