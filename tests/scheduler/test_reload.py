"""The configuration read again: what is right takes effect, what is wrong is named and changes nothing."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler import clock
from scheduler.commands.options import Settings
from scheduler.config import load_config
from scheduler.jobs import command_line
from scheduler.service import Service
from scheduler.taken import Taken, is_behind
from scheduler.work import Limits
from storage.archive import Archive
from storage.errors import ConfigurationError
from tests.scheduler.standins import MINUTE, SOURCE, StandIns, Watch, configure, serve
from tests.scheduler.test_service import Outlet, folder, outlet

__all__ = ["folder", "outlet"]
BROKEN = {
    "the file": ("bluewatch.toml", "[crawl]\ncontact = 3\n"),
    "a source": ("sources/bravo.toml", 'slug = "bravo"\nfeed = 1\n'),
    "no TOML": ("bluewatch.toml", "[crawl\n"),
}


def test_sources_and_schedule_are_taken_over_at_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = configure(tmp_path, "alpha", "bravo")
    stand_ins = StandIns(tmp_path / "data", Watch(step=MINUTE))

    def wrong_terms() -> None:
        (tmp_path / "own.toml").write_text("# terms\n")
        configure(tmp_path, "alpha", more='[relevance]\nterms = "own.toml"\n')

    changes: list[Callable[[], object]] = [
        lambda: configure(tmp_path, "alpha", "charlie", more='[schedule]\ncrawl = "every 1 hour"\n'),
        lambda: (tmp_path / "bluewatch.toml").write_text("[crawl]\ncontact = 3\n"),
        wrong_terms,
    ]
    wanted = len(changes)
    told: list[str] = []

    def until() -> bool:
        if changes and len(stand_ins.crawls("alpha")) > wanted - len(changes):
            changes.pop(0)()
            os.kill(os.getpid(), signal.SIGHUP)
        return len(stand_ins.crawls("charlie")) > 3

    stand_ins.until, stand_ins.interval = until, MINUTE * 60
    with caplog.at_level("INFO", "bluewatch"):
        serve(config, stand_ins.clock, stand_ins, changed=lambda now: told.append(now.config.schedule.crawl))
    assert told == ["every 1 hour"]
    assert "configuration read again: 2 sources" in caplog.text
    assert "the former one stays" in caplog.text
    assert "bluewatch.toml:2: [crawl] contact" in caplog.text
    assert "own.toml: 4 mistakes" in caplog.text
    first = stand_ins.crawls("charlie")[0]
    assert stand_ins.crawls("bravo")[-1] <= first


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_later_is_not_what_the_children_read(tmp_path: Path, name: str) -> None:
    file, text = BROKEN[name]
    config = configure(tmp_path, "alpha", "bravo", more='[relevance]\nterms = "own.toml"\n')
    (tmp_path / "own.toml").write_text("# terms\n")
    taken = Taken(tmp_path / "data")
    before = taken.over(load_config(config))
    assert not is_behind(tmp_path / "data", load_config(config))
    assert taken.folder is not None
    (tmp_path / file).write_text(text)
    (tmp_path / "own.toml").unlink()
    after = load_config(config, taken.folder)
    assert after == before
    settings = Settings(after, tmp_path / "data", Watch())
    assert set(settings.catalogue) == {"alpha", "bravo"}
    assert after.path == config
    for path in [taken.folder, *taken.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0
    taken.end()
    assert not (tmp_path / "data" / "locks" / "taken").exists()


def test_status_can_tell_that_the_files_are_ahead_of_the_service(tmp_path: Path) -> None:
    config = configure(tmp_path, "alpha")
    taken = Taken(tmp_path / "data")
    taken.over(load_config(config))
    (tmp_path / "sources" / "bravo.toml").write_text(SOURCE.format("bravo"))
    assert is_behind(tmp_path / "data", load_config(config))
    taken.over(load_config(config))
    assert not is_behind(tmp_path / "data", load_config(config))
    (tmp_path / "sources" / "bravo.toml").unlink()
    assert is_behind(tmp_path / "data", load_config(config))


def test_what_changes_for_the_worse_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    config = configure(tmp_path, "alpha")
    read = load_config(config)
    taken = Taken(tmp_path / "data")
    taken.over(read)
    good = taken.folder
    config.write_text("[crawl\n")
    with pytest.raises(ConfigurationError, match="is not valid TOML"):
        taken.over(read)
    assert taken.folder == good


def test_a_crawl_goes_on_with_what_was_taken_over_when_the_file_is_broken(folder: Path, outlet: Outlet) -> None:
    """The file breaks just before the child reads it: a real child, over a real outlet."""
    data = folder / "data"
    settings = Settings(load_config(folder / "bluewatch.toml"), data, clock.now)
    began = threading.Event()

    def line(command: str, *rest: str, **places: Path) -> list[str]:
        (folder / "bluewatch.toml").write_text("[crawl]\ncontact = 3\n")
        (folder / "sources" / "lantern.toml").write_text("feeds = 3\n")
        began.set()
        return command_line(command, *rest, data=places["data"], config=places["config"])

    service = Service(settings, lambda: settings, once=True, limits=Limits(tick=1), line=line)
    assert service.run() == 0
    assert began.is_set()
    with Archive.open(data, read_only=True) as archive:
        assert [row["outcome"] for row in archive.db.rows("SELECT outcome FROM runs")] == ["collected"]


def test_copies_that_somebody_removes_are_made_again_before_the_next_crawl(tmp_path: Path) -> None:
    config = configure(tmp_path, "alpha")
    data = tmp_path / "data"
    stand_ins = StandIns(data, Watch(step=MINUTE * 60))
    seen: list[list[str]] = []

    def until() -> bool:
        seen.append(sorted(path.name for path in (data / "locks" / "taken").glob("*/sources/*.toml")))
        shutil.rmtree(data / "locks")
        return len(seen) > 3

    stand_ins.until = until
    serve(config, stand_ins.clock, stand_ins)
    assert seen == [["alpha.toml"]] * len(seen)


def test_hidden_files_beside_the_sources_are_none(tmp_path: Path) -> None:
    config = configure(tmp_path, "alpha")
    (tmp_path / "sources" / "._alpha.toml").write_bytes(b"\x00\x05\x16\x07")
    stand_ins = StandIns(tmp_path / "data", Watch(step=MINUTE))
    stand_ins.until = lambda: True
    serve(config, stand_ins.clock, stand_ins)
    assert stand_ins.crawls("alpha")
    assert not is_behind(tmp_path / "data", load_config(config))
