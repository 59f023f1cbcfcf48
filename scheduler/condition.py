"""How one source is, in a word, a reason and a next step. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.drift import Drift
from storage.drift_words import READS_WORSE, drift_words, page_words, shown_pages
from storage.health import PastRun, SourcePast
from storage.records import Outcome
from storage.silence import Given, silence
from storage.times import from_text

RED, AMBER, GREEN, GREY = "red", "amber", "green", "grey"
ORDER = (RED, AMBER, GREEN, GREY)
# A source is overdue when nobody came for it long after its time.
OVERDUE = timedelta(hours=2)
# A site that rests and was not read for so long is down.
DOWN = timedelta(days=2)

_STATES = {
    Outcome.PARTIAL: (AMBER, "partly", "the rest is fetched at the next try"),
    Outcome.BUSY: (AMBER, "waiting", "another crawl was at work on its host; it is tried again by itself"),
    Outcome.INTERRUPTED: (AMBER, "interrupted", "the next crawl goes on where this one stood"),
    Outcome.UNREACHABLE: (
        RED,
        "unreachable",
        "it is tried again by itself; if it stays, check the address and the network",
    ),
    Outcome.REFUSED: (RED, "refused", "robots.txt or the outlet decides; write to the outlet, or set enabled = false"),
    Outcome.LISTING_FAILED: (RED, "failing", "`bluewatch sources try {slug}` shows what its listing gives now"),
    Outcome.NO_LINKS: (RED, "failing", "its listing changed: `bluewatch sources try {slug}` shows what it gives now"),
    Outcome.CRASHED: (RED, "crashed", "logs/bluewatch.log in the data folder says where; it is tried again by itself"),
}
OVER_BUDGET = "over budget"
_OVER_BUDGET_STEP = (
    "the rest is fetched at the next tries; if it stays so for days, `bluewatch sources try {slug}` shows its links: a "
    "pattern that is no article is left out by article_url, more than the budget is had by [crawl] pages_per_run"
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a source. due: when the plan takes it next, None where it is off. paused: reason of the rest.

    given: when it gave something new. drift: the fields that fell.
    """

    slug: str
    enabled: bool = True
    disabled_because: str | None = None
    per_week_least: float | None = None
    past: SourcePast = field(default_factory=SourcePast)
    due: datetime | None = None
    paused_until: datetime | None = None
    paused_because: str | None = None
    last_success: datetime | None = None
    given: Given = field(default_factory=Given)
    drift: Sequence[Drift] = ()
    pages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """The colour (red, amber, green, grey), the state in a word, reason and next step in plain words, "" for none."""

    colour: str
    word: str
    reason: str = ""
    next_step: str = ""


def condition_of(known: Known, now: datetime) -> Condition:
    """Judge a source: off, resting, failing, overdue, silent, reading worse or well."""
    if not known.enabled:
        reason = known.disabled_because or "switched off in its source file"
        return Condition(colour=GREY, word="off", reason=reason)
    if not known.past.runs:
        return Condition(
            colour=AMBER,
            word="never ran",
            reason="no crawl has been made yet",
            next_step=f"`bluewatch crawl {known.slug}`",
        )
    newest = known.past.runs[0]
    if newest.outcome is None:
        return _open_run(newest, now)
    if known.paused_until is not None and known.paused_until > now:
        reason = _since(known.paused_because or "the outlet asked for a rest", known)
        # A rest is patience; one after the other, it is a site that is down.
        down = not newest.ok and known.last_success is not None and now - known.last_success > DOWN
        return Condition(
            colour=RED if down else AMBER,
            word="resting",
            reason=reason,
            next_step=f"waits until {clock_words(known.paused_until)}",
        )
    if not newest.ok:
        colour, word, step = _STATES[Outcome(newest.outcome)]
        if OVER_BUDGET in (newest.reason or ""):
            step = _OVER_BUDGET_STEP
        return Condition(
            colour=colour,
            word=word,
            reason=_since(newest.reason or newest.outcome, known),
            next_step=step.format(slug=known.slug),
        )
    return _when_well(known, newest, now)


def _when_well(known: Known, newest: PastRun, now: datetime) -> Condition:
    if known.due is not None and now - known.due > OVERDUE:
        late = f"it was due at {clock_words(known.due)}, and nobody came"
        return Condition(colour=RED, word="overdue", reason=late, next_step="start the service: `bluewatch run`")
    quiet = silence(known.given, least=known.per_week_least, now=now)
    if quiet is not None:
        return Condition(
            colour=AMBER,
            word="silent",
            reason=quiet.words,
            next_step=f"`bluewatch sources try {known.slug}` shows its listings",
        )
    if known.drift:
        return _drifted(known)
    if failed := known.pages.get("failed", 0):
        pages = "1 page" if failed == 1 else f"{failed} pages"
        return Condition(colour=GREEN, word="ok", reason=f"{pages} could not be fetched and will be tried again")
    return Condition(colour=GREEN, word="ok", reason=newest.reason or "")


def _drifted(known: Known) -> Condition:
    before, after = shown_pages(known.drift)
    return Condition(
        colour=AMBER,
        word=READS_WORSE,
        reason=f"{drift_words(known.drift)}. Before: {page_words(before)} After: {page_words(after)}",
        next_step=f"`bluewatch sources try {known.slug}` shows what is read now, `bluewatch sample {known.slug} "
        f"{after.url}` drafts a page and record to add a layout by; "
        f"`bluewatch sources fields {known.slug}` shows the months",
    )


def clock_words(moment: datetime) -> str:
    """A time as status prints it: UTC, to the minute."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def apart(earlier: str, later: str) -> str:
    """The time between two stored moments in one unit: ``25 min``, ``6 h``, ``12 days``."""
    minutes = max(0, round((from_text(later) - from_text(earlier)).total_seconds() / 60))
    if minutes < 100:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 72 else f"{round(hours / 24)} days"


def unstable_words(names: Sequence[str]) -> str:
    """Name the articles that read otherwise at every visit."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"changes at every visit, so no further state of it is kept: {', '.join(names[:3])}{more}"


def _open_run(run: PastRun, now: datetime) -> Condition:
    if now - run.started_at > timedelta(hours=12):
        return Condition(
            colour=AMBER,
            word="interrupted",
            reason=f"the crawl of {clock_words(run.started_at)} never ended: it was killed",
            next_step="the next crawl goes on where it stood",
        )
    return Condition(colour=GREEN, word="running", reason=f"since {clock_words(run.started_at)}")


def _since(reason: str, known: Known) -> str:
    failed = 0
    for run in known.past.runs:
        if run.ok:
            break
        failed += 1
    if failed < 2:
        return reason
    last = f"last read {clock_words(known.last_success)}" if known.last_success else "never read yet"
    more = "at least " if failed == len(known.past.runs) and failed > 10 else ""
    return f"{reason} ({more}{failed} runs in a row; {last})"
