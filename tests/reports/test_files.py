"""Which weeks lack a file that their edition has: what a kill between an edition's row and its files leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.files import LISTS, incomplete, suffixes

WEEKS = ("2026-W45", "2026-W46", "2026-W47")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*LISTS, *(f"{week}.{suffix}" for week in WEEKS for suffix in suffixes())):
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("gone", "weeks"),
    [
        ((), set()),
        (("2026-W45.html",), {"2026-W45"}),
        (("2026-W47.eml", "2026-W46.md"), {"2026-W46", "2026-W47"}),
        (("feed.xml",), {"2026-W47"}),
        (("index.html", "2026-W45.txt"), {"2026-W45", "2026-W47"}),
    ],
)
def test_a_week_without_one_of_its_files_is_named(folder: Path, gone: tuple[str, ...], weeks: set[str]) -> None:
    for name in gone:
        (folder / name).unlink()
    assert incomplete(folder, WEEKS) == weeks


def test_without_a_folder_or_a_week_nothing_is_wanting(folder: Path) -> None:
    assert incomplete(folder / "none", WEEKS) == set()
    for path in folder.iterdir():
        path.unlink()
    assert incomplete(folder, ()) == set()
