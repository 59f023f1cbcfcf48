"""Text that looks like furniture, captions, header lines or datelines and is none: it stays. Invented prose only."""

from __future__ import annotations

import pytest

from crawler.extraction.dateline import read_dateline
from tests.crawler.invented_pages import PARAGRAPHS, PROSE, article, news

LEAD, *REST = PROSE
AFTER = "".join(f"<p>{text}</p>" for text in REST)
ADVISORY = [
    "What: Opening of the crossing between the two camps",
    "When: Monday, 15 May 2023, 10:00",
    "Where: The first crossing, Wau",
]
DAYS = ["3 May 2023: the river takes the old crossing", "5 May 2023", "14 May 2023: the first water truck passes"]
CLAUSES = [
    "(a) To keep the only road to the three camps open to trucks with all the means that the team has at hand;",
    "(b) To help the village council with the ferry that the crossing replaces until the end of the next rains;",
    "(c) To support the invented review of the plan for the road, and to tell the council what has come of it.",
]
COUNTRIES = ["The countries whose engineers worked on the crossing in this invented year:", "Ghana", "Kenya", "UAE"]


def listed(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


@pytest.mark.parametrize(
    ("inner", "paragraphs"),
    [
        (f"<p>{LEAD}</p>{listed(ADVISORY)}{AFTER}", [LEAD, *ADVISORY, *REST]),
        (f"<p>{LEAD}</p>{listed(DAYS)}{AFTER}", [LEAD, *DAYS, *REST]),
        (PARAGRAPHS + "".join(f"<p>{text}</p>" for text in CLAUSES), [*PROSE, *CLAUSES]),
        (f"{PARAGRAPHS}<p>{COUNTRIES[0]}</p>{listed(COUNTRIES[1:])}", [*PROSE, *COUNTRIES]),
        (
            "".join(f"<div class='x'><p>{text}</p></div>" for text in (*PROSE, "It rained.")),
            [*PROSE, "It rained."],
        ),
        (
            f"<div>{PARAGRAPHS}</div><aside-x>{PARAGRAPHS}</aside-x><p>{CLAUSES[0]}</p><p>{CLAUSES[1]}</p>",
            [*PROSE, *CLAUSES[:2]],
        ),
        (f"{PARAGRAPHS}<p>{LEAD}</p>", [*PROSE, LEAD]),
        (
            f"{PARAGRAPHS}<p><img src='a.jpg'></p><p>The rain took the ferry, of which there is a picture by the team.</p>{AFTER}",  # noqa: E501
            [*PROSE, "The rain took the ferry, of which there is a picture by the team.", *REST],
        ),
    ],
    ids=[
        *("what and when of an event", "days of a story", "third item", "last short items"),
        *("a last short line in a wrapper of its own", "all of it twice", "one line twice", "a sentence on a picture"),
    ],
)
def test_lines_of_the_text_stay(inner: str, paragraphs: list[str]) -> None:
    found = article(news(f"<div class='date'>12 May 2023</div><div class='text'>{inner}</div>"))
    assert list(found.paragraphs) == paragraphs
    assert found.published_local == "2023-05-12"


@pytest.mark.parametrize(
    "opening",
    [
        "Миссия ООН (МООНЮС) – одна из крупнейших в мире, и её вымышленный батальон открыл дорогу.",
        "بعثة الأمم المتحدة (اليونيفيل) - أعادت كتيبة خيالية فتح الطريق بين المخيمين.",
        "UNFIC – the fictional mission in the hills – has reopened the road between the two camps.",
        "3 May 2011 – UNFIC – the fictional mission in the hills – reopened the road between the two camps.",
    ],
)
def test_a_body_with_its_short_name_is_no_place(opening: str) -> None:
    found = read_dateline(opening)
    assert found is None or found.place is None


def test_a_full_stop_parts_a_place_from_its_day() -> None:
    found = read_dateline("Nairobi. 17th May, 2023. A team of invented engineers finished work on a crossing.")
    assert found is not None
    assert found.place == "Nairobi"


def test_the_headline_of_two_where_the_other_ends_the_page_s_title() -> None:
    html = (
        "<html><head><title>Council renews mandate of the invented team | Press and Meetings Coverage</title></head>"
        "<body><h1>Press and Meetings Coverage</h1><h1>Council renews mandate of the invented team</h1>"
        f"<div>{PARAGRAPHS}</div></body></html>"
    )
    assert article(html).title == "Council renews mandate of the invented team"


def test_a_line_of_the_day_and_the_day_of_its_change() -> None:
    line = "<div>Publicado em <b>17/05/2023 10h15</b> Atualizado em <b>18/05/2023 09h00</b></div>"
    found = article(news(line + PARAGRAPHS), "https://www.forcas.example.br/noticias/ponte")
    assert found.published_local == "2023-05-17T10:15:00-03:00"


def test_labels_and_names_as_chinese_pages_set_them() -> None:
    line = "<p>本报记者　林　乔　苏小寒</p>"
    line += "<div>来源：<b>北风报</b>责任编辑：<b>高北</b>发布：<b>2023-07-05 06:41:22</b></div>"
    found = article(news(line + PARAGRAPHS))
    assert (found.authors, found.editors) == (("林乔", "苏小寒"), ("高北",))
    assert (found.outlet, found.published_local) == ("北风报", "2023-07-05T06:41:22+00:00")


@pytest.mark.parametrize(
    "last",
    [
        "The road was opened on 3 May 2023.",
        "The report was published on 3 May 2023.",
        "فُتح الطريق في 3 مايو 2023.",
        "La route sera rouverte le 3 juin 2023.",
        "下一批人员将于2023年7月1日抵达。",
        "In 2023, May 12 people of the team were honoured.",
    ],
)
def test_a_sentence_with_a_day_stays_the_last(last: str) -> None:
    found = article(news(f"<div class='date'>12 May 2023</div><div class='text'>{PARAGRAPHS}<p>{last}</p></div>"))
    assert list(found.paragraphs) == [*PROSE, last]
    assert found.published_local == "2023-05-12"


@pytest.mark.parametrize(
    "last", ["Published 3 May 2023.", "Last updated on 3 May 2023.", "This story was first published on 3 May 2023."]
)
def test_a_line_of_the_page_s_own_day_leaves_the_text(last: str) -> None:
    found = article(news(f"<div class='date'>3 May 2023</div><div class='text'>{PARAGRAPHS}<p>{last}</p></div>"))
    assert list(found.paragraphs) == PROSE


def test_a_sentence_with_a_day_stays_the_first() -> None:
    first = "On 3 May 2023 the rain came."
    found = article(news(f"<div class='date'>12 May 2023</div><div class='text'><p>{first}</p>{PARAGRAPHS}</div>"))
    assert list(found.paragraphs) == [first, *PROSE]


def test_sentences_go_on_below_a_heading_without_links() -> None:
    told = ["Related information", "The trucks carried water, as the team had said before the rain came this year."]
    paragraphs = [*PROSE[:2], *told, *PROSE[2:]]
    inner = "".join(f"<p>{text}</p>" for text in paragraphs)
    assert list(article(news(f"<div class='text'>{inner}</div>")).paragraphs) == paragraphs


def test_a_line_broken_off_before_a_day_goes_on() -> None:
    inner = f"{LEAD}<br>The team arrived on<br>3 May 2023<br>and left in June.<br><br>• first crossing<br>• second crossing<br>{REST[0]}<br>{REST[1]}"  # noqa: E501
    joined = "The team arrived on 3 May 2023 and left in June."
    paragraphs = [LEAD, joined, "• first crossing", "• second crossing", REST[0], REST[1]]
    assert list(article(news(f"<div class='text'>{inner}</div>")).paragraphs) == paragraphs


def test_a_paragraph_glued_to_the_credit_of_a_picture_stays() -> None:
    glued = f"© Provided by Northwind {LEAD} It was the first of three that the fictional council has asked for."
    inner = f"<div><div>{glued}</div></div><h2>More of it</h2>{AFTER}"
    assert list(article(news(f"<div class='text'>{inner}</div>")).paragraphs) == [glued, "More of it", *REST]


def test_a_flash_of_one_short_paragraph_is_not_joined_with_its_headline_and_day() -> None:
    """Below what our own body is sure of a library is asked, which puts all three into one line."""
    text = "WAU – The crossing has 1,001 visitors a month, one more than the month before."
    day = "<time datetime='2023-05-12T08:00:00Z'>12 May 2023</time>"
    found = article(news(f"{day}<p>{text}</p>", title="One more visitor of the crossing in Wau"))
    assert (found.body, found.dateline_place) == (text, "Wau")
