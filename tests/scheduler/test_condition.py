"""How a source is: a colour, a word, a reason and a next step for every state that it can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scheduler.condition import Known, condition_of
from storage.drift import Drift, Side
from storage.health import PastRun, SourcePast
from storage.outlet_rows import ListingTrouble
from storage.readings import PageRead
from storage.records import Outcome
from storage.silence import Given
from storage.unread import Unread

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def past(*outcomes: str | None, reason: str | None = None, ago: timedelta = HOUR) -> SourcePast:
    return SourcePast(
        runs=tuple(
            PastRun(
                id=9 - n, started_at=NOW - ago, ended_at=NOW - ago if outcome else None, outcome=outcome, reason=reason
            )
            for n, outcome in enumerate(outcomes)
        )
    )


def looked(newest: str, before: str) -> SourcePast:
    """A run that asked the listings, and one after it that did not."""
    alone = replace(past(newest, reason="no answer").runs[0], asked=False)
    return SourcePast(runs=(alone, *past(before).runs))


DEAD = ListingTrouble(
    url="https://a.test/feed", state="failed", reason="not found (404)", since="2026-11-09", tries=9
)  # fmt: skip
ELSEWHERE = "https://a.test/feed: refused redirect to another host: b.test"
MOVED = replace(DEAD, reason="refused redirect to another host: b.test")
CLOSED = Unread(
    number=6, since=datetime(2026, 11, 16, 6, tzinfo=UTC), kept_from_us=6, state="refused",
    reason="robots.txt disallows it", most=5,
)  # fmt: skip
FALLEN = (
    Drift(
        source="a",
        field="title",
        since=date(2026, 11, 15),
        before=Side(share=1.0, n=40, page=PageRead(day=date(2026, 11, 14), url="https://a.test/1", uid="a-1")),
        after=Side(share=0.0, n=6, page=PageRead(day=date(2026, 11, 15), url="https://a.test/2")),
    ),
)
CASES: dict[str, tuple[Known, str, str, str]] = {
    "off": (Known(slug="a", enabled=False, disabled_because="asks for a log-in"), "grey", "off", "asks for a log-in"),
    "never": (Known(slug="a"), "amber", "never ran", "no crawl"),
    "well": (Known(slug="a", past=past("nothing-new")), "green", "ok", ""),
    "at work": (Known(slug="a", past=past(None)), "green", "running", "since"),
    "killed long ago": (Known(slug="a", past=past(None, ago=20 * HOUR)), "amber", "interrupted", "killed"),
    "refused": (Known(slug="a", past=past("refused", reason="robots.txt forbids it")), "red", "refused", "robots.txt"),
    "failing for long": (
        Known(slug="a", past=past("unreachable", "unreachable", reason="timed out"), last_success=NOW - 50 * HOUR),
        "red",
        "unreachable",
        "2 runs in a row; last read 2026-11-16 07:00 UTC",
    ),
    "no links": (
        Known(slug="a", past=past("no-links", reason="40 links, none an article")),
        "red",
        "failing",
        "40 links",
    ),
    "failing, and looked at articles alone since": (
        Known(slug="a", past=looked("listing-failed", "unreachable"), last_success=NOW - 50 * HOUR),
        "red",
        "unreachable",
        "no answer",
    ),
    "a listing that failed before, whatever its newest run says": (
        Known(slug="a", past=past("nothing-new"), troubled=[DEAD]),
        "red",
        "failing",
        "1 of 1 listings fails since 2026-11-09: https://a.test/feed: not found (404)",
    ),
    "one of two listings": (
        Known(slug="a", past=past("collected"), listings=2, troubled=[DEAD]),
        "amber",
        "partly",
        "1 of 2 listings fails since 2026-11-09: https://a.test/feed",
    ),
    "none of its articles is let to be read": (
        Known(slug="a", past=past("nothing-new"), unread=CLOSED),
        "red",
        "refused",
        "none of the 6 articles announced since 2026-11-16 could be read: robots.txt disallows it (5 of 6)",
    ),
    "none of its articles is one": (
        Known(
            slug="a", past=past("collected"), unread=replace(CLOSED, kept_from_us=0, state="rejected", reason="no-text")
        ),
        "amber",
        "reads worse",
        "no-text",
    ),
    "none of its articles, since this morning": (
        Known(slug="a", past=past("collected"), unread=replace(CLOSED, since=NOW - 9 * HOUR)),
        "green",
        "ok",
        "",
    ),
    "none of its articles, since its first crawl this morning": (
        Known(slug="a", past=past("collected"), unread=replace(CLOSED, since=NOW - 9 * HOUR, never=True)),
        "red",
        "refused",
        "none of the 6 articles announced since 2026-11-18 could be read",
    ),
    "two bad pages": (
        Known(slug="a", past=past("collected"), unread=replace(CLOSED, number=2, kept_from_us=2, most=2)),
        "green",
        "ok",
        "",
    ),
    "some pages that are no articles": (
        Known(slug="a", past=past("collected"), unread=replace(CLOSED, number=4, kept_from_us=3, most=3)),
        "green",
        "ok",
        "",
    ),
    "its feed overflowed": (
        Known(slug="a", past=past("collected"), gaps="may have missed items between 06:00 and 18:00"),
        "amber",
        "gaps",
        "may have missed items between",
    ),
    "killed a minute ago": (
        Known(slug="a", past=past(None, ago=HOUR / 60), at_work=False),
        "amber",
        "interrupted",
        "could not write to the archive",
    ),
    "at work for long": (Known(slug="a", past=past(None, ago=20 * HOUR), at_work=True), "green", "running", "since"),
    "nothing for a month, rhythm unknown": (
        Known(slug="a", past=past("nothing-new"), given=Given(newest=NOW - timedelta(days=31))),
        "amber",
        "silent",
        "nothing new for 31 days; its rhythm is not known yet",
    ),
    "resting": (
        Known(slug="a", past=past("partial"), paused_until=NOW + HOUR, paused_because="429"),
        "amber",
        "resting",
        "429",
    ),
    "nobody came": (Known(slug="a", past=past("collected"), due=NOW - 9 * HOUR), "red", "overdue", "nobody came"),
    "silent beyond its rhythm": (
        Known(slug="a", past=past("nothing-new"), per_week_least=2, given=Given(newest=NOW - timedelta(days=8))),
        "amber",
        "silent",
        "nothing new since 2026-11-10; at least 2 a week are usual",
    ),
    "slow by nature": (
        Known(slug="a", past=past("nothing-new"), per_week_least=0.2, given=Given(newest=NOW - timedelta(days=40))),
        "green",
        "ok",
        "",
    ),
    "its pages fill less": (
        Known(slug="a", past=past("collected"), drift=FALLEN),
        "amber",
        "reads worse",
        "since 2026-11-15: title on 40 of 40 pages before, 0 of 6 after. "
        "Before: a-1 https://a.test/1 After: https://a.test/2",
    ),
    "a page that failed": (
        Known(slug="a", past=past("collected"), pages={"failed": 2}),
        "green",
        "ok",
        "2 pages could not",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_how_a_source_is(name: str) -> None:
    known, colour, word, reason = CASES[name]
    found = condition_of(known, NOW)
    assert (found.colour, found.word) == (colour, word)
    assert reason in found.reason
    assert found.next_step or colour in ("green", "grey")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_word_and_all_but_the_good_ones_a_next_step(outcome: Outcome) -> None:
    found = condition_of(Known(slug="a", past=past(outcome.value)), NOW)
    assert found.word
    assert (found.next_step == "") == outcome.ok
    assert "{" not in found.next_step


def test_what_is_over_budget_says_where_to_look() -> None:
    found = condition_of(Known(slug="a", past=past("partial", reason="over budget: /calendar/N/N, 200 pages")), NOW)
    assert (found.colour, "/calendar/N/N" in found.reason) == ("amber", True)
    assert "`bluewatch sources try a`" in found.next_step


@pytest.mark.parametrize(
    "name", ["no links", "a listing that failed before, whatever its newest run says", "silent beyond its rhythm"]
)
def test_of_a_site_that_was_rebuilt_a_new_draft_is_named(name: str) -> None:
    found = condition_of(replace(CASES[name][0], home="https://a.test/"), NOW)
    assert "`bluewatch sources add https://a.test/ --slug a --out drafts`" in found.next_step


@pytest.mark.parametrize(
    "known", [{"past": past("listing-failed", reason=ELSEWHERE)}, {"past": past("nothing-new"), "troubled": [MOVED]}]
)
def test_of_a_site_that_moved_the_key_is_named(known: dict[str, Any]) -> None:
    found = condition_of(Known(slug="a", **known), NOW)
    assert "add it to `hosts` in its source file" in found.next_step


def test_of_news_without_items_the_listings_are_asked_about() -> None:
    fallen = [replace(FALLEN[0], field="item")]
    found = condition_of(Known(slug="a", past=past("collected"), drift=fallen, home="https://a.test/"), NOW)
    assert "an item on 40 of 40 pages before, 0 of 6 after" in found.reason
    assert found.next_step.startswith("do its listings carry another section now? `bluewatch sources try a`")
