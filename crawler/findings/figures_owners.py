"""Whose a figure is and where: the country that governs it, and the mission or place. Pure."""

from __future__ import annotations

import re

from crawler.findings.figures_setting import Countries, Setting
from crawler.findings.passage import Mark, Passage

CONTRIBUTOR, HOST = "contributor", "host"
_COUNTRIES = ("country", "people")
_FROM = re.compile(r"[\u064b-\u065f]?\s*(?:from|of|de|du|des|dari|из|з|من)\s+(?:the\s+|la\s+|le\s+)?\Z", re.IGNORECASE)
_CYRILLIC = re.compile("[А-Яа-яІЇЄҐ]")
_SUBJECT_PRONOUN = re.compile(
    r"(?:It|They|The (?:contingent|battalion|unit|detachment|country|company|force|team|"
    r"nation)|Their|Its|该|这支|分队|全营|我国|我|警队|队伍)\b",
    re.IGNORECASE,
)
_HOME = re.compile(r"我国|我軍|我军|我首|我维和|我(?=公安)|中方")
# A country this near the sentence's beginning is its subject.
_AT_THE_START, _NEAR_THE_START = 12, 40


def who(at: Setting, countries: Countries, home: str | None) -> str | None:
    """ISO3 of the country in the counted phrase, or after "from", or of the sentence's contributor before it."""
    passage, first, (start, end) = at.passage, at.span[0], at.words
    inside = next(passage.within(start, end, *_COUNTRIES), None) or _after_from(passage, end)
    if inside is not None:
        return inside.value
    giver = countries.last_before(start, CONTRIBUTOR, first)
    if giver is not None:
        return giver.iso3
    subject = next(passage.within(first, start, *_COUNTRIES), None)
    if subject is not None and (subject.start - first <= _AT_THE_START or subject.kind == "people"):
        return subject.value
    if home is not None and _HOME.search(at.text, first, start):
        return home
    giver = countries.last_before(first, CONTRIBUTOR) if _SUBJECT_PRONOUN.match(at.text, first) else None
    return giver.iso3 if giver is not None else None


def _after_from(passage: Passage, end: int) -> Mark | None:
    mark = next(passage.within(end, end + 24, *_COUNTRIES), None)
    if mark is None:
        return None
    # In Russian and Ukrainian the country follows in the genitive.
    genitive = mark.start == end + 1 and _CYRILLIC.match(passage.text, mark.start)
    return mark if genitive or _FROM.fullmatch(passage.text, end, mark.start) else None


def subject_of(
    passage: Passage, countries: Countries, span: tuple[int, int], start: int, home: str | None
) -> str | None:
    """The country that a place in an order belongs to: the last one named before it, else the last contributor."""
    named = list(passage.within(span[0], start, *_COUNTRIES))
    if named:
        return named[0].value if named[0].start - span[0] <= _NEAR_THE_START else named[-1].value
    if home is not None and _HOME.search(passage.text, span[0], start):
        return home
    giver = countries.last_before(span[0], CONTRIBUTOR)
    return giver.iso3 if giver is not None else None


def place(at: Setting, countries: Countries) -> str | None:
    """The acronym of the mission named nearest after (or before) the count, else the host country as printed.

    Hosts in a row (nine countries including A, B and C) are no place of one count.
    """
    end = at.words[1]
    mission = min(
        at.passage.within(*at.span, "mission"), key=lambda mark: _away(mark.start, mark.end, at), default=None
    )
    if mission is not None:
        return mission.value
    hosts = list(countries.within(*at.span, HOST))
    if not hosts or len({host.iso3 for host in hosts if host.start >= end}) > 1:
        return None
    nearest = min(hosts, key=lambda host: _away(host.start, host.end, at))
    return nearest.name


def _away(start: int, end: int, at: Setting) -> int:
    """How far a place is from a count; what follows it is nearer."""
    return start - at.words[1] if start >= at.words[1] else at.words[0] - end + 40
