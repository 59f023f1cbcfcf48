"""What a page in the browser asks for comes through the same door: its files are bounded, whole and guarded too."""

from __future__ import annotations

import gzip
import json
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.source import Source
from tests.crawler.sites import FORKS, ROOT, Route
from tests.faults.server import HTML, OK_HEAD, FaultySite, Forbidden, bomb, double_bomb, raw
from tests.faults.transport import endless, silent

MOST = 100_000
# name: (what the server answers, what is said of it)
PARTS: dict[str, tuple[Route, str]] = {
    "plain": ((200, HTML, b"x" * 90_000), "200 90000"),
    "gzip": ((200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x" * 90_000)), "200 90000"),
    "too long": ((200, HTML, b"x" * 110_000), "too-large"),
    "endless": (endless(b"x" * 9999, OK_HEAD + b"\r\n\r\n"), "too-large"),
    "gzip bomb": ((200, {**HTML, "Content-Encoding": "gzip"}, bomb(40 << 20)), "too-large"),
    "double gzip bomb": (double_bomb(40 << 20), "too-large"),
    "truncated gzip": ((200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x" * 9000)[:-9]), "broken-answer"),
    "cut": (raw(OK_HEAD + b"\r\nContent-Length: 9999", b"x"), "broken-answer"),
    "unasked 206": ((206, HTML, b"x"), "broken-answer"),
    "no answer": (silent, "timed-out"),
    "429": ((429, {"Retry-After": "600"}, b""), "paused"),
}


def child(job: str, said: str) -> None:
    """Ask for every address as the browser's page does, in the order given."""
    from crawler.fetch_one import MemoryBook
    from crawler.guard import permits
    from crawler.reactor import run_errand
    from crawler.turns import HostTurns, steady
    from crawler.visit import Visitor
    from storage.records import Answer

    os.chdir(ROOT)
    source, urls = pickle.loads(Path(job).read_bytes())  # noqa: S301
    book, clock = MemoryBook(), steady(lambda: datetime(2026, 11, 21, tzinfo=UTC))
    results: dict[str, str] = {}

    async def errand(spider: Any) -> None:
        visitor = Visitor(spider.deliver, book, clock, gap=0.0, max_bytes=MOST)
        for url in urls:
            came = await visitor._part(url, {}, MOST, 3.0, source)
            results[url] = f"{came.status} {len(came.body)}" if isinstance(came, Answer) else f"{came.kind}"

    run_errand(
        errand, turns=HostTurns(book, clock), permitted=permits(source.all_hosts), contact="desk@newsroom.example",
        timeout_seconds=3.0, max_bytes=MOST, hosts=1,
    )  # fmt: skip
    Path(said).write_text(json.dumps(results))


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, forbidden = tmp_path_factory.mktemp("parts"), Forbidden()
    site = FaultySite("parts")
    site.routes |= {f"/{n}": answer for n, (answer, _) in enumerate(PARTS.values())}
    source: Source = site.source("site", fetch="browser")
    urls = {f"http://127.0.0.1:{forbidden.port}/x": "inside"} | {f"{site.base}/{n}": k for n, k in enumerate(PARTS)}
    (folder / "job").write_bytes(pickle.dumps((source, list(urls))))
    process = FORKS.Process(target=child, args=(str(folder / "job"), str(folder / "said")))
    process.start()
    process.join(100)
    site.close()
    forbidden.close()
    assert process.exitcode == 0
    assert forbidden.connections == 0
    return {urls[url]: said for url, said in json.loads((folder / "said").read_text()).items()}


@pytest.mark.parametrize("name", [*PARTS, "inside"])
def test_a_file_of_a_page_is_whole_within_its_limit_or_not_there(came: dict[str, str], name: str) -> None:
    assert came[name] == (PARTS[name][1] if name in PARTS else "refused")
