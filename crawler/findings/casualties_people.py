"""Groups of people in English and its like: "at least two Burundian peacekeepers", "five others", "a soldier". Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_corrected import is_corrected, past_correction
from crawler.findings.casualties_groups import COUNTRY, HARM, PEOPLE, PERSONS, Group, is_no_count, numbers_in, qualified
from crawler.findings.casualties_shared import all_from, people_end, sharing
from crawler.findings.passage import TITLE, Mark, Passage
from crawler.findings.patterns import lazy

MOST_WORDS = 7
# Straight behind the people: the comma, "all of them from the".
_ALL_REACH = 24
_REACH = 90
_AFTER = lazy(r"\s+or (?:so|(?P<more>more))\b|(?P<plus>\+|-plus\b)", re.IGNORECASE)
# Words that end a noun phrase; `of` goes on only before a determiner (two of his comrades).
_STOPS_TEXT = (
    "in on at by and or to with from for after before were was have has had are is be been being who whom that "
    "which when as during since into near but while including per not among under through against between "
    "killed wounded injured died dead years months days weeks hours minutes percent times will would could did "
    "does do said says km kilometres kilometers metres meters miles dollars "
)
_HURT = frozenset(("wounded", "injured"))
_STOPS = frozenset(_STOPS_TEXT.split())
_DETERMINERS_TEXT = "the its his her their our these those my your them whom "
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_BROKEN = lazy(r"[,;:()\"“”—–]")
_OF_THE = lazy(r"\s+of\s+(?:the|its|their|those|these|his|her|our)\s+(?:\w+\s+)?", re.IGNORECASE)
_NUMBER_OF = lazy(r"\s+the (?:total )?number of\b")
_OF_A = lazy(r"\s+(?:of|from|in|with)\s+(?:the|a|an)\s+", re.IGNORECASE)
_ANOTHER = lazy(r"\s*(?:,|and)\s+(?:the\s+)?[A-Z]")
_JOINED = lazy(r"\s+and\s+")
_LISTED = lazy(
    r"\b(?:military|police|civilian|uniformed|local|international|men|women|officers|troops)(?:,\s*|\s+and\s+)"
)
_WORD = lazy(r"[\w'’./&-]+")
_BARE = lazy(
    r"(?P<more>\s+(?:more|others?|or so))*"
    r"(?P<of>\s+of\s+(?:them|whom|these|those|us|(?:the|its|his|her|their|our)\s+[\w'’-]+(?:\s+(?:on board|aboard))?))?"
    r"(?P<more2>\s+(?:more|others?))?"
    r"(?=\s*(?:[,;.:)(!?\"”—–]|-\s|$)|\s+(?P<next>[^\W\d]+))",
    re.IGNORECASE,
)
# What a bare number may stand before: "twelve were hurt", "12 from malaria", "two seriously".
_MAY_FOLLOW_TEXT = (
    "were was have has had are is died die dies perished drowned killed wounded injured hurt dead missing lost "
    "laid gave sacrificed made paid embraced suffered sustained succumbed fell remain remains remained in by "
    "from at on during due seriously critically gravely severely badly slightly lightly fatally later and when "
    "as still also who whom to shot kidnapped abducted captured seized taken detained since while martyred "
    "never went unaccounted reported reportedly because after with near over through disappeared fallen people "
    "according that "
)
_MAY_FOLLOW = frozenset(_MAY_FOLLOW_TEXT.split())
# A line that begins with a capital goes on with nothing: 7 wounded, and the next label of a sheet.
_NEXT = lazy(r"(?:[ \t\u00a0]+|\n(?=[a-z]))([^\W\d_]\w*)")
_ARTICLE = lazy(
    r"(?<![\w-])(?P<article>[Aa]n?|[Aa]nother|(?<=\band )h(?:is|er))"
    r"(?P<words>(?:\s+(?!(?:an?|and)\s)[\w'’.-]+){0,6}?)\s+$"
)
_PLURALS_TEXT = "people personnel children staff troops police men women lives others "
_PLURALS = frozenset(_PLURALS_TEXT.split())
_AFTER_ONE = lazy(
    r"\s*(?:[,.;:()]|$|-\s|\s(?:and|or|was|were|is|who|with|in|from|has|had|died|dies|killed|of|at|on|when|by)\b)"
)
_BURIES = lazy(
    r"(?:\s+(?:on\s+\w+|has|have|yesterday|today|also))*\s+(?:bur(?:ied|ies|y)|laid\s+to\s+rest|repatriat\w+|brought\s+home|flew\s+home)"
    r"\s+(?:the\s+(?:bodies|remains)\s+of\s+)?(?:(?:the|its|all)\s+)*",
    re.IGNORECASE,
)
_AGREED = lazy(r"\s+from\s+(?:the\s+)?$", re.IGNORECASE)
# A noun after the people makes something else of them: two police cars, three soldiers' graves.
_NO_PEOPLE = lazy(
    r"['’]|\s+(?:cars?|vehicles?|trucks?|raids?|posts?|stations?|bases?|operations?|missions?|hours?|patrols?"
    r"|families|camps?|"
    r"units?|battalions?|companies|contingents?|graves|positions?|convoys?|roles?|jobs|deaths?|fatalities"
    r"|casualties|training|"
    r"ranks?|trials?|sites?|districts?|murders?|rights|generations?|members of the council)\b",
    re.IGNORECASE,
)


def groups(passage: Passage, start: int, end: int) -> list[Group]:
    """All groups of a sentence, in order."""
    persons = list(passage.within(start, end, PERSONS, PEOPLE))
    found = [*_counted(passage, start, end, persons), *_single(passage, start, persons)]
    found.sort(key=lambda group: (group.start, -group.end))
    kept: list[Group] = []
    for group in found:
        if not is_corrected(passage.text, start, group.start) and (not kept or group.start >= kept[-1].end):
            kept.append(group)
    return sharing(passage, (start, end), kept)


def _counted(passage: Passage, start: int, end: int, persons: Sequence[Mark]) -> Iterator[Group]:
    text = passage.text
    index = bisect_left(passage.numbers, start, key=lambda number: number.start)
    for number in passage.numbers[index:]:
        if number.start >= end:
            return
        if is_no_count(passage, number):
            continue
        qualifier, bound, first = qualified(text, start, number)
        last = number.end
        if after := _AFTER.match(text, last):
            last = after.end()
            qualifier, bound = (
                ("more than", "above")
                if after["plus"]
                else ("at least", "lower")
                if after["more"]
                else ("about", "around")
            )
        last = past_correction(text, last, end)
        head = _head(passage, last, end, persons)
        if head is not None:
            one = _firm(passage, number.value, (first, last), head, persons, qualifier=qualifier, bound=bound)
            yield _some_of(passage, one, head, persons)
        elif (bare := _BARE.match(text, last, end)) and _may_stand(bare):
            inside = next(iter(numbers_in(passage, last, bare.end())), None)
            yield Group(
                first,
                bare.end(),
                number.value,
                qualifier,
                bound,
                firm=False,
                partial=bool(bare["of"] or bare["more"]),
                nationality=_nationality(passage, last, people_end(passage, bare.end())),
                of=Group(inside.start, inside.end, inside.value, "exact", None, firm=False) if inside else None,
            )


def _some_of(passage: Passage, one: Group, head: Mark, persons: Sequence[Mark]) -> Group:
    """Eleven of the 14 soldiers: with the fourteen."""
    if one.noun is None:
        return one
    inside = next(iter(numbers_in(passage, one.noun[0], head.start)), None)
    if inside is None or not _OF_THE.fullmatch(passage.text, one.noun[0], inside.start):
        return one
    whole = _firm(passage, inside.value, (inside.start, inside.end), head, persons)
    return replace(one, noun=whole.noun, of=whole)


def _head(passage: Passage, start: int, end: int, persons: Sequence[Mark]) -> Mark | None:
    """The word for people that a number counts: the last of the words for people that follow in one phrase."""
    text, found, place = passage.text, None, start
    for mark in persons[bisect_left(persons, start, key=lambda mark: mark.start) :]:
        if mark.start >= min(end, start + _REACH) or mark.start < place:
            break
        if not _one_phrase(text[place : mark.start], first=found is None) or _lists_numbers(passage, place, mark.start):
            break
        if any(passage.within(place, mark.start, HARM)):
            break
        people = mark.kind == PEOPLE and text[mark.start : mark.end].endswith(("s", "ese"))
        # Three members of the Nepalese battalion: the adjective of another noun is no head beside a word for people.
        if mark.kind == PERSONS or (people and (found is None or _ends_phrase(text, mark, end))):
            found = mark
        place = mark.end if mark.kind == PERSONS else place
        joined = _JOINED.match(text, mark.end, end)
        if joined and any(other.start == joined.end() and mark.kind in (PERSONS, other.kind) for other in persons):
            place = joined.end() - 1
        if mark.kind == PERSONS and text[mark.end : mark.end + 1] not in (" ", "-"):
            break
    if found is not None and _NO_PEOPLE.match(text, found.end):
        return None
    return None if found is not None and found.kind == PEOPLE and not _ends_phrase(text, found, end) else found


def _ends_phrase(text: str, mark: Mark, end: int) -> bool:
    """True for a people that no noun follows: two Nepalese were killed."""
    if _AFTER_ONE.match(text, mark.end):
        return True
    follows = _WORD.search(text, mark.end, min(end, mark.end + 24))
    return follows is None or follows.group().lower() in _MAY_FOLLOW


def _lists_numbers(passage: Passage, start: int, end: int) -> bool:
    """Two military and three civilian victims are two numbers of people."""
    return " and " in passage.text[start:end] and bool(numbers_in(passage, start + 1, end))


def _one_phrase(gap: str, *, first: bool) -> bool:
    if not gap.strip():
        return bool(gap) or not first
    gap = _LISTED.sub(" ", gap)
    words = _WORD.findall(gap)
    if len(words) > MOST_WORDS or _BROKEN.search(gap):
        return False
    number_of = _NUMBER_OF.match(gap)
    if number_of:
        words = words[4 if words[1] == "total" else 3 :]
    for index, word in enumerate(words):
        low = word.lower()
        if low == "of":
            if index + 1 < len(words) and words[index + 1].lower() not in _DETERMINERS:
                return False
            if index + 1 < len(words) and words[index + 1].lower() in ("them", "whom"):
                return False
        elif low in _STOPS:
            return False
    return first or len(words) <= 3


def _may_stand(bare: re.Match[str]) -> bool:
    following = bare["next"]
    if bare["of"] and bare["of"].endswith(("them", "whom")):
        return True
    return following is None or following.lower() in _MAY_FOLLOW


def _firm(
    passage: Passage,
    value: float,
    opening: tuple[int, int],
    head: Mark,
    persons: Sequence[Mark],
    *,
    qualifier: str = "exact",
    bound: str | None = None,
) -> Group:
    first, last = opening
    personnel = next(
        (mark.value for mark in reversed(persons) if last <= mark.start <= head.start and mark.kind == PERSONS), None
    )
    return Group(
        first,
        head.end,
        value,
        qualifier,
        bound,
        firm=True,
        noun=(last, head.end),
        personnel=None if personnel == "other" else personnel,
        nationality=_nationality(passage, last, head.end) or _burier(passage, first),
    )


def _nationality(passage: Passage, start: int, end: int) -> str | None:
    """Of an adjective or country in the phrase, or of "from X", "of the X unit" behind it; none of several."""
    inside = {mark.value for mark in passage.within(start, end, PEOPLE, COUNTRY)}
    if not inside:
        body = next(passage.within(end, end + 40, PEOPLE), None)
        if body is not None and _OF_A.fullmatch(passage.text, end, body.start):
            return body.value
        for mark in passage.within(end, end + 40, COUNTRY):
            if _AGREED.fullmatch(passage.text, end, mark.start):
                following = passage.text[mark.end : mark.end + 12]
                return None if _ANOTHER.match(following) else mark.value
            break
        return all_from(passage, end, end + _ALL_REACH)
    return inside.pop() if len(inside) == 1 else None


def _burier(passage: Passage, place: int) -> str | None:
    """Burundi on Saturday buried the two soldiers: whose they are is told by who buries them."""
    for mark in passage.within(max(0, place - _REACH), place, COUNTRY):
        if _BURIES.fullmatch(passage.text, mark.end, place):
            return mark.value
    return None


def _single(passage: Passage, start: int, persons: Sequence[Mark]) -> Iterator[Group]:
    """One person by the article: "a soldier", "an Irish soldier"; in a title without it."""
    text = passage.text
    for mark in persons:
        word = text[mark.start : mark.end].lower()
        if word.endswith(("s", "men")) or word.rsplit(maxsplit=1)[-1] in _PLURALS or _NO_PEOPLE.match(text, mark.end):
            continue
        if not _AFTER_ONE.match(text, mark.end) and mark.kind == PEOPLE:
            continue
        article = _ARTICLE.search(text, max(start, mark.start - 70), mark.start)
        if article is not None:
            words = article["words"].lower().split()
            if not any((word in _STOPS and word not in _HURT) or word == "of" for word in words):
                yield _firm(passage, 1.0, (article.start("article"), article.end("article")), mark, persons)
        elif passage.field == TITLE and mark.kind == PERSONS and _opens(text[start : mark.start]):
            yield _firm(passage, 1.0, (start, start), mark, persons)


def _opens(before: str) -> bool:
    """True for the first words of a headline, which has no articles: "UN peacekeeper killed"."""
    words = before.split()
    return len(words) <= 3 and all(
        word[0].isupper() and word.lower() not in ("the", "top", "how", "why") for word in words
    )


def is_of_people(passage: Passage, start: int, end: int) -> bool:
    """After a bare number an adjective must go with people: two wounded soldiers, not two missing links."""
    following = _NEXT.match(passage.text, end)
    if following is None or following.group(1).lower() in _MAY_FOLLOW:
        return passage.text[start:end].lower() != "fallen"
    near = passage.within(following.start(1), following.end(1) + 40, PERSONS, PEOPLE)
    first = next(near, None)
    return first is not None and passage.text[following.start(1) : first.start].count(" ") <= 2
