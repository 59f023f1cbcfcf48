"""The section on who reported what first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from reports.document import Block, Heading, Line, Note, Part, Parts, Role
from reports.parts import foreign, listed, live, plain, silence, stood, uid
from reports.phrases import lag
from reports.wording import clean, short_day
from storage.plural import count

# So much stands in full at most; on a screen the rest can be opened.
MOST = {"stories": 6, "carriers": 5}

Edition = Mapping[str, Any]


def first(edition: Edition) -> tuple[Block, ...]:
    """A block a story; of those beyond the bound a line each."""
    found: list[Block] = []
    for one in edition["first"][: MOST["stories"]]:
        head = foreign(one["title"] or one["story"], "title", None, one["language"])
        found.append(Heading((head,), None, plain(count(one["outlets"], "outlet"))))
        outlets, further = _outlets(one["carriers"])
        found += listed([_carrier(carrier, outlets[0]) for carrier in outlets], MOST["carriers"])
        found.append(Note((*_silent(one), *further)))
    rest = [_short_story(one) for one in edition["first"][MOST["stories"] :]]
    return (*found, *listed(rest, 0)) or silence(edition)


def _outlets(carriers: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], Parts]:
    """What each outlet told first, and how much more they told: one that reports for days was first once."""
    began: dict[str, Mapping[str, Any]] = {}
    for carrier in carriers:
        began.setdefault(carrier["outlet"], carrier)
    further = len(carriers) - len(began)
    return list(began.values()), plain(f" {count(further, 'later article')} of these outlets.") if further else ()


def _short_story(one: Mapping[str, Any]) -> Line:
    began, *others = _outlets(one["carriers"])[0]
    copies = ", ".join(
        f"{clean(carrier['outlet'])} {_behind(carrier, began)}" for carrier in others[: MOST["carriers"]]
    )
    return Line(
        told=(foreign(one["title"] or one["story"], "title", live(began), one["language"]),),
        day=began["day"],
        source=(
            (foreign(began["outlet"], "name"), Part(" first")),
            (foreign(copies),),
            (uid(began["article"], began["article"]),),
        ),
    )


def _silent(one: Mapping[str, Any]) -> Parts:
    if not one["silent_count"]:
        return plain("Told by every source we follow.")
    more = one["silent_count"] - len(one["silent"])
    return (
        Part("Not told by "),
        foreign(", ".join(clean(name) for name in one["silent"])),
        Part(f" and {more} more." if more else "."),
    )


def _timed(one: Mapping[str, Any]) -> bool:
    """Whether a carrier's hour is known, and not its day alone."""
    return bool(one.get("timed", True))


def _behind(one: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    """How long after the first one; in days where one of them prints no hour."""
    if _timed(one) and _timed(first):
        return lag(one["lag"])
    days = (date.fromisoformat(one["day"]) - date.fromisoformat(first["day"])).days
    return f"+{count(days, 'day')}" if days else "the same day"


def _carrier(one: Mapping[str, Any], first: Mapping[str, Any]) -> Line:
    when = f"{short_day(one['day'])} {one['at'][11:16]}Z" if _timed(one) else f"{short_day(one['day'])}, no hour"
    when += "" if one["basis"] == "published" else " (first seen)"
    said = ["first" if _timed(one) else "first by its day"] if one["first"] else [_behind(one, first)]
    if one["shared"] is not None and one["same_text"]:
        said.append(
            {"same": "a copy", "cut": "a shortened copy", "extended": "a copy with additions"}.get(
                one["relation"], one["relation"]
            )
        )
        said.append(f"{one['shared']:.0%} shared")
    elif one["relation"] == "translation":
        said.append("a translation")
    elif not one["first"]:
        said.append("in its own words")
    added: tuple[Parts, ...] = ()
    if one["added"] and not (one["same_text"] and one["relation"] != "extended"):
        added = ((Part("added: "), foreign(", ".join(clean(fact) for fact in one["added"]))),)
    role: Role = "strong" if one["first"] else ""
    return Line(
        told=(foreign(one["outlet"], "name", live(one)), Part(f" · {when} · "), Part(", ".join(said), role)),
        details=added,
        source=((uid(one["article"], one["article"]),), *stood(one["edition"], one["article"])),
    )  # fmt: skip
