"""When an outlet is asked next, and why, in words: by its rhythm, by the interval, or before anything is known."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from crawler.rhythm import HOURS, Pace, root_of
from scheduler.commands.options import Settings
from scheduler.commands.sources_rhythm import pace_words, page_words, rhythm_of_source
from scheduler.config import load_config
from storage.records import Outcome
from storage.rhythms import Rhythms
from tests.scheduler.standins import HOUR, NOON, configure
from tests.storage.conftest import Newsroom, an_article

OFFICE = tuple(0.5 if n // 24 < 5 and 6 <= n % 24 < 14 else 0.01 for n in range(HOURS))


def settings_of(folder: Path, more: str = "") -> Settings:
    return Settings(load_config(configure(folder, "lantern", "tide", more=more)), folder / "data", lambda: NOON)


def test_hours_and_weekdays_are_told_where_they_differ() -> None:
    told = pace_words(Pace(rates=OFFICE, looks=1.0))
    assert told == "about 3 new a day (4.2 Monday to Friday, 0.24 on other days), most from 06 to 14 UTC"
    assert pace_words(Pace(rates=(0.1,) * HOURS, looks=1.0)) == "about 2.4 new a day"


def test_nothing_is_told_without_an_archive_and_the_interval_before_a_week_is_over(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert rhythm_of_source(settings, settings.catalogue["lantern"]) is None
    with settings.archive(create=True):
        pass
    told = rhythm_of_source(settings, settings.catalogue["lantern"])
    assert told is not None
    assert told["because"] == "its rhythm is known after a week; until then it is asked every 6 h"
    assert (told["next_at"], told["new_a_day"]) == ("2026-11-18T12:00:00Z", None)


def test_a_known_rhythm_is_told_with_its_bounds(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with settings.archive(create=True) as archive:
        archive.ledger.register_sources(settings.catalogue.values(), NOON - timedelta(days=20))
        run = archive.ledger.start_run("lantern", NOON - 2 * HOUR)
        archive.ledger.end_run(run, NOON - 2 * HOUR, Outcome.COLLECTED)
        url = "http://lantern.test/feed"
        page = archive.frontier.add_page(url, host="lantern.test", source="lantern", kind="listing", now=NOON)
        archive.frontier.update(page["id"], next_at=NOON + HOUR, checked_at=NOON - 2 * HOUR, state="ok")
        for slug, rates in (("lantern", OFFICE), ("tide", (0.001,) * HOURS)):
            Rhythms(archive.db).save(slug, NOON, NOON - timedelta(days=20), root_of(rates), rates, 2.0, 0.5)
    told = rhythm_of_source(settings, settings.catalogue["lantern"])
    assert told is not None
    assert told["next_at"] == told["listing_at"] == "2026-11-18T13:00:00Z"
    assert (told["changes_young"], told["changes_later"], told["new_a_day"]) == (2.0, 0.5, 3.04)
    assert told["because"].startswith("about 3 new a day (4.2 Monday to Friday")
    assert told["because"].endswith("none oftener than every 1 h or more seldom than every 24 h")
    fixed = settings_of(tmp_path, '[schedule]\nby = "interval"\n')
    told = rhythm_of_source(fixed, fixed.catalogue["lantern"])
    assert told is not None
    assert told["because"] == "every outlet is asked every 6 h, as [schedule] says"


def test_an_article_is_told_when_its_page_is_asked_again(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    with settings.archive(create=True) as archive:
        stored = Newsroom(archive).publish(an_article())
        row = archive.articles.by_uid(stored.uid)
        assert row is not None
        told = list(page_words(archive, row["id"]))
        assert len(told) == 1
        assert told[0].startswith("asked for again: ")
        assert row["url"] in told[0]
