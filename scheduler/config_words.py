"""Single values of bluewatch.toml, checked: given back, or a ValueError that says what is allowed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scheduler.schedule import parse_every, parse_weekly

_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def check_contact(text: str) -> str:
    """The contact as it may stand in a User-Agent: a mail address or an http(s) address. Raises ValueError."""
    contact = text.strip()
    allowed = "allowed is a mail address (desk@news.example) or a web address (https://news.example/crawler), in ASCII"
    if not re.fullmatch(r"[!-~]{3,200}", contact) or set(contact) & set('()<>"\\'):
        raise ValueError(allowed)
    if contact.lower().startswith(("http://", "https://")):
        host = urlsplit(contact).hostname or ""
        if "." not in host.strip("."):
            raise ValueError(allowed)
        return contact
    if not _MAIL.fullmatch(contact.removeprefix("mailto:")):
        raise ValueError(allowed)
    return contact.removeprefix("mailto:")


def check_zone(name: str) -> str:
    """The name of a zone in the IANA list. Raises ValueError."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError('allowed is a name of the IANA time zone list, such as "UTC" or "Europe/Berlin"') from error
    return name


def check_every(words: str) -> str:
    """The words of a rhythm as they were written. Raises ValueError."""
    parse_every(words)
    return words


def check_weekly(words: str) -> str:
    """The words of a weekday and time as they were written. Raises ValueError."""
    parse_weekly(words)
    return words


def check_path(text: str) -> str:
    """The name of a file or folder. Raises ValueError."""
    if "\0" in text or not text.strip():
        raise ValueError("allowed is the name of a file or folder")
    return text


def check_site(text: str) -> str:
    """A web address that others can be linked to, without its closing slash. Raises ValueError."""
    allowed = "allowed is a web address, such as https://digest.example"
    if not re.fullmatch(r"[!-~]{8,500}", text) or set(text) & set("<>\"'`?#"):
        raise ValueError(allowed)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError(allowed) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(allowed)
    return text.rstrip("/")
