"""A decision with what it was read from, so that the rules of the findings need not read the text again. Pure."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from crawler.peacekeeping.contested import Dispute
from crawler.peacekeeping.document import Document, View
from crawler.peacekeeping.matching import Occurrence
from storage.records import Decision


@dataclass(frozen=True, slots=True)
class Judgement:
    """occurrences: every term and mission that counts somewhere in the article; accepted: the views that passed.

    disputes: the contested uses that speak of an operation of the gazetteer, of the views labelled contested.
    """

    decision: Decision
    document: Document
    occurrences: tuple[Occurrence, ...]
    accepted: tuple[View, ...]
    disputes: tuple[Dispute, ...] = ()

    def spans(self) -> tuple[tuple[int, int], ...]:
        """The spans of the body, in code points, that were accepted; the last one may end behind the body."""
        start, body = self.document.body_start, self.document.segments[1].folded
        if not body.lower:
            return ((0, sys.maxsize),) if self.accepted else ()
        return tuple(
            (
                0 if view.start <= start else body.original(view.start - start),
                sys.maxsize if view.end >= self.document.body_end else body.original(view.end - start),
            )
            for view in self.accepted
        )
