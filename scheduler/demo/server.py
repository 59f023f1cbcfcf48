"""The demo newsroom on the loopback interface: one port an outlet, one clock for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

from scheduler.demo.newsroom import Newsroom
from scheduler.demo.script import OUTLETS, Script
from storage.errors import UsageError

LOOPBACK = "127.0.0.1"
USUAL_PORTS = {"portal": 47021, "ministry": 47022, "service": 47023}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that the newsroom answered."""

    outlet: str
    path: str
    status: int


class NewsroomServer:
    """Three HTTP servers in threads of this process; a context manager.

    ports: outlet to port, 0 for any free one. strict: raise UsageError where a port is taken, else take a free one.
    note: told of every request, in the thread that answers it.
    """

    def __init__(
        self,
        script: Script,
        *,
        now: datetime,
        ports: Mapping[str, int],
        strict: bool = False,
        note: Callable[[Asked], None] | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._now = now
        self._note = note
        self._servers: dict[str, _Desk] = {}
        try:
            for outlet in OUTLETS:
                self._servers[outlet] = _open(self, outlet, ports[outlet], strict=strict)
        except UsageError:
            for server in self._servers.values():
                server.server_close()
            raise
        self.ports = {outlet: int(server.server_address[1]) for outlet, server in self._servers.items()}
        self.hosts = {outlet: f"{LOOPBACK}:{port}" for outlet, port in self.ports.items()}
        self.newsroom = Newsroom(script, self.hosts)
        self._threads: list[threading.Thread] = []

    @property
    def now(self) -> datetime:
        """The newsroom's clock: what is published depends on it."""
        with self._lock:
            return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        with self._lock:
            self._now = moment

    def answered(self, asked: Asked) -> None:
        """Tell of one request."""
        if self._note is not None:
            self._note(asked)

    def __enter__(self) -> NewsroomServer:
        for outlet, server in self._servers.items():
            thread = threading.Thread(target=server.serve_forever, args=(0.1,), name=f"demo-{outlet}", daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()


class _Desk(ThreadingHTTPServer):
    daemon_threads = True
    # A keep-alive connection of a client that waits must not hold up the end of the demo.
    block_on_close = False

    def __init__(self, address: tuple[str, int], newsroom: NewsroomServer, outlet: str) -> None:
        self.newsroom = newsroom
        self.outlet = outlet
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo-newsroom"
    sys_version = ""
    timeout = 60
    # Head and body in one packet: otherwise each answer on a kept connection waits 40 ms for an acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Desk

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        headers = {name.lower(): value for name, value in self.headers.items()}
        desk = self.server
        reply = desk.newsroom.newsroom.reply(desk.outlet, path, headers, desk.newsroom.now)
        desk.newsroom.answered(Asked(desk.outlet, path, reply.status))
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing: who wants to know what was asked is told by note."""


def _open(newsroom: NewsroomServer, outlet: str, port: int, *, strict: bool) -> _Desk:
    try:
        return _Desk((LOOPBACK, port), newsroom, outlet)
    except OSError as error:
        if strict:
            raise UsageError(
                f"port {port} of {LOOPBACK}, where the demo's {outlet} stood, is taken ({error.strerror}): "
                "end the program that uses it, or run `bluewatch demo` again for a new newsroom on free ports"
            ) from error
        return _Desk((LOOPBACK, 0), newsroom, outlet)
