"""What must hold of an archive after any fault, and what it holds, in a form that two runs can be compared by."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from storage.archive import Archive
from storage.backup import looked_over
from storage.check import faults_of
from storage.database import Database
from storage.errors import BluewatchError
from storage.findings import FINDINGS
from tests.crawler.test_kill import TABLES

# The folder below the data that backups go to.
COPIES = "copies"
# Besides the tables of the crawls: what was taken down, by the fact and not the second; ties; editions.
MORE = {
    "articles": "SELECT uid, url, source, title, body, published_at, label, score, revision,"
    " withdrawn_at IS NULL AS there FROM articles ORDER BY uid",
    "withdrawals": "SELECT uid, kind, withdrawals.reason, returned_at IS NULL AS away FROM withdrawals"
    " JOIN articles ON articles.id = article_id ORDER BY 1, 2, withdrawals.id",
    "appearances": "SELECT uid, relation, cut, added FROM appearances JOIN articles ON articles.id = article_id"
    " ORDER BY 1, 2",
    "editions": "SELECT profile, week, number, hash FROM editions ORDER BY profile, number",
}


def acknowledged(db: Database) -> dict[str, Any]:
    """What a committed transaction has promised to keep: states of articles, kept answers, editions."""
    if db.value("SELECT 1 FROM sqlite_master WHERE name = 'editions'") is None:
        return {"states": [], "captures": [], "editions": []}
    states = db.rows("SELECT uid, number, revisions.body FROM revisions JOIN articles ON articles.id = article_id")
    return {
        "states": [[row["uid"], row["number"], sha256(row["body"].encode()).hexdigest()[:16]] for row in states],
        "captures": [[row["id"], row["digest"][:16]] for row in db.rows("SELECT id, digest FROM captures")],
        "editions": [[row["week"], row["hash"]] for row in db.rows("SELECT week, hash FROM editions")],
    }


NOTHING: dict[str, Any] = {"states": [], "captures": [], "editions": []}
# Of a folder without an archive.
UNSEEN: dict[str, Any] = {"wrong": [], "state": None, "acknowledged": NOTHING, "copies": {}, "drafts": []}


def judged(data: Path) -> dict[str, Any]:
    """Look over a data folder.

    ``wrong``: all that does not hold; ``state``: what it holds, None without an archive; ``acknowledged``: what it
    promises to keep; ``copies``: the same of each backup, by name; ``drafts``: what was begun and not ended.
    """
    seen = UNSEEN | {"drafts": [path.name for path in data.rglob(".*.part*")]}
    if not (data / "archive.db").exists() or (data / "archive.db").stat().st_size == 0:
        return seen
    try:
        with Archive.open(data, read_only=True) as archive:
            wrong = [f"{fault.part}: {fault.where}: {fault.message}" for fault in faults_of(archive)]
            wrong += _doubles(archive.db) + _pages(data) + _digests(archive, data)
            copies, wrong_of_copies = _copies(data)
            known = acknowledged(archive.db)
            return seen | {
                "wrong": wrong + wrong_of_copies, "state": held(archive, data), "acknowledged": known, "copies": copies,
            }  # fmt: skip
    except BluewatchError as error:
        return seen | {"wrong": [f"cannot be opened: {error}"]}


def lost(seen: dict[str, Any], promised: dict[str, Any]) -> list[str]:
    """What was promised and is not there, in the archive or in a backup of it."""
    where = {"": seen["acknowledged"], **{f"{name}: ": there for name, there in seen["copies"].items()}}
    return [
        f"{name}{what}: {thing} was acknowledged and is gone"
        for name, there in where.items()
        for what, things in promised.items()
        for thing in things
        if thing not in there[what]
    ]


def held(archive: Archive, data: Path) -> dict[str, Any]:
    """What two archives of the same world agree on."""
    digests = {
        str(path.relative_to(data)): sha256(path.read_bytes()).hexdigest()
        for path in sorted((data / "digests").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    rows: dict[str, Any] = {name: archive.db.rows(sql) for name, sql in (TABLES | MORE).items()}
    rows["findings"] = {kind.TYPE: archive.db.value(f"SELECT count(*) FROM {kind.TABLE}") for kind in FINDINGS}
    return {**rows, "digests": digests}


def differences(one: dict[str, Any] | None, other: dict[str, Any] | None) -> list[str]:
    """Where two states differ, in words: what is only here became what is only there."""
    if one is None or other is None:
        return [] if one is other else ["there is no archive"]
    return [
        f"{name}: {_apart(one[name], other[name])!r:.500} became {_apart(other[name], one[name])!r:.500}"
        for name in one
        if one[name] != other[name]
    ]


def _apart(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {name: value for name, value in one.items() if name not in other or other[name] != value}
    if len(one) == len(other):
        # The same rows in the same order: only the columns that differ, and the row's first one as its name.
        pairs = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine != theirs]
        return [{**dict([next(iter(mine.items()))]), **_apart(mine, theirs)} for mine, theirs in pairs]
    return [row for row in one if row not in other]


def _doubles(db: Database) -> list[str]:
    wrong = []
    for what, sql in (
        ("articles at one address", "SELECT url FROM articles GROUP BY url HAVING count(*) > 1"),
        ("states of one number", "SELECT article_id FROM revisions GROUP BY article_id, number HAVING count(*) > 1"),
        ("equal states in a row", "SELECT a.article_id FROM revisions a JOIN revisions b ON a.article_id = b.article_id"
         " AND b.number = a.number + 1 AND a.body = b.body AND a.title IS b.title"),
        ("captures at one place", "SELECT warc FROM captures GROUP BY warc, offset HAVING count(*) > 1"),
        ("editions of one week", "SELECT week FROM editions GROUP BY profile, week HAVING count(*) > 1"),
        ("articles without a text", "SELECT uid FROM articles WHERE body = '' OR title = ''"),
    ):  # fmt: skip
        wrong += [f"{what}: {row}" for row in db.rows(sql)]
    return wrong


def _pages(data: Path) -> list[str]:
    """Every file of the page store can be read by another's tool, but for a torn record at its end."""
    wrong = []
    with Archive.open(data, read_only=True) as archive:
        ends = {row["warc"]: row["committed"] for row in archive.db.rows("SELECT warc, committed FROM warc_files")}
    for path in sorted((data / "pages").rglob("*.warc.gz")):
        name = str(path.relative_to(data))
        whole = path.read_bytes()[: ends.get(name, 0)]
        try:
            kinds = [record.rec_type for record in ArchiveIterator(BytesIO(whole), check_digests="raise")]
        except Exception as error:  # another's tool says no in its own words
            wrong.append(f"{name}: {type(error).__name__}: {error}")
            continue
        if kinds and kinds[0] != "warcinfo":
            wrong.append(f"{name}: begins with {kinds[0]}")
    return wrong


def _copies(data: Path) -> tuple[dict[str, Any], list[str]]:
    """What each backup promises to keep; and what does not hold of it, for it is whole or absent."""
    copies: dict[str, Any] = {}
    wrong = []
    for path in sorted((data / COPIES).glob("*.db")):
        wrong += [f"{path.name}: {fault.part}: {fault.message}" for fault in looked_over(path, data)]
        with closing(Database(path, read_only=True)) as db:
            copies[path.name] = acknowledged(db)
    return copies, wrong


def _digests(archive: Archive, data: Path) -> list[str]:
    """A file of a digest is whole or absent."""
    wrong = []
    hashes = {row["week"]: row["hash"] for row in archive.db.rows("SELECT week, hash FROM editions")}
    for path in sorted((data / "digests").glob("????-W??.*")):
        week = path.name[:8]
        whole = path.read_bytes()
        ended = {
            ".json": sha256(whole).hexdigest() == hashes.get(week),
            ".html": whole.rstrip().endswith(b"</html>"),
            ".pdf": whole.rstrip().endswith(b"%%EOF"),
        }.get(path.suffix, bool(whole))
        if not ended or week not in hashes:
            wrong.append(f"{path.name}: is not whole, or of no edition")
    return wrong
