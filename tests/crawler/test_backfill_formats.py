"""What the indexes of web archives answer, the days of addresses, and the pagers of lists, read as values."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from crawler.backfill import commoncrawl, wayback
from crawler.backfill.deep import dated_pages, deepened
from crawler.backfill.window import Window, span_of, wanted
from crawler.discovery.paging import month_lists, numbered_after
from crawler.source import parse_source
from storage.errors import ConfigurationError
from storage.records import Answer, Link

AT = datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)
HEAD = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROW = ["20120304050607", "http://old.example:80/a", "text/html", "200", "X", "9"]

# name: (answer of the index, addresses, key to go on by)
CDX: dict[str, tuple[object, list[str], str | None]] = {
    "rows, the port of the scheme left out": ([HEAD, ROW], ["http://old.example/a"], None),
    "rows with a key behind them": ([HEAD, ROW, [], ["org%2Cx+1998%21"]], ["http://old.example/a"], "org%2Cx+1998%21"),
    "columns in another order": ([HEAD[::-1], ROW[::-1]], ["http://old.example/a"], None),
    "nothing archived": ([], [], None),
    "a key alone": ([[], ["k"]], [], "k"),
    "rows that are short, of other kinds, without a time": (
        [HEAD, ["2012"], [*ROW[:2], "image/png", *ROW[3:]], [*ROW[:3], "404", *ROW[4:]], ["x", *ROW[1:]],
         [*ROW[:1], "nope", *ROW[2:]]], [], None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CDX)
def test_an_answer_of_the_internet_archives_index(name: str) -> None:
    answer, addresses, key = CDX[name]
    rows = wayback.read_rows(json.dumps(answer).encode())
    assert ([one.url for one in rows.copies], rows.key) == (addresses, key)
    assert {one.at for one in rows.copies} <= {AT}


@pytest.mark.parametrize("body", [b"<html>", b'{"a": 1}', b'[["a"], 3]', b'[["timestamp"], ["2012"]]', b"[" * 9000])
def test_what_is_no_index_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(wayback.NotAnIndexError):
        wayback.read_rows(body)
    with pytest.raises(commoncrawl.NotAnIndexError):
        commoncrawl.read_pages(body)


def test_a_query_names_host_days_and_key_as_the_index_wants_them() -> None:
    asked = wayback.query("https://x", "old.example", date(2012, 1, 1), date(2013, 1, 2), key="org%2Cx%29+19&", rows=7)
    assert "?url=old.example/*&output=json&" in asked
    assert "&filter=statuscode:200&filter=mimetype:text/html&collapse=urlkey&showResumeKey=true&limit=7" in asked
    assert asked.endswith("&from=20120101&to=20130102&resumeKey=org%2Cx%29+19%26")


@pytest.mark.parametrize(
    ("url", "headers", "expected"),
    [
        ("http://x/web/20120304050607id_/http://old.example:80/a?b=1", (), ("http://old.example/a?b=1", AT)),
        (
            "http://x/web/20120101000000id_/http://old.example/a",
            (("Memento-Datetime", "Sun, 04 Mar 2012 05:06:07 GMT"), ("X-Archive-Orig-ETag", "v"), ("Server", "theirs")),
            ("http://old.example/a", AT),
        ),
        ("http://x/other/20120304050607/http://old.example/a", (), None),
    ],
)
def test_a_copy_is_the_outlets_answer_of_then(url: str, headers: tuple[tuple[str, str], ...], expected: object) -> None:
    came = Answer(url=url, status=200, headers=(("Content-Type", "text/html"), *headers), body=b"b", fetched_at=AT)
    answer = wayback.answer_of(came, "asked", 1 << 20)
    assert (answer and (answer.url, answer.fetched_at)) == expected
    if answer is not None:
        assert (answer.requested_url, answer.header("Content-Type")) == ("asked", "text/html")
        assert answer.header("Server") is None


@pytest.mark.parametrize("handed", [gzip.compress(b"<html>then"), b"<html>then", b"\x1f\x8bdamaged"])
def test_a_copy_handed_over_in_the_coding_of_then_is_undone(handed: bytes) -> None:
    headers = (("Content-Type", "text/html"), ("X-Archive-Orig-Content-Encoding", "gzip"))
    url = "http://x/web/20120304050607id_/http://old.example/a"
    answer = wayback.answer_of(Answer(url=url, status=200, headers=headers, body=handed, fetched_at=AT), "a", 1 << 20)
    assert answer is not None
    assert answer.body == (handed if b"damaged" in handed else b"<html>then")
    assert answer.header("Content-Encoding") is None


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/web/20120304050607id_/http://o.example/b", "http://x/web/20120304050607id_/http://o.example/b"),
        ("http://x/web/20120304050607/http://o.example/b", "http://x/web/20120304050607id_/http://o.example/b"),
        ("http://y/web/20120304050607/http://o.example/b", None),
        ("http://o.example/b", None),
        (None, None),
    ],
)
def test_a_copy_may_lead_to_another_copy_only(location: str | None, expected: str | None) -> None:
    assert wayback.next_copy("http://x", location) == expected


def test_crawls_have_days_by_their_own_word_or_by_their_name() -> None:
    table = [
        {"id": "CC-MAIN-2024-10", "from": "2024-02-20T21:00:00", "to": "2024-03-05T12:00:00"},
        {"id": "CC-MAIN-2013-20"},
        {"id": "CC-MAIN-2009-2010"},
        {"id": "../../etc"},
        {"name": "x"},
        7,
    ]
    crawls = commoncrawl.read_crawls(json.dumps(table).encode())
    assert crawls == (
        ("CC-MAIN-2024-10", date(2024, 2, 20), date(2024, 3, 5)),
        ("CC-MAIN-2013-20", date(2013, 5, 13), date(2013, 6, 2)),
        ("CC-MAIN-2009-2010", date(2009, 1, 1), date(2010, 12, 31)),
    )


def test_only_sound_places_of_pages_of_text_are_taken() -> None:
    good = {
        "timestamp": "20120304050607", "url": "http://old.example/a", "mime": "unk", "mime-detected": "text/html",
        "status": "200", "filename": "crawl-data/x/a.warc.gz", "offset": "5", "length": "70",
    }  # fmt: skip
    bad = [
        {"filename": "../x.warc.gz"}, {"filename": "https://elsewhere.example/x.warc.gz"}, {"length": "0"},
        {"status": "404"}, {"offset": "-1"},
        {"mime": "image/png", "mime-detected": "image/png"}, {"timestamp": "x"}, {"length": 10**12},
        {"url": "ftp://x"},
    ]  # fmt: skip
    lines = [json.dumps(good), *(json.dumps({**good, **one}) for one in bad), "{", "org,x)/ 2012 " + json.dumps(good)]
    places = commoncrawl.read_places("\n".join(lines).encode())
    assert [(one.url, one.at, one.offset, one.length) for one in places] == [("http://old.example/a", AT, 5, 70)] * 2
    assert commoncrawl.range_of(5, 70) == "bytes=5-74"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2019/03/14/x.html", ("2019-03-14", "2019-03-14")),
        ("/n3/2021/0512/c90000-9850000.html", ("2021-05-12", "2021-05-12")),
        ("/2025-09/24/content_16412042.html", ("2025-09-24", "2025-09-24")),
        ("/doc/20200229_1.htm", ("2020-02-29", "2020-02-29")),
        ("/2019/2/3/x", ("2019-02-03", "2019-02-03")),
        ("/2019/02/x-7.html", ("2019-02-01", "2019-02-28")),
        ("/201912/x.html", ("2019-12-01", "2019-12-31")),
        ("/doc/20210231_1.htm", None),
        ("/story-2019123456.html", None),
        ("/about/2019/", None),
        ("/x?day=20190101", None),
    ],
)
def test_the_days_that_an_address_may_be_of(path: str, expected: tuple[str, str] | None) -> None:
    span = span_of(f"http://x.example{path}")
    assert (span and (str(span[0]), str(span[1]))) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link(url="http://x/a", published_at=datetime(2019, 5, 1, tzinfo=UTC)), "listed"),
        (Link(url="http://x/2019/05/a", published_at=datetime(2015, 5, 1, tzinfo=UTC)), None),
        (Link(url="http://x/2019/05/a"), "address"),
        (Link(url="http://x/2015/05/a", changed="2019-05-01T00:00:00+00:00"), "changed"),
        (Link(url="http://x/a", changed="2019-05-01T00:00:00+00:00"), "changed"),
        (Link(url="http://x/a", changed="2015-05-01T00:00:00+00:00"), None),
        (Link(url="http://x/a"), "nobody"),
    ],
)
def test_only_what_is_surely_of_other_days_is_left_out(link: Link, expected: str | None) -> None:
    found = wanted(link, Window(date(2019, 1, 1), date(2019, 12, 31)), None)
    assert (None if found is None else found.day_by or "nobody") == expected


@pytest.mark.parametrize(
    ("first", "here", "links", "expected"),
    [
        ("/news/", "/news/", ["/news/page/2/", "/news/page/9/"], "/news/page/2/"),
        ("/news/", "/news/page/2/", ["/news/page/3/", "/news/page/40/", "/news/"], "/news/page/3/"),
        ("/news/index.html", "/news/index_3.html", ["/news/index_2.html", "/news/index_4.html"], "/news/index_4.html"),
        ("/news/l_12.html", "/news/l_12.html", ["/news/l_13.html", "/news/l_12_2.html"], "/news/l_12_2.html"),
        ("/news?cat=5", "/news?cat=5&page=2", ["/news?cat=6&page=3", "/news?page=3&cat=5"], "/news?page=3&cat=5"),
        ("/", "/2019/03/", ["/2019/02/", "/2019/03/page/2/"], "/2019/03/page/2/"),
        ("/html/list_7_1.html", "/html/list_7_1.html", ["/html/list_7_2.html"], "/html/list_7_2.html"),
        ("/l_7_1.html", "/l_7_2.html", ["/l_7_1.html", "/l_7_3.html"], "/l_7_3.html"),
        ("/news/index_1.html", "/news/index_1.html", ["/news/index_2.html"], "/news/index_2.html"),
        ("/news/page/1/", "/news/page/1/", ["/news/page/1/", "/news/page/2/"], "/news/page/2/"),
        # A number of another form is a category.
        ("/news/", "/news/?page=2", ["/news/3/", "/news/?page=3"], "/news/?page=3"),
        ("/news/", "/news/", ["/news/1/", "/news/?page=2"], "/news/?page=2"),
        ("/news/", "/news/9", ["/news/2019/", "/news/8"], None),
        ("/news/", "/news/", ["http://elsewhere.example/news/page/2/", "/other/page/2/"], None),
    ],
)  # fmt: skip
def test_the_next_page_by_its_number(first: str, here: str, links: list[str], expected: str | None) -> None:
    base = "http://x.example"
    found = numbered_after([one if "//" in one else base + one for one in links], base + here, base + first)
    assert next(iter(found), None) == (expected and base + expected)
    assert len(set(found)) == len(found)
    assert month_lists([f"{base}/2019/03/", f"{base}/2019/", f"{base}/2019/03/a"]) == (f"{base}/2019/03/",)


TABLE = {"slug": "x", "name": "X", "home": "http://x.example/", "feeds": ["/f"], "article_url": [r"^/s/\d+$"]}


def test_a_deep_source_reads_its_lists_to_their_end_and_those_of_each_month() -> None:
    table = {**TABLE, "section": [{"url": "/list/", "pages": 2}], "dated": [{"url": "/{yyyy}/{m}/{dd}/"}]}
    source = parse_source(table, file="x.toml", packaged=False)
    assert len(source.listings) == 2
    deep = deepened(source, date(2019, 12, 31), date(2020, 1, 2))
    assert [one.url.removeprefix("http://x.example") for one in deep.listings] == [
        "/f", "/list/", "/2020/1/02/", "/2020/1/01/", "/2019/12/31/", "/sitemap.xml", "/",
    ]  # fmt: skip
    assert all(one.deep for one in deep.listings)
    assert (deep.listings[1].section or source.sections[0]).pages > 1000
    assert dated_pages(source.dated[0], date(2020, 1, 1), date(2020, 1, 1)) == ["http://x.example/2020/1/01/"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"dated": [{"url": "/archive/"}]}, "dated[1].url"),
        ({"was": [{"match": "("}]}, "was[1].match"),
        ({"was": [{"match": r"^x/(\d+)$", "now": "/s/{2}"}]}, "found {2}"),
        ({"was": [{"match": r"^x/(\d+)$", "then": "/s/{1}"}]}, "then"),
    ],
)
def test_a_wrong_table_of_old_addresses_is_told_with_its_place(more: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=r"x\.toml") as error:
        parse_source({**TABLE, **more}, file="x.toml", packaged=False)
    assert said in str(error.value)


def test_an_old_address_has_todays_form_where_that_can_be_told_and_its_own_key() -> None:
    was = [
        {"match": r"^old\.example/n/(\d+)\.htm$", "now": "/s/{1}"},
        {"match": r"^www\.x\.example/(?P<year>\d{4})/(\d+)\.asp$", "key": "{2}"},
    ]
    hosts = ["x.example", "www.x.example", "old.example"]
    table = {**TABLE, "hosts": hosts, "was": was, "key": r"/(\d+)$"}
    source = parse_source(table, file="x.toml", packaged=False)
    assert parse_source(source.table(), file="x.toml", packaged=False) == source
    assert source.canonical("http://old.example/n/41.htm") == "http://x.example/s/41"
    old = source.canonical("http://www.x.example/2014/41.asp")
    assert (old, source.is_article(old), source.is_old(old), source.key_of(old)) == (
        "http://www.x.example/2014/41.asp", True, True, "41",
    )  # fmt: skip
    assert source.canonical("http://www.x.example/s/41?utm_source=x") == "http://x.example/s/41"
    assert (source.key_of("http://x.example/s/41"), source.is_old("http://x.example/s/41")) == ("41", False)
