"""``bluewatch sources``: list, show, and try against newsrooms on this machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer

from crawler.fetch_one import Refusal
from crawler.robots import NO_ROBOTS
from crawler.source import parse_source
from crawler.trial import try_source
from scheduler.commands.sources import _to_try, command

PARAGRAPH = (
    "The invented Third Engineer Company handed over a rebuilt bridge in Sampletown on Wednesday, the fourth "
    "that its sappers have finished since they arrived in the mission area in March of this year. "
)
ARTICLE = (
    "<html><head><title>Bridge in Sampletown handed over</title></head><body><article>"
    "<h1>Bridge in Sampletown handed | over</h1><time>2026-11-19 17:42:05</time>"
    + f"<p>{PARAGRAPH}</p>" * 4
    + "</article></body></html>"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A configuration with a contact and an empty folder of sources."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "bluewatch.toml").write_text(
        '[crawl]\ncontact = "desk@newsroom.example"\ngap_seconds = 0\ntimeout_seconds = 10\n'
        '[sources]\nfolder = "sources"\npackaged = "none"\n',
        encoding="utf-8",
    )
    return tmp_path


def declare(project: Path, slug: str, server: HTTPServer, more: str = "") -> None:
    place = f"{server.host}:{server.port}"
    (project / "sources" / f"{slug}.toml").write_text(
        f'slug = "{slug}"\nname = "Outlet {slug}"\nhome = "http://{place}/{slug}/"\nhosts = ["{place}"]\n'
        f'timezone = "Asia/Shanghai"\nlanguage = "en"\narticle_url = ["^/{slug}/a/"]\n'
        f'feeds = ["/{slug}/feed.xml"]\n{more}',
        encoding="utf-8",
    )


def serve(server: HTTPServer, slug: str) -> None:
    link = f"<item><title>Bridge</title><link>/{slug}/a/1.html</link></item>"
    server.expect_request(f"/{slug}/feed.xml").respond_with_data(
        f'<rss version="2.0"><channel><title>x</title>{link}</channel></rss>', content_type="application/rss+xml"
    )
    server.expect_request(f"/{slug}/a/1.html").respond_with_data(ARTICLE, content_type="text/html; charset=utf-8")


def run(project: Path, *words: str) -> Result:
    options = ["--config", str(project / "bluewatch.toml"), "--data", str(project / "data")]
    return CliRunner().invoke(command, [*words, *options], standalone_mode=False)


def test_list_and_show(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "paper", httpserver)
    declare(project, "quiet", httpserver, 'enabled = false\ndisabled_because = "it asked us to"\n')
    listed = run(project, "list").stdout
    assert "paper  Outlet paper  [1 feed]" in listed
    assert "quiet  Outlet quiet  [1 feed]  (off: it asked us to)" in listed
    rows = [json.loads(line) for line in run(project, "list", "--json").stdout.splitlines()]
    assert [(row["slug"], row["enabled"]) for row in rows] == [("paper", True), ("quiet", False)]
    assert "article_url: ^/paper/a/" in run(project, "show", "paper").stdout
    assert json.loads(run(project, "show", "paper", "--json").stdout)["timezone"] == "Asia/Shanghai"


def test_an_unknown_outlet_is_named_with_the_nearest(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "paper", httpserver)
    result = run(project, "try", "papr")
    assert 'no such outlet: papr; did you mean "paper"?' in str(result.exception)


def test_try_shows_field_by_field_and_stores_nothing(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "paper", httpserver)
    serve(httpserver, "paper")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /private/\n")
    result = run(project, "try", "paper")
    assert result.return_value == 0, result.output
    assert "robots.txt" in result.stdout
    assert "1 articles among 1 links" in result.stdout
    assert "Bridge in Sampletown handed" in result.stdout
    assert "an article could be read" in result.stdout
    assert not (project / "data" / "archive.db").exists()
    agents = {request.headers["User-Agent"] for request, _ in httpserver.log}
    assert all("desk@newsroom.example" in agent for agent in agents), agents


@pytest.mark.long
def test_try_all_outlives_a_broken_outlet(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "broken", httpserver)
    declare(project, "paper", httpserver)
    serve(httpserver, "paper")
    httpserver.expect_request("/broken/feed.xml").respond_with_data("<html><a href=x>y</a></html>")
    httpserver.expect_request("/robots.txt").respond_with_data("no", status=404)
    report = project / "trial.md"
    result = run(project, "try", "--all", "--report", str(report))
    assert result.return_value == 1
    text = report.read_text("utf-8")
    assert "# Trial of 2 outlets" in text
    assert "| broken | a feed was expected, a web page (HTML) came |" in text
    assert "| paper | ok |" in text
    assert "Bridge in Sampletown handed \\| over" in text


def test_robots_txt_is_obeyed(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "paper", httpserver)
    serve(httpserver, "paper")
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /\n")
    result = run(project, "try", "paper")
    assert result.return_value == 1
    assert "robots.txt disallows it" in result.stdout
    assert {request.path for request, _ in httpserver.log} == {"/robots.txt"}


def test_an_outlet_whose_robots_txt_does_not_answer_is_asked_for_nothing_more() -> None:
    source = parse_source(
        {"slug": "paper", "name": "Paper", "home": "http://paper.example/", "feeds": ["/feed.xml"]},
        file="paper.toml",
        packaged=False,
    )
    asked: list[str] = []

    def get(url: str) -> Refusal:
        asked.append(url)
        return Refusal(f"{NO_ROBOTS}, so the site rests: no such host")

    trial = try_source(source, get, datetime(2026, 11, 20, tzinfo=UTC))
    assert asked == ["http://paper.example/robots.txt"]
    assert trial.problem == f"{NO_ROBOTS}, so the site rests: no such host"


def test_without_a_contact_nothing_is_fetched(project: Path, httpserver: HTTPServer) -> None:
    declare(project, "paper", httpserver)
    (project / "bluewatch.toml").write_text('[sources]\nfolder = "sources"\npackaged = "none"\n', encoding="utf-8")
    result = run(project, "try", "paper")
    assert "contact" in str(result.exception)
    assert not httpserver.log


@pytest.mark.parametrize(
    ("keys", "tried"),
    [
        ({}, True),
        ({"enabled": False, "disabled_because": "it asked us to"}, False),
        ({"enabled": False, "disabled_because": "not seen yet", "checked": {"how": "not checked live"}}, True),
        ({"enabled": False, "disabled_because": "refuses us", "checked": {"how": "sources try, 2026-11-30"}}, False),
    ],
)
def test_all_tries_what_is_on_and_ours_that_want_a_first_trial(keys: dict[str, object], *, tried: bool) -> None:
    table = {"slug": "paper", "name": "Paper", "home": "https://paper.example/", "feeds": ["https://paper.example/f"]}
    assert _to_try(parse_source({**table, **keys}, file="paper.toml", packaged=True)) is tried
