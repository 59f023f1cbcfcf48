"""Articles over several pages, galleries, transcripts and sub-headings. All prose is invented."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.parts import part_links
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, URL, article, news

BASE = "http://news.example.org/n"


def the_next(markup: str, url: str | None, pattern: str | None = None) -> str | None:
    """The address of the part that follows a page."""
    links = part_links(LexborHTMLParser(markup), url, pattern)
    return links.addresses.get(links.number + 1)


@pytest.mark.parametrize(
    ("url", "markup", "found"),
    [
        (f"{BASE}/a.html", '<a href="a_2.html">2</a><a href="a_3.html">3</a>', f"{BASE}/a_2.html"),
        (f"{BASE}/a.html", '<link rel="next" href="a_2.html">', f"{BASE}/a_2.html"),
        (f"{BASE}/a_2.html", '<a href="a.html">1</a><a href="a_3.html">下一页</a>', f"{BASE}/a_3.html"),
        (f"{BASE}/a?id=7", '<a href="?id=7&amp;page=2">Next page</a>', f"{BASE}/a?id=7&page=2"),
        (f"{BASE}/a/", '<a href="/n/a/2">Next</a>', f"{BASE}/a/2"),
        (f"{BASE}/a.html", '<link rel="next" href="b.html">', None),
        (f"{BASE}/content_1.html", '<a href="content_2.html">Next</a>', None),
        (f"{BASE}/a.html", '<a href="http://other.example/n/a_2.html">2</a>', None),
        (f"{BASE}/a_3.html", '<a href="a.html">1</a><a href="a_2.html">2</a>', None),
        (f"{BASE}/a.html", "", None),
        (None, '<a href="a_2.html">2</a>', None),
    ],
)
def test_the_next_part_is_the_own_address_with_the_next_number(url: str | None, markup: str, found: str | None) -> None:
    assert the_next(f"<body>{markup}</body>", url) == found


def test_the_source_s_pattern_needs_a_link_on_the_page() -> None:
    markup = '<a href="/n/content_7_2.htm">the second half of it</a>'
    assert the_next(markup, f"{BASE}/content_7.htm", "{stem}_{n}.html") == f"{BASE}/content_7_2.htm"
    assert the_next("<p>", f"{BASE}/content_7.htm", "{stem}_{n}.html") is None


def test_the_article_says_where_it_goes_on_and_keeps_the_pager_out() -> None:
    pager = "<div class='pager'><a href='crossing.html'>1</a> <a href='crossing_2.html'>2</a></div>"
    found = article(news(f"<div class='content'>{PARAGRAPHS}{pager}</div>"))
    assert found.evidence["next_part"].raw == URL.replace(".html", "_2.html")
    assert list(found.paragraphs) == PROSE
    assert "next_part" not in article(news(PARAGRAPHS)).evidence


def test_sub_headings_and_lists_are_blocks() -> None:
    inner = f"<div class='content'><p>{PROSE[0]}</p><h2>What the crossing carries</h2><p>{PROSE[1]}</p>"
    inner += f"<ul><li>Water for the three invented camps.</li><li>Grain for the village store.</li></ul><p>{PROSE[2]}</p></div>"  # noqa: E501
    found = article(news(inner))
    kinds = [(block.kind, found.body[block.start : block.end][:10]) for block in found.blocks]
    assert kinds == [
        ("paragraph", "A team of "),
        ("subheading", "What the c"),
        ("paragraph", "The crossi"),
        ("list", "Water for "),
        ("list", "Grain for "),
        ("paragraph", "Two weeks "),
    ]


def test_a_transcript_has_questions_and_answers_with_their_speakers() -> None:
    turns = [
        "Q: When will the crossing be open to the trucks that bring water to the three camps?",
        "A: It is open already. The first trucks crossed on Sunday, and nothing gave way under them.",
        "Northwind Reporter: Will there be another crossing farther north before the rain comes back?",
        "Lin Qiao: We hope so, but the foundations need the dry season, and that is months away from now.",
    ]
    found = article(news("<div class='content'>" + "".join(f"<p>{turn}</p>" for turn in turns) + "</div>"))
    assert found.type == "transcript"
    assert [(block.kind, block.speaker) for block in found.blocks] == [
        ("question", "Q"),
        ("answer", None),
        ("question", "Northwind Reporter"),
        ("answer", "Lin Qiao"),
    ]


def test_a_gallery_keeps_its_captions() -> None:
    shown = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{text} (Photo by Mira Probe)</figcaption></figure>"
        for n, text in enumerate(PROSE)
    )
    found = article(news(f"<div class='content'><p>{PROSE[0]}</p>{shown}</div>"))
    assert (found.type, len(found.captions)) == ("gallery", 4)
    assert list(found.paragraphs) == PROSE[:1]
