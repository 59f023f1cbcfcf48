"""Which of the articles on one event told a fact first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from storage.findings import Finding
from storage.fingerprint import words

# What makes two findings the same fact, whatever the words.
_TOLD: dict[str, tuple[str, ...]] = {
    "figure": ("value", "unit", "who", "nature"),
    "casualty": ("kind", "value", "nationality", "mission"),
    "mission": ("mission",),
    "country": ("iso3",),
    "resolution": ("number",),
    "person": ("name",),
    "rotation": ("country", "ordinal", "unit", "step", "mission"),
    "medal": ("medal", "count", "mission"),
    "exercise": ("name",),
    "event": ("kind", "date"),
    "visit": ("kind", "date"),
}


def fact_of(one: Finding) -> tuple[Any, ...] | None:
    """What a finding says, apart from its words and their place; None for what is no fact of the event."""
    told = _TOLD.get(one.TYPE)
    if told is None or not one.counted:
        return None
    return (one.TYPE, *(_plain(getattr(one, name)) for name in told))


def added(told: Iterable[tuple[str, Sequence[Finding]]]) -> dict[str, list[str]]:
    """For each article, in the order of time, the facts that none before it told, in words. told: uid and findings."""
    known: set[tuple[Any, ...]] = set()
    found: dict[str, list[str]] = {}
    for uid, findings in told:
        new = {fact: None for one in findings if (fact := fact_of(one)) is not None and fact not in known}
        found[uid] = [" ".join(_shown(value) for value in fact if value is not None) for fact in new]
        known |= new.keys()
    return found


def _plain(value: Any) -> Any:
    return " ".join(words(value)) if isinstance(value, str) and not value.isupper() else value


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
