"""How exact a number is: more than, nearly, about, up to, at least; with the words that say so. Pure.

The words before a number are marks of kind qualifier (cues.toml); those after it are told here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.findings.numbers import Number
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy

QUALIFIER = "qualifier"
EXACT, MORE, NEARLY, ABOUT, UP_TO, AT_LEAST, DOZENS = (
    "exact", "more than", "nearly", "about", "up to", "at least", "dozens"
)  # fmt: skip
BOUNDS = {
    EXACT: None,
    MORE: "above",
    NEARLY: "below",
    ABOUT: "around",
    UP_TO: "upper",
    AT_LEAST: "lower",
    DOZENS: "lower",
}

_BETWEEN = lazy(
    r"(?:\s+(?:another|further|additional|a total of|the))?[\s(为達达有]*(?:[时時]?可?(?:保留|部署|维持|"
    r"維持|派遣|设有|設有|容纳))?(?:US\$|USD|U\.S\.\$|"
    r"[$€£¥₹]|EUR|GBP|Rs\.?|KSh|Sh|Tk|RMB|Rp)?\s?",
    re.IGNORECASE,
)
_AFTER = lazy(
    r"(?P<more>[余餘多](?=\D|\Z)|\+|-plus\b|[ -]plus\b|\s(?:or|and) more\b|ের বেশি|\s?এর বেশি|"
    r"ওর বেশি| থেকে বেশি|\sسے زائد)"
    r"|(?P<about>-odd\b|\s+odd\b|\s+or so\b|\s+or thereabouts\b|左右|上下|来(?=[名人个])|几(?=[名人个]))"
    r"|(?P<least>以上)",
    re.IGNORECASE,
)
_LATE = lazy(r"[名人个個位次架艘辆輛支吨噸元%％]{0,2}(?:(?P<about>左右|上下)|(?P<least>以上))")
_ROUGH_WORD = lazy(r"(?:aine|docena|decena|dezena|centena)s?\Z", re.IGNORECASE)
_ARTICLE = lazy(r"\b(?:une|una|uma|un|um)\s+\Z", re.IGNORECASE)
_FAR = 30


@dataclass(frozen=True, slots=True)
class Qualified:
    """A qualifier with the span of number and qualifier together."""

    qualifier: str
    start: int
    end: int


def qualified(passage: Passage, number: Number, floor: int) -> Qualified:
    """Read the qualifier round a number; floor: where its sentence begins."""
    text, start, end = passage.text, number.start, number.end
    qualifier = EXACT
    for mark in passage.within(max(floor, start - _FAR), start, QUALIFIER):
        if _BETWEEN.fullmatch(text, mark.end, start):
            qualifier, start = mark.value.split("/")[0].replace("_", " "), mark.start
            break
    if qualifier == EXACT:
        if text[start - 1 : start] == "上" and number.kind == "chinese":
            qualifier, start = AT_LEAST, start - 1
        elif number.kind == "words" and _ROUGH_WORD.search(text[number.start : number.end]):
            article = _ARTICLE.search(text, max(floor, start - 5), start)
            qualifier, start = ABOUT, article.start() if article else start
    close = _AFTER.match(text, end)
    after = close or _LATE.match(text, end)
    if after is not None:
        if qualifier == EXACT:
            qualifier = {"more": MORE, "about": ABOUT}.get(after.lastgroup or "", AT_LEAST)
        if close is not None:
            end = close.end()
    if number.kind == "vague" and qualifier in (EXACT, ABOUT, MORE):
        qualifier = DOZENS
    return Qualified(qualifier, start, end)
