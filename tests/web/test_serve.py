"""``bluewatch serve`` as a process: where it listens, whom it warns, how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from scheduler.commands.serve import command
from storage.errors import ArchiveUnusable, UsageError
from tests.web.conftest import Built


def refused(*words: str) -> str:
    """What the command says when it does not begin."""
    done = CliRunner().invoke(command, list(words))
    assert isinstance(done.exception, UsageError | ArchiveUnusable), done.output
    return str(done.exception)


def test_an_address_that_others_can_reach_is_to_be_meant(world: Built) -> None:
    assert "--to-others" in refused("--host", "0.0.0.0", "--data", str(world.data))
    assert "--to-others" in refused("--host", "192.0.2.7", "--data", str(world.data))
    assert "names go with --name" in refused("--host", "archive.example", "--data", str(world.data))


def test_a_port_that_is_taken_is_told(world: Built) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "another --port" in refused("--port", str(taken.getsockname()[1]), "--data", str(world.data))


def test_no_archive_is_told_before_an_address(tmp_path: Path) -> None:
    assert "there is no archive here yet" in refused("--data", str(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_it_serves_until_a_signal_ends_it(world: Built, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "scheduler",
            "serve",
            "--port",
            "0",
            "--data",
            str(world.data),
            "--name",
            "desk.example",
        ],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stderr is not None
    try:
        assert process.stderr.readline().startswith("reading ")
        root = process.stderr.readline().strip()
        assert root.startswith("http://127.0.0.1:")
        assert httpx.get(root, trust_env=False).status_code == 200
        assert httpx.get(root, headers={"Host": "desk.example"}, trust_env=False).status_code == 200
        assert httpx.get(root, headers={"Host": "evil.example"}, trust_env=False).status_code == 421
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 143
    assert "Traceback" not in said
