from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage import uids
from storage.articles import MOST_REVISIONS, Change
from storage.errors import NotFound
from storage.records import Block, Evidence, FieldState, Label, RelatedLink
from tests.storage.conftest import START, Newsroom, a_decision, an_answer, an_article


def counts(newsroom: Newsroom) -> dict[str, int]:
    counted = "SELECT count(*) FROM "
    tables = ("articles", "revisions", "captures", "article_captures", "decisions", "related")
    return {table: newsroom.archive.db.value(counted + table) for table in tables}


def test_a_new_article_comes_back_whole_from_its_columns(newsroom: Newsroom) -> None:
    article = an_article(
        key="16314743",
        outlet="Newsroom",
        editors=("Ann Example", "Bo Example"),
        authors=("Cy Example",),
        dateline="AWEIL, Nov. 1 --",
        dateline_place="Aweil",
        dateline_date="2026-11-01",
        published_at=datetime(2026, 11, 1, 9, 42, 5, tzinfo=UTC),
        published_raw="2026-11-01 17:42:05",
        published_local="2026-11-01T17:42:05+08:00",
        language="en",
        trailer="Related News",
        blocks=(Block(kind="paragraph", start=0, end=61), Block(kind="answer", start=63, end=98, speaker="Q")),
        captions=("The bridge.",),
        related=(RelatedLink("Other"), RelatedLink("More", "http://newsroom.example/b")),
        evidence={
            "title": Evidence(state=FieldState.FOUND, how="layout 2025: h1"),
            "byline": Evidence(state=FieldState.NOT_PROVIDED),
        },
        inferred={"year": {"value": 2026, "basis": "publication"}},
        shape=(("field", "body"), ("text", "\n")),
    )
    stored = newsroom.publish(article)
    assert (stored.change, stored.revision, stored.changes) == (Change.NEW, 1, ())
    assert newsroom.archive.articles.load(stored.uid) == article
    assert counts(newsroom) == {
        "articles": 1,
        "revisions": 1,
        "captures": 1,
        "article_captures": 1,
        "decisions": 1,
        "related": 2,
    }


def test_a_second_visit_to_the_same_text_adds_no_revision(newsroom: Newsroom) -> None:
    first = newsroom.publish(an_article())
    spaced = replace(an_article(), body=an_article().body.replace("watched over", "watched  over"))
    again = newsroom.publish(spaced)
    assert (again.change, again.revision, again.uid) == (Change.UNCHANGED, 1, first.uid)
    assert counts(newsroom)["revisions"] == 1
    assert newsroom.archive.articles.load(first.uid) == an_article()


def test_a_changed_figure_is_a_revision_and_both_states_stay(newsroom: Newsroom) -> None:
    old = an_article(related=(RelatedLink("Old"),))
    new = replace(old, body=old.body.replace("40 metres", "45 metres"), related=(RelatedLink("New"),))
    newsroom.publish(old)
    stored = newsroom.publish(new)
    assert (stored.change, stored.revision) == (Change.REVISED, 2)
    assert [(change.field, change.kind) for change in stored.changes] == [("body", "figure")]
    articles = newsroom.archive.articles
    assert (articles.load(stored.uid, 1), articles.load(stored.uid)) == (old, new)
    row = articles.by_uid(stored.uid)
    assert row is not None
    assert row["updated_at"] > row["first_seen_at"]
    assert json.loads(articles.revisions_of(stored.uid)[1]["changes"])[0]["new"] is not None
    assert newsroom.archive.search.find("45 metres")
    assert not newsroom.archive.search.find("40 metres")


def test_the_same_text_under_other_rules_changes_the_label_only(newsroom: Newsroom) -> None:
    newsroom.publish(an_article())
    stored = newsroom.publish(an_article(), a_decision(Label.BORDERLINE, score=6.0, rules="r2"))
    assert stored.change == Change.UNCHANGED
    row = newsroom.archive.articles.by_uid(stored.uid)
    assert row is not None
    assert (row["label"], row["score"], row["revision"]) == ("borderline", 6.0, 1)
    assert [d["rules"] for d in newsroom.archive.articles.decisions_of(stored.uid)] == ["r1", "r2"]


def test_another_address_with_the_outlets_own_number_joins_the_row(newsroom: Newsroom) -> None:
    here, there = an_article(key="77"), an_article(key="77", url="http://mirror.example/77.html")
    first, second = newsroom.publish(here), newsroom.publish(there)
    assert (second.uid, second.change) == (first.uid, Change.UNCHANGED)
    assert newsroom.archive.articles.load(first.uid).url == here.url
    pages = newsroom.archive.db.rows("SELECT article_id FROM pages")
    assert [page["article_id"] for page in pages] == [first.article_id, first.article_id]


def test_two_addresses_that_word_it_differently_do_not_revise_each_other_for_ever(newsroom: Newsroom) -> None:
    here = an_article(key="77")
    there = replace(here, url="http://mirror.example/77.html", title="Engineers rebuild bridge")
    changes = [newsroom.publish(article).change for article in (here, there, here, there, here, there)]
    assert changes == [Change.NEW, Change.REVISED, *[Change.UNCHANGED] * 4]


def test_the_same_number_at_another_source_is_another_article(newsroom: Newsroom) -> None:
    newsroom.publish(an_article(key="77"))
    assert newsroom.publish(an_article(key="77", source="other", url="http://other.example/77")).change == Change.NEW


def test_the_same_capture_read_by_better_code_is_no_revision_of_the_publisher(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    better = an_article(authors=("Cy Example",))
    page_id, capture_id = newsroom.page(str(better.url)), newsroom.archive.db.value("SELECT max(id) FROM captures")
    again = newsroom.store(better, capture_id=capture_id, page_id=page_id)
    assert (again.change, again.revision) == (Change.REPARSED, 1)
    assert newsroom.archive.articles.load(stored.uid) == better
    assert newsroom.store(better, capture_id=capture_id, page_id=page_id).change == Change.UNCHANGED
    assert counts(newsroom)["decisions"] == 1
    assert newsroom.archive.search.find("Cy Example")


def test_reading_an_old_capture_anew_changes_that_state_only(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    first = newsroom.archive.db.value("SELECT max(id) FROM captures")
    newsroom.publish(an_article(title="Bridge open"))
    newsroom.store(an_article(title="Engineers!"), capture_id=first, page_id=newsroom.page(str(an_article().url)))
    articles = newsroom.archive.articles
    assert [articles.load(stored.uid, number).title for number in (1, 2)] == ["Engineers!", "Bridge open"]
    assert json.loads(articles.revisions_of(stored.uid)[1]["changes"])[0]["old"] == "Engineers!"


def test_a_page_that_reads_differently_at_every_visit_is_damped(newsroom: Newsroom) -> None:
    changes = [newsroom.publish(an_article(title=f"Counter {n}")).change for n in range(MOST_REVISIONS + 3)]
    assert changes == [Change.NEW, *[Change.REVISED] * (MOST_REVISIONS - 1), *[Change.UNSTABLE] * 3]


def test_a_uid_taken_by_another_article_is_lengthened(newsroom: Newsroom) -> None:
    taken = newsroom.publish(an_article())
    url = "http://newsroom.example/a/2.html"
    kept = newsroom.archive.captures.keep(an_answer(url, b"<p>two</p>"), page_id=newsroom.page(url))
    stored = newsroom.archive.articles.store(
        an_article(url=url),
        a_decision(),
        capture_id=kept.capture_id,
        page_id=newsroom.page(url),
        origin="crawl",
        seen_at=START,
        uid=taken.uid,
    )
    assert stored.uid == uids.mint("newsroom", url, signs=9)


def test_a_failed_store_leaves_nothing(newsroom: Newsroom) -> None:
    newsroom.publish(an_article())
    before = counts(newsroom)
    with pytest.raises(Exception, match="CHECK"):
        newsroom.archive.articles.store(
            an_article(url="http://newsroom.example/3"),
            a_decision(),
            capture_id=1,
            page_id=None,
            origin="guessed",
            seen_at=START,
            uid="a-00000000",
        )
    assert counts(newsroom) == before


def test_withdrawn_keeps_its_first_time_and_its_text(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    articles = newsroom.archive.articles
    articles.mark_withdrawn(stored.article_id, START)
    articles.mark_withdrawn(stored.article_id, newsroom.now)
    row = articles.by_uid(stored.uid)
    assert row is not None
    assert row["withdrawn_at"] == "2026-11-02T06:00:00Z"
    assert row["body"]
    articles.mark_returned(stored.article_id, newsroom.now)
    row = articles.by_uid(stored.uid)
    assert row is not None
    assert row["withdrawn_at"] is None


def test_each_gives_peacekeeping_only_unless_asked(newsroom: Newsroom) -> None:
    newsroom.publish(an_article())
    newsroom.publish(an_article(url="http://newsroom.example/b", source="other"), a_decision(Label.CONTESTED))
    articles = newsroom.archive.articles
    assert [row["label"] for row in articles.each()] == ["peacekeeping"]
    assert len(list(articles.each(labels=list(Label)))) == 2
    assert [row["source"] for row in articles.each(labels=list(Label), source="other")] == ["other"]
    assert not list(articles.each(until=START))
    assert list(articles.each(since=START))


def test_what_is_not_there_is_said(newsroom: Newsroom) -> None:
    stored = newsroom.publish(an_article())
    assert newsroom.archive.articles.by_uid("a-nothing0") is None
    with pytest.raises(NotFound, match="bluewatch search"):
        newsroom.archive.articles.load("a-nothing0")
    with pytest.raises(NotFound, match="revisions 1 to 1"):
        newsroom.archive.articles.load(stored.uid, 2)


def test_decisions_on_the_blocks_of_a_transcript_are_rows_of_their_own(newsroom: Newsroom) -> None:
    blocks = (a_decision(Label.OTHER, score=0.0, matches=()), a_decision(score=14.0))
    whole = a_decision(score=14.0, blocks=blocks)
    stored = newsroom.publish(an_article(), whole)
    newsroom.publish(an_article(), whole)
    rows = newsroom.archive.db.rows("SELECT block, label FROM decisions WHERE capture_id = 1 ORDER BY id")
    assert [(row["block"], row["label"]) for row in rows] == [(1, "other"), (2, "peacekeeping"), (None, "peacekeeping")]
    assert newsroom.archive.articles.decision_on(stored.article_id) == whole
    assert newsroom.archive.articles.by_uid(stored.uid)["label"] == "peacekeeping"  # type: ignore[index]
