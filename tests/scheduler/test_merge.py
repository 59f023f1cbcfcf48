"""``bluewatch merge``: two archives as one, whichever is joined into which."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.scheduler import days
from tests.scheduler.days import START, address, configure, fill, sound, story
from tests.scheduler.test_import import Bluewatch, bluewatch, data, snapshot

__all__ = ["bluewatch", "data"]

HERE: list[days.Visit] = [
    (0, "paper", 1, ""),
    (0, "paper", 2, ""),
    (1, "paper", "choir-1", ""),
    (4, "paper", 1, "Fourteen lorries came."),
    (6, "paper", 2, "Six lorries came."),
]
THERE: list[days.Visit] = [
    (1, "paper", 1, ""),
    (2, "paper", 1, "Two lorries came."),
    (3, "paper", 3, ""),
    (4, "paper", 1, "Fourteen lorries came."),
    (5, "wire", 9, ""),
    (5, "wire", 2, "Ten lorries came."),
    (7, "paper", 1, "Seven lorries came."),
]


def tables(data: Path) -> dict[str, int]:
    with Archive.open(data, read_only=True) as archive:
        names = ("pages", "captures", "articles", "revisions", "article_captures", "decisions", "verdicts", "figures")
        return {name: archive.db.value(f"SELECT count(*) FROM {name}") for name in names}


def says(data: Path) -> list[tuple[object, ...]]:
    with Archive.open(data, read_only=True) as archive:
        return [
            (row["uid"], *(row[name] for name in ("number", "words", "by", "verdict")))
            for row in archive.db.rows(
                "SELECT articles.uid AS uid, mission_mentions.revision AS number, words, by, verdict FROM verdicts"
                " JOIN mission_mentions USING (uid) JOIN articles ON articles.id = article_id ORDER BY 1, 2, 3, 4"
            )
        ]


def told(data: Path) -> list[list[tuple[object, ...]]]:
    """Which articles are one text and one story, and how each carries them; without row numbers."""
    with Archive.open(data, read_only=True) as archive:
        queries = (
            "SELECT a.uid AS uid, first.uid AS first, relation, shared, reprint, cut, added FROM appearances"
            " JOIN articles AS a ON a.id = article_id JOIN texts ON texts.id = appearances.text_id"
            " JOIN articles AS first ON first.id = first_article_id",
            "SELECT articles.uid AS uid, first_uid FROM story_carriers JOIN articles USING (uid)",
            "SELECT a.uid AS one, b.uid AS other, why FROM story_pairs JOIN articles AS a ON a.id = article_id"
            " JOIN articles AS b ON b.id = other_id",
        )
        return [sorted(tuple(row.values()) for row in archive.db.rows(query)) for query in queries]


def judge(data: Path, by: str) -> None:
    """Say of the first mission of every state of article 1 that it is right, and of the article itself something."""
    from storage.verdicts import Verdicts

    with Archive.open(data) as archive:
        row = archive.db.row("SELECT id, uid FROM articles WHERE url = ?", (address("paper", 1),))
        assert row is not None
        verdicts = Verdicts(archive.db)
        for state in archive.articles.revisions_of(row["uid"]):
            uid = next(uid for uid, one in archive.findings.named(row["id"], state["number"]) if one.TYPE == "mission")
            verdicts.add(uid, "right", by=f"{by} {state['body'].split()[-4]}", at=START)
        verdicts.add(row["uid"], "peacekeeping", by=by, at=START)


def test_both_directions_give_the_same_articles_and_a_second_time_nothing(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    other, third, fourth = (tmp_path / name for name in ("other", "third", "fourth"))
    fill(data, HERE)
    fill(other, THERE)
    configure(tmp_path, "paper", "wire")
    judge(data, "Mira")
    judge(other, "Olu")
    shutil.copytree(data, third)
    shutil.copytree(other, fourth)
    before = snapshot(other)
    ended = bluewatch("merge", str(other), "--json")
    assert (ended.code, json.loads(ended.out)["conflicts"]) == (0, []), ended.err
    assert snapshot(other) == before
    with Archive.open(data, read_only=True) as archive:
        said = [state["body"].split()[-3:] for state in archive.articles.revisions_of(
            archive.db.value("SELECT uid FROM articles WHERE url = ?", (address("paper", 1),))
        )]  # fmt: skip
    assert [words[0] for words in said] == ["on", "Two", "Fourteen", "Seven"]
    assert bluewatch("merge", "--data", str(fourth), str(third / "archive.db")).code == 0
    assert story(data) == story(fourth)
    assert told(data) == told(fourth)
    assert [len({row[place] for row in told(data)[0]}) for place in (0, 1)] == [5, 1]
    assert says(data) == says(fourth)
    judged = sorted((number, str(by).split()[0]) for _, number, _, by, _ in says(data))
    assert judged == [(1, "Mira"), (1, "Olu"), (2, "Olu"), (3, "Mira"), (3, "Olu"), (4, "Olu")]
    assert (sound(data), sound(fourth)) == ([], [])
    once, counted = story(data), tables(data)
    assert json.loads(bluewatch("merge", str(other), "--json").out)["added"].keys() == {"known articles"}
    assert (story(data), tables(data)) == (once, counted)
    assert bluewatch("reparse", "--dry-run").out == b""
    assert b"nothing" not in bluewatch("search", "village", "--json").out


def test_a_merge_that_was_stopped_anywhere_is_run_again(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.merge import Merge

    other, whole = tmp_path / "other", tmp_path / "whole"
    fill(data, HERE)
    fill(other, THERE)
    configure(tmp_path, "paper", "wire")
    shutil.copytree(data, whole)
    assert bluewatch("merge", "--data", str(whole), str(other)).code == 0
    for stopped_at in range(12):
        with Archive.open(data) as archive, Archive.open(other, read_only=True) as theirs:
            merge = Merge(archive, theirs)
            merge.sources()
            steps = (*merge.pages(),) if stopped_at > 4 else ()
            for n, _ in enumerate(merge.pages() if not steps else merge.articles()):
                if n >= stopped_at % 5:
                    break
        assert sound(data) == []
    assert bluewatch("merge", str(other)).code == 0
    assert story(data) == story(whole)
    assert {name: n for name, n in tables(data).items() if name != "pages"} == {
        name: n for name, n in tables(whole).items() if name != "pages"
    }


def test_what_cannot_be_merged_is_told(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, HERE[:1])
    configure(tmp_path, "paper")
    assert bluewatch("merge", str(data)).code == 2
    assert bluewatch("merge", str(tmp_path)).code == 2
    other = tmp_path / "other"
    fill(other, THERE[2:3])
    for path in (other / "pages").rglob("*.warc.gz"):
        path.unlink()
    ended = bluewatch("merge", str(other), "--json")
    form = json.loads(ended.out)
    assert form["added"]["captures without their raw page"] == 1
    assert len(form["conflicts"]) == 1
    assert sound(data) == []
    assert bluewatch("status").code == 0


@pytest.mark.long
def test_an_archive_from_before_texts_gets_them_by_reparse(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, [*HERE, *THERE[4:6]])
    configure(tmp_path, "paper", "wire")
    wanted = told(data)
    with Archive.open(data) as archive, archive.db.write():
        archive.db.execute("UPDATE articles SET text_id = NULL, story_id = NULL")
        for table in (
            "appearances", "texts", "stories", "text_pairs", "story_pairs", "text_marks", "story_index",
            "common_sentences", "text_prints",
        ):  # fmt: skip
            archive.db.execute(f"DELETE FROM {table}")
        # The page of one article was removed: it is not read again.
        archive.db.execute(
            "UPDATE captures SET warc = 'pruned/' || id WHERE page_id = (SELECT id FROM pages WHERE url = ?)",
            (address("wire", 2),),
        )
    assert bluewatch("reparse").code == 0
    assert told(data) == wanted
    assert sound(data) == []
