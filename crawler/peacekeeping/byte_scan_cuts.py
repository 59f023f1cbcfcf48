"""Could a word of evidence stand where something in the source cuts a word? Asked of the letters beside it. Pure.

A cut is markup, a reference, an escape or an odd sign. What stands right before and behind it, with the letter that it
may mean, must be a piece of some needed word; where that cannot be known (another cut follows), it may be any.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import IntEnum

from crawler.extraction.charset import clean_text
from crawler.extraction.elements import INLINE, SKIPPED, VOID
from crawler.peacekeeping.byte_scan_patterns import Kind
from crawler.peacekeeping.folding import SignTable, fold

# Letters read to each side: longer than the longest word.
_SIDE = 28
_LEFT = re.compile(rb"[A-Za-z0-9]*\Z")
_RIGHT = re.compile(rb"[A-Za-z0-9]*")
_REFERENCE = re.compile(rb"&(?:amp;)*(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);?")
_ESCAPE = re.compile(rb"(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}")
_NAME = re.compile(rb"</?([A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])")
_SKIPPED = frozenset(name.encode() for name in SKIPPED)
_WITHIN = frozenset(name.encode() for name in (INLINE | SKIPPED | VOID) - {"br", "hr"})
_MAY_HIDE = re.compile(rb"style\s*=|hid|clip|sr-|screen|assist|reader|visual|invis|offscreen", re.IGNORECASE)
_LONGEST_TAG = 20_000
# What follows a dot that ends a sentence or an address's part; a capital or another cut may go on with an acronym.
_AFTER_DOTS = frozenset(bytes([sign]) for sign in b" \t\r\n\"'),;:]}abcdefghijklmnopqrstuvwxyz0123456789") | {b""}
_UNIT = re.compile(r"\\[ux]([0-9A-Fa-f]+)")
_ESCAPED = re.compile(r"u[0-9a-f]{4}|x[0-9a-f]{2}")
# Cuts within one word that are read over.
_MOST_CUTS = 24
# Looked-up answers and foldings that are remembered.
_MOST_KNOWN = 50_000


class Level(IntEnum):
    """Whether a cut word may be one that is looked for, or only another word of a form."""

    NONE = 0
    OTHER = 1
    CORE = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cut may hide. word: the whole word, where it is known; upto: up to where the source matters."""

    level: Level
    word: str | None = None
    upto: int = 0


NO_CUT = Cut(Level.NONE)
Tokens = Collection[tuple[str, bool]]


class Cuts:
    """Asks whether cuts may matter. cores, others: words that are looked for, and the rest; True: one may go on."""

    def __init__(self, cores: Tokens, others: Tokens, table: SignTable) -> None:
        self._table = table
        self._words = {level: _Words(words) for level, words in ((Level.CORE, cores), (Level.OTHER, others))}
        self._meanings: dict[bytes, str] = {}
        self._known: dict[tuple[bytes, str, bytes], Cut] = {}

    def sign(self, body: bytes, end: int) -> Cut:
        """An accent, a hidden sign or a letter of another shape, of which the last or second byte is before a place."""
        start = end - 1
        while body[start] & 0xC0 == 0x80:
            start -= 1
        lead = body[start]
        stop = start + (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
        return self._between(body, start, self._meant(body[start:stop]), stop)

    def place(self, body: bytes, end: int, kind: Kind) -> Cut:
        """A reference, an escape or markup."""
        if kind is Kind.REFERENCE:
            return self._reference(body, end)
        if body[end - 3] == 60 and body[end - 4] != 62 and body[end - 2] != 47:  # a tag or comment behind a letter
            return self._markup(body, end - 3)
        if body[end - 2] == 46:  # dots between capitals
            return Cut(Level.CORE)
        start = body.rfind(b"</", max(0, end - 40), end)
        if start >= 0:
            return self._markup(body, start) if _ends_word(body[start - 1]) else NO_CUT
        return self._written(body, end)

    def _written(self, body: bytes, end: int) -> Cut:
        """Markup in a value of a script or an attribute, behind a letter."""
        start = max(body.rfind(mark, max(0, end - 44), end) for mark in (b"<\\/", b"&lt;", b"\\u003c", b"\\u003C"))
        if start < 0 or not _ends_word(body[start - 1]) or body.endswith((b"&gt;", b"\\u003e", b"\\u003E"), 0, start):
            return NO_CUT
        left, known, _ = self._left(body, start)
        return self._piece(left, left_known=known, right_known=False)

    def _reference(self, body: bytes, end: int) -> Cut:
        at = max(body.rfind(b"&", max(0, end - 44), end - 1), body.rfind(b"\\", max(0, end - 8), end - 1))
        if at < 0:
            return NO_CUT
        found = _REFERENCE.match(body, at) if body[at] == 38 else _ESCAPE.match(body, at)
        if found is None or found.end() < end - 1:
            return Cut(Level.CORE) if found is None and body[at] == 92 else NO_CUT
        return self._between(body, at, self._meant(found.group()), found.end())

    def _markup(self, body: bytes, start: int) -> Cut:
        """The tags and comments from a place on, with what the reader leaves out between them."""
        at, stop = start, start + _LONGEST_TAG
        while at < stop and body[at : at + 1] == b"<":
            close, hides = _tag_end(body, at)
            if close < 0:
                return NO_CUT
            if hides is not None:
                left, known, _ = self._left(body, start)
                if not left and known:
                    return NO_CUT
                cut = self._piece(left, left_known=known, right_known=False)
                behind = body.find(b"</" + hides, close, close + _LONGEST_TAG)
                return replace(cut, upto=behind + 1 if behind >= 0 else close)
            at = close
        return self._between(body, start, "", at)

    def _between(self, body: bytes, start: int, meant: str, stop: int) -> Cut:
        """What word letters, what a cut means, and letters behind it are a piece of."""
        if not _goes_on(meant):
            return NO_CUT
        key = (body[max(0, start - _SIDE) : start], meant, body[stop : stop + _SIDE])
        known = self._known.get(key)
        if known is None:
            known, near = self._work_out(body, start, meant, stop)
            if near:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[key] = known
        return known

    def _work_out(self, body: bytes, start: int, meant: str, stop: int) -> tuple[Cut, bool]:
        left, left_known, first = self._left(body, start)
        right, right_known, last = self._right(body, stop)
        near = first > start - _SIDE and last < stop + _SIDE
        return self._piece(left + meant + right, left_known=left_known, right_known=right_known), near

    def _piece(self, word: str, *, left_known: bool, right_known: bool) -> Cut:
        for level, words in self._words.items():
            if words.may_hold(word, left_known=left_known, right_known=right_known):
                return Cut(level, word if left_known and right_known and word in words.whole else None)
        return NO_CUT

    def _meant(self, source: bytes) -> str:
        """What a sign, a reference or an escape means, folded, in lower case."""
        known = self._meanings.get(source)
        if known is None:
            text = source.decode("utf-8", "ignore")
            if text.startswith("&"):
                text = html.unescape(html.unescape(html.unescape(text)))
            elif text.startswith("\\"):
                units = [int(unit, 16) for unit in _UNIT.findall(text)]
                text = b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "ignore")
            known = fold(clean_text(text), self._table).lower
            if len(self._meanings) < _MOST_KNOWN:
                self._meanings[source] = known
        return known

    def _left(self, body: bytes, start: int) -> tuple[str, bool, int]:
        """The letters before a place over any cuts, whether the word begins with them, and where they begin."""
        word, at = "", start
        for _ in range(_MOST_CUTS):
            found = _LEFT.search(body, max(0, at - _SIDE), at)
            assert found is not None  # noqa: S101  an empty run always matches
            letters, at = found.group().decode().lower(), found.start()
            if len(letters) >= _SIDE or at == 0:
                return letters + word, at == 0, at
            before = body[at - 1]
            escape = _ESCAPED.match(letters) if before == 92 else None
            if before == 92:
                meant = self._meant(b"\\" + escape[0].encode()) if escape else " "
                word, at = letters[len(escape[0]) if escape else 1 :] + word, at - 1
            else:
                word = letters + word
                if before == 62:
                    opened, meant = _tag_start(body, at), ""
                    if opened < 0:
                        return word, opened == _BLOCK, at
                    at = opened
                elif before == 59:
                    reference = body.rfind(b"&", max(0, at - 40), at)
                    whole = _REFERENCE.match(body, reference) if reference >= 0 else None
                    meant = self._meant(whole.group()) if whole is not None and whole.end() == at else " "
                    at = reference
                elif before >= 0x80:
                    behind, at = at, at - 1
                    while at and body[at] & 0xC0 == 0x80:
                        at -= 1
                    meant = self._meant(body[at:behind])
                else:
                    dotted = before == 46 and body[at - 2 : at - 1].isupper()
                    return word, not dotted and (before >= 0x20 or before in b"\t\r\n"), at - 2 * (before == 46)
            if not _goes_on(meant[-1:]):
                return word, True, at
            word = meant + word
        return word, False, at

    def _right(self, body: bytes, stop: int) -> tuple[str, bool, int]:
        """The letters behind a place over any cuts, whether the word ends with them, and where they end."""
        word, at = "", stop
        for _ in range(_MOST_CUTS):
            found = _RIGHT.match(body, at, at + _SIDE)
            assert found is not None  # noqa: S101  an empty run always matches
            word, at = word + found.group().decode().lower(), found.end()
            if at >= len(body) or found.end() - found.start() >= _SIDE:
                return word, at >= len(body), at
            behind = body[at]
            if behind == 60:
                close, hides = _tag_end(body, at)
                if close < 0 or hides is not None:
                    return word, close < 0, at
                meant, at = "", close
            elif behind in b"&\\":
                piece = (_REFERENCE if behind == 38 else _ESCAPE).match(body, at)
                meant = " " if piece is None else self._meant(piece.group())
                at = at + 1 if piece is None else piece.end()
            elif behind >= 0x80:
                end = at + (2 if behind < 0xE0 else 3 if behind < 0xF0 else 4)
                meant, at = self._meant(body[at:end]), end
            else:
                dotted = behind == 46 and body[at + 1 : at + 2] not in _AFTER_DOTS
                return word, not dotted and (behind >= 0x20 or behind in b"\t\r\n"), at + 2 * (behind == 46)
            if not _goes_on(meant[:1]):
                return word, True, at
            word += meant
        return word, False, at


class _Words:
    """Whether a run of letters, of which the ends may be unknown, may be one of some words."""

    def __init__(self, words: Tokens) -> None:
        self._all = "\n" + "\n".join(sorted({word + ("\x01" if goes_on else "") for word, goes_on in words})) + "\n"
        self.whole = frozenset(word for word, goes_on in words if not goes_on)
        self._open = [word for word, goes_on in words if goes_on and word.isascii()]
        self._threes = {word[at : at + 3] for word in self._open for at in range(max(1, len(word) - 2))}
        self._foreign = {
            word[at : at + 2] for word, _ in words if not word.isascii() for at in range(max(1, len(word) - 1))
        }

    def may_hold(self, run: str, *, left_known: bool, right_known: bool) -> bool:
        if not run.isascii():  # of other scripts: two signs of a word are enough, as Chinese has no ends of words
            return any(run[at : at + 2] in self._foreign for at in range(max(1, len(run) - 1)))
        if ("\n" if left_known else "") + run + ("\n" if right_known else "") in self._all:
            return True
        if left_known:
            return any(run.startswith(known) or (not right_known and known.startswith(run)) for known in self._open)
        return any(run[at : at + 3] in self._threes for at in range(len(run) - 2))


_BLOCK = -1


def _tag_end(body: bytes, at: int) -> tuple[int, bytes | None]:
    """Behind a tag or comment within a line, -1 where it ends the line; its name where what it holds may not count."""
    if body[at : at + 4] == b"<!--":
        close = body.find(b"-->", at, at + _LONGEST_TAG)
        return (close + 3 if close >= 0 else -1), None
    name = _NAME.match(body, at)
    if name is None or name[1].lower() not in _WITHIN:
        return -1, None
    close = body.find(b">", at, at + _LONGEST_TAG)
    if close < 0:
        return -1, None
    hides = body[at + 1] != 47 and (name[1].lower() in _SKIPPED or _MAY_HIDE.search(body, at, close) is not None)
    return close + 1, name[1] if hides else None


def _tag_start(body: bytes, end: int) -> int:
    """Where the tag or comment begins that ends before a place; _BLOCK where it ends a line, -2 where none can tell."""
    if body.endswith(b"-->", 0, end):
        return body.rfind(b"<!--", max(0, end - _LONGEST_TAG), end)
    opened = body.rfind(b"<", max(0, end - _LONGEST_TAG), end)
    name = _NAME.match(body, opened) if opened >= 0 else None
    if name is None or name[1].lower() not in _WITHIN:
        return _BLOCK
    return -2 if body[opened + 1] == 47 and name[1].lower() in _SKIPPED else opened


def _goes_on(text: str) -> bool:
    """Whether these signs, if any, may stand within a word; vowel signs are no letters to Python."""
    return text.isalnum() or all(sign.isalnum() or unicodedata.category(sign)[0] == "M" for sign in text)


def _ends_word(before: int) -> bool:
    """Whether a byte may be the last of a word, or of a reference to a letter."""
    return before >= 0x80 or before == 59 or chr(before).isalnum()
