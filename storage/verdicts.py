"""What persons say of articles and findings, kept beside what the rules said, never over it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from storage.database import Database, Row
from storage.errors import NotFound, UsageError
from storage.findings import FINDINGS
from storage.records import Label
from storage.times import to_text

ON_ARTICLES = tuple(str(label) for label in Label)
ON_FINDINGS = ("right", "wrong")
# More sit in no screen, and the next call shows the rest.
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that waits for a person. kind: article or the type of a finding; why: what makes it doubtful."""

    uid: str
    kind: str
    article: str
    at: str
    title: str | None
    source: str
    words: str
    why: str


@dataclass(slots=True)
class Measured:
    """The rules against the verdicts. labels: (a person's, the rules') to count; findings: type to (right, of)."""

    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: dict[str, tuple[int, int]] = field(default_factory=dict)
    differing: list[Row] = field(default_factory=list)

    def shares(self) -> tuple[float | None, float | None]:
        """Precision and recall of the label peacekeeping; None where there is nothing to divide by."""
        hit = self.labels[Label.PEACEKEEPING, Label.PEACEKEEPING]
        said = sum(count for (_, rules), count in self.labels.items() if rules == Label.PEACEKEEPING)
        meant = sum(count for (person, _), count in self.labels.items() if person == Label.PEACEKEEPING)
        return (hit / said if said else None), (hit / meant if meant else None)


class Verdicts:
    """The table verdicts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, uid: str, verdict: str, *, by: str, at: datetime, note: str | None = None) -> bool:
        """Store a verdict; False where this person's last one on it says the same.

        Raises NotFound for a uid of no article or finding, UsageError for a verdict that is not said of such.
        """
        allowed = ON_ARTICLES if self._is_article(uid) else ON_FINDINGS
        if verdict not in allowed:
            kind = "an article" if allowed is ON_ARTICLES else "a finding"
            raise UsageError(f"{uid} is {kind}: its verdict is one of {', '.join(allowed)}, not {verdict}")
        with self._db.write():
            last = self._db.row(
                "SELECT verdict, note FROM verdicts WHERE uid = ? AND by = ? ORDER BY at DESC, id DESC", (uid, by)
            )
            if last is not None and (last["verdict"], last["note"]) == (verdict, note):
                return False
            self._db.execute(
                "INSERT INTO verdicts (uid, by, at, verdict, note) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (uid, by, at, verdict) DO UPDATE SET note = excluded.note",
                (uid, by, to_text(at), verdict, note),
            )
        return True

    def of(self, uid: str) -> list[Row]:
        """All verdicts on one uid, oldest first. Raises NotFound for one that nothing here has or had."""
        rows = self._db.rows("SELECT uid, by, at, verdict, note FROM verdicts WHERE uid = ? ORDER BY at, id", (uid,))
        if not rows:
            self._is_article(uid)
        return rows

    def doubts(self, limit: int = MOST) -> list[Doubt]:
        """Borderline articles and findings of which the rules are not sure, without a verdict, oldest first."""
        found = [
            Doubt(
                uid=row["uid"], kind="article", article=row["uid"], at=row["at"], title=row["title"],
                source=row["source"], words="", why=row["reason"] or f"borderline, score {row['score']:g}",
            )
            for row in self._db.rows(
                "SELECT uid, title, source, score, coalesce(published_at, first_seen_at) AS at,"
                " (SELECT reason FROM decisions WHERE article_id = articles.id"
                "   ORDER BY revision DESC, id DESC LIMIT 1) AS reason"
                " FROM articles WHERE label = 'borderline' AND uid NOT IN (SELECT uid FROM verdicts)"
                " ORDER BY at, uid LIMIT ?",
                (limit,),
            )
        ]  # fmt: skip
        for kind in FINDINGS:
            found += self._of_type(kind.TYPE, kind.TABLE, limit)
        return sorted(found, key=lambda one: (one.at, one.article, one.kind != "article", one.uid))[:limit]

    def measure(self) -> Measured:
        """Compare the label of every article, and every finding, with each person's newest verdict on it."""
        result = Measured()
        # A merge takes in older verdicts later.
        newest = (
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY uid, by ORDER BY at DESC, id DESC) AS place"
            " FROM verdicts) WHERE place = 1"
        )
        for row in self._db.rows(
            "SELECT verdicts.uid, by, verdict, label, title FROM verdicts JOIN articles ON articles.uid = verdicts.uid"  # noqa: S608  no value in it
            f" WHERE verdicts.id IN ({newest}) ORDER BY verdicts.uid, by"
        ):
            result.labels[row["verdict"], row["label"]] += 1
            if row["verdict"] != row["label"]:
                result.differing.append(row)
        for kind in FINDINGS:
            right, of = 0, 0
            for row in self._db.rows(
                f"SELECT verdict FROM verdicts JOIN {kind.TABLE} USING (uid) WHERE verdicts.id IN ({newest})"  # noqa: S608  names of ours
            ):
                right, of = right + (row["verdict"] == "right"), of + 1
            if of:
                result.findings[kind.TYPE] = (right, of)
        return result

    def _is_article(self, uid: str) -> bool:
        if self._db.value("SELECT 1 FROM articles WHERE uid = ?", (uid,)) is not None:
            return True
        for kind in FINDINGS:
            if self._db.value(f"SELECT 1 FROM {kind.TABLE} WHERE uid = ?", (uid,)) is not None:  # noqa: S608  names of ours
                return False
        raise NotFound(
            f"there is no article or finding {uid} in this archive; `bluewatch review` lists the doubtful ones"
        )

    def _of_type(self, name: str, table: str, limit: int) -> list[Doubt]:
        rows = self._db.rows(
            f"SELECT found.uid, articles.uid AS article, articles.title, articles.source, found.words, found.rule,"  # noqa: S608  names of ours
            " found.confidence, coalesce(articles.published_at, articles.first_seen_at) AS at"
            f" FROM {table} AS found JOIN articles ON articles.id = article_id AND articles.revision = found.revision"
            " WHERE confidence < 1 AND found.uid NOT IN (SELECT uid FROM verdicts) ORDER BY at, found.uid LIMIT ?",
            (limit,),
        )
        return [
            Doubt(
                uid=row["uid"], kind=name, article=row["article"], at=row["at"], title=row["title"],
                source=row["source"], words=row["words"], why=f"{row['rule']}, confidence {row['confidence']:g}",
            )
            for row in rows
        ]  # fmt: skip
