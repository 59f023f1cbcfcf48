"""The one way into the archive: an answer is kept before anything clever is tried on it, then its reading is settled.

Used by the spider, by import and by reparse. A capture that was kept but not settled (a killed run) is settled later
from the page store, without asking the site again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.absence import Absence
from crawler.addresses import IMPORT_SOURCE, placed
from crawler.pacing import page_again
from crawler.parts import Part, claim
from crawler.reading import Reading
from crawler.recheck import rejected_again
from crawler.settled import NOT_JUDGED, Settled
from crawler.source import Source
from crawler.walls import HELD_APART, Walls
from storage.archive import Archive
from storage.captures import Kept
from storage.database import Row
from storage.health import MOST_REVISIONS
from storage.known import Known
from storage.past import FROM_THE_PAST
from storage.put_aside import PutAside
from storage.readings import HELD, reading_text
from storage.records import KEPT_LABELS, Answer, Article, Decision, Label, Rejection
from storage.stored import Change
from storage.times import from_text
from storage.uids import mint

# A fault of the parser or its limits: a later version may do better, so the capture is read again a few times.
OUR_FAULT = frozenset({"crashed", "too-slow"})
PARSED_AT_MOST = 3
# So often within a run the pages that were put aside are looked for.
TOLD_AGAIN = timedelta(minutes=30)
# An article is asked for again at so many of its addresses: one may be given up while another stays.
MOST_ADDRESSES = 3
UNSTABLE = f"unstable page: it had {MOST_REVISIONS} states, so no further text of it is taken"


class Intake(Absence):
    """Puts answers and their readings into an archive. origin: crawl, import, replay or back-fill."""

    def __init__(self, archive: Archive, *, origin: str) -> None:
        super().__init__(archive)
        self._origin = origin
        self._walls = Walls(archive)
        self._reads_since: dict[str, datetime] = {}

    def keep(self, answer: Answer, page_id: int | None) -> Kept:
        """Store the bytes; the page's validators go with them, as a kept capture is settled whatever happens next."""
        with self._archive.db.write():
            if page_id is not None and self._walls.holds(page_id):
                kept = self._archive.captures.append(answer, page_id=page_id)
            else:
                kept = self._archive.captures.keep(answer, page_id=page_id)
            if page_id is not None:
                self._archive.frontier.answered(
                    page_id,
                    answer.fetched_at,
                    etag=answer.header("ETag"),
                    last_modified=answer.header("Last-Modified"),
                    new=kept.new,
                )
            return kept

    def settle(
        self,
        capture_id: int,
        page_id: int | None,
        reading: Reading,
        *,
        source: Source | None,
        now: datetime,
        parts: Sequence[Part] = (),
    ) -> Settled:
        """Store what a capture says, note it as settled and give its page its next time, in one transaction.

        parts: the further pages that were asked for with it; those of reading.parts belong to it.
        """
        with self._archive.db.write():
            page = None if page_id is None else self._archive.frontier.page(page_id)
            if reading.rejection is not None and self._our_fault(reading.rejection, page):
                return self._parse_later(reading.rejection, page, now)
            if page is not None and reading.article is not None and reading.decision is not None:
                label = reading.decision.label
                refused = self._walls.judged(capture_id, page, reading.article, label, source=source)
                reading = reading if refused is None else replace(reading, rejection=refused)
            if reading.rejection is not None or reading.article is None or reading.decision is None:
                rejection = reading.rejection or Rejection(kind="no-text", message="nothing was read")
                settled = self._reject(rejection, page, now, seen=self._fetched(capture_id))
                unread = Decision(label=Label.OTHER, score=0.0, rules=NOT_JUDGED, reason=settled.reason)
                self._archive.articles.record_decision(unread, capture_id=capture_id, at=now)
            elif reading.decision.label in KEPT_LABELS or (page is not None and page["article_id"] is not None):
                settled = self._store(capture_id, page, reading, source=source, now=now)
                self._reads(page, now)
            else:
                settled = self._pass_over(capture_id, page, reading.article, reading.decision, now)
                self._reads(page, now)
            if page is not None and parts:
                claim(self._archive, page["id"], capture_id, parts, reading.parts, now)
            self._archive.captures.settle(capture_id, now, reading_text(reading.article, reading.rejection))
        return settled

    def unchanged(self, page_id: int, now: datetime) -> Settled:
        """The page says what it said last time: nothing but its times is written."""
        page = self._archive.frontier.page(page_id)
        assert page is not None  # noqa: S101 - it was asked for
        refused = self._said_nothing(page)
        if refused is not None and page["article_id"] is not None:
            return self._hidden(page, refused, now)
        if refused is not None and page["state"] in ("rejected", "refused"):
            return self._rejected(page, refused, now)
        self._reads(page, now)
        columns: dict[str, object] = {"checked_at": now, "tries": 0, "gone_since": None, "next_at": None}
        if page["article_id"] is not None:
            columns |= {"next_at": page_again(self._archive, page, now), "state": "kept", "reason": None}
        with self._archive.db.write():
            if page["article_id"] is not None:
                self._archive.articles.mark_returned(page["article_id"], now)
            # A column that is set costs its indexes and triggers even where it stays as it was.
            changed = {name: value for name, value in columns.items() if page[name] != value}
            self._archive.frontier.update(page_id, **changed)
        return Settled(state=page["state"], change="unchanged" if page["article_id"] is not None else None)

    def joined(self, page: Row, target: Row, now: datetime) -> None:
        """Note that one address leads to another page of the source; only that one is asked for again."""
        known = self._archive.frontier.page(target["id"]) or target
        self._archive.frontier.update(
            page["id"],
            state=known["state"],
            article_id=known["article_id"],
            label=known["label"],
            score=known["score"],
            checked_at=now,
            next_at=None,
            tries=0,
            reason=f"leads to {target['url']}",
        )

    def _store(
        self,
        capture_id: int,
        page: Row | None,
        reading: Reading,
        *,
        source: Source | None,
        now: datetime,
    ) -> Settled:
        article, decision = reading.article, reading.decision
        assert article is not None  # noqa: S101 - asked by the only caller
        assert decision is not None  # noqa: S101 - asked by the only caller
        answered = None if page is None else self._archive.captures.address(capture_id)
        owner = page["source"] if page is not None else source.slug if source is not None else None
        article = placed(article, answered=answered, owner=owner, source=source)
        slug = article.source or IMPORT_SOURCE
        first = article.url or self._urn(capture_id)
        page_id = None if page is None else page["id"]
        stored = self._archive.articles.store(
            article,
            decision,
            capture_id=capture_id,
            page_id=page_id,
            origin="replay" if self._archive.frontier.was_replayed(capture_id) else self._origin,
            seen_at=now,
            uid=self._archive.captures.named.get(capture_id) or self._imported(page, capture_id) or mint(slug, first),
        )
        again = page is not None and page["article_id"] is None and stored.change is not Change.NEW
        if reading.found_by is not None:
            self._archive.findings.replace(stored, article, reading.findings, rules=reading.found_by)
        self._archive.texts.place(stored.article_id)
        if page is not None and page_id is not None:
            if stored.change is not Change.NEW:
                past = self._origin in FROM_THE_PAST
                self._archive.articles.mark_returned(stored.article_id, now, past=past)
            published = article.published_at if stored.change is Change.NEW else None
            row = {**page, "article_id": stored.article_id}
            reason, next_at = None, page_again(self._archive, row, now, published=published)
            if stored.revision >= MOST_REVISIONS:
                reason = UNSTABLE
            if again and self._archive.frontier.addresses_of(stored.article_id) >= MOST_ADDRESSES:
                reason, next_at = "the same article as at other addresses, which are asked for again", None
            self._archive.frontier.update(
                page_id,
                state="kept",
                reason=reason,
                label=str(decision.label),
                score=decision.score,
                title=article.title,
                tries=0,
                gone_since=None,
                next_at=next_at,
            )
            if again:
                self._archive.articles.follow_address(stored.article_id)
        return Settled(state="kept", uid=stored.uid, change=str(stored.change), again=again)

    def _pass_over(
        self, capture_id: int, page: Row | None, article: Article, decision: Decision, now: datetime
    ) -> Settled:
        self._archive.articles.record_decision(decision, capture_id=capture_id, at=now)
        if page is not None:
            self._archive.frontier.update(
                page["id"],
                state="other",
                reason=decision.reason,
                label=str(decision.label),
                score=decision.score,
                title=article.title or page["title"],
                tries=0,
                gone_since=None,
                next_at=None,
            )
        return Settled(state="other", reason=decision.reason, dated=article.published_at is not None)

    def _reject(self, rejection: Rejection, page: Row | None, now: datetime, *, seen: datetime) -> Settled:
        """No article in the page. A kept article stays as it is; a page that hides it now may be back tomorrow."""
        reason = f"{rejection.kind}: {rejection.message}"
        if page is None:
            return Settled(state="rejected", reason=reason)
        if rejection.kind == HELD:
            return self._held(page, reason, now)
        if page["article_id"] is not None:
            return self._hidden(page, reason, now, seen=seen)
        return self._rejected(page, reason, now)

    def _rejected(self, page: Row, reason: str, now: datetime) -> Settled:
        """A page without an article, which is tried a few times whether or not it says the same each time."""
        tries = page["tries"] + 1
        again = rejected_again(reason.partition(":")[0], tries, now)
        self._archive.frontier.update(
            page["id"], state="rejected", reason=reason, tries=tries, checked_at=now, next_at=again
        )
        return Settled(state="rejected", reason=reason)

    def _held(self, page: Row, reason: str, now: datetime) -> Settled:
        """A text waits for a second look, which is to bring the whole page: no validators are sent."""
        self._archive.frontier.update(
            page["id"], reason=reason, tries=page["tries"] + 1, next_at=now + HELD_APART, etag=None, last_modified=None
        )
        return Settled(state="kept", change="unchanged", reason=reason)

    def _reads(self, page: Row | None, now: datetime) -> None:
        """An outlet's page is read, so what was put aside of it may be as well. Only a crawl asks for pages again."""
        if page is None or self._origin != "crawl":
            return
        known = self._reads_since.get(page["source"])
        if known is None or not known <= now < known + TOLD_AGAIN:
            self._reads_since[page["source"]] = now
            PutAside(self._archive.db).outlet_reads(page["source"], now)

    @staticmethod
    def _our_fault(rejection: Rejection, page: Row | None) -> bool:
        return rejection.kind in OUR_FAULT and page is not None and page["tries"] < PARSED_AT_MOST

    def _parse_later(self, rejection: Rejection, page: Row | None, now: datetime) -> Settled:
        """The parser failed, not the page: the capture stays unsettled, and later runs read it from the page store."""
        reason = f"{rejection.kind}: {rejection.message}"
        if page is not None:
            state = page["state"] if page["article_id"] is not None else "fetched"
            self._archive.frontier.update(
                page["id"], state=state, reason=reason, tries=page["tries"] + 1, checked_at=now, next_at=None
            )
        return Settled(state="rejected", reason=reason)

    def _fetched(self, capture_id: int) -> datetime:
        return from_text(self._archive.db.value("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)))

    def _imported(self, page: Row | None, capture_id: int) -> str | None:
        """An imported file stays one article, also where its outlet is found only now."""
        return Known(self._archive.db).imported(capture_id) if page is None else None

    def _urn(self, capture_id: int) -> str:
        digest = self._archive.db.value("SELECT digest FROM captures WHERE id = ?", (capture_id,))
        return f"urn:sha256:{digest}"
