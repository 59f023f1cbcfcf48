"""What stands round and between the paragraphs of a newsroom's page, and is none of them. All prose is invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.extraction.header import read_header
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article
from tests.crawler.test_extraction_newsrooms import CHINESE, CN_TITLE, LINKS, LIST, marked, page

HEADS = ("Who repaired the crossing?", "What do the camps say?", "What comes next?")
SECTIONS = "".join(
    f"<section><h2>{head}</h2>{marked(texts)}</section>"
    for head, texts in zip(HEADS, (PROSE[:1], PROSE[1:2], PROSE[2:]), strict=True)
)
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "two headings of a list in one": (
        f"<h1>{TITLE}</h1><div class='text'>{PARAGRAPHS}</div><div class='td-title'><a>RELATED ARTICLES</a>"
        f"<a>MORE FROM AUTHOR</a></div>{LIST}",
        {"related": tuple(title for title, _ in LINKS)},
    ),
    "rules drawn with signs": (
        f"<h1>{TITLE}</h1><div>{marked(PROSE[:2])}<p>_______________</p>{marked(PROSE[2:])}<p>* *** *</p></div>",
        {},
    ),
    "buttons of a picture": (
        f"<h1>{TITLE}</h1><div>{marked(PROSE[:1])}<div><img><a>PHOTO DETAILS</a> <a>DOWNLOAD HI-RES</a> <span>1 of 3"
        f"</span></div>{marked(PROSE[1:])}</div>",
        {},
    ),
    "sub-headings, the first above the first paragraph": (
        f"<main><h1>{TITLE}</h1><div>May 3, 2021 by Mira Probe</div>{SECTIONS}</main>",
        {"paragraphs": (HEADS[0], PROSE[0], HEADS[1], PROSE[1], HEADS[2], *PROSE[2:]), "authors": ("Mira Probe",)},
    ),
    "a post glued to the name": (
        f"<h1>{TITLE}</h1><div class='author'><span>by MIRA PROBE</span><span>Court Reporter</span></div>"
        f"<span>03 May 2021 - 10:26</span><div>{PARAGRAPHS}</div>",
        {"authors": ("MIRA PROBE",)},
    ),
    "a post behind the name": (
        f"<h1>{TITLE}</h1><div class='byline'>Mira Probe <span>Defence Correspondent</span></div><div>{PARAGRAPHS}</div>",  # noqa: E501
        {"authors": ("Mira Probe",)},
    ),
    "the site's full name as a heading": (
        f"<h1>Northwind Ministry of Defence of the Invented Republic</h1><div><h2>{TITLE}</h2><div>{PARAGRAPHS}</div></div>",  # noqa: E501
        {},
    ),
    "a caption and an old form of the day": (
        f"<div id='title'>{TITLE}</div><div>(Source: Northwind Online) 2012-May-3 10:22</div><div><p><img src='1.jpg'></p>"  # noqa: E501
        f"<p>The engineers on the crossing. (northwind.example/Mira Probe)</p>{marked(PROSE, 'JUBA, May 3 (Wind) -- ')}</div>",  # noqa: E501
        {
            "published_at": datetime(2012, 5, 3, 10, 22, tzinfo=UTC),
            "captions": ("The engineers on the crossing. (northwind.example/Mira Probe)",),
            "paragraphs": (f"JUBA, May 3 (Wind) -- {PROSE[0]}", *PROSE[1:]),
        },
    ),
    "a month by two names": (
        f"<h1>{TITLE}</h1><div>3 أيار/مايو 2021</div><div>{PARAGRAPHS}</div>",
        {"published_at": datetime(2021, 5, 3, tzinfo=UTC)},
    ),
    "a box between paragraphs that asks for an address": (
        f"<h1>{TITLE}</h1><div>{marked(PROSE[:2])}<div class='x7f'><h4>Sign up for our letter</h4><div>"
        "<p>Get the invented stories of the day in your inbox.</p></div><div><input type='email'></div></div>"
        f"{marked(PROSE[2:])}</div>",
        {},
    ),
    "posts of others, without their class": (
        f"<h1>{TITLE}</h1><div>{marked(PROSE[:2])}<blockquote><p>The invented crossing is open, and we are glad of it, "
        "all of us.</p>— Mira Probe (@miraprobe) <a href='https://northwind.example/1'>May 3, 2021</a></blockquote>"
        f"{marked(PROSE[2:])}<blockquote><p>A post shared by Mira Probe (@mira.probe)</p></blockquote></div>",
        {},
    ),
    "places where a long word may be broken": (
        f"<h1>{TITLE}</h1><p itemprop='author'>Mira Pro<wbr>bewood</p><div>{marked(PROSE)}</div>",
        {"authors": ("Mira Probewood",)},
    ),
    "a whole page inside a form": (
        f"<form action='/page.aspx'><input name='search'><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></form>",
        {},
    ),
    "an agency's sign at the end": (
        f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<p>- AFP</p><p>Follow us on our official WhatsApp channel for invented alerts and updates!</p></div>",  # noqa: E501
        {"trailer": "- AFP"},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_furniture_leaves_text_and_byline(name: str) -> None:
    body, expected = PAGES[name]
    site = "Northwind Ministry of Defence" if "full name" in name else "Northwind"
    found = article(page(body, f"{TITLE} - {site}"), "https://www.northwind.example/n/1")
    wanted = {"title": TITLE, "paragraphs": tuple(PROSE), **expected}
    made = {key: getattr(found, key) for key in wanted}
    if "related" in made:
        made["related"] = tuple(link.title for link in found.related)
    assert made == wanted


def test_a_chinese_reporters_line_with_two_posts_is_the_byline() -> None:
    body = (
        f"<h2>{CN_TITLE}</h2><p class='author'>■王例子　虚构报特约记者　赵示例</p><div>{marked(CHINESE)}"
        "<p>（照片由作者提供）</p></div>"
    )
    found = article(page(body, CN_TITLE, lang="zh"), "http://www.northwind.example.cn/n/1")
    assert (found.authors, found.paragraphs) == (("王例子", "赵示例"), tuple(CHINESE))


def test_the_captions_of_a_page_of_pictures_are_its_text() -> None:
    pictures = "".join(f"<p><img src='{n}.jpg'></p><p>{text} (Photo: Mira Probe)</p>" for n, text in enumerate(PROSE))
    found = article(page(f"<h1>{TITLE}</h1><div>{pictures}</div>"), "https://www.northwind.example/n/1")
    assert len(found.paragraphs) >= len(PROSE) - 1


@pytest.mark.parametrize("mark", ["{}", "<span>{}</span>", "<!-- a -->{}", "{}<svg></svg>"])
def test_a_mark_round_a_whole_headline_parts_no_subtitle_from_it(mark: str) -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    whole = f"{TITLE}. The village council thanks the team"
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{mark.format(whole)}</h1>{PARAGRAPHS}</body></html>"
    )
    assert article(html).title == whole


@pytest.mark.parametrize("button", ["分享", "订阅", "收藏"])
def test_a_button_above_the_time_is_no_editor(button: str) -> None:
    assert read_header(["虚构网", button, "2021-05-03 10:11"], bare=True).editors == ()
