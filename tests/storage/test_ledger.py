from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from storage import uids
from storage.archive import Archive
from storage.database import Row
from storage.records import CoverageState, Outcome
from tests.storage.conftest import START

FEED = "http://newsroom.example/feed"


def runs(archive: Archive) -> list[Row]:
    return archive.db.rows("SELECT * FROM runs ORDER BY id")


def test_a_run_has_a_beginning_an_end_and_counts(archive: Archive) -> None:
    ledger = archive.ledger
    run = ledger.start_run("newsroom", START)
    assert runs(archive) == [
        {
            "id": run,
            "source": "newsroom",
            "started_at": "2026-11-02T06:00:00Z",
            "ended_at": None,
            "outcome": None,
            "reason": None,
            "counts": "{}",
        }
    ]
    ledger.end_run(run, START + timedelta(minutes=1), Outcome.PARTIAL, "2 of 9 failed", {"fetched": 7})
    assert [(row["outcome"], row["counts"]) for row in runs(archive)] == [("partial", '{"fetched":7}')]


def test_a_killed_run_is_closed_when_the_next_one_of_its_source_begins(archive: Archive) -> None:
    ledger = archive.ledger
    for source, hours in (("newsroom", 0), ("other", 0), ("newsroom", 1)):
        ledger.start_run(source, START + timedelta(hours=hours))
    found = runs(archive)
    assert [(run["source"], run["outcome"]) for run in found] == [
        ("newsroom", "interrupted"),
        ("other", None),
        ("newsroom", None),
    ]
    assert "killed" in found[0]["reason"]


@pytest.mark.parametrize(
    ("reached", "kept"),
    [
        ([], "never-ran"),
        (["failed"], "failed"),
        (["failed", "collected"], "collected"),
        (["collected", "failed"], "collected"),
        (["reached-empty", "collected"], "collected"),
        (["collected", "reached-empty"], "collected"),
        (["failed", "healed"], "healed"),
        (["healed"], "healed"),
        (["collected", "healed"], "collected"),
        (["never-ran"], "never-ran"),
    ],
)
def test_a_day_keeps_the_best_that_was_reached(archive: Archive, reached: list[str], kept: str) -> None:
    ledger, run = archive.ledger, archive.ledger.start_run("newsroom", START)
    ledger.lay_down("newsroom", [FEED], date(2026, 11, 2))
    for state in reached:
        ledger.cover("newsroom", FEED, "2026-11-02", CoverageState(state), run, f"because {state}")
    ledger.lay_down("newsroom", [FEED], date(2026, 11, 2))
    (row,) = ledger.coverage(date(2026, 11, 1), "2026-11-02")
    assert row["state"] == kept


def test_coverage_is_of_the_days_asked_for(archive: Archive) -> None:
    for day in (1, 2, 3):
        archive.ledger.lay_down("newsroom", [FEED, FEED + "2"], date(2026, 11, day))
    assert len(archive.ledger.coverage("2026-11-02", date(2026, 11, 3))) == 4


def test_sources_keep_their_first_day_of_use(archive: Archive) -> None:
    @dataclass
    class Declared:
        slug: str = "newsroom"
        name: str = "Newsroom"
        home: str = "http://newsroom.example/"
        languages: tuple[str, ...] = ("en", "zh")
        per_week: tuple[float, float] | None = (1, 9)
        enabled: bool = True
        disabled_because: str = ""

    archive.ledger.register_sources([Declared()], START)
    archive.ledger.register_sources(
        [{"slug": "newsroom", "name": "Newsroom Two", "enabled": False}], START + timedelta(days=1)
    )
    archive.ledger.register_sources([Declared(slug="b")], START)
    rows = archive.db.rows("SELECT * FROM sources ORDER BY slug DESC")
    assert (rows[0]["name"], rows[0]["enabled"], rows[0]["first_used_at"]) == (
        "Newsroom Two",
        0,
        "2026-11-02T06:00:00Z",
    )
    assert (rows[1]["languages"], rows[1]["per_week_least"], rows[1]["per_week_most"], rows[1]["disabled_because"]) == (
        '["en","zh"]',
        1,
        9,
        None,
    )


def test_missions_are_filled_and_filled_again(archive: Archive) -> None:
    row = {"acronym": "UNMISS", "name": "Mission", "kind": "un-pko", "start": "2011-07", "aliases": ("a", "b")}
    archive.ledger.fill_missions([row])
    with archive.db.write():
        archive.db.execute("UPDATE missions SET mandate_until = '2027-04-30'")
    archive.ledger.fill_missions([{**row, "name": "Mission in South Sudan"}])
    (kept,) = archive.db.rows("SELECT * FROM missions WHERE acronym = 'UNMISS'")
    assert (kept["name"], kept["mandate_until"], kept["start"]) == ("Mission in South Sudan", "2027-04-30", "2011-07")


def test_notes_are_written_over(archive: Archive) -> None:
    archive.ledger.meta_set("demo", "0")
    archive.ledger.meta_set("demo", "1")
    assert (archive.ledger.meta_get("demo"), archive.ledger.meta_get("nothing")) == ("1", None)


def test_a_uid_is_the_same_for_ever_and_longer_ones_begin_with_it() -> None:
    uid = uids.mint("newsroom", "http://newsroom.example/a/1.html")
    assert uid == "a-7fhf3fp7"
    assert set(uid[2:]) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert uids.mint("newsroom", "http://newsroom.example/a/1.html", signs=20).startswith(uid)
    assert uids.mint("other", "http://newsroom.example/a/1.html") != uid
    assert len(uids.mint("a", "b", signs=uids.LONGEST)) == 2 + uids.LONGEST


def test_an_archive_holds_the_packaged_missions_from_the_start(archive: Archive) -> None:
    assert archive.db.value("SELECT kind FROM missions WHERE acronym = 'UNIFIL'") == "un-pko"


def test_a_walk_to_known_ground_heals_missed_days_and_days_without_a_row(archive: Archive) -> None:
    ledger = archive.ledger
    run = ledger.start_run("gazette", START)
    ledger.cover("gazette", "feed", "2026-11-01", CoverageState.COLLECTED, run)
    ledger.lay_down("gazette", ["feed"], "2026-11-02")
    ledger.heal("gazette", "feed", before=date(2026, 11, 5), run_id=run)
    states = [(row["day"], row["state"]) for row in ledger.coverage("2026-10-01", "2026-11-30")]
    assert states == [
        ("2026-11-01", "collected"),
        ("2026-11-02", "healed"),
        ("2026-11-03", "healed"),
        ("2026-11-04", "healed"),
    ]


def test_a_first_walk_heals_nothing(archive: Archive) -> None:
    run = archive.ledger.start_run("gazette", START)
    archive.ledger.heal("gazette", "feed", before=date(2026, 11, 5), run_id=run)
    assert archive.ledger.coverage("2026-10-01", "2026-11-30") == []
