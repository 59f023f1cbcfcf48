"""A long crisis is many stories, and the same ones in whatever order its reports come in."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.findings import Figure, Finding, MissionMention
from storage.records import Article
from storage.stories import DECLARED
from storage.story_spans import STORY_DAYS, Tied, Told, stories_of
from storage.text_rows import day_of
from tests.storage.conftest import Newsroom, an_article

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DAYS = 50


def told(day: int, *, text: int = 0, number: int = 0) -> Told:
    return Told(day=day, at=(START + timedelta(days=day)).isoformat(), uid=f"u-{number:03}", text=text or 1000 + number)


def stories(days: list[int], ties: list[tuple[int, int]], **texts: int) -> list[list[int]]:
    """Articles 0, 1, ... of these days; a text by the name n3 is that of article 3."""
    articles = {n: told(day, number=n, text=texts.get(f"n{n}", 0)) for n, day in enumerate(days)}
    found, joining = stories_of(articles, [Tied(*tie, declared=False) for tie in ties], {})
    assert not joining
    return [sorted(one) for one in found]


def test_a_chain_of_reports_is_parted_after_its_days() -> None:
    days = list(range(0, 40, 2))
    chain = [(n, n + 1) for n in range(len(days) - 1)]
    assert stories(days, chain) == [list(range(8)), list(range(8, 16)), list(range(16, 20))]
    assert days[7] == STORY_DAYS


def test_what_comes_later_parts_nothing() -> None:
    assert stories([0, 10, 12], [(0, 1), (1, 2)]) == [[0, 1, 2]]
    assert stories([0, 10, 12, 15, 16], [(0, 1), (1, 2), (2, 3), (3, 4)])[0] == [0, 1, 2]


def test_a_late_copy_is_of_the_story_of_its_text_and_does_not_end_todays() -> None:
    found = stories([0, 18, 18, 20], [(1, 2), (1, 3)], n0=7, n1=7)
    assert found == [[0, 1], [2], [3]]
    assert stories([0, 18, 18, 20], [(2, 1), (2, 3)], n0=7, n1=7) == [[0, 1], [2, 3]]


def test_a_declared_translation_is_of_the_story_whenever_it_came() -> None:
    articles = {0: told(0, number=0), 1: told(30, number=1)}
    assert stories_of(articles, [Tied(0, 1, declared=True)], {})[0] == [frozenset({0, 1})]


@pytest.mark.parametrize(("day", "joins"), [(STORY_DAYS, {9}), (STORY_DAYS + 1, set())])
def test_what_lies_beyond_is_named_where_it_would_join(day: int, joins: set[int]) -> None:
    articles = {0: told(0, number=0), 1: told(13, number=1)}
    ties = [Tied(0, 1, declared=False), Tied(1, 9, declared=False)]
    assert stories_of(articles, ties, {9: told(day, number=9)})[1] == joins


def crisis(rng: random.Random) -> list[tuple[Article, list[Finding]]]:
    """Reports day after day: some numbers stay, some change; translations and copies among them."""
    found: list[tuple[Article, list[Finding]]] = []
    numbers = [rng.randint(100, 999) for _ in range(6)]
    for n in range(DAYS * 2):
        if rng.random() < 0.3:
            numbers[rng.randrange(6)] = rng.randint(100, 999)
        body = f"Report {n} tells in words of its own, {rng.random()} of them, what happened there that day, no more."
        if n > 6 and rng.random() < 0.2:
            body = str(found[max(0, n - rng.randint(1, 36))][0].body)
        article = an_article(
            url=f"http://s{n % 5}.example/{n}.html", source=f"s{n % 5}", title=f"Day {n}", body=body,
            language=rng.choice(["en", "en", "fr"]), published_at=START + timedelta(hours=12 * n + rng.randint(0, 9)),
        )  # fmt: skip
        facts: list[Finding] = [
            Figure(field="body", parts=((0, 4),), rule="t", value=float(value), unit="persons") for value in numbers
        ]
        found.append((article, [MissionMention(field="body", parts=((0, 4),), rule="t", mission="UNIFIL"), *facts]))
    return found


def archived(folder: Path, articles: list[tuple[Article, list[Finding]]]) -> tuple[object, object]:
    """What the archive tells of stories when these came in this order; and as all of them parted at once."""
    with Archive.open(folder, create=True) as archive:
        newsroom = Newsroom(archive)
        for n, (article, findings) in enumerate(articles):
            stored = newsroom.publish(article)
            archive.findings.replace(replace(stored, read_as=1), article, findings, rules=f"t{n}")
            archive.texts.place(stored.article_id)
        db = archive.db
        rows = db.rows(
            "SELECT articles.*, coalesce(published_at, articles.first_seen_at) AS at, stories.why,"
            " (SELECT uid FROM articles AS first WHERE first.id = stories.first_article_id) AS first,"
            " (SELECT group_concat(told.uid) FROM appearances JOIN texts ON texts.id = appearances.text_id"
            "  JOIN articles AS told ON told.id = texts.first_article_id"
            "  WHERE article_id = articles.id AND relation = 'translation') AS translates"
            " FROM articles JOIN stories ON stories.id = articles.story_id"
        )
        uids = {row["id"]: row["uid"] for row in rows}
        groups = {(row["uid"], row["first"], row["translates"], str(sorted(json.loads(row["why"])))) for row in rows}
        assert db.value("SELECT count(*) FROM stories WHERE (merged_into IS NULL) <> (id IN"
                        " (SELECT story_id FROM articles))") == 0  # fmt: skip
        whole, _ = stories_of(
            {row["id"]: Told(day=day_of(row["at"]), at=row["at"], uid=row["uid"], text=row["text_id"]) for row in rows},
            [
                Tied(row["article_id"], row["other_id"], declared=row["score"] == DECLARED)
                for row in db.rows("SELECT * FROM story_pairs WHERE article_id < other_id")
            ],
            {},
        )
        kept: dict[int, set[int]] = {}
        for row in rows:
            kept.setdefault(row["story_id"], set()).add(row["id"])
        assert {frozenset(one) for one in kept.values()} == set(whole)
        return groups, {frozenset(uids[one] for one in story) for story in whole}


@pytest.mark.parametrize("seed", range(2))
def test_a_crisis_gives_the_same_stories_in_any_order(tmp_path: Path, seed: int) -> None:
    articles = crisis(random.Random(seed))  # noqa: S311 - invented
    groups, whole = archived(tmp_path / "forth", articles)
    assert isinstance(whole, set)
    assert sum(len(story) > 5 for story in whole) >= 3
    assert archived(tmp_path / "back", articles[::-1]) == (groups, whole)
    random.Random(seed).shuffle(articles)  # noqa: S311 - an order
    assert archived(tmp_path / "mixed", articles) == (groups, whole)


def test_facts_that_are_corrected_part_and_join_as_if_they_had_always_been_so(tmp_path: Path) -> None:
    articles = crisis(random.Random(9))  # noqa: S311 - invented
    corrected = [
        (article, findings[:1] if n % 3 else articles[n - 20][1])
        for n, (article, findings) in enumerate(articles)
        if n % 7 == 0
    ]
    of = {article.url: findings for article, findings in corrected}
    final = [(article, of.get(article.url, findings)) for article, findings in articles]
    found = archived(tmp_path / "edited", [*articles, *corrected])
    assert found == archived(tmp_path / "written so", final)
