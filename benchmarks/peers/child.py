"""One reader in a process of its own: ``python child.py NAME``, JSON lines in and out; see extraction_process.py.

Needs nothing but the standard library and the reader itself: the peers' environments do not hold Bluewatch.
In, a line a page: ``{"path", "url", "crawl_date", "host"}``, the file plain or gzip. Out: first
``{"ready", "versions"}``, then for each page ``{"cpu", "peak_mb"}`` with ``record`` or ``error``, or
``{"unknown": true}`` where the reader does not know the publisher. cpu: seconds of this process, from bytes to fields,
the reading of the file left out.
A record holds body (paragraphs), title, published (ISO 8601), authors, outlet and, from Bluewatch alone, editors,
dateline, dateline_place, related, how. Nothing here reaches the network: connecting is cut off at the socket.
"""

from __future__ import annotations

import codecs
import gzip
import importlib
import importlib.metadata
import json
import os
import re
import resource
import socket
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

Job = dict[str, Any]
Record = dict[str, Any]
Read = Callable[[bytes, Job], Record | None]

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)


class UnknownPublisher(Exception):
    """The reader has no parser for this host."""


def decoded(body: bytes) -> str:
    """The page as text, for readers that take no bytes: byte order mark, declared charset, UTF-8."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    found = CHARSET.search(body[:4096])
    names = [found[1].decode("ascii", errors="replace")] if found else []
    for name in names:
        try:
            return body.decode("gb18030" if name.lower() in ("gb2312", "gbk") else name, errors="replace")
        except LookupError:
            continue
    return body.decode("utf-8", errors="replace")


def lines_of(text: str | None) -> list[str]:
    """The lines that are not empty."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def iso(moment: Any) -> str | None:
    """A time as ISO 8601, with the zone where it has one."""
    if isinstance(moment, datetime):
        return moment.isoformat()
    return str(moment) if moment else None


def trafilatura() -> Read:
    """The body and metadata of trafilatura, comments off, all else as it comes."""
    extract = importlib.import_module("trafilatura").bare_extraction

    def read(body: bytes, job: Job) -> Record | None:
        found = extract(body, url=job.get("url"), with_metadata=True, include_comments=False)
        if found is None or not found.text:
            return None
        return {
            "body": lines_of(found.text),
            "title": found.title,
            "published": found.date,
            "authors": [name.strip() for name in (found.author or "").split(";") if name.strip()],
            "outlet": found.sitename,
        }

    return read


def newspaper4k() -> Read:
    """newspaper4k: parse() of the article, without fetching pictures, without nlp()."""
    module = importlib.import_module("newspaper")

    def read(body: bytes, job: Job) -> Record | None:
        article = module.Article(job.get("url") or f"http://{job.get('host') or 'page.invalid'}/", fetch_images=False)
        article.download(input_html=decoded(body))
        article.parse()
        return {
            "body": lines_of(article.text),
            "title": article.title or None,
            "published": iso(article.publish_date),
            "authors": list(article.authors),
            "outlet": article.meta_site_name or None,
        }

    return read


def readability() -> Read:
    """readability-lxml: summary() and short_title(); the text of its HTML, a line for each block."""
    document = importlib.import_module("readability").Document
    fromstring = importlib.import_module("lxml.html").fromstring
    blocks = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "br", "figcaption"}

    def read(body: bytes, job: Job) -> Record | None:
        found = document(body, url=job.get("url"))
        tree = fromstring(found.summary(html_partial=True) or "<p></p>")
        for element in tree.iter():
            if element.tag in blocks:
                element.text = "\n" + (element.text or "")
                element.tail = "\n" + (element.tail or "")
        lines = [" ".join(line.split()) for line in tree.text_content().split("\n")]
        return {"body": [line for line in lines if line], "title": found.short_title() or None}

    return read


def news_please() -> Read:
    """news-please's extractor (from_html), without fetching pictures."""
    extract = importlib.import_module("newsplease").NewsPlease.from_html

    def read(body: bytes, job: Job) -> Record | None:
        found = extract(
            decoded(body), url=job.get("url") or f"http://{job.get('host') or 'page.invalid'}/", fetch_images=False
        )
        if not found:
            return None
        return {
            "body": lines_of(found.maintext),
            "title": found.title,
            "published": iso(found.date_publish),
            "authors": [name for name in found.authors or () if name],
        }

    return read


def fundus() -> Read:
    """fundus: the publisher's own parser of the day of capture; other hosts are unknown to it."""
    collection = importlib.import_module("fundus").PublisherCollection
    known: dict[str, Any] = {}
    for publisher in collection:
        for domain in (publisher.domain, *(getattr(publisher, "deprecated_domains", None) or ())):
            known[host_key(domain)] = publisher

    def read(body: bytes, job: Job) -> Record | None:
        publisher = known.get(host_key(job.get("url") or f"//{job.get('host') or ''}"))
        if publisher is None:
            raise UnknownPublisher
        day = date.fromisoformat(job["crawl_date"][:10]) if job.get("crawl_date") else None
        parser = publisher.parser(day) if day else publisher.parser()
        found = parser.parse(decoded(body), "suppress")
        whole = found.get("body")
        paragraphs: list[str] = []
        if whole is not None:
            paragraphs += whole.summary
            for section in whole.sections:
                paragraphs += [*section.headline, *section.paragraphs]
        return {
            "body": [line for line in paragraphs if line.strip()],
            "title": found.get("title"),
            "published": iso(found.get("publishing_date")),
            "authors": list(found.get("authors") or ()),
            "outlet": publisher.name,
        }

    return read


def host_key(address: str) -> str:
    """The host without www."""
    return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")


def bluewatch(layouts: Path | None = None) -> Read:
    """Ours: the generic path, or by the source files of a folder (hosts without a file are unknown)."""
    article = importlib.import_module("crawler.extraction.article")
    make_page = importlib.import_module("crawler.extraction.page").Page
    parse_source = importlib.import_module("crawler.source").parse_source
    sources = [
        parse_source(tomllib.loads(file.read_text(encoding="utf-8")), file=file.name, packaged=False)
        for file in sorted(layouts.glob("*.toml") if layouts else ())
    ]

    def read(body: bytes, job: Job) -> Record | None:
        source = next((one for one in sources if job.get("url") and one.owns(job["url"])), None)
        if layouts and source is None:
            raise UnknownPublisher
        day = job.get("crawl_date")
        captured = datetime.fromisoformat(day[:19]).replace(tzinfo=UTC) if day else None
        found = article.extract(make_page(body, job.get("url"), None, captured), source)
        if not hasattr(found, "body"):
            return {"refused": found.kind}
        at = found.published_at
        return {
            "body": list(found.paragraphs),
            "title": found.title,
            "published": found.published_local or iso(at),
            "published_at": iso(at),
            "authors": list(found.authors),
            "editors": list(found.editors),
            "outlet": found.outlet,
            "dateline": found.dateline,
            "dateline_place": found.dateline_place,
            "related": [link.url for link in found.related if link.url],
            "how": {name: one.how for name, one in found.evidence.items() if one.how},
        }

    return read


READERS: dict[str, tuple[tuple[str, ...], Callable[[], Read]]] = {
    "bluewatch": (("bluewatch",), bluewatch),
    "layouts": (("bluewatch",), lambda: bluewatch(Path(os.environ["BLUEWATCH_BENCHMARK_LAYOUTS"]))),
    "trafilatura": (("trafilatura", "htmldate", "lxml"), trafilatura),
    "newspaper4k": (("newspaper4k", "lxml"), newspaper4k),
    "readability-lxml": (("readability-lxml", "lxml"), readability),
    "news-please": (("news-please", "newspaper4k"), news_please),
    "fundus": (("fundus", "curl-cffi", "lxml"), fundus),
}


def main() -> int:
    """Serve pages until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What a library prints must not land between two answers.
    os.dup2(2, 1)
    cut_off_network()
    packages, make = READERS[sys.argv[1]]
    read = make()
    say(answers, {"ready": sys.argv[1], "versions": {name: version_of(name) for name in packages}})
    for line in sys.stdin:
        say(answers, serve(read, json.loads(line)))
    return 0


def serve(read: Read, job: Job) -> Record:
    """One page. Whatever a reader throws is an answer."""
    body = Path(job["path"]).read_bytes()
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    answer: Record = {}
    began = time.process_time()
    try:
        answer["record"] = read(body, job)
    except UnknownPublisher:
        return {"unknown": True}
    except Exception as error:  # the page is lost for this reader, and says why
        answer["error"] = f"{type(error).__name__}: {error}"[:200]
    answer["cpu"] = time.process_time() - began
    # ru_maxrss is in kilobytes, on macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer["peak_mb"] = peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
    return answer


def version_of(package: str) -> str:
    """The installed version, or a dash."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def say(answers: Any, what: Record) -> None:
    """One line out, at once."""
    answers.write(json.dumps(what, default=str) + "\n")
    answers.flush()


def cut_off_network() -> None:
    """No reader may fetch anything while it is measured."""

    def refused(*_: object) -> NoReturn:
        raise OSError("the benchmark has no network")

    socket.socket.connect = refused  # type: ignore[method-assign]
    socket.getaddrinfo = refused  # type: ignore[assignment]


if __name__ == "__main__":
    sys.exit(main())
