"""The stretch of a text that shows the words of a query, and where they stand in it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from storage import cjk

SIGNS = 200
Marks = tuple[tuple[int, int], ...]


def pattern(terms: Sequence[cjk.Term]) -> re.Pattern[str]:
    """Find in a folded text what the index found in its tokens: the same words with any signs between them."""
    return re.compile("|".join(_term_patterns(terms)) or "(?!)")


def best(texts: Sequence[str], words: re.Pattern[str]) -> tuple[str, Marks]:
    """Cut the first of the texts that holds one of the words, else the first, round that word."""
    for text in texts:
        if words.search(folded(text)):
            return snippet(text, words)
    return snippet(texts[0] if texts else "", words)


def snippet(text: str, words: re.Pattern[str]) -> tuple[str, Marks]:
    """Cut some 200 signs round the first match, at spaces where there are any."""
    plain = folded(text)
    first = words.search(plain)
    start = max(0, first.start() - SIGNS // 3) if first else 0
    if start:
        space = text.find(" ", start, first.start() if first else start)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + SIGNS)
    if end < len(text):
        space = text.rfind(" ", first.end() if first and first.end() < end else start, end)
        end = space if space > start else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    # Line breaks become spaces one for one: the marks keep their places.
    cut = re.sub(r"\s", " ", text[start:end])
    return f"{lead}{cut}{tail}", _marks(plain, words, start, end, len(lead) - start)


def marks(text: str, words: re.Pattern[str]) -> Marks:
    """Where the words stand in a whole text."""
    return _marks(folded(text), words, 0, len(text), 0)


def pieces(text: str, spans: Marks) -> list[tuple[str, bool]]:
    """Cut a text into stretches, each with whether it is marked: for terminals and pages that mark in their own way."""
    cut: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans:
        cut += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [(piece, marked) for piece, marked in [*cut, (text[end:], False)] if piece]


def folded(text: str) -> str:
    """Fold case, width and accents sign for sign, so that places in the folded text are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_folded_sign, text))


def folded_words(text: str) -> str:
    """The words of a text as the index holds them, parted by a space each: without case, width, accents and signs."""
    return " ".join(re.findall(r"\w+", folded(cjk.spaced(text))))


def _marks(plain: str, words: re.Pattern[str], start: int, end: int, moved: int) -> Marks:
    return tuple(
        (match.start() + moved, match.end() + moved)
        for match in words.finditer(plain, start, end)
        if match.end() > match.start()
    )


def _term_patterns(terms: Sequence[cjk.Term]) -> Iterator[str]:
    for term in terms:
        words = folded_words(term.words).split()
        if words:
            joined = r"[\W_]*".join(re.escape(word) for word in words)
            alphabetic = cjk.spaced(f"x{words[0][0]}") == f"x{words[0][0]}"
            before = r"(?<!\w)" if alphabetic else ""
            after = r"\w*" if term.prefix else (r"(?!\w)" if alphabetic else "")
            yield f"{before}{joined}{after}"


@lru_cache(maxsize=8192)
def _folded_sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).lower()
    return plain[0] if plain and not unicodedata.combining(plain[0]) else sign
