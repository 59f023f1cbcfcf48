"""One automaton for every word of the rules: finds them all in one pass over the folded text.

A Lexicon hands out word numbers while the rules are compiled; ``scan`` then gives, for each word number, the places
where it stands as a whole word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from crawler.peacekeeping.folding import SignTable, fold, is_cjk

# Letters, digits and the vowel signs that \w leaves out.
_ENDING = "[\\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f]*"
# Words that fold sign by sign: most are, and a start folds some twenty thousand.
_EVEN = re.compile(r"[A-Za-z0-9'*]+(?: [A-Za-z0-9'*]+)*|[\u4e00-\u9fff]+")
LONGEST_CLITIC = 4
Places = list[tuple[int, int]]


@dataclass(slots=True)  # frozen, a start would take twice as long to make some thirteen thousand
class Word:
    """A word or phrase to find. literal: what the automaton looks for; tail: what must follow where a ``*`` stands."""

    number: int
    literal: str
    tail: re.Pattern[str] | None
    bounded_left: bool
    bounded_right: bool


class _Joining(dict[str, bool]):
    """Whether a sign continues a word of an alphabetic script, worked out on first sight."""

    def __missing__(self, sign: str) -> bool:
        self[sign] = not is_cjk(sign) if sign.isalnum() else sign > "\u02ff" and unicodedata.category(sign)[0] == "M"
        return self[sign]


_joins = _Joining().__getitem__


def _compile(number: int, lower: str) -> Word:
    literal, star, rest = lower.partition("*")
    tail = None
    if star:
        parts = [re.escape(part) for part in rest.split("*")]
        closing = "" if lower.endswith("*") else r"(?!\w)"
        tail = re.compile(_ENDING + _ENDING.join(parts) + closing)
    return Word(number, literal, tail, bool(literal) and _joins(literal[0]), not star and _joins(lower[-1]))


class Lexicon:
    """Words in, places out. Add all words first; the automaton is built at the first scan."""

    def __init__(self, table: SignTable, clitics: Mapping[str, Iterable[str]]) -> None:
        self.table = table
        self._clitics = {fold(word, table).lower for words in clitics.values() for word in words}
        self._numbers: dict[str, int] = {}
        self._words: list[Word] = []
        self._by_literal: list[tuple[Word, ...]] = []
        self._closed: list[bool] = []
        self._automaton: AhoCorasick | None = None

    def folded(self, word: str) -> str:
        """A word of the rules as it would stand in folded text, case kept."""
        if _EVEN.fullmatch(word):
            return word.translate(self.table)
        return " ".join(fold(word, self.table).plain.split())

    def number(self, word: str) -> int:
        """The number of a word; the same for every spelling that folds alike."""
        lower = self.folded(word).lower()
        if lower not in self._numbers:
            self._numbers[lower] = len(self._words)
            self._words.append(_compile(len(self._words), lower))
        return self._numbers[lower]

    def numbers(self, words: Iterable[str] | None) -> tuple[int, ...]:
        """The numbers of several words."""
        return tuple(dict.fromkeys(self.number(word) for word in words or ()))

    def _build(self) -> AhoCorasick:
        literals: dict[str, int] = {}
        for word in self._words:
            place = literals.setdefault(word.literal, len(literals))
            if place == len(self._by_literal):
                self._by_literal.append((word,))
            else:
                self._by_literal[place] += (word,)
        self._closed = [all(word.bounded_right for word in words) for words in self._by_literal]
        return AhoCorasick(list(literals), store_patterns=False)

    def scan(self, lower: str) -> dict[int, Places]:
        """Every word that stands in the folded, lower-case text, with its places in order."""
        if self._automaton is None:
            self._automaton = self._build()
        found: dict[int, Places] = {}
        by_literal, closed, joins, size = self._by_literal, self._closed, _joins, len(lower)
        # The places of one word come in order, as it has one literal. What is a part of another word is left out.
        for literal, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            goes_on = end < size and joins(lower[end])
            if goes_on and closed[literal]:
                continue
            joined = start > 0 and joins(lower[start - 1])
            for word in by_literal[literal]:
                if (goes_on and word.bounded_right) or (
                    joined and word.bounded_left and not self._written_on(lower, start)
                ):
                    continue
                if word.tail is None:
                    stop = end
                elif (tail := word.tail.match(lower, end)) is not None:
                    stop = tail.end()
                else:
                    continue
                if word.number in found:
                    found[word.number].append((start, stop))
                else:
                    found[word.number] = [(start, stop)]
        return found

    def _written_on(self, lower: str, start: int) -> bool:
        begin = start
        while begin and start - begin < LONGEST_CLITIC and _joins(lower[begin - 1]):
            begin -= 1
        return lower[begin:start] in self._clitics and not (begin and _joins(lower[begin - 1]))
