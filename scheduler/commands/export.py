"""``bluewatch export``: articles as JSON lines, CSV, Parquet or texts in the shape of the seeds."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import Moment, config_option, data_option, open_settings, say, visible
from scheduler.commands.search import chosen_labels
from storage.errors import UsageError
from storage.exported import NAMES
from storage.new_file import whole_file
from storage.query_fields import LABELS
from storage.spreadsheet import defused

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from storage.archive import Archive
    from storage.selection import Selection

# A line with nothing but the ASCII record separator stands between two texts.
SEPARATOR = "\x1e"
FORMS = ("jsonl", "csv", "parquet", "text")
ARCHIVE_COLUMNS = (
    "uid", "label", "score", "operation_kind", "revision", "origin", "first_seen_at", "updated_at", "withdrawn_at",
    "text_id", "story_id",
)  # fmt: skip


class Day(Moment):
    """A day (its first instant in UTC, or with last its end) or an instant with its zone."""

    name = "day"
    such_as = "day such as 2026-11-02"

    def __init__(self, *, last: bool = False) -> None:
        self._last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ``2026-11-02`` or ``2026-11-02T06:00:00Z``."""
        if isinstance(value, datetime):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return super().convert(value, param, ctx)
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return start + timedelta(days=1) if self._last else start


@click.command(name="export")
@click.argument("query", nargs=-1)
@click.option("--format", "form", required=True, metavar="jsonl|csv|parquet|text", help="What to write.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write files there: articles.jsonl, articles.csv, articles.parquet, or one UID.txt an article; else to"
    " standard output.",
)
@click.option(
    "--label",
    "labels",
    type=click.Choice(LABELS),
    multiple=True,
    help="Where the query has no label: field; else peacekeeping only.",
)
@click.option("--since", type=Day(), metavar="DAY", help="Published, or without a date seen, on or after it.")
@click.option("--until", type=Day(last=True), metavar="DAY", help="Published on or before it, UTC.")
@click.option("--source", metavar="SLUG", help="Of this source only (imported texts of no known outlet: import).")
@click.option("--findings", is_flag=True, help="jsonl: with the findings of every article.")
@data_option
@config_option
def command(
    *, query: tuple[str, ...], form: str, out: Path | None, labels: tuple[str, ...], since: datetime | None,
    until: datetime | None, source: str | None, findings: bool, data: Path | None, config: Path | None,
) -> int:  # fmt: skip
    """Write the articles of the archive, or those that QUERY finds, oldest first.

    QUERY is what `bluewatch search` takes; put it in single quotes. Files are written whole or not at all.

    \b
    jsonl    one JSON object a line, in the form that `bluewatch parse` prints,
             with uid, label and decision
    csv      one row an article; a cell that a spreadsheet would take for a
             formula gets an apostrophe in front
    parquet  the same columns with their types, for pandas, DuckDB and R
             (needs: pip install '.[parquet]')
    text     the newsroom text, in the shape of the seed articles; an imported
             text comes back byte for byte where it is UTF-8, and sign for sign,
             as UTF-8, where it was in another encoding (Latin-1, UTF-16,
             GB18030 ...). On standard output a line with nothing but the ASCII
             record separator (U+001E) stands between two texts; it belongs to
             neither, nor do the line breaks round it.

    \b
    Example:
      bluewatch export --format jsonl --since 2026-11-02 > november.jsonl
      bluewatch export --format parquet --out files 'mission:UNMISS after:2026'
      bluewatch export --format text --out texts --label all
    """
    if form not in FORMS:
        raise UsageError(f"--format {form} is not known; give one of {', '.join(FORMS)}")
    if findings and form != "jsonl":
        raise UsageError("--findings belongs to --format jsonl; the other forms have no place for them")
    if since is not None and until is not None and until <= since:
        raise UsageError("--until lies before --since: nothing could be written")
    from storage.selection import Selection

    settings = open_settings(config, data)
    with settings.archive(read_only=True) as archive:
        source = _known(source, archive, settings)
        chosen = Selection(
            archive.db, labels=chosen_labels(labels), query=" ".join(query) or None, source=source, since=since,
            until=until,
        )  # fmt: skip
        if form == "text":
            return _write_texts(_texts(archive, chosen), out)
        if form == "parquet":
            _write_parquet(chosen, out)
            return 0
        pieces = _csv_rows(chosen) if form == "csv" else _json_lines(archive, chosen, findings=findings)
        if out is None:
            _to_stdout(pieces)
        else:
            _write_file(out / f"articles.{form}", pieces)
    return 0


def _known(slug: str | None, archive: Archive, settings: Settings) -> str | None:
    """The source by its slug; raises UsageError for one that neither the archive nor the source files know."""
    from storage.known_names import KnownNames

    try:
        return KnownNames(archive.db).source(slug) if slug else None
    except UsageError:
        if slug in settings.catalogue:
            return slug
        raise


def _json_lines(archive: Archive, chosen: Selection, *, findings: bool) -> Iterator[bytes]:
    from storage.article_rows import article_of
    from storage.finding_forms import finding_to_form
    from storage.forms import article_to_form

    for row in chosen.rows():
        article = article_of(row, archive.articles.related_of(row["id"]))
        decision = archive.articles.decision_on(row["id"])
        form = {**{name: row[name] for name in ARCHIVE_COLUMNS}, **article_to_form(article, decision)}
        if findings:
            named = archive.findings.named(row["id"], row["revision"])
            form["findings"] = [{"uid": uid, **finding_to_form(one, article)} for uid, one in named]
        yield (json.dumps(form, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _csv_rows(chosen: Selection) -> Iterator[bytes]:
    yield _csv_line(NAMES)
    for batch in chosen.columns():
        for row in batch:
            cells = ("; ".join(cell) if isinstance(cell, list) else cell for cell in row.values())
            yield _csv_line([defused(cell) for cell in cells])


def _csv_line(cells: Iterable[Any]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "backslashreplace")


def _texts(archive: Archive, chosen: Selection) -> Iterator[tuple[str, bytes]]:
    from storage.article_rows import article_of
    from storage.seedshape import to_text

    for row in chosen.rows():
        article = article_of(row, archive.articles.related_of(row["id"]))
        yield row["uid"], to_text(article).encode("utf-8", "surrogatepass")


def _write_parquet(chosen: Selection, out: Path | None) -> None:
    from scheduler.parquet import write

    if out is None:
        raise UsageError("a Parquet file is written to a folder: give --out DIR")
    with whole_file(out / "articles.parquet", folders=True) as draft:
        write(draft, chosen.columns())


def _write_texts(texts: Iterator[tuple[str, bytes]], out: Path | None) -> int:
    if out is not None:
        for uid, text in texts:
            _write_file(out / f"{uid}.txt", [text])
        return 0
    left_out: list[str] = []
    _to_stdout(_parted(texts, left_out))
    for uid in left_out:
        say(f"{uid}: its text holds a separator line itself; write it with --out")
    return 1 if left_out else 0


def _parted(texts: Iterator[tuple[str, bytes]], left_out: list[str]) -> Iterator[bytes]:
    between = b""
    for uid, text in texts:
        # Not splitlines(), which takes the separator itself for a line break.
        if f"\n{SEPARATOR}\n".encode() in b"\n" + text + b"\n":
            left_out.append(uid)
            continue
        yield between + text
        between = f"\n{SEPARATOR}\n".encode()


def _to_stdout(pieces: Iterable[bytes]) -> None:
    """Write bytes as they are; on a terminal, control characters of page text are made visible first."""
    if sys.stdout.isatty():
        for piece in pieces:
            click.echo(
                visible(piece.decode("utf-8", "replace")).replace(f"\\x{ord(SEPARATOR):02x}", "-" * 40), nl=False
            )
        click.echo()
        return
    stream = sys.stdout.buffer
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def _write_file(path: Path, pieces: Iterable[bytes]) -> None:
    with whole_file(path, folders=True) as draft, draft.open("wb") as file:
        for piece in pieces:
            file.write(piece)
