"""How the whole stands, beside its sources: each thing that is not well, with its reason and the next step. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.condition import AMBER, RED, clock_words
from scheduler.plan import clock_doubt
from scheduler.upkeep import BackupPast

MIB = 1024 * 1024
FULL_BYTES, SCARCE_BYTES = 200 * MIB, 1024 * MIB
SCARCE_DAYS = 30
BACKUP_OLD = timedelta(days=2)
# A digest is written within a day after its week; two hours more, and something keeps it.
DIGEST_LATE = timedelta(hours=26)
CLOCK_SLACK = timedelta(hours=1)
NOBODY = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing that is not well: what it is about, its colour (red, amber), why, and what to do."""

    subject: str
    colour: str
    reason: str
    next_step: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of the whole. installed: a unit starts the service on this data folder. pid: 0 where not known.

    behind: the service works with an older configuration than the files hold. days_after: see clock_doubt(). late: the
    weeks whose digest is due, and when the first of them ended. growth_a_day: bytes of pages; None: not known yet.
    open_to_others: the data folder's mode. unreached: a folder of the data that is none; closed: what of the
    data this user may not write, in words. lost_pages: the files of the page store that are gone or cut short.
    mistakes: of each source file that has some.
    """

    now: datetime
    running: bool = True
    pid: int | None = None
    installed: bool = False
    behind: bool = False
    interval: timedelta = timedelta(hours=6)
    first_run_at: datetime | None = None
    newest_run_at: datetime | None = None
    days_after: int = 0
    late: Sequence[str] = ()
    late_since: datetime | None = None
    free_bytes: int | None = None
    read_only: bool = False
    unreached: str | None = None
    closed: str | None = None
    lost_pages: Sequence[str] = ()
    growth_a_day: float | None = None
    backup: BackupPast | None = None
    sqlite: str = ""
    sqlite_safe: bool = True
    open_to_others: str | None = None
    outlets: int = 1
    mistakes: Sequence[str] = ()
    pages_without_archive: bool = False
    is_being_rebuilt: bool = False


def notices(standing: Standing) -> list[Notice]:
    """Everything that is not well, what is worst first."""
    found = [notice for look in _LOOKS for notice in look(standing)]
    return sorted(found, key=lambda one: one.colour != RED)


def _archive(standing: Standing) -> Iterator[Notice]:
    if standing.pages_without_archive:
        yield Notice(
            subject="archive",
            colour=RED,
            reason="archive.db is gone, although raw pages are there",
            next_step="put the newest backup in its place, or let `bluewatch rebuild` make it again from the pages",
        )
    if standing.is_being_rebuilt:
        yield Notice(
            subject="archive",
            colour=RED,
            reason="nothing is crawled: archive.db is being made again from the pages, or that was stopped",
            next_step="if no `bluewatch rebuild` is running, run it: it goes on where it was",
        )


def _place(standing: Standing) -> Iterator[Notice]:
    if standing.unreached is not None:
        yield Notice(
            subject="data",
            colour=RED,
            reason=f"{standing.unreached} is no folder: a file, or a link to a disk that is not mounted",
            next_step="mount the disk; the service goes on by itself",
        )
    elif standing.closed is not None and not standing.read_only:
        yield Notice(
            subject="data",
            colour=RED,
            reason=f"the user of this command may not write there: {standing.closed}",
            next_step="where the service runs as that user nothing is collected until then, and it goes on by itself; "
            "else call this as the service's user",
        )
    if standing.lost_pages and standing.unreached is None:
        more = (
            f" and {len(standing.lost_pages) - 1:,} more files of raw pages are" if standing.lost_pages[1:] else " is"
        )
        yield Notice(
            subject="pages",
            colour=AMBER,
            reason=f"{standing.lost_pages[0]}{more} gone or cut short",
            next_step="put your copy in its place; `bluewatch check` names every page that is lost",
        )


def _clock(standing: Standing) -> Iterator[Notice]:
    if doubt := clock_doubt(standing.now, standing.newest_run_at, standing.days_after):
        yield Notice(
            subject="clock",
            colour=RED,
            reason=f"nothing is crawled and no week is closed: {doubt}",
            next_step="set the clock (`timedatectl` shows it); the service goes on by itself within a minute",
        )
    elif standing.newest_run_at is not None and standing.newest_run_at > standing.now + CLOCK_SLACK:
        yield Notice(
            subject="clock",
            colour=AMBER,
            reason=f"the newest run is dated {clock_words(standing.newest_run_at)}, in the future: the clock was ahead "
            "then, or is behind now",
            next_step="look at the clock (`timedatectl`); if it is right, the next run ends this",
        )


def _service(standing: Standing) -> Iterator[Notice]:
    if standing.running:
        return
    if standing.installed:
        yield Notice(
            subject="service",
            colour=RED,
            reason="it is installed and does not run",
            next_step="`systemctl --user restart bluewatch`; `journalctl --user -u bluewatch` and "
            "logs/bluewatch.log say why it ended",
        )
    elif standing.newest_run_at is not None and standing.now - standing.newest_run_at > 2 * standing.interval + NOBODY:
        yield Notice(
            subject="service",
            colour=AMBER,
            reason=f"nobody has crawled since {clock_words(standing.newest_run_at)}",
            next_step="`bluewatch service install`, or `bluewatch run --once` from cron every hour",
        )


def _configuration(standing: Standing) -> Iterator[Notice]:
    if standing.mistakes:
        more = f" (and {len(standing.mistakes) - 1:,} more)" if standing.mistakes[1:] else ""
        former = "the service goes on by the former files" if standing.running else "nothing is crawled until then"
        yield Notice(
            subject="configuration",
            colour=AMBER if standing.running else RED,
            reason=f"{': '.join(map(str.strip, standing.mistakes[0].splitlines()[:2]))}{more}",
            next_step=f"mend the source file, or move it away; {former}, and its outlet is not shown here",
        )
    if standing.running and standing.behind:
        kill = f"`kill -HUP {standing.pid}`" if standing.pid else "SIGHUP to its process"
        yield Notice(
            subject="configuration",
            colour=AMBER,
            reason="its files were changed, and the service still works with the former ones",
            next_step=f"`systemctl --user reload bluewatch` or {kill}; the log names a mistake",
        )
    if not standing.outlets:
        yield Notice(
            subject="outlets",
            colour=AMBER,
            reason="no outlet is switched on, so nothing is collected",
            next_step="`bluewatch sources list` shows them; set [sources] packaged, or enabled = true in a source file",
        )


def _disk(standing: Standing) -> Iterator[Notice]:
    free, growth = standing.free_bytes, standing.growth_a_day
    if standing.read_only:
        yield Notice(
            subject="disk",
            colour=RED,
            reason="it is mounted for reading only, so nothing is collected; Linux does so with a disk that fails",
            next_step="`dmesg` says why; check the disk, mount it for writing: the service goes on by itself",
        )
    if free is None or standing.read_only:
        return
    step = "make room, or move the data folder; `bluewatch prune --before` removes old raw pages"
    if free < FULL_BYTES:
        yield Notice(subject="disk", colour=RED, reason=f"only {free // MIB:,} MiB are free", next_step=step)
    elif free < SCARCE_BYTES or (growth and free < SCARCE_DAYS * growth):
        days = f", enough for about {int(free / growth):,} days" if growth else ""
        yield Notice(subject="disk", colour=AMBER, reason=f"{free // MIB:,} MiB are free{days}", next_step=step)


def _backup(standing: Standing) -> Iterator[Notice]:
    past = standing.backup
    if past is None or not past.wanted or standing.first_run_at is None:
        return
    since = past.newest or standing.first_run_at
    age = standing.now - since
    by_hand = f"`bluewatch backup {past.folder} --keep 3` takes one now"
    if past.failures:
        times = "" if past.failures == 1 else f" ({past.failures} times in a row)"
        sound = "; `bluewatch check` says what is wrong" if "not sound" in past.words else ""
        yield Notice(
            subject="backup",
            colour=RED if age > BACKUP_OLD else AMBER,
            reason=f"the last try failed{times}: {past.words or 'it said nothing'}",
            next_step=f"it is tried again by itself; {by_hand}{sound}",
        )
    elif age > BACKUP_OLD:
        last = f"the newest is of {clock_words(past.newest)}" if past.newest else "there is none yet"
        yield Notice(
            subject="backup",
            colour=AMBER,
            reason=f"{last}, in {past.folder}",
            next_step=f"the service takes one a day while it runs; {by_hand}",
        )


def _digest(standing: Standing) -> Iterator[Notice]:
    if standing.late and standing.late_since is not None and standing.now - standing.late_since > DIGEST_LATE:
        more = f" and {len(standing.late) - 1} more" if len(standing.late) > 1 else ""
        yield Notice(
            subject="digest",
            colour=RED,
            reason=f"that of {standing.late[0]}{more} is due and not written",
            next_step="`bluewatch digest` writes it now and says what is in the way",
        )


def _engine(standing: Standing) -> Iterator[Notice]:
    if not standing.sqlite_safe:
        yield Notice(
            subject="sqlite",
            colour=AMBER,
            reason=f"before 3.51.3 (here {standing.sqlite}) two programs that write at once may, very rarely, damage "
            "an archive",
            next_step="`pip install pysqlite3`, or a newer Python",
        )


def _privacy(standing: Standing) -> Iterator[Notice]:
    if standing.open_to_others is not None:
        yield Notice(
            subject="privacy",
            colour=AMBER,
            reason=f"{standing.open_to_others} can be read by others",
            next_step=f"`chmod 700 {standing.open_to_others}`",
        )


_LOOKS: tuple[Callable[[Standing], Iterator[Notice]], ...] = (
    _archive, _place, _clock, _service, _disk, _digest, _backup, _configuration, _engine, _privacy,
)  # fmt: skip
