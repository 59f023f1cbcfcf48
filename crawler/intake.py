"""The one way into the archive: an answer is kept before anything clever is tried on it, then its reading is settled.

Used by the spider, by import and by reparse. A capture that was kept but not settled (a killed run) is settled later
from the page store, without asking the site again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crawler.addresses import IMPORT_SOURCE, placed
from crawler.pacing import age_from, page_again
from crawler.parts import Part, claim
from crawler.reading import Reading
from crawler.recheck import gone_again, rejected_again, withdrawn_now
from crawler.settled import Settled
from crawler.source import Source
from storage.archive import Archive
from storage.captures import Kept
from storage.database import Row
from storage.frontier import GONE_FOR_GOOD
from storage.health import MOST_REVISIONS
from storage.known import Known
from storage.past import FROM_THE_PAST
from storage.readings import reading_text
from storage.records import KEPT_LABELS, Answer, Article, Decision, Label, Rejection
from storage.stored import Change
from storage.times import from_text, from_text_or_none
from storage.uids import mint
from storage.withdrawals import HIDDEN

# The rules version of a decision on a page that holds no article.
NOT_JUDGED = "none"
# A fault of the parser or its limits: a later version may do better, so the capture is read again a few times.
OUR_FAULT = frozenset({"crashed", "too-slow"})
PARSED_AT_MOST = 3
# An article is asked for again at so many of its addresses: one may be given up while another stays.
MOST_ADDRESSES = 3
UNSTABLE = f"unstable page: it had {MOST_REVISIONS} states, so no further text of it is taken"


class Intake:
    """Puts answers and their readings into an archive. origin: crawl, import, replay or back-fill."""

    def __init__(self, archive: Archive, *, origin: str) -> None:
        self._archive = archive
        self._origin = origin

    def keep(self, answer: Answer, page_id: int | None) -> Kept:
        """Store the bytes; the page's validators go with them, as a kept capture is settled whatever happens next."""
        with self._archive.db.write():
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
            if reading.rejection is not None or reading.article is None or reading.decision is None:
                rejection = reading.rejection or Rejection(kind="no-text", message="nothing was read")
                settled = self._reject(rejection, page, now, seen=self._fetched(capture_id))
                unread = Decision(label=Label.OTHER, score=0.0, rules=NOT_JUDGED, reason=settled.reason)
                self._archive.articles.record_decision(unread, capture_id=capture_id, at=now)
            elif reading.decision.label in KEPT_LABELS or (page is not None and page["article_id"] is not None):
                settled = self._store(capture_id, page, reading, source=source, now=now)
            else:
                settled = self._pass_over(capture_id, page, reading.article, reading.decision, now)
            if page is not None and parts:
                claim(self._archive, page["id"], capture_id, parts, reading.parts, now)
            self._archive.captures.settle(capture_id, now, reading_text(reading.article, reading.rejection))
        return settled

    def unchanged(self, page: Row, now: datetime) -> Settled:
        """The page says what it said last time: nothing but its times is written."""
        refused = self._said_nothing(page)
        if refused is not None and page["article_id"] is not None:
            return self._hidden(page, refused, now)
        columns: dict[str, object] = {"checked_at": now, "tries": 0, "gone_since": None, "next_at": None}
        if page["article_id"] is not None:
            columns |= {"next_at": page_again(self._archive, page, now), "state": "kept", "reason": None}
        with self._archive.db.write():
            if page["article_id"] is not None:
                self._archive.articles.mark_returned(page["article_id"], now)
            self._archive.frontier.update(page["id"], **columns)
        return Settled(state=page["state"], change="unchanged" if page["article_id"] is not None else None)

    def led_away(self, page: Row, address: str, now: datetime, *, kind: str) -> None:
        """An address leads to what is no article (addresses.led_to says to what): gone, or no word on the article."""
        reason = f"leads to {address}, which is no article address"
        if page["article_id"] is None:
            self._archive.frontier.update(
                page["id"], state="rejected", reason=reason, checked_at=now, next_at=None, tries=page["tries"] + 1
            )
        elif kind in HIDDEN:
            self._archive.frontier.update(page["id"], checked_at=now)
            self._hidden(page, f"{kind}: {reason}", now)
        else:
            self.missing(page, now, status=404, kind=kind, said=f"{kind}: {reason}")

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
        tries = page["tries"] + 1
        if page["article_id"] is not None:
            return self._hidden(page, reason, now, seen=seen)
        self._archive.frontier.update(
            page["id"], state="rejected", reason=reason, tries=tries, next_at=rejected_again(rejection.kind, tries, now)
        )
        return Settled(state="rejected", reason=reason)

    def _hidden(self, page: Row, reason: str, now: datetime, *, seen: datetime | None = None) -> Settled:
        """The page of a kept article shows something else (seen: when; now); only an absence counts against it."""
        again = page_again(self._archive, page, now)
        # The event and the next time together: a kill between them would lose the first sight of it.
        with self._archive.db.write():
            self._archive.frontier.update(page["id"], reason=reason, tries=page["tries"] + 1, next_at=again)
            kind = reason.partition(":")[0]
            if kind == "soft-404":
                self.missing(page, now, status=404, kind=kind, said=reason)
            elif kind in HIDDEN:
                self._archive.articles.mark_hidden(page["article_id"], kind, seen or now, reason)
        return Settled(state="kept", change="unchanged", reason=reason)

    def _said_nothing(self, page: Row) -> str | None:
        """Why the newest answer of a page was no article; None where it was one. It may well come a second time."""
        found = self._archive.db.value(
            "SELECT reason FROM decisions WHERE article_id IS NULL AND rules = ? AND capture_id ="
            " (SELECT max(id) FROM captures WHERE page_id = ?)",
            (NOT_JUDGED, page["id"]),
        )
        return None if found is None else str(found)

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

    def missing(
        self, page: Row, now: datetime, *, status: int, kind: str | None = None, said: str | None = None
    ) -> None:
        """A page that answered 404 or 410, or what amounts to it (kind, said). Row and text of an article stay."""
        since = from_text_or_none(page["gone_since"])
        kept = page["article_id"] is not None
        tries = page["tries"] + 1
        said = said or (GONE_FOR_GOOD if status == 410 else "not found (404)")
        sure = withdrawn_now(status, since, now)
        with self._archive.db.write():
            final, since_when = status == 410, age_from(self._archive, page, now)
            again = gone_again(tries, now, kept=kept, age_from=since_when, sure=sure, final=final)
            self._archive.frontier.update(
                page["id"],
                state="gone",
                reason=said,
                tries=tries,
                checked_at=now,
                gone_since=since or now,
                next_at=again,
            )
            # An article with another address that still answers is not withdrawn, nor is one that was gone when a web
            # archive gave it.
            withdrawn = kept and sure and self._archive.captures.came_from_outlet(page["id"])
            if withdrawn and self._archive.frontier.gone_pages_of(page["article_id"]):
                self._archive.articles.mark_withdrawn(
                    page["article_id"], since or now, kind=kind or str(status), at=now, reason=said
                )

    def _fetched(self, capture_id: int) -> datetime:
        return from_text(self._archive.db.value("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)))

    def _imported(self, page: Row | None, capture_id: int) -> str | None:
        """An imported file stays one article, also where its outlet is found only now."""
        return Known(self._archive.db).imported(capture_id) if page is None else None

    def _urn(self, capture_id: int) -> str:
        digest = self._archive.db.value("SELECT digest FROM captures WHERE id = ?", (capture_id,))
        return f"urn:sha256:{digest}"
