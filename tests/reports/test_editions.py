"""An edition is what was recorded: the same bytes later, what changed told in the next, older forms still printed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reports import render
from reports.digest import FORM
from reports.folder import SUFFIXES
from reports.forms import current
from reports.publish import write_digest, write_missing
from reports.sections import KEYS
from reports.week import Week
from storage.errors import ArchiveUnusable
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find, one_story, rich_facts

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


TOLL = "Nine civilians were killed near Malual. Four peacekeepers were wounded, and one peacekeeper was killed."
ROWS: dict[str, dict[str, Any]] = {
    "Nine civilians were killed": {"value": 9, "kind": "death", "personnel": "civilian", "who": "civilians"},
    "Four peacekeepers were wounded": {"value": 4, "kind": "injury", "personnel": "military", "who": "peacekeepers"},
    "Six peacekeepers were wounded": {"value": 6, "kind": "injury", "personnel": "military", "who": "peacekeepers"},
    "one peacekeeper was killed": {"value": 1, "kind": "death", "personnel": "military", "who": "peacekeeper"},
}


def read_again(watched: Invented, uid: str, body: str) -> None:
    """A new revision of an article with that body and the findings that it holds."""
    watched.revise(uid, "2026-11-25", title="A toll")
    with watched.db.write():
        watched.db.execute("UPDATE articles SET body = ? WHERE uid = ?", (body, uid))
        watched.db.execute("UPDATE revisions SET body = ? WHERE number = (SELECT max(number) FROM revisions)", (body,))
        watched.db.execute("UPDATE revisions SET body = ? WHERE number = 1", (TOLL,))
    for words, own in ROWS.items():
        if words in body:
            find(watched, uid, "casualty", words, mission="UNMISS", date="2026-11-18", nature="current", **own)


@pytest.fixture
def printed_toll(watched: Invented, tmp_path: Path) -> str:
    uid = watched.article("A toll", "2026-11-18", missions=("UNMISS",), body=TOLL)
    for words, own in ROWS.items():
        if words in TOLL:
            find(watched, uid, "casualty", words, mission="UNMISS", date="2026-11-18", nature="current", **own)
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    return uid


def test_a_correction_names_what_stands_in_the_place_of_what_was_printed(
    watched: Invented, tmp_path: Path, printed_toll: str
) -> None:
    read_again(watched, printed_toll, TOLL.replace("Four", "Six"))
    write_missing(watched, tmp_path, now=at("2026-12-01"))
    told = [(one["printed"], [now["words"] for now in one["now"]]) for one in read(tmp_path, W48)["retold"]]
    assert told == [("Four peacekeepers were wounded", ["Six peacekeepers were wounded"])]


def test_a_finding_in_whose_place_nothing_stands_is_told_no_more(
    watched: Invented, tmp_path: Path, printed_toll: str
) -> None:
    read_again(watched, printed_toll, TOLL.replace("Four peacekeepers were wounded, and one", "One"))
    write_missing(watched, tmp_path, now=at("2026-12-01"))
    told = {one["printed"]: one["now"] for one in read(tmp_path, W48)["retold"]}
    assert told["Four peacekeepers were wounded"] == []


def test_a_correction_told_by_an_older_version_is_not_told_again(
    watched: Invented, tmp_path: Path, printed_toll: str
) -> None:
    read_again(watched, printed_toll, TOLL.replace("Four", "Six"))
    write_missing(watched, tmp_path, now=at("2026-12-01"))
    with watched.db.write():
        # It kept as the state what all findings of the type said.
        everything = json.dumps(['["death", 9.0, "exact"]', '["injury", 6.0, "exact"]', '["death", 1.0, "exact"]'])
        watched.db.execute("UPDATE edition_facts SET said = ? WHERE type = 'correction'", (everything,))
    write_missing(watched, tmp_path, now=at("2026-12-08"))
    assert read(tmp_path, Week(2026, 49))["retold"] == []


def test_a_series_that_moved_in_its_first_week_is_told_once(watched: Invented, tmp_path: Path) -> None:
    for day, number in ((17, 1_200), (19, 1_900)):
        body = f"The mission has {number:,} peacekeepers."
        uid = watched.article("A number", f"2026-11-{day}", missions=("UNMISS",), body=body)
        find(
            watched, uid, "figure", f"{number:,} peacekeepers", value=number, what="peacekeepers", unit="persons",
            place="UNMISS", nature="current", as_of=f"2026-11-{day}", as_of_basis="publication",
            series_key="personnel deployed||unmiss|current",
        )  # fmt: skip
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    told = read(tmp_path, W47)["numbers"]
    assert (len(told["moved"]), len(told["new"])) == (1, 0)


def wire(watched: Invented) -> list[str]:
    """One text in three outlets on two days, the last under its own headline; and a text of its own."""
    for slug in ("lantern", "bluepost"):
        watched.source(slug, slug.title(), since="2026-10-19")
        watched.run(slug, "2026-10-20 06:00")
    body = "Two peacekeepers were hurt near Malual on Wednesday."
    told = (("harbour", "18", "Two hurt"), ("lantern", "18", "Two hurt"), ("bluepost", "19", "Ambush near Malual"))
    copies = [
        watched.article(title, f"2026-11-{day}", source=source, missions=("UNMISS", "UNIFIL"), body=body)
        for source, day, title in told
    ]
    one_story(watched, *copies)
    return [*copies, watched.article("Another thing", "2026-11-20", missions=("UNMISS",))]


def test_copies_of_one_text_stand_in_one_line_that_leads_to_each(watched: Invented, tmp_path: Path) -> None:
    uids = wire(watched)
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    edition = read(tmp_path, W47)
    assert (edition["counts"]["kept"], edition["counts"]["texts"]) == (4, 2)
    [block, other] = edition["missions"]
    assert [(one["count"], one["texts"]) for one in (block, other)] == [(4, 2), (3, 1)]
    assert [entry["uid"] for entry in block["items"]] == uids
    page = (tmp_path / "2026-W47.html").read_text(encoding="utf-8")
    told = (tmp_path / "2026-W47.md").read_text(encoding="utf-8")
    assert "**4 items (2 texts) kept**" in told
    assert told.count("“Two peacekeepers were hurt near Malual on Wednesday.”") == 1
    assert f"a-{uids[1][2:]}, [Bluepost](<https://bluepost.example/{uids[2]}.html>) [Ambush near Malual]" in told
    for uid in uids:
        assert page.count(f'id="{uid}"') == 1
        for suffix in ("md", "txt", "html"):
            assert f"{uid}.html" in (tmp_path / f"2026-W47.{suffix}").read_text(encoding="utf-8")
    assert "4 items (2 texts)" in (tmp_path / "2026-W47.eml").read_text(encoding="utf-8")


def test_an_edition_that_did_not_know_copies_is_printed_as_it_was(watched: Invented, tmp_path: Path) -> None:
    wire(watched)
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    old = read(tmp_path, W47)
    old["counts"].pop("texts")
    for block in old["missions"]:
        block.pop("texts")
        for entry in (*block["items"], *block["also"]):
            entry.pop("copy_of", None)
    told = render.markdown(old)
    assert "**4 items kept**" in told
    assert told.count("“Two peacekeepers were hurt near Malual on Wednesday.”") == 3


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
