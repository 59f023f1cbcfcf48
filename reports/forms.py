"""Editions of older forms brought to the form of today, so that every edition ever recorded can be printed. Pure.

The JSON file of an edition is its recorded text, whatever the version; only what is printed from it goes this way.
``form`` says how it is built: it grows by one where a key changes its meaning or a new one is needed to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.digest import FORM
from reports.glance import glance
from reports.sections import KEYS
from storage.errors import ArchiveUnusable

# What the first form printed; the other sections were not told then, which is not the same as nothing seen.
_FIRST_FORM = ("head", "missions", "apart", "charts", "health", "missing", "corrections")


def current(edition: Mapping[str, Any]) -> dict[str, Any]:
    """The edition in today's form; raises ArchiveUnusable for one of a newer Bluewatch."""
    form = edition.get("form")
    if not isinstance(form, int) or form > FORM:
        raise ArchiveUnusable(
            f"edition {edition.get('number')} ({edition.get('week')}) is of a newer form ({form}); update Bluewatch"
        )
    return dict(edition) if form == FORM else _of_first(edition)


def _of_first(edition: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        **edition,
        "choice": {},
        "sections": [key for key in KEYS if key in _FIRST_FORM],
        "base": None,
        "finding_rules": [],
        "retold": [],
        "top": [],
        "expected": [],
        "numbers": {"new": [], "moved": [], "conflicts": [], "stale": []},
        "casualties": {"recent": [], "other": []},
        "mandates": {"adopted": [], "cited": [], "due": [], "unknown": []},
        "people": {"new": [], "first": [], "left": []},
        "contingents": [],
        "first": [],
        "missions": [{**block, "people": []} for block in edition["missions"]],
        "changes": [{"missions": [], "place": None, **change} for change in edition["changes"]],
    }
    return {**found, "glance": glance(found)}
