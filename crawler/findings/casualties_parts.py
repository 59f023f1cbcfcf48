"""Parts of a number of victims that name no verb of their own, and people in a row: six of them in an attack. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_clauses import DIRECT, OWNS, agrees
from crawler.findings.casualties_groups import HARM, Group, Hit
from crawler.findings.casualties_shared import of_country
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

LISTED, SUBJECT = "casualty: part of a list", "casualty: people and their verb"
_DASHES = lazy(
    r"\s[-–—]{1,2}\s[^-–—;.]{3,120}\s[-–—]{1,2}\s|(?P<commas>,\s[^-–—;.]{3,120}?,\s(?=(?:was|were|has|have|had|died)\b))"
)
_MOST_DASHED = 6
_PART_BEFORE = lazy(
    r"(?:[,;:(—–-]|\band|\bagainst|\bcompared (?:with|to)|\bup from|\bdown from|\bincluding|\bamong them"
    r"|\b(?:of|among) (?:whom|which)|\bof them|\bthem)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_PART_AFTER = lazy(
    r"\s*(?:,\s*)?(?:of (?:them|whom)\s+)?(?:(?P<grave>seriously|critically|gravely|severely|badly|shot|stabbed"
    r"|drowned)\b|(?P<how>in|by|from|at|to|during|due to|on|near|since|over)\s+(?!charge|favou?r|all\b)\S"
    r"|(?-i:[A-Z][a-z]+s?\b))",
    re.IGNORECASE,
)
# Three on board survived: no part of the five who died.
_SPARED = lazy(
    r"\b(?:surviv\w+|escap\w+|unhurt|unharmed|unscathed|uninjured|alive|safe|safely|spared|rescued|recovered|saved|freed)\b",
    re.IGNORECASE,
)
_PART_END = lazy(r"[,;.()]|\s+and\s|$")
_ASIDE_OF = lazy(r"\s+\w+ly,\s+(?:(?:were|was)\s+)?")
INCLUDING = lazy(r"\b(?:including|among them|of whom|among whom)\s+$", re.IGNORECASE)
_OF_WHOM = lazy(r"\b(?:of|among)\s+whom\s+$", re.IGNORECASE)
# So far before people the verb stands whose object they are, in code points.
_OWNS_REACH = 24
_WHO = lazy(r"\s+(?:who|that)\b")
# Nine people, four of them Indian soldiers, were hurt: the nine are the subject.
_BEHIND_COMMA = lazy(r"\s*,\s+")
_CLOSED = lazy(r"[^,;.]{1,60},\s[^,;.]*")
# Code points behind a number that its words may take in.
MOST_WORDS = 90
_LIST_OPENS = lazy(
    r"[^.;:—–(]{0,60}?(?::|\s[—–-]|\s\(|,)\s*(?:they\s+(?:are|were)\s+|including\s+|among\s+them\s+)?", re.IGNORECASE
)
_CHAIN = lazy(
    r"(?:\s+(?:(?:from|of|with)\s[\w '’-]{1,40}|(?:serving|attached|belonging|assigned|stationed|working|travell?ing"
    r"|riding|aboard)\s(?:(?!\b(?:was|were|is|are|has|have|had)\b)[\w '’.-]){1,80}?))?\s*(?:,"
    r"|,?\s+and|,?\s+as well as|\s*&|,?\s+along with|,?\s+plus|,?\s+and also)\s*",
    re.IGNORECASE,
)
_IN_LIST = lazy(
    r"(?:\s+(?:(?:who\s+)?(?:served|serving|were|was|deployed|based|stationed)\s+)?(?:from|with|in|at|near|under)"
    r"\s+[\w '’-]{1,60})?\s*(?:,|,?\s+and|,?\s+plus)\s+",
    re.IGNORECASE,
)
_NAMES_SOME = lazy(
    r"(?:\s+(?:from|of|with|serving)\s[\w '’-]{1,60})?,?\s+"
    r"(?:including|among\s+(?:them|whom)|of\s+(?:them|whom)|namely)\s+",
    re.IGNORECASE,
)
_YEAR_ON = lazy(r"\s+(?:in|since|during)\s+(?:\d{4}|[A-Z]\w+\s+\d{4}|the\s)")


def _whole(text: str, group: Group, found: Sequence[Hit]) -> Hit | None:
    """The number nearest before that it may be a part of, or of another year: 111 in 2012, 3,100 since 1948."""
    before = [hit for hit in found if hit.group.start < group.start]
    other_time = not group.partial and _YEAR_ON.match(text, group.end)
    # "Of them" speaks of the number just before, a bare part of the total.
    for hit in sorted(before, key=lambda hit: (hit.part and not group.partial, -hit.group.start)):
        if hit.group.value > group.value or other_time or (hit.group.value == group.value and group.partial):
            return hit
    return None


def parts(
    passage: Passage, sentence: Span, people: Sequence[Group], found: Sequence[Hit], used: set[int]
) -> Iterator[Hit]:
    """Parts of a number of victims that name no verb of their own: six of them in an attack, one critically."""
    text, end = passage.text, sentence[1]
    listed = list(_listed(passage, people, found, used))
    yield from listed
    for group in people:
        if group.start in used or any(hit.group.start == group.start for hit in listed):
            continue
        whole = _whole(text, group, found)
        if whole is None:
            continue
        before = text[max(sentence[0], group.start - 16) : group.start]
        if group.firm and not INCLUDING.search(before):
            continue
        if not group.firm and not (_PART_BEFORE.search(before) or group.partial):
            continue
        after = _PART_AFTER.match(text, group.end)
        if _of_next(passage, group, end):
            continue
        if not group.firm and after is None:
            continue
        if any(
            mark.start < group.end + 60
            for mark in passage.within(group.end, end, HARM)
            if not _PART_END.search(text, group.end, mark.start)
        ):
            continue
        stop = _PART_END.search(text, after.end() if after else group.end, end)
        last = _whole_words(text, group.end, min(stop.start() if stop else end, end))
        if _SPARED.search(text, group.end, last):
            continue
        yield Hit(
            group,
            whole.kind,
            "casualty: part of a number",
            ((group.start, last),),
            whole.perfect,
            part=True,
            whole=whole,
        )


def _of_next(passage: Passage, group: Group, end: int) -> bool:
    """True for an aside before the verb of others: killed, and two others, one of them seriously, wounded."""
    aside = _ASIDE_OF.match(passage.text, group.end, end)
    return aside is not None and any(mark.start == aside.end() for mark in passage.within(aside.end(), end, HARM))


def in_an_aside(text: str, whole: Group, group: Group, verb: int) -> bool:
    """True for some of the people just before, told between two commas before their verb."""
    return (
        group.partial
        and group.value < whole.value
        and _BEHIND_COMMA.fullmatch(text, whole.end, group.start) is not None
        and _CLOSED.fullmatch(text, group.end, verb) is not None
    )


def parted(hits: Sequence[Hit]) -> list[Hit]:
    """A row of hits, from the last: nine soldiers, two from A and seven from B, died: the later ones are parts."""
    *later, whole = hits
    nameless = len(later) > 1 and all(hit.group.noun is None for hit in later)
    if nameless and sum(hit.group.value for hit in later) == whole.group.value:
        return [whole, *(replace(hit, rule=LISTED, part=True, whole=whole) for hit in reversed(later))]
    return list(hits)


def parted_from_verb(text: str, kind: str, harm: Span, people: Sequence[Group]) -> list[Hit]:
    """People whom an aside parts from their verb, and those in it."""
    return list(_dashed(text, kind, harm, people)) or list(_including(text, kind, harm, people))


def _dashed(text: str, kind: str, harm: Span, people: Sequence[Group]) -> Iterator[Hit]:
    """People whom an aside parts from their verb, and those in it: 61 - 36 soldiers, 25 police - died.

    Between commas only where it says so: 30, eleven of them Italians and 19 Hungarians, were hurt.
    """
    index = bisect_left(people, harm[0], key=lambda group: group.end)
    for at in range(index - 1, max(-1, index - _MOST_DASHED), -1):
        group = people[at]
        aside = _DASHES.match(text, group.end, harm[0])
        if aside is None or not DIRECT.fullmatch(text, aside.end() - 1, harm[0]):
            continue
        whole = Hit(group, kind, SUBJECT, ((group.start, group.end), harm), harm=harm)
        inside = [one for one in people[at + 1 :] if one.end <= aside.end()]
        if aside["commas"] and not (len(inside) > 1 and inside[0].partial):
            return
        yield whole
        if sum(one.value for one in inside) == group.value:
            for one in inside:
                yield Hit(one, kind, LISTED, ((one.start, one.end),), part=True, whole=whole)
        return


def _whole_words(text: str, start: int, end: int) -> int:
    """An end of words, no further behind a number than its words may reach."""
    if end - start <= MOST_WORDS:
        return end
    cut = text.rfind(" ", start, start + MOST_WORDS + 1)
    return cut if cut > start else start


def _including(text: str, kind: str, harm: Span, people: Sequence[Group]) -> Iterator[Hit]:
    """At least 13 soldiers, including nine from A, three from B and one from C, have been killed."""
    last = bisect_left(people, harm[0], key=lambda group: group.end) - 1
    gap = text[people[last].end : harm[0]].removeprefix(",") if last > 0 else ""
    if last < 1 or not DIRECT.fullmatch(gap) or not agrees(gap, 2.0):
        return
    first = last
    while first and _IN_LIST.fullmatch(text, people[first - 1].end, people[first].start):
        first -= 1
    if not 0 < first < last or not _NAMES_SOME.fullmatch(text, people[first - 1].end, people[first].start):
        return
    group, inside = people[first - 1], people[first : last + 1]
    # Ghana has 870 soldiers, including 100 women, and two were injured: the 870 are the object of another verb.
    owned = OWNS.search(text, max(0, group.start - _OWNS_REACH), group.start)
    if not owned and sum(one.value for one in inside) <= group.value:
        whole = Hit(group, kind, SUBJECT, ((group.start, group.end), harm), harm=harm)
        yield whole
        for one in inside:
            own = replace(one, personnel=one.personnel or group.personnel)
            yield Hit(own, kind, LISTED, ((one.start, one.end),), part=True, whole=whole)


def _listed(passage: Passage, people: Sequence[Group], found: Sequence[Hit], used: set[int]) -> Iterator[Hit]:
    """Those whom a list behind the number adds up to: nineteen were killed: 14 of A, three of B and two of C."""
    for hit in found:
        row: list[Group] = []
        for group in people:
            if group.start < hit.parts[-1][1] or group.start in used:
                continue
            between = passage.text[row[-1].end if row else hit.parts[-1][1] : group.start]
            if not (_IN_LIST if row else _LIST_OPENS).fullmatch(between):
                break
            row.append(group)
        if len(row) > 1 and sum(group.value for group in row) == hit.group.value:
            for group in row:
                own = replace(group, personnel=group.personnel or hit.group.personnel)
                country = None if group.firm else of_country(passage, group.end)
                end = country.end if country is not None else group.end
                yield Hit(own, hit.kind, LISTED, ((group.start, end),), hit.perfect, part=True, whole=hit)


def row_of(passage: Passage, people: Sequence[Group], index: int, step: int) -> list[Group]:
    """A group and those joined to it by commas and "and", going right (1) or left (-1)."""
    row, text = [people[index]], passage.text
    while 0 <= index + step < len(people):
        here, there = sorted((people[index], people[index + step]), key=lambda group: group.start)
        if not _CHAIN.fullmatch(text, here.end, there.start) or not (here.firm and there.firm):
            break
        if step < 0 and OWNS.search(text, max(0, here.start - _OWNS_REACH), here.start):
            # The mission has 900 soldiers and two were killed: the 900 are the object of another verb.
            return [group for group in row if group is row[0] or group.shared == row[0].noun]
        if step < 0 and _told_of(passage, people[max(0, index - 2)], here):
            break
        index += step
        row.append(people[index])
    return row


def _told_of(passage: Passage, whole: Group, group: Group) -> bool:
    """Ten were killed, including two soldiers, and five were hurt: the two are of the ten."""
    if not INCLUDING.search(passage.text, whole.end, group.start):
        return False
    return any(passage.within(whole.end, group.start, HARM))


def is_a_part(text: str, whole: Group, group: Group, gap: str) -> bool:
    """171 peacekeepers, including 24 officers, died: the number before is the subject of the verb behind the gap.

    Not so behind "of whom", in a relative clause, and where a verb before has the whole for its object: China has sent
    2,700, including eight who died.
    """
    told = INCLUDING.search(text, whole.end, group.start) and not _OF_WHOM.search(text, whole.end, group.start)
    owned = OWNS.search(text, max(0, whole.start - _OWNS_REACH), whole.start)
    return bool(told) and not owned and not _WHO.match(gap)
