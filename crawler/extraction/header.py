"""The newsroom header: title, outlet, editor, time and byline as lines of text, in the variants newsrooms print.

Pure on lines. Each recognised line is cut into marks, (field, start, end), so that a text can be written back sign for
sign. Fields: outlet, editor, published_raw, byline_raw. What a line says without a label counts only by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import category

from crawler.dates import DateRead
from crawler.extraction.header_line import HeaderLine, Mark, read_line, says_update
from crawler.extraction.header_words import BY_WORDS, EDGE, WHOLE_LABELS
from crawler.extraction.names import folded, is_agency_sign, is_organisation, looks_like_person, split_names

__all__ = ["Header", "HeaderLine", "read_header", "read_line", "says_update"]

MAX_NAME, MAX_EDITOR_WORDS = 60, 5
# No person's name opens with it.
_ARTICLE = re.compile(r"(?:the|les|das)\s", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """What the header lines of a text say. lines: index of a line to its marks; the rest are values with raw words.

    credited: an office or agency that a byline names and no person; byline_closes: the byline stands below the text.
    """

    lines: dict[int, list[Mark]] = field(default_factory=dict)
    outlet: str | None = None
    outlet_how: str = "header: source line"
    editors: tuple[str, ...] = ()
    editor_raw: str | None = None
    authors: tuple[str, ...] = ()
    byline_raw: str | None = None
    credited: str | None = None
    published: DateRead | None = None
    byline_closes: bool = False
    updated: bool = False
    closing: DateRead | None = None


def read_header(
    lines: Sequence[str],
    *,
    languages: Sequence[str] = (),
    zone: str | None = None,
    reference: datetime | None = None,
    outlets: Sequence[str] = (),
    bare: bool = True,
    lone_editor: bool = True,
) -> Header:
    """Read the lines between title and body (or after the body). Each field is taken from the first line that has it.

    outlets: the names under which the source is known, so that a bare line can be one. bare: unlabelled outlet and
    editor lines count, where a line with a date stands close below them. lone_editor: a bare name above the time is
    the editor even where no outlet stands above it, as in a newsroom's own text.
    """
    header = Header()
    known = {folded(name) for name in outlets}
    read = [read_line(line, languages=languages, zone=zone, reference=reference) for line in lines]
    for index, found in enumerate(read):
        if found is not None:
            update = says_update(lines[index]) or (
                index > 0 and read[index - 1] is None and _labels_update(lines[index - 1])
            )
            _take(header, index, lines[index], found, update=update)
    if bare:
        _label_lines(header, lines, read)
        _bare_lines(header, lines, read, known, lone_editor=lone_editor)
    return header


def _labels_update(line: str) -> bool:
    """Whether a line is only the label of a change's date, which the next line prints: ``Last updated:``."""
    label = line.strip(EDGE + ":：")
    return says_update(label) and any(
        kind == "published_raw" and words.fullmatch(label) for kind, words in WHOLE_LABELS
    )


def _take(header: Header, index: int, line: str, found: HeaderLine, *, update: bool) -> None:
    marks: list[Mark] = []
    for name, start, end in found.marks:
        raw = line[start:end]
        if name == "published_raw" and found.date is not None:
            known = header.published
            if known is None or (found.date.value and (known.value is None or (header.updated and not update))):
                header.published, header.updated = found.date, update
                marks.append((name, start, end))
        elif name == "outlet" and header.outlet is None:
            header.outlet = raw
            marks.append((name, start, end))
        elif name == "editor" and not header.editors and (editors := split_names(raw)):
            header.editors, header.editor_raw = editors, raw
            marks.append((name, start, end))
        elif name == "editor" and any(mark[0] == name for mark in marks):
            # Web editor and responsible editor on one line: the first keeps the mark, both are editors.
            header.editors = tuple(dict.fromkeys((*header.editors, *split_names(raw))))
        elif (
            name == "byline_raw"
            and (header.byline_raw is None or all(map(is_agency_sign, header.authors)))
            and (authors := split_names(raw, people_only=True))
        ):
            header.authors, header.byline_raw = authors, raw
            marks.append((name, start, end))
        elif name == "byline_raw" and header.credited is None:
            header.credited = next(iter(split_names(raw)), None)
    header.lines[index] = marks


def _label_lines(header: Header, lines: Sequence[str], read: Sequence[HeaderLine | None]) -> None:
    """Labels that stand on a line of their own above their value, as definition lists and tables print them."""
    for i, label in enumerate(lines[:-1]):
        kind = next((name for name, words in WHOLE_LABELS if words.fullmatch(label.strip(EDGE + ":："))), None)
        value = lines[i + 1].strip()
        if kind is None or read[i] is not None or not value or len(value) > 60:
            continue
        if (below := read[i + 1]) is not None and below.date is not None:
            continue
        header.lines.setdefault(i, [])
        start = lines[i + 1].index(value)
        mark = (kind, start, start + len(value))
        if kind == "outlet" and header.outlet is None:
            header.outlet = value
        elif kind == "editor" and not header.editors:
            header.editors, header.editor_raw = split_names(value) or (value,), value
        elif kind == "byline_raw" and header.byline_raw is None:
            header.authors, header.byline_raw = split_names(value, people_only=True), value
        else:
            continue
        header.lines[i + 1] = [mark]


def _bare_lines(
    header: Header, lines: Sequence[str], read: Sequence[HeaderLine | None], known: set[str], *, lone_editor: bool
) -> None:
    """Outlet and editor lines without labels: the seeds' own form, the lines straight above the time."""
    above = _above_time(header, lines, read, known)
    for place, i in enumerate(above):
        line = lines[i].strip()
        below = lines[above[place + 1]].strip() if place + 1 < len(above) else None
        mark = None
        if line.casefold() in BY_WORDS:
            header.lines[i] = []
        elif header.outlet is None and (folded(line) in known or is_organisation(line)):
            mark = "outlet"
        elif header.outlet is None and not lone_editor:
            continue
        elif header.outlet is None and not header.editors and _is_outlet(line, below, known):
            mark = "outlet"
        elif not header.editors and (looks_like_person(line) or (lone_editor and _is_editor(line, header))):
            mark = "editor"
        if mark is None:
            continue
        start = lines[i].index(line)
        header.lines[i] = [(mark, start, start + len(line))]
        if mark == "outlet":
            header.outlet = line
        else:
            header.editors, header.editor_raw = split_names(line) or (line,), line


def _above_time(
    header: Header, lines: Sequence[str], read: Sequence[HeaderLine | None], known: set[str]
) -> Sequence[int]:
    """The two lines straight above the first time that nothing else explains; more, where a known name leads them."""
    dated = next((i for i, found in enumerate(read) if found is not None and found.date is not None), 0)
    first = dated
    while first > 0 and lines[first - 1].strip():
        first -= 1
    names = {i for i in range(first, dated) if folded(lines[i]) in known}
    above = [
        i
        for i in range(first, dated)
        if read[i] is None and i not in header.lines and (i in names or len(lines[i].strip()) <= MAX_NAME)
    ]
    leading = next((place for place, i in enumerate(above) if i in names), len(above))
    return above[min(leading, max(0, len(above) - 2)) :]


def _is_outlet(line: str, below: str | None, known: set[str]) -> bool:
    """Whether a line above the time that names no office is the outlet's: of two lines the first, before the editor."""
    if _ARTICLE.match(line):
        return True
    return below is not None and (_are_people(below) or _can_be_name(below)) and folded(below) not in known


def _are_people(line: str) -> bool:
    names = split_names(line)
    return looks_like_person(line) or (bool(names) and all(looks_like_person(name) for name in names))


def _is_editor(line: str, header: Header) -> bool:
    """Whether a line of a newsroom's own text is the editor's: names, or, below the outlet's line, what can be one."""
    return _are_people(line) or (header.outlet is not None and _can_be_name(line))


def _can_be_name(line: str) -> bool:
    """Whether a few words, in any script, can be a name where their place says that they are one."""
    ends = line[0], line[-1]
    return (
        all(category(sign)[0] in "LM" for sign in ends)
        and not line[0].islower()
        and not is_organisation(line)
        and len(line.split()) <= MAX_EDITOR_WORDS
        and bool(split_names(line))
    )
