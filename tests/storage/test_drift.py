"""Drift: what is a fall, since when and shown by which pages, and what is none."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest

from storage.drift import Drift, drifts
from storage.drift_words import drift_forms, drift_words, shown_pages
from storage.fill_rates import by_month
from storage.readings import FIELDS, LAYOUT, LED_AWAY, LIBRARY, OWN, PageRead, page_read, reading_text
from storage.records import Article, Evidence, FieldState, Rejection

FIRST = date(2026, 9, 1)
WHOLE = ("title", "byline", "published_at")
FOUND = FieldState.FOUND


def read(n: int, *, a_day: float = 1.0, fills: Iterable[str] = WHOLE, **more: object) -> PageRead:
    """Page number n of a source with so many pages a day."""
    given: dict[str, object] = {"paragraphs": 8, "length": 2000, "language": "en", "uid": f"s-{n:04}"}
    return PageRead(
        day=FIRST + timedelta(days=int(n / a_day)),
        url=f"https://news.example/{n:04}",
        states=dict.fromkeys(fills, FOUND),
        **{**given, **more},  # type: ignore[arg-type]
    )


def pages(*stretches: tuple[int, dict[str, object]], a_day: float = 1.0) -> list[PageRead]:
    """Stretches of so many pages each, read as told."""
    found: list[PageRead] = []
    for count, how in stretches:
        found += [read(n, a_day=a_day, **how) for n in range(len(found), len(found) + count)]  # type: ignore[arg-type]
    return found


def judged(seen: Sequence[PageRead]) -> tuple[Drift, ...]:
    return drifts("news", seen, max(page.day for page in seen))


BARE: dict[str, object] = {"fills": ("published_at",)}
GALLERY: dict[str, object] = {"fills": ("title",), "type": "gallery", "paragraphs": 1, "length": 90}
NOT_ONE: dict[str, object] = {"rejection": "no-text"}
BY_LAYOUT: dict[str, object] = {"body": LAYOUT}
OTHER_NEWS: dict[str, object] = {"uid": None}

# name: (pages, fields that fell)
FALLS: dict[str, tuple[list[PageRead], list[str]]] = {
    "a redesign in the middle": (pages((30, {}), (30, BARE)), ["title", "byline"]),
    "named on the second day after": (pages((60, {}), (10, BARE), a_day=5), ["title", "byline"]),
    "a listing that carries another section": (
        pages(*[(3, {}), (2, OTHER_NEWS)] * 12, (20, OTHER_NEWS), a_day=3),
        ["item"],
    ),
    "an outlet of one article a week": (pages((20, {}), (4, BARE), a_day=1 / 7), ["title", "byline"]),
    "a field that half of the pages have": (
        pages(*[(1, {}), (1, BARE)] * 40, (40, BARE), a_day=4),
        ["title", "byline"],
    ),
    "half-empty, not empty": (
        pages((60, {}), *[(3, BARE), (1, {})] * 10, (3, BARE), a_day=4),
        ["title", "byline"],
    ),
    "it fell, was mended, and fell again": (pages((30, {}), (9, BARE), (12, {}), (9, BARE)), ["title", "byline"]),
    "it was read badly, then well, and fell": (pages((40, BARE), (20, {}), (8, BARE)), ["title", "byline"]),
    "pages that give no article any more": (pages((30, {}), (6, NOT_ONE)), ["article"]),
    "articles that lead to the home page": (pages((30, {}), (6, {"rejection": LED_AWAY})), ["article"]),
    "the layout fits no more": (pages((30, BY_LAYOUT), (6, {"body": OWN})), ["layout"]),
    "a library reads what the layout did": (pages((30, BY_LAYOUT), (6, {"body": LIBRARY})), ["layout"]),
    "texts of one paragraph": (pages((30, {}), (6, {"paragraphs": 1})), ["paragraphs"]),
    "texts cut to their opening": (pages((30, {}), (6, {"length": 300})), ["length"]),
    "a redesign in the midst of galleries": (
        pages(*[(3, {}), (2, GALLERY)] * 8, *[(3, BARE), (2, GALLERY)] * 4, a_day=5),
        ["title", "byline"],
    ),
    "dates that cannot be read any more": (
        pages((30, {}), (6, {"fills": ("title", "byline")})),
        ["published_at"],
    ),
}

NO_FALLS: dict[str, list[PageRead]] = {
    "nothing": [],
    "always whole": pages((100, {})),
    "never filled": pages((100, BARE)),
    "few articles, the last two bare": pages((6, {}), (2, BARE)),
    "few articles before": pages((7, {}), (7, BARE)),
    "one odd page": pages((40, {}), (1, BARE), (3, {})),
    "one odd page, the newest": pages((40, {}), (1, BARE)),
    "two odd pages on two days": pages((40, {}), (2, BARE)),
    "many odd pages on one day": pages((40, {}), (5, BARE), a_day=5),
    "eight articles on other things": pages((40, {}), (8, OTHER_NEWS)),
    "fewer items than before": pages(*[(2, {}), (1, OTHER_NEWS)] * 40, *[(1, {}), (6, OTHER_NEWS)] * 12, a_day=3),
    "a week of galleries": pages((40, {}), (3, GALLERY), (20, {}), (10, GALLERY)),
    "galleries now and then, and then only galleries": pages(*[(4, {}), (1, GALLERY)] * 10, (12, GALLERY), a_day=2),
    "its first galleries": pages((40, {}), (8, GALLERY)),
    "transcripts without a byline": pages(*[(4, {}), (1, {"type": "transcript", "fills": ()})] * 8, (6, {"type": "transcript", "fills": ()})),  # noqa: E501
    "pages of its second language": pages(*[(4, {}), (1, {**BARE, "language": "zh"})] * 8, (8, {**BARE, "language": "zh"})),  # noqa: E501
    "recovered": pages((30, {}), (10, BARE), (10, {})),
    "recovered three pages ago": pages((60, {}), (6, BARE), (3, {})),
    "a rise": pages((30, BARE), (30, {})),
    "a challenge page for a day": pages((40, {}), (5, {"rejection": "challenge"}), (5, {}), a_day=5),
    "a byline now and then": pages(*[(4, BARE), (1, {})] * 20),
    "longer texts": pages((30, {"length": 300}), (30, {"length": 3000})),
    "long and short texts by turns": pages(*[(1, {"length": 400}), (2, {"length": 4000})] * 15, (2, {"length": 400})),
}  # fmt: skip


@pytest.mark.parametrize("name", FALLS)
def test_a_fall_is_named(name: str) -> None:
    seen, fields = FALLS[name]
    assert [drift.field for drift in judged(seen)] == fields


@pytest.mark.parametrize("name", NO_FALLS)
def test_what_is_no_fall(name: str) -> None:
    seen = NO_FALLS[name]
    assert drifts("news", seen, date(2026, 12, 1)) == ()


def test_a_fall_tells_field_day_shares_and_the_pages_on_both_sides() -> None:
    seen = pages((30, {}), (6, BARE))
    title, byline = drifts("news", seen, date(2026, 10, 8))
    assert (title.source, title.field, byline.field) == ("news", "title", "byline")
    assert title.since == FIRST + timedelta(days=30)
    assert (title.before.share, title.before.n, title.after.share, title.after.n) == (1.0, 30, 0.0, 6)
    before, after = shown_pages((title, byline))
    assert (before.uid, before.url) == ("s-0029", "https://news.example/0029")
    assert (after.uid, after.url) == ("s-0030", "https://news.example/0030")
    assert drift_words((title, byline)) == (
        "since 2026-10-01: title on 30 of 30 pages before, 0 of 6 after; byline on 30 of 30 before, 0 of 6 after"
    )
    [form, _] = drift_forms((title, byline))
    assert form["after"]["page"] == {"day": "2026-10-01", "uid": "s-0030", "url": "https://news.example/0030"}


def test_texts_are_told_by_their_medians_and_rejections_by_their_kind() -> None:
    [drift] = judged(pages((30, {}), (6, {"length": 300})))
    assert drift_words([drift]) == "since 2026-10-01: text 2,000 signs before, 300 after (median)"
    [drift] = judged(pages((30, {}), (2, {"rejection": "listing"}), (5, NOT_ONE)))
    assert drift_words([drift]) == "since 2026-10-01: an article on 30 of 30 pages before, 0 of 7 after (no-text)"


def test_a_kept_article_shows_a_fall_before_a_page_that_was_passed_over() -> None:
    seen = [*pages((30, {}), (6, {**BARE, "uid": None}))]
    seen[33] = read(33, **BARE)  # type: ignore[arg-type]
    before, after = shown_pages(judged(seen))
    assert (before.url[-4:], after.url[-4:]) == ("0029", "0033")


def test_a_field_declared_as_not_provided_has_not_fallen() -> None:
    declared = [read(n, fills=()) for n in range(30, 60)]
    declared = [
        PageRead(
                day=p.day, url=p.url, uid=p.uid, language="en", paragraphs=8, length=2000,
                states=dict.fromkeys(WHOLE, FieldState.NOT_PROVIDED),
            )
        for p in declared
    ]  # fmt: skip
    assert judged([*pages((30, {})), *declared]) == ()


def test_a_back_list_in_an_older_design_is_no_fall() -> None:
    old = [read(n, published=date(2024, 1, 1), **BARE) for n in range(60, 80)]  # type: ignore[arg-type]
    assert judged([*pages((60, {})), *old]) == ()


def test_a_fall_is_told_for_a_season() -> None:
    seen = pages((30, {}), (6, BARE))
    assert drifts("news", seen, FIRST + timedelta(days=30 + 90))
    assert not drifts("news", seen, FIRST + timedelta(days=30 + 91))


def test_the_order_of_the_rows_does_not_matter() -> None:
    seen, _ = FALLS["a redesign in the midst of galleries"]
    mixed = list(seen)
    random.Random(4).shuffle(mixed)  # noqa: S311 - no secret
    assert judged(mixed) == judged(seen)


@pytest.mark.parametrize("a_day", [0.5, 5.0])
@pytest.mark.parametrize("share", [0.6, 0.95])
def test_chance_alone_gives_no_alarm(a_day: float, share: float) -> None:
    """Pages that fill fields by the toss of a coin, a gallery here and there, judged every few days of a season."""
    toss = random.Random(f"{a_day}{share}")  # noqa: S311 - no secret
    seen = [
        read(
            n,
            a_day=a_day,
            fills=[name for name in FIELDS if toss.random() < share],
            type="gallery" if toss.random() < 0.1 else "news",
            length=int(toss.lognormvariate(7.5, 0.8)),
            paragraphs=1 + int(toss.lognormvariate(2, 0.6)),
        )
        for n in range(int(80 * a_day))
    ]
    for back in range(0, 40, 8):
        today = seen[-1].day - timedelta(days=back)
        assert drifts("news", [page for page in seen if page.day <= today], today) == ()


def test_a_reading_is_kept_in_short_and_read_back() -> None:
    evidence = {
        "title": Evidence(state=FOUND, how="layout 2025: h1"),
        "editor": Evidence(state=FieldState.NOT_PROVIDED, how="layout 2025"),
        "published_at": Evidence(state=FieldState.UNREADABLE, raw="yesterday"),
        "byline": Evidence(state=FieldState.ABSENT),
        "body": Evidence(state=FOUND, how="layout 2025: div.text"),
        "next_part": Evidence(state=FOUND, how="link"),
    }
    text = reading_text(Article(body="One.\n\nTwo.", language="en", evidence=evidence), None)
    assert text is not None
    back = page_read(text, day="2026-11-02T06:00:00Z", url="u", uid="s-1", reason=None)
    assert back == PageRead(
        day=date(2026, 11, 2),
        url="u",
        uid="s-1",
        language="en",
        paragraphs=2,
        length=10,
        body=LAYOUT,
        states={
            "title": FOUND,
            "editor": FieldState.NOT_PROVIDED,
            "published_at": FieldState.UNREADABLE,
        },
    )
    assert reading_text(None, Rejection(kind="listing", message="m")) == '{"rejection":"listing"}'
    assert reading_text(None, Rejection(kind="crashed", message="m")) is None


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("leads to https://news.example/, which is no article address", LED_AWAY),
        ("no-text: the page holds no running text", "no-text"),
        ("too-slow: 20 s", None),
        (None, None),
    ],
)
def test_a_page_that_was_rejected_unread(reason: str | None, kind: str | None) -> None:
    page = page_read(None, day="2026-11-02T06:00:00Z", url="u", uid=None, reason=reason)
    assert (page and page.rejection) == kind


def test_months_count_what_was_asked() -> None:
    september, october = by_month(pages((30, BY_LAYOUT), (10, BARE), (2, NOT_ONE)))
    assert (september.month, september.pages, september.filled["title"], september.asked["title"]) == (
        "2026-09",
        30,
        30,
        30,
    )
    assert (october.articles, october.filled["title"], dict(october.rejected)) == (10, 0, {"no-text": 2})
    assert (september.by_layout, october.by_layout, october.median_length) == (30, 0, 2000)
