"""Reads the tables that come inside the crawler's packages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def packaged(package: str, name: str) -> dict[str, Any]:
    """A TOML table of a package, read once a process and never changed by who reads it."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
