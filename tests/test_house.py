"""The house rules that a machine can hold (docs/design.md, house rules)."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("crawler", "reports", "scheduler", "storage")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# What is not the product's own, and read as often.
BESIDE = sorted(path for folder in ("benchmarks", "docs", "tests") for path in (ROOT / folder).rglob("*.py"))
CLOCK = ROOT / "scheduler" / "clock.py"


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    files = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    if not files:
        pytest.skip("not a git checkout")
    return files


def calls_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", [*SOURCES, *BESIDE], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_clock_asks_the_clock(path: Path) -> None:
    if path == CLOCK:
        return
    asking = re.compile(r"(datetime|date|dt)\.(now|utcnow|today)$|^time\.time$|^(now|utcnow)$")
    assert not {call for call in calls_of(path) if asking.search(call) and not call.startswith("self")} - {"now"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_one_sqlite_is_loaded(path: Path) -> None:
    """Two copies of SQLite in one process cancel each other's locks (sqlite.org/howtocorrupt.html)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not plain & {"sqlite3", "pysqlite3"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not {path.stem for path in SOURCES} & {"utils", "helpers", "manager", "base", "misc", "common"}


def test_every_package_is_in_the_wheel() -> None:
    listed = set(re.findall(r'^  "([a-z_.]+)",$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE))
    packages = {".".join(path.parent.relative_to(ROOT).parts) for path in SOURCES if path.name == "__init__.py"}
    assert packages <= listed


def test_no_tracked_file_is_large_or_names_a_machine() -> None:
    machine = re.compile(rb"(?<![A-Za-z0-9_.-])/(work|farm|root)/")
    for path in tracked():
        content = path.read_bytes()
        assert len(content) <= 1_000_000, path
        if path.name != Path(__file__).name:
            assert not machine.search(content), path


def test_the_lock_names_no_registry() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150
