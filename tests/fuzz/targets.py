"""A plain function a parser: it takes any bytes and raises where a promise of that parser does not hold.

``TARGETS`` names them. None of them knows hypothesis or atheris: tests/fuzz/test_fuzz.py and atheris_run.py drive them.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from crawler import urls
from crawler.cookies import LONGEST_COOKIE, MOST_COOKIES, Jar
from crawler.dates import EARLIEST_YEAR, FUTURE_SLACK, find_date, parse_date
from crawler.decoding import BrokenCodingError, TooLargeDecodedError, decode_content
from crawler.discovery.feed import MAX_ENTRIES as MOST_IN_FEED
from crawler.discovery.feed import read_feed
from crawler.discovery.section import read_section
from crawler.discovery.sitemap import MAX_CHILDREN, read_sitemap
from crawler.discovery.sitemap import MAX_ENTRIES as MOST_IN_SITEMAP
from crawler.extraction.article import extract
from crawler.extraction.charset import clean_text, decode
from crawler.extraction.dateline import read_dateline
from crawler.extraction.header import read_header
from crawler.extraction.header_line import read_line
from crawler.extraction.page import Page
from crawler.findings.numbers import numbers
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.politeness import LONGEST_PAUSE, retry_after
from crawler.reading import SEED_SHAPE, read_article, read_page
from crawler.robots import PARSED_BYTES, Rules, parse_robots, rules_of
from crawler.source import Section
from storage.finding_forms import field_text, finding_from_form, finding_to_form
from storage.records import REJECTION_KINDS, Rejection
from storage.seedshape import to_text
from tests.fuzz.promises import ACTING, NOW, sound_article, sound_listing, sound_words

Target = Callable[[bytes], None]

URL = "https://outlet.example/news/2026-11/22/content_1.html"
_DECODED_MOST = 200_000


@cache
def _rules() -> tuple[Any, Any]:
    relevance = load_relevance()
    return relevance, load_finder(relevance)


def html(data: bytes) -> None:
    """A page gives an article or a typed reason; its fields are clean, bounded and dated within reason."""
    read = extract(Page(body=data, url=URL, fetched_at=NOW), None)
    if isinstance(read, Rejection):
        assert read.kind in REJECTION_KINDS
        assert read.message
        return
    sound_article(read)
    decoded = decode(data).text
    # Nothing is invented: a text is never longer than what came, but for the blank lines between its paragraphs.
    assert len(read.body) - 2 * read.body.count("\n\n") <= len(decoded)
    assert extract(Page(body=data, url=URL, fetched_at=NOW), None) == read


def findings(data: bytes) -> None:
    """Of a page that is an article every finding rests on words that stand where it says, and goes through its form."""
    read = extract(Page(body=data, url=URL, fetched_at=NOW), None)
    if isinstance(read, Rejection):
        return
    relevance, finder = _rules()
    reading = read_article(read, relevance, finder, home="CHN")
    assert reading.decision is not None
    for one in reading.findings:
        text = field_text(read, one.field, one.position)
        assert one.parts
        assert all(0 <= start < end <= len(text) for start, end in one.parts)
        assert all(first[1] <= second[0] for first, second in pairwise(one.parts))
        assert tuple(finding_to_form(one, read)["text"]) == tuple(text[start:end] for start, end in one.parts)
        assert finding_from_form(finding_to_form(one, read)) == one


def text(data: bytes) -> None:
    """A text that is no page is given back sign for sign, or refused."""
    relevance, _ = _rules()
    reading = read_page(Page(body=data, content_type=SEED_SHAPE, fetched_at=NOW), None, relevance)
    if reading.article is None:
        assert reading.rejection is not None
        assert reading.rejection.kind in REJECTION_KINDS
        return
    sound_words(reading.article)
    whole = to_text(reading.article)
    if _is_utf8(data):
        assert whole.encode("utf-8") == data


def feed(data: bytes) -> None:
    """A feed gives addresses of the web with clean titles and aware dates, or says what came in its place."""
    sound_listing(read_feed(data, url=URL, zone="Asia/Shanghai", now=NOW), MOST_IN_FEED)


def sitemap(data: bytes) -> None:
    """A sitemap gives addresses and children within its bounds, each child with its time."""
    found = read_sitemap(data, url=URL, zone="Asia/Shanghai", now=NOW)
    sound_listing(found, MOST_IN_SITEMAP)
    assert len(found.children) <= MAX_CHILDREN
    assert len(set(found.children)) == len(found.children)
    assert len(found.children_changed) in (0, len(found.children))


def listing(data: bytes) -> None:
    """A page of links gives each address once."""
    found = read_section(data, section=Section(url=URL), url=URL, zone="Asia/Shanghai", now=NOW, deep=True)
    sound_listing(found, 10**9)
    addresses = [entry.urls[0] for entry in found.entries]
    assert len(set(addresses)) == len(addresses)


def date(data: bytes) -> None:
    """A printed date has a value with its precision and basis, or a reason; a span is the words it was read from."""
    words = _words(data)
    for zone in (None, "Asia/Shanghai"):
        read = parse_date(words, languages=("en", "zh"), zone=zone, reference=NOW)
        assert read.raw == words.strip()
        if read.value is None:
            assert read.reason
        else:
            assert read.value.utcoffset() == timedelta(0)
            assert read.value.year >= EARLIEST_YEAR
            assert read.value <= NOW + FUTURE_SLACK
            assert read.precision in ("second", "minute", "day")
            assert read.local
            again = parse_date(read.value.isoformat(), reference=NOW)
            assert again.value == read.value
        span = find_date(words, languages=("en", "zh"), zone=zone, reference=NOW)
        if span is not None:
            assert 0 <= span.start < span.end <= len(words)
            assert span.read.raw == words[span.start : span.end]
            assert (span.read.value is None) == (span.read.reason is not None)


def number(data: bytes) -> None:
    """Numbers stand in their order, do not overlap, and are finite; a range does not end before it begins."""
    words = _words(data)
    for language in ("en", "zh", None):
        found = numbers(words, language)
        for one in found:
            assert 0 <= one.start < one.end <= len(words)
            assert words[one.start : one.end].strip()
            assert math.isfinite(one.value)
            assert one.value >= 0
            assert one.value_to is None or (math.isfinite(one.value_to) and one.value_to >= one.value)
            assert one.kind in ("digits", "words", "chinese", "vague", "part")
        assert all(first.end <= second.start for first, second in pairwise(found))


def header(data: bytes) -> None:
    """Every mark of a header is a stretch of its line that says something; a dateline opens its paragraph."""
    lines = _words(data).split("\n")
    for line in lines:
        found = read_line(line, languages=("en", "zh"), zone="Asia/Shanghai", reference=NOW)
        for name, start, end in () if found is None else found.marks:
            assert 0 <= start < end <= len(line), name
            assert line[start:end].strip(), name
        opened = read_dateline(line)
        if opened is not None:
            assert line.lstrip().startswith(opened.raw.strip())
    read = read_header(lines, languages=("en", "zh"), zone="Asia/Shanghai", reference=NOW, outlets=("Harbour Daily",))
    for place, marks in read.lines.items():
        assert all(0 <= start < end <= len(lines[place]) for _, start, end in marks)
    assert all(name.strip() for name in (*read.editors, *read.authors))


def charset(data: bytes) -> None:
    """Any bytes become a text; valid UTF-8 is read as that, and cleaning twice is cleaning once."""
    decoded = decode(data)
    assert len(decoded.text) <= len(data)
    assert decoded == decode(data)
    if _is_utf8(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert decoded.text == data.decode("utf-8").removeprefix("\ufeff")
        assert not decoded.doubtful
    clean = clean_text(decoded.text)
    assert clean_text(clean) == clean
    assert not ACTING.search(clean)


def coding(data: bytes) -> None:
    """Compressed bytes come out whole within their bound or are refused with a reason; half of them never do."""
    for name in ("gzip", "deflate", "gzip, deflate", "br", ""):
        try:
            out = decode_content(data, name, _DECODED_MOST)
        except (BrokenCodingError, TooLargeDecodedError):
            continue
        assert len(out) <= max(_DECODED_MOST, len(data) if not name else 0)
    assert all(len(_beginning(data, name)) <= _DECODED_MOST for name in ("gzip", "deflate", ""))
    packed = zlib.compressobj(wbits=31)
    whole = packed.compress(data) + packed.flush()
    assert decode_content(whole, "gzip", len(data)) == data
    for cut in {1, len(whole) // 2, len(whole) - 9, len(whole) - 1}:
        try:
            decode_content(whole[:cut], "gzip", len(data))
        except BrokenCodingError:
            continue
        raise AssertionError(f"{cut} of {len(whole)} bytes were taken for a whole answer")


def robots(data: bytes) -> None:
    """Rules are bounded, the same when read from what is kept, and never open what a group of ours alone closes."""
    kept, rules = parse_robots(data)
    assert len(kept) <= PARSED_BYTES
    again = rules_of(kept)
    for path in ("/", "/news/1.html", "/private/?a=b", "/%E4%B8%AD", "/a.pdf"):
        url = f"https://outlet.example{path}"
        assert _verdict(rules, url) == _verdict(again, url)
    assert rules.crawl_delay == again.crawl_delay
    assert rules.crawl_delay is None or rules.crawl_delay >= 0 or rules.problem is None
    _, closed = parse_robots(b"User-agent: bluewatch\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert _verdict(closed, URL) is not None


def http_header(data: bytes) -> None:
    """Retry-After and Set-Cookie: waits within a day, cookies for their own host, and no line break in a header."""
    words = data.decode("latin-1")
    for line in words.split("\n"):
        rest = retry_after(line, now=NOW, server_date=words[:40])
        assert rest is None or timedelta(0) < rest.wait <= LONGEST_PAUSE
    jar = Jar()
    jar.take(URL, [("Set-Cookie", line) for line in words.split("\n")], NOW)
    for url in (URL, "https://other.example/news/", "http://outlet.example/news/", "https://sub.outlet.example/"):
        sent = jar.headers(url)
        assert not sent or urlsplit(url).hostname == "outlet.example"
        assert not re.search("[\r\n\x00]", sent.get("Cookie", ""))
        assert len(sent.get("Cookie", "")) <= MOST_COOKIES * (LONGEST_COOKIE + 2)


def address(data: bytes) -> None:
    """An address has one form, of one host, and is of the web."""
    words = _words(data).strip()
    for href in words.split("\n"):
        absolute = urls.resolve(URL, href)
        if absolute is None:
            continue
        assert urlsplit(absolute).scheme.lower() in urls.WEB_SCHEMES
        try:
            form = urls.canonical(absolute)
        except ValueError:
            continue
        assert urls.canonical(form) == form
        assert urls.host_of(form) == urls.host_of(absolute)
        assert not re.search(r"[\s\x00-\x1f\x7f#]", form)
        assert "@" not in urlsplit(form).netloc


TARGETS: Mapping[str, Target] = {
    one.__name__: one
    for one in (
        html, findings, text, feed, sitemap, listing, date, number, header, charset, coding, robots, http_header,
        address,
    )
}  # fmt: skip


def _words(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _beginning(data: bytes, name: str) -> bytes:
    try:
        return decode_content(data, name, _DECODED_MOST, beginning=True)
    except BrokenCodingError:
        return b""


def _verdict(rules: Rules, url: str) -> str | None:
    refused = rules.refusal(url)
    return None if refused is None else refused.reason
