"""Long pages of links are read in pieces: what is found is what the whole page would give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.discovery import slices
from crawler.discovery.found import Found
from crawler.discovery.section import read_section
from crawler.source import Section

URL = "https://news.example/list/"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ITEM = (
    '<li class="{kind}"><span>{day} November 2026</span><p><a href="/a/{n}.html"><b>Patrol report number {n}</b></a>'
    "<p>A line about it<br>and another one</li>"
)


def a_list(items: int, *, end: str = "") -> bytes:
    rows = "".join(ITEM.format(n=n, kind="item" if n % 3 else "item top", day=1 + n % 19) for n in range(items))
    script = "<script>var shown = '<ul><li>' + 1 < 2;</script><!-- <ul> -->"
    return f"<html><body><nav><a href='/'>Home</a></nav><div class=list><ul>{script}{rows}</ul></div>{end}".encode()


def read(body: bytes, section: Section) -> Found:
    return read_section(body, section=section, url=URL, languages=("en",), zone="UTC", now=NOW)


@pytest.mark.parametrize(
    "section",
    [
        Section(url=URL),
        Section(url=URL, link="div.list li.item > p a"),
        Section(url=URL, link=".list li.top", date="span"),
        Section(url=URL, next=".pager a.on"),
    ],
    ids=("any link", "a path from the top", "an item", "its own pager"),
)
@pytest.mark.parametrize("end", ["", '<div class="pager"><a class="on" rel="next" href="?p=2">on</a></div>'])
def test_pieces_give_what_the_whole_gives(section: Section, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = a_list(400, end=end)
    whole = read(body, section)
    monkeypatch.setattr(slices, "PIECE", 4096)
    monkeypatch.setattr(slices, "_LOOK", 1024)
    assert len(list(slices.pieces(body.decode()))) > 10
    assert read(body, section) == whole
    assert len(whole.entries) > 100
    assert all(entry.published_at for entry in whole.entries if entry.title not in {"Home", "on"})


def test_hostile_markup_is_cut_in_time_and_loses_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "PIECE", 4096)
    monkeypatch.setattr(slices, "_LOOK", 1024)
    for filling in ("<a" * 50_000, "<!--" + "x" * 50_000, "<div>" * 30_000, "<script>" + "<b>" * 30_000, "<" * 90_000):
        text = "".join(slices.pieces(f"<a href=/first>1</a>{filling}"))
        assert text.startswith("<a href=/first>1</a>")
        assert len(text) < 4 * len(filling) + 100_000


def test_a_short_page_is_as_it_is() -> None:
    text = a_list(100).decode()
    assert list(slices.pieces(text)) == [text]
