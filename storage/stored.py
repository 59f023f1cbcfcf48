"""What storing an article came to. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.revisions import FieldChange


class Change(StrEnum):
    """What storing an article changed.

    unchanged: the same text again. reparsed: the same capture read anew, by other code. unstable: the page changed
    once more, beyond the bound on revisions; its text was not taken.
    """

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REPARSED = "reparsed"
    UNSTABLE = "unstable"


@dataclass(frozen=True, slots=True)
class Stored:
    """The article as it now stands in the archive, and what this storing changed of it.

    read_as: the revision that holds the very text that was stored; None where it was only alike.
    """

    uid: str
    article_id: int
    revision: int
    change: Change
    changes: tuple[FieldChange, ...] = ()
    read_as: int | None = None
