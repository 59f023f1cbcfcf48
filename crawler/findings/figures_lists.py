"""Lists of contributors, where each number is all that a country gives: Rwanda (5,900), Nepal (5,300); tables. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right

from crawler.findings.figures_ellipsis import BY_NAME, POLICE_LIST
from crawler.findings.figures_labels import LABELLED, ROW
from crawler.findings.figures_setting import Setting
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_CONTRIBUTORS = lazy(
    r"\b(?:contributors?|contributing\s+(?:countr(?:y|ies)|nations?|states?)|contributions?\s+by\s+country|contributeurs?|"
    r"contribuyentes?|contribuidores|contribuintes|pays\s+fournisseurs|países\s+que\s+(?:más\s+)?aportan|kontributor|"
    r"penyumbang)\b|контрибьютор|出兵国|派遣国",
    re.IGNORECASE,
)
# Lists of something else: money, one sex or trade of those sent, sums over the years.
_OF_OTHERS = lazy(
    r"\b(?:budget|financ\w+|funds?|funding|donors?|dollars?|million|billion|assessed|aid|women|woman|female|femmes|mujeres|"
    r"mulheres|observers?|staff\s+officers?|experts?|engineers?|doctors?|medical|medics|helicopters?|aircraft|vaccines?|"
    r"fatalities|deaths?|dead|died|killed|fallen|casualties|since|ever|history|historical\w*|all[- ]time|cumulative|"
    r"over\s+the\s+(?:years|decades)|to\s+date|planned|pledge[ds]?|promised|will)\b",
    re.IGNORECASE,
)
# Nepal with 6,119 peacekeepers: a name straight before a number that has a noun.
_NAMED = lazy(
    r"[A-ZÀ-Þ][\w’'. -]{2,40}?(?:,\s+|\s+)(?:with|at|avec|con|com|dengan)\s+"
    r"(?:about\s+|some\s+|around\s+|nearly\s+|over\s+)?\Z"
)
_BEFORE = 64
# A row of a table, alone or behind its rank, and no longer than this.
_ROW = lazy(r"(?:\d{1,3}[.)]\s*)?[^\d\n]{2,40}?[\s(:|–-]+\d[\d,.  ]*\)?|\d{1,3}[.)]")
_LONGEST_ROW = 64


def is_of_contributors(at: Setting) -> bool:
    """True for a country's number in a sentence, or in a table under a line, that tells who contributes how many."""
    if at.what.rule != BY_NAME and not _NAMED.search(at.text, max(at.span[0], at.words[0] - _BEFORE), at.words[0]):
        return False
    if _tells(at.text, at.span, at.what.concept):
        return True
    head = head_of(at)
    return head is not None and _tells(at.text, head, at.what.concept)


def head_of(at: Setting) -> Span | None:
    """The line over the rows of a table, where a count stands in one: its mission and its day are theirs."""
    if at.what.rule not in (BY_NAME, LABELLED):
        return None
    starts, heads = at.passage.once(_heads)
    index = bisect_right(starts, at.number[0]) - 1
    return heads[index] if index >= 0 else None


def _tells(text: str, span: Span, concept: str) -> bool:
    if _CONTRIBUTORS.search(text, *span) is None or _OF_OTHERS.search(text, *span):
        return False
    return concept == "police" or POLICE_LIST.search(text, *span) is None


def _heads(passage: Passage) -> tuple[list[int], list[Span | None]]:
    """Where each sentence begins, and for a row the last sentence before it that is none."""
    heads: list[Span | None] = []
    over: Span | None = None
    for start, end in passage.sentences:
        row = (end - start <= _LONGEST_ROW and _ROW.fullmatch(passage.text, start, end)) or ROW.match(
            passage.text, start, end
        )
        heads.append(over if row else None)
        over = over if row else (start, end)
    return [start for start, _ in passage.sentences], heads
