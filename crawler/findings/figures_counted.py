"""What a number counts, in languages written with blanks: the noun phrase after it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from crawler.findings.figures_peoples import with_people
from crawler.findings.figures_words import ENDS
from crawler.findings.number_words import CURRENCIES
from crawler.findings.numbers import Number
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy

UNIT = "unit"
WITH_NOUN = "figure: number + noun"
ANY_PLURAL = "figure: number + plural"
OF_THEM = "figure: number of them"
STRONG = "figure: number strong"
PEOPLE, GROUP, PLACE, THING, WORK, MEASURE, EVENT, MONEY, SHARE, NONE = (
    "people", "group", "place", "thing", "work", "measure", "event", "money", "share", "none"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted. start, end: the noun phrase's span; noun: of its head; open: the noun is told elsewhere."""

    start: int
    end: int
    family: str
    unit: str
    concept: str
    rule: str = WITH_NOUN
    confidence: float = 1.0
    open: bool = False


# Vowel signs of Bengali, Arabic and Urdu belong to the word though \w leaves them out.
_SIGNS = "\\w\u064b-\u065f\u0900-\u0dff’'-"
_WORD = lazy(rf"[\s“\"«‘(]{{0,3}}([^\W\d_][{_SIGNS}]*(?:\.(?=\w))?[{_SIGNS}]*)")
# What stands between a number and its noun without being a part of either.
_ASIDE = lazy(
    r"(?:-odd|-plus|\+|\s+odd|\s+plus|\s+or\s+so|\s+or\s+thereabouts|\s+or\s+more)(?!\w)|(?:টি|টা|জন)?(?:ের| এর) "
    r"বেশি|টি|টা"
)
# A noun phrase ends before these.
# A noun in the plural closes a phrase: ten peacekeepers | received medals; but 34 infantry | combat vehicles.
_IS_PLURAL = lazy(r"(?:s|men|people|police|personnel|staff|aircraft|troops|crew)\Z", re.IGNORECASE)
PLURAL_NOUN = lazy(
    r"(?:s|men|people|children|police|personnel|military|staff|aircraft|crew|dead|displaced|livestock|sheep|cattle|"
    r"ordnance|ammunition|"
    r"surgery|flying|flight|air|ground|km|kg|m|yuan|renminbi|taka|naira|rand|birr|yen|baht|rupiah|equipment|reais|"
    r"female)\Z",
    re.IGNORECASE,
)
_NUMERAL = lazy(r"\s\d[\d.,]*")
_MANY_WORDS = 5
# 118 long patrols, 900 night patrols, nine other countries; but 118 km long, 900 days, nine others.
_OPEN_A_NOUN = lazy(r"\s(?:long|high|wide|deep|tall|day|night|other)(?=\s)")
_BEYOND_LATIN = "\u0250"
_FAR = 46
_JOINS = lazy(r"\s*(?:,\s*|\s(?:and|or|&|et|y|e|dan|и|та|و)\s)\s*(?=[^\W\d_])")
_OF = lazy(
    r"\s+(?:of|de|des|d['’]|from among)\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+|our\s+|these\s+|those\s+|all\s+|"
    r"it\b|them\b|whom\b|which\b|whose\s+|les\s+)?",
    re.IGNORECASE,
)
_STRONG = lazy(
    r"[\s-]strong\b|\s+in (?:all|number|total|strength)\b|\s+(?:persons|people) strong\b|\s+(?:medics|men|women|"
    r"officers|soldiers) strong\b",
    re.IGNORECASE,
)
_AND_MEN = lazy(r"women\s+and\s+men\b", re.IGNORECASE)
_HYPHEN = lazy(r"-([^\W\d_]+)")
_PERCENT = lazy(
    r"\s?(?:%|％|percent\b|per\s?cent\b|pct\b|pour\s?cent\b|por ciento\b|por cento\b|persen\b|"
    r"процент\w*|відсотк\w*|في المئة|بالمئة|শতাংশ|فیصد)(?!age)",
    re.IGNORECASE,
)
_POINTS = lazy(r"\s?percentage points?\b", re.IGNORECASE)
_MONEY = lazy(r"(" + "|".join(sorted((re.escape(code) for code in CURRENCIES), key=len, reverse=True)) + r")\s?\Z")
_CHANGED_BY = lazy(r"\b(?:(?:drop|rise|cut|fall|increase|reduction|decline)\s+of|by)\s+\Z", re.IGNORECASE)
_WHOLE = lazy(
    r"(?:(?:its|their|the|his)\s+)?(?:whole|total|strength|force|staff|budget|population|costs?)\b",
    re.IGNORECASE,
)
# Nouns of time and their like make a number no figure only as its very next words.
_PLURAL = lazy(r"[a-z][a-z’'-]*[a-z](?:s|en|people|folk)\Z")
_NO_PLURAL = lazy(r"(?:ss|us|is|ous|as|’s|'s|been|then|when|often|even|seven|ten|open|men)\Z")
_MEASURED_BY_HAND = lazy(r"(km²?|km2|m²|m2|ha|kg|m|t)(?![\w])")
_HAND = {
    "km": (MEASURE, "kilometers"), "km²": (MEASURE, "square kilometers"), "km2": (MEASURE, "square kilometers"),
    "m²": (MEASURE, "square meters"), "m2": (MEASURE, "square meters"), "ha": (MEASURE, "hectares"),
    "kg": (MEASURE, "kilograms"), "t": (MEASURE, "tonnes"), "m": (MEASURE, "meters"),
}  # fmt: skip
# Units of blood are no body of people.
_BLOOD = lazy(r"\b(?:blood|plasma|transfusions?)\b(?!\s+(?:spilled|shed|feud))", re.IGNORECASE)
_BLOOD_FAR, _BLOOD_NEAR = 80, 20
_OF_BLOOD = "units of blood"
_HYPHENED = frozenset((PEOPLE, THING))
_HYPHENED_PLACES = frozenset(("bed", "classroom"))


def counted(passage: Passage, number: Number, *, english: bool) -> Counted | None:
    """What the number counts; None where nothing is told beside it."""
    text, end = passage.text, number.end
    if (aside := _ASIDE.match(text, end)) is not None:
        end = aside.end()
    measured = _money(text, number) or _measured(text, number.start, end)
    if measured is not None:
        return measured
    if number.kind == "part":
        return _share(passage, number)
    if text[end : end + 1] == "-" and (found := _HYPHEN.match(text, end)):
        return _hyphened(passage, number, found)
    return _phrase(passage, number.start, end, english=english)


def _measured(text: str, start: int, end: int) -> Counted | None:
    """Per cent, percentage points, short signs of measures, and the strength of a body: 570-strong."""
    if found := _PERCENT.match(text, end):
        return Counted(start, found.end(), SHARE, "percent", "share", "figure: per cent")
    if found := _POINTS.match(text, end):
        return Counted(start, found.end(), SHARE, "percentage points", "share", "figure: per cent")
    if found := _MEASURED_BY_HAND.match(text, end + (text[end : end + 1] in (" ", "\xa0"))):
        family, unit = _HAND[found.group(1)]
        return Counted(start, found.end(), family, unit, unit, "figure: measure")
    if found := _STRONG.match(text, end):
        return Counted(start, found.end(), PEOPLE, "persons", "personnel", STRONG)
    return None


def parts_of(mark: Mark) -> tuple[str, str, str]:
    """Family, unit and concept that a mark of kind unit stands for."""
    family, unit, concept = mark.value.split("|")
    return family, unit, concept


def _money(text: str, number: Number) -> Counted | None:
    code = _MONEY.search(text, max(0, number.start - 6), number.start)
    if code is None or (code.group(1)[0].isalpha() and text[code.start() - 1 : code.start()].isalpha()):
        return None
    return Counted(code.start(), number.end, MONEY, CURRENCIES[code.group(1)], "money", "figure: money")


def _share(passage: Passage, number: Number) -> Counted | None:
    """A part of a whole, where the whole is told: three-quarters of the inhabitants; or a change: a drop of a third."""
    of = _OF.match(passage.text, number.end)
    if of is None:
        changed = _CHANGED_BY.search(passage.text, max(0, number.start - 24), number.start)
        return (
            Counted(number.start, number.end, SHARE, "percent", "share", "figure: changed by a part", 0.8)
            if changed
            else None
        )
    if (whole := _WHOLE.match(passage.text, of.end())) is not None:
        return Counted(number.start, whole.end(), SHARE, "percent", "share", "figure: part of a whole", 0.8)
    after = passage.text[of.start() : of.end()].rstrip().lower()
    if after.endswith(("them", "whom", "which", " it")):
        return Counted(number.start, of.end(), SHARE, "percent", "share", "figure: part of a whole", 0.9)
    mark = _head(passage, of.end())
    if mark is None or parts_of(mark)[0] == NONE:
        return None
    return Counted(number.start, mark.end, SHARE, "percent", "share", "figure: part of a whole", 0.9)


def _hyphened(passage: Passage, number: Number, found: re.Match[str]) -> Counted | None:
    for mark in passage.within(found.start(1), found.end() + 24, UNIT):
        if mark.start != found.start(1):
            break
        family, unit, concept = parts_of(mark)
        if family in _HYPHENED or found.group(1).lower() in _HYPHENED_PLACES:
            return Counted(number.start, mark.end, family, unit, concept, "figure: number-noun")
    return None


def _phrase(passage: Passage, start: int, end: int, *, english: bool) -> Counted | None:
    of = _OF.match(passage.text, end)
    if of is not None:
        words = passage.text[of.start() : of.end()].rstrip().lower()
        if words.endswith(("them", "whom", "which")):
            return Counted(start, of.end(), PEOPLE, "", "", OF_THEM, 0.9, open=True)
        end = of.end()
        end = _numeral_end(passage, end)
    mark = _head(passage, end, english=english)
    if mark is not None and parts_of(mark)[0] == NONE:
        return None
    if mark is not None and not english:
        return Counted(start, with_people(passage, _joined(passage, mark)), *parts_of(mark))
    if mark is not None and PLURAL_NOUN.search(passage.text, mark.start, mark.end):
        both = _AND_MEN.match(passage.text, mark.start)
        kind = (PEOPLE, "persons", "personnel") if both else _kind(passage, mark)
        return Counted(start, both.end() if both else _joined(passage, mark), *kind)
    if mark is not None and passage.text[start:end].lower() in ("1", "one"):
        return Counted(start, mark.end, *parts_of(mark))
    # A singular after a higher number is a part of a name (Falcon 9 rocket) or stands before its noun.
    return _any_plural(passage.text, start, end) if english and of is None else None


def _kind(passage: Passage, mark: Mark) -> tuple[str, str, str]:
    """Family, unit and concept of a mark where it stands: donated units are of blood."""
    kind = parts_of(mark)
    near = max(0, mark.start - _BLOOD_FAR), min(len(passage.text), mark.end + _BLOOD_NEAR)
    of_blood = kind[2] == "units" and _BLOOD.search(passage.text, *near) is not None
    return (THING, _OF_BLOOD, _OF_BLOOD) if of_blood else kind


def _numeral_end(passage: Passage, place: int) -> int:
    """Where a number ends that begins here; the place itself where none does."""
    index = bisect_left(passage.numbers, place, key=lambda number: number.start)
    if index < len(passage.numbers) and passage.numbers[index].start == place:
        return passage.numbers[index].end
    return place


def _head(passage: Passage, place: int, *, english: bool = True) -> Mark | None:
    """The noun that a phrase is about: the last mark before the phrase ends; the first in Romance tongues and Malay."""
    text, head = passage.text, None
    marks = {mark.start: mark for mark in reversed(list(passage.within(place, place + _FAR + 30, UNIT)))}
    opens = _OPEN_A_NOUN.match(text, place)
    at = opens.end() if opens is not None and opens.end() + 1 in marks else place
    for _ in range(_MANY_WORDS + 1):
        word = _WORD.match(text, at)
        if word is None and head is None and at > place and (number := _NUMERAL.match(text, at)):
            at = number.end()
            word = _WORD.match(text, at)
        if word is None or word.start(1) - place > _FAR or "\n" in text[at : word.start(1)]:
            break
        mark = marks.get(word.start(1))
        if mark is not None:
            if parts_of(mark)[0] == NONE and head is None:
                return mark
            shut = head is not None and _IS_PLURAL.search(text, place, at) and not _IS_PLURAL.search(text, at, mark.end)
            if parts_of(mark)[0] == NONE or shut:
                break
            head, at = mark, mark.end
            if not english and text[mark.start] < _BEYOND_LATIN:
                break
            continue
        lower = word.group(1).lower()
        # Uniformed and civilian personnel: adjectives in a row before their noun.
        joins = lower in ("and", "or") and head is None and at > place
        if (lower in ENDS and not joins) or (
            head is not None and (_IS_PLURAL.search(text, place, at) or text[at] != " ")
        ):
            break
        at = word.end()
    return head


def _joined(passage: Passage, mark: Mark) -> int:
    """The end of a phrase of several nouns: officers and soldiers; military, police and civilian personnel."""
    end = mark.end
    for _ in range(3):
        join = _JOINS.match(passage.text, end)
        if join is None:
            break
        following = _near(passage, join.end(), words=1 if passage.text[join.start()] != "," else 0)
        if following is None or parts_of(following)[:2] != parts_of(mark)[:2]:
            break
        end = following.end
    return end


def _near(passage: Passage, place: int, *, words: int) -> Mark | None:
    """A counted noun that stands here, or after one or two more words."""
    at = place
    for _ in range(words + 1):
        for mark in passage.within(at, at + 40, UNIT):
            if mark.start == at:
                return mark
            break
        word = _WORD.match(passage.text, at)
        if word is None or word.group(1).lower() in ENDS:
            return None
        at = word.end() + 1
    return None


def _any_plural(text: str, start: int, end: int) -> Counted | None:
    """Any plural noun right after the number, where the tables do not know it: bullet holes, truckloads."""
    at = end
    for nth in range(4):
        word = _WORD.match(text, at)
        if (
            word is None
            or text[at : at + 1] not in " \xa0"
            or word.group(1).lower() in ENDS
            or "\n" in text[at : word.start(1)]
        ):
            return None
        noun = word.group(1)
        if nth == 0 and noun[0].isupper() and noun.endswith("s"):
            return None
        if _PLURAL.search(noun) and not _NO_PLURAL.search(noun):
            return Counted(start, word.end(), THING, noun.lower(), noun.lower(), ANY_PLURAL, 0.8)
        at = word.end()
    return None
