"""The DevTools protocol over two pipes: calls with their answers, and events. No port is opened for it.

Messages are JSON objects ended by a NUL byte (Chromium's --remote-debugging-pipe).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
from collections.abc import Callable
from typing import Any

MOST_BYTES = 256 * 1024 * 1024
Handler = Callable[[str, dict[str, Any]], None]


class WireError(Exception):
    """The browser refused a call, or is gone."""


class Wire:
    """A conversation with one browser. Sessions are its pages; None is the browser itself."""

    def __init__(self, read_from: int, write_to: int) -> None:
        self._fds = (read_from, write_to)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._handlers: dict[str | None, Handler] = {}
        self._transports: list[asyncio.BaseTransport] = []
        self._write: asyncio.WriteTransport | None = None
        self._got = bytearray()
        self.gone = asyncio.Event()

    async def open(self) -> None:
        """Begin; the pipes belong to the wire from now on."""
        loop = asyncio.get_running_loop()
        reading, writing = (os.fdopen(fd, mode, buffering=0) for fd, mode in zip(self._fds, ("rb", "wb"), strict=True))
        read, _ = await loop.connect_read_pipe(lambda: _Reader(self), reading)
        write, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, writing)
        self._transports = [read, write]
        self._write = write

    def close(self) -> None:
        """End the conversation, which ends the browser; safe to call twice."""
        self._end()
        for transport in self._transports:
            if transport.is_closing():
                continue
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
            else:
                transport.close()
        self._transports = []

    def listen(self, session: str | None, handler: Handler | None) -> None:
        """Let a handler have the events of a session; None: nobody does."""
        if handler is None:
            self._handlers.pop(session, None)
        else:
            self._handlers[session] = handler

    async def call(
        self, method: str, params: dict[str, Any] | None = None, *, session: str | None = None, seconds: float = 10.0
    ) -> dict[str, Any]:
        """Call a method and wait for its result. Raises WireError, TimeoutError."""
        if self.gone.is_set() or self._write is None:
            raise WireError("the browser is gone")
        number = next(self._numbers)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        message: dict[str, Any] = {"id": number, "method": method, "params": params or {}}
        if session is not None:
            message["sessionId"] = session
        self._write.write(json.dumps(message).encode("ascii") + b"\0")
        try:
            async with asyncio.timeout(seconds):
                answer = await future
        finally:
            self._waiting.pop(number, None)
        if "error" in answer:
            raise WireError(f"{method}: {str(answer['error'].get('message', ''))[:200]}")
        result: dict[str, Any] = answer.get("result", {})
        return result

    def received(self, data: bytes) -> None:
        """Take bytes of the browser."""
        self._got += data
        if b"\0" not in data:
            if len(self._got) > MOST_BYTES:
                self.close()
            return
        *whole, rest = bytes(self._got).split(b"\0")
        self._got = bytearray(rest)
        for piece in whole:
            with contextlib.suppress(ValueError):
                self._take(json.loads(piece))

    def ended(self) -> None:
        """The browser closed its end."""
        self._end()

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            future = self._waiting.get(message["id"])
            if future is not None and not future.done():
                future.set_result(message)
            return
        handler = self._handlers.get(message.get("sessionId"))
        if handler is not None:
            handler(str(message.get("method", "")), message.get("params", {}))

    def _end(self) -> None:
        self.gone.set()
        for future in self._waiting.values():
            if not future.done():
                future.set_result({"error": {"message": "the browser is gone"}})


class _Reader(asyncio.Protocol):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def data_received(self, data: bytes) -> None:
        self._wire.received(data)

    def connection_lost(self, _: Exception | None) -> None:
        self._wire.ended()
