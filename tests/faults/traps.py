"""Traps: sites that lead into thousands of addresses. Each costs at most a hundred requests and is named by pattern."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from tests.crawler.sites import feed, html, page
from tests.faults.fault import Fault, Seen
from tests.faults.server import RSS, XML, FaultySite, sitemap

MOST = 100
WANTED = ("/a/1", "/a/2", "/a/3")
LINKS = 100_000
PRINTED = tuple(f"{path}/print-{m}" for path in WANTED for m in range(200))


def word(n: int) -> str:
    """A made-up word; each number gives another one."""
    letters = hashlib.sha256(str(n).encode()).hexdigest()
    return "".join(chr(ord("a") + int(sign, 16)) for sign in letters[:9])


def made_up(path: str) -> bytes:
    """A page of generated sentences that lead on to others of the kind, different at each address."""
    words = [word(n + hash(path) % 100_000) for n in range(60)]
    text = "".join(f"<p>The {' '.join(words[n : n + 12])} was seen again.</p>" for n in range(0, 60, 12))
    links = "".join(f"<a href='{path.rstrip('/')}/{word(n)}'>{word(n)}</a>" for n in range(20))
    return f"<html><head><title>{words[0]}</title></head><body><h1>{words[0]}</h1>{text}{links}</body></html>".encode()


def section(*hrefs: str, following: str | None = None) -> tuple[int, dict[str, str], bytes]:
    """A page of links."""
    links = "".join(f"<li><a href='{href}'>Item {n}</a></li>" for n, href in enumerate(hrefs))
    more = f"<a class=next href='{following}'>older</a>" if following else ""
    return html(f"<html><body><ul>{links}</ul>{more}</body></html>".encode())


def everywhere(answer: Callable[[str], bytes]) -> Callable[[Any], None]:
    """A route for every address that has none: a page made of its path."""
    return lambda handler: handler.answer(
        *((404, {}, b"") if handler.path == "/robots.txt" else html(answer(handler.path)))
    )


def trap(
    name: str, *hrefs: str, answer: Callable[[str], bytes] = made_up, named: str = "", whole: tuple[str, ...] = WANTED,
    **more: Any,
) -> Fault:  # fmt: skip
    """A section whose first links lead into the trap and whose last ones to the wanted articles."""

    def build(one: FaultySite) -> None:
        one.routes["/list/"] = section(*hrefs, *whole)
        one.routes["*"] = everywhere(answer)

    return Fault(
        name=name, site=build, whole=whole, in_all=MOST, outcome="partial", said=("over budget", named),
        source={"section": [{"url": "/list/", "next": "a.next"}], "article_url": ["^/."]}, **more,
    )  # fmt: skip


def of_numbers(path: str) -> bytes:
    return page(path, peacekeeping=False)


def sessions(known: bool) -> tuple[str, ...]:
    """Four articles, each under 250 sessions; known: in a parameter whose name says what it is."""
    name = "PHPSESSID" if known else "w"
    return tuple(
        f"/a/{n}?{name}={hashlib.sha256(b'%d' % (n * 1000 + m)).hexdigest()}" for n in range(1, 5) for m in range(250)
    )


def by_sessions(one: FaultySite, *, known: bool) -> None:
    one.routes["/feed.xml"] = (200, RSS, feed([one.base + path for path in sessions(known)]))
    one.routes["*"] = everywhere(lambda path: page(path.partition("?")[0].rpartition("/")[2]))


def in_path(one: FaultySite) -> None:
    addresses = [f"/a/s-{word(m + 1000 * n)}/{n}.html" for n in range(1, 5) for m in range(250)]
    one.routes["/feed.xml"] = (200, RSS, feed([one.base + path for path in addresses]))
    one.routes["*"] = everywhere(lambda path: page(path.rpartition("/")[2].removesuffix(".html")))


def once_each(seen: Seen) -> None:
    """Four articles, one row each, whatever address gave it; and it is said at how many they were met."""
    found = seen.rows("SELECT title FROM articles WHERE source = ?", seen.fault.slug)
    assert sorted(row["title"] for row in found) == [f"Peacekeepers patrol village {n}" for n in range(1, 5)]


def print_loop(one: FaultySite) -> None:
    """Each article at two hundred print addresses too, which come first in the list."""
    one.routes["/list/"] = section(*PRINTED, *WANTED)
    articles = {path: one.routes[path] for path in WANTED}

    def respond(handler: Any) -> None:
        answer = articles.get("/".join(handler.path.split("/")[:3]))
        handler.answer(*(answer if isinstance(answer, tuple) else (404, {}, b"")))

    one.routes["*"] = respond


def three_rows(seen: Seen) -> None:
    """Three articles, whatever address gave each."""
    numbers = {"/".join(path.split("/")[:3]) for path in seen.articles}
    assert (numbers, len(seen.articles)) == (set(WANTED), 3)


def pages_of(answer: Callable[[int], tuple[str, ...]]) -> Callable[[FaultySite], None]:
    """A section whose pages go on for ever."""

    def build(one: FaultySite) -> None:
        one.routes["/list/"] = section(*WANTED, following="/list/2")

        def respond(handler: Any) -> None:
            number = handler.path.removeprefix("/list/")
            if handler.path.startswith("/list/") and number.isdecimal():
                handler.answer(*section(*answer(int(number)), following=f"/list/{int(number) + 1}"))
            else:
                handler.answer(*html(made_up(handler.path)))

        one.routes["*"] = respond

    return build


def deep_sitemap(one: FaultySite) -> None:
    """Sitemaps fifty deep, each of which names itself and the next, and the last one the articles."""
    for n in range(50):
        one.routes[f"/map-{n}.xml"] = (
            200, XML, sitemap(*(f"{one.base}/map-{m}.xml" for m in (n, n + 1)), index=True),
        )  # fmt: skip
    one.routes["/map-50.xml"] = (200, XML, sitemap(*(one.base + path for path in WANTED)))


def wide_sitemap(one: FaultySite) -> None:
    """An index of a thousand sitemaps of made-up addresses, the articles in the first."""
    one.routes["/map-0.xml"] = (200, XML, sitemap(*(f"{one.base}/m/{n}.xml" for n in range(1000)), index=True))
    one.routes["/m/0.xml"] = (200, XML, sitemap(*(one.base + path for path in WANTED)))

    def respond(handler: Any) -> None:
        if handler.path.startswith("/m/"):
            number = int(handler.path[3:-4])
            handler.answer(200, XML, sitemap(*(f"{one.base}/a/{word(number)}/{n}" for n in range(20))))
        else:
            handler.answer(*html(made_up(handler.path)))

    one.routes["*"] = respond


def long_sitemap(one: FaultySite) -> None:
    """One sitemap of 50,000 addresses, as many as the protocol allows: made-up ones, and the articles last."""
    addresses = [f"{one.base}/a/x-{n}.html" for n in range(50_000 - len(WANTED))]
    one.routes["/map-0.xml"] = (200, XML, sitemap(*addresses, *(one.base + path for path in WANTED)))
    one.routes["*"] = everywhere(made_up)


AGAIN = "the same articles at"
MAPS = {"sitemaps": lambda one: [one.base + "/map-0.xml"]}
NEXT = {"section": [{"url": "/list/", "next": "a.next"}], "article_url": ["^/a/"]}
CHOICES = ("size", "colour", "brand", "sort", "page", "view")
FACETS = tuple(
    "/shop?" + "&".join(f"{name}={n % 7}" for bit, name in enumerate(CHOICES) if n >> bit & 1) for n in range(1, 1000)
)

FAULTS: tuple[Fault, ...] = (
    trap("calendar", *(f"/cal/{y}/{m}/{d}" for y in range(1990, 2010) for m in range(1, 13) for d in range(1, 29)),
         answer=lambda _: html_of("No events on this day."), named="/cal/N/N/N"),
    trap("calendar of articles", *(f"/cal/{y}-{m}" for y in range(1900, 2026) for m in range(1, 13)), answer=of_numbers,
         named="/cal/N-N"),
    trap("growing path", *("/more" + "/deep/down" * n for n in range(1, 300)), named="/more/deep/down"),
    trap("facets", *FACETS, answer=lambda _: html_of("Nothing matches."), named="/shop?"),
    trap("tarpit of made-up words", *(f"/{word(n)}/{word(n + 1)}" for n in range(5000)), named="/*"),
    trap("tarpit beside the articles", *(f"/a/{word(n)}" for n in range(5000)), named="/a/*"),
    Fault(name="print loop", site=print_loop, whole=(), may=(*WANTED, *PRINTED), in_all=MOST, outcome="partial",
          texts={path: (f"in place {path.split('/')[2]} on walk 4.",) for path in (*WANTED, *PRINTED)},
          said=("over budget", "print-N", AGAIN), source={"section": [{"url": "/list/"}], "article_url": ["^/."]},
          check=three_rows),
    trap("100,000 links", *(f"/junk/{n}.html" for n in range(LINKS)), named="/junk/N.html"),
    Fault(name="4 articles under 1,000 known sessions", site=lambda one: by_sessions(one, known=True),
          whole=tuple(f"/a/{n}" for n in range(1, 5)), outcome="collected", in_all=8),
    Fault(name="4 articles under 1,000 unknown sessions", site=lambda one: by_sessions(one, known=False), whole=(),
          may=sessions(known=False), in_all=MOST, said=("over budget", "/a/N?w", AGAIN), check=once_each),
    Fault(name="4 articles under 1,000 sessions in the path", site=in_path, whole=(), in_all=MOST,
          may=tuple(f"/a/s-{word(m + 1000 * n)}/{n}.html" for n in range(1, 5) for m in range(250)),
          texts={f"/a/s-{word(m + 1000 * n)}/{n}.html": (f"in place {n} on walk 4.",) for n in range(1, 5) for m in range(250)},  # noqa: E501
          said=("over budget", "/a/*/N.html", AGAIN), check=once_each),
    Fault(name="endless pages of new links", whole=WANTED,
          site=pages_of(lambda n: tuple(f"/a/{word(100 * n + m)}/{m}" for m in range(30))),
          in_all=MOST, source=NEXT, said=("over budget", "/list/N", "/a/*/N")),
    Fault(name="endless pages of the same links", site=pages_of(lambda _: WANTED), whole=WANTED, in_all=8, source=NEXT,
          outcome="collected"),
    Fault(name="sitemaps 50 deep", site=deep_sitemap, source=MAPS, whole=WANTED, in_all=MOST, outcome="collected"),
    Fault(name="sitemaps 1,000 wide", site=wide_sitemap, source=MAPS, whole=WANTED, in_all=MOST,
          said=("over budget", "950 sitemaps", "/m/N.xml")),
    Fault(name="a sitemap of 50,000 addresses", site=long_sitemap, source=MAPS, whole=WANTED, in_all=MOST,
          said=("over budget", "/a/x-N.html")),
)  # fmt: skip


def html_of(words: str) -> bytes:
    """A page of a few words."""
    return f"<html><head><title>{words}</title></head><body><h1>{words}</h1><p>{words}</p></body></html>".encode()


OPTIONS = {"max_bytes": 6_000_000, "timeout_seconds": 20.0, "parse_seconds": 60.0}
