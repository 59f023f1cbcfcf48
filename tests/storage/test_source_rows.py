"""The rows that drift is judged by: bounded, by an index, as the archive stood at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import source_rows
from storage.archive import Archive
from storage.database import Database
from storage.schema import migrations
from storage.source_rows import SourceRows
from storage.times import to_text
from tests.reports.invented import Invented, at

NOW = at("2026-11-23 06:00")
WHOLE = '{"type":"news","language":"en","published":null,"paragraphs":3,"length":900,"body":"own","found":["title"]}'


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Invented]:
    made = Invented(tmp_path)
    made.source("harbour", "Harbour")
    yield made
    made.db.close()


def reading(archive: Invented, page: int, text: str | None, seen: str) -> None:
    """One more capture of a page, with its reading."""
    archive._serial += 1
    archive.insert(
        "captures", page_id=page, fetched_at=to_text(at(seen)), status=200, digest="d", warc="w",
        offset=archive._serial, length=1, reading=text,
    )  # fmt: skip


def test_a_page_speaks_once_by_its_first_reading_that_gave_an_article(archive: Invented) -> None:
    page = archive.page("harbour", "2026-11-10")
    reading(archive, page, '{"rejection":"challenge"}', "2026-11-10 01:00")
    reading(archive, page, WHOLE, "2026-11-11 01:00")
    reading(archive, page, WHOLE.replace("900", "20"), "2026-11-12 01:00")
    rows = SourceRows(archive.db)
    [now] = rows.readings("harbour", NOW)
    assert (now.day.isoformat(), now.length, now.rejection) == ("2026-11-11", 900, None)
    [then] = rows.readings("harbour", at("2026-11-11"))
    assert (then.day.isoformat(), then.rejection) == ("2026-11-10", "challenge")
    assert list(rows.all_readings("harbour", at("2026-11-01"), NOW)) == [now]


def test_what_came_after_the_instant_is_not_there(archive: Invented) -> None:
    for day in ("2026-11-10", "2026-11-20"):
        reading(archive, archive.page("harbour", day), WHOLE, day)
    rows = SourceRows(archive.db)
    assert [page.day.day for page in rows.readings("harbour", at("2026-11-16"))] == [10]
    assert rows.given("harbour", at("2026-11-16")).days == (at("2026-11-10").date(),)
    assert rows.readings("harbour", at("2026-11-01")) == []


def test_pages_unread_listings_and_other_sources_are_left_out(archive: Invented) -> None:
    archive.source("other", "Other")
    archive.page("harbour", "2026-11-10", state="new")
    archive.page("harbour", "2026-11-10", state="failed", reason="no-text: or so")
    archive.page("harbour", "2026-11-10", kind="listing")
    reading(archive, archive.page("other", "2026-11-10"), WHOLE, "2026-11-10")
    assert SourceRows(archive.db).readings("harbour", NOW) == []


def test_a_page_that_led_away_is_rejected_without_an_answer(archive: Invented) -> None:
    archive.page("harbour", "2026-11-10", state="rejected", reason="leads to http://x.example/, which is no article")
    [page] = SourceRows(archive.db).readings("harbour", NOW)
    assert page.rejection == "led away"


def test_a_busy_source_is_judged_by_a_sample_of_each_day(archive: Invented, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_rows, "MOST_PAGES", 24)
    with archive.db.write():
        for n in range(60):
            day = to_text(NOW - timedelta(days=1 + n // 20))[:10]
            reading(archive, archive.page("harbour", f"{day} {n % 20:02}:00"), WHOLE, f"{day} {n % 20:02}:30")
    found = SourceRows(archive.db).readings("harbour", NOW)
    assert len(found) == 24
    assert len({page.day for page in found}) == 3


def test_no_query_looks_through_a_table(archive: Invented) -> None:
    for query in (source_rows._NEWEST, source_rows._GIVEN):
        plan = archive.db.rows(
            f"EXPLAIN QUERY PLAN {query}", {"source": "harbour", "before": to_text(NOW), "most": 90, "each": 5}
        )
        steps = [row["detail"] for row in plan]
        assert any("pages_seen" in step for step in steps), steps
        looked_through = [step for step in steps if step.startswith("SCAN") and step not in ("SCAN steps", "SCAN days")]
        assert [step for step in looked_through if "CONSTANT ROW" not in step] == [], steps


def test_an_archive_of_the_first_schema_is_brought_up(tmp_path: Path) -> None:
    db = Database(tmp_path / "archive.db")
    migrations.apply(db.utils, stop_before="m002_readings")
    with db.write():
        db.execute(
            "INSERT INTO captures (fetched_at, status, digest, warc, offset, length) VALUES ('t', 200, 'd', 'w', 0, 1)"
        )
    db.close()
    with Archive.open(tmp_path) as opened:
        assert opened.db.value("SELECT reading FROM captures") is None
        opened.captures.settle(1, NOW, WHOLE)
        opened.captures.settle(1, NOW + timedelta(days=1))
        row = opened.db.row("SELECT reading, settled_at FROM captures")
    assert row == {"reading": WHOLE, "settled_at": to_text(NOW)}
