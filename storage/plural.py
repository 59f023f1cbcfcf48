"""A number with its noun."""

from __future__ import annotations


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 item``, ``3,000 items``; many: where it is not the noun with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
