"""Places that one sentence gives to several countries: followed by B and C, D fourth and E sixth. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.findings.numbers import chinese_value
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

COUNTRY = "country"
_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = _WORDS.split()
ORDINAL = "|".join(ORDINALS) + r"|\d{1,2}(?:st|nd|rd|th)"
_FOLLOWED = lazy(r"\bfollowed\s+(?:closely\s+)?by\s+", re.IGNORECASE)
# Between a place and those who follow it, in code points.
_FOLLOWED_FAR = 150
_COUNT = (
    r"(?:\s+with\s+(?:about\s+|some\s+)?\d[\d.,]*(?:\s+(?!and\b)[a-z]+){0,2}"
    r"|\s*\([^()\n]{1,40}\)|\s+at\s+\d[\d.,]*\s*(?:%|per\s?cent))"
)
_NEXT = lazy(rf"{_COUNT}?(?:,\s*(?:and\s+)?|\s+and\s+|;\s*)", re.IGNORECASE)
_THE = lazy(r"(?:the\s+)?", re.IGNORECASE)
# India ranked fourth and Pakistan sixth.
_AND = lazy(r"\s*(?:,|;|,?\s+and|,?\s+while|,?\s+with)\s+", re.IGNORECASE)
_AT = lazy(
    rf"\s+(?:(?:was|came|ranked|stood|is|in|at)\s+){{0,2}}(?P<place>{ORDINAL})(?=\s*(?:[,.;)]|$|and\b|among\b|in\b|while\b))",
    re.IGNORECASE,
)
_AFTER = lazy(r"[^,.;:()]{0,60}?\s(?:after|behind)\s+", re.IGNORECASE)
_LIST = lazy(
    r"\b(?:top|largest|biggest|leading|main)\s+(?:[\w-]+\s+){0,4}?(?:contribut\w+|providers?|TCCs?|PCCs?)\b[^:;.\n]{0,40}:"
    r"\s*1[.)]\s+",
    re.IGNORECASE,
)
_ITEM = lazy(r"(?:[^\w\n]{0,3}\d[\d.,]*(?:\s+[a-z]+){0,2}\)?)?[\s;,.]{1,4}(?P<place>\d{1,2})[.)]\s+")
_RESPECTIVE = lazy(
    r"(?:分列|分居|分别(?:位列|位居|排名?|列|居|名列|为)|分別(?:位列|位居|排名?|列|居|名列|為))"
    r"(?P<places>第?[一二三四五六七八九十\d]{1,3}(?:(?:位|名)?[、和及与與]?第?[一二三四五六七八九十\d]{1,3}){1,4})(?:位|名)"
)
_PLACE = lazy(r"\d{1,2}|十?[一二三四五六七八九]|十")
_ROW_CHINESE = lazy(r"(?:（[^（）]{1,16}）|\([^()]{1,16}\))?[、和及与與以]*及?")


class Placed(NamedTuple):
    """A country's place. start, end: its words."""

    rank: int
    who: str
    start: int
    end: int


def rank_of(word: str) -> int:
    """The number of an ordinal in words or digits, 0 for none."""
    word = word.lower()
    if word in ORDINALS:
        return ORDINALS.index(word) + 1
    small = {"one": 1, "two": 2, "three": 3, "top": 1}
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else small.get(word, 0)


def followers(passage: Passage, rank: int, end: int, stop: int) -> Iterator[Placed]:
    """Those who come next behind a place that ends somewhere: followed by Rwanda with 5,876 and Bangladesh."""
    begun = _FOLLOWED.search(passage.text, end, min(stop, end + _FOLLOWED_FAR))
    if begun is not None:
        for number, mark in enumerate(_row(passage, begun.end(), stop), rank + 1):
            yield Placed(number, mark.value, begun.start() if number == rank + 1 else mark.start, mark.end)


def further(passage: Passage, end: int, stop: int) -> Iterator[Placed]:
    """Other countries with their places and no verb: (India ranked fourth) and Pakistan sixth."""
    while (joined := _AND.match(passage.text, end, stop)) is not None:
        mark = _country(passage, joined.end())
        place = _AT.match(passage.text, mark.end, stop) if mark is not None else None
        if mark is None or place is None:
            return
        yield Placed(rank_of(place["place"]), mark.value, mark.start, place.end())
        end = place.end()


def how_many_before(passage: Passage, end: int, stop: int) -> int:
    """How many countries stand before: the largest contributor of troops after India and Nepal."""
    after = _AFTER.match(passage.text, end, stop)
    return len(list(_row(passage, after.end(), stop))) if after is not None else 0


def numbered(passage: Passage, span: Span) -> Iterator[Placed]:
    """A list with numbers: top contributors: 1. Rwanda 2,637; 2. India 2,398."""
    head = _LIST.search(passage.text, span[0], span[1] + len(" 1. "))
    rank, place = 1, head.end() if head is not None else -1
    while head is not None and (mark := _country(passage, place)) is not None:
        yield Placed(rank, mark.value, mark.start, mark.end)
        item = _ITEM.match(passage.text, mark.end)
        if item is None or int(item["place"]) != rank + 1:
            return
        rank, place = rank + 1, item.end()


def respective(passage: Passage, span: Span) -> Iterator[Placed]:
    """卢旺达和孟加拉国分列第二、第三位: the last countries before it, as many as there are places."""
    for match in _RESPECTIVE.finditer(passage.text, *span):
        ranks = [int(chinese_value(one.group()) or 0) for one in _PLACE.finditer(match["places"])]
        marks = list(passage.within(span[0], match.start(), COUNTRY))[-len(ranks) :]
        ends = [*(mark.start for mark in marks[1:]), match.start()]
        joined = all(_ROW_CHINESE.fullmatch(passage.text, mark.end, end) for mark, end in zip(marks, ends, strict=True))
        if joined and len(marks) == len(ranks):
            for rank, mark in zip(ranks, marks, strict=True):
                yield Placed(rank, mark.value, mark.start, match.end() if mark is marks[-1] else mark.end)


def _row(passage: Passage, start: int, stop: int) -> Iterator[Mark]:
    """The countries that follow one another from a place on."""
    mark = _country(passage, start)
    while mark is not None and mark.end <= stop:
        yield mark
        joined = _NEXT.match(passage.text, mark.end, stop)
        mark = _country(passage, joined.end()) if joined is not None else None


def _country(passage: Passage, start: int) -> Mark | None:
    """The country whose name stands at a place, behind an article or not."""
    article = _THE.match(passage.text, start)
    place = article.end() if article is not None else start
    return next((one for one in passage.within(start, place + 60, COUNTRY) if one.start in (start, place)), None)
