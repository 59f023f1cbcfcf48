"""What came between us and a server is said without the names of Twisted's and OpenSSL's classes."""

from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionAborted, ConnectionDone, ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseNeverReceived

from crawler.connection_words import undelivered_of
from crawler.failures import FailureKind, Undelivered

CLOSED = "broken answer: the server closed the connection before its answer was whole"
SAID: dict[str, tuple[BaseException, str]] = {
    "closed": (ConnectionDone(), CLOSED),
    "lost": (ConnectionLost(), CLOSED),
    "ended here": (ConnectionAborted(), "broken answer: its head is too long"),
    "of another program": (ParseError("wrong number of parts", b"SSH-2.0"), "broken answer: what came is no HTTP"),
    "plain behind https": (
        SSL.Error([("SSL routines", "", "wrong version number")]),
        "no connection: TLS failed: wrong version number",
    ),
    "without a reason": (SSL.Error(), "no connection: TLS failed: it was broken off"),
    "the guard's own": (Undelivered(FailureKind.REFUSED, "forbidden target"), "forbidden target"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_wrapped_is_said(name: str) -> None:
    inner, said = SAID[name]
    outer = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    outer.__cause__ = ResponseNeverReceived([Failure(inner)])
    told = undelivered_of(outer)
    assert told is not None
    assert told.reason == said


def test_what_is_unknown_has_no_words() -> None:
    assert undelivered_of(DownloadFailedError("odd")) is None
