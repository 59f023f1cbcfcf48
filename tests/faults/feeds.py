"""Feeds that are broken, hostile or huge: the articles they name are held whole, or the reason is said."""

from __future__ import annotations

from collections.abc import Callable

from tests.crawler.sites import feed
from tests.faults.fault import Fault, Seen
from tests.faults.server import RSS, FaultySite

ALL = ("/a/1", "/a/2", "/a/3")
HEAD, END = "<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>", "</channel></rss>"
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def item(address: str, more: str = "", title: str = "An item") -> str:
    return f"<item><title>{title}</title><link>{address}</link>{more}</item>"


def items(one: FaultySite, more: str = "") -> str:
    return "".join(item(f"{one.base}/a/{n}", more) for n in (1, 2, 3))


def served(
    text: Callable[[FaultySite], str | bytes], kind: str = RSS["Content-Type"]
) -> Callable[[FaultySite], None]:  # fmt: skip
    """A feed of this text."""

    def build(one: FaultySite) -> None:
        body = text(one)
        one.routes["/feed.xml"] = (200, {"Content-Type": kind}, body.encode() if isinstance(body, str) else body)

    return build


def dates_are(*expected: str | None) -> Callable[[Seen], None]:
    """What the listing printed stays beside its address; the article's own page alone dates the article."""

    def check(seen: Seen) -> None:
        rows = seen.rows(
            "SELECT listed_as_published FROM pages WHERE source = ? AND kind = 'article' ORDER BY url", seen.fault.slug
        )
        assert [row["listed_as_published"] for row in rows] == list(expected)

    return check


def whole(name: str, text: Callable[[FaultySite], str | bytes], *said: str, **more: object) -> Fault:
    """A feed whose three articles are held all the same."""
    kind = str(more.pop("kind", RSS["Content-Type"]))
    return Fault(name=name, site=served(text, kind), whole=ALL, outcome="collected", said=said, **more)  # type: ignore[arg-type]


def useless(name: str, body: bytes, *said: str, kind: str = RSS["Content-Type"]) -> Fault:
    """A feed that names nothing: it is said what came."""
    return Fault(name=name, site=served(lambda _: body, kind), whole=(), said=said)


def asked_once(seen: Seen) -> None:
    """Each article, however often it was announced."""
    assert [seen.site.asked(path) for path in ALL] == [1, 1, 1]


def titled(seen: Seen) -> None:
    """The title came as it was written, or that of the page took its place."""
    found = seen.rows("SELECT title FROM pages WHERE source = ? AND kind = 'article'", seen.fault.slug)
    assert "\ufffd" not in str(found)


def quadratic(name: str, tag: str, sign: str) -> Fault:
    """Entries with 64 KB of one thing, for which the square of that is needed by a careless reader."""
    long = f"<{tag}>{sign * (64 * 1024 // len(sign))}</{tag}>"
    return whole(f"a quadratic {name}", lambda one: HEAD + items(one, long) + END)


FAULTS: tuple[Fault, ...] = (
    whole("entity bomb", lambda one: f'<!DOCTYPE r [<!ENTITY l0 "lol">{LOL}]><rss version="2.0"><channel><title>&l11;'
          f"</title>{items(one)}{END}"),
    whole("external entity", lambda one: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">'
          f"<channel>{items(one, '<description>&x;</description>')}{END}"),
    quadratic("author", "author", "a."), quadratic("creator", "dc:creator", "b"), quadratic("date", "pubDate", "1"),
    quadratic("editor", "managingEditor", "c"), quadratic("person", "itunes:author", "a@"),
    whole("a quadratic author in UTF-16", lambda one: (
          f"{HEAD[21:]}{items(one, '<author>' + 'a.' * 32_000 + '</author>')}{END}").encode("utf-16")),
    whole("a quadratic author behind a long small letter", lambda one: HEAD + "<copyright>\u0130</copyright>" + items(
          one, f"<author>{'a.' * 32_000}</author>") + END),
    Fault(name="50,000 entries", whole=ALL, said=("over budget: 1000 of 50003 entries",), outcome="partial",
          site=served(lambda one: HEAD + items(one) + "".join(
              item(f"http://elsewhere.example/{n}") for n in range(50_000)) + END)),
    whole("odd dates", lambda one: HEAD + "".join(
          item(f"{one.base}/a/{n}", f"<pubDate>{date}</pubDate>")
          for n, date in ((1, "31 Feb 2026"), (2, "yesterday-ish"), (3, "Fri, 20 Nov 2099 99:99:99 GMT"))) + END,
          check=dates_are("31 Feb 2026", "yesterday-ish", "Fri, 20 Nov 2099 99:99:99 GMT")),
    whole("no dates", lambda one: HEAD + items(one) + END, check=dates_are(None, None, None)),
    whole("relative links", lambda _: HEAD + "".join(item(f"a/{n}") for n in (1, 2, 3)) + END),
    whole("duplicate links", lambda one: HEAD + items(one) * 5 + END,
          check=asked_once),
    Fault(name="an entry without a link", whole=ALL[:2], outcome="collected", site=served(lambda one: (
          HEAD + "<item><title>none</title></item>" + item(one.base + "/a/1") + item(one.base + "/a/2") + END))),
    Fault(name="truncated", whole=ALL[:2], outcome="collected", said=("feed broken",), site=served(lambda one: (
          (HEAD + items(one) + END)[: (HEAD + items(one)).rindex("<link>")]))),
    whole("mark-up that is no XML", lambda one: HEAD + "<foo><bar></foo>&nbsp;<b>" + items(one) + END, "feed broken"),
    whole("GBK", lambda one: (HEAD.replace("'1.0'", "'1.0' encoding='gbk'") + "".join(
          item(f"{one.base}/a/{n}", title="\u7ef4\u548c\u90e8\u961f") for n in (1, 2, 3)) + END).encode("gbk"),
          check=titled),
    whole("sent as HTML", lambda one: feed([one.base + path for path in ALL]), kind="text/html"),
    useless("a page instead", b"<!DOCTYPE html><html><body><h1>Down</h1></body></html>", "a feed was expected", "HTML"),
    useless("empty", b"", "an empty answer came"),
    Fault(name="without an entry", whole=(), outcome="nothing-new", said=("holds no entry now",),
          site=served(lambda _: HEAD + END)),
    useless("a flood of brackets", b"<rss version='2.0'><channel>" + b"<" * 200_000, "nothing could be read of it"),
)  # fmt: skip

OPTIONS = {"max_bytes": 8_000_000, "timeout_seconds": 20.0}
