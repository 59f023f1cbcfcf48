"""Secrets out of what is written down: those that the configuration holds, and what looks like one. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote

HIDDEN = "***"
# A shorter one would black out common words; such a secret protects nothing.
SHORTEST = 4
LONG = 8
_PREFIX = r"(?:access|api|auth|bearer|bot|client|id|private|refresh|secret|session|signing|x)[-_]?"
_KEYS = rf"(?:{_PREFIX}){{0,3}}(?:token|secret|password|passwd|passphrase|pwd|jwt|credentials?)|(?:{_PREFIX}){{1,3}}key"
_VALUE = r"(?:\"[^\"\r\n]{1,500}\"|'[^'\r\n]{1,500}'|[^\s&\"',;<>\\]{1,500})"
_PATTERNS = (
    # Whatever stands before the @ of an address: user:password, or a token alone.
    (re.compile(r"\b([a-z][a-z0-9+.-]{1,30}://)[^\s/@?#\"'<>]{1,500}@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # token=..., "password": "...", api_key: ...
    (re.compile(rf"(?<![a-z])((?:{_KEYS})[\"']?\s{{0,3}}[=:]\s{{0,3}}){_VALUE}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"([?&](?:key|sig|signature|pass|auth|code)=)[^\s&\"'<>#]{1,500}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b((?:proxy-)?authorization[\"']?\s{0,3}[=:]\s{0,3}).{1,500}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"\b(basic|bearer)\s{1,3}[A-Za-z0-9+/=._~-]{8,2000}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\b((?:set-)?cookie[\"']?\s{0,3}:\s{0,3}).{1,500}", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Addresses of chat services carry their secret in the path.
    (re.compile(r"(hooks\.slack\.com/(?:services|workflows|triggers)/)[^\s\"'<>]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(/api/(?:v\d+/)?webhooks/)[^\s\"'<>]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(/bot)\d{5,}:[A-Za-z0-9_-]{20,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(\.webhook\.office\.com/)[^\s\"'<>]+", re.IGNORECASE), rf"\1{HIDDEN}"),
)
# Schemes of apprise whose whole address is the secret, such as tgram://token/chat or slack://a/b/c.
_PLAIN = frozenset({"http", "https", "file", "ftp", "about", "data", "urn", "mailto", "sqlite", "ws", "wss"})
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]{1,30})://([^\s\"'<>]+)", re.IGNORECASE)


class Redactor:
    """Hides the given secrets, in every way they may be written in an address, and what looks like a secret."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        # The longest first: one may hold another.
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __call__(self, words: str) -> str:
        """The words without their secrets."""
        if self._known is not None:
            words = self._known.sub(HIDDEN, words)
        if "://" in words:
            words = _SCHEME.sub(_whole_address, words)
        for pattern, put in _PATTERNS:
            words = pattern.sub(put, words)
        return words


def _whole_address(found: re.Match[str]) -> str:
    return found[0] if found[1].lower() in _PLAIN else f"{found[1]}://{HIDDEN}"


def _forms(secret: str) -> set[str]:
    secret = secret.strip()
    if len(secret) < SHORTEST:
        return set()
    plain = base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode("ascii").rstrip("=")
    return {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), repr(secret)[1:-1], plain}


def pieces_of(address: str) -> Iterator[str]:
    """What may be the secret in an address: all of it, the password, long words of its path and values of its query."""
    yield address
    rest = address.partition("://")[2] or address
    place, _, query = rest.partition("?")
    if "@" in place:
        yield place.rpartition("@")[0].partition(":")[2]
    words = [*place.rpartition("@")[2].split("/")[1:], *(pair.partition("=")[2] for pair in query.split("&"))]
    if not address.lower().startswith(("http://", "https://")):
        words += place.rpartition("@")[2].split("/")[:1]
    for word in {form for one in words for form in (one, unquote(one), *one.split(":"))}:
        if len(word) >= LONG and any(sign.isdigit() or sign.isupper() for sign in word):
            yield word
