"""/metrics and /healthz on an address of this machine, where the configuration switches them on. Reads only.

A few lines of HTTP of our own: two paths, GET and HEAD, a bound on all that comes in, and nothing else to attack.
"""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduler import clock
from scheduler.config_service import split_address
from scheduler.pulse import Pulse

if TYPE_CHECKING:
    from scheduler.commands.options import Settings
    from scheduler.metrics import RunCounts

REQUEST_SECONDS, REQUEST_BYTES = 5.0, 8192
AT_ONCE = 4
KEPT_SECONDS = 5.0
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
_LOCAL_NAME = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)

log = logging.getLogger("bluewatch.listener")
Answer = tuple[int, str, str]


class Listener:
    """Listens where the settings in force say so; nowhere at first."""

    def __init__(self) -> None:
        self._address: str | None = None
        self._settings: Settings | None = None
        self._pulse: Pulse | None = None
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._collecting = threading.Lock()
        self._collected: tuple[float, str] | None = None
        self._runs: RunCounts | None = None

    def follow(self, settings: Settings, pulse: Pulse) -> None:
        """Listen where these settings say so. An address that cannot be had is told; the service goes on without."""
        self._settings, self._pulse, self._collected = settings, pulse, None
        wanted = settings.config.service.metrics
        if wanted == self._address and (wanted is None or self._socket is not None):
            return
        self.end()
        self._address = wanted
        if wanted is None:
            return
        host, port = split_address(wanted)
        try:
            listening = socket.create_server(
                (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=16
            )
        except OSError as error:
            log.error("[service] metrics: %s cannot be listened on: %s", wanted, error.strerror or error)
            return
        self._socket = listening
        self._thread = threading.Thread(target=self._accept, args=(listening,), name="metrics", daemon=True)
        self._thread.start()
        log.info("metrics and health at http://%s", wanted)

    def end(self) -> None:
        """Listen no more."""
        if self._socket is not None:
            # A plain close would leave the thread in accept() until the next caller.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._socket = None
        if self._thread is not None:
            self._thread.join(timeout=1.0)
            self._thread = None
        self._address = None

    def answer(self, path: str) -> Answer:
        """Status, kind and text for a path."""
        if self._settings is None or self._pulse is None:
            return 503, PLAIN, "not started\n"
        if path == "/healthz":
            trouble = self._pulse.trouble(clock.monotonic())
            return (200, PLAIN, "ok\n") if trouble is None else (503, PLAIN, f"{trouble}\n")
        if path == "/metrics":
            return 200, METRICS_TYPE, self._metrics(self._settings, self._pulse)
        return 404, PLAIN, "there are /metrics and /healthz\n"

    def _metrics(self, settings: Settings, pulse: Pulse) -> str:
        """Collected anew at most every few seconds, and in a twentieth of the time at most, whoever asks how often."""
        from scheduler.metrics import RunCounts, collect, text_of  # noqa: PLC0415  costs nothing where nobody asks

        with self._collecting:
            self._runs = self._runs or RunCounts()
            began = clock.monotonic()
            if self._collected is None or began >= self._collected[0]:
                text = text_of(collect(settings, pulse, self._runs))
                ended = clock.monotonic()
                self._collected = (ended + max(KEPT_SECONDS, 20 * (ended - began)), text)
            return self._collected[1]

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            if not self._room.acquire(blocking=False):
                caller.close()
                continue
            threading.Thread(target=self._serve, args=(caller,), name="metrics caller", daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        try:
            with caller, contextlib.suppress(OSError):
                status, kind, text, body = self._heard(_request(caller))
                content = text.encode("utf-8", "replace")
                head = (
                    f"HTTP/1.1 {status} {'OK' if status == 200 else 'No'}\r\nContent-Type: {kind}\r\n"
                    f"Content-Length: {len(content)}\r\nCache-Control: no-store\r\n"
                    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
                )
                caller.settimeout(REQUEST_SECONDS)
                caller.sendall(head.encode("ascii") + (content if body else b""))
        finally:
            self._room.release()

    def _heard(self, request: bytes | None) -> tuple[int, str, str, bool]:
        """What to answer to the bytes of a request: status, kind, text, and whether the text is sent."""
        lines = (request or b"").decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return 400, PLAIN, "not understood\n", True
        if words[0] not in ("GET", "HEAD"):
            return 405, PLAIN, "only GET and HEAD\n", True
        hosts = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")]
        # A page in a browser that names this machine otherwise (DNS rebinding) reads nothing here.
        if any(_LOCAL_NAME.fullmatch(host) is None for host in hosts):
            return 403, PLAIN, "only for this machine\n", True
        return *_tried(lambda: self.answer(words[1].partition("?")[0])), words[0] == "GET"


def _tried(answer: Callable[[], Answer]) -> Answer:
    """The answer, or the machine's or the archive's refusal as one."""
    from scheduler.work import is_database_error  # noqa: PLC0415
    from storage.errors import BluewatchError  # noqa: PLC0415

    try:
        return answer()
    except Exception as error:
        if not isinstance(error, BluewatchError | OSError) and not is_database_error(error):
            log.exception("a request for metrics failed")
        return 503, PLAIN, f"{error}\n"


def _request(caller: socket.socket) -> bytes | None:
    """The head of a request, within the bounds of time and size; None beyond them."""
    until, heard = clock.monotonic() + REQUEST_SECONDS, b""
    while b"\r\n\r\n" not in heard:
        caller.settimeout(max(0.01, until - clock.monotonic()))
        more = caller.recv(2048)
        heard += more
        if not more or len(heard) > REQUEST_BYTES or clock.monotonic() > until:
            return None
    return heard
