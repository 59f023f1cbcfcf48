"""backfill: what it would ask, which archives it may, and the months with their gaps. What it does: tests/crawler."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from scheduler.commands.main import bluewatch
from scheduler.config import load_config
from storage.archive import Archive
from storage.backfill import BackfillStore
from storage.backfill_forms import OldAddress, Step, StepDone
from storage.errors import BluewatchError, ConfigurationError

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)
SOURCE = """
slug = "gazette"
name = "Harbour Gazette"
home = "https://gazette.example/"
feeds = ["/rss.xml"]
sitemaps = ["/sitemap.xml"]
article_url = ['^/a/']
gap_seconds = 6
[[dated]]
url = "/{yyyy}/{mm}/"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gazette.toml").write_text(SOURCE, encoding="utf-8")
    write(tmp_path, "")
    return tmp_path


def write(project: Path, table: str) -> None:
    text = f'[sources]\npackaged = "none"\n[crawl]\ncontact = "desk@watch.example"\n[backfill]\n{table}\n'
    (project / "bluewatch.toml").write_text(text, encoding="utf-8")


def run(project: Path, *words: str) -> Result:
    options = ["--config", str(project / "bluewatch.toml"), "--data", str(project / "data")]
    return CliRunner().invoke(bluewatch, ["backfill", *words, *options])


def seeded(project: Path) -> None:
    """A back-fill of three months under way: two have addresses, one has none; the outlet's first crawl was in 2020."""
    with Archive.open(project / "data", create=True) as archive:
        archive.ledger.register_sources([{"slug": "gazette", "name": "Harbour Gazette"}], NOW)
        archive.ledger.start_run("gazette", datetime(2020, 5, 6, tzinfo=UTC))
        store = BackfillStore(archive.db)
        first = [Step(way="listings", kind="listing", url=f"https://gazette.example/{n}", entry="x") for n in range(2)]
        job = store.open(
            "gazette", since=date(2019, 1, 1), until=date(2019, 3, 31), ways=("listings",), prefer="live", first=first,
            now=NOW,
        )  # fmt: skip
        step = store.next_step(job, ("listings",), NOW)
        assert step is not None
        days = [date(2019, 1, 5), date(2019, 1, 9), date(2019, 3, 2), None]
        found = [
            OldAddress(url=f"https://gazette.example/a/{n}", day=day, day_by="listed") for n, day in enumerate(days)
        ]
        done = StepDone(links=4, oldest=date(2019, 1, 5), addresses=found)
        assert store.step_done(step, "gazette", done, NOW) == 4
        step = store.next_step(job, ("listings",), NOW)
        assert step is not None
        store.step_failed(step, "not found (404)\x1b[2J", NOW, again=None)
        store.spend(job, 7, NOW)


def test_a_dry_run_says_what_would_be_asked_and_neither_asks_nor_writes(project: Path) -> None:
    result = run(project, "gazette", "--since", "2024-09-20", "--until", "2024-10-31", "--dry-run", "--json")
    form = json.loads(result.output)
    assert [one["url"].removeprefix("https://gazette.example") for one in form["first"]] == [
        "/rss.xml", "/2024/10/", "/2024/09/", "/sitemap.xml", "/robots.txt",
    ]  # fmt: skip
    assert (form["gap_seconds"], form["ways"]) == (6.0, ["listings", "sitemaps"])
    assert not (project / "data").exists()
    told = run(project, "gazette", "--since", "2024-09-20", "--until", "2024-10-31", "--dry-run").output
    assert "one request in 6 s at the outlet: 14,400 a day" in told
    assert told.endswith("nothing was asked\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gazette"], "say how far back"),
        (["nobody", "--since", "2020-01-01"], "no such outlet"),
        (["gazete", "--since", "2020-01-01"], 'did you mean "gazette"?'),
        (["gazette", "--since", "2020-01-01", "--from", "wayback"], "wayback = true under [backfill]"),
        (["gazette", "--since", "2020-01-01", "--from", "listings,moon"], "allowed: listings, sitemaps"),
        (["gazette", "--since", "2020-01-01", "--until", "2019-01-01"], "nothing lies between"),
        (["gazette", "--since", "2020-01-01", "--until", "2999-01-01"], "still to come"),
        ([], "name an outlet"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(project: Path, words: list[str], said: str) -> None:
    result = run(project, *words)
    assert isinstance(result.exception, BluewatchError)
    assert said in str(result.exception)
    assert not (project / "data").exists()


def test_an_archive_is_asked_where_it_is_switched_on_at_the_place_that_is_configured(project: Path) -> None:
    write(project, 'wayback = true\nwayback_url = "http://127.0.0.1:4000/"\ngap_seconds = 1')
    form = json.loads(run(project, "gazette", "--since", "2020-01-01", "--dry-run", "--json").output)
    assert form["ways"] == ["listings", "sitemaps", "wayback"]
    asked = [one["url"] for one in form["first"] if one["way"] == "wayback"]
    assert len(asked) == 1
    assert asked[0].startswith("http://127.0.0.1:4000/cdx/search/cdx?url=gazette.example/*&output=json")
    places = load_config(project / "bluewatch.toml").backfill.places()
    assert (places.permitted(), places.gap) == (frozenset({"127.0.0.1:4000"}), 1.0)


@pytest.mark.parametrize("place", ["ftp://x.example", "https://x.example/cdx", "https://a:b@x.example", "x.example"])
def test_the_place_of_an_archive_is_a_web_address_without_a_path(project: Path, place: str) -> None:
    write(project, f'wayback_url = "{place}"')
    with pytest.raises(ConfigurationError, match="wayback_url"):
        load_config(project / "bluewatch.toml")


def test_the_status_shows_months_with_gaps_ways_and_what_is_left(project: Path) -> None:
    seeded(project)
    told = run(project, "gazette", "--status").output
    lines = told.splitlines()
    assert lines[0].startswith("gazette: 2019-01-01 to 2019-03-31 by listings; under way, 7 requests")
    assert "4 pages wait: 0 min by the gap" in told
    months = [line for line in lines if line.startswith(("2019", "no day"))]
    assert [line.split()[:2] for line in months] == [
        ["2019-01", "2"],
        ["2019-02", "0"],
        ["2019-03", "1"],
        ["no", "day"],
    ]
    assert [line.endswith("nothing found") for line in months] == [False, True, False, False]
    assert lines[-1] == "could not be read: https://gazette.example/1: not found (404)\\x1b[2J"
    form: dict[str, Any] = json.loads(run(project, "gazette", "--status", "--json").output)
    assert [(one["month"], one["found"], one["gap"]) for one in form["months"]] == [
        ("2019-01", 2, False), ("2019-02", 0, True), ("2019-03", 1, False), (None, 1, False),
    ]  # fmt: skip
    assert form["left"]["outlet"] == 4
    assert run(project, "--status").output.startswith("gazette: 2019-01-01 to 2019-03-31")


def test_without_days_the_one_under_way_goes_on_and_a_new_one_ends_before_the_first_crawl(project: Path) -> None:
    seeded(project)
    form = json.loads(run(project, "gazette", "--dry-run", "--json").output)
    assert (form["since"], form["until"]) == ("2019-01-01", "2019-03-31")
    form = json.loads(run(project, "gazette", "--since", "2016-01-01", "--dry-run", "--json").output)
    assert (form["since"], form["until"]) == ("2016-01-01", "2020-05-05")


@pytest.mark.parametrize("words", [("crawl", "--all"), ("backfill", "gazette", "--since", "1969-01-01", "--dry-run")])
def test_nothing_is_fetched_under_a_clock_that_cannot_be_right(project: Path, words: tuple[str, ...]) -> None:
    options = ["--config", str(project / "bluewatch.toml"), "--data", str(project / "data")]
    with time_machine.travel(datetime(1970, 1, 1, 0, 2, tzinfo=UTC)):
        result = CliRunner().invoke(bluewatch, [*words, *options])
    assert "nothing is fetched: the clock shows 1970-01-01, before this program was written" in str(result.exception)
    assert not (project / "data").exists()
