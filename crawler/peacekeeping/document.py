"""An article as one folded text for scanning, with the way back to title, body and captions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.peacekeeping.folding import PARAGRAPH_MARK, Folded, SignTable, fold
from crawler.peacekeeping.terms import Meta, Transcript
from storage.records import Article

TITLE, LEAD, ELSEWHERE = 3, 2, 1
# A longer list of questions is no press conference.
MOST_BLOCKS = 200


def _day(article: Article) -> date | None:
    told = article.published_local or (article.published_at.isoformat() if article.published_at else "")
    try:
        return date.fromisoformat(told[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Segment:
    """One field in the joined text. index: of the caption, else None."""

    field: str
    index: int | None
    start: int
    folded: Folded


@dataclass(frozen=True, slots=True)
class View:
    """What is scored as one item: the title and a stretch of the joined text. lead: where its lead ends.

    head: where the question of a transcript's block ends; it is to the block what the title is to an article.
    """

    start: int
    end: int
    lead: int
    name: str | None = None
    head: int = 0


class Document:
    """Title, body and captions, folded and joined by paragraph marks. day: on which it was published, if known."""

    def __init__(self, article: Article, table: SignTable, meta: Meta) -> None:
        self._meta = meta
        self.day = _day(article)
        fields: list[tuple[str, int | None, str]] = [("title", None, article.title or "")]
        fields.append(("body", None, article.body[: meta.max_block_chars]))
        fields += [("caption", index, caption) for index, caption in enumerate(article.captions)]
        self.segments: list[Segment] = []
        plain: list[str] = []
        at = 0
        for field, index, text in fields:
            folded = fold(text, table)
            self.segments.append(Segment(field, index, at, folded))
            plain.append(folded.plain)
            at += len(folded.plain) + 1
        self.plain = PARAGRAPH_MARK.join(plain)
        self.lower = PARAGRAPH_MARK.join(segment.folded.lower for segment in self.segments)
        self._starts = [segment.start for segment in self.segments]
        self.title_end = len(plain[0])
        self.body_start = self.segments[1].start
        self.body_end = self.body_start + len(plain[1])

    def segment(self, place: int) -> Segment:
        """The field that a place of the joined text lies in."""
        return self.segments[bisect_right(self._starts, place) - 1]

    def original(self, start: int, end: int) -> tuple[str, int, int, int | None]:
        """Field, span in that field (code points), and caption number, of a span of the joined text."""
        segment = self.segments[bisect_right(self._starts, start) - 1]
        folded, offset = segment.folded, segment.start
        stop = end - offset
        first, last = folded.span(start - offset, stop if stop < len(folded.plain) else len(folded.plain))
        return segment.field, first, last, segment.index

    def _lead(self, start: int, end: int) -> int:
        place = start
        for _ in range(self._meta.lead_paragraphs):
            mark = self.lower.find(PARAGRAPH_MARK, place, end)
            if mark < 0:
                place = end
                break
            place = mark + 1
        return min(place, start + self._meta.lead_chars)

    def whole(self) -> View:
        """The whole article; the captions' beginning is the lead where there is no body."""
        end = len(self.lower)
        start = self.body_start if self.lower[self.body_start : self.body_end].strip() else self.body_end
        return View(self.body_start, end, self._lead(start, end if start == self.body_end else self.body_end))

    def views(self, article: Article, transcript: Transcript) -> tuple[View, ...]:
        """The whole, or each question with its answers where the article is a transcript of several."""
        cuts = list(dict.fromkeys(self._marked(article))) or list(self._told(transcript))
        if not transcript.at_least <= len(cuts) <= MOST_BLOCKS:
            return (self.whole(),)
        asked = set(cuts)
        if cuts[0] > self.body_start:
            cuts.insert(0, self.body_start)
        ends = [*cuts[1:], self.body_end]
        return tuple(
            View(
                start,
                end,
                self._lead(start, end),
                f"block {number} of {len(cuts)}",
                head=self.paragraph(start)[1] if start in asked else 0,
            )
            for number, (start, end) in enumerate(zip(cuts, ends, strict=True), 1)
        )

    def _marked(self, article: Article) -> Iterator[int]:
        asked = [block.start for block in article.blocks if block.kind == "question"]
        if not asked:
            return
        body = self.segments[1].folded
        marks = [found.start() + 1 for found in re.finditer(PARAGRAPH_MARK, body.lower)]
        paragraphs = [0, *(place for place in marks if place < len(body.lower))]
        origins = [body.original(place) for place in paragraphs]
        for start in asked:
            yield self.body_start + paragraphs[max(0, bisect_right(origins, start) - 1)]

    def _told(self, transcript: Transcript) -> Iterator[int]:
        if not transcript.question:
            return
        start = self.body_start
        while 0 < start <= self.body_end:
            head = self.plain[start : start + 40].lstrip(" ")
            if head.startswith(transcript.question):
                yield start
            start = self.plain.find(PARAGRAPH_MARK, start, self.body_end) + 1

    def place(self, start: int, view: View) -> int:
        """3 in the title and in the question of a block, 2 in the lead of the view, 1 elsewhere."""
        if (start <= self.title_end and self.title_end) or view.start <= start < view.head:
            return TITLE
        return LEAD if start < view.lead else ELSEWHERE

    def inside(self, start: int, view: View) -> bool:
        """True for a place in the title or in the view."""
        return start < self.title_end or view.start <= start < view.end

    def paragraph(self, place: int) -> tuple[int, int]:
        """The span, in the joined text, of the paragraph round a place."""
        start = self.lower.rfind(PARAGRAPH_MARK, 0, place) + 1
        end = self.lower.find(PARAGRAPH_MARK, place)
        return start, len(self.lower) if end < 0 else end
