"""Datasette over the archive of a data folder, with our pages, behind the guard; and its server."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import DEFAULT_PLUGINS, pm

from reports.web import plugin, policy, tables
from reports.web.desk import Desk
from reports.web.guard import LOOPBACK_NAMES, Guard
from reports.web.stock import SUGGESTION_MS, Stock, keys_of, make_whole
from storage.archive import ARCHIVE_FILE, Archive

SETTINGS = {
    "allow_download": False,
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 500,
    "facet_suggest_time_limit_ms": SUGGESTION_MS,
    "num_sql_threads": 3,
    "truncate_cells_html": 120,
    "default_cache_ttl": 0,
    "max_csv_mb": 500,
}


class Pages:
    """The application: an ASGI callable. datasette: the Datasette inside it; desk: its own hold on the archive."""

    def __init__(self, data: Path, *, now: Callable[[], datetime], names: Collection[str] = LOOPBACK_NAMES) -> None:
        """Open the archive of a data folder. Raises ArchiveUnusable."""
        _only_our_plugin()
        self.desk = Desk(data, now=now)
        with Archive.open(data, read_only=True) as archive:
            keys = keys_of(archive.db)
        self.datasette = Datasette([str(data / ARCHIVE_FILE)], settings=SETTINGS, metadata=tables.metadata(keys))
        make_whole(self.datasette.get_database(tables.DATABASE), keys)
        plugin.DESKS[self.datasette] = self.desk
        self._app = Guard(
            Stock(self.datasette.app()),
            names=names,
            trouble=self.desk.trouble,
            stock_policy=policy.stock(stock_scripts()),
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    def close(self) -> None:
        """End the threads and close Datasette's connections."""
        self.desk.close()
        self.datasette.executor.shutdown(wait=True)
        for database in self.datasette.databases.values():
            database.close()


@cache
def stock_scripts() -> tuple[str, ...]:
    """The inline scripts of Datasette's own templates."""
    found: list[str] = []
    for template in resources.files("datasette").joinpath("templates").iterdir():
        if template.name.endswith(".html"):
            found += policy.scripts_of(template.read_text(encoding="utf-8"))
    return tuple(found)


def server(pages: Pages) -> uvicorn.Server:
    """A server of the pages that is yet to be given its socket."""
    config = uvicorn.Config(
        pages, log_level="warning", access_log=False, server_header=False, lifespan="on", timeout_graceful_shutdown=3,
        limit_concurrency=64, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)


def listen(pages: Pages, listening: socket.socket) -> None:
    """Serve until a signal ends it."""
    server(pages).run(sockets=[listening])


def _only_our_plugin() -> None:
    """Datasette loads every plugin that is installed beside it; what was installed for other uses must not act here."""
    ours = plugin.__name__
    for name, other in pm.list_name_plugin():
        if other is not None and name not in (*DEFAULT_PLUGINS, ours):
            pm.unregister(other)
    for name in (
        "datasette.publish.heroku",
        "datasette.publish.cloudrun",
        "datasette.actor_auth_cookie",
        "datasette.handle_exception",
    ):
        if pm.has_plugin(name):
            pm.unregister(name=name)
    if not pm.has_plugin(ours):
        pm.register(plugin, ours)
