"""The day a figure speaks of, and the period it covers. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.findings.days import WRITTEN, Day
from crawler.findings.days_carried import AS_OF, carried, of_title
from crawler.findings.days_told import told
from crawler.findings.days_years import a_year_on, is_behind
from crawler.findings.figures_labels import LABELLED
from crawler.findings.figures_lists import head_of
from crawler.findings.figures_natures import AUTHORISED, CUMULATIVE, CURRENT, PLANNED, Nature
from crawler.findings.figures_setting import Setting, Span, is_aside
from crawler.findings.number_words import TENS, UNITS
from crawler.findings.numbers import chinese_value
from crawler.findings.passage import Passage, Text
from crawler.findings.patterns import lazy
from storage.times import DAY_SIGNS

_PERIOD_BEFORE = lazy(
    r"\b(?:since|from|between|after|until|till|before|began|starting|depuis|desde|sejak|prior to|established|"
    r"founded|deployment|ending|"
    r"of|under|resolution|adopted|passed|through|到|至|mandate|to)\s+(?:(?:the|its|taking|end|"
    r"start|beginning|\w+ing|in|on|deployment|year|over|spring|early|late|mid|over in|that|"
    r"taking over in)\s+){0,4}\Z|自\Z|自从\Z|从\Z|根据[^，。]{0,12}\Z|至\Z|到\Z",
    re.IGNORECASE,
)
_PERIOD_AFTER = lazy(r"\s?(?:以来|以來|起|至今|开始|通过|通過|批准|签署|成立|决议)")
_SPOKEN_BEFORE = lazy(
    r"\b(?:sa(?:id|ys)|told|announced|reported|statement|according to|added|confirmed|stated|disclosed|noted|"
    r"briefing|conference|posted|briefed|interview|specified|revealed|reporters|journalists)"
    r"(?:\s+(?!(?:that|which|who)\b)[\w’'-]+){0,5}\s+(?:on|in)?\s*\Z",
    re.IGNORECASE,
)
_SPOKEN_AFTER = lazy(
    r"\s*(?:表示|证实|證實|发布|发表|說|说|宣布|通报|介绍|在[^，。]{0,16}(?:说|表示)|报道|"
    r"報道|电|電|讯|訊)"
)
_BEFORE = lazy(r"\b(?:before|until|by)\s+(?:the\s+end\s+of\s+)?\Z", re.IGNORECASE)
_NOT_YET = lazy(
    r"\b(?:before|until|till|by|through|ends?|due|to|from|since)\s+(?:on\s+|the\s+)?\Z|至\Z|"
    r"到\Z|自\Z",
    re.IGNORECASE,
)
_LAST_YEAR = lazy(r"去年|last\s+year", re.IGNORECASE)
_ADOPTED_AFTER = lazy(r"\s?(?:一致)?(?:通过|通過)")
# Words of the day, month or year of the issue itself add nothing to the day of publication.
_OF_THE_ISSUE = frozenset(("now", "today", "this week", "this month", "this year", "今天", "今日", "本月", "今年"))
# After these a date belongs to another clause.
_OTHER_COUNT = lazy(r"\d[^,;，；]*[,;，；]|[,;，；][^,;，；]*\d")
_BRACKETED = lazy(r",\s+(?:including|of\s+wh(?:om|ich)|among)[^,;.]{0,60},")
_DATELINE_AFTER = lazy(r"\.?\s*(?:\([^)\n]{1,40}\)\s*)?(?:--|—|–\s|-\s)")
# Founded in 1978, it has 9,500; but in 1978 it was set up with 4,000.
_FOUNDED_AFTER = lazy(r"[^，。,.;]{0,24}(?:成立|设立|設立|建立|组建|(?:established|founded|set up)(?![^,.;]*\bwith\s))")
_OTHER_CLAUSE = lazy(r",\s+(?:and\s+)?(?:that|which|who)\b", re.IGNORECASE)
# 2,000 left in June and 3,000 will leave: the day before is of the other verb.
_AND = lazy(r"\s(?:and|but|while)\s")
# It has 7,610 and is to stop on 31 December: the day behind is of the other verb.
_AND_WILL = lazy(
    r"\b(?:and|but|while|before)\s+(?:it\s+|they\s+)?(?:is|are|will|must|should|would|plans?|expects?|intends?|aims?|hopes?)\s",
    re.IGNORECASE,
)
_COMES = lazy(r"\b(?:will|shall|(?:is|are)\s+(?:to|due|set|going)|plans?|intends?)\b|将|將", re.IGNORECASE)
_IN_ASIDE = lazy(r",\s*(?:which|who|where|that)\b|\bhad\s+\w+|，", re.IGNORECASE)
_PRESENT = lazy(
    r"\b(?:is|are|has|have|remains?|serves?|numbers?|consists?|stands?|includes?|holds?|takes?|counts?|comprises?|will|"
    r"must|can|follows?|says?|contributes?|ranks?|provides?|employs?|costs?|comes?|makes?)\b",
    re.IGNORECASE,
)
_PAST = lazy(r"\b(?:was|were|did|had|took|went|came|left|flew|gave|saw|held|[a-z]{2,}ed)\b", re.IGNORECASE)
_CHINESE_NOW = lazy(r"目前|现|至今|以来|以來|累计|累計|已|共派|截至|仍|每年|拥有")
# An event so long before publication is the news; an older one is its background.
FRESH = timedelta(days=7)
NEAR_VERB = 90
# How far, in code points, a day reaches to a count.
FAR = 240
_SMALL = "|".join((*UNITS["en"], *TENS))
_OVER = lazy(
    rf"\b(?:over|in|during|for|within)\s+(?:the\s+)?(?:past|last|these)?\s*(?P<n>\d{{1,3}}|{_SMALL}|several|"
    rf"few)?\s*(?P<unit>years?|decades?|months?)\b",
    re.IGNORECASE,
)
_OVER_CHINESE = lazy(
    r"(?:过去|近|最近)?(?<!\d)(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?:多)?(?P<unit>年|个月)(?:来|以来|间|多来|期间)"
)
_SINCE = lazy(
    r"\b(?:since|depuis|desde|sejak|began\s+in)\s+(?:[\w-]+\s+){0,4}\Z|自\Z|从\Z|有关自\Z",
    re.IGNORECASE,
)
_SINCE_YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:\d{1,2}日)?(?:以来|以來|起|至今)")
_SINCE_AFTER = lazy(r"\s?(?:以来|以來|起|至今)")
_YEAR = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day, ISO 8601 of the precision known, and what it rests on; None where the text gives none.

    ahead: the day was written and lies after publication.
    """

    day: str | None
    basis: str | None
    ahead: bool = False


def as_of(at: Setting, told: Nature, text: Text, event: str | None) -> AsOf:
    """A date written for it in its sentence, else the day of publication, else the day of the article's event."""
    day = _written(at, told) or _of_table(at)
    if day is None and told.nature == CURRENT and told.cue is None:
        day = carried(at) or of_title(text)
    around = text.around
    published = around.published.isoformat() if around.published else None
    ahead = bool(day and day.iso and published and day.iso > published[: len(day.iso)])
    # "The 6,500 peacekeepers must leave by 30 June": the deadline of those who are there now.
    deadline = ahead and day is not None and told.nature == CURRENT and _BEFORE.search(at.text, at.span[0], day.start)
    if told.nature == PLANNED and day is not None and around.published and _lies_ahead(at, day, around.published):
        day = day._replace(iso=a_year_on(day.iso or "", day.basis) or day.iso)
    if day is not None and day.iso is not None and not deadline:
        return AsOf(day.iso, "written" if day.basis == WRITTEN else f"written; {day.basis}", ahead)
    issued = around.published
    if issued is not None:
        happened = event is not None and told.nature == CURRENT and told.cue is None and _is_past(at)
        if happened and event and timedelta(0) < issued - date.fromisoformat(event) <= FRESH:
            return AsOf(event, "event date")
        return AsOf(issued.isoformat(), around.published_basis or "publication")
    if event is not None:
        return AsOf(event, "event date")
    return AsOf(str(around.year), around.year_basis) if around.year else AsOf(None, None)


def _lies_ahead(at: Setting, day: Day, published: date) -> bool:
    """True for a day whose year was taken for that of publication, though it is told of what is to come."""
    behind = day.iso is not None and day.basis.startswith("year of") and is_behind(day.iso, published)
    return behind and _COMES.search(at.text, at.span[0], max(day.start, at.words[0])) is not None


def _of_table(at: Setting) -> Day | None:
    """The one day that the line over a table names for its rows; over labels, which are no table, "as of" a day."""
    head = head_of(at)
    days = list(_inside(at.passage, head)) if head is not None else []
    if head is not None and at.what.rule == LABELLED:
        days = [day for day in days if AS_OF.search(at.text, head[0], day.start)]
    return days[0] if len(days) == 1 else None


def _is_past(at: Setting) -> bool:
    """True where the sentence tells what happened, and not what is: then its counts are of the day of the event."""
    start, end = at.words
    near = at.text[max(at.span[0], start - NEAR_VERB) : min(at.span[1], end + NEAR_VERB)]
    if at.passage.chinese:
        return _CHINESE_NOW.search(near) is None
    return _PRESENT.search(near) is None and _PAST.search(near) is not None


def event_day(text: Text) -> str | None:
    """The first whole day named in the text that is not the dateline's: what happened is told by a day of its own."""
    if text.around.event_day is not None:
        return text.around.event_day
    for passage in text.passages:
        for day in told(passage, 0, len(passage.text)):
            if len(day.iso or "") == DAY_SIGNS and not _NOT_YET.search(passage.text, max(0, day.start - 24), day.start):
                return day.iso
    return None


def _inside(passage: Passage, span: Span) -> Iterator[Day]:
    for index in range(bisect_left(passage.days, span[0], key=lambda day: day.start), len(passage.days)):
        day = passage.days[index]
        if day.start >= span[1]:
            return
        if day.iso is not None:
            yield day


def _written(at: Setting, told: Nature) -> Day | None:
    """The day nearest to a count that is told for it."""
    text, (start, end), (first, last) = at.text, at.words, at.span
    if text[first - 1 : first] in ("；", ";"):
        first = at.passage.sentence(first - 1)[0]
    best: tuple[int, Day] | None = None
    for day in _inside(at.passage, (max(first, start - FAR), min(last, end + FAR))):
        if _is_of_something_else(text, day, first, told):
            continue
        if day.start >= end:
            between = text[end : day.start]
            if (
                is_aside(at, first, day.start)
                or _IN_ASIDE.search(between)
                or (told.nature == CURRENT and _AND_WILL.search(between))
                or _OTHER_COUNT.search(_BRACKETED.sub(" ", between))
            ):
                continue
            away = len(between) + 8
        else:
            between = text[day.end : start]
            if _OTHER_CLAUSE.search(between) or (told.nature == PLANNED and _AND.search(between)):
                continue
            away = len(between)
        away += 60 * (between.count(";") + between.count("；")) + 12 * (between.count(",") + between.count("，"))
        if best is None or away < best[0]:
            best = (away, day)
    return best[1] if best else None


def _is_of_something_else(text: str, day: Day, first: int, told: Nature) -> bool:
    """Dates that open or close a period, that a document bears, or on which somebody only spoke."""
    near = max(first, day.start - 60)
    if AS_OF.search(text, near, day.start):
        return False
    if told.nature in (CURRENT, CUMULATIVE) and told.cue is not None:
        return not _LAST_YEAR.match(text, day.start) or _PERIOD_BEFORE.search(text, near, day.start) is not None
    if told.nature == PLANNED and _BEFORE.search(text, near, day.start):
        return False
    if told.nature == AUTHORISED and _ADOPTED_AFTER.match(text, day.end):
        return False
    words = text[day.start : day.end].lower()
    return bool(
        words in _OF_THE_ISSUE
        or words.startswith(("since", "from", "until", "of "))
        or (text[max(0, day.start - 1) : day.start] in ("(", "（") and text[day.end : day.end + 1] in (")", "）"))
        or _PERIOD_BEFORE.search(text, near, day.start)
        or _PERIOD_AFTER.match(text, day.end)
        or _FOUNDED_AFTER.match(text, day.end)
        or _DATELINE_AFTER.match(text, day.end)
        or _SPOKEN_BEFORE.search(text, near, day.start)
        or _SPOKEN_AFTER.match(text, day.end)
    )


def period(at: Setting, until: str | None) -> str | None:
    """From and to as an ISO 8601 interval: 2000/2020; the end is the figure's own day."""
    if until is None:
        return None
    since = _since(at)
    if since is not None:
        return f"{since}/{until}"
    found = _OVER.search(at.text, *at.span)
    if found is None and not at.text.isascii():
        found = _OVER_CHINESE.search(at.text, *at.span)
    count = _count(found["n"]) if found is not None and found["n"] else None
    if found is None or count is None:
        return None
    unit, year = found["unit"].lower(), int(until[:4])
    if not unit.startswith(("month", "个月")):
        return f"{year - count * (10 if unit.startswith('decade') else 1)}/{year}"
    index = year * 12 + int(until[5:7]) - 1 - count if len(until) >= 7 else None
    return f"{index // 12:04d}-{index % 12 + 1:02d}/{until}" if index is not None and index > 0 else None


def _since(at: Setting) -> str | None:
    """The day, month or year since which a figure counts."""
    first, last = max(at.span[0], at.words[0] - FAR), min(at.span[1], at.words[1] + FAR)
    for day in _inside(at.passage, (first, last)):
        words = at.text[day.start : day.end].lower()
        opens = words.startswith("since") or _SINCE.search(at.text, max(at.span[0], day.start - 40), day.start)
        if opens or _SINCE_AFTER.match(at.text, day.end):
            return day.iso
    year = _SINCE_YEAR.search(at.text, *at.span) if at.text.find("年", *at.span) >= 0 else None
    if year is None:
        return None
    return f"{year[1]}-{int(year[2]):02d}" if year[2] else year[1]


def _count(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    if words.isascii():
        return UNITS["en"].get(words.lower(), TENS.get(words.lower()))
    value = chinese_value(words)
    return int(value) if value else None
