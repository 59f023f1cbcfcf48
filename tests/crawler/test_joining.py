"""Articles over several pages, joined: pure, on articles and on pages. All prose is invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.joining import join, same_article
from crawler.extraction.page import Page
from crawler.extraction.parts import links_of, part_links
from crawler.extraction.shape import blocks_of
from crawler.extraction.whole import MOST_PARTS, read_whole
from storage.records import Article, Evidence, FieldState, RelatedLink
from tests.crawler.invented_pages import NOW, PROSE, TITLE, news

BASE = "http://news.example.org/n"
A, B, C, D = PROSE
CREDIT = "The invented desk of Northwind wishes its readers a quiet Sunday by the river."


def part(*lines: str, **fields: object) -> Article:
    """One part of an article; a line that begins with # is a sub-heading."""
    texts = [(line.lstrip("#"), "h3" if line.startswith("#") else "p") for line in lines]
    values = {"title": TITLE, **fields}
    return Article(body="\n\n".join(text for text, _ in texts), blocks=blocks_of(texts), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ([part(A, B), part(C), part(D)], [A, B, C, D]),
        ([part(A, B), part(TITLE, C)], [A, B, C]),
        ([part(A, B), part(A, C)], [A, B, C]),
        ([part(A, B), part("2 3 下一页", C, "上一页 1 2 3")], [A, B, C]),
        ([part(A, "1 2 3 Next"), part(B, "Page 2 of 3"), part(C, "Previous 1 2 3")], [A, B, C]),
        ([part(A, "Continued on next page"), part(B)], [A, B]),
        ([part(A, B, CREDIT), part(C, CREDIT)], [A, B, C, CREDIT]),
        ([part(A, B), part(C, A, D)], [A, B, C, D]),
        ([part(A, "Thank you."), part(C, "Thank you.", D)], [A, "Thank you.", C, "Thank you.", D]),
        ([part(A, "#Background", B), part("#Background", C)], [A, "Background", B, "Background", C]),
        ([part(A, B), part(A, B)], [A, B]),
        ([part(A, "12 of the 14 trucks"), part("5", B)], [A, "12 of the 14 trucks", "5", B]),
    ],
    ids=[
        "the bodies in their order",
        "the title again over a later part",
        "the lead again over a later part",
        "a Chinese pager above and below",
        "an English pager below each",
        "a hint that it goes on",
        "a closing line under each part, once and last",
        "a paragraph a second time in a later part",
        "a short line may come twice",
        "a sub-heading of the same words stays with its text",
        "the same page twice",
        "figures are no pager",
    ],
)
def test_bodies_are_joined_and_each_line_is_there_once(parts: list[Article], lines: list[str]) -> None:
    joined = join(parts)
    assert list(joined.paragraphs) == lines
    assert [joined.body[block.start : block.end] for block in joined.blocks] == lines
    headings = [joined.body[block.start : block.end] for block in joined.blocks if block.kind == "subheading"]
    assert headings == [line for line in lines if line == "Background"]


def test_header_fields_are_the_first_part_s_and_the_end_is_the_last_one_s() -> None:
    found = Evidence(state=FieldState.FOUND, how="closing credit", raw="Editor: Mira Probe")
    first = part(A, authors=("Tam Sample",), related=(RelatedLink("Old"),), captions=("One (Photo by Mira Probe)",))
    last = part(
        B,
        title=f"{TITLE} (2)",
        authors=("Other Name",),
        editors=("Mira Probe",),
        evidence={"editor": found},
        trailer="Related News",
        related=(RelatedLink("New"),),
        captions=("One (Photo by Mira Probe)", "Two (Photo by Mira Probe)"),
    )
    joined = join([first, last])
    assert (joined.title, joined.authors, joined.editors) == (TITLE, ("Tam Sample",), ("Mira Probe",))
    assert joined.evidence["editor"] == replace(found, basis="printed on page 2")
    assert (joined.trailer, joined.related) == ("Related News", (RelatedLink("New"),))
    assert joined.captions == ("One (Photo by Mira Probe)", "Two (Photo by Mira Probe)")


def test_one_part_alone_is_given_back_as_it_is() -> None:
    alone = part(A, "1 2 3", shape=(("text", "x"),))
    assert join([alone]) is alone


@pytest.mark.parametrize(
    ("title", "other", "keys", "same"),
    [
        (TITLE, TITLE, ("1", "2"), True),
        (TITLE, f"{TITLE} (2)", (None, None), True),
        (TITLE, f"{TITLE}（2/5）", (None, None), True),
        (TITLE, f"{TITLE} - Page 2", (None, None), True),
        (TITLE, None, (None, None), True),
        (TITLE, "Ferry sinks at Malakal", ("7", "7"), True),
        (TITLE, "Ferry sinks at Malakal", ("7", "8"), False),
        (TITLE, "Ferry sinks at Malakal", (None, None), False),
        ("Patrol to village 1", "Patrol to village 2", (None, None), False),
        ("Patrol to village 1", "Patrol to village 12", (None, None), False),
    ],
)
def test_a_part_has_the_title_or_the_number_of_its_article(
    title: str, other: str | None, keys: tuple[str | None, str | None], same: bool
) -> None:
    assert same_article(part(A, title=title, key=keys[0]), part(B, title=other, key=keys[1])) is same


@pytest.mark.parametrize(
    ("url", "markup", "number", "linked"),
    [
        ("a.html", "<a href=a_2.html>2</a><a href=a_3.html>3</a>", 1, {2: "a_2.html", 3: "a_3.html"}),
        ("a_2.html", "<a href=a.html>1</a><a href=a_3.html>suivant</a>", 2, {1: "a.html", 3: "a_3.html"}),
        ("a.html", "<a href=a_1.html>2</a><a href=a_2.html>3</a>", 1, {2: "a_1.html", 3: "a_2.html"}),
        ("a_1.html", "<a href=a.html>1</a><a href=a_2.html>3</a>", 2, {1: "a.html", 3: "a_2.html"}),
        ("a.html", "<a href=a_1.html>下一页</a>", 1, {2: "a_1.html"}),
        ("a.html", "<a href=a_2.html>5</a>", 1, {}),
        ("a.html", "<a href=a_5.html>Next</a>", 1, {}),
        ("a/", "<a rel=next href=/n/a-2/>Another text of this title</a>", 1, {}),
        ("a/", "<a href=/n/a-2/>2</a>", 1, {2: "a-2/"}),
        ("content_1.htm", "<a href=content_1_2.htm>2</a><a href=content_2.htm>Next</a>", 1, {2: "content_1_2.htm"}),
        ("?p=7", "<a href='?p=8'>Next</a><a href='/n/'>Home</a>", 1, {}),
        ("story/12", "<a href=13>Next</a><a href=/n/other>1</a>", 1, {}),
        ("a.html?page=2", "<a href=a.html>1</a><a href='a.html?page=3'>3</a>", 2, {1: "a.html", 3: "a.html?page=3"}),
        ("a.html", "<a href=//www.news.example.org/n/a_2.html>2</a>", 1, {2: "//www.news.example.org/n/a_2.html"}),
        ("a.html", "<a href=https://evil.example/n/a_2.html>2</a>", 1, {}),
    ],
)  # fmt: skip
def test_which_links_are_parts(url: str, markup: str, number: int, linked: dict[int, str]) -> None:
    address = f"{BASE}/{url}" if not url.startswith("?") else f"http://news.example.org/{url}"
    found = part_links(LexborHTMLParser(f"<body>{markup}</body>"), address)
    expected = {n: f"http:{one}" if one.startswith("//") else f"{BASE}/{one}" for n, one in linked.items()}
    assert (found.number, dict(found.addresses)) == (number, expected)
    assert dict(links_of(found.evidence()).addresses) == expected


def pages(count: int, *, linked: int | None = None, title: str = TITLE) -> dict[int, Page]:
    """The pages of one article; each pager links all of them, or the next alone."""

    def name(n: int) -> str:
        return "a.html" if n == 1 else f"a_{n}.html"

    def pager(n: int) -> str:
        others = [m for m in range(1, count + 1) if m != n] if linked is None else [1, n + 1]
        return "".join(f"<a href='{name(m)}'>{m}</a> " for m in others if 0 < m <= count and m != n)

    return {
        n: Page(
            news(
                f"<div class='content'><p>{A} First on walk {n}.</p><p>{B} Then on walk {n}.</p></div>"
                f"<div class='pager'>{pager(n)}</div>",
                title=title,
            ).encode(),
            f"{BASE}/{name(n)}",
            "text/html; charset=utf-8",
            NOW,
        )
        for n in range(1, count + 1)
    }


def whole(given: dict[int, Page], *numbers: int) -> tuple[Article, tuple[str, ...], tuple[str, ...]]:
    read = read_whole(replace(given[1], further=tuple(given[n] for n in numbers)), None)
    assert isinstance(read.found, Article)
    return read.found, read.parts, read.wanted


def test_an_article_of_three_pages_is_read_as_one() -> None:
    given = pages(3)
    article, used, wanted = whole(given, 3, 2)
    assert [line.rpartition(" ")[2] for line in article.paragraphs] == ["1.", "1.", "2.", "2.", "3.", "3."]
    assert (used, wanted) == ((f"{BASE}/a_2.html", f"{BASE}/a_3.html"), ())
    told = article.evidence["parts"]
    assert (told.basis, told.reason) == ("3 of 3 parts", None)
    assert told.raw == f"2 {BASE}/a_2.html\n3 {BASE}/a_3.html"
    assert "next_part" not in article.evidence


def test_a_part_that_is_not_there_is_named_and_the_others_are_kept() -> None:
    article, used, wanted = whole(pages(5), 2, 4, 5)
    assert (len(article.paragraphs), len(used), wanted) == (8, 3, (f"{BASE}/a_3.html",))
    assert article.evidence["parts"].reason == "part 3 of 5 not fetched"


def test_a_page_alone_says_where_it_goes_on() -> None:
    given = pages(3)
    alone = read_whole(given[2], None)
    assert isinstance(alone.found, Article)
    assert len(alone.found.paragraphs) == 2
    assert alone.found.evidence["next_part"].raw == f"{BASE}/a_3.html"
    later = read_whole(replace(given[2], further=()), None)
    assert (later.first, later.wanted) == (f"{BASE}/a.html", ())


def test_pages_that_link_only_the_next_are_asked_for_one_after_the_other() -> None:
    given = pages(4, linked=1)
    assert whole(given)[2] == (f"{BASE}/a_2.html",)
    assert whole(given, 2)[2] == (f"{BASE}/a_3.html",)
    assert whole(given, 2, 3, 4)[2] == ()


def test_another_article_under_the_next_number_ends_the_text() -> None:
    given = pages(3)
    given[2] = pages(3, title="Ferry sinks at Malakal")[2]
    article, used, wanted = whole(given, 2)
    assert (len(article.paragraphs), used, wanted) == (2, (), ())
    assert not {"parts", "next_part"} & set(article.evidence)


def test_the_same_page_under_every_number_is_read_once() -> None:
    given = pages(6)
    given |= {n: replace(given[1], url=given[n].url) for n in range(2, 7)}
    article, used, wanted = whole(given, 2)
    assert (len(article.paragraphs), used, wanted) == (2, (), ())
    # With a sign of its own on each answer two are enough to know.
    given |= {n: replace(given[1], url=given[n].url, body=given[1].body + b"<!-- %d -->" % n) for n in range(2, 7)}
    article, used, wanted = whole(given, 2, 3)
    assert (len(article.paragraphs), len(used), wanted) == (2, 2, ())


def test_there_is_a_most_of_parts() -> None:
    article, used, wanted = whole(pages(30), *range(2, 31))
    assert (len(used), wanted) == (MOST_PARTS - 1, ())
    assert article.evidence["parts"].reason == f"more than {MOST_PARTS} parts"


def test_a_page_without_text_is_passed_over_and_the_text_goes_on() -> None:
    given = pages(3, linked=1)
    empty = "<html><body><img src='x.jpg'><a href='a.html'>1</a> <a href='a_3.html'>3</a></body></html>"
    given[2] = replace(given[2], body=empty.encode())
    article, used, wanted = whole(given, 2, 3)
    assert (len(article.paragraphs), len(used), wanted) == (4, 2, ())
    assert article.evidence["parts"].reason == "part 2 of 3 without text of its own"
