"""Raw pages that were kept, never read, and can be read no more: they are given up and asked for again.

A record may be damaged, pruned, or left behind when an archive was copied; one of them must not end every later crawl.
"""

from __future__ import annotations

from datetime import datetime

from crawler.settled import Settled
from storage.archive import Archive
from storage.database import Row
from storage.errors import ArchiveUnusable, NotFound

# What reading a capture raises where its record is not to be had.
UNREADABLE = (ArchiveUnusable, NotFound)


def let_go(archive: Archive, capture: Row, error: Exception, now: datetime) -> Settled:
    """Settle a capture (id, page_id) without having read it; its page is asked for without validators, at once."""
    with archive.db.write():
        archive.captures.settle(capture["id"], now)
        page = None if capture["page_id"] is None else archive.frontier.page(capture["page_id"])
        if page is not None and page["kind"] != "listing":
            state = "new" if page["article_id"] is None else "kept"
            archive.frontier.update(page["id"], state=state, etag=None, last_modified=None, next_at=now)
    return Settled(state="rejected", reason=f"a raw page is lost before it was read: {error}", lost=True)
