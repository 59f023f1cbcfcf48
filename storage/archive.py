"""The only door to the archive: opens ``archive.db`` of a data folder, updates its schema, hands out its parts.

A file that is no archive of ours, a damaged one and one of a newer schema are refused and never written to.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from stat import S_ISREG
from types import TracebackType
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from storage.blockers import blockers
from storage.database import Database
from storage.disk import in_words
from storage.errors import ArchiveNewer, ArchiveUnusable
from storage.header import lost_changes
from storage.schema import migrations
from storage.troubles import BUSY_SECONDS, RESTORE

if TYPE_CHECKING:
    from storage.articles import ArticleStore
    from storage.captures import PageStore
    from storage.carriers import Carriers
    from storage.finding_store import FindingStore
    from storage.frontier import Frontier
    from storage.health import Health
    from storage.ledger import Ledger
    from storage.search import Search
    from storage.series_rows import SeriesRows
    from storage.text_store import TextStore
    from storage.weekly import Weekly

ARCHIVE_FILE = "archive.db"
# In meta while a rebuild is under way; a second call goes on.
REBUILDING = "rebuilding"
LOCK_FOLDER = "locks"
# Beside an empty database file they tell of an archive that was cut to nothing, not of one that never began.
SIGNS_OF_USE = ("pages", "digests")
REMEDY = f"{RESTORE}, or give another folder with --data; nothing was changed"
# Reading a file of this size whole takes some hundredths of a second; larger ones are left to `bluewatch check`.
CHECKED_AT_OPEN_BYTES = 8 << 20


class Archive:
    """An open archive. Its parts share one connection: not for use by two threads at once."""

    def __init__(self, data: Path, db: Database) -> None:
        self.data = data
        self.db = db

    @classmethod
    def open(
        cls, data: Path, *, create: bool = False, read_only: bool = False, anew: bool = False
    ) -> Archive:  # fmt: skip
        """Open ``data/archive.db``; with create, make folder and file where they are missing.

        anew: also where pages are left of an archive that is lost. Raises ArchiveUnusable, naming the remedy: no file,
        no database, damaged, another program's, a newer schema, no permission, a full disk, a migration by another
        process that does not end, or (where it is to be written to) a rebuilding that was stopped.
        """
        path = data / ARCHIVE_FILE
        if not anew:
            _refuse_missing(data, path, create=create)
        if create:
            _make_private(data)
        if read_only and path.with_name(f"{path.name}-journal").exists():
            # Cut short while it was made, before it had a log: only one that may write can take that back.
            cls.open(data).close()
        db = Database(path, read_only=read_only, look=_lost)
        try:
            if read_only and behind(db):
                cls.open(data).close()
            elif not read_only:
                _migrate(data, db)
            _refuse_damaged(db)
            archive = cls(data, db)
            if not read_only and not anew and archive.is_being_rebuilt:
                raise ArchiveUnusable(f"{path}: its rebuilding was stopped; run `bluewatch rebuild` to its end first")
            if not read_only:
                archive._take_gazetteer()
        except BaseException:
            db.close()
            raise
        return archive

    @property
    def is_being_rebuilt(self) -> bool:
        """Whether `bluewatch rebuild` has begun to fill it and not come to its end."""
        return self.ledger.meta_get(REBUILDING) == "1"

    def _take_gazetteer(self) -> None:
        """Bring the table of missions up to the packaged one."""
        from storage.data import mission_rows, missions_digest  # noqa: PLC0415 - a command loads what it uses

        digest = missions_digest()
        if self.ledger.meta_get("missions") != digest:
            with self.db.write():
                self.ledger.fill_missions(mission_rows())
                self.ledger.meta_set("missions", digest)

    @cached_property
    def articles(self) -> ArticleStore:
        """Articles, their revisions and decisions."""
        from storage.articles import ArticleStore  # noqa: PLC0415 - a command loads what it uses

        return ArticleStore(self.db, search=self.search, captures=self.captures)

    @cached_property
    def findings(self) -> FindingStore:
        """The facts taken from the articles."""
        from storage.finding_store import FindingStore  # noqa: PLC0415 - a command loads what it uses

        return FindingStore(self.db)

    @cached_property
    def texts(self) -> TextStore:
        """Articles with the same wording, and those on one event."""
        from storage.text_store import TextStore  # noqa: PLC0415 - a command loads what it uses

        return TextStore(self.db, self.findings)

    @cached_property
    def carriers(self) -> Carriers:
        """Who carried a text and told a story."""
        from storage.carriers import Carriers  # noqa: PLC0415 - a command loads what it uses

        return Carriers(self.db, self.findings)

    @cached_property
    def captures(self) -> PageStore:
        """The page store: raw answers in WARC files."""
        from storage.captures import PageStore  # noqa: PLC0415 - a command loads what it uses

        return PageStore(self.db, self.data)

    @cached_property
    def search(self) -> Search:
        """The full-text index."""
        from storage.search import Search  # noqa: PLC0415 - a command loads what it uses

        return Search(self.db)

    @cached_property
    def ledger(self) -> Ledger:
        """Runs, coverage, sources, missions and the archive's own notes."""
        from storage.ledger import Ledger  # noqa: PLC0415 - a command loads what it uses

        return Ledger(self.db)

    @cached_property
    def frontier(self) -> Frontier:
        """Known addresses and the manners of their hosts."""
        from storage.frontier import Frontier  # noqa: PLC0415 - a command loads what it uses

        return Frontier(self.db)

    @cached_property
    def weekly(self) -> Weekly:
        """The rows of a digest week, and the editions."""
        from storage.weekly import Weekly  # noqa: PLC0415 - a command loads what it uses

        return Weekly(self.db)

    @cached_property
    def health(self) -> Health:
        """The rows that status and plan read."""
        from storage.health import Health  # noqa: PLC0415 - a command loads what it uses

        return Health(self.db)

    @cached_property
    def series(self) -> SeriesRows:
        """The rows behind series, rotations, mandates and reconcile."""
        from storage.series_rows import SeriesRows  # noqa: PLC0415 - a command loads what it uses

        return SeriesRows(self.db)

    def close(self) -> None:
        """Close the connection; what was committed stays."""
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def lock_file(data: Path, name: str) -> Path:
    """The path of a lock of this data folder; its folder is made."""
    folder = data / LOCK_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{name}.lock"


def _make_private(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnusable(f"{data}: the data folder cannot be made: {in_words(error, data.parent)}") from error


def _refuse_missing(data: Path, path: Path, *, create: bool) -> None:
    # The signs first and the file in one look: another process may be making both.
    size = None
    try:
        used = [name for name in SIGNS_OF_USE if (data / name).is_dir() and any((data / name).iterdir())]
        with suppress(FileNotFoundError, NotADirectoryError):
            found = path.stat()
            if not S_ISREG(found.st_mode):
                raise ArchiveUnusable(f"{path}: is not a file; {REMEDY}")
            size = found.st_size
    except OSError as error:
        raise ArchiveUnusable(f"{error.filename or path}: cannot be read: {in_words(error, data)}") from error
    if not size and used and (create or size == 0):
        what = "is gone" if size is None else "is empty"
        raise ArchiveUnusable(
            f"{path}: {what} although {data / used[0]} is not empty; {REMEDY}. "
            "`bluewatch rebuild` makes it again from the stored pages"
        )
    if not size and not create:
        raise ArchiveUnusable(
            f"{data}: there is no archive here yet; `bluewatch crawl` or `bluewatch demo` makes one, "
            "or name its folder with --data"
        )


def _lost(path: Path) -> str | None:
    lost = lost_changes(path)
    return None if lost is None else f"{lost}, or {REMEDY}"


def behind(db: Database) -> bool:
    """True where migrations are pending; raises ArchiveNewer, and ArchiveUnusable for a foreign database."""
    # By way of Database, so that a damaged file is told as such.
    known = {migration.name for migration in migrations._migrations}
    tables = {row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    with db.troubles():
        applied = [migration.name for migration in migrations.applied(db.utils)]
    newer = [name for name in applied if name not in known]
    if newer:
        raise ArchiveNewer(
            f"{db.path}: was written by a newer Bluewatch (schema {newer[-1]}); update Bluewatch, "
            "or give another folder with --data"
        )
    if not applied and tables - {migrations.migrations_table}:
        raise ArchiveUnusable(f"{db.path}: is a database of another program; {REMEDY}")
    return len(applied) < len(known)


def _migrate(data: Path, db: Database) -> None:
    """Apply what is pending, under the lock: two processes that migrate at once collide."""
    if not behind(db) and db.uses_wal:
        return
    try:
        with FileLock(lock_file(data, "migrate"), timeout=BUSY_SECONDS * 4, mode=0o600):
            db.use_wal()
            if behind(db):
                from storage.before import copy_before  # noqa: PLC0415 - only an archive of before needs it

                copy_before(data, db)
                with db.troubles():
                    _keep_list(db)
                    migrations.apply(db.utils)
    except Timeout as error:
        who = " and ".join(blockers(lock_file(data, "migrate"))) or "another process"
        raise ArchiveUnusable(f"{db.path}: {who} is changing its schema; try again later") from error
    except OSError as error:
        raise ArchiveUnusable(f"{data}: cannot be written: {error.strerror}") from error


def _keep_list(db: Database) -> None:
    """The table of applied migrations with its index: sqlite-utils makes them in two steps, and may be cut between."""
    with db.utils.atomic():
        migrations.ensure_migrations_table(db.utils)
        table = db.utils.table(migrations.migrations_table)
        table.create_index(["migration_set", "name"], unique=True, if_not_exists=True)


def _refuse_damaged(db: Database) -> None:
    size = db.value("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    if size <= CHECKED_AT_OPEN_BYTES:
        found = db.value("PRAGMA quick_check(1)")
        if found != "ok":
            raise ArchiveUnusable(f"{db.path}: is damaged ({found}); {REMEDY}")
