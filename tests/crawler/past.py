"""An outlet of many years on loopback, web archives that answer in their own formats, and back-fills of both."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.source import Source
from tests.crawler.sites import FORKS, ROOT, Site, html, rows

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
WINDOW = (date(2016, 1, 1), date(2026, 11, 15))


def old_page(number: int | str, day: str | None, *, more: str = "") -> bytes:
    """An invented article of a day."""
    title = f"Peacekeepers repair bridge {number}"
    told = f"<meta property='article:published_time' content='{day}T10:00:00Z'>" if day else ""
    body = "".join(
        f"<p>UN peacekeepers of UNMISS repaired bridge {number} near Juba, and the Blue Helmets spoke with local "
        f"people about the protection of civilians, stretch {i}. {more}</p>"
        for i in range(5)
    )
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{told}</head>"
        f"<body><h1>{title}</h1><article>{body}</article></body></html>"
    ).encode()


def list_page(rows: Iterable[tuple[str, str | None]], *further: str) -> tuple[int, dict[str, str], bytes]:
    """A page of links with days beside them, and a pager."""
    items = "".join(f"<li><a href='{href}'>The bridge at {href}</a> {day or ''}</li>" for href, day in rows)
    pager = "".join(f"<a href='{href}'>{n}</a> " for n, href in enumerate(further, 2))
    return html(f"<html><body><ul>{items}</ul><div>{pager}</div></body></html>".encode())


class WebArchive(Site):
    """The Internet Archive and Common Crawl in one: copies by address, answered in the formats of both."""

    def __init__(self, copies: dict[str, tuple[str, bytes]] | None = None, *, crawled: Iterable[str] = ()) -> None:
        """copies: address to time and bytes. crawled: those that only Common Crawl has."""
        super().__init__()
        self.copies = copies or {}
        self.crawled = set(crawled)
        self.refuses: set[str] = set()
        self.crawls = [{"id": "CC-MAIN-2019-13", "name": "March 2019 Index", "cdx-api": "https://elsewhere.example/x"}]
        self.routes = {"*": self._route}

    def asked_for(self, beginning: str) -> list[str]:
        """The paths that begin so, in the order in which they were asked for."""
        return [path for _, path, _ in self.log if path.startswith(beginning)]

    def _route(self, handler: Any) -> None:
        path = urlsplit(handler.path).path
        if any(handler.path.startswith(one) for one in self.refuses):
            handler.answer(403, {}, b"blocked")
        elif path == "/cdx/search/cdx":
            self._cdx(handler)
        elif path.startswith("/web/"):
            self._copy(handler)
        elif path == "/collinfo.json":
            handler.answer(200, {"Content-Type": "application/json"}, json.dumps(self.crawls).encode())
        elif path.endswith("-index"):
            self._index(handler)
        elif path.startswith("/crawl-data/"):
            self._part(handler)
        else:
            handler.answer(404, {}, b"no")

    def _of(self, query: dict[str, list[str]]) -> list[tuple[str, str, bytes]]:
        host = query["url"][0].removesuffix("/*")
        return sorted((url, at, body) for url, (at, body) in self.copies.items() if urlsplit(url).netloc == host)

    def _cdx(self, handler: Any) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        assert set(query["filter"]) == {"statuscode:200", "mimetype:text/html"}
        known = [row for row in self._of(query) if row[0] not in self.crawled]
        rows = [row for row in known if query["from"][0] <= row[1][:8] <= query["to"][0]]
        limit, start = int(query["limit"][0]), int(query.get("resumeKey", ["0"])[0].removeprefix("key "))
        page, rest = rows[start : start + limit], rows[start + limit :]
        table: list[list[str]] = [query["fl"][0].split(",")] if page else []
        table += [[at, url.replace("/a", ":80/a", 0), "text/html", "200", "X" * 32, str(len(b))] for url, at, b in page]
        table += [[], [f"key+{start + limit}"]] if rest else []
        handler.answer(200, {"Content-Type": "application/json"}, json.dumps(table).encode())

    def _copy(self, handler: Any) -> None:
        at, _, url = handler.path.removeprefix("/web/").partition("id_/")
        known = self.copies.get(unquote(url))
        if known is None:
            handler.answer(404, {}, b"not archived")
        elif known[0] != at:
            handler.answer(302, {"Location": f"/web/{known[0]}id_/{url}"}, b"")
        else:
            then = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            headers = {
                "Content-Type": "text/html; charset=utf-8", "Memento-Datetime": format_datetime(then, usegmt=True),
                "X-Archive-Orig-Server": "old-server", "X-Archive-Orig-Content-Type": "text/html; charset=utf-8",
            }  # fmt: skip
            handler.answer(200, headers, known[1])

    def _index(self, handler: Any) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        rows = [row for row in self._of(query) if row[0] in (self.crawled or self.copies)]
        if not rows:
            handler.answer(404, {}, b'{"message": "No Captures found for: x"}')
        elif "showNumPages" in query:
            handler.answer(200, {}, json.dumps({"pages": len(rows), "pageSize": 5, "blocks": 1}).encode())
        else:
            url, at, _ = rows[int(query["page"][0])]
            place = self._places()[url]
            line = {
                "timestamp": at, "url": url, "mime": "text/html", "mime-detected": "text/html", "status": "200",
                "filename": "crawl-data/CC-MAIN-2019-13/segments/1/warc/a.warc.gz", "offset": str(place[0]),
                "length": str(place[1]),
            }  # fmt: skip
            handler.answer(200, {"Content-Type": "text/x-ndjson"}, json.dumps(line).encode() + b"\n")

    def _part(self, handler: Any) -> None:
        begin, end = handler.headers["Range"].removeprefix("bytes=").split("-")
        part = self._file()[int(begin) : int(end) + 1]
        handler.answer(206, {"Content-Type": "application/octet-stream"}, part)

    def _file(self) -> bytes:
        return b"".join(self._member(url, at, body) for url, (at, body) in sorted(self.copies.items()))

    def _places(self) -> dict[str, tuple[int, int]]:
        places, offset = {}, 0
        for url, (at, body) in sorted(self.copies.items()):
            size = len(self._member(url, at, body))
            places[url] = (offset, size)
            offset += size
        return places

    @staticmethod
    def _member(url: str, at: str, body: bytes) -> bytes:
        then = datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\n"
            f"WARC-Date: {then:%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        out = BytesIO()
        with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
            file.write(head.encode() + http + b"\r\n\r\n")
        return out.getvalue()


def articles(data: Path) -> list[dict[str, Any]]:
    return rows(data, "SELECT url, origin, revision, published_at, key FROM articles ORDER BY url")


def addresses(data: Path) -> dict[str, str]:
    return {
        row["url"].rpartition("/")[2]: row["state"] for row in rows(data, "SELECT url, state FROM backfill_addresses")
    }


def outlet(one: Site, years: range, *, a_page: int = 2) -> dict[str, str]:
    """A paged list of an article a quarter, newest first, numbered as many content systems do; path to its day."""
    days = {f"/a/{year}{month:02}": f"{year}-{month:02}-05" for year in years for month in (1, 4, 7, 10)}
    newest = sorted(days, reverse=True)
    pages = [newest[n : n + a_page] for n in range(0, len(newest), a_page)]
    for n, page in enumerate(pages, 1):
        path = "/list/" if n == 1 else f"/list/index_{n}.html"
        links = [f"/list/index_{k}.html" for k in range(2, len(pages) + 1) if abs(k - n) <= 2]
        one.routes[path] = list_page([(path, days[path]) for path in page], *links)
    for path, day in days.items():
        one.routes[path] = html(old_page(path, day))
    return days


def job(data: Path, source: Source, web: WebArchive | None = None, **more: Any) -> Path:
    """Write down a back-fill for a process of its own. more: fields of Wanted, and kill_after, gap, rows."""
    data.mkdir(parents=True, exist_ok=True)
    since, until = more.pop("since", WINDOW[0]), more.pop("until", WINDOW[1])
    path = data / "backfill.pickle"
    path.write_bytes(pickle.dumps((data, source, None if web is None else web.base, (since, until), more)))
    return path


def start(path: Path) -> Any:
    """Begin a back-fill in a process forked from one that has all imports."""
    process = FORKS.Process(target=_forked, args=(str(path), dict(os.environ)))
    process.start()
    return process


def backfill(data: Path, source: Source, web: WebArchive | None = None, **more: Any) -> dict[str, Any]:
    """Run a back-fill to its end; its report. A traceback of our own fails the test."""
    path = job(data, source, web, **more)
    process = start(path)
    process.join(100)
    if process.exitcode is None:
        process.kill()
    err = path.with_suffix(".err").read_text(encoding="utf-8")
    assert process.exitcode == 0, err
    assert "Traceback" not in err, err
    report: dict[str, Any] = json.loads(path.with_suffix(".out").read_bytes().splitlines()[-1])
    return report


class Killer(list[Any]):
    """A log of requests that ends a process group with the n-th of them, before it is answered."""

    def __init__(self, nth: int) -> None:
        super().__init__()
        self._nth = nth
        self.process: Any = None

    def append(self, item: Any) -> None:
        super().append(item)
        if len(self) == self._nth:
            os.killpg(self.process.pid, signal.SIGKILL)


def killed(data: Path, source: Any, web: WebArchive, at: Site, nth: int, **wanted: Any) -> None:
    """Run a back-fill until its n-th request of a site, and kill it there."""
    before, at.log = at.log, Killer(nth)
    at.log.process = start(job(data, source, web, **wanted))
    at.log.process.join(60)
    assert at.log.process.exitcode == -signal.SIGKILL
    at.log = [*before, *at.log]


def _forked(path: str, environment: dict[str, str]) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment, PYTHONPATH=str(ROOT))
    for ending, number in ((".out", 1), (".err", 2)):
        file = os.open(Path(path).with_suffix(ending), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    main(path)


def main(path: str) -> None:
    """The child's side."""
    from crawler.backfill.places import Places, Wanted
    from crawler.backfill.run import Task
    from crawler.backfill.run import backfill as real
    from crawler.backfill.window import Window
    from crawler.desk import CrawlOptions

    data, source, base, window, more = pickle.loads(Path(path).read_bytes())  # noqa: S301
    at = more.pop("at", NOW)
    options = CrawlOptions(contact="desk@newsroom.example", gap_seconds=more.pop("gap", 0.0), timeout_seconds=2.0)
    rows = more.pop("rows", 2)
    places = Places(gap=0.0, rows=rows)
    if base is not None:
        places = Places(wayback=base, commoncrawl_index=base, commoncrawl_data=base, gap=0.0, rows=rows)
    task = Task(source=source, options=options, wanted=Wanted(window=Window(*window), **more), places=places)
    report = real(data, task, now=lambda: at or datetime.now(UTC), say=lambda text: print(text, file=sys.stderr))  # noqa: T201
    print(json.dumps(asdict(report)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
