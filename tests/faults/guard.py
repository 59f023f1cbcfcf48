"""Addresses that lead inside, in every spelling and in every place where a page or a header may name one."""

from __future__ import annotations

from tests.crawler.sites import feed, html, page
from tests.faults.fault import BAD, GOOD, LAST, Fault, Seen
from tests.faults.server import RSS, XML, FaultySite, latin, sitemap

ALL = (GOOD, BAD, LAST)
# Everything that means this machine, or may mean it to some reader. {own} is a host and port that may be asked.
HOSTS = (
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "127.0.0.1.",  # noqa: E501
    "2130706433", "4294967295", "0x7f000001", "0x7F.1", "0x7f.0.0.0x1", "0177.0.0.1", "0177.0.0.01", "017700000001", "127.1", "127.0.1", "00127.0.0.1",  # noqa: E501
    "0", "0.0.0.0", "0x0", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]",  # noqa: E501
    "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",  # noqa: E501
    "[2001:0:7f00:1::]", "[fe80::1%25lo]", "[fe80::1%lo]", "[::1%25lo]", "[::1%lo]", "[::1]:80@127.0.0.1",
    "user:pass@127.0.0.1", "user@127.0.0.1", "@127.0.0.1", "{own}@127.0.0.1", "{own}\\@127.0.0.1", "{own}%40127.0.0.1",
    "{own}#@127.0.0.1", "{own}?@127.0.0.1", "{own};@127.0.0.1", "127.0.0.1%00.news.example", "127.0.0.1%2f.news.example",  # noqa: E501
    "127。0。0。1", "127.0.0.1", "127．0．0．1", "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "𝟏𝟐𝟕.𝟎.𝟎.𝟏", "127.0.0.1\u200b", "127.0.0.1\t", " 127.0.0.1",  # noqa: E501
)  # fmt: skip
# Inside by themselves, whatever the port.
ELSEWHERE = (
    "http://169.254.169.254/a/1", "http://169.254.169.254:80/latest/meta-data/", "http://2852039166/a/1", "http://0xa9fea9fe/a/1",
    "http://[::ffff:169.254.169.254]/a/1", "http://[::ffff:a9fe:a9fe]/a/1", "http://[64:ff9b::a9fe:a9fe]/a/1", "http://[fd00:ec2::254]/a/1",
    "http://10.0.0.1/a/1", "http://172.16.0.1/a/1", "http://192.168.0.1/a/1", "http://100.64.0.1/a/1", "http://100.100.100.200/a/1",
    "http://[fc00::1]/a/1", "http://[fec0::1]/a/1", "http://[ff02::1]/a/1", "http://224.0.0.1/a/1", "http://255.255.255.255/a/1",
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "FILE:///etc/passwd", "data:text/html,<h1>x</h1>", "javascript:alert(1)",  # noqa: E501
    "ftp://127.0.0.1/a/1", "gopher://127.0.0.1:70/a/1", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "s3://bucket/a/1",
    "jar:http://127.0.0.1!/", "view-source:http://127.0.0.1/", "about:blank", "blob:http://127.0.0.1/x", "ws://127.0.0.1/", "unix:///run/x",  # noqa: E501
)  # fmt: skip


def spellings(port: int, own: str) -> list[str]:
    """Addresses that lead to a forbidden port of this machine, or inside in some other way."""
    inside = [f"http://{host.format(own=own)}:{port}/a/1" for host in HOSTS]
    forms = [
        f"//127.0.0.1:{port}/a/1", f"\\\\127.0.0.1:{port}\\a\\1", f"/\\127.0.0.1:{port}/a/1", f"\\/127.0.0.1:{port}/a/1",  # noqa: E501
        f"http:/\\127.0.0.1:{port}/a/1", f"http:\\\\127.0.0.1:{port}\\a\\1", f"http:///127.0.0.1:{port}/a/1",
        f"http:127.0.0.1:{port}/a/1", f"https://127.0.0.1:{port}/a/1", f"hTTp://127.0.0.1:{port}/a/1",
        f"ht\ntp://127.0.0.1:{port}/a/1", f"\x01http://127.0.0.1:{port}/a/1", f"http://127.0.0.1:{port}\r\nX: y/a/1",
        f"///127.0.0.1:{port}/a/1", f"////127.0.0.1:{port}/a/1", f"127.0.0.1:{port}/a/1", f"http://127.0.0.1:0{port}/a/1",
    ]  # fmt: skip
    return [*inside, *forms, *ELSEWHERE]


def escaped(url: str) -> str:
    """The address as text of XML: what no XML can hold is left out."""
    plain = "".join(sign for sign in url if sign >= " ")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def header(url: str) -> str:
    """The address as a header can carry it."""
    return latin(url.replace("\r", "").replace("\n", ""))


def articles_that_lead(port: int, one: FaultySite) -> None:
    """An article for each spelling, of an address pattern of its own, that redirects there."""
    targets = spellings(port, one.host)
    names = ["".join(chr(97 + int(digit)) for digit in str(n)) for n in range(len(targets))]
    for name, target in zip(names, targets, strict=True):
        one.routes[f"/a/{name}/x.html"] = (302, {"Location": header(target)}, b"")
    one.routes["/feed.xml"] = (200, RSS, feed([f"{one.base}/a/{name}/x.html" for name in names] + [one.base + GOOD]))


def a_page_of_lures(port: int) -> bytes:
    """An article whose page names the forbidden port wherever a page can name an address."""
    target = f"http://127.0.0.1:{port}"
    head = (
        f"<base href='{target}/'><meta http-equiv=refresh content='0;url={target}/a/9'><link rel=canonical href='{target}/a/9'>"  # noqa: E501
        f"<link rel=amphtml href='{target}/amp'><link rel=next href='{target}/a/2'><link rel=stylesheet href='{target}/c.css'>"  # noqa: E501
        f"<link rel=alternate type=application/rss+xml href='{target}/f'><link rel=preload href='{target}/p'>"
        f"<meta property='og:url' content='{target}/a/9'><meta property='og:image' content='{target}/i.png'>"
        f"<style>@import url({target}/i.css);</style><script src='{target}/s.js'></script>"
        f'<script type=\'application/ld+json\'>{{"@type":"NewsArticle","url":"{target}/a/9","image":"{target}/i"}}</script>'  # noqa: E501
    )
    words = (
        f"<img src='{target}/i.png' srcset='{target}/j.png 2x'><iframe src='{target}/f'></iframe><a href='{target}/a/7'>next page</a>"  # noqa: E501
        f"<video src='{target}/v' poster='{target}/p'></video><object data='{target}/o'></object><embed src='{target}/e'>"  # noqa: E501
        f"<form action='{target}/q'><input type=image src='{target}/b'></form><svg><image href='{target}/s'/></svg>"
    )
    return page(1, head=head, words=words)


def nothing_but_its_own(seen: Seen) -> None:
    """No address of another host came into the frontier, and no article was taken under one."""
    hosts = {row["host"] for row in seen.rows("SELECT host FROM pages WHERE source = ?", seen.fault.slug)}
    assert hosts <= {seen.site.host}


ROBOTS_HOSTS = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]", "0", "127。0。0。1")


def leads_inside(number: int, target: str) -> Fault:
    """A site whose robots.txt leads to a forbidden address: it is closed, as with any file that cannot be had."""
    return Fault(
        name=f"guard: robots.txt leads inside, {number}",
        site=lambda one: one.routes.update({"/robots.txt": (301, {"Location": header(target)}, b"")}),
        whole=(),
        said=("robots.txt unreachable, so the site rests",),
        most=dict.fromkeys((*ALL, "/feed.xml"), 0),
        seldom=number > 1,
    )


def faults(port: int) -> tuple[Fault, ...]:
    """The sites that name the forbidden port."""

    def announced(one: FaultySite) -> None:
        one.routes["/feed.xml"] = (200, RSS, feed([*map(escaped, spellings(port, one.host)), one.base + GOOD]))

    def in_sitemaps(one: FaultySite) -> None:
        bad = [escaped(url) for url in spellings(port, one.host)]
        one.routes["/map.xml"] = (200, XML, sitemap(*bad, one.base + "/one.xml", index=True))
        one.routes["/one.xml"] = (200, XML, sitemap(*bad, one.base + GOOD))

    def in_a_section(one: FaultySite) -> None:
        links = "".join(
            f"<li><a href='{escaped(url)}'>a headline of some length</a></li>" for url in spellings(port, one.host)
        )
        one.routes["/list/"] = html(
            f"<ul>{links}<li><a href='/a/2'>a headline of some length</a></ul><a class=next href='//127.0.0.1:{port}/n'>n</a>"  # noqa: E501
            .encode()
        )  # fmt: skip

    def as_base(one: FaultySite) -> None:
        one.routes["/list/"] = html(
            f"<base href='http://127.0.0.1:{port}/'><a href='/a/2'>a headline of some length</a>".encode()
        )

    def listing_that_leads(one: FaultySite) -> None:
        one.routes["/feed.xml"] = (302, {"Location": f"http://localhost:{port}/feed.xml"}, b"")

    section = {"section": [{"url": "/list/", "next": "a.next"}]}
    check = nothing_but_its_own
    return (
        Fault(name="guard: redirects of articles", site=lambda one: articles_that_lead(port, one), whole=(GOOD,),
              outcome="partial", said=("refused redirect",), check=check),
        Fault(name="guard: links of a feed", site=announced, whole=(GOOD,), outcome="collected", check=check),
        Fault(name="guard: links of sitemaps", site=in_sitemaps, source={"sitemaps": lambda one: [one.base + "/map.xml"]},  # noqa: E501
              whole=(GOOD,), check=check),
        Fault(name="guard: links of a section", site=in_a_section, source=section, whole=(BAD,), check=check),
        Fault(name="guard: the base of a section", site=as_base, source=section, whole=(), outcome="no-links", check=check),  # noqa: E501
        Fault(name="guard: everything a page can name", site=lambda one: one.routes.update({GOOD: html(a_page_of_lures(port))}),  # noqa: E501
              whole=ALL, outcome="collected", check=check),
        Fault(name="guard: a feed that leads inside", site=listing_that_leads, whole=(), outcome="listing-failed",
              said=("another host: localhost",), check=check),
        *(leads_inside(number, f"http://{host}:{port}/robots.txt") for number, host in enumerate(ROBOTS_HOSTS)),
    )  # fmt: skip
