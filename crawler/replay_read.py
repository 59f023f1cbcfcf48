"""The second half of a replay: what was kept is read, judged and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from crawler.intake import Intake
from crawler.read_back import ReadBack
from crawler.settled import Settled
from crawler.source import Source
from crawler.worker import Workers
from storage.archive import Archive
from storage.database import Row


def unread(archive: Archive) -> list[Row]:
    """The captures of articles that came by replay and were not read yet, oldest first."""
    return archive.db.rows(
        "SELECT captures.*, pages.source AS source FROM captures JOIN replayed ON capture_id = captures.id"
        " LEFT JOIN pages ON pages.id = page_id"
        " WHERE settled_at IS NULL AND (page_id IS NULL OR pages.kind = 'article') ORDER BY fetched_at, captures.id"
    )


def read(
    archive: Archive, workers: Workers, sources: Mapping[str, Source], rows: list[Row], *, now: Callable[[], datetime]
) -> Iterator[Settled | None]:
    """Read and judge these captures, then settle what belongs to no article; yields what became of each."""
    intake = Intake(archive, origin="replay")
    for _, settled in ReadBack(archive, workers, sources, now=now, intakes=lambda _: intake).run(rows):
        yield settled
    with archive.db.write():
        archive.db.execute(
            "UPDATE captures SET settled_at = fetched_at WHERE settled_at IS NULL AND page_id IN"
            " (SELECT id FROM pages WHERE kind = 'other') AND id IN (SELECT capture_id FROM replayed)"
        )
