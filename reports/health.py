"""What a week says of each source: one state word, the reason in plain words, and a mark for every day.

States: healthy (its last run of the week read it), silent (read, but nothing new against its own rhythm), failing (its
last run could not read it), never-ran (no run in the week), disabled (switched off, with the reason given).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.records import CoverageState, Outcome
from storage.times import from_text_or_none

Row = Mapping[str, Any]

STATE_ORDER = ("failing", "never-ran", "silent", "healthy", "disabled")
WHOLE_WEEKS_FOR_A_RHYTHM = 2

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
    new_pages = {row["source"]: row for row in rows["new_pages"]}
    found = []
    for source in rows["sources"]:
        slug = source["slug"]
        first = str(source["first_used_at"])[:10]
        cells = [_cell(day, coverage[slug], first=first, today=now.date()) for day in days]
        state, reason = _state(
            source, runs[slug], cells, new_pages.get(slug), start=days[0], over=now.date() > days[-1]
        )
        found.append(
            {
                "slug": slug,
                "name": source["name"],
                "home": source["home"],
                "state": state,
                "reason": reason,
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
    source: Row, runs: list[Row], cells: list[dict[str, Any]], pages: Row | None, *, start: date, over: bool
) -> tuple[str, str | None]:
    if not source["enabled"]:
        return "disabled", source["disabled_because"] or "switched off"
    told = [run for run in runs if run["outcome"] is not None and run["outcome"] != Outcome.BUSY]
    if not told:
        return "never-ran", _why_no_run(source, runs)
    last = told[-1]
    outcome = last["outcome"]
    reason = last["reason"] or _OUTCOME_WORDS.get(outcome, str(outcome))
    if outcome in (Outcome.COLLECTED, Outcome.NOTHING_NEW):
        quiet = _quiet(source, pages, start=start) if over else None
        return ("silent", quiet) if quiet else ("healthy", None)
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


def _quiet(source: Row, pages: Row | None, *, start: date) -> str | None:
    """Why a source that answers is called silent: it announced nothing, and it usually does.

    Its declared rhythm comes first; without one, its own mean over whole weeks that we have watched. The week in which
    we first read it says nothing: a first reading takes in its whole back list.
    """
    if pages is not None and pages["week"]:
        return None
    least = source["per_week_least"]
    if least is not None:
        return f"nothing new; at least {least:g} a week are usual" if least >= 1 else None
    first_run = from_text_or_none(pages["first_run_at"]) if pages is not None else None
    if pages is None or first_run is None:
        return None
    first_whole = first_run.date().toordinal() - first_run.weekday() + 7
    weeks = min(4, (start.toordinal() - first_whole) // 7)
    if weeks < WHOLE_WEEKS_FOR_A_RHYTHM or pages["before"] < 2 * weeks:
        return None
    return f"nothing new; the weeks before brought about {pages['before'] / weeks:.0f} each"


def _cell(day: date, rows: list[Row], *, first: str, today: date) -> dict[str, Any]:
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
