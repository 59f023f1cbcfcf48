"""What the crawler knows of addresses and hosts: the frontier is a table, so a killed crawl goes on where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database, Row
from storage.put_aside import PutAside
from storage.records import Link
from storage.shared_listings import own_address
from storage.times import from_text, to_text

PAGE_COLUMNS = frozenset(
    {
        "article_id", "etag", "last_modified", "checked_at", "next_at", "tries", "state", "reason", "label", "score",
        "title", "links_digest", "walk_started_at", "gone_since", "kind", "listing",
    }
)  # fmt: skip


# The reason of a page that the server said is gone for good: it is never asked for again.
GONE_FOR_GOOD = "gone (410)"
_STATE_OF_KEPT = (
    ", state = CASE WHEN state NOT IN ('new', 'failed', 'refused', 'gone') THEN state"
    " WHEN article_id IS NULL THEN 'fetched' ELSE 'kept' END"
)


class Frontier:
    """The tables pages and hosts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- hosts ---------------------------------------------------------------------------------------------------

    def reserve(self, host: str, now: datetime, gap: float, waited: float = 0.0) -> float:
        """Take the host's next turn: 0.0 and the turn is stamped, or the seconds still to wait and nothing is written.

        Holds across processes, as the look and the stamp are one transaction. waited: seconds already waited for
        this turn; where the last turn lies in the future, who has waited a whole gap goes on: a clock that was set
        back costs one gap, not years.
        """
        with self._db.write():
            last = self._db.value("SELECT last_request_at FROM hosts WHERE host = ?", (host,))
            if last is not None:
                since = (now - from_text(last)).total_seconds()
                wait = gap - since if since >= 0 else gap - waited
                if wait > 0:
                    return wait
            self.stamp(host, now)
        return 0.0

    def stamp(self, host: str, now: datetime) -> None:
        """Note that a request of this host was on the wire at that time."""
        with self._db.write():
            self._db.execute(
                "INSERT INTO hosts (host, last_request_at) VALUES (?, ?) "
                "ON CONFLICT (host) DO UPDATE SET last_request_at = excluded.last_request_at",
                (host, to_text(now, milliseconds=True)),
            )

    def host(self, host: str) -> Row | None:
        """What is known of a host."""
        return self._db.row("SELECT * FROM hosts WHERE host = ?", (host,))

    def save_robots(
        self, host: str, *, text: str | None, state: str, at: datetime, crawl_delay: float | None, reason: str | None
    ) -> None:
        """Keep the rules of a host. state: rules, none or unreachable; if unreachable the old text stays.

        A rest that was granted for want of rules ends when they come.
        """
        with self._db.write():
            self._db.execute("INSERT INTO hosts (host) VALUES (?) ON CONFLICT DO NOTHING", (host,))
            if state == "unreachable":
                self._db.execute("UPDATE hosts SET robots_state = ?, reason = ? WHERE host = ?", (state, reason, host))
                return
            self._db.execute(
                "UPDATE hosts SET robots = ?, robots_state = ?, robots_at = ?, crawl_delay = ?, reason = ?, "
                "paused_until = CASE robots_state WHEN 'unreachable' THEN NULL ELSE paused_until END WHERE host = ?",
                (text, state, to_text(at), crawl_delay, reason, host),
            )

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Let the host rest until then; a longer rest already asked for stays, but for one from a wrong clock."""
        with self._db.write():
            self._db.execute("INSERT INTO hosts (host) VALUES (?) ON CONFLICT DO NOTHING", (host,))
            self._db.execute(
                "UPDATE hosts SET reason = ?2, paused_until ="
                " CASE WHEN paused_until BETWEEN ?1 AND ?3 THEN paused_until ELSE ?1 END WHERE host = ?4",
                (to_text(until), reason, to_text(until + timedelta(days=1)), host),
            )

    def paused_until(self, host: str) -> tuple[datetime, str] | None:
        """Until when a host rests, and why; None where it never was asked to."""
        # Not the whole row: asked several times a page, and the host's robots.txt stands in it.
        row = self._db.row("SELECT paused_until, reason FROM hosts WHERE host = ?", (host,))
        if row is None or row["paused_until"] is None:
            return None
        return from_text(row["paused_until"]), row["reason"] or "asked to wait"

    # -- pages ---------------------------------------------------------------------------------------------------

    def page(self, page_id: int) -> Row | None:
        """One page by its number."""
        return self._db.row("SELECT * FROM pages WHERE id = ?", (page_id,))

    def page_at(self, url: str) -> Row | None:
        """One page by its address."""
        return self._db.row("SELECT * FROM pages WHERE url = ?", (url,))

    def add_page(
        self, url: str, *, host: str, source: str, kind: str, now: datetime, listing: str | None = None
    ) -> Row:
        """The page of an address, made if it is new (state new, due at once).

        A listing that two sources follow has a row of each (storage.shared_listings), returned with its plain address.
        """
        # A further page of a listing is asked for by the walk of its first, never by itself.
        due = None if kind != "article" and listing else to_text(now)
        with self._db.write():
            self._db.execute(
                "INSERT INTO pages (url, host, source, kind, listing, first_seen_at, next_at, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'new') ON CONFLICT (url) DO NOTHING",
                (url, host, source, kind, listing, to_text(now), due),
            )
        row = self.page_at(url)
        if row is None:
            raise LookupError(f"a page that was just written is not there: {url}")
        if kind == "listing" and row["source"] != source:
            own = own_address(url, source)
            return {**self.add_page(own, host=host, source=source, kind=kind, now=now, listing=listing), "url": url}
        return row

    def add_links(
        self, links: Sequence[Link], *, host_of: Callable[[str], str], source: str, listing: str, now: datetime
    ) -> int:
        """Put announced addresses into the frontier before any is asked for; how many of them are new.

        Those that were put aside are due again in time.
        """
        new = 0
        with self._db.write():
            for link in links:
                published = None if link.published_at is None else to_text(link.published_at)
                new += self._db.changed_by(
                    "INSERT INTO pages (url, host, source, kind, listing, first_seen_at, next_at, state, title, "
                    "listed_as_published) VALUES (?, ?, ?, 'article', ?, ?, ?, 'new', ?, ?) "
                    # What was taken for a part of another article and is none is one itself once it is announced.
                    "ON CONFLICT (url) DO UPDATE SET kind = 'article', state = 'new', reason = NULL, tries = 0, "
                    "listing = excluded.listing, next_at = excluded.next_at, title = excluded.title, "
                    "listed_as_published = excluded.listed_as_published "
                    "WHERE kind = 'other' AND state = 'rejected' AND article_id IS NULL",
                    (
                        link.url,
                        host_of(link.url),
                        source,
                        listing,
                        to_text(now),
                        to_text(now),
                        link.title,
                        published or link.published_raw,
                    ),
                )
            PutAside(self._db).announced((link.url for link in links), now)
        return new

    def unknown(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that the frontier does not hold."""
        query = "SELECT 1 FROM pages WHERE url = ?"
        return {url for url in urls if self._db.value(query, (url,)) is None}

    def known_before(self, urls: Iterable[str], moment: str) -> int:
        """How many of the addresses were in the frontier before that moment (a stored text)."""
        query = "SELECT 1 FROM pages WHERE url = ? AND first_seen_at < ?"
        return sum(self._db.value(query, (url, moment)) is not None for url in urls)

    def announced_since(self, source: str, listing: str, moment: str) -> bool:
        """Whether a listing has brought an address since that moment (a stored text)."""
        found = self._db.value(
            "SELECT 1 FROM pages WHERE source = ? AND kind = 'article' AND first_seen_at >= ? AND listing = ? LIMIT 1",
            (source, moment, listing),
        )
        return found is not None

    def update(self, page_id: int, **columns: Any) -> None:
        """Set columns of one page. Raises ValueError for a column that is not the crawler's to set."""
        odd = set(columns) - PAGE_COLUMNS
        if odd:
            raise ValueError(f"no column of pages to set: {', '.join(sorted(odd))}")
        values = [to_text(value) if isinstance(value, datetime) else value for value in columns.values()]
        assignments = ", ".join(f"{name} = ?" for name in columns)
        with self._db.write():
            self._db.execute(f"UPDATE pages SET {assignments} WHERE id = ?", (*values, page_id))  # noqa: S608

    def answered(self, page_id: int, at: datetime, *, etag: str | None, last_modified: str | None, new: bool) -> None:
        """Note an answer with its validators. new: it was kept, so what was never read waits to be."""
        state = _STATE_OF_KEPT if new else ""
        with self._db.write():
            self._db.execute(
                f"UPDATE pages SET etag = ?, last_modified = ?, checked_at = ?{state} WHERE id = ?",  # noqa: S608
                (etag, last_modified, to_text(at), page_id),
            )

    def due_new(self, source: str, now: datetime) -> Iterator[Row]:
        """Article pages of a source that were never settled, oldest knowledge first: id and url, one by one."""
        return self._due(source, now, "state IN ('new', 'fetched')", -1, columns="id, url")

    def put_off(self, page_ids: Iterable[int], until: datetime) -> None:
        """Ask for these pages not before then."""
        with self._db.write():
            self._db.execute_many(
                "UPDATE pages SET next_at = ? WHERE id = ?", [(to_text(until), page_id) for page_id in page_ids]
            )

    def gave_articles(self, source: str, among: int = 20_000, most: int = 300) -> list[str]:
        """Addresses of the source that gave a kept article: so many at most, of the newest ones that it announced."""
        rows = self._db.rows(
            "SELECT url FROM (SELECT url, article_id FROM pages WHERE source = ? AND kind = 'article'"
            " ORDER BY first_seen_at DESC LIMIT ?) WHERE article_id IS NOT NULL LIMIT ?",
            (source, among, most),
        )
        return [row["url"] for row in rows]

    def due_again(self, source: str, now: datetime, limit: int, grace: timedelta = timedelta(0)) -> list[Row]:
        """Article pages of a source whose time has come again: failed ones and re-checks, longest overdue first.

        grace: how much sooner than its time a page may be asked again that has waited half a day and more.
        """
        soon = (to_text(now), to_text(now + grace))
        condition = (
            "state NOT IN ('new', 'fetched') AND (next_at NOT BETWEEN ? AND ? OR next_at = ?"
            " OR julianday(next_at) - julianday(checked_at) >= 0.5)"
        )
        return list(self._due(source, now + grace, condition, limit, order="next_at, id", more=(*soon, soon[0])))

    def due_parts(self, source: str, now: datetime) -> list[Row]:
        """Further pages of articles that could not be had, and are to be asked for again by now."""
        return list(self._due(source, now, "listing IS NOT NULL", -1, order="next_at, id", kind="other"))

    def capture_of(self, page_id: int, before: int | None = None) -> Row | None:
        """The newest capture of a page; before: the newest of those with a smaller number."""
        return self._db.row(
            "SELECT * FROM captures WHERE page_id = ?1 AND (?2 IS NULL OR id < ?2) AND warc NOT LIKE 'pruned/%'"
            " ORDER BY id DESC LIMIT 1",
            (page_id, before),
        )

    def was_replayed(self, capture_id: int) -> bool:
        """True for a capture that came by replay or merge, not by a crawl."""
        return self._db.value("SELECT 1 FROM replayed WHERE capture_id = ?", (capture_id,)) is not None

    def next_capture(self, page_id: int, after: int) -> int | None:
        """The number of the first capture of a page after a given one."""
        found = self._db.value("SELECT min(id) FROM captures WHERE page_id = ? AND id > ?", (page_id, after))
        return None if found is None else int(found)

    def kept(self, source: str, before: datetime) -> list[Row]:
        """Every page that gave a kept article, or was put aside, and was last checked before then, whatever its time.

        A page that only leads to another gave nothing itself; that other one is asked.
        """
        aside = PutAside(self._db).of(source, before)
        return aside + self._db.rows(
            "SELECT * FROM pages WHERE source = ? AND kind = 'article' AND article_id IS NOT NULL"
            " AND (checked_at IS NULL OR checked_at < ?) AND NOT (state = 'gone' AND reason = ?)"
            " AND EXISTS (SELECT 1 FROM captures WHERE captures.page_id = pages.id) ORDER BY checked_at, id",
            (source, to_text(before), GONE_FOR_GOOD),
        )

    def addresses_of(self, article_id: int) -> int:
        """How many addresses of an article are asked for again."""
        found = self._db.value(
            "SELECT count(*) FROM pages WHERE article_id = ? AND kind = 'article' AND next_at IS NOT NULL",
            (article_id,),
        )
        return int(found)

    def gone_pages_of(self, article_id: int) -> bool:
        """True where every page of an article that is still asked for is gone."""
        return not self._db.value(
            "SELECT 1 FROM pages WHERE article_id = ? AND kind = 'article' AND state = 'kept' AND next_at IS NOT NULL"
            " LIMIT 1",
            (article_id,),
        )

    def _due(  # noqa: PLR0917  the parts of one query
        self, source: str, now: datetime, condition: str, limit: int, order: str = "id", columns: str = "*",
        kind: str = "article", more: Sequence[Any] = (),
    ) -> Iterator[Row]:  # fmt: skip
        # A time beyond the longest rest can only come from a clock that was wrong: it is due as well.
        return self._db.each(
            f"SELECT {columns} FROM pages WHERE source = ? AND kind = ? AND next_at IS NOT NULL "  # noqa: S608
            f"AND (next_at <= ? OR next_at > ?) AND {condition} ORDER BY {order} LIMIT ?",
            (source, kind, to_text(now), to_text(now + timedelta(days=60)), *more, limit),
        )
