"""Where a text begins and ends: decks, last lines, the next article, teasers, linked items, briefs. Invented prose."""

from __future__ import annotations

import pytest

from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article, news

DECK = "The invented crossing serves three camps and takes trucks that the old ferry could not carry."
OTHER = "Another fictional paragraph, of another invented article, goes on for as long as paragraphs do in newspapers."


def teaser(number: int) -> str:
    """A summary under a linked headline, with the labels that stand between them."""
    return (
        f"<h3><a href='/{number}'>Another invented headline, number {number}</a></h3>"
        f"<div><a href='/a'>Desk</a></div><div class='when'>{number} hours ago</div><p>{OTHER}</p>"
    )


@pytest.mark.parametrize(
    ("above", "deck"),
    [
        (f"<p class='deck'>{DECK}</p>", True),
        (f"<h2>{DECK}</h2><div>By Ada Fictional</div>", True),
        (f"<p class='x'><a href='/other'>{DECK}</a></p>", False),
        (f"<figure><img><figcaption>{DECK}</figcaption></figure>", False),
        ("<p>Published: 19 November 2026 at 10:00 | Updated: 20 November 2026 at 11:30</p>", False),
        (f"<p>{PROSE[0]}</p>", False),
    ],
    ids=["paragraph", "sub-heading", "link", "caption", "dates", "said again in the text"],
)
def test_the_summary_below_the_headline_opens_the_text(above: str, deck: bool) -> None:
    found = article(news(f"<header>{above}</header><div class='story-body'>{PARAGRAPHS}</div>"))
    assert list(found.paragraphs) == ([DECK, *PROSE] if deck else PROSE)


def test_a_short_last_sentence_in_the_same_element_is_text() -> None:
    assert article(news(f"<div>{PARAGRAPHS}<p>So it stands.</p><p>Desk 4</p></div>")).paragraphs[-1] == "So it stands."


def test_a_paragraph_printed_twice_is_kept_twice() -> None:
    assert list(article(news(f"<div>{PARAGRAPHS}<p>{PROSE[0]}</p></div>")).paragraphs) == [*PROSE, PROSE[0]]


def test_the_next_article_on_the_page_is_not_this_ones() -> None:
    own = f"<article><header><h1>{TITLE}</h1></header><div class='body'>{PARAGRAPHS}</div></article>"
    text = f"<p>{OTHER}</p>" * 9
    other = f"<article><header><h1>Quite another thing</h1></header><div class='body'>{text}</div></article>"
    html = f"<html><head><title>{TITLE}</title></head><body><main>{own}{other}</main></body></html>"
    assert list(article(html).paragraphs) == PROSE


def test_sub_headings_set_as_h1_do_not_end_the_text() -> None:
    inner = f"<div>{PARAGRAPHS}<h1>What comes next</h1>{PARAGRAPHS}</div>"
    assert article(news(inner)).paragraphs[-1] == PROSE[-1]
    assert len(article(news(inner)).paragraphs) >= 2 * len(PROSE)


def test_teasers_with_labels_between_headline_and_summary_are_not_text() -> None:
    teasers = "".join(teaser(n) for n in range(6))
    html = news(f"<div><div>{PARAGRAPHS}</div><div><h2>More from the desk</h2>{teasers}</div></div>")
    assert list(article(html).paragraphs) == PROSE


def test_a_list_item_that_is_a_link_from_end_to_end_is_text_among_its_like() -> None:
    items = [*(f"<li>{text}</li>" for text in PROSE[:2]), f"<li><a href='/x'>{OTHER}</a></li>", f"<li>{PROSE[2]}</li>"]
    html = news(f"<div><p>{PROSE[3]}</p><ul>{''.join(items)}</ul></div>")
    assert list(article(html).paragraphs) == [PROSE[3], *PROSE[:2], OTHER, PROSE[2]]


def test_two_very_short_sentences_are_a_brief() -> None:
    html = "<html><body><h1>Convoy arrives in Wau</h1><p>The convoy is there.</p><p>All are well.</p></body></html>"
    assert list(article(html).paragraphs) == ["The convoy is there.", "All are well."]


def test_a_deeply_nested_page_is_read() -> None:
    assert list(article(news("<div>" * 6000 + PARAGRAPHS + "</div>" * 6000)).paragraphs) == PROSE
