"""The service in this process, with stand-ins for its children: processes that end at once, whose rows we write."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.commands.options import Settings
from scheduler.config import load_config
from scheduler.service import Service
from scheduler.work import Limits
from storage.archive import Archive
from storage.records import CoverageState, Outcome

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SOURCE = 'slug = "{0}"\nname = "{0}"\nhome = "http://{0}.test/"\nfeeds = ["http://{0}.test/feed"]\n'
CONFIGURATION = '[sources]\npackaged = "none"\n[crawl]\ncontact = "desk@watch.test"\n'


def configure(folder: Path, *slugs: str, more: str = "") -> Path:
    """Write a configuration that follows these invented outlets; gives its path."""
    (folder / "sources").mkdir(exist_ok=True)
    for path in (folder / "sources").glob("*.toml"):
        path.unlink()
    for slug in slugs:
        (folder / "sources" / f"{slug}.toml").write_text(SOURCE.format(slug))
    (folder / "bluewatch.toml").write_text(CONFIGURATION + more)
    return folder / "bluewatch.toml"


@dataclass
class Watch:
    """A clock that goes on by itself when it is read, and jumps when it is told to."""

    at: datetime = NOON
    step: timedelta = MINUTE

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


@dataclass
class StandIns:
    """Makes the service's command lines: a crawl leaves the rows of a good one, and its process is /bin/true.

    started: each command and the moment of its start. until: stops the service when it turns true. processes: what to
    run in place of a command.
    """

    data: Path
    clock: Callable[[], datetime]
    interval: timedelta = timedelta(hours=6)
    until: Callable[[], bool] = lambda: False
    processes: dict[str, list[str]] = field(default_factory=dict)
    started: list[tuple[str, datetime]] = field(default_factory=list)

    def __call__(self, command: str, *rest: str, data: Path, config: Path | None) -> list[str]:  # noqa: ARG002
        now = self.clock.at if isinstance(self.clock, Watch) else self.clock()
        self.started.append((" ".join([command, *rest]), now))
        if command == "crawl" and command not in self.processes:
            with Archive.open(self.data, create=True) as archive:
                for slug in rest:
                    known = {"slug": slug, "name": slug, "home": f"http://{slug}.test/"}
                    archive.ledger.register_sources([known], now)
                    self._crawled(archive, slug, now)
        if self.until():
            os.kill(os.getpid(), signal.SIGTERM)
        return self.processes.get(command, ["/bin/true"])

    def crawls(self, slug: str) -> list[datetime]:
        return [at for words, at in self.started if words.startswith("crawl ") and slug in words.split()]

    def _crawled(self, archive: Archive, slug: str, now: datetime) -> None:
        with archive.db.write():
            url = f"http://{slug}.test/feed"
            row = archive.frontier.add_page(url, host=f"{slug}.test", source=slug, kind="listing", now=now)
            archive.frontier.update(row["id"], next_at=now + self.interval, checked_at=now, state="ok")
            run = archive.ledger.start_run(slug, now)
            archive.ledger.end_run(run, now, Outcome.NOTHING_NEW, None, {"listings": 1})
            archive.ledger.cover(slug, url, now.date(), CoverageState.REACHED_EMPTY, run)


def serve(config: Path, clock: Callable[[], datetime], stand_ins: StandIns, **more: Any) -> tuple[Service, int]:
    """Run the service in this thread until it is stopped; the service and its exit code."""
    settings = Settings(load_config(config), stand_ins.data, clock)
    limits = more.pop("limits", None) or Limits(tick=0.01)

    def reload() -> Settings:
        return Settings(load_config(config), stand_ins.data, clock)

    service = Service(settings, reload, limits=limits, line=stand_ins, **more)
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        return service, service.run()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
