"""The words that all printed forms share, and the cleaning of foreign text before any of them prints it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.drift_words import READS_WORSE
from storage.plural import count
from storage.times import from_text

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# Directional overrides, embeddings and isolates reorder what stands around them; tag characters and fillers are unseen.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

STATE_WORDS = {
    "healthy": "healthy",
    "silent": "silent",
    "drifted": READS_WORSE,
    "gaps": "gaps",
    "failing": "failing",
    "never-ran": "not tried",
    "disabled": "disabled",
}
CELL_WORDS = {
    "collected": "collected",
    "reached-empty": "reached, nothing new",
    "healed": "missed, collected later",
    "partly": "read in part",
    "failed": "failed",
    "never-ran": "never ran",
    "no-record": "no record",
    "before": "not yet followed",
    "later": "still to come",
}
CELL_SIGNS = {
    "collected": "●",
    "reached-empty": "○",
    "healed": "◐",
    "partly": "◍",
    "failed": "✕",
    "never-ran": "–",
    "no-record": "·",
    "before": "",
    "later": "",
}
TREND_WORDS = {"more": "more than", "fewer": "fewer than", "same": "about"}
OUTSIDE_WORDS = {
    "older": "published before the archive's first week",
    "import": "imported",
    "replay": "replayed",
    "back-fill": "back-filled",
}
NO_TITLE = "(no title)"


def clean(text: str | None) -> str:
    """Foreign text for one printed line: no control or direction characters, no line break, single spaces."""
    return re.sub(r" {2,}", " ", harmless(text or "")).strip()


def harmless(text: str) -> str:
    """Foreign text without control and direction characters, its blanks as they are."""
    return _NOT_TEXT.sub("\ufffd", _UNSEEN.sub("", _CONTROL.sub(" ", text)))


def short_day(day: str, near: str | None = None) -> str:
    """``Tue 17 Nov`` of ``2026-11-17``; with the year where near, another day, is given and of another year."""
    read = date.fromisoformat(day[:10])
    year = f" {read.year}" if near and near[:4] != day[:4] else ""
    return f"{_DAYS[read.weekday()]} {read.day} {_MONTHS[read.month - 1][:3]}{year}"


def weekday(day: str) -> str:
    """``Tue`` of ``2026-11-17``."""
    return _DAYS[date.fromisoformat(day[:10]).weekday()]


def full_day(day: str) -> str:
    """``17 Nov 2026`` of ``2026-11-17``."""
    read = date.fromisoformat(day[:10])
    return f"{read.day} {_MONTHS[read.month - 1][:3]} {read.year}"


def minute(moment: str | None) -> str:
    """``17 Nov 2026, 06:00 UTC`` of a stored time; a dash where there is none."""
    if moment is None:
        return "never"
    read: datetime = from_text(moment)
    return f"{full_day(moment)}, {read:%H:%M} UTC"


def window(days: list[str]) -> str:
    """``Monday 16 – Sunday 22 November 2026``, with month and year said where they differ."""
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    start = f"{_LONG_DAYS[first.weekday()]} {first.day}"
    if (first.month, first.year) != (last.month, last.year):
        start += f" {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} – {_LONG_DAYS[last.weekday()]} {last.day} {_MONTHS[last.month - 1]} {last.year}"


def of_texts(number: int, texts: int | None) -> str:
    """`` (2 texts)`` beside a number of items where some are copies; texts: None in an edition that did not count."""
    return "" if texts is None or texts == number else f" ({count(texts, 'text')})"


def items_words(counts: Mapping[str, Any]) -> str:
    """``3 items (1 text)``: what an edition kept."""
    return count(counts["kept"], "item") + of_texts(counts["kept"], counts.get("texts"))


def counts_words(counts: Mapping[str, Any]) -> str:
    """The head's line of counts."""
    return (
        f"{items_words(counts)} kept · {counts['contested']} contested · {counts['borderline']} borderline"
        f" · {count(counts['read'], 'page')} read"
        f" · sources {counts['sources_healthy']} healthy of {counts['sources_tried']} tried"
    )


def title(edition: Mapping[str, Any]) -> str:
    """``Edition 3`` or ``Provisional``."""
    return "Provisional" if edition["provisional"] else f"Edition {edition['number']}"


def nothing_seen(edition: Mapping[str, Any]) -> str:
    """The line of an empty section: silence, and how many sources stand behind it."""
    return f"Nothing seen ({count(edition['counts']['sources_healthy'], 'healthy source')})."


def mean_words(block: Mapping[str, Any]) -> str | None:
    """How a mission's count stands to the weeks before: ``more than its four-week mean of 5.2``."""
    if block["mean"] is None:
        return None
    if not block["mean"]:
        return (
            "none in the week before" if block["mean_weeks"] == 1 else f"none in the {block['mean_weeks']} weeks before"
        )
    weeks = {1: "last week's", 2: "the two-week mean of", 3: "the three-week mean of"}
    return f"{TREND_WORDS[block['trend']]} {weeks.get(block['mean_weeks'], 'the four-week mean of')} {block['mean']:g}"


def seen_after(edition: Mapping[str, Any]) -> str:
    """How many items came after the week's end: why more may be kept than was read."""
    return f"{count(edition['counts']['seen_after'], 'item')} first seen after the week's end."


def nothing_missing(edition: Mapping[str, Any]) -> str:
    """The line under What is missing where nothing is."""
    return "Nothing that we know of." if edition["counts"]["sources_enabled"] else "No source is switched on."


def fallen_pages(entry: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The pages that show a fall: (before or after, page); none for any other line of what is missing."""
    fallen = entry.get("fallen") or {}
    return [(side, fallen[side]) for side in ("before", "after") if side in fallen]


def change_words(change: Mapping[str, Any]) -> str:
    """What happened to an article, without its title: ``title and body revised on Tue 17 Nov``."""
    on = f"on {short_day(change['changed_at'])}"
    if change["kind"] == "withdrawn":
        return f"taken down by the outlet; seen gone {on}, our copy is kept"
    if change["kind"] == "returned":
        return f"back at the outlet, seen {on}"
    if change["kind"] == "relabelled":
        return f"read again {on}: {change['label_before']} before, {change['label_now']} now"
    fields = [field.replace("_", " ") for field in change["fields"]]
    what = " and ".join([", ".join(fields[:-1]), fields[-1]] if len(fields) > 1 else fields) or "text"
    return f"{what} revised {on}"


def detail_words(change: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What a revision changed: (field and kind, old words, new words), the words cleaned and perhaps empty."""
    found = []
    for detail in change.get("details", ()):
        kind = f" ({detail['kind']})" if detail["kind"] not in (None, "wording") else ""
        found.append((f"{detail['field']}{kind}".replace("_", " "), clean(detail["old"]), clean(detail["new"])))
    return found


def printed_words(change: Mapping[str, Any]) -> str:
    """Where a changed article was printed before, if it was."""
    if change["edition"]:
        place = f"printed in edition {change['edition']['number']} ({change['edition']['week']})"
        return place + (" as " + change["edition"]["section"] if change["edition"]["section"] in _APART else "")
    return "printed in this edition as it reads now" if change["here"] else "not printed before"


_APART = ("borderline", "contested")


def outside_words(edition: Mapping[str, Any]) -> str | None:
    """The one line on items that no edition prints."""
    parts = [
        f"{row['week']:,} {OUTSIDE_WORDS.get(row['why'], row['why'])}" for row in edition["outside"] if row["week"]
    ]
    total = sum(row["total"] for row in edition["outside"])
    if not total:
        return None
    came = " and ".join(parts) if parts else "none"
    return f"In the archive and in no edition: {came} this week; {total:,} in all."
