"""What an archive holds of outlets that were followed for some time: the rows that the service and status read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.sim.newsstand import Stand
from scheduler.commands.options import Settings
from storage.archive import Archive
from storage.readings import reading_text
from storage.records import Article
from storage.steady import note_steady
from storage.times import to_text

RUNS_A_DAY = 12
_READING = reading_text(
    Article(title="Choir sings", body="\n\n".join(["It sang in the old hall."] * 5), language="en"), None
)


def lay_down_past(archive: Archive, settings: Settings, stand: Stand, days: int, now_at: float) -> None:
    """Of each outlet runs, days of the ledger, a listing due within the interval, addresses and how they read."""
    now = datetime.fromtimestamp(now_at, UTC)
    interval = settings.config.schedule.interval
    archive.ledger.register_sources(settings.catalogue.values(), now - timedelta(days=days))
    for outlet in range(stand.outlets):
        chance = Random(f"past/{outlet}")  # noqa: S311 - a script, no secret
        slug, host = stand.slug(outlet), stand.host(outlet)
        feed = f"http://{host}/feed.xml"
        with archive.db.write():
            _runs(archive, slug, days, now, chance)
            archive.db.execute_many(
                "INSERT INTO coverage (source, listing, day, state) VALUES (?, ?, ?, 'collected')",
                [(slug, feed, (now - timedelta(days=n)).date().isoformat()) for n in range(days)],
            )
            due = now + interval * chance.random()
            page = archive.frontier.add_page(feed, host=host, source=slug, kind="listing", now=now)
            archive.frontier.update(page["id"], next_at=due, checked_at=due - interval, state="ok")
            archive.frontier.stamp(host, now - timedelta(hours=1))
            archive.frontier.save_robots(
                host, text=None, state="none", at=now - timedelta(hours=1), crawl_delay=None, reason=None
            )
            archive.db.execute_many(
                "INSERT INTO pages (url, host, source, kind, listing, first_seen_at, checked_at, state, label, score)"
                " VALUES (?, ?, ?, 'article', ?, ?, ?, 'other', 'other', 0)",
                [(f"http://{host}/b/{n}", host, slug, feed, at, at) for n, at in _addresses(days, now, chance)],
            )
            archive.db.execute_many(
                "INSERT INTO captures (page_id, fetched_at, status, digest, warc, offset, length, settled_at, reading)"
                " VALUES (?, ?, 200, 'x', ?, ?, 1, ?, ?)",
                [
                    (row["id"], row["at"], f"pruned/{slug}", row["id"], row["at"], _READING)
                    for row in archive.db.rows(
                        "SELECT id, checked_at AS at FROM pages WHERE source = ? AND kind = 'article'", (slug,)
                    )
                ],
            )
        note_steady(archive.db, slug, now)  # as every crawl does at its end


def _runs(archive: Archive, slug: str, days: int, now: datetime, chance: Random) -> None:
    step = timedelta(days=1) / RUNS_A_DAY
    first = now - timedelta(days=days, minutes=chance.randint(0, 100))
    archive.db.execute_many(
        "INSERT INTO runs (source, started_at, ended_at, outcome, counts)"
        " VALUES (?, ?, ?, 'nothing-new', '{\"listings\": 1}')",
        [
            (slug, to_text(first + n * step), to_text(first + n * step + timedelta(minutes=1)))
            for n in range(days * RUNS_A_DAY - 1)
        ],
    )


def _addresses(days: int, now: datetime, chance: Random) -> list[tuple[int, str]]:
    a_day = min(40.0, 0.5 / (1 - chance.random()))
    number = int(min(2000, a_day * days))
    return [(n, to_text(now - timedelta(days=days * chance.random()))) for n in range(number)]
