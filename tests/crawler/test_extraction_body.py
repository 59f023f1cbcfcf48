"""The text of a page and nothing else: furniture, hidden text, texts in data, texts in pieces. Invented prose."""

from __future__ import annotations

import json

import pytest

from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article, news

MORE = [
    "The village council had asked for the crossing since the spring, when the old ferry was lost in a flood at night.",
    "Nobody was hurt then, but the three camps were without water trucks for eleven days, the invented council said.",
    "Trucks of the mission now cross twice a day, in the morning and before dusk, with an escort on either bank.",
    "A second team of fictional engineers will stay until the rains to look after the banks and the wooden piles.",
]
WHOLE = [*PROSE, *MORE]
LONG = "".join(f"<p>{text}</p>" for text in WHOLE)
STREAM = "self.__next_f.push(" + json.dumps([1, LONG]) + ")"
STATE = "window.__STATE__ = " + json.dumps(
    {"story": {"content_elements": [{"type": "text", "content": t} for t in WHOLE]}}
)
LD = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(WHOLE)})


@pytest.mark.parametrize(
    "inner",
    [
        f"<div class='content'>{LONG}</div>",
        f"<div class='content'>{LONG}</div><aside><p>{MORE[0]} An aside says it again, at length.</p></aside>",
        f"<div class='content'>{LONG}</div><div class='comments'><p>A reader says that the ferry was better, by far.</p></div>",  # noqa: E501
        f"<div class='modal'><div>{LONG}</div></div>",
        f"<div class='content' style='visibility: hidden;'>{LONG}</div>",
        f"<div class='text'>{LONG}<blockquote class='twitter-tweet'><p>Somebody says something, and it is long enough.</p></blockquote></div>",  # noqa: E501
        LONG.replace("</p><p>The crossing", "</p><p>ADVERTISEMENT</p><p>The crossing"),
        LONG.replace("camps,", "camps<span class='visually-hidden'>, opens new tab</span>,"),
    ],
    ids=[
        "plain",
        "aside",
        "comments",
        "article in a dialog",
        "shown by script",
        "tweet",
        "advert mark",
        "unseen words",
    ],
)
def test_the_text_is_whole_and_alone(inner: str) -> None:
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inner}</body></html>"
    if "modal" in inner:
        html = html.replace(f"<h1>{TITLE}</h1>", "").replace(
            "<div class='modal'>", f"<div class='modal'><h1>{TITLE}</h1>"
        )
    assert list(article(html).paragraphs) == WHOLE


def test_a_text_in_pieces_of_the_same_class_is_one() -> None:
    first, second = ("".join(f"<p>{t}</p>" for t in part) for part in (WHOLE[:4], WHOLE[4:]))
    piece = "<div class='row'><div class='body-chunk'>{}</div></div>"
    advert = "<div class='row'>" + "<a href='/shop'>Buy an invented thing</a> " * 8 + "</div>"
    found = article(news(piece.format(first) + advert + piece.format(second)))
    assert list(found.paragraphs) == WHOLE


def test_two_articles_on_a_page_stay_two() -> None:
    html = f"<body><article><h1>{TITLE}</h1><div class='text'>{LONG}</div></article><article><h1>Another headline</h1><div class='text'>{PARAGRAPHS}</div></article></body>"  # noqa: E501
    assert list(article(html).paragraphs) == WHOLE


def test_teasers_behind_the_text_leave_it() -> None:
    teasers = "".join(
        f"<h3><a href='/n/{n}'>An invented headline, number {n}</a></h3><p>{MORE[n]}</p>" for n in range(4)
    )
    long = "".join(f"<p>{text} It was said twice, and then once more, by everyone.</p>" for text in WHOLE)
    found = article(news(f"<div class='content'>{long}<div>{teasers}</div></div>"))
    assert len(found.paragraphs) == len(WHOLE)


def test_a_related_box_between_paragraphs_leaves_the_text_and_becomes_related() -> None:
    box = "<p>Read also</p><p><a href='/n/2'>A second invented crossing is planned</a></p>"
    inner = "".join(f"<p>{t}</p>" for t in WHOLE[:4]) + box + "".join(f"<p>{t}</p>" for t in WHOLE[4:])
    found = article(news(f"<div class='content'>{inner}</div>"))
    assert list(found.paragraphs) == WHOLE
    assert [link.title for link in found.related] == ["A second invented crossing is planned"]


@pytest.mark.parametrize(
    ("script", "how"),
    [
        (f"<script>{STREAM}</script>", "script data: streamed text"),
        (f"<script>{STATE};</script>", "script data: content_elements[]"),
        (f'<script type="application/json">{json.dumps({"post": {"html": LONG}})}</script>', "script data: html"),
        (f'<script type="application/ld+json">{LD}</script>', "json-ld: articleBody"),
    ],
    ids=["streamed", "state", "json", "json-ld"],
)
def test_a_page_built_by_script_gives_the_text_of_its_data(script: str, how: str) -> None:
    found = article(f"<html><head><title>{TITLE}</title>{script}</head><body><div id='app'></div></body></html>")
    assert (list(found.paragraphs), found.evidence["body"].how) == (WHOLE, how)
