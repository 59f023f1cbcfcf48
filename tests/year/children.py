"""The invented outlets on loopback, and ``bluewatch crawl`` in a process of its own, a run a day."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from scheduler.jobs import command_line
from storage.archive import Archive
from storage.times import to_text
from tests.crawler.sites import ROOT, Site
from tests.year.outlets import Outlet
from tests.year.web import Web

_CONFIGURATION = """\
[data]
folder = "."

[sources]
folder = "sources"
packaged = "none"

[crawl]
contact = "desk@newsroom.example"
gap_seconds = 0.0
parse_seconds = 300
"""


class Servers:
    """A server for each outlet. now: the time that they all go by."""

    def __init__(self, web: Web, now: datetime) -> None:
        self.web, self.now = web, now
        self.sites: dict[str, Site] = {}

    def open(self, outlet: Outlet, stack: ExitStack) -> None:
        """Start the server of an outlet."""
        site = Site()
        stack.callback(site.close)
        site.routes["*"] = lambda handler: self._answer(outlet, site, handler)
        self.sites[outlet.slug] = site

    def _answer(self, outlet: Outlet, site: Site, handler: BaseHTTPRequestHandler) -> None:
        asked: Mapping[str, str] = {
            name: handler.headers[name] for name in ("If-None-Match", "If-Modified-Since") if name in handler.headers
        }
        said = self.web.answer(outlet.base + handler.path, asked, self.now)
        headers = {name: value.replace(outlet.base, site.base) for name, value in said.headers.items()}
        body = said.body.replace(outlet.base.encode(), site.base.encode())
        handler.answer(said.status, headers, body)  # type: ignore[attr-defined]


@contextmanager
def served(web: Web, now: datetime) -> Iterator[Servers]:
    """All outlets of a script on loopback."""
    servers = Servers(web, now)
    with ExitStack() as stack:
        for outlet in web.script.outlets:
            servers.open(outlet, stack)
        yield servers


def lay_out(data: Path, servers: Servers) -> None:
    """A data folder whose clock may be set, with a configuration that follows these outlets only."""
    (data / "sources").mkdir(parents=True)
    (data / "bluewatch.toml").write_text(_CONFIGURATION, encoding="utf-8")
    for outlet in servers.web.script.outlets:
        table = outlet.table(servers.sites[outlet.slug].base)
        (data / "sources" / f"{outlet.slug}.toml").write_text(_toml(table), encoding="utf-8")
    with Archive.open(data, create=True) as archive:
        archive.ledger.meta_set("demo", "1")


def crawl(data: Path, at: datetime) -> str:
    """``bluewatch crawl --all`` with its clock at that time, to its end; what it printed. Raises AssertionError."""
    line = command_line("crawl", "--all", "--now", to_text(at), data=data, config=data / "bluewatch.toml")
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode in (0, 1), ended.stderr
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stdout


def _toml(table: Mapping[str, Any]) -> str:
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items() if name != "section"]
    for section in table.get("section", ()):
        lines += ["", "[[section]]", *(f"{name} = {json.dumps(value)}" for name, value in section.items())]
    return "\n".join(lines) + "\n"
