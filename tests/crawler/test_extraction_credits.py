"""Title, date, people and outlet among what a page says of them. All names and prose are invented."""

from __future__ import annotations

import pytest

from storage.records import FieldState
from tests.crawler.invented_pages import PARAGRAPHS, TITLE, URL, article, news

PUBLISHED = '<meta property="article:published_time" content="{}">'


def byline(markup: str) -> tuple[str, ...]:
    return article(news(markup + PARAGRAPHS)).authors


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<span class='byline'>By <a href='/authors/mira'>Mira Probe</a></span>", ("Mira Probe",)),
        ("<p class='post-author'>Mira Probe</p>", ("Mira Probe",)),
        (
            "<a rel='author' href='/x'>Mira Probe</a><a rel='author' href='/y'>Aron Testa</a>",
            ("Mira Probe", "Aron Testa"),
        ),
        ("<div class='article-byline'>By Mira Probe, Staff Writer | Nov 3, 2023</div>", ("Mira Probe",)),
        ("<div class='author'>Von Mira Probe und Aron Testa</div>", ("Mira Probe", "Aron Testa")),
        ("<span id='author_baidu'>甲一二</span>", ("甲一二",)),
        ("<p>By Mira Probe in Juba</p>", ("Mira Probe",)),
        ("<div class='comment-author'>Mira Probe</div>", ()),
        ("<div class='author-bio'>Mira Probe writes about rivers.</div>", ()),
        ("<div class='author'>Share this article</div>", ()),
        ("<div class='author'>责任编辑：甲一二丙</div>", ()),
        ("<div class='author'>Editor: Mira Probe</div>", ()),
    ],
)
def test_bylines_in_markup(markup: str, names: tuple[str, ...]) -> None:
    assert byline(f"<div>{markup}</div>") == names


def test_a_reference_in_json_ld_is_looked_up() -> None:
    script = (
        '{"@graph":[{"@type":"NewsArticle","headline":"x","author":{"@id":"#p"}},'
        '{"@type":"Person","@id":"#p","name":"Mira Probe"}]}'
    )
    found = article(news(PARAGRAPHS, f'<script type="application/ld+json">{script}</script>'))
    assert found.authors == ("Mira Probe",)


def test_the_outlet_itself_is_no_author() -> None:
    script = (
        '{"@type":"NewsArticle","author":{"@type":"Organization","name":"Northwind"},"publisher":{"name":"Northwind"}}'
    )
    found = article(news(PARAGRAPHS, f'<script type="application/ld+json">{script}</script>'))
    assert (found.authors, found.evidence["byline"].state) == ((), FieldState.ABSENT)


@pytest.mark.parametrize("name", ["The Northwind", "DER NORTHWIND", "Northwind"])
def test_the_outlet_s_name_with_its_article_is_no_author(name: str) -> None:
    found = article(news(f"<p class='author'>{name}</p>{PARAGRAPHS}", title=TITLE), "https://www.northwind.example/n/1")
    assert found.authors == ()


def test_labels_above_their_values_are_read() -> None:
    info = "<dl><dt>Source</dt><dd>Northwind Daily</dd><dt>Editor</dt><dd>Lin Qiao</dd><dt>Time</dt><dd>2023-09-18 10:02</dd></dl>"  # noqa: E501
    found = article(news(info + PARAGRAPHS))
    assert (found.outlet, found.editors, found.published_raw) == ("Northwind Daily", ("Lin Qiao",), "2023-09-18 10:02")


@pytest.mark.parametrize(
    ("printed", "local"),
    [
        ("<time>Dec. 21, 2023 11:00 pm</time>", "2023-12-21T23:00:41-05:00"),
        ("<p class='date'>December 21, 2023</p>", "2023-12-21"),
        ("", "2023-12-22T04:00:41+00:00"),
    ],
)
def test_an_instant_in_utc_gets_the_outlet_s_own_clock_from_what_is_printed(printed: str, local: str) -> None:
    found = article(news(printed + PARAGRAPHS, PUBLISHED.format("2023-12-22T04:00:41Z")))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2023-12-22T04:00:41+00:00"
    assert found.published_local == local


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ("<p>Updated: 5 March 2023</p><p>Published: 2 March 2023</p>", "2023-03-02"),
        ("<p class='pub-date'>2 March 2023</p><p>Last modified 9 March 2023</p>", "2023-03-02"),
    ],
)
def test_the_day_of_publication_is_not_that_of_a_change(markup: str, day: str) -> None:
    found = article(news(f"<div>{markup}</div>{PARAGRAPHS}"))
    assert found.published_local == day


def test_a_day_without_a_time_is_that_day_in_utc() -> None:
    found = article(news("<p>2 March 2023</p>" + PARAGRAPHS), url="http://news.example.cn/a")
    assert found.published_at is not None
    assert (found.published_at.isoformat(), found.published_local) == ("2023-03-02T00:00:00+00:00", "2023-03-02")
    assert found.evidence["published_at"].basis == "day only, no time printed"


def test_the_day_in_the_address_is_used_last() -> None:
    found = article(news(PARAGRAPHS), url="http://news.example.org/2023/03/02/crossing.html")
    assert (found.published_local, found.evidence["published_at"].how) == ("2023-03-02", "address")


@pytest.mark.parametrize(
    ("heading", "head"),
    [
        (f"<h1><span class='kicker'>World</span>{TITLE}</h1>", ""),
        (f"<h1>World {TITLE}</h1>", f'<meta property="og:title" content="{TITLE} | Northwind">'),
        (f"<h1>World | {TITLE}</h1>", ""),
        (f"<h1><a href='/'>Northwind</a></h1><h2>{TITLE}</h2>", ""),
        (f"<h1 class='logo'>Northwind online</h1><h2>{TITLE}</h2>", ""),
    ],
)
def test_titles_without_sections_and_site_names(heading: str, head: str) -> None:
    html = f"<html><head><title>{TITLE} - Northwind</title>{head}</head><body><article>{heading}{PARAGRAPHS}</article></body></html>"  # noqa: E501
    assert article(html, url=URL).title == TITLE


def test_a_title_element_of_all_pages_is_none_where_it_ends_with_the_site_s_name() -> None:
    head = (
        '<title>Press Release: Bureau of Northwind</title><meta property="og:site_name" content="Bureau of Northwind">'
    )
    heading = "Premier thanks choir, guests"
    found = article(f"<html><head>{head}</head><body><div><h2>{heading}</h2>{PARAGRAPHS}</div></body></html>")
    assert found.title == heading


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<p>Mira Probe/Aron Testa</p>", ("Mira Probe", "Aron Testa")),
        ("<h3>Mira Probe</h3><p>3 November 2023</p>", ("Mira Probe",)),
        ("<div class='name'>Mira Probe</div><div class='name'>Aron Testa</div>", ("Mira Probe", "Aron Testa")),
        ("<p>Mira Probe | Senior Writer | July 2, 2025</p>", ("Mira Probe",)),
        ("<p>Von: Mira Probe, Aron Testa</p>", ("Mira Probe", "Aron Testa")),
        ("<p>Written by Mira Probe</p>", ("Mira Probe",)),
        ("<p>作者：文静</p>", ("文静",)),
        ("<p>文/甲一二 丙丁</p>", ("甲一二", "丙丁")),
        ("<p>虚构报·虚构网记者 甲一二 来源：虚构日报</p>", ("甲一二",)),
        ("<p>South Sudan</p>", ()),
        ("<p>Key Takeaways</p>", ()),
        ("<p>Whatsapp Facebook Pint Baixar</p>", ()),
    ],
)
def test_bylines_as_lines_of_text(markup: str, names: tuple[str, ...]) -> None:
    assert byline(markup) == names


def test_a_signature_in_bold_below_the_text_is_the_byline_and_leaves_it() -> None:
    found = article(news(PARAGRAPHS + "<p style='text-align:right'><strong>Mira Probe</strong></p>"))
    assert (found.authors, "Mira Probe" in found.body) == (("Mira Probe",), False)


@pytest.mark.parametrize(
    ("declared", "printed", "names"),
    [
        (["Mira Probe", "Lin Qiao"], "By Mira Probe", ("Mira Probe",)),
        (["Mira Probe"], "By Mira Probe and Aron Testa", ("Mira Probe", "Aron Testa")),
        (["Mira Probe"], "Von Mira Probe, Juba", ("Mira Probe",)),
        (["Mira Probe"], "By Aron Testa", ("Mira Probe",)),
    ],
)
def test_the_printed_byline_corrects_the_declared_authors(
    declared: list[str], printed: str, names: tuple[str, ...]
) -> None:
    people = ",".join(f'{{"@type":"Person","name":"{name}"}}' for name in declared)
    script = f'{{"@type":"NewsArticle","headline":"x","author":[{people}]}}'
    head = f'<script type="application/ld+json">{script}</script>'
    assert article(news(f"<p>{printed}</p>{PARAGRAPHS}", head)).authors == names


def test_an_office_that_the_byline_prints_comes_before_the_declared_organisation() -> None:
    script = '{"@type":"NewsArticle","headline":"x","author":{"@type":"Organization","name":"Wire X"}}'
    head = f'<script type="application/ld+json">{script}</script>'
    assert article(news(f"<p>by University of Northwind</p>{PARAGRAPHS}", head)).authors == ("University of Northwind",)


def test_both_editors_of_one_line_are_editors() -> None:
    assert article(news(PARAGRAPHS + "<p>编辑：甲一二 责任编辑：丙丁</p>")).editors == ("甲一二", "丙丁")


def test_a_label_and_its_value_for_previews_name_the_writer() -> None:
    head = "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Mira Probe'>"
    assert article(news(PARAGRAPHS, head)).authors == ("Mira Probe",)


@pytest.mark.parametrize("sign", ["Enditem", "(完)", "（完）"])
def test_a_wire_s_end_sign_leaves_the_text(sign: str) -> None:
    alone = article(news(f"{PARAGRAPHS}<p>{sign}</p>"))
    behind = article(news(PARAGRAPHS.removesuffix("</p>") + f" {sign}</p>"))
    assert (alone.trailer, behind.trailer) == (sign, sign)
    assert alone.body == behind.body
    assert sign not in alone.body


def test_the_headline_where_the_h1_is_the_site_s_name() -> None:
    html = (
        f"<html><head><title>Northwind - {TITLE}</title></head><body><div><h1>Northwind</h1>"
        f"<h3>{TITLE}</h3>{PARAGRAPHS}</div></body></html>"
    )
    assert article(html, "http://x.example.org/a").title == TITLE


def test_the_headline_behind_a_name_and_a_colon() -> None:
    whole = f"Northwind: {TITLE}"
    html = (
        f"<html><head><title>{whole}</title><meta property='og:title' content='{whole}'></head><body><div>"
        f"<h1>Northwind</h1>{PARAGRAPHS}</div></body></html>"
    )
    assert article(html, "http://x.example.org/a").title == whole


def test_a_declared_title_ends_where_another_declared_title_does() -> None:
    head = f"<meta property='og:title' content='{TITLE}-Politicsㅣ북풍'><meta name='headline' content='{TITLE}'>"
    html = f"<html><head><title>{TITLE}-Politicsㅣ북풍</title>{head}</head><body><div>{PARAGRAPHS}</div></body></html>"
    assert article(html, "http://x.example.org/a").title == TITLE


@pytest.mark.parametrize("name", ["application-name", "publisher"])
@pytest.mark.parametrize(("heading", "how"), [("h1", "h1"), ("div", "meta: og:title")])
def test_a_headline_declared_as_the_sites_name_is_the_headline_and_no_outlet(name: str, heading: str, how: str) -> None:
    declared = f'<meta name="{name}" content="{TITLE}"><meta property="og:site_name" content="{TITLE}">'
    head = f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'>{declared}"
    page = f"<html><head>{head}</head><body><{heading}>{TITLE}</{heading}>{PARAGRAPHS}</body></html>"
    found = article(page)
    assert (found.title, found.outlet) == (TITLE, None)
    assert found.evidence["title"].how.startswith(how)


def test_a_sites_own_name_in_the_title_element_is_no_headline() -> None:
    name = "The Invented Mission for Crossings in the North"
    head = f"<title>{name}</title>" + "".join(
        f"<meta property='og:{of}' content='{name}'>" for of in ("title", "site_name")
    )
    found = article(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{PARAGRAPHS}</body></html>")
    assert (found.title, found.outlet) == (TITLE, name)


def test_a_section_that_one_declared_title_puts_before_the_headline_is_left_out() -> None:
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"}}</script>'
    head = f"<title>Opinion | {TITLE}</title><meta property='og:title' content='Opinion | {TITLE}'>{script}"
    found = article(f"<html><head>{head}</head><body><h1><span>Opinion</span> {TITLE}</h1>{PARAGRAPHS}</body></html>")
    assert found.title == TITLE


def test_a_character_reference_written_twice_in_a_headline_is_read() -> None:
    assert article(news(PARAGRAPHS, title="Roads &amp;amp; rivers: engineers reopen a crossing")).title == (
        "Roads & rivers: engineers reopen a crossing"
    )
