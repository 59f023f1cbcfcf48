"""What becomes of an address that could not be had, and whether it is the site that fails or only its pages."""

from __future__ import annotations

from datetime import timedelta

from crawler.desk import Desk, Tally
from crawler.failures import Failed, FailureKind
from crawler.politeness import FAILED_RUNS_BEFORE_REST, backoff
from crawler.source import Source
from crawler.visited import validators
from storage.database import Row
from storage.frontier import GONE_FOR_GOOD
from storage.records import Answer
from storage.times import from_text

# So many addresses in a row that failed may mean that the site is down.
MOST_FAILURES_IN_A_ROW = 5
REFUSED_AGAIN = 7
LONG_REST = timedelta(days=7)


class Doubt:
    """Tells a site that is down from one whose pages fail: after some failures in a row, what answered is asked again.

    Listings and the home page, one after the other; an address has its few attempts a run (crawler.one_request), so a
    site of nothing but broken pages is given up as well.
    """

    def __init__(self, desk: Desk, source: Source) -> None:
        self._desk, self._source = desk, source
        self._in_a_row = 0
        self._asked = 0

    def well(self) -> None:
        """An address answered."""
        self._in_a_row = 0

    async def failed(self, failed: Failed) -> str | None:
        """An address failed on its first try of this run: why the source is to be given up now, or None."""
        self._in_a_row += failed.kind.tried_again
        if self._in_a_row < MOST_FAILURES_IN_A_ROW or await self._answers():
            return None
        return f"{self._in_a_row} failures in a row, the last: {failed.reason}"

    async def _answers(self) -> bool:
        addresses = [*(listing.url for listing in self._source.listings), self._source.home]
        url = addresses[self._asked % len(addresses)]
        self._asked += 1
        row = self._desk.archive.frontier.page_at(url)
        result = await self._desk.visitor.visit(
            url, owner=self._source, headers=None if row is None else validators(row)
        )
        if isinstance(result, Failed) and result.kind is FailureKind.SPENT and self._asked < 3 * len(addresses):
            return await self._answers()
        if isinstance(result, Answer):
            self._in_a_row = 0
        return isinstance(result, Answer)


class Gone:
    """Notes the pages of one run that answered 404 or 410."""

    def __init__(self, desk: Desk, tally: Tally) -> None:
        self._desk, self._tally = desk, tally
        self._for_good: list[Row] = []
        self._never_had: list[Row] = []

    def took(self, row: Row, failed: Failed) -> bool:
        """Whether that is how an address failed; the 410 of an article waits for the end of the run."""
        if failed.kind not in (FailureKind.NOT_FOUND, FailureKind.GONE):
            return False
        self._tally.counts["gone"] += 1
        if failed.kind is FailureKind.GONE and row["article_id"] is not None:
            self._for_good.append(row)
            return True
        if failed.kind is FailureKind.GONE:
            self._never_had.append(row)
        self._desk.intake.missing(row, self._desk.now(), status=failed.status or 404)
        return True

    def note(self) -> None:
        """Note what answered 410: where most did, the site is away, and its word is not final."""
        read = self._tally.counts["fetched"] + self._tally.counts["unchanged"]
        away = len(self._for_good) + len(self._never_had) > max(1, read)
        said = f"{GONE_FOR_GOOD}, as is most of the outlet" if away else None
        # What was never had was noted as gone for good; of an outlet that is away it is asked again as after a 404.
        for row in (*self._for_good, *(self._never_had if away else ())):
            self._desk.intake.missing(row, self._desk.now(), status=404 if away else 410, kind="410", said=said)
        self._for_good.clear()
        self._never_had.clear()


def give_up(desk: Desk, tally: Tally, row: Row, failed: Failed) -> None:
    """Note why an address could not be had in this run, and when it is asked for again."""
    now, tries = desk.now(), row["tries"] + 1
    refused = failed.kind in (FailureKind.REFUSED, FailureKind.REDIRECT)
    if failed.robots and refused:
        # Nothing was asked, so nothing was tried: the page is looked at again for as many days as others.
        tries = row["tries"]
        young = now - from_text(row["first_seen_at"]) < timedelta(days=REFUSED_AGAIN)
        again = now + timedelta(days=1) if young else None
    elif refused:
        again = now + timedelta(days=1) if tries < REFUSED_AGAIN else None
    else:
        again = now + (LONG_REST if tries >= FAILED_RUNS_BEFORE_REST else backoff(tries))
    state = "refused" if refused else "failed"
    if row["article_id"] is not None:
        state, again = row["state"], again or now + timedelta(days=30)
        if failed.hides is not None:
            desk.archive.articles.mark_hidden(row["article_id"], failed.hides, now, failed.reason)
    desk.archive.frontier.update(
        row["id"], state=state, reason=failed.reason, tries=tries, checked_at=now, next_at=again
    )
    tally.counts["refused" if refused else "failed"] += 1
    # A page that robots.txt closes is obeyed, counted, and no fault of the run.
    if not (failed.robots and refused):
        tally.troubles[failed.reason] += 1
