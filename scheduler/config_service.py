"""The tables of bluewatch.toml about the service itself: [service], [log] and [backup]."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scheduler.config_section import PathText, Section


def split_address(text: str) -> tuple[str, int]:
    """``127.0.0.1:9600`` or ``[::1]:9600`` as host and port. Raises ValueError for all but loopback."""
    allowed = "allowed is an address of this machine only, such as 127.0.0.1:9600 or [::1]:9600"
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:]{2,39})\]|([0-9.]{7,15})|(localhost)):(\d{1,5})", text)
    if found is None:
        raise ValueError(allowed)
    host, port = found[1] or found[2] or "127.0.0.1", int(found[4])
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback or not 1 <= port <= 65535:
        raise ValueError(allowed)
    return host, port


def check_address(text: str) -> str:
    """The address as it was written. Raises ValueError."""
    split_address(text)
    return text


class ServiceSection(Section):
    """[service]: what the service offers to programs that watch it."""

    metrics: Annotated[str, AfterValidator(check_address)] | None = None
    """Where /metrics (Prometheus) and /healthz answer, on this machine only: 127.0.0.1:9600; default: nowhere."""


class LogSection(Section):
    """[log]: the service's log, logs/bluewatch.log in the data folder and standard error."""

    format: Literal["plain", "json"] = "plain"
    """`plain` or `json`: one line, or one JSON object, an event."""
    megabytes: float = Field(default=5, gt=0, le=1024)
    """Size at which the file is turned over."""
    files: int = Field(default=5, ge=1, le=1000)
    """Older files kept beside it."""


class BackupSection(Section):
    """[backup]: the copies of archive.db that the service takes by itself, once a day."""

    folder: PathText | None = None
    """Where they are put; default: backups in the data folder. Better on another disk."""
    daily: int = Field(default=3, ge=0, le=1000)
    """The newest days kept; 0: the service takes no backups."""
    weekly: int = Field(default=4, ge=0, le=1000)
    """Weeks of which the newest copy is kept beside those."""
