"""``bluewatch merge`` of archives that visited the same pages at other times, or came without their raw pages."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.errors import NotFound
from storage.verdicts import Verdicts
from tests.scheduler.days import START, address, configure, fill, sound
from tests.scheduler.test_import import Bluewatch, bluewatch, data

__all__ = ["bluewatch", "data"]

ONE = address("paper", 1)


def twins(tmp_path: Path, data: Path) -> Path:
    """Two archives with the same article."""
    fill(data, [(0, "paper", 1, "")])
    configure(tmp_path, "paper")
    other = tmp_path / "other"
    shutil.copytree(data, other)
    return other


def visited(data: Path, day: int, **columns: Any) -> None:
    with Archive.open(data) as archive, archive.db.write():
        page = archive.frontier.page_at(ONE)
        assert page is not None
        archive.frontier.update(page["id"], checked_at=START + timedelta(days=day), **columns)


def gone(data: Path, day: int) -> None:
    at = START + timedelta(days=day)
    with Archive.open(data) as archive, archive.db.write():
        article = archive.db.value("SELECT id FROM articles")
        archive.articles.mark_withdrawn(article, at, kind="410", at=at)
    visited(data, day, state="gone")


def article(data: Path) -> Any:
    with Archive.open(data, read_only=True) as archive:
        return archive.db.row("SELECT * FROM articles WHERE url = ?", (ONE,))


@pytest.mark.parametrize(("back", "withdrawn"), [(9, False), (3, True)])
def test_the_later_visit_says_whether_an_article_is_there(
    bluewatch: Bluewatch, tmp_path: Path, data: Path, back: int, *, withdrawn: bool
) -> None:
    other = twins(tmp_path, data)
    gone(data, 5)
    visited(other, back)
    third, fourth = tmp_path / "third", tmp_path / "fourth"
    shutil.copytree(data, third)
    shutil.copytree(other, fourth)
    for into, of in ((data, other), (fourth, third), (data, other)):
        assert bluewatch("merge", "--data", str(into), str(of)).code == 0
    assert [article(one)["withdrawn_at"] is not None for one in (data, fourth)] == [withdrawn, withdrawn]


def test_a_page_that_gave_an_article_here_is_asked_for_as_before(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    """Whatever was said there of a later look at it, which kept nothing."""
    fill(data, [(0, "paper", 1, "")])
    configure(tmp_path, "paper")
    other = tmp_path / "other"
    fill(other, [(0, "paper", "choir-1", "")])
    with Archive.open(other) as archive, archive.db.write():
        archive.db.execute("UPDATE pages SET url = ?, checked_at = '2027-01-01T00:00:00Z'", (ONE,))
    third = tmp_path / "third"
    shutil.copytree(data, third)
    assert bluewatch("merge", str(other)).code == 0
    assert bluewatch("merge", "--data", str(other), str(third)).code == 0
    for one in (data, other):
        with Archive.open(one, read_only=True) as archive:
            page = archive.frontier.page_at(ONE)
        assert page is not None
        assert (page["state"], page["article_id"] is not None, page["next_at"] is not None) == ("kept", True, True)


def test_raw_pages_that_come_later_are_taken_over(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, [(0, "paper", 2, "")])
    other = tmp_path / "other"
    fill(other, [(0, "paper", 1, "")])
    configure(tmp_path, "paper")
    (other / "pages").rename(tmp_path / "pages")
    assert bluewatch("merge", str(other)).code == 0
    with Archive.open(data) as archive:
        capture = archive.db.value("SELECT max(id) FROM captures")
        with pytest.raises(NotFound, match="did not come with the archive"):
            archive.captures.read(capture)
    (tmp_path / "pages").rename(other / "pages")
    added = json.loads(bluewatch("merge", str(other), "--json").out)["added"]
    assert added["raw pages of known captures"] == 1
    with Archive.open(data) as archive:
        assert archive.captures.read(capture).body
    assert sound(data) == []
    assert "raw pages of known captures" not in json.loads(bluewatch("merge", str(other), "--json").out)["added"]


def test_a_person_s_newest_verdict_counts_whenever_it_was_taken_over(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    other, uid = twins(tmp_path, data), ""
    for folder, verdict, day in ((data, "peacekeeping", 30), (other, "other", 1)):
        with Archive.open(folder) as archive:
            uid = archive.db.value("SELECT uid FROM articles")
            Verdicts(archive.db).add(uid, verdict, by="Mira", at=START + timedelta(days=day))
    assert bluewatch("merge", str(other)).code == 0
    with Archive.open(data) as archive:
        verdicts = Verdicts(archive.db)
        assert verdicts.measure().shares() == (1.0, 1.0)
        assert not verdicts.add(uid, "peacekeeping", by="Mira", at=START + timedelta(days=40))


def test_verdicts_come_along_though_one_finding_of_the_state_is_another(
    bluewatch: Bluewatch, tmp_path: Path, data: Path
) -> None:
    other = twins(tmp_path, data)
    with Archive.open(other) as archive:
        uid = archive.db.value("SELECT uid FROM mission_mentions ORDER BY start LIMIT 1")
        Verdicts(archive.db).add(uid, "right", by="Mira", at=START)
        with archive.db.write():
            archive.db.execute("UPDATE mission_mentions SET confidence = 0.5 WHERE uid = ?", (uid,))
            archive.db.execute("DELETE FROM country_mentions")
    assert bluewatch("merge", str(other)).code == 0
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM verdicts JOIN mission_mentions USING (uid)") == 1
