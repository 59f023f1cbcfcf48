"""A tiny newsroom on loopback in two states, and data folders that stand before each thing that is tried."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from storage.archive import Archive
from storage.database import Database
from storage.schema import migrations
from tests.crawler.sites import Site, feed, html, page
from tests.torture.smith import Smith

# The clock of each command: two crawls in weeks 46 and 47, the digests of both after them.
FIRST, SECOND, MONDAY = "2026-11-14T08:00:00+00:00", "2026-11-21T08:00:00+00:00", "2026-11-24T12:00:00+00:00"
CONFIGURATION = """\
[data]
folder = "{data}"

[sources]
folder = "{sources}"
packaged = "none"

[crawl]
contact = "desk@newsroom.example"
gap_seconds = 0.0
timeout_seconds = 5.0
parse_seconds = 60
"""
SOURCE = """\
slug = "{slug}"
name = "The {slug} desk"
home = "{base}/"
language = "en"
timezone = "UTC"
article_url = ["^/a/"]
feeds = ["{base}/feed.xml"]

[[section]]
url = "{base}/list/"
link = "li a"
"""


# The second outlet's pages, in both states; a crawl of both at once writes for both in one transaction.
OTHERS = (11, 12, 13, 14)


def others(site: Site) -> None:
    """The second outlet, which some crawls follow as well."""
    site.routes = {f"/a/{number}": html(_page(number)) for number in OTHERS}
    digits = [str(number) for number in OTHERS]
    _listings(site, digits, digits[:2])


def before(site: Site) -> None:
    """The first state: five articles, one of them over two pages, one of another subject."""
    site.routes = {}
    for number in (1, 4, 5):
        site.routes[f"/a/{number}"] = html(_page(number))
    site.routes["/a/2"] = html(_page(2, peacekeeping=False))
    for path, other, place in (("/a/3", "/a/3_2", 2), ("/a/3_2", "/a/3", 1)):
        body = _page(3, words=f"This is said at {path}.")
        link = f"</article><a href='{other}'>{place}</a>".encode()
        site.routes[path] = html(body.replace(b"</article>", link))
    _listings(site, "12345", "12")


def after(site: Site) -> None:
    """The second state: two new articles, one of them a copy; one revised, one moved, one gone, one link to nothing."""
    before(site)
    site.routes["/a/1"] = html(_page(1, words="The desk added a sentence about 40 engineers and a new bridge."))
    site.routes["/a/4"] = (410, {}, b"gone")
    site.routes["/a/6"] = html(_page(6))
    site.routes["/a/7"] = html(_page(5, head="<meta name='desk' content='7'>"))
    site.routes["/a/8"] = (301, {"Location": "/a/6"}, b"")
    _listings(site, "1356789", "1367")


def _page(number: int, *, words: str = "", head: str = "", peacekeeping: bool = True) -> bytes:
    # Some kilobytes that no compression makes small: a record that one write cannot hold in a page.
    noise = random.Random(number).randbytes(2000).hex()  # noqa: S311  repeatable, not secret
    return page(number, words=words, head=f"{head}<!-- {noise} -->", peacekeeping=peacekeeping)


def _listings(site: Site, in_feed: Iterable[str], in_section: Iterable[str]) -> None:
    links = [f"{site.base}/a/{number}" for number in in_feed]
    site.routes["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed(links))
    items = "".join(f"<li><a href='/a/{number}'>Item {number}</a></li>" for number in in_section)
    site.routes["/list/"] = html(f"<html><body><ul>{items}</ul></body></html>".encode())


class World:
    """A site, a configuration for it, and the folders made so far. Use it in a with statement."""

    def __init__(self, place: Path, smith: Smith) -> None:
        self.place, self._smith = place, smith
        self.site, self.other = Site(), Site()
        others(self.other)
        self._made: dict[str, Path] = {}
        for folder, followed in (("sources", {"lantern": self.site}),
                                 ("both", {"lantern": self.site, "harbour": self.other})):  # fmt: skip
            (place / folder).mkdir(parents=True)
            for slug, site in followed.items():
                text = SOURCE.format(slug=slug, base=site.base)
                (place / folder / f"{slug}.toml").write_text(text, encoding="utf-8")

    def close(self) -> None:
        """Stop the sites."""
        self.site.close()
        self.other.close()

    def configured(self, data: Path, sources: str = "sources") -> Path:
        """The configuration of a data folder, beside it."""
        path = data.with_name(f"{data.name}.toml")
        text = CONFIGURATION.format(data=data, sources=self.place / sources)
        path.write_text(text, encoding="utf-8")
        return path

    def folder(self, name: str) -> Path:
        """A data folder to copy: ``nothing``, ``crawled`` once, ``twice``, ``reported``, or ``mNNN``, an old schema."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def run(self, data: Path, words: list[str], now: str) -> None:
        """Run a command undisturbed. Raises AssertionError."""
        notes = {end: str(data.with_name(f"{data.name}.{end}")) for end in ("out", "err", "log", "acks", "counted")}
        line = [*words, "--config", str(self.configured(data))]
        common = {"folder": str(data), "fault": None, "at": 0, "now": now, "stands": False}
        code = self._smith.run("command", {"words": line, **common, **notes})
        said = Path(notes["err"]).read_text(encoding="utf-8")
        assert code == 0, f"{words}: {code}: {said}"
        assert "Traceback" not in said, said

    def _make(self, name: str) -> Path:
        data = self.place / "folders" / name
        data.parent.mkdir(exist_ok=True)
        if name == "nothing":
            data.mkdir()
        elif name == "crawled":
            before(self.site)
            self.run(data, ["crawl", "--all"], FIRST)
        elif name == "twice":
            shutil.copytree(self.folder("crawled"), data)
            after(self.site)
            self.run(data, ["crawl", "--recheck"], SECOND)
        elif name == "reported":
            shutil.copytree(self.folder("twice"), data)
            self.run(data, ["digest"], MONDAY)
        else:
            shutil.copytree(self.folder("reported"), data)
            older(data / "archive.db", self.folder("reported") / "archive.db", name)
        return data


def schemas() -> list[str]:
    """The names of the released schemas but the newest."""
    return [migration.name for migration in migrations._migrations][:-1]


def older(target: Path, source: Path, schema: str) -> None:
    """Write an archive as the schema of that name left it, with all rows of another that it has tables for."""
    for end in ("", "-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    names = [migration.name for migration in migrations._migrations]
    behind = names[names.index(schema) + 1]
    with closing(Database(target)) as db, closing(Database(source, read_only=True)) as full:
        db.use_wal()
        migrations.apply(db.utils, stop_before=behind)
        db.utils.conn.execute("PRAGMA foreign_keys = OFF")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        theirs = {row["name"] for row in full.rows(tables)}
        with db.write():
            for name in (row["name"] for row in db.rows(tables)):
                if name not in theirs or name.startswith(("_", "sqlite", "articles_fts", "articles_words")):
                    continue
                info = f"SELECT name FROM pragma_table_info('{name}')"
                have = {row["name"] for row in full.rows(info)}
                columns = [row["name"] for row in db.rows(info) if row["name"] in have]
                listed = ", ".join(f'"{column}"' for column in columns)
                rows = [tuple(row.values()) for row in full.rows(f'SELECT {listed} FROM "{name}"')]
                marks = ", ".join("?" for _ in columns)
                db.execute(f'DELETE FROM "{name}"')
                db.execute_many(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', rows)
            if db.value("SELECT 1 FROM sqlite_master WHERE name = 'articles_fts'"):
                columns_of_index = "rowid, title, body, names"
                db.execute(f"INSERT INTO articles_fts ({columns_of_index}) SELECT id, title, body, '' FROM articles")
            else:
                _index(db)


def _index(db: Database) -> None:
    from storage.search_index import TABLE, Indexed

    for row in db.rows("SELECT * FROM articles"):
        values = Indexed.of(row).values(row["id"])
        db.execute(f"INSERT INTO {TABLE} (rowid, title, body, names) VALUES (?, ?, ?, ?)", values)


def archive_of(data: Path) -> Archive:
    """The archive of a folder, to look into."""
    return Archive.open(data, read_only=True)
