"""The sections on the state of things: source health, what is missing, corrections. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.document import Block, Line, Link, Note, Part, Parts, Table
from reports.parts import foreign, listed, plain, silence, stood, tongue, uid, under
from reports.parts import title as titled
from reports.wording import (
    CELL_SIGNS,
    CELL_WORDS,
    STATE_WORDS,
    change_words,
    detail_words,
    fallen_pages,
    full_day,
    nothing_missing,
    printed_words,
    short_day,
    weekday,
)
from storage.plural import count

MOST_SOURCES = 32
MOST_MISSING = 14
MOST_CORRECTIONS = 10

Edition = Mapping[str, Any]


def health(edition: Edition) -> tuple[Block, ...]:
    """A row a source, trouble first."""
    shown = [source for source in edition["sources"] if source["state"] != "disabled"]
    if not shown:
        return (Note(plain("No source is switched on."), silence=True),)
    counts = edition["counts"]
    tally = (
        f"{counts['sources_healthy']} healthy, {counts['sources_tried']} tried,"
        f" {counts['sources_enabled']} switched on."
    )
    days = edition["window"]["days"]
    head = ("Source", "State", "Items", *(weekday(day)[:2] for day in days), "Last item")
    rows = [_source(source) for source in shown]
    signs = ", ".join(f"{sign} {CELL_WORDS[state]}" for state, sign in CELL_SIGNS.items() if sign)
    found: list[Block] = [Note(plain(tally))]
    for part, folded in ((rows[:MOST_SOURCES], False), (rows[MOST_SOURCES:], True)):
        if part:
            found.append(
                Table("Sources and coverage", head, tuple(part), numbers=(2,), days=tuple(range(3, 10)), folded=folded)
            )
    found.append(Note((Part("Signs: ", "soft"), Part(signs + ".")), signs=True))
    off = [source for source in edition["sources"] if source["state"] == "disabled"]
    if off:
        named: list[Part] = [Part("Disabled: ", "soft")]
        for place, source in enumerate(off):
            named += [Part("; ")] if place else []
            named += [foreign(source["name"]), Part(" ("), foreign(source["reason"]), Part(")")]
        found.append(Note((*named, Part("."))))
    return tuple(found)


def _source(source: Mapping[str, Any]) -> tuple[Parts, ...]:
    reason = (Part(" "), foreign(source["reason"], "soft")) if source["reason"] else ()
    return (
        (foreign(source["name"], "name"), *reason),
        (Part(STATE_WORDS[source["state"]], "flag" if source["state"] != "healthy" else ""),),
        plain(str(source["items"])),
        *((Part(cell["state"], "sign"),) for cell in source["days"]),
        plain(full_day(source["last_item"]) if source["last_item"] else "none"),
    )


def missing(edition: Edition) -> tuple[Block, ...]:
    """Lines of what was expected, not read or not settled; then what is watched for."""
    lines = [_missed(entry) for entry in edition["missing"]]
    found = listed(lines, MOST_MISSING) or (Note(plain(nothing_missing(edition)), silence=True),)
    return (*found, *((Note(_watched(edition)),) if edition["expected"] else ()))


def _missed(entry: Mapping[str, Any]) -> Line:
    told: list[Part] = [foreign(entry["who"], "strong"), Part(": "), foreign(entry["what"])]
    if entry["days"]:
        told.append(Part(" on " + ", ".join(short_day(day) for day in entry["days"])))
    for side, page in fallen_pages(entry):
        told += [Part(f"; page {side} "), Part(short_day(page["day"]), "", Link("live", page["url"]))]
        told += [Part(" "), uid(page["uid"], page["uid"])] if page["uid"] else []
    source: tuple[Parts, ...] = ()
    if entry["article"]:
        source = ((titled(entry["article"]),), (uid(entry["article"]["uid"], entry["article"]["uid"]),))
    elif entry.get("ref"):
        source = ((uid(entry["ref"]["uid"], entry["ref"]["article"]),),)
    return Line(told=tuple(told), source=source)


def _watched(edition: Edition) -> Parts:
    parts: list[Part] = [Part("Watched for by rhythm: ", "soft")]
    for place, one in enumerate(edition["expected"]):
        parts += [Part("; ")] if place else []
        seen = f"last seen {full_day(one['last'])}" if one["last"] else "none in this archive within a year"
        of = f" of {one['of']}" if one["of"] else ""
        parts += [Part(one["what"]), foreign(of), Part(f" ({seen})")]
    return (*parts, Part("."))


def corrections(edition: Edition) -> tuple[Block, ...]:
    """Of what earlier editions printed; then what changed before it was printed."""
    printed = [change for change in edition["changes"] if change["edition"]]
    others = [change for change in edition["changes"] if not change["edition"]]
    found = (
        *listed([_change(change) for change in printed], MOST_CORRECTIONS),
        *under(
            "Findings that no longer stand as printed",
            listed([_retold(one) for one in edition["retold"]], MOST_CORRECTIONS),
        ),
    )
    rest = under("Also revised this week", listed([_change(change) for change in others], MOST_CORRECTIONS))
    if not found:
        return (*silence(edition), *rest)
    return (*found, *rest)


def _change(change: Mapping[str, Any]) -> Line:
    details: list[Parts] = []
    for what, old, new in detail_words(change):
        sides = (
            foreign(old, "old") if old else Part("nothing"),
            Part(" → "),
            foreign(new, "new") if new else Part("nothing"),
        )
        details.append((Part(f"{what}: ", "soft"), *sides))
    if change.get("more"):
        details.append(plain(f"and {count(change['more'], 'more change')}"))
    place = change["edition"]
    return Line(
        told=(titled(change),),
        day=change["day"],
        details=((Part(change_words(change), "flag"),), *details),
        source=(
            (foreign(change["outlet"], "name"),),
            (uid(change["uid"], change["uid"]),),
            *tongue(change),
            *(stood(place, change["uid"]) if place else (plain(printed_words(change)),)),
        ),
    )


def _retold(one: Mapping[str, Any]) -> Line:
    now: list[Part] = []
    for place, fact in enumerate(one["now"]):
        now += [Part("; ")] if place else []
        now += [foreign(fact["words"], "new"), Part(" "), uid(fact["uid"], one["article"])]
    return Line(
        told=(foreign(one["printed"], "old"), Part(" → "), *(now or [Part("no longer found")])),
        day=one["day"],
        source=(
            (foreign(one["outlet"], "name"),),
            (titled(one),),
            (uid(one["uid"], one["article"]),),
            *stood(one["edition"], one["article"]),
        ),
    )
