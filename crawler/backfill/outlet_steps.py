"""One step of the outlet's own ways: a page of a list or a sitemap, read into old addresses and further steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urljoin

from crawler.backfill.deep import DeepSource
from crawler.backfill.pages import LivePages
from crawler.backfill.places import parse_day
from crawler.backfill.window import Window, child_wanted, day_of, span_of, wanted
from crawler.desk import Desk
from crawler.discovery.listing_read import ListingRead
from crawler.failures import Failed, FailureKind
from crawler.overlap import digest_of
from crawler.politeness import backoff
from crawler.urls import host_of
from crawler.visited import visited
from storage.backfill import BackfillStore
from storage.backfill_forms import OldAddress, Step, StepDone
from storage.database import Row
from storage.records import Link

# So many pages in a row without an article that no page of the list named before are paging beyond the end.
BARREN = 5
MOST_TRIES = 3
# Every so many pages of a list without days one article is asked for its own.
PROBED = 10
# Indexes of sitemaps in indexes.
MOST_LEVELS = 3
GUESSED = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
_NAMED = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def first_steps(source: DeepSource, ways: Sequence[str]) -> Iterator[Step]:
    """Where the outlet's own ways begin."""
    if "listings" in ways:
        for one in source.listings[:-2]:
            if one.kind != "sitemap":
                yield Step(way="listings", kind="listing", url=one.url, entry=one.url)
    if "sitemaps" in ways:
        for url in source.sitemaps:
            yield Step(way="sitemaps", kind="sitemap", url=url, entry=url)
        yield Step(way="sitemaps", kind="robots", url=urljoin(source.home, "/robots.txt"), entry="robots.txt")


class OutletSteps:
    """Takes the steps of one source. take() gives the reason why its host is to be left alone, or None."""

    def __init__(
        self, desk: Desk, source: DeepSource, store: BackfillStore, window: Window, *, pages: LivePages | None
    ) -> None:
        """pages: asks for an article now and then, where a list prints no days; None: nothing but lists is asked."""
        self._desk, self._source, self._store, self._window, self._pages = desk, source, store, window, pages
        # Of each list, the hashes of the addresses that its pages named in this run.
        self._met: dict[str, set[int]] = {}
        # Of each list, the numbered pages behind the one that is asked for next.
        self._later: dict[str, tuple[str, ...]] = {}

    async def take(self, step: Row) -> str | None:
        """Ask for one step and note what it gave."""
        if step["kind"] == "robots":
            return await self._take_robots(step)
        answer = await visited(self._desk, self._source, step["url"], {})
        now = self._desk.now()
        if isinstance(answer, Failed):
            return self._failed(step, answer, now)
        kind = "sitemap" if step["kind"] == "sitemap" else "listing"
        read = await self._desk.workers.listing(
            self._source.slug, self._source.position(kind, step["entry"]), url=answer.url, body=answer.body,
            content_type=answer.header("Content-Type"), now=now,
        )  # fmt: skip
        named = step["entry"] in self._declared if not step["depth"] else step["kind"] == "sitemap"
        if read.problem is not None and named:
            self._store.step_failed(step, read.problem, now, again=None)
            return None
        fresh = self._fresh(step, read) if step["kind"] == "listing" else []
        done = self._done(step, read, fresh)
        self._store.step_done(step, self._source.slug, done, now)
        if read.broken is not None and step["kind"] == "sitemap":
            # Used as far as it goes, and told.
            self._store.step_failed(step, read.broken, now, again=None)
        if step["kind"] == "listing" and done.further and done.oldest is None and not (step["depth"] + 1) % PROBED:
            return await self._probe(step, fresh[-1] if fresh else None)
        return None

    async def _take_robots(self, step: Row) -> str | None:
        """Ask for the sitemaps that robots.txt names; later, where it cannot be had."""
        closed = await self._desk.visitor.closed(self._source.home, self._source)
        known = self._desk.archive.frontier.host(host_of(self._source.home))
        if known is None or known["robots_state"] == "unreachable":
            return closed or "robots.txt cannot be had"
        further = self._named(known["robots"] or "")
        self._store.step_done(step, self._source.slug, StepDone(further=further), self._desk.now())
        return None

    def _fresh(self, step: Row, read: ListingRead) -> list[str]:
        """The articles on a page that no page of its list named before, in its order."""
        met = self._met.setdefault(step["entry"], set())
        fresh = [link.url for link in read.links if hash(link.url) not in met]
        met.update(map(hash, fresh))
        return fresh

    async def _probe(self, step: Row, url: str | None) -> str | None:
        """Learn how far back a list without days is by the day that the last article on the page prints."""
        row = None if url is None else self._store.address_at(url)
        if self._pages is None or row is None:
            return None
        away = await self._pages.ask(row) if row["state"] == "waiting" else None
        row = self._store.address_at(row["url"]) or row
        if row["day_by"] == "printed" and parse_day(row["day"]) < self._window.since:
            self._store.end_walk(step, f"older than {self._window.since}, by its last article")
        return away

    @property
    def _declared(self) -> set[str]:
        return {*self._source.feeds, *self._source.sitemaps, *(section.url for section in self._source.sections)}

    def _done(self, step: Row, read: ListingRead, fresh: Sequence[str]) -> StepDone:
        days = [day for link in read.links if (day := day_of(link)) is not None]
        digest = digest_of(read)
        reason = read.problem or (f"not looked at: {read.left}" if read.left else read.broken)
        further: list[Step] = []
        if step["kind"] == "sitemap" and step["depth"] >= MOST_LEVELS and read.children:
            reason = f"not looked at: {len(read.children)} sitemaps, more than {MOST_LEVELS} indexes deep"
        elif step["kind"] == "sitemap":
            further += self._sitemaps(step, read)
        else:
            barren = step["barren"] + 1 if not fresh or self._store.said_before(step, digest) else 0
            # The days of a few links say nothing of the others: a box of classics, a headline with a day in it.
            if 2 * len(days) > len(read.links) and max(days) < self._window.since:
                reason = f"older than {self._window.since}"
            elif barren >= BARREN:
                reason = f"{BARREN} pages in a row name no article that earlier pages did not"
            elif read.next_url is not None:
                self._later[step["entry"]] = read.later
                further.append(self._step(step, read.next_url, barren))
            else:
                reason = reason or "its last page"
            further += self._months(read)
        return StepDone(
            links=len(read.links), oldest=min(days, default=None), links_digest=digest, reason=reason,
            further=further, addresses=self._addresses(read.links),
        )  # fmt: skip

    def _addresses(self, links: Sequence[Link]) -> list[OldAddress]:
        found = (wanted(link, self._window, self._source.key_of(link.url)) for link in links)
        return [one for one in found if one is not None]

    def _sitemaps(self, step: Row, read: ListingRead) -> Iterator[Step]:
        """The children of an index that may hold something of the days wanted."""
        for child, changed in zip(read.children, read.children_changed, strict=True):
            if child_wanted(child, changed, self._window):
                yield self._step(step, child, 0)

    def _months(self, read: ListingRead) -> Iterator[Step]:
        for url in read.children:
            span = span_of(url)
            if span is not None and self._window.meets(span):
                yield Step(way="listings", kind="listing", url=url, entry=url)

    @staticmethod
    def _step(step: Row, url: str, barren: int) -> Step:
        return Step(
            way=step["way"], kind=step["kind"], url=url, entry=step["entry"], depth=step["depth"] + 1, barren=barren
        )

    def _named(self, robots: str) -> list[Step]:
        """The sitemaps that robots.txt names; where neither it nor the source file names one, the usual places."""
        named = _NAMED.findall(robots)
        urls = [url for url in dict.fromkeys(named) if self._source.owns(url)]
        if not urls and not self._source.sitemaps:
            urls = [urljoin(self._source.home, path) for path in GUESSED]
        return [Step(way="sitemaps", kind="sitemap", url=url, entry=url) for url in urls]

    def _failed(self, step: Row, failed: Failed, now: datetime) -> str | None:
        """A host that rests ends the run there; a page that is not there ends its list; others are tried later."""
        if failed.kind is FailureKind.PAUSED or (failed.robots and failed.kind is FailureKind.UNREACHABLE):
            return failed.reason
        child = step["kind"] == "sitemap" and step["depth"]
        if (
            failed.kind in (FailureKind.NOT_FOUND, FailureKind.GONE)
            and step["entry"] not in self._declared
            and not child
        ):
            done = StepDone(reason="there is nothing at this address")
            self._store.step_done(step, self._source.slug, done, now)
        elif failed.kind.tried_again and step["tries"] + 1 < MOST_TRIES:
            again = now + backoff(step["tries"] + 1)
            self._store.step_failed(step, failed.reason, now, again=again, further=self._past(step))
        elif further := self._past(step):
            self._store.step_failed(step, failed.reason, now, again=None, further=further)
        elif failed.kind in (FailureKind.NOT_FOUND, FailureKind.GONE) and step["depth"] and step["kind"] == "listing":
            self._store.step_done(step, self._source.slug, StepDone(reason="its last page"), now)
        else:
            self._store.step_failed(step, failed.reason, now, again=None)
        return None

    def _past(self, step: Row) -> list[Step]:
        """The page behind one that cannot be had, where the page before it names both."""
        following, *later = self._later.pop(step["entry"], ()) or (None,)
        if following is None or step["kind"] != "listing" or not step["depth"] or step["barren"] + 1 >= BARREN:
            return []
        self._later[step["entry"]] = tuple(later)
        return [self._step(step, following, step["barren"] + 1)]
