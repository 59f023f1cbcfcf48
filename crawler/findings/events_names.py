"""The words that name an event, the noun phrase round its noun or the clause round its verb, and its place. Pure."""

from __future__ import annotations

import re

from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_PHRASE_START = lazy(
    r"[,;:()\"“”—–]|\b(?:a|an|the|its|their|his|her|this|that|at|on|in|of|for|with|by|from|to|and|held|hosted"
    r"|hosts|host|attended|opened|jointly|co-hosted|organised|organized|convened|during|after)\s",
    re.IGNORECASE,
)
_OF = lazy(
    r"(?:\s+(?:of|on|for|between|among|with)\s+(?:(?!(?:was|were|is|are|has|have|had|on|in|at|and|which|that|who"
    r"|held|took|opened|began|will)\b)[\w'’/&-]+\s*){1,9})?"
)
_CLAUSE_END = lazy(
    r"[,;.()]|\s(?:which|who|when|while|where|with|after|before|in order|coinciding|on\s+(?:January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday))\b|$"
)
_SUBJECT_START = lazy(r"[;,:]\s+(?:and\s+)?|\b(?:when|while|after|that|said|as)\s+|^", re.IGNORECASE)
_CHINESE_BREAK = lazy(r"[，。；：、“”‘’（）\s]")
_CHINESE_HELD = lazy(r"(?:举行|舉行|召开|召開|举办|舉辦|参加|出席|开展|主持|发表)(?:了|的|一个)?")
MOST_BEFORE, MOST_AFTER = 70, 90


def english_name(passage: Passage, sentence: Span, mark: Mark, kind: str) -> Span:
    """The span of the name."""
    if mark.value.endswith("/verb"):
        return _clause(passage, sentence, mark, kind)
    text = passage.text
    low = max(sentence[0], mark.start - MOST_BEFORE)
    start = low
    for found in _PHRASE_START.finditer(text, low, mark.start):
        start = found.end()
    if kind == "anniversary":
        start = mark.start
    tail = _OF.match(text, mark.end, sentence[1])
    end = tail.end() if tail else mark.end
    return _trimmed(text, start, end)


def _clause(passage: Passage, sentence: Span, mark: Mark, kind: str) -> Span:
    text = passage.text
    low = max(sentence[0], mark.start - 120)
    start = low
    for found in _SUBJECT_START.finditer(text, low, mark.start):
        start = found.end()
    stop = _CLAUSE_END.search(text, mark.end, min(sentence[1], mark.end + MOST_AFTER))
    end = stop.start() if stop else min(sentence[1], mark.end + MOST_AFTER)
    if kind == "founding":
        end = mark.end
    return _trimmed(text, start, max(end, mark.end))


def chinese_name(passage: Passage, sentence: Span, mark: Mark, kind: str) -> Span:
    """The span of the name: the clause up to the noun or verb, and for a plan what follows."""
    text = passage.text
    low = max(sentence[0], mark.start - 30)
    start = low
    for found in _CHINESE_BREAK.finditer(text, low, mark.start):
        start = found.end()
    if mark.value.endswith("/noun"):
        for found in _CHINESE_HELD.finditer(text, start, mark.start):
            start = found.end()
    end = mark.end
    if kind in ("plan", "vote", "anniversary"):
        stop = _CHINESE_BREAK.search(text, mark.end, min(sentence[1], mark.end + 24))
        end = stop.start() if stop else min(sentence[1], mark.end + 24)
    return _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_PLACE = lazy(
    r"\b(?:in|at)\s+(?P<place>(?:the\s+)?[A-Z][\w'’-]+(?:\s+(?:of|the"
    r"|[A-Z][\w'’-]+))*(?:\s+in\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)?)"
)
_END = lazy(r"\s+(?:of|the)$")
_CHINESE_PLACE = lazy(r"在(?P<place>[^，。；在举召]{2,18}?)(?=举行|舉行|召开|开幕|遭|遇|成立|揭牌|举办|正式|发表|会见)")


def place_of(passage: Passage, sentence: Span, mark: Mark) -> str | None:
    """Where, as printed, after the words of the event; in Chinese before them."""
    text = passage.text
    if passage.chinese:
        found = _CHINESE_PLACE.search(text, sentence[0], sentence[1])
        return found["place"] if found else None
    for found in _PLACE.finditer(text, mark.end, min(sentence[1], mark.end + 90)):
        if not any(day.start <= found.start("place") < day.end for day in passage.days):
            return _END.sub("", found["place"])
    return None
