"""Whose a figure is and where: the country that governs it, and the mission or place. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from crawler.findings.figures_setting import Countries, Setting, name_end
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import CountryMention

CONTRIBUTOR, HOST = "contributor", "host"
_FROM = lazy(r"[\u064b-\u065f]?\s*(?:from|of|de|du|des|dari|из|з|من)\s+(?:the\s+|la\s+|le\s+)?\Z", re.IGNORECASE)
_CYRILLIC = lazy("[А-Яа-яІЇЄҐ]")
_SUBJECT_PRONOUN = lazy(
    r"(?:It|They|The (?:contingent|battalion|unit|detachment|country|company|force|team|"
    r"nation)|Their|Its|该|这支|分队|全营|我国|我|警队|队伍)\b",
    re.IGNORECASE,
)
_HOME = lazy(r"我国|我軍|我军|我首|我维和|我(?=公安)|中方")
# In Kenya, 40 soldiers: where they are.
_WHERE = lazy(
    r"\b(?:in|at|near|across|outside|inside|around|throughout|en|au|aux|dans|em|no|na|di|в|во|у)\s+(?:the\s+|la\s+|el\s+)?\Z"
    r"|[在于於赴驻駐]\Z",
    re.IGNORECASE,
)
# Mali asked 13,000 peacekeepers to leave: one to whom they came.
_RECEIVES = lazy(
    r"['’]?\s+(?:also\s+|has\s+|had\s+|now\s+|will\s+)?(?:ask|tell|told|order|urge|expel|host|house|shelter|receive|welcome|"
    r"thank|accuse|say|said|want|demand|need|see\b|saw\b|is\s+home)",
    re.IGNORECASE,
)
# A country this near the sentence's beginning is its subject.
_AT_THE_START, _NEAR_THE_START = 12, 40


def who(at: Setting, countries: Countries, home: str | None, hosts: Collection[str] = ()) -> str | None:
    """ISO3 of the country in the counted phrase or after "from", else of the contributor or subject before it.

    A host is where they are and not whose they are, unless it is said to have them: Congolese soldiers. hosts: the
    countries of the mission that the count is placed at.
    """
    first, (start, end) = max(at.span[0], at.passage.opening), at.words
    inside = next((one for one in countries.named(start, end) if one.role != HOST or countries.is_adjective(one)), None)
    inside = inside or _after_from(at.passage, countries, end)
    if inside is not None:
        return inside.iso3
    giver = countries.last_before(start, CONTRIBUTOR, first)
    if giver is not None and giver.iso3 not in hosts:
        return giver.iso3
    others = (one for one in countries.named(first, start) if one.iso3 not in hosts)
    subject = next((one for one in others if one.role != HOST or one.end > start), None)
    if subject is not None and _is_subject(at, countries, subject, first):
        return subject.iso3
    if home is not None and _HOME.search(at.text, first, start):
        return home
    giver = countries.last_before(first, CONTRIBUTOR) if _SUBJECT_PRONOUN.match(at.text, first) else None
    return giver.iso3 if giver is not None else None


def _is_subject(at: Setting, countries: Countries, one: CountryMention, first: int) -> bool:
    if _WHERE.search(at.text, first, one.start) or _RECEIVES.match(at.text, name_end(one)):
        return False
    return one.start - first <= _AT_THE_START or countries.is_adjective(one)


def _after_from(passage: Passage, countries: Countries, end: int) -> CountryMention | None:
    one = next(countries.named(end, end + 24), None)
    if one is None:
        return None
    # In Russian and Ukrainian the country follows in the genitive.
    genitive = one.start == end + 1 and _CYRILLIC.match(passage.text, one.start)
    return one if genitive or _FROM.fullmatch(passage.text, end, one.start) else None


def subject_of(
    passage: Passage, countries: Countries, span: tuple[int, int], start: int, home: str | None
) -> str | None:
    """The country that a place in an order belongs to: the last one named before it, else the last contributor."""
    first = max(span[0], passage.opening)
    named = [one for one in countries.named(first, start) if one.role != HOST]
    if named:
        return named[0].iso3 if named[0].start - first <= _NEAR_THE_START else named[-1].iso3
    if home is not None and _HOME.search(passage.text, first, start):
        return home
    giver = countries.last_before(first, CONTRIBUTOR)
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
    hosts = [one for one in countries.named(*at.span) if one.role == HOST and not countries.is_adjective(one)]
    if not hosts or len({host.iso3 for host in hosts if host.start >= end}) > 1:
        return None
    nearest = min(hosts, key=lambda host: _away(host.start, name_end(host), at))
    return nearest.name


def _away(start: int, end: int, at: Setting) -> int:
    """How far a place is from a count; what follows it is nearer."""
    return start - at.words[1] if start >= at.words[1] else at.words[0] - end + 40
