"""How a request can fail, as values that a run counts and a person reads. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.records import Answer, Outcome


class FailureKind(StrEnum):
    """Classes of failure: what is done next depends on nothing else."""

    REFUSED = "refused"  # by robots.txt, the guard, or the server's 401, 403, 418, 451: not tried again in this run
    PAUSED = "paused"  # the host rests until a time
    UNREACHABLE = "unreachable"  # no connection, no name, robots.txt not to be had
    TIMED_OUT = "timed-out"
    BROKEN = "broken-answer"
    TOO_LARGE = "too-large"
    SERVER_ERROR = "server-error"
    NOT_FOUND = "not-found"
    GONE = "gone"
    REDIRECT = "redirect"  # a loop, too many, or to a place that is no part of the source
    SPENT = "spent"  # asked as often as one address may be in a run

    @property
    def tried_again(self) -> bool:
        """True where another try in the same run can help."""
        return self in (
            FailureKind.UNREACHABLE,
            FailureKind.TIMED_OUT,
            FailureKind.BROKEN,
            FailureKind.SERVER_ERROR,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One address that gave no answer to use. reason says it in words; answer where a server said something."""

    kind: FailureKind
    reason: str
    url: str
    status: int | None = None
    until: datetime | None = None
    robots: bool = False
    answer: Answer | None = None

    @property
    def hides(self) -> str | None:
        """What stands before the page: login (401), challenge (the mark that Cloudflare documents), else None."""
        if self.status == 401:
            return "login"
        marked = self.answer is not None and self.answer.header("cf-mitigated") == "challenge"
        return "challenge" if marked else None


@dataclass(frozen=True, slots=True)
class LedAway:
    """A page that leads to another address by itself, by a script: as good as a redirect."""

    target: str


class Undelivered(Exception):
    """The door could not bring a whole answer."""

    def __init__(self, kind: FailureKind, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.until = kind, reason, until


# How a run ends whose listing failed so.
OUTCOMES = {
    FailureKind.REFUSED: Outcome.REFUSED,
    FailureKind.PAUSED: Outcome.UNREACHABLE,
    FailureKind.UNREACHABLE: Outcome.UNREACHABLE,
    FailureKind.TIMED_OUT: Outcome.UNREACHABLE,
}
