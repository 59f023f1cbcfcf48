"""bluewatch.toml: where it is found, what it means, and how its mistakes are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.worker_limits import WorkerLimits
from scheduler import clock
from scheduler.commands.options import Settings
from scheduler.config import Config, check_contact, data_folder, find_config, load_config, parse_config
from scheduler.schedule import parse_every, parse_weekly
from storage.errors import ConfigurationError

HERE = Path("/nowhere/bluewatch.toml")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("BLUEWATCH_CONFIG", "BLUEWATCH_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def written(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold_and_there_is_no_contact(elsewhere: Path) -> None:
    config = load_config()
    assert config.path is None
    assert config.contact is None
    assert config.schedule.interval == timedelta(hours=6)
    assert config.packaged == "all"


def test_a_crawl_without_contact_is_refused_with_what_to_do(elsewhere: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"bluewatch init --contact"):
        Config().crawl_options()


def test_the_crawl_section_gives_the_crawlers_options() -> None:
    from crawler import run

    config = parse_config('[crawl]\ncontact = "desk@watch.test"\npages_per_run = 7\n', HERE)
    options = config.crawl_options(mode="all")
    assert isinstance(options, run.CrawlOptions)
    assert (options.contact, options.pages_per_run, options.mode) == ("desk@watch.test", 7, "all")
    assert options.listing_interval == timedelta(hours=6)


def test_the_nearest_file_wins(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = written(elsewhere / "user-config" / "bluewatch" / "bluewatch.toml")
    assert find_config(None) == user
    working = written(elsewhere / "work" / "bluewatch.toml")
    assert find_config(None) == working
    monkeypatch.setenv("BLUEWATCH_CONFIG", str(elsewhere / "named.toml"))
    assert find_config(None) == elsewhere / "named.toml"
    assert find_config(Path("given.toml")) == Path("given.toml")


def test_a_named_file_that_is_not_there_is_a_mistake(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUEWATCH_CONFIG", str(elsewhere / "gone.toml"))
    with pytest.raises(ConfigurationError, match=r"gone\.toml: cannot be read"):
        load_config()


def test_the_data_folder_comes_from_option_variable_file_platform(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_folder(None, Config()) == elsewhere / "user-data" / "bluewatch"
    config = load_config(written(elsewhere / "a" / "b.toml", '[data]\nfolder = "kept"\n'))
    assert data_folder(None, config) == elsewhere / "a" / "kept"
    monkeypatch.setenv("BLUEWATCH_DATA", "from-variable")
    assert data_folder(None, config) == elsewhere / "work" / "from-variable"
    assert data_folder(Path("given"), config) == elsewhere / "work" / "given"


def test_all_mistakes_are_told_at_once_with_line_key_found_and_allowed() -> None:
    text = """[crawl]
contact = "nobody"
gap_seconds = "5"
pages = 7

[schedule]
digest = "1 06:00"
crawl = "every 6 hour s"
zone = "Mars/Olympus"

[sauces]
folder = 1
"""
    with pytest.raises(ConfigurationError) as caught:
        parse_config(text, HERE)
    told = str(caught.value).splitlines()
    assert len(told) == 7
    for line, key, words in (
        (2, "[crawl] contact", 'found "nobody"; allowed is a mail address'),
        (3, "[crawl] gap_seconds", 'found "5"; allowed is a number'),
        (4, "[crawl] pages", "is not known; allowed are contact, gap_seconds"),
        (7, "[schedule] digest", "weekdays are named, not numbered"),
        (8, "[schedule] crawl", 'such as "every 6 hours"'),
        (9, "[schedule] zone", 'found "Mars/Olympus"; allowed is a name of the IANA'),
        (11, "[sauces]", "did you mean sources?"),
    ):
        assert any(f"{HERE}:{line}: {key}" in one and words in one for one in told), (line, told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[crawl", "is not valid TOML"),
        ("[relevance]\naccept = 3\nreview = 5\n", "review (5) may not be above accept (3)"),
        ('[sources]\nfolder = "not-there"\n', "which is no folder"),
        ('[sources]\npackaged = "some"\n', 'allowed is "all", "none" or a list of slugs'),
        ("[sources]\npackaged = [1]\n", 'allowed is "all", "none" or a list of slugs'),
        ('[data]\nfolder = "a\\u0000b"\n', "allowed is the name of a file or folder"),
        ("[crawl]\ngap_seconds = nan\n", "gap_seconds"),
        ("[crawl]\ngap_seconds = -1\n", "gap_seconds"),
        ("crawl = 3\n", "allowed is [crawl] on a line of its own, and the keys below it"),
        ("[deliver]\nname = 3\n", "allowed is [[deliver]] on a line of its own, and the keys below it"),
        ('contact = "a@b.test"\n', "it belongs below a line [crawl]"),
        ("[log]\nrequests_per_day = 3\n", "it belongs below a line [backfill]"),
        ("[backfill]\nrequests_per_day = true\n", "found true; allowed is a whole number"),
        ("[crawl]\ntimeout_seconds = 0\n", "found 0; allowed is more than 0"),
        ("[schedule]\nby = 3\n", "found 3; allowed is 'news' or 'interval'"),
    ],
)
def test_a_mistake_says_what_is_allowed(text: str, words: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_config(text, HERE)
    assert words in str(caught.value)
    assert str(HERE) in str(caught.value)


def test_a_file_that_is_not_utf8_is_told(elsewhere: Path) -> None:
    path = elsewhere / "bluewatch.toml"
    path.write_bytes(b'[crawl]\ncontact = "\xff"\n')
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_config(path)


@pytest.mark.parametrize("contact", ["desk@watch.test", "https://watch.test/crawler", "a.b+c@sub.watch.test"])
def test_a_contact_that_can_be_reached_is_taken(contact: str) -> None:
    assert check_contact(f" {contact} ") == contact


@pytest.mark.parametrize(
    "contact",
    ["", "desk", "desk@", "desk@watch", "a b@watch.test", "desk@watch.test\r\nX: y", "https://", "https://host",
     "javascript:alert@x.test", "дежурный@watch.test", "ftp://watch.test", "x" * 300 + "@watch.test", "a@b.test (me)"],
)  # fmt: skip
def test_a_contact_that_cannot_is_refused(contact: str) -> None:
    with pytest.raises(ValueError, match="allowed is a mail address"):
        check_contact(contact)


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("every 6 hours", 21600), ("Every  hour", 3600), ("every 30 minutes", 1800), ("every day", 86400),
     ("every 1 week", 604800)],
)  # fmt: skip
def test_words_for_an_interval(words: str, seconds: int) -> None:
    assert parse_every(words).total_seconds() == seconds


@pytest.mark.parametrize(
    "words", ["", "6 hours", "every 0 hours", "every 8 days", "every -1 hours", "hourly", "every ٣ x"]
)
def test_odd_words_for_an_interval_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="allowed"):
        parse_every(words)


@pytest.mark.parametrize(
    "words", ["1 06:00", "0 6:00", "day 06:00", "monday", "monday 24:00", "monday 06:60", "t 06:00"]
)
def test_odd_words_for_a_weekday_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="allowed"):
        parse_weekly(words)


@pytest.mark.parametrize(
    ("words", "zone", "moment", "first"),
    [
        ("monday 06:00", "UTC", "2026-11-16T00:00:00+00:00", "2026-11-16T06:00:00+00:00"),
        ("mon 6:00", "UTC", "2026-11-16T06:00:00+00:00", "2026-11-16T06:00:00+00:00"),
        ("monday 06:00", "UTC", "2026-11-16T06:00:01+00:00", "2026-11-23T06:00:00+00:00"),
        ("monday 06:00", "Pacific/Kiritimati", "2026-11-16T00:00:00+00:00", "2026-11-22T16:00:00+00:00"),
        ("monday 06:00", "Pacific/Kiritimati", "2026-11-15T15:00:00+00:00", "2026-11-15T16:00:00+00:00"),
        # Clocks go forward over 02:30 and back over it: exactly one instant each week.
        ("sunday 02:30", "Europe/Berlin", "2026-03-29T00:00:00+00:00", "2026-03-29T01:30:00+00:00"),
        ("sunday 02:30", "Europe/Berlin", "2026-10-25T00:00:00+00:00", "2026-10-25T00:30:00+00:00"),
        ("sunday 02:30", "Europe/Berlin", "2026-10-25T00:30:01+00:00", "2026-11-01T01:30:00+00:00"),
    ],
)
def test_the_first_instant_of_a_weekly_time(words: str, zone: str, moment: str, first: str) -> None:
    found = parse_weekly(words).first_from(datetime.fromisoformat(moment), ZoneInfo(zone))
    assert found == datetime.fromisoformat(first)
    assert found.tzinfo is UTC


def test_every_reading_child_has_the_memory_that_is_configured(elsewhere: Path) -> None:
    config = load_config(written(elsewhere / "b.toml", "[crawl]\nparse_bytes = 300_000_000\nparse_seconds = 7\n"))
    limits = Settings(config, elsewhere, clock.now).worker_limits()
    assert (limits.memory, limits.seconds) == (300_000_000, 7)
    assert Settings(Config(), elsewhere, clock.now).worker_limits().memory == WorkerLimits().memory
