"""One run of one source: what a killed run left, the listings, then the articles that are due."""

from __future__ import annotations

import asyncio
import heapq
import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from crawler import own_fault
from crawler.addresses import is_home, led_to
from crawler.budgets import Budget
from crawler.desk import Desk, RunReport, Tally
from crawler.failures import Failed, FailureKind
from crawler.giving_up import Doubt, Gone, give_up
from crawler.listings import Walk
from crawler.lost_pages import UNREADABLE, let_go
from crawler.part_walk import PARSER_FAULTS, PartWalk
from crawler.politeness import retries_in_run, retry_delay
from crawler.reading import Reading
from crawler.recheck import GRACE
from crawler.settled import Settled
from crawler.source import Source
from crawler.urls import host_of
from crawler.visited import validators
from storage.database import Row
from storage.errors import BluewatchError
from storage.records import Answer, Outcome
from storage.times import to_text

RECHECKED_APART = timedelta(minutes=10)


@dataclass(order=True, slots=True)
class _Turn:
    """One article to ask for, not before a time (monotonic seconds)."""

    not_before: float
    order: int
    row: Row = field(compare=False)
    tries: int = field(compare=False, default=0)
    new: bool = field(compare=False, default=False)


class SourceRun:
    """The run of one source. go() ends with a report whatever happens, but for an archive that cannot be used."""

    def __init__(self, desk: Desk, source: Source) -> None:
        self._desk, self._source = desk, source
        self._tally = Tally()
        self._run_id = 0
        self._doubt = Doubt(desk, source)
        self._gone = Gone(desk, self._tally)
        self._last: Settled | None = None
        self._budget = Budget(desk.options.pages_per_run, desk.options.per_pattern)
        self._parts = PartWalk(
            desk, source, self._tally, give_up=partial(give_up, desk, self._tally), on_part=self._budget.take_part
        )
        # First pages that were asked for because one of their further pages was met before them.
        self._sought: set[int] = set()

    async def go(self) -> RunReport:
        """Crawl the source; its run row is closed in every case."""
        ledger, now = self._desk.archive.ledger, self._desk.now()
        with self._desk.archive.db.write():
            self._run_id = ledger.start_run(self._source.slug, now)
            ledger.lay_down(self._source.slug, (one.url for one in self._source.listings), now.date())
        try:
            await self._settle_left_over()
            for position in range(len(self._source.listings)):
                await Walk(self._desk, self._source, position, self._run_id, self._tally).go()
            if self._tally.stopped is None:
                await self._articles()
        except asyncio.CancelledError:
            self._end(Outcome.INTERRUPTED, self._desk.cut)
            raise
        except own_fault.Shortage as error:
            return self._end(*own_fault.told(error))
        except BluewatchError:
            raise
        except Exception as error:  # our own fault: it costs this source, is named, and never ends in silence
            return self._end(*own_fault.told(error))
        return self._end(*self._tally.outcome())

    def _end(self, outcome: Outcome, reason: str | None) -> RunReport:
        counts = {name: count for name, count in sorted(self._tally.counts.items()) if count}
        self._desk.archive.ledger.end_run(self._run_id, self._desk.now(), outcome, reason, counts)
        report = RunReport(source=self._source.slug, outcome=outcome, reason=reason, counts=counts)
        self._desk.say(f"{self._source.slug}: {outcome}" + (f": {reason}" if reason else ""))
        return report

    async def _settle_left_over(self) -> None:
        """Settle what an earlier run kept and did not live to read, without asking the site."""
        for capture in self._desk.archive.captures.unsettled(self._source.slug):
            try:
                answer = self._desk.archive.captures.read(capture["id"])
            except UNREADABLE as error:
                self._tally.notes.append(str(let_go(self._desk.archive, capture, error, self._desk.now()).reason))
                continue
            page = self._desk.archive.frontier.page(capture["page_id"])
            if page is not None and page["kind"] == "article" and not self._settled(capture["id"]):
                await self._settle(capture["id"], page, answer)
        # What is left belongs to no article: listings, and pages that no first page names any more.
        for capture in self._desk.archive.captures.unsettled(self._source.slug):
            if capture["kind"] != "article":
                self._desk.archive.captures.settle(capture["id"], self._desk.now())

    async def _articles(self) -> None:
        """Ask for due articles: new ones first, then those whose time has come again; retries between them."""
        turns = self._due()
        total, done = len(turns), 0
        while turns and self._tally.stopped is None:
            turn = self._next(turns)
            if turn.not_before > time.monotonic():
                await asyncio.sleep(turn.not_before - time.monotonic())
            row = self._desk.archive.frontier.page(turn.row["id"]) or turn.row
            first = turn.new and turn.tries == 0
            if first and self._budget.put_off(row):
                continue
            self._last = None
            failed = await (self._article(row) if row["kind"] == "article" else self._missing_part(row))
            if first:
                self._note_worth(row, failed)
            if failed is None:
                self._doubt.well()
            else:
                await self._after_failure(turn, row, failed, turns)
            done += 1
            if done % 25 == 0:
                self._desk.say(f"{self._source.slug}: {done} of {total} pages")
        self._gone.note()
        if self._budget.reason:
            self._tally.listings_partial.append(self._budget.reason)
        # What was asked in vain waits for the next reading of the listings; what gave no article at all, for a day.
        for pages, articles in self._budget.in_vain():
            rest = self._desk.options.listing_interval if articles else timedelta(days=1)
            self._desk.archive.frontier.put_off(pages, self._desk.now() + rest)

    def _note_worth(self, row: Row, failed: Failed | None) -> None:
        """Tell the budget what an address that was never asked before gave; what robots.txt closes was not asked."""
        settled = self._last
        if failed is not None:
            if not failed.robots:
                self._budget.gave(row, failed=True)
            return
        kept = settled is not None and settled.state == "kept" and settled.change == "new"
        self._budget.gave(row, kept=kept, dated=settled is not None and settled.state == "other" and settled.dated)

    def _due(self) -> list[_Turn]:
        options, frontier, slug = self._desk.options, self._desk.archive.frontier, self._source.slug
        now = self._desk.now()
        taken = self._budget.choose(lambda: frontier.due_new(slug, now), frontier.gave_articles(slug))
        if options.mode == "recheck":
            again = frontier.kept(slug, now - RECHECKED_APART)
        else:
            again = frontier.due_again(slug, now, options.rechecks_per_run, GRACE)
        again += frontier.due_parts(slug, now)
        return [_Turn(0.0, n, row, new=n < len(taken)) for n, row in enumerate([*taken, *again])]

    @staticmethod
    def _next(turns: list[_Turn]) -> _Turn:
        """The first turn that may be taken now, else the one that may be taken soonest."""
        return heapq.heappop(turns)

    async def _article(self, row: Row) -> Failed | None:
        """Ask for one article and settle what comes; a Failed is what could not be had."""
        known = row["state"] in ("kept", "other", "rejected", "gone")
        result = await self._desk.visitor.visit(
            row["url"], owner=self._source, headers=validators(row) if known else None
        )
        if isinstance(result, Failed):
            return self._gone_or_failed(row, result)
        self._tally.counts["fetched"] += 1
        if result.status == 304:
            await self._desk.together.write(partial(self._desk.intake.unchanged, row["id"], self._desk.now()))
            self._tally.counts["unchanged"] += 1
            return None
        page = row
        if result.url != row["url"]:
            target = self._target(row, result)
            if target is None:
                return None
            page = target
        capture_id, told = await self._desk.together.write(partial(self._keep, result, page))
        if told:
            self._tally.counts["unchanged"] += 1
        else:
            await self._settle(capture_id, page, result)
        if page["id"] != row["id"]:
            self._desk.intake.joined(row, page, self._desk.now())
        return None

    def _keep(self, answer: Answer, page: Row) -> tuple[int, bool]:
        """Keep an answer: its capture, and whether that was read before and so told nothing new."""
        kept = self._desk.intake.keep(answer, page["id"])
        told = not kept.new and page["state"] != "new" and self._settled(kept.capture_id)
        if told:
            self._desk.intake.unchanged(page["id"], self._desk.now())
        return kept.capture_id, told

    def _settled(self, capture_id: int) -> bool:
        at = self._desk.archive.db.value("SELECT settled_at FROM captures WHERE id = ?", (capture_id,))
        return at is not None

    def _target(self, row: Row, answer: Answer) -> Row | None:
        """The page that a redirect led to; None where it led to no article, which withdraws or rejects the page."""
        now, address = self._desk.now(), self._source.canonical(answer.url)
        if is_home(answer.url, self._source) or not self._source.is_article(address):
            self._desk.intake.led_away(row, answer.url, now, kind=led_to(answer.url, self._source))
            self._tally.counts["rejected"] += 1
            return None
        if address == row["url"]:
            return row
        return self._desk.archive.frontier.add_page(
            address, host=host_of(address), source=self._source.slug, kind="article", now=now, listing=row["listing"]
        )

    async def _settle(self, capture_id: int, page: Row, answer: Answer) -> None:
        reading, parts = await self._parts.whole(page, capture_id, answer)
        if reading.first is not None and await self._begins_elsewhere(page, reading.first):
            return
        settle = partial(self._desk.intake.settle, source=self._source, now=self._desk.now(), parts=parts)
        settled = await self._desk.together.write(partial(settle, capture_id, page["id"], reading))
        self._last = settled
        if (doubt := _doubt(reading)) is not None:
            self._tally.doubts.setdefault(doubt, []).append(page["url"])
        self._tally.counts["again" if settled.again else settled.change or settled.state] += 1
        if reading.rejection is not None and reading.rejection.kind in PARSER_FAULTS:
            self._tally.troubles[f"{reading.rejection.kind}: {reading.rejection.message}"] += 1

    async def _begins_elsewhere(self, page: Row, first: str) -> bool:
        """Ask for the first page of a text of which a listing named a further one; it alone says what belongs to it.

        True where it took this page, or could not be had yet: then this page waits, kept and unread.
        """
        frontier, now = self._desk.archive.frontier, self._desk.now()
        address = self._source.canonical(first)
        if page["article_id"] is not None or address == page["url"] or not self._source.is_article(address):
            return False
        row = frontier.add_page(
            address, host=host_of(address), source=self._source.slug, kind="article", now=now, listing=page["listing"]
        )
        if row["kind"] != "article" or row["id"] in self._sought:
            return False
        self._sought.update((row["id"], page["id"]))
        # A kept one may have had no second page when it was looked at last.
        before = row["state"] in ("kept", "other") and (row["checked_at"] or "") < page["first_seen_at"]
        due = row["next_at"] is not None and row["next_at"] <= to_text(now)
        if before or due or row["state"] in ("new", "fetched"):
            failed = await self._article(row)
            if failed is not None:
                give_up(self._desk, self._tally, row, failed)
        self._sought.discard(row["id"])
        known, row = frontier.page(page["id"]) or page, frontier.page(row["id"]) or row
        if known["kind"] == "other":
            return True
        waits = row["state"] in ("new", "fetched", "failed")
        if waits:
            frontier.update(page["id"], next_at=None, reason=f"a further page of {row['url']}, which is not had yet")
        return waits

    async def _missing_part(self, row: Row) -> Failed | None:
        """Ask again for a further page that could not be had, and read its article anew with it."""
        frontier = self._desk.archive.frontier
        first = frontier.page_at(row["listing"])
        capture = None if first is None else frontier.capture_of(first["id"])
        due = row["next_at"] is not None and row["next_at"] <= to_text(self._desk.now())
        if due and first is not None and capture is not None and first["state"] in ("kept", "other"):
            await self._settle(capture["id"], first, self._desk.archive.captures.read(capture["id"]))
            # The first page itself was not asked for.
            frontier.update(first["id"], next_at=first["next_at"], tries=first["tries"])
        after = frontier.page(row["id"]) or row
        if due and after["next_at"] == row["next_at"]:
            frontier.update(row["id"], next_at=None)
        return None

    def _gone_or_failed(self, row: Row, failed: Failed) -> Failed | None:
        return None if self._gone.took(row, failed) else failed

    async def _after_failure(self, turn: _Turn, row: Row, failed: Failed, turns: list[_Turn]) -> None:
        """Try again in this run, later, or never: by the kind of failure alone."""
        if failed.kind is FailureKind.PAUSED or (failed.robots and failed.kind is FailureKind.UNREACHABLE):
            self._tally.stopped = failed.reason
            return
        down = await self._doubt.failed(failed) if turn.tries == 0 else None
        if down is None and failed.kind.tried_again and turn.tries < retries_in_run(row["tries"]):
            delay = retry_delay(turn.tries + 1, self._desk.options.gap_seconds)
            heapq.heappush(turns, _Turn(time.monotonic() + delay, turn.order, row, turn.tries + 1))
            return
        give_up(self._desk, self._tally, row, failed)
        self._tally.stopped = down


def _doubt(reading: Reading) -> str | None:
    """Why a text may hold wrong signs: its bytes fit no declared charset."""
    evidence = None if reading.article is None else reading.article.evidence.get("body")
    basis = None if evidence is None else evidence.basis
    return basis if basis is not None and basis.startswith("bytes read as") else None
