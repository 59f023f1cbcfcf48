"""The tour: eight crawls of the newsroom by real child processes, a digest after each, counted from the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reports.publish import write_missing
from reports.week import Week
from scheduler import jobs
from scheduler.clock import monotonic
from scheduler.demo.folder import DemoFolder
from scheduler.demo.script import FIRST_MONDAY, WEEKS, week_end
from scheduler.demo.server import NewsroomServer
from storage.archive import Archive
from storage.errors import BluewatchError
from storage.times import to_text

# Sunday evening: what a week published is read within it, so that it stands in that week's edition.
CRAWL_BEFORE_END = timedelta(hours=4)
# Each crawl begins so much later in its week than the one before, more than any takes: what is asked for again after a
# week is due in the next crawl, whichever machine it runs on.
LATER_EACH_WEEK = timedelta(minutes=5)
# Tuesday morning: a day after its end a week is closed even where no crawl has followed.
DIGEST_AFTER_END = timedelta(hours=30)
CHILD_SECONDS = 120.0

COUNTS = """
SELECT s.slug, s.name,
  (SELECT count(DISTINCT c.page_id) FROM captures c JOIN pages p ON p.id = c.page_id
     WHERE p.source = s.slug AND p.kind = 'article') AS "read",
  (SELECT count(*) FROM articles a WHERE a.source = s.slug AND a.label = 'peacekeeping') AS kept,
  (SELECT count(*) FROM articles a WHERE a.source = s.slug AND a.label = 'borderline') AS borderline,
  (SELECT count(*) FROM articles a WHERE a.source = s.slug AND a.label = 'contested') AS contested,
  (SELECT count(*) FROM revisions r JOIN articles a ON a.id = r.article_id
     WHERE a.source = s.slug AND r.number > 1) AS revised,
  (SELECT count(*) FROM articles a WHERE a.source = s.slug AND a.withdrawn_at IS NOT NULL) AS withdrawn
FROM sources s ORDER BY s.slug
"""
COLUMNS = ("read", "kept", "borderline", "contested", "revised", "withdrawn")


@dataclass(frozen=True, slots=True)
class WeekDone:
    """One week of the tour: what it added to the archive, its digest, and what went wrong in the crawl, if anything."""

    week: Week
    added: Mapping[str, int]
    digest: Path | None
    complaint: str | None


def crawl_at(week: int) -> datetime:
    """When the demo crawls in its week of that number (0 to 7)."""
    return week_end(week) - CRAWL_BEFORE_END + week * LATER_EACH_WEEK


def take_tour(folder: DemoFolder, newsroom: NewsroomServer, tell: Callable[[str], None]) -> Iterator[WeekDone]:
    """Crawl and report week by week; tell gets a line on what is being done.

    Raises BluewatchError when a child fails.
    """
    before = dict.fromkeys(COLUMNS, 0)
    for number in range(WEEKS):
        week = Week.of(FIRST_MONDAY + timedelta(weeks=number))
        newsroom.now = crawl_at(number)
        tell(f"{week}: crawling three outlets (week {number + 1} of {WEEKS})")
        complaint = _crawl(folder, crawl_at(number))
        tell(f"{week}: writing the digest")
        _write_digest(folder, week_end(number) + DIGEST_AFTER_END)
        after = total(counts(folder))
        digest = folder.digests / f"{week}.html"
        yield WeekDone(
            week=week,
            added={name: after[name] - before[name] for name in COLUMNS},
            digest=digest if digest.is_file() else None,
            complaint=complaint,
        )
        before = after


def counts(folder: DemoFolder) -> list[dict[str, int | str]]:
    """What the archive holds, a row an outlet: slug, name and COLUMNS."""
    with Archive.open(folder.path, read_only=True) as archive:
        return archive.db.rows(COUNTS)


def older(folder: DemoFolder) -> int:
    """How many items were published before the first week, so that they are in no digest."""
    with Archive.open(folder.path, read_only=True) as archive:
        first = to_text(Week.of(FIRST_MONDAY).start)
        return int(archive.db.value("SELECT count(*) FROM items WHERE published_at < ?", (first,)))


def total(rows: list[dict[str, int | str]]) -> dict[str, int]:
    """The sums over all outlets."""
    return {name: sum(int(row[name]) for row in rows) for name in COLUMNS}


def _crawl(folder: DemoFolder, now: datetime) -> str | None:
    """Run ``bluewatch crawl --all`` to its end; its last lines where some outlets failed (exit code 1)."""
    line = jobs.command_line("crawl", "--all", "--now", to_text(now), data=folder.path, config=folder.config)
    child = jobs.Child("crawl", line, CHILD_SECONDS, lambda _: None)
    try:
        ended = child.wait(monotonic() + CHILD_SECONDS)
    finally:
        jobs.end_all([child])
    said = "\n".join(child.last_lines)
    if ended and child.code in (0, 1):
        return said if child.code else None
    why = f"ended with code {child.code}" if ended else f"did not end within {CHILD_SECONDS:.0f} s"
    raise BluewatchError(f"the demo stopped: `bluewatch crawl` {why}\n{said}")


def _write_digest(folder: DemoFolder, now: datetime) -> None:
    """Do what ``bluewatch digest`` does, here: a process of its own would cost the demo a second a week."""
    with Archive.open(folder.path) as archive:
        write_missing(archive, folder.digests, now=now)
