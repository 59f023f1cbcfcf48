from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from reports.web.server import Pages
from tests.web.world import NOW, build


@dataclass(frozen=True)
class Built:
    """The archive of tests.web.world. uids: what an article is called there to its uid."""

    data: Path
    uids: dict[str, str]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """Built once, whatever the number of workers."""
    root = tmp_path_factory.getbasetemp()
    root = root if worker_id == "master" else root.parent
    data, notes = root / "web-world", root / "web-world.json"
    with FileLock(root / "web-world.lock"):
        if not notes.exists():
            made = build(data)
            made.archive.close()
            notes.write_text(json.dumps(made.uids))
    return Built(data, json.loads(notes.read_text()))


class Reader:
    """Asks the application in this process, without a server. host: the name it is asked under."""

    def __init__(self, pages: Any) -> None:
        self.pages = pages
        self._runner = asyncio.Runner()

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return self._runner.run(self._ask(method, path, headers))

    async def _ask(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.pages)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001") as client:
            return await client.request(method, path, headers=given)

    def close(self) -> None:
        self.pages.close()
        self._runner.close()


@pytest.fixture(scope="module")
def reader(world: Built) -> Iterator[Reader]:
    made = Reader(Pages(world.data, now=lambda: NOW))
    yield made
    made.close()
