"""The patterns of bytes of the byte scan: the words looked for, and the places where one could be hidden. Pure.

A word in which nothing stands but its letters is found as it is; where something does (a tag, a reference, an escape,
an accent, a hidden sign), that is found, and what is about it is looked at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from crawler.peacekeeping import byte_scan_signs as signs
from crawler.peacekeeping.byte_scan_cores import Core, Token, cores_in, leads, tokens_of
from crawler.peacekeeping.byte_scan_words import NeededForm
from crawler.peacekeeping.folding import SignTable, fold, is_cjk

# Where signs that fold to one of another script are: Greek to Arabic, India, and their other shapes.
_BLOCKS = (
    (0x0370, 0x0700), (0x0900, 0x0E00), (0x1100, 0x1200), (0x1F00, 0x2000), (0x2E80, 0x2FE0), (0xF900, 0xFB00),
    (0xFB1D, 0xFE00), (0xFE70, 0xFF00), (0x2F800, 0x2FA20),
)  # fmt: skip
# What stands between two words of a phrase: nothing odd, or something that is read.
_GAP = rb"[^A-Za-z0-9]{1,8}"
_ODD_BEHIND = rb"[^A-Za-z0-9<&\\]{0,3}(?:<[A-Za-z/!]|&[A-Za-z#]|\\[a-z\"/])"
_ODD_BEFORE = (rb"[>;][^A-Za-z0-9]{0,3}", rb"\\[bfnrt][^A-Za-z0-9]{0,3}", rb"\\u[0-9A-Fa-f]{4}[^A-Za-z0-9]{0,3}")
_OTHER = rb"[^A-Za-z0-9]"
# What ends before a word in capitals may end in a small letter: a line break of a script.
_BEFORE_CAPITALS = rb"[^A-Z0-9]"
_LONG = 7


class Kind(IntEnum):
    """What a match tells: a word; a sign, a reference or markup within one; a cut acronym; what is to be decoded."""

    WORD = 0
    SIGN = 1
    REFERENCE = 2
    MARKUP = 3
    DOTTED = 4
    FOREIGN = 5
    CONTROL = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression on bytes. caseless: for letters of ASCII; once: one match a page is enough."""

    expression: bytes
    kind: Kind = Kind.WORD
    caseless: bool = True
    once: bool = False


Beside = frozenset[tuple[bytes, ...]]


def patterns_of(
    cores: Iterable[Core], forms: Sequence[NeededForm], alike: Mapping[str, str]
) -> tuple[tuple[Pattern, ...], tuple[Beside, ...]]:
    """The patterns for these cores of these forms, and the other words of ASCII of the forms behind each pattern.

    alike: signs that count as equal.
    """
    found: dict[Pattern, set[tuple[bytes, ...]]] = {}
    variants = _Variants(SignTable(alike), alike)
    holding = holding_of(forms)
    for core in cores:
        patterns = _of_foreign(core[0], variants) if core[0].foreign else _of_core(core)
        for pattern in patterns:
            found.setdefault(pattern, set()).update(holding[core])
    places = dict.fromkeys(_of_places(), frozenset[tuple[bytes, ...]]())
    none = frozenset[tuple[bytes, ...]]()
    return (*found, *places), (
        *(none if () in words else frozenset(words) for words in found.values()),
        *places.values(),
    )


def holding_of(forms: Sequence[NeededForm]) -> dict[Core, set[tuple[bytes, ...]]]:
    """For each core the longer words of ASCII of the forms that hold it."""
    found: dict[Core, set[tuple[bytes, ...]]] = {}
    for form in forms:
        words = tuple(token.text.encode() for token in tokens_of(form) if not token.foreign and leads(token))
        for core in cores_in(form):
            found.setdefault(core, set()).add(words)
    return found


def _of_places() -> Iterator[Pattern]:
    yield Pattern(signs.NOT_UTF8, Kind.FOREIGN, caseless=False, once=True)
    yield Pattern(signs.CONTROLS, Kind.CONTROL, caseless=False, once=True)
    for expression in signs.SIGNS:
        yield Pattern(expression, Kind.SIGN, caseless=False)
    for expression in signs.REFERENCES:
        yield Pattern(expression, Kind.REFERENCE)
    for expression in signs.MARKUP:
        yield Pattern(expression, Kind.MARKUP)
    for expression in signs.DOTTED:
        yield Pattern(expression, Kind.DOTTED, caseless=False)


def _of_core(core: Core) -> Iterator[Pattern]:
    first, last = core[0], core[-1]
    capitals = any(token.capitals for token in core)
    text = _GAP.join(_letters(token, mixed=capitals) for token in core)
    before = _BEFORE_CAPITALS if first.capitals else b""
    if last.open_end or (not last.capitals and len(last.text) >= _LONG):
        behind = b""
    else:
        behind = b"(?:s?[^A-Za-z0-9])" if last.capitals else _OTHER
    yield Pattern(before + text + behind, caseless=not capitals)
    yield from _odd_gaps(core, mixed=capitals)
    if first.capitals and len(core) == 1:
        dotted = rb"\.".join(letter.encode() for letter in first.text[:3].upper())
        yield Pattern(dotted, Kind.MARKUP, caseless=False)


def _odd_gaps(core: Core, *, mixed: bool) -> Iterator[Pattern]:
    """Something odd between two words of the core: the words up to there, or those from there on."""
    letters = [_letters(token, mixed=mixed) for token in core]
    for gap in range(1, len(core)):
        if leads(core[0]) or (core[0].capitals and len(core[0].text) > 1):
            before = _BEFORE_CAPITALS if core[0].capitals else b""
            yield Pattern(before + _GAP.join(letters[:gap]) + _ODD_BEHIND, caseless=not mixed)
        else:
            rest = _GAP.join(letters[gap:]) + (b"" if leads(core[-1]) else _OTHER)
            yield from (Pattern(odd + rest, caseless=not mixed) for odd in _ODD_BEFORE)


def _letters(token: Token, *, mixed: bool) -> bytes:
    text = token.text
    if token.capitals:
        return rb"\.?".join(sign.upper().encode() for sign in text) if len(text) < 3 else text.upper().encode()
    if not mixed:
        return text.encode()
    return b"".join(f"[{sign}{sign.upper()}]".encode() if sign.isalpha() else sign.encode() for sign in text)


def _of_foreign(token: Token, variants: _Variants) -> Iterator[Pattern]:
    text = token.text
    yield Pattern(b"".join(signs.any_of(variants.of(sign)) for sign in text), caseless=False)
    if is_cjk(text[0]):  # a line break between two signs is none of the text
        yield Pattern(rb"\s{1,40}".join(signs.any_of(variants.of(sign)) for sign in text), caseless=False)
    written = [signs.any_of(rb"\u%04x" % ord(one) for one in _cased(variants.signs(sign))) for sign in text]
    yield Pattern(b"".join(written))


def _cased(found: Iterable[str]) -> list[str]:
    return sorted({sign for sign in found if ord(sign) < 0x10000})


class _Variants:
    """The signs that fold to a given one."""

    def __init__(self, table: SignTable, alike: Mapping[str, str]) -> None:
        self._found: dict[str, set[str]] = {}
        for sign in chain(map(chr, chain.from_iterable(range(*block) for block in _BLOCKS)), alike):
            folded = fold(sign, table).lower
            if len(folded) == 1:
                self._found.setdefault(folded, set()).add(sign)

    def signs(self, sign: str) -> set[str]:
        """Every sign that folds to it."""
        return {sign, sign.upper(), *self._found.get(sign.lower(), ())}

    def of(self, sign: str) -> set[bytes]:
        """Every way to write it as UTF-8, decomposed too."""
        return {form.encode() for one in self.signs(sign) for form in (one, unicodedata.normalize("NFD", one))}
