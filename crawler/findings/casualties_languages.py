"""What casualties ask of a language: English and its like, Chinese, those of romance.toml. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from crawler.date_words import plain_digits
from crawler.findings import (
    casualties_chinese,
    casualties_english,
    casualties_romance,
    casualties_romance_told,
    casualties_veracity,
    casualties_veracity_chinese,
)
from crawler.findings.casualties_days import own_day
from crawler.findings.casualties_groups import HARM, Hit
from crawler.findings.casualties_past import in_the_past
from crawler.findings.circumstances import Circumstances
from crawler.findings.days import Day
from crawler.findings.days_romance import days
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_names import Names
from crawler.findings.romance import Tongue
from crawler.findings.sentences import Span

CAUSE = "cause"
# A total begins with such a day and does not stand as of it: since the first mission in 1948, from 1948.
_BEGINS = lazy(r"(?:\bsince\b[^.;()\d]{0,60}|\b(?:from|between)\s+|[自从從][^。；，]{0,12})\Z", re.IGNORECASE)
_SINCE = lazy(
    r"\b(?:since\s+(?:then|(?:[^,.;()]{1,40}?\s)?(?:\d{4}|independence|began))|(?:over|in|during"
    r"|for)\s+the\s+(?:past|last)\s+[^,.;()]{3,30}"
    r"|so far|to date|this year|last year|between\s+\d{4}\s+and\s+\d{4}|in\s+(?:all|total)|over the years"
    r"|all told|since\b|from\s+(?:\w+\s+){0,3}?(?:\d{4}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*"
    r"|\w+day)(?:\s+\d{1,4}){0,2}\s+on(?:wards?)?\b)"
    r"|自?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|以來|起)|\d+(?:多|余)?年来|迄今|至今|目前为止|今年以来|先后"
    r"|累计|共有|[一二三四五六七八九十]+年来|去年|截至",
    re.IGNORECASE,
)
_INCIDENT = lazy(
    r"\b(?:attack|ambush|explosion|blast|crash\w*|accident|clash(?:es)?|shelling|raid|yesterday|today|earlier"
    r"|mine|bomb|shot)\b|袭击|伏击|爆炸|事故|车祸|遇袭",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One language. harms: the words of harm of a text, in order; find: the hits of a sentence with some of them.

    dated: the text with the days that its language names; past: the day of "30 years ago"; own_day: of several days
    that of a hit; since, incident: words of a total over time and of one event; begins: before a total's first day.
    """

    harms: Callable[[Passage], Iterable[Mark]]
    dated: Callable[[Passage, Circumstances], Passage]
    find: Callable[[Passage, Span, Sequence[Mark]], Iterator[Hit]]
    veracity: Callable[[Passage, Span, Hit], str]
    past: Callable[[Passage, Span, Hit, date | None], Day | None]
    own_day: Callable[[Passage, Hit, Sequence[Day]], Day | None]
    causes: Callable[[Passage, Span], Sequence[Mark]]
    since: re.Pattern[str]
    incident: re.Pattern[str]
    begins: re.Pattern[str]


def rules(passage: Passage, names: Names) -> Rules:
    """Those of the language of a text. names: the words by which Chinese names are known."""
    if passage.tongue is not None:
        return _romance(passage.tongue)
    if passage.chinese:
        return _by_marks(partial(casualties_chinese.find, names), casualties_veracity_chinese.veracity)
    return _ENGLISH


def _by_marks(
    find: Callable[[Passage, Span, Sequence[Mark]], Iterator[Hit]], veracity: Callable[[Passage, Span, Hit], str]
) -> Rules:
    """The rules of a language whose words of harm are marked with all others."""
    return Rules(
        harms=lambda passage: passage.of(HARM),
        dated=lambda passage, _: passage,
        find=find,
        veracity=veracity,
        past=in_the_past,
        own_day=own_day,
        causes=lambda passage, span: list(passage.within(*span, CAUSE)),
        since=_SINCE,
        incident=_INCIDENT,
        begins=_BEGINS,
    )


_ENGLISH = _by_marks(casualties_english.find, casualties_veracity.veracity)


@cache
def _romance(tongue: Tongue) -> Rules:
    return Rules(
        harms=partial(casualties_romance.harms, tongue),
        dated=lambda passage, around: replace(passage, days=days(plain_digits(passage.text), around, tongue)),
        find=partial(casualties_romance.find, tongue),
        veracity=partial(casualties_romance_told.veracity, tongue),
        past=partial(casualties_romance_told.in_the_past, tongue),
        own_day=partial(casualties_romance_told.own_day, tongue),
        causes=partial(casualties_romance_told.causes, tongue, CAUSE),
        since=tongue["since"],
        incident=tongue["incident"],
        begins=tongue["begins_total"],
    )
