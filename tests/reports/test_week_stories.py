"""How a day of a story is told in a digest: once in full, with all who reported it."""

from __future__ import annotations

from reports import render
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import one_story
from tests.reports.week_facts import told, watched

__all__ = ["watched"]


def report(archive: Invented, n: int, day: str, source: str) -> str:
    return archive.article(f"Report {n}", day, source=source, missions=("UNMISS",), body=f"Report {n} tells it all.")


def in_own_words(archive: Invented, *uids: str) -> None:
    one_story(archive, *uids)
    with archive.db.write():
        for uid in uids:
            archive.db.execute("UPDATE articles SET text_id = id WHERE uid = ?", (uid,))


def section(archive: Invented) -> list[str]:
    """The lines of the section by mission that tell an article."""
    edition = told(archive)
    text = render.markdown(edition).partition("## By mission")[2].partition("\n## ")[0]
    page = render.html(edition)
    for block in edition["missions"]:
        for entry in block["items"]:
            assert page.count(f'id="{entry["uid"]}"') == 1, "every item has its place"
    return [line for line in text.splitlines() if line.startswith("- **")]


def test_a_day_of_a_story_is_told_once_with_all_who_reported_it(watched: Invented) -> None:
    uids = [
        report(watched, n, f"2026-11-{day}", source)
        for n, (day, source) in enumerate([(18, "lantern"), (18, "harbour"), (18, "bluepost"), (19, "harbour")])
    ]
    alone = report(watched, 9, "2026-11-18", "harbour")
    in_own_words(watched, *uids)
    lines = section(watched)
    of = {uid: next(line for line in lines if uid in line) for uid in (*uids, alone)}
    assert of[uids[0]] == of[uids[1]] == of[uids[2]]
    assert len(set(of.values())) == len(lines) == 3
    assert "also told by Harbour “[Report 1](" in of[uids[0]]
    assert told(watched)["missions"][0]["count"] == 5


def test_a_copy_goes_with_the_report_it_copies(watched: Invented) -> None:
    first, other, copy = (
        report(watched, n, f"2026-11-18 0{n}:00", source) for n, source in enumerate(("lantern", "harbour", "bluepost"))
    )
    in_own_words(watched, first, other, copy)
    with watched.db.write():
        watched.db.execute("UPDATE articles SET text_id = ? WHERE uid IN (?, ?)", (watched.id_of(other), other, copy))
    [line] = section(watched)
    assert line.index(first) < line.index("also told by Harbour") < line.index("also in") < line.index(copy)


def test_a_copy_that_was_cut_before_the_mission_is_named_stands_with_its_text(watched: Invented) -> None:
    first = report(watched, 1, "2026-11-18 01:00", "lantern")
    copy = watched.article("Report 1", "2026-11-18 02:00", source="harbour", body="Report 1 tells.")
    one_story(watched, first, copy)
    [line] = section(watched)
    assert line.index(first) < line.index("also in") < line.index(copy)
    assert [(block["mission"], block["count"], block["texts"]) for block in told(watched)["missions"]] == [
        ("UNMISS", 2, 1)
    ]


def test_a_copy_of_what_an_earlier_edition_printed_says_so_and_does_not_lead(watched: Invented) -> None:
    first, own = report(watched, 1, "2026-11-11", "lantern"), report(watched, 2, "2026-11-18", "lantern")
    watched.weekly.record(
        week="2026-W46", number=1, version="0", rules="r", digest="h", text='{"counts": {}}', at=at("2026-11-17"),
        lines=[("mission", first)],
    )  # fmt: skip
    copies = [report(watched, 1, "2026-11-18 01:00", "harbour"), report(watched, 2, "2026-11-19", "bluepost")]
    one_story(watched, first, copies[0])
    one_story(watched, own, copies[1])
    of = {uid: next(line for line in section(watched) if uid in line) for uid in (copies[0], own)}
    assert f"the text of 11 Nov 2026, 2026-W46 {first}" in of[copies[0]]
    assert "the text of" not in of[own]
    assert [line["article"] for line in told(watched)["top"]] == [own]
