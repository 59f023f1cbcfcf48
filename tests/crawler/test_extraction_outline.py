"""The page as a flat list of blocks: tags, comments, raw text, links, breaks and what is hidden. Invented prose."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.depth import MAX_NESTED, flattened, is_deep
from crawler.extraction.outline import Outline, outline_of


def outline(html: str, *, hidden: bool = False) -> Outline:
    """The outline of a page's body."""
    root = LexborHTMLParser(html).body
    assert root is not None
    return outline_of(root, hidden=hidden)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("<p>O<b>n</b>e <i>and</i> two</p>", ["One and two"]),
        ("<p>One<!-- <p>never</p> --> two</p>", ["One two"]),
        ("<p>One<!-- a > b --></p><p>Two</p>", ["One", "Two"]),
        ("<p>One</p><script>if (a < b && '</p><p>never') {}</script><p>Two</p>", ["One", "Two"]),
        ("<p>One</p><svg><style>a<b</style><text>never</text><svg></svg></svg><p>Two</p>", ["One", "Two"]),
        ("<p>One</p><select><option>never</select><p>Two</p>", ["One", "Two"]),
        ("<p>One &lt;p&gt; &amp;amp; &nbsp;two</p>", ["One <p> &amp; two"]),
        ("<p title='a > b < c \"d\"'>One</p>", ["One"]),
        ("<div>One<hr>Two</div>", ["One", "Two"]),
        ("<div>First line.<br>Second line.<br><br>third</div>", ["First line.", "Second line.", "third"]),
        ("<div>wrapped at<br>some width</div>", ["wrapped at some width"]),
        ("<p>On\u200be\u00a0 two\u202e</p>", ["One two"]),
        ("<p>One <picture><source><img></picture>two</p>", ["One two"]),
        ("<p hidden>never</p><p style='display: none'>never</p><p>One</p>", ["One"]),
        ("<p>One<span class='sr-only'>never</span></p>", ["One"]),
        ("<plaintext><p>never", []),
    ],
)
def test_blocks(html: str, texts: list[str]) -> None:
    assert [block.text for block in outline(f"<body>{html}").blocks] == texts


def test_what_styles_hide_is_there_when_asked_for() -> None:
    html = "<div style='display:none'><p>One</p></div><p>Two</p>"
    assert [block.text for block in outline(html, hidden=True).blocks] == ["One", "Two"]


def test_a_link_that_holds_blocks_is_a_link_of_each() -> None:
    found = outline("<a href='/x'><h3>A headline</h3><p>A summary</p></a><p>Text with <a href='/y'>a word</a>.</p>")
    assert [(block.text, block.links) for block in found.blocks] == [
        ("A headline", (("/x", "A headline"),)),
        ("A summary", (("/x", "A summary"),)),
        ("Text with a word.", (("/y", "a word"),)),
    ]
    assert [round(block.link_share, 2) for block in found.blocks] == [1.0, 1.0, 0.35]


@pytest.mark.parametrize(
    ("html", "furniture"),
    [
        ("<h2 class='widget-title'>A sub-heading</h2>", False),
        ("<p>" + "A sentence of text, and so on. " * 9 + "</p><div class='widget'>A box</div>", True),
        ("<h2 class='related'>More</h2>", True),
        (
            "<div class='ad-slots-enabled'><h1>Head</h1><p>" + "A sentence of text, and so on. " * 9 + "</p></div>",
            False,
        ),
        (
            "<div class='share-box'><div class='entry-content'><p>"
            + "A sentence, and so on. " * 9
            + "</p></div></div>",
            False,
        ),
        ("<div class='comments'><p>" + "A reader says this, and so on. " * 9 + "</p></div>", True),
    ],
)
def test_what_is_furniture(html: str, furniture: bool) -> None:
    found = outline(html)
    assert found.regions[found.blocks[-1].region].furniture is furniture


def test_deep_markup_is_laid_flat_and_keeps_its_text() -> None:
    html = "<div>" * (MAX_NESTED + 10) + "<p>One</p>" + "</div>" * (MAX_NESTED + 10) + "<p>Two</p>"
    flat = flattened(html)
    assert is_deep(html)
    assert not is_deep(flat)
    assert [block.text for block in outline(flat).blocks] == ["One", "Two"]
    assert flattened("<div><p>One</p></div>") == "<div><p>One</p></div>"
