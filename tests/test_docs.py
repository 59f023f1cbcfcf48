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


def test_python_in_the_documents_runs(tmp_path: Path) -> None:
    """pandas, DuckDB and plain sqlite3 open an archive and an export as the page on queries says."""
    from scheduler import parquet
    from storage.selection import Selection
    from tests.storage.conftest import Newsroom, an_article

    with Archive.open(tmp_path / "demo-data", create=True) as archive:
        Newsroom(archive).publish(an_article(language="en"))
        (tmp_path / "files").mkdir()
        chosen = Selection(archive.db, labels=["peacekeeping"])
        parquet.write(tmp_path / "files" / "articles.parquet", chosen.columns())
    page = (ROOT / "docs" / "query-the-archive.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{block}\n{done.stderr}"
