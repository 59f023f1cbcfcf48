"""The demo newsroom's answers: what each outlet serves for a path at a moment. Values in, values out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from scheduler.demo.pages import Pages
from scheduler.demo.script import FIRST_MONDAY, DemoArticle, Script

PORTAL_PAGE_LENGTH = 8
MINISTRY_HOME_LENGTH = 30
FEED_LENGTH = 15
SITEMAP_DAYS = 21
PORTAL_SECTIONS = {"W_25110": "missions", "F_25120": "forces"}
SECTION_TITLES = {"missions": "World and Missions", "forces": "Forces and Training"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer before HTTP: status, headers, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Content:
    body: bytes
    content_type: str
    changed: datetime


class Newsroom:
    """Three outlets over one script. hosts: outlet to ``127.0.0.1:PORT``."""

    def __init__(self, script: Script, hosts: Mapping[str, str]) -> None:
        self.script = script
        self.hosts = dict(hosts)
        self._pages = Pages(self.address)
        self._paths = {
            (article.outlet, self.path(article, part)): (article, part)
            for article in script.articles
            for part in range(1, article.parts + 1)
        }
        self._desks: dict[str, Callable[[str, datetime], _Content | None]] = {
            "portal": self._portal,
            "ministry": self._ministry,
            "service": self._service,
        }

    def path(self, article: DemoArticle, part: int = 1) -> str:
        """The path of one of an article's pages, in the manner of its outlet and page generation."""
        if article.internal:
            return f"/internal/{article.number}.html"
        if article.outlet == "portal":
            if article.scheme == "view":
                return f"/view/{article.at:%Y-%m}/{article.at:%d}/content_{article.number}{_suffix(part)}.htm"
            folder = next(name for name, section in PORTAL_SECTIONS.items() if section == article.sections[0])
            return f"/2025nb/{folder}/L_25111/{article.number}.html"
        if article.outlet == "ministry":
            if article.language == "en":
                stem = hashlib.sha256(article.id.encode()).hexdigest()[:32]
                return f"/f/view-3-{stem}.html"
            return f"/n2255/n2279/c{article.number}/content.html"
        # The first title makes the address, whatever the title becomes later.
        slug = "-".join(re.findall(r"[a-z0-9]+", self.script.by_id[article.id].title.lower())[:7])
        return f"/en/story/{article.at:%Y/%m}/{article.number}-{slug}"

    def address(self, article: DemoArticle, part: int = 1) -> str:
        """The whole address of one of an article's pages."""
        return f"http://{self.hosts[article.outlet]}{self.path(article, part)}"

    def reply(self, outlet: str, path: str, headers: Mapping[str, str], now: datetime) -> Reply:
        """Answer one GET. headers: names in lower case. A page that is not yet published is a plain 404."""
        article, part = self._paths.get((outlet, path), (None, 1))
        if article is not None and article.withdrawn is not None and article.withdrawn <= now:
            return self._plain(410, "Gone: the editors have withdrawn this article.", now)
        content = self._content(outlet, path, (article, part), now)
        if content is None:
            return self._plain(404, "Not found.", now)
        etag = '"' + hashlib.sha256(content.body).hexdigest()[:20] + '"'
        common = (
            ("Date", format_datetime(now.astimezone(UTC), usegmt=True)),
            ("ETag", etag),
            ("Last-Modified", format_datetime(content.changed.astimezone(UTC), usegmt=True)),
            ("Cache-Control", "no-cache"),
        )
        if _is_known(headers, etag, content.changed):
            return Reply(304, common, b"")
        return Reply(200, (*common, ("Content-Type", content.content_type)), content.body)

    def _content(
        self, outlet: str, path: str, wanted: tuple[DemoArticle | None, int], now: datetime
    ) -> _Content | None:
        article, part = wanted
        if path == "/robots.txt":
            return _Content(self._robots(outlet).encode(), "text/plain; charset=utf-8", FIRST_MONDAY)
        if path.startswith("/images/"):
            return _Content(self._pages.picture(), "image/svg+xml", FIRST_MONDAY)
        if article is not None:
            return self._article_page(article, part, now) if article.visible_from <= now else None
        return self._desks[outlet](path, now)

    def _article_page(self, article: DemoArticle, part: int, now: datetime) -> _Content:
        state = article.state_at(now)
        html = self._pages.article(state, [self.script.by_id[known].state_at(now) for known in article.related], part)
        # The ministry's older pages say nowhere that they are GBK: neither in the header nor in the page.
        kind = "text/html; charset=utf-8" if article.encoding == "utf-8" else "text/html"
        return _Content(html.encode(article.encoding), kind, article.changed_at(now))

    def _portal(self, path: str, now: datetime) -> _Content | None:
        if path in {"/", "/index.html"}:
            return self._listing("portal-home.html", self.script.of("portal", now)[:PORTAL_PAGE_LENGTH], now)
        found = re.fullmatch(r"/2025nb/([A-Z]_\d+)/index(?:_(\d+))?\.html", path)
        if found is None or found[1] not in PORTAL_SECTIONS:
            return None
        section, page = PORTAL_SECTIONS[found[1]], int(found[2] or 0)
        articles = [article for article in self.script.of("portal", now) if section in article.sections]
        pages = max(1, -(-len(articles) // PORTAL_PAGE_LENGTH))
        if page >= pages or found[2] == "0":
            return None
        shown = articles[page * PORTAL_PAGE_LENGTH : (page + 1) * PORTAL_PAGE_LENGTH]
        following = f"index_{page + 1}.html" if page + 1 < pages else None
        names = {"section": SECTION_TITLES[section], "pages": pages, "page": page, "following": following}
        return self._listing("portal-section.html", shown, now, names=names)

    def _ministry(self, path: str, now: datetime) -> _Content | None:
        if path not in {"/", "/index.html"}:
            return None
        return self._listing("ministry-home.html", self.script.of("ministry", now)[:MINISTRY_HOME_LENGTH], now)

    def _service(self, path: str, now: datetime) -> _Content | None:
        articles = self.script.of("service", now)
        if path == "/feed/en/news/all/rss.xml":
            host = self.hosts["service"]
            return self._listing(
                "service-feed.xml", articles[:FEED_LENGTH], now, kind="application/rss+xml", names={"host": host}
            )
        if path == "/sitemap/news.xml":
            fresh = [article for article in articles if article.visible_from > now - timedelta(days=SITEMAP_DAYS)]
            return self._listing("service-sitemap.xml", fresh, now, kind="application/xml")
        if path in {"/", "/en"}:
            return self._listing("service-home.html", articles[:FEED_LENGTH], now)
        return None

    def _listing(
        self,
        template: str,
        articles: list[DemoArticle],
        now: datetime,
        *,
        kind: str = "text/html",
        names: Mapping[str, object] | None = None,
    ) -> _Content:
        changed = max((article.changed_at(now) for article in articles), default=FIRST_MONDAY)
        body = self._pages.listing(template, articles, changed=changed, **(names or {})).encode()
        return _Content(body, f"{kind}; charset=utf-8", changed)

    def _robots(self, outlet: str) -> str:
        lines = ["User-agent: *", "Disallow: /internal/"]
        if outlet == "ministry":
            lines.append("Crawl-delay: 0.02")
        if outlet == "service":
            lines += ["", f"Sitemap: http://{self.hosts[outlet]}/sitemap/news.xml"]
        return "\n".join(lines) + "\n"

    def _plain(self, status: int, text: str, now: datetime) -> Reply:
        body = self._pages.plain(status, text).encode()
        date = format_datetime(now.astimezone(UTC), usegmt=True)
        return Reply(status, (("Date", date), ("Content-Type", "text/html; charset=utf-8")), body)


def _suffix(part: int) -> str:
    return "" if part == 1 else f"_{part}"


def _is_known(headers: Mapping[str, str], etag: str, changed: datetime) -> bool:
    """True where the client has this very state (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return "*" in tags or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # RFC 9110, 13.1.3: a date that cannot be read is as if it were not sent
        return False
