"""What every run of a source works with, and what it leaves: options, the shared desk, the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from crawler.intake import Intake
from crawler.pacing import Pacing
from crawler.together import Together
from crawler.visit import Visitor
from crawler.worker import Workers
from storage.archive import Archive
from storage.records import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceFiles:
    """Where the relevance rules come from: a terms file of the operator's own, and thresholds over the file's."""

    terms: Path | None = None
    accept: float | None = None
    review: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """The limits of one run of one source. Times in seconds, sizes in bytes."""

    contact: str
    gap_seconds: float = 5
    timeout_seconds: float = 30
    max_bytes: int = 10 * 1024 * 1024
    pages_per_run: int = 500
    per_pattern: int = 200
    parse_seconds: float = 20
    parse_bytes: int = 2 * 1024**3
    rechecks_per_run: int = 100
    mode: Literal["due", "all", "recheck"] = "due"
    listing_interval: timedelta = timedelta(hours=6)
    by_news: bool = True
    listing_pages: int = 10
    browser: str | None = None
    """Path or name of Chromium; None: the first that is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """How the run of one source ended."""

    source: str
    outcome: Outcome
    reason: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Desk:
    """The tools that all sources of a crawl share."""

    archive: Archive
    visitor: Visitor
    workers: Workers
    intake: Intake
    options: CrawlOptions
    now: Callable[[], datetime]
    say: Callable[[str], None]
    cut: str = "stopped by a signal"
    """Why the runs that are cut short end."""
    writes: Together | None = None
    """Those that are shared with who gives turns; None: its own."""
    together: Together = field(init=False)
    pacing: Pacing = field(init=False)

    def __post_init__(self) -> None:
        """What every run writes by and paces by follows from the others."""
        self.together = self.writes or Together(self.archive.db)
        self.pacing = Pacing(self.archive, self.options.listing_interval, self.options.by_news)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one run has counted so far, and what went wrong in it."""

    counts: Counter[str] = field(default_factory=Counter)
    listing_failures: list[tuple[Outcome, str]] = field(default_factory=list)
    listings_read: int = 0
    listings_well: int = 0
    """Those that were not asked in this run, and were well when they were."""
    listings_partial: list[str] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """What a person should know of a run that went well."""
    doubts: dict[str, list[str]] = field(default_factory=dict)
    """Why texts may hold wrong signs, each with the addresses of its pages."""
    stopped: str | None = None
    stopped_as: Outcome = Outcome.UNREACHABLE

    def outcome(self) -> tuple[Outcome, str | None]:
        """The run's outcome with its reason, out of our own bookkeeping alone.

        A listing that failed and is not asked again yet fails still: a run that only looks at articles mends nothing.
        """
        if self.listing_failures and not self.listings_read and not self.listings_well:
            kinds = {kind for kind, _ in self.listing_failures}
            kind = kinds.pop() if len(kinds) == 1 else Outcome.LISTING_FAILED
            return kind, _joined(dict.fromkeys(reason for _, reason in self.listing_failures))
        got = self.counts["new"] + self.counts["revised"] + self.counts["other"]
        if self.stopped and not self.listings_read and not got:
            return self.stopped_as, self.stopped
        reasons = [reason for _, reason in self.listing_failures] + self.listings_partial
        reasons += [self.stopped] if self.stopped else []
        reasons += [
            f"{reason} ({count} pages)" if count > 1 else reason for reason, count in self.troubles.most_common()
        ]
        notes = [*dict.fromkeys(self.notes), *self._doubted(), *self._again()]
        if reasons:
            return Outcome.PARTIAL, _joined([*reasons, *notes])
        said = _joined(notes) or None
        if self.counts["new"] + self.counts["revised"] + self.counts["other"] + self.counts["new_links"]:
            return Outcome.COLLECTED, said
        return Outcome.NOTHING_NEW, said

    def _doubted(self) -> list[str]:
        """The doubts, once for all pages that have the same."""
        return [
            f"{urls[0]}: {why}" if len(urls) == 1 else f"{len(urls)} pages: {why}, such as {urls[0]}"
            for why, urls in self.doubts.items()
        ]

    def _again(self) -> list[str]:
        """How many addresses gave what others had given; one or two are no more than a moved page."""
        count = self.counts["again"]
        return [f"the same articles at {count} further addresses"] if count > 2 else []


def _joined(reasons: dict[str, None] | list[str], *, most: int = 5) -> str:
    listed = list(reasons)
    more = f"; and {len(listed) - most} more" if len(listed) > most else ""
    return "; ".join(listed[:most]) + more
