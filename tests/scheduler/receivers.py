"""Real receivers on loopback: mail servers that take, refuse, hang up or never answer, and a web receiver."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for 127.0.0.1 and localhost, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    cert, secret = folder / "own.pem", folder / "own.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    return cert, secret


def server_context(cert: Path, key: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


class Mailbox:
    """What a mail server took, as (recipients, bytes); ``says`` holds its next answers to RCPT and to the data."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.to_rcpt: deque[str] = deque()
        self.to_data: deque[str] = deque()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.to_rcpt.popleft() if self.to_rcpt else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.to_data.popleft() if self.to_data else "250 taken as number 7"
        if answer.startswith("2"):
            self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return answer


@contextlib.contextmanager
def mail_server(
    cert: tuple[Path, Path] | None = None, *, password: str | None = None, tls_first: bool = False
) -> Iterator[tuple[Mailbox, int]]:
    """An SMTP server; with a certificate it wants STARTTLS or TLS first, with a password a log-in as ``desk``."""
    box = Mailbox()
    more: dict[str, Any] = {}
    if cert is not None and tls_first:
        more = {"ssl_context": server_context(*cert), "auth_require_tls": False}  # it knows only STARTTLS as TLS
    elif cert is not None:
        more = {"tls_context": server_context(*cert), "require_starttls": True}
    if password is not None:
        more["auth_required"] = True
        more["authenticator"] = lambda _s, _session, _envelope, _mechanism, data: AuthResult(
            success=(data.login, data.password) == (b"desk", password.encode()), handled=False
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


class RawMailServer:
    """A mail server written out: it reads ``reads`` bytes of the text (None: all), then answers nothing.

    With ``hangs`` it waits, holding the line, until released; else it ends the line at once. ``heard`` tells that it
    has read what it reads; ``texts`` are what it read. ``says`` holds other answers by command, "" for the greeting.
    """

    def __init__(
        self, *, reads: int | None, hangs: bool = False, answer: bytes = b"", says: Mapping[str, bytes] | None = None
    ) -> None:
        self.reads, self.hangs, self.answer = reads, hangs, answer
        self.says = says or {}
        self.commands: list[bytes] = []
        self.heard, self.released = threading.Event(), threading.Event()
        self.texts: list[bytes] = []
        self._listening = socket.socket()
        # A small buffer: a text that nobody reads is noticed by its sender.
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen()
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self._listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                with line, contextlib.suppress(OSError):
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        stream = line.makefile("rb")
        line.sendall(self.says.get("", b"220 raw\r\n"))
        while command := stream.readline().upper():
            self.commands.append(command)
            verb = command[:4].decode().strip()
            line.sendall(self.says.get(verb, b"354 go on\r\n" if verb == "DATA" else b"250 OK\r\n"))
            if verb == "DATA" and verb not in self.says:
                break
        text = b""
        while (self.reads is None or len(text) < self.reads) and not text.endswith(b"\r\n.\r\n"):
            text += stream.readline() if self.reads is None else stream.read(1)
        self.texts.append(text)
        self.heard.set()
        if self.hangs:
            self.released.wait(30)
        if self.answer:
            line.sendall(self.answer)
            stream.readline()
        # An end with unread text on the line is a reset, as of a server that dies.


class Hook(ThreadingHTTPServer):
    """A web receiver: keeps what is posted; ``says`` holds its next answers (status, headers), else 200; 0: silence."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Posted)
        self.says: deque[tuple[int, dict[str, str]]] = deque()
        self.posts: list[tuple[dict[str, str], Any]] = []
        self.raw: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"


class Posted(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Hook)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.raw.append(body)
        self.server.posts.append(({k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
        status, headers = self.server.says.popleft() if self.server.says else (200, {})
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextlib.contextmanager
def hook(cert: tuple[Path, Path] | None = None) -> Iterator[Hook]:
    with Hook() as server:
        if cert is not None:
            server.socket = server_context(*cert).wrap_socket(server.socket, server_side=True)
            server.url = server.url.replace("http:", "https:")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()
