"""What `parse` and `explain` read: files, standard input, manifests and addresses, each into a page for the worker."""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.decoding import BrokenCodingError, gzip_pieces
from scheduler import clock
from storage.errors import UsageError
from storage.finding_forms import finding_to_form
from storage.forms import article_to_form, rejection_to_form
from storage.records import Rejection
from storage.times import in_utc

if TYPE_CHECKING:
    from crawler.extraction.page import Page
    from crawler.reading import Reading
    from crawler.source import Source
    from crawler.worker import Workers
    from scheduler.commands.options import Settings

STDIN = "-"
HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
GZIP_MAGIC = b"\x1f\x8b"
_ADDRESS = re.compile(r"https?://", re.I)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|meta|title|table|span|h1|br|a)\b", re.I)
_SNIFFED = 200_000
MANY_TAGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing to parse: a file, ``-`` or an address. name: as the user wrote it."""

    name: str
    path: Path | None = None
    url: str | None = None
    source: str | None = None
    fetched_at: datetime | None = None
    fetch: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one wanted thing gave."""

    wanted: Wanted
    reading: Reading

    def form(self) -> dict[str, Any]:
        """The JSON object that `parse` prints."""
        file = None if self.wanted.fetch else self.wanted.name
        article, rejection = self.reading.article, self.reading.rejection
        if article is None:
            rejection = rejection or Rejection(kind="crashed", message="the parser gave no answer")
            return {"file": file, "url": self.wanted.url, "error": rejection_to_form(rejection)}
        findings = [finding_to_form(finding, article) for finding in self.reading.findings]
        return {**article_to_form(article, self.reading.decision, file=file), "findings": findings}


def wanted_of(argument: str) -> Wanted:
    """What one argument of the command line means; raises UsageError where there is no such file."""
    if argument == STDIN:
        return Wanted(name=STDIN)
    if _ADDRESS.match(argument):
        return Wanted(name=argument, url=argument, fetch=True)
    path = Path(argument)
    if path.is_dir():
        raise UsageError(f"{argument}: is a folder; name the files in it, such as {argument.rstrip('/')}/*.html")
    if not path.is_file():
        raise UsageError(f"{argument}: there is no such file (an address begins with http:// or https://)")
    return Wanted(name=argument, path=path)


def wanted_of_manifest(manifest: Path) -> list[Wanted]:
    """The lines of a manifest, one JSON object each; a line that cannot be used becomes a problem of its own."""
    try:
        lines = manifest.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{manifest}: it cannot be read as a manifest ({error})") from error
    return [_of_line(number, line, manifest) for number, line in enumerate(lines, 1) if line.strip()]


def _of_line(number: int, line: str, manifest: Path) -> Wanted:
    here = f"{manifest.name} line {number}"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Wanted(name=here, problem=f"{here}: found no JSON ({error})")
    if not isinstance(row, dict) or not isinstance(row.get("file"), str) or not row["file"] or "\0" in row["file"]:
        return Wanted(name=here, problem=f'{here}: "file" found nothing usable, allowed: a path')
    wrong = [key for key in ("url", "source", "fetched_at") if not isinstance(row.get(key), str | None)]
    if wrong:
        return Wanted(name=row["file"], problem=f"{here}: {', '.join(wrong)}: allowed: a text or nothing")
    try:
        fetched_at = _moment(row.get("fetched_at"))
    except ValueError:
        return Wanted(name=row["file"], problem=f"{here}: fetched_at: found {row['fetched_at']!r}, allowed: ISO 8601")
    return Wanted(
        name=row["file"],
        path=manifest.parent / row["file"],
        url=row.get("url") or None,
        source=row.get("source") or None,
        fetched_at=fetched_at,
    )


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    # A manifest is our own form, whose times are in UTC.
    return in_utc(datetime.fromisoformat(text))


class Parser:
    """Reads wanted things through bounded workers, in order; use it in a with statement."""

    def __init__(self, settings: Settings, *, many: bool) -> None:
        from crawler.worker import Workers  # noqa: PLC0415

        self._catalogue = settings.catalogue
        self._settings = settings
        self._limit = settings.config.crawl.max_bytes
        self._workers: Workers = Workers(settings.worker_limits(), most=2 if many else 1)

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.close()

    def parse(self, wanted: Iterable[Wanted]) -> Iterator[Parsed]:
        """Each wanted thing with its reading, in order; what cannot be read is a rejection."""
        from crawler.reading import Reading  # noqa: PLC0415

        waiting: deque[tuple[Wanted, Page | None, Rejection | None]] = deque()

        def pages() -> Iterator[tuple[Page, str | None]]:
            for one in wanted:
                page, rejection = self._page(one)
                waiting.append((one, page, rejection))
                if page is not None:
                    yield page, self._slug(one, page)

        def refused() -> Iterator[Parsed]:
            while waiting and waiting[0][1] is None:
                one, _, rejection = waiting.popleft()
                yield Parsed(wanted=one, reading=Reading(rejection=rejection))

        for reading in self._workers.read_pages(pages()):
            yield from refused()
            one, page, _ = waiting.popleft()
            yield Parsed(wanted=one, reading=self._settled(one, page, reading))
        yield from refused()

    def _slug(self, one: Wanted, page: Page | None = None) -> str | None:
        """The outlet: as the manifest says, by the address, or, in a text, by a line of its head that names one."""
        from crawler.reading import SEED_SHAPE  # noqa: PLC0415
        from crawler.text_source import source_of_text  # noqa: PLC0415

        if one.source is not None and one.source in self._catalogue:
            return one.source
        source = self._catalogue.for_url(one.url) if one.url else None
        if source is None and page is not None and page.content_type == SEED_SHAPE:
            source = source_of_text(page.body, self._catalogue)
        return source.slug if source else None

    def _settled(self, one: Wanted, page: Page | None, reading: Reading) -> Reading:
        """Read again by the outlet that a page without an address names itself; add what the manifest knows.

        What another host prints of an outlet has neither its address nor its layout.
        """
        article = reading.article
        named_only = page is not None and not one.url and self._slug(one, page) is None
        if article is not None and page is not None and named_only and article.outlet:
            named: Source | None = self._catalogue.by_outlet(article.outlet)
            if named is not None:
                again = next(self._workers.read_pages([(page, named.slug)]))
                reading, article = (again, again.article) if again.article is not None else (reading, article)
        if article is None:
            return reading
        return replace(
            reading,
            article=replace(article, url=article.url or one.url, source=article.source or one.source),
        )

    def _page(self, one: Wanted) -> tuple[Page | None, Rejection | None]:
        from crawler.extraction.page import Page  # noqa: PLC0415
        from crawler.reading import SEED_SHAPE  # noqa: PLC0415

        if one.problem:
            return None, Rejection(kind="unreadable", message=one.problem)
        if one.fetch:
            return self._fetched(one)
        try:
            body = self._content(one)
        except (OSError, BrokenCodingError) as error:
            return None, Rejection(kind="unreadable", message=getattr(error, "strerror", None) or str(error))
        if len(body) > self._limit:
            return None, Rejection(kind="too-large", message=f"more than {self._limit:,} bytes ([crawl] max_bytes)")
        if not body.strip():
            return None, Rejection(kind="no-text", message="the file is empty")
        kind = None if is_markup(body) or one.name.removesuffix(".gz").lower().endswith(HTML_NAMES) else SEED_SHAPE
        return Page(body=body, url=one.url, content_type=kind, fetched_at=one.fetched_at), None

    def _content(self, one: Wanted) -> bytes:
        """The bytes, unpacked where they are gzip, one more than the limit at most."""
        if one.path is None:
            body = sys.stdin.buffer.read(self._limit + 1)
        else:
            if not one.path.is_file():
                raise FileNotFoundError(2, "there is no such file")
            with one.path.open("rb") as opened:
                body = opened.read(self._limit + 1)
        return _unpacked(body, self._limit + 1) if body.startswith(GZIP_MAGIC) else body

    def _fetched(self, one: Wanted) -> tuple[Page | None, Rejection | None]:
        from crawler.fetch_one import Refusal, fetch_one  # noqa: PLC0415
        from crawler.reading import SEED_SHAPE  # noqa: PLC0415

        options = self._settings.config.crawl_options()
        slug = self._slug(one)
        source = self._catalogue[slug] if slug else None
        answer = fetch_one(one.url or "", source=source, contact=options.contact, now=clock.now(), options=options)
        if isinstance(answer, Refusal):
            return None, Rejection(kind="unreadable", message=f"it was not fetched: {answer.reason}")
        kind = answer.header("Content-Type")
        if (kind or "").lower().startswith("text/plain") and not is_markup(answer.body):
            kind = SEED_SHAPE
        return Page(body=answer.body, url=answer.url, content_type=kind, fetched_at=answer.fetched_at), None


def _unpacked(body: bytes, limit: int) -> bytes:
    """What comes out of all members of a gzip file, limit bytes at most; raises BrokenCodingError for half a file."""
    unpacked = bytearray()
    for piece in gzip_pieces(body):
        unpacked += piece
        if len(unpacked) >= limit:
            break
    return bytes(unpacked[:limit])


def is_markup(body: bytes) -> bool:
    """True for a page, false for a plain text, which may hold a stray tag; UTF-16 is looked through."""
    start = body[:_SNIFFED].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return True
    tags = _MARKUP.finditer(start)
    return sum(1 for _ in islice(tags, MANY_TAGS)) == MANY_TAGS
