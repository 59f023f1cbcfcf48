"""Which words of the needed forms are looked for: few, rare ones, without one of which no form stands. Pure.

A form is covered by a word of it, or by two or three that follow one another where each alone is too usual.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise

from crawler.peacekeeping.byte_scan_words import NeededForm
from crawler.peacekeeping.folding import is_cjk

RUN = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0dff])+")
# The plural of an acronym, which its pattern lets pass.
_PLURAL = re.compile(r"[A-Z0-9]{2,}s")
# What a core costs the scan, by how often it stands in ordinary pages: estimates that cost time when wrong, no page.
_SHORT, _USUAL, _ALONE, _PAIR, _THREE, _BOTH_USUAL = 40.0, 80.0, 2.0, 4.0, 5.0, 9.0
_WORD = 4


@dataclass(frozen=True, slots=True)
class Token:
    """One word, folded, in lower case. capitals: stands only so; open_end: may go on; foreign: not of ASCII letters."""

    text: str
    capitals: bool = False
    open_end: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it is of another script than Latin letters."""
        return not self.text.isascii()


Core = tuple[Token, ...]


def cores_of(forms: Iterable[NeededForm], often: Collection[str]) -> tuple[Core, ...]:
    """Cores so that every form holds one of them: the cheapest for the most forms first."""
    costs: dict[Core, float] = {}
    holding: dict[Core, set[int]] = {}
    count = 0
    for number, form in enumerate(forms):
        count += 1
        for core, cost in _candidates(form, often):
            costs[core] = max(cost, costs.get(core, 0.0))
            holding.setdefault(core, set()).add(number)
    left, chosen = set(range(count)), []
    waiting = [(-len(numbers) / costs[core], _said(core), core) for core, numbers in holding.items()]
    heapify(waiting)
    while left:
        worth, said, core = heappop(waiting)
        now = -len(holding[core] & left) / costs[core]
        if now > worth:  # some of its forms have been covered since
            if now:
                heappush(waiting, (now, said, core))
            continue
        chosen.append(core)
        left -= holding[core]
    return tuple(sorted(set(chosen), key=_said))


def _said(core: Core) -> tuple[str, tuple[tuple[bool, bool], ...]]:
    return " ".join(token.text for token in core), tuple((token.capitals, token.open_end) for token in core)


def tokens_of(form: NeededForm) -> list[Token]:
    """The words of a form in order; Chinese and Japanese signs stand two by two, overlapping."""
    text, found = form.exact or form.lower, []
    for run in RUN.finditer(text):
        word, open_end = run.group(), text[run.end() : run.end() + 1] == "*"
        if any(map(is_cjk, word)):
            found += [Token((a + b).lower(), open_end=True) for a, b in pairwise(word)]
        else:
            plural = form.exact is not None and _PLURAL.fullmatch(word) is not None
            capitals = form.exact is not None and word.isascii() and word.isupper()
            found.append(Token(word[:-1].lower() if plural else word.lower(), capitals or plural, open_end))
    return found


def leads(token: Token) -> bool:
    """Whether a word is long enough to be looked for with something odd beside it."""
    return len(token.text) >= _WORD


def _candidates(form: NeededForm, often: Collection[str]) -> Iterator[tuple[Core, float]]:
    tokens = tokens_of(form)
    for token in tokens:
        yield (token,), _cost_alone(token, often, only=len(tokens) == 1)
    for length in (2, 3):
        for start in range(len(tokens) - length + 1):
            core = tuple(tokens[start : start + length])
            if any(token.foreign for token in core) or any(token.open_end for token in core[:-1]):
                continue
            if any(len(token.text) == 1 and not token.capitals for token in core):
                continue
            if leads(core[0]) or leads(core[-1]) or core[0].capitals:
                usual = sum(token.text in often or not leads(token) for token in core)
                cost = (_PAIR if length == 2 else _THREE) + (_BOTH_USUAL if usual == length else usual)
                yield core, cost + 2 * sum(len(token.text) < _WORD - 1 for token in core)


def cores_in(form: NeededForm) -> Iterator[Core]:
    """Every core that a form could be found by."""
    for core, _ in _candidates(form, frozenset()):
        yield core


def _cost_alone(token: Token, often: Collection[str], *, only: bool) -> float:
    if token.foreign:
        return _USUAL if token.text in often else 1.0 + (_ALONE if len(token.text) < 3 and not only else 0)
    if token.capitals and len(token.text) >= _WORD - 1:
        return 1.0
    if not leads(token) or token.text.isdigit():
        return 4 * _SHORT
    if token.text in often:
        return _USUAL
    return 1.0 if only else _ALONE if len(token.text) > _WORD else _SHORT
