"""What a week says of each source: one state word, the reason in plain words, and a mark for every day.

States: healthy (its listings were read when they were asked last in the week), silent (read, but nothing new against
its own rhythm: storage.silence), drifted (its pages fill less than they did: storage.drift), gaps (a listing did not
reach back to what was known of it), failing (a listing of it, or all that it announced, could not be read), never-ran
(no run in the week), disabled (switched off, with the reason given).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from storage.drift import Drift, drifts
from storage.drift_words import drift_forms, drift_words
from storage.health import SUCCESSES
from storage.outlet_rows import GAPS, gap_words
from storage.records import MAY_HAVE_MISSED, CoverageState, Outcome
from storage.silence import Given, silence
from storage.times import from_text
from storage.unread import unread

Row = Mapping[str, Any]

STATE_ORDER = ("failing", "never-ran", "silent", "drifted", GAPS, "healthy", "disabled")
_READ = (CoverageState.COLLECTED, CoverageState.REACHED_EMPTY, CoverageState.HEALED)

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
        state, reason = _state(source, runs[slug], coverage[slug], cells)
        fallen = drifts(slug, rows["readings"].get(slug, ()), told_at.date()) if source["enabled"] else ()
        if state == "healthy":
            told = _over_time(source, rows, coverage[slug], fallen, _looked_at(runs[slug], told_at))
            state, reason = told or (state, reason)
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


def _state(
    source: Row, runs: list[Row], coverage: list[Row], cells: list[dict[str, Any]]
) -> tuple[str, str | None]:  # fmt: skip
    if not source["enabled"]:
        return "disabled", source["disabled_because"] or "switched off"
    told = [run for run in runs if run["outcome"] is not None and run["outcome"] != Outcome.BUSY]
    if not told:
        return "never-ran", _why_no_run(source, runs)
    # A run that asked no listing says nothing of them.
    last = next((run for run in reversed(told) if run["asked"] or run["outcome"] not in SUCCESSES), told[-1])
    outcome = last["outcome"]
    if outcome in (*SUCCESSES, Outcome.PARTIAL) and (failing := _listings_fail(coverage)) is not None:
        return failing
    reason = last["reason"] or _OUTCOME_WORDS.get(outcome, str(outcome))
    if outcome in SUCCESSES:
        return "healthy", None
    if outcome == Outcome.PARTIAL and not any(cell["state"] in ("failed", "partly") for cell in cells):
        return "healthy", reason
    return "failing", reason


def _listings_fail(coverage: list[Row]) -> tuple[str, str | None] | None:
    """State and reason where listings of a source were not read when they were asked last; None where all were."""
    newest: dict[str, Row] = {}
    since: dict[str, str] = {}
    for row in coverage:  # by day
        if row["state"] == CoverageState.NEVER_RAN:
            continue
        newest[row["listing"]] = row
        if row["state"] == CoverageState.FAILED:
            since.setdefault(row["listing"], row["day"])
        else:
            since.pop(row["listing"], None)
    if not since:
        # A day that nobody was there for is no day that was read.
        return ("never-ran", "no listing was asked in this week") if coverage and not newest else None
    first = min(since, key=lambda listing: (since[listing], listing))
    asked = len({row["listing"] for row in coverage})
    many = f"{len(since)} of {asked} listings could not be read since {since[first]}"
    return "failing", f"{many}: {first}: {newest[first]['reason'] or _OUTCOME_WORDS[Outcome.LISTING_FAILED]}"


def _why_no_run(source: Row, runs: list[Row]) -> str:
    if runs:
        return "a run began in this week and none came to its end"
    before, after = source["run_before"], source["run_after"]
    again = f", again on {after[:10]}" if after else ""
    if before:
        return f"not tried in this week; last tried on {before[:10]}{again}"
    return f"not tried in this week or before it{again.replace('again', 'first')}"


def _looked_at(runs: list[Row], told_at: datetime) -> datetime:
    """When its listings were asked last: while nobody looked, it was we who were silent."""
    looks = [from_text(run["ended_at"] or run["started_at"]) for run in runs if run["asked"]]
    return min(told_at, max(looks, default=told_at))


def _over_time(
    source: Row, rows: Mapping[str, Any], coverage: list[Row], fallen: Sequence[Drift], at: datetime
) -> tuple[str, str | None] | None:
    """Why a source that is read is not healthy all the same."""
    slug = source["slug"]
    quiet = silence(rows["given"].get(slug, Given()), least=source["per_week_least"], now=at)
    if quiet is not None:
        return "silent", quiet.words
    if (nothing := unread(rows["none_read"].get(slug), at)) is not None:
        return "failing", nothing.words
    if fallen:
        return "drifted", drift_words(fallen)
    missed = [row for row in coverage if (row["reason"] or "").startswith(MAY_HAVE_MISSED) and row["state"] in _READ]
    return (GAPS, gap_words(missed[::-1])) if missed else None


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
