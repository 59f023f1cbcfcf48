"""How one source is, in a word, a reason and a next step. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.drift import ITEM, Drift
from storage.drift_words import READS_WORSE, drift_words, page_words, shown_pages
from storage.health import SUCCESSES, PastRun, SourcePast
from storage.outlet_rows import GAPS, ListingTrouble
from storage.records import MAY_HAVE_MISSED, Outcome
from storage.silence import Given, silence
from storage.times import from_text
from storage.unread import Unread, unread

RED, AMBER, GREEN, GREY = "red", "amber", "green", "grey"
ORDER = (RED, AMBER, GREEN, GREY)
# A source is overdue when nobody came for it long after its time.
OVERDUE = timedelta(hours=2)
# A site that rests and was not read for so long is down.
DOWN = timedelta(days=2)

_ANEW = (
    "; if the site was rebuilt, `bluewatch sources add {home} --slug {slug} --out drafts` drafts a file beside yours"
)
_TRY = "`bluewatch sources try {slug}` shows its listings" + _ANEW
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
    Outcome.LISTING_FAILED: (RED, "failing", "`bluewatch sources try {slug}` shows what its listing gives now" + _ANEW),
    Outcome.NO_LINKS: (
        RED,
        "failing",
        "its listing changed: `bluewatch sources try {slug}` shows what it gives now" + _ANEW,
    ),
    Outcome.CRASHED: (RED, "crashed", "logs/bluewatch.log in the data folder says where; it is tried again by itself"),
}
# What a run tells of listings that it did not ask: they stand as the run left them that did.
_OF_LISTINGS = (Outcome.LISTING_FAILED, Outcome.REFUSED)
# By what most of the articles ended in that could not be read.
_UNREAD = {
    "refused": (RED, "refused", "robots.txt or the outlet decides; write to the outlet, or set enabled = false"),
    "failed": (RED, "failing", "they are tried again by themselves; `bluewatch sources try {slug}` shows one now"),
}
_UNREAD_OTHER = (AMBER, READS_WORSE, "`bluewatch sources try {slug}` shows what is read of an article now")
_GAPS_STEP = (
    "it is asked sooner by itself, down to a sixth of [schedule] interval; where that is not enough, a further listing "
    "(a sitemap or a section) in its source file closes the gap"
)
_LED_AWAY_STEP = "if that host is the outlet's own now, add it to `hosts` in its source file"
OVER_BUDGET, LED_AWAY = "over budget", "redirect to another host"
_OVER_BUDGET_STEP = (
    "the rest is fetched at the next tries; if it stays so for days, `bluewatch sources try {slug}` shows its links: a "
    "pattern that is no article is left out by article_url, more than the budget is had by [crawl] pages_per_run"
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a source. home: its front page.

    due: when the plan takes it next, None where it is off. paused: reason of the rest. given: when it gave something
    new. drift: the fields that fell. listings: how many its file names, and troubled those of them that were not read
    at their last try; gaps: where something may have been missed in the last week, in words. unread: what it announced
    since it was read last. at_work: whether a crawl holds its hosts; None: not known.
    """

    slug: str
    home: str = ""
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
    listings: int = 1
    troubled: Sequence[ListingTrouble] = ()
    gaps: str | None = None
    unread: Unread | None = None
    at_work: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """The colour (red, amber, green, grey), the state in a word, reason and next step in plain words, "" for none."""

    colour: str
    word: str
    reason: str = ""
    next_step: str = ""


def condition_of(known: Known, now: datetime) -> Condition:
    """Judge a source: off, resting, failing, overdue, silent, reading worse, with gaps or well.

    It is well only if its listings are, whatever a run made of its articles.
    """
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
    if known.past.runs[0].outcome is None:
        return _open_run(known.past.runs[0], now, at_work=known.at_work)
    looks: tuple[Callable[[Known, datetime], Condition | None], ...] = (
        _resting, _listings_fail, _fails, _none_is_read, _in_part, _overdue, _silent, _gaps, _drifted,
    )  # fmt: skip
    return next((found for look in looks if (found := look(known, now)) is not None), None) or _well(known)


def _resting(known: Known, now: datetime) -> Condition | None:
    if known.paused_until is None or known.paused_until <= now:
        return None
    # A rest is patience; one after the other, it is a site that is down.
    down = not known.past.runs[0].ok and known.last_success is not None and now - known.last_success > DOWN
    return Condition(
        colour=RED if down else AMBER,
        word="resting",
        reason=_since(known.paused_because or "the outlet asked for a rest", known),
        next_step=f"waits until {clock_words(known.paused_until)}",
    )


def _fails(known: Known, _: datetime) -> Condition | None:
    newest = known.past.runs[0]
    if newest.ok or newest.outcome == Outcome.PARTIAL:
        return None
    return _of_outcome(known, Outcome(_told(known.past.runs)))


def _in_part(known: Known, _: datetime) -> Condition | None:
    return _of_outcome(known, Outcome.PARTIAL) if known.past.runs[0].outcome == Outcome.PARTIAL else None


def _of_outcome(known: Known, outcome: Outcome) -> Condition:
    colour, word, step = _STATES[outcome]
    reason = known.past.runs[0].reason or str(known.past.runs[0].outcome)
    if OVER_BUDGET in reason:
        step = _OVER_BUDGET_STEP
    elif LED_AWAY in reason:
        step = _LED_AWAY_STEP
    if outcome is Outcome.PARTIAL and known.gaps is not None and MAY_HAVE_MISSED not in reason:
        reason += f"; {known.gaps}"
    return Condition(
        colour=colour, word=word, reason=_since(reason, known), next_step=_step(step, known)
    )  # fmt: skip


def _step(step: str, known: Known, url: str = "") -> str:
    return step.format(slug=known.slug, home=known.home, url=url)


def _told(runs: Sequence[PastRun]) -> str:
    """The outcome of the run that asked the listings last: one that did not only says that they stand as it left them.

    runs: newest first, and the newest has ended.
    """
    outcome = str(runs[0].outcome)
    if runs[0].asked or outcome not in _OF_LISTINGS:
        return outcome
    return next((run.outcome for run in runs if run.asked and run.outcome and not run.ok), outcome)


def _listings_fail(known: Known, _: datetime) -> Condition | None:
    """Some listings of a source fail, or all of them while its newest run went well."""
    newest = known.past.runs[0]
    if not known.troubled or not (newest.ok or newest.outcome == Outcome.PARTIAL):
        return None
    first = min(known.troubled, key=lambda one: (one.since is None, one.since, one.url))
    since = "" if first.since is None else f" since {first.since}"
    some = len(known.troubled) < known.listings
    many = f"{len(known.troubled)} of {known.listings} listings fail{'s' if len(known.troubled) == 1 else ''}"
    refused = all(one.state == "refused" for one in known.troubled)
    colour, word, step = _STATES[Outcome.REFUSED if refused else Outcome.LISTING_FAILED]
    return Condition(
        colour=AMBER if some else colour,
        word="partly" if some else word,
        reason=f"{many}{since}: {first.url}: {first.reason}",
        next_step=_step(_LED_AWAY_STEP if LED_AWAY in first.reason else step, known),
    )


def _none_is_read(known: Known, now: datetime) -> Condition | None:
    nothing = unread(known.unread, now)
    if nothing is None:
        return None
    colour, word, step = _UNREAD.get(nothing.state, _UNREAD_OTHER)
    return Condition(colour=colour, word=word, reason=nothing.words, next_step=_step(step, known))


def _overdue(known: Known, now: datetime) -> Condition | None:
    if known.due is None or now - known.due <= OVERDUE:
        return None
    late = f"it was due at {clock_words(known.due)}, and nobody came"
    return Condition(colour=RED, word="overdue", reason=late, next_step="start the service: `bluewatch run`")


def _silent(known: Known, now: datetime) -> Condition | None:
    quiet = silence(known.given, least=known.per_week_least, now=now)
    if quiet is None:
        return None
    return Condition(colour=AMBER, word="silent", reason=quiet.words, next_step=_step(_TRY, known))


def _gaps(known: Known, _: datetime) -> Condition | None:
    if known.gaps is None:
        return None
    return Condition(colour=AMBER, word=GAPS, reason=known.gaps, next_step=_GAPS_STEP)


def _drifted(known: Known, _: datetime) -> Condition | None:
    if not known.drift:
        return None
    before, after = shown_pages(known.drift)
    step = "`bluewatch sources try {slug}` shows what is read now, `bluewatch sample {slug} {url}` drafts a page and "
    step += "record to add a layout by; `bluewatch sources fields {slug}` shows the months"
    if all(fall.field == ITEM for fall in known.drift):
        step = f"do its listings carry another section now? {_TRY}"
    return Condition(
        colour=AMBER,
        word=READS_WORSE,
        reason=f"{drift_words(known.drift)}. Before: {page_words(before)} After: {page_words(after)}",
        next_step=_step(step, known, url=after.url),
    )


def _well(known: Known) -> Condition:
    if failed := known.pages.get("failed", 0):
        pages = "1 page" if failed == 1 else f"{failed} pages"
        return Condition(colour=GREEN, word="ok", reason=f"{pages} could not be fetched and will be tried again")
    return Condition(colour=GREEN, word="ok", reason=known.past.runs[0].reason or "")


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


def _open_run(run: PastRun, now: datetime, *, at_work: bool | None) -> Condition:
    if not at_work and (at_work is not None or now - run.started_at > timedelta(hours=12)):
        why = "it was killed" if at_work is None else "it was killed, or could not write to the archive"
        return Condition(
            colour=AMBER,
            word="interrupted",
            reason=f"the crawl of {clock_words(run.started_at)} never ended: {why}",
            next_step="the next crawl goes on where it stood",
        )
    return Condition(colour=GREEN, word="running", reason=f"since {clock_words(run.started_at)}")


def _since(reason: str, known: Known) -> str:
    failed, runs = 0, known.past.runs
    for run in runs:
        if run.ok and run.asked:
            break
        # A run that asked no listing neither fails nor mends anything.
        failed += run.asked or run.outcome not in (*_OF_LISTINGS, *SUCCESSES)
    else:
        # Where the runs at hand do not reach back to a good one, the listing knows more.
        failed = max(failed, *(one.tries for one in known.troubled), 0)
    if failed < 2:
        return reason
    last = f"last read {clock_words(known.last_success)}" if known.last_success else "never read yet"
    more = "at least " if failed == len(runs) and failed > 10 else ""
    return f"{reason} ({more}{failed} runs in a row; {last})"
