"""Connections that go only where the guard allows: the address that was judged is the address that is connected to."""

from __future__ import annotations

import socket
from typing import Any

from OpenSSL import SSL
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.abstract import isIPAddress
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator, IStreamClientEndpoint
from twisted.internet.ssl import CertificateOptions, platformTrust
from twisted.web.client import URI
from twisted.web.iweb import IAgentEndpointFactory, IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.connection_words import Remembered
from crawler.failures import FailureKind, Undelivered
from crawler.guard import judge_connection
from crawler.names import addresses_of
from crawler.own_fault import shortage_of

# Asked for connections one after the other; a host rarely has more addresses that matter.
MOST_ADDRESSES = 4


def read_otherwise(url: str, host: str) -> str | None:
    """Why an address is refused of which Twisted reads another host (and port) than ours was judged by; None if not."""
    try:
        uri: Any = URI.fromBytes(url.encode("ascii"))  # type: ignore[no-untyped-call]
        name, port = uri.host.decode("ascii").lower().strip("[]").rstrip("."), uri.port
        plain = {b"http": 80, b"https": 443}[uri.scheme]
    except (ValueError, KeyError):
        return "forbidden address: no web address as HTTP writes one"
    name = f"[{name}]" if ":" in name else name
    read = name if port == plain else f"{name}:{port}"
    return None if read == host else f"forbidden address: it may be read as one of {read[:80]}"


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """Resolves a host, judges each address, and connects to the very address it judged."""

    def __init__(self, reactor: Any, host: str, port: int, permitted: frozenset[str], timeout: float) -> None:
        self._reactor, self._host, self._port = reactor, host, port
        self._permitted, self._timeout = permitted, timeout

    def connect(self, factory: Any) -> Deferred[Any]:
        """Connect to the first judged address that answers."""
        return deferred_from_coro(self._connect(factory))

    async def _connect(self, factory: Any) -> Any:
        allowed = await self._addresses()
        for position, (family, ip) in enumerate(allowed):
            kind = TCP6ClientEndpoint if family == socket.AF_INET6 else TCP4ClientEndpoint
            share = self._timeout / (len(allowed) - position + 1) if len(allowed) > 1 else self._timeout
            try:
                return await maybe_deferred_to_future(
                    kind(self._reactor, ip, self._port, timeout=share).connect(factory)
                )
            except Exception:
                if position == len(allowed) - 1:
                    raise
        raise Undelivered(FailureKind.UNREACHABLE, f"no address: {self._host}")

    async def _addresses(self) -> list[tuple[int, str]]:
        try:
            addresses = await addresses_of(self._host, self._port)
        except (OSError, UnicodeError) as error:
            if shortage_of(error) is not None:
                raise
            raise Undelivered(FailureKind.UNREACHABLE, f"no such host: {self._host}: {error}") from error
        refused = ""
        allowed = []
        for family, ip in addresses:
            reason = judge_connection(ip, self._host, self._port, self._permitted)
            if reason is None:
                allowed.append((family, ip))
            else:
                refused = reason
        if not allowed:
            if refused:
                raise Undelivered(FailureKind.REFUSED, refused)
            raise Undelivered(FailureKind.UNREACHABLE, f"no address: {self._host}")
        return allowed[:MOST_ADDRESSES]


@implementer(IOpenSSLClientConnectionCreator)
class AnyNameOfTrust:
    """TLS whose certificate must come from an authority that the system trusts, but may name another host."""

    def __init__(self, hostname: bytes) -> None:
        self._hostname = hostname
        options = CertificateOptions(trustRoot=platformTrust(), fixBrokenPeers=True)  # type: ignore[no-untyped-call]
        self._context = options.getContext()

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: ARG002, N802, N803
        """The connection; the server is told which host we want."""
        connection = SSL.Connection(self._context, None)
        if not isIPAddress(self._hostname.decode("ascii")):
            connection.set_tlsext_host_name(self._hostname)
        return connection


@implementer(IAgentEndpointFactory)
class GuardedEndpoints:
    """Gives Twisted's agent a guarded endpoint for each address, TLS with the host's own name over it for https.

    any_name: hosts (with port where odd) whose certificate may name another host, by their sources' own word.
    made: takes the connections of TLS.
    """

    def __init__(
        self,
        reactor: Any,
        policy: IPolicyForHTTPS,
        permitted: frozenset[str],
        timeout: float,
        *,
        any_name: frozenset[str],
        made: list[SSL.Connection],
    ) -> None:
        self._reactor, self._policy, self._permitted, self._timeout = reactor, policy, permitted, timeout
        self._any_name, self._made = any_name, made

    def endpointForURI(self, uri: URI) -> Any:  # noqa: N802
        """The endpoint for an address of http or https; no other scheme passes refuse_url."""
        host = uri.host.decode("ascii")
        endpoint: Any = GuardedEndpoint(self._reactor, host.strip("[]"), uri.port, self._permitted, self._timeout)
        if uri.scheme == b"https":
            name = host if uri.port == 443 else f"{host}:{uri.port}"
            policy: Any = self._policy
            known = name not in self._any_name
            creator = policy.creatorForNetloc(uri.host, uri.port) if known else AnyNameOfTrust(uri.host)
            remembered: Any = Remembered(creator, self._made)
            return wrapClientTLS(remembered, endpoint)
        return endpoint
