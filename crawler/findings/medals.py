"""Medals given to contingents and people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from crawler.findings.casualties_parts import INCLUDING
from crawler.findings.casualties_people import groups
from crawler.findings.days_told import told
from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.rotations_undone import undone, undone_chinese
from crawler.findings.sentences import Span
from crawler.findings.stretches import stretch
from storage.findings import Finding, Medal, MissionMention

MEDAL, GIVEN, COUNTRY, PEOPLE = "medal", "decorated", "country", "people"
_NAME = lazy(
    r"(?:(?:UN|United Nations|[A-Z][\w’'öéä.-]*|of|peace|peacekeeping|service|military|police|campaign|long)\s+)*$"
)
_TAIL = lazy(
    r"\s+(?:of\s+Hono(?:u)?r|for\s+(?:Exceptional\s+Courage|Peace|Valou?r)|of\s+(?:Merit|Peace|Valou?r|Courage)"
    r"|in the Service of Peace)\b"
)
_CHINESE_NAME = lazy(
    r"[“「『](?P<quoted>[^”」』]{1,16})$|(?P<plain>(?:联合国|聯合國)?(?:[一-鿿]{1,8}·[一-鿿]{1,12}|(?:维和|維和"
    r"|和平|一等|二等|三等|荣誉|榮譽|一级|二级|金质|銀質|卫士|服务)+)?)$"
)
_LEAD = lazy(r"^(?:of|the)\s+")
_CEREMONY = lazy(r"\s*(?:parade|ceremony|ceremonies|presentation|day|award|awarding|recipients?|仪式|儀式)")
_CHINESE_PEOPLE = lazy(
    r"(?P<n>\d[\d,]*|[一二两三四五六七八九十百]+)(?:余|多)?[名位人](?P<noun>[^，。；\d]{0,14}?)(?=被|获|獲|荣|榮|，|$)"
)
MOST_BEFORE = 90


def find(text: Text, before: Sequence[Finding]) -> Iterator[Medal]:
    """One finding for each medal that a sentence says was given."""
    missions = {one.mission for one in before if isinstance(one, MissionMention)}
    mission = missions.pop() if len(missions) == 1 else None
    for passage in text.passages:
        for sentence, marks in groupby(passage.of(MEDAL), key=lambda mark: stretch(passage, mark.start)):
            did_not = undone_chinese if passage.chinese else undone
            verbs = [
                verb
                for verb in passage.within(*sentence, GIVEN)
                if not did_not(passage.text, (verb.start, verb.end), sentence)
            ]
            if not verbs:
                continue
            for mark in marks:
                made = (_chinese if passage.chinese else _english)(passage, sentence, mark, verbs, mission)
                if made is not None:
                    yield made
                    break


def _english(passage: Passage, sentence: Span, mark: Mark, verbs: Sequence[Mark], mission: str | None) -> Medal | None:
    text = passage.text
    if _CEREMONY.match(text, mark.end):
        return None
    low = max(sentence[0], mark.start - 70)
    words = _NAME.search(text[low : mark.start])
    start = low + words.start() if words else mark.start
    tail = _TAIL.match(text, mark.end)
    end = tail.end() if tail else mark.end
    name = _LEAD.sub("", text[start:end].strip())
    start = text.index(name, start)
    verb = min(verbs, key=lambda one: abs(one.start - start))
    if abs(verb.start - start) > MOST_BEFORE:
        return None
    people = [one for one in groups(passage, *sentence) if one.firm]
    wholes = [one for one in people if not INCLUDING.search(text, max(sentence[0], one.start - 24), one.start)]
    people = wholes or people
    group = min(people, key=lambda one: abs(one.start - verb.start), default=None)
    country = next((one.value for one in passage.within(*sentence, PEOPLE, COUNTRY)), None)
    first, last = min(verb.start, start), max(verb.end, end)
    return Medal(
        field=passage.field, position=passage.position, parts=((first, last),), rule="medal: given",
        medal=name, who=(group.nationality if group else None) or country,
        count=group.value if group else None, mission=mission, date=_date(passage, sentence, verb.start),
    )  # fmt: skip


def _chinese(passage: Passage, sentence: Span, mark: Mark, verbs: Sequence[Mark], mission: str | None) -> Medal | None:
    text = passage.text
    if _CEREMONY.match(text, mark.end):
        return None
    low = max([one.end for one in verbs if one.end <= mark.start], default=sentence[0])
    found = _CHINESE_NAME.search(text, max(low, mark.start - 20), mark.start)
    start = mark.start if found is None else found.start("quoted") if found["quoted"] else found.start("plain")
    verb = min(verbs, key=lambda one: abs(one.start - start))
    if abs(verb.start - start) > MOST_BEFORE:
        return None
    people = _CHINESE_PEOPLE.search(text, sentence[0], mark.start)
    first = people.start() if people else min(verb.start, start)
    digits = people["n"].replace(",", "") if people else ""
    country = next((one.value for one in passage.within(*sentence, COUNTRY)), None)
    return Medal(
        field=passage.field, position=passage.position, parts=((first, max(verb.end, mark.end)),),
        rule="medal: Chinese, given",
        medal=text[start : mark.end], who=(people["noun"] or None) if people else country,
        count=float(digits) if digits.isdecimal() else None, mission=mission, date=_date(passage, sentence, verb.start),
    )  # fmt: skip


def _date(passage: Passage, sentence: Span, place: int) -> str | None:
    days = told(passage, *sentence)
    best = min(days, key=lambda day: abs(day.start - place), default=None)
    return best.iso if best else None
