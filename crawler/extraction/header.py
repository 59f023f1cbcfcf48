"""The newsroom header: title, outlet, editor, time and byline as lines of text, in the variants newsrooms print.

Pure on lines. Each recognised line is cut into marks, (field, start, end), so that a text can be written back sign for
sign. Fields: outlet, editor, published_raw, byline_raw. What a line says without a label counts only by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.dates import DateRead, find_date
from crawler.extraction.header_words import (
    BEFORE_DATE,
    BRACKET,
    BY_AFTER,
    BY_LINE,
    BY_WORDS,
    CN_REPORTER,
    EDGE,
    FIRST,
    LABEL,
    MAX_LINE,
    PHRASES,
    RELATIVE_JUNK,
    UPDATE,
    WHOLE_LABELS,
)
from crawler.extraction.names import is_organisation, looks_like_person, split_names

Mark = tuple[str, int, int]


@dataclass(slots=True)
class HeaderLine:
    """One recognised line. marks: what stands where; certain: it says itself what it is (label, date, By)."""

    marks: list[Mark] = field(default_factory=list)
    date: DateRead | None = None
    certain: bool = True


@dataclass(slots=True)
class Header:
    """What the header lines of a text say. lines: index of a line to its marks; the rest are values with raw words."""

    lines: dict[int, list[Mark]] = field(default_factory=dict)
    outlet: str | None = None
    outlet_how: str = "header: source line"
    editors: tuple[str, ...] = ()
    editor_raw: str | None = None
    authors: tuple[str, ...] = ()
    byline_raw: str | None = None
    published: DateRead | None = None
    updated: bool = False
    closing: DateRead | None = None


def says_update(text: str) -> bool:
    """Whether a line's date is that of a change and not of publication."""
    return bool(UPDATE.search(text)) and not FIRST.search(text)


def read_line(
    line: str, *, languages: Sequence[str] = (), zone: str | None = None, reference: datetime | None = None
) -> HeaderLine | None:
    """What one line of a header says; None where it is no header line by itself."""
    if not line.strip() or len(line) > MAX_LINE or (len(line) > 60 and line.rstrip().endswith(("。", "！", "？"))):
        return None
    marks: list[Mark] = []
    when = find_date(line, languages=languages, zone=zone, reference=reference)
    labels = list(LABEL.finditer(line))
    spent = [(when.start, when.end)] if when else []
    labelled = _labelled(line, labels, spent, marks)
    bracket = BRACKET.match(line)
    if bracket and when and not labelled:
        marks.append(("outlet", *bracket.span("outlet")))
        spent.append(bracket.span())
    by = (
        None
        if labelled and any(mark[0] == "byline_raw" for mark in marks)
        else _byline(line, when.start if when else None)
    )
    if by:
        marks.append(("byline_raw", *by))
        spent.append(by)
    if when:
        rest = _rest(line, spent, labels)
        if not marks and not RELATIVE_JUNK.match(rest) and len(rest) > 40:
            return None
        marks.append(("published_raw", when.start, when.end))
        _loose_outlet(line, spent, labels, marks)
    elif marks and _rest(line, spent, labels) and not labelled and not by:
        return None
    return HeaderLine(sorted(marks, key=lambda mark: mark[1]), when.read if when else None) if marks else None


def _labelled(line: str, labels: list[re.Match[str]], spent: list[tuple[int, int]], marks: list[Mark]) -> bool:
    """Add the values that stand behind labels; the line must open with a label, a date or a separator."""
    found = False
    for number, label in enumerate(labels):
        kind = label.lastgroup or ""
        kind = kind.rstrip("2")
        end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
        for start, _ in spent:
            if label.end() <= start < end:
                end = start
        bar = re.search(r"[|丨]|\s{3,}|[　]{1,}|[）)】\]]", line[label.end() : end])
        if kind == "outlet" and (
            space := re.search(r"(?<=[\u4e00-\u9fff])(?:\s+(?!\s*[《·])|(?=[（(【]))", line[label.end() : end])
        ):
            bar = space if bar is None or space.start() < bar.start() else bar
        if bar and bar.start() > 0:
            end = label.end() + bar.start()
        dangling = re.search(r"\s+[^\W\d]{1,12}\s*[:：]\s*$", line[label.end() : end])
        if dangling:
            end = label.end() + dangling.start()
        start, end = _trimmed(line, label.end(), end)
        if number == 0 and label.start() > 0 and not _opening_ok(line, label.start(), spent):
            return False
        if start >= end or kind == "time":
            found = found or kind == "time"
            continue
        if end - start > 80:
            return False
        name = {"outlet": "outlet", "editor": "editor", "author": "byline_raw"}[kind]
        if all(mark[0] != name for mark in marks):
            marks.append((name, start, end))
            found = True
        spent.append((label.start(), end))
    return found


def _opening_ok(line: str, start: int, spent: list[tuple[int, int]]) -> bool:
    """Whether what stands before the first label is a date, a separator or a few words of furniture."""
    before = line[:start]
    for begin, end in spent:
        if end <= start + 1:
            before = before.replace(line[begin:end], "")
    return len(before.strip(EDGE)) <= 24


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in EDGE:
        start += 1
    while end > start and line[end - 1] in EDGE:
        end -= 1
    return start, end


def _byline(line: str, stop: int | None) -> tuple[int, int] | None:
    """The span of a ``By NAME`` or of a Chinese reporter's line."""
    match = BY_LINE.match(line)
    if match:
        end = match.end("names")
        if stop is not None and match.start() < stop < end:
            end = match.start() + len(BEFORE_DATE.sub("", line[match.start() : stop]))
        end = re.split(r"\s+(?:\||[–—-]\s|\()", line[:end])[0].__len__()
        end = len(line[:end].rstrip(" ,;|"))
        names = split_names(line[match.start("names") : end])
        words = line[match.start("names") : end].split()
        if not names or sum(word[:1].islower() for word in " ".join(names).split()) > len(names):
            return None
        if (names and len(words) <= 24 and not line.rstrip().endswith((".", "。"))) or (names and len(words) <= 6):
            return match.start(), end
        return None
    late = BY_AFTER.search(line, stop) if stop is not None else None
    if late and looks_like_person(late.group("names")):
        return late.span("names")
    reporter = CN_REPORTER.match(line)
    return reporter.span() if reporter and split_names(reporter.group("names")) else None


def _rest(line: str, spent: list[tuple[int, int]], labels: list[re.Match[str]]) -> str:
    """What is left of a line when all that was understood is taken out."""
    signs = list(line)
    for start, end in [*spent, *((label.start(), label.end()) for label in labels)]:
        signs[start:end] = " " * (end - start)
    return " ".join("".join(signs).split()).strip(EDGE + ":：")


def _loose_outlet(line: str, spent: list[tuple[int, int]], labels: list[re.Match[str]], marks: list[Mark]) -> None:
    """An outlet that stands bare on the line of the date: ``By X | China Daily | Updated: ...``."""
    if any(mark[0] == "outlet" for mark in marks):
        return
    rest = PHRASES.sub("", _rest(line, spent, labels))
    for piece in re.split(r"\s*[|丨()]\s*|\s{2,}", rest):
        name = re.sub(r"\s+(?:updated|published|posted|last updated)\b.*$", "", piece, flags=re.IGNORECASE).strip(
            EDGE + ":："
        )
        if 2 < len(name) <= 40 and is_organisation(name) and not RELATIVE_JUNK.match(name) and name in line:
            start = line.index(name)
            marks.append(("outlet", start, start + len(name)))
            return


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
    known = {name.casefold() for name in outlets}
    read = [read_line(line, languages=languages, zone=zone, reference=reference) for line in lines]
    for index, found in enumerate(read):
        if found is not None:
            _take(header, index, lines[index], found)
    if bare:
        _label_lines(header, lines, read)
        _bare_lines(header, lines, read, known, lone_editor=lone_editor)
    return header


def _take(header: Header, index: int, line: str, found: HeaderLine) -> None:
    marks: list[Mark] = []
    for name, start, end in found.marks:
        raw = line[start:end]
        if name == "published_raw" and found.date is not None:
            update = says_update(line)
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
        elif name == "byline_raw" and header.byline_raw is None and (authors := split_names(raw, people_only=True)):
            header.authors, header.byline_raw = authors, raw
            marks.append((name, start, end))
    header.lines[index] = marks


def _label_lines(header: Header, lines: Sequence[str], read: Sequence[HeaderLine | None]) -> None:
    """Labels that stand on a line of their own above their value, as definition lists and tables print them."""
    for i, label in enumerate(lines[:-1]):
        kind = next((name for name, words in WHOLE_LABELS if words.fullmatch(label.strip(EDGE + ":："))), None)
        value = lines[i + 1].strip()
        if kind is None or read[i] is not None or not value or len(value) > 60:
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
    dated = next((i for i, found in enumerate(read) if found is not None and found.date is not None), None)
    if dated is None:
        return
    above: list[int] = []
    for i in range(dated - 1, -1, -1):
        if not lines[i].strip():
            break
        above.insert(0, i)
    above = [i for i in above if read[i] is None and i not in header.lines and len(lines[i].strip()) <= 60][-2:]
    for i in above:
        line = lines[i].strip()
        start = lines[i].index(line)
        if line.casefold() in BY_WORDS:
            header.lines[i] = []
        elif header.outlet is None and (line.casefold() in known or is_organisation(line)):
            header.outlet = line
            header.lines[i] = [("outlet", start, start + len(line))]
        elif header.outlet is None and not lone_editor:
            continue
        elif not header.editors and looks_like_person(line):
            header.editors, header.editor_raw = split_names(line) or (line,), line
            header.lines[i] = [("editor", start, start + len(line))]
        elif header.outlet is None and len(above) == 2 and i == above[0] and looks_like_person(lines[above[1]]):
            header.outlet = line
            header.lines[i] = [("outlet", start, start + len(line))]
