"""Web archives made by anyone into the archive, by the intake of a live crawl: kept first, then read, oldest first.

A new page in which nothing of the relevance rules stands is counted and left out before it is parsed. Both steps are
idempotent and made of short transactions, and how far each file is stands in the archive with what it gave: a run that
was stopped goes on behind the last record, and a file that was read to its end is not read again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawler.addresses import IMPORT_SOURCE
from crawler.archived_page import Found
from crawler.bundled_archive import Unpacked
from crawler.catalogue import Catalogue
from crawler.guard import refuse_url
from crawler.looked import Looked, Mark, look
from crawler.parts import place_of
from crawler.peacekeeping.byte_scan import Scan, Way
from crawler.replay_files import NO_OUTLET, File, Files, KnownPages, LeftOut, Progress, Summary, keep_file, register
from crawler.replay_read import read, unread
from crawler.replay_wanted import Wanted
from crawler.settled import Settled
from crawler.urls import host_of
from crawler.worker import Workers
from storage.archive import Archive
from storage.database import Row
from storage.records import Answer
from storage.replays import Identity
from storage.times import to_text

LEFT = "a page without a word of the rules"
UNCHANGED = "not changed since a record that is not here"
NOT_HERE = "says the same as a record that is not here: give the archive with it and this one in one call, with --again"
RECALLED_BYTES = 4 << 30
NOTED_EVERY = 2000  # records, where none of them gave a page
_KEPT = frozenset({"page", "file", "again", "name"})
__all__ = ["NO_OUTLET", "Progress", "Replay", "Summary"]


class Replay:
    """One replay into one archive. say: told of every refused record, with file, place and reason.

    scan: leaves out new pages without a word of the rules (None: none), but no later state of a page that is known.
    again: also files that were read to their end. told: how far it is, after each record.
    """

    def __init__(
        self, archive: Archive, workers: Workers, catalogue: Catalogue, *, now: Callable[[], datetime],
        most_bytes: int, followed_only: bool = False, say: Callable[[str], None] = lambda _: None,
        scan: Scan | None = None, again: bool = False, told: Callable[[Progress], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._archive, self._workers, self._catalogue = archive, workers, catalogue
        self._now, self._most_bytes, self._followed_only, self._say = now, most_bytes, followed_only, say
        self._scan, self._anew, self._told = scan, again, told
        self.how = ("all" if scan is None else scan.version) + ("+followed" if followed_only else "")
        self._by_payload: dict[str, int] = {}
        self._by_record: dict[str, int] = {}
        self._left = LeftOut()
        self._files, self._known = Files(archive.db, self.how), KnownPages(archive, catalogue)
        self.summary = Summary()
        self._wanted = Wanted(self._files, self.summary, self._refuse_file, again=again)

    def finished(self, file: Path | Identity) -> bool:
        """Whether an earlier run read this file, by what it holds, to its end in the same way. Raises OSError."""
        return self._files.finished(file)

    def keep(self, files: Iterable[Path]) -> Generator[Found, None, None]:
        """Put the pages of these files into the page store, unread; yields each record when it is done with.

        A record that says the same as another of these files waits for it until all are read.
        """
        done: list[File] = []
        with Unpacked(self._archive.data, self._refuse_file) as unpacked:
            for path, opened in self.sources(self._wanted.of(files, unpacked)):
                try:
                    file = self._begun(path)
                    self._wanted.read_before += [(path, file.begun_at)] if file.begun_at.passed else []
                    for looked in opened(file):
                        self._take(file, looked)
                        yield looked.found
                    done.append(file)
                except OSError as error:
                    self._refuse_file(path, f"cannot be read: {error.strerror or error}")
            for file in done:
                self._end(file)
            while self._wanted.bundles:
                self._end(self._begun(self._wanted.bundles.pop()))

    def _begun(self, path: Path) -> File:
        return self._files.begin(path, self._now(), most_bytes=self._most_bytes, again=self._anew)

    def sources(self, files: Iterable[Path]) -> Iterator[tuple[Path, Callable[[File], Iterator[Looked]]]]:
        """Each file with what gives its records behind file.mark; overridden where others look through them."""
        for path in files:
            yield path, self._look

    def _look(self, file: File) -> Iterator[Looked]:
        return look(
            file.path, file.mark, scan=self._scan, known=self._known.wants, most_bytes=self._most_bytes,
            now=self._now(),
        )  # fmt: skip

    def _take(self, file: File, looked: Looked) -> None:
        """Do with one record what is to be done; where that changes the archive, with how far the file then is."""
        before = self.summary.kept, self.summary.known, len(file.waiting)
        file.counted["records"] += 1
        self.summary.records += 1
        if looked.way is not None:
            self.summary.scanned[str(looked.way)] += 1
            file.counted["scanned"] += 1
            file.counted["slow"] += looked.way is not Way.FAST
        with self._archive.db.write() if looked.found.what in _KEPT and not looked.left else nullcontext():
            if looked.left:
                self._leave_out(looked.found)
                file.counted["left_out"] += 1
            else:
                self._one(file, looked.found, looked.mark)
            file.mark = looked.mark
            changed = (self.summary.kept, self.summary.known, len(file.waiting)) != before
            file.counted["kept"] += self.summary.kept - before[0]
            if changed or file.counted["records"] >= NOTED_EVERY:
                self._files.note(file)
        self._told(Progress(file.path, file.mark.place, self.summary))

    def _end(self, file: File) -> None:
        """Look once more for what the waiting records say again, then note the file as read."""
        waiting = self._not_here(found for found, _ in file.waiting)
        if waiting and self._wanted.read_before:
            self._recall_before(file.path)
            waiting = self._not_here(waiting)
        for found in waiting:
            if found.answer is not None and found.answer.status == 304:  # it has no page of its own to be missed
                self.summary.other[UNCHANGED] += 1
                continue
            self._refuse(file.path, found, NOT_HERE)
            file.counted["refused"] += 1
        file.waiting.clear()
        self._files.note(file, self._now())

    def _not_here(self, waiting: Iterable[Found]) -> list[Found]:
        return [found for found in waiting if not self._again(found) and not self._again_left(found)]

    def _recall_before(self, own: Path) -> None:
        """Read once more what earlier runs read of this file and, where that does not take long, of the others."""
        before = self._wanted.read_before
        short = sum(path.stat().st_size for path, _ in before) <= RECALLED_BYTES
        self._wanted.read_before = [] if short else [one for one in before if one[0] != own]
        for path, until in before:
            if short or path == own:
                self._recall(path, until)

    def _recall(self, path: Path, until: Mark | None) -> None:
        """Read what an earlier run read of a file, for the names of its records; nothing is counted."""
        counted, self.summary = self.summary, Summary()
        for looked in look(
            path, Mark(), scan=self._scan, known=self._known.wants, most_bytes=self._most_bytes, now=self._now()
        ):
            if looked.left:
                self._leave_out(looked.found)
            elif looked.found.what in ("page", "file") and looked.found.answer is not None:
                self._page(looked.found, looked.found.answer)
            if until is not None and (looked.mark.place, looked.mark.passed) == (until.place, until.passed):
                break
        self.summary = counted

    def _leave_out(self, found: Found) -> None:
        self.summary.left += 1
        self.summary.other[LEFT] += 1
        self._left.note(found)

    def _again_left(self, found: Found) -> bool:
        """The same bytes as of a page that was left out."""
        if not self._left.holds(found):
            return False
        self.summary.other[LEFT] += 1
        return True

    def unread(self) -> list[Row]:
        """The captures that read() takes."""
        return unread(self._archive)

    def read(self, rows: list[Row]) -> Iterator[Settled | None]:
        """Read and judge these captures; yields what became of each."""
        for settled in read(self._archive, self._workers, self._catalogue, rows, now=self._now):
            change = "part of another page" if settled is None else settled.change or settled.state
            self.summary.taken[change] += 1
            if settled is not None and settled.lost:
                self._say(str(settled.reason))
            yield settled

    def _one(self, file: File, found: Found, mark: Mark) -> None:
        if found.what == "refused":
            file.counted["refused"] += 1
            self._refuse(file.path, found, found.why)
        elif found.what == "other":
            self.summary.other[found.why] += 1
        elif found.what == "name":
            self._name(found)
        elif found.what == "again":
            if not self._again(found) and not self._again_left(found):
                file.waiting.append((found, mark))
        elif found.answer is not None:
            self._page(found, found.answer)

    def _refuse(self, file: Path, found: Found, why: str) -> None:
        self.summary.refused[why] += 1
        self._say(f"{file} at byte {found.offset}: {why}")

    def _refuse_file(self, file: Path, why: str) -> None:
        self.summary.refused[why] += 1
        self._say(f"{file}: {why}")

    def _name(self, found: Found) -> None:
        """A page store of ours says which uid a capture gave."""
        self.summary.other["a metadata record"] += 1
        capture_id = self._by_record.get(found.refers_to[0] or "")
        if capture_id is not None and found.named is not None:
            settled = self._archive.db.value("SELECT settled_at FROM captures WHERE id = ?", (capture_id,))
            if settled is None:
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
        with self._archive.db.write():
            kept = keep_file(self._archive, answer)
            self._note(kept.capture_id, new=kept.new)
        return kept.capture_id

    def _answer(self, answer: Answer) -> tuple[str, int | None]:
        """Keep an answer unless its page gave the same at that time; the capture, or why there is none."""
        problem, source = refuse_url(answer.url), self._catalogue.for_url(answer.url)
        try:
            address, kind = place_of(answer.url, source)
        except ValueError:
            return "no usable address", None
        if problem is not None:
            return problem, None
        if source is None and self._followed_only:
            return "of no followed outlet", None
        if kind is None:
            return "a page of a followed outlet that is no article", None
        register(self._archive, source, self._now())
        db, frontier = self._archive.db, self._archive.frontier
        with db.write():
            self._known.note(host_of(address))
            page = frontier.add_page(
                address, host=host_of(address), source=source.slug if source else IMPORT_SOURCE, kind=kind,
                now=answer.fetched_at,
            )  # fmt: skip
            db.execute(
                "UPDATE pages SET first_seen_at = min(first_seen_at, ?), next_at = CASE WHEN state = 'new'"
                " AND checked_at IS NULL AND listing IS NULL THEN NULL ELSE next_at END WHERE id = ?",
                (to_text(answer.fetched_at), page["id"]),
            )
            known = self._known.same(page["id"], answer)
            if known is not None:
                self.summary.known += 1
                return "", known
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
            capture_id = self._known.in_store(address or answer.url, found.payload)
        if capture_id is None:
            return False
        before = self._archive.captures.read(capture_id)
        headers = answer.headers if answer.header("Content-Type") else before.headers
        why, kept = self._answer(replace(answer, status=200, body=before.body, headers=headers))
        if kept is None:
            self.summary.other[why] += 1
        return True

    def _note(self, capture_id: int, *, new: bool) -> None:
        if not new:
            self.summary.known += 1
            return
        self.summary.kept += 1
        self._archive.db.execute("INSERT INTO replayed (capture_id) VALUES (?)", (capture_id,))
