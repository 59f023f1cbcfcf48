"""Whose a figure is and where: the country that governs it, and the mission or place. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from crawler.findings.figures_counted import ANY_PLURAL, GROUP, PEOPLE, STRONG, UNIT, parts_of
from crawler.findings.figures_ellipsis import BY_NAME
from crawler.findings.figures_items import counting, is_taken, item_of
from crawler.findings.figures_setting import Countries, Setting, Span, name_end
from crawler.findings.figures_strength_words import WITH_AFTER, WITH_FIRST
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from storage.findings import CountryMention

CONTRIBUTOR, HOST = "contributor", "host"
_FROM = lazy(r"[\u064b-\u065f]?\s*(?:from|of|de|du|des|dari|из|з|من)\s+(?:the\s+|la\s+|le\s+)?\Z", re.IGNORECASE)
_CYRILLIC = lazy("[А-Яа-яІЇЄҐ]")
_SUBJECT_PRONOUN = lazy(
    r"(?:It|They|The (?:contingent|battalion|unit|detachment|country|company|team|"
    r"nation)|Their|Its|该|这支|分队|全营|我国|我|警队|队伍)\b",
    re.IGNORECASE,
)
# A contingent by its number alone is the outlet's own country's: 第12批步兵营由700名官兵组成.
_HOME = lazy(
    r"我国|我軍|我军|我首|我维和|我(?=公安)|中方|第\s*[\d一二三四五六七八九十]{1,4}\s*[批支](?=赴|维和|維和|步兵|工兵|医疗|直升机|多功能|官兵)"
)
# In Kenya, 40 soldiers: where they are.
_WHERE = lazy(
    r"\b(?:in|at|near|across|outside|inside|around|throughout|en|au|aux|dans|em|no|na|di|в|во|у)\s+(?:the\s+|la\s+|el\s+)?\Z"
    r"|[在于於赴驻駐从從]\Z",
    re.IGNORECASE,
)
# Mali asked 13,000 peacekeepers to leave: one to whom they came.
_RECEIVES = lazy(
    r"['’]?\s+(?:also\s+|has\s+|had\s+|now\s+|will\s+)?(?:ask|tell|told|order|urge|expel|host|house|shelter|receive|welcome|"
    r"thank|accuse|say|said|want|demand|need|see\b|saw\b|is\s+home)",
    re.IGNORECASE,
)
# Made there, or in its language: no owner.
_MADE = lazy(r"-(?:made|built|speaking|language|born|supplied|funded)\b", re.IGNORECASE)
_ARE = lazy(r"\s+(?:are|were|is|was)\s+(?:all\s+|mostly\s+)?", re.IGNORECASE)
_COME_FROM = lazy(r"\s+(?:(?:are|were|come|came|hail|hailed)\s+)from\s+(?:the\s+)?", re.IGNORECASE)
_LEAVES = lazy(
    r"\b(?:withdr[ae]w\w*|pull(?:s|ed|ing)?|remov\w+|recall\w*|repatriat\w*|evacuat\w*|bring\w*|brought|return\w*|"
    r"leav(?:e|es|ing)|left|retir\w+|rapatri\w+|вывод\w+|вывел\w*|вывест\w+|отозва\w+)\b",
    re.IGNORECASE,
)
_BODY = lazy(
    r"\s+(?:[\w-]+\s+){0,2}?(?:army|armed\s+forces|defen[cs]e\s+forces?|military|navy|air\s+force|police|public\s+security|government|forces?|"
    r"ministry|contingents?|battalions?|units?|compan(?:y|ies)|peacekeep\w+|detachments?|brigades?|teams?|parliament|"
    r"gendarmerie|sappers?|engineers?|blue\s+helmets)\b",
    re.IGNORECASE,
)
# A mission that has them is whose they are: since the last company from Ghana came, UNISFA has 3,250.
_HAS = lazy(
    r"\s*(?:\((?-i:[A-Z-]+)\))?(?:,[^,]{0,60},)?\s*(?:now\s+|currently\s+|still\s+|also\s+)?"
    r"(?:has|have|had|counts|numbers|deploys|fields|comprises|consists|keeps|employs)\b",
    re.IGNORECASE,
)
# Ukraine's allies are others.
_OTHERS = lazy(
    r"(?:['’]s?)?\s+(?:[\w-]+\s+)?(?:allies|partners|neighbou?rs|enemies|friends|rivals|backers|adversaries|border|capital)\b"
)
_FEW_WORDS = lazy(
    r"[\s-]+(?:(?!(?:is|are|was|were|has|have|had|by|of|in|to|at|for|near|from|with|serves?|speaks?|and|or)\b)[^\W\d][\w’'-]*\s+){0,4}"
)
_ROW = lazy(
    r"\s*(?:,\s*)?(?:(?:and|or|&|together\s+with|along\s+with|as\s+well\s+as|et|y|e|и|та|和|与|及|、)\s*)?(?:the\s+)?",
    re.IGNORECASE,
)
_APART = lazy(r"\b(?:with|unlike|besides|from|after|like|of|for|by|than)\s+(?:the\s+)?\Z", re.IGNORECASE)
_IN_LINE = lazy(r"\s*(?:,|and|,\s*and|or)\s*(?:about\s+|some\s+|nearly\s+)?|[\u4e00-\u9fff]{0,8}[、，和及与]")
# 孟加拉国和卢旺达分列第二、三位，人数为5899人和5893人: theirs by order, and nobody's named before them.
_RESPECTIVELY = lazy(r"分列|分居|分别|分別")
# Those whom a mission is there for: no contingent is made up of them.
_LOCALS = lazy(
    r"\b(?:villagers?|residents?|inhabitants|locals|children|pupils|students|farmers|herders|traders|patients|refugees|returnees"
    r"|(?:displaced|local)\s+(?:people|persons|families|women|men|youths?)|orphans|widows|families|households|IDPs|beneficiaries)\b"
    r"|村民|居民|患者|病人|病患|难民|難民|学生|學生|儿童|兒童|孤儿|民众|民眾|群众|百姓|灾民|流离失所者",
    re.IGNORECASE,
)
# How far, in code points, behind a count its owner may be told, and before it a verb of leaving.
_TOLD_AFTER, _LEAVES_FAR, _WITH_FAR = 34, 70, 80
# Longer than a preposition with its article, in code points.
_SHORT = 48
# A country this near the sentence's beginning is its subject.
_AT_THE_START, _NEAR_THE_START = 12, 40


def who(
    at: Setting, countries: Countries, home: str | None, hosts: Collection[str] = (), *, refers: bool = True
) -> str | None:
    """ISO3 of the country in the counted phrase or told behind it, else of the contributor or subject before it.

    A host is where they are and not whose they are, unless it is said to have them: Congolese soldiers. In a list a
    country belongs to the number of its own item. hosts: the countries of the mission that the count is placed at.
    refers: its "it" may be a country of the sentences before.
    """
    first, start = max(at.span[0], at.passage.opening), at.words[0]
    told = _inside(at, countries)
    if told is not None:
        in_line = at.what.rule == BY_NAME and not at.text[at.number[1] : at.words[1]].startswith(")")
        return _of_row(at, countries, told, first) if in_line else told.iso3
    after = _told_after(at, countries)
    if after is not None or _LOCALS.search(at.text, *at.words):
        # Indian peacekeepers treated 560 villagers: whose these are is not told.
        return None if after is None or _opens_row(at, countries, after) else after.iso3
    if at.passage.chinese and (orders := list(_RESPECTIVELY.finditer(at.text, first, start))):
        return _by_order(at, countries, first, orders[-1].start())
    item = item_of(at)
    for giver in reversed([one for one in countries.named(first, start) if one.role == CONTRIBUTOR]):
        if giver.iso3 not in hosts and _may_own(at, countries, giver, item, first):
            return _of_row(at, countries, giver, first)
    others = (one for one in countries.named(first, start) if one.iso3 not in hosts)
    subject = next((one for one in others if one.role != HOST or one.end > start), None)
    if subject is not None and _is_subject(at, countries, subject, first) and not is_taken(at, subject.start, item):
        return _of_row(at, countries, subject, first)
    own = home if home is not None and _HOME.search(at.text, first, start) else None
    return own or (_referred(at, countries, first) if refers else None)


def _referred(at: Setting, countries: Countries, first: int) -> str | None:
    """The contributor named last, where a sentence opens with "it" or "the contingent"."""
    pronoun = _SUBJECT_PRONOUN.match(at.text, first)
    giver = countries.last_before(first, CONTRIBUTOR) if pronoun else None
    return giver.iso3 if giver is not None else None


def is_where(at: Setting, one: CountryMention) -> bool:
    """True for a country behind a count that follows a preposition of place: 650 in South Sudan."""
    return one.start >= at.words[1] and _stands(_WHERE, at, at.words[1] - 1, one.start)


def _stands(words: re.Pattern[str], at: Setting, first: int, end: int) -> bool:
    """True for words that end where a name begins; they are short, so that only the last signs are searched."""
    return words.search(at.text, max(first, end - _SHORT), end) is not None


def _inside(at: Setting, countries: Countries) -> CountryMention | None:
    """The country in the counted phrase; an adjective of things that no table knows names none: Chinese restaurants."""
    start, end = at.words
    for one in countries.named(start, end):
        adjective = countries.is_adjective(one)
        if _MADE.match(at.text, name_end(one)) or (adjective and at.what.rule == ANY_PLURAL):
            continue
        if one.role != HOST or adjective:
            return one
    # The country may stand right before its number: Benin 2,000 soldiers, 马拉维3名.
    near = list(countries.named(max(at.span[0], at.passage.opening, start - 40), start))
    gap = "" if at.passage.chinese else " "
    if not near or at.text[name_end(near[-1]) : start] != gap or countries.is_adjective(near[-1]):
        return None
    placed = _stands(_WHERE, at, at.span[0], near[-1].start) or _stands(_APART, at, at.span[0], near[-1].start)
    return None if placed or (at.passage.chinese and near[-1].role == HOST) else near[-1]


def _told_after(at: Setting, countries: Countries) -> CountryMention | None:
    """From Ghana, are Ghanaian, the 395-strong Malawian battalion; from Mali after a verb of leaving is no owner."""
    end = at.words[1]
    one = next(countries.named(end, end + _WITH_FAR), None)
    if one is None:
        return None
    if (opens := _opening_with(at)) is not None and opens == one.start:
        return one
    if one.start >= end + _TOLD_AFTER:
        return None
    between = at.text[end : one.start]
    adjective = countries.is_adjective(one)
    if adjective and (_ARE.fullmatch(between) or (at.what.rule == STRONG and between == " ")):
        return one
    left = _LEAVES.search(at.text, max(at.span[0], at.words[0] - _LEAVES_FAR), end)
    if not adjective and (_COME_FROM.fullmatch(between) or (_FROM.fullmatch(between) and one.start - end <= 24)):
        return None if left else one
    # In Russian and Ukrainian the country follows in the genitive.
    genitive = one.start == end + 1 and _CYRILLIC.match(at.text, one.start)
    return one if genitive and not left else None


def _opening_with(at: Setting) -> int | None:
    """Where the name begins that a sentence goes on with behind its count: With 870 soldiers, Ghana is third."""
    if not WITH_FIRST.fullmatch(at.text, at.span[0], at.words[0]):
        return None
    after = WITH_AFTER.match(at.text, at.words[1], at.span[1])
    return after.end("comma") if after is not None else None


def _may_own(at: Setting, countries: Countries, one: CountryMention, item: Span, first: int) -> bool:
    """True for a giver before a count: not where it is only a place, nor where another item of the list has it."""
    if not at.passage.chinese and is_taken(at, one.start, item):
        return False
    if _OTHERS.match(at.text, name_end(one)):
        return False
    missions = at.passage.within(name_end(one), at.words[0], "mission")
    if any(_HAS.match(at.text, mark.end, at.words[0]) for mark in missions):
        return False
    if countries.is_adjective(one):
        return at.passage.chinese or _is_of_people(at.passage, one)
    return at.passage.chinese or not _stands(_WHERE, at, first, one.start)


def _is_of_people(passage: Passage, one: CountryMention) -> bool:
    """True for an adjective of people or of a body of them: Ghanaian soldiers, the Ghanaian army; not of a language."""
    end = name_end(one)
    if _BODY.match(passage.text, end) or not passage.text[one.start : end].isascii():
        return True
    return any(
        parts_of(mark)[0] in (PEOPLE, GROUP) and _FEW_WORDS.fullmatch(passage.text, end, mark.start)
        for mark in passage.within(end, end + 48, UNIT)
    )


def _of_row(at: Setting, countries: Countries, one: CountryMention, first: int) -> str | None:
    """Countries in a row share a number, which is nobody's own; as many numbers in a row are theirs by order."""
    row = [one]
    for other in reversed(list(countries.named(first, one.start))):
        if not _ROW.fullmatch(at.text, name_end(other), row[0].start):
            break
        row.insert(0, other)
    for other in countries.named(name_end(one), at.words[0]):
        if not _ROW.fullmatch(at.text, name_end(row[-1]), other.start):
            break
        row.append(other)
    if len(row) == 1 or _stands(_WHERE, at, first, row[0].start) or _stands(_APART, at, first, row[0].start):
        return one.iso3
    end = name_end(row[-1])
    following = next(countries.named(end, at.span[1]), None)
    numbers = list(counting(at.passage, end, following.start if following else at.span[1]))
    in_line = all(
        _IN_LINE.fullmatch(at.text, number.end, after.start) for number, after in pairwise(numbers[: len(row)])
    )
    places = [number.start for number in numbers]
    if in_line and len(numbers) >= len(row) and at.number[0] in places[: len(row)]:
        return row[places.index(at.number[0])].iso3
    return None


def _by_order(at: Setting, countries: Countries, first: int, place: int) -> str | None:
    """Of the countries before "respectively", which stands at a place, that of the count."""
    near = list(countries.named(first, place))
    return _of_row(at, countries, near[-1], first) if near else None


def _opens_row(at: Setting, countries: Countries, one: CountryMention) -> bool:
    """True for the first of several countries behind a count: 661 troops from Nigeria, Senegal and Ghana."""
    other = next(countries.named(name_end(one), at.span[1]), None)
    return other is not None and _ROW.fullmatch(at.text, name_end(one), other.start) is not None


def _is_subject(at: Setting, countries: Countries, one: CountryMention, first: int) -> bool:
    if _OTHERS.match(at.text, name_end(one)):
        return False
    if _stands(_WHERE, at, first, one.start) or _RECEIVES.match(at.text, name_end(one)):
        return False
    if countries.is_adjective(one):
        return at.passage.chinese or _is_of_people(at.passage, one)
    return one.start - first <= _AT_THE_START


def subject_of(
    passage: Passage, countries: Countries, span: tuple[int, int], start: int, home: str | None
) -> str | None:
    """The country that a place in an order belongs to: the last one named before it, else the last contributor."""
    first = max(span[0], passage.opening)
    named = [one for one in countries.named(first, start) if one.role != HOST]
    if named:
        return named[0].iso3 if named[0].start - first <= _NEAR_THE_START else named[-1].iso3
    if home is not None and _HOME.search(passage.text, first, start):
        return home
    giver = countries.last_before(first, CONTRIBUTOR)
    return giver.iso3 if giver is not None else None
