"""SIGKILL at any moment, then a rerun: the archive is that of one undisturbed crawl."""

from __future__ import annotations

import os
import random
import signal
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
    "coverage": "SELECT source, listing, state FROM coverage ORDER BY source, listing, day",
}


def state(data: Path) -> dict[str, Any]:
    return {name: rows(data, sql) for name, sql in TABLES.items()}


def newsroom(one: Site) -> Site:
    """Three listing pages, articles of both kinds, a moved, a missing and an empty one."""

    def listing(numbers: range, after: str | None) -> Any:
        links = "".join(f"<li><a href='/a/{n}'>Item {n}</a></li>" for n in numbers)
        more = f"<a class=next href='{after}'>older</a>" if after else ""
        return html(f"<html><body><ul>{links}</ul>{more}</body></html>".encode(), ETag='"l1"')

    def slowly(answer: Any) -> Any:
        def respond(handler: Any) -> None:
            time.sleep(0.03)
            handler.answer(*answer)

        return respond

    one.routes = {f"/a/{n}": slowly(html(page(n, peacekeeping=n % 3 != 0), ETag=f'"{n}"')) for n in range(24)}
    one.routes |= {"/a/4": (301, {"Location": "/a/5"}, b""), "/a/7": (404, {}, b"no"), "/a/9": html(b"")}
    one.routes |= {
        "/list/": listing(range(8), "/list/2"),
        "/list/2": listing(range(8, 16), "/list/3"),
        "/list/3": listing(range(16, 24), None),
    }
    return one


@pytest.mark.parametrize("kills", [4, pytest.param(10, marks=pytest.mark.long)])
def test_a_crawl_that_is_killed_again_and_again_gives_the_archive_of_an_undisturbed_one(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(20261121 + kills)  # noqa: S311  repeatable, not secret
    with site() as one:
        newsroom(one)
        source = one.source(section=[{"url": "/list/", "next": "a.next", "link": "li a"}])
        crawl(tmp_path / "calm", source)
        calm_requests = len(one.log)
        for _ in range(kills):
            asked = len(one.log)
            process = start(command(tmp_path / "killed", [source]))
            # Counted from its first request: the seconds of start-up would waste most kills.
            until = time.monotonic() + 30
            while len(one.log) == asked and process.poll() is None and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.uniform(0.0, 1.2))
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        report = crawl(tmp_path / "killed", source)["site"]
        assert report["outcome"] in ("collected", "nothing-new")
        calm, killed = state(tmp_path / "calm"), state(tmp_path / "killed")
        for name in TABLES:
            assert killed[name] == calm[name], name
        assert len(one.log) - calm_requests < calm_requests * (kills + 2)
        with Archive.open(tmp_path / "killed") as archive:
            assert archive.db.value("PRAGMA integrity_check") == "ok"
            ended = {row["outcome"] for row in archive.db.rows("SELECT outcome FROM runs")}
            assert None not in ended
        again = crawl(tmp_path / "killed", source)["site"]
        assert again["outcome"] == "nothing-new"
