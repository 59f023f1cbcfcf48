"""Web archives made by anyone into the archive, by the intake of a live crawl: kept first, then read, oldest first.

Both steps are idempotent and made of short transactions: a run that was stopped is simply run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from crawler.addresses import IMPORT_SOURCE
from crawler.archived_page import Found, digests, interpret
from crawler.catalogue import Catalogue
from crawler.guard import refuse_url
from crawler.intake import Intake
from crawler.read_back import ReadBack
from crawler.settled import Settled
from crawler.source import Source
from crawler.urls import canonical, host_of
from crawler.web_archive import records
from crawler.worker import Workers
from storage.archive import Archive
from storage.database import Row
from storage.records import Answer
from storage.times import to_text

NO_OUTLET = {
    "slug": IMPORT_SOURCE, "name": "no followed outlet", "home": None, "enabled": False,
    "disabled_because": "pages that came by import or replay, of outlets that are not followed",
}  # fmt: skip


@dataclass(slots=True)
class Summary:
    """What became of the records. taken: new captures by what they gave; other and refused: by reason."""

    records: int = 0
    known: int = 0
    kept: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


class Replay:
    """One replay into one archive. say: told of every refused record, with file, place and reason."""

    def __init__(
        self, archive: Archive, workers: Workers, catalogue: Catalogue, *, now: Callable[[], datetime],
        most_bytes: int, followed_only: bool = False, say: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._archive, self._workers, self._catalogue = archive, workers, catalogue
        self._now, self._most_bytes, self._followed_only, self._say = now, most_bytes, followed_only, say
        self._by_payload: dict[str, int] = {}
        self._by_record: dict[str, int] = {}
        self._waiting: list[tuple[Path, Found]] = []
        self._seen: dict[int, datetime] = {}
        self.summary = Summary()

    def keep(self, files: Iterable[Path]) -> Iterator[Found]:
        """Put the pages of these files into the page store, unread; yields each record when it is done with."""
        for file in files:
            self._by_record.clear()
            try:
                for found in interpret(
                    records(file, most_bytes=self._most_bytes), most_bytes=self._most_bytes, now=self._now()
                ):
                    self.summary.records += 1
                    self._one(file, found)
                    yield found
            except OSError as error:
                self._refuse(file, None, f"cannot be read: {error.strerror or error}")
        for file, found in self._waiting:
            if not self._again(found):
                self._refuse(file, found, "says the same as a record that is not here")
        self._waiting.clear()

    def unread(self) -> list[Row]:
        """The captures that came by replay and were not read yet, oldest first."""
        return self._archive.db.rows(
            "SELECT captures.*, pages.source AS source FROM captures JOIN replayed ON capture_id = captures.id"
            " LEFT JOIN pages ON pages.id = page_id WHERE settled_at IS NULL ORDER BY fetched_at, captures.id"
        )

    def read(self, rows: list[Row]) -> Iterator[Settled | None]:
        """Read and judge these captures; yields what became of each."""
        intake = Intake(self._archive, origin="replay")
        back = ReadBack(
            self._archive, self._workers, self._catalogue, now=self._now, intakes=lambda _: intake, seen=self._seen
        )
        for _, settled in back.run(rows):
            if settled is None:
                self.summary.taken["part of another page"] += 1
            else:
                self.summary.taken[settled.change or settled.state] += 1
            yield settled

    def _one(self, file: Path, found: Found) -> None:
        if found.what == "refused":
            self._refuse(file, found, found.why)
        elif found.what == "other":
            self.summary.other[found.why] += 1
        elif found.what == "name":
            self._name(found)
        elif found.what == "again":
            if not self._again(found):
                self._waiting.append((file, found))
        elif found.answer is not None:
            self._page(found, found.answer)

    def _refuse(self, file: Path, found: Found | None, why: str) -> None:
        self.summary.refused[why] += 1
        self._say(f"{file}{'' if found is None else f' at byte {found.offset}'}: {why}")

    def _name(self, found: Found) -> None:
        """A page store of ours says which uid a capture gave."""
        self.summary.other["a metadata record"] += 1
        capture_id = self._by_record.get(found.refers_to[0] or "")
        if capture_id is not None and found.named is not None and not self._is_settled(capture_id):
            self._archive.captures.named[capture_id] = found.named["uid"]

    def _page(self, found: Found, answer: Answer) -> None:
        why, capture_id = ("", self._file(answer)) if found.what == "file" else self._answer(answer)
        if capture_id is None:
            self.summary.other[why] += 1
            return
        if found.record_id:
            self._by_record[found.record_id] = capture_id
        if found.payload:
            self._by_payload[found.payload] = capture_id

    def _file(self, answer: Answer) -> int:
        db = self._archive.db
        with db.write():
            kept = self._archive.captures.keep_file(
                answer.header("Bluewatch-File-Name") or "page", answer.body,
                content_type=answer.header("Content-Type") or "", at=answer.fetched_at,
            )  # fmt: skip
            self._note(kept.capture_id, new=kept.new)
        return kept.capture_id

    def _answer(self, answer: Answer) -> tuple[str, int | None]:
        """Keep an answer unless its page gave the same at that time; the capture, or why there is none."""
        problem, source = refuse_url(answer.url), self._catalogue.for_url(answer.url)
        try:
            address = source.canonical(answer.url) if source else canonical(answer.url)
        except ValueError:
            return "no usable address", None
        if problem is not None:
            return problem, None
        if source is None and self._followed_only:
            return "of no followed outlet", None
        if source is not None and not source.is_article(address):
            return "a page of a followed outlet that is no article", None
        self._register(source)
        db, frontier = self._archive.db, self._archive.frontier
        with db.write():
            page = frontier.add_page(
                address, host=host_of(address), source=source.slug if source else IMPORT_SOURCE, kind="article",
                now=answer.fetched_at,
            )  # fmt: skip
            db.execute(
                "UPDATE pages SET first_seen_at = min(first_seen_at, ?), next_at = CASE WHEN state = 'new'"
                " AND checked_at IS NULL AND listing IS NULL THEN NULL ELSE next_at END WHERE id = ?",
                (to_text(answer.fetched_at), page["id"]),
            )
            same = db.row(
                "SELECT id, digest, status FROM captures WHERE page_id = ? AND fetched_at <= ?"
                " ORDER BY fetched_at DESC, id DESC LIMIT 1",
                (page["id"], to_text(answer.fetched_at)),
            )
            if same is not None and (same["digest"], same["status"]) == (
                sha256(answer.body).hexdigest(),
                answer.status,
            ):
                self.summary.known += 1
                return "", int(same["id"])
            kept = self._archive.captures.append(answer, page_id=page["id"])
            self._note(kept.capture_id, new=True)
        return "", kept.capture_id

    def _again(self, found: Found) -> bool:
        """The same bytes once more, whose record is in these files or whose page is in our own page store."""
        answer, (record_id, address, _) = found.answer, found.refers_to
        if answer is None:
            return False
        source_of = [self._by_record.get(record_id or ""), self._by_payload.get(found.payload or "")]
        capture_id = next((one for one in source_of if one is not None), None)
        if capture_id is None:
            capture_id = self._in_store(address or answer.url, found.payload)
        if capture_id is None:
            return False
        before = self._archive.captures.read(capture_id)
        headers = answer.headers if answer.header("Content-Type") else before.headers
        why, kept = self._answer(replace(answer, status=200, body=before.body, headers=headers))
        if kept is None:
            self.summary.other[why] += 1
        return True

    def _in_store(self, url: str, payload: str | None) -> int | None:
        """A capture of that page with that payload digest; without a digest (a 304), none can be known for sure."""
        source = self._catalogue.for_url(url)
        try:
            page = self._archive.frontier.page_at(source.canonical(url) if source else canonical(url))
        except ValueError:
            return None
        if page is None or payload is None:
            return None
        for row in self._archive.db.rows(
            "SELECT id FROM captures WHERE page_id = ? AND warc LIKE 'pages/%' ORDER BY id DESC", (page["id"],)
        ):
            if payload in digests(self._archive.captures.read(row["id"]).body):
                return int(row["id"])
        return None

    def _note(self, capture_id: int, *, new: bool) -> None:
        if not new:
            self.summary.known += 1
            return
        self.summary.kept += 1
        self._archive.db.execute("INSERT INTO replayed (capture_id) VALUES (?)", (capture_id,))

    def _register(self, source: Source | None) -> None:
        slug = source.slug if source else IMPORT_SOURCE
        if self._archive.db.value("SELECT 1 FROM sources WHERE slug = ?", (slug,)) is None:
            self._archive.ledger.register_sources([source or NO_OUTLET], self._now())

    def _is_settled(self, capture_id: int) -> bool:
        return self._archive.db.value("SELECT settled_at FROM captures WHERE id = ?", (capture_id,)) is not None
