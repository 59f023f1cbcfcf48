"""The day of a step of a contingent. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from crawler.findings.days import Day
from crawler.findings.days_told import told
from crawler.findings.days_years import a_year_on
from crawler.findings.passage import Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.rotations_english import Step
from crawler.findings.sentences import Span

_COMING = lazy(
    r"\b(?:will|is to|are to|due|scheduled|set to|comes|leaves|returns|departs|flies|takes|sets)\b", re.IGNORECASE
)
# Fewer in December, when the company comes home, and rise in March: a day behind another verb.
_OTHER_VERB = lazy(
    r"\b(?:and|but)\s+(?:will\s+|is\s+to\s+|are\s+to\s+)?(?!(?:on|in|at|by|from|to|of|the|its|their|early|late|mid|for|again)\b)"
    r"[a-z]+\s+(?:again\s+|back\s+)?(?:in|on|by|from)\s+\Z"
)


def day_of(passage: Passage, sentence: Span, step: Step) -> Day | None:
    """The day next to the step, inside its sentence; one behind another verb only where there is no other."""
    days = list(told(passage, *sentence))
    days = [day for day in days if not _OTHER_VERB.search(passage.text, step.end, max(step.end, day.start))] or days
    return min(days, key=lambda day: max(step.start - day.end, day.start - step.end, 0), default=None)


def ahead(text: Text, passage: Passage, day: Day | None, step: Step) -> str | None:
    """The day; after a verb of what is to come the next such weekday, month or day: "will leave in March"."""
    published = text.around.published
    if day is None or day.iso is None or published is None:
        return day.iso if day else None
    coming = _COMING.search(passage.text, max(0, step.start - 20), step.end) is not None
    if not coming or day.iso >= published.isoformat()[: len(day.iso)]:
        return day.iso
    if day.basis.startswith("weekday"):
        return (date.fromisoformat(day.iso) + timedelta(days=7)).isoformat()
    return a_year_on(day.iso, day.basis) or day.iso
