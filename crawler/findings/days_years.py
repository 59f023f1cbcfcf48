"""Days told without their year, moved to where the tense of their clause puts them. Pure."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from crawler.findings import days_tense, days_tense_chinese
from crawler.findings.circumstances import LATE
from crawler.findings.days_tense import FUTURE, PAST
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span, sentences

BEFORE, NEXT, WEEKDAY, DAY_OF_MONTH = (
    "the year before publication", "the next one after publication", "weekday next to publication",
    "month of publication",
)  # fmt: skip
# How a day says that its year was inferred.
_INFERRED = ("year of", BEFORE, "the last one before", "year inferred")
_OF_YEAR = ("year of", BEFORE)
# Words of the day itself that leave nothing to its clause.
_SETTLED = lazy(r"\b(?:this\s+year|last|past|next)\b|[今去明前]年|本|上", re.IGNORECASE)
# An outlet's day may begin before ours: what happened may bear the day after publication.
ZONES = timedelta(days=1)


class Told:
    """What a text tells of the tense of its days; its sentences are parted when one is asked for."""

    def __init__(self, text: str, *, chinese: bool = False, spans: Sequence[Span] | None = None) -> None:
        self.text = text
        self._chinese = chinese
        self._spans = spans
        self._openings: list[int] | None = None

    def tense(self, day: Span) -> str | None:
        """PAST, FUTURE or None."""
        if self._spans is None:
            self._spans = sentences(self.text)
        if self._openings is None:
            self._openings = [start for start, _ in self._spans]
        place = bisect_right(self._openings, day[0]) - 1
        sentence = self._spans[place] if place >= 0 else day
        judge = days_tense_chinese.tense if self._chinese else days_tense.tense
        return judge(self.text, day, sentence)


def moved(told: Told, span: Span, iso: str | None, basis: str, published: date) -> tuple[str, str] | None:
    """The day's new ISO form and basis; None where it stays. iso, basis: as crawler.findings.days read it."""
    if iso is None or _SETTLED.search(told.text, *span):
        return None
    if basis.startswith(_OF_YEAR) and len(iso) > len("2026"):
        return _of_the_year(told, span, iso, published)
    if basis not in (WEEKDAY, DAY_OF_MONTH) or date.fromisoformat(iso) >= published:
        return None
    there = date.fromisoformat(iso)
    if basis == WEEKDAY:
        return ((there + timedelta(days=7)).isoformat(), basis) if told.tense(span) == FUTURE else None
    if there >= published - LATE or told.tense(span) != FUTURE:
        return None
    year, month = (published.year, published.month) if there.month != published.month else _month_after(published)
    return (date(year, month, there.day).isoformat(), basis) if there.day <= _length(year, month) else None


def a_year_on(iso: str, basis: str) -> str | None:
    """The same month or day a year later, where its year was only inferred; None where it was told."""
    year, rest = int(iso[:4]) + 1, iso[4:]
    return f"{year:04d}{rest}" if basis.startswith(_INFERRED) and rest and _ends(year, rest) else None


def is_behind(iso: str, published: date) -> bool:
    """True for a month or day that was over before a text that came late was written."""
    ends = _ends(int(iso[:4]), iso[4:]) if len(iso) > len("2026") else None
    return ends is not None and ends[1] < published - LATE


def _of_the_year(told: Told, span: Span, iso: str, published: date) -> tuple[str, str] | None:
    year, rest = int(iso[:4]), iso[4:]
    first, last = _ends(year, rest) or (published, published)
    if first > published + ZONES:
        return (f"{year - 1:04d}{rest}", BEFORE) if told.tense(span) == PAST and _ends(year - 1, rest) else None
    # What is to come and lies just behind is of a text that came late.
    if last < published - LATE and told.tense(span) == FUTURE and _ends(year + 1, rest):
        return f"{year + 1:04d}{rest}", NEXT
    return None


def _ends(year: int, rest: str) -> tuple[date, date] | None:
    """First and last day of a month (-05) or day (-05-30) of a year; None for 29 February where there is none."""
    month, day = int(rest[1:3]), int(rest[4:] or 0)
    if day > _length(year, month):
        return None
    return date(year, month, day or 1), date(year, month, day or _length(year, month))


def _month_after(there: date) -> tuple[int, int]:
    return (there.year, there.month + 1) if there.month < 12 else (there.year + 1, 1)


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
