"""Does a page, as bytes, hold anything that the relevance rules could keep? Answered before anything is parsed. Pure.

A necessary condition from the rules' own terms and gazetteer, never a decision: what it lets pass is read as any page.
Patterns of bytes find words of evidence, and places where something stands within a word. Round those that may matter
the source is read as text, folded as the rules fold, and searched for whole forms. A page that is no UTF-8 is decoded
as the reader would decode it; one with too many such places, or without an engine for the patterns, is read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler.extraction.charset import decode
from crawler.peacekeeping.byte_scan_cuts import Cuts, Level
from crawler.peacekeeping.byte_scan_patterns import Kind, Pattern
from crawler.peacekeeping.byte_scan_words import Evidence

# Source read round a place, in bytes: the longest form with markup between its words.
REACH = 900
# A tag or comment that a window would cut is taken whole up to here.
LONGEST_TAG = 20_000
# More places than this that need a closer look: the page is read whole.
MOST_PLACES = 80
_CONTROLS = bytes({*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F})
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# Matches in a body, as (number of the pattern, end), in order of their ends.
Finder = Callable[[bytes], Sequence[tuple[int, int]]]


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


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for: the patterns, and for each the other words of the forms that it stands for (() where none).

    by_word: the same for each word looked for. tokens: these words, folded, in lower case; others: the other words of
    the forms; True: it may go on.
    """

    patterns: tuple[Pattern, ...]
    beside: tuple[frozenset[tuple[bytes, ...]], ...]
    by_word: Mapping[str, frozenset[tuple[bytes, ...]]]
    tokens: Collection[tuple[str, bool]]
    others: Collection[tuple[str, bool]]


class ByteScan:
    """The scan of one terms file and gazetteer. find: the matches of the plan's patterns; None: every page is read."""

    def __init__(self, evidence: Evidence, plan: Plan, find: Finder | None, *, version: str) -> None:
        self.version = version
        self._evidence, self._beside, self._find = evidence, plan.beside, find
        self._kinds = [pattern.kind for pattern in plan.patterns]
        self._by_word = plan.by_word
        self._cuts = Cuts(plan.tokens, plan.others, evidence.table)

    def scan(self, body: bytes, content_type: str | None = None) -> Scanned:
        """Look through a page's bytes, transfer and content codings undone. content_type: the header's value."""
        way = Way.FAST
        if self._find is None:
            return self._slow(decode(body, content_type).text)
        if body.startswith(_BOMS):
            body, way = decode(body, content_type).text.encode("utf-8", "replace"), Way.DECODED
        body = b"\n%b\n" % body
        found = self._find(body)
        if not found:
            return Scanned(relevant=False, way=way)
        kinds = self._kinds
        odd = {kinds[number] for number, _ in found if kinds[number] >= Kind.FOREIGN}
        if odd:
            text = decode(body[1:-1], content_type).text if Kind.FOREIGN in odd and way is Way.FAST else None
            if text is not None:
                body, way = b"\n%b\n" % text.encode("utf-8", "replace"), Way.DECODED
            body = body.translate(None, _CONTROLS)
            found = self._find(body)
            if any(kinds[number] is Kind.FOREIGN for number, _ in found):
                return self._slow(body.decode("utf-8", "replace"))
        places, left_out = self._places(body, found)
        if len(places) > MOST_PLACES:
            return self._slow(body.decode("utf-8", "replace"))
        return Scanned(
            relevant=bool(places) and self._holds(body, windows_of(body, places), left_out=left_out), way=way
        )

    def _places(self, body: bytes, found: Sequence[tuple[int, int]]) -> tuple[list[int], bool]:
        """Where a closer look is needed, and whether a word may go on behind what a reader leaves out."""
        places: list[int] = []
        words: list[tuple[frozenset[tuple[bytes, ...]], int]] = []
        kinds, cuts, last, left_out = self._kinds, self._cuts, -1, False
        others: set[bytes] | None = set()  # words of forms that are cut somewhere; None: any may be
        for number, end in found:
            kind = kinds[number]
            if kind is Kind.WORD:
                words.append((self._beside[number], end))
                continue
            if kind is Kind.DOTTED:
                places.append(end)
                others = None
                continue
            if end == last:
                continue
            last = end
            cut = cuts.sign(body, end) if kind is Kind.SIGN else cuts.place(body, end, kind)
            if cut.level is Level.NONE:
                continue
            if cut.word is None:
                others = None
            elif others is not None:
                others |= {cut.word.encode(), cut.word.removesuffix("s").encode()}
            if cut.level is Level.CORE:
                if cut.word is not None and cut.upto <= end:
                    words.append((self._by_word.get(cut.word, frozenset()), end))
                else:
                    left_out = left_out or cut.upto > end
                    places.extend(range(end, max(end, cut.upto) + 1, REACH // 2))
        places.extend(end for beside, end in words if others is None or _may_be_form(body, beside, end, others))
        return places, left_out

    def _holds(self, body: bytes, windows: Iterable[tuple[int, int]], *, left_out: bool) -> bool:
        source = "\n\n".join(body[start:end].decode("utf-8", "replace") for start, end in windows)
        return bool(source) and self._evidence.in_source(source, left_out=left_out)

    def _slow(self, text: str) -> Scanned:
        return Scanned(relevant=self._evidence.in_source(text), way=Way.SLOW)


def _may_be_form(body: bytes, beside: frozenset[tuple[bytes, ...]], end: int, others: Collection[bytes]) -> bool:
    """Whether the other words of one of its forms stand near a word, or are cut somewhere."""
    if not beside:
        return True
    window = body[max(0, end - REACH) : end + REACH].lower()
    return any(all(word in window or word in others for word in form) for form in beside)


def windows_of(body: bytes, places: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of source round these places, apart and in order; no tag is cut."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place + REACH // 2 < found[-1][1]:
            continue
        start, end = max(0, place - REACH), min(len(body), place + REACH)
        close = body.find(b">", start, place)
        if close >= 0 and body.find(b"<", start, close) < 0:
            start = max(0, body.rfind(b"<", max(0, start - LONGEST_TAG), start) - REACH // 4)
        opened = body.rfind(b"<", place, end)
        if opened >= 0 and body.find(b">", opened, end) < 0:
            close = body.find(b">", end, end + LONGEST_TAG)
            end = min(len(body), (close if close >= 0 else end) + REACH // 2)
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
