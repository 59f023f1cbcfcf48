"""An archive with invented rows, and one rich invented week. Missions are real; outlets, people and events are not."""

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
EXTRAS = 22


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


MISSIONS = (
    ("UNMISS", "United Nations Mission in South Sudan", "MINUSS;联南苏团"),
    ("UNIFIL", "United Nations Interim Force in Lebanon", "FINUL"),
    ("MINUSCA", "United Nations Multidimensional Integrated Stabilization Mission in the Central African Republic", ""),
    ("MONUSCO", "United Nations Organization Stabilization Mission in the Democratic Republic of the Congo", ""),
    ("UNISFA", "United Nations Interim Security Force for Abyei", ""),
    ("UNFICYP", "United Nations Peacekeeping Force in Cyprus", ""),
    ("UNDOF", "United Nations Disengagement Observer Force", ""),
    ("MINURSO", "United Nations Mission for the Referendum in Western Sahara", ""),
    ("UNTSO", "United Nations Truce Supervision Organization", ""),
)
OUTLETS = (
    ("harbour", "Harbour Defence Daily"),
    ("northgate", "Northgate Ministry of Defence"),
    ("lantern", "The Lantern"),
    ("bluepost", "Blue Post Wire"),
    ("meridian", "Meridian Armed Forces"),
    ("riverbank", "Riverbank Police Gazette"),
    ("longroad", "Long Road Review"),
    ("eastwind", "东风军报（虚构）"),
)
TITLES = (
    "Engineer company reopens the road to {place} before the rains",
    "Rotation: second echelon of the infantry battalion arrives in {place}",
    "Level II hospital treats its thousandth patient since the deployment began",
    "Medal parade honours 214 peacekeepers",
    "Patrol finds and clears unexploded ordnance near {place}",
    "Force Commander visits the forward base, thanks contingents for their work in a difficult season",
    "Police unit trains community watch groups with the mission's gender adviser",
    "Helicopter detachment completes its 1,500th flight hour without incident",
)
PLACES = ("Malual", "Tabra", "Qasr Ward", "Berol", "Nimbe", "Old Ferry", "Dar Hessa")
LEAD = (
    "The company finished the last bridge on Thursday, two weeks ahead of the plan that the mission's engineers had "
    "agreed with the county, and handed it over to the local road authority."
)


def rich_week(archive: Invented) -> None:
    """2026-W47 with all that a digest can show; the archive began in 2026-W43."""
    with archive.db.write():
        _rich_week(archive)


def _rich_week(archive: Invented) -> None:
    for acronym, name, aliases in MISSIONS:
        archive.mission(acronym, name, aliases=aliases)
    for slug, name in OUTLETS:
        archive.source(slug, name)
    for n in range(1, EXTRAS):
        archive.source(f"extra{n:02}", f"Invented Outlet No. {n}", per_week_least=2.0 if n == 3 else None)
    archive.source("closed", "Closed Gate Bulletin", enabled=0, disabled_because="its terms forbid automatic reading")
    _runs(archive)
    _items(archive)
    for n in range(600):
        archive.page(OUTLETS[n % 8][0], f"2026-11-{16 + n % 7} 08:00", state="other")
    for n in range(24):
        archive.page("extra04", f"2026-11-{11 + n // 2} 07:00", state="other", titled=n < 16)
    for n in range(12):
        archive.page("lantern", f"2026-11-{16 + n % 7} 08:00", state="refused", reason="robots.txt forbids it")


def _runs(archive: Invented) -> None:
    failing = {"extra01": ("unreachable", "no answer within 30 s"), "longroad": ("no-links", None)}
    slugs = [slug for slug, _ in OUTLETS] + [f"extra{n:02}" for n in range(1, EXTRAS)]
    for slug in slugs:
        archive.run(slug, "2026-10-20 06:00")
        for day in range(16, 23):
            if slug == "extra02":
                archive.cover(slug, f"2026-11-{day}", "never-ran")
                continue
            outcome, reason = failing.get(slug, ("collected", None))
            archive.run(slug, f"2026-11-{day} 06:00", outcome, reason)
            state = "failed" if slug in failing else ("collected", "reached-empty")[(day + len(slug)) % 2]
            if slug == "meridian" and day < 18:
                state = "healed" if day == 16 else "failed"
            archive.cover(slug, f"2026-11-{day}", state)
        if slug not in failing and slug not in ("extra02", "extra03"):
            archive.page(slug, "2026-11-18 07:00", state="other")


def _items(archive: Invented) -> None:
    spread = (
        ["UNMISS"] * 9 + ["UNIFIL"] * 7 + ["MINUSCA"] * 6 + ["MONUSCO"] * 5 + ["UNISFA"] * 3 + ["UNFICYP"] + [None] * 6
    )
    for n, mission in enumerate(spread):
        place = PLACES[n % len(PLACES)]
        also = ("UNIFIL",) if n in (3, 20) else ()
        slug, name = OUTLETS[(n * 3) % 8 if n % 2 else n % 4]
        archive.article(
            TITLES[n % 8].format(place=place),
            f"2026-11-{16 + (n * 5) % 7} {6 + n % 12:02}:10",
            source=slug,
            missions=((mission, *also) if mission else ()),
            outlet=name if slug != "eastwind" else None,
            body=f"{place.upper()}, Nov. 17 -- {LEAD}",
            dateline=f"{place.upper()}, Nov. 17 --",
            dateline_place=place.upper(),
        )
    for week, counts in (("10-27", 4), ("11-03", 6), ("11-10", 5)):
        for n in range(counts):
            archive.article(f"Earlier {n}", f"2026-{week}", missions=("UNMISS" if n % 2 else "MINUSCA",))
    archive.article(
        "维和工兵分队完成道路抢修任务（虚构）",
        "2026-11-19 03:00",
        source="eastwind",
        missions=("联南苏团",),
        language="zh",
        body="维和工兵分队十九日完成通往马鲁阿尔的道路抢修任务。" * 6,
        published_local="2026-11-19T11:00:00+08:00",
    )
    archive.article("An undated gallery of the medal parade", None, seen="2026-11-20 05:00", missions=("UNISFA",))
    archive.article("Stabilisation force announces a parade", "2026-11-18", label="contested", source="lantern")
    archive.article("Alliance mission marks its anniversary", "2026-11-20", label="contested", source="bluepost")
    archive.article(
        "Exercise trains staff officers for coalition duty", "2026-11-17", label="borderline", source="meridian"
    )
    archive.article("Back list from the summer", "2026-07-01", seen="2026-11-18", missions=("UNMISS",))
    archive.article("From a file", "2026-11-18", origin="import", missions=("UNMISS",))
    archive.article("Dated in a year to come", "2027-11-18", seen="2026-11-18", missions=("UNMISS",))
