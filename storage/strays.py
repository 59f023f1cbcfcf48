"""Raw pages in ``pages/`` of which archive.db knows nothing, as after an older copy of it was put in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.database import Database
from storage.page_files import PAGES_FOLDER
from storage.pages_lock import PagesLock

# What lies there is no loss: those kept since, as after a kill, when they are asked for again, and listings.
_NO_LOSS = """
SELECT digest FROM captures WHERE digest IN (SELECT key FROM json_each(?1))
UNION SELECT found.key FROM json_each(?1) AS found JOIN pages ON pages.url = found.value WHERE pages.kind = 'listing'
"""


def strays(db: Database, data: Path) -> int:
    """How many pages, but listings, are only behind the committed ends of files, or in files that no row names."""
    known = {row["warc"]: int(row["committed"]) for row in db.rows("SELECT warc, committed FROM warc_files")}
    found: dict[str, str] = {}
    for path in sorted((data / PAGES_FOLDER).glob("*/*.warc.gz")):
        end = known.get(str(path.relative_to(data)), 0)
        with suppress(OSError):
            if path.stat().st_size > end:
                found.update(_pages(path, end))
    if not found:
        return 0
    # What a crawl appends at this moment is committed, or undone, before it lets go of this lock.
    with suppress(OSError, TimeoutError), PagesLock(data):
        pass
    return len(found) - len(db.rows(_NO_LOSS, (json.dumps(found),)))


def _pages(path: Path, start: int) -> Iterator[tuple[str, str]]:
    """Digest and address of each page in the whole records from a place on."""
    with path.open("rb") as file, suppress(ArchiveLoadFailed, EOFError, ValueError):
        file.seek(start)
        for record in ArchiveIterator(file):
            if record.rec_type in ("response", "resource"):
                body = record.raw_stream.read()
                yield sha256(body).hexdigest(), record.rec_headers.get_header("WARC-Target-URI") or ""
