"""Sentences of running text, as spans. English and its neighbours by stops, Chinese by its own stops. Pure."""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy

Span = tuple[int, int]

# A stop after these ends no sentence: ranks, titles, months, initials.
_ABBREVIATIONS = (
    "mr mrs ms dr st no nos lt gen col maj sgt capt cpt brig adm cmdr cdr sec amb prof rev hon insp supt asst dep gov "
    "sen rep pres jan feb mar apr jun jul aug sept sep oct nov dec vs approx est fig art para vol ext res inc ltd co "
    "corp dept govt"
)
_SHORT = frozenset(_ABBREVIATIONS.split())
# Begins with one class of signs, as the engine then skips to them, and looks back at the sign taken. A line that
# begins with a label (Fatalities: 12) is a sentence; other lines go on with the one before.
_STOP = lazy(
    r"[.!?…。！？；।۔؟\n](?:(?<=[.!?…])[.!?…]*[\"'”’»)\]]*(?=\s)|(?<=[。！？；।۔؟])[。！？；।۔؟]*[”’」』）]*"
    r"|(?<=\n)(?:\s*\n|(?=\s*(?:[-•*–—]\s|\d{1,2}[.)]\s)|[A-Z][^\n:.;]{0,58}:[ \t])))"
)
_WORD_BEFORE = lazy(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_GOES_ON = lazy(r"\s+[\"'“‘«(\[]*[a-zà-öø-ÿа-я,;]")


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences in order, without the blanks between them. A paragraph's end always ends a sentence."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() < start or not _ends(text, stop):
            continue
        _add(spans, text, start, stop.start() if text[stop.start()] == "\n" else stop.end())
        start = stop.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _ends(text: str, stop: re.Match[str]) -> bool:
    if not stop.group().startswith("."):
        return True
    place, end = stop.start(), stop.start()
    low = max(0, end - 24)
    while place > low and ((sign := text[place - 1]) == "." or (sign.isalnum() and not sign.isdecimal())):
        place -= 1
    before = _WORD_BEFORE.search(text, place, end)
    if before is not None:
        word = before.group(1)
        short = word.lower() in _SHORT or (len(word) == 1 and word.isupper()) or "." in word
        if short and not _looks_like_a_new_sentence(text, stop.end(), word):
            return False
    # A stop before a small letter closes an abbreviation we do not know.
    return _GOES_ON.match(text, stop.end()) is None


def _looks_like_a_new_sentence(text: str, end: int, word: str) -> bool:
    """After ``p.m.`` or ``U.N.`` a capital letter may open a sentence or go on with a name; it goes on by default."""
    return word.lower() in ("a.m", "p.m", "etc") and text[end : end + 2].strip().isupper()


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
