from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.failures import Failed, FailureKind
from crawler.fetch_one import MemoryBook
from crawler.robots import Robots, rules_of
from storage.records import Answer

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BASE = "https://news.example"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/x", False),
        ("User-agent: *\nDisallow: /private/", "/public", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Bluewatch\nAllow: /", "/x", True),
        ("User-agent: bluewatch/2.0\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", False),
        ("User-agent: BLUEWATCH\nDisallow: /", "/x", False),
        ("User-agent: blue\nDisallow: /\n\nUser-agent: *\nDisallow: /y", "/x", True),
        ("User-agent: bluewatchbot\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: bluewatch\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\rDisallow: /cr", "/cr", False),
        ("user-agent: *\r\ndisallow: /low", "/low", False),
        ("User-agent: * # all\nDisallow: /c # no", "/c", False),
        ("Disallow: /orphan\nUser-agent: *\nDisallow: /x", "/orphan", True),
        ("<html><body>User-agent: *</body></html>", "/x", True),
        ("\x00\x01 garbage \xff", "/x", True),
        ("User-agent: bluewatch\nDisallow: /one\n\nUser-agent: bluewatch\nDisallow: /two", "/one", False),
        ("User-agent: bluewatch\nDisallow: /one\n\nUser-agent: bluewatch\nDisallow: /two", "/two", False),
    ],
)
def test_rules_are_read_as_rfc_9309_says(text: str, path: str, allowed: bool) -> None:
    assert (rules_of(text).refusal(BASE + path) is None) is allowed


def test_crawl_delay_is_kept_up_to_a_bound_and_then_the_host_is_skipped_with_the_reason() -> None:
    assert rules_of("User-agent: *\nCrawl-delay: 30").crawl_delay == 30
    refused = rules_of("User-agent: *\nCrawl-delay: 3600").refusal(BASE + "/x")
    assert refused is not None
    assert "3600" in refused.reason
    assert refused.kind is FailureKind.REFUSED


def answer(status: int, body: bytes = b"") -> Answer | Failed:
    if status == 200:
        return Answer(url=BASE + "/robots.txt", status=200, headers=(), body=body, fetched_at=NOW)
    kind = {404: FailureKind.NOT_FOUND, 403: FailureKind.REFUSED, 429: FailureKind.PAUSED}
    return Failed(
        kind=kind.get(status, FailureKind.SERVER_ERROR if status else FailureKind.TIMED_OUT),
        reason=f"answered {status}",
        url=BASE,
        status=status or None,
    )


def look(results: list[Answer | Failed], *, book: MemoryBook | None = None, at: datetime = NOW) -> tuple[bool, int]:
    """Whether /private/x may be fetched, and how many requests that cost."""
    left = list(results)

    async def get(_: str, __: float) -> Answer | Failed:
        return left.pop(0)

    async def run() -> bool:
        robots = Robots(book or MemoryBook(), get, lambda: at)
        await robots.rules(BASE + "/private/x", 0.0)
        return (await robots.rules(BASE + "/private/x", 0.0)).refusal(BASE + "/private/x") is None

    return asyncio.run(run()), len(results) - len(left)


DENY = answer(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /private/")
ALLOW = answer(200, b"User-agent: *\nDisallow: /elsewhere/")


@pytest.mark.parametrize(
    ("results", "allowed", "asked"),
    [
        ([DENY], False, 1),
        ([ALLOW], True, 1),
        ([answer(404)], True, 1),
        ([answer(403)], True, 1),
        ([answer(429)], False, 1),
        ([answer(503)] * 3, False, 3),
        ([answer(0)] * 3, False, 3),
        ([answer(503), ALLOW], True, 2),
    ],
)
def test_what_an_answer_to_robots_txt_means(results: list[Answer | Failed], allowed: bool, asked: int) -> None:
    assert look(results) == (allowed, asked)


def test_old_rules_hold_for_a_day_when_the_file_cannot_be_had_and_no_longer() -> None:
    book = MemoryBook()
    assert look([ALLOW], book=book) == (True, 1)
    assert look([], book=book, at=NOW + timedelta(minutes=50)) == (True, 0)
    assert look([answer(503)] * 3, book=book, at=NOW + timedelta(hours=23)) == (True, 3)
    # A file that could not be had before is asked for once a run.
    assert look([answer(503)] * 3, book=book, at=NOW + timedelta(hours=25)) == (False, 1)
    assert look([ALLOW], book=book, at=NOW + timedelta(hours=26)) == (True, 1)
    assert look([DENY], book=book, at=NOW + timedelta(hours=28)) == (False, 1)


def test_a_site_without_its_robots_file_rests_longer_each_time_and_no_longer_than_a_day() -> None:
    book, at, rests = MemoryBook(), NOW, []
    for _ in range(6):
        assert look([answer(0)] * 3, book=book, at=at)[0] is False
        book.stamp("news.example", at)
        rest = book.paused_until("news.example")
        assert rest is not None
        assert rest[1].startswith("robots.txt unreachable, so the site rests")
        rests.append(rest[0] - at)
        at = rest[0]
    assert rests == [timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), *[timedelta(days=1)] * 3]
    assert look([ALLOW], book=book, at=at) == (True, 1)
    assert book.paused_until("news.example") is None, "what was granted for want of rules ends with them"


def test_a_crawl_at_the_same_hour_each_day_need_not_wait_for_the_end_of_a_rest() -> None:
    book = MemoryBook()
    for day in range(8):
        begin = NOW.replace(second=0, microsecond=0) + timedelta(days=day)
        paused = book.paused_until("news.example")
        assert paused is None or paused[0] <= begin
        look([answer(0)] * 3, book=book, at=begin + timedelta(seconds=9))
        book.stamp("news.example", begin + timedelta(seconds=9))


def test_only_the_first_500_kib_count() -> None:
    body = b"User-agent: *\nDisallow: /first/\n" + b"# x\n" * 200_000 + b"Disallow: /private/\n"
    assert look([answer(200, body)]) == (True, 1)
