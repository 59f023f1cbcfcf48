"""`bluewatch check` and what it looks at: a sound archive gives nothing, each fault is named where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.commands.main import main
from storage.check import faults_of, looks, not_handed_over
from storage.findings import CountryMention
from tests.storage.conftest import Newsroom, an_article

AWEIL = CountryMention(field="body", parts=((0, 5),), rule="test", iso3="SSD")


@pytest.fixture
def kept(newsroom: Newsroom) -> Newsroom:
    stored = newsroom.publish(an_article())
    newsroom.archive.findings.replace(stored, an_article(), (AWEIL,), rules="r1")
    return newsroom


def test_a_sound_archive_has_no_fault(kept: Newsroom) -> None:
    assert faults_of(kept.archive) == []
    with looks(kept.archive) as steps:
        assert {step.name: step.count for step in steps} == {
            "database": 1, "schema": 1, "search": 1, "articles": 1, "findings": 1, "sets of findings": 1, "counts": 1,
            "editions": 0, "pages": 1,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("*** in database main ***\nTree 46 page 76 cell 0: failed to get page 159", True),
        ("Tree 46 page 76: unable to get the page. error code=266", True),
        ("Tree 46 page 76: unable to get the page. error code=11", False),
        ("Tree 46 page 76 cell 0: invalid page number 159", False),
        ("row 3 missing from index captures_by_page", False),
    ],
)
def test_a_page_that_the_disk_does_not_hand_over_is_no_damage(said: str, unread: bool) -> None:
    assert not_handed_over(said) is unread


@pytest.mark.parametrize(
    ("damage", "part", "words"),
    [
        ("UPDATE articles SET body = 'other'", "articles", "differs from its current revision"),
        ("UPDATE articles SET outlet = 'Another'", "articles", "differs from its current revision"),
        ("DROP INDEX captures_unsettled", "schema", "index captures_unsettled is not there"),
        ("ALTER TABLE hosts DROP COLUMN crawl_delay", "schema", "column hosts.crawl_delay is not there"),
        ("DROP VIEW items", "schema", "view items is not there"),
        ("UPDATE articles SET revision = 3", "articles", "not numbered from 1 on"),
        ("UPDATE country_mentions SET start = 2", "findings", "its spans are not the words 'AWEIL'"),
        ("UPDATE country_mentions SET parts = '[[0, 5000]]'", "findings", "its spans are not the words"),
        ("UPDATE tallies SET number = number + 1 WHERE counted = 'articles'", "counts", "2 counted, 1 there"),
        ("UPDATE country_mentions SET field = 'caption', position = 4", "findings", "its spans are not the words"),
        ("UPDATE country_mentions SET revision = 9", "findings", "belongs to revision 9"),
        ("DELETE FROM country_mentions", "findings", "revision 1 has 0 findings, 1 were stored"),
        ("UPDATE captures SET offset = offset + 7", "pages", "captu"),
        ("UPDATE captures SET digest = 'x'", "pages", "holds other bytes than were kept"),
        (
            "INSERT INTO editions (profile, week, number, version, rules, hash, rows, written_at)"
            " VALUES ('all', '2026-W45', 1, '1', 'r', 'x', '{}', '2026-11-09T06:00:00Z')",
            "editions",
            "is not what was recorded",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_fault_is_named(kept: Newsroom, damage: str, part: str, words: str) -> None:
    with kept.archive.db.write():
        kept.archive.db.execute(damage)
    found = faults_of(kept.archive)
    assert {fault.part for fault in found} == {part}
    assert words in f"{found[0].where} {found[0].message}"
    assert found[0].remedy


def test_the_command_ends_with_3_and_says_what_helps(
    kept: Newsroom, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = str(kept.archive.data)
    with pytest.raises(SystemExit) as sound:
        main(["check", "--data", data])
    assert not sound.value.code
    assert "no faults" in capsys.readouterr().out
    with kept.archive.db.write():
        kept.archive.db.execute("UPDATE country_mentions SET start = 2")
    with pytest.raises(SystemExit) as broken:
        main(["check", "--data", data, "--json"])
    form = json.loads(capsys.readouterr().out)
    assert broken.value.code == 3
    assert (form["sound"], form["looked_at"]["findings"]) == (False, 1)
    assert "bluewatch reparse" in form["faults"][0]["remedy"]
