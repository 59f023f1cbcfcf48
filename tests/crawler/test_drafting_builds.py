"""Source files drafted from sites of unlike build: how they number, list, page and hide their articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crawler.fetch_one import Refusal
from crawler.front_page import FrontPage, read_front, site_name
from crawler.looking import look
from crawler.source import Source
from storage.records import Answer

SITE = "https://paper.example"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
PLACES = ("Sampletown", "Northford", "Lakehill", "Mill Plain", "Stone Gate", "Dry Creek", "Old Harbour", "Red Valley")
Routes = dict[str, str]


def headline(n: int) -> str:
    return f"Engineers of the invented unit open bridge {n} in {PLACES[n % 8]}"


def article(n: int) -> str:
    text = "".join(
        f"<p>The invented unit rebuilt bridge {n} at {place} in {n + 3} weeks of rain.</p>" for place in PLACES
    )
    return f"<html lang='en'><title>{headline(n)}</title><h1>{headline(n)}</h1><p>19 November 2026</p>{text}</html>"


def links(form: Callable[[int], str], numbers: range = range(8)) -> str:
    return "<ul>" + "".join(f"<li><a href='{form(n)}'>{headline(n)}</a></li>" for n in numbers) + "</ul>"


def drafted(routes: Routes, form: Callable[[int], str], home: str = "/") -> Source:
    """The source drafted of a site with these pages and its articles."""
    asked: list[str] = []

    def get(url: str) -> Answer | Refusal:
        path = url.removeprefix(SITE)
        asked.append(path)
        article_at = {form(n): article(n) for n in range(9)}
        text = routes.get(path) or article_at.get(path.removesuffix("?redirect=x"))
        if text is None:
            return Refusal("not found (404)")
        kind = "text/xml" if text.startswith(("<?xml", "<rss")) else "text/html; charset=utf-8"
        return Answer(url=url, status=200, headers=(("Content-Type", kind),), body=text.encode(), fetched_at=NOW)

    found = look(SITE + home, get, NOW)
    assert len(asked) == len(set(asked)) <= 24
    assert found.problem is None
    assert found.source is not None
    assert found.source.enabled
    assert all(found.source.is_article(found.source.canonical(SITE + form(n))) for n in range(9))
    return found.source


def page(body: str, head: str = "", lang: str = "en") -> str:
    return f"<html lang='{lang}'><head><title>The Paper</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "form",
    [
        lambda n: f"/news/{41 + n}",
        lambda n: f"/node/{812 + 2 * n}",
        lambda n: f"/news/{('bridge', 'road', 'well')[n % 3]}-{20 + n}",
        lambda n: f"/index.php/news/{120 + n}-bridge-opens-in-the-valley",
        lambda n: f"/en/News/Pages/BridgeOpens{n}InTown.aspx",
        lambda n: f"/et/more.htm?id={12512000 + n}@egNews",
    ],
)
def test_headlines_tell_articles_whose_addresses_say_little(form: Callable[[int], str]) -> None:
    menu = "<a href='/about'>About us</a><a href='/latest'>Latest news</a><a href='/staff/3'>Staff</a>"
    source = drafted({"/": page(menu), "/latest": page(menu + links(form))}, form)
    assert [one.url for one in source.sections] == [f"{SITE}/latest"]
    assert not any(source.is_article(SITE + path) for path in ("/about", "/latest", "/staff/3"))


def test_a_query_without_values_and_sections_with_a_query() -> None:
    def form(n: int) -> str:
        return f"/spip.php?article{1234 + n}"

    listing = page(links(form))
    source = drafted({"/": page("<a href='/spip.php?rubrique4'>News</a>"), "/spip.php?rubrique4": listing}, form)
    assert [one.url for one in source.sections] == [f"{SITE}/spip.php?rubrique4"]
    assert not source.is_article(f"{SITE}/spip.php?rubrique4")


def test_words_in_a_query_stay_and_menu_numbers_are_no_articles() -> None:
    def form(n: int) -> str:
        return f"/index.php?Itemid=101&catid=8&id={70 + n}&option=com_content&view=article"

    category = "/index.php?Itemid=101&catid=8&id=8&option=com_content&view=category"
    source = drafted({"/": page(f"<a href='{category}'>News</a>"), category: page(links(form))}, form)
    assert not source.is_article(SITE + category)


def test_a_query_that_says_only_whence_one_came_is_left_out() -> None:
    def form(n: int) -> str:
        return f"/-/bridge-opens-in-the-valley-of-{PLACES[n % 8].lower().replace(' ', '-')}-{n}"

    routes = {"/": page("<a href='/noticias'>News</a>"), "/noticias": page(links(lambda n: f"{form(n)}?redirect=x"))}
    source = drafted(routes, form)
    assert source.canonical(f"{SITE}{form(1)}?redirect=y") == SITE + form(1)


def test_addresses_in_another_script_keep_their_folder() -> None:
    def form(n: int) -> str:
        return f"/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%AC%D8%B3%D8%B1-%D8%AC%D8%AF%D9%8A%D8%AF-{n}"

    source = drafted(
        {"/": page("<a href='/sections/news.html'>News</a>"), "/sections/news.html": page(links(form))}, form
    )
    assert not source.is_article(f"{SITE}/sections/news.html")


def test_a_list_that_waits_in_a_script_is_read() -> None:
    def form(n: int) -> str:
        return f"/art/2026/11/{10 + n}/art_1234_{560000 + n}.html"

    rows = "".join(f"<record><![CDATA[<li><a href='{form(n)}'>{headline(n)}</a></li>]]></record>" for n in range(8))
    store = f"<script type='text/xml'><datastore><recordset>{rows}</recordset></datastore></script>"
    routes = {"/": page("<a href='/col/col12/index.html'>News</a>"), "/col/col12/index.html": page(store)}
    assert [one.url for one in drafted(routes, form).sections] == [f"{SITE}/col/col12/index.html"]


@pytest.mark.parametrize(
    "link",
    [
        "<h3 onclick=\"location.href='{}'\">{}</h3>",
        "<a href='javascript:void(0)' onclick=\"ga('send', '/count/it/'); window.open('{}')\">{}</a>",
        "<a href='javascript:show(\"{}\")'>{}</a>",
        "<div data-href='{}'>{}</div>",
        "<a href='{}'><img src='/x.jpg' alt='{}'></a>",
    ],
)
def test_links_of_scripts_and_pictures_are_read(link: str) -> None:
    def form(n: int) -> str:
        return f"/story/{88000 + n}"

    listing = page("".join(f"<div>{link.format(form(n), headline(n))}</div>" for n in range(8)))
    source = drafted({"/": page("<a href='/latest'>Latest</a>"), "/latest": listing}, form)
    assert not source.is_article(f"{SITE}/count/it/")


@pytest.mark.parametrize(
    "front",
    [
        page("<iframe src='/frames/list.html'></iframe>"),
        "<html><head><title>The Paper</title></head><frameset><frame src='/frames/list.html'></frameset></html>",
    ],
)
def test_a_list_inside_a_frame_is_found(front: str) -> None:
    def form(n: int) -> str:
        return f"/html/20261119/{7700 + n}.html"

    source = drafted({"/": front, "/frames/list.html": page(links(lambda n: f"..{form(n)}"))}, form)
    assert [one.url for one in source.sections] == [f"{SITE}/frames/list.html"]


def test_a_front_page_that_sends_its_readers_on_is_followed() -> None:
    def form(n: int) -> str:
        return f"/en/news/202611/t20261119_{960100 + n}.html"

    away = "<html><head><meta http-equiv='refresh' content='0; url=./en/'></head></html>"
    routes = {"/": away, "/en/": page("<a href='./news/'>News</a>"), "/en/news/": page(links(form))}
    assert [one.url for one in drafted(routes, form).sections] == [f"{SITE}/en/news/"]


def test_feeds_are_found_on_a_page_of_feeds_and_pictures_are_none() -> None:
    def form(n: int) -> str:
        return f"/news/{452000 + n}/bridge-opens"

    items = "".join(f"<item><title>{headline(n)}</title><link>{SITE}{form(n)}</link></item>" for n in range(8))
    named = "<a href='/rss/images'>Images</a><a href='/rss/news'>News</a>"
    feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    pictures = feed.replace("/news/", "/image/")
    routes = {"/": page("<a href='/rss'>RSS</a>"), "/rss": page(named), "/rss/news": feed, "/rss/images": pictures}
    source = drafted(routes, form)
    assert source.feeds == (f"{SITE}/rss/news",)
    assert not source.is_article(f"{SITE}/image/452001/bridge-opens")


def test_a_feed_of_two_entries_is_left_out_beside_its_page() -> None:
    def form(n: int) -> str:
        return f"/posts/bridge-opens-in-the-valley-{n}"

    items = "".join(f"<item><title>{headline(n)}</title><link>{SITE}{form(n)}</link></item>" for n in range(2))
    feed = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    front = page("<a href='/news'>News</a>", "<link rel='alternate' type='application/rss+xml' href='/f.xml'>")
    source = drafted({"/": front, "/news": page(links(form)), "/f.xml": feed}, form)
    assert [one.url for one in source.listings] == [f"{SITE}/news"]


def test_a_feed_of_three_entries_is_left_out_beside_a_front_page_that_lists_more() -> None:
    def form(n: int) -> str:
        return f"/news/{41 + n}"

    items = "".join(f"<item><link>{SITE}{form(n)}</link></item>" for n in range(3))
    routes = {
        "/": page(links(form), '<link rel="alternate" type="application/rss+xml" href="/rss/">'),
        "/rss/": f"<rss version='2.0'><channel>{items}</channel></rss>",
    }
    assert [listing.url for listing in drafted(routes, form).listings] == [f"{SITE}/"]


def test_a_page_that_lists_a_part_of_another_is_no_listing_of_its_own() -> None:
    def form(n: int) -> str:
        return f"/story/{88000 + n}"

    menu = "<a href='/top-news'>Top news</a><a href='/news'>News</a>"
    routes = {"/": page(menu), "/top-news": page(links(form, range(4))), "/news": page(links(form))}
    assert [one.url for one in drafted(routes, form).sections] == [f"{SITE}/news"]


def test_a_front_page_of_a_language_gives_the_articles_of_that_language() -> None:
    def form(n: int) -> str:
        return f"/fr/actualite/un-pont-rouvre-dans-la-vallee-{n}"

    other = links(lambda n: f"/en/actualite/a-bridge-opens-in-the-valley-{n}")
    routes = {"/fr/": page("<a href='/fr/actualites'>News</a>" + other), "/fr/actualites": page(links(form))}
    source = drafted(routes, form, "/fr/")
    assert not source.is_article(f"{SITE}/en/actualite/a-bridge-opens-in-the-valley-1")


@pytest.mark.parametrize(
    ("url", "pager", "keys"),
    [
        ("/news", "<a href='/news?page=2'>2</a><a href='/news?page=3'>3</a>", ("news?page={n}", 2)),
        ("/news", "<a href='?page=1'>2</a><a href='?page=2'>3</a>", ("news?page={n}", 1)),
        ("/n/", "<a href='/n/?PAGEN_1=2'>След.</a>", ("?PAGEN_1={n}", 2)),
        ("/n/index.html", "<a href='index2.html'>[2]</a><a href='index3.html'>[3]</a>", ("index{n}.html", 2)),
        ("/b.do?b=7", "<a href='/b.do?b=7&page=1'>1</a><a href='/b.do?b=7&page=2'>2</a>", ("b.do?b=7&page={n}", 2)),
        # A number that the page's own sum is over, offsets, the days of a month, and a link to more.
        ("/n", "<a href='/n?p=2&cHash=ab12'>2</a>", None),
        ("/n", "<a href='/n?start=10'>2</a><a href='/n?start=20'>3</a>", None),
        ("/n", "".join(f"<a href='/day/{n}'>{n}</a>" for n in range(1, 31)), None),
        ("/n", "<a href='/topic/2'>More</a>", None),
    ],
)
def test_the_numbers_of_a_pager(url: str, pager: str, keys: tuple[str, int] | None) -> None:
    found = dict(read_front(page(pager).encode(), url=SITE + url, content_type="text/html").pager)
    assert found == ({} if keys is None else {"page_pattern": keys[0], "page_start": keys[1]})


def test_the_class_of_what_holds_the_link_to_the_next_page() -> None:
    pager = "<li class='pager__item pager__item--next'><a href='?page=1%2C1' title='Go to next page'>››</a></li>"
    assert read_front(page(pager).encode(), url=f"{SITE}/n", content_type="text/html").pager == (
        ("next", "li.pager__item--next"),
    )


PAGER = (
    "<p><a href='?p=2'>2</a> <a href='?p=3'>Next »</a> <a href='?p=4'>Last »</a> <a href='?p=5' rel='next'>More</a>"
    "<a href='?p=6' aria-label='Next page'><i></i></a></p>"
)


def test_a_list_that_was_given_is_the_section_and_its_second_page_is_none() -> None:
    def form(n: int) -> str:
        return f"/news/{41 + n}"

    routes = {
        "/press/list": page(links(form, range(4)) + PAGER + "<a href='/more/'>More news</a>"),
        "/press/list?p=2": page(links(form, range(4, 8)) + PAGER),
        **{f"/press/list?p={n}": page(links(form, range(6, 9)) + PAGER) for n in range(3, 7)},
        "/more/": page(links(form, range(5, 9))),
    }
    source = drafted(routes, form, "/press/list")
    assert sorted(listing.url for listing in source.listings) == [f"{SITE}/more/", f"{SITE}/press/list"]


def test_the_first_page_of_a_pager_is_the_list_itself() -> None:
    def form(n: int) -> str:
        return f"/news/{41 + n}"

    pager = "<a href='/press/'>1</a> <a href='/press/?p=2'>2</a>"
    routes = {
        "/": page(links(form, range(3)) + pager),
        "/press/": page(links(form, range(6)) + pager),
        "/press/?p=2": page(links(form, range(5, 9)) + pager),
    }
    assert [listing.url for listing in drafted(routes, form).listings] == [f"{SITE}/press/"]


def test_a_site_is_named_by_what_its_titles_share() -> None:
    def titled(title: str) -> FrontPage:
        body = f"<html><title>{title}</title></html>".encode()
        return read_front(body, url=f"{SITE}/", content_type="text/html")

    front = titled("Noticias | Army of the North")
    assert site_name(front, []) == "Noticias"
    assert site_name(front, [titled("Bridge opens | Army of the North")]) == "Army of the North"
    assert site_name(titled("Bulletins: Peace Bureau"), [titled("Bridge opens: Peace Bureau")]) == "Peace Bureau"
