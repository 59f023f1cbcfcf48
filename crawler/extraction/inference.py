"""The year of a text that prints none, from what it says of known dates. Stored apart, never as the date itself.

Rules are data: sessions of the General Assembly (the Nth opened in September of 1945+N, the first counted from 1946),
anniversaries of known beginnings, and 'this year' beside the pandemic. One year is given only where clues agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawler.dates import MONTHS

# (subject as said in the basis, its beginning, words that name it). Public, undisputed years only.
BEGINNINGS = (
    (
        "Chinese peacekeeping police",
        2000,
        r"chinese peacekeeping police|china['’]s peacekeeping police|中国维和警察|维和警察",
    ),
    (
        "Chinese troops in UN peacekeeping",
        1990,
        (
            r"(?:china['’]s|chinese) (?:military['’]s |armed forces['’] )?(?:participation|involvement"
            r"|taking part) in (?:the )?un peacekeeping|中国军队(?:首次)?参加联合国维和"
        ),
    ),
    ("UN peacekeeping", 1948, r"(?:un|united nations) peacekeeping(?: operations)?(?! polic)|联合国维和行动"),
    (
        "the United Nations",
        1945,
        r"(?:founding of )?the (?:un|united nations)\b(?! peace| general| security)|联合国成立",
    ),
    ("the People's Republic of China", 1949, r"people['’]s republic of china|新中国成立|中华人民共和国成立"),
    ("the Communist Party of China", 1921, r"communist party of china|中国共产党(?:成立)?|建党"),
    ("the People's Liberation Army", 1927, r"people['’]s liberation army|\bpla\b|建军"),
    (
        "the restoration of China's seat at the UN",
        1971,
        r"restoration of china['’]s lawful seat|恢复(?:在)?联合国合法席位",
    ),
    ("Security Council resolution 1325", 2000, r"resolution 1325|第?1325号?决议"),
    (
        "victory in the Second World War",
        1945,
        (
            r"victory (?:of|in) the (?:world anti-fascist war|chinese people['’]s war|second world"
            r" war)|end of (?:the second world war|world war ii)|抗日战争(?:暨世界反法西斯战争)?胜利"
        ),
    ),
    ("the Forum on China-Africa Cooperation", 2000, r"forum on china-africa cooperation|中非合作论坛"),
    ("NATO", 1949, r"(?:founding of )?(?:nato|the north atlantic)"),
    ("the African Union's forerunner", 1963, r"organi[sz]ation of african unity"),
    ("UNIFIL", 1978, r"unifil|interim force in lebanon"),
    ("the independence of South Sudan", 2011, r"south sudan['’]s independence|independence of south sudan"),
)
_SESSION = re.compile(
    (
        r"(?P<n>\d{2})(?:st|nd|rd|th) (?:regular )?session of the (?:UN|United Nations|U\.N\.)?"
        r" ?General Assembly|(?:UN )?General Assembly['’]s (?P<n2>\d{2})(?:st|nd|rd|th) session"
        r"|第(?P<n3>\d{2})届联合国大会|联合国大会第(?P<n4>\d{2})届"
    ),
    re.IGNORECASE,
)
_YEARS_OF = re.compile(
    (
        r"(?P<n>\d{1,3})(?:(?:st|nd|rd|th) anniversary of (?:the (?:founding|establishment|birth)"
        r" of )?| years (?:of|since|after) |(?:周年|年来).{0,2})"
    ),
    re.IGNORECASE,
)
_AFTER_FIRST = re.compile(r"(?P<n>\d{1,3})周年", re.IGNORECASE)
_PANDEMIC = re.compile(
    (
        r"this year['’]s (?:COVID-19|coronavirus|novel coronavirus)|(?:COVID-19|coronavirus)"
        r" (?:pandemic|epidemic|outbreak)[^.]{0,60}this year|this year[^.]{0,80}(?:COVID-19"
        r"|coronavirus) (?:pandemic|epidemic|outbreak)|今年.{0,20}新冠"
    ),
    re.IGNORECASE,
)
_OPENING_DAY = re.compile(
    (
        rf"^(?:on\s+)?(?:(?P<mon>{'|'.join(name for name in MONTHS if name.isascii() and len(name) >= 3)})\.?\s"
        rf"+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?!,?\s*\d{{4}})|(?P<m>\d{{1,2}})月(?P<d2>\d{{1"
        rf",2}})日)"
    ),
    re.IGNORECASE,
)
_WRITTEN_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4]\d)(?!\d)")
REACH = 60


@dataclass(frozen=True, slots=True)
class Clue:
    """One hint: the text was published between these days. exact: it names one year by itself."""

    earliest: date
    latest: date
    basis: str
    exact: bool = False


def infer_year(paragraphs: Sequence[str]) -> Mapping[str, Any]:
    """Year, what it rests on and the days between which the text was published; empty where clues do not agree."""
    text = "\n".join(paragraphs)
    clues = list(_clues(text))
    earliest = max((clue.earliest for clue in clues), default=None)
    latest = min((clue.latest for clue in clues), default=None)
    if earliest is None or latest is None or earliest > latest or earliest.year != latest.year:
        return {}
    if len(clues) < 2 and not clues[0].exact:
        return {}
    year = earliest.year
    written = {int(found) for found in _WRITTEN_YEAR.findall(text)}
    if written and max(written) > year:
        return {}
    day = _opening_day(paragraphs[0] if paragraphs else "", year)
    if day and earliest <= day <= latest:
        earliest = day
    return {
        "year": year,
        "basis": [clue.basis for clue in clues],
        "published_between": [earliest.isoformat(), latest.isoformat()],
    }


def _clues(text: str) -> Iterator[Clue]:
    seen: set[str] = set()
    for clue in (*_anniversaries(text), *_sessions(text), *_pandemic(text)):
        if clue.basis not in seen:
            seen.add(clue.basis)
            yield clue


def _anniversaries(text: str) -> Iterator[Clue]:
    """Anniversaries of known beginnings, where number and subject stand side by side."""
    for match in _YEARS_OF.finditer(text):
        count = int(match.group("n"))
        behind = text[match.end() : match.end() + REACH]
        for subject, began, words in BEGINNINGS:
            if count and re.match(rf"(?:the )?(?:founding of |establishment of )?(?:{words})", behind, re.IGNORECASE):
                year = began + count
                if 1990 <= year <= 2060:
                    sure = "anniversary" in match.group(0).lower()
                    yield Clue(
                        date(year, 1, 1),
                        date(year, 12, 31),
                        f"{count} years of {subject}, which began in {began}",
                        sure,
                    )
                break
    for match in _AFTER_FIRST.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        for subject, began, words in BEGINNINGS:
            if re.search(rf"(?:{words})$", before, re.IGNORECASE):
                year = began + int(match.group("n"))
                yield Clue(
                    date(year, 1, 1),
                    date(year, 12, 31),
                    f"{match.group('n')} years of {subject}, which began in {began}",
                    exact=True,
                )
                break


def _sessions(text: str) -> Iterator[Clue]:
    """The Nth session of the General Assembly: it opened in September of 1945+N and lasted a year."""
    for match in _SESSION.finditer(text):
        number = int(next(group for group in match.groups() if group))
        year = 1945 + number
        ordinal = f"{number}{'th' if 10 <= number % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
        yield Clue(
            date(year, 9, 1),
            date(year + 1, 9, 30),
            f"the {ordinal} session of the General Assembly met in September {year}",
        )


def _pandemic(text: str) -> Iterator[Clue]:
    if _PANDEMIC.search(text):
        yield Clue(date(2020, 1, 1), date(2022, 12, 31), "'this year' with the COVID-19 pandemic")


def _opening_day(paragraph: str, year: int) -> date | None:
    """The day that the text opens with, in the inferred year: what it reports had happened."""
    match = _OPENING_DAY.match(paragraph.strip())
    if not match:
        return None
    month = MONTHS[match.group("mon").lower()] if match.group("mon") else int(match.group("m"))
    try:
        return date(year, month, int(match.group("d") or match.group("d2")))
    except ValueError:
        return None
