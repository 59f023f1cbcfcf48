"""The archive of benchmarks/replay.py: saved or invented pages, one in a hundred an invented article that matters."""

from __future__ import annotations

import gzip
import html
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks.copies import events, report

EVERY = 100
PLAIN = (
    "<p>The council of district {n} met on Tuesday to talk about the harbour. Nobody had asked for the meeting, said"
    " the clerk, and the minutes were read twice. A ferry left for the islands at noon.</p>"
)


def page(n: int, *, planted: bool) -> bytes:
    """An invented page of some 90 kB, most of it markup and scripts."""
    title, text = f"Council meeting {n}", PLAIN.format(n=n)
    if planted:
        chance = random.Random(n)  # noqa: S311
        title, told = report(chance, events(chance))
        text = "".join(f"<p>{html.escape(block)}</p>" for block in told.split("\n\n"))
    filler = "".join(f"<p>{PLAIN[3:-4].format(n=n + k)}</p>" for k in range(12))
    menu = "".join(
        f'<li class="menu-item"><a href="/section/{k}" data-id="{k * n}">Section {k}</a></li>' for k in range(250)
    )
    script = "".join(f'window.q{k}=function(a,b){{return a<b.length?a+{k * 7}:"x{k}"}};' for k in range(900))
    title = html.escape(title)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><script>{script}</script>'
        f"</head><body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>"
        f'<time datetime="2026-10-0{n % 9 + 1}T08:00:00Z"></time>'
        f"{text}{filler}</article><footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


def bodies(pages: int, corpus: Path | None) -> Iterator[tuple[bytes, bool]]:
    """The pages of the archive, and whether each was planted."""
    files = sorted(corpus.glob("*/html/*.html.gz")) if corpus is not None else []
    # So that any first pages are like all.
    random.Random(0).shuffle(files)  # noqa: S311
    saved = cycle(files)
    for n in range(pages):
        planted = n % EVERY == EVERY // 2
        if planted or not files:
            yield page(n, planted=planted), planted
        else:
            yield gzip.decompress(next(saved).read_bytes()), False


def write(path: Path, pages: int, corpus: Path | None) -> dict[str, int]:
    """Write the archive; what is in it."""
    told = {"pages": 0, "planted": 0, "plain_bytes": 0, "bytes": 0}
    with path.open("wb") as out:
        for n, (body, planted) in enumerate(bodies(pages, corpus)):
            url = f"https://host{n % 50}.example/news/{n}"
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            asked = f"GET /news/{n} HTTP/1.1\r\nHost: host{n % 50}.example\r\n\r\n".encode()
            for kind, block in (("request", asked), ("response", http)):
                head = (
                    f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-10-05T12:00:00Z\r\n"
                    f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{2 * n + (kind == 'response'):012d}>\r\n"
                    f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
                ).encode()
                record = head + block + b"\r\n\r\n"
                told["plain_bytes"] += len(record)
                out.write(gzip.compress(record, 6))
            told["pages"] += 1
            told["planted"] += planted
    told["bytes"] = path.stat().st_size
    return told
