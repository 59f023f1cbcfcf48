"""Another archive joined into this one: its pages, raw answers, articles with all their states, and verdicts.

Every page and every article is one transaction, and each step looks first at what is there: a merge that was stopped
is simply run again, and the same merge a second time changes nothing. Runs, coverage and editions are each archive's
own and stay where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storage.archive import Archive
from storage.captures import NEVER_HAD, was_never_had
from storage.database import Row
from storage.errors import ArchiveUnusable, NotFound
from storage.merge_article import ArticleMerge
from storage.states import insert, update
from storage.times import from_text
from storage.withdrawals import join_withdrawals

# What a page says of itself as of its last visit.
PAGE_NOW = (
    "etag", "last_modified", "checked_at", "next_at", "tries", "state", "reason", "label", "score", "title",
    "gone_since",
)  # fmt: skip


class Merge:
    """One merge. counts: what was added; conflicts: what the two say differently, in words."""

    def __init__(self, into: Archive, other: Archive) -> None:
        self._into, self._other = into, other
        self.counts: Counter[str] = Counter()
        self.conflicts: list[str] = []

    def sources(self) -> None:
        """Outlets that only the other archive knows."""
        with self._into.db.write():
            for row in self._other.db.rows("SELECT * FROM sources ORDER BY slug"):
                if self._into.db.value("SELECT 1 FROM sources WHERE slug = ?", (row["slug"],)) is None:
                    insert(self._into.db, "sources", row)
                    self.counts["sources"] += 1

    def pages(self) -> Iterator[None]:
        """Take over pages with their captures, then the captures of imported files."""
        for page in self._other.db.rows("SELECT * FROM pages ORDER BY id"):
            with self._into.db.write():
                page_id = self._page(page)
                self._captures("page_id = ?", (page["id"],), page_id)
            yield None
        with self._into.db.write():
            self._captures("page_id IS NULL", (), None)

    def articles(self) -> Iterator[None]:
        """Take over articles, oldest knowledge first, and then what persons said of them."""
        minted: dict[str, str] = {}
        for row in self._other.db.rows("SELECT * FROM articles ORDER BY first_seen_at, uid"):
            with self._into.db.write():
                work = ArticleMerge(self._into, self._other, row)
                self.counts[work.run()] += 1
                self.conflicts += work.conflicts
                minted |= work.minted
                uid: str = minted.get(row["uid"]) or row["uid"]
                join_withdrawals(self._into.db, self._other.db, theirs=row["id"], uid=uid)
                self._verdicts(minted, [row["uid"], *work.minted])
            yield None

    def _page(self, page: Row) -> int:
        known = self._into.frontier.page_at(page["url"])
        if known is None:
            self.counts["pages"] += 1
            return insert(
                self._into.db,
                "pages",
                {name: value for name, value in page.items() if name != "id"} | {"article_id": None},
            )
        columns = {"first_seen_at": min(known["first_seen_at"], page["first_seen_at"])}
        # A page that gave an article here and none there is asked for as before: it may have changed since.
        same_kind = known["article_id"] is None or page["article_id"] is not None
        if (page["checked_at"] or "") > (known["checked_at"] or "") and same_kind:
            columns |= {name: page[name] for name in PAGE_NOW}
            self._withdrawn(known["article_id"], page["article_id"])
        if any(known[name] != value for name, value in columns.items()):
            update(self._into.db, "pages", columns, {"id": known["id"]})
        if known["source"] != page["source"]:
            self.conflicts.append(f"{page['url']}: is of {known['source']} here and of {page['source']} there")
        return int(known["id"])

    def _withdrawn(self, ours: int | None, theirs: int | None) -> None:
        """The later visit of a page says whether its article is still there."""
        if ours is None or theirs is None:
            return
        query = "SELECT withdrawn_at FROM articles WHERE id = ?"
        here, there = self._into.db.value(query, (ours,)), self._other.db.value(query, (theirs,))
        now = None if there is None else min(there, here or there)
        if now != here:
            update(self._into.db, "articles", {"withdrawn_at": now}, {"id": ours})

    def _captures(self, where: str, parameters: tuple[int, ...], page_id: int | None) -> None:
        db = self._into.db
        for row in self._other.db.rows(
            f"SELECT * FROM captures WHERE {where} ORDER BY fetched_at, id",  # noqa: S608  a condition of ours
            parameters,
        ):
            known = db.row(
                "SELECT id, warc FROM captures WHERE page_id IS ? AND digest = ?"
                " AND (fetched_at = ? OR page_id IS NULL)",
                (page_id, row["digest"], row["fetched_at"]),
            )
            if known is not None and was_never_had(known["warc"]):
                self._take_record(row, known["id"])
            if known is None:
                capture_id = self._take(row, page_id)
                columns = {"settled_at": row["settled_at"], "reading": row["reading"]}
                update(db, "captures", columns, {"id": capture_id})
                db.execute("INSERT INTO replayed (capture_id) VALUES (?)", (capture_id,))
                copy = self._other.db.row("SELECT * FROM copies WHERE capture_id = ?", (row["id"],))
                if copy is not None:
                    insert(db, "copies", {**copy, "capture_id": capture_id})
                self._passed_over(row["id"], capture_id)
                self.counts["captures"] += 1

    def _take(self, row: Row, page_id: int | None) -> int:
        """Copy the record as it is; one that is gone or damaged leaves a row that says so."""
        try:
            self._other.captures.read(row["id"])
            record = self._other.captures.record(row["id"])
        except (NotFound, ArchiveUnusable) as error:
            if isinstance(error, ArchiveUnusable):
                self.conflicts.append(str(error))
            self.counts["captures without their raw page"] += 1
            gone = {name: row[name] for name in ("fetched_at", "status", "digest", "charset", "offset", "length")}
            place = f"{NEVER_HAD}/{row['digest'][:12]}-{page_id or 0}-{row['fetched_at']}"
            return insert(self._into.db, "captures", {**gone, "page_id": page_id, "warc": place})
        kept = self._into.captures.append_record(
            record, page_id=page_id, at=from_text(row["fetched_at"]), status=row["status"], digest=row["digest"],
            charset=row["charset"],
        )  # fmt: skip
        return kept.capture_id

    def _take_record(self, row: Row, ours: int) -> None:
        """Copy the record of a capture that came without it, where it is there by now."""
        try:
            self._other.captures.read(row["id"])
        except (NotFound, ArchiveUnusable):
            return
        self._into.captures.put_record(ours, self._other.captures.record(row["id"]), at=from_text(row["fetched_at"]))
        self.counts["raw pages of known captures"] += 1

    def _passed_over(self, theirs: int, ours: int) -> None:
        """Why a capture gave no article."""
        for row in self._other.db.rows(
            "SELECT * FROM decisions WHERE capture_id = ? AND article_id IS NULL ORDER BY id", (theirs,)
        ):
            columns = {name: value for name, value in row.items() if name != "id"}
            insert(self._into.db, "decisions", columns | {"capture_id": ours})

    def _verdicts(self, minted: dict[str, str], uids: list[str]) -> None:
        for uid in uids:
            for row in self._other.db.rows("SELECT * FROM verdicts WHERE uid = ? ORDER BY id", (uid,)):
                self.counts["verdicts"] += self._into.db.changed_by(
                    "INSERT OR IGNORE INTO verdicts (uid, by, at, verdict, note) VALUES (?, ?, ?, ?, ?)",
                    (minted.get(uid, uid), row["by"], row["at"], row["verdict"], row["note"]),
                )
