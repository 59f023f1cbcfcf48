"""``bluewatch import``: texts and saved pages from files into the archive, one by one."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from storage.errors import NotFound
from storage.plural import count

if TYPE_CHECKING:
    from crawler.reading import Reading
    from crawler.settled import Settled
    from crawler.source import Source
    from scheduler.commands.options import Settings
    from storage.archive import Archive

HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
SNIFFED_SIGNS = 65_536
HTML = "text/html"


class NotImportableError(Exception):
    """A file that gives no article; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file. change: as storage.articles.Change, or other: decided, not kept; error: why not."""

    file: str
    change: str | None = None
    uid: str | None = None
    label: str | None = None
    score: float | None = None
    title: str | None = None
    error: str | None = None


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--source", "slug", metavar="SLUG", help="The outlet of these files, where they do not name it themselves."
)
@json_option("an object a file: file, change, uid, label, score, title, error")
@data_option
@config_option
def command(*, files: tuple[Path, ...], slug: str | None, as_json: bool, data: Path | None, config: Path | None) -> int:
    """Take articles from files into the archive: texts in the shape of a newsroom page, and saved HTML pages.

    The bytes are kept first, then read and judged as a crawled page is. The outlet that a text names is looked up in
    the source files for its zone; a text of no known outlet has the source `import`. An article that is not about
    peace operations leaves its bytes and the decision, and no article. The same file again changes nothing. Imported
    articles are in search and export, and in no digest. A file that cannot be read costs one file: exit code 1. Of what
    `bluewatch export` writes it takes the texts back; tables and JSON are refused (`bluewatch merge` joins archives).

    \b
    Example:
      bluewatch import texts/*.txt saved/page.html
      bluewatch import --source chinamil-en 2021-04-30.txt --json
    """
    settings = open_settings(config, data)
    source = _declared(settings, slug)
    failed = 0
    with settings.archive(create=True) as archive, _reader(settings) as read:
        importer = Importer(settings, archive, source, read)
        for file in _with_progress(files):
            imported = importer.take(file)
            failed += imported.error is not None
            _tell(imported, as_json=as_json)
    if failed:
        say(f"{failed} of {count(len(files), 'file')} could not be imported")
    return 1 if failed else 0


class Importer:
    """Takes files one by one; each is a transaction of its own."""

    def __init__(
        self, settings: Settings, archive: Archive, source: Source | None,
        read: Callable[[bytes, str, Source | None], Reading],
    ) -> None:  # fmt: skip
        from crawler.intake import Intake

        self._settings = settings
        self._archive = archive
        self._source = source
        self._read = read
        self._intake = Intake(archive, origin="import")

    def take(self, file: Path) -> Imported:
        """Import one file; whatever is wrong with it is in the result."""
        from crawler.reading import SEED_SHAPE

        try:
            content = self._content(file)
            kind = HTML if _is_html(file, content) else SEED_SHAPE
            kept = self._archive.captures.keep_file(
                file.name, content, at=self._settings.now(),
                content_type=HTML if kind == HTML else "text/plain; charset=utf-8",
            )  # fmt: skip
            reading, source = self._judged(content, kind)
            settled = self._intake.settle(kept.capture_id, None, reading, source=source, now=self._settings.now())
        except OSError as error:
            return Imported(file=str(file), error=error.strerror or str(error))
        except NotImportableError as error:
            return Imported(file=str(file), error=str(error))
        return _result(file, reading, settled)

    def _content(self, file: Path) -> bytes:
        limit = self._settings.config.crawl.max_bytes
        with file.open("rb") as opened:
            content = opened.read(limit + 1)
        if len(content) > limit:
            raise NotImportableError(f"it is larger than {limit:,} bytes ([crawl] max_bytes)")
        if not content.strip():
            raise NotImportableError("it is empty")
        return content

    def _judged(self, content: bytes, kind: str) -> tuple[Reading, Source | None]:
        """Read by the source that a text's head names; else again by that of the outlet that was found in it."""
        catalogue, source = self._settings.catalogue, self._source
        if source is None and kind != HTML:
            from crawler.text_source import source_of_text

            source = source_of_text(content, catalogue)
        reading = self._read(content, kind, source)
        if source is None and reading.article is not None and reading.article.outlet:
            source = catalogue.by_outlet(reading.article.outlet)
            if source is not None:
                reading = self._read(content, kind, source)
        if source is not None and reading.article is not None:
            reading = replace(reading, article=replace(reading.article, source=source.slug))
        return reading, source


@contextmanager
def _reader(settings: Settings) -> Iterator[Callable[[bytes, str, Source | None], Reading]]:
    """Read files in a bounded child process, which starts with the first one."""
    from crawler.extraction.page import Page
    from crawler.worker import Worker

    worker = None

    def read(content: bytes, kind: str, source: Source | None) -> Reading:
        nonlocal worker
        if worker is None:
            worker = Worker(settings.worker_limits())
        page = Page(body=content, content_type=kind, fetched_at=settings.now())
        return worker.read_page(page, source.slug if source else None)

    try:
        yield read
    finally:
        if worker is not None:
            worker.close()


def _declared(settings: Settings, slug: str | None) -> Source | None:
    if slug is None:
        return None
    source = settings.catalogue.get(slug)
    if source is None:
        raise NotFound(f"there is no source {slug}; `bluewatch sources list` names them")
    return source


def _is_html(file: Path, content: bytes) -> bool:
    return (
        file.suffix.lower() in HTML_NAMES
        or _HTML_START.match(content[:SNIFFED_SIGNS].lstrip(b"\xef\xbb\xbf")) is not None
    )


def _result(file: Path, reading: Reading, settled: Settled) -> Imported:
    if reading.article is None or reading.decision is None:
        return Imported(file=str(file), error=settled.reason or "no article was found in it")
    decision = reading.decision
    return Imported(
        file=str(file), change=settled.change or settled.state, uid=settled.uid, label=str(decision.label),
        score=decision.score, title=reading.article.title,
    )  # fmt: skip


def _tell(imported: Imported, *, as_json: bool) -> None:
    if as_json:
        form: dict[str, Any] = {name: getattr(imported, name) for name in Imported.__dataclass_fields__}
        echo_json(form)
    if imported.error is not None:
        say(f"{imported.file}: {imported.error}")
    elif not as_json:
        score = f"{imported.score:g}" if imported.score is not None else ""
        words = (f"{imported.change:9}", f"{imported.uid or '-':10}", f"{imported.label} {score}", imported.file)
        click.echo(visible("  ".join([*words, imported.title or ""]).rstrip()))


def _with_progress(files: tuple[Path, ...]) -> Iterator[Path]:
    """Count the files on a terminal whose results go elsewhere."""
    if not (sys.stderr.isatty() and not sys.stdout.isatty() and len(files) > 1):
        yield from files
        return
    with click.progressbar(files, label="importing", file=sys.stderr) as counted:
        yield from counted
