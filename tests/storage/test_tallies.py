"""Stored counts are those of the rows whatever is stored, read again, withdrawn, pruned or taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.tallies import Tallies
from tests.storage.conftest import START, an_answer

MISSIONS = ("UNMISS", "UNIFIL", "KFOR")
LABELS = ("peacekeeping", "borderline", "other")
STATES = ("new", "kept", "other", "gone")


def _article(archive: Archive, number: int, label: str, day: int) -> None:
    archive.db.execute(
        "INSERT INTO articles (uid, source, type, body, blocks, captions, shape, inferred, label, score, revision,"
        " origin, first_seen_at, updated_at, evidence) VALUES (?1, ?2, 'news', 'x', '[]', '[]', '[]', '{}', ?3, 1, 1,"
        " 'crawl', ?4, ?4, '{}')",
        (f"a-{number}", f"paper-{number % 2}", label, f"2026-11-{day:02}T06:00:00Z"),
    )


def _mention(archive: Archive, uid: str, article: int, given_: list[Any]) -> None:
    archive.db.execute(
        'INSERT INTO mission_mentions (uid, article_id, revision, field, start, "end", parts, words, mission, rule,'
        " rules, confidence, counted) VALUES (?, ?, ?, 'body', 0, 1, '[[0,1]]', 'x', ?, 'r', '1', 1, ?)",
        (uid, article, *given_),
    )


number = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("article"), st.sampled_from(LABELS), st.integers(1, 9)),
        st.tuples(st.just("label"), number, st.sampled_from(LABELS)),
        st.tuples(st.just("revision"), number, st.integers(1, 2)),
        st.tuples(st.just("published"), number, st.integers(1, 9)),
        st.tuples(st.just("mention"), number, st.integers(1, 2), st.sampled_from(MISSIONS), st.integers(0, 1)),
        st.tuples(st.just("unmention"), number, st.sampled_from(MISSIONS)),
        st.tuples(st.just("renumber"), number),
        st.tuples(st.just("page"), st.sampled_from(("article", "listing", "other"))),
        st.tuples(st.just("state"), number, st.sampled_from(STATES)),
        st.tuples(st.just("kind"), number, st.sampled_from(("article", "other"))),
        st.tuples(st.just("drop"), number),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_counts_follow_the_rows(archive: Archive, steps: list[tuple[Any, ...]]) -> None:
    with archive.db.write():
        for table in ("mission_mentions", "articles", "pages"):
            archive.db.execute(f"DELETE FROM {table}")
        archive.db.execute(
            "INSERT OR IGNORE INTO sources (slug, name, first_used_at)"
            " VALUES ('paper', 'Paper', '2026-11-02T06:00:00Z')"
        )
        for turn, (what, *given_) in enumerate(steps):
            _step(archive, turn, what, given_)
    assert Tallies(archive.db).wrong() == []


def _step(archive: Archive, turn: int, what: str, given_: list[Any]) -> None:
    db = archive.db
    ids = [row["id"] for row in db.rows("SELECT id FROM articles ORDER BY id")] or [0]
    pages = [row["id"] for row in db.rows("SELECT id FROM pages ORDER BY id")] or [0]
    if what == "article":
        _article(archive, turn, *given_)
    elif what == "page":
        db.execute(
            "INSERT INTO pages (url, host, source, kind, first_seen_at, state) VALUES (?, 'h', 'paper', ?, ?, 'new')",
            (f"http://h/{turn}", given_[0], "2026-11-01T06:00:00Z"),
        )
    elif what in ("state", "kind"):
        db.execute(f"UPDATE pages SET {what} = ? WHERE id = ?", (given_[1], pages[given_[0] % len(pages)]))
    elif what == "drop":
        db.execute("DELETE FROM pages WHERE id = ?", (pages[given_[0] % len(pages)],))
    else:
        article = ids[given_[0] % len(ids)]
        if what in ("label", "revision"):
            db.execute(f"UPDATE articles SET {what} = ? WHERE id = ?", (given_[1], article))
        elif what == "published":
            db.execute(
                "UPDATE articles SET published_at = ? WHERE id = ?", (f"2026-10-{given_[1]:02}T06:00:00Z", article)
            )
        elif what == "mention" and article:
            _mention(archive, f"f-{turn}", article, given_[1:])
        elif what == "unmention":
            db.execute("DELETE FROM mission_mentions WHERE article_id = ? AND mission = ?", (article, given_[1]))
        elif what == "renumber":
            db.execute("UPDATE mission_mentions SET revision = 3 - revision WHERE article_id = ?", (article,))


def test_captures_are_counted_by_where_their_record_is(archive: Archive) -> None:
    for day in range(3):
        answer = replace(an_answer(body=f"{day}".encode()), fetched_at=START + timedelta(days=day))
        archive.captures.keep(answer, page_id=None)
    with archive.db.write():
        archive.db.execute("UPDATE captures SET warc = 'pruned' || substr(warc, 6) WHERE id = 1")
    size = archive.captures.size()
    assert (size.captures, size.first_at, size.last_at) == (2, "2026-11-03T06:00:00Z", "2026-11-04T06:00:00Z")
    assert Tallies(archive.db).captures("pruned") == 1
    assert Tallies(archive.db).wrong() == []


def test_what_is_wrong_is_told(archive: Archive) -> None:
    with archive.db.write():
        _article(archive, 1, "peacekeeping", 3)
        archive.db.execute("UPDATE tallies SET number = 7 WHERE counted = 'articles'")
        archive.db.execute("INSERT INTO mission_items VALUES ('KFOR', '2026-11-03', 1)")
    assert Tallies(archive.db).wrong() == [
        "tallies: articles paper-1 peacekeeping: 7 counted, 1 there",
        "mission_items: 1 too many",
    ]
