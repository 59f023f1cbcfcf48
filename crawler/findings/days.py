"""Days in running text, resolved against the day of publication: what rests on what is said with each. Pure."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crawler.date_words import plain_digits
from crawler.findings.circumstances import Circumstances
from crawler.findings.days_years import BEFORE, DAY_OF_MONTH, NEXT, WEEKDAY, Told, moved
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.windows import near

WRITTEN = "written"
OF_PUBLICATION = "year of publication"
# News looks back: a day further ahead of publication than this, without its year, belongs to the year before.
AHEAD = timedelta(days=120)
AHEAD_MONTHS = 4

_MONTH_NAMES = "january february march april may june july august september october november december"
_NAMES = _MONTH_NAMES.split()
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | {
    name[:3]: number for number, name in enumerate(_NAMES, 1)
} | {"sept": 9}  # fmt: skip
_MONTH = "(?P<mon>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_YEAR = r"(?P<y>(?:19|20)\d\d)(?![\d-])"
_DAY = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d,]\d)(?!\d)"


def _named(pattern: str, number: int) -> str:
    """The pattern with its groups renamed, as one expression may hold it several times."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", pattern)


_ENGLISH = lazy(
    rf"(?<![\w-])(?:(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    rf"|(?:(?:{'|'.join(_WEEKDAYS)}),?\s+)?(?:{_MONTH}\s*{_DAY}(?:,?\s+(?:of\s+)?{_YEAR})?"
    rf"|(?:the\s+)?{_named(_DAY, 2)}\s+(?:of\s+)?{_named(_MONTH, 2)}(?:,?\s+{_named(_YEAR, 2)})?)"
    rf"|{_named(_MONTH, 3)},?\s+(?:of\s+)?{_named(_YEAR, 3)}"
    rf"|(?P<cue>in|since|by|until|during|of|last|next|this|early|late|mid-?|end of"
    rf"|from)\s*\b{_named(_MONTH, 5)}(?P<ago>\s+(?:last(?:\s+year)?|this\s+year|next\s+year))?(?!\.?\s*\d)"
    rf"|(?:in|since|by|from|until|during|of|year|end of|early|late|mid-?)\s*\b{_named(_YEAR, 4)}"
    rf"|(?P<rel>this year|last year|next year|this month|last month|next month|yesterday|today|tomorrow|tonight"
    rf"|last night"
    rf"|this morning|this afternoon|this evening|last week|this week|next week"
    rf"|(?:last |next |on |this |past )?(?P<wd>{'|'.join(_WEEKDAYS)})))(?!\w)",
    re.IGNORECASE,
)
# Every day of the expression holds one of these.
_ANCHORS = (
    *_WEEKDAYS, *(name[:3] for name in _NAMES), "19", "20", "year", "month", "week", "today", "tonight", "yesterday",
    "tomorrow", "night", "morning", "afternoon", "evening",
)  # fmt: skip
_OPENING = lazy(r"(?<![\w-])\w")
_ANCHOR = lazy(
    rf"(?<!\w)(?:(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?![a-z])|(?:19|20)\d\d"
    rf"|(?:{'|'.join(_WEEKDAYS)}|year|month|week|today|tonight|yesterday|tomorrow|night|morning|afternoon|evening)(?!\w))"
)
_CHINESE = lazy(
    r"(?:(?P<y>(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年(?!来|多|间|前|以来)|(?P<ry>今年|去年"
    r"|明年|前年))?"
    r"(?:(?P<m>1[0-2]|[1-9])月(?:(?P<d>[12]\d|3[01]|[1-9])(?:日|号))?"
    r"|(?P<of>本月|上月|上个月|上個月)?(?P<only>(?<![\d第])(?:[12]\d|3[01]|[1-9])日(?!内|前|后|间|本|內|後|間)))?"
    r"(?P<rel>昨[天日]|今[天日]|明[天日]|本月|上月|上个月|(?:本|上)?(?:周|星期)(?P<wd>[一二三四五六日天]))?"
)
_CHINESE_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_WEEKDAYS = "一二三四五六日"
_FORWARD = frozenset({"by", "until", "next", "this"})
_MAY_BE_A_VERB = frozenset({"may", "mar", "march"})


class Day(NamedTuple):
    """A day, month or year named. iso: of the precision known; None where it cannot be settled. basis: in words."""

    start: int
    end: int
    iso: str | None
    basis: str


def days(
    text: str, around: Circumstances, *, chinese: bool = False, spans: Sequence[Span] | None = None
) -> tuple[Day, ...]:
    """All days named in a text, in order. spans: its sentences, where they are known.

    Without its year a day is the last such day where its clause tells what happened, and the next where it tells what
    is to come; else news looks back, and not far ahead.
    """
    plain = plain_digits(text)
    found = _chinese(plain, around) if chinese else _english(plain, around)
    if around.published is None:
        return tuple(found)
    told = Told(plain, chinese=chinese, spans=spans)
    return tuple(_moved(day, told, around.published) for day in found)


def _moved(day: Day, told: Told, published: date) -> Day:
    """The day, in another year, month or week where the tense of its clause asks for it."""
    there = moved(told, (day.start, day.end), day.iso, day.basis, published)
    return day if there is None else day._replace(iso=there[0], basis=there[1])


def nearest(found: tuple[Day, ...], start: int, end: int) -> Day | None:
    """The last day of a span, else None: the day nearest before a fact is the fact's, as newsrooms write."""
    index = bisect_left(found, start, key=lambda day: day.start)
    inside = [day for day in found[index:] if day.end <= end]
    return inside[0] if inside else None


def _english(plain: str, around: Circumstances) -> Iterator[Day]:
    for match in near(_ENGLISH, plain, _ANCHORS, before=30, after=70, there=_ANCHOR, opening=_OPENING):
        got = match.groupdict()
        if got["iso"]:
            yield settled(match.span(), around, *(int(part) for part in got["iso"].split("-")))
            continue
        if got["mon5"]:
            if (month_only := _month_alone(match, around)) is not None:
                yield month_only
            continue
        year = got["y"] or got["y2"] or got["y3"] or got["y4"]
        month = got["mon"] or got["mon2"] or got["mon3"]
        day = got["d"] or got["d2"]
        if month is None and year is None:
            yield _relative(match, got["rel"].lower(), got["wd"], around)
            continue
        if month and month.lower() in _MAY_BE_A_VERB and month[0].islower():
            continue
        start = match.start("y4") if got["y4"] else match.start()
        number = _MONTHS[month.lower().rstrip(".")] if month else None
        # The stop of an abbreviated month belongs to it, that of the sentence does not.
        end = match.end() - (plain[match.end() - 1] == ".")
        yield settled((start, end), around, _int(year), number, _int(day))


def _month_alone(match: re.Match[str], around: Circumstances) -> Day | None:
    """``in November``, ``last November``, ``in November last``: the month of that name that fits."""
    name = match["mon5"]
    if name.lower().rstrip(".") in _MAY_BE_A_VERB and name[0].islower():
        return None
    month = _MONTHS[name.lower().rstrip(".")]
    # The word before (in, by, from) is no part of the day; last and next are.
    cue = match["cue"].lower()
    start = match.start() if cue in ("last", "next", "this") else match.start("mon5")
    end = match.end() - match.group().endswith(".")
    ago = (match["ago"] or "").split()
    if around.year is None:
        return Day(start, end, None, "no year in the text")
    published = around.published
    year, basis = around.year, around.year_basis or OF_PUBLICATION
    if cue == "last" or ago == ["last"]:
        if published is None:
            return Day(start, end, None, "no day of publication")
        year, basis = published.year - (month >= published.month), "the last one before publication"
    elif ago and ago[-1] == "year" and ago[0] != "this":
        year += -1 if ago[0] == "last" else 1
    elif published is not None and cue not in _FORWARD and month - published.month > AHEAD_MONTHS:
        year, basis = year - 1, BEFORE
    elif published is not None and cue == "next" and month <= published.month:
        year, basis = year + 1, NEXT
    return Day(start, end, f"{year:04d}-{month:02d}", basis)


def _chinese(plain: str, around: Circumstances) -> Iterator[Day]:
    for match in _CHINESE.finditer(plain):
        if match.start() == match.end():
            continue
        got = match.groupdict()
        year = int(got["y"].translate(_CHINESE_YEAR_DIGITS)) if got["y"] else None
        if got["ry"] and around.year:
            year = around.year + {"今年": 0, "去年": -1, "明年": 1, "前年": -2}[got["ry"]]
        month, day = _int(got["m"]), _int(got["d"])
        if got["only"]:
            yield _day_of_month(match, int(got["only"][:-1]), around, got["of"])
        elif month is not None or year is not None:
            there = settled(match.span(), around, year, month, day)
            yield there._replace(basis=around.year_basis or OF_PUBLICATION) if got["ry"] else there
        elif got["ry"]:
            yield Day(match.start(), match.end(), None, "no year of publication")
        elif got["rel"]:
            yield _relative_chinese(match, got["rel"], got["wd"], around)


def settled(span: Span, around: Circumstances, year: int | None, month: int | None, day: int | None) -> Day:
    """A date with or without its year."""
    start, end = span
    basis = WRITTEN
    if year is None:
        if around.year is None:
            return Day(start, end, None, "no year in the text")
        year, basis = around.year, around.year_basis or OF_PUBLICATION
        there = _safe(year, month, day or 1) if month else None
        if around.published is not None and there is not None and there - around.published > AHEAD:
            year, basis = year - 1, BEFORE
    if month is None:
        return Day(start, end, f"{year:04d}", basis)
    if day is None:
        return Day(start, end, f"{year:04d}-{month:02d}", basis)
    there = _safe(year, month, day)
    if there is None:
        return Day(start, end, None, "no such day")
    return Day(start, end, there.isoformat(), basis)


def _relative(match: re.Match[str], words: str, weekday: str | None, around: Circumstances) -> Day:
    published = around.published
    step = {
        "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0,
        "this evening": 0, "tomorrow": 1,
    }  # fmt: skip
    if "year" in words and around.year is not None:
        change = {"this": 0, "last": -1, "next": 1}[words.split(maxsplit=1)[0]]
        return Day(match.start(), match.end(), f"{around.year + change:04d}", around.year_basis or OF_PUBLICATION)
    if published is None:
        return Day(match.start(), match.end(), None, "no day of publication")
    if words in step:
        return beside(match, published + timedelta(days=step[words]))
    if "week" in words:
        return week_beside(match, published, {"this": 0, "last": -1, "next": 1}[words.split(maxsplit=1)[0]])
    if "month" in words:
        return month_beside(match, published, {"this": 0, "last": -1, "next": 1}[words.split(maxsplit=1)[0]])
    assert weekday is not None  # noqa: S101 - the pattern has no other words
    return _weekday(match, _WEEKDAYS.index(weekday.lower()), published, ahead=words.startswith("next"))


def _relative_chinese(match: re.Match[str], words: str, weekday: str | None, around: Circumstances) -> Day:
    published = around.published
    if published is None:
        return Day(match.start(), match.end(), None, "no day of publication")
    if weekday:
        return _weekday(match, _CHINESE_WEEKDAYS.index(weekday.replace("天", "日")), published, ahead=False)
    if "月" in words:
        return month_beside(match, published, 0 if words.startswith("本") else -1)
    return beside(match, published + timedelta(days={"昨": -1, "今": 0, "明": 1}[words[0]]))


def _day_of_month(match: re.Match[str], day: int, around: Circumstances, of: str | None) -> Day:
    """``10日`` alone: the last such day up to publication; of: 本月 or 上月 before it."""
    published = around.published
    if published is None:
        return Day(match.start(), match.end(), None, "no day of publication")
    year, month = published.year, published.month
    if (day > published.day and not (of or "").startswith("本")) or (of or "").startswith("上"):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    there = _safe(year, month, day)
    return Day(match.start(), match.end(), None if there is None else there.isoformat(), DAY_OF_MONTH)


def _weekday(match: re.Match[str], weekday: int, published: date, *, ahead: bool) -> Day:
    back = (published.weekday() - weekday) % 7
    there = published + timedelta(days=7 - back) if ahead else published - timedelta(days=back)
    return beside(match, there, WEEKDAY)


def beside(match: re.Match[str], there: date, basis: str = "relative to publication") -> Day:
    """A day that is named by how it lies to publication."""
    return Day(match.start(), match.end(), there.isoformat(), basis)


def month_beside(match: re.Match[str], published: date, step: int) -> Day:
    """The month so many months from that of publication."""
    index = published.year * 12 + published.month - 1 + step
    return Day(match.start(), match.end(), f"{index // 12:04d}-{index % 12 + 1:02d}", "relative to publication")


def week_beside(match: re.Match[str], published: date, step: int) -> Day:
    """A week that lies in one month is told by that month: ISO 8601 has no day of less precision for it."""
    monday = published + timedelta(days=7 * step - published.weekday())
    sunday = monday + timedelta(days=6)
    iso = f"{monday:%Y-%m}" if monday.month == sunday.month else None
    return Day(match.start(), match.end(), iso, "month of the week, relative to publication")


def _safe(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _int(text: str | None) -> int | None:
    return int(text) if text else None
