"""From an address alone to a crawled article, by commands only; and what `sources add` and `sample` refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.catalogue import read_source
from scheduler.commands.sample import command as sample
from scheduler.commands.sources import command as sources
from storage.archive import Archive
from storage.errors import BluewatchError
from tests.crawler.sites import Site, feed, html, page

CONFIGURATION = """
[crawl]
contact = "desk@newsroom.example"
gap_seconds = 0
timeout_seconds = 10
[sources]
packaged = "none"
[data]
folder = "data"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "bluewatch.toml").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


@pytest.fixture
def newsroom() -> Iterator[Site]:
    """A front page that names a feed of three articles."""
    site = Site()
    links = [f"{site.base}/a/47110{n}" for n in range(3)]
    site.routes["/"] = html(
        b"<html lang='en'><title>Sampletown Gazette</title>"
        b"<link rel='alternate' type='application/rss+xml' href='/feed.xml'><a href='/about-us'>About</a></html>"
    )
    site.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed(links))
    for n in range(3):
        site.routes[f"/a/47110{n}"] = html(page(n))
    yield site
    site.close()


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scheduler", *words, "--config", str(project / "bluewatch.toml")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def invoke(project: Path, *words: str, command: object = sources) -> Result:
    assert command in (sources, sample)
    chosen = sources if command is sources else sample
    options = ["--config", str(project / "bluewatch.toml"), "--data", str(project / "data")]
    return CliRunner().invoke(chosen, [*words, *options], standalone_mode=False)


@pytest.mark.timeout(400)  # a dozen processes, one a request
@pytest.mark.long
def test_from_an_address_to_a_crawled_article_and_its_test_page(project: Path, newsroom: Site) -> None:
    added = run(project, "sources", "add", newsroom.base, "--slug", "gazette")
    assert added.returncode == 0, added.stderr
    path = project / "sources" / "gazette.toml"
    assert added.stdout.strip() == str(path)
    assert "bluewatch sources try gazette" in added.stderr
    source = read_source(path)
    assert (source.name, source.hosts) == ("Sampletown Gazette", (newsroom.host,))
    assert source.feeds == (f"{newsroom.base}/feed.xml",)
    assert source.article_url == (r"^/a/\d{6,7}$",)

    crawled = run(project, "crawl", "gazette")
    assert crawled.returncode == 0, crawled.stderr
    with Archive.open(project / "data", read_only=True) as archive:
        rows = archive.db.rows("SELECT title, key FROM articles ORDER BY key")
    assert [(row["title"], row["key"]) for row in rows] == [
        (f"Peacekeepers patrol village {n}", f"47110{n}") for n in range(3)
    ]

    out = project / "pages"
    drafted = run(project, "sample", "gazette", f"{newsroom.base}/a/471101", "--out", str(out))
    assert drafted.returncode == 0, drafted.stderr
    record = json.loads((out / "article.json").read_text("utf-8"))
    assert record["article"]["key"] == "471101"
    assert len(record["article"]["paragraphs"]) == 5
    assert "peacekeepers of UNMISS" not in (out / "article.html").read_text("utf-8")


def test_a_host_that_asks_for_a_rest_is_left_alone(project: Path, newsroom: Site) -> None:
    newsroom.routes["*"] = (429, {"Retry-After": "3600"}, b"slow down")
    newsroom.routes["/robots.txt"] = (404, {}, b"")
    del newsroom.routes["/feed.xml"]
    run(project, "sources", "add", newsroom.base + "/", "--slug", "sampletown")
    assert [path for _, path, _ in newsroom.log] == ["/robots.txt", "/", "/feed.xml"]


def test_a_file_that_is_there_is_left_as_it_is(project: Path, newsroom: Site) -> None:
    (project / "sources").mkdir()
    path = project / "sources" / "gazette.toml"
    text = f'slug = "gazette"\nname = "Mine"\nhome = "{newsroom.base}/"\nfeeds = ["/f.xml"]\n'
    path.write_text(text, encoding="utf-8")
    result = invoke(project, "add", newsroom.base, "--slug", "gazette")
    assert isinstance(result.exception, BluewatchError)
    assert "--force" in str(result.exception)
    assert path.read_text("utf-8") == text
    assert not newsroom.log


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "ftp://paper.example/"], "http or https address"),
        (["add", "https://"], "http or https address"),
        (["add", "https://paper.example/", "--slug", "../evil"], "small letters"),
    ],
)
def test_a_wrong_call_asks_nothing(project: Path, words: list[str], said: str) -> None:
    result = invoke(project, *words)
    assert isinstance(result.exception, BluewatchError)
    assert said in str(result.exception)
    assert not (project / "sources").exists()


def test_without_a_configuration_a_folder_is_wanted(project: Path) -> None:
    (project / "bluewatch.toml").write_text("[sources]\n", encoding="utf-8")
    result = invoke(project, "add", "https://paper.example/")
    assert isinstance(result.exception, BluewatchError)
    assert "contact" in str(result.exception)


def test_a_site_that_shows_nothing_leaves_no_file(project: Path, newsroom: Site) -> None:
    newsroom.routes["/"] = (404, {}, b"no")
    result = invoke(project, "add", newsroom.base, "--slug", "gazette", "--json")
    assert result.return_value == 1
    assert json.loads(result.stdout)["file"] is None
    assert not (project / "sources" / "gazette.toml").exists()


def test_a_sample_of_a_foreign_page_is_refused(project: Path, newsroom: Site) -> None:
    (project / "sources").mkdir()
    (project / "sources" / "gazette.toml").write_text(
        f'slug = "gazette"\nname = "Mine"\nhome = "{newsroom.base}/"\nfeeds = ["/f.xml"]\n', encoding="utf-8"
    )
    result = invoke(project, "gazette", "https://other.example/a", command=sample)
    assert isinstance(result.exception, BluewatchError)
    assert "does not lie on a host of gazette" in str(result.exception)
    result = invoke(project, "gazett", newsroom.base, command=sample)
    assert 'did you mean "gazette"' in str(result.exception)
