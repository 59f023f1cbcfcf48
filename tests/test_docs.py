"""The documents hold what they say: generated pages are up to date, and every query in them runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
QUERIES = [
    pytest.param(query, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, query in enumerate(re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]
COMMANDS = {
    found
    for page in PAGES
    for found in re.findall(r"^bluewatch ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_in_the_documents_runs(query: str, tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        archive.db.rows(query)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_in_the_documents_exists(command: str) -> None:
    import click

    from scheduler.commands.main import bluewatch

    assert command in bluewatch.list_commands(click.Context(bluewatch))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
