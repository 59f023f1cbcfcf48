"""When a source announces articles and none of them can be read: the one rule, for status and digest. Pure.

Silence is judged by what is announced, so a source whose articles are all closed to us is never silent. It is told once
nothing of what it announced over a day or more gave an article, whatever the reason; at once of a source of which no
article was ever read, as its user is about to leave it to itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_TIME = timedelta(days=1)
# A page that cannot be had says more than one that is no article: of those some stand in any listing.
LEAST_KEPT_FROM_US, LEAST = 3, 5
KEPT_FROM_US = ("refused", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What a source announced since the newest address that gave an article, and did not give.

    number: of addresses, answered all. since: when the first was announced. kept_from_us: how many could not be had.
    state, reason: of most of them; most: how many these are. never: it gave none before either.
    """

    number: int
    since: datetime
    kept_from_us: int
    state: str
    reason: str
    most: int
    never: bool = False

    @property
    def words(self) -> str:
        """``none of the 6 articles announced since 2026-11-09 could be read; robots.txt disallows it (5 of 6)``."""
        share = "" if self.most == self.number else f" ({self.most} of {self.number})"
        return (
            f"none of the {self.number} articles announced since {self.since:%Y-%m-%d} could be read: "
            f"{self.reason}{share}"
        )


def unread(found: Unread | None, now: datetime) -> Unread | None:
    """The same where it is to be told."""
    if found is None or (now - found.since < LEAST_TIME and not found.never):
        return None
    least = LEAST_KEPT_FROM_US if found.kept_from_us == found.number else LEAST
    return found if found.number >= least else None
