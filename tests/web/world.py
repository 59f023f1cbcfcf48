"""A small archive with all that the pages show, made by the real intake. Outlets, people and events are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.findings.rules import load_finder
from crawler.intake import Intake
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_article
from reports.files import FOLDER
from reports.publish import write_missing
from storage.archive import Archive
from storage.records import Answer, Article, CoverageState, Evidence, FieldState, Outcome, RelatedLink
from storage.times import to_text

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 6, 0, tzinfo=UTC)
SCRIPT = "<script>document.title='owned'</script>"
HOSTILE = f'Peacekeepers of UNMISS {SCRIPT} {{{{ 7*7 }}}} "><img src=x onerror=alert(7)> \u202egnp.exe </title></mark>'
BRIDGE = (
    "MALUAL, South Sudan, Nov. 9 -- Peacekeepers of the United Nations Mission in South Sudan (UNMISS) "
    "reopened the road to Malual on Monday. UNMISS has 180 peacekeepers deployed there, the mission said.\n\n"
    '"The road is what people asked us for," said Colonel Ilda Marren, commander of the engineer battalion. '
    "The company had lost two soldiers in an accident near Tabra last month.\n\n"
    "The engineers carried 40 tonnes of steel over the river and built three bridges in six weeks, while a patrol of "
    "the Rwandan battalion guarded the camp and the ferry that the county has run for years."
)
LATER = (
    "JUBA, South Sudan, Nov. 11 -- UNMISS now has 210 peacekeepers deployed at Malual, its spokesman said on "
    "Wednesday.\n\nThe Security Council adopted resolution 2779 on 8 May 2025, which extended the mandate of UNMISS "
    "until 30 April 2026.\n\nSince 1948 more than two million peacekeepers have been sent out in all."
)
CHINESE = (
    "马鲁阿尔11月10日电 中国第11批赴南苏丹维和工兵分队180名官兵十日完成道路抢修任务，"
    "联南苏团为他们颁发勋章。\n\n分队长说，任务完成顺利。"
)


class World:
    """Stores articles as a crawl does. uids: the name of an article here to its uid."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.archive = Archive.open(data, create=True)
        self.archive.db.utils.conn.execute("PRAGMA synchronous = OFF")
        self.relevance = load_relevance(None, accept=None, review=None)
        self.finder = load_finder(self.relevance)
        self.intake = Intake(self.archive, origin="crawl")
        self.uids: dict[str, str] = {}

    def source(self, slug: str, name: str, *, enabled: int = 1, because: str | None = None) -> None:
        with self.archive.db.write():
            self.archive.db.execute(
                "INSERT INTO sources (slug, name, home, kind, country, enabled, disabled_because, first_used_at)"
                " VALUES (?, ?, ?, 'mod', 'XNM', ?, ?, ?)",
                (slug, name, f"https://{slug}.example/", enabled, because, to_text(MONDAY)),
            )

    def publish(self, name: str, article: Article, at: datetime) -> str:
        """One visit to an article's page."""
        slug, url = article.source or "", article.url or ""
        db = self.archive.db
        with db.write():
            db.execute(
                "INSERT OR IGNORE INTO pages (url, host, source, kind, first_seen_at, state)"
                " VALUES (?, ?, ?, 'article', ?, 'new')",
                (url, f"{slug}.example", slug, to_text(at)),
            )
        page = int(db.value("SELECT id FROM pages WHERE url = ?", (url,)))
        answer = Answer(url=url, status=200, headers=(), body=f"{article}".encode(), fetched_at=at)
        kept = self.intake.keep(answer, page)
        reading = read_article(article, self.relevance, self.finder, home="XNM")
        settled = self.intake.settle(kept.capture_id, page, reading, source=None, now=at)
        assert settled.uid is not None, f"{name}: {settled}"
        self.uids[name] = settled.uid
        return settled.uid

    def run(self, slug: str, at: datetime, outcome: Outcome, reason: str | None = None) -> None:
        ledger = self.archive.ledger
        run = ledger.start_run(slug, at)
        state = CoverageState.COLLECTED if outcome.ok else CoverageState.FAILED
        ledger.cover(slug, f"https://{slug}.example/news", at.date(), state, run, reason)
        ledger.end_run(run, at + timedelta(minutes=2), outcome, reason=reason, counts={"listings": 1})


def an_article(slug: str, number: int, title: str, body: str, at: datetime, **more: object) -> Article:
    made = Article(
        body=body,
        title=title,
        source=slug,
        url=f"https://{slug}.example/news/{number}.html",
        outlet={"harbour": "Harbour Defence Daily", "lantern": "The Lantern"}.get(slug),
        published_at=at,
        published_raw=f"{at:%d %B %Y}",
        language="en",
        evidence={"title": Evidence(state=FieldState.FOUND, how="generic: h1", raw=title)},
    )
    return replace(made, **more)  # type: ignore[arg-type]


def build(data: Path) -> World:
    """The whole of it."""
    world = World(data)
    world.source("harbour", "Harbour Defence Daily")
    world.source("lantern", "The Lantern")
    world.source("closed", "Closed Gate Bulletin", enabled=0, because="its terms forbid automatic reading")
    for day in range(8):
        at = MONDAY + timedelta(days=day)
        world.run("harbour", at, Outcome.COLLECTED)
        world.run("lantern", at, Outcome.NO_LINKS if day > 5 else Outcome.COLLECTED)
    hour = timedelta(hours=1)
    title = "Engineers reopen the road to Malual"
    world.publish("bridge", an_article("harbour", 1, title, BRIDGE, MONDAY), MONDAY + hour)
    world.publish("copy", an_article("lantern", 2, title, BRIDGE, MONDAY + 7 * hour), MONDAY + 8 * hour)
    changed = BRIDGE.replace("has 180", "has 190")
    world.publish("bridge", an_article("harbour", 1, title, changed, MONDAY), MONDAY + 30 * hour)
    related = (
        RelatedLink("Road closed", "javascript:alert(7)"),
        RelatedLink("Camp opened", "https://harbour.example/5"),
    )
    later = an_article("harbour", 3, "More peacekeepers at Malual", LATER, MONDAY + 50 * hour, related=related)
    world.publish("later", later, MONDAY + 51 * hour)
    zh = an_article("lantern", 4, "维和工兵完成道路抢修（虚构）", CHINESE, MONDAY + 28 * hour, language="zh")
    world.publish("chinese", zh, MONDAY + 29 * hour)
    hostile = an_article(
        "harbour", 6, HOSTILE, f"{HOSTILE}\n\nUNMISS said {SCRIPT} that 12 peacekeepers left.", MONDAY + 60 * hour,
        authors=(SCRIPT,), editors=("{{ 7*7 }}",), dateline_place="<b>Malual</b>", trailer=SCRIPT,
        evidence={"title": Evidence(state=FieldState.FOUND, how=SCRIPT, raw=HOSTILE, basis=SCRIPT)},
    )  # fmt: skip
    world.publish("hostile", hostile, MONDAY + 61 * hour)
    gone = an_article("lantern", 7, "Medal parade of UNMISS peacekeepers", LATER[:300], MONDAY + 20 * hour)
    world.publish("gone", gone, MONDAY + 21 * hour)
    row = world.archive.articles.by_uid(world.uids["gone"])
    assert row is not None
    world.archive.articles.mark_withdrawn(row["id"], MONDAY + 70 * hour, kind="404", at=MONDAY + 90 * hour)
    write_missing(world.archive, data / FOLDER, now=NOW)
    return world
