"""The header variants of header_variants.py on a page, and those that are no case of a table."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.text import article_from_text
from storage.records import Article
from tests.crawler.header_variants import CASES, FR, opening
from tests.crawler.invented_pages import PROSE, TITLE, article

PLAIN = "http://news.example.org/story/crossing.html"


def page(lines: list[str], prose: list[str], after: list[str], url: str) -> Article:
    """A page with the lines between headline and text, a paragraph each, and others behind the text."""
    inner = "".join(f"<p>{line}</p>" for line in [*lines, *prose, *after])
    return article(
        f"<html><head><title>{TITLE}</title></head><body><div class='main'><h1>{TITLE}</h1>{inner}</div></body></html>",
        url,
    )


def fields(found: Article, wanted: dict[str, Any]) -> dict[str, Any]:
    """The wanted fields as they were found."""
    return {name: getattr(found, name) for name in wanted}


@pytest.mark.parametrize(
    ("lines", "prose", "after", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_header_variant_on_a_page(
    lines: list[str], prose: list[str], after: list[str], wanted: dict[str, Any]
) -> None:
    assert fields(page(lines, prose, after, PLAIN), wanted) == wanted


def test_10_a_listing_s_date_without_a_year_is_no_date() -> None:
    found = page(["04-30 10:12:13"], PROSE, [], PLAIN)
    assert (found.published_at, found.published_local) == (None, None)


def test_20_a_day_and_month_alone_keep_no_value() -> None:
    assert page(["7 juillet"], FR, [], PLAIN).published_at is None


def test_25_a_transcript_keeps_its_speakers() -> None:
    turns = [f"Mira Probe: {PROSE[0]}", f"Aron Testa: {PROSE[1]}", f"Mira Probe: {PROSE[2]}", f"Aron Testa: {PROSE[3]}"]
    found = page(["2020-09-23 10:00"], turns, [], PLAIN)
    assert (found.type, {block.speaker for block in found.blocks}) == ("transcript", {"Mira Probe", "Aron Testa"})


def test_28_the_day_may_stand_in_the_address_alone() -> None:
    found = page([], PROSE, [], "http://press.example.org/en/2023/20230728.doc.htm")
    assert (found.published_local, found.evidence["published_at"].how) == ("2023-07-28", "address")


def test_the_seed_form_as_text() -> None:
    lines = [
        TITLE,
        "",
        "Northwind Daily",
        "Lin Qiao",
        "2021-04-30 17:46:03",
        "",
        "By Mira Probe",
        "",
        *opening("WAU, Apr. 30 -- "),
    ]
    found = article_from_text("\n".join(lines), zone="Asia/Shanghai")
    assert (found.outlet, found.editors, found.authors) == ("Northwind Daily", ("Lin Qiao",), ("Mira Probe",))
    assert (found.dateline_place, found.dateline_date) == ("Wau", "2021-04-30")
