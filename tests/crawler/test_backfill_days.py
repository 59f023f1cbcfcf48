"""What the days of a back-fill leave out: numbers in addresses, days in headlines, and pages of an index cut off."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.backfill import commoncrawl
from crawler.backfill.window import Window, child_wanted, day_of, span_of, wanted
from storage.records import Link
from tests.crawler.past import WebArchive, addresses, backfill, list_page, old_page
from tests.crawler.sites import html, rows, site

YEAR = Window(date(2019, 1, 2), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a/resolution-1325-2000-10-years-on", None),
        ("/a/agenda-2030-12-goals-of-peacekeeping", None),
        ("/a/mandate_2019_12_months.html", None),
        ("/a/agenda-2030/12-goals", None),
        ("/archive/2019/03.html", ("2019-03-01", "2019-03-31")),
        ("/2019-03/bridge-of-1995-07.html", ("2019-03-01", "2019-03-31")),
        ("/2019-03.html", ("2019-03-01", "2019-03-31")),
        ("/201903/bridge.html", ("2019-03-01", "2019-03-31")),
        ("/20190305/bridge.html", ("2019-03-05", "2019-03-05")),
        ("/2019-03/t20190305_4711.html", ("2019-03-05", "2019-03-05")),
        ("/2019/03/bridge-20190305.html", ("2019-03-05", "2019-03-05")),
        ("/politics/2019-03/05/c_112.htm", ("2019-03-05", "2019-03-05")),
        ("/a/201903/05/bridge.html", ("2019-03-05", "2019-03-05")),
        ("/a/bridge-2019-03-05-repaired", ("2019-03-05", "2019-03-05")),
        ("/a/patrols-2019-03-05-to-2019-04-02", ("2019-03-05", "2019-04-02")),
    ],
)
def test_numbers_among_the_words_of_an_address_are_no_month(path: str, expected: tuple[str, str] | None) -> None:
    span = span_of(f"http://x.example{path}")
    assert (span and (str(span[0]), str(span[1]))) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sitemap-20190101-20191231.xml", ("2019-01-01", "2019-12-31")),
        ("/sitemap-2019-01-2019-06.xml.gz", ("2019-01-01", "2019-06-30")),
        ("/sitemap-2015-2018.xml", ("2015-01-01", "2018-12-31")),
        ("/sitemap-pt-post-2016-10.xml", ("2016-10-01", "2016-10-31")),
        ("/post-sitemap-2016-10-2.xml", ("2016-10-01", "2016-10-31")),
        ("/sm-2016.xml", ("2016-01-01", "2016-12-31")),
        ("/2016/gazette.xml", ("2016-01-01", "2016-12-31")),
        ("/sitemap-part-2016-10.xml", None),
        ("/sitemap-20165.xml", None),
    ],
)
def test_the_days_of_a_sitemap_reach_from_the_first_date_in_its_name_to_the_last(
    path: str, expected: tuple[str, str] | None
) -> None:
    span = span_of(f"http://x.example{path}", years=True)
    assert (span and (str(span[0]), str(span[1]))) == expected


@pytest.mark.parametrize(
    ("path", "changed", "expected"),
    [
        ("/sitemap-20190101-20191231.xml", "2019-12-31T00:00:00+00:00", True),
        ("/wp-content/uploads/2015/02/map.xml", "2019-12-31T00:00:00+00:00", True),
        ("/sitemap-part-2016-10.xml", "2019-12-31T00:00:00+00:00", True),
        ("/sitemap-2015.xml", "2019-12-31T00:00:00+00:00", True),
        ("/sitemap-2015.xml", "2026-01-01T00:00:00+00:00", False),
        ("/sitemap-2015.xml", "", False),
        ("/sitemap-2015.xml", None, False),
        ("/sitemap-2019.xml", None, True),
        ("/sitemap-2019.xml", "2026-01-01T00:00:00+00:00", True),
        ("/sitemap-2019.xml", "2018-01-01T00:00:00+00:00", False),
        ("/sitemap-7.xml", "2018-01-01T00:00:00+00:00", False),
        ("/sitemap-7.xml", "", True),
    ],
)
def test_a_sitemap_changed_in_the_days_wanted_is_asked_for_whatever_its_address_says(
    path: str, changed: str | None, expected: bool
) -> None:
    assert child_wanted(f"http://x.example{path}", changed, YEAR) == expected


IN_2019 = "2019-03-05T00:00:00+00:00"
REMEMBERED: dict[str, Any] = {"published_raw": "11 July 1995", "published_at": datetime(1995, 7, 11, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link(url="http://x/a/resolution-1325-2000-10-years-on", changed=IN_2019), ("2019-03-05", "changed")),
        (Link(url="http://x/a/agenda-2030-12-goals"), ("None", None)),
        (Link(url="http://x/a/the-dead-of-1995-07-11", changed=IN_2019), ("2019-03-05", "changed")),
        (Link(url="http://x/2019/04/01/a", changed=IN_2019), ("2019-04-01", "address")),
        (Link(url="http://x/a/the-dead-of-1995-07-11"), None),
        (Link(url="http://x/a/the-dead-of-1995-07-11", changed="2026-01-01T00:00:00+00:00"), None),
        (Link(url="http://x/a", title="The dead of", **REMEMBERED), None),
        (Link(url="http://x/a", title="The dead of 11 July 1995", **REMEMBERED), ("None", None)),
        (Link(url="http://x/a", title="The dead of 11 July 1995", changed=IN_2019, **REMEMBERED),
         ("2019-03-05", "changed")),
        (Link(url="http://x/2018/05/a", title="The dead of 11 July 1995", **REMEMBERED), None),
        (Link(url="http://x/a", title="Until 5 May 2019", published_raw="5 May 2019",
              published_at=datetime(2019, 5, 5, tzinfo=UTC)), ("2019-05-05", "listed")),
    ],
)  # fmt: skip
def test_only_a_day_of_the_article_itself_leaves_it_out(link: Link, expected: tuple[str, str | None] | None) -> None:
    found = wanted(link, YEAR, None)
    assert (found and (str(found.day), found.day_by)) == expected


def test_the_day_in_a_headline_is_none_of_the_list() -> None:
    headline = Link(url="http://x/a", title="The dead of 11 July 1995", **REMEMBERED)
    printed = Link(url="http://x/a", title="The dead", **REMEMBERED)
    assert (day_of(headline), day_of(printed)) == (None, date(1995, 7, 11))


def test_a_list_with_a_date_in_a_headline_and_another_beside_it_gives_the_article(tmp_path: Path) -> None:
    with site() as one:
        headlines = {
            "/a/h1": ("Council extends the mandate until 30 April 2026", "<time datetime='2019-04-30'>30.4.</time>"),
            "/a/h2": ("Blue Helmets remember the dead of 11 July 1995", ""),
        }  # fmt: skip
        for path in headlines:
            one.routes[path] = html(old_page(path[3:], "2019-04-30"))
        items = "".join(f"<li><h3><a href='{p}'>{title}</a></h3>{day}</li>" for p, (title, day) in headlines.items())
        one.routes["/list/"] = html(f"<html><body><ul>{items}</ul></body></html>".encode())
        source = one.source(section=[{"url": "/list/"}])
        backfill(tmp_path, source, since=YEAR.since, until=YEAR.until, ways=("listings",))
        assert addresses(tmp_path) == {"h1": "taken", "h2": "taken"}


ROW = json.dumps({
    "timestamp": "20190320000000", "url": "http://old.example/a", "mime": "text/html", "status": "200",
    "filename": "crawl-data/x/a.warc.gz", "offset": "5", "length": "70",
}).encode()  # fmt: skip
NOT_WHOLE = {
    "cut in its last line": (ROW + b"\n" + ROW[:40], "cut off"),
    "cut in its only line": (ROW[:40], "no page of an index"),
    "rows with the end of an error page behind them": (ROW + b"\n" + ROW + b"\n</html>\n", "cut off"),
    "an error page": (b"<html>\n<style>a {}</style>\nBad gateway\n</html>\n", "no page of an index"),
    "lists instead of objects": (b'["a"]\n["b"]\n', "no page of an index"),
    "empty": (b"", "empty"),
    "blank lines": (b"\n \r\n", "empty"),
}


@pytest.mark.parametrize(("body", "said"), NOT_WHOLE.values(), ids=NOT_WHOLE.keys())
def test_a_page_of_an_index_that_did_not_come_whole_is_said_to_be_none(body: bytes, said: str) -> None:
    with pytest.raises(commoncrawl.NotAnIndexError, match=said):
        commoncrawl.read_places(body)


@pytest.mark.parametrize("odd", [b"{", b"org,x)/ 2012", b'{"url": 7}', b""])
def test_one_odd_line_in_the_middle_of_a_sound_page_is_passed_over(odd: bytes) -> None:
    assert len(commoncrawl.read_places(ROW + b"\n" + odd + b"\n" + ROW)) == 2


@pytest.mark.parametrize("name", ["cut in its last line", "an error page", "empty"])
def test_such_a_page_is_asked_for_again_and_loses_no_address(tmp_path: Path, name: str) -> None:
    body, said = NOT_WHOLE[name]

    class Cut(WebArchive):
        whole = False

        def _index(self, handler: Any) -> None:
            if self.whole or "showNumPages" in handler.path:
                super()._index(handler)
            else:
                handler.answer(200, {"Content-Type": "text/x-ndjson"}, body)

    with site() as one:
        one.routes["/list/"] = list_page([])
        web = Cut({f"{one.base}/a/crawled": ("20190320000000", old_page("crawled", "2019-01-07"))})
        source = one.source(section=[{"url": "/list/"}])
        how: dict[str, Any] = {"since": YEAR.since, "until": YEAR.until, "ways": ("commoncrawl",), "find_only": True}
        backfill(tmp_path, source, web, **how)
        told = rows(tmp_path, "SELECT state, reason, tries, next_at FROM backfill_steps WHERE kind = 'index'")
        assert [(row["state"], said in row["reason"], row["tries"]) for row in told] == [("waiting", True, 1)]
        assert (addresses(tmp_path), told[0]["next_at"] is None) == ({}, False)
        web.whole = True
        backfill(tmp_path, source, web, **how, at=datetime.fromisoformat(told[0]["next_at"]))
        web.close()
        assert addresses(tmp_path) == {"crawled": "waiting"}
