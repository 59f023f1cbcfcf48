"""A fault of a site as a value, and one crawl in which many of them stand side by side.

A Fault says how a site misbehaves, what the archive must hold of it then, and what `status` must say. A World makes a
site of each, crawls them all at once in a process of its own, and gives what was Seen of each one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scheduler.commands.options import Settings
from scheduler.commands.status import gather, lines_of
from scheduler.config import load_config
from tests.crawler.sites import crawl, rows
from tests.faults.server import FaultySite

GOOD, BAD, LAST = "/a/1", "/a/2", "/a/3"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way in which a site misbehaves. The site announces and serves /a/1, /a/2 and /a/3 in its feed at first.

    site: changes the site before it is crawled. source: further keys of its source file; a function is given the site.
    whole: paths of the articles that must be held, each as the site published it; may: those that may be held; any
    other article of the source is an unwanted row. texts: path to words that the body must hold in this order, where
    the page is none of `tests.crawler.sites.page`. outcome: of the run, "" for any. said: words that `status` must
    say of the source. state: of the page /a/2, "" for any. most: path to the most requests it may cost; in_all: the
    most requests of the whole site. check: what else must hold. seldom: for the long run alone, as another fault of
    its kind stands in the everyday one.
    """

    name: str
    site: Callable[[FaultySite], object]
    source: Mapping[str, Any] = field(default_factory=dict)
    whole: tuple[str, ...] = (GOOD, LAST)
    may: tuple[str, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcome: str = ""
    said: tuple[str, ...] = ()
    state: str = ""
    most: Mapping[str, int] = field(default_factory=dict)
    in_all: int | None = None
    check: Callable[[Seen], None] | None = None
    seldom: bool = False

    @property
    def slug(self) -> str:
        """The source's key: the name with hyphens."""
        letters = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in self.name.lower())
        return "-".join(part for part in letters.split("-") if part)


def seldom(*faults: Fault) -> tuple[Fault, ...]:
    """The same faults, for the long run alone."""
    return tuple(replace(fault, seldom=True) for fault in faults)


class World:
    """The sites of some faults and their archive. crawl() may be called again, at another time or with other routes."""

    def __init__(self, data: Path, faults: Iterable[Fault], **options: Any) -> None:
        self.data, self.options = data / "data", {"max_bytes": 1_000_000, "timeout_seconds": 5.0, **options}
        self.faults = {fault.name: fault for fault in faults}
        self.sites: dict[str, FaultySite] = {}
        self.reports: dict[str, dict[str, Any]] = {}
        self._folder = data / "sources"
        self._folder.mkdir(parents=True)
        for fault in self.faults.values():
            one = self.sites[fault.name] = FaultySite(fault.name)
            one.articles(1, 2, 3)
            fault.site(one)
        self.sources = {name: self._source(self.faults[name], one) for name, one in self.sites.items()}

    def _source(self, fault: Fault, one: FaultySite) -> Any:
        more = {key: value(one) if callable(value) else value for key, value in fault.source.items()}
        return one.source(fault.slug, **more)

    def crawl(self, *names: str, at: datetime | None = None, **options: Any) -> World:
        """Crawl these sites, all without names, in one process; at: what its clock shows at the start."""
        chosen = [self.sources[name] for name in names or self.faults]
        self.reports.update(crawl(self.data, *chosen, at=at, **{"wait": 500.0, **self.options, **options}))
        self.__dict__.pop("status", None)
        return self

    def seen(self, name: str) -> Seen:
        """What one site's crawl left."""
        return Seen(world=self, fault=self.faults[name], site=self.sites[name])

    @cached_property
    def status(self) -> dict[str, dict[str, Any]]:
        """What `bluewatch status` says after the last crawl: slug to its part of the report, with its printed lines."""
        for source in self.sources.values():
            table = {key: value for key, value in source.table().items() if value not in (None, [], {}, ())}
            (self._folder / f"{source.slug}.toml").write_text(_toml(table), encoding="utf-8")
        config = self._folder.parent / "bluewatch.toml"
        config.write_text(
            f"[sources]\npackaged = 'none'\nfolder = '{self._folder}'\n[crawl]\ncontact = 'desk@newsroom.example'\n"
        )
        report = gather(Settings(load_config(config), self.data, lambda: datetime.now(UTC)))
        return {
            row["slug"]: {**row, "lines": "\n".join(lines_of({**report, "sources": [row]}))}
            for row in report["sources"]
        }

    def close(self) -> None:
        """Close every site."""
        for one in self.sites.values():
            one.close()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one site's crawls left in the archive and in `status`."""

    world: World
    fault: Fault
    site: FaultySite

    @property
    def report(self) -> dict[str, Any]:
        """The last run's report: outcome, reason, counts."""
        return self.world.reports[self.fault.slug]

    @property
    def told(self) -> str:
        """Everything that the report of `status` says of the source, as text."""
        return json.dumps(self.world.status[self.fault.slug], ensure_ascii=False)

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """Rows of the archive."""
        return rows(self.world.data, sql, *parameters)

    def page(self, path: str = BAD) -> dict[str, Any]:
        """The row of one address in the frontier; empty where there is none."""
        found = self.rows("SELECT * FROM pages WHERE url = ?", self.site.base + path)
        return found[0] if found else {}

    @property
    def articles(self) -> dict[str, dict[str, Any]]:
        """The articles of the source: path (with query) of their address to the row. Two rows of one address fail."""
        found = self.rows("SELECT * FROM articles WHERE source = ?", self.fault.slug)
        held = {row["url"].removeprefix(self.site.base): row for row in found}
        assert len(held) == len(found), sorted(row["url"] for row in found)
        return held


def hold(seen: Seen) -> None:
    """Everything that a Fault says of its site holds. The one assertion of the table's tests."""
    fault, report, held = seen.fault, seen.report, seen.articles
    assert not fault.outcome or report["outcome"] == fault.outcome, report
    assert report["outcome"] != "crashed", report
    missing, odd = set(fault.whole) - set(held), set(held) - set(fault.whole) - set(fault.may)
    assert (sorted(missing), sorted(odd)) == ([], []), (report, seen.page())
    for path, row in held.items():
        place = 0
        for words in fault.texts.get(path) or published(path):
            at = row["body"].find(words, place)
            assert at >= 0, (path, words, row["body"][:500])
            place = at + len(words)
    for words in fault.said:
        assert words in seen.told, (words, report, seen.page())
    if fault.state:
        assert seen.page().get("state") == fault.state, seen.page()
        assert fault.state in ("kept", "other") or seen.page()["article_id"] is None, seen.page()
    for path, most in fault.most.items():
        assert seen.site.asked(path) <= most, (path, seen.site.asked(path))
    assert fault.in_all is None or len(seen.site.log) <= fault.in_all, len(seen.site.log)
    assert seen.site.most_open <= 1, "two requests of one site were open at once"
    if fault.check is not None:
        fault.check(seen)


def published(path: str) -> tuple[str, ...]:
    """What the article `page()` serves at /a/N says, in order: first and last words of each paragraph."""
    name = urlsplit(path).path.rpartition("/")[2]
    return tuple(f"in place {name} on walk {walk}." for walk in range(5))


def _toml(table: Mapping[str, Any]) -> str:
    """A flat source file; the keys that hold tables are written as inline ones."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items() if key not in ("checked", "layout"))


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_value(one)}" for key, one in value.items() if one not in (None, [])) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def crawled(folder: Path, faults: Iterable[Fault], **options: Any) -> Iterator[World]:
    """The body of a fixture: these faults after one crawl, then closed."""
    one = World(folder, faults, **options)
    yield one.crawl()
    one.close()
