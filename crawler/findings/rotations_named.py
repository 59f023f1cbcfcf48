"""The contingents of an English sentence: units, codes, head counts and troops of a country. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import Group
from crawler.findings.casualties_parts import INCLUDING
from crawler.findings.casualties_people import groups
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_contingent import LEAST_PEOPLE, MOST_PEOPLE, PEOPLE, PERSONS, Contingent
from crawler.findings.rotations_strength import part_of_people
from crawler.findings.rotations_units import coded, country_of, echelon_of, units, with_place

_SHARE = lazy(r"\b(?:last|first|final|remaining|other|another)\s+\d", re.IGNORECASE)
_BODIES = lazy(
    r"\b(?:bod(?:y|ies)|remains|coffins?|caskets?|wounded|injured|dead|fallen|slain)\s+(?:of\s+)?(?:the\s+)?(?:[\w’'-]+\s+){0,2}?\Z",
    re.IGNORECASE,
)
_BODIES_REACH = 40
_HURT = lazy(r"\b(?:wounded|injured|dead|fallen|slain|killed|sick)\b", re.IGNORECASE)
_ADJACENT = lazy(r"\s+(?:(?:UN|U\.N\.|peacekeeping|army|military)\s+)?")
_OF = lazy(r"\s+(?:of|from|in)\s+(?:the\s+)?")


def contingents(passage: Passage, start: int, end: int, *, people: bool = True) -> list[Contingent]:
    """All contingents of a sentence, in order. people: also those named only by a head count or as troops."""
    found = [*units(passage, start, end), *coded(passage, start, end)]
    if not people:
        return _joined(passage.text, sorted(found, key=lambda one: one.start))
    taken = [(one.start, one.end) for one in found]
    for group in groups(passage, start, end):
        if not LEAST_PEOPLE <= group.value <= MOST_PEOPLE or any(
            low < group.end and group.start < high for low, high in taken
        ):
            continue
        if (
            group.personnel == "civilian"
            or _are_anybody(passage, group)
            or _are_brought(passage.text, start, group.start, group.end)
            or (found and INCLUDING.search(passage.text, start, group.start))
            or not (group.firm or _SHARE.search(passage.text, max(start, group.start - 12), group.end))
        ):
            continue
        part, share = part_of_people(passage, start, (group.start, group.end))
        found.append(with_place(passage, end, Contingent(
            start=group.start, end=group.end,
            country=group.nationality or country_of(passage, group.start, group.end, end),
            unit="police" if group.personnel == "police" else None,
            strength=None if share else group.value, partial=part, firm=True, people=True,
            echelon=echelon_of(passage.text[max(start, group.start - 40) : group.start + 1]),
        )))  # fmt: skip
    found += _loose(passage, start, end, [(one.start, one.end) for one in found])
    return _joined(passage.text, sorted(found, key=lambda one: one.start))


def _are_anybody(passage: Passage, group: Group) -> bool:
    """True for 300 people, who need be no soldiers."""
    return group.noun is not None and passage.text[slice(*group.noun)].lower().startswith(("people", "persons"))


def _are_brought(text: str, first: int, start: int, end: int) -> bool:
    """True for the dead and hurt, whose coming home is no step of a contingent."""
    return bool(_BODIES.search(text, max(first, start - _BODIES_REACH), start) or _HURT.search(text, start, end))


def _joined(text: str, found: Sequence[Contingent]) -> list[Contingent]:
    """One contingent told in two steps, as one.

    The advance party of the 22nd unit, 298 members of the 14th contingent, a battalion of the Malawi Defence Force, a
    batch of 150 Tanzanian soldiers.
    """
    kept: list[Contingent] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is None:
            kept.append(one)
        elif (
            not (one.people or one.loose)
            and (last.people or not last.unit)
            and _OF.fullmatch(text, last.end, max(last.end, one.start))
        ):
            strength = last.strength if last.partial else last.strength or one.strength
            kept[-1] = replace(
                one,
                start=last.start,
                ordinal=one.ordinal or last.ordinal,
                country=one.country or last.country,
                strength=strength,
                echelon=last.echelon or one.echelon,
                partial=last.partial or one.partial,
                firm=one.firm or last.firm,
            )
        elif one.start <= last.end + 1 or (
            not one.unit and not one.ordinal and _OF.fullmatch(text, last.end, one.start)
        ):
            if one.end > last.end:
                strength = last.strength if last.partial else last.strength or one.strength
                kept[-1] = replace(last, end=one.end, country=last.country or one.country, strength=strength)
        else:
            kept.append(one)
    return kept


def _loose(passage: Passage, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[Contingent]:
    """Pakistani troops, Russian peacekeepers: an adjective and a plural without a number."""
    text = passage.text
    for mark in passage.within(start, end, PERSONS):
        if any(low < mark.end and mark.start < high for low, high in taken) or not text[
            mark.start : mark.end
        ].lower().endswith(("s", "men", "personnel")):
            continue
        country = next(
            (
                one
                for one in passage.within(max(start, mark.start - 32), mark.start, PEOPLE)
                if _ADJACENT.fullmatch(text, one.end, mark.start)
            ),
            None,
        )
        if country is not None and not _are_brought(text, start, country.start, mark.end):
            yield Contingent(start=country.start, end=mark.end, country=country.value, firm=True, loose=True)
