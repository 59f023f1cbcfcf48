"""Articles with every state they were seen in, and the decisions on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from storage import decisions
from storage.article_rows import CONTENT_COLUMNS, article_of, as_json, compared_state, content_of, decided_columns
from storage.database import Database, Row
from storage.errors import NotFound
from storage.forms import related_from_form, related_to_form
from storage.health import MOST_REVISIONS
from storage.kept_fields import kept
from storage.known import NO_SOURCE, Known
from storage.past import FROM_THE_PAST, Past
from storage.records import Article, Decision, Label, RelatedLink
from storage.revisions import differences
from storage.same_text import known_by_text, known_elsewhere
from storage.search import Indexed, Search
from storage.selection import Selection
from storage.states import States, insert, update
from storage.stored import Change, Stored
from storage.times import to_text
from storage.withdrawals import Withdrawals

if TYPE_CHECKING:
    from storage.captures import PageStore


class ArticleStore:
    """The tables articles, revisions, related, article_captures and decisions."""

    def __init__(self, db: Database, *, search: Search | None = None, captures: PageStore | None = None) -> None:
        self._db = db
        self._search = search or Search(db)
        self._captures = captures
        self._states = States(db)
        self._named = Known(db)
        self.withdrawals = Withdrawals(db)

    def store(
        self, article: Article, decision: Decision, *, capture_id: int, page_id: int | None, origin: str,
        seen_at: datetime, uid: str,
    ) -> Stored:  # fmt: skip
        """Store what a capture says: a new article, a revision of a known one, or only the decision and the link.

        Known is an article by its page, its address, its uid, its outlet's own number, or its text and day. An article
        seen at a second address keeps its uid and url; that page is then compared with what it said itself before,
        so two addresses with different wording make no endless row of revisions.
        """
        with self._db.write():
            known, unique = self._named.find(article, capture_id, page_id, uid)
            if known is None and page_id is not None and origin != "replay":
                source = article.source or NO_SOURCE
                known = known_by_text(self._db, article, source, seen_at) or known_elsewhere(self._db, article, source)
            if known is None:
                uid = uid if unique else self._named.longer(uid, article, capture_id)
                stored = self._add(article, decision, capture_id=capture_id, origin=origin, at=seen_at, uid=uid)
            else:
                stored = self._past(known, article, origin, capture_id=capture_id, at=seen_at) or self._update(
                    known, article, decision, capture_id=capture_id, page_id=page_id, at=seen_at
                )
            if page_id is not None:
                self._db.execute(
                    "UPDATE pages SET article_id = ?1 WHERE id = ?2 AND article_id IS NOT ?1",
                    (stored.article_id, page_id),
                )
            self.record_decision(
                decision,
                capture_id=capture_id,
                article_id=stored.article_id,
                revision=stored.read_as or stored.revision,
                at=seen_at,
            )
            return stored

    def record_decision(
        self, decision: Decision, *, capture_id: int, article_id: int | None = None, revision: int | None = None,
        at: datetime,
    ) -> None:  # fmt: skip
        """Keep a decision on a capture, with or without an article; the same one twice is one row.

        Of a transcript the decision on each block is a row of its own, before that of the whole.
        """
        decisions.record(
            self._db, decision, capture_id=capture_id, article_id=article_id, revision=revision, at=at
        )  # fmt: skip

    def by_uid(self, uid: str) -> Row | None:
        """The row of an article, or None."""
        return self._db.row("SELECT * FROM articles WHERE uid = ?", (uid,))

    def load(self, uid: str, revision: int | None = None) -> Article:
        """Rebuild an article from the columns alone, as it is now or as it was; raises NotFound."""
        row = self.by_uid(uid)
        if row is None:
            raise NotFound(f"there is no article {uid} in this archive; `bluewatch search` gives the uids")
        if revision is None or revision == row["revision"]:
            return article_of(row, self._states.related(row["id"]))
        state = self._states.of(row["id"], revision)
        if state is None:
            raise NotFound(f"article {uid} has the revisions 1 to {row['revision']}, not {revision}")
        return article_of({**row, **state}, related_from_form(json.loads(state["related"])))

    def each(
        self, *, labels: Sequence[str] | None = None, source: str | None = None, since: datetime | None = None,
        until: datetime | None = None,
    ) -> Iterator[Row]:  # fmt: skip
        """The rows of articles, oldest first, by day of publication or else of first sight.

        labels: peacekeeping only where None. since is inclusive, until is not.
        """
        wanted = (Label.PEACEKEEPING,) if labels is None else labels
        return Selection(self._db, labels=wanted, source=source, since=since, until=until).rows()

    def revisions_of(self, uid: str) -> list[Row]:
        """All states of an article, oldest first; changes is JSON."""
        return self._db.rows(
            "SELECT revisions.* FROM revisions JOIN articles ON articles.id = article_id WHERE uid = ? ORDER BY number",
            (uid,),
        )

    def decisions_of(self, uid: str) -> list[Row]:
        """All decisions on an article, oldest first; matches is JSON (storage.forms.matches_from_form reads it)."""
        return self._db.rows(
            "SELECT decisions.* FROM decisions JOIN articles ON articles.id = article_id"
            " WHERE uid = ? ORDER BY decisions.id",
            (uid,),
        )

    def related_of(self, article_id: int) -> list[RelatedLink]:
        """The article's own related news, in order."""
        return self._states.related(article_id)

    def decision_on(self, article_id: int) -> Decision | None:
        """The newest decision on an article as a whole, with those on the blocks of a transcript."""
        return decisions.newest(self._db, article_id)

    def follow_address(self, article_id: int) -> None:
        """Lead to the newest address at which the article still stands, where that which it had is gone.

        After a site's move a reader is led to the text; the uid stays as it was made from the first address.
        """
        with self._db.write():
            self._db.execute(_FOLLOWED, {"id": article_id})

    def mark_withdrawn(
        self, article_id: int, since: datetime, *, kind: str | None = None, at: datetime | None = None,
        reason: str | None = None,
    ) -> None:  # fmt: skip
        """Note that the outlet's page is gone; the first such time stays, and so does the text.

        kind: one of withdrawals.GONE; None: put back what was noted before. at: when it was noticed.
        """
        with self._db.write():
            self._db.execute(
                "UPDATE articles SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL",
                (to_text(since), article_id),
            )
            if kind is None:
                self.withdrawals.reopen(article_id, since)
            else:
                self.withdrawals.note(article_id, kind, since=since, at=at or since, reason=reason)

    def mark_hidden(self, article_id: int, kind: str, at: datetime, reason: str) -> None:
        """Note that the page shows something else (kind: one of withdrawals.HIDDEN); the article is not withdrawn."""
        with self._db.write():
            self.withdrawals.note(article_id, kind, since=at, at=at, reason=reason)

    def mark_returned(self, article_id: int, at: datetime, *, past: bool = False) -> None:
        """Note that the outlet's page is there again. past: as of a time that may lie before its take-down."""
        with self._db.write():
            # What was never away, as nearly every page, is not written: its row, with its text, would be made anew.
            away = "SELECT 1 FROM articles WHERE id = ?1 AND withdrawn_at IS NOT NULL"
            hidden = "SELECT 1 FROM withdrawals WHERE article_id = ?1 AND returned_at IS NULL"
            if self._db.value(f"{away} UNION ALL {hidden} LIMIT 1", (article_id,)) is None:
                return
            again = "withdrawn_at <= ?2 OR NOT ?3 AND withdrawn_at IS NOT NULL"
            sql = f"UPDATE articles SET withdrawn_at = NULL WHERE id = ?1 AND ({again})"  # noqa: S608  ours
            self._db.execute(sql, (article_id, to_text(at), past))
            self.withdrawals.end(article_id, at, past=past)

    def _add(
        self, article: Article, decision: Decision, *, capture_id: int, origin: str, at: datetime, uid: str
    ) -> Stored:
        source = article.source or NO_SOURCE
        content = content_of(article)
        article_id = insert(
            self._db,
            "articles",
            {
                "uid": uid, "url": article.url, "source": source, "key": article.key, **content,
                **decided_columns(decision), "revision": 1, "origin": origin,
                "first_seen_at": to_text(at), "updated_at": to_text(at),
            },
        )  # fmt: skip
        self._states.put(article_id, 1, article, content, (), at)
        if article.related:
            self._states.put_related(article_id, article.related)
        self._states.link(article_id, 1, capture_id)
        self._search.index(article_id, None, Indexed.of({**content, "first_seen_at": to_text(at)}))
        if self._captures is not None:
            self._captures.name_article(capture_id, uid=uid, source=source, origin=origin, at=at)
        return Stored(uid, article_id, 1, Change.NEW, read_as=1)

    def _update(
        self, known: Row, article: Article, decision: Decision, *, capture_id: int, page_id: int | None, at: datetime
    ) -> Stored:
        article_id, current = known["id"], known["revision"]
        update(self._db, "articles", decided_columns(decision), {"id": article_id})
        read_before = self._db.value(
            "SELECT revision FROM article_captures WHERE article_id = ? AND capture_id = ? ORDER BY revision DESC",
            (article_id, capture_id),
        )
        if read_before is not None:
            return self._reparse(known, read_before, self.as_kept(article, article_id, read_before, capture_id))
        own = self._states.newest_of_page(article_id, page_id)
        before = self._states.of(article_id, own or current)
        article = kept(article, before, first_seen_at=known["first_seen_at"])
        content = content_of(article)
        same = next(
            (number for number in (own, current) if number and not self._states.changes(article_id, number, content)),
            None,
        )
        if same is not None:
            self._states.link(article_id, same, capture_id)
            self._infer_again(known, same, content)
            return Stored(known["uid"], article_id, current, Change.UNCHANGED)
        changes = differences(compared_state(known), compared_state(content))
        if current >= MOST_REVISIONS:
            return Stored(known["uid"], article_id, current, Change.UNSTABLE, changes)
        self._states.put(article_id, current + 1, article, content, changes, at)
        self._put_current(known, article, {**content, "revision": current + 1, "updated_at": to_text(at)})
        self._states.link(article_id, current + 1, capture_id)
        return Stored(known["uid"], article_id, current + 1, Change.REVISED, changes, read_as=current + 1)

    def as_kept(self, article: Article, article_id: int, number: int, capture_id: int) -> Article:
        """What a capture says that gave this state of an article, with what it only says as the state before did."""
        seen = self._db.value("SELECT first_seen_at FROM articles WHERE id = ?", (article_id,))
        return kept(article, self._states.said_before(article_id, number, capture_id), first_seen_at=seen)

    def _infer_again(self, known: Row, number: int, content: Mapping[str, Any]) -> None:
        """Keep what the newest page declares beside an unchanged text, as its translations that came out since."""
        row = {"article_id": known["id"], "number": number}
        state = self._states.of(known["id"], number)
        if state is not None and state["inferred"] != content["inferred"]:
            inferred = {"inferred": content["inferred"]}
            update(self._db, "revisions", inferred, row)
            if number == known["revision"]:
                update(self._db, "articles", inferred, {"id": known["id"]})

    def _past(self, known: Row, article: Article, origin: str, *, capture_id: int, at: datetime) -> Stored | None:
        """What came from elsewhere may be older than what is known; None where it is not, or known itself."""
        known_capture = "SELECT 1 FROM article_captures WHERE article_id = ? AND capture_id = ?"
        if origin not in FROM_THE_PAST or self._db.value(known_capture, (known["id"], capture_id)):
            return None
        content = content_of(article)
        return Past(self._db).take(known, article, content, capture_id=capture_id, at=at, most=MOST_REVISIONS)

    def _reparse(self, known: Row, number: int, article: Article) -> Stored:
        """The bytes are those of a known state: what differs is our reading of them, not the publisher's text."""
        article_id, current, content = known["id"], known["revision"], content_of(article)
        state = self._states.of(article_id, number)
        related = as_json(related_to_form(article.related))
        unread = (
            state is None
            or any(state[name] != content[name] for name in CONTENT_COLUMNS)
            or state["related"] != related
        )
        if not unread:
            return Stored(known["uid"], article_id, current, Change.UNCHANGED, read_as=number)
        changes = self._states.changes(article_id, number, content)
        columns = {**content, "related": related}
        update(self._db, "revisions", columns, {"article_id": article_id, "number": number})
        for later in (number, number + 1):
            self._states.compare_again(article_id, later)
        if number == current:
            self._put_current(known, article, content)
        return Stored(known["uid"], article_id, current, Change.REPARSED, changes, read_as=number)

    def _put_current(self, known: Row, article: Article, columns: Mapping[str, Any]) -> None:
        update(self._db, "articles", columns, {"id": known["id"]})
        self._states.put_related(known["id"], article.related)
        self._search.index(known["id"], Indexed.of(known), Indexed.of({**known, **columns}))


_FOLLOWED = """
UPDATE OR IGNORE articles SET url = (SELECT url FROM pages WHERE article_id = :id AND state = 'kept' ORDER BY id DESC)
WHERE id = :id AND EXISTS (SELECT 1 FROM pages WHERE article_id = :id AND state = 'kept')
  AND EXISTS (SELECT 1 FROM pages WHERE article_id = :id AND state = 'gone' AND pages.url = articles.url)
"""
