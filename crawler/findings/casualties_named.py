"""Soldiers who are told of by rank and name: Sergeant X was killed; an Irish soldier, Private Y, died. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import COUNTRY, DEATH, HARM, INJURY, PEOPLE, Group, Hit
from crawler.findings.passage import TITLE, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from storage.findings import Casualty
from storage.times import MONTH_SIGNS

_RANK = (
    r"(?:sepoy|jawan|havildar|naik|subedar|private|lance[- ]corporal|corporal|sergeant(?:\s+major|\s+first\s+class)?"
    r"|warrant\s+officer|lieutenant|captain|major|colonel|general|constable|inspector|soldier|peacekeeper|guardsman|sapper|gunner|signaller"
    r"|(?:l/cpl|lcpl|sgt|cpl|lt|col|maj|gen|capt|pte|pvt|spc|brig|insp)\.?)"
)
_FROM = lazy(r",?\s+(?:of|from)\s+(?:the\s+)?")
_NATION_REACH = 24
_OF_POLICE = lazy(r"police|constable|insp", re.IGNORECASE)
# Told of somebody after whom a thing is named, or who is remembered; but for where he served, between two commas.
_WHO = lazy(r",?\s+(?:who|whom|whose)\b")
_WHO_SERVED = lazy(r",\s+who\b[^,;.:]{1,120},")
# No soldier any more: what befalls him is no casualty of a mission.
_RETIRED = lazy(
    r"\s*\(ret[^()]{0,5}\)|,\s[^,;.]{0,60}\b(?:retired\b|former\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:commander|chief|head|deputy|general|officer|soldier|peacekeeper|observer|adviser)\b)",
    re.IGNORECASE,
)
_ARTICLE = lazy(r"an?\s")
_AND = lazy(r"\s+and\s")
_COMMA = lazy(r",\s+")
_ONCE_REACH = 24
_ONCE = lazy(r"\b(?:retired|former|ex)[\s-]+\Z", re.IGNORECASE)
# In a headline of capitals: Major Blast Hurt Two.
_NO_RANK = frozenset(("major", "general", "private"))
_NAMED = lazy(
    rf"(?<![\w-])(?<!\b[Aa]\s)(?<!\b[Tt]he\s)(?P<rank>(?i:(?:(?:lance|staff|master|first|second|senior|chief|sub|police|brigadier|major"
    rf"|lieutenant)\s+)*{_RANK}(?:\s+(?:general|colonel|gen\.?|col\.?))?))\s+(?:[A-Z](?:[\w’'.-]*\w|\.)\s+(?:(?:[A-Z][\w’'.-]*|bin|al|de|da|ul|ud)\s+)*)?"
    r"(?P<last>[A-Z][\w’'-]*\w)(?:,\s(?:aged\s)?\d\d(?=,)|\s\(\d\d\))?"
)


def with_named(passage: Passage, span: Span, people: Sequence[Group]) -> list[Group]:
    """The people of a sentence, in order, with soldiers by rank and name, each one person."""
    text, made = passage.text, []
    for found in _NAMED.finditer(text, *span):
        if passage.field == TITLE and found["rank"].lower() in _NO_RANK:
            continue
        taken = any(group.start < found.start() < group.end for group in people)
        if not taken and not _is_of_then(passage, found):
            made.append(_explained(passage.text, _of_name(passage, found), people))
    kept = [one for one in people if not any(name.start <= one.start < name.end for name in made)]
    return sorted((*kept, *made), key=lambda group: group.start)


def _explained(text: str, one: Group, people: Sequence[Group]) -> Group:
    """A soldier with what he is behind a comma: of Sergeant X, a medic, and Private Y one, and no medic besides.

    In a list without an "and" before the next ones the words may be those of another: X, a driver, two guards.
    """
    at = bisect_left(people, one.end, key=lambda group: group.start)
    what = people[at] if at < len(people) else None
    if (
        what is None
        or not _ARTICLE.match(text, what.start)
        or what.value != 1
        or not what.firm
        or not _COMMA.fullmatch(text, one.end, what.start)
    ):
        return one
    after = people[at + 1].start if at + 1 < len(people) else None
    if _AND.match(text, what.end) or (after is not None and _COMMA.fullmatch(text, what.end, after)):
        return one
    return replace(one, end=what.end, nationality=one.nationality or what.nationality)


def _is_of_then(passage: Passage, found: re.Match[str]) -> bool:
    """True for a name that is remembered, or of somebody who has left the service."""
    text, end = passage.text, found.end()
    if _ONCE.search(text, max(0, found.start() - _ONCE_REACH), found.start()) or _RETIRED.match(text, end):
        return True
    served = _WHO_SERVED.match(text, end)
    return bool(_WHO.match(text, end)) and (served is None or any(passage.within(end, served.end(), HARM)))


def _of_name(passage: Passage, found: re.Match[str]) -> Group:
    return Group(
        found.start(),
        found.end(),
        1.0,
        "exact",
        None,
        firm=True,
        noun=found.span("rank"),
        personnel="police" if _OF_POLICE.search(found["rank"]) else "military",
        nationality=_nation(passage, *found.span()),
        name=found["last"].lower(),
    )


def _nation(passage: Passage, start: int, end: int) -> str | None:
    """Kenyan Corporal X; Captain X of Uruguay."""
    text = passage.text
    before = (mark for mark in passage.within(max(0, start - _NATION_REACH), start, PEOPLE) if mark.end <= start)
    after = passage.within(end, end + _NATION_REACH, COUNTRY)
    near = [mark.value for mark in before if not text[mark.end : start].strip()]
    near += [mark.value for mark in after if _FROM.fullmatch(text, end, mark.start)]
    return near[0] if near else None


def in_apposition(row: Sequence[Group]) -> list[Group]:
    """Of two groups before a singular verb the one that says who it is: an Irish soldier, Private X, was killed."""
    told = [group for group in row if group.name is None]
    one_person = len(row) == 2 and len(told) == 1 and told[0].value == 1
    return told if one_person else []


def once(hits: Sequence[tuple[Hit, Casualty]]) -> Iterator[Casualty]:
    """The casualties of a text with each soldier who is named once, and where no number counts them already.

    One soldier without a name and a day has the day that is told of the only one who is named.
    """
    numbers = [one for hit, one in hits if hit.group.name is None]
    named = [(hit.group.name, one) for hit, one in hits if hit.group.name is not None]
    seen: set[tuple[str, str]] = set()
    for hit, one in hits:
        if hit.group.name is None:
            yield _dated(one, [(name, other) for name, other in named if _counts(one, other)])
        elif one.kind in (DEATH, INJURY) and (one.kind, hit.group.name) not in seen:
            seen.add((one.kind, hit.group.name))
            if not any(_counts(number, one) for number in numbers):
                yield one


def _counts(number: Casualty, named: Casualty) -> bool:
    """Whether a soldier who is named may be of a number: not of a total over time, of civilians, or of another time."""
    days = sorted((number.date or "", named.date or ""), key=len)
    same = number.kind == named.kind and number.nature == named.nature
    return same and number.personnel != "civilian" and days[1].startswith(days[0][:MONTH_SIGNS])


def _dated(one: Casualty, named: Sequence[tuple[str | None, Casualty]]) -> Casualty:
    days = {(other.date, other.as_of, other.as_of_basis) for _, other in named if other.date is not None}
    if one.value != 1 or one.date is not None or len({name for name, _ in named}) != 1 or len(days) != 1:
        return one
    day, as_of, basis = days.pop()
    return replace(one, date=day, as_of=as_of, as_of_basis=basis)
