"""A whole newsroom text in the seed shape to an article: the header grammar on lines, with the shape to write it back.

Every stretch of the text is a field or a literal, so that storage.seedshape.to_text gives it back sign for sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.extraction.charset import clean_text
from crawler.extraction.closing import (
    CLOSING_CREDIT,
    credit_at_end,
    is_end_mark,
    is_furniture_line,
    is_pager,
    is_related_heading,
)
from crawler.extraction.dateline import read_dateline
from crawler.extraction.header import Header
from crawler.extraction.inference import infer_year
from crawler.extraction.language import language_of, script_language
from crawler.extraction.lines import Line, lines_of, paragraph_spans, pieces_of
from crawler.extraction.shape import blocks_of, dateline_fields, kind_of
from crawler.extraction.text_head import Reading, merge, read_head
from storage.records import PARAGRAPH_BREAK, Article, Evidence, FieldState, RelatedLink

if TYPE_CHECKING:
    from crawler.source import Source

ABSENT = Evidence(state=FieldState.ABSENT)
TAIL_LINES = 25


def article_from_text(
    text: str, *, source: Source | None = None, zone: str | None = None, reference: datetime | None = None
) -> Article:
    """Read a whole text: title, outlet, editor, time, byline, captions, dateline, paragraphs, trailer; all optional.

    zone: the outlet's time zone where no source gives one. reference: when the text came; a date behind it is refused.
    Raises nothing: a text without header lines is a body.
    """
    languages = tuple(
        dict.fromkeys(code for code in (script_language(text), *(source.languages if source else ()), "en") if code)
    )
    reading = Reading(
        text,
        lines_of(text),
        languages,
        names=(source.name, source.slug, *source.aliases) if source else (),
        zone=source.timezone if source and source.timezone else zone,
        reference=reference,
    )
    end = _read_tail(reading)
    start = read_head(reading, end)
    paragraphs = paragraph_spans(reading.lines[start:end])
    if reading.header.outlet is None:
        credit = reading.credit or (credit_at_end(text[slice(*paragraphs[-1])]) if paragraphs else None)
        reading.header.outlet, reading.header.outlet_how = credit, CLOSING_CREDIT
    return _article(reading, paragraphs, source)


def _read_tail(reading: Reading) -> int:
    """Take trailer, related titles, editor's line and pagers off the end; the index after the last line of text."""
    lines = reading.lines
    end = len(lines)
    for i in range(max(1, len(lines) - TAIL_LINES), len(lines)):
        if is_related_heading(lines[i].text) and all(len(line.text) <= 200 for line in lines[i + 1 :]):
            _take_related(reading, i)
            end = i
            break
    while end > 1:
        line = lines[end - 1]
        header = reading.header_of([line.text]) if len(line.text) <= 160 else Header()
        if header.lines and end > 2:
            _take_closing(reading, header, line)
        elif not (is_pager(line.text) or is_furniture_line(line.text) or is_end_mark(line.text)):
            break
        end -= 1
    return end


def _take_closing(reading: Reading, header: Header, line: Line) -> None:
    """A credit that ends the text is its trailer, and names the outlet where nothing above does."""
    if header.outlet is not None:
        reading.credit = reading.credit or header.outlet
        header.outlet = None
        if reading.trailer is None:
            reading.trailer, reading.trailer_how = line.text, CLOSING_CREDIT
            reading.marks.append((line.start, line.end, "trailer"))
            header.lines.clear()
    merge(reading, header, [line])


def _take_related(reading: Reading, at: int) -> None:
    line = reading.lines[at]
    reading.trailer = line.text
    reading.marks.append((line.start, line.end, "trailer"))
    for below in reading.lines[at + 1 :]:
        header = reading.header_of([below.text])
        if header.lines and (header.editors or header.outlet):
            merge(reading, header, [below])
        else:
            reading.marks.append((below.start, below.end, f"related:{len(reading.related)}"))
            reading.related.append(below.text)


def _article(reading: Reading, spans: Sequence[tuple[int, int]], source: Source | None) -> Article:
    header = reading.header
    values = [clean_text(reading.text[start:end]).replace(PARAGRAPH_BREAK, "\n") for start, end in spans]
    body = PARAGRAPH_BREAK.join(values)
    read = header.published
    found = next((d for value in values[:3] if (d := read_dateline(value)) is not None), None)
    place, day, dateline_evidence = dateline_fields(found, read)
    authors = header.authors
    evidence = {
        "title": _evidence(reading.title, "header: first line"),
        "outlet": _evidence(header.outlet, header.outlet_how),
        "editor": _evidence(header.editor_raw if header.editors else None, "header: editor line"),
        "byline": _evidence(header.byline_raw if authors else None, "header: byline"),
        "dateline": dateline_evidence,
        "trailer": _evidence(reading.trailer, reading.trailer_how),
        "captions": Evidence(state=FieldState.FOUND, how="lines before the text") if reading.captions else ABSENT,
        "related": Evidence(state=FieldState.FOUND, how="lines below the trailer") if reading.related else ABSENT,
        "body": Evidence(state=FieldState.FOUND if body else FieldState.ABSENT, how="lines of the text"),
    }
    if read is None:
        evidence["published_at"] = ABSENT
    else:
        state = FieldState.FOUND if read.value else FieldState.UNREADABLE
        evidence["published_at"] = Evidence(
            state=state, how="header: time line", raw=read.raw, basis=read.basis, reason=read.reason
        )
    if found and found.reporters and not authors:
        authors = found.reporters
        evidence["byline"] = Evidence(state=FieldState.FOUND, how="dateline: reporters", raw="、".join(authors))
    language, how = language_of(body, source.languages[0] if source and source.languages else None)
    evidence["language"] = Evidence(state=FieldState.FOUND if language else FieldState.ABSENT, how=how)
    blocks = blocks_of([(value, "") for value in values])
    outlet = header.outlet
    if source is not None and source.outlet == "name":
        outlet = source.name
        evidence["outlet"] = Evidence(state=FieldState.FOUND, how="source file: name", raw=header.outlet or source.name)
    return Article(
        body=body,
        source=source.slug if source else None,
        title=reading.title,
        outlet=outlet,
        editors=header.editors,
        authors=authors,
        dateline=found.raw if found else None,
        dateline_place=place,
        dateline_date=day,
        published_at=read.value if read else None,
        published_raw=read.raw if read else None,
        published_local=read.local if read else None,
        language=language,
        type=kind_of(reading.title, blocks, body, reading.captions),
        blocks=blocks,
        captions=tuple(reading.captions),
        trailer=reading.trailer,
        related=tuple(RelatedLink(title) for title in reading.related),
        evidence=evidence,
        inferred=infer_year(values) if read is None or read.value is None else {},
        shape=pieces_of(reading.text, reading.marks, spans, values, body),
    )


def _evidence(raw: str | None, how: str) -> Evidence:
    return ABSENT if raw is None else Evidence(state=FieldState.FOUND, how=how, raw=raw)
