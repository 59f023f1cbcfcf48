"""Texts and stories do not depend on the order in which articles come, nor on what they said before."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.copies import archive as written_archive
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from storage.archive import Archive
from storage.findings import Finding
from storage.records import Article
from tests.storage.conftest import Newsroom
from tests.storage.test_texts import ORIGINAL, STOCK, joined, prose

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
Parts = frozenset[frozenset[str]]


@dataclass(frozen=True)
class Told:
    """An article with its findings."""

    article: Article
    findings: tuple[Finding, ...] = ()


def told(number: int, source: str, body: str, *, days: float = 0, title: str = "Bridge", **more: object) -> Told:
    return Told(
        Article(
            url=f"http://{source}.example/{number}.html", source=source, title=title, body=body, language="en",
            published_at=START + timedelta(days=days), **more,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def place(newsroom: Newsroom, one: Told) -> int:
    stored = newsroom.publish(one.article)
    newsroom.archive.findings.replace(stored, one.article, one.findings, rules="t")
    newsroom.archive.texts.place(stored.article_id)
    return stored.article_id


def parts(archive: Archive) -> tuple[Parts, Parts, frozenset[tuple[object, ...]]]:
    """Texts and stories as sets of addresses, and each address with how it carries its text and why it is told."""
    found = []
    for column in ("text_id", "story_id"):
        groups: dict[int, set[str]] = {}
        for row in archive.db.rows(f"SELECT {column} AS part, url FROM articles"):
            groups.setdefault(row["part"], set()).add(row["url"])
        found.append(frozenset(map(frozenset, groups.values())))
    carried = archive.db.rows(
        "SELECT url, first_uid, lag_hours, shared, relation, new_headline, reprint, cut, added"
        " FROM text_carriers JOIN articles USING (uid)"
    )
    ties = archive.db.rows(
        "SELECT a.url AS one, b.url AS other, story_pairs.score, translation, why FROM story_pairs"
        " JOIN articles AS a ON a.id = article_id JOIN articles AS b ON b.id = other_id"
    )
    return found[0], found[1], frozenset(tuple(row.values()) for row in (*carried, *ties))


def forms(stock: str) -> list[Told]:
    """What makes order matter where it may: stock lines, forms, round-ups, reprints, chains over weeks, galleries."""
    weekly = prose(40, 4)
    found = [told(n, "desk", joined([*prose(50 + n, 1), stock]), days=n, title=f"Item {n}") for n in range(7)]
    found += [told(90, "wire", joined([*prose(53, 1), stock]), days=4, title="Item three again")]
    found += [
        told(100 + n, "bulletin", joined([*weekly[: 3 - n % 2], *prose(60 + n, 1)]), days=14 * n, title="The fortnight")
        for n in range(5)
    ]
    found += [told(200, "one", joined(ORIGINAL)), told(201, "two", joined(ORIGINAL[:4]), days=2)]
    found += [told(202, "three", joined(ORIGINAL), days=400), told(203, "four", joined(ORIGINAL[:3]), days=401)]
    found += [told(300 + n, "s", joined(prose(200 + n, 2)), title=f"Title {n}") for n in range(3)]
    found += [told(310, "weekly", joined(itertools.chain(*(prose(200 + n, 2) for n in range(3)))), days=3)]
    return found


def fill(folder: Path, articles: Iterable[Told]) -> tuple[Parts, Parts, frozenset[tuple[object, ...]]]:
    with Archive.open(folder, create=True) as archive, archive.db.write():
        newsroom = Newsroom(archive)
        for one in articles:
            place(newsroom, one)
        return parts(archive)


def test_any_order_and_all_at_once(tmp_path: Path) -> None:
    articles = forms(STOCK)
    wanted = fill(tmp_path / "first", articles)
    assert any(len(one) == 4 and any("one.example" in url for url in one) for one in wanted[0])
    for seed in range(3):
        random.Random(seed).shuffle(articles)  # noqa: S311 - an order
        assert fill(tmp_path / str(seed), articles) == wanted
    with Archive.open(tmp_path / "all", create=True) as archive:
        newsroom = Newsroom(archive)
        for one in articles:
            newsroom.archive.findings.replace(newsroom.publish(one.article), one.article, one.findings, rules="t")
        assert archive.texts.place_all() == len(articles)
        assert parts(archive) == wanted
        assert archive.texts.place_all() == 0


def test_what_an_article_said_before_leaves_nothing_behind(tmp_path: Path) -> None:
    articles = forms(STOCK)
    wanted = fill(tmp_path / "plain", articles)
    random_ = random.Random(5)  # noqa: S311 - an order
    with Archive.open(tmp_path / "revised", create=True) as archive, archive.db.write():
        newsroom = Newsroom(archive)
        for one in articles:
            other = random_.choice(articles).article
            place(newsroom, replace(one, article=replace(one.article, body=other.body, title=other.title)))
        archive.articles.mark_withdrawn(1, START, kind="410", at=START, reason="gone (410)")
        for one in random_.sample(articles, len(articles)):
            place(newsroom, one)
        assert parts(archive) == wanted
        assert not archive.db.rows("SELECT mark FROM common_sentences WHERE mark NOT IN (SELECT mark FROM text_marks)")


def test_an_archive_of_before_the_span_keeps_its_marks(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from storage.schema import migrations

    db = Database(tmp_path / "archive.db")
    migrations.apply(db, stop_before="m008_spans")
    db.execute("INSERT INTO text_prints VALUES (7, 'd', 's', 700000, 1, 2, 3, x'00', '{}')")
    db.execute("INSERT INTO text_index VALUES (41, 7)")
    db.execute("INSERT INTO appearances VALUES (1, 7, 7, NULL, '2026-01-01T00:00:00Z', 1.0, 'same', 0, '[]', '[]')")
    migrations.apply(db)
    assert [tuple(row) for row in db.execute("SELECT * FROM text_marks")] == [(41, 700000, 7)]
    assert [row[0] for row in db.execute("SELECT reprint FROM appearances")] == [0]
    assert "text_index" not in db.table_names()


@pytest.mark.long
@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_scripted_newsrooms_in_any_order(tmp_path_factory: pytest.TempPathFactory, order: random.Random) -> None:
    relevance = load_relevance()
    finder = load_finder(relevance)
    articles = []
    for one in written_archive(24, seed=order.randrange(10**6), days=40):
        article = Article(
            url=one.url, source=one.source, title=one.title, body=one.body, published_at=one.published_at,
            language=one.language,
        )  # fmt: skip
        articles.append(Told(article, read_article(article, relevance, finder, home=None).findings))
    wanted = fill(tmp_path_factory.mktemp("one"), articles)
    order.shuffle(articles)
    assert fill(tmp_path_factory.mktemp("two"), articles) == wanted
