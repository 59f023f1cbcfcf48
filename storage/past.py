"""States of an article from before those that are known: put where they belong in time, the later ones renumbered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.article_rows import article_of
from storage.database import Database, Row
from storage.finding_store import FindingStore
from storage.findings import FINDINGS
from storage.records import Article
from storage.search import Indexed, Search
from storage.states import States, update
from storage.stored import Change, Stored
from storage.times import to_text

# Origins whose captures may be older than what is known; a crawl's never are, whatever its clock says.
FROM_THE_PAST = frozenset({"replay", "back-fill"})


class Past:
    """Stores what an older capture says; all writing is inside the caller's write()."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._states = States(db)

    def take(
        self, known: Row, article: Article, content: Mapping[str, Any], *, capture_id: int, at: datetime, most: int
    ) -> Stored | None:
        """Store a state older than the current one, or link it to its like; None where it is not older.

        most: the bound on states of one article.
        """
        article_id, moment = known["id"], to_text(at)
        later = self._db.value(
            "SELECT min(number) FROM revisions WHERE article_id = ? AND seen_at > ?", (article_id, moment)
        )
        if later is None:
            return None
        self._earlier(article_id, moment)
        for number in (later - 1, later):
            if number and not self._states.changes(article_id, number, content):
                self._states.link(article_id, number, capture_id)
                if number == later:
                    row = {"article_id": article_id, "number": number}
                    update(self._db, "revisions", {"seen_at": moment}, row)
                return Stored(known["uid"], article_id, known["revision"], Change.UNCHANGED)
        if known["revision"] >= most:
            return Stored(known["uid"], article_id, known["revision"], Change.UNSTABLE)
        self.make_room(known, later)
        self._states.put(article_id, later, article, content, (), at)
        for number in (later, later + 1):
            self._states.compare_again(article_id, number)
        self._states.link(article_id, later, capture_id)
        return Stored(known["uid"], article_id, known["revision"] + 1, Change.REVISED, read_as=later)

    def make_room(self, known: Row, number: int) -> None:
        """Give the states from this number on the next higher one, with all that belongs to them."""
        article_id = known["id"]
        findings = FindingStore(self._db)
        sets = self._db.rows(
            "SELECT finding_sets.revision AS number, finding_sets.rules AS rules, revisions.* FROM finding_sets"
            " JOIN revisions USING (article_id) WHERE article_id = ? AND finding_sets.revision = revisions.number"
            " AND number >= ? ORDER BY number",
            (article_id, number),
        )
        named = {row["number"]: findings.named(article_id, row["number"]) for row in sets}
        for table in (*(kind.TABLE for kind in FINDINGS), "finding_sets"):
            self._db.execute(f"DELETE FROM {table} WHERE article_id = ? AND revision >= ?", (article_id, number))  # noqa: S608  names of ours
        for table, column in (*((name, "revision") for name in self._numbered()), ("revisions", "number")):
            # By way of negative numbers: a number that is taken for a moment would break the key.
            for change, where in ((f"-{column} - 1", f"{column} >= ?"), (f"-{column}", f"{column} < ?")):
                bound = number if ">=" in where else 0
                self._db.execute(
                    f"UPDATE {table} SET {column} = {change} WHERE article_id = ? AND {where}",  # noqa: S608  names of ours
                    (article_id, bound),
                )
        self._db.execute("UPDATE articles SET revision = revision + 1 WHERE id = ?", (article_id,))
        # From the last one down: the new uid of a finding may be the old one of the same words one state later.
        for row in reversed(sets):
            article = article_of({**known, **row}, ())
            stored = Stored(
                known["uid"], article_id, known["revision"] + 1, Change.UNCHANGED, read_as=row["number"] + 1
            )
            before = named[row["number"]]
            findings.replace(stored, article, [one for _, one in before], rules=row["rules"])
            after = findings.named(article_id, row["number"] + 1)
            for (old, _), (new, _) in zip(before, after, strict=True):
                self._db.execute("UPDATE verdicts SET uid = ? WHERE uid = ?", (new, old))

    def _earlier(self, article_id: int, moment: str) -> None:
        """An article was first seen when its oldest capture was taken."""
        before = self._db.row("SELECT * FROM articles WHERE id = ? AND first_seen_at > ?", (article_id, moment))
        if before is not None:
            self._db.execute("UPDATE articles SET first_seen_at = ? WHERE id = ?", (moment, article_id))
            # An article without a date stands in the index by the time it was first seen.
            Search(self._db).index(article_id, Indexed.of(before), Indexed.of({**before, "first_seen_at": moment}))

    def _numbered(self) -> list[str]:
        """The tables besides the findings whose rows belong to one revision of an article."""
        rows = self._db.rows(
            "SELECT m.name AS name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table' AND c.name IN ('revision', 'article_id') GROUP BY m.name HAVING count(*) = 2"
        )
        own = {kind.TABLE for kind in FINDINGS} | {"finding_sets"}
        return [row["name"] for row in rows if row["name"] not in own]
