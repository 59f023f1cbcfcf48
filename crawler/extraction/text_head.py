"""The head of a newsroom text: what was read of a text so far, its title and its header lines. Pure on lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from crawler.extraction.captions import is_caption
from crawler.extraction.closing import is_furniture_line, is_pager
from crawler.extraction.dateline import read_dateline
from crawler.extraction.header import Header, read_header, read_line
from crawler.extraction.lines import Line
from crawler.extraction.names import folded
from crawler.extraction.plain import ends_sentence, size_of

HEADER_LINES = 12
MAX_TITLE = 220
_SENTENCE = re.compile(r"[.。;；:：,，、]$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Corp|Ltd|Jr|Sr|St|Co)\.$")


@dataclass(slots=True)
class Reading:
    """What was found so far, and how dates are read. marks: (start, end, field) over the whole text.

    names: those of the source; reference: when the text came, a bound for its date only.
    """

    text: str
    lines: list[Line]
    languages: Sequence[str]
    names: Sequence[str] = ()
    zone: str | None = None
    reference: datetime | None = None
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    title: str | None = None
    header: Header = field(default_factory=Header)
    captions: list[str] = field(default_factory=list)
    trailer: str | None = None
    trailer_how: str = "closing: related heading"
    credit: str | None = None
    related: list[str] = field(default_factory=list)

    def header_of(self, lines: Sequence[str], *, bare: bool = False) -> Header:
        """What header lines say; bare: unlabelled ones too."""
        return read_header(
            lines, languages=self.languages, zone=self.zone, reference=self.reference, outlets=self.names, bare=bare
        )

    def is_header(self, line: str) -> bool:
        """Whether a line is one of a header by itself."""
        return read_line(line, languages=self.languages, zone=self.zone, reference=self.reference) is not None


def merge(reading: Reading, other: Header, lines: Sequence[Line]) -> None:
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


def read_head(reading: Reading, end: int) -> int:
    """Read title and header lines; the index of the first line of text."""
    lines = reading.lines
    start = 0
    while start < min(end, 3) and reading.is_header(lines[start].text):
        start += 1
    if start < end and _is_title(lines, start, end) and not _is_outlet(reading, start):
        reading.title = lines[start].text
        reading.marks.append((lines[start].start, lines[start].end, "title"))
        first, titled = 0, start
    else:
        first, titled = 0, -1
    stop = _head_end(reading, titled + 1 if titled >= 0 else 0, end)
    texts, places = [], []
    for i in range(first, stop):
        if lines[i].gap or i == titled:
            texts.append("")
            places.append(lines[i])
        if i != titled:
            texts.append(lines[i].text)
            places.append(lines[i])
    header = reading.header_of(texts, bare=True)
    merge(reading, header, places)
    understood = {places[index].start for index in header.lines}
    for i in range(first, stop):
        line = lines[i]
        if i != titled and line.start not in understood and line.text != reading.title and not is_pager(line.text):
            reading.marks.append((line.start, line.end, f"caption:{len(reading.captions)}"))
            reading.captions.append(line.text)
    return stop


def _is_outlet(reading: Reading, at: int) -> bool:
    """Whether the first line is no headline but the name of the source: its time stands in one block with it."""
    names = {folded(name) for name in reading.names}
    block = reading.lines[at + 1 : at + 3]
    below = takewhile(lambda line: not line.gap, block)
    return folded(reading.lines[at].text) in names and any(reading.is_header(line.text) for line in below)


def _head_end(reading: Reading, start: int, end: int) -> int:
    """Where the header ends: at a firm dateline near the top, else after the last line that is a header line."""
    lines = reading.lines
    near = range(start, min(end, start + HEADER_LINES))
    for i in near:
        found = read_dateline(lines[i].text)
        if found is not None and found.firm and size_of(lines[i].text) > 60:
            if all(len(lines[n].text) <= 600 for n in range(start, i)) and i - start <= 8:
                return i
            break
    stop = start
    known = {folded(name) for name in reading.names}
    for i in near:
        text = lines[i].text
        if reading.is_header(text) or text == reading.title or folded(text) in known:
            stop = i + 1
        elif is_caption(text) or is_pager(text):
            stop = i + 1 if i == stop else stop
        elif size_of(text) > 90 or (ends_sentence(text) and size_of(text) > 40):
            break
    # A caption alone at the top of a text without any header is its first paragraph.
    return stop if stop < end else start
