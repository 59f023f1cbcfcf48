"""Does a page, as bytes, hold anything that the relevance rules could keep? Answered before anything is parsed. Pure.

A necessary condition from the rules' own terms and gazetteer, never a decision: what it lets pass is read as any page.
The texts that the source may stand for are searched for every form of evidence; where one stands, a second look asks
whether it may count with what else is on the page. A page that is no UTF-8 is decoded first as the reader would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from crawler.extraction.charset import decode
from crawler.peacekeeping.byte_scan_texts import is_utf8, texts_of
from crawler.peacekeeping.byte_scan_words import Evidence

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# Whether a form stands in the texts of crawler.peacekeeping.byte_scan_texts.
Search = Callable[[bytes], bool]
# Whether what stands in the texts of a page may count: crawler.peacekeeping.second_look.
Look = Callable[[Iterable[str]], bool]


class Way(StrEnum):
    """How a page was looked through: its bytes, after decoding, or its whole source read as text."""

    FAST = "fast"
    DECODED = "decoded"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Scanned:
    """relevant: the rules might keep the page; False is certain. way: how that was found."""

    relevant: bool
    way: Way


class ByteScan:
    """The scan of one terms file and gazetteer. version: changes with what it looks for."""

    def __init__(self, search: Search, look: Look, table: bytes, *, words: int, version: str) -> None:
        """table, words: as crawler.peacekeeping.byte_scan_texts.texts_of asks for them."""
        self.version = version
        self._search, self._look, self._table, self._words = search, look, table, words

    def scan(self, body: bytes, content_type: str | None = None) -> Scanned:
        """Look through a page's bytes, transfer and content codings undone. content_type: the header's value."""
        way = Way.FAST
        if body.startswith(_UTF16) or not is_utf8(body):
            body, way = decode(body, content_type).text.encode("utf-8", "replace"), Way.DECODED
        texts = texts_of(body, self._table, self._words)
        relevant = self._search(texts) and self._look([texts.decode("utf-8", "replace")])
        return Scanned(relevant=relevant, way=way)


class TextScan:
    """The same without the passes over bytes: every page is decoded and read as text, some twenty times as slow."""

    def __init__(self, evidence: Evidence, look: Look, *, version: str) -> None:
        self.version = version
        self._evidence, self._look = evidence, look

    def scan(self, body: bytes, content_type: str | None = None) -> Scanned:
        """Look through the text of a page's source."""
        text = self._evidence.folded(decode(body, content_type).text)
        return Scanned(relevant=self._evidence.stands_in(text) and self._look([text.plain]), way=Way.SLOW)


Scan = ByteScan | TextScan
