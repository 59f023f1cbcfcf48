"""What the page's own description tells of its text: the summary, a brief above a list of teasers. Invented prose."""

from __future__ import annotations

import pytest

from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article, news

DECK = "Water trucks reach the three camps again, two weeks late"
SUMMARY = f"{DECK}. The invented council hopes that the next crossing, in the north, takes no longer than this one did."
SAYS = f'<meta property="og:description" content="{SUMMARY}">'
LINKS = "".join(f"<div><a href='/l{n}'>A service of the invented site, number {n}</a></div>" for n in range(12))
BRIEF = (
    "The mission handed a repaired pump to the invented village of Naxi on Sunday, said its fictional spokesman there."
)


@pytest.mark.parametrize(
    "above",
    [
        f"<p class='teaser'>{SUMMARY}</p>",
        f"<div class='sidebar-intro'>{DECK}.</div>".replace(f"{DECK}.", SUMMARY),
    ],
    ids=["named as furniture", "named as a sidebar"],
)
def test_the_block_that_the_page_describes_itself_with_opens_the_text(above: str) -> None:
    found = article(news(f"<div>{above}</div><div class='content'>{PARAGRAPHS}</div>", SAYS))
    assert list(found.paragraphs) == [SUMMARY, *PROSE]


@pytest.mark.parametrize(
    "above",
    [
        f"<div><a href='/x'>{SUMMARY}</a></div>",
        f"<figcaption>{SUMMARY}</figcaption>",
        "<aside><p>Another summary, of another invented article, which the page is not about.</p></aside>",
    ],
    ids=["a link", "a caption", "another summary"],
)
def test_links_captions_and_other_summaries_stay_out(above: str) -> None:
    found = article(news(f"{above}<div class='content'>{PARAGRAPHS}</div>", SAYS))
    assert list(found.paragraphs) == PROSE


def test_a_headline_set_with_other_signs_still_stands_above_its_summary() -> None:
    head = f"<html><head><title>Rivers: {TITLE}</title><meta property='og:title' content='Rivers: {TITLE}'></head>"
    crumbs = f"<nav><h1>Rivers: {TITLE}</h1></nav>"
    above = f"<div><h2>Rivers <span>{TITLE}</span></h2><p>{SUMMARY}</p></div>"
    page = f"{head}<body>{crumbs}{LINKS}{above}{LINKS}<div class='content'>{PARAGRAPHS}</div>"
    assert list(article(page).paragraphs) == [SUMMARY, *PROSE]


@pytest.mark.parametrize(
    "teaser",
    [
        "<li><a href='/{n}'>Another invented crossing, number {n}</a></li><div>{text}</div>",
        "<table><tr><td><a href='/{n}'>Another invented crossing, number {n}</a> {text}</td></tr></table>",
    ],
    ids=["below links", "opened by links"],
)
def test_a_brief_is_not_taken_for_the_summaries_of_others_below_it(teaser: str) -> None:
    others = "".join(teaser.format(n=n, text=text) for n, text in enumerate(PROSE * 2))
    head = f'<title>{TITLE}</title><meta name="description" content="{BRIEF}">'
    page = (
        f"<html><head>{head}</head><body><h1>{TITLE}</h1><div><p>{BRIEF}</p></div>{LINKS}<div><div>{others}</div></div>"
    )
    assert list(article(page).paragraphs) == [BRIEF]
