"""Real pages through the whole way: a corpus served on loopback as sites, crawled, decided and digested.

    python benchmarks/corpus_site.py ../shared/corpus [--limit 200] [--keep FOLDER]

Each site has one section page made from the corpus' gold files, and as many pages as one run asks for of a site that
gives nothing to keep. Afterwards every page must have a capture, a decision and either an article or a reason; the
digest of that archive is written. Prints the counts, the time and the peak memory of the largest process; exits 1 if a
page was lost.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from crawler.budgets import IN_VAIN
from storage.archive import Archive

PAGES_OF_A_SITE = int(IN_VAIN)


@dataclass(frozen=True)
class CorpusPage:
    """One gold row: where its bytes lie, and the title its origin's authors gave it."""

    path: str
    file: Path
    title: str


def pages_of(corpus: Path, limit: int | None) -> Iterator[CorpusPage]:
    """Every page that a gold file names, at most limit of each origin."""
    for gold in sorted(corpus.glob("*/gold.jsonl")):
        with gold.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if limit is not None and number >= limit:
                    break
                row = json.loads(line)
                file = gold.parent / row["file"]
                if file.is_file():
                    yield CorpusPage(f"/{gold.parent.name}/{file.stem}", file, row.get("title") or file.stem)


def start_site(pages: list[CorpusPage]) -> ThreadingHTTPServer:
    """Serve the section page and the pages, with the bytes as they were captured and no charset in the header."""
    by_path = {page.path: page for page in pages}
    links = "\n".join(
        f'<li><a href="{html.escape(page.path)}">{html.escape(page.title)}</a></li>' for page in by_path.values()
    )
    section = f"<!doctype html><title>Corpus</title><h1>All pages</h1><ul>{links}</ul>".encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = by_path.get(self.path)
            if self.path == "/":
                self._send(200, section)
            elif page is None:
                self._send(404, b"not here")
            else:
                raw = page.file.read_bytes()
                self._send(200, gzip.decompress(raw) if page.file.suffix == ".gz" else raw)

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the standard library's own name)
            """Keep the terminal for the figures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def write_configuration(folder: Path, ports: list[int]) -> Path:
    """A configuration with the sites as its sources."""
    (folder / "sources").mkdir(parents=True)
    for number, port in enumerate(ports, 1):
        (folder / "sources" / f"corpus-{number}.toml").write_text(
            f'slug = "corpus-{number}"\nname = "Real pages {number}"\nhome = "http://127.0.0.1:{port}/"\n'
            f'hosts = ["127.0.0.1:{port}"]\noutlet = "printed"\ngap_seconds = 0.0\n'
            f"article_url = ['^/[a-z0-9-]+/.+']\n"
            f'[[section]]\nurl = "http://127.0.0.1:{port}/"\npages = 1\n',
            encoding="utf-8",
        )
    config = folder / "bluewatch.toml"
    config.write_text(
        '[sources]\nfolder = "sources"\npackaged = "none"\n'
        '[crawl]\ncontact = "corpus@example.org"\ngap_seconds = 0.0\n',
        encoding="utf-8",
    )
    return config


def bluewatch(*arguments: str, config: Path, data: Path) -> int:
    """Run one command as users do, in a process of its own."""
    command = [sys.executable, "-m", "scheduler", *arguments, "--config", str(config), "--data", str(data)]
    return subprocess.run(command, check=False).returncode


def account(data: Path, pages: list[CorpusPage]) -> tuple[dict[str, object], list[str]]:
    """What became of every page: the counts, and the addresses that were lost."""
    with Archive.open(data, read_only=True) as archive:
        rows = archive.db.rows(
            "SELECT pages.url, pages.state, pages.reason, pages.label, pages.article_id,"
            " (SELECT count(*) FROM captures WHERE captures.page_id = pages.id) AS captures,"
            " (SELECT count(*) FROM decisions JOIN captures ON captures.id = decisions.capture_id"
            "   WHERE captures.page_id = pages.id) AS decisions"
            " FROM pages WHERE kind = 'article'"
        )
    known = {urlsplit(row["url"]).path: row for row in rows}
    lost = []
    labels: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for page in pages:
        row = known.get(page.path)
        settled = row and row["captures"] and row["decisions"] and (row["article_id"] or row["reason"] or row["label"])
        if not row or not settled:
            lost.append(page.path)
            continue
        label = str(row["label"] or row["state"])
        labels[label] = labels.get(label, 0) + 1
        if row["state"] == "rejected":
            kind = str(row["reason"]).split(":")[0]
            reasons[kind] = reasons.get(kind, 0) + 1
    return {"pages": len(pages), "settled": len(pages) - len(lost), "labels": labels, "rejected": reasons}, lost


def main() -> int:
    """Serve, crawl, digest, account."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, help="at most this many pages of each origin")
    parser.add_argument("--keep", type=Path, help="a new folder that keeps the archive and its digest")
    options = parser.parse_args()
    pages = list(pages_of(options.corpus, options.limit))
    if not pages:
        parser.error(f"{options.corpus}: no gold.jsonl with pages")
    sites = [start_site(pages[first : first + PAGES_OF_A_SITE]) for first in range(0, len(pages), PAGES_OF_A_SITE)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "corpus-site"
        config = write_configuration(folder, [site.server_address[1] for site in sites])
        data = folder / "data"
        started = time.monotonic()
        crawled = bluewatch("crawl", "--all", config=config, data=data)
        seconds = time.monotonic() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        digested = bluewatch("digest", "--preview", config=config, data=data)
        counts, lost = account(data, pages)
    for site in sites:
        site.shutdown()
    counts |= {"seconds": round(seconds, 1), "peak_mb_of_largest_process": peak}
    counts |= {"exit_crawl": crawled, "exit_digest": digested}
    print(json.dumps(counts, indent=2, ensure_ascii=False))
    for path in lost[:50]:
        print(f"lost: {path}", file=sys.stderr)
    return 1 if lost or crawled or digested else 0


if __name__ == "__main__":
    sys.exit(main())
