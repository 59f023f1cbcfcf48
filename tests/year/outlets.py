"""The twelve invented outlets: language, zone, how they announce articles, their mark-up before and after redesigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.source import Source, parse_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet. old, new: mark-up (tests.year.pages); listing: feed, sitemap or section.

    moved: its listing has another address after the redesign; restless: its pages change at every look (clock, counter,
    rotating links) and carry no validators; slug_line: what its own texts open with; has_editors:
    it names an editor where others name an author.
    """

    slug: str
    name: str
    language: str
    zone: str
    listing: str
    old: str
    new: str
    path: str
    moved: bool = False
    restless: bool = False
    validator: str = "etag"
    slug_line: str = ""
    gone_page: str = "404"
    has_editors: bool = False

    @property
    def host(self) -> str:
        """Its host."""
        return f"{self.slug}.example"

    @property
    def base(self) -> str:
        """Its address without a path."""
        return f"https://{self.host}"

    def address(self, number: int) -> str:
        """The path of an article."""
        return self.path.format(n=number)

    def table(self, base: str, *, archive: bool = False) -> dict[str, Any]:
        """What an operator would write of it. archive: by its whole sitemap instead of what it announces daily."""
        table: dict[str, Any] = {
            "slug": self.slug, "name": self.name, "home": f"{base}/", "languages": self.language,
            "timezone": self.zone, "article_url": [self._pattern], "key": r"(\d{6})",
        }  # fmt: skip
        if archive or self.listing == "sitemap":
            table["sitemaps"] = [f"{base}/sitemap.xml"]
        elif self.listing == "feed":
            table["feeds"] = [f"{base}/feed.xml"]
        else:
            table["section"] = [{"url": f"{base}/news/", "link": "ul.items a", "next": "a.next"}]
        return table

    def source(self, *, archive: bool = False) -> Source:
        """The source of it."""
        return parse_source(self.table(self.base, archive=archive), file=f"{self.slug}.toml", packaged=False)

    @property
    def _pattern(self) -> str:
        return "^" + self.path.replace(".", r"\.").replace("?", r"\?").format(n=r"\d{6}") + "$"


OUTLETS = (
    Outlet(slug="harbour", name="Harbour Defence Daily", language="en", zone="Europe/London", listing="feed",
           old="wire", new="broad", path="/news/{n}.html", slug_line="[PLACE], [DAY] (Harbour Daily) -- "),
    Outlet(slug="dongfeng", name="东风军报（虚构）", language="zh", zone="Asia/Shanghai", listing="section",
           old="gov", new="portal", path="/jw/content_{n}.htm", moved=True, gone_page="soft", has_editors=True),
    Outlet(slug="bluepost", name="Blue Post Wire", language="en", zone="UTC", listing="sitemap",
           old="broad", new="post", path="/stories/{n}", validator="modified",
           slug_line="[PLACE], [DAY] (Blue Post) -- "),
    Outlet(slug="tambour", name="La Feuille du Tambour", language="fr", zone="Europe/Paris", listing="feed",
           old="post", new="broad", path="/articles/{n}", restless=True),
    Outlet(slug="northgate", name="Northgate Courier", language="en", zone="UTC", listing="section",
           old="table", new="wire", path="/view/{n}.htm", moved=True),
    Outlet(slug="meridian", name="Meridian Armed Forces", language="en", zone="Asia/Kolkata", listing="feed",
           old="gov", new="broad", path="/press/{n}.html", restless=True, gone_page="soft", has_editors=True),
    Outlet(slug="qingshan", name="青山新闻（虚构）", language="zh", zone="Asia/Shanghai", listing="feed",
           old="table", new="gov", path="/a/{n}.html", slug_line="[PLACE][DATE]电 "),
    Outlet(slug="lantern", name="The Lantern", language="en", zone="Africa/Nairobi", listing="feed",
           old="post", new="wire", path="/?p={n}", validator="modified", gone_page="home"),
    Outlet(slug="riverbank", name="Riverbank Police Gazette", language="en", zone="UTC", listing="section",
           old="portal", new="post", path="/gazette/item-{n}.html", restless=True),
    Outlet(slug="farol", name="El Farol del Puerto", language="es", zone="Europe/Madrid", listing="section",
           old="broad", new="wire", path="/notas/{n}.html"),
    Outlet(slug="haian", name="海岸日报（虚构）", language="zh", zone="Asia/Shanghai", listing="sitemap",
           old="portal", new="broad", path="/c/{n}.html", restless=True, gone_page="home", has_editors=True),
    Outlet(slug="longroad", name="Long Road Review", language="en", zone="America/New_York", listing="feed",
           old="wire", new="table", path="/review/{n}.html", validator="none"),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in OUTLETS}
