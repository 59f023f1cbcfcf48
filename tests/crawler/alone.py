"""A script in an interpreter of its own: for what one test loads or starts and no other may find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def alone(script: str) -> str:
    """What it prints. Fails where it does not end well."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
