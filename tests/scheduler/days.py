"""An archive filled visit by visit, as a crawl fills it, without a network: for the tests of the archive's commands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.extraction.page import Page
from crawler.intake import Intake
from crawler.source import Source, parse_source
from crawler.urls import host_of
from crawler.worker import WorkerLimits, Workers
from storage.archive import Archive
from storage.records import Answer

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
SOURCES = Path("sources")
TABLE = """slug = "{slug}"
name = "The {slug} desk"
home = "https://{slug}.example/"
language = "en"
timezone = "UTC"
feeds = ["https://{slug}.example/feed.xml"]
article_url = ["^/a/"]
"""
# (days after START, slug, number, further words)
Visit = tuple[int, str, int | str, str]


def configure(folder: Path, *slugs: str) -> None:
    """Write a configuration into the working folder that follows these outlets only."""
    (folder / "sources").mkdir(exist_ok=True)
    for slug in slugs:
        (folder / "sources" / f"{slug}.toml").write_text(TABLE.format(slug=slug))
    (folder / "bluewatch.toml").write_text(
        '[sources]\nfolder = "sources"\npackaged = "none"\n[crawl]\nparse_seconds = 300\n'
    )


def source(slug: str) -> Source:
    table = {
        "slug": slug, "name": f"The {slug} desk", "home": f"https://{slug}.example/", "language": "en",
        "timezone": "UTC", "feeds": [f"https://{slug}.example/feed.xml"], "article_url": ["^/a/"],
    }  # fmt: skip
    return parse_source(table, file=f"{slug}.toml", packaged=False)


def address(slug: str, number: int | str) -> str:
    return f"https://{slug}.example/a/{number}"


def page(number: int | str, words: str = "") -> bytes:
    """An invented article; a number that begins with ``choir`` is about something else."""
    if str(number).startswith("choir"):
        title, about = f"Choir sings in hall {number}", "The town choir sang in the old hall of the harbour"
    else:
        title = f"Peacekeepers patrol village {number}"
        about = (
            "UN peacekeepers of UNMISS patrolled the road near Juba, and the Blue Helmets spoke with local people about"
            " the protection of civilians"
        )
    body = "".join(f"<p>{about} in place {number} on walk {i}. {words}</p>" for i in range(5))
    hours = number if isinstance(number, int) else 0
    published = (START - timedelta(hours=12 - hours)).isoformat()
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='article:published_time' content='{published}'></head>"
        f"<body><h1>{title}</h1><article>{body}</article></body></html>"
    ).encode()


def fill(data: Path, visits: Iterable[Visit]) -> None:
    """Visit these articles, each on its day."""
    visits = list(visits)
    sources = {slug: source(slug) for slug in {visit[1] for visit in visits}}
    # On a machine that is busy with other tests a page may take its time.
    limits = WorkerLimits(sources=sources, seconds=300)
    with Archive.open(data, create=True) as archive, Workers(limits, most=1) as workers:
        archive.ledger.register_sources(sources.values(), START)
        intake = Intake(archive, origin="crawl")
        for day, slug, number, words in visits:
            at, url = START + timedelta(days=day), address(slug, number)
            row = archive.frontier.add_page(url, host=host_of(url), source=slug, kind="article", now=at)
            body = page(number, words)
            headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{day}"'))
            answer = Answer(url=url, status=200, headers=headers, body=body, fetched_at=at)
            kept = intake.keep(answer, row["id"])
            if kept.new:
                reading = workers.read_page(Page(body=body, url=url, content_type="text/html", fetched_at=at), slug)
                intake.settle(kept.capture_id, row["id"], reading, source=sources[slug], now=at)
            else:
                intake.unchanged(row["id"], at)


def story(data: Path) -> list[tuple[object, ...]]:
    """What an archive says of its articles, without row numbers: states and their captures too."""
    with Archive.open(data, read_only=True) as archive:
        found: list[tuple[object, ...]] = []
        for row in archive.db.rows("SELECT * FROM articles ORDER BY uid"):
            states = [
                (state["number"], state["seen_at"], state["title"], state["body"], state["changes"])
                for state in archive.articles.revisions_of(row["uid"])
            ]
            captures = archive.db.rows(
                "SELECT revision, captures.* FROM article_captures JOIN captures ON captures.id = capture_id"
                " WHERE article_id = ? ORDER BY revision, fetched_at, digest",
                (row["id"],),
            )
            for capture in captures:
                assert archive.captures.read(capture["id"]).body
            told = [(capture["revision"], capture["fetched_at"], capture["digest"]) for capture in captures]
            found.append(
                (
                    row["uid"], row["url"], row["source"], row["key"], row["title"], row["body"], row["label"],
                    row["revision"], row["first_seen_at"], row["withdrawn_at"], tuple(states), tuple(told),
                )
            )  # fmt: skip
        return found


def sound(data: Path) -> list[str]:
    """The faults that `check` finds."""
    from storage.check import faults_of

    with Archive.open(data, read_only=True) as archive:
        return [f"{fault.where}: {fault.message}" for fault in faults_of(archive)]
