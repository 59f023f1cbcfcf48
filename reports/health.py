"""What a week says of each source: one state word, the reason in plain words, and a mark for every day.

States: healthy (its last run of the week read it), silent (read, but nothing new against its own rhythm:
storage.silence), drifted (its pages fill less than they did: storage.drift), failing (its last run could not read it),
never-ran (no run in the week), disabled (switched off, with the reason given).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from storage.drift import Drift, drifts
from storage.drift_words import drift_forms, drift_words
from storage.records import CoverageState, Outcome
from storage.silence import Given, silence

Row = Mapping[str, Any]

STATE_ORDER = ("failing", "never-ran", "silent", "drifted", "healthy", "disabled")

_OUTCOME_WORDS = {
    Outcome.PARTIAL: "it was read in part",
    Outcome.LISTING_FAILED: "its listing could not be read",
    Outcome.NO_LINKS: "its listing holds no link to an article",
    Outcome.REFUSED: "the site does not admit us",
    Outcome.UNREACHABLE: "the site did not answer",
    Outcome.BUSY: "another run was reading it",
    Outcome.INTERRUPTED: "the run was cut off before its end",
    Outcome.CRASHED: "the run ended in an error of our own",
}


def sources_of_week(
    rows: Mapping[str, Any], days: Sequence[date], *, now: datetime, items: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The line of every source, trouble first, then by name. items: printed items by slug; now: when this is told."""
    runs = _grouped(rows["runs"])
    coverage = _grouped(rows["coverage"])
    # A silence is judged at the week's end; a week that still runs, as it stands now.
    told_at = min(now, datetime.combine(days[-1], time.max, tzinfo=UTC))
    found = []
    for source in rows["sources"]:
        slug = source["slug"]
        first = str(source["first_used_at"])[:10]
        cells = [cell_of(day, coverage[slug], first=first, today=now.date()) for day in days]
        state, reason = _state(source, runs[slug], cells)
        fallen = drifts(slug, rows["readings"].get(slug, ()), told_at.date()) if source["enabled"] else ()
        if state == "healthy":
            state, reason = _over_time(source, rows["given"].get(slug, Given()), fallen, told_at) or (state, reason)
        found.append(
            {
                "slug": slug,
                "name": source["name"],
                "home": source["home"],
                "state": state,
                "reason": reason,
                "fell": drift_words(fallen) or None,
                "drift": drift_forms(fallen),
                "last_success": source["last_success_at"],
                "last_item": source["last_item_at"],
                "tried": bool(runs[slug]) and bool(source["enabled"]),
                "items": items.get(slug, 0),
                "days": cells,
            }
        )
    return sorted(found, key=lambda s: (STATE_ORDER.index(s["state"]), str(s["name"]).casefold(), s["slug"]))


def _grouped(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["source"]].append(row)
    return groups


def _state(source: Row, runs: list[Row], cells: list[dict[str, Any]]) -> tuple[str, str | None]:
    if not source["enabled"]:
        return "disabled", source["disabled_because"] or "switched off"
    told = [run for run in runs if run["outcome"] is not None and run["outcome"] != Outcome.BUSY]
    if not told:
        return "never-ran", _why_no_run(source, runs)
    last = told[-1]
    outcome = last["outcome"]
    reason = last["reason"] or _OUTCOME_WORDS.get(outcome, str(outcome))
    if outcome in (Outcome.COLLECTED, Outcome.NOTHING_NEW):
        return "healthy", None
    if outcome == Outcome.PARTIAL and not any(cell["state"] in ("failed", "partly") for cell in cells):
        return "healthy", reason
    return "failing", reason


def _why_no_run(source: Row, runs: list[Row]) -> str:
    if runs:
        return "a run began in this week and none came to its end"
    before, after = source["run_before"], source["run_after"]
    again = f", again on {after[:10]}" if after else ""
    if before:
        return f"not tried in this week; last tried on {before[:10]}{again}"
    return f"not tried in this week or before it{again.replace('again', 'first')}"


def _over_time(source: Row, given: Given, fallen: Sequence[Drift], told_at: datetime) -> tuple[str, str | None] | None:
    """Why a source that is read is not healthy all the same."""
    quiet = silence(given, least=source["per_week_least"], now=told_at)
    if quiet is not None:
        return "silent", quiet.words
    return ("drifted", drift_words(fallen)) if fallen else None


def cell_of(day: date, rows: Sequence[Row], *, first: str, today: date) -> dict[str, Any]:
    """What is known of all listings of a source on one day; first: the day it was taken up."""
    states = [row["state"] for row in rows if row["day"] == day.isoformat()]
    if not states:
        without = "later" if day > today else "before" if day.isoformat() < first else "no-record"
        return {"day": day.isoformat(), "state": without, "note": None}
    wanting = [s for s in states if s in (CoverageState.FAILED, CoverageState.NEVER_RAN)]
    if wanting and len(wanting) < len(states):
        note = f"{len(states) - len(wanting)} of {len(states)} listings read"
        return {"day": day.isoformat(), "state": "partly", "note": note}
    order = (
        CoverageState.FAILED,
        CoverageState.NEVER_RAN,
        CoverageState.COLLECTED,
        CoverageState.HEALED,
        CoverageState.REACHED_EMPTY,
    )
    return {"day": day.isoformat(), "state": str(min(states, key=order.index)), "note": None}
