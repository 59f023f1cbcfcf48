"""The date of an article is its own: no neighbour's, no change's, no clock's; doubt keeps the words. All invented."""

from __future__ import annotations

import pytest

from storage.records import FieldState
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, URL, article, news

JSON_LD = '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x",{}}}</script>'
TEASER = (
    "<div class='teaser'><h3><a href='/other'>Another crossing</a></h3>"
    "<time datetime='2024-02-02'>2 February 2024</time></div>"
)
RELATED = (
    "<div class='related'><h2>Related news</h2>"
    "<ul><li><a href='/o'>Another crossing</a> 2 February 2024</li></ul></div>"
)
COMMENT = (
    "<section id='comments'><div class='comment'><span class='comment-date'>2 February 2024</span>"
    "<p>Well done.</p></div></section>"
)
ROWS = "".join(f"<li><a href='/{n}'>Another crossing closed</a><span>2024-02-0{n} 10:11</span></li>" for n in (1, 2, 3))
ITEM = "<div itemscope itemtype='https://schema.org/Comment'><meta itemprop='datePublished' content='2024-02-02'></div>"


@pytest.mark.parametrize(
    "markup",
    [
        f"{PARAGRAPHS}<aside><h2>Latest</h2>{TEASER}</aside>",
        f"{PARAGRAPHS}{RELATED}",
        f"{PARAGRAPHS}{COMMENT}",
        f"<div class='sidebar'><p class='date'>2 February 2024</p></div>{PARAGRAPHS}",
        f"{PARAGRAPHS}<footer><p>Last updated: 2 February 2024</p></footer>",
        f"{PARAGRAPHS}<footer><p>© 2024 Northwind. All rights reserved.</p></footer>",
        f"{PARAGRAPHS}{ITEM}",
        f"{PARAGRAPHS}<!-- Served from: northwind.example @ 2024-02-02 12:08:18 by the page cache -->",
        f"{PARAGRAPHS}<script>var site = {{'sitemapStartTime': '2024-02-02T00:00:00'}};</script>",
        f"{PARAGRAPHS}<script>[{{'publishDate': '2024-02-02'}}, {{'publishDate': '2024-02-03'}}]</script>",
        f"{PARAGRAPHS}<p>Player 3.2.24</p>",
        f"{PARAGRAPHS}<div><h3>Most read</h3><ol>{ROWS}</ol></div>",
        (
            f"{PARAGRAPHS}<div class='card' itemscope itemtype='https://schema.org/NewsArticle'>"
            "<h3 itemprop='headline'>Another</h3><meta itemprop='datePublished' content='2024-02-02'></div>"
        ),
    ],
    ids=[
        *("aside", "related", "comment", "sidebar", "footer change", "copyright year", "comment item"),
        *("note of a cache", "another time of a script", "a list in a script", "version", "rows", "teaser item"),
    ],
)
def test_another_s_date_is_not_the_article_s(markup: str) -> None:
    found = article(news(markup), "http://news.example.org/story/crossing.html")
    assert (found.published_at, found.published_local) == (None, None)


def test_the_one_day_that_scripts_give_as_that_of_publication_is_the_articles() -> None:
    script = '<script>push({\\"created\\":\\"2024-01-30\\",\\"publishDate\\":\\"2024-02-02T10:11:00Z\\"})</script>'
    found = article(news(f"{PARAGRAPHS}{script}"), "http://news.example.org/story/crossing.html")
    assert (found.published_local, found.evidence["published_at"].how) == ("2024-02-02", "script data: publish")


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("31 February 2024", "no such day"),
        ("2 March 2031", "more than two days after the page was fetched"),
        ("03/04/2024", "day and month cannot be told apart"),
        ("2 March 1970", "before 1990"),
    ],
)
def test_a_date_that_cannot_be_keeps_its_words(printed: str, reason: str) -> None:
    found = article(news(f"<p class='date'>{printed}</p>{PARAGRAPHS}"), "http://news.example.org/story/crossing.html")
    evidence = found.evidence["published_at"]
    assert (found.published_at, found.published_local) == (None, None)
    assert (evidence.state, evidence.raw, evidence.reason) == (FieldState.UNREADABLE, printed, reason)


def test_the_page_decides_between_the_days_that_its_markup_declares() -> None:
    head = JSON_LD.format('"datePublished":"2023-12-06T10:55:00Z"') + (
        '<meta name="parsely-pub-date" content="2023-12-22T08:00:00Z">'
    )
    found = article(news(f"<p class='date'>22 December 2023</p>{PARAGRAPHS}", head))
    assert found.published_local is not None
    assert found.published_local.startswith("2023-12-22")


SIXTH, NINTH = "2026-03-06T10:00:00Z", "2026-03-09T10:00:00Z"
DECLARED = JSON_LD.format(f'"datePublished":"{SIXTH}"')
OTHER = f"<meta property='article:published_time' content='{NINTH}'>"
PLAIN = "http://news.example.org/story/crossing.html"


@pytest.mark.parametrize(
    ("head", "inner", "url", "day"),
    [
        (DECLARED + OTHER, "", PLAIN, None),
        (DECLARED, "<p class='date'>9 March 2026</p>", PLAIN, None),
        (DECLARED, "<time datetime='2026-03-09T09:00Z'>9 March 2026</time>", PLAIN, None),
        (DECLARED, "<meta itemprop='datePublished' content='2026-03-09'>", PLAIN, None),
        (DECLARED + OTHER, "<p class='date'>9 March 2026</p>", PLAIN, "2026-03-09"),
        (DECLARED + OTHER, "<p class='date'>6 March 2026</p>", PLAIN, "2026-03-06"),
        (DECLARED + OTHER, "", "http://news.example.org/2026/03/06/crossing.html", "2026-03-06"),
        (DECLARED + OTHER + "<meta name='parsely-pub-date' content='2026-03-06'>", "", PLAIN, "2026-03-06"),
        (DECLARED + "<meta name='date' content='2026-03-09'>", "", PLAIN, "2026-03-06"),
        (DECLARED, "<p class='date'>Updated 9 March 2026</p>", PLAIN, "2026-03-06"),
        (DECLARED + OTHER + f"<meta property='article:modified_time' content='{NINTH}'>", "", PLAIN, "2026-03-06"),
        (DECLARED, "<p class='date'>7 March 2026</p>", PLAIN, "2026-03-07"),
    ],
    ids=[
        "two declared days",
        "declared and printed",
        "declared and printed with its time element",
        "declared and in microdata",
        "the printed line settles it",
        "the printed line bears the first out",
        "the address settles it",
        "a third mark settles it",
        "a weak mark contradicts nothing",
        "an update is no rival",
        "a declared change is no rival",
        "the next day is the same one in another zone",
    ],
)
def test_a_declared_day_that_another_as_strong_contradicts_is_not_taken_on_trust(
    head: str, inner: str, url: str, day: str | None
) -> None:
    found = article(news(inner + PARAGRAPHS, head), url)
    assert (found.published_local or "")[:10] == (day or "")
    evidence = found.evidence["published_at"]
    if day is None:
        assert found.published_at is None
        assert (evidence.state, evidence.raw) == (FieldState.UNREADABLE, SIXTH)
        assert "2026-03-09" in (evidence.reason or "") or "9 March 2026" in (evidence.reason or "")
        assert "nothing else tells which day it is" in (evidence.reason or "")


@pytest.mark.parametrize(
    ("markup", "local"),
    [
        ("<time datetime='2026-11-19T17:00Z'>19 November</time>", "2026-11-19T17:00:00+00:00"),
        (
            "<p class='date'>19 November 2026</p><time datetime='2026-11-19T17:00Z'>19 November</time>",
            "2026-11-19T17:00:00+00:00",
        ),
        (
            "<p>19 November 2026</p><time datetime='2026-11-16T17:00Z'>16 November</time>",
            "2026-11-19",
        ),
    ],
    ids=["attribute alone", "attribute of the printed day", "attribute of another day"],
)
def test_a_time_element_gives_the_time_of_the_printed_day(markup: str, local: str) -> None:
    assert article(news(markup + PARAGRAPHS), URL).published_local == local


@pytest.mark.parametrize(
    ("head", "inner"),
    [
        (JSON_LD.format('"datePublished":"2024-03-02T10:00:00+03:00"'), ""),
        ("<meta property='og:article:published_time' content='2024-03-02T10:00:00+03:00'>", ""),
        ("<meta name='PubDate' content='2024-03-02 10:00'>", ""),
        ("<meta name='dcterms.issued' content='2024-03-02'>", ""),
        ("<meta name='parsely-pub-date' content='2024-03-02T07:00:00Z'>", ""),
        ("<meta name='sailthru.date' content='2024-03-02 07:00:00'>", ""),
        ("<meta name='cXenseParse:recs:publishtime' content='2024-03-02T07:00:00Z'>", ""),
        ("<meta property='bytedance:published_time' content='2024-03-02T10:00:00+03:00'>", ""),
        ("<meta name='citation_publication_date' content='2024/03/02'>", ""),
        ("", "<span property='dc:date dc:created' content='2024-03-02T10:00:00+03:00'>Sat</span>"),
        ("", "<time itemprop='datePublished' datetime='2024-03-02T10:00:00+03:00'>Sat</time>"),
        ("", "<abbr class='published' title='x'>2 March 2024</abbr>"),
    ],
)
def test_the_marks_of_many_content_systems(head: str, inner: str) -> None:
    found = article(news(inner + PARAGRAPHS, head), "http://news.example.org/story/crossing.html")
    assert found.published_local is not None
    assert found.published_local.startswith("2024-03-02")


def test_microdata_gives_every_field_of_the_page_s_own_item() -> None:
    inner = (
        "<div itemprop='author' itemscope itemtype='https://schema.org/Person'>"
        "<span itemprop='name'>Mira Probe</span></div>"
        "<span itemprop='editor'>Lin Qiao</span>"
        "<div itemprop='publisher' itemscope itemtype='https://schema.org/Organization'>"
        "<meta itemprop='name' content='Northwind Daily'></div>"
        "<meta itemprop='datePublished' content='2024-03-02T10:00Z'>"
    )
    html = news(inner + PARAGRAPHS).replace(
        "<article>", "<article itemscope itemtype='https://schema.org/NewsArticle'>"
    )
    found = article(html)
    assert (found.authors, found.editors, found.outlet) == (("Mira Probe",), ("Lin Qiao",), "Northwind Daily")
    assert found.published_local == "2024-03-02T10:00:00+00:00"
    assert found.evidence["byline"].how == "microdata: author"


ROWS = "".join(
    f"<div class='views-row'><span><time datetime='2024-02-0{day}T11:02:00Z'>{day} Feb 2024</time></span>"
    f"<span><a href='/en/other-{day}'>Another crossing</a></span></div>"
    for day in (4, 5, 6)
)


def test_times_of_rows_of_other_articles_are_not_the_article_s() -> None:
    found = article(news(f"<div class='when'>3 Feb 2024</div>{PARAGRAPHS}<div class='view'>{ROWS}</div>"))
    assert found.published_local == "2024-02-03"


def test_a_time_element_of_another_printed_day_gives_no_time_of_day() -> None:
    box = "<div class='on'><a href='/o'>Another crossing</a> <time datetime='2024-02-04T11:02Z'>4 Feb 2024</time></div>"
    found = article(news(f"<div class='when'>3 Feb 2024</div>{PARAGRAPHS}{box}"))
    assert found.published_local == "2024-02-03"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>Updated:</div><div>Mar 6, 2024</div><div>Original:</div><div>Nov 3, 2023</div>",
        "<dl><dt>Last updated</dt><dd>6 March 2024</dd><dt>Published</dt><dd>3 November 2023</dd></dl>",
        "<p>Updated: <time datetime='2024-03-06T10:00:00Z'>6 March 2024</time></p>"
        "<p>Published: <time datetime='2023-11-03T10:00:00Z'>3 November 2023</time></p>",
    ],
    ids=["lines", "list", "time elements"],
)
def test_a_label_above_or_before_a_date_says_that_it_is_a_changes(markup: str) -> None:
    found = article(news(f"{markup}{PARAGRAPHS}"))
    assert (found.published_local or "")[:10] == "2023-11-03"


def test_a_change_alone_is_said_to_be_one() -> None:
    found = article(news(f"<p>Updated: <time datetime='2024-03-06T10:00:00Z'>6 March 2024</time></p>{PARAGRAPHS}"))
    assert (found.published_local or "")[:10] == "2024-03-06"
    assert "an update's date" in (found.evidence["published_at"].basis or "")


def test_another_instant_of_the_markup_shows_the_outlets_offset() -> None:
    declared = '"datePublished":"2023-11-03T23:30:20Z","dateModified":"2023-11-04T01:32:10+02:00"'
    found = article(news(PARAGRAPHS, JSON_LD.format(declared)))
    assert found.published_local == "2023-11-04T01:30:20+02:00"


@pytest.mark.parametrize(
    "line",
    ["March 2, 2024 6:00 am(Updated 6:01 am)", "Published: 15:56 BST, 2 March 2024 | Updated: 16:57 BST, 2 March 2024"],
)
def test_a_line_of_times_below_a_summary_leaves_the_text(line: str) -> None:
    summary = "Water trucks reach the three camps again, two weeks later than planned, says the invented council."
    found = article(news(f"<h2>{summary}</h2><div>{line}</div>{PARAGRAPHS}"))
    assert list(found.paragraphs) == [summary, *PROSE]
    assert (found.published_local or "")[:10] == "2024-03-02"
