"""An edition is what was recorded: the same bytes later, what changed told in the next, older forms still printed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reports import render
from reports.digest import FORM
from reports.folder import SUFFIXES, folder_of
from reports.forms import current
from reports.publish import write_digest, write_missing
from reports.sections import KEYS
from reports.week import Week
from storage.errors import ArchiveUnusable, UsageError
from storage.profiles import Profile
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find, rich_facts

W47, W48 = Week(2026, 47), Week(2026, 48)


@pytest.fixture
def watched(archive: Invented) -> Invented:
    archive.source("harbour", "Harbour Defence Daily", since="2026-10-19")
    archive.run("harbour", "2026-10-20 06:00")
    archive.mission("UNMISS", "United Nations Mission in South Sudan")
    return archive


def read(folder: Path, week: Week) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{week}.json").read_text(encoding="utf-8"))
    return found


def test_rebuilt_from_a_copy_after_later_changes_an_edition_has_the_same_bytes(
    watched: Invented, tmp_path: Path
) -> None:
    uids = rich_facts(watched)
    folder = tmp_path / "digests"
    write_missing(watched, folder, now=at("2026-11-24"))
    before = {path.name: path.read_bytes() for path in folder.glob("2026-W*")}
    # Everything changes: texts, labels, findings, sources, missions; pages are pruned.
    watched.revise(uids["hit"], "2026-11-25", title="Quite another title")
    watched.withdraw(uids["copy"], "2026-11-26")
    with watched.db.write():
        for table in ("figures", "casualties", "rotations", "people", "mission_mentions"):
            watched.db.execute(f"DELETE FROM {table}")
        watched.db.execute("UPDATE articles SET body = 'another text', title = 'another title'")
        watched.db.execute("UPDATE sources SET name = 'Another name', enabled = 0, disabled_because = 'gone'")
        watched.db.execute("DELETE FROM missions")
        watched.db.execute("UPDATE captures SET length = 0")
    (tmp_path / "copy").mkdir()
    shutil.copy(watched.db.path, tmp_path / "copy" / "archive.db")
    copied = Invented(tmp_path / "copy")
    write_missing(copied, tmp_path / "again", now=at("2026-11-29"), rebuild=True)
    copied.db.close()
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").glob("2026-W*")} == before


def test_a_finding_that_no_longer_stands_is_corrected_once_in_the_next_edition(
    watched: Invented, tmp_path: Path
) -> None:
    uid = watched.article("A toll", "2026-11-18", missions=("UNMISS",), body="Two were killed. Then a third died.")
    told = find(
        watched, uid, "casualty", "Two were killed", value=2, kind="death", personnel="military", mission="UNMISS",
        date="2026-11-18",
    )  # fmt: skip
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    assert [one["uid"] for one in read(tmp_path, W47)["casualties"]["recent"]] == [told]
    with watched.db.write():
        watched.db.execute("DELETE FROM casualties")
        watched.db.execute("UPDATE finding_sets SET rules = 'findings-2'")
    new = find(watched, uid, "casualty", "a third died", value=1, kind="death", mission="UNMISS")
    write_missing(watched, tmp_path, now=at("2026-12-01"))
    [correction] = read(tmp_path, W48)["retold"]
    assert (correction["uid"], correction["printed"], correction["edition"]["week"]) == (
        told,
        "Two were killed",
        "2026-W47",
    )
    assert [one["uid"] for one in correction["now"]] == [new]
    text = (tmp_path / "2026-W48.md").read_text(encoding="utf-8")
    assert "“Two were killed” → “a third died”" in text
    write_missing(watched, tmp_path, now=at("2026-12-08"))
    assert read(tmp_path, Week(2026, 49))["retold"] == []


def test_a_correction_is_told_again_only_when_it_changes_again(watched: Invented, tmp_path: Path) -> None:
    uid = watched.article("A toll", "2026-11-18", missions=("UNMISS",), body="Two were killed.")
    find(watched, uid, "casualty", "Two were killed", value=2, kind="death", mission="UNMISS", date="2026-11-18")
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    with watched.db.write():
        watched.db.execute("UPDATE casualties SET value = 3")
        watched.db.execute("UPDATE finding_sets SET rules = 'findings-2'")
    write_missing(watched, tmp_path, now=at("2026-12-08"))
    with watched.db.write():
        watched.db.execute("UPDATE casualties SET value = 4")
    write_missing(watched, tmp_path, now=at("2026-12-15"))
    assert [len(read(tmp_path, Week(2026, week))["retold"]) for week in (48, 49, 50)] == [1, 0, 1]


def test_an_edition_of_the_first_form_is_printed_without_the_sections_it_did_not_have(
    watched: Invented, tmp_path: Path
) -> None:
    watched.article("Kept", "2026-11-18", missions=("UNMISS",))
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    old = read(tmp_path, W47)
    kept = (
        "profile",
        "week",
        "number",
        "provisional",
        "window",
        "first_week",
        "written_at",
        "version",
        "rules",
        "counts",
    )
    kept += ("missions", "missions_quiet", "late", "borderline", "contested", "changes", "by_day", "sources", "outside")
    first = {"form": 1, **{name: old[name] for name in (*kept, "missing", "glance")}}
    first["missions"] = [{key: block[key] for key in block if key != "people"} for block in first["missions"]]
    page = render.html(first)
    assert "Kept" in page
    assert "By mission" in page
    assert "Casualties" not in page
    for form in (render.markdown, render.plain):
        assert "Nothing seen" in form(first)
    assert render.hash_of(render.json_text(first)) in page


def test_an_edition_of_a_newer_form_is_refused(watched: Invented, tmp_path: Path) -> None:
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    with pytest.raises(ArchiveUnusable, match="newer form"):
        current({**read(tmp_path, W47), "form": FORM + 1})


def test_a_profile_has_its_own_editions_of_what_it_takes(watched: Invented, tmp_path: Path) -> None:
    watched.source("lantern", "The Lantern", since="2026-10-19")
    mine = watched.article("Mine", "2026-11-18", missions=("UNMISS",), language="en", body="UNMISS did it.")
    find(watched, mine, "mission", "UNMISS", mission="UNMISS")
    watched.article("Of another outlet", "2026-11-18", source="lantern", missions=("UNMISS",), language="en")
    watched.article("Of no mission", "2026-11-18", language="en")
    profile = Profile(name="south-sudan", missions=("UNMISS",), outlets=("harbour",), sections=("missions", "missing"))
    own = folder_of(tmp_path, profile)
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    written = write_missing(watched, own, now=at("2026-11-24"), profile=profile, since=W47)
    assert [(str(one.week), one.number) for one in written] == [("2026-W47", 1)]
    edition = read(own, W47)
    assert [entry["uid"] for block in edition["missions"] for entry in block["items"]] == [mine]
    assert edition["choice"] == {"missions": ["UNMISS"], "outlets": ["harbour"], "sections": ["missions", "missing"]}
    heads = [line[3:] for line in (own / "2026-W47.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "]
    assert heads == ["By mission", "What is missing"]
    assert read(tmp_path, W47)["counts"]["kept"] == 3
    assert write_missing(watched, own, now=at("2026-11-24"), profile=profile, since=W47) == []


@pytest.mark.parametrize("name", ["../out", "", "A b", "a/b", ".hidden", "x" * 41])
def test_a_profile_cannot_name_a_folder_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        folder_of(tmp_path, Profile(name=name))


def test_an_empty_week_has_all_fourteen_sections_and_says_how_many_healthy_sources_are_behind_each(
    watched: Invented, tmp_path: Path
) -> None:
    watched.run("harbour", "2026-11-20 06:00")
    watched.page("harbour", "2026-11-10 06:00", state="other")
    written = write_digest(watched, W47, tmp_path, now=at("2026-11-24"))
    assert read(tmp_path, W47)["sections"] == list(KEYS)
    assert len(KEYS) == 14
    text = (tmp_path / "2026-W47.md").read_text(encoding="utf-8")
    assert text.count("Nothing seen (1 healthy source).") >= 10
    assert [path.suffix[1:] for path in written.paths] == list(SUFFIXES)
