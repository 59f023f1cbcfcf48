"""A bulletin that changes a few words every day: its texts are the same ones in whatever order its pages come in."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.copies import paragraph
from storage.archive import Archive
from tests.storage.conftest import Newsroom, an_article

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
DAYS = 70


def bulletins(rng: random.Random, reprints: float) -> list[tuple[str, str, datetime]]:
    """Source, text and time: one a day, with copies, old ones printed again, and round-ups."""
    words = [paragraph(rng).split() for _ in range(6)]
    found: list[tuple[str, str, datetime]] = []
    for day in range(DAYS):
        at = START + timedelta(days=day, hours=rng.randint(0, 9))
        for _ in range(12):
            line = rng.choice(words)
            line[rng.randrange(len(line))] = rng.choice(rng.choice(words))
        found.append(("desk", "\n\n".join(" ".join(line) for line in words), at))
        if rng.random() < 0.3:
            found.append(("paper", found[-1][1], at + timedelta(days=rng.randint(0, 3))))
        if day > 30 and rng.random() < reprints:
            found.append(("almanac", found[rng.randrange(20)][1], at))
        if rng.random() < 0.05:
            found.append(("weekly", "\n\n".join([found[-1][1], *(paragraph(rng) for _ in range(8))]), at))
    return found


def texts(folder: Path, articles: list[tuple[str, str, datetime]], *, again: bool = False) -> set[frozenset[str]]:
    """The uids of each text when they came in this order; again: when each was placed anew among all others then."""
    with Archive.open(folder, create=True) as archive, archive.db.write():
        newsroom = Newsroom(archive)
        for source, body, at in articles:
            url = f"http://{source}.example/{at:%m%d%H}.html"
            article = an_article(url=url, source=source, title="The day", body=body, published_at=at, language="en")
            archive.texts.place(newsroom.publish(article).article_id)
        if again:
            archive.db.execute("UPDATE text_prints SET digest = ''")
            assert archive.texts.place_all() == archive.db.value("SELECT count(*) FROM articles")
        groups: dict[int, set[str]] = defaultdict(set)
        for row in archive.db.rows("SELECT text_id, uid FROM articles"):
            groups[row["text_id"]].add(row["uid"])
        return {frozenset(one) for one in groups.values()}


@pytest.mark.parametrize(("seed", "reprints"), [pytest.param(0, 0.0, marks=pytest.mark.long), (2, 0.02)])
def test_bulletins_give_the_same_texts_in_any_order(tmp_path: Path, seed: int, reprints: float) -> None:
    articles = bulletins(random.Random(seed), reprints)  # noqa: S311 - invented
    found = texts(tmp_path / "forth", articles)
    assert texts(tmp_path / "anew", articles, again=True) == found
    assert sum(len(text) > 20 for text in found) == 3
    assert texts(tmp_path / "back", articles[::-1], again=True) == found
    random.Random(seed).shuffle(articles)  # noqa: S311 - an order
    assert texts(tmp_path / "mixed", articles) == found
