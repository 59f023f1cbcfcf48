"""Stored pages through today's code: what would read differently, and, if wanted, the new reading in its place.

The publisher changed nothing, so there is no revision, no new time and no new uid; verdicts and editions stay. A page
that was passed over and is an item by today's rules becomes an article, first seen when its capture was fetched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.addresses import IMPORT_SOURCE, is_unfollowed, placed
from crawler.catalogue import Catalogue
from crawler.differing import Difference, difference_of, findings_apart
from crawler.extraction.page import Page
from crawler.intake import OUR_FAULT
from crawler.parts import Part, link_parts
from crawler.reading import SEED_SHAPE, Reading
from crawler.settled import NOT_JUDGED
from crawler.source import Source
from crawler.stored_whole import whole_reading
from crawler.text_source import source_of_text
from crawler.walls import set_aside
from crawler.worker import Workers
from storage.archive import Archive
from storage.database import Row
from storage.errors import ArchiveUnusable
from storage.known import Known
from storage.readings import reading_text
from storage.records import KEPT_LABELS, Answer, Article, Decision, Label
from storage.times import from_text
from storage.uids import mint

# A page in one of these states has been read; any other waits for the crawler.
SETTLED_STATES = ("kept", "other", "rejected")
# So many captures are stored at once: one wait for the disk, and a lock that a crawl outwaits.
BATCH = 32
# So many rows are held at a time.
PAGE = 2000
Read = tuple[Row, Answer, Reading, list[Part]]


@dataclass(slots=True)
class Tally:
    """How many captures were read, and of them: read differently, given up by the parser, not to be had (damaged)."""

    captures: int = 0
    given_up: int = 0
    differing: int = 0
    relabelled: int = 0
    damaged: int = 0


class Reparse:
    """One pass over the captures of an archive. With dry_run nothing is written.

    anyway: also pages of outlets without a source file here. stamp: names code, rules and sources; a pass that was
    stopped is gone on with by the same stamp. None: none is. say: told of every capture whose bytes cannot be had.
    """

    def __init__(
        self, archive: Archive, workers: Workers, sources: Mapping[str, Source], *, dry_run: bool = False,
        anyway: bool = False, stamp: str | None = None, say: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._archive, self._workers, self._sources = archive, workers, sources
        self._catalogue = Catalogue(list(sources.values()))
        self._dry_run, self._anyway, self._say = dry_run, anyway, say
        self._stamp = None if dry_run else stamp
        self.tally = Tally()

    def begun(self, source: str | None = None) -> int:
        """The last capture that a pass by the same stamp has stored before it was stopped; 0 where there is none."""
        if self._stamp is None:
            return 0
        stamp, _, after = (self._archive.ledger.meta_get(_mark(source)) or "").partition(" ")
        return int(after) if stamp == self._stamp else 0

    def count(self, source: str | None = None, *, after: int = 0) -> int:
        """How many captures run() reads."""
        return sum(many for slug, many in self._of(source, after) if not self._is_left(slug))

    def left(self, source: str | None = None, *, after: int = 0) -> dict[str, int]:
        """How many captures run() leaves as they stand, by slug: of outlets without a source file here (anyway: none).

        Read without what its file says, a page would lose its days, its byline or its text.
        """
        return {str(slug): many for slug, many in self._of(source, after) if self._is_left(slug)}

    def _of(self, source: str | None, after: int) -> list[tuple[str | None, int]]:
        query = f"SELECT source, count(*) FROM ({_CAPTURES}) GROUP BY source ORDER BY source"  # noqa: S608
        return self._archive.db.tuples(query, {"source": source, "after": after, "most": -1})

    def _is_left(self, slug: str | None) -> bool:
        return not self._anyway and is_unfollowed(slug, self._sources)

    def run(self, source: str | None = None, *, after: int = 0) -> Iterator[Difference | None]:
        """Read every article capture behind that one again, oldest first; yield its Difference, or None.

        Each batch is one transaction, the mark for begun() in it.
        """
        waiting: deque[tuple[Row, Answer]] = deque()

        def pages() -> Iterator[tuple[Page, str | None]]:
            for row in self._rows(source, after):
                if self._is_left(row["source"]):
                    continue
                try:
                    answer = self._archive.captures.read(row["id"])
                except ArchiveUnusable as error:
                    self._damaged(row, error)
                    continue
                waiting.append((row, answer))
                page = page_again(row, answer)
                yield page, self._slug(row, page)

        batch: list[Read] = []
        for reading in self._workers.read_pages(pages()):
            row, answer = waiting.popleft()
            try:
                batch.append((row, answer, *self._whole(row, answer, reading)))
            except ArchiveUnusable as error:  # a further page: what was read of the article before still holds
                self._damaged(row, error)
                continue
            if len(batch) == BATCH:
                yield from self._take_all(batch, source)
                batch = []
        yield from self._take_all(batch, source)
        if source is None and not self._dry_run:
            # Articles whose pages were removed are not read again, and still have a text and a story.
            self._archive.texts.place_all()
        if self._stamp is not None:
            with self._archive.db.write():
                self._archive.db.execute("DELETE FROM meta WHERE key = ?", (_mark(source),))

    def _damaged(self, row: Row, error: ArchiveUnusable) -> None:
        self.tally.damaged += 1
        self._say(f"capture {row['id']}: {error}")

    def _slug(self, row: Row, page: Page) -> str | None:
        """The source by which a capture is read: its own; of an imported text of none, the one that it names itself."""
        if row["source"] in self._sources or page.content_type != SEED_SHAPE:
            return row["source"] if row["source"] in self._sources else None
        source = source_of_text(page.body, self._catalogue)
        return source.slug if source else None

    def _rows(self, source: str | None, after: int) -> Iterator[Row]:
        while rows := self._archive.db.rows(_CAPTURES, {"source": source, "after": after, "most": PAGE}):
            yield from rows
            after = rows[-1]["id"]

    def _take_all(self, batch: Sequence[Read], source: str | None) -> list[Difference | None]:
        if self._dry_run or not batch:
            return [self._take(*one) for one in batch]
        with self._archive.db.write():
            found = [self._take(*one) for one in batch]
            if self._stamp is not None:
                self._archive.ledger.meta_set(_mark(source), f"{self._stamp} {batch[-1][0]['id']}")
        return found

    def _whole(self, row: Row, answer: Answer, reading: Reading) -> tuple[Reading, list[Part]]:
        """The reading of an article with those of its further pages that the page store holds beside this capture."""
        source = self._sources.get(row["source"])
        if source is None or not reading.wanted:
            return reading, []
        return whole_reading(self._archive, source, row, reading, lambda pages: self._read(row, answer, pages, source))

    def _read(self, row: Row, answer: Answer, further: Sequence[Page], source: Source) -> Reading:
        return self._workers.read_page(replace(page_again(row, answer), further=tuple(further)), source.slug)

    def _take(self, row: Row, answer: Answer, reading: Reading, parts: Sequence[Part]) -> Difference | None:
        self.tally.captures += 1
        if reading.rejection is not None and reading.rejection.kind in OUR_FAULT:
            # The parser failed, not the page: what was read of it before still holds.
            self.tally.given_up += 1
            return None
        state = self._archive.db.row(
            "SELECT articles.uid, articles.url, articles.source, articles.key, revisions.* FROM article_captures"
            " JOIN articles ON articles.id = article_captures.article_id"
            " JOIN revisions ON revisions.article_id = articles.id AND revisions.number = article_captures.revision"
            " WHERE capture_id = ? ORDER BY article_captures.revision DESC",
            (row["id"],),
        )
        before = self._archive.db.row(
            "SELECT label, reason, rules FROM decisions WHERE capture_id = ? ORDER BY id DESC", (row["id"],)
        )
        # What several addresses gave, or what waits, is not judged by its text.
        aside = None if before is None or state is not None else set_aside(before["rules"], before["reason"])
        if aside is not None and reading.article is not None:
            reading = replace(reading, rejection=aside)
        article = None if reading.rejection is not None else reading.article
        if article is not None:
            answered = None if row["page_id"] is None else answer.url
            article = placed(article, answered=answered, owner=row["source"], source=self._sources.get(row["source"]))
        if article is not None and state is not None:
            article = self._archive.articles.as_kept(article, state["article_id"], state["number"], row["id"])
        decision = _unread(reading) if article is None else reading.decision or _unread(reading)
        found = {} if state is None or article is None else self._findings(state, article, reading)
        difference = difference_of(row, state=state, before=before, article=article, decision=decision, found=found)
        if difference is not None:
            self.tally.differing += 1
            self.tally.relabelled += difference.label[0] != difference.label[1]
        if not self._dry_run:
            self._store(row, article, decision, reading, has_article=state is not None, apart=bool(found))
            known = None if row["page_id"] is None else self._archive.frontier.page(row["page_id"])
            if known is not None and known["article_id"] is not None:
                link_parts(self._archive, known["article_id"], row["id"], parts, reading.parts)
            read = reading_text(reading.article, reading.rejection)
            self._archive.captures.settle(row["id"], from_text(row["fetched_at"]), read)
        return difference

    def _findings(self, state: Row, article: Article, reading: Reading) -> dict[str, tuple[str | None, str | None]]:
        known = self._archive.findings.of(state["article_id"], state["number"])
        return findings_apart(state, known, article, reading.findings)

    def _store(
        self, row: Row, article: Article | None, decision: Decision, reading: Reading, *, has_article: bool, apart: bool
    ) -> None:
        """apart: the stored findings are others."""
        fetched_at = from_text(row["fetched_at"])
        with self._archive.db.write():
            if article is None or not (has_article or decision.label in KEPT_LABELS):
                self._archive.articles.record_decision(decision, capture_id=row["id"], at=fetched_at)
                if not has_article:
                    self._note(row, decision, "rejected" if article is None else "other")
                return
            stored = self._archive.articles.store(
                article,
                decision,
                capture_id=row["id"],
                page_id=row["page_id"],
                origin="import" if row["page_id"] is None else row["came"],
                seen_at=fetched_at,
                uid=self._uid(row, article),
            )
            if reading.found_by is not None:
                self._archive.findings.replace(stored, article, reading.findings, rules=reading.found_by, anew=apart)
            self._archive.texts.place(stored.article_id)
            self._note(row, decision, "kept")

    def _uid(self, row: Row, article: Article) -> str:
        imported = Known(self._archive.db).imported(row["id"]) if row["page_id"] is None else None
        return imported or mint(article.source or IMPORT_SOURCE, article.url or f"urn:sha256:{row['digest']}")

    def _note(self, row: Row, decision: Decision, state: str) -> None:
        """What the page is now called; when it is asked for again is the crawler's affair."""
        if row["page_id"] is None:
            return
        columns: dict[str, object] = {"label": str(decision.label), "score": decision.score}
        known = self._archive.frontier.page(row["page_id"])
        if row["state"] in SETTLED_STATES and (state == "kept" or known is None or known["article_id"] is None):
            columns |= {"state": state, "reason": None if state == "kept" else decision.reason}
        self._archive.frontier.update(row["page_id"], **columns)


_CAPTURES = """
SELECT captures.id, captures.page_id, captures.fetched_at, captures.digest, pages.url, pages.state,
  CASE WHEN captures.id IN (SELECT capture_id FROM replayed) THEN 'replay'
    WHEN captures.id IN (SELECT capture_id FROM copies)
      OR EXISTS (SELECT 1 FROM backfill_addresses AS old WHERE old.page_id = pages.id) THEN 'back-fill'
    ELSE 'crawl' END AS came,
  coalesce(pages.source, (SELECT articles.source FROM article_captures JOIN articles ON articles.id = article_id
    WHERE capture_id = captures.id)) AS source
FROM captures LEFT JOIN pages ON pages.id = captures.page_id
WHERE captures.settled_at IS NOT NULL AND captures.warc LIKE 'pages/%'
  AND (pages.kind = 'article' OR captures.page_id IS NULL)
  AND (:source IS NULL OR pages.source = :source)
  AND captures.id > :after
ORDER BY captures.id
LIMIT :most
"""


def _mark(source: str | None) -> str:
    """The key in the table meta under which a pass notes how far it is."""
    return f"reparse {source or 'all'}"


def page_again(row: Row, answer: Answer) -> Page:
    """A stored answer as the extraction reads it; row: page_id and fetched_at of its capture."""
    content_type = answer.header("Content-Type")
    if row["page_id"] is None and (content_type or "").startswith("text/plain"):
        content_type = SEED_SHAPE
    url = None if row["page_id"] is None else answer.url
    return Page(
        body=answer.body,
        url=url,
        content_type=content_type,
        fetched_at=from_text(row["fetched_at"]),
        further=None if row["page_id"] is None else (),
    )


def _unread(reading: Reading) -> Decision:
    rejection = reading.rejection
    reason = f"{rejection.kind}: {rejection.message}" if rejection else "no-text: nothing was read"
    return Decision(label=Label.OTHER, score=0.0, rules=NOT_JUDGED, reason=reason)
