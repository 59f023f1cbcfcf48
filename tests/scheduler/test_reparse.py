"""``bluewatch reparse`` by other rules: it shows first, then stores, and what persons and publishers did stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.verdicts import Verdicts
from tests.scheduler.days import START, configure, fill, sound
from tests.scheduler.test_import import Bluewatch, bluewatch, data, snapshot

__all__ = ["bluewatch", "data"]
KEPT = ("verdicts", "editions", "edition_lines", "revisions", "runs", "coverage", "withdrawals")


def kept(data: Path) -> list[Any]:
    """What stays, and of each article what others know it by."""
    with Archive.open(data, read_only=True) as archive:
        known = archive.db.rows("SELECT uid, url, revision, first_seen_at, withdrawn_at FROM articles ORDER BY uid")
        return [known, *(archive.db.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in KEPT)]


def labels(data: Path) -> set[str]:
    with Archive.open(data, read_only=True) as archive:
        return {row["label"] for row in archive.db.rows("SELECT label FROM articles")}


@pytest.mark.long
def test_other_rules_are_shown_before_they_are_stored(bluewatch: Bluewatch, tmp_path: Path, data: Path) -> None:
    fill(data, [(0, "paper", 1, ""), (1, "paper", 1, "Nine lorries came."), (1, "paper", 2, "")])
    configure(tmp_path, "paper")
    with Archive.open(data) as archive, archive.db.write():
        uid = archive.db.value("SELECT uid FROM articles")
        Verdicts(archive.db).add(uid, "peacekeeping", by="An Analyst", at=START)
        archive.db.execute(
            "INSERT INTO editions (profile, week, number, version, rules, hash, rows, written_at)"
            " VALUES ('default', '2026-W36', 1, '0.1.0', 'r1', 'h', '{}', '2026-09-08T00:00:00Z')"
        )
        archive.db.execute("INSERT INTO edition_lines VALUES (1, 'mission', ?)", (uid,))
    before, rows = kept(data), snapshot(data)
    settings = tmp_path / "bluewatch.toml"
    settings.write_text(settings.read_text() + "[relevance]\naccept = 500\nreview = 1\n")
    shown = [json.loads(line) for line in bluewatch("reparse", "--dry-run", "--json").lines]
    assert [one["label"] for one in shown] == [["peacekeeping", "borderline"]] * 3
    assert snapshot(data) == rows
    said = bluewatch("reparse")
    assert said.out.decode().count("peacekeeping -> borderline") == 3
    assert "3 captures, 3 read differently and stored so, 3 with another label" in said.err
    assert (labels(data), kept(data)) == ({"borderline"}, before)
    assert [fault for fault in sound(data) if "edition 1" not in fault] == []
