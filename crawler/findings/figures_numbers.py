"""Which numbers count something, and which name, date or order it: the numbers that make no figure. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right

from crawler.date_words import MONTHS
from crawler.findings.figures_words import ANAPHORA, NAMED_BY, YEAR_BY
from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

_LAST_WORD = lazy(r"(\S+)\s*[\"“]?\Z")
_NAME_BEFORE = lazy(r"(?<=[\w,;)’'] )([A-Z][\w.’'-]*)\s+\Z")
_TWO_BEFORE = lazy(
    r"\b(?:the|a|registration|flight|phone|account|case|serial|room)\s+number\s+\Z|\b(?-i:Group)\s+of\s+\Z|"
    r"\baged?\s+(?:between|from|about|around|just)\s+\Z|\baged\s+\w+\s+(?:and|to)\s+\Z",
    re.IGNORECASE,
)
_EASTERN_MONTHS = (
    "آذار يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر কানুয়ারি জানুয়ারি "
    "ফেব্রুয়ারি মার্চ এপ্রিল "
    "মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر "
    "اکتوبر نومبر دسمبر "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
)
# Short months that are words of their own elsewhere count only before a year.
_AMBIGUOUS = frozenset(
    ("may", "mar", "march", "set", "out", "sep", "dec", "dez", "mai", "mei", "giu", "lug", "ago", "dic")
)
_MONTH = "|".join(
    sorted((*(word for word in MONTHS if word not in _AMBIGUOUS), *_EASTERN_MONTHS.split()), key=len)[::-1]
)
_MONTH_AFTER = lazy(
    rf"(?:\s+|-|/|\.\s?)(?:(?:de\s+|of\s+)?(?:{_MONTH})(?!\w)|"
    rf"(?:de\s+)?(?:{'|'.join(sorted(_AMBIGUOUS))})\.?\s+(?:de\s+)?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_YEAR = lazy(r"(?:19|20)\d\d")
_CLOCK_AFTER = lazy(
    r"(?::\d|\s?[ap]\.?m\b|\s?o['’]clock|\s?h(?:\d\d)?\b(?!\w)|\s?(?:hours|hrs)?\s?(?:gmt|utc|ist|wib|local "
    r"time)\b|h\d)",
    re.IGNORECASE,
)
# A letter straight after a number is an ordinal's or a designation's; these are measures.
_LETTER_AFTER = lazy(r"[A-Za-zªº°№À-ɏЀ-ӿ]")
_MEASURE_AFTER = lazy(r"(?:km²?|m²|m2|km2|kg|ha|bn|m|k|tn|pc|t)(?![A-Za-z])")
_ORDINAL_OTHERWISE = lazy(r"(?:-?(?:й|я|е|го|му|ой|ю|ая|ти|ге|ha|lea|е)(?!\w)|\.\s?[ªº]|[ªº])")
_AGE_AFTER = lazy(
    r"[\s-]?(?:years?[ -]old|year-olds?|years of age|ans\b(?= |,)|años de edad|anos de idade|"
    r"лет\b|років\b|tahun\b|岁|歲|سنة|عاما|বছর)",
    re.IGNORECASE,
)
_LIST_NUMBER = lazy(r"[.)、．]\s")
_FIXED = lazy(
    r"[\s-](?:permanent|non-permanent)?[\s-]?members?(?:\s+of)?\s+(?:the\s+)?(?:UN\s+|United "
    r"Nations\s+)?(?:Security\s+)?"
    r"(?:Council|body|organ)|[\s-](?:permanent|elected)\s+members?\b|-(?:member|nation)\s+(?:\w+\s+)?(?:Council|"
    r"body|organ|bloc|union)\b",
    re.IGNORECASE,
)
# One in five, nine out of ten, per 100,000.
_RATIO = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:out\s+of|in(?:\s+every)?)\s+"
_RATIO_BEFORE = lazy(rf"\b{_RATIO}\Z|\bper\s+\Z", re.IGNORECASE)
_RATIO_AFTER = lazy(
    r"\s+(?:out\s+of|in(?:\s+every)?)\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b", re.IGNORECASE
)
_YEARS = lazy(r"(?:19|20)\d\d(?:\s*(?:[-–—/]|and|to|until)\s*(?:(?:19|20)\d\d|\d\d))?")
_PLURAL_PEOPLE = lazy(r"[\s-](?:[\w-]+\s)?\w*(?:s|men|women|people|police|personnel|troops)\b")
_CAPITAL_BEFORE = lazy(r"\b[A-Z][\w’'-]*\s\Z")
# The last words of those phrases.
_OPENS_MORE = frozenset(
    ("number", "of", "between", "from", "about", "around", "just", "and", "to", "in", "every", "per")
)
_COUNCIL_BEFORE = lazy(r"(?:安理会\s?|第[一二三四五六七八九十\d]{1,3}[位名批支]?[、和及与至])\Z")
_MORE_DAYS = lazy(r"(?:(?:,\s*|\s+(?:and|or)\s+|\s*[-–]\s*|、|和)(?:\d{1,2}日?)?)+")
# Two sources said: who tells the news is no news.
_MOST_TELLERS = 12
_WHO_TELLS = lazy(
    r"\s+(?:(?!of\b)[\w.’'-]+\s+){0,4}?(?:sources?|officials?|diplomats?|witnesses|officers)\s+"
    r"(?:(?:familiar|close|with|in|at|from|of|the|who)\s+[\w’' -]{1,40}\s)?(?:said|says?|told|tells?|confirmed)\b",
    re.IGNORECASE,
)
_VOTED = lazy(
    r"\s+(?:members|deputies|lawmakers|senators|MPs)\s+(?:(?:were|voted)\s+(?:in\s+favou?r|against|for)|backed|supported"
    r"|opposed|abstained|rejected)\b|\s*(?:votes?\s+)?(?:in\s+favou?r\b|against\b|to\s+(?:nil|none|zero|\w+\s+with)\b|"
    r"abst\w+|票)|\s+votes\s+to\b",
    re.IGNORECASE,
)
# Votes in a council are a resolution's; those of an election count.
_VOTES = lazy(r"\s+votes?\b", re.IGNORECASE)
_COUNCIL = lazy(r"\b(?:Council|Assembly|[Rr]esolutions?|[Dd]raft)\b")
_VOTES_FAR = 160
_KIN = lazy(
    r"\s+(?:(?:young|small|adult|little|step|great-)\s*)*(?:grand)?(?:children|child|sons?|daughters?|brothers?|sisters?|siblings)\b",
    re.IGNORECASE,
)
_LEAVES = lazy(
    r"\b(?:leaves|leaving|left\s+behind|survived\s+by|mourned\s+by|(?:father|mother)\s+of)\b[^.;\d]{0,80}\Z",
    re.IGNORECASE,
)
_LEAVES_FAR = 90
# How long a country's name may be, in code points.
_LONGEST = 64
MOST_ANAPHORIC = 5
LONGEST_PLAIN = 7
NEAR = 24


def names_something(passage: Passage, number: Number) -> bool:
    """True for a number that orders, dates, names or measures age; a figure is none of these."""
    text = passage.text
    return (
        _in_a_day(passage, number)
        or _inside_a_token(text, number.start, number.end)
        or _is_written_like_a_code(text, number)
        or _is_a_year(passage, number)
        or _is_told_before(passage, number)
        or _is_told_after(text, number)
        or _is_of_a_council(text, number)
        or _is_kin(text, number)
    )


def _in_a_day(passage: Passage, number: Number) -> bool:
    index = bisect_right(passage.days, number.start, key=lambda day: day.start) - 1
    if index < 0:
        return False
    day = passage.days[index]
    if not (day.start <= number.start and number.end <= day.end):
        # May 16, 19 and 22
        if number.value > 31 or number.start - day.end >= 16 or (day.iso and len(day.iso) != 10):
            return False
        noun = any(passage.within(number.end, number.end + NEAR, "unit"))
        in_figures = passage.text[day.end - 1].isdigit()
        return in_figures and not noun and bool(_MORE_DAYS.fullmatch(passage.text, day.end, number.start))
    # "a force of 2000 soldiers": a round number before a noun of people is no year.
    of = passage.text[max(0, day.start - 3) : day.start].lower() == "of "
    return not (of and any(passage.within(number.end, number.end + 14, "unit")))


def _inside_a_token(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before in "-–－—/:.'’+_@&":
        opens = start < 2 or text[start - 2].isspace()
        if not ((before in "–-—" and opens) or (before in "'’.—－" and not text[start - 2 : start - 1].isalnum())):
            return True
    if after and after in "-–/:.," and text[end + 1 : end + 2].isdigit():
        return True
    if _LETTER_AFTER.match(after):
        return not _MEASURE_AFTER.match(text, end)
    return bool(_ORDINAL_OTHERWISE.match(text, end))


def _is_written_like_a_code(text: str, number: Number) -> bool:
    if number.kind != "digits":
        return False
    written = text[number.start : number.end]
    if written.isdigit() and (written[0] == "0" or len(written) >= LONGEST_PLAIN):
        return True
    opens = not text[max(0, number.start - 2) : number.start].strip() and (
        number.start == 0 or "\n" in text[max(0, number.start - 3) : number.start]
    )
    return opens and bool(_LIST_NUMBER.match(text, number.end))


def _is_a_year(passage: Passage, number: Number) -> bool:
    """1994-1999, the 1965 riots, New Zealand 2011; but a force of 2000 soldiers counts."""
    if passage.chinese or not _YEARS.fullmatch(passage.text, number.start, number.end):
        return False
    near = passage.within(number.end, number.end + NEAR, "unit")
    people = any(mark.value.startswith("people") for mark in near)
    return not (people and _PLURAL_PEOPLE.match(passage.text, number.end))


def _is_told_before(passage: Passage, number: Number) -> bool:
    """Sector 2, aged 35, since 2014; the two soldiers, these three; one in five; Boeing 737, Erik Ten Hag."""
    text, start = passage.text, number.start
    near = max(passage.sentence(start)[0], start - NEAR)
    found = _LAST_WORD.search(text, near, start)
    if found is None:
        return False
    word = found.group(1).lower().strip('.,("“[')
    refers_back = word in ANAPHORA and number.value <= MOST_ANAPHORIC and number.kind != "vague"
    return (
        refers_back
        or (word in NAMED_BY and not found.group(1).endswith(","))
        or (word in _OPENS_MORE and any(pattern.search(text, near, start) for pattern in (_RATIO_BEFORE, _TWO_BEFORE)))
        or (passage.chinese and _COUNCIL_BEFORE.search(text, near, start) is not None)
        or (word in YEAR_BY and _YEAR.fullmatch(text, start, number.end) is not None)
        or _ends_a_name(passage, number, near)
    )


def _ends_a_name(passage: Passage, number: Number, near: int) -> bool:
    """Boeing 737, Shared Destiny 5, Erik Ten Hag: a capital before it, and no noun that it counts."""
    text, start = passage.text, number.start
    if number.kind == "words":
        return passage.field == "body" and text[start].isupper() and bool(_CAPITAL_BEFORE.search(text, near, start))
    if number.kind != "digits" or number.value >= 1_000 or text[number.end : number.end + 1] == "%":
        return False
    name = _NAME_BEFORE.search(text, near, start)
    return (
        name is not None
        and not any(
            mark.end > name.start(1) for mark in passage.within(near - _LONGEST, start, "country", "people", "mission")
        )
        and not any(passage.within(number.end, number.end + NEAR, "unit"))
    )


def _is_kin(text: str, number: Number) -> bool:
    """True for whom the dead leave: survived by two sons and nine grandchildren."""
    return (
        _KIN.match(text, number.end) is not None
        and _LEAVES.search(text, max(0, number.start - _LEAVES_FAR), number.start) is not None
    )


def _is_of_a_council(text: str, number: Number) -> bool:
    return _VOTES.match(text, number.end) is not None and (
        _COUNCIL.search(text, max(0, number.start - _VOTES_FAR), number.end + _VOTES_FAR) is not None
    )


def _is_told_after(text: str, number: Number) -> bool:
    """Days with their month, times of day, years, ages, tallies of votes, members of the Council."""
    end = number.end
    if _VOTED.match(text, end) or _RATIO_AFTER.match(text, end) or _FIXED.match(text, end):
        return True
    if number.kind not in ("digits", "words"):
        return False
    if _CLOCK_AFTER.match(text, end) or _AGE_AFTER.match(text, end):
        return True
    if number.value <= _MOST_TELLERS and _WHO_TELLS.match(text, end):
        return True
    if number.value <= 31 and _MONTH_AFTER.match(text, end):
        return True
    return text[end : end + 1] in ")年）" and end < len(text) and _YEAR.fullmatch(text, number.start, end) is not None
