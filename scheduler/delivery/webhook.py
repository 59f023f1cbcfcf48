"""One JSON message to one address of the operator's own, by POST; no redirect is followed, no proxy asked.

Headers follow Standard Webhooks (standardwebhooks.com, version 1): webhook-id, webhook-timestamp, webhook-signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ipaddress
import socket
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from scheduler.delivery.answers import Answer, never, not_now, of_http, unknown
from scheduler.delivery.wire import WHOLE, Commit, cut_off, patience, tls_context, trouble

# A receiver may work before it answers, and giving up early would only leave doubt.
ANSWER_SECONDS = 120.0
_NEAR = (".local", ".internal", ".lan", ".home.arpa", ".localhost")


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Where a message goes. secret: the key that signs it, None for none."""

    url: str = field(repr=False)
    ca: Path | None = None
    secret: str | None = field(default=None, repr=False)
    timeout: float = 30.0


def send(receiver: Receiver, body: bytes, *, message_id: str, now: datetime, commit: Commit) -> Answer:
    """Post it. commit is called once, when there is a connection and before anything is sent."""
    address = checked(receiver.url)
    if isinstance(address, Answer):
        return address
    try:
        headers = headers_of(body, message_id=message_id, secret=receiver.secret, now=now)
    except ValueError as error:
        return never(str(error))
    try:
        line = _line(address, receiver)
    except OSError as error:
        return not_now(f"no TLS: {trouble(error)}", alone=False)
    with cut_off(lambda: _socket_of(line), patience(receiver.timeout * WHOLE, len(body))):
        try:
            line.connect()
        except (OSError, http.client.HTTPException) as error:
            return not_now(f"no connection to {address.hostname}: {trouble(error)}", alone=False)
        if (held := _socket_of(line)) is not None:
            held.settimeout(max(patience(receiver.timeout, len(body)), ANSWER_SECONDS))
        commit()
        try:
            return _posted(line, address, body, headers, now)
        finally:
            line.close()


def _posted(
    line: http.client.HTTPConnection, address: SplitResult, body: bytes, headers: dict[str, str], now: datetime
) -> Answer:
    whole = True
    try:
        line.request("POST", (address.path or "/") + (f"?{address.query}" if address.query else ""), body, headers)
    except OSError:
        whole = False  # a receiver may refuse before it has read all: its answer is heard below
    try:
        # Of the answer only its head is read.
        answer = line.getresponse()
    except (OSError, http.client.HTTPException) as error:
        if not whole:
            return not_now(f"{address.hostname} ended the connection in the middle of the message", alone=False)
        return unknown(f"{address.hostname} did not say whether it took the message: {trouble(error)}")
    return of_http(answer.status, answer.reason, retry_after=answer.getheader("Retry-After"), now=now)


def checked(url: str) -> SplitResult | Answer:
    """The parts of an address that may be posted to, or why it may not."""
    try:
        address = urlsplit(url)
        known = address.hostname and (address.port or True)
    except ValueError:
        known = None
    if not known or address.scheme not in ("http", "https"):
        return never("url is no web address (https://...)")
    if any(ord(sign) <= 0x20 or ord(sign) >= 0x7F for sign in url):
        return never("url holds a blank or a sign that is not ASCII")
    if address.username or address.password:
        return never("url holds a name or password before the host, which is not supported")
    if address.scheme == "http" and not is_near(address.hostname or ""):
        return never("url begins with http://, and would be read by whoever stands between: use https://")
    return address


def is_near(host: str) -> bool:
    """True for this machine and the operator's own network, by name or number."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().rstrip(".").endswith(_NEAR)


def headers_of(body: bytes, *, message_id: str, secret: str | None, now: datetime) -> dict[str, str]:
    """The headers of a message: its id is the same at every attempt. Raises ValueError for a secret that is no key."""
    stamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Bluewatch",
        "Idempotency-Key": message_id,
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
    }
    if secret is not None:
        headers["webhook-signature"] = signature(body, message_id=message_id, stamp=stamp, secret=secret)
    return headers


def signature(body: bytes, *, message_id: str, stamp: str, secret: str) -> str:
    """``v1,BASE64`` of HMAC-SHA256 over id, timestamp and body; a secret ``whsec_...`` holds its key in base64."""
    key = secret.encode()
    if secret.startswith("whsec_"):
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("secret begins with whsec_ and is not base64") from error
    signed = f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def _line(address: SplitResult, receiver: Receiver) -> http.client.HTTPConnection:
    host = address.hostname or ""
    if address.scheme == "https":
        return http.client.HTTPSConnection(
            host, address.port, timeout=receiver.timeout, context=tls_context(receiver.ca)
        )
    return http.client.HTTPConnection(host, address.port, timeout=receiver.timeout)


def _socket_of(line: http.client.HTTPConnection) -> socket.socket | None:
    return line.sock if isinstance(line.sock, socket.socket) else None
