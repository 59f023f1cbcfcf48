"""What a digest cannot know: sources not read, days not covered, pages that gave no text, dates too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storage.drift_words import READS_WORSE

MOST_NAMES = 8
_DAY_WORDS = {"failed": "not read", "never-ran": "not tried", "partly": "read in part", "no-record": "no record"}
_PAGE_WORDS = {
    "failed": "could not be fetched yet and will be tried again",
    "refused": "were refused to us",
    "rejected": "gave no article",
}


def missing(
    edition: Mapping[str, Any],
    unread: Sequence[Mapping[str, Any]],
    ahead: Sequence[Mapping[str, Any]],
    *,
    rotations: Sequence[Mapping[str, Any]] = (),
    unsettled: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Lines of {"kind", "who", "what", "days", "article"}; what is missing most comes first.

    A source that reads worse has "fallen" too: a page before and one after.

    unread: counts of article addresses by source and state; ahead: lines dated more than a day after we saw them;
    rotations: those expected and not told; unsettled: lines with a printed date (``raw``) that we could not read.
    """
    found = [_overdue(one) for one in edition.get("expected", ()) if one["overdue"]]
    found += [_rotation(one) for one in rotations]
    for state in ("failing", "never-ran", "silent", "gaps"):
        wanting = [source for source in edition["sources"] if source["state"] == state]
        found += [_entry(f"source-{state}", source["name"], source["reason"]) for source in wanting]
    # A source that fails or is silent may have read worse before it did.
    worse = [source for source in edition["sources"] if source["drift"]]
    found += [_entry("source-drifted", s["name"], f"{READS_WORSE} {s['fell']}") | _fallen(s) for s in worse]
    found += _days(edition["sources"])
    for row in unread:
        pages = "1 article page" if row["pages"] == 1 else f"{row['pages']:,} article pages"
        words = _PAGE_WORDS[row["state"]]
        words = words.replace("were", "was") if row["pages"] == 1 else words
        reason = f" ({row['reason']})" if row["reason"] else ""
        found.append(_entry("pages", row["name"], f"{pages} {words}{reason}"))
    for line in ahead:
        words = f"dated {line['day']}, after the day we first saw it ({line['first_seen'][:10]}); waits for that week"
        found.append(_entry("date", line["outlet"], words, line=line))
    for line in unsettled:
        found.append(_entry("undated", line["outlet"], f"date not settled: printed as “{line['raw'][:60]}”", line=line))
    return found


def _overdue(one: Mapping[str, Any]) -> dict[str, Any]:
    """Something that comes at a rhythm and did not; last: when it was seen."""
    who = f"{one['what']}{' of ' + one['of'] if one['of'] else ''}"
    return _entry("expected", who, f"expected by {one['since']} and not seen; last seen {one['last']}")


def _rotation(one: Mapping[str, Any]) -> dict[str, Any]:
    late = "overdue" if one["overdue"] else "due"
    who = f"{one['country_name']} {one['unit'] or 'contingent'}, {one['where']}"
    last = f"; last told {one['last']['day']} by {one['last']['outlet']}" if one["last"] else ""
    what = f"rotation {late}: expected about {one['expected']} by a rhythm of {one['rhythm']} days, not seen{last}"
    return _entry("rotation", who, what) | ({"ref": one["last"]} if one["last"] else {})


def _fallen(source: Mapping[str, Any]) -> dict[str, Any]:
    """A page before and one after the fall that began first."""
    first = min(source["drift"], key=lambda fall: fall["since"])
    return {"fallen": {side: first[side]["page"] for side in ("before", "after")}}


def _days(sources: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The days that sources otherwise read were not; sources that miss the same days share a line."""
    shared: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for source in sources:
        for state, words in _DAY_WORDS.items():
            days = tuple(cell["day"] for cell in source["days"] if cell["state"] == state)
            if days and source["state"] in ("healthy", "silent", "drifted", "gaps"):
                shared.setdefault((words, days), []).append(source["name"])
    found = []
    for (words, days), names in shared.items():
        more = len(names) - MOST_NAMES
        who = ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
        found.append(_entry("days", who, words, days=days))
    return found


def _entry(
    kind: str, who: str, what: str, *, days: Sequence[str] = (), line: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    article = {key: line[key] for key in ("uid", "title", "url", "language")} if line else None
    return {"kind": kind, "who": who, "what": what, "days": list(days), "article": article}
