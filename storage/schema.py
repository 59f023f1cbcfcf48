"""The archive's tables, as migrations: applied in order, each once, never edited after a release.

Names of tables and columns are those that users and tools rely on (docs/archive.md, generated from DESCRIPTIONS and
from this schema). Times are text in UTC (storage.times); JSON columns hold JSON text.
"""

from __future__ import annotations

from storage.engine import Migrations, UtilsDatabase
from storage.schema_backfill import BACKFILL, FORGOTTEN
from storage.schema_editions import EDITION_FACTS
from storage.schema_findings import finding_tables
from storage.schema_first import FIRST_TABLES, FIRST_VIEWS
from storage.schema_outbox import OUTBOX
from storage.schema_readings import READINGS
from storage.schema_replay import REPLAY
from storage.schema_rhythms import RHYTHMS
from storage.schema_search import SEARCH
from storage.schema_series import SERIES
from storage.schema_series_at_size import SERIES_AT_SIZE
from storage.schema_silence import SILENCE
from storage.schema_spans import SPANS
from storage.schema_tallies import TALLIES
from storage.schema_texts import TEXT_TABLES
from storage.schema_verdicts import VERDICTS
from storage.schema_withdrawals import BEFORE_EVENTS, WITHDRAWALS

migrations = Migrations("bluewatch")


def _run(db: UtilsDatabase, statements: str) -> None:
    """Run statement by statement: executescript would commit the migration's own transaction."""
    for statement in statements.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


@migrations()
def m001_first_tables(db: UtilsDatabase) -> None:
    """Pages, captures, articles with all their states, decisions, runs, coverage and editions."""
    _run(db, FIRST_TABLES)
    _run(db, FIRST_VIEWS)


@migrations()
def m002_readings(db: UtilsDatabase) -> None:
    """What each capture filled, in short; pages by the time they were announced; silence by a source's own rhythm."""
    _run(db, READINGS)


@migrations()
def m003_findings(db: UtilsDatabase) -> None:
    """Figures, casualties, missions, countries, people and the other findings, with their views of now."""
    _run(db, finding_tables())


@migrations()
def m004_texts(db: UtilsDatabase) -> None:
    """Texts and stories with their carriers, and the marks by which they are found."""
    _run(db, TEXT_TABLES)


@migrations()
def m005_series(db: UtilsDatabase) -> None:
    """Numbers over time: the views claims and series."""
    _run(db, SERIES)


@migrations()
def m006_verdicts(db: UtilsDatabase) -> None:
    """What persons said of articles and findings, and which captures came by replay or merge."""
    _run(db, VERDICTS)


@migrations()
def m007_withdrawals(db: UtilsDatabase) -> None:
    """Every take-down and return as an event of its own, hidden pages among them."""
    _run(db, WITHDRAWALS)


@migrations()
def m008_spans(db: UtilsDatabase) -> None:
    """Marks of texts by day, and which appearances are reprints of an old wording."""
    _run(db, SPANS)


@migrations()
def m009_edition_facts(db: UtilsDatabase) -> None:
    """What each edition printed as a fact, so that a later one can tell what no longer holds."""
    _run(db, EDITION_FACTS)


@migrations()
def m010_outbox(db: UtilsDatabase) -> None:
    """What was delivered to whom, alerts with what they have told, and since when a profile has editions."""
    _run(db, OUTBOX)


@migrations()
def m011_search(db: UtilsDatabase) -> None:
    """The full-text index in the order of time, and what filters and saved questions are quick by."""
    from storage.search_index import TABLE, Indexed  # noqa: PLC0415 - only an archive of before needs it

    _run(db, SEARCH)
    cursor = db.conn.execute("SELECT * FROM articles ORDER BY coalesce(published_at, first_seen_at)")
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        db.conn.execute(
            f"INSERT INTO {TABLE} (rowid, title, body, names) VALUES (?, ?, ?, ?)",  # noqa: S608  a name of ours
            Indexed.of(row).values(row["id"]),
        )


@migrations()
def m012_withdrawals_of_before(db: UtilsDatabase) -> None:
    """The events of articles that were withdrawn before there were events."""
    _run(db, BEFORE_EVENTS)


@migrations()
def m017_backfill(db: UtilsDatabase) -> None:
    """Back-fills: their steps, the old addresses they found, and which captures are copies of web archives."""
    _run(db, BACKFILL)


@migrations()
def m018_replay(db: UtilsDatabase) -> None:
    """How far the reading of each web archive is."""
    _run(db, REPLAY)


@migrations()
def m019_rhythms(db: UtilsDatabase) -> None:
    """When each source gives news and how often its articles change; which read as ever; the newest runs."""
    _run(db, RHYTHMS)


@migrations()
def m020_tallies(db: UtilsDatabase) -> None:
    """Stored counts of articles, pages, captures and the items of each mission; what `status` asks for by indexes."""
    _run(db, TALLIES)


@migrations()
def m021_forgotten_pages(db: UtilsDatabase) -> None:
    """A page is taken out of the frontier without a look at every article."""
    _run(db, FORGOTTEN)


@migrations()
def m022_silence(db: UtilsDatabase) -> None:
    """Silence by the whole rule, of runs that asked; a date in the future is not the present."""
    _run(db, SILENCE)


@migrations()
def m023_series_at_size(db: UtilsDatabase) -> None:
    """What counts claims, or looks for the newest steps of contingents, reads neither words nor articles' texts."""
    _run(db, SERIES_AT_SIZE)
