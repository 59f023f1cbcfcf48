"""What all tests share: the corpus beside the project, where it is, and closed sockets but loopback."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
SEEDS = Path(__file__).resolve().parent / "seeds"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# The hundreds of children that the tests start would each compile our modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real pages; a test that needs it is skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here")
    return CORPUS


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave the machine fails at once, instead of depending on the network."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
