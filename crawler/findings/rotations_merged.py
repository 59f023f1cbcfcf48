"""One finding a step of a contingent, however often it is told: the fuller telling with what the other adds. Pure."""

from __future__ import annotations

from dataclasses import replace

from crawler.findings.passage import BODY
from storage.findings import Rotation

_WEIGHED = ("ordinal", "unit", "destination", "mission", "echelon", "strength", "date")


def merge(found: list[Rotation], new: Rotation, *, refers_back: bool) -> None:
    """A step told again, in title and body, is one; the fuller telling stays, the body's where both are equal."""
    for index, old in enumerate(found):
        if (
            old.step == new.step
            and old.country == new.country
            and (
                _compatible(old, new)
                or (refers_back and new.echelon is None and old.ordinal is not None and old.ordinal == new.ordinal)
            )
        ):
            best, other = (new, old) if _weight(new) >= _weight(old) and old.field != BODY else (old, new)
            filled = {name: getattr(other, name) for name in _WEIGHED if getattr(best, name) is None}
            if filled.get("date"):
                filled["date_basis"] = other.date_basis
            found[index] = replace(best, **filled)
            return
    found.append(new)


def _weight(one: Rotation) -> int:
    return sum(getattr(one, name) is not None for name in _WEIGHED)


def _compatible(old: Rotation, new: Rotation) -> bool:
    if old.unit and new.unit and old.unit not in new.unit and new.unit not in old.unit:
        return False
    for name in ("ordinal", "echelon", "strength"):
        first, second = getattr(old, name), getattr(new, name)
        if first is not None and second is not None and first != second:
            return False
    return old.date is None or new.date is None or old.date.startswith(new.date) or new.date.startswith(old.date)
