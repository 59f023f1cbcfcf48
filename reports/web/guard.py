"""The outermost door: which requests are answered at all, and the headers of every answer.

The pages are for one reader on one machine. A site that the reader's browser visits must not reach them by a name of
its own that it points at this machine (DNS rebinding), nor load them into itself.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from reports.web.policy import ALWAYS, DATA

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:\[\]/@\s]+)(?::(?P<port>\d{1,5}))?")
# Of Datasette's own rooms, only its style sheets and scripts: the others tell of the machine or take orders.
_CLOSED_ROOMS = re.compile(r"/-/(?!static/)|/-$|/_internal|/_memory|/\.json")
_METHODS = ("GET", "HEAD")


class Guard:
    """An ASGI application round another one.

    names: the host names, without port, under which the pages may be asked for. trouble: why nothing can be answered
    now, or None. stock_policy: the content security policy of answers that bring none of their own.
    """

    def __init__(
        self, app: App, *, names: Collection[str], trouble: Callable[[], str | None], stock_policy: str
    ) -> None:
        self._app = app
        self._names = {name.casefold() for name in names}
        self._trouble = trouble
        self._stock_policy = stock_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on; the server's own start and stop messages are handed on as they are."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)
        if refused is not None:
            await _say(send, *refused, head=scope["method"] == "HEAD")
            return
        await self._app(scope, receive, self._with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        hosts = [value for key, value in scope["headers"] if key.lower() == b"host"]
        if len(hosts) != 1 or not self._is_ours(headers["host"]):
            return 421, "These pages are not served under this name. bluewatch serve --name NAME admits one."
        if scope["method"] not in _METHODS:
            return 405, "These pages are for reading only."
        foreign = headers.get("sec-fetch-site", "none") not in ("none", "same-origin", "same-site")
        if foreign and headers.get("sec-fetch-mode") != "navigate":
            return 403, "Other sites may link to these pages, not load them."
        if _CLOSED_ROOMS.match(scope["path"]):
            return 404, "There is no such page here."
        trouble = self._trouble()
        return None if trouble is None else (503, trouble)

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and found["name"].casefold() in self._names

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (key, value)
                    for key, value in message.get("headers", ())
                    # Nobody signs in here: a cookie would serve nothing but to tell readers apart.
                    if key.lower() not in (b"set-cookie", b"access-control-allow-origin")
                ]
                there = {key.lower() for key, _ in headers}
                wanted = [*ALWAYS, ("content-security-policy", self._policy_of(headers))]
                headers += [(key.encode(), value.encode()) for key, value in wanted if key.encode() not in there]
                message = {**message, "headers": headers}
            await send(message)

        return sending

    def _policy_of(self, headers: list[tuple[bytes, bytes]]) -> str:
        kind = next((value for key, value in headers if key.lower() == b"content-type"), b"")
        return self._stock_policy if kind.startswith(b"text/html") else DATA


async def _say(send: Send, status: int, words: str, *, head: bool) -> None:
    body = f"{words}\n".encode()
    headers = [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(body))),
        ("content-security-policy", DATA),
        ("cache-control", "no-store"),
        *ALWAYS,
        *([("allow", ", ".join(_METHODS))] if status == 405 else []),
    ]
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(key.encode(), value.encode()) for key, value in headers],
        }
    )
    await send({"type": "http.response.body", "body": b"" if head else body})
