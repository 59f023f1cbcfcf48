from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.commands.digest import command
from storage.errors import ArchiveUnusable, NotFound, UsageError
from tests.reports.invented import Invented, at
from tests.scheduler.newsdesk import Desk


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Invented]:
    """A demo archive that began in 2026-W46; the working folder holds no configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BLUEWATCH_CONFIG", raising=False)
    made = Invented(tmp_path / "data")
    with made.db.write():
        made.db.execute("INSERT INTO meta VALUES ('demo', '1')")
        made.source("harbour", "Harbour Defence Daily", since="2026-11-10")
        made.run("harbour", "2026-11-11 06:00")
        made.article("The road is open", "2026-11-12", missions=("UNMISS",))
    yield made
    made.db.close()


def run(demo: Invented, *arguments: str, now: str = "2026-11-17 08:00") -> Result:
    return CliRunner().invoke(command, ["--data", str(demo.data), "--now", at(now).isoformat(), *arguments])


def test_it_writes_what_is_due_and_names_the_files(demo: Invented) -> None:
    result = run(demo)
    assert result.exit_code == 0, result.output
    digests = demo.data / "digests"
    assert result.stdout.splitlines()[:3] == [str(digests / f"2026-W46.{suffix}") for suffix in ("html", "md", "json")]
    assert "2026-W46: edition 1, 1 item, sources 1 healthy of 1 tried" in result.stderr
    assert (digests / "index.html").exists()


def test_nothing_due_says_why(demo: Invented) -> None:
    assert (
        "waits for a crawl of harbour, at the latest until 17 Nov 00:00 UTC" in run(demo, now="2026-11-16 08:00").stderr
    )
    run(demo)
    again = run(demo)
    assert (again.stdout, again.exit_code) == ("", 0)
    assert "every finished week has its edition" in again.stderr


def test_under_a_clock_that_cannot_be_right_no_week_is_closed_but_on_request(demo: Invented) -> None:
    """A closed week stays closed: ten years of them would be empty, and for good."""
    refused = run(demo, now="2036-11-17 08:00")
    assert isinstance(refused.exception, UsageError)
    assert "years after the newest run" in str(refused.exception)
    assert demo.weekly.editions() == []
    assert run(demo, "--preview", now="2036-11-17 08:00").exit_code == 0
    assert demo.weekly.editions() == []
    assert run(demo, "--week", "2026-W46", "--anyway", now="2036-11-17 08:00").exit_code == 0
    assert [row["week"] for row in demo.weekly.editions()] == ["2026-W46"]


def test_json_is_one_object_a_digest(demo: Invented) -> None:
    lines = [json.loads(line) for line in run(demo, "--json", now="2026-11-25").stdout.splitlines()]
    assert [(line["week"], line["edition"], line["provisional"]) for line in lines] == [
        ("2026-W46", 1, False),
        ("2026-W47", 2, False),
    ]
    assert lines[0]["counts"]["kept"] == 1


def test_the_running_week_is_provisional_and_a_preview_closes_nothing(demo: Invented) -> None:
    [shown] = [json.loads(line) for line in run(demo, "--week", "2026-W47", "--json").stdout.splitlines()]
    assert (shown["provisional"], shown["edition"]) == (True, None)
    [preview] = [json.loads(line) for line in run(demo, "--preview", "--json").stdout.splitlines()]
    assert preview["week"] == "2026-W47"
    assert Path(preview["files"][0]).name == "2026-W47.provisional.html"


def test_rebuild_writes_the_same_bytes_again(demo: Invented) -> None:
    run(demo)
    page = demo.data / "digests" / "2026-W46.html"
    before = page.read_bytes()
    page.write_bytes(b"spoilt")
    done = run(demo, "--rebuild")
    assert done.exit_code == 0
    assert page.read_bytes() == before
    assert "not as they lay there: 2026-W46.html; " in done.output
    assert "not as they lay there" not in run(demo, "--rebuild").output


def test_where_files_alone_are_wanting_no_digest_is_late(tmp_path: Path) -> None:
    """As after an update that prints one form more: the weeks have their editions."""
    desk = Desk(tmp_path)
    desk.configure()
    (tmp_path / "data" / "digests").mkdir()
    assert "2026-W45 and 1 more is due and not written" in desk.status(now="2026-11-20 08:00")
    desk.close("2026-W45", "2026-W46")
    assert "not written" not in desk.status(now="2026-11-20 08:00")
    assert "2026-W47 is due and not written" in desk.status(now="2026-11-27 08:00")


@pytest.mark.parametrize(
    ("week", "error", "words"),
    [
        ("2026-47", UsageError, "write it as 2026-W47"),
        ("2026-W54", UsageError, "has no week 54"),
        ("2026-W40", NotFound, "its first week is 2026-W46"),
        ("2027-W01", UsageError, "has not begun"),
    ],
)
def test_a_week_that_cannot_be_written_is_an_error(demo: Invented, week: str, error: type, words: str) -> None:
    result = run(demo, "--week", week)
    assert isinstance(result.exception, error)
    assert words in str(result.exception)


def test_without_an_archive_it_says_what_makes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, ["--data", str(tmp_path / "none")])
    assert isinstance(result.exception, ArchiveUnusable)
    assert not (tmp_path / "none").exists()


def test_help_has_an_example() -> None:
    assert "bluewatch digest --week 2026-W47" in CliRunner().invoke(command, ["--help"]).output
