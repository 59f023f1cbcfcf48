"""What the wheel holds: every package folder and every file that the program reads at run time is declared."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
FILES = [
    path.relative_to(ROOT)
    for top in ("crawler", "reports", "scheduler", "storage")
    for path in (ROOT / top).rglob("*")
    if path.is_file() and path.suffix not in {".pyc", ".so"}
]


def test_every_folder_is_a_declared_package() -> None:
    assert {".".join(path.parent.parts) for path in FILES} == set(DECLARED["packages"])


def test_every_other_file_is_declared_as_data() -> None:
    globs = DECLARED["package-data"]
    undeclared = [
        str(path)
        for path in FILES
        if path.suffix != ".py"
        and not any(fnmatch(path.name, glob) for glob in globs.get(".".join(path.parent.parts), ()))
    ]
    assert undeclared == []
