"""The command itself, as a real process: start-up, exit codes, signals, closed pipes, hostile arguments."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from crawler.desk import RunReport
from crawler.reparse import Difference
from crawler.trial import Trial
from scheduler.commands.import_ import Imported
from scheduler.commands.main import COMMANDS, LazyGroup
from scheduler.commands.main import bluewatch as root
from scheduler.commands.options import visible
from storage.archive import Archive
from storage.search import Hit

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-P", "-m", "scheduler"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("BLUEWATCH")}
    return {**clean, "PYTHONPATH": str(ROOT), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), **more}


def bluewatch(*words: str, folder: Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **more,  # type: ignore[call-overload]
    )


def test_help_starts_fast_and_lists_the_commands_without_importing_them(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom scheduler.commands.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'scrapy', 'pydantic', 'sqlite_utils', 'apscheduler', 'bs4', 'lxml', 'selectolax', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"
    assert "  status " in done.stdout
    assert "bluewatch init --contact" in done.stdout


def test_a_sub_command_that_is_not_installed_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "fly", ("no_such_module", "Fly."))
    group = LazyGroup()
    context = group.make_context("bluewatch", ["--help"], resilient_parsing=True)
    assert "fly" not in group.list_commands(context)
    assert group.get_command(context, "fly") is None


def every_command() -> dict[str, tuple[click.Command, click.Context]]:
    """Every command and sub-command by the words that call it."""
    found: dict[str, tuple[click.Command, click.Context]] = {}

    def walk(command: click.Command, context: click.Context) -> None:
        found[context.command_path] = command, context
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                walk(inner, click.Context(inner, info_name=name, parent=context))

    walk(root, click.Context(root, info_name="bluewatch", terminal_width=80))
    return found


@pytest.mark.parametrize("name", every_command())
def test_every_command_says_its_use_with_an_example_in_eighty_columns(name: str) -> None:
    command, context = every_command()[name]
    lines = command.get_help(context).splitlines()
    start = lines.index("  Example:")
    assert lines[start + 1].startswith("    bluewatch ")
    assert [line for line in lines if len(line) > 80 or "\b" in line or "\\b" in line] == []


@pytest.mark.parametrize(
    ("name", "record"),
    [("crawl", RunReport), ("import", Imported), ("reparse", Difference), ("search", Hit), ("sources try", Trial)],
)
def test_the_help_of_json_names_every_key(name: str, record: type) -> None:
    command, _ = every_command()[f"bluewatch {name}"]
    option = next(one for one in command.params if isinstance(one, click.Option) and one.name == "as_json")
    assert option.help is not None
    for field in fields(record):
        assert field.name in option.help


CALLS: dict[str, tuple[list[str], int, str]] = {
    "no command": ([], 2, "Usage: bluewatch"),
    "an unknown command": (["fly"], 2, "No such command 'fly'"),
    "a misspelt command": (["stats"], 2, "Did you mean 'status'?\n`bluewatch --help` says more"),
    "a missing argument": (["search"], 2, "`bluewatch search --help` says more"),
    "an unknown option": (["status", "--fast"], 2, "No such option"),
    "a time without a zone": (["status", "--now", "2026-10-05T08:00:00"], 2, "has no zone"),
    "no time at all": (["status", "--now", "soon"], 2, "is no time such as"),
    "the clock of a demo without one": (
        ["status", "--now", "2026-10-05T08:00:00Z"],
        2,
        "--now is only for the data of a demo",
    ),
    "no archive": (["coverage"], 3, "there is no archive here yet"),
    "a configuration that is not there": (["status", "--config", "gone.toml"], 2, "gone.toml` writes one"),
    "control characters in a message": (["status", "--config", "a\x1b[31m\nb"], 2, "\\x1b[31m"),
    "a service without a contact": (["run"], 2, "no contact is set"),
    "a page and JSON": (["explain", "a-1", "--json", "--html", "why.html"], 2, "give one of them"),
    "a preview of what is recorded": (["digest", "--preview", "--rebuild"], 2, "give one of them"),
    "a span that ends before it begins": (
        ["export", "--format", "csv", "--since", "2026-11-02", "--until", "2026-11-01"],
        2,
        "--until lies before --since",
    ),
    "a value given twice": (["ask", "strengths", "days=30", "days=60"], 2, "days is given twice: 30 and 60"),
    "a folder to parse": (["parse", "."], 2, ".: is a folder; name the files in it"),
    "a backup where no disk is": (["backup", "gone/a.db"], 2, "gone: there is no such folder; make it first"),
    "backups where no disk is": (["backup", "gone/disk/daily", "--keep", "3"], 2, "disk: there is no such folder"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_mistake_gives_a_message_and_its_code(name: str, tmp_path: Path) -> None:
    words, code, message = CALLS[name]
    done = bluewatch(*words, folder=tmp_path)
    assert done.returncode == code
    assert message in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_damaged_archive_is_told_and_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "archive.db").write_bytes(b"this is no database, and it is long enough to be read as one" * 100)
    before = (data / "archive.db").read_bytes()
    for command in ("status", "coverage"):
        done = bluewatch(command, "--data", str(data), folder=tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert (data / "archive.db").read_bytes() == before


def test_a_closed_stdout_is_no_error(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "status"], cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        said = child.stderr.read().decode()
    assert child.returncode == 0
    assert "Broken" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("asked", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_has_colours_unless_they_are_switched_off(
    asked: dict[str, str], *, coloured: bool, tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "data", create=True) as archive:
        archive.ledger.lay_down("alpha", ["feed"], "2026-11-01")
    ours, theirs = os.openpty()
    words = ("coverage", "--data", "data", "--until", "2026-11-03")
    subprocess.run(
        [*COMMAND, *words], cwd=tmp_path, env=environment(tmp_path) | asked, stdout=theirs, stderr=theirs, timeout=60,
        check=True,
    )  # fmt: skip
    os.close(theirs)
    said = os.read(ours, 9999)
    os.close(ours)
    assert b"alpha" in said
    assert (b"\x1b[" in said) is coloured


def test_a_full_device_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "status"],
            cwd=tmp_path,
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def end_by(child: subprocess.Popen[bytes], number: int) -> bytes:
    """Signal until it ends: Python may be between its look for signals and the system call that waits for input."""
    for _ in range(20):
        child.send_signal(number)
        # Not communicate(): it closes the input, and the end of the input is another end.
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
            return child.stderr.read() if child.stderr else b""
    raise AssertionError("it does not end")


def hear_sigint() -> None:
    """A test run that was started in the background by a shell has SIGINT ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_with_its_code(number: int, code: int, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "init"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_sigint,  # noqa: PLW1509  it only sets a handler
    ) as child:
        assert child.stderr is not None
        while b"Contact" not in os.read(child.stderr.fileno(), 4096):
            pass
        said = end_by(child, number)
    assert child.returncode == code
    assert b"Traceback" not in said


def test_a_tethered_child_ends_with_its_service(tmp_path: Path) -> None:
    """Its standard input is the tether: when the other end is gone, however it went, the child goes too."""
    holder = "import time; from scheduler import tether; tether.hold_on(); print('holds', flush=True); time.sleep(60)"
    code = f"import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(143)); {holder}"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment(tmp_path, BLUEWATCH_TETHERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == b"holds\n"
        child.stdin.close()
        child.wait(timeout=10)
    assert child.returncode == 143


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, déjà vu, 维和\tx\ny", "plain, déjà vu, 维和\tx\ny"),
        ("\x1b[2J\x07\r\x00", "\\x1b[2J\\x07\\r\\x00"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f"),
        ("lone \ud800", "lone \\ud800"),
    ],
)
def test_what_a_terminal_must_not_obey_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
