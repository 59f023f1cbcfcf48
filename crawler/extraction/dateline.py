"""Datelines: place, date and agency at the head of a news text, in Latin script and Chinese. Pure on text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crawler.date_words import plain_digits
from crawler.dates import MONTHS
from crawler.extraction import dateline_chinese as chinese
from crawler.extraction.dateline_scripts import SCRIPTS

_LATIN_MONTHS = "|".join(
    sorted((re.escape(name) for name in MONTHS if name.isalpha() and max(name) < "\u0250"), key=len, reverse=True)
)
_DASH = r"(?:--+|[–—―−‒]+|-(?=\s|[“\"A-Z])|：|:-?(?=[\s“\"A-Z]))"
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*"
_PLACE = (
    rf"(?:{_WORD}(?:[ ]+(?:of|the|de|del|di|da|la|le|el|am|an|der|upon|sur|en|al|and)\b|["
    rf" ]+{_WORD}|/{_WORD}|\s?\[[A-Z][\w .]+\]|\s?\([A-Z][\w ]+\)(?=,|\s+[–—-])){{0,5}})"
)
_PLACES = rf"(?P<place>{_PLACE}(?:,\s*{_PLACE}){{0,3}})"
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_DATE = (
    rf"(?P<date>(?:(?:le|el|den|em|a)\s+)?(?:(?:{_WEEKDAY}),?\s+)?(?:(?P<mon>{_LATIN_MONTHS})\.?\s?(?P<d"
    rf">\d{{1,2}})(?:st|nd|rd|th)?\.?(?:,?\s*(?P<y>(?:19|20)\d\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s(?:de\s)?(?P<mon2>{_LATIN_MONTHS})\b\.?"
    r"(?:,?\s*(?:del?\s)?(?P<y2>(?:19|20)\d\d))?"
    rf"|(?P<d3>\d{{1,2}})(?P<sep>[./-])(?P<m3>\d{{1,2}})(?P=sep)(?P<y3>(?:19|20)\d\d))(?:\s*\((?:{_WEEKDAY})\))?)"
)
_AGENCY = (
    r"(?:\(\s?(?P<agency>[A-Za-z][\w.'’&\- ]{1,30}(?:\s?[/,]\s?[\w.'’&\- ]{2,25}){0,3})\s?\)"
    r"|/(?P<agency2>[A-Z][\w\- ]{1,20})/\.?)"
)
# Behind place and date an agency is sure without a dash, as is a full stop behind a year.
_END = (
    rf"(?:{_AGENCY}?[\])]?\.?\s*{_DASH}|\((?P<agency3>[A-Z][\w.'’&\- ]{{1,30}})\)(?=\s+[A-ZÀ-Þ“\"«¿¡])"
    rf"|(?P<agency4>[A-Z]{{3,12}})(?:\.(?=\s)|\s*{_DASH})|(?<=(?:19|20)\d\d)[\])]?\.(?=\s))"
)
_FULL = re.compile(rf"{_PLACES},?\s*{_DATE}\s*,?\s*{_END}")
_FULL_I = re.compile(_FULL.pattern.replace(_DATE, f"(?i:{_DATE})"))
_SLASHES = re.compile(rf"{_PLACES},?\s*(?i:{_DATE})\s*/(?P<agency>[A-Z][\w\- ]{{1,20}})/\.")
_BRACKETED = re.compile(rf"{_PLACES}\s*\(\s*(?i:{_DATE})\s*\)\s*{_DASH}")
# What goes on in small letters behind the dash is told between dashes of the name before them.
_DATE_THEN_PLACE = re.compile(rf"(?i:{_DATE})\s*(?:,|\||--+|[–—-])\s*{_PLACES}\s*{_DASH}(?![-–—\s]*[a-zß-ÿ])")
_DATE_FIRST = re.compile(rf"(?i:{_DATE})\s*\((?P<place>[A-Z][A-Za-z .,'’\-/]{{1,40}})\)\s*{_DASH}")
_DATE_ALONE = re.compile(rf"(?i:{_DATE})\s+(?:--+|[–—]|-)(?=\s)")
_AGENCY_ONLY = re.compile(rf"(?:{_PLACES}\s*,?\s*)?{_AGENCY}\s*{_DASH}")
_CAPITALS = re.compile(
    r"(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.\-]+(?:[ /][A-ZÀ-ÖØ-Þ'’.\-]+){0,4}(?:,\s*[A-Z][\w.'’]*(?:["
    r" -][A-Z][\w.]*){0,3}){0,2})\s*(?:--+|[–—]|-(?=\s))"
    # Between dashes stands what a body is: ``UNFIC – the mission in the hills – said``.
    r"(?!\s*(?:the|an?|which|la|le|el|une?|der|die|das)\s)"
)
_TITLE_CASE = re.compile(
    r"(?P<place>[A-ZÄÖÜ][\wäöüß.\-]+"
    r"(?:(?:[ /]| (?:am|an der|a\.d\.|ob der|de|do|del|sur|upon) )[A-ZÄÖÜ][\wäöüß.\-]+){0,2})"
    r"\s+(?:-|–|—)\s+(?=[„“\"A-ZÄÖÜ])"
)

_CITY_STATE = re.compile(
    r"(?P<place>[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,2}, (?:[A-Z]{2}|[A-Z]\.[A-Z]\."
    r"|[A-Z][a-z]{2,4}\.))\s+(?:--+|[–—]|-)\s+(?=\S)"
)
_STAYS = frozenset(["UN", "US", "UK", "EU", "USA", "UAE", "DRC", "CAR", "DPRK", "UAR"])
_NOT_PLACE = re.compile(
    r"^(?:by|photo|updated?|published|posted|source|editor|note|the|this|that|in|on|at|a"
    r"|an|breaking|exclusive|watch|read|video|live|opinion|analysis|q|it|he|she|we|they"
    r"|but|and|if|i)\b[ .]?$|^(?:by|in|on|at|for|from|since|until|after|before|during)\s",
    re.IGNORECASE,
)
_DAY_NAME = re.compile(rf"(?:{_WEEKDAY})\b", re.IGNORECASE)
_NOT_AGENCY = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|file|photo|pictured|left|right|l|r|c|pdf|born|aged?|video"
    r"|file photo|from left)\b|\d",
    re.IGNORECASE,
)
_SMALL = frozenset(
    {"dpa", "afp", "ap", "apa", "sda", "ats", "epd", "kna", "sid", "ots", "dts", "rtr", "ansa", "efe", "lusa", "ntb"}
    | {"tt", "ritzau", "anp", "belga", "pap", "čtk", "mti", "hina", "aa"}
)
_AGENCIES = ("agency", "agency2", "agency3", "agency4")
LOOK_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline. raw: as printed, dashes included; start and end: its span in the paragraph; day as far as printed."""

    raw: str
    start: int
    end: int
    place: str | None
    agency: str | None = None
    date_words: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    reporters: tuple[str, ...] = ()

    @property
    def firm(self) -> bool:
        """Whether it holds a date or an agency, so that no ordinary sentence looks like it."""
        return self.day is not None or self.agency is not None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with, or None."""
    head = paragraph[:160]
    if not head[:24].isascii() and (found := _in_script(head)):
        return found
    if re.search(r"[\u4e00-\u9fff]", head[:12]):
        return _chinese(head)
    lead = len(head) - len(head.lstrip(" \u3000(["))
    for start in {0, lead} if lead else {0}:
        for form in (
            _FULL_I,
            _SLASHES,
            _BRACKETED,
            _DATE_FIRST,
            _DATE_THEN_PLACE,
            _AGENCY_ONLY,
            _CAPITALS,
            _CITY_STATE,
            _DATE_ALONE,
            _TITLE_CASE,
        ):
            match = form.match(head, start)
            if match and (found := _latin(match, form)):
                return found
    return None


def _latin(  # noqa: PLR0911 - one doubt after the other
    match: re.Match[str], form: re.Pattern[str]
) -> Dateline | None:
    parts = match.groupdict()
    place = (parts.get("place") or "").strip(" ,") or None
    if place and "," not in place and len(place.split()[-1]) > 4:
        place = place.removesuffix(".")
    agency = next((parts[name] for name in _AGENCIES if parts.get(name)), None)
    if place and (_NOT_PLACE.match(place) or len(place) > 70):
        return None
    if agency and _NOT_AGENCY.search(agency):
        return None
    if form is _AGENCY_ONLY and (
        agency is None or (place is None and not agency[0].isupper()) or not _agency_like(agency)
    ):
        return None
    if form is _TITLE_CASE and (
        len(match.string) < 80 or "." in (place or "") or re.search(r"\b[A-Z]{2}| [A-ZÄÖÜ]\S* ", place or "")
    ):
        return None
    if form is _DATE_THEN_PLACE and (not (place or " ").split()[-1][0].isupper() or _DAY_NAME.match(place or "")):
        return None
    if form is _CAPITALS and len((place or "").split(",")[0].split()) > 3:
        return None
    month_word = parts.get("mon") or parts.get("mon2")
    day = parts.get("d") or parts.get("d2") or parts.get("d3")
    year = parts.get("y") or parts.get("y2") or parts.get("y3")
    month = MONTHS[month_word.lower()] if month_word else int(parts.get("m3") or 0)
    if day and not (1 <= int(day) <= 31 and 1 <= month <= 12):
        return None
    return Dateline(
        match.group(0).strip(),
        match.start(),
        match.end(),
        _cased(place) if place else None,
        agency.strip() if agency else None,
        (parts.get("date") or "").strip() or None,
        int(year) if year else None,
        month or None,
        int(day) if day else None,
    )


def _in_script(head: str) -> Dateline | None:
    """A dateline in the writing of another agency than those of Latin and Chinese script."""
    plain = plain_digits(head)
    start = len(head) - len(head.lstrip(" \u3000"))
    for form in SCRIPTS:
        match = form.match(plain, start)
        if match is None:
            continue
        parts = match.groupdict()
        day, month = parts.get("d"), parts.get("mon")
        return Dateline(
            head[match.start() : match.end()].strip(),
            match.start(),
            match.end(),
            _cased(parts["place"]),
            next((parts[name].strip() for name in _AGENCIES if parts.get(name)), None),
            f"{day} {month}" if month else day,
            int(parts["y"]) if parts.get("y") else None,
            MONTHS[month.lower()] if month else None,
            int(day) if day else None,
            tuple(re.split(r"[ ·,]+", parts["names"])) if parts.get("names") else (),
        )
    return None


def _agency_like(agency: str) -> bool:
    """Agencies are capitals (AP, ANI), small letters by custom (dpa), or at most four words that begin with one."""
    words = re.split(r"[\s/,]+", agency.strip())
    return len(words) <= 4 and (words[0] in _SMALL or all(word[:1].isupper() for word in words))


def _chinese(head: str) -> Dateline | None:
    lead = chinese.LEAD.match(head)
    start = lead.end() if lead else 0
    narrow = head.translate({0xFF10 + n: ord("0") + n for n in range(10)})
    match = chinese.FULL.match(narrow, start) or chinese.FULL.match(narrow, len(head) - len(head.lstrip(" 　【[（(")))
    if match is None:
        match = chinese.OPEN.match(narrow, start) or chinese.BARE.match(narrow, start)
    if match is None:
        return None
    parts = match.groupdict()
    place = (parts.get("place") or "").strip(" ,，、·・") or None
    if place and chinese.NOT_PLACE.search(place):
        return None
    reporters = chinese.REPORTERS.match(narrow, match.end())
    names = (
        tuple(re.split(r"[\s、，,]+(?:特约|见习)?(?:记者|通讯员)?\s*", next(filter(None, reporters.groups())).strip()))
        if reporters
        else ()
    )
    day, month, year = parts.get("d"), parts.get("m"), parts.get("y")
    raw = head[match.start() : match.end()]
    return Dateline(
        raw,
        match.start(),
        match.end(),
        place,
        (parts.get("agency") or "").removeprefix("据") or None,
        parts.get("date"),
        int(year) if year else None,
        int(month) if month else None,
        int(day) if day else None,
        tuple(name for name in names if 2 <= len(name) <= 12),
    )


def _cased(place: str) -> str:
    """A place in capitals as it is written in running text; short names of states and bodies stay."""

    def cased(match: re.Match[str]) -> str:
        word = match.group(0)
        return word if word in _STAYS or not word.isupper() or len(word) == 1 else word.capitalize()

    return re.sub(r"(?<!\()[^\W\d_]+(?:['’][^\W\d_]+)?", cased, place)


def resolve_day(found: Dateline, published: datetime | None) -> tuple[str | None, str | None]:
    """The dateline's day as ISO 8601 (``--04-30`` where no year is known) and what the year rests on.

    published: the outlet's local time of publication. A dateline lies at most two days after it, so a December
    dateline under a January date is of the year before.
    """
    if found.day is None:
        return None, None
    if found.month is None:
        if published is None:
            return None, None
        return _day_alone(found.day, published)
    if found.year is not None:
        return _iso(found.year, found.month, found.day), "printed"
    if published is None:
        return f"--{found.month:02d}-{found.day:02d}", "no year known"
    year, basis = published.year, "year of publication"
    iso = _iso(year, found.month, found.day)
    if iso and date.fromisoformat(iso) > published.date() + timedelta(days=2):
        year, basis = year - 1, "year before publication: the day lies after it otherwise"
    return _iso(year, found.month, found.day), basis


def _day_alone(day: int, published: datetime) -> tuple[str | None, str | None]:
    """A day of the month without its month: the last such day up to publication."""
    for back in range(31):
        candidate = published.date() - timedelta(days=back)
        if candidate.day == day:
            return candidate.isoformat(), "month and year of publication"
    return None, None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
