"""Reads the table of limits that comes inside the package."""

from __future__ import annotations

from functools import cache
from importlib import resources

from reports.plausible import Limit, parse_limits


@cache
def load_limits() -> tuple[Limit, ...]:
    """What cannot be, by kind of statistic (reports/plausible.toml), read once a process."""
    text = resources.files("reports").joinpath("plausible.toml").read_text(encoding="utf-8")
    return parse_limits(text, file="reports/plausible.toml")
