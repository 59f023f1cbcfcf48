"""The byte scan of a replay and of its tasks: made once a process, of rules that come by value.

Its compiled patterns lie in the cache folder of the user, on each machine its own.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.peacekeeping.byte_scan import Scan
from crawler.peacekeeping.byte_scan_engine import load_byte_scan
from storage.errors import ConfigurationError

if TYPE_CHECKING:
    from scheduler.commands.options import Settings


@dataclass(frozen=True, slots=True)
class Scanning:
    """terms: the content of the user's terms file. slow: read every page as text; few: so where nothing is compiled."""

    terms: bytes | None
    slow: bool = False
    few: bool = False


def scanning_for(settings: Settings, *, few: bool) -> Scanning:
    """The scan by the configuration as it is now. few: there are few pages. Raises ConfigurationError."""
    terms = settings.config.relevance.terms
    try:
        return Scanning(None if terms is None else Path(terms).read_bytes(), few=few)
    except OSError as error:
        raise ConfigurationError(f"{terms}: cannot be read ({error.strerror})") from error


def scan_by(scanning: Scanning | None) -> Scan | None:
    """The scan; None where every page is kept."""
    return None if scanning is None else _scan(scanning)


@lru_cache(maxsize=1)
def _scan(scanning: Scanning) -> Scan:
    from platformdirs import user_cache_path  # noqa: PLC0415 - only a scan needs it

    cache = user_cache_path("bluewatch")
    if scanning.terms is None:
        return load_byte_scan(cache=cache, slow=scanning.slow, few=scanning.few)
    with tempfile.TemporaryDirectory(prefix="bluewatch-") as folder:
        terms = Path(folder) / "terms.toml"
        terms.write_bytes(scanning.terms)
        return load_byte_scan(terms, cache=cache, slow=scanning.slow, few=scanning.few)
