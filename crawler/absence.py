"""A page that shows no article: gone, hidden behind something else, or led away; and what that says of its article."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.pacing import age_from, page_again
from crawler.recheck import TRIED_WHEN_NEW, gone_again, rejected_again, withdrawn_now
from crawler.settled import NOT_JUDGED, Settled
from storage.archive import Archive
from storage.database import Row
from storage.frontier import GONE_FOR_GOOD
from storage.outages import Outages
from storage.times import from_text_or_none
from storage.withdrawals import HIDDEN

DAY, MONTH = timedelta(days=1), timedelta(days=30)
# Where an absence is sure at once (410), what was read at about the same time speaks for the outlet.
ONE_RUN = timedelta(hours=6)


class Absence:
    """Notes such pages; a kept article keeps row and text."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def led_away(self, page: Row, address: str, now: datetime, *, kind: str) -> None:
        """An address leads to what is no article (addresses.led_to says to what): gone, or no word on the article."""
        reason = f"leads to {address}, which is no article address"
        if page["article_id"] is None:
            tries = page["tries"] + 1
            again = rejected_again(kind, tries, now)
            self._archive.frontier.update(
                page["id"], state="rejected", reason=reason, checked_at=now, next_at=again, tries=tries
            )
        elif kind in HIDDEN:
            self._archive.frontier.update(page["id"], checked_at=now)
            self._hidden(page, f"{kind}: {reason}", now)
        else:
            self.missing(page, now, status=404, kind=kind, said=f"{kind}: {reason}")

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
            outages = Outages(self._archive.db)
            doubtful = (sure or tries >= TRIED_WHEN_NEW) and outages.doubtful(page, since or now - ONE_RUN, now)
            final = status == 410 and not doubtful
            again = gone_again(
                tries, now, kept=kept, age_from=age_from(self._archive, page, now), sure=sure, final=final
            )
            if doubtful:
                said = f"{said}, as is all or most of the outlet"
                again = again or now + max(DAY, min(now - (since or now), MONTH))
            # An article with another address that still answers is not withdrawn, nor is one that was gone when a web
            # archive gave it.
            withdrawn = kept and sure and not doubtful and self._archive.captures.came_from_outlet(page["id"])
            moved = outages.moved_to(page["article_id"]) if withdrawn else None
            self._archive.frontier.update(
                page["id"],
                state="gone",
                reason=said if moved is None or final else f"{said}; its text stands at {moved}",
                tries=tries,
                checked_at=now,
                gone_since=since or now,
                next_at=again,
            )
            if kept:
                self._archive.articles.follow_address(page["article_id"])
            if withdrawn and moved is None and self._archive.frontier.gone_pages_of(page["article_id"]):
                self._archive.articles.mark_withdrawn(
                    page["article_id"], since or now, kind=kind or str(status), at=now, reason=said
                )

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
            " (SELECT max(id) FROM captures WHERE page_id = ?) ORDER BY id DESC",
            (NOT_JUDGED, page["id"]),
        )
        return None if found is None else str(found)
