"""The digest as Markdown (CommonMark with tables), written line by line with an escaping of our own.

Foreign text only ever stands inside a line that we have opened, with every sign that could act taken its force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from reports.charts import folded
from reports.wording import (
    CELL_SIGNS,
    CELL_WORDS,
    NO_TITLE,
    STATE_WORDS,
    change_words,
    clean,
    count,
    detail_words,
    fallen_pages,
    full_day,
    mean_words,
    minute,
    nothing_missing,
    nothing_seen,
    outside_words,
    printed_words,
    seen_after,
    short_day,
    title,
    weekday,
    window,
)

_ACTIVE = re.compile(r"([\\`*_\[\]{}|~$@^=])")
_ADDRESS = re.compile(r"(?i)(?<=www)\.|:(?=//)|(?<=mailto):|(?<=xmpp):|!(?=\\\[)|(?<=\{)[%#]|[%#](?=\\\})")


def escape(text: str | None) -> str:
    """Foreign text as plain Markdown text: it can make no link, mark-up, table cell, template or HTML."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(lambda found: "\\" + found[0], _ACTIVE.sub(r"\\\1", plain))


def target(url: str) -> str:
    """An address as a link's target; signs that could end it are percent-encoded."""
    return quote(url, safe="!#$%&'*+,-./:;=?@_~")


def markdown(edition: Mapping[str, Any], *, digest: str) -> str:
    """The whole digest. digest: the hash of its JSON form."""
    parts = [
        *_head(edition),
        *_by_mission(edition),
        *_section(edition, "Late", edition["late"], note="dated in a week whose edition was out; counted here"),
        *_changes(edition),
        *_section(edition, "Contested", edition["contested"], note="listed, not counted"),
        *_section(edition, "Borderline", edition["borderline"], note="listed, not counted"),
        *_by_day(edition),
        *_sources(edition),
        *_missing(edition),
        *_foot(edition, digest),
    ]
    return "\n".join(parts) + "\n"


def _head(edition: Mapping[str, Any]) -> list[str]:
    counts = edition["counts"]
    lines = [
        f"# Peacekeeping week {edition['week']}",
        "",
        f"**{window(edition['window']['days'])} (UTC)** · {title(edition)} · written {minute(edition['written_at'])}",
        "",
        f"**{count(counts['kept'], 'item')} kept** · {counts['contested']} contested"
        f" · {counts['borderline']} borderline · {count(counts['read'], 'page')} read"
        f" · sources {counts['sources_healthy']} healthy of {counts['sources_tried']} tried",
    ]
    if counts["seen_after"]:
        lines += ["", f"{seen_after(edition)}"]
    if edition["provisional"]:
        lines += ["", "This week is not closed: what follows can still change, and has no number."]
    if not counts["kept"]:
        lines += ["", f"No item in this week. {nothing_seen(edition)}"]
    if edition["glance"]:
        lines.append("")
    for entry in edition["glance"]:
        lines.append(f"- {entry['head']}: " + " · ".join(escape(part["text"]) for part in entry["parts"]))
    return lines


def _by_mission(edition: Mapping[str, Any]) -> list[str]:
    lines = ["", "## By mission", ""]
    if not edition["missions"]:
        lines += [nothing_seen(edition), ""]
    for block in edition["missions"]:
        name = f", {escape(block['name'])}" if block["name"] else ""
        mean = mean_words(block)
        lines += [
            f"### {escape(block['mission'])}{name}: {count(block['count'], 'item')}" + (f", {mean}" if mean else ""),
            "",
        ]
        lines += [_line(entry, edition["week"]) for entry in block["items"]]
        lines += [
            f"- also: {short_day(e['day'])} · {escape(e['outlet'])} · {escape(e['title']) or NO_TITLE}"
            f" · {e['uid']} (in full under {escape(e['under'])})"
            for e in block["also"]
        ]
        lines.append("")
    if edition["missions_quiet"]:
        quiet = ", ".join(
            escape(q["mission"]) + (f" (mean {q['mean']:g})" if q["mean"] else "") for q in edition["missions_quiet"]
        )
        lines.append(f"No item names: {quiet}. ({count(edition['counts']['sources_healthy'], 'healthy source')})")
    return lines


def _linked(entry: Mapping[str, Any]) -> str:
    words = escape(entry["title"]) or NO_TITLE
    return f"[{words}](<{target(entry['url'])}>)" if entry["url"] else words


def _line(entry: Mapping[str, Any], week: str) -> str:
    marks = _marks(entry)
    place = f" · {escape(entry['place'])}" if entry["place"] else ""
    said = f" “{escape(entry['quote'])}”" if entry["quote"] else ""
    return (
        f"- **{short_day(entry['day'], week)}** · {escape(entry['outlet'])}{place} · {_linked(entry)} · {entry['uid']}"
        + (f" · {'; '.join(marks)}" if marks else "")
        + said
    )


def _marks(entry: Mapping[str, Any]) -> list[str]:
    marks = []
    if entry["undated"]:
        marks.append("no date given: day first seen")
    if entry["printed_day"]:
        marks.append(f"dated {full_day(entry['printed_day'])} at the outlet")
    if entry.get("own_week"):
        marks.append(f"of {entry['own_week']}, first seen {full_day(entry['first_seen'])}")
    if entry["withdrawn"]:
        marks.append(f"withdrawn by the outlet, seen gone {full_day(entry['withdrawn'])}")
    return marks


def _section(edition: Mapping[str, Any], name: str, entries: list[Any], *, note: str) -> list[str]:
    lines = ["", f"## {name}", ""]
    if not entries:
        return [*lines, nothing_seen(edition)]
    lines += [f"{count(len(entries), 'item')}, {note}.", ""]
    for entry in entries:
        why = f" Why: {escape(entry['reason'])}." if entry["reason"] and name != "Late" else ""
        lines.append(_line(entry, edition["week"]) + why)
    return lines


def _changes(edition: Mapping[str, Any]) -> list[str]:
    lines = ["", "## What changed", ""]
    if not edition["changes"]:
        lines.append(nothing_seen(edition))
    for change in edition["changes"]:
        details = [f"{escape(what)}: {_quoted(old)} → {_quoted(new)}" for what, old, new in detail_words(change)]
        details += [f"and {count(change['more'], 'more change')}"] if change.get("more") else []
        told = [escape(change_words(change)), escape(printed_words(change)), *details]
        lines.append(
            f"- **{short_day(change['day'], edition['week'])}** · {escape(change['outlet'])} · {_linked(change)}"
            f" · {change['uid']} · {'; '.join(told)}"
        )
    return lines


def _quoted(words: str) -> str:
    return f"“{escape(words)}”" if words else "nothing"


def _by_day(edition: Mapping[str, Any]) -> list[str]:
    days = edition["by_day"]["days"]
    lines = ["", "## Items by day and outlet", ""]
    if not edition["by_day"]["outlets"]:
        return [*lines, nothing_seen(edition)]
    return [
        *lines,
        *_table(
            ["Outlet", *(f"{weekday(day)} {int(day[8:])}" for day in days), "Week"],
            (
                [escape(e["outlet"]), *(str(n) for n in e["counts"]), str(sum(e["counts"]))]
                for e in folded(edition["by_day"])
            ),
        ),
    ]


def _sources(edition: Mapping[str, Any]) -> list[str]:
    lines = ["", "## Sources", ""]
    shown = [source for source in edition["sources"] if source["state"] != "disabled"]
    if not shown:
        return [*lines, "No source is switched on."]
    rows = (
        [
            escape(source["name"]),
            STATE_WORDS[source["state"]],
            minute(source["last_success"]),
            str(source["items"]),
            "".join(CELL_SIGNS[cell["state"]] or " " for cell in source["days"]),
            escape(source["reason"]),
        ]
        for source in shown
    )
    key = ", ".join(f"{sign} {CELL_WORDS[state]}" for state, sign in CELL_SIGNS.items() if sign)
    lines += [*_table(["Source", "State", "Last success", "Items", "Mon–Sun", "Note"], rows), "", f"Signs: {key}."]
    off = [f"{escape(s['name'])} ({escape(s['reason'])})" for s in edition["sources"] if s["state"] == "disabled"]
    if off:
        lines += ["", f"Disabled: {'; '.join(off)}."]
    return lines


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(cells) + " |" for cells in rows)]


def _missing(edition: Mapping[str, Any]) -> list[str]:
    lines = ["", "## What is missing", ""]
    if not edition["missing"]:
        lines.append(nothing_missing(edition))
    for entry in edition["missing"]:
        days = " on " + ", ".join(short_day(day) for day in entry["days"]) if entry["days"] else ""
        article = f": {_linked(entry['article'])} · {entry['article']['uid']}" if entry["article"] else ""
        fallen = "".join(f"; page {side} {_page(page)}" for side, page in fallen_pages(entry))
        lines.append(f"- {escape(entry['who'])}: {escape(entry['what'])}{days}{article}{fallen}")
    return lines


def _page(page: Mapping[str, Any]) -> str:
    """A page that shows how a source read: the day it was read, linked, and its uid."""
    uid = f" {page['uid']}" if page["uid"] else ""
    return f"[{short_day(page['day'])}](<{target(page['url'])}>){uid}"


def _foot(edition: Mapping[str, Any], digest: str) -> list[str]:
    outside = outside_words(edition)
    return [
        *(["", outside] if outside else []),
        "",
        "---",
        "",
        f"Bluewatch {escape(edition['version'])} · rules {escape(', '.join(edition['rules'])) or 'none used'} · archive"
        f" since {edition['first_week']} · SHA-256 of the JSON form: {digest}",
    ]
