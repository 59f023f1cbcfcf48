"""Profiles with editions of their own, and the service that writes and delivers them by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.commands.options import open_settings
from scheduler.unit import unit_text
from tests.reports.invented import at
from tests.scheduler.newsdesk import CLOSED, Desk, desk
from tests.scheduler.test_main import bluewatch

__all__ = ["desk"]
SHARE = '[[deliver]]\nname = "share"\nkind = "folder"\nfolder = "out"\nforms = ["json"]\n'
JUBA = '[[profile]]\nname = "juba"\nmissions = ["UNMISS"]\nrecipients = ["{target}"]\nsections = ["head", "missions"]\n'


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))


def test_a_profile_has_editions_of_its_own_from_its_first_week_on(desk: Desk) -> None:
    desk.configure(SHARE, JUBA.format(target="share"))
    desk.made.mission("UNMISS", "United Nations Mission in South Sudan")
    other = desk.made.id_of(desk.made.article("Elsewhere a ferry sails", "2026-11-12"))
    named = desk.made.db.value("SELECT id FROM articles WHERE title = 'A bridge is built'")
    desk.made.insert(
        "mission_mentions", uid="m1", article_id=named, revision=1, field="title", start=0, end=1, parts="[]",
        words="A", mission="UNMISS", rule="r", rules="1", confidence=1.0, counted=1,
    )  # fmt: skip
    assert other
    desk.deliver(now="2026-11-11 08:00")
    said = [json.loads(line) for line in desk.digest("--json").stdout.splitlines()]
    assert [(one["profile"], one["week"], one["edition"]) for one in said] == [
        ("default", "2026-W45", 1),
        ("default", "2026-W46", 2),
        ("juba", "2026-W46", 1),
    ]
    digests = desk.made.data / "digests"
    assert files(digests) == ["2026-W45.json", "2026-W46.json", "juba/2026-W46.json"]
    assert (digests / "juba" / "index.html").exists()
    assert [said[n]["counts"]["kept"] for n in (1, 2)] == [2, 1]
    assert desk.deliver().exit_code == 0
    assert files(desk.folder / "out") == ["juba-2026-W46.json"]
    assert desk.states() == [("juba/2026-W46", "sent")]
    assert "every finished week has its edition" in desk.digest().stderr


def test_a_machine_that_slept_delivers_what_it_missed_and_a_target_that_was_gone_begins_anew(desk: Desk) -> None:
    desk.configure(SHARE)
    desk.deliver(now="2026-11-02 08:00")
    desk.close("2026-W45", now="2026-11-28")
    assert "begins now" not in desk.deliver(now="2026-11-28").stderr
    assert desk.states() == [("default/2026-W45", "sent")]
    desk.configure()
    desk.deliver(now="2026-11-30")
    desk.configure(SHARE)
    assert "begins now" not in desk.deliver(now="2026-12-02").stderr, "gone by mistake for a day"
    desk.configure()
    for day in ("2026-12-03", "2026-12-08", "2026-12-13"):
        desk.deliver(now=day)
    desk.close("2026-W46", now="2026-12-05")
    desk.configure(SHARE)
    assert "share begins now" in desk.deliver(now="2026-12-14").stderr
    assert desk.states() == [("default/2026-W45", "sent")]


def test_a_paused_target_catches_up(desk: Desk) -> None:
    desk.configure(SHARE + "enabled = false\n")
    desk.deliver(now="2026-11-02 08:00")
    desk.close("2026-W45", "2026-W46")
    desk.deliver()
    assert desk.states() == []
    desk.configure(SHARE)
    desk.deliver(now="2026-12-20")
    assert desk.states() == [("default/2026-W45", "sent"), ("default/2026-W46", "sent")]


def test_the_unit_may_write_to_a_targets_folder(desk: Desk) -> None:
    desk.configure(SHARE.replace('"out"', '"/srv/two words"'))
    text = unit_text(open_settings(desk.config, desk.made.data))
    assert f'ReadWritePaths={desk.made.data} "-/srv/two words"' in text


@pytest.mark.parametrize("closed", [True, pytest.param(False, marks=pytest.mark.long)])
def test_the_service_writes_and_delivers_by_itself(desk: Desk, *, closed: bool) -> None:
    desk.configure(SHARE, '[crawl]\ncontact = "desk@watch.test"\n')
    desk.deliver(now="2026-11-11 08:00")
    if closed:
        desk.close("2026-W45", "2026-W46")
    words = ["--data", str(desk.made.data), "--config", str(desk.config), "--now", at(CLOSED).isoformat()]
    done = bluewatch("run", "--once", *words, folder=desk.folder)
    assert ("digest 2026-W45 to 2026-W46: ended, well" in done.stderr) is not closed, done.stderr
    assert "deliver: ended, well" in done.stderr
    assert files(desk.folder / "out") == ["2026-W45.json", "2026-W46.json"]
    report = json.loads(desk.status("--json"))
    assert report["delivery"]["next_at"] is None, "and nothing is left to do"
    assert report["delivery"]["counts"] == {"sent": 2}
