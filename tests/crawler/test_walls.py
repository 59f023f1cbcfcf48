"""What stands before all pages of an outlet for some days loses no article, revises none and takes none down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from tests.crawler.sites import Site, crawl, html, page, rows
from tests.crawler.test_rebuild import rebuild

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
# What an outlet's pages show on the second and third day.
AWAY = (1, 2)
LAST = 5


def prose(name: str, n: int) -> str:
    """Words of an article's own."""
    return " ".join(f"{name}{n}{sign}x{sign}" for sign in "abcdefghijkl")


def notice(title: str, *lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()


MAINTENANCE = notice(
    "Scheduled maintenance", "We are improving our website until 23 November 2026. We will be back soon.",
    "Thank you for your patience.",
)  # fmt: skip
CONSENT = notice(
    "Before you continue",
    *(
        "We and our partners store and access information on a device, such as cookies, and process personal data,"
        f" such as unique identifiers sent by a device, for advertising of the kind number {sign}."
        for sign in "abcdefgh"
    ),
)
CHALLENGE = notice("Just a moment...", "Checking your browser before accessing the site. Please enable cookies.")
SOFT_404 = notice("Page not found", "The page you are looking for does not exist.")
LOGIN = notice("Log in", "Log in to continue.")
CLOSED = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /a/\n")


def every(answer: Any) -> Callable[[Site], None]:
    def put(one: Site) -> None:
        one.routes |= {path: answer for path in one.routes if path.startswith("/a/")}

    return put


def stamped(one: Site) -> None:
    """The same notice, with the time and the number of each request."""
    for n, path in enumerate(sorted(path for path in one.routes if path.startswith("/a/"))):
        told = f"<p>Request {n}f3a9c77d{n}b at 12:0{n}:31, from {path}</p></body>"
        one.routes[path] = html(MAINTENANCE.replace(b"</body>", told.encode()))


WALLS: dict[str, Callable[[Site], None]] = {
    "a redirect to maintenance": every((302, {"Location": "/maintenance.html"}, b"")),
    "a redirect to a log-in": every((302, {"Location": "/login"}, b"")),
    "a redirect to a consent page": every((302, {"Location": "/consent?next=x"}, b"")),
    "a short maintenance page": every(html(MAINTENANCE)),
    "a maintenance page that is never the same": stamped,
    "a long consent page": every(html(CONSENT)),
    "a browser check": every(html(CHALLENGE)),
    "a soft 404": every(html(SOFT_404)),
    "403": every((403, {}, b"no")),
    "robots.txt": lambda one: one.routes.update({"/robots.txt": CLOSED}),
    "404 to everything": lambda one: one.routes.clear(),
    "410 to all articles": every((410, {}, b"")),
    "404 to all articles": every((404, {}, b"")),
}


def laid(one: Site, day: int) -> None:
    """A site by that day: two articles a day, the feed names them all."""
    one.routes.clear()
    numbers = range(2 * day + 2)
    for n in numbers:
        body = page(n).replace(b"</article>", f"<p>{prose('word', n)}.</p></article>".encode())
        one.routes[f"/a/{n}"] = html(body)
    one.articles(*numbers)
    one.routes["/"] = html(b"<html><body>home</body></html>")
    one.routes |= {"/maintenance.html": html(MAINTENANCE), "/login": html(LOGIN), "/consent": html(CONSENT)}


class World:
    def __init__(self, data: Path) -> None:
        self.data, self.sites = data, [Site() for _ in WALLS]
        self.sources = [one.source(f"s{n}") for n, one in enumerate(self.sites)]
        for half in range(2 * LAST + 2):
            day = half // 2
            for one, wall in zip(self.sites, WALLS.values(), strict=True):
                laid(one, day)
                if day in AWAY:
                    wall(one)
            crawl(data, *self.sources, at=NOW + half * DAY / 2)

    def of(self, name: str) -> list[dict[str, Any]]:
        slug = f"s{list(WALLS).index(name)}"
        return rows(self.data, "SELECT * FROM articles WHERE source = ? ORDER BY url", slug)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    one = World(tmp_path_factory.mktemp("walls"))
    yield one
    for each in one.sites:
        each.close()


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_of_two_days_loses_nothing_and_says_nothing_of_an_article(world: World, name: str) -> None:
    found = world.of(name)
    # An address that never gave an article and says that it is gone for good is believed.
    lost = range(2, 6) if name.startswith("410") else ()
    expected = {f"Peacekeepers patrol village {n}" for n in range(2 * LAST) if n not in lost}
    assert {row["title"] for row in found} >= expected
    assert {row["revision"] for row in found} == {1}
    assert {row["label"] for row in found} == {"peacekeeping"}
    assert [row["url"] for row in found if row["withdrawn_at"] is not None] == []
    events = rows(
        world.data,
        "SELECT kind, returned_at FROM withdrawals JOIN articles ON articles.id = article_id WHERE source = ?",
        f"s{list(WALLS).index(name)}",
    )
    assert not {"404", "410", "soft-404", "home"} & {row["kind"] for row in events}
    assert all(row["returned_at"] for row in events), "what was hidden is back"


def test_what_is_kept_and_what_was_left_out_comes_back_in_a_rebuild(world: World, tmp_path: Path) -> None:
    """The stored answers alone tell the walls from the articles."""
    import shutil

    shutil.copytree(world.data / "pages", tmp_path / "pages")
    rebuild(tmp_path, *world.sources[3:6])
    for source in world.sources[3:6]:
        query = "SELECT url, title, label, revision FROM articles WHERE source = ? ORDER BY url"
        assert rows(tmp_path, query, source.slug) == rows(world.data, query, source.slug)


@pytest.fixture
def one() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def state(data: Path, one: Site, n: int) -> dict[str, Any]:
    return rows(data, "SELECT * FROM pages WHERE url = ?", f"{one.base}/a/{n}")[0]


def test_a_page_that_is_always_behind_a_log_in_is_given_up_while_others_are_read(tmp_path: Path, one: Site) -> None:
    for day in range(0, 40, 4):
        laid(one, day // 4)
        one.routes["/a/1"] = (302, {"Location": "/login"}, b"")
        crawl(tmp_path, one.source(), at=NOW + day * DAY)
    asked = [path for _, path, _ in one.log if path == "/a/1"]
    assert 3 <= len(asked) <= 7
    assert state(tmp_path, one, 1)["next_at"] is None
    one.log.clear()
    one.routes["/a/1"] = html(page(1))
    crawl(tmp_path, one.source(), at=NOW + 41 * DAY, mode="recheck")
    assert state(tmp_path, one, 1)["state"] == "kept", "it is asked again by hand"


def test_an_outlet_with_one_article_holds_an_unlike_text_until_it_comes_again(tmp_path: Path, one: Site) -> None:
    one.articles(1)
    crawl(tmp_path, one.source(), at=NOW)
    one.routes["/a/1"] = html(MAINTENANCE)
    crawl(tmp_path, one.source(), at=NOW + DAY, mode="recheck")
    held = state(tmp_path, one, 1)
    assert (held["state"], held["reason"]) == ("kept", "held: unlike what was stored: 'Scheduled maintenance'")
    crawl(tmp_path, one.source(), at=NOW + DAY + timedelta(hours=2), mode="recheck")
    article = rows(tmp_path, "SELECT title, revision, label FROM articles")
    assert article == [{"title": "Peacekeepers patrol village 1", "revision": 1, "label": "peacekeeping"}]
    one.routes["/a/1"] = html(page(1))
    crawl(tmp_path, one.source(), at=NOW + DAY + timedelta(hours=4), mode="recheck")
    assert (state(tmp_path, one, 1)["reason"], len(rows(tmp_path, "SELECT * FROM revisions"))) == (None, 1)
    one.routes["/a/1"] = html(MAINTENANCE)
    for hours in (0, 7):
        crawl(tmp_path, one.source(), at=NOW + 3 * DAY + timedelta(hours=hours), mode="recheck")
    titles = rows(tmp_path, "SELECT title FROM revisions ORDER BY number")
    assert [row["title"] for row in titles] == ["Peacekeepers patrol village 1", "Scheduled maintenance"]
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    rebuild(tmp_path, one.source())
    assert rows(tmp_path, "SELECT title FROM revisions ORDER BY number") == titles


REWRITINGS = {
    "another headline": page(1).replace(b"Peacekeepers patrol village 1", b"Troops out on the road"),
    "another text under its headline": notice("Peacekeepers patrol village 1", "The desk took the report back today."),
    "another story with a day and a new head": page(7, peacekeeping=False),
}


@pytest.mark.parametrize("name", REWRITINGS)
def test_what_an_outlet_rewrites_is_a_revision_at_once(tmp_path: Path, one: Site, name: str) -> None:
    one.articles(1)
    crawl(tmp_path, one.source(), at=NOW)
    one.routes["/a/1"] = html(REWRITINGS[name])
    crawl(tmp_path, one.source(), at=NOW + DAY, mode="recheck")
    assert len(rows(tmp_path, "SELECT * FROM revisions")) == 2


def test_single_pages_taken_down_among_others_that_read_well_are_withdrawn(tmp_path: Path, one: Site) -> None:
    for half in range(6):
        laid(one, half // 2 + 2)
        if half > 1:
            one.routes["/a/0"], one.routes["/a/1"] = (404, {}, b""), (410, {}, b"")
            one.routes["/a/2"] = (410, {}, b"")
        crawl(tmp_path, one.source(), at=NOW + half * DAY / 2)
    found = rows(tmp_path, "SELECT url FROM articles WHERE withdrawn_at IS NOT NULL ORDER BY url")
    assert [row["url"][-4:] for row in found] == ["/a/0", "/a/1", "/a/2"]


def test_an_outage_of_410s_loses_no_address_that_was_new_in_it(tmp_path: Path, one: Site) -> None:
    one.articles(1, 2)
    crawl(tmp_path, one.source(), at=NOW)
    one.articles(1, 2, 3, 4)
    every((410, {}, b""))(one)
    crawl(tmp_path, one.source(), at=NOW + DAY)
    assert [state(tmp_path, one, n)["next_at"] is None for n in (3, 4)] == [False, False]
    one.routes |= {f"/a/{n}": html(page(n)) for n in (1, 2, 3, 4)}
    for later in (2, 3):
        crawl(tmp_path, one.source(), at=NOW + later * DAY)
    assert [state(tmp_path, one, n)["state"] for n in (3, 4)] == ["kept", "kept"]


def test_a_new_address_that_is_gone_among_others_that_read_well_is_not_asked_again(tmp_path: Path, one: Site) -> None:
    one.articles(1, 2, 3)
    one.routes["/a/3"] = (410, {}, b"")
    crawl(tmp_path, one.source(), at=NOW)
    found = state(tmp_path, one, 3)
    assert (found["state"], found["reason"], found["next_at"]) == ("gone", "gone (410)", None)


def test_a_text_that_lives_on_at_another_address_of_its_outlet_is_not_withdrawn(tmp_path: Path, one: Site) -> None:
    for half in range(6):
        laid(one, half // 2 + 1)
        if half > 1:
            moved = one.routes["/a/0"][2].replace(b"on walk 2.", b"on walk two, the ministry added.")  # type: ignore[index]
            one.routes |= {"/a/0": (404, {}, b""), "/a/2020": html(moved)}
            one.articles(*range(half + 2), 2020)
            one.routes["/a/0"] = (404, {}, b"")
        crawl(tmp_path, one.source(), at=NOW + half * DAY / 2)
    assert rows(tmp_path, "SELECT url FROM articles WHERE withdrawn_at IS NOT NULL") == []
    assert "its text stands at" in state(tmp_path, one, 0)["reason"]


def test_two_addresses_of_one_undated_article_are_no_wall(tmp_path: Path, one: Site) -> None:
    body = page("shared").replace(b"article:published_time", b"x")
    one.articles(1, 2)
    one.routes |= {"/a/1": html(body), "/a/2": html(body)}
    feed = one.routes["/feed.xml"][2]  # type: ignore[index]
    for n in (0, 1):
        feed = feed.replace(b"Item %d" % n, b"Peacekeepers patrol village shared")
    one.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed)
    crawl(tmp_path, one.source(), at=NOW)
    assert {row["state"] for row in rows(tmp_path, "SELECT state FROM pages WHERE kind = 'article'")} == {"kept"}


def test_a_reading_anew_leaves_walls_and_held_texts_as_they_are(world: World) -> None:
    from crawler.reparse import Reparse
    from crawler.worker import WorkerLimits, Workers

    sources = {source.slug: source for source in world.sources}
    query = "SELECT url, title, label, revision FROM articles ORDER BY url"
    pages = "SELECT url, state, reason, article_id FROM pages WHERE kind = 'article' ORDER BY url"
    before = rows(world.data, query), rows(world.data, pages)
    workers = Workers(WorkerLimits(sources=sources), most=1)
    with Archive.open(world.data) as archive, workers:
        pass_ = Reparse(archive, workers, sources)
        assert not [found for found in pass_.run() if found is not None]
    assert (rows(world.data, query), rows(world.data, pages)) == before
