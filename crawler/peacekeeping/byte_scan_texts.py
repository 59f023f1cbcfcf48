"""The texts that a page's source may stand for, folded as the rules fold: what the byte scan searches. Pure.

Made by crawler.peacekeeping.shadow, which is compiled where there was a C compiler when this was installed. Everything
that a reader of the page could take for text stands in one of them: what its elements hold, and apart from that what
attributes, comments and the data of scripts say, whatever they are wrapped in. Where a reader may do one of two things
(join what markup divides, or not; leave out what is hidden, or not), the words around it are there in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html.entities import html5
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from crawler.extraction.charset import clean_text
from crawler.extraction.elements import INLINE, RAW, SKIPPED, VOID
from crawler.peacekeeping.folding import SignTable, fold, is_cjk

if TYPE_CHECKING:
    from types import ModuleType

# Elements that stand in lines of their own. One that is not named here does, too, and its name is kept.
_BLOCK = (
    "html head title body p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption colgroup"
    " section article aside header footer nav main figure figcaption blockquote pre address form fieldset legend"
    " details summary hgroup center optgroup option frameset menu br hr"
)
# Signs of these blocks are ideographs, none of which folds to another.
_EVEN = range(0x20000, 0x2F800)
# A reader may drop them or take them for the end of a line, or for a sign that could not be read.
_EITHER = frozenset("\u2028\u2029\ufffd")


def compiled() -> bool:
    """Whether the passes over bytes are here."""
    return find_spec("crawler.peacekeeping.shadow") is not None


def is_utf8(body: bytes) -> bool:
    """Whether bytes can be read as they are."""
    return bool(_shadow().is_utf8(body))


def texts_of(body: bytes, table: bytes, words: int) -> bytes:
    """The texts of a source in UTF-8, as UTF-8, each with NUL behind it: words apart by one space, as at both its ends.

    table: of sign_table. words: more than any form has; so many are read in other ways around what can be. Signs of
    ASCII keep their case, all others are in lower case.
    """
    found: bytes = _shadow().texts(body, table, words)
    return found


def sign_table(alike: Mapping[str, str]) -> bytes:
    """What each sign folds to by the rules' own folding, as shadow.texts reads it; takes a second.

    alike: signs that count as equal.
    """
    shadow, signs = _shadow(), SignTable(alike)
    numbers, known = bytearray(2 * shadow.LIMIT), dict[bytes, int]()
    for code in range(0x80, shadow.LIMIT):
        if 0xD800 <= code < 0xE000:
            continue
        number = 1 if code in _EVEN else 0
        if code not in _EVEN and (entry := _entry(chr(code), signs)) is not None:
            number = 1 if not entry else known.setdefault(entry, len(known) + 2)
        numbers[2 * code : 2 * code + 2] = number.to_bytes(2, "little")
    return bytes(numbers) + b"".join(known)


def _entry(sign: str, signs: SignTable) -> bytes | None:
    """Length, kind and bytes of what a sign folds to; None: itself; empty: itself, written without spaces."""
    shadow = _shadow()
    folded = fold(clean_text(sign), signs)
    new = folded.plain if folded.plain.isascii() else folded.lower
    unspaced = bool(new) and is_cjk(new[-1])
    if new == sign:
        return b"" if unspaced else None
    kind = shadow.UNSPACED if unspaced else shadow.BLANK if new.isspace() else shadow.PLAIN
    if sign in _EITHER:
        kind, new = shadow.EITHER, ""
    written = new.encode()[: shadow.ENTRY - 2]
    return bytes((len(written), kind)) + written.ljust(shadow.ENTRY - 2, b"\0")


@cache
def _shadow() -> ModuleType:
    shadow = import_module("crawler.peacekeeping.shadow")
    kinds = (
        dict.fromkeys(_BLOCK.split(), shadow.BLOCK)
        | dict.fromkeys(INLINE - VOID, shadow.INLINE)
        | dict.fromkeys(VOID - {"br", "hr"}, shadow.VOID)
        | dict.fromkeys(SKIPPED - VOID - RAW - {"head", "option"}, shadow.SKIPPED)
        | dict.fromkeys(RAW, shadow.RAW)
    )
    shadow.prepare(
        {name.encode(): bytes([kind]) for name, kind in kinds.items()},
        {name.encode(): meant.encode() for name, meant in html5.items()},
    )
    return shadow
