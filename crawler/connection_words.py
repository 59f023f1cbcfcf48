"""What came between us and a server, in words for people: Twisted and OpenSSL wrap it in the names of their classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from OpenSSL import SSL
from service_identity import VerificationError
from twisted.internet.error import ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web._newclient import ParseError
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.failures import FailureKind, Undelivered
from crawler.own_fault import with_causes

# By the codes of OpenSSL (openssl-verification-options, x509_vfy.h).
_CERTIFICATE = {
    9: "is not valid yet (is this machine's clock right?)",
    10: "has expired",
    **dict.fromkeys((18, 19, 20, 21), "comes from no authority that this machine trusts"),
    23: "was revoked",
}
_SAID: tuple[tuple[tuple[type[BaseException], ...], FailureKind, Callable[[Any], str]], ...] = (
    ((VerificationError,), FailureKind.UNREACHABLE, lambda _: "no connection: its certificate is for another host"),
    ((SSL.Error,), FailureKind.UNREACHABLE, lambda error: f"no connection: TLS failed: {_reason(error)}"),
    ((ParseError,), FailureKind.BROKEN, lambda _: "broken answer: what came is no HTTP"),
    # By ourselves: whatever else ends a connection from here has a word of its own.
    ((ConnectionAborted,), FailureKind.BROKEN, lambda _: "broken answer: its head is too long"),
    (
        (ConnectionDone, ConnectionLost),
        FailureKind.BROKEN,
        lambda _: "broken answer: the server closed the connection before its answer was whole",
    ),
)


def undelivered_of(error: BaseException) -> Undelivered | None:
    """What an error was raised for, where that has words: the guard's own, else those for what is wrapped deepest."""
    causes = list(with_causes(error))
    for one in causes:
        if isinstance(one, Undelivered):
            return one
    for kinds, kind, words in _SAID:
        for one in causes:
            if isinstance(one, kinds):
                return Undelivered(kind, words(one))
    return None


@implementer(IOpenSSLClientConnectionCreator)
class Remembered:
    """TLS as another creator makes it, judgement and all; each connection is added to a list, to be asked later."""

    def __init__(self, creator: Any, made: list[SSL.Connection]) -> None:
        self._creator, self._made = creator, made

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803
        """The other creator's connection, untouched: to ask within its judgement would take the judgement's place."""
        connection: SSL.Connection = self._creator.clientConnectionForTLS(tlsProtocol)
        self._made.append(connection)
        return connection


def refused_certificate(made: list[SSL.Connection]) -> Undelivered | None:
    """For what the certificate of a connection that failed was refused; None where it was not."""
    library: Any = vars(SSL).get("_lib")  # pyOpenSSL has no call of its own for it
    if library is None:
        return None
    for connection in made:
        code = library.SSL_get_verify_result(connection._ssl)
        if code in _CERTIFICATE:
            return Undelivered(FailureKind.UNREACHABLE, f"no connection: its certificate {_CERTIFICATE[code]}")
    return None


def _reason(error: SSL.Error) -> str:
    """The last of the reasons that OpenSSL gives: rows of library, function, reason."""
    rows = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return str(rows[-1][-1]) if rows else "it was broken off"
