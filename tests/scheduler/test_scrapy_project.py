"""Scrapy's own command in the checkout: it names the outlets, and its crawl is ours, exit code and all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from storage.archive import Archive
from tests.scheduler.test_main import ROOT, environment

ARTICLE = """<html><body><h1>Invented peacekeepers plant trees</h1><article>
<p>NAQOURA, Nov. 19 -- Invented peacekeepers of UNIFIL planted forty trees along a patrol road on Thursday.</p>
<p>The peacekeeping mission said that the trees would shade those who walk the road, and hold its slope together.</p>
<p>Children of the village school watered the saplings with the soldiers, and will look after them from now on.</p>
</article></body></html>"""


@pytest.fixture
def project(tmp_path: Path, httpserver: HTTPServer) -> Path:
    """Two outlets on loopback: the listing of one gives an article, that of the other 404."""
    home = httpserver.url_for("/")
    (tmp_path / "sources").mkdir()
    for slug in ("lantern", "gone"):
        (tmp_path / "sources" / f"{slug}.toml").write_text(
            f'slug = "{slug}"\nname = "Outlet {slug}"\nhome = "{home}"\nfeeds = ["/{slug}.xml"]\n'
            "article_url = ['^/news/']\n"
        )
    (tmp_path / "bluewatch.toml").write_text(
        '[data]\nfolder = "data"\n[sources]\nfolder = "sources"\npackaged = "none"\n'
        '[crawl]\ncontact = "desk@watch.example"\ngap_seconds = 0\n'
    )
    httpserver.expect_request("/lantern.xml").respond_with_data(
        '<rss version="2.0"><channel><item><link>/news/1</link></item></channel></rss>', content_type="text/xml"
    )
    httpserver.expect_request("/news/1").respond_with_data(ARTICLE, content_type="text/html")
    httpserver.expect_request("/gone.xml").respond_with_data("no", status=404)
    httpserver.expect_request("/robots.txt").respond_with_data("no", status=404)
    return tmp_path


def scrapy(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "scrapy", *words],
        cwd=ROOT,
        env=environment(project, BLUEWATCH_CONFIG=str(project / "bluewatch.toml")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_lists_and_crawls_like_our_own_command(project: Path) -> None:
    assert scrapy(project, "list").stdout.split() == ["gone", "lantern"]
    done = scrapy(project, "crawl", "lantern")
    assert (done.returncode, done.stdout) == (0, "lantern  collected       1 new\n"), done.stderr
    with Archive.open(project / "data", read_only=True) as archive:
        assert archive.db.value("SELECT title FROM items") == "Invented peacekeepers plant trees"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["gone"], 1, "not found (404)"),
        (["nosuch"], 2, "`bluewatch sources list` names them"),
        ([], 2, "`scrapy list` names them"),
    ],
)
def test_its_exit_code_tells(project: Path, words: list[str], code: int, message: str) -> None:
    done = scrapy(project, "crawl", *words)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_that_cannot_be_used_is_told(project: Path) -> None:
    (project / "data").mkdir()
    (project / "data" / "archive.db").write_bytes(b"this is no database, and it is long enough to be read as one" * 100)
    assert scrapy(project, "crawl", "lantern").returncode == 3
