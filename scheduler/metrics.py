"""The service's numbers for Prometheus, text format 0.0.4: what is stored, what failed, what is due.

https://prometheus.io/docs/instrumenting/exposition_formats/ - times are Unix seconds, sizes bytes.
"""

from __future__ import annotations

import contextlib
import os
import platform
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import clock
from scheduler.pulse import Pulse

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from storage.archive import Archive

COVERAGE_DAYS = 28
Labels = Mapping[str, str]
Sample = tuple[Labels, float]


@dataclass(frozen=True)
class Metric:
    """One family: name, kind (gauge or counter), meaning, and its samples."""

    name: str
    kind: str
    meaning: str
    samples: tuple[Sample, ...]


def text_of(metrics: Iterable[Metric]) -> str:
    """The exposition; a family without a sample is left out."""
    lines: list[str] = []
    for metric in metrics:
        if not metric.samples:
            continue
        lines.append(f"# HELP {metric.name} {_escaped(metric.meaning, quotes=False)}")
        lines.append(f"# TYPE {metric.name} {metric.kind}")
        for labels, value in metric.samples:
            pairs = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
            lines.append(f"{metric.name}{{{pairs}}} {_number(value)}" if pairs else f"{metric.name} {_number(value)}")
    return "\n".join(lines) + "\n"


class RunCounts:
    """The runs of each source by outcome, counted once: of a million only the newest are counted anew."""

    OPEN = 1000  # runs among the newest that may still be without an end

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._until = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def of(self, archive: Archive) -> list[tuple[str, str, int]]:
        """Source, outcome, number."""
        newest = archive.health.newest_run_id()
        if newest < self._until:
            self._begin()  # another archive was put in its place
        settled = max(self._until, newest - self.OPEN)
        for source, outcome, number in archive.health.run_outcomes(self._until, settled):
            self._counts[source, outcome] += number
        self._until = settled
        found = Counter(self._counts)
        for source, outcome, number in archive.health.run_outcomes(settled, newest):
            found[source, outcome] += number
        return sorted((source, outcome, number) for (source, outcome), number in found.items())


def collect(settings: Settings, pulse: Pulse, runs: RunCounts) -> list[Metric]:
    """Ask the archive, the machine and the service itself. An archive that cannot be used leaves its numbers out."""
    from scheduler.commands.options import ARCHIVE_FILE  # noqa: PLC0415
    from storage.errors import BluewatchError  # noqa: PLC0415

    found = [*_of_service(pulse), *_of_process()]
    usable = 0.0
    if (settings.data / ARCHIVE_FILE).is_file():
        with contextlib.suppress(BluewatchError), settings.archive(read_only=True) as archive:
            found += _of_archive(settings, archive, runs)
            usable = 1.0
    return [*found, _one("bluewatch_archive_usable", "1 where the archive can be read.", usable)]


def _of_service(pulse: Pulse) -> Iterable[Metric]:
    beat, moment = pulse.last, clock.monotonic()
    well = pulse.trouble(moment) is None
    yield _one("bluewatch_healthy", "1 where the service works; /healthz says why it does not.", float(well))
    if beat is not None:
        yield _one("bluewatch_tick_age_seconds", "Seconds since the service last looked.", max(0.0, moment - beat.at))
        yield _one("bluewatch_children", "Child processes at work.", beat.children)
        yield _one(
            "bluewatch_children_given_up_total", "Child processes that hung and were ended.", beat.given_up, "counter"
        )


def _of_process() -> Iterable[Metric]:
    from storage.database import sqlite_version  # noqa: PLC0415

    labels = {"version": _version(), "python": platform.python_version(), "sqlite": sqlite_version()}
    yield Metric("bluewatch_build_info", "gauge", "Versions.", ((labels, 1.0),))
    yield _one("bluewatch_threads", "Threads of the service.", threading.active_count())
    with contextlib.suppress(OSError, ValueError, IndexError):
        yield _one("process_open_fds", "Open file descriptors.", len(os.listdir("/proc/self/fd")))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        yield _one("process_resident_memory_bytes", "Memory of the service.", pages * os.sysconf("SC_PAGE_SIZE"))


def _of_archive(settings: Settings, archive: Archive, runs: RunCounts) -> Iterable[Metric]:
    from scheduler.gather import facts_now, planned_sources, rhythm_of  # noqa: PLC0415
    from scheduler.plan import make_plan  # noqa: PLC0415
    from scheduler.standing import notices  # noqa: PLC0415
    from scheduler.survey import standing_of  # noqa: PLC0415
    from storage.outbox import Outbox  # noqa: PLC0415

    now, health = settings.now(), archive.health
    facts = facts_now(archive, planned_sources(settings), now, settings.config)
    plan = make_plan(facts, rhythm_of(settings.config), now)
    standing = standing_of(settings, archive, facts, plan, now)
    yield from _of_sources(archive, runs, facts.pasts, plan.due_at)
    since = (now - timedelta(days=COVERAGE_DAYS - 1)).date().isoformat()
    yield Metric(
        "bluewatch_coverage_days", "gauge", f"Listing days of the last {COVERAGE_DAYS} by what came of them.",
        tuple(({"source": source, "state": state}, n) for source, state, n in health.coverage_states(since)),
    )  # fmt: skip
    yield _one("bluewatch_hosts_paused", "Hosts that asked for a rest.", len(health.paused_hosts(now)))
    yield _one("bluewatch_archive_bytes", "Size of archive.db.", health.size_bytes())
    yield _one("bluewatch_page_store_bytes", "Size of the raw pages.", archive.captures.size().bytes)
    yield from _maybe("bluewatch_disk_free_bytes", "Room on the disk of the data folder.", standing.free_bytes)
    edition = health.last_edition()
    written = None if edition is None else datetime.fromisoformat(edition["written_at"])
    yield from _maybe("bluewatch_last_digest_timestamp_seconds", "When the newest digest was written.", written)
    yield _one("bluewatch_digests_due", "Weeks that are over and have no digest.", len(plan.weeks))
    if standing.backup is not None:
        newest = standing.backup.newest
        yield from _maybe("bluewatch_last_backup_timestamp_seconds", "When the newest backup was taken.", newest)
        failures = standing.backup.failures
        yield _one("bluewatch_backup_failures", "Backups that failed since the last good one.", failures)
    counts = Outbox(archive.db).counts()
    yield Metric(
        "bluewatch_deliveries", "gauge", "Deliveries by state.",
        tuple(({"state": state}, count) for state, count in counts.items()),
    )  # fmt: skip
    found = notices(standing)
    yield Metric(
        "bluewatch_notices", "gauge", "What status tells of the whole that is not well.",
        tuple(({"subject": one.subject, "colour": one.colour}, 1.0) for one in found),
    )  # fmt: skip


def _of_sources(
    archive: Archive, runs: RunCounts, pasts: Mapping[str, object], due_at: Mapping[str, datetime]
) -> Iterable[Metric]:
    health = archive.health
    yield Metric(
        "bluewatch_last_success_timestamp_seconds", "gauge", "When a source was last read as it should be.",
        tuple(({"source": slug}, at.timestamp()) for slug, at in sorted(health.last_successes().items())),
    )  # fmt: skip
    yield Metric(
        "bluewatch_next_run_timestamp_seconds", "gauge", "When a source is due.",
        tuple(({"source": slug}, at.timestamp()) for slug, at in due_at.items()),
    )  # fmt: skip
    yield Metric(
        "bluewatch_runs_total", "counter", "Runs of a source by their outcome.",
        tuple(({"source": source, "outcome": outcome}, n) for source, outcome, n in runs.of(archive)),
    )  # fmt: skip
    yield Metric(
        "bluewatch_articles", "gauge", "Stored articles by label.",
        tuple(
            ({"source": source, "label": label}, count)
            for source, counts in sorted(health.article_labels().items())
            for label, count in sorted(counts.items())
        ),
    )  # fmt: skip
    states = health.page_states()
    yield Metric(
        "bluewatch_pages", "gauge", "Known article addresses by state.",
        tuple(
            ({"source": source, "state": state}, count)
            for source, counts in sorted(states.items())
            for state, count in sorted(counts.items())
        ),
    )  # fmt: skip
    yield Metric(
        "bluewatch_backlog_pages", "gauge", "Known articles that were never answered, or not read yet.",
        tuple(
            ({"source": slug}, sum(states.get(slug, {}).get(state, 0) for state in ("new", "fetched")))
            for slug in pasts
        ),
    )  # fmt: skip


def _one(name: str, meaning: str, value: float, kind: str = "gauge") -> Metric:
    return Metric(name, kind, meaning, (({}, value),))


def _maybe(name: str, meaning: str, value: float | datetime | None) -> Iterable[Metric]:
    if value is not None:
        yield _one(name, meaning, value.timestamp() if isinstance(value, datetime) else value)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _escaped(text: str, *, quotes: bool = True) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace('"', '\\"') if quotes else text


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("bluewatch")
    except PackageNotFoundError:
        return "unknown"
