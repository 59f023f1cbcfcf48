"""How texts end: credits, related news, pagers, end marks. All prose is invented."""

from __future__ import annotations

import pytest

from crawler.extraction.closing import credit_at_end, cut_closing, is_furniture_line, is_pager, is_related_heading
from crawler.extraction.outline import TextBlock
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, article, news

PROSE_BELOW = [
    "The council had asked for the crossing since the spring, when the old ferry was lost in a flood one night.",
    "Trucks of the mission now cross twice a day, in the morning and before dusk, with an escort on either bank.",
    "A second team of invented engineers will look after the banks and the wooden piles until the rains begin.",
]
ABOVE = "<p>Source: Northwind Daily Editor: Lin Qiao 2020-01-02 03:04:05</p>"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("(Source: Peace News Service)", "Peace News Service"),
        ("Source: Xinhua", "Xinhua"),
        ("来源：新华社", "新华社"),
        ("本文来源：新华社", "新华社"),
        ("（来源：新华社 编辑：甲一）", "新华社"),
    ],
)
def test_a_closing_credit_is_trailer_and_names_the_outlet(line: str, outlet: str) -> None:
    found = article(news(f"<div>{PARAGRAPHS}<p>{line}</p></div>"))
    assert (found.outlet, found.trailer) == (outlet, line)
    assert found.evidence["outlet"].how == "closing credit"
    assert list(found.paragraphs) == PROSE


def test_an_outlet_printed_above_stays() -> None:
    found = article(news(f"<div>{ABOVE}{PARAGRAPHS}<p>Source: Xinhua</p></div>"))
    assert (found.outlet, found.trailer) == ("Northwind Daily", "Source: Xinhua")


def test_a_credit_in_the_last_words_of_a_paragraph_stays_there() -> None:
    inner = PARAGRAPHS.removesuffix("</p>") + " (Source: Xinhua)</p>"
    found = article(news(f"<div>{inner}</div>"))
    assert (found.outlet, found.trailer) == ("Xinhua", None)
    assert found.paragraphs[-1].endswith("(Source: Xinhua)")


def test_no_credit_is_read_into_running_text() -> None:
    assert credit_at_end("The source: nobody knows it, said the fictional team leader.") is None


@pytest.mark.parametrize(
    "text",
    [
        *("Related News", "相关新闻：", "Read also", "À lire aussi", "Baca juga:", "Читайте также"),
        *("Related news and stories", "相关稿件", "Contenus associés", "Notizie correlate", "ARTÍCULOS RELACIONADOS"),
        *("Tin liên quan", "관련기사", "関連記事", "أخبار ذات صلة", "Relaterade artiklar", "Powiązane artykuły"),
    ],
)
def test_related_headings(text: str) -> None:
    assert is_related_heading(text)


@pytest.mark.parametrize("text", ["1 2 3 4 下一页", "[1] [2]", "Previous Next"])
def test_pagers(text: str) -> None:
    assert is_pager(text)


@pytest.mark.parametrize("text", ["2015", "The related news was bad.", "Next to the river stands a village"])
def test_what_only_looks_like_closing_lines(text: str) -> None:
    assert not is_pager(text)
    assert not is_related_heading(text)
    assert not is_furniture_line(text)


def test_a_declared_trailer_ends_the_text() -> None:
    blocks = lines(*PROSE, "That is all.", "A line of another article")
    assert cut_closing(blocks, ("that is all.",)) == (len(PROSE), "That is all.")


def test_a_related_heading_early_in_a_list_of_short_lines_does_not_end_the_text() -> None:
    blocks = lines(PROSE[0], "Don't miss:", *(f"Item {n} of the invented list" for n in range(30)))
    assert cut_closing(blocks) == (len(blocks), None)


def test_summaries_below_links_do_not_keep_a_related_heading_in_the_text() -> None:
    other = "A summary of another invented article, long enough to weigh as much as the text itself does. " * 2
    blocks = lines(PROSE[0], PROSE[1], "Related news", other, other, other)
    assert cut_closing(blocks) == (len(blocks), None)
    assert cut_closing(blocks, announced=frozenset({3, 4, 5})) == (2, "Related news")


def lines(*texts: str) -> list[TextBlock]:
    """Lines of a text without links."""
    return [TextBlock(text, "p", 0, len(text), 0) for text in texts]


@pytest.mark.parametrize("wrapper", ["<div class='text lead'>", "<div>"], ids=["named", "unnamed"])
def test_a_related_box_that_parts_a_text_in_two_elements_does_not_end_it(wrapper: str) -> None:
    box = "<section><span>Mehr zum Thema</span><ul><li><a href='/a'>Another invented crossing</a></li></ul></section>"
    halves = ("".join(f"<p>{text}</p>" for text in part) for part in (PROSE, PROSE_BELOW))
    first, second = (f"<div>{wrapper}{half}</div></div>" for half in halves)
    found = article(news(f"{first}{box}{second.replace(' lead', '')}"))
    assert list(found.paragraphs) == [*PROSE, *PROSE_BELOW]
    assert [link.title for link in found.related] == ["Another invented crossing"]


def test_summaries_of_other_articles_behind_a_related_box_stay_out() -> None:
    others = "".join(
        f"<a href='/{n}'>Another invented crossing, {n}</a><p>{text}</p>" for n, text in enumerate(PROSE_BELOW)
    )
    found = article(news(f"<div>{PARAGRAPHS}</div><h3>Mehr zum Thema</h3><div>{others}</div>"))
    assert list(found.paragraphs) == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "<a href='/a'>中国甲公司与乙社联合发布新闻</a>2012-1-12 13:13:00",
        "<a href='/a'>News of Wau Agency</a> 3 May 2023",
    ],
)
def test_a_headline_with_a_day_behind_the_text_is_no_credit(line: str) -> None:
    found = article(
        news(f"<div>{PARAGRAPHS}</div><ul><li>{line}</li></ul>", '<meta name="application-name" content="Northwind">')
    )
    assert (found.outlet, found.trailer) == ("Northwind", None)
