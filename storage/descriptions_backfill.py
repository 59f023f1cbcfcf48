"""What the tables of back-fills mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

BACKFILL_DESCRIPTIONS: dict[str, TableDescription] = {
    "backfills": TableDescription(
        "One row a back-fill of an outlet: which days, by which ways, and how far it is (`bluewatch backfill`).",
        {
            "id": "Row number.",
            "source": "Slug of the outlet.",
            "since": "First day wanted.",
            "until": "Last day wanted.",
            "ways": "JSON: where old addresses are looked for: listings, sitemaps, wayback, commoncrawl.",
            "prefer": "Which is asked for first, the live page or an archived copy: live or archived.",
            "started_at": "When it was begun.",
            "ended_at": "When nothing was left to ask for; NULL: it goes on.",
            "reason": "Why its newest run ended.",
            "requests": "Requests it has made in all.",
            "day": "The day (UTC) of its newest request.",
            "day_requests": "Requests it has made on that day.",
        },
    ),
    "backfill_steps": TableDescription(
        "One row a listing page, sitemap or query of an index that a back-fill has asked for, or will: its cursors.",
        {
            "id": "Row number.",
            "backfill": "The back-fill.",
            "way": "listings, sitemaps, wayback or commoncrawl.",
            "kind": "What stands there: listing, sitemap, cdx, collections, pages, index.",
            "url": "The address.",
            "entry": "The listing, or the index, that it belongs to.",
            "depth": "How many pages or levels behind the first one.",
            "barren": "How many pages in a row before it gave nothing that the walk had not seen.",
            "state": "waiting, done or failed.",
            "reason": "Why it failed, or why the walk ended there.",
            "tries": "Failed tries.",
            "next_at": "When a failed one may be asked again; NULL: at once.",
            "asked_at": "When it was asked for last.",
            "links": "Addresses of articles on it.",
            "found": "Those of them that were wanted and not known.",
            "oldest": "The oldest day on it.",
            "links_digest": "Hash of its links: a page that says what an earlier one said ends a walk.",
        },
    ),
    "backfill_addresses": TableDescription(
        "One row an old address of an article that a back-fill has found. It enters `pages` when it is asked for.",
        {
            "id": "Row number.",
            "source": "Slug of the outlet.",
            "url": "Today's canonical address; that of then where nothing tells today's.",
            "key": "The outlet's own stable number, out of the address.",
            "way": "The way that named it first.",
            "found_at": "When.",
            "day": "The day it is of, as far as known.",
            "day_by": "Who says so: listed (the listing), address, changed (a sitemap: not before publication), "
            "captured (an archive: likewise), printed (the page itself).",
            "title": "The title beside the link.",
            "copies": "JSON: copies of the page in web archives: archive, at, url, and file, offset, length in Common "
            "Crawl.",
            "state": "waiting: to be asked for at the outlet; copy: in an archive; taken: the outlet's own page is "
            "kept; copied: an archived copy is; known: the same article came by another address or by a crawl; gone, "
            "failed, refused: there is no page.",
            "asked": "Who was asked, such as `live, wayback`.",
            "reason": "Why it is in that state, in words.",
            "tries": "Failed tries.",
            "next_at": "When a failed one may be asked again.",
            "page_id": "Its page.",
        },
    ),
    "copies": TableDescription(
        "Captures whose bytes came from a web archive, not from the outlet; their time is that of the archive's visit.",
        {
            "capture_id": "The capture.",
            "archive": "wayback (Internet Archive) or commoncrawl.",
            "address": "What was asked for there.",
            "asked_at": "When; NULL in a rebuilt archive, for the stored page does not hold it.",
        },
    ),
}
