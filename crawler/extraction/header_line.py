"""One line of a newsroom header, cut into marks: which words are outlet, editor, byline and time. Pure on the line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawler.dates import DateRead, find_date
from crawler.extraction.header_words import (
    AS_OF,
    BARE_LABEL,
    BEFORE_DATE,
    BRACKET,
    BY_AFTER,
    BY_LINE,
    CN_REPORTER,
    EDGE,
    FIRST,
    IN_LABELS,
    KO_REPORTER,
    LABEL,
    MAX_LINE,
    NAME_BAR,
    PHRASES,
    RELATIVE_JUNK,
    UPDATE,
)
from crawler.extraction.lone_names import names_alone
from crawler.extraction.names import is_organisation, looks_like_person, split_names

Mark = tuple[str, int, int]
# Particles of names and words between them: ``Ana de la Cruz and Jan van der Berg for the mission``.
MOST_SMALL, MOST_SMALL_TOLD = 6, 2


@dataclass(slots=True)
class HeaderLine:
    """One recognised line. marks: what stands where; certain: it says itself what it is (label, date, By)."""

    marks: list[Mark] = field(default_factory=list)
    date: DateRead | None = None
    certain: bool = True


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
    labels = _row_of_labels(line) if when else []
    labels = labels or (list(LABEL.finditer(line)) if IN_LABELS.search(line) else [])
    spent = [(when.start, when.end)] if when else []
    labelled = _labelled(line, labels, spent, marks)
    bracket = BRACKET.match(line)
    if bracket and when and not labelled:
        marks.append(("outlet", *bracket.span("outlet")))
        spent.append(bracket.span())
    by = (
        None
        if labelled and any(mark[0] == "byline_raw" for mark in marks)
        else _byline(line, when.start if when else None, labels[0].start() if labels and labelled else None)
    )
    if by:
        marks.append(("byline_raw", *by))
        spent.append(by)
    if when:
        rest = _rest(line, spent, labels)
        if not marks and not labelled and (_is_a_sentence(line, rest) or AS_OF.search(line, 0, when.start)):
            return None
        if not marks and len(rest) > 40 and UPDATE.search(rest):
            # Of two days, the second is that of a change.
            later = find_date(line[when.end :], languages=languages, zone=zone, reference=reference)
            rest = _rest(line, [*spent, (when.end + later.start, when.end + later.end)], labels) if later else rest
        parts = rest.split("|") if when.start else [rest]
        if not marks and not RELATIVE_JUNK.match(rest) and max(len(part.strip()) for part in parts) > 40:
            return None
        marks.append(("published_raw", when.start, when.end))
        _loose_outlet(line, spent, labels, marks)
    elif marks and _rest(line, spent, labels) and not labelled and not by:
        return None
    return HeaderLine(sorted(marks, key=lambda mark: mark[1]), when.read if when else None) if marks else None


def _row_of_labels(line: str) -> list[re.Match[str]]:
    """The labels of a line that opens with one and prints two or more, none of them with a colon."""
    first = BARE_LABEL.match(line)
    labels = [first, *BARE_LABEL.finditer(line, first.end())] if first else []
    kinds = {label.lastgroup for label in labels}
    return labels if len(kinds - {"time"}) > 1 or (len(kinds) > 1 and len(labels) == len(kinds)) else []


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
        dangling = re.search(
            r"(?<=[\u4e00-\u9fff])(?:浏览|点击|阅读|访问|字体|字号|打印|分享|发布|发表|更新)(?:次数|量|数|时间|日期)?[:：]|\s+(?:[^\W\d]{1,12}\s*[:：]|copyright\b|©)",
            line[label.end() : end],
            re.IGNORECASE,
        )
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
        if name != "outlet" and _is_told(line[start:end]):
            return False
        if name == "editor" or all(mark[0] != name for mark in marks):
            marks.append((name, start, end))
            found = True
        spent.append((label.start(), end))
    return found


def _is_told(words: str) -> bool:
    """Whether words behind a label are a sentence and no names: ``Note to editors: The mission was set up in 2011``."""
    small = sum(1 for word in words.split() if word[0].islower())
    return small > (MOST_SMALL_TOLD if words.endswith((".", "!", "?")) else MOST_SMALL)


def _is_a_sentence(line: str, rest: str) -> bool:
    """Whether a line with a day tells something: ``UNMISS had 14,000 troops on 31 January 2025.`` rest: without it."""
    if says_update(line) or FIRST.search(line):
        return False
    if line.rstrip().endswith((".", "!", "?")):
        return _is_told(rest + ".")
    return line.rstrip().endswith(("。", "！", "？"))


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


def _byline(line: str, stop: int | None, label: int | None = None) -> tuple[int, int] | None:
    """The span of a ``By NAME`` or of a reporter's line. stop, label: where a date, where a label begins."""
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
    if stop is not None and (lone := NAME_BAR.match(line, 0, stop)) and names_alone(lone.group("names")):
        return lone.span("names")
    ends = [place for place in (label, stop) if place]
    return _reporter(line[: min(ends)].rstrip() if ends else line)


def _reporter(line: str) -> tuple[int, int] | None:
    """The span of the names in a line that calls them reporters, in Korean or Chinese."""
    start, end = (1, len(line) - 1) if line[:1] in ("（", "(") and line[-1:] in ("）", ")") else (0, len(line))
    found = KO_REPORTER.match(line, start, end) or CN_REPORTER.match(line, start, end)
    if found is None or not split_names(found.group("names")):
        return None
    return found.span("names")


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
