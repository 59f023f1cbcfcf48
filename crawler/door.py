"""The one door to the network: a Scrapy download handler that every request passes last, whatever its kind.

It waits for the host's turn, judges the resolved address it connects to, holds the total deadline and the size limits
before and after decompression, and hands over whole answers only. Everything else is an Undelivered with its kind.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol, cast

from OpenSSL import SSL
from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web.client import Agent, HTTPConnectionPool
from twisted.web.http import _DataLoss

from crawler.connection_words import refused_certificate, undelivered_of
from crawler.decoding import BrokenCodingError, TooLargeDecodedError, decode_content
from crawler.endpoint import GuardedEndpoints, read_otherwise
from crawler.failures import FailureKind, Undelivered
from crawler.guard import refuse_url
from crawler.lateness import Lateness
from crawler.own_fault import Shortage, shortage_of

MAX_HEADER_BYTES, MAX_HEADER_LINES = 128 * 1024, 1000


class Turns(Protocol):
    """Gives each host its turns, kept beyond this process."""

    async def wait(self, host: str, gap: float) -> None:
        """Return when the host's next request may go out; the turn is noted by then."""

    def done(self, host: str) -> None:
        """Note that the host's request has ended."""


class Flight:
    """A request that whoever asked can cut short, before it is on the wire or while it is."""

    def __init__(self) -> None:
        self._task: asyncio.Future[Response] | None = None
        self._cut = False

    def begin(self, task: asyncio.Future[Response]) -> None:
        """The request is on its way."""
        self._task = task
        if self._cut:
            task.cancel()

    def cut(self) -> None:
        """Nobody waits for it any more."""
        self._cut = True
        if self._task is not None:
            self._task.cancel()


class _Protocol(_LenientHTTP11ClientProtocol):
    """Bounds the head of an answer and remembers how the connection ended."""

    _head_bytes = _head_lines = 0
    in_body = False

    def request(self, request: Any) -> Any:
        """Send it. The bounds of the head are ours: Twisted's of one line (16 KB) is less than some sites send."""
        coming = super().request(request)
        parser: Any = self._parser
        parser.MAX_LENGTH = 2 * MAX_HEADER_BYTES
        return coming

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if not self.in_body:
            self._head_bytes += len(data)
            # Before they are parsed: a thousand lines take no time, a hundred thousand would hold up every other site.
            self._head_lines += data.partition(b"\r\n\r\n")[0].count(b"\n")
            if self._head_lines > MAX_HEADER_LINES and self.transport is not None:
                self.transport.abortConnection()
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is not None and getattr(parser, "state", "") not in ("STATUS", "HEADER"):
            self.in_body = True
        elif parser is not None and self._head_bytes > MAX_HEADER_BYTES and self.transport is not None:
            self.transport.abortConnection()

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802
        parser: Any = self._parser
        if rest.strip() and parser is not None and getattr(parser, "bodyDecoder", None) is not None:
            # More came than was announced, so what was announced is not the whole.
            parser.bodyDecoder = _Cut()
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        parser: Any = self._parser
        if parser is not None and getattr(parser, "bodyDecoder", None) is not None and not reason.check(ConnectionDone):  # type: ignore[no-untyped-call]
            # A reset inside a body without a length would pass as its end.
            parser.bodyDecoder = _Cut()
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class _Cut:
    """Stands for the decoder of a body whose connection broke."""

    def noMoreData(self) -> None:  # noqa: N802  Twisted's name
        """The end was no end."""
        raise _DataLoss


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: ARG002, N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _GuardedAgent(_ScrapyAgent):
    """Scrapy's agent (deadline, size limit, data loss) over guarded endpoints; no proxy of the environment."""

    permitted: frozenset[str] = frozenset()
    any_name: frozenset[str] = frozenset()
    made: list[SSL.Connection]

    def _get_agent(self, request: Request, timeout: float) -> Agent:  # noqa: ARG002
        from twisted.internet import reactor  # noqa: PLC0415

        endpoints = GuardedEndpoints(
            reactor, self._contextFactory, self.permitted, timeout, any_name=self.any_name, made=self.made
        )
        return Agent.usingEndpointFactory(reactor, endpoints, self._pool)  # type: ignore[no-untyped-call,no-any-return]


class Door(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler behind turns, guard and limits. The spider carries ``turns`` and ``permitted``."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415

        # One connection a request: an idle one would be closed by the server between two polite requests, and the
        # pool's own second try would break the gap.
        self._pool = HTTPConnectionPool(reactor, persistent=False)  # type: ignore[no-untyped-call]
        self._pool._factory = _Factory
        self._crawler, self._lateness = crawler, Lateness(reactor)
        crawler.signals.connect(self._enough, signals.bytes_received)

    def _enough(self, data: bytes, request: Request) -> None:
        """Stop where only the beginning of a file is wanted (robots.txt) and it has come."""
        if request.meta.get("beginning"):
            request.meta["received"] = request.meta.get("received", 0) + len(data)
            if request.meta["received"] >= request.meta["beginning"]:
                raise StopDownload(fail=False)

    async def download_request(self, request: Request) -> Response:
        """Bring one whole answer, its body decoded, or raise Undelivered."""
        reason = refuse_url(request.url) or read_otherwise(request.url, request.meta["download_slot"])
        if reason is not None:
            raise Undelivered(FailureKind.REFUSED, reason)
        spider = cast("Any", self._crawler.spider)
        # A task of its own, so that a stop can cut it short; Scrapy waits for a request that is merely cancelled.
        task = asyncio.ensure_future(self._through(request, spider))
        spider.in_flight.add(task)
        flight: Flight | None = request.meta.get("flight")
        if flight is not None:
            flight.begin(task)
        try:
            return await task
        except asyncio.CancelledError:
            raise Undelivered(FailureKind.UNREACHABLE, "the request was cut short") from None
        except Undelivered as error:
            # It says all that is to be known. Its traceback would hold the refused answer until cycles are looked for.
            error.__cause__ = error.__context__ = None
            raise error.with_traceback(None)  # noqa: B904  the same error, nothing of what led to it
        finally:
            spider.in_flight.discard(task)

    async def _through(self, request: Request, spider: Any) -> Response:
        turns: Turns = spider.turns
        host = request.meta["download_slot"]
        await turns.wait(host, request.meta["gap"])
        try:
            response = await self._bring(request, spider.permitted, spider.any_name)
            # Before the next one has its turn: what the answer says of the whole host holds for that one too.
            request.meta["heed"](response)
        finally:
            turns.done(host)
        return self._whole(request, response)

    async def _bring(self, request: Request, permitted: frozenset[str], any_name: frozenset[str]) -> Response:
        # Where only the beginning is wanted, _enough() stops it; a length announced beyond that is no fault.
        limit = 0 if request.meta.get("beginning") else int(request.meta["limit"])
        agent = _GuardedAgent(
            contextFactory=self._contextFactory,
            connectTimeout=float(request.meta["deadline"]),
            pool=self._pool,
            maxsize=limit,
            warnsize=0,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        agent.permitted, agent.any_name, agent.made = permitted, any_name, []
        request.meta["download_timeout"] = request.meta["deadline"]
        try:
            with wrap_twisted_exceptions():
                coming = agent.download_request(request)
                self._lateness.watch(agent._timeout_cl, float(request.meta["deadline"]))
                return await maybe_deferred_to_future(coming)
        except Undelivered:
            raise
        except Exception as error:
            raise refused_certificate(agent.made) or _named(error, limit, float(request.meta["deadline"])) from error
        finally:
            self._lateness.done(getattr(agent, "_timeout_cl", None))

    def _whole(self, request: Request, response: Response) -> Response:
        limit, beginning = int(request.meta["limit"]), bool(request.meta.get("beginning"))
        if response.status == 206 and not request.meta.get("part"):
            raise Undelivered(FailureKind.BROKEN, "broken answer: a part (206) that was not asked for")
        if "partial" in response.flags and not beginning and _looks_cut(response):
            raise Undelivered(FailureKind.BROKEN, "broken answer: it ended without a length and in mid text")
        try:
            encoding = ", ".join(v.decode("latin-1") for v in response.headers.getlist("Content-Encoding"))
            body = response.body
            if response.status not in (204, 304) and body:
                body = decode_content(body, encoding, limit, beginning=beginning)
        except TooLargeDecodedError as error:
            raise Undelivered(FailureKind.TOO_LARGE, f"too large: {error}") from error
        except BrokenCodingError as error:
            raise Undelivered(FailureKind.BROKEN, f"broken answer: {error}") from error
        # A plain Response: nothing of Scrapy may guess at text, and headers stay as received.
        return Response(
            url=response.url,
            status=response.status,
            headers=Headers(response.headers),
            body=body,
            request=request,
            flags=response.flags,
            ip_address=response.ip_address,
        )


def _looks_cut(response: Response) -> bool:
    """True where an answer without a length does not end as its kind does: only then can a cut be told from an end."""
    if response.headers.get("Content-Encoding"):
        return False
    end = response.body[-2048:].rstrip().lower()
    head = response.body[:1024].lstrip().lower()
    if b"<html" in head or b"<!doctype html" in head:
        return b"</html" not in end and b"</body" not in end
    return head.startswith(b"<?xml") and not end.endswith(b">")


def _named(error: Exception, limit: int, deadline: float) -> Exception:  # noqa: PLR0911  one way out for each kind
    """The Undelivered for what Scrapy and Twisted raised; a fault of our own machine is a Shortage."""
    short = shortage_of(error)
    if short is not None:
        return Shortage(short)
    words = " ".join(str(error).split())[:300]
    if isinstance(error, DownloadTimeoutError):
        return Undelivered(FailureKind.TIMED_OUT, f"timed out: no whole answer in {deadline:g} s")
    if isinstance(error, DownloadCancelledError):
        return Undelivered(FailureKind.TOO_LARGE, f"too large: more than {limit} bytes")
    if isinstance(error, ResponseDataLossError):
        return Undelivered(FailureKind.BROKEN, "broken answer: it did not end at its announced end")
    told = undelivered_of(error)
    if told is not None:
        return told
    if isinstance(error, CannotResolveHostError | DownloadConnectionRefusedError):
        return Undelivered(FailureKind.UNREACHABLE, f"no connection: {words}")
    if isinstance(error, DownloadFailedError):
        return Undelivered(FailureKind.BROKEN, f"broken answer: {words}")
    if isinstance(error, OSError | EOFError) or type(error).__module__.startswith(("twisted", "OpenSSL")):
        return Undelivered(FailureKind.UNREACHABLE, f"no connection: {type(error).__name__}: {words}")
    return Undelivered(FailureKind.BROKEN, f"broken answer: {type(error).__name__}: {words}")
