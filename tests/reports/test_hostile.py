"""Titles that try to act: in no form of the digest do they."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from reports import render
from reports.digest import build
from reports.lines import excerpt, quote, web_address
from reports.markdown import escape
from reports.week import Week
from tests.reports.invented import Invented, at

W47 = Week(2026, 47)
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image_handler": "<img src=x onerror=alert(1)>",
    "attribute_end": '" onmouseover="alert(1)" x="',
    "style_end": "</style><style>*{display:none}</style>",
    "title_end": "</title></head><body>",
    "svg": "<svg/onload=alert(1)>",
    "comment": "<!-- hidden",
    "entity": "&lt;script&gt;&#60;b&#62;",
    "sql": "'; DROP TABLE articles; --",
    "markdown_link": "[free](https://evil.example)",
    "markdown_image": "![x](https://evil.example/p.png)",
    "markdown_script_link": "[x](javascript:alert(1))",
    "markdown_closes_link": "x](https://evil.example) [y",
    "markdown_heading": "\n# Head\n",
    "markdown_table": "a | b\n| --- |",
    "markdown_code": "```\ncode\n```",
    "markdown_html": "<b>bold</b> <https://evil.example>",
    "bare_address": "see https://evil.example or www.evil.example or a@evil.example",
    "bidi_override": "abc\u202egnp.exe\u2066",
    "terminal": "\x1b[2J\x1b]0;owned\x07",
    "control": "a\x00b\x08c\rd\u2028e",
    "jinja": "{{ 7*7 }}{% for x in y %}",
    "format_string": "%s %(a)s {0} {edition}",
    "csv": '=HYPERLINK("https://evil.example";"x")',
    "shell": "$(rm -rf ~) `id` ; | & \\",
    "endless": "word " * 5000,
    "unseen": "a\u200bb\ufeffc\U000e0041",
    "path": "../../etc/passwd",
    "reference": "[a]: https://evil.example",
    "emphasis": "**a** __b__ ~~c~~ *d*",
}


class Page(HTMLParser):
    """Tags and attributes as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def edition_of(archive: Invented, title: str, *, url: str | None = None) -> dict[str, Any]:
    archive.source("harbour", title, since="2026-11-10")
    run = archive.run("harbour", "2026-11-17 06:00", "unreachable", title)
    assert run
    archive.cover("harbour", "2026-11-17", "failed")
    archive.page("harbour", "2026-11-17", state="refused", reason=title)
    columns: dict[str, Any] = {"outlet": title, "dateline_place": title, "body": title}
    columns |= {"language": title[:40], "url": url} if url else {}
    uid = archive.article(title, "2026-11-17", missions=(title,), **columns)
    archive.article("Second", "2026-11-18", label="contested", dateline_place=title)
    archive.revise(uid, "2026-11-19", title=title + "!")
    rows = archive.weekly.rows(W47.start, W47.end, first=W47.start)
    return build(rows, W47, first=W47, number=1, version="0.0", now=at("2026-11-24"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The page of a harmless title, to compare with."""
    return Page(render.html(edition_of(Invented(tmp_path_factory.mktemp("plain")), "A plain title")))


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_is_only_words(archive: Invented, plain: Page, title: str) -> None:
    edition = edition_of(archive, title)
    page = Page(render.html(edition))
    assert page.tags == plain.tags
    assert page.attributes == plain.attributes
    _no_acting_signs(render.html(edition))

    text = render.markdown(edition)
    _no_acting_signs(text)
    assert "{{" not in text
    assert "{%" not in text
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = Page(reader.render(text))
    assert set(shown.tags) <= {"h1", "h2", "h3", "p", "ul", "li", "strong", "a", "table", "thead", "tbody"} | {
        "tr", "th", "td", "hr",
    }  # fmt: skip
    assert set(shown.links) <= {entry["url"] for entry in archive.db.rows("SELECT url FROM articles")}
    assert text.count("\n# ") == 0
    assert len([line for line in text.splitlines() if line.startswith("## ")]) == 13

    data = render.json_text(edition)
    _no_acting_signs(data)
    assert json.loads(data) == edition


def _no_acting_signs(text: str) -> None:
    assert not [sign for sign in text if (ord(sign) < 32 and sign != "\n") or 0x7F <= ord(sign) < 0xA0]
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://a.example/x) [y](https://evil.example",
        'https://a.example/" onclick="alert(1)',
        "https://a.example/<script>",
        "https://a.example/{{7*7}}",
        "https://[broken",
        "file:///etc/passwd",
        "urn:sha256:00",
        "https://a.example/ф|`x`\\",
    ],
)
def test_a_hostile_address_is_a_link_to_itself_or_none(archive: Invented, plain: Page, url: str) -> None:
    edition = edition_of(archive, "A plain title", url=url)
    page = Page(render.html(edition))
    assert "onclick" not in page.attributes
    assert "script" not in page.tags
    assert url not in page.links or url.startswith("https://a.example/")
    text = render.markdown(edition)
    assert "{{" not in text
    links = Page(MarkdownIt("commonmark").render(text)).links
    assert all(link.startswith(("https://a.example/", "https://harbour.example/")) for link in links)


def test_web_addresses_only() -> None:
    assert web_address("https://a.example/b") == "https://a.example/b"
    assert [web_address(url) for url in (None, "", "//a.example", "ftp://a.example", "https://")] == [None] * 5


def test_plain_words_stay_readable_in_markdown() -> None:
    assert escape("China, UN co-host meeting (Beijing): 1,900 troops, 5.2 %!") == (
        "China, UN co-host meeting (Beijing): 1,900 troops, 5.2 %!"
    )


@pytest.mark.parametrize(
    ("opening", "dateline", "title", "found"),
    [
        ("BEROL, May 7 -- The road is open again.", "BEROL, May 7 --", None, "The road is open again."),
        ("A title\n\nThe text below it is the longer one.", None, "A title", "The text below it is the longer one."),
        ("A head without a stop\n\nThe next one follows it here.", None, None, "The next one follows it here."),
        ("Gen. Una Vreel of the U.S. spoke.", None, None, "Gen. Una Vreel of the U.S. spoke."),
        (" ".join(["word"] * 40) + ". It is short.", None, None, "It is short."),
        (" ".join(["word"] * 40) + ".", None, None, None),
        ("The text is cut where nobody", None, None, None),
        ("字" * 49 + "。", None, None, "字" * 49 + "。"),
        ("字" * 90 + "。", None, None, None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_quotes_are_whole_sentences_of_at_most_25_words(
    opening: str, dateline: str | None, title: str | None, found: str | None
) -> None:
    assert quote(opening, dateline, title) == found
    assert len((excerpt(opening) or "").split()) <= 26
