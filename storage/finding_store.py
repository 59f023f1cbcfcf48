"""The findings in the archive: the whole set of a revision at once, written only where it differs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from storage.article_rows import as_json
from storage.database import Database, Row
from storage.finding_forms import finding_to_form, finding_uid, words_of
from storage.findings import FINDINGS, CountryMention, Figure, Finding, MissionMention, Parts, own_columns
from storage.records import Article
from storage.stored import Stored

_SHARED = ("uid", "article_id", "revision", "field", "position", "start", '"end"', "parts", "words")
_LAST = ("rule", "rules", "confidence", "counted")


def _insert(kind: type[Finding]) -> str:
    columns = (*_SHARED, *own_columns(kind), *_LAST)
    return f"INSERT INTO {kind.TABLE} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  names of ours


_INTO_SETS = "INTO finding_sets (article_id, revision, rules, digest, count) VALUES (?, ?, ?, ?, ?)"
_FIELDS = {"title": 0, "body": 1, "caption": 2}
_TYPES = {kind.TYPE: number for number, kind in enumerate(FINDINGS)}
_TIES = {CountryMention.TYPE: "iso3", MissionMention.TYPE: "mission"}
_INSERTS = {kind.TYPE: _insert(kind) for kind in FINDINGS}


class FindingStore:
    """Writes and reads findings. Spans belong to a revision, so each revision keeps its own."""

    def __init__(self, db: Database) -> None:
        self._db = db
        # What was written last, by revision and digest: stories ask for it in the same transaction.
        self._written: tuple[tuple[int, int, str], tuple[Finding, ...]] | None = None

    def replace(
        self, stored: Stored, article: Article, findings: Sequence[Finding], *, rules: str, anew: bool = False
    ) -> bool:
        """Make these the findings of the revision that holds the article's very text (Stored.read_as).

        False where they already are by their digest, or where no revision holds it. rules: the version that found them.
        anew: the rows were seen to say otherwise, whatever the digest says.
        """
        article_id, revision = stored.article_id, stored.read_as
        if revision is None:
            return False
        digest = _digest(findings)
        with self._db.write():
            row = (article_id, revision, rules, digest, len(findings))
            if not self._db.changed_by(f"INSERT OR IGNORE {_INTO_SETS}", row):
                known = self._db.value(
                    "SELECT 1 FROM finding_sets WHERE article_id = ? AND revision = ? AND rules = ? AND digest = ?",
                    row[:4],
                )
                if known is not None and not anew:
                    return False
                for kind in FINDINGS:
                    self._db.execute(
                        f"DELETE FROM {kind.TABLE} WHERE article_id = ? AND revision = ?",  # noqa: S608  names of ours
                        (article_id, revision),
                    )
                self._db.execute(f"INSERT OR REPLACE {_INTO_SETS}", row)
            uids = self._insert(stored, article, findings, rules)
            named = zip(findings, uids, strict=True)
            placed = sorted((*_place(one), _tie(one), uid, number) for number, (one, uid) in enumerate(named))
            self._written = (article_id, revision, digest), tuple(findings[key[-1]] for key in placed)
        return True

    def of(self, article_id: int, revision: int, digest: str | None = None) -> tuple[Finding, ...]:
        """The findings of a revision, by field and place. digest: of the set (finding_sets), where it is at hand."""
        if self._written is not None and self._written[0] == (article_id, revision, digest):
            return self._written[1]
        return tuple(finding for _, finding in self.named(article_id, revision))

    def named(self, article_id: int, revision: int) -> list[tuple[str, Finding]]:
        """The findings of a revision, each with its uid."""
        found = [pair for kind in FINDINGS for pair in self._of_type(kind, article_id, revision)]
        return sorted(found, key=lambda pair: _place(pair[1]))

    def _of_type(self, kind: type[Finding], article_id: int, revision: int) -> Iterator[tuple[str, Finding]]:
        rows = self._rows(kind, article_id, revision)
        parts_of = {row["uid"]: _parts(row["parts"]) for row in rows}
        for row in rows:
            own = {name: row[name] for name in own_columns(kind)}
            if own.get("part_of") is not None:
                own["part_of"] = parts_of.get(own["part_of"])
            found = kind(
                field=row["field"],
                position=row["position"],
                parts=_parts(row["parts"]),
                rule=row["rule"],
                confidence=row["confidence"],
                counted=bool(row["counted"]),
                **own,
            )
            yield str(row["uid"]), found

    def _rows(self, kind: type[Finding], article_id: int, revision: int) -> list[Row]:
        return self._db.rows(
            f'SELECT * FROM {kind.TABLE} WHERE article_id = ? AND revision = ? ORDER BY field, position, start, "end"',  # noqa: S608  names of ours
            (article_id, revision),
        )

    def _insert(self, stored: Stored, article: Article, findings: Sequence[Finding], rules: str) -> list[str]:
        """Write the rows; return their uids."""
        revision = stored.read_as or stored.revision
        uids = _uids(stored.uid, revision, findings)
        totals = {
            (one.TYPE, one.field, one.position, one.parts): minted
            for one, minted in reversed(list(zip(findings, uids, strict=True)))
        }
        rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for one, minted in zip(findings, uids, strict=True):
            names = own_columns(type(one))
            own = [getattr(one, name) for name in names]
            if isinstance(one, Figure) and one.part_of is not None:
                own[names.index("part_of")] = totals.get((one.TYPE, one.field, one.position, one.part_of))
            rows[one.TYPE].append((
                minted, stored.article_id, revision, one.field, one.position, one.start, one.end, as_json(one.parts),
                words_of(article, one), *own, one.rule, rules, one.confidence, int(one.counted),
            ))  # fmt: skip
        for kind, of_kind in rows.items():
            self._db.execute_many(_INSERTS[kind], of_kind)
        return uids


def _place(one: Finding) -> tuple[int, int, int, int, int]:
    return _FIELDS[one.field], one.position or 0, one.start, one.end, _TYPES[one.TYPE]


def _tie(one: Finding) -> str:
    """Two of a type on the same words come in the order of the index by which their table is read."""
    return str(getattr(one, _TIES[one.TYPE])) if one.TYPE in _TIES else ""


def _uids(article_uid: str, revision: int, findings: Sequence[Finding]) -> list[str]:
    seen: Counter[tuple[object, ...]] = Counter()
    uids = []
    for one in findings:
        key = (one.TYPE, one.field, one.position, one.parts)
        uids.append(finding_uid(article_uid, revision, one, seen[key]))
        seen[key] += 1
    return uids


def _digest(findings: Sequence[Finding]) -> str:
    return hashlib.sha256(as_json([finding_to_form(one) for one in findings]).encode()).hexdigest()[:32]


def _parts(text: str) -> Parts:
    return tuple((start, end) for start, end in json.loads(text))
