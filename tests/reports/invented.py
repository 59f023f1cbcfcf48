"""An archive with invented rows. Missions are real; outlets, people and events are not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from storage.articles import ArticleStore
from storage.database import Database
from storage.schema import migrations
from storage.times import to_text
from storage.weekly import Weekly

DAY = timedelta(days=1)
READ = (
    '{"type":"news","language":"en","published":null,"paragraphs":6,"length":1400,"body":"own",'
    '"found":["%s","published_at"]}'
)


def at(text: str) -> datetime:
    """``2026-11-16`` or ``2026-11-16 09:30``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Invented:
    """An archive in a folder, filled row by row; stands for storage.archive.Archive where reports ask for one."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.db = Database(data / "archive.db")
        # Nothing here outlives the test: waiting for the disk would take most of its time.
        self.db.utils.conn.execute("PRAGMA synchronous = OFF")
        migrations.apply(self.db.utils)
        self.weekly = Weekly(self.db)
        self._serial = 0

    def insert(self, table: str, **columns: Any) -> int:
        """Store one row."""
        names = ", ".join(f'"{name}"' for name in columns)
        with self.db.write():
            return self.db.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})",
                tuple(columns.values()),
            )

    def mission(
        self, acronym: str, name: str, *, kind: str = "un-pko", aliases: str = "", end: str | None = None
    ) -> None:
        self.insert("missions", acronym=acronym, name=name, kind=kind, aliases=aliases, end=end)

    def source(self, slug: str, name: str, *, since: str = "2026-10-05", **columns: Any) -> None:
        self.insert("sources", slug=slug, name=name, first_used_at=to_text(at(since)), **columns)

    def run(
        self, source: str, begun: str, outcome: str | None = "collected", reason: str | None = None, *,
        asked: bool = True,
    ) -> int:  # fmt: skip
        """A run of two minutes. asked: whether it asked a listing."""
        ended = to_text(at(begun) + timedelta(minutes=2)) if outcome else None
        return self.insert(
            "runs", source=source, started_at=to_text(at(begun)), ended_at=ended, outcome=outcome, reason=reason,
            counts='{"listings":1}' if asked else "{}",
        )  # fmt: skip

    def cover(
        self, source: str, day: str, state: str, *, listing: str = "/news", reason: str | None = None
    ) -> None:  # fmt: skip
        self.insert("coverage", source=source, listing=listing, day=day, state=state, reason=reason)

    def page(
        self,
        source: str,
        seen: str,
        *,
        state: str = "kept",
        reason: str | None = None,
        kind: str = "article",
        titled: bool | None = None,
    ) -> int:
        """A page with one capture. titled: whether its reading, where it is told, found a title."""
        self._serial += 1
        page = self.insert(
            "pages",
            url=f"https://{source}.example/p/{self._serial}",
            host=f"{source}.example",
            source=source,
            kind=kind,
            first_seen_at=to_text(at(seen)),
            checked_at=to_text(at(seen)),
            state=state,
            reason=reason,
        )
        self.insert(
            "captures",
            page_id=page,
            fetched_at=to_text(at(seen)),
            status=200,
            digest="sha256:0",
            warc="w",
            offset=self._serial,
            length=1,
            reading=None if titled is None else READ % ("title" if titled else "outlet"),
        )
        return page

    def article(
        self,
        title: str | None,
        published: str | None,
        *,
        source: str = "harbour",
        seen: str | None = None,
        missions: tuple[str, ...] = (),
        label: str = "peacekeeping",
        uid: str | None = None,
        body: str = "An invented opening of seven plain words.",
        **columns: Any,
    ) -> str:
        self._serial += 1
        uid = uid or f"a-{self._serial:08}"
        first_seen = to_text(at(seen or published or "2026-11-16"))
        row = {
            "uid": uid,
            "url": f"https://{source}.example/{uid}.html",
            "source": source,
            "title": title,
            "published_at": to_text(at(published)) if published else None,
            "type": "news",
            "body": body,
            "blocks": "[]",
            "captions": "[]",
            "shape": "[]",
            "label": label,
            "score": 6.0,
            "revision": 1,
            "origin": "crawl",
            "first_seen_at": first_seen,
            "updated_at": first_seen,
            "evidence": "{}",
        }
        article = self.insert("articles", **{**row, **columns})
        self.decide(article, label, seen=first_seen, missions=missions)
        return uid

    def decide(
        self, article: int, label: str, *, seen: str, missions: tuple[str, ...] = (), reason: str | None = None
    ) -> None:
        self._serial += 1
        capture = self.insert(
            "captures", fetched_at=seen, status=200, digest="sha256:1", warc="w", offset=self._serial, length=1
        )
        matches = [
            {"kind": "mission", "term": name, "field": "title", "start": 0, "end": 1, "weight": 2.0, "place": 3 - n}
            | {"points": 6.0 - n, "note": None}
            for n, name in enumerate(missions)
        ]
        self.insert(
            "decisions",
            capture_id=capture,
            article_id=article,
            revision=1,
            at=seen,
            rules="terms-1",
            label=label,
            score=6.0,
            reason=reason,
            matches=json.dumps(matches),
        )

    def id_of(self, uid: str) -> int:
        return int(self.db.value("SELECT id FROM articles WHERE uid = ?", (uid,)))

    def revise(self, uid: str, seen: str, *, title: str, fields: tuple[str, ...] = ("title", "body")) -> None:
        article = self.id_of(uid)
        old = self.db.row("SELECT title, revision FROM articles WHERE id = ?", (article,))
        assert old is not None
        common = {
            "article_id": article,
            "body": "b",
            "blocks": "[]",
            "captions": "[]",
            "evidence": "{}",
            "type": "news",
        }
        common |= {"related": "[]", "shape": "[]"}
        if old["revision"] == 1:
            self.insert(
                "revisions", number=1, seen_at=to_text(at(seen) - DAY), changes="[]", title=old["title"], **common
            )
        said = {
            "title": (old["title"], title, "wording"),
            "body": ("some 180 engineers", "some 210 engineers", "figure"),
        }
        changes = json.dumps([dict(zip(("field", "old", "new", "kind"), (f, *said[f]), strict=True)) for f in fields])
        self.insert(
            "revisions", number=old["revision"] + 1, seen_at=to_text(at(seen)), changes=changes, title=title, **common
        )
        with self.db.write():
            self.db.execute("UPDATE articles SET title = ?, revision = revision + 1 WHERE id = ?", (title, article))

    def withdraw(self, uid: str, seen: str, *, noticed: str | None = None) -> None:
        """Take an article down. seen: first missing; noticed: when that was sure."""
        row = self.db.row("SELECT id FROM articles WHERE uid = ?", (uid,))
        assert row is not None
        ArticleStore(self.db).mark_withdrawn(row["id"], at(seen), kind="404", at=at(noticed or seen))
