"""``bluewatch sources try --all`` that is stopped: it ends, and nothing that it started goes on asking."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.scheduler.test_main import COMMAND, environment, hear_sigint
from tests.scheduler.test_service import eventually

OUTLETS = 6


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("number", "code"), [pytest.param(signal.SIGINT, 130, marks=pytest.mark.long), (signal.SIGTERM, 143)]
)
def test_a_trial_of_all_that_is_stopped_ends_with_its_processes(number: int, code: int, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "bluewatch.toml").write_text(
        '[crawl]\ncontact = "desk@newsroom.example"\ntimeout_seconds = 120\n[sources]\npackaged = "none"\n'
    )
    # Sites that take a connection and never say a word.
    silent = [socket.create_server(("127.0.0.1", 0)) for _ in range(OUTLETS)]
    for n, site in enumerate(silent):
        place = f"127.0.0.1:{site.getsockname()[1]}"
        (tmp_path / "sources" / f"paper{n}.toml").write_text(
            f'slug = "paper{n}"\nname = "Paper {n}"\nhome = "http://{place}/"\nhosts = ["{place}"]\nfeeds = ["/feed"]\n'
        )
    line = [*COMMAND, "sources", "try", "--all"]
    kind = environment(tmp_path, PAPER_OF_THE_TEST=str(tmp_path))
    with subprocess.Popen(line, cwd=tmp_path, env=kind, stderr=subprocess.PIPE, preexec_fn=hear_sigint) as trial:  # noqa: PLW1509 - before any thread
        asking, _ = silent[0].accept()
        trial.send_signal(number)
        try:
            assert trial.wait(timeout=40) == code
            # A site that is asked no more: its connection ends.
            asking.settimeout(40)
            while asking.recv(4096):
                pass
            assert eventually(lambda: not processes_of(tmp_path)), processes_of(tmp_path)
        finally:
            trial.kill()
            for left in processes_of(tmp_path):
                os.kill(left, signal.SIGKILL)
    asking.close()
    for site in silent:
        site.close()


def processes_of(folder: Path) -> list[int]:
    """Processes whose environment names this test."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environ = (process / "environ").read_bytes()
        except OSError:
            continue
        if b"PAPER_OF_THE_TEST=" + os.fsencode(folder) + b"\0" in environ:
            found.append(int(process.name))
    return found
