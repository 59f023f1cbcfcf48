"""Folds text for matching and remembers where every sign came from. Spans count code points of the original.

Folding makes equal what newsrooms write in several ways: full-width letters, accents, curly quotes, dotted acronyms
(U.N.), runs of spaces and hyphens between words, a line break inside Chinese, traditional signs, hidden signs.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.date_words import sign_by_sign

PARAGRAPH_MARK = "\n"
_HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2212\uff0d"
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Marks dropped after decomposition: Latin accents, Arabic vowel signs and the Arabic elongation sign. Indic and Thai
# vowel signs are letters in all but name and stay.
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WIDE = "ßẞŒœÆæŸĲĳﬀ-ﬆİ…½"
# Begins with one class of signs, as the engine then skips to them, and looks back at the sign taken.
_UNEVEN = re.compile(
    rf"[A-Z\s{_HYPHENS}{_HIDDEN}{_MARKS}{_WIDE}]"
    rf"(?:(?![a-z])|(?<=[{_HIDDEN}{_MARKS}{_WIDE}]))(?:"  # nor need most blanks and capitals a closer look
    rf"(?P<wrap>(?:(?<=[{_CJK}][ \t])[ \t]*\r?\n|(?<=[{_CJK}]\r)\n|(?<=[{_CJK}]\n))[ \t]*(?=[{_CJK}]))"
    rf"|(?P<space>(?<=[\s{_HYPHENS}{_HIDDEN}])[\s{_HYPHENS}{_HIDDEN}]+)"
    rf"|(?P<hidden>(?<=[{_HIDDEN}]))"
    rf"|(?P<mark>(?<=[{_MARKS}])[{_MARKS}]*)"
    r"|(?P<dotted>(?<=[A-Z])\.(?<![^\W_]..)(?:[A-Z]\.)+)"
    rf"|(?P<wide>(?<=[{_WIDE}])))"
)
_BREAK = re.compile(r"\n[ \t\r]*\n")
_CJK_SIGN = re.compile(f"[{_CJK}]")
_BARE = re.compile(f"[{_MARKS}{_HIDDEN}]")
_ONLY_HIDDEN = re.compile(f"[{_HIDDEN}]+")
_ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"}


def is_cjk(sign: str) -> bool:
    """True for signs that are written without spaces between words."""
    return _CJK_SIGN.match(sign) is not None


class SignTable(dict[int, str]):
    """One folded sign for each sign, worked out on first sight; ``alike`` adds pairs such as traditional signs."""

    def __init__(self, alike: Mapping[str, str] | None = None) -> None:
        super().__init__({ord(sign): plain for sign, plain in (_ALIKE | dict(alike or {})).items()})

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if 0xD800 <= code <= 0xDFFF:
            plain = "\ufffd"
        elif sign.isspace() or re.match(f"[{_HYPHENS}]", sign):
            plain = " "
        else:
            plain = _BARE.sub("", unicodedata.normalize("NFKD", sign))
            plain = self.get(ord(plain), plain) if len(plain) == 1 else sign
        self[code] = plain
        return plain


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. plain keeps the case, lower does not; both have one sign at the same place.

    starts and shifts: from the folded place starts[i] on, the original place is shifts[i] further.
    """

    plain: str
    lower: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    length: int

    def original(self, place: int) -> int:
        """The place in the original of the sign that stands at a place of the folded text."""
        return place + self.shifts[bisect_right(self.starts, place) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original (end exclusive) of a span, not empty, of the folded text."""
        last = end - 1
        starts, shifts = self.starts, self.shifts
        index = bisect_right(starts, start)
        shift = shifts[index - 1]
        if index < len(starts) and starts[index] <= last:
            stop = last + shifts[bisect_right(starts, last) - 1] + 1
        else:
            stop = last + shift + 1
        return start + shift, stop if stop < self.length else self.length


def _lower(plain: str) -> str:
    lower = plain.lower()
    # A few signs grow by lower-casing; such texts go sign by sign so that both forms stay in step.
    return lower if len(lower) == len(plain) else "".join(sign.lower()[:1] or sign for sign in plain)


def _replacement(kind: str, found: str) -> str:
    if kind == "space":
        if _ONLY_HIDDEN.fullmatch(found):
            return ""
        return PARAGRAPH_MARK if _BREAK.search(found) else " "
    if kind == "dotted":
        return found.replace(".", "")
    if kind == "wide":
        return _BARE.sub("", unicodedata.normalize("NFKD", found.replace("ß", "ss").replace("ẞ", "SS")))
    return ""


def fold(text: str, table: SignTable) -> Folded:
    """Fold a text. Time grows with its length only."""
    pieces: list[str] = []
    plainer = text.translate(table) if text.isascii() else sign_by_sign(text, table)
    starts, shifts = [0], [0]
    at = folded = 0
    for found in _UNEVEN.finditer(text):
        start, end = found.span()
        kind, words = found.lastgroup or "", found.group()
        pieces.append(plainer[at:start])
        folded += start - at
        if kind == "dotted":  # each letter keeps its own place, the last one that of the dot that closes the acronym
            for offset in range(0, len(words), 2):
                starts.append(folded)
                shifts.append(start + offset + (offset + 2 == len(words)) - folded)
                folded += 1
            pieces.append(words.replace(".", ""))
        else:
            new = _replacement(kind, words)
            pieces.append(new)
            for offset in range(len(new)):
                starts.append(folded + offset)
                shifts.append(min(start + offset, end - 1) - folded - offset)
            folded += len(new)
        starts.append(folded)
        shifts.append(end - folded)
        at = end
    pieces.append(plainer[at:])
    plain = "".join(pieces)
    return Folded(plain, _lower(plain), tuple(starts), tuple(shifts), len(text))
