"""A library that other libraries import for a rare case, loaded when that case comes.

Scrapy, htmldate and trafilatura import charset-normalizer to guess the charset of bytes that declare none. We hand them
text; it is asked once in thousands of pages (crawler.extraction.charset), and it is 3 MB of every process.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_NAME = "charset_normalizer"


def guess_charsets_later() -> None:
    """Let charset-normalizer be loaded when it is called, or asked for anything else, and not when it is imported."""
    spec = None if _NAME in sys.modules else find_spec(_NAME)
    if spec is not None and spec.submodule_search_locations is not None:
        later = _Later(_NAME)
        later.__spec__, later.__path__ = spec, spec.submodule_search_locations
        sys.modules[_NAME] = later


class _Later(ModuleType):
    """Stands in for the library until then."""

    @staticmethod
    def from_bytes(*values: Any, **options: Any) -> Any:
        """Load it and do what it does."""
        return _loaded().from_bytes(*values, **options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)  # what the import system asks for
        return getattr(_loaded(), name)


def _loaded() -> Any:
    if isinstance(sys.modules.get(_NAME), _Later):
        del sys.modules[_NAME]
    return import_module(_NAME)
