"""The sentence round some words of a text. Pure."""

from __future__ import annotations

import re

# Where a sentence may end: its stop, with what closes it, before a blank; a Chinese stop needs none.
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s)|[。！？][”’」』）]*|\n")
# "Jan. 5", "Gen. Doe", "No. 4", "U.S. troops" end no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Brig|Capt|Sgt|No|St|vs"
    r"|approx))\.$"
)
LONGEST = 400
QUOTE_WORDS = 25
# A Chinese word has two signs or so: a text without spaces is counted by its signs.
QUOTE_SIGNS = 2 * QUOTE_WORDS
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
# "BEROL, South Sudan, Nov. 17 -- The road is open.", "BEROL – The road is open."
_DATELINE = re.compile(
    r"^[A-Z][A-Z'’.-]+[A-Z][^.!?\u4e00-\u9fff]{0,40}?(?:\.\s?\d{1,2})?(?:\s?\([^()]{2,30}\))?\s?(?:--|–|—)\s+(?=[\"“A-Z\d])"
)
_WORD = re.compile(r"\S*\w\S*")
_CLOSED = re.compile(r"[.!?…。！？][\"”’'」』）)\]]*$")


def sentence(text: str, start: int, end: int, *, longest: int = LONGEST) -> str:
    """The sentence that holds text[start:end], on one line; cut with an ellipsis round the words where it is longer."""
    first, last = _bounds(text, start, end)
    before, after = "", ""
    if last - first > longest:
        room = max(0, longest - (end - start)) // 2
        cut_first, cut_last = max(first, start - room), min(last, end + room)
        before, after = ("…" if cut_first > first else ""), ("…" if cut_last < last else "")
        first, last = cut_first, cut_last
    return before + " ".join(text[first:last].split()) + after


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The sentences before and after the one that holds text[start:end], each on one line; empty where none is."""
    first, last = _bounds(text, start, end)
    left, right = text[:first].rstrip(), len(text) - len(text[last:].lstrip())
    before = slice(*_bounds(left, len(left) - 1, len(left))) if left else slice(0)
    after = slice(*_bounds(text, right, right + 1)) if right < len(text) else slice(0)
    return " ".join(left[before].split()), " ".join(text[after].split())


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = 0, len(text)
    for found in _END.finditer(text):
        stop = found.end()
        if found[0].startswith(".") and _ABBREVIATED.search(text, max(0, stop - 8), stop):
            continue
        if stop <= start:
            first = stop
        elif stop >= end:
            last = stop
            break
    return first, last


def words_of(text: str) -> int:
    """How many words a text has; of Chinese, Japanese and Korean signs two make one."""
    signs = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text))) + -(-signs // 2)


def fits(told: str) -> bool:
    """Whether a whole sentence is short enough to be quoted."""
    return bool(_CLOSED.search(told)) and "…" not in (told[:1], told[-1:]) and words_of(told) <= QUOTE_WORDS


def quotable(text: str, start: int, end: int) -> str | None:
    """The whole sentence that holds text[start:end] where it may be quoted: it is closed and has at most 25 words.

    A dateline before it is no part of it.
    """
    told = _DATELINE.sub("", sentence(text, start, end))
    return told if fits(told) else None


def first_quotable(text: str, *, among: int = 2) -> str | None:
    """The first of the first so many sentences of a text that may be quoted whole."""
    place = 0
    for _ in range(among):
        while place < len(text) and text[place].isspace():
            place += 1
        if place >= len(text):
            return None
        told = sentence(text, place, place + 1)
        if fits(told):
            return told
        place += _length(text, place)
    return None


def _length(text: str, place: int) -> int:
    for found in _END.finditer(text, place):
        stop = found.end()
        if found[0].startswith(".") and _ABBREVIATED.search(text, max(0, stop - 8), stop):
            continue
        return stop - place
    return len(text) - place
