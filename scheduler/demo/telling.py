"""What the demo prints: a line a week, the sums, and what to try next. Text only; the command prints it."""

from __future__ import annotations

import importlib.util
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from scheduler.demo.folder import DemoFolder
from scheduler.demo.script import WEEKS
from scheduler.demo.tour import COLUMNS, WeekDone, crawl_at, total
from storage.archive import ARCHIVE_FILE, Archive
from storage.plural import count
from storage.times import to_text

HEADS = {"kept": "items"}
# The first column of both tables; with the others it fits a terminal of 80 columns.
FIRST = 25
SEARCH = "medal parade"
SHOWN = 3
SQL = (
    "SELECT date(published_at) AS day, source, revision, date(withdrawn_at) AS withdrawn, title "
    "FROM items WHERE revision > 1 OR withdrawn_at IS NOT NULL"
)


def head() -> str:
    """The head of the weekly lines."""
    return f"{'week':<9} {'days':<15}" + _heads()


def week_line(done: WeekDone) -> str:
    """One week: its days, what it added, its digest."""
    first, last = done.week.start, done.week.end - timedelta(days=1)
    days = f"{first.day} {first:%b} - {last.day} {last:%b}"
    missing = "" if done.digest else "  no digest"
    return f"{done.week!s:<9} {days:<15}{_columns(done.added)}{missing}"


def _heads() -> str:
    return "".join(f"{HEADS.get(name, name):>{width}}" for name, width in _widths())


def _columns(numbers: Mapping[str, Any]) -> str:
    return "".join(f"{numbers[name] or '-':>{width}}" for name, width in _widths())


def _widths() -> Iterator[tuple[str, int]]:
    for name in COLUMNS:
        yield name, len(HEADS.get(name, name)) + (1 if name == COLUMNS[0] else 2)


def found(rows: Sequence[Mapping[str, Any]], *, older: int) -> Iterator[str]:
    """The sums by outlet. older: items from before the first week."""
    yield f"{'':<{FIRST}}" + _heads()
    everything: dict[str, Any] = {"slug": "all three", **total([dict(row) for row in rows])}
    for row in [*rows, everything]:
        yield f"{row['slug']:<{FIRST}}" + _columns(row)
    rest = everything["read"] - sum(everything[name] for name in ("kept", "borderline", "contested"))
    yield ""
    yield "Items are about peacekeeping; borderline and contested ones are kept apart."
    yield f"{rest} pages told of other things."
    if older:
        yield f"{count(older, 'item')} of before the first week: in the archive, in no digest."


def next_steps(folder: DemoFolder) -> Iterator[str]:
    """Where the digests lie, a search and a query with their first results, one more crawl, how to clean up."""
    where = shown(folder.path)
    bluewatch, sqlite_utils = program("bluewatch", "scheduler"), program("sqlite-utils", "sqlite_utils")
    yield "Read the digests in a browser:"
    yield f"  {shown(folder.digests / 'index.html')}"
    with Archive.open(folder.path, read_only=True) as archive:
        yield ""
        yield "Read, search and question the archive in a browser, every number beside its words:"
        if importlib.util.find_spec("datasette") is None:
            yield f"  {shown(Path(sys.executable))} -m pip install '.[web]'     (once, in the source folder)"
        yield f"  {bluewatch} serve --data {where} --open"
        yield ""
        yield "Search the archive:"
        yield f"  {bluewatch} search {shlex.quote(SEARCH)} --data {where}"
        hits = archive.search.find(SEARCH, limit=SHOWN)
        yield from (f"    {(hit.published_at or hit.first_seen_at)[:10]}  {hit.uid}  {hit.title}" for hit in hits)
        yield ""
        yield "Ask in SQL (any SQLite program will do):"
        yield f"  {sqlite_utils} {shown(folder.path / ARCHIVE_FILE)} \\"
        yield f"    {shlex.quote(SQL)} --table"
        yield from (f"    {line}" for line in _table(archive.db.rows(SQL)[:SHOWN]))
    again = to_text(crawl_at(WEEKS))
    yield ""
    yield "Crawl the unchanged newsroom once more (no article is fetched whole again), with two terminals:"
    yield f"  {bluewatch} demo serve --data {where}"
    yield f"  {bluewatch} crawl --all --config {shown(folder.config)} --now {again}"
    yield ""
    yield f"Clean up: rm -r {where}. For real outlets begin with: {bluewatch} init"


def _table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Rows under their column names, in columns as wide as their widest value."""
    lines = [list(rows[0]), *([str(value or "") for value in row.values()] for row in rows)] if rows else []
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))] if lines else []
    for line in lines:
        yield "  ".join(value.ljust(width) for value, width in zip(line, widths, strict=True)).rstrip()


def program(script: str, module: str) -> str:
    """How this user calls one of our programs: by its name where that leads here, else by its place."""
    beside = Path(sys.executable).parent / script
    named = shutil.which(script)
    if named is not None and (not beside.exists() or Path(named).resolve() == beside.resolve()):
        return script
    return shown(beside) if beside.exists() else f"{shown(Path(sys.executable))} -m {module}"


def shown(path: Path) -> str:
    """A path as the user would type it: relative to the working folder where it lies below."""
    absolute = path.absolute()
    below = absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute
    return shlex.quote(str(below))
