"""The demo newsroom over HTTP: what is served depends on its clock, and a known state is answered 304."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.demo.folder import DemoFolder
from scheduler.demo.script import FIRST_MONDAY, OUTLETS, WEEKS, DemoArticle, Script, load_script, week_end
from scheduler.demo.server import Asked, NewsroomServer
from scheduler.demo.tour import crawl_at
from storage.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
FREE_PORTS = dict.fromkeys(OUTLETS, 0)
END = week_end(WEEKS - 1)


@pytest.fixture(scope="module")
def script() -> Script:
    return load_script()


@pytest.fixture
def newsroom(script: Script) -> Iterator[NewsroomServer]:
    with NewsroomServer(script, now=END, ports=FREE_PORTS) as server:
        yield server


def get(
    newsroom: NewsroomServer, outlet: str, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    host, port = newsroom.hosts[outlet].split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def page(newsroom: NewsroomServer, article: DemoArticle) -> tuple[int, dict[str, str], bytes]:
    return get(newsroom, article.outlet, newsroom.newsroom.path(article))


LISTINGS = [
    ("portal", "/"),
    ("portal", "/2025nb/W_25110/index.html"),
    ("portal", "/2025nb/F_25120/index.html"),
    ("ministry", "/"),
    ("service", "/feed/en/news/all/rss.xml"),
    ("service", "/sitemap/news.xml"),
    ("service", "/en"),
]


@pytest.mark.parametrize(("outlet", "path"), [*LISTINGS, *((outlet, "/robots.txt") for outlet in OUTLETS)])
def test_listing_is_there_and_known_by_etag_and_by_date(newsroom: NewsroomServer, outlet: str, path: str) -> None:
    status, headers, body = get(newsroom, outlet, path)
    assert (status, bool(body)) == (200, True)
    assert get(newsroom, outlet, path, {"If-None-Match": headers["etag"]})[::2] == (304, b"")
    assert get(newsroom, outlet, path, {"If-Modified-Since": headers["last-modified"]})[0] == 304
    assert get(newsroom, outlet, path, {"If-None-Match": '"another"'})[0] == 200
    assert get(newsroom, outlet, path, {"If-Modified-Since": "not a date"})[0] == 200


def test_head_gives_the_head_only(newsroom: NewsroomServer) -> None:
    status, headers, body = get(newsroom, "service", "/en", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 0


def test_every_article_is_served_once_published_and_not_before(newsroom: NewsroomServer, script: Script) -> None:
    for article in script.articles:
        newsroom.now = article.visible_from - timedelta(seconds=1)
        assert page(newsroom, article)[0] == 404, article.id
        newsroom.now = article.visible_from
        assert page(newsroom, article)[0] == 200, article.id


def test_withdrawn_article_is_gone_from_page_and_listing(newsroom: NewsroomServer, script: Script) -> None:
    article = next(article for article in script.articles if article.withdrawn)
    assert article.withdrawn is not None
    newsroom.now = article.withdrawn - timedelta(seconds=1)
    assert newsroom.newsroom.path(article).encode() in get(newsroom, "service", "/feed/en/news/all/rss.xml")[2] or (
        newsroom.newsroom.path(article).encode() in get(newsroom, "service", "/sitemap/news.xml")[2]
    )
    newsroom.now = article.withdrawn
    assert page(newsroom, article)[0] == 410
    assert newsroom.newsroom.path(article).encode() not in get(newsroom, "service", "/sitemap/news.xml")[2]


def test_edited_article_changes_body_and_validators(newsroom: NewsroomServer, script: Script) -> None:
    article = next(article for article in script.articles if article.edits)
    edit = article.edits[0]
    newsroom.now = edit.at - timedelta(seconds=1)
    _, before, _ = page(newsroom, article)
    newsroom.now = edit.at
    path = newsroom.newsroom.path(article)
    known = {"If-None-Match": before["etag"], "If-Modified-Since": before["last-modified"]}
    status, after, body = get(newsroom, article.outlet, path, known)
    assert status == 200
    assert before["last-modified"] != after["last-modified"]
    assert all(new in body.decode() for new in edit.replace.values() if "'" not in new)


def test_section_is_paged_and_pages_hold_every_article_once(newsroom: NewsroomServer, script: Script) -> None:
    links: list[str] = []
    path: str | None = "/2025nb/W_25110/index.html"
    while path is not None:
        status, _, body = get(newsroom, "portal", path)
        assert status == 200
        text = body.decode()
        listed = text.split('id="main-news-list"')[1].split("</ul>")[0]
        links += re.findall(r'href="http://[^/"]+([^"]+)"', listed)
        following = re.search(r'class="next" href="([^"]+)"', text)
        path = f"/2025nb/W_25110/{following[1]}" if following else None
    wanted = [newsroom.newsroom.path(article) for article in script.of("portal", END) if "missions" in article.sections]
    assert links == wanted
    assert len(wanted) > 3 * 8
    assert get(newsroom, "portal", "/2025nb/W_25110/index_99.html")[0] == 404


def test_internal_page_is_linked_and_forbidden(newsroom: NewsroomServer, script: Script) -> None:
    internal = next(article for article in script.articles if article.internal)
    newsroom.now = internal.at
    assert newsroom.newsroom.path(internal).encode() in get(newsroom, "portal", "/2025nb/W_25110/index.html")[2]
    assert "Disallow: /internal/" in get(newsroom, "portal", "/robots.txt")[2].decode()


def test_chinese_pages_are_gbk_and_do_not_say_so(newsroom: NewsroomServer, script: Script) -> None:
    chinese = [article for article in script.articles if article.encoding == "gbk"]
    assert len(chinese) >= 5
    for article in chinese:
        _, headers, body = page(newsroom, article)
        assert headers["content-type"] == "text/html"
        assert b"charset" not in body.lower()
        assert article.title in body.decode("gbk")


def test_every_page_says_that_the_newsroom_is_invented(newsroom: NewsroomServer, script: Script) -> None:
    for article in script.articles:
        newsroom.now = article.visible_from
        _, _, body = page(newsroom, article)
        assert "An invented newsroom" in body.decode("utf-8", "replace") or "虚构" in body.decode(article.encoding)


def test_unknown_address_is_a_plain_404_and_is_noted(script: Script) -> None:
    asked: list[Asked] = []
    with NewsroomServer(script, now=END, ports=FREE_PORTS, note=asked.append) as newsroom:
        assert get(newsroom, "ministry", "/../etc/passwd")[0] == 404
    assert asked == [Asked("ministry", "/../etc/passwd", 404)]


def test_taken_port_is_named_when_it_must_be_that_one(script: Script) -> None:
    with NewsroomServer(script, now=FIRST_MONDAY, ports=FREE_PORTS) as first:
        with pytest.raises(UsageError, match=f"port {first.ports['portal']} .*is taken"):
            NewsroomServer(script, now=FIRST_MONDAY, ports=first.ports, strict=True)
        second = NewsroomServer(script, now=FIRST_MONDAY, ports=first.ports)
        with second:
            assert not set(first.ports.values()) & set(second.ports.values())


def test_script_is_the_same_each_time_and_holds_what_the_demo_shows(script: Script) -> None:
    assert load_script() == script
    assert {article.outlet for article in script.articles} == set(OUTLETS)
    assert {article.label for article in script.articles} == {"peacekeeping", "borderline", "contested", "other"}
    assert sum(1 for article in script.articles if article.copy_of) >= 5
    assert sum(1 for article in script.articles if article.announced) == 1
    assert sum(1 for article in script.articles if not article.dated) == 1
    for number in range(WEEKS):
        shown = [a for a in script.articles if week_end(number - 1) <= a.visible_from < week_end(number)]
        assert 12 <= len(shown) <= 20, number
    assert len({article.title for article in script.articles}) >= len(script.articles) - 1  # one copy keeps its title


def test_no_text_of_the_script_has_a_gap_left(script: Script) -> None:
    for article in script.articles:
        assert not re.search(r"[{}]|  ", article.title + article.body), article.id
        for edit in article.edits:
            assert all(old in article.title + article.body for old in edit.replace), article.id


def test_texts_are_not_one_template_with_other_numbers(script: Script) -> None:
    """No two articles but a copy and its original share more than half of their sentences."""
    sentences = {
        article.id: {part for part in re.split(r"(?<=[.!?。])\s*", re.sub(r"\d+", "0", article.body)) if len(part) > 20}
        for article in script.articles
        if article.copy_of is None
    }
    names = sorted(sentences)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            smaller = min(len(sentences[one]), len(sentences[other])) or 1
            assert len(sentences[one] & sentences[other]) <= smaller / 2, (one, other)


def test_times_are_aware_and_in_the_eight_weeks_or_shortly_before(script: Script) -> None:
    for article in script.articles:
        assert article.at.tzinfo is not None
        assert datetime(2026, 9, 1, tzinfo=UTC) <= article.at < END


def test_package_data_stays_small() -> None:
    files = [path for path in Path("scheduler/demo").rglob("*") if path.is_file() and path.suffix in {".toml", ".html"}]
    assert 0 < sum(path.stat().st_size for path in files) < 200_000


def test_serve_opens_the_newsroom_at_the_former_ports_until_interrupted(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "demo")
    with folder.held(), NewsroomServer(load_script(), now=crawl_at(0), ports=dict.fromkeys(OUTLETS, 0)) as newsroom:
        folder.lay_out(newsroom.ports, newsroom.hosts)
    line = [sys.executable, "-P", "-m", "scheduler", "demo", "serve", "--data", str(folder.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    # A test run that a shell started in the background has SIGINT ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as served:
        assert served.stdout is not None
        shown = [served.stdout.readline() for _ in range(4)]
        assert f"http://127.0.0.1:{newsroom.ports['portal']}/" in shown[0]
        connection = http.client.HTTPConnection("127.0.0.1", newsroom.ports["service"], timeout=10)
        connection.request("GET", "/sitemap/news.xml")
        assert connection.getresponse().status == 200
        connection.close()
        served.send_signal(signal.SIGINT)
        try:
            assert served.wait(timeout=20) == 130
        finally:
            served.kill()
