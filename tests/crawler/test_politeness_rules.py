from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.budgets import Budget, pattern_of
from crawler.decoding import BrokenCodingError, TooLargeDecodedError, decode_content
from crawler.failures import Undelivered
from crawler.fetch_one import MemoryBook
from crawler.politeness import (
    backoff,
    crawl_delay_refused,
    gap_of,
    rest_left,
    rest_until,
    retries_in_run,
    retry_after,
)
from crawler.recheck import article_again, gone_again, gone_for_now, listing_again, rejected_again, withdrawn_now
from crawler.run import longest_gaps
from crawler.source import Source, parse_source
from crawler.turns import HostTurns, steady
from tests.crawler.sites import page

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("120", None, timedelta(minutes=2)),
        (" 7 ", None, timedelta(seconds=7)),
        ("Sat, 21 Nov 2026 09:00:00 GMT", None, HOUR),
        ("Sat, 21 Nov 2026 09:00:00 GMT", "Sat, 21 Nov 2026 08:30:00 GMT", HOUR / 2),
        ("315360000", None, DAY),
        ("99999999999999999999999999", None, DAY),
        ("Fri, 21 Nov 2036 09:00:00 GMT", None, DAY),
        ("Sat, 21 Nov 2020 09:00:00 GMT", None, None),
        ("soon", None, None),
        ("-5", None, None),
        ("0", None, None),
        ("1.5", None, None),
        ("", None, None),
        ("٣", None, None),
        (None, None, None),
    ],
)
def test_retry_after(value: str | None, date: str | None, wait: timedelta | None) -> None:
    rest = retry_after(value, now=NOW, server_date=date)
    assert (None if rest is None else rest.wait) == wait
    longer = wait == DAY
    assert longer == (rest is not None and "longer" in rest.words and str(value).strip()[:20] in rest.words)


def test_a_rest_is_over_in_whole_seconds_and_never_sooner_than_asked() -> None:
    half = timedelta(milliseconds=500)
    assert rest_until(NOW + half, HOUR) == NOW + HOUR + timedelta(seconds=1)
    assert rest_until(NOW, HOUR) == NOW + HOUR
    assert rest_left(rest_until(NOW + half, DAY), NOW + half) == DAY.total_seconds() + 0.5
    assert rest_left(NOW + 2 * DAY, NOW) == 0, "longer than is ever granted: a clock was wrong"
    assert retry_after("Fri, 31 Dec 9999 23:59:59 -1200", now=NOW) is None
    assert [retries_in_run(failed) for failed in (0, 6, 7, 500)] == [2, 2, 0, 0]


def test_the_gap_is_the_longest_that_anyone_asks_for() -> None:
    assert gap_of(5, None, None) == 5
    assert gap_of(5, 2, None) == 2
    assert gap_of(5, 2, 30) == 30
    assert gap_of(5, None, 1) == 5
    assert crawl_delay_refused(None) is crawl_delay_refused(120) is None
    assert "121" in (crawl_delay_refused(121) or "")
    assert [backoff(n) for n in (1, 2, 3, 9)] == [HOUR, 6 * HOUR, DAY, DAY]


@pytest.mark.parametrize(
    ("age", "after"),
    [
        (timedelta(0), 12 * HOUR),
        (-DAY, 12 * HOUR),
        (47 * HOUR, 12 * HOUR),
        (3 * DAY, DAY),
        (8 * DAY, 7 * DAY),
        (31 * DAY, 30 * DAY),
        (180 * DAY, None),
        (4000 * DAY, None),
    ],
)
def test_a_kept_article_is_asked_again_by_its_age(age: timedelta, after: timedelta | None) -> None:
    assert article_again(NOW - age, NOW) == (None if after is None else NOW + after)


def test_listings_and_gone_pages() -> None:
    assert listing_again(NOW, 6 * HOUR, None) == NOW + 6 * HOUR
    assert listing_again(NOW, 6 * HOUR, "public, max-age=60") == NOW + 6 * HOUR
    assert listing_again(NOW, 6 * HOUR, "max-age=36000, public") == NOW + 10 * HOUR
    assert listing_again(NOW, 6 * HOUR, "max-age=999999999") == NOW + DAY
    assert listing_again(NOW, 6 * HOUR, "no-cache, max-age=36000") == NOW + 6 * HOUR
    # What turns over soon is asked soon, whatever the server says; what does not is left as long as it says.
    assert listing_again(NOW, 6 * HOUR, "max-age=86400", turns_over=12 * HOUR) == NOW + 6 * HOUR
    assert listing_again(NOW, 6 * HOUR, None, turns_over=4 * HOUR) == NOW + 2 * HOUR
    assert listing_again(NOW, 6 * HOUR, None, turns_over=HOUR / 2) == NOW + HOUR, "a sixth of the interval"
    assert listing_again(NOW, 6 * HOUR, "max-age=86400", turns_over=60 * HOUR) == NOW + DAY
    assert [gone_for_now(NOW, NOW + after) for after in (HOUR, 6 * DAY, 7 * DAY, -HOUR)] == [True, True, False, False]
    assert withdrawn_now(410, None, NOW)
    assert not withdrawn_now(404, None, NOW)
    assert not withdrawn_now(404, NOW - 11 * HOUR, NOW)
    assert withdrawn_now(404, NOW - 12 * HOUR, NOW)
    assert gone_again(1, NOW, kept=True, age_from=NOW) == NOW + 13 * HOUR
    assert gone_again(3, NOW, kept=False, age_from=NOW) is None
    for age in (3 * DAY, 40 * DAY, 4000 * DAY):
        assert gone_again(1, NOW, kept=True, age_from=NOW - age) == NOW + 13 * HOUR, "seen once: confirmed soon"
    assert gone_again(1, NOW, kept=True, age_from=NOW, sure=True) == NOW + 13 * HOUR
    assert gone_again(1, NOW, kept=True, age_from=NOW, sure=True, final=True) is None
    assert gone_again(2, NOW, kept=True, age_from=NOW - 40 * DAY, sure=True) == NOW + 30 * DAY
    assert gone_again(2, NOW, kept=True, age_from=NOW - 4000 * DAY, sure=True) is None
    assert rejected_again("challenge", 1, NOW) == NOW + DAY
    assert rejected_again("challenge", 3, NOW) is None
    assert rejected_again("unheard of", 1, NOW) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/cal/2026/11/03", "https://x.example/cal/1999/1/4"),
        ("https://x.example/p?page=4&sort=a", "https://x.example/p?sort=b&page=9"),
        ("https://x.example/s/3fa9bc01de7745aa/x", "https://x.example/s/99ffeeddccbb00aa/x"),
        ("https://x.example/a/a/a/a", "https://x.example/a"),
    ],
)
def test_addresses_of_one_machine_are_one_pattern(one: str, other: str) -> None:
    assert pattern_of(one) == pattern_of(other)


def test_a_budget_takes_of_each_pattern_in_turn_and_names_the_limits() -> None:
    def chosen(budget: Budget, *paths: str) -> list[str]:
        return [
            row["url"].rpartition("e/")[2]
            for row in budget.choose(lambda: [{"url": f"https://x.example/{p}"} for p in paths])
        ]

    budget = Budget(4, 2)
    assert chosen(budget, *(f"cal/{n}" for n in range(5)), "one", "two", "three") == ["cal/0", "one", "two", "three"]
    assert budget.reason == "over budget: 2 pages of x.example/cal/N (3 left); 4 pages a run (1 left)"
    assert chosen(Budget(9, 9), "b/1", "b/2", "a", "b/3") == ["b/1", "a", "b/2", "b/3"]
    assert Budget(1, 1).choose(list) == []
    assert Budget(1, 1).reason is None


def test_decoding_undoes_what_was_asked_for_and_refuses_the_rest() -> None:
    import gzip
    import zlib

    text = page(1)
    member = gzip.compress(text[:50]) + gzip.compress(text[50:])
    bare = zlib.compressobj(wbits=-15)
    raw = bare.compress(text) + bare.flush()
    for body, coding in [
        (text, None), (text, "identity"), (gzip.compress(text), "gzip"), (gzip.compress(text), "X-GZIP"),
        (member, "gzip"), (gzip.compress(text) + b"\0\0\0", "gzip"), (zlib.compress(text), "deflate"), (raw, "deflate"),
        (gzip.compress(zlib.compress(text)), "deflate, gzip"),
    ]:  # fmt: skip
        assert decode_content(body, coding, 10_000) == text
    for body, coding in [(gzip.compress(text)[:-5], "gzip"), (b"plain", "gzip"), (b"plain", "deflate"), (text, "br"),
                         (gzip.compress(text) + b"junk", "gzip"), (text, "gzip,gzip,gzip,gzip")]:  # fmt: skip
        with pytest.raises(BrokenCodingError):
            decode_content(body, coding, 10_000)
    with pytest.raises(TooLargeDecodedError):
        decode_content(gzip.compress(bytes(10_001)), "gzip", 10_000)
    assert decode_content(gzip.compress(bytes(20_001))[:-9], "gzip", 10_000, beginning=True) == bytes(10_000)


def test_turns_of_one_host_are_apart_and_other_hosts_do_not_wait() -> None:
    async def run() -> dict[str, list[float]]:
        book, began = MemoryBook(), asyncio.get_running_loop().time()
        turns = HostTurns(book, steady(lambda: NOW))
        seen: dict[str, list[float]] = {"a": [], "b": []}

        async def ask(host: str, gap: float) -> None:
            await turns.wait(host, gap)
            seen[host].append(asyncio.get_running_loop().time() - began)
            turns.done(host)

        await asyncio.gather(*(ask("a", 0.1) for _ in range(4)), *(ask("b", 0.0) for _ in range(4)))
        return seen

    seen = asyncio.run(run())
    apart = [later - earlier for earlier, later in zip(seen["a"], seen["a"][1:], strict=False)]
    assert min(apart) >= 0.099
    assert max(seen["b"]) < 0.1


def test_a_clock_that_stands_still_or_goes_back_costs_one_gap_and_no_more() -> None:
    async def run() -> float:
        book = MemoryBook()
        book.stamp("a", NOW + 365 * DAY)
        turns = HostTurns(book, lambda: NOW)
        began = asyncio.get_running_loop().time()
        for _ in range(2):
            await turns.wait("a", 0.05)
            turns.done("a")
        return asyncio.get_running_loop().time() - began

    assert 0.09 < asyncio.run(run()) < 1.0


def test_a_rest_that_one_request_brings_holds_for_those_that_wait_for_their_turn() -> None:
    async def run() -> tuple[list[str], float]:
        book, began = MemoryBook(), asyncio.get_running_loop().time()
        turns = HostTurns(book, steady(lambda: NOW))
        said: list[str] = []

        async def ask(rest: timedelta | None) -> None:
            try:
                await turns.wait("a", 0.0)
            except Undelivered as error:
                said.append(f"{error.kind} {error.until}")
                return
            said.append("asked")
            if rest is not None:
                book.pause("a", NOW + rest, "the server answered 429")
            turns.done("a")

        await asyncio.gather(ask(timedelta(seconds=1)), ask(HOUR), *(ask(None) for _ in range(3)))
        return said, asyncio.get_running_loop().time() - began

    said, took = asyncio.run(run())
    assert said == ["asked", "asked", *[f"paused {NOW + HOUR}"] * 3]
    assert took >= 0.99, "a short rest is waited out"


def test_two_sources_of_one_host_take_the_longer_gap() -> None:
    def source(slug: str, **more: float) -> Source:
        table = {"slug": slug, "name": slug, "home": "http://x.example/", "feeds": [f"http://x.example/{slug}"], **more}
        return parse_source(table, file="x.toml", packaged=False)

    assert longest_gaps([source("a"), source("b", gap_seconds=9)], 5)["x.example"] == 9
    assert longest_gaps([source("a"), source("b", gap_seconds=1)], 5)["x.example"] == 5
    assert longest_gaps([source("b", gap_seconds=1)], 5)["x.example"] == 1
