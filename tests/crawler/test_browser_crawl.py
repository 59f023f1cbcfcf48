"""A newsroom whose pages are built by scripts, crawled whole; the guard, the ends of a crawl, and no browser at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.program import find_browser
from crawler.browser.renderer import RENDERED, WITHOUT
from crawler.desk import CrawlOptions
from crawler.extraction.article import extract
from crawler.extraction.page import Page
from crawler.fetch_one import fetch_one
from crawler.scripted import HINT, looks_scripted
from crawler.trial import try_source
from storage.archive import Archive
from storage.records import Article
from tests.crawler.sites import Site, command, crawl, html, page, rows, start

JS = {"Content-Type": "application/javascript"}
needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium here")

# Builds a list or an article out of what the newsroom's own interface says of the path.
APP = b"""
(async () => {
  const app = document.getElementById('app');
  const data = await (await fetch('/api' + location.pathname.replace(/[/]$/, ''))).json();
  if (Array.isArray(data)) {
    const item = (one) => `<li><a href="${one}">Peacekeepers patrol ${one}</a></li>`;
    app.innerHTML = '<ul>' + data.map(item).join('') + '</ul>';
    return;
  }
  document.title = data.title;
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'article:published_time');
  meta.content = '2026-11-20T10:00:00Z';
  document.head.append(meta);
  app.innerHTML = data.body;
  for (const line of data.then || []) {
    const run = document.createElement('script');
    run.text = line;
    document.body.append(run);
  }
})();
"""
SHELL = (
    b"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Loading</title></head><body>"
    b"<noscript>Please enable JavaScript to continue.</noscript><div id=app></div><script src=/app.js></script>"
    b"</body></html>"
)


def data_of(what: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(what).encode()


def article(number: int, *then: str) -> dict[str, Any]:
    text = page(number).decode()
    body = text[text.index("<body>") + 6 : text.index("</body>")]
    return {"title": f"Peacekeepers patrol village {number}", "body": body, "then": then}


def newsroom(*paths: str) -> Site:
    """A site of shells; /api/... says what stands in them."""
    one = Site({"/list/": html(SHELL, ETag='"same"'), "/app.js": (200, JS, APP)})
    one.routes["/api/list"] = data_of(list(paths))
    for number, path in enumerate(paths, 1):
        one.routes[path] = html(SHELL, ETag='"same"')
        one.routes[f"/api{path}"] = data_of(article(number))
    return one


def desk(one: Site, slug: str = "site", **more: Any) -> Any:
    return one.source(slug, section=[{"url": one.base + "/list/"}], fetch="browser", **more)


@pytest.fixture
def inside() -> Iterator[Site]:
    """A site that no source lists."""
    one = Site({"*": html(b"secret")})
    yield one
    one.close()


def state_of(data: Path) -> dict[str, tuple[str, str]]:
    found = rows(data, "SELECT url, state, coalesce(reason, '') AS reason FROM pages WHERE kind = 'article'")
    return {row["url"].rpartition("/")[2]: (row["state"], row["reason"]) for row in found}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for this test's browsers, by which they are told from those of a test that runs beside it."""
    made = Path(tempfile.mkdtemp(prefix="bw"))
    made.chmod(0o711)  # root's browser runs as nobody
    monkeypatch.setenv("TMPDIR", str(made))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def browsers(folder: Path) -> set[int]:
    """The processes of Chromium and their keepers that work in a folder."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line, around = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except OSError:
            continue
        profile = b"bluewatch-browser-" in line and bytes(folder) in line
        if profile or (b"crawler.browser.keeper" in line and bytes(folder) in around):
            found.add(int(entry.name))
    return found


@needs_browser
def test_a_newsroom_of_scripts_is_crawled_whole(tmp_path: Path, inside: Site, folder: Path) -> None:
    one = newsroom(*(f"/a/{n}" for n in range(1, 10)))
    lines = {
        3: [
            f"fetch('{inside.base}/x'); document.body.append(document.createElement('iframe')).src = '{inside.base}/f'"
        ],
        4: [f"location.href = '{inside.base}/led'"],
        5: ["location.href = '/a/1'"],
        9: ["fetch('/private/x').catch(() => 0)"],
    }
    for number, then in lines.items():
        one.routes[f"/api/a/{number}"] = data_of(article(number, *then))
    one.routes |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
        "/a/6": (404, {}, SHELL),
        "/a/7": (302, {"Location": "/a/2"}, b""),
        "/a/8": (302, {"Location": inside.base + "/redirected"}, b""),
    }
    try:
        report = crawl(tmp_path, desk(one), timeout_seconds=20.0)["site"]
    finally:
        one.close()
    assert not browsers(folder)
    assert report["counts"]["new"] == 4, report
    states = state_of(tmp_path)
    assert {number: state for number, (state, _) in states.items()} == {
        "1": "kept", "2": "kept", "3": "kept", "4": "refused", "5": "kept", "6": "gone", "7": "kept", "8": "refused",
        "9": "kept",
    }  # fmt: skip
    assert "another host" in states["4"][1]
    assert inside.log == []
    assert one.asked("/private/x") == 0
    # Scripts are fetched once a run, data for each page.
    assert one.asked("/app.js") == 1
    assert all("cookie" not in headers and "referer" not in headers for _, _, headers in one.log)
    titles = {row["title"] for row in rows(tmp_path, "SELECT title FROM articles")}
    assert titles == {f"Peacekeepers patrol village {n}" for n in (1, 2, 3, 9)}
    with Archive.open(tmp_path, read_only=True) as archive:
        row = archive.db.row("SELECT captures.id FROM captures JOIN pages ON pages.id = page_id WHERE url LIKE '%/a/3'")
        assert row is not None
        kept = archive.captures.read(row["id"])
    # What is kept is read without a browser.
    again = extract(Page(kept.body, kept.url, kept.header("Content-Type"), kept.fetched_at), desk(one))
    assert isinstance(again, Article)
    assert again.title == "Peacekeepers patrol village 3"
    assert kept.header(RENDERED) is not None
    assert inside.host in (kept.header(WITHOUT) or "")
    assert kept.header("ETag") is None


@needs_browser
@pytest.mark.long
def test_a_second_run_asks_again_and_finds_what_changed(tmp_path: Path) -> None:
    """The shell stays the same under its ETag while the text in it changes."""
    one = newsroom("/a/1")
    try:
        crawl(tmp_path, desk(one), timeout_seconds=20.0)
        changed = article(1)
        changed["body"] = changed["body"].replace("walk 2", "walk 2 with forty soldiers")
        one.routes["/api/a/1"] = data_of(changed)
        later = datetime.now(UTC) + timedelta(hours=2)
        report = crawl(tmp_path, desk(one), at=later, timeout_seconds=20.0, mode="recheck")["site"]
    finally:
        one.close()
    assert report["counts"].get("revised") == 1, report
    assert all("if-none-match" not in headers for _, _, headers in one.log)


@needs_browser
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_no_browser_outlives_its_crawl(signum: int, tmp_path: Path, folder: Path) -> None:
    one = newsroom("/a/1")
    reached: list[set[int]] = []

    def hold(handler: Any) -> None:
        reached.append(browsers(folder))
        time.sleep(20)

    one.routes["/api/list"] = hold
    process = start(command(tmp_path, [desk(one)], timeout_seconds=30.0))
    try:
        until = time.monotonic() + 60
        while not reached and time.monotonic() < until:
            time.sleep(0.05)
        assert reached
        assert reached[0]
        os.kill(process.pid, signum)
        process.wait(30)
        until = time.monotonic() + 30
        while browsers(folder) and time.monotonic() < until:
            time.sleep(0.05)
        assert not browsers(folder)
    finally:
        process.kill()
        process.communicate()
        one.close()


def test_without_a_browser_only_the_sources_that_need_one_rest(tmp_path: Path) -> None:
    one, plain = newsroom("/a/1"), Site().articles(1)
    try:
        reports = crawl(tmp_path, desk(one, "scripts"), plain.source("plain"), browser="/nowhere/chromium")
    finally:
        one.close()
        plain.close()
    assert reports["plain"]["outcome"] == "collected"
    assert reports["scripts"]["outcome"] == "refused"
    assert "install Chromium" in reports["scripts"]["reason"]
    assert one.log == []


@needs_browser
def test_a_program_that_is_no_browser_is_named(tmp_path: Path) -> None:
    one = newsroom("/a/1")
    try:
        report = crawl(tmp_path, desk(one), browser="/bin/false")["site"]
    finally:
        one.close()
    assert report["outcome"] == "unreachable", report
    assert "/bin/false" in report["reason"]
    assert "does not start" in report["reason"]


# a page as it was fetched: (its body, whether it looks like a shell)
SHELLS: dict[str, tuple[bytes, bool]] = {
    "a shell": (SHELL, True),
    "a shell with its data in it": (
        SHELL.replace(b"</body>", b"<script>data = '" + b"x " * 5000 + b"'</script>"),
        True,
    ),
    "an article": (page(1), False),
    "an article with scripts": (page(1, head="<script src=/x.js></script>"), False),
    "a brief without scripts": (b"<html><body><p>Short.</p></body></html>", False),
    "a brief with structured data": (
        b"<body><script type='application/ld+json'>{}</script><p>Short.</p></body>",
        False,
    ),
    "a list of links": (b"<body><script>1</script>" + b"<a href=/a>x</a>" * 30 + b"</body>", False),
}


@pytest.mark.parametrize("what", SHELLS)
def test_a_page_that_may_need_a_browser(what: str) -> None:
    body, shell = SHELLS[what]
    assert looks_scripted(body) is shell


@needs_browser
@pytest.mark.long
def test_one_look_through_the_browser_reads_what_a_plain_one_hints_at() -> None:
    one = newsroom("/a/1", "/a/2")
    options = CrawlOptions(contact="desk@newsroom.example", gap_seconds=0.0, timeout_seconds=20.0)

    def look(source: Any) -> Any:
        def get(url: str) -> Any:
            return fetch_one(url, source=source, contact=options.contact, now=datetime.now(UTC), options=options)

        return try_source(source, get, datetime.now(UTC))

    try:
        plain = look(one.source(section=[{"url": one.base + "/list/"}]))
        driven = look(desk(one))
    finally:
        one.close()
    assert HINT in (plain.problem or "")
    assert driven.problem is None
    assert {one.field: one.value for one in driven.fields}["title"].startswith("Peacekeepers patrol village")
