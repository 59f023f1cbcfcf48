"""Articles over several pages in a crawl: followed, kept, read as one, tried again, and asked anew when they change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.reparse import Reparse
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from tests.crawler.sites import Site, crawl, feed, html, rows, site

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
WORDS = (
    "UN peacekeepers of UNMISS patrolled the road near Juba on walk {n}, and the Blue Helmets spoke with local people.",
    "The second lorry of walk {n} carried water, timber and a drum that nobody in the invented convoy could play.",
    "On the way back of walk {n} the column stopped at the ferry, where the fictional ferryman counted the wheels.",
)


def name(stem: str, n: int, end: str = ".html") -> str:
    return f"/a/{stem}{end}" if n == 1 else f"/a/{stem}_{n}{end}"


def part(
    stem: str, n: int, numbers: range | list[int], *, words: str = "", end: str = ".html", body: str = ""
) -> bytes:
    """One page of an article with a pager that links these numbers."""
    title = f"Peacekeepers walk the road of {stem}"
    text = body or "".join(f"<p>{one.format(n=n)} {words}</p>" for one in WORDS)
    pager = "".join(f"<a href='{name(stem, m, end)}'>{m}</a> " for m in numbers if m != n)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        "<meta property='article:published_time' content='2026-11-20T10:00:00Z'></head>"
        f"<body><h1>{title}</h1><article>{text}</article><div class='pager'>{pager}</div></body></html>"
    ).encode()


def article(stem: str, count: int, *, words: Mapping[int, str] | None = None, end: str = ".html") -> dict[str, Any]:
    """The routes of an article of so many pages, each with a validator."""
    said = words or {}
    return {
        name(stem, n, end): validated(part(stem, n, range(1, count + 1), words=said.get(n, ""), end=end))
        for n in range(1, count + 1)
    }


def validated(body: bytes) -> Any:
    """200 with an ETag of its own, or 304 for who has it."""
    tag = f'"{hash(body)}"'

    def respond(handler: Any) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.answer(304, {"ETag": tag}, b"")
        else:
            handler.answer(*html(body, ETag=tag))

    return respond


def announce(one: Site, *paths: str) -> None:
    one.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed([one.base + p for p in paths]))


def texts(data: Path) -> dict[str, list[str]]:
    """Last part of the address to the walks that the paragraphs tell of, in order."""
    found: dict[str, list[str]] = {}
    for row in rows(data, "SELECT url, body FROM articles"):
        walks = [line.split("walk ")[1].split(" ")[0].strip(",") for line in row["body"].split("\n\n")]
        found[row["url"].rpartition("/")[2]] = list(dict.fromkeys(walks))
    return found


def reason(data: Path, stem: str) -> str | None:
    sql = "SELECT json_extract(evidence, '$.parts.reason') AS said FROM articles WHERE url LIKE ?"
    return rows(data, sql, f"%/{stem}.%")[0]["said"]


def test_articles_over_several_pages_become_one_each(tmp_path: Path) -> None:
    """By digits, by the second page alone, by a photo page of the outlet's own pattern, in a loop, with a neighbour."""
    with site() as one:
        one.routes = {
            **article("long", 3),
            **article("middle", 3),
            **article("content_1", 4, end=".htm"),
            name("ring", 1): html(part("ring", 1, [2])),
            name("ring", 2): html(part("ring", 2, [1])),
            name("deaf", 1): html(part("deaf", 1, [2, 3])),
            name("deaf", 2): html(part("deaf", 1, [2, 3])),
            name("deaf", 3): html(part("deaf", 1, [2, 3])),
            name("plain", 1): html(part("plain", 1, [2])),
            name("plain", 2): html(part("plain", 2, [1]).replace(b"of plain", b"to another place")),
        }
        # A photo page has a picture alone, and the same caption under each.
        shown = "<figure><img src='/{n}.jpg'><figcaption>A column near Juba (Photo by Mira Probe)</figcaption></figure>"
        one.routes[name("content_1", 3, ".htm")] = html(
            part("content_1", 3, [1, 2, 4], end=".htm", body=shown.format(n=3))
        )
        paths = [name("long", 1), name("middle", 2), name("content_1", 1, ".htm"), name("ring", 1), name("deaf", 1)]
        announce(one, *paths, name("plain", 1), name("long", 3))
        report = crawl(tmp_path, one.source(), at=NOW)["site"]
        assert (report["outcome"], report["counts"]["new"]) == ("collected", 6)
        assert texts(tmp_path) == {
            "long.html": ["1", "2", "3"],
            "middle.html": ["1", "2", "3"],
            "content_1.htm": ["1", "2", "4"],
            "ring.html": ["1", "2"],
            "deaf.html": ["1"],
            "plain.html": ["1"],
        }
        assert max(one.asked(path) for path in one.routes if path.startswith("/a/")) <= 2
        pages = {
            row["url"].removeprefix(one.base): row
            for row in rows(tmp_path, "SELECT pages.*, uid FROM pages LEFT JOIN articles ON articles.id = article_id")
        }
        for n in (2, 3):
            row = pages[name("long", n)]
            assert (row["kind"], row["state"], row["next_at"]) == ("other", "kept", None)
            assert row["listing"] == one.base + name("long", 1)
            assert row["uid"] == pages[name("long", 1)]["uid"]
        assert (pages[name("plain", 2)]["kind"], pages[name("plain", 2)]["state"]) == ("other", "rejected")
        order = rows(
            tmp_path,
            "SELECT position, pages.url FROM article_captures"
            " JOIN articles ON articles.id = article_captures.article_id"
            " JOIN captures ON captures.id = capture_id JOIN pages ON pages.id = page_id"
            " WHERE articles.url LIKE '%/middle.html' ORDER BY position",
        )
        assert [row["url"].rpartition("/")[2] for row in order] == ["middle.html", "middle_2.html", "middle_3.html"]
        assert rows(tmp_path, "SELECT 1 FROM captures WHERE settled_at IS NULL") == []
        # An announced neighbour that was no part is an article.
        announce(one, *paths, name("plain", 1), name("plain", 2))
        crawl(tmp_path, one.source(), at=NOW + timedelta(hours=7))
        assert "plain_2.html" in texts(tmp_path)
        before = archived(tmp_path)
        assert reparsed(tmp_path, one) == []
        assert archived(tmp_path) == before


def reparsed(data: Path, one: Site) -> list[Any]:
    """What today's code reads differently in the archive."""
    sources = {"site": one.source()}
    with Archive.open(data) as archive, Workers(WorkerLimits(sources=sources), most=1) as workers:
        return [found for found in Reparse(archive, workers, sources).run() if found is not None]


def archived(data: Path) -> list[Any]:
    tables = ("articles", "revisions", "article_captures", "captures", "pages", "decisions")
    return [rows(data, f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [((500, {}, b"no"), "failed", "partial"), ((404, {}, b"no"), "gone", "collected")],
)
def test_a_part_that_cannot_be_had_is_named_and_tried_again(
    tmp_path: Path, answer: Any, state: str, outcome: str
) -> None:
    with site() as one:
        one.routes = article("long", 4)
        calm, path = one.routes[name("long", 3)], name("long", 3)
        one.routes[path] = answer
        announce(one, name("long", 1))
        report = crawl(tmp_path, one.source(), at=NOW)["site"]
        assert report["outcome"] == outcome
        assert texts(tmp_path) == {"long.html": ["1", "2", "4"]}
        assert reason(tmp_path, "long") == "part 3 of 4 not fetched"
        (row,) = rows(tmp_path, "SELECT state, tries, next_at FROM pages WHERE url LIKE '%long_3.html'")
        assert (row["state"], row["tries"], row["next_at"] is None) == (state, 1, False)
        one.routes[path] = calm
        asked = one.asked(name("long", 1))
        report = crawl(tmp_path, one.source(), at=NOW + timedelta(hours=30))["site"]
        assert texts(tmp_path) == {"long.html": ["1", "2", "3", "4"]}
        assert reason(tmp_path, "long") is None
        assert one.asked(name("long", 1)) == asked + 1
        assert len(rows(tmp_path, "SELECT 1 FROM revisions")) == 1
        assert [row["position"] for row in rows(tmp_path, "SELECT position FROM article_captures")] == [1, 2, 3, 4]
        (row,) = rows(tmp_path, "SELECT state, tries, next_at, reason FROM pages WHERE url LIKE '%long_3.html'")
        assert tuple(row.values()) == ("kept", 0, None, None)


@pytest.mark.long
def test_parts_are_asked_again_only_when_the_first_page_changed(tmp_path: Path) -> None:
    with site() as one:
        one.routes = article("long", 3)
        announce(one, name("long", 1))

        def again(hours: int) -> list[int]:
            began = len(one.log)
            crawl(tmp_path, one.source(), at=NOW + timedelta(hours=hours), mode="recheck")
            asked = [path for _, path, _ in one.log[began:]]
            return [asked.count(name("long", n)) for n in (1, 2, 3)]

        crawl(tmp_path, one.source(), at=NOW)
        before = archived(tmp_path)[:4]
        assert again(13) == [1, 0, 0]
        assert archived(tmp_path)[:4] == before
        one.routes |= article("long", 3, words={1: "The desk added a line."})
        assert again(26) == [1, 1, 1]
        assert [row["number"] for row in rows(tmp_path, "SELECT number FROM revisions")] == [1, 2]
        # The page grew a counter: other bytes, the same text.
        one.routes[name("long", 1)] = html(part("long", 1, range(1, 4), words="The desk added a line.") + b"<!--7-->")
        assert again(39) == [1, 1, 1]
        assert len(rows(tmp_path, "SELECT number FROM revisions")) == 2
        assert texts(tmp_path) == {"long.html": ["1", "2", "3"]}
        positions = rows(tmp_path, "SELECT revision, position FROM article_captures ORDER BY 1, 2")
        assert [tuple(row.values()) for row in positions] == [(1, 1), (1, 2), (1, 3), *((2, n) for n in range(1, 7))]
        before = archived(tmp_path)[:5]
        assert reparsed(tmp_path, one) == []
        assert archived(tmp_path)[:5] == before


def test_a_run_asks_for_no_more_pages_than_its_budget_and_finishes_what_it_began(tmp_path: Path) -> None:
    with site() as one:
        one.routes = {**article("one", 3), **article("two", 3), **article("three", 3)}
        announce(one, *(name(stem, 1) for stem in ("one", "two", "three")))
        report = crawl(tmp_path, one.source(), at=NOW, pages_per_run=3)["site"]
        assert "over budget" in report["reason"]
        assert [len(walks) for walks in texts(tmp_path).values()] == [3]
        crawl(tmp_path, one.source(), at=NOW + timedelta(hours=1), pages_per_run=30)
        assert [len(walks) for walks in texts(tmp_path).values()] == [3, 3, 3]
