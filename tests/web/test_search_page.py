"""The pages of a search and its files where there are more hits than one of them shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest

from reports.web import search as search_page
from reports.web.server import Pages
from storage import search, search_plan
from tests.storage.test_search_many import copied
from tests.web.conftest import Reader
from tests.web.test_pages import Outline
from tests.web.world import MONDAY, NOW, World, an_article

MANY = 301


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = World(tmp_path_factory.mktemp("search") / "data")
    made.source("harbour", "Harbour Defence Daily")
    body = "JUBA, Nov. 9 -- UNMISS peacekeepers of the United Nations Mission in South Sudan used the ferry."
    made.publish("one", an_article("harbour", 1, "Peacekeepers", body, MONDAY), MONDAY)
    copied(made.archive, MANY - 1)
    with made.archive.db.write():
        made.archive.db.execute("UPDATE articles SET language = 'fr' WHERE id % 2 = 0")
    made.archive.close()
    reader = Reader(Pages(made.data, now=lambda: NOW))
    yield reader
    reader.close()


def walked(reader: Reader, path: str) -> tuple[list[str], list[str]]:
    """The articles on a search's pages, one after the other, and what the pages say of their number."""
    uids, told = [], []
    following: str | None = path
    while following:
        text = reader.get(following).text
        told += re.findall(r'class="window">([^<]*)', text)
        uids += [link for link in Outline(text).links if link.startswith("/article/")]
        found = re.search(r'<a rel="next" href="([^"]+)"', text)
        following = found[1].replace("&amp;", "&") if found else None
    return uids, told


@pytest.mark.parametrize("order", ["", "&order=best"])
def test_the_pages_of_a_search_lead_to_its_last_hit(many: Reader, order: str) -> None:
    uids, told = walked(many, f"/search?q=ferry{order}")
    assert len(uids) == len(set(uids)) == MANY
    assert set(told) == {f"{MANY} articles"}


def test_they_do_so_where_not_all_hits_were_counted(many: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_plan, "FEW_HITS", 0)
    uids, told = walked(many, "/search?q=ferry+source:harbour")
    assert len(uids) == len(set(uids)) == MANY
    assert told[0] == "more than 150 articles"
    assert "counted among the newest 150" in many.get("/search?q=ferry+source:harbour").text
    for module in (search, search_page):
        monkeypatch.setattr(module, "MOST_HITS", 200)
    assert len(walked(many, "/search?q=ferry+source:harbour")[0]) == 200


def test_a_small_or_is_told_of(many: Reader) -> None:
    told = "or was looked for as a word of the text; to join words write OR."
    assert told in many.get("/search?q=ferry+or+bridge").text
    assert told not in many.get("/search?q=ferry+OR+bridge").text


def test_best_first_ends_with_what_was_ranked_and_says_so(many: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_plan, "MOST_RANKED", 150)
    uids, told = walked(many, "/search?q=ferry&order=best")
    assert (len(set(uids)), set(told)) == (150, {"more than 150 articles"})
    beyond = many.get("/search?q=ferry&order=best&page=4").text
    assert "Best first ranks the newest 150 only" in beyond
    assert "Nothing found" not in beyond


def test_a_file_of_hits_that_is_cut_says_so(many: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(csv.reader(io.StringIO(many.get("/search.csv?q=ferry").text)))
    assert len(rows) == MANY + 1
    assert "These articles as" in many.get("/search?q=ferry").text
    for module in (search, search_page):
        monkeypatch.setattr(module, "MOST_HITS", 200)
    rows = list(csv.reader(io.StringIO(many.get("/search.csv?q=ferry").text)))
    assert len(rows) == 202
    assert rows[-1][0].startswith("cut here: 200 articles")
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "At most 200 of these" in many.get("/search?q=ferry").text
    answer = many.get("/search.json?q=ferry")
    assert answer.json()["more"] is True
    assert answer.headers["x-bluewatch-cut"].startswith("cut here: 200 articles")
