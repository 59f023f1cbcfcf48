"""One article of another archive joined into this one: found by uid, address, the outlet's own number or its page."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from storage import uids
from storage.archive import Archive
from storage.article_rows import CONTENT_COLUMNS, article_of, as_json, compared_state
from storage.captures import PRUNED_FOLDER
from storage.database import Row
from storage.findings import FINDINGS, Finding
from storage.forms import related_from_form
from storage.histories import CaptureKey, State, is_same, joined
from storage.revisions import differences
from storage.search import Indexed
from storage.states import States, insert, update
from storage.stored import Change, Stored
from storage.times import from_text

STATE_COLUMNS = (*CONTENT_COLUMNS, "related")
# What the newest decision gives an article.
DECIDED = ("label", "score", "operation_kind")
# Of a finding: how it was found, and what it counts for.
_SAYS_NOTHING: dict[str, Any] = {"rule": "", "confidence": 1.0, "counted": True}
# Another archive's numbers mean nothing here; the article is placed among the texts of this one.
OWN_NUMBERS = ("id", "text_id", "story_id")


class ArticleMerge:
    """Joins one article; all inside the caller's write(). minted: uids of findings there to those here."""

    def __init__(self, into: Archive, other: Archive, theirs: Row) -> None:
        self._into, self._other, self._theirs = into, other, theirs
        self.conflicts: list[str] = []
        self.minted: dict[str, str] = {}

    def run(self) -> str:
        """What became of it: new articles, joined articles or known articles."""
        theirs = self._states(self._other, self._theirs)
        known = self._known()
        if known is None:
            self._add(theirs)
            return "new articles"
        if known["uid"] != self._theirs["uid"]:
            where = known["url"] or "a file"
            self.conflicts.append(f"{self._theirs['uid']} there is {known['uid']} here: {where}")
            self.minted[self._theirs["uid"]] = known["uid"]
        ours = self._states(self._into, known)
        whole = joined(ours, theirs)
        columns = self._columns(known, whole)
        same = is_same(ours, whole)
        if same and all(known[name] == value for name, value in columns.items()):
            for state in whole:
                self._same_names(state.others, state.findings)
            self._pages(known["id"])
            self._into.texts.place(known["id"])
            return "known articles"
        if not same:
            self._write(known, whole)
        update(self._into.db, "articles", columns, {"id": known["id"]})
        fresh = self._into.db.row("SELECT * FROM articles WHERE id = ?", (known["id"],)) or known
        self._into.search.index(known["id"], Indexed.of(known), Indexed.of(fresh))
        self._pages(known["id"])
        self._decisions(known["id"])
        self._into.texts.place(known["id"])
        return "joined articles"

    def _known(self) -> Row | None:
        theirs, db = self._theirs, self._into.db
        namesake = self._into.articles.by_uid(theirs["uid"])
        if namesake is not None and (namesake["url"], namesake["source"]) == (theirs["url"], theirs["source"]):
            return namesake
        for query, parameters in (
            ("SELECT * FROM articles WHERE url = ?", (theirs["url"],)),
            ("SELECT * FROM articles WHERE source = ? AND key = ? ORDER BY id", (theirs["source"], theirs["key"])),
        ):
            if (row := db.row(query, parameters)) is not None:
                return row
        for page in self._other.db.rows("SELECT url FROM pages WHERE article_id = ? ORDER BY id", (theirs["id"],)):
            row = db.row(
                "SELECT articles.* FROM pages JOIN articles ON articles.id = article_id WHERE pages.url = ?",
                (page["url"],),
            )
            if row is not None:
                return row
        return None

    def _add(self, states: list[State]) -> None:
        """An article that is new here, in no edition: it did not come by a crawl of this archive."""
        row = {name: value for name, value in self._theirs.items() if name not in OWN_NUMBERS}
        signs = uids.SHORTEST
        while self._into.articles.by_uid(row["uid"]) is not None:
            signs += 1
            row["uid"] = uids.mint(row["source"], row["url"] or f"urn:sha256:{states[0].captures[0][2]}", signs=signs)
        if row["uid"] != self._theirs["uid"]:
            self.conflicts.append(f"{self._theirs['uid']} names another article here; it is {row['uid']} now")
            self.minted[self._theirs["uid"]] = row["uid"]
        row["origin"] = "replay" if row["origin"] == "crawl" else row["origin"]
        row["id"] = insert(self._into.db, "articles", row)
        self._into.search.index(row["id"], None, Indexed.of(row))
        self._write(row, states)
        self._pages(row["id"])
        self._decisions(row["id"])
        self._into.texts.place(row["id"])
        first = self._capture_id(states[0].captures[0]) if states and states[0].captures else None
        if first is not None and not self._is_gone(first):
            self._into.captures.name_article(
                first, uid=row["uid"], source=row["source"], origin=row["origin"], at=from_text(row["first_seen_at"])
            )

    def _columns(self, known: Row, whole: list[State]) -> dict[str, Any]:
        """The columns of an article that has both histories, the same whichever archive is ours."""
        theirs, last = self._theirs, whole[-1]
        newer = theirs if (theirs["updated_at"], theirs["label"]) > (known["updated_at"], known["label"]) else known
        return {
            **{name: last.content[name] for name in CONTENT_COLUMNS},
            **{name: newer[name] for name in DECIDED},
            "revision": len(whole),
            "first_seen_at": min(known["first_seen_at"], theirs["first_seen_at"]),
            "updated_at": max(known["updated_at"], theirs["updated_at"]),
            "withdrawn_at": self._withdrawn(known),
        }

    def _withdrawn(self, known: Row) -> str | None:
        """What the later visit of its pages found; of two that both found it gone, the earlier time.

        Of pages that both archives have, Merge.pages() has noted the later visit as ours.
        """
        ours, theirs = known["withdrawn_at"], self._theirs["withdrawn_at"]
        if ours is not None and theirs is not None:
            return str(min(ours, theirs))
        query = "SELECT coalesce(max(checked_at), '') FROM pages WHERE article_id = ?"
        here = self._into.db.value(query, (known["id"],))
        there = self._other.db.value(query, (self._theirs["id"],))
        found: str | None = ours if here >= there else theirs
        return found

    def _write(self, row: Row, states: list[State]) -> None:
        """Put these states in the place of those that were there, with their captures and findings."""
        db, article_id = self._into.db, row["id"]
        for table in ("revisions", "article_captures", "finding_sets", *(kind.TABLE for kind in FINDINGS)):
            db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608  names of ours
        before: State | None = None
        for number, state in enumerate(states, start=1):
            content = compared_state(state.content)
            changes = () if before is None else differences(compared_state(before.content), content)
            changed = as_json([change.as_form() for change in changes])
            place = {"article_id": article_id, "number": number, "seen_at": state.seen_at, "changes": changed}
            insert(db, "revisions", {**place, **state.content})
            rows = [self._capture_id(key) for key in state.captures]
            db.execute_many(
                "INSERT INTO article_captures (article_id, revision, position, capture_id) VALUES (?, ?, ?, ?)",
                [(article_id, number, n, one) for n, one in enumerate((one for one in rows if one is not None), 1)],
            )
            db.execute_many(
                "UPDATE decisions SET revision = ? WHERE article_id = ? AND capture_id = ?",
                [(number, article_id, one) for one in rows if one is not None],
            )
            before = state
        self._findings(row, states)
        States(self._into.db).put_related(article_id, related_from_form(json.loads(states[-1].content["related"])))

    def _findings(self, row: Row, states: list[State]) -> None:
        # From the last one down: the new uid of a finding may be the old one of the same words one state later.
        for number, state in reversed(list(enumerate(states, start=1))):
            article = article_of({**row, **state.content}, ())
            if state.rules is not None:
                stored = Stored(row["uid"], row["id"], len(states), Change.UNCHANGED, read_as=number)
                self._into.findings.replace(stored, article, [one for _, one in state.findings], rules=state.rules)
            named = self._into.findings.named(row["id"], number)
            if not state.mine:
                self._same_names(state.findings, named)
                continue
            self._same_names(state.others, named)
            for (old, _), (here, _) in zip(state.findings, named, strict=False):
                self._into.db.execute("UPDATE OR IGNORE verdicts SET uid = ? WHERE uid = ?", (here, old))

    def _same_names(self, there: Sequence[tuple[str, Finding]], here: Sequence[tuple[str, Finding]]) -> None:
        """The findings of one state in both archives, each by what it says; rules of another day found others too."""
        by_saying: dict[Finding, deque[str]] = defaultdict(deque)
        for uid, finding in here:
            by_saying[replace(finding, **_SAYS_NOTHING)].append(uid)
        for uid, finding in there:
            if same := by_saying.get(replace(finding, **_SAYS_NOTHING)):
                self.minted[uid] = same.popleft()

    def _pages(self, article_id: int) -> None:
        """Pages that gave it there are its pages here too, and asked for again as there."""
        for page in self._other.db.rows("SELECT * FROM pages WHERE article_id = ?", (self._theirs["id"],)):
            self._into.db.execute(
                "UPDATE pages SET article_id = :article, state = :state, reason = :reason, label = :label,"
                " score = :score, next_at = coalesce(next_at, :next_at) WHERE url = :url AND article_id IS NULL",
                {**page, "article": article_id},
            )

    def _decisions(self, article_id: int) -> None:
        """What their rules said of their captures; the newest decision stays the one on the newest state."""
        for row in self._other.db.rows(
            "SELECT * FROM decisions WHERE article_id = ? ORDER BY id", (self._theirs["id"],)
        ):
            capture_id = self._capture_id(self._key(self._other, row["capture_id"]))
            revision = self._into.db.value(
                "SELECT max(revision) FROM article_captures WHERE article_id = ? AND capture_id = ?",
                (article_id, capture_id),
            )
            if capture_id is None or revision is None:
                continue
            columns = {name: row[name] for name in row if name != "id"}
            columns |= {"capture_id": capture_id, "article_id": article_id, "revision": revision}
            same = " AND ".join(f"{name} IS :{name}" for name in columns if name != "at")
            if self._into.db.value(f"SELECT 1 FROM decisions WHERE {same}", columns) is None:  # noqa: S608  names of ours
                insert(self._into.db, "decisions", columns)

    def _states(self, archive: Archive, row: Row) -> list[State]:
        states = []
        for state in archive.articles.revisions_of(row["uid"]):
            number = state["number"]
            captures = archive.db.rows(
                "SELECT capture_id FROM article_captures WHERE article_id = ? AND revision = ? ORDER BY position",
                (row["id"], number),
            )
            rules = archive.db.value(
                "SELECT rules FROM finding_sets WHERE article_id = ? AND revision = ?", (row["id"], number)
            )
            states.append(
                State(
                    seen_at=state["seen_at"],
                    mine=archive is self._into,
                    content={name: state[name] for name in STATE_COLUMNS},
                    captures=tuple(self._key(archive, one["capture_id"]) for one in captures),
                    rules=rules,
                    findings=tuple(archive.findings.named(row["id"], number)),
                )
            )
        return states

    @staticmethod
    def _key(archive: Archive, capture_id: int) -> CaptureKey:
        row = archive.db.row(
            "SELECT coalesce(url, '') AS url, fetched_at, digest FROM captures LEFT JOIN pages ON pages.id = page_id"
            " WHERE captures.id = ?",
            (capture_id,),
        )
        assert row is not None  # noqa: S101 - a foreign key leads here
        # A file that was imported twice is one capture, whenever that was.
        return (row["url"], row["fetched_at"] if row["url"] else "", row["digest"])

    def _capture_id(self, key: CaptureKey) -> int | None:
        url, fetched_at, digest = key
        page = "page_id = (SELECT id FROM pages WHERE url = ?) AND fetched_at = ?" if url else "page_id IS NULL"
        found = self._into.db.value(
            f"SELECT id FROM captures WHERE digest = ? AND {page}",  # noqa: S608  a condition of ours
            (digest, url, fetched_at) if url else (digest,),
        )
        return None if found is None else int(found)

    def _is_gone(self, capture_id: int) -> bool:
        warc = self._into.db.value("SELECT warc FROM captures WHERE id = ?", (capture_id,))
        return str(warc).startswith(PRUNED_FOLDER)
