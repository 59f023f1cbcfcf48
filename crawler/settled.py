"""What became of a capture."""

from __future__ import annotations

from dataclasses import dataclass

# The rules version of a decision on a page that holds no article.
NOT_JUDGED = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """state: kept, other or rejected; change: new, revised, unchanged; None if no article.

    again: the article was known, by another address. dated: an article that was passed over has a day of its own.
    lost: its record is not to be had.
    """

    state: str
    uid: str | None = None
    change: str | None = None
    reason: str | None = None
    again: bool = False
    dated: bool = False
    lost: bool = False
