"""A whole newsroom text in the seed shape to an article: the header grammar on lines, with the shape to write it back.

Every stretch of the text is a field or a literal, so that storage.seedshape.to_text gives it back sign for sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extraction.captions import is_caption
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
from crawler.extraction.header import Header, read_header, read_line
from crawler.extraction.inference import infer_year
from crawler.extraction.language import language_of, script_language
from crawler.extraction.lines import Line, lines_of, paragraph_spans, pieces_of
from crawler.extraction.plain import ends_sentence, size_of
from crawler.extraction.shape import blocks_of, dateline_fields, kind_of
from storage.records import PARAGRAPH_BREAK, Article, Evidence, FieldState, RelatedLink

if TYPE_CHECKING:
    from crawler.source import Source

ABSENT = Evidence(state=FieldState.ABSENT)
HEADER_LINES = 12
TAIL_LINES = 25
MAX_TITLE = 220
_SENTENCE = re.compile(r"[.。;；:：,，、]$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Corp|Ltd|Jr|Sr|St|Co)\.$")


@dataclass(slots=True)
class _Reading:
    """What was found so far. marks: (start, end, field) over the whole text."""

    text: str
    lines: list[Line]
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    title: str | None = None
    header: Header = field(default_factory=Header)
    captions: list[str] = field(default_factory=list)
    trailer: str | None = None
    trailer_how: str = "closing: related heading"
    credit: str | None = None
    related: list[str] = field(default_factory=list)


def article_from_text(text: str, *, source: Source | None = None, zone: str | None = None) -> Article:
    """Read a whole text: title, outlet, editor, time, byline, captions, dateline, paragraphs, trailer; all optional.

    zone: the outlet's time zone where no source gives one. Raises nothing: a text without header lines is a body.
    """
    reading = _Reading(text, lines_of(text))
    zone = source.timezone if source and source.timezone else zone
    languages = tuple(
        dict.fromkeys(code for code in (script_language(text), *(source.languages if source else ()), "en") if code)
    )
    names = (source.name, *source.aliases) if source else ()
    end = _read_tail(reading, languages, zone)
    start = _read_head(reading, end, languages, zone, names)
    paragraphs = paragraph_spans(reading.lines[start:end])
    if reading.header.outlet is None:
        credit = reading.credit or (credit_at_end(text[slice(*paragraphs[-1])]) if paragraphs else None)
        reading.header.outlet, reading.header.outlet_how = credit, CLOSING_CREDIT
    return _article(reading, paragraphs, source)


def _read_tail(reading: _Reading, languages: Sequence[str], zone: str | None) -> int:
    """Take trailer, related titles, editor's line and pagers off the end; the index after the last line of text."""
    lines = reading.lines
    end = len(lines)
    for i in range(max(1, len(lines) - TAIL_LINES), len(lines)):
        if is_related_heading(lines[i].text) and all(len(line.text) <= 200 for line in lines[i + 1 :]):
            _take_related(reading, i, languages, zone)
            end = i
            break
    while end > 1:
        line = lines[end - 1]
        header = (
            read_header([line.text], languages=languages, zone=zone, bare=False) if len(line.text) <= 160 else Header()
        )
        if header.lines and end > 2:
            _take_closing(reading, header, line)
        elif not (is_pager(line.text) or is_furniture_line(line.text) or is_end_mark(line.text)):
            break
        end -= 1
    return end


def _take_closing(reading: _Reading, header: Header, line: Line) -> None:
    """A credit that ends the text is its trailer, and names the outlet where nothing above does."""
    if header.outlet is not None:
        reading.credit = reading.credit or header.outlet
        header.outlet = None
        if reading.trailer is None:
            reading.trailer, reading.trailer_how = line.text, CLOSING_CREDIT
            reading.marks.append((line.start, line.end, "trailer"))
            header.lines.clear()
    _merge(reading, header, [line])


def _take_related(reading: _Reading, at: int, languages: Sequence[str], zone: str | None) -> None:
    line = reading.lines[at]
    reading.trailer = line.text
    reading.marks.append((line.start, line.end, "trailer"))
    for below in reading.lines[at + 1 :]:
        header = read_header([below.text], languages=languages, zone=zone, bare=False)
        if header.lines and (header.editors or header.outlet):
            _merge(reading, header, [below])
        else:
            reading.marks.append((below.start, below.end, f"related:{len(reading.related)}"))
            reading.related.append(below.text)


def _merge(reading: _Reading, other: Header, lines: Sequence[Line]) -> None:
    """Take from other lines what the header does not say yet, with their marks."""
    header, taken = reading.header, set()
    if header.outlet is None and other.outlet is not None:
        header.outlet = other.outlet
        taken.add("outlet")
    if not header.editors and other.editors:
        header.editors, header.editor_raw = other.editors, other.editor_raw
        taken.add("editor")
    if header.byline_raw is None and other.byline_raw is not None:
        header.authors, header.byline_raw = other.authors, other.byline_raw
        taken.add("byline_raw")
    if header.published is None and other.published is not None:
        header.published = other.published
        taken.add("published_raw")
    for index, marks in other.lines.items():
        base = lines[index].start
        reading.marks.extend((base + start, base + end, name) for name, start, end in marks if name in taken)


def _is_title(lines: Sequence[Line], index: int, end: int) -> bool:
    """Whether a line can be the headline: no sentence, no header line, no dateline, and text stands below it."""
    line = lines[index].text
    if index + 1 >= end or len(line) > MAX_TITLE or line[0].islower() or is_caption(line):
        return False
    if _SENTENCE.search(line) and not _ABBREVIATION.search(line):
        return False
    if read_dateline(line) is not None or is_furniture_line(line) or is_pager(line):
        return False
    if line.endswith(("?", "!", "？", "！", "”", '"', "…")):
        return size_of(line) <= 160
    return True


def _read_head(reading: _Reading, end: int, languages: Sequence[str], zone: str | None, names: Sequence[str]) -> int:
    """Read title and header lines; the index of the first line of text."""
    lines = reading.lines
    start = 0
    while start < min(end, 3) and read_line(lines[start].text, languages=languages, zone=zone) is not None:
        start += 1
    if start < end and _is_title(lines, start, end):
        reading.title = lines[start].text
        reading.marks.append((lines[start].start, lines[start].end, "title"))
        first, titled = 0, start
    else:
        first, titled = 0, -1
    stop = _head_end(lines, titled + 1 if titled >= 0 else 0, end, reading.title, languages, zone, names)
    texts, places = [], []
    for i in range(first, stop):
        if lines[i].gap or i == titled:
            texts.append("")
            places.append(lines[i])
        if i != titled:
            texts.append(lines[i].text)
            places.append(lines[i])
    header = read_header(texts, languages=languages, zone=zone, outlets=names)
    _merge(reading, header, places)
    understood = {places[index].start for index in header.lines}
    for i in range(first, stop):
        line = lines[i]
        if i != titled and line.start not in understood and line.text != reading.title and not is_pager(line.text):
            reading.marks.append((line.start, line.end, f"caption:{len(reading.captions)}"))
            reading.captions.append(line.text)
    return stop


def _head_end(  # noqa: PLR0917 - all of it is the state of one reading
    lines: Sequence[Line],
    start: int,
    end: int,
    title: str | None,
    languages: Sequence[str],
    zone: str | None,
    names: Sequence[str],
) -> int:
    """Where the header ends: at a firm dateline near the top, else after the last line that is a header line."""
    near = range(start, min(end, start + HEADER_LINES))
    for i in near:
        found = read_dateline(lines[i].text)
        if found is not None and found.firm and size_of(lines[i].text) > 60:
            if all(len(lines[n].text) <= 600 for n in range(start, i)) and i - start <= 8:
                return i
            break
    stop = start
    known = {name.casefold() for name in names}
    for i in near:
        text = lines[i].text
        if read_line(text, languages=languages, zone=zone) is not None or text == title or text.casefold() in known:
            stop = i + 1
        elif is_caption(text) or is_pager(text):
            stop = i + 1 if i == stop else stop
        elif size_of(text) > 90 or (ends_sentence(text) and size_of(text) > 40):
            break
    # A caption alone at the top of a text without any header is its first paragraph.
    return stop if stop < end else start


def _article(reading: _Reading, spans: Sequence[tuple[int, int]], source: Source | None) -> Article:
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
        evidence["byline"] = Evidence(
            state=FieldState.FOUND, how="dateline: reporters in brackets", raw="、".join(authors)
        )
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
