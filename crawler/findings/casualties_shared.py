"""People who share one noun or one verb: 14 South African, three Malawian and two Tanzanian soldiers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import COUNTRY, PEOPLE, PERSONS, Group, Hit, is_no_count, numbers_in, qualified
from crawler.findings.numbers import Number
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

# Words besides nationalities that a number may have before the noun that it shares.
_KINDS = lazy(
    r"(?:male|female|military|civilian|police|uniformed|un|u\.n\.|local|international|national|foreign|government|army"
    r"|senior|junior|young|african|european|asian|western|unarmed|armed|other|more)\b",
    re.IGNORECASE,
)
_PERSONNEL = lazy(r"\b(?:military|police|civilian)\b", re.IGNORECASE)
_LINK = lazy(r"\s*,\s*(?:(?:and|plus)\s+)?|\s+(?:and|plus|&)\s+|,?\s+as\s+well\s+as\s+", re.IGNORECASE)
_BLANK = lazy(r"\s+")
_FROM = lazy(r"\s+from\s+(?:the\s+)?", re.IGNORECASE)
_MOST_WORDS = 3
# A country that lost people, and the next one, whose verb and noun are left out: Malawi three and Tanzania two.
_LOST = lazy(r"\s+(?:(?:has|have|had|also|reportedly)\s+)*$", re.IGNORECASE)
_HAD = lazy(r"\s+(?:has\s+had|had)\s+$", re.IGNORECASE)
_NEXT_CLAUSE = lazy(r"\s*(?:[,;]\s*(?:and\s+|while\s+|but\s+)?|\s(?:and|while)\s+)", re.IGNORECASE)
_LEFT_OUT = lazy(
    r"\s+(?:(?:has|have|had)\s+)?(?:lost\s+|had\s+)?(?:(?:at\s+least|more\s+than|about|around|some|nearly|over|up\s+to)\s+)?",
    re.IGNORECASE,
)
_ALL_FROM = lazy(
    r"(?:(?!\b(?:and|while|but|as|when)\b)[^,;.()]){0,50}?(?:,|\(|\s[–—-]{1,2})\s*(?:all|both)\s+(?:(?:of\s+)?(?:them|whom)\s+)?(?:(?:from|of|were|are)\s+){0,2}(?:the\s+)?",
    re.IGNORECASE,
)
_STOPS = lazy(r"\s*(?:[,.;:)]|$|(?:and|while|but|in|on|during)\b)", re.IGNORECASE)
# The verb of the countries may stand this far behind their own name, its people this far behind it, in code points.
_NAME_REACH = 40


def sharing(passage: Passage, sentence: Span, found: Sequence[Group]) -> list[Group]:
    """The groups of a sentence with those that share the noun of the next one, in order."""
    groups = list(found)
    for number in reversed(numbers_in(passage, *sentence)):
        at = next((index for index, group in enumerate(groups) if group.start >= number.end), None)
        if at is None or any(group.start <= number.start < group.end for group in groups):
            continue
        group = _sharing(passage, sentence, number, groups[at])
        if group is not None:
            groups.insert(at, group)
    return _from_countries(passage, groups)


def _sharing(passage: Passage, sentence: Span, number: Number, following: Group) -> Group | None:
    """The people of a number with no noun of its own before the group whose noun they share."""
    noun = following.shared or following.noun
    if not following.firm or noun is None or is_no_count(passage, number):
        return None
    if not any(True for _ in passage.within(*noun, PERSONS)):
        return None
    end = _adjectives(passage, number.end)
    link = _LINK.match(passage.text, end) if end is not None else None
    if end is None or link is None or link.end() != following.start:
        return None
    qualifier, bound, first = qualified(passage.text, sentence[0], number)
    nations = {mark.value for mark in passage.within(number.end, end, PEOPLE, COUNTRY)}
    kind = _PERSONNEL.search(passage.text, number.end, end)
    return Group(
        first,
        end,
        number.value,
        qualifier,
        bound,
        firm=True,
        noun=(number.end, end),
        personnel=kind.group().lower() if kind else following.personnel,
        nationality=nations.pop() if len(nations) == 1 else None,
        shared=noun,
    )


def _adjectives(passage: Passage, start: int) -> int | None:
    """Where the nationalities and kinds straight behind a number end; None where there are none."""
    end = None
    for _ in range(_MOST_WORDS):
        blank = _BLANK.match(passage.text, start if end is None else end)
        if blank is None:
            break
        mark = next((one for one in passage.within(blank.end(), blank.end() + 30, PEOPLE, COUNTRY)), None)
        kind = _KINDS.match(passage.text, blank.end())
        if mark is not None and mark.start == blank.end():
            end = mark.end
        elif kind is not None:
            end = kind.end()
        else:
            break
    return end


def _from_countries(passage: Passage, groups: Sequence[Group]) -> list[Group]:
    """Fourteen soldiers from X, three from Y and two from Z: the later numbers count soldiers as well."""
    made: list[Group] = []
    for group in groups:
        before = made[-1] if made else None
        country = of_country(passage, group.end)
        if before is not None and before.firm and not group.firm and country is not None:
            home = of_country(passage, before.end)
            between = home.end if home is not None else before.end
            if _LINK.fullmatch(passage.text, between, group.start):
                noun = before.shared or before.noun
                group = replace(  # noqa: PLW2901 - as it stands in the row
                    group,
                    end=country.end,
                    firm=True,
                    personnel=before.personnel,
                    nationality=country.value,
                    shared=noun,
                )
        made.append(group)
    return made


def of_country(passage: Passage, start: int) -> Mark | None:
    """The country of "from X" straight behind a place; where the place ends one, that one."""
    told = _FROM.match(passage.text, start)
    if told is None:
        return next((mark for mark in passage.within(max(0, start - 60), start, COUNTRY) if mark.end == start), None)
    return next(
        (mark for mark in passage.within(told.end(), told.end() + 60, COUNTRY) if mark.start == told.end()), None
    )


def people_end(passage: Passage, place: int) -> int:
    """Where a people straight behind a bare number ends: eleven of them Italians; the place itself without one."""
    people = next(passage.within(place, place + _NAME_REACH, PEOPLE), None)
    return people.end if people is not None and people.start == place + 1 else place


def all_from(passage: Passage, start: int, stop: int) -> str | None:
    """The one country of people, told behind them: six died, all from X; three, all of them Nepalese, were hurt."""
    told = _ALL_FROM.match(passage.text, start, stop)
    if told is None:
        return None
    lands = passage.within(told.end(), told.end() + _NAME_REACH, PEOPLE, COUNTRY)
    return next((mark.value for mark in lands if mark.start == told.end()), None)


def gapped(passage: Passage, sentence: Span, hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits of "A lost 14 soldiers, B three and C two": A's with its country, then those of the others."""
    text = passage.text
    for hit in hits:
        country = _loser(passage, sentence, hit)
        if country is None:
            yield hit
            continue
        group = hit.group
        yield replace(hit, group=replace(group, nationality=group.nationality or country.value))
        place = hit.parts[-1][1]
        while (clause := _NEXT_CLAUSE.match(text, place, sentence[1])) is not None:
            following = _clause(passage, sentence, clause.end(), hit)
            if following is None or any(other.group.start == following.group.start for other in hits):
                break
            yield following
            place = following.parts[-1][1]


def _loser(passage: Passage, sentence: Span, hit: Hit) -> Mark | None:
    """The country that lost the people of a hit: India lost two, Kenya had four soldiers killed."""
    if hit.harm is None:
        return None
    text, before = passage.text, max(sentence[0], hit.parts[0][0] - _NAME_REACH)
    lost = text[hit.harm[0] : hit.harm[1]].lower() == "lost"
    way = _LOST if lost else _HAD
    if not lost and hit.harm[0] < hit.group.start:
        return None
    for mark in passage.within(before, hit.parts[0][0], COUNTRY):
        if way.fullmatch(text, mark.end, hit.parts[0][0]):
            return mark
    return None


def _clause(passage: Passage, sentence: Span, start: int, like: Hit) -> Hit | None:
    """A country and its number, with the verb and the noun of the hit before it."""
    text = passage.text
    mark = next((one for one in passage.within(start, start + 60, COUNTRY) if one.start == start), None)
    left_out = _LEFT_OUT.match(text, mark.end, sentence[1]) if mark is not None else None
    if mark is None or left_out is None:
        return None
    number = next(iter(numbers_in(passage, left_out.start() + 1, left_out.end() + 1)), None)
    if number is None or is_no_count(passage, number) or not _STOPS.match(text, number.end):
        return None
    qualifier, bound, first = qualified(text, mark.end, number)
    group = Group(
        first,
        number.end,
        number.value,
        qualifier,
        bound,
        firm=True,
        personnel=like.group.personnel,
        nationality=mark.value,
        shared=like.group.shared or like.group.noun,
    )
    return replace(like, group=group, rule="casualty: verb left out", parts=((mark.start, number.end),))
