"""Which of several dates at a link is the article's: the one printed beside it, not the one that its headline names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery.found import Entry
from crawler.discovery.section import read_section
from crawler.source import Section

URL = "http://www.paper.example/news/"
MANDATE = "Council extends the mandate until 30 April 2026"
STAMP = '<time datetime="2025-04-30T10:00:00Z">yesterday</time>'


def read(item: str, section: Section | None = None) -> Entry:
    """The entry of one item of a list, with another article behind it."""
    page = f'<html><body><ul>{item}<li><a href="/a/9">Nine</a> 1999-01-01</li></ul></body></html>'
    found = read_section(
        page.encode(), section=section or Section(url=URL), url=URL, languages=("en",), zone="Africa/Juba",
        now=datetime(2026, 11, 21, tzinfo=UTC), wanted=lambda address: address if "/a/" in address else None,
    )  # fmt: skip
    return found.entries[0]


# name: (item of a list, the date that counts, the title)
BESIDE: dict[str, tuple[str, str, str]] = {
    "a time element behind a headline with a date": (
        f'<li><h3><a href="/a/1">{MANDATE}</a></h3>{STAMP}</li>', "2025-04-30T10:00:00Z", MANDATE,
    ),
    "words behind a headline with a date": (
        f'<li><a href="/a/1">{MANDATE}</a> <i>30 April 2025</i></li>', "30 April 2025", MANDATE,
    ),
    "words in front of a headline with a date in figures": (
        '<li><i>2025-03-11</i> <a href="/a/1">The dead of 1995-07-11 remembered</a></li>', "2025-03-11",
        "The dead of 1995-07-11 remembered",
    ),
    "a headline that two links repeat": (
        f'<li><a href="/a/1"><img src="x"></a><a href="/a/1">{MANDATE}</a>'
        f'<a href="/a/1"><span>30 April 2025</span></a></li>', "30 April 2025", MANDATE,
    ),
    "an element of its own in the link": (
        '<li><a href="/a/1"><span class="date">12 Oct 2026</span> Bridge repaired</a> 2001-01-01</li>', "12 Oct 2026",
        "Bridge repaired",
    ),
    "an element of its own behind a headline with a date": (
        f'<li><a href="/a/1"><b>{MANDATE}</b><span>Published on 30 April 2025</span></a></li>', "30 April 2025",
        f"{MANDATE} Published on",
    ),
    "a time element in the link": (
        f'<li><a href="/a/1"><h3>{MANDATE}</h3>{STAMP}</a></li>', "2025-04-30T10:00:00Z", MANDATE,
    ),
    "parts of one date in several elements": (
        '<li><a href="/a/1"><b>12</b><i>Oct 2026</i> <span>Bridge repaired</span></a></li>', "12 Oct 2026",
        "Bridge repaired",
    ),
    "a date in figures behind the headline and none beside it": (
        '<li><a href="/a/1">Bridge repaired 2026-10-12 18:00</a></li>', "2026-10-12 18:00", "Bridge repaired",
    ),
    "a headline's date where there is no other; it stays in the title": (
        f'<li><a href="/a/1">{MANDATE}</a></li>', "30 April 2026", MANDATE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("item", "raw", "title"), BESIDE.values(), ids=BESIDE.keys())
def test_a_date_beside_a_link_outranks_one_in_its_headline(item: str, raw: str, title: str) -> None:
    entry = read(item)
    assert (entry.published_raw, entry.title) == (raw, title)


def test_a_declared_place_of_the_date_is_taken_whatever_the_headline_says() -> None:
    entry = read(
        f'<li><a href="/a/1">{MANDATE}</a> 2001-01-01 <b class="d">30.04.2025</b></li>',
        Section(url=URL, date="b.d", date_format="%d.%m.%Y"),
    )
    assert (entry.published_raw, entry.published_at) == ("30.04.2025", datetime(2025, 4, 30, tzinfo=UTC))


def test_the_next_articles_date_is_not_taken_for_a_headline_with_one() -> None:
    assert read(f'<li><a href="/a/1">{MANDATE}</a></li><li>2020-02-02 <a href="/a/2">Two</a></li>').published_raw == (
        "30 April 2026"
    )
