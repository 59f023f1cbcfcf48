"""More hits than the bounds of a search that asks a rare field's articles: counted, ranked and paged to the last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import search_plan
from storage.archive import Archive
from storage.search import Answer
from tests.storage.conftest import START, Newsroom, an_article

MANY = 301


def copied(archive: Archive, often: int) -> None:
    """The newest article so many times more, each a minute later: rows as the intake writes them, in no time."""
    base = archive.db.row("SELECT * FROM articles ORDER BY id DESC")
    assert base is not None
    with archive.db.write():
        for number in range(1, often + 1):
            row = base | {
                "id": base["id"] + number, "uid": f"a-z{number:07}", "url": f"http://newsroom.example/z/{number}",
                "text_id": None, "story_id": None, "title": f"Clone {number}",
                "published_at": f"2026-11-{9 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00Z",
            }  # fmt: skip
            names, signs = ", ".join(row), ", ".join("?" * len(row))
            archive.db.execute(f"INSERT INTO articles ({names}) VALUES ({signs})", tuple(row.values()))
    archive.search.rebuild()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One article of The Lantern, the oldest and with the word in its headline, and three hundred of another outlet."""
    with Archive.open(tmp_path_factory.mktemp("many") / "data", create=True) as archive:
        newsroom = Newsroom(archive)
        newsroom.publish(
            an_article(title="Ferry, ferry", body="The ferry.", outlet="The Lantern", source="lantern",
                       published_at=START)
        )  # fmt: skip
        newsroom.publish(
            an_article(url="http://newsroom.example/2", title="Peacekeepers", body="They used the ferry.",
                       outlet="Harbour Daily", published_at=START.replace(day=9, hour=0))
        )  # fmt: skip
        copied(archive, MANY - 2)
        yield archive


def shown(answer: Answer) -> list[str]:
    return [hit.uid for hit in answer.hits]


@pytest.mark.parametrize("best", [False, True])
def test_every_hit_is_counted_faceted_and_shown_on_one_page_or_another(many: Archive, best: bool) -> None:
    pages = [many.search.answer("ferry", limit=50, offset=n * 50, best=best, facets=True) for n in range(8)]
    assert {(page.total, page.more) for page in pages} == {(MANY, False)}
    assert [len(page.hits) for page in pages] == [50] * 6 + [1, 0]
    assert len({uid for page in pages for uid in shown(page)}) == MANY
    assert {value: count for value, count, _ in pages[0].facets[0].counts} == {"newsroom": MANY - 1, "lantern": 1}
    lantern = pages[0] if best else pages[6]
    assert lantern.hits[0].title == "Ferry, ferry"


@pytest.mark.parametrize("query", ["ferry outlet:lantern", '"the ferry" outlet:lantern', "title:ferry"])
def test_by_rank_the_only_hit_is_found_however_old_it_is(
    many: Archive, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_date = many.search.answer(query)
    for most in (search_plan.MOST_RANKED, 20):
        monkeypatch.setattr(search_plan, "MOST_RANKED", most)
        assert shown(many.search.answer(query, best=True)) == shown(by_date) == shown(by_date)[:1]
        assert [hit.uid for hit in many.search.find(query, newest_first=False)] == shown(by_date)


def test_pages_by_rank_part_the_same_hits_where_not_all_are_ranked(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_plan, "MOST_RANKED", 20)
    pages = [many.search.answer("ferry", limit=40, offset=n * 40, best=True) for n in range(4)]
    assert {(page.total, page.more) for page in pages} == {(100, True)}
    assert [len(page.hits) for page in pages] == [40, 40, 20, 0]
    assert len({uid for page in pages for uid in shown(page)}) == 100


def test_without_words_there_is_nothing_to_rank_by(many: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_plan, "MOST_ROWS", 20)
    pages = [many.search.answer("type:news", limit=30, offset=30, best=best) for best in (True, False)]
    assert pages[0] == pages[1]
    assert (len(pages[0].hits), pages[0].more) == (30, True)


def test_few_articles_are_asked_newest_first_and_what_is_beyond_them_is_told(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_plan, "FEW_HITS", 0)
    first = many.search.answer("ferry source:newsroom", limit=50)
    assert (first.total, first.more) == (search_plan.MOST_ASKED, True)
    last = many.search.answer("ferry source:newsroom", limit=50, offset=300)
    assert (last.total, last.more, shown(last)) == (MANY - 1, False, [])
