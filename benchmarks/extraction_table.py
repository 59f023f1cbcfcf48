"""The report of the extraction benchmark: figures of each group and reader, as text, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.extraction_peers import BY_LAYOUT, OURS, PEERS, Reader
from benchmarks.extraction_run import Reading, merged, ratio, speed
from benchmarks.extraction_scores import summary

FEW = 20
FIGURES = {
    "body": "body_f1",
    "title": "title",
    "day": "day",
    "time": "time",
    "authors": "authors",
    "editors": "editors",
    "dateline": "dateline",
    "outlet": "outlet",
    "related": "related",
    "snippets": "snippet_f",
}
FRACTIONAL = frozenset({"authors", "editors", "related"})
YARDSTICKS = ("trafilatura", "fundus")
RUNNING = ("pages/CPU s", *(f"x {name}" for name in YARDSTICKS), "peak MB", "lost")
Figures = dict[str, Any]


def figures(readings: Sequence[Reading], names: Sequence[str], peaks: Mapping[str, float]) -> dict[str, Figures]:
    """Reader to its figures over one group of pages."""
    by_reader = {name: [one for one in readings if one.reader == name] for name in names}
    out: dict[str, Figures] = {}
    for name, mine in by_reader.items():
        if not mine:
            continue
        pace = speed(mine)
        out[name] = {
            "pages": len(mine),
            "failures": dict(_counted(one.failure.split(":")[0] for one in mine if one.failure)),
            "no_article": sum(one.refused is not None and one.failure is None for one in mine),
            "library_pages": sum(one.library for one in mine),
            "pages_per_cpu_second": round(pace, 1) if pace else None,
            "times": _times(mine, {one: by_reader[one] for one in YARDSTICKS if one != name and by_reader.get(one)}),
            "peak_mb": round(peaks.get(name, 0.0)),
            **summary(merged(mine)),
        }
    return out


def _times(mine: Sequence[Reading], yardsticks: Mapping[str, Sequence[Reading]]) -> dict[str, float]:
    found = {name: ratio(mine, theirs) for name, theirs in yardsticks.items()}
    return {name: round(times, 2) for name, times in found.items() if times}


def _counted(words: Iterable[str]) -> Iterator[tuple[str, int]]:
    kept = list(words)
    yield from ((word, kept.count(word)) for word in dict.fromkeys(kept))


def cell(reader: Reader, figure: str, found: Figures) -> str:
    """One figure with its n; few pages are counted, a field the reader does not have is a dash, no gold is empty."""
    value = found.get(FIGURES[figure])
    wrong = found.get("dateline_wrong") if figure == "dateline" else None
    if value is None and wrong is None:
        return ""
    if figure not in reader.fields:
        return "-"
    if figure == "dateline":
        hits = f"{value['right']} of {value['n']}" if value else ""
        false = f"{round(wrong['mean'] * wrong['n'])} false of {wrong['n']}" if wrong else ""
        return ", ".join(part for part in (hits, false) if part)
    if value is None:
        return ""
    mean = f"{value['mean']:.3f}".lstrip("0") if value["mean"] < 1 else "1.000"
    if value["n"] > FEW or "right" not in value:
        return f"{mean} ({value['n']})"
    counted = f"{value['right']} of {value['n']}"
    return f"{mean} ({counted})" if figure in FRACTIONAL else counted


def reader_of(name: str) -> Reader:
    """Ours or a peer."""
    return {OURS.name: OURS, BY_LAYOUT.name: BY_LAYOUT, **PEERS}[name]


def rows_of(group: Mapping[str, Figures]) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of one group; a figure nobody was scored on has no column."""
    used = [name for name in FIGURES if any(cell(reader_of(who), name, found) for who, found in group.items())]
    heads = ["reader", "pages", *used, *RUNNING]
    rows = [
        [
            name,
            str(found["pages"]),
            *(cell(reader_of(name), figure, found) for figure in used),
            *_running(found),
        ]
        for name, found in group.items()
    ]
    return _filled(heads, rows)


def _filled(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Without the columns that no row fills."""
    keep = [i for i in range(len(heads)) if any(row[i] for row in rows)]
    return [heads[i] for i in keep], [[row[i] for i in keep] for row in rows]


def _running(found: Figures) -> list[str]:
    times = [f"{found['times'][name]:.1f}" if name in found["times"] else "" for name in YARDSTICKS]
    lost = [f"{n} {word}" for word, n in found["failures"].items()]
    lost += [f"{found['no_article']} no article"] if found["no_article"] else []
    return [str(found["pages_per_cpu_second"] or ""), *times, str(found["peak_mb"] or ""), ", ".join(lost)]


def as_text(name: str, group: Mapping[str, Figures]) -> str:
    """One group as a table for the terminal."""
    heads, rows = rows_of(group)
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in (heads, *rows)]
    return "\n".join([f"== {name}", *(line.rstrip() for line in lines)])


def as_markdown(groups: Mapping[str, Mapping[str, Figures]]) -> str:
    """All groups as one table, a row for each reader, the best mean of a group in bold."""
    used = [
        figure
        for figure in FIGURES
        if any(cell(reader_of(who), figure, found) for group in groups.values() for who, found in group.items())
    ]
    rows: list[list[str]] = []
    for name, group in groups.items():
        for position, (who, found) in enumerate(group.items()):
            first = f"{name} ({max(one['pages'] for one in group.values())})" if position == 0 else ""
            marks = [_bold(who, figure, found, group) for figure in used]
            rows.append([first, who, *marks, *_running(found)])
    heads, rows = _filled(["origin", "reader", *used, *RUNNING], rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *rows))


def _bold(who: str, figure: str, found: Figures, group: Mapping[str, Figures]) -> str:
    """A cell, in bold where no reader scored on as many pages is better."""
    text, key = cell(reader_of(who), figure, found), FIGURES[figure]
    if not text or text == "-" or key not in found:
        return text
    rivals = [
        one[key]["mean"]
        for name, one in group.items()
        if figure in reader_of(name).fields and key in one and one[key]["n"] >= found[key]["n"]
    ]
    return f"**{text}**" if len(group) > 1 and found[key]["mean"] >= max(rivals) else text


def worst(readings: Sequence[Reading], many: int, only: str | None) -> Iterator[str]:
    """The pages of lowest marks, figure by figure, with what was wanted and found, and the best other reader's mark."""
    mine = [one for one in readings if one.reader in (OURS.name, BY_LAYOUT.name)]
    others: dict[tuple[str, str], list[Reading]] = {}
    for one in readings:
        if one.reader in PEERS:
            others.setdefault((one.origin, one.file), []).append(one)
    for figure in FIGURES:
        low = sorted((one for one in mine if one.marks.get(figure, 1.0) < 1.0), key=lambda one: one.marks[figure])
        if not low or (only and figure != only):
            continue
        yield f"== {figure}: {len(low)} pages below 1"
        for one in low[:many]:
            rivals = [
                (other.marks[figure], other.reader)
                for other in others.get((one.origin, one.file), ())
                if figure in other.marks and figure in reader_of(other.reader).fields
            ]
            best = f" [{max(rivals)[1]} {max(rivals)[0]:.3f}]" if rivals else ""
            why = one.failure or one.refused
            said = f"{why}; {one.reasons[figure]}" if why else one.reasons[figure]
            yield f"{one.marks[figure]:.3f} {one.reader} {one.origin} {one.file}{best}: {said}"
