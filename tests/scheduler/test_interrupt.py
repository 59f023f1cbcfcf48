"""An interrupt in the first moments, while modules are loaded, is as quiet as any later one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.scheduler.test_main import environment, hear_sigint

# The interrupt comes where a module is looked for; "taken": whoever looks for it takes it for a failure of its own.
SCRIPT = """
import importlib.abc, os, signal, sys
from scheduler.__main__ import main
place, taken = sys.argv[1], sys.argv[2] == "taken"
sys.argv[1:] = ["status"]
class Interrupting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != place:
            return None
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            if taken:
                raise ValueError("it could not be built") from None
            raise
if place:
    sys.meta_path.insert(0, Interrupting())
else:
    import atexit
    atexit.register(os.kill, os.getpid(), signal.SIGINT)
main()
"""


def run_script(folder: Path, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=hear_sigint,
    )


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("click", "raised"),
        ("scheduler.commands.options", "raised"),
        ("scheduler.commands.status", "raised"),
        ("scheduler.commands.status", "taken"),
        ("", "at the very end"),
    ],
)
def test_it_ends_quietly_wherever_it_is_interrupted(place: str, taken: str, tmp_path: Path) -> None:
    ended = run_script(tmp_path, SCRIPT, place, taken)
    assert ended.returncode == 128 + signal.SIGINT
    assert "Traceback" not in ended.stderr
    assert not place or ended.stderr == ""


IN_A_DESTRUCTOR = """
import os, signal, sys, time
from scheduler.commands import main

class Lock:
    def __del__(self):
        os.kill(os.getpid(), {number})
        time.sleep(0.1)

def work(arguments):
    Lock()
    time.sleep(20)

main._call = work
main.main([])
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_end_that_comes_within_a_destructor_is_not_lost(number: int, code: int, tmp_path: Path) -> None:
    began = time.monotonic()
    done = run_script(tmp_path, IN_A_DESTRUCTOR.format(number=int(number)))
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert time.monotonic() - began < 15


HALF_MADE = """
import os, signal
from scheduler.commands import main

class Loop:
    def __init__(self):
        {end}
        self.pipe = None

    def __del__(self):
        self.pipe

def work(arguments):
    Loop()

main._call = work
main.main([])
"""


def test_what_an_end_left_half_made_is_not_told(tmp_path: Path) -> None:
    done = run_script(tmp_path, HALF_MADE.format(end="os.kill(os.getpid(), signal.SIGTERM)"))
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")


def test_what_cannot_be_put_away_otherwise_is_told(tmp_path: Path) -> None:
    done = run_script(tmp_path, HALF_MADE.format(end="raise OSError(9, 'no file')"))
    assert "AttributeError" in done.stderr
    assert "Exception ignored" in done.stderr
