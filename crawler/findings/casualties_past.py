"""Tolls of other years: thirty years ago, a year after they were killed, on the anniversary, 30年前. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.findings.casualties_groups import Hit, numbers_in
from crawler.findings.casualties_scope import clipped
from crawler.findings.days import WRITTEN, Day
from crawler.findings.days_told import told
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

ON_BEFORE = "counted back from publication"
# Days that a text may run ahead of its day: of one place or zone, and where the day is that of its dateline.
_AHEAD, _AHEAD_OF_DATELINE = timedelta(days=1), timedelta(days=10)
# Signs of an ISO year.
YEAR = 4
_DAYS = {"day": 1, "week": 7}
_AGO = lazy(
    r"(?:(?P<one>\b(?:an?|one)\s+)|\s*-?\s*)(?P<unit>day|week|month|year|decade)s?\s+"
    r"(?:(?P<ago>ago|back)|(?P<on>on(?=\s*,))|(?P<earlier>earlier|before(?=\s*,))"
    r"|(?P<after>(?:to\s+the\s+day\s+)?(?:after|since|on\s+from)))\b",
    re.IGNORECASE,
)
_ROUGHLY = lazy(
    r"\b(?:about|around|some|nearly|almost|over|more\s+than|less\s+than|at\s+least|roughly|(?:just\s+)?under|half)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
# What began then, or is told of then, is not the harm.
_OTHER_VERB = lazy(
    r"\b(?:began|begun|founded|created|established|set\s+up|deployed|launched|started|opened|signed|joined|arrived|who"
    r"|which|where|that|said|says|told)\b[^,;]*$",
    re.IGNORECASE,
)
_ANNIVERSARY = lazy(
    r"(?:\b(?:(?P<digits>\d{1,3})(?:st|nd|rd|th)|(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|twentieth|thirtieth))[\s-]+)?anniversar(?:y|ies)\b",
    re.IGNORECASE,
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_DECADE = lazy(
    r"\bin\s+the\s+(?:early\s+|late\s+|mid-?\s*)?(?:(?:19|20)\d0s|(?:nineteen-?)?(?:sixties|seventies|eighties|nineties)"
    r"|last\s+century)\b",
    re.IGNORECASE,
)
# A mission's beginnings may stand before any news of it.
_BACKGROUND = lazy(
    r"\b(?:set\s+up|establish\w*|found(?:ed|ing)|creat(?:ed|ion)|since|deployed|authori[sz]ed|mandate\w*|independence"
    r"|resolution|joined|adopted)\b",
    re.IGNORECASE,
)
_ENDS_CLAUSE = lazy(r"[,;:]|\b(?:was|were|is|are|been|has|have|had|will|said)\b")
MOST_BETWEEN = 60
# Rites of remembrance tell of the dead of other days, and their day is not that of the dead.
_REMEMBERS = lazy(
    r"\b(?:remember(?:s|ed|ing)?|commemorat\w+|monument|plaque|dag\s+hammarskj\w+|memorial\s+(?:day|wall|stone|to|for))\b",
    re.IGNORECASE,
)
_REMEMBERED = lazy(
    r"[^;.]{0,80}?\b(?:were|was|are|is|been)\s+(?:\w+ly\s+)?(?:remembered|commemorated|posthumously)\b", re.IGNORECASE
)
# The worst attack since 2017, when 15 were killed: they died then.
_SINCE_WHEN = lazy(r"\bsince\b[^;.,]{0,40}?\b(?P<year>(?:19|20)\d\d),\s+(?:when|in\s+which|which)\b[^;.]{0,40}$")
# A court, an arrest or a charge is of these days; the deed that it is about is older.
_TRIED_FOR = lazy(
    r"\b(?:accused|suspected|convicted|guilty|charged|sentenced|indicted|tried|wanted|prosecuted|jailed|imprisoned)\b"
    r"(?=[^;.]{0,60}?\b(?:of|with|for|over|in)\s+(?:having\s+|the\s+)*$)",
    re.IGNORECASE,
)
_THIS_WEEK = lazy(
    r"[^;:,.]{0,60}?\b(?:(?:this|last)\s+(?:week(?:end)?|morning|afternoon|evening|night)|today|yesterday|overnight"
    r"|(?:earlier|later)\s+in\s+the\s+(?:day|week)|hours\s+(?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_CHINESE_AGO = lazy(
    r"(?:个|個)?(?P<unit>年|月|周|星期|天|日)(?P<many>多)?(?:之|以)?(?P<ago>前)(?!夕|线|線|往|来|來|后|後|景|方|述)"
)
_CHINESE_ANNIVERSARY = lazy(r"(?:周年|週年)")
_CHINESE_UNITS = {"年": "year", "月": "month", "周": "week", "星期": "week", "天": "day", "日": "day"}
_PAUSE = lazy(r"[,;:]")
_CHINESE_PAUSE = lazy(r"[；。]|，.*，")
_CHINESE_PAST = lazy(r"上世纪|上世紀|年代")


def in_the_past(passage: Passage, sentence: Span, hit: Hit, published: date | None) -> Day | None:
    """The day that words such as "30 years ago" give a hit, of the precision known; iso None: past, and no more known.

    None: no such words govern it.
    """
    if hit.whole is not None:
        return in_the_past(passage, sentence, hit.whole, published)
    near = clipped(sentence, hit)
    if passage.chinese:
        return next(_chinese(passage, near, hit, published), None)
    found = next(_english(passage, near, hit, published), None)
    if found is None and published is not None and not hit.perfect and not told(passage, *near):
        return _goes_on(passage, sentence, published)
    return found


def not_ahead(day: Day, published: date | None, basis: str | None) -> Day:
    """What befell people did so before the text: of a day without its year the last one up to publication."""
    if published is None or day.iso is None or day.basis == WRITTEN:
        return day
    latest = published + (_AHEAD_OF_DATELINE if basis == "dateline" else _AHEAD)
    if day.iso <= latest.isoformat()[: len(day.iso)]:
        return day
    iso = f"{int(day.iso[:4]) - 1:04d}{day.iso[4:]}"
    return day._replace(iso=None if iso.endswith("-02-29") else iso, basis="the year before publication")


def _english(passage: Passage, sentence: Span, hit: Hit, published: date | None) -> Iterator[Day]:
    text, (start, end) = passage.text, sentence
    first, last = hit.parts[0][0], hit.parts[-1][1]
    for ago, count, begins in _counted_back(passage, sentence):
        rough = _ROUGHLY.search(text, max(start, begins - 24), begins) is not None
        if _is_of(text, sentence, hit, ago, begins):
            known = None if rough or ago["earlier"] else _back(published, ago["unit"].lower(), count)
            if known is not None or ago["unit"].lower() in ("year", "decade"):
                yield Day(begins, ago.end(), known, ON_BEFORE)
    if not _has_its_day(passage, hit, end):
        yield from _told_as_past(text, sentence, first, last, published)


def _told_as_past(text: str, sentence: Span, first: int, last: int, published: date | None) -> Iterator[Day]:
    """By an anniversary, a decade or a rite in the sentence of a hit, which lies from first to last."""
    start, end = sentence
    for mark in _ANNIVERSARY.finditer(text, start, end):
        number = int(mark["digits"]) if mark["digits"] else _ordinal(mark["word"])
        if ";" not in text[min(mark.end(), last) : max(mark.start(), first)]:
            known = _back(published, "year", number) if number and mark.end() <= first else None
            yield Day(mark.start(), mark.end(), known, ON_BEFORE)
    for decade in _DECADE.finditer(text, start, end):
        if ";" not in text[min(decade.end(), last) : max(decade.start(), first)]:
            yield Day(decade.start(), decade.end(), None, ON_BEFORE)
    rite = _REMEMBERS.search(text, start, first)
    if rite is not None and ";" not in text[rite.end() : first] and " said" not in text[rite.end() : first]:
        yield Day(rite.start(), rite.end(), None, ON_BEFORE)
    if since := _SINCE_WHEN.search(text, start, first):
        yield Day(since.start(), since.end(), since["year"], ON_BEFORE)
    if tried := _TRIED_FOR.search(text, start, first):
        yield Day(tried.start(), tried.end(), None, ON_BEFORE)
    if remembered := _REMEMBERED.match(text, last, end):
        yield Day(remembered.start(), remembered.end(), None, ON_BEFORE)


def _goes_on(passage: Passage, sentence: Span, published: date) -> Day | None:
    """A sentence without a day after one of a year long past: In 1994 war broke out. Ten soldiers were killed."""
    text, start = passage.text, sentence[0]
    if start < 2 or "\n" in text[start - 2 : start]:
        return None
    before = passage.sentence(start - 2)
    days = told(passage, *before)
    years = {(day.iso or "")[:YEAR] for day in days}
    if len(years) == 1 and int(min(years)) < published.year - 1 and not _BACKGROUND.search(text, *before):
        return Day(days[-1].start, days[-1].end, min(years), "year of the sentence before")
    return None


def _has_its_day(passage: Passage, hit: Hit, end: int) -> bool:
    """True where a day stands behind the words in their own clause: killed in an ambush on Monday."""
    first, last = hit.parts[0][0], hit.parts[-1][1]
    if _THIS_WEEK.match(passage.text, last, end):
        return True
    return any(
        first <= day.start < min(end, last + MOST_BETWEEN) and not _ENDS_CLAUSE.search(passage.text, last, day.start)
        for day in passage.days
        if day.iso
    )


def _counted_back(passage: Passage, sentence: Span) -> Iterator[tuple[re.Match[str], float, int]]:
    """Each "N years ago", "a year after" of a sentence, with its number and where it begins."""
    text, (start, end) = passage.text, sentence
    numbers = {number.end: number for number in numbers_in(passage, start, end)}
    for ago in _AGO.finditer(text, start, end):
        if ago["one"]:
            yield ago, 1, ago.start()
        elif (number := numbers.get(ago.start())) is not None:
            yield ago, number.value, number.start


def _is_of(text: str, sentence: Span, hit: Hit, ago: re.Match[str], begins: int) -> bool:
    """Whether words on a time past are of a hit's clause."""
    first, last = hit.parts[0][0], hit.parts[-1][1]
    if ago.end() > first:
        # Behind the words: killed in Kigali thirty years ago.
        between = text[last:begins] if begins >= last else ""
        follows = ago["ago"] is not None and ago.end() > last
        return follows and not _PAUSE.search(between) and not _OTHER_VERB.search(between)
    between = text[ago.end() : first]
    if ";" in between or ". " in between:
        return False
    if ago["after"]:
        # Days and weeks are counted from what the sentence tells, which may not be of its own day.
        return "," not in between and ago["unit"].lower() not in _DAYS
    if ago["on"]:
        return True
    opens = text[sentence[0] : begins].rstrip()
    fronted = not opens or opens.endswith((",", ";", ":", "“", '"', "and", "But", "but", "about", "when", "that"))
    return (fronted or "," not in between) and not _OTHER_VERB.search(opens[-40:])


def _ordinal(word: str | None) -> int | None:
    if word is None:
        return None
    tens = {"twentieth": 20, "thirtieth": 30}
    return tens.get(word.lower()) or _ORDINALS.index(word.lower()) + 1


def _back(published: date | None, unit: str, count: float) -> str | None:
    """So many units before publication: years give a year, weeks and months a month, days a day."""
    if published is None or count != int(count):
        return None
    years = count * (10 if unit == "decade" else 1)
    if unit in ("year", "decade"):
        return f"{published.year - int(years):04d}" if 0 < years < published.year - 1900 else None
    if unit == "month":
        index = published.year * 12 + published.month - 1 - int(count)
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    there = (published - timedelta(days=int(count) * _DAYS[unit])).isoformat() if count < 500 else None
    return there if unit == "day" or there is None else there[:7]


def _chinese(passage: Passage, sentence: Span, hit: Hit, published: date | None) -> Iterator[Day]:
    text, (start, end) = passage.text, sentence
    first, last = hit.parts[0][0], hit.parts[-1][1]
    for number in numbers_in(passage, start, end):
        if (ago := _CHINESE_AGO.match(text, number.end, end)) and ago.end() <= last:
            known = (
                None
                if ago["many"] or number.kind == "vague"
                else _back(published, _CHINESE_UNITS[ago["unit"]], number.value)
            )
            if _clause_apart(text[ago.end() : first]) and (known or ago["unit"] == "年"):
                yield Day(number.start, ago.end(), known, ON_BEFORE)
        elif (mark := _CHINESE_ANNIVERSARY.match(text, number.end, end)) is not None:
            yield Day(number.start, mark.end(), _back(published, "year", number.value), ON_BEFORE)
    if (past := _CHINESE_PAST.search(text, start, first)) is not None:
        yield Day(past.start(), past.end(), None, ON_BEFORE)


def _clause_apart(between: str) -> bool:
    return not _CHINESE_PAUSE.search(between)
