"""Sites on loopback that nobody has seen: looked at, drafted, and crawled by the draft."""

from __future__ import annotations

import itertools
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.fetch_one import Refusal
from crawler.looking import Look, look
from crawler.source import Source
from storage.records import Answer
from tests.crawler.sites import Site, crawl, feed, html, page, rows, site

NOW = datetime.now(UTC)
KEYS = ("1eef", "3dde", "5ccd", "7bbc", "9aab", "b99a", "d889", "f778", "11667", "13556", "15445", "17334")


def looked(one: Site, home: str = "/") -> Look:
    """What a look at the site gave; its answers come by plain requests."""

    def get(url: str) -> Answer | Refusal:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  loopback
                headers = tuple(answer.headers.items())
                return Answer(url=answer.url, status=200, headers=headers, body=answer.read(), fetched_at=NOW)
        except urllib.error.HTTPError as error:
            return Refusal(f"status {error.code}")

    return look(one.base + home, get, NOW, slug="site")


def drafted(one: Site, home: str = "/") -> Source:
    found = looked(one, home)
    assert found.problem is None
    assert found.source is not None
    return found.source


def titles(data: Path) -> list[str]:
    return sorted(row["title"] for row in rows(data, "SELECT title FROM articles"))


def named(*numbers: int) -> list[str]:
    return sorted(f"Peacekeepers patrol village {n}" for n in numbers)


def links(form: Callable[[int], str], *numbers: int) -> bytes:
    return "".join(f"<h3><a href='{form(n)}'>Peacekeepers patrol village {n} again</a></h3>" for n in numbers).encode()


def announcing(one: Site, form: Callable[[int], str], *numbers: int) -> None:
    """A front page that names a feed of these articles, and their pages."""
    one.routes["/"] = html(b"<link rel='alternate' type='application/rss+xml' href='/feed.xml'><p>Welcome</p>")
    one.routes["/feed.xml"] = (200, {"Content-Type": "text/xml"}, feed([one.base + form(n) for n in numbers]))
    one.routes |= {form(n): html(page(n)) for n in numbers}


def test_short_keys_of_letters_and_digits_are_one_form(tmp_path: Path) -> None:
    with site() as one:
        announcing(one, lambda n: f"/n/{KEYS[n]}", *range(10))
        source = drafted(one)
        crawl(tmp_path, source)
        assert titles(tmp_path) == named(*range(10))
        announcing(one, lambda n: f"/n/{(*KEYS, 'fade', '20417')[n]}", *range(14))
        crawl(tmp_path, source, mode="all")
        assert titles(tmp_path) == named(*range(14))


@pytest.mark.parametrize("without", ["nothing", "another text"])
def test_a_query_that_a_page_needs_stays(tmp_path: Path, without: str) -> None:
    def form(n: int) -> str:
        return f"/patrol-in-the-valley-{1000 + n}?lang=en"

    with site() as one:
        announcing(one, form, *range(5))
        if without == "another text":
            one.routes |= {form(n).partition("?")[0]: html(page(n, peacekeeping=False)) for n in range(5)}
        crawl(tmp_path, drafted(one))
        assert titles(tmp_path) == named(*range(5))


def test_a_query_that_no_page_needs_is_left_out(tmp_path: Path) -> None:
    def form(n: int) -> str:
        return f"/patrol-in-the-valley-{1000 + n}"

    with site() as one:
        announcing(one, lambda n: f"{form(n)}?from_list=a", *range(5))
        one.routes |= {form(n): html(page(n)) for n in range(5)}
        source = drafted(one)
        assert source.canonical(f"{one.base}{form(1)}?from_list=b") == one.base + form(1)


def test_articles_behind_links_that_lead_on(tmp_path: Path) -> None:
    def form(n: int) -> str:
        return f"/article/{100 + n}/village-and-patrol-in-the-valley"

    with site() as one:
        one.routes["/"] = html(links(lambda n: f"/go?to={100 + n}", *range(6)))
        one.routes |= {f"/go?to={100 + n}": (302, {"Location": form(n)}, b"") for n in range(7)}
        one.routes |= {form(n): html(page(n)) for n in range(7)}
        source = drafted(one)
        crawl(tmp_path, source)
        assert titles(tmp_path) == named(*range(6))
        one.routes["/"] = html(links(lambda n: f"/go?to={100 + n}", *range(7)))
        crawl(tmp_path, source, mode="all")
        assert titles(tmp_path) == named(*range(7))


def test_links_that_lead_to_a_page_of_consent_teach_no_form() -> None:
    with site() as one:
        one.routes["/"] = html(links(lambda n: f"/go?to={100 + n}", *range(6)))
        one.routes |= {f"/go?to={100 + n}": (302, {"Location": f"/consent/{n}"}, b"") for n in range(6)}
        one.routes |= {f"/consent/{n}": html(b"<h1>Cookies</h1><button>Accept</button>") for n in range(6)}
        found = looked(one)
        assert found.source is not None
        assert not found.source.is_article(f"{one.base}/consent/1")


@pytest.mark.parametrize(
    "link", ["<a href='/backend.php?type=rdf'>Headlines</a>", "<a href='/out?id=7'>RSS 2.0</a>",
             "<a href='/index.php?feed=rss2'>Subscribe</a>"],
)  # fmt: skip
def test_a_feed_is_known_by_its_query_or_by_its_link(link: str) -> None:
    with site() as one:
        announcing(one, lambda n: f"/a/{47110 + n}", *range(5))
        address = link.split("'")[1]
        one.routes[address] = one.routes.pop("/feed.xml")
        one.routes["/"] = html(f"{link}<a href='/x?format=print'>Print</a>".encode())
        assert drafted(one).feeds == (one.base + address,)


def test_articles_in_a_folder_called_archive() -> None:
    def form(n: int) -> str:
        return f"/archives/{4711 + n}"

    with site() as one:
        one.routes["/"] = html(links(form, *range(6)) + b"<a href='/archives'>Our archives of all the years so far</a>")
        one.routes |= {form(n): html(page(n)) for n in range(6)}
        source = drafted(one)
        assert source.is_article(one.base + form(9))
        assert not source.is_article(f"{one.base}/archives")


def test_a_date_ahead_tells_nothing_of_the_rhythm() -> None:
    def item(n: int) -> str:
        day = NOW - timedelta(days=n) if n else NOW + timedelta(days=6000)
        return f"<item><link>/a/{47110 + n}</link><pubDate>{day:%d %b %Y %H:%M:%S} GMT</pubDate></item>"

    with site() as one:
        announcing(one, lambda n: f"/a/{47110 + n}", *range(9))
        text = f"<rss version='2.0'><channel>{''.join(map(item, range(9)))}</channel></rss>"
        one.routes["/feed.xml"] = (200, {"Content-Type": "text/xml"}, text.encode())
        assert drafted(one).per_week == (2, 21)


def test_headlines_of_the_front_page_are_no_lists_and_raise_no_doubt() -> None:
    def form(n: int) -> str:
        return f"/n/{61 + n}.html"

    with site() as one:
        one.routes["/"] = html(links(form, *range(6)))
        one.routes |= {form(n): html(page(n)) for n in range(6)}
        found = looked(one)
        assert [step.what for step in found.steps if step.url.startswith(f"{one.base}/n/")] == ["article", "article"]
        assert "DOUBT" not in (found.text or "")


def test_what_no_pattern_takes_is_told_in_the_draft() -> None:
    with site() as one:
        announcing(one, lambda n: f"/a/{47110 + n}" if n else "/special/on-its-own", *range(6))
        said = "# DOUBT: no pattern takes 1 of the links that may be articles, such as /special/on-its-own"
        assert said in (looked(one).text or "")


@pytest.mark.parametrize(
    ("other", "taken"),
    [("/news/{}", True), ("/features/{}/index.html", True), ("/offices/{}", False)],
)
def test_headlines_of_two_forms(other: str, taken: bool) -> None:
    def form(n: int) -> str:
        return f"/features/patrol-in-the-long-valley-{n}" if n < 8 else other.format(812 + n)

    with site() as one:
        one.routes["/"] = html(links(form, *range(12)))
        one.routes |= {form(n): html(page(n)) for n in range(12)}
        found = looked(one)
        assert found.source is not None
        assert found.source.is_article(one.base + form(15)) is taken
        assert ("# DOUBT: no pattern takes 4 of the links" in (found.text or "")) is not taken


@pytest.mark.parametrize("from_map", [False, True])
def test_pages_of_the_site_in_other_folders_are_no_articles(tmp_path: Path, from_map: bool) -> None:
    def form(n: int) -> str:
        return f"/{('newsroom', 'analysis')[n > 6]}/patrol-in-the-long-valley-{n}"

    others = [f"/{folder}/what-we-do-in-the-field-{n}" for folder in ("mandate", "people") for n in range(4)]
    with site() as one:
        menu = "".join(f"<a href='{other}'>What we do in the field</a>" for other in others).encode()
        listed = b"" if from_map else menu + links(form, *range(10))
        one.routes["/"] = html(b"<a href='/latest'>Latest</a>" + listed)
        one.routes["/latest"] = html(b"<html>" + listed)
        one.routes |= {form(n): html(page(n)) for n in range(10)}
        told = page("our mandate").replace(b"2026-11-20T10:00:00Z", b"")
        one.routes |= {other: html(told) for other in others}
        if from_map:
            addresses = "".join(f"<url><loc>{one.base}{a}</loc></url>" for a in [*map(form, range(10)), *others])
            one.routes["/sitemap.xml"] = (200, {"Content-Type": "text/xml"}, f"<urlset>{addresses}</urlset>".encode())
        crawl(tmp_path, drafted(one))
        assert titles(tmp_path) == named(*range(10))


def test_a_query_that_says_from_which_list_one_came() -> None:
    def form(n: int, back: str) -> str:
        return f"/content/patrol-in-the-long-valley-{n}?redirect=%2F{back}"

    with site() as one:
        one.routes["/"] = html(b"<a href='/latest'>Latest news</a>" + links(lambda n: form(n, "home"), *range(4)))
        one.routes["/latest"] = html(links(lambda n: form(n, "latest"), *range(8)))
        one.routes["*"] = html(page(1))
        one.routes["/robots.txt"] = (404, {}, b"")
        source = drafted(one)
        assert source.canonical(one.base + form(2, "other")) == one.base + form(2, "").partition("?")[0]


def test_a_session_in_brackets_is_no_part_of_an_address(tmp_path: Path) -> None:
    count = itertools.count(1)
    with site() as one:

        def any_page(handler: BaseHTTPRequestHandler) -> None:
            token, _, path = handler.path.removeprefix("/").partition("/")
            if not token.startswith("(S("):
                where = f"/(S({next(count):024x})){handler.path}"
                handler.answer(302, {"Location": where}, b"")  # type: ignore[attr-defined]
            elif not path:
                body = links(lambda n: f"/{token}/news/show_{301 + n}.aspx", *range(6))
                handler.answer(*html(body))  # type: ignore[attr-defined]
            else:
                number = int(path.removeprefix("news/show_").partition(".")[0] or 0) if "show" in path else 0
                answer = html(page(number)) if number else (404, {}, b"")
                handler.answer(*answer)  # type: ignore[attr-defined]

        one.routes["*"] = any_page
        one.routes["/robots.txt"] = (404, {}, b"")
        source = drafted(one)
        assert [listing.url for listing in source.listings] == [one.base + "/"]
        crawl(tmp_path, source)
        assert titles(tmp_path) == named(*range(301, 307))
        one.log.clear()
        report = crawl(tmp_path, source, mode="all")["site"]
        assert (report["outcome"], len(one.log)) == ("nothing-new", 2)


@pytest.mark.parametrize("coding", ["utf-8", "none", "ISO-8859-1"])
def test_a_character_set_is_no_content_coding(tmp_path: Path, coding: str) -> None:
    with site() as one:
        one.articles(1)
        one.routes["/a/1"] = html(page(1), Content_Encoding=coding)
        crawl(tmp_path, one.source())
        assert titles(tmp_path) == named(1)
