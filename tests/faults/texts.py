"""Pages whose bytes, mark-up or words are odd: the text comes whole and clean, or no row, and it is said why."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.faults.fault import BAD, GOOD, LAST, Fault, Seen
from tests.faults.server import FaultySite

ALL = (GOOD, BAD, LAST)
# Invented: an engineer company of the mission in South Sudan.
CHINESE = "联合国南苏丹特派团的维和部队昨日修复了通往朱巴的道路，蓝盔官兵向当地居民说明了保护平民的任务。"
TAIWAN = "聯合國南蘇丹特派團的維和部隊昨日修復了通往朱巴的道路，藍盔官兵向當地居民說明了保護平民的任務。"
EIGHT_BIT = "Les Casques bleus de la MINUSMA ont été reçus à l’école où l’élève Zoé Dœuf récitait: «être prêt»."
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def paper(text: str, *, head: str = "", title: str = "Peacekeepers patrol village 2") -> str:
    """An article of five paragraphs about UN peacekeepers, each with this text."""
    about = "UN peacekeepers of UNMISS patrolled the road near Juba."
    body = "".join(f"<p>{about} {text} ({n})</p>" for n in range(5))
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head>"
        f"<body><h1>{title}</h1><article>{body}</article></body></html>"
    )


def answers(body: bytes, kind: str = "text/html") -> Callable[[FaultySite], None]:
    """/a/2 answers with these bytes."""
    return lambda one: one.routes.update({BAD: (200, {"Content-Type": kind}, body)})


def clean(seen: Seen) -> None:
    """No control character and no sign that stands for a lost one."""
    for row in seen.articles.values():
        assert not CONTROL.search(row["body"] + row["title"]), row["body"][:300]
        assert "\ufffd" not in row["body"]


def charset(name: str, body: bytes, kind: str, text: str = CHINESE, **more: object) -> Fault:
    """A page whose text must come as it was written."""
    return Fault(
        name=name, site=answers(body, kind), whole=ALL, texts={BAD: (f"{text} (0)", f"{text} (4)")}, check=clean,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def marked(text: str, codec: str, charset: str | None) -> bytes:
    return paper(text, head=f"<meta charset='{charset}'>" if charset else "").encode(codec)


DOUBT = "not without doubt"
CHARSETS = (
    charset("GBK that a header calls UTF-8", marked(CHINESE, "gbk", "gbk"), "text/html; charset=utf-8"),
    charset("UTF-8 that a header calls latin-1", marked(CHINESE, "utf-8", None), "text/html; charset=iso-8859-1"),
    charset("UTF-8 that a meta element calls GBK", marked(CHINESE, "utf-8", "gb2312"), "text/html"),
    charset("an unknown charset", marked(CHINESE, "utf-8", "x-newsroom"), "text/html; charset=none-such"),
    charset("no charset at all, GBK", marked(CHINESE * 3, "gbk", None), "text/html", CHINESE * 3, said=(DOUBT,)),
    charset("Big5", marked(TAIWAN, "big5hkscs", "big5"), "text/html", TAIWAN),
    charset("cp1252 called ASCII", marked(EIGHT_BIT, "cp1252", "us-ascii"), "text/html", EIGHT_BIT),
    charset("UTF-16 with a mark", marked(CHINESE, "utf-16", None), "text/html; charset=gbk"),
    charset("UTF-8 with a mark", b"\xef\xbb\xbf" + marked(CHINESE, "utf-8", None), "text/html; charset=big5"),
    Fault(name="broken bytes", whole=ALL,
          site=answers(marked(CHINESE, "utf-8", "utf-8").replace(b"(2)", b"(\xff\xfe2)"), "text/html"),
          texts={BAD: (f"{CHINESE} (0)", f"{CHINESE} (4)")}),
)  # fmt: skip

SIGNS = "a\x01b\x08c\x1b[31md\x1b[0me\x7ff\x9bg\u202eh\u2066i"
CONTROLS = (
    charset("control characters", paper(f"start {SIGNS} stop").encode(), "text/html; charset=utf-8", "stop"),
    charset("NUL in the text", paper("st\x00art, sto\x00p").encode(), "text/html; charset=utf-8", "start, stop"),
)  # fmt: skip


def structure(name: str, inner: str, *, before: str = "", after: str = "") -> Fault:
    """A page whose mark-up is odd: all five paragraphs, or no row and the reason."""
    text = paper("A calm day it was.").replace("<article>", f"{before}<article>{inner}").replace("</body>", after)
    return Fault(name=name, site=answers(text.encode()), may=(BAD,), check=whole_or_none,
                 texts={BAD: ("A calm day it was. (0)", "A calm day it was. (4)")})  # fmt: skip


def whole_or_none(seen: Seen) -> None:
    """Where there is no row, it is said why."""
    assert BAD in seen.articles or seen.page()["reason"], seen.page()


MARKUP = (
    structure("100,000 nested elements", "", before="<div>" * 100_000),
    structure("100,000 nested and closed", "", before="<div>" * 100_000, after="</div>" * 100_000),
    structure("20,000 lists in lists", "", before="<ul><li>" * 20_000),
    structure("mark-up that is never closed", "<b><i><table><tr><td><p>", after="<p><b"),
    structure("an attribute of 900 KB", "", before=f"<div class='{'x-' * 450_000}'></div>"),
    structure("150,000 entities", "", after="<p>" + "&lt;" * 150_000 + "</p>"),
)


def nothing(name: str, body: bytes, said: str, kind: str = "text/html") -> Fault:
    """A page without an article: no row, and the reason."""
    return Fault(name=name, site=answers(body, kind), state="rejected", check=lambda seen: _said(seen, said))


def _said(seen: Seen, words: str) -> None:
    assert words in seen.page()["reason"], seen.page()


def shell(title: str, text: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>".encode()  # noqa: E501


NOTHING = (
    nothing("a page of no bytes", b"", "the page is empty"),
    nothing("a page of blanks", b" \n" * 500, "the page is empty"),
    nothing("no text", b"<!DOCTYPE html><html><body><div></div></body></html>", "no running text"),
    nothing("a PDF as HTML", b"%PDF-1.7\n" + bytes(range(256)) * 20, "PDF"),
    nothing("a JPEG as HTML", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "JPEG"),
    nothing("a soft 404", shell("Page not found", "Sorry, the page you requested could not be found."), "soft-404"),
    nothing("a log-in wall", shell("Sign in to continue reading", "Please log in to read this article."), "login"),
    nothing("a browser check", shell("Just a moment...", "Checking your browser. Enable JavaScript and cookies to continue"),  # noqa: E501
            "challenge"),
)  # fmt: skip


def dated(name: str, printed: str, at: str | None, *, head: str = "") -> Fault:
    """A page with this line under its title. at: the instant that it may be read as; None: none may be made up."""
    text = paper("A calm day it was.", head=head).replace("<article>", f"<p class=date>{printed}</p><article>")

    def check(seen: Seen) -> None:
        row = seen.articles[BAD]
        assert (row["published_at"] or "")[:10] in ("", at), (row["published_at"], row["published_raw"])
        assert row["first_seen_at"][:4] >= "2026"

    return Fault(name=name, site=answers(text.encode()), whole=ALL, check=check,
                 texts={BAD: ("A calm day it was. (0)", "A calm day it was. (4)")})  # fmt: skip


DATES = (
    dated("no date", "", None),
    dated("a date of 1970", "Published: 1 January 1970", None),
    dated("a date of 2099", "Published: 20 November 2099", None),
    dated("31 February", "Published: 31 February 2026", None),
    dated("a day or a month", "Published: 03/04/2026", None),
    dated("Chinese numerals", "发布时间:二〇二六年十一月二十日", "2026-11-20"),
)


FAULTS: tuple[Fault, ...] = (*CHARSETS, *CONTROLS, *MARKUP, *NOTHING, *DATES)
OPTIONS = {"max_bytes": 3_000_000, "timeout_seconds": 20.0}
