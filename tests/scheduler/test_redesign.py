"""An outlet is redesigned between two days: status, digest and `sources fields` name the fields, the day and pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reports.publish import write_digest
from reports.week import Week
from scheduler.clock import demo_clock
from scheduler.commands.main import bluewatch
from scheduler.commands.options import Settings
from scheduler.commands.status import gather, lines_of
from scheduler.config import load_config
from storage.archive import Archive
from storage.steady import note_steady, steady_sources
from storage.times import from_text, to_text
from tests.crawler.sites import Site, crawl, html, site

# Three crawls in processes of their own.
pytestmark = pytest.mark.timeout(300)
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
OLD_PAGES, A_DAY = 15, 5
PROSE = (
    "Peacekeepers of UNMISS walked along the river near Juba on {day}, and the patrol of number {n} spoke with the "
    "people of the village about their safety and the coming rains.",
    "The Blue Helmets had mended the bridge in the spring, and the market of the village opened again behind it, "
    "with {n} stalls of grain, cloth and salt on its first morning.",
    "Their officers thanked the elders, took note of what the wells still need, and will come back before the month "
    "is over with the engineers of the mission.",
)
QUIET = tuple(text.replace("Peacekeepers of UNMISS", "Singers of the choir").replace("The Blue Helmets", "The singers")
              .replace("engineers of the mission", "players of the band") for text in PROSE)  # fmt: skip
OLD = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} - Harbour Post</title></head><body>"
    "<div class=story><h1 class=headline>{title}</h1><p class=by>By Alba Farrow</p><p class=when>{day} 07:30</p>"
    "<div class=text>{text}</div></div></body></html>"
)
NEW = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Harbour Post</title></head><body>"
    "<main class=x1><div class=x2>{title}</div><div class=x3>Alba Farrow for the Post</div>"
    "<section class=x4>{text}</section></main></body></html>"
)
LAYOUT = """
[[layout]]
name = "2026"
title = "h1.headline"
byline = "p.by"
published = "p.when"
body = "div.text p"
"""


def page(n: int, day: datetime, template: str) -> bytes:
    prose = PROSE if n % 2 else QUIET
    title = f"Patrol {n} walks along the river" if n % 2 else f"Choir {n} walks along the river"
    text = "".join(f"<p>{one.format(day=f'{day:%A}', n=n)}</p>" for one in prose)
    return template.format(title=title, day=f"{day:%Y-%m-%d}", text=text).encode()


@dataclass
class Desk:
    """A newsroom's site, and the folder of one who follows it."""

    site: Site
    settings: Settings
    config: Path

    def archive(self) -> Archive:
        return Archive.open(self.settings.data)

    def follow(self) -> None:
        """A day in the old dress, then two days of new articles in the new one; each day is crawled."""
        numbers: list[int] = []
        for back, count in enumerate((OLD_PAGES, A_DAY, A_DAY)):
            day = MONDAY + timedelta(days=back)
            for n in range(len(numbers), len(numbers) + count):
                numbers.append(n)
                self.site.routes[f"/a/{n}"] = html(page(n, day, NEW if back else OLD))
            self.site.articles(*reversed(numbers))
            crawl(self.settings.data, *self.settings.catalogue.values(), at=day)

    def at(self, moment: datetime) -> Settings:
        return Settings(self.settings.config, self.settings.data, demo_clock(moment))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("redesign")
    with site() as newsroom:
        (folder / "sources").mkdir()
        (folder / "sources" / "harbour.toml").write_text(
            f'slug = "harbour"\nname = "Harbour Post"\nhome = "{newsroom.base}/"\nlanguage = "en"\ntimezone = "UTC"\n'
            f'article_url = "^/a/"\nfeeds = ["{newsroom.base}/feed.xml"]\n{LAYOUT}'
        )
        config = folder / "bluewatch.toml"
        config.write_text('[sources]\npackaged = "none"\n[crawl]\ncontact = "desk@watch.test"\n')
        made = Desk(newsroom, Settings(load_config(config), folder / "data", demo_clock(MONDAY)), config)
        made.follow()
        yield made


def row_of(desk: Desk, moment: datetime) -> dict[str, Any]:
    [row] = gather(desk.at(moment))["sources"]
    return row


def test_status_names_field_day_and_pages_on_the_second_day(desk: Desk) -> None:
    row = row_of(desk, MONDAY + timedelta(days=2, minutes=30))
    assert row["state"] == "reads worse"
    fallen = {fall["field"]: fall for fall in row["drift"]}
    assert {"title", "byline", "published_at", "layout"} <= set(fallen)
    assert {fall["since"] for fall in fallen.values()} == {"2026-11-17"}
    byline = fallen["byline"]
    assert (byline["before"]["share"], byline["before"]["n"], byline["after"]["share"], byline["after"]["n"]) == (
        1.0,
        15,
        0.0,
        10,
    )
    before, after = byline["before"]["page"], byline["after"]["page"]
    assert before["day"] == "2026-11-16"
    assert after["url"].startswith(desk.site.base)
    with desk.archive() as archive:
        for shown in (before, after):
            assert archive.db.value("SELECT url FROM articles WHERE uid = ?", (shown["uid"],)) == shown["url"]
    told = " ".join(" ".join(lines_of(gather(desk.at(MONDAY + timedelta(days=2, minutes=30))))).split())
    assert "since 2026-11-17: its layout fits on 15 of 15 pages before, 0 of 10 after" in told
    assert f"bluewatch sample harbour {after['url']}" in told


def test_an_outlet_is_judged_by_the_pages_of_the_second_in_which_its_run_ends(desk: Desk) -> None:
    with desk.archive() as archive:
        last = from_text(archive.db.value("SELECT max(fetched_at) FROM captures"))
        with archive.db.write():
            archive.db.execute("DELETE FROM steady")
            archive.db.execute("UPDATE captures SET fetched_at = ? WHERE fetched_at > '2026-11-18'", (to_text(last),))
        note_steady(archive.db, "harbour", last)
        assert steady_sources(archive.db) == frozenset()


def test_one_day_is_no_fall_yet(desk: Desk) -> None:
    row = row_of(desk, MONDAY + timedelta(days=1, minutes=30))
    assert row["drift"] == []


def test_the_digest_of_the_week_names_it_in_every_form(desk: Desk) -> None:
    with desk.archive() as archive:
        written = write_digest(archive, Week(2026, 47), desk.settings.data / "digests", now=MONDAY + timedelta(days=9))
    forms = (".html", ".md", ".json")
    texts = {path.suffix: path.read_text(encoding="utf-8") for path in written.paths if path.suffix in forms}
    fall = next(one for one in json.loads(texts[".json"])["sources"][0]["drift"] if one["field"] == "byline")
    for text in texts.values():
        assert "byline on 15 of 15 before, 0 of 10 after" in text
        assert fall["after"]["page"]["uid"] in text
        assert fall["after"]["page"]["url"] in text


def test_the_months_of_an_outlet_show_its_fill_rates(desk: Desk) -> None:
    with desk.archive() as archive:
        archive.ledger.meta_set("demo", "1")  # so that --now is taken
    line = ["sources", "fields", "harbour", "--config", str(desk.config), "--data", str(desk.settings.data)]
    now = ["--now", "2026-11-20T09:00:00Z"]
    told = CliRunner().invoke(bluewatch, [*line, *now])
    assert told.exit_code == 0, told.output
    rows = {row[:16].strip(): row[16:].split() for row in told.output.splitlines()[:16]}
    assert rows["pages read"] == ["25"]
    assert rows["byline"] == ["60%"]
    assert rows["body by layout"] == ["60%"]
    assert "reads worse since 2026-11-17" in told.output
    form = json.loads(CliRunner().invoke(bluewatch, [*line, *now, "--json"]).output)
    [month] = form["months"]
    assert (month["month"], month["fields"]["byline"]) == ("2026-11", {"filled": 15, "of": 25, "unreadable": 0})
    assert [fall["field"] for fall in form["drift"]].count("byline") == 1
    wrong = CliRunner().invoke(bluewatch, ["sources", "fields", "harbor", *line[3:]])
    assert wrong.exit_code != 0
