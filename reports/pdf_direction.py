"""Writing from the right in a PDF, whose signs are set from the left and are not joined by themselves.

Pure but for Paragraph. Arabic letters become the form that their neighbours ask for (The Unicode Standard, 9.2); a
line is put in the order of its signs on the page (UAX #9, without explicit marks, which foreign text is printed
without). As reportlab breaks lines by words in the order of reading, a paragraph is put in order when it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any
from unicodedata import bidirectional, combining, decomposition

from reportlab.platypus import Paragraph as SetParagraph

_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEFD))
_LAM_ALEF = 0xFEF5  # from here on: the ligatures that Arabic is never written without
_JOINING = "\u0640"  # the stroke that lengthens a word
_PAIRS = "()[]{}<>«»‹›"
_MIRRORED = {
    sign: other for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) for sign, other in ((a, b), (b, a))
}  # fmt: skip
_NUMBERS = ("EN", "AN")
_BETWEEN_DIGITS = ("CS", "ES", "ET")


def shaped(text: str) -> str:
    """The text with each Arabic letter in its joined form, and lam with alef as one sign."""
    if not _FROM_RIGHT.search(text):
        return text
    forms = _forms()
    for pair in (key for key in forms if len(key) == 2):
        # As one letter for what follows, under a sign of its own that stands for the pair.
        text = text.replace(pair, forms[pair]["isolated"])
    whole = {form["isolated"]: form for form in forms.values() if "isolated" in form} | forms
    signs = list(text)
    letters = [place for place, sign in enumerate(signs) if not combining(sign)]
    found = list(signs)
    for before, here, after in zip([None, *letters], letters, [*letters[1:], None], strict=False):
        form = whole.get(signs[here], {})
        joins = before is not None and (signs[before] == _JOINING or "initial" in whole.get(signs[before], {}))
        joined = after is not None and (signs[after] == _JOINING or "final" in whole.get(signs[after], {}))
        name = ("medial" if joined else "final") if joins else ("initial" if joined else "isolated")
        found[here] = form.get(name) or form.get("final" if joins else "isolated") or signs[here]
    return "".join(found)


def is_joined(sign: str) -> bool:
    """Whether it is a form of an Arabic letter, as shaped() gives them."""
    return "\ufb50" <= sign <= "\ufefc" and decomposition(sign).startswith("<")


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each Arabic letter, and of lam with alef, by name."""
    forms: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        name, *parts = decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(part, 16)) for part in parts)
        if len(letters) == 1 or (len(letters) == 2 and code >= _LAM_ALEF):
            forms.setdefault(letters, {})[name.strip("<>")] = chr(code)
    return forms


def visual(text: str, *, from_right: bool | None = None) -> str:
    """One line in the order of its signs on the page. from_right: how the whole runs; None: as most words do."""
    return "".join(sign for sign, _ in _ordered([(sign, 0) for sign in text], from_right=from_right))


def _ordered(signs: Sequence[tuple[str, int]], *, from_right: bool | None = None) -> list[tuple[str, int]]:
    """Signs, each with the number of its piece, in the order of the page."""
    if not any(_FROM_RIGHT.match(sign) for sign, _ in signs):
        return list(signs)
    # A sign with its marks stays together, in this order.
    clusters: list[list[tuple[str, int]]] = []
    for one in signs:
        if clusters and combining(one[0]):
            clusters[-1].append(one)
        else:
            clusters.append([one])
    levels = _levels([cluster[0][0] for cluster in clusters], from_right=from_right)
    placed = list(range(len(clusters)))
    for level in range(max(levels), 0, -1):
        turned: list[int] = []
        for high, group in groupby(placed, key=lambda place: levels[place] >= level):
            run = list(group)
            turned += reversed(run) if high else run
        placed = turned
    return [
        (_MIRRORED.get(sign, sign) if levels[place] % 2 else sign, piece)
        for place in placed
        for sign, piece in clusters[place]
    ]


def _levels(signs: Sequence[str], *, from_right: bool | None) -> list[int]:
    """The level of each sign: even from the left, odd from the right."""
    kinds = ["R" if (kind := bidirectional(sign)) == "AL" else kind for sign in signs]
    base = _mostly_from_right(kinds) if from_right is None else from_right
    for place in range(1, len(kinds) - 1):
        if kinds[place] in _BETWEEN_DIGITS and kinds[place - 1] in _NUMBERS and kinds[place + 1] in _NUMBERS:
            kinds[place] = kinds[place - 1]
    strong = "R" if base else "L"
    outer = strong
    levels: list[int | None] = []
    for place, kind in enumerate(kinds):
        if kind == "EN" and strong == "L":
            kinds[place] = "L"
        strong = kind if kind in ("L", "R") else strong
        levels.append({"R": 1, "L": 2 * int(base)}.get(kinds[place], 2 if kind in _NUMBERS else None))
    # What has no direction goes with two equal neighbours, a number as what stands before it; else with the whole.
    ways = [
        None if level is None else "L" if kind == "L" or level == 0 else "R"
        for level, kind in zip(levels, kinds, strict=True)
    ]
    found = [0 if level is None else level for level in levels]
    place = 0
    for neutral, run in groupby(ways, key=lambda way: way is None):
        length = len(list(run))
        if neutral:
            left = ways[place - 1] if place else None
            right = ways[place + length] if place + length < len(ways) else None
            way = left if left == right and left is not None else outer
            level = 1 if way == "R" else 2 * int(base)
            # Blanks at the end of a piece part it from the next one.
            blank = (left is None or right is None) and all(sign.isspace() for sign in signs[place : place + length])
            found[place : place + length] = [0 if blank else level] * length
        place += length
    return found


def _mostly_from_right(kinds: Sequence[str]) -> bool:
    """By words, not letters: a name in capitals does not turn a headline round."""
    words = [list(run) for blank, run in groupby(kinds, key=lambda kind: kind == "WS") if not blank]
    firsts = [next((kind for kind in word if kind in ("L", "R")), None) for word in words]
    return firsts.count("R") >= firsts.count("L")


class Paragraph(SetParagraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph whose writing from the right is read from the right; pieces of other colours stay in their order."""

    def draw(self) -> None:
        """Draw the broken lines, each in the order of the page."""
        lines = self.blPara.lines
        if self.blPara.kind == 0:
            self.blPara.lines = [(rest, visual(" ".join(words)).split(" ")) for rest, words in lines]
        else:
            for line in lines:
                line.words = list(_pieces(line.words))
        super().draw()


def _pieces(words: Sequence[Any]) -> Iterable[Any]:
    for _, same in groupby(words, key=lambda word: str(getattr(word, "textColor", None))):
        pieces = list(same)
        if not any(_FROM_RIGHT.search(getattr(piece, "text", "") or "") for piece in pieces):
            yield from pieces
            continue
        # Anchors have no signs.
        yield from (piece for piece in pieces if not piece.text)
        signs = [(sign, number) for number, piece in enumerate(pieces) for sign in piece.text]
        for number, run in groupby(_ordered(signs), key=lambda one: one[1]):
            yield pieces[number].clone(text="".join(sign for sign, _ in run))
