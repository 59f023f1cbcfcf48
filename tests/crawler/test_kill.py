"""SIGKILL at any moment, then a rerun: the archive is that of one undisturbed crawl."""

from __future__ import annotations

import contextlib
import os
import random
import re
import resource
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from tests.crawler.sites import Site, command, crawl, html, page, rows, site, start

TABLES = {
    "pages": "SELECT url, host, source, kind, listing, state, reason, label, score, title, etag, links_digest, tries,"
    " walk_started_at FROM pages ORDER BY url",
    "captures": "SELECT url, status, digest, settled_at IS NOT NULL AS settled FROM captures JOIN pages ON pages.id = "
    "page_id ORDER BY url, digest",
    "articles": "SELECT uid, url, source, title, body, published_at, label, score, revision, withdrawn_at FROM articles"
    " ORDER BY uid",
    "revisions": "SELECT uid, number, revisions.title, revisions.body FROM revisions JOIN articles ON articles.id = "
    "article_id ORDER BY uid, number",
    "decisions": "SELECT url, decisions.label, decisions.score, revision, matches FROM decisions JOIN captures ON "
    "captures.id = capture_id JOIN pages ON pages.id = page_id ORDER BY url, decisions.id",
    "parts": "SELECT uid, article_captures.revision, position, pages.url, digest FROM article_captures JOIN articles ON"
    " articles.id = article_captures.article_id JOIN captures ON captures.id = capture_id JOIN pages ON pages.id ="
    " page_id ORDER BY 1, 2, 3",
    "coverage": "SELECT source, listing, state FROM coverage ORDER BY source, listing, day",
}


def state(data: Path) -> dict[str, Any]:
    return {name: rows(data, sql) for name, sql in TABLES.items()}


def newsroom(one: Site) -> Site:
    """Three listing pages, articles of both kinds, a moved, a missing and an empty one, two over several pages.

    Of one a listing names the second page alone; of the other the third page is missing.
    """

    def listing(numbers: range, after: str | None) -> Any:
        links = "".join(f"<li><a href='/a/{'10_2' if n == 10 else n}'>Item {n}</a></li>" for n in numbers)
        more = f"<a class=next href='{after}'>older</a>" if after else ""
        return html(f"<html><body><ul>{links}</ul>{more}</body></html>".encode(), ETag='"l1"')

    def slowly(answer: Any) -> Any:
        def respond(handler: Any) -> None:
            time.sleep(0.03)
            handler.answer(*answer)

        return respond

    one.routes = {f"/a/{n}": slowly(html(page(n, peacekeeping=n % 3 != 0), ETag=f'"{n}"')) for n in range(24)}
    for first in (10, 13):
        addresses = {1: f"/a/{first}", **{n: f"/a/{first}_{n}" for n in range(2, 6)}}
        for n, address in addresses.items():
            pager = "".join(f"<a href='{other}'>{m}</a> " for m, other in addresses.items() if m != n)
            body = page(first, words=f"This is said on page {n}.")
            body = body.replace(b"</article>", f"</article>{pager}".encode())
            one.routes[address] = slowly(html(body, ETag=f'"{first}-{n}"'))
    one.routes["/a/13_3"] = (404, {}, b"no")
    one.routes |= {"/a/4": (301, {"Location": "/a/5"}, b""), "/a/7": (404, {}, b"no"), "/a/9": html(b"")}
    one.routes |= {
        "/list/": listing(range(8), "/list/2"),
        "/list/2": listing(range(8, 16), "/list/3"),
        "/list/3": listing(range(16, 24), None),
    }
    return one


# (path, when: before its answer is sent, or so many seconds after): in the walk of the listing, and while an answer is
# kept and read. Each single operation of the archive has its kill in test_kill_everywhere.
PLACES = [("/list/2", None), ("/a/10_4", None), ("/a/3", 0.01), ("/a/13_5", 0.01)]


class Executioner:
    """Kills a crawl from the server's side, when a path is asked for."""

    def __init__(self, one: Site) -> None:
        self._one = one
        self._calm = dict(one.routes)

    def run(self, line: list[str], path: str, after: float | None) -> bool:
        """Start a crawl and kill it there; False where it ended before."""
        process = start(line)

        def kill() -> None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        def respond(handler: Any) -> None:
            self._one.routes[path] = self._calm[path]
            if after is None:
                kill()
                return
            threading.Timer(after, kill).start()
            route = self._calm[path]
            route(handler) if callable(route) else handler.answer(*route)

        self._one.routes[path] = respond
        process.communicate(timeout=90)
        self._one.routes[path] = self._calm[path]
        return process.returncode == -signal.SIGKILL


@pytest.mark.timeout(400)
@pytest.mark.parametrize("kills", [4, pytest.param(10, marks=pytest.mark.long)])
def test_a_crawl_that_is_killed_again_and_again_gives_the_archive_of_an_undisturbed_one(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(20261121 + kills)  # noqa: S311  repeatable, not secret
    paths = ["/list/", "/list/2", "/list/3", *(f"/a/{n}" for n in range(24) if n not in (4, 7, 9))]
    some = [(chance.choice(paths), chance.choice([None, chance.uniform(0.0, 0.08)])) for _ in range(kills)]
    with site() as one:
        newsroom(one)
        source = one.source(section=[{"url": "/list/", "next": "a.next", "link": "li a"}])
        crawl(tmp_path / "calm", source)
        calm_requests = len(one.log)
        line, killer = command(tmp_path / "killed", [source]), Executioner(one)
        killed = [killer.run(line, path, after) for path, after in PLACES + some]
        assert all(killed[: len(PLACES)])
        # Whatever the walk has reached by now, the rest comes in one more run.
        report = crawl(tmp_path / "killed", source)["site"]
        assert report["outcome"] in ("collected", "nothing-new") or "a further page" in report["reason"]
        calm, after_all = state(tmp_path / "calm"), state(tmp_path / "killed")
        for name in TABLES:
            assert after_all[name] == calm[name], name
        assert len(one.log) - calm_requests < calm_requests * 2 + 12 * len(killed)
        with Archive.open(tmp_path / "killed") as archive:
            assert archive.db.value("PRAGMA integrity_check") == "ok"
            ended = {row["outcome"] for row in archive.db.rows("SELECT outcome FROM runs")}
            assert None not in ended


@pytest.mark.long
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux bounds the files of another process")
def test_a_full_disk_ends_the_crawl_with_its_reason_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with site() as one:
        one.articles(*range(12))
        for n in range(12):
            one.routes[f"/a/{n}"] = html(page(n, words=random.Random(n).randbytes(30_000).hex()))  # noqa: S311
        process = start(command(tmp_path, [one.source()]))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (700_000, 700_000))
        _, err = process.communicate(timeout=90)
        assert process.returncode == 1
        assert re.search(r"ArchiveUnusable: .*(?:disk|File too large)", err.decode())
        assert len(rows(tmp_path, "SELECT 1 FROM articles")) < 12
        report = crawl(tmp_path, one.source(), mode="all")["site"]
        assert report["outcome"] == "collected"
        assert len(rows(tmp_path, "SELECT 1 FROM articles")) == 12
        with Archive.open(tmp_path) as archive:
            assert archive.db.value("PRAGMA integrity_check") == "ok"
            for row in archive.db.rows("SELECT id FROM captures"):
                archive.captures.read(row["id"])
