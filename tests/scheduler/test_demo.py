"""The whole demo: eight weeks crawled by real child processes, compared with the truth that the script holds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from reports.folder import SUFFIXES
from reports.publish import LISTS, write_missing
from scheduler import jobs
from scheduler.clock import monotonic
from scheduler.demo import telling
from scheduler.demo.folder import SOURCE_FILES, DemoFolder
from scheduler.demo.script import NORTHMARK_TIME, OUTLETS, WEEKS, DemoArticle, Script, load_script
from scheduler.demo.server import Asked, NewsroomServer
from scheduler.demo.tour import LATER_EACH_WEEK, WeekDone, counts, crawl_at, older, take_tour, total
from storage.archive import ARCHIVE_FILE, Archive
from storage.frontier import GONE_FOR_GOOD
from storage.times import from_text, to_text

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.timeout(400), pytest.mark.xdist_group("demo")]


@dataclass(frozen=True)
class Toured:
    folder: DemoFolder
    script: Script
    newsroom: NewsroomServer
    weeks: list[WeekDone]
    asked: list[Asked]
    documents: str
    """What `docs/generate.py --check --demo DIR` said right after the tour: later crawls move "today" on."""

    def rows(self, sql: str, *values: str) -> list[dict[str, Any]]:
        with Archive.open(self.folder.path, read_only=True) as archive:
            return archive.db.rows(sql, values)

    def stored(self, article: DemoArticle) -> dict[str, Any] | None:
        address = self.newsroom.newsroom.address(article)
        return next((row for row in self.rows("SELECT * FROM articles") if row["url"] == address), None)

    def public(self) -> list[DemoArticle]:
        return [article for article in self.script.articles if not article.internal]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toured]:
    folder = DemoFolder(tmp_path_factory.mktemp("demo") / "data")
    script = load_script()
    asked: list[Asked] = []
    ports = dict.fromkeys(OUTLETS, 0)
    with folder.held(), NewsroomServer(script, now=crawl_at(0), ports=ports, note=asked.append) as newsroom:
        folder.lay_out(newsroom.ports, newsroom.hosts)
        weeks = list(take_tour(folder, newsroom, lambda _: None))
        line = [sys.executable, "docs/generate.py", "--check", "--demo", str(folder.path)]
        checked = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
        yield Toured(folder, script, newsroom, weeks, asked, checked.stderr)


def test_every_week_has_its_digest_and_no_complaint(toured: Toured) -> None:
    assert [str(done.week) for done in toured.weeks] == [f"2026-W{number}" for number in range(38, 46)]
    assert [done.complaint for done in toured.weeks] == [None] * WEEKS
    for done in toured.weeks:
        assert done.digest is not None
        assert done.digest.read_text(encoding="utf-8").lower().startswith("<!doctype html>")


def test_pages_and_articles_have_the_labels_of_the_script(toured: Toured) -> None:
    found = {row["url"]: row["label"] for row in toured.rows("SELECT url, label FROM pages WHERE kind = 'article'")}
    wrong = [
        (article.id, found.get(toured.newsroom.newsroom.address(article)), article.label)
        for article in toured.public()
        if found.get(toured.newsroom.newsroom.address(article)) != article.label
    ]
    assert wrong == []
    kept = Counter(article.label for article in toured.public() if article.label != "other")
    assert Counter(row["label"] for row in toured.rows("SELECT label FROM articles")) == kept


def test_titles_bodies_and_languages_are_those_of_the_script(toured: Toured) -> None:
    for article in toured.public():
        if article.label == "other":
            continue
        state = article.state_at(crawl_at(WEEKS - 1)) if article.withdrawn is None else article
        row = toured.stored(article)
        assert row is not None, article.id
        assert row["title"] == state.title, article.id
        assert " ".join(row["body"].split()).startswith(" ".join(state.body.split())), article.id
        assert row["source"] == SOURCE_FILES[article.outlet]


def test_dates_are_the_printed_ones_and_the_undated_page_has_none(toured: Toured) -> None:
    for article in toured.public():
        row = toured.stored(article)
        if row is None:
            continue
        if not article.dated:
            assert row["published_at"] is None
        elif article.outlet == "ministry":  # prints the day only
            day = from_text(row["published_at"]).astimezone(NORTHMARK_TIME).date()
            assert day == article.at.astimezone(NORTHMARK_TIME).date(), article.id
        else:
            assert row["published_at"] == to_text(article.at.astimezone(UTC)), article.id


def test_editors_authors_and_captions_of_the_portal_are_right(toured: Toured) -> None:
    for article in toured.public():
        row = toured.stored(article)
        if row is not None and article.outlet == "portal":
            assert row["editor"] == article.editor, article.id
            assert row["byline"] == article.by, article.id
            assert all(caption in row["captions"] for caption in article.captions), article.id


def test_edited_articles_are_revised_and_one_is_withdrawn_and_all_keep_their_texts(toured: Toured) -> None:
    edited = [article for article in toured.script.articles if article.edits]
    gone = next(article for article in toured.script.articles if article.withdrawn)
    revised = toured.rows("SELECT id, url FROM articles WHERE revision > 1 ORDER BY id")
    assert [row["url"] for row in revised] == [toured.newsroom.newsroom.address(article) for article in edited]
    for article, row in zip(edited, revised, strict=True):
        sql = f"SELECT body FROM revisions WHERE article_id = {row['id']} ORDER BY number"
        texts = [state["body"] for state in toured.rows(sql)]
        changed = [words for edit in article.edits for words in edit.replace if words in article.body]
        assert [[words in text for words in changed] for text in texts] == [
            [True] * len(changed),
            [False] * len(changed),
        ]
    withdrawn = toured.rows("SELECT url, body, withdrawn_at FROM articles WHERE withdrawn_at IS NOT NULL")
    assert [row["url"] for row in withdrawn] == [toured.newsroom.newsroom.address(gone)]
    assert gone.paragraphs[-1] in withdrawn[0]["body"]
    # Found missing by the first crawl after it was taken down, on a slow machine too.
    assert gone.withdrawn is not None
    found = next(crawl_at(week) for week in range(WEEKS) if crawl_at(week) > gone.withdrawn)
    assert timedelta() <= from_text(withdrawn[0]["withdrawn_at"]) - found < LATER_EACH_WEEK


def test_late_article_stands_in_the_edition_of_the_week_that_announced_it(toured: Toured) -> None:
    late = next(article for article in toured.script.articles if article.announced)
    row = toured.stored(late)
    assert row is not None
    lines = toured.rows("SELECT l.uid, e.week FROM edition_lines l JOIN editions e ON e.id = l.edition")
    assert [line["week"] for line in lines if line["uid"] == row["uid"]] == ["2026-W41"]


def test_an_article_over_several_pages_is_kept_as_one(toured: Toured) -> None:
    (article,) = (article for article in toured.script.articles if article.parts > 1)
    row = toured.stored(article)
    assert row is not None
    assert tuple(row["body"].split("\n\n")) == article.paragraphs
    pages = toured.rows(f"SELECT url, kind FROM pages WHERE article_id = {row['id']} ORDER BY id")
    address = toured.newsroom.newsroom.address
    assert [tuple(page.values()) for page in pages] == [(address(article), "article"), (address(article, 2), "other")]


def test_every_edition_is_rebuilt_byte_for_byte_from_a_copied_archive(toured: Toured, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in toured.folder.path.glob(f"{ARCHIVE_FILE}*"):
        shutil.copy2(file, copy)
    with Archive.open(copy) as archive:
        rebuilt = write_missing(archive, copy / "digests", now=crawl_at(WEEKS), rebuild=True)
    assert [str(one.week) for one in rebuilt] == [str(done.week) for done in toured.weeks]
    # A PDF depends on the fonts of the machine; files with a dot before their names are locks.
    shown = [path for path in toured.folder.digests.iterdir() if not path.name.startswith(".")]
    written = {path.name: path for path in shown if path.suffix != ".pdf"}
    assert len(written) == WEEKS * len(SUFFIXES) + len(LISTS)
    for name, path in written.items():
        assert (copy / "digests" / name).read_bytes() == path.read_bytes(), name


def test_the_digests_tell_what_numbers_did(toured: Toured) -> None:
    editions = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(toured.folder.digests.glob("*.json"))]

    def values(kind: str) -> list[tuple[str, ...]]:
        return [
            (one["week"], *(ref["value"] for ref in line["refs"])) for one in editions for line in one["numbers"][kind]
        ]

    # A strength over weeks; a country's contribution, first as it was misprinted; two outlets on one day.
    moved = values("moved")
    assert [line for line in moved if {"7,610", "6,280"} & set(line)] == [
        ("2026-W40", "8,940", "7,610"),
        ("2026-W42", "7,610", "6,280"),
        ("2026-W45", "6,280", "4,870"),
    ]
    assert [line for line in moved if {"1,067", "1,076"} & set(line)] == [
        ("2026-W42", "1,158", "1,067"),
        ("2026-W45", "1,076", "1,042"),
    ]
    assert values("conflicts") == [("2026-W44", "459", "451")]
    corrected = [change for one in editions for change in one["changes"] if "1,076" in json.dumps(change)]
    assert [change["details"][0]["kind"] for change in corrected] == ["figure"]


def test_forbidden_pages_were_never_asked_for(toured: Toured) -> None:
    assert {asked.path for asked in toured.asked if asked.path.startswith("/internal/")} == set()
    assert {asked.outlet for asked in toured.asked if asked.path == "/robots.txt"} == set(OUTLETS)
    states = toured.rows("SELECT state FROM pages WHERE url LIKE '%/internal/%'")
    assert [row["state"] for row in states] == ["refused"]


def test_no_article_was_fetched_whole_twice_unless_it_changed(toured: Toured) -> None:
    path = toured.newsroom.newsroom.path
    paths = {(one.outlet, path(one, part)): one for one in toured.script.articles for part in range(1, one.parts + 1)}
    whole = Counter((asked.outlet, asked.path) for asked in toured.asked if asked.status == 200)
    often = {paths[key].id for key, times in whole.items() if key in paths and times > 1}
    assert often == {article.id for article in toured.script.articles if article.edits}
    assert not [asked for asked in toured.asked if asked.status == 404]


def test_what_the_demo_prints_adds_up(toured: Toured) -> None:
    sums = total(counts(toured.folder))
    public = Counter(article.label for article in toured.public())
    assert sums == {
        "read": len(toured.public()),
        "kept": public["peacekeeping"],
        "borderline": public["borderline"],
        "contested": public["contested"],
        "revised": len([article for article in toured.script.articles if article.edits]),
        "withdrawn": 1,
    }
    for name in sums:
        assert sum(done.added[name] for done in toured.weeks) == sums[name]
    for done in toured.weeks:
        assert telling.week_line(done).startswith(str(done.week))
    tables = [
        telling.head(),
        *map(telling.week_line, toured.weeks),
        *telling.found(counts(toured.folder), older=older(toured.folder)),
    ]
    assert max(map(len, tables)) <= 80
    # The items of the editions and these are all items, so that nobody looks for those that are in no digest.
    printed = [json.loads(file.read_text(encoding="utf-8")) for file in toured.folder.digests.glob("2026-W*.json")]
    assert sum(edition["counts"]["kept"] for edition in printed) + older(toured.folder) == sums["kept"]
    assert tables[-1].startswith(f"{older(toured.folder)} items of before the first week")
    steps = "\n".join(telling.next_steps(toured.folder))
    assert toured.rows(telling.SQL)
    for word in (
        "digests/index.html",
        "search 'medal parade'",
        "sqlite-utils",
        "demo serve",
        "--now 2026-11-15",
        "rm -r",
    ):
        assert word in steps


def test_a_recheck_of_the_unchanged_newsroom_asks_for_every_article_and_writes_only_its_run(toured: Toured) -> None:
    def texts() -> list[list[dict[str, Any]]]:
        tables = ("articles", "revisions", "captures", "decisions", "related", "article_captures")
        return [toured.rows(f"SELECT * FROM {table}") for table in tables]

    before = texts()
    before_this = len(toured.asked)
    arguments = ("--all", "--recheck", "--now", to_text(crawl_at(WEEKS)))
    line = jobs.command_line("crawl", *arguments, data=toured.folder.path, config=toured.folder.config)
    child = jobs.Child("crawl", line, 120, lambda _: None)
    assert child.wait(monotonic() + 120)
    assert child.code == 0, list(child.last_lines)
    asked = toured.asked[before_this:]
    assert asked
    assert {asked.path for asked in asked if asked.status == 200} <= {"/robots.txt"}
    kept = toured.rows(
        "SELECT url FROM pages WHERE kind = 'article' AND (state = 'kept' OR state = 'gone' AND reason <> ?)",
        GONE_FOR_GOOD,
    )
    addresses = {f"http://{toured.newsroom.hosts[one.outlet]}{one.path}" for one in asked}
    assert {row["url"] for row in kept} <= addresses
    assert texts() == before


def test_the_documents_give_the_answers_of_this_demo(toured: Toured) -> None:
    """`docs/generate.py --demo DIR` takes them anew where the demo or a question has changed."""
    assert "the answer to" not in toured.documents, toured.documents
    assert "Traceback" not in toured.documents, toured.documents
