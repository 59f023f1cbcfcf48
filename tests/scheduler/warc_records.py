"""Web archives as other tools write them, and `bluewatch replay` over them."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from pathlib import Path

from tests.scheduler.days import START, configure
from tests.scheduler.test_import import Bluewatch, Ended


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(kind: str, url: str, block: bytes, *more: str, day: int = 0, length: int | None = None) -> bytes:
    """One WARC record as some other tool writes it."""
    at = (START.replace(day=START.day + day)).isoformat().replace("+00:00", "Z")
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {at}",
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block + str(more).encode() + url.encode()).hexdigest()}>",  # noqa: S324
        "Content-Type: application/http; msgtype=response",
        *more,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def sha1(body: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(body).digest()).decode()  # noqa: S324


def chunked(body: bytes) -> bytes:
    pieces = [body[n : n + 100] for n in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def in_brotli(body: bytes) -> bytes:
    """In one block that is not compressed, of 64 KiB at most (RFC 7932, 9.2)."""
    return ((len(body) - 1 << 4) | 1 << 20).to_bytes(3, "little") + body + b"\x03"


def in_zstd(body: bytes) -> bytes:
    """In one raw block, of 128 KiB at most (RFC 8878, 3.1.1)."""
    frame = b"\x28\xb5\x2f\xfd\xa0" + len(body).to_bytes(4, "little")
    return frame + (len(body) << 3 | 1).to_bytes(3, "little") + body


def replay(bluewatch: Bluewatch, tmp_path: Path, *contents: bytes, name: str = "one.warc") -> Ended:
    configure(tmp_path, "paper")
    files = []
    for n, content in enumerate(contents):
        file = tmp_path / f"{n}-{name}"
        file.write_bytes(content)
        files.append(str(file))
    return bluewatch("replay", "--json", *files)
