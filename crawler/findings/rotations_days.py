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
_BREAK = lazy(r"[,;]\s|[，；]")


def day_of(passage: Passage, sentence: Span, step: Step) -> Day | None:
    """The day next to the step, inside its sentence; one behind another verb only where there is no other."""
    days = list(told(passage, *sentence))
    days = [day for day in days if not _OTHER_VERB.search(passage.text, step.end, max(step.end, day.start))] or days
    # Who in 1994 stayed when the force left, has died, it said on Friday: a day of the step's own clause goes first.
    days = [day for day in days if not _BREAK.search(_between(passage, step, day))] or days
    return min(days, key=lambda day: max(step.start - day.end, day.start - step.end, 0), default=None)


def _between(passage: Passage, step: Step, day: Day) -> str:
    """The words between a day and a step; the comma behind a day that opens a clause is none of them."""
    if day.start >= step.end:
        return passage.text[step.end : day.start]
    return passage.text[day.end : step.start].lstrip(",，")


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


def is_long_ago(day: Day | None, text: Text) -> bool:
    """True for a day years before that of publication."""
    published = text.around.published
    return day is not None and day.iso is not None and published is not None and int(day.iso[:4]) < published.year - 1
