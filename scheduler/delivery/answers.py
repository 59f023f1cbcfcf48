"""What an answer, or the lack of one, says of a delivery: taken, not taken for now, never, or nobody knows. Pure.

Sources: RFC 5321, section 4.2.1 (4yz: try again, 5yz: never) and 4.5.3.2.6 (a lost reply to the end of the data leaves
the message in doubt); RFC 9110, section 15, and RFC 6585 for HTTP; Retry-After by RFC 9110, section 10.2.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from storage.outbox import FAILED, SENT, UNCERTAIN, WAITING

RECEIPT_SIGNS = 200
LONGEST_WAIT = timedelta(hours=6)
# Answers that say: not taken, come again. 500 and 502 are here because a receiver that fails says that it took nothing;
# 504 is not: a gateway that heard nothing from its receiver does not know.
_FOR_NOW = {408, 425, 429, 500, 502, 503, 507, 509}
_DOUBTFUL = {504, 520, 522, 524}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
# What requests says when it never had a connection (of urllib3.exceptions); what else failed may have arrived.
_NEVER_CONNECTED = (
    "NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "Failed to establish", "getaddrinfo",
    "Connection refused", "CERTIFICATE_VERIFY_FAILED", "SSLCertVerificationError",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How an attempt ended. state: sent, waiting (not taken, try again), failed (never) or uncertain.

    words: the receipt of what was sent, else why not. after: how long the receiver wants to be left alone.
    alone: only this recipient is meant; else whatever goes to the same target would meet the same.
    """

    state: Literal["sent", "waiting", "failed", "uncertain"]
    words: str
    after: timedelta | None = None
    alone: bool = True


def taken(words: str) -> Answer:
    """The receiver has it."""
    return Answer(state=SENT, words=shown(words))


def not_now(words: str, *, after: timedelta | None = None, alone: bool = True) -> Answer:
    """Certainly not taken; to be tried again."""
    return Answer(state=WAITING, words=shown(words), after=after, alone=alone)


def never(words: str) -> Answer:
    """Certainly not taken, and trying again would change nothing."""
    return Answer(state=FAILED, words=shown(words))


def unknown(words: str) -> Answer:
    """It may have arrived."""
    return Answer(state=UNCERTAIN, words=shown(words))


def of_smtp(code: int, text: str, *, step: str, alone: bool = True) -> Answer:
    """A mail server's answer that is not the one hoped for; step: what it answered, such as `RCPT`.

    code: as of smtplib, -1 for words that are no SMTP.
    """
    if not 200 <= code <= 599:
        # smtplib gives such words without their beginning: they would tell nothing.
        return not_now(
            f"what answered {step} does not speak SMTP; are host and port those of a mail server?", alone=alone
        )
    words = f"the mail server answered {step} with {code} {text}"
    if not is_refusal(code):
        words += ", which RFC 5321 does not know there"
    if 500 <= code <= 599:
        return never(words)
    return not_now(words, alone=alone)


def is_refusal(code: int) -> bool:
    """True for a mail server's plain no, for now or for good: what it was asked for has not happened."""
    return 400 <= code <= 599


def of_http(status: int, reason: str, *, retry_after: str | None, now: datetime) -> Answer:
    """A web receiver's answer."""
    words = f"HTTP {status} {reason}".strip()
    if 200 <= status <= 299:
        return taken(words)
    if status <= 199:
        # The body has gone over the line; the final answer was not heard.
        return unknown(f"{words}: that is an answer on the way, not the last one")
    if 300 <= status <= 399:
        return never(f"{words}: it sends elsewhere, and no redirect is followed; put the final address into url")
    if status in _FOR_NOW:
        return not_now(words, after=wait_asked(retry_after, now), alone=False)
    if status in _DOUBTFUL:
        return unknown(f"{words}: a gateway answered, and does not know whether the receiver took it")
    return never(words) if status < 500 else not_now(words, alone=False)


def of_chat(told: str) -> Answer:
    """A failure that apprise told in its log; a status code counts as of HTTP."""
    words = f"apprise: {told or 'it could not send, and did not say why'}"
    code = re.search(r"\berror=(\d{3})\b", told)
    if code is not None:
        status = int(code[1])
        if status in _DOUBTFUL:
            return unknown(words)
        return not_now(words, alone=False) if status in _FOR_NOW or status >= 500 else never(words)
    if any(sign in told for sign in _NEVER_CONNECTED):
        return not_now(words, alone=False)
    return unknown(words)


def wait_asked(header: str | None, now: datetime) -> timedelta | None:
    """The wait that Retry-After asks for, six hours at most; None where it asks for none or is no such thing."""
    if header is None:
        return None
    text = header.strip()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return min(timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return min(max(at - now, timedelta(0)), LONGEST_WAIT)


def shown(text: str) -> str:
    """Foreign words on one short line."""
    line = _UNSEEN.sub(" ", text).strip()
    return line if len(line) <= RECEIPT_SIGNS else line[:RECEIPT_SIGNS].rstrip() + " …"
