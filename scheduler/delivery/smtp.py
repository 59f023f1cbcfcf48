"""One mail to one recipient, by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS from the start (RFC 8314)."""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scheduler.delivery.answers import Answer, is_refusal, never, not_now, of_smtp, taken, unknown
from scheduler.delivery.wire import WHOLE, Commit, cut_off, hung_up, patience, tls_context, trouble

PORTS = {"starttls": 587, "tls": 465, "none": 25}
# How long a server may take to say whether it takes a mail: RFC 5321, section 4.5.3.2.6.
END_SECONDS = 600.0
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where and how mail is handed in."""

    host: str
    security: Literal["starttls", "tls", "none"]
    sender: str
    ca: Path | None = None
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0


def send(server: MailServer, message: bytes, recipient: str, commit: Commit) -> Answer:
    """Hand one mail in. commit is called once, before the dot that ends the data: until then nothing is delivered."""
    if server.password and server.security == "none" and server.host not in LOOPBACK:
        return never('security = "none" would send the password in the clear; use "starttls" or "tls"')
    mailer = _connected(server)
    if isinstance(mailer, Answer):
        return mailer
    with _ended(mailer):
        with cut_off(lambda: _socket_of(mailer), patience(server.timeout * WHOLE, len(message))):
            refused = _said(mailer, server, message, recipient)
        if refused is None:
            commit()
        return refused or _finished(mailer, server)


def _connected(server: MailServer) -> smtplib.SMTP | Answer:
    port = server.port or PORTS[server.security]
    try:
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, port, timeout=server.timeout, context=tls_context(server.ca))
        return smtplib.SMTP(server.host, port, timeout=server.timeout)
    except smtplib.SMTPResponseException as error:
        return _refused(error, "the connection")
    except (OSError, smtplib.SMTPException) as error:
        return not_now(f"no connection to {server.host}: {trouble(error)}", alone=False)


def _said(mailer: smtplib.SMTP, server: MailServer, message: bytes, recipient: str) -> Answer | None:
    """Everything but the end of the text; None where the server still listens."""
    try:
        if refused := _asked(mailer, server, message, recipient):
            return refused
        line = _socket_of(mailer)
        if line is not None:
            line.settimeout(patience(server.timeout, len(message)))
        mailer.send(stuffed(message))
        if line is None or hung_up(line):
            return not_now(f"{server.host} ended the connection in the middle of the mail", alone=False)
    except (OSError, smtplib.SMTPException) as error:
        return _broken(error, server.host)
    return None


def _broken(error: Exception, host: str) -> Answer:
    """What went wrong before the end of the text: nothing is delivered."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        # It is the target that is wrong, and can be mended: the mail is not given up for it.
        return not_now(f"{host} refused the log-in: {error.smtp_code} {_words(error.smtp_error)}", alone=False)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error, "EHLO and HELO" if isinstance(error, smtplib.SMTPHeloError) else "STARTTLS")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return not_now(f"{host}: {error}; nothing was sent", alone=False)
    return not_now(f"{host}: the connection ended before the end of the mail: {trouble(error)}", alone=False)


def _asked(mailer: smtplib.SMTP, server: MailServer, message: bytes, recipient: str) -> Answer | None:
    """Everything before the data; None where the server wants them."""
    if server.security == "starttls":
        mailer.starttls(context=tls_context(server.ca))
    mailer.ehlo_or_helo_if_needed()
    if server.user and server.password:
        mailer.login(server.user, server.password)
    options = [f"SIZE={len(message)}"] if mailer.does_esmtp and mailer.has_extn("size") else []
    steps: tuple[tuple[str, int, Callable[[], tuple[int, bytes]]], ...] = (
        ("MAIL", 2, lambda: mailer.mail(server.sender, options)),
        ("RCPT", 2, lambda: mailer.rcpt(recipient)),
        # A server that does not ask for the text would read it as commands.
        ("DATA", 3, lambda: mailer.docmd("DATA")),
    )
    for step, hoped, ask in steps:
        code, text = ask()
        if code // 100 != hoped:
            # A mailbox may be full or unknown, a sender refused for the moment: other mails may still pass.
            return of_smtp(code, _words(text), step=step, alone=is_refusal(code))
    return None


def _finished(mailer: smtplib.SMTP, server: MailServer) -> Answer:
    """Send the end of the text and hear what the server says of it; giving up early would only leave doubt."""
    seconds = max(server.timeout, END_SECONDS)
    try:
        with cut_off(lambda: _socket_of(mailer), seconds + server.timeout):
            if (line := _socket_of(mailer)) is not None:
                line.settimeout(seconds)
            mailer.send(b".\r\n")
            code, text = mailer.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return unknown(f"{server.host} did not say whether it took the mail: {trouble(error)}")
    if 200 <= code <= 299:
        return taken(f"{code} {_words(text)}")
    answer = of_smtp(code, _words(text), step="the mail")
    return answer if is_refusal(code) else unknown(answer.words)


def stuffed(message: bytes) -> bytes:
    """A text as it goes over the line: lines end with CR LF, a dot that begins one is doubled (RFC 5321, 4.5.2)."""
    text = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in _LINE_END.split(message))
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def _refused(error: smtplib.SMTPResponseException, step: str) -> Answer:
    return of_smtp(error.smtp_code, _words(error.smtp_error), step=step, alone=False)


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


@contextlib.contextmanager
def _ended(mailer: smtplib.SMTP) -> Iterator[None]:
    """Say goodbye, in short time and without minding the answer: what counts has been said."""
    try:
        yield
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            if (line := _socket_of(mailer)) is not None:
                line.settimeout(5)
            mailer.quit()
        mailer.close()


def _socket_of(mailer: smtplib.SMTP) -> socket.socket | None:
    return mailer.sock if isinstance(mailer.sock, socket.socket) else None
