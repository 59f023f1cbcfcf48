"""Reading one listing of a source: the walk back from its first page to known ground, into the frontier."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.addresses import elsewhere
from crawler.desk import Desk, Tally
from crawler.discovery.listing_read import ListingRead
from crawler.failures import OUTCOMES, Failed, FailureKind
from crawler.given_back import LARGE, give_back_memory
from crawler.link_share import share_of
from crawler.overlap import Before, digest_of, missed_words, turns_over
from crawler.politeness import backoff
from crawler.recheck import gone_for_now, listing_due, withdrawn_now
from crawler.source import Listing, Source
from crawler.stamped import recognised
from crawler.urls import host_of
from crawler.visited import validators, visited
from crawler.way_back import WayBack
from storage.announced import announced_lately
from storage.database import Row
from storage.records import Answer, CoverageState, Outcome
from storage.times import from_text_or_none, to_text

# The state of a listing that the server said is gone for good (410), twice.
GONE = "gone"
# What a run that does not ask a listing in trouble says of it.
_STANDING = {"failed": Outcome.LISTING_FAILED, "refused": Outcome.REFUSED, GONE: Outcome.LISTING_FAILED}


class Walk:
    """The walk of one listing in one run."""

    def __init__(self, desk: Desk, source: Source, position: int, run_id: int, tally: Tally) -> None:
        self._desk, self._source, self._tally, self._run_id = desk, source, tally, run_id
        self._position = position
        self._listing: Listing = source.listings[position]
        self._frontier = desk.archive.frontier
        self._new, self._known_ground = 0, False
        self._cut = self._cut_here = False
        self._before = Before(read=False, entries=False, at=None)
        # What may have been missed since then, in words; and in what time all of the listing is new.
        self._missed: str | None = None
        self._turns_over: timedelta | None = None

    async def go(self) -> None:
        """Read the listing as far as needed; what fails is told to tally and coverage, never thrown."""
        now = self._desk.now()
        row = self._row(self._listing.url, None, now)
        if not self._due(row, now):
            self._stand(row)
            return
        self._tally.counts["listings"] += 1
        self._before = Before.of(row)
        began = row["walk_started_at"]
        headers = {} if began else validators(row)
        answer = await visited(self._desk, self._source, row["url"], headers, failed_runs=row["tries"])
        if isinstance(answer, Failed):
            self._fail(row, answer.reason, OUTCOMES.get(answer.kind, Outcome.LISTING_FAILED), answer)
            return
        if answer.status == 304:
            self._unchanged(row, answer)
            return
        if began is None:
            began = to_text(self._desk.now())
            self._frontier.update(row["id"], walk_started_at=began)
        read = await self._read(row, answer, now)
        if read.problem is not None and not read.empty:
            reason = read.problem + elsewhere(row["url"], answer.url, self._source)
            self._fail(row, reason, read.outcome or Outcome.LISTING_FAILED, None)
            return
        if read.empty:
            self._tally.notes.append(f"{row['url']} holds no entry now")
        problem, fruitless = await self._follow(row, read, began)
        if fruitless and problem is not None:
            self._fail(row, problem, Outcome.LISTING_FAILED, None)
        else:
            self._end(row, answer, problem)

    def _row(self, url: str, parent: str | None, now: datetime) -> Row:
        return self._frontier.add_page(
            url, host=host_of(url), source=self._source.slug, kind="listing", now=now, listing=parent
        )

    def _due(self, row: Row, now: datetime) -> bool:
        again = from_text_or_none(row["next_at"])
        if self._desk.options.mode != "due" or again is None or row["walk_started_at"] is not None:
            return True
        checked = from_text_or_none(row["checked_at"])
        if row["state"] == GONE and checked is not None and gone_for_now(checked, now):
            return False
        return listing_due(again, checked, now, self._desk.options.listing_interval)

    def _stand(self, row: Row) -> None:
        """A listing that is not asked in this run is as well as it was when it was."""
        outcome = _STANDING.get(row["state"])
        if outcome is None:
            self._tally.listings_well += 1
            return
        with self._desk.archive.db.write():
            self._cover(CoverageState.FAILED, row["reason"])
            if row["state"] == GONE:
                # The row's own time is a day at most, as all believe; the week is counted from the last answer.
                self._frontier.update(row["id"], next_at=self._desk.now() + timedelta(days=1))
        self._tally.counts["listings_waiting"] += 1
        self._tally.listing_failures.append((outcome, f"{row['url']}: {row['reason']}"))

    async def _read(self, row: Row, answer: Answer, now: datetime) -> ListingRead:
        """Read one answer in a worker and put its links into the frontier, in one transaction with what was kept."""
        read = await self._desk.workers.listing(
            self._source.slug,
            self._position,
            url=answer.url,
            body=answer.body,
            content_type=answer.header("Content-Type"),
            now=now,
        )
        began = row["walk_started_at"] or to_text(now)
        if self._before.entries and read.links and not self._known(read, began):
            lately = announced_lately(self._desk.archive.db, self._source.slug, self._listing.url, began)
            read, met = recognised(read, lately)
            self._known_ground = self._known_ground or met
        links, said = await share_of(read, self._frontier, row["url"])
        # What is left of a feed is never read; what is left of links is, once the others are known.
        # Of what was not read to its end the server is not told that we have it, nor of an index: maps change alone.
        beyond = len(links) < len(read.links) or (read.left or "").endswith(" links")
        self._cut_here = beyond or bool(read.children) or (read.broken is not None and self._listing.kind == "sitemap")
        self._cut = self._cut or self._cut_here
        if said is not None:
            self._tally.listings_partial.append(said)
        if read.broken is not None:
            self._tally.notes.append(f"{read.broken}, so it is used as far as it goes: {row['url']}")
        digest, failed = digest_of(read), read.problem is not None and not read.empty
        with self._desk.archive.db.write():
            if failed or digest != row["links_digest"]:
                kept = self._desk.archive.captures.keep(answer, page_id=row["id"])
                self._desk.archive.captures.settle(kept.capture_id, self._desk.now())
            new = self._frontier.add_links(
                links, host_of=host_of, source=self._source.slug, listing=self._listing.url, now=self._desk.now()
            )
            if not failed:
                self._frontier.update(
                    row["id"], links_digest=digest, checked_at=answer.fetched_at, state="ok", reason=None
                )
        if len(answer.body) > 8 * LARGE:
            give_back_memory()
        self._new += new
        self._tally.counts["links"] += len(links)
        self._tally.counts["new_links"] += new
        return replace(read, links=links)

    async def _follow(self, first: Row, read: ListingRead, began: str) -> tuple[str | None, bool]:
        """Next pages until known ground, and child sitemaps, within bounds: what could not be read, and was it all."""
        section = self._listing.section
        way = WayBack(first["url"], section.pages if section else self._desk.options.listing_pages)
        known = self._known(read, began)
        way.add(read, known)
        counted = section is not None and section.page_pattern is not None
        while (following := way.next()) is not None:
            url, is_child = following
            row = self._row(url, self._listing.url, self._desk.now())
            answer = await visited(self._desk, self._source, url, validators(row) if is_child else {})
            if isinstance(answer, Failed):
                told = way.failed(url, answer.reason, missing=counted and answer.status in (404, 410))
                self._note(row, answer.reason if told else None)
                if answer.kind is FailureKind.PAUSED:
                    break
                continue
            if answer.status == 304:
                self._note(row, None)
                way.unchanged()
                continue
            more = await self._read(row, answer, self._desk.now())
            if more.problem is not None and not more.empty:
                # An archive page without articles is the natural end of a walk, not a fault of the listing.
                told = more.outcome is not Outcome.NO_LINKS
                if is_child:
                    told = way.failed(url, more.problem, alien=not told and not Before.of(row).entries)
                self._note(row, more.problem if told else None)
                continue
            if is_child and not self._cut_here:
                self._frontier.update(
                    row["id"], etag=answer.header("ETag"), last_modified=answer.header("Last-Modified"), next_at=None
                )
            way.add(more, self._known(more, began))
        self._judge_end(way, first["url"], read, known)
        return "; ".join(way.problems[:3]) or None, way.fruitless

    def _note(self, row: Row, wrong: str | None) -> None:
        """Note of a further page or child what is wrong with it, if anything is."""
        state = "ok" if wrong is None else "failed"
        self._frontier.update(row["id"], state=state, reason=wrong, checked_at=self._desk.now())

    def _known(self, read: ListingRead, began: str) -> int:
        known = self._frontier.known_before((link.url for link in read.links), began)
        # One old link shows that nothing lies between; but as items are stamped back, only a page of old ones ends it.
        self._known_ground = self._known_ground or known > 0
        return known

    def _judge_end(self, way: WayBack, url: str, read: ListingRead, known: int) -> None:
        """Say where a walk ended at its bounds, or before it met what was known: what lies between may be missing."""
        apart = self._before.entries and bool(read.links) and not self._known_ground
        if way.pages_over and apart:
            self._tally.listings_partial.append(f"{way.pages_over}, and none of them reaches back to what was known")
        elif way.pages_over:
            self._tally.notes.append(way.pages_over)
        now = self._desk.now()
        if apart:
            ledger, which = self._desk.archive.ledger, (self._source.slug, self._listing.url)
            at = self._before.at
            since = f"{at:%Y-%m-%d %H:%M}" if at is not None else ledger.last_read(*which) or "its last reading"
            self._missed = missed_words(since, now, ledger.reason_of(*which, now.date()))
            self._tally.notes.append(f"{url} {self._missed}")
        if apart or (read.next_url is None and not read.children):
            self._turns_over = turns_over(self._before, now, links=len(read.links), known=0 if apart else known)

    def _end(self, row: Row, answer: Answer, problem: str | None) -> None:
        """The walk is over: only now may the validators answer for it."""
        began = row["walk_started_at"]
        # What a walk found before it was cut short is this walk's as well.
        new = self._new or (began and self._frontier.announced_since(self._source.slug, self._listing.url, began))
        now = self._desk.now()
        with self._desk.archive.db.write():
            self._frontier.update(
                row["id"],
                walk_started_at=None,
                etag=None if problem or self._cut else answer.header("ETag"),
                last_modified=None if problem or self._cut else answer.header("Last-Modified"),
                checked_at=now,
                next_at=self._again(now, answer),
                state="ok",
                tries=0,
                reason=problem,
                gone_since=None,
            )
            self._cover(CoverageState.COLLECTED if new else CoverageState.REACHED_EMPTY, self._missed)
            self._heal(now)
        self._tally.listings_read += 1
        if problem:
            self._tally.listings_partial.append(problem)

    def _unchanged(self, row: Row, answer: Answer) -> None:
        now = self._desk.now()
        with self._desk.archive.db.write():
            self._frontier.update(
                row["id"],
                checked_at=now,
                next_at=self._again(now, answer),
                state="ok",
                tries=0,
                reason=None,
                gone_since=None,
            )
            self._cover(CoverageState.REACHED_EMPTY)
            self._known_ground = True
            self._heal(now)
        self._tally.listings_read += 1
        self._tally.counts["not_modified"] += 1

    def _again(self, now: datetime, answer: Answer) -> datetime:
        # Who cannot say what a wait costs is not told to wait longer by the server.
        asked = None if self._missed or not self._before.read else answer.header("Cache-Control")
        return self._desk.pacing.listing_again(self._source.slug, now, asked, self._turns_over)

    def _fail(self, row: Row, reason: str, outcome: Outcome, failed: Failed | None) -> None:
        now = self._desk.now()
        tries = row["tries"] + 1
        again = failed.until if failed is not None and failed.until is not None else now + backoff(tries)
        state, gone_since = "refused" if outcome is Outcome.REFUSED else "failed", from_text_or_none(row["gone_since"])
        if failed is not None and failed.kind is FailureKind.GONE:
            # A deploy may say so for an hour: it is believed as the second 404 of an article is.
            if withdrawn_now(404, gone_since, now):
                state = GONE
                reason += f" since {gone_since:%Y-%m-%d}; it is asked for once a week, and by `bluewatch crawl "
                reason += f"{self._source.slug} --all`"
            gone_since = gone_since or now
        with self._desk.archive.db.write():
            if failed is not None and failed.answer is not None and failed.answer.body:
                kept = self._desk.archive.captures.keep(failed.answer, page_id=row["id"])
                self._desk.archive.captures.settle(kept.capture_id, now)
            self._frontier.update(
                row["id"], state=state, reason=reason, tries=tries, checked_at=now, next_at=again, gone_since=gone_since
            )
            self._cover(CoverageState.FAILED, reason)
        self._tally.counts["listings_failed"] += 1
        self._tally.listing_failures.append((outcome, f"{row['url']}: {reason}"))
        if failed is not None and failed.kind is FailureKind.PAUSED:
            self._tally.stopped = failed.reason

    def _cover(self, state: CoverageState, reason: str | None = None) -> None:
        day = self._desk.now().date()
        self._desk.archive.ledger.cover(self._source.slug, self._listing.url, day, state, self._run_id, reason)

    def _heal(self, now: datetime) -> None:
        """Days that were missed are made good by a walk that reached what was known before them."""
        if not self._known_ground:
            return
        self._desk.archive.ledger.heal(self._source.slug, self._listing.url, before=now.date(), run_id=self._run_id)
