"""The five lines that matter, by one rule: casualties, mandate decisions, changed figures, rotations, visits. Pure.

Where these leave room, the stories that most outlets tell follow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from reports.casualties import is_past
from reports.lines import SHORT_SIGNS
from reports.refs import by_article, ref

MOST = 5
# One kind must not fill the front page while another waits.
MOST_OF_A_KIND = 3
# Per cent by which a mission's strength moves; further apart, two texts may mean two units of it.
STRENGTH_MOVES = (-50, 100)
# A fact may be of an article of an earlier week, of which no line is here.
_STANDS = {"withdrawn": None}
_STEPS = ("took over", "left", "arrived", "returned", "formed")


def top(
    edition: Mapping[str, Any], facts: Mapping[str, Any], lines: Mapping[str, Any], missions: Collection[str]
) -> list[dict[str, Any]]:
    """At most five lines, each a fact of one of this edition's articles. facts: findings by type; missions: acronyms.

    An article stands once, one that its outlet took down does not; where the kinds leave room, more than three of one
    kind may follow.
    """
    sources: tuple[Callable[[], Iterator[dict[str, Any]]], ...] = (
        lambda: _casualties(edition["casualties"]["recent"]),
        lambda: _mandates(edition["mandates"]),
        lambda: _figures(edition["numbers"], missions),
        lambda: _rotations(edition["contingents"]),
        lambda: _visits(facts, lines),
        lambda: _stories(edition["first"], lines),
    )
    found: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    told: set[str] = set()
    for source in sources:
        own = 0
        for one in source():
            if one["article"] in told or lines.get(one["article"], _STANDS)["withdrawn"]:
                continue
            told.add(one["article"])
            own += 1
            (found if own <= MOST_OF_A_KIND else waiting).append(one)
    order = ("casualty", "mandate", "figure", "rotation", "visit", "story")
    chosen = [*found[:MOST], *waiting[: max(0, MOST - len(found))]]
    return sorted(chosen, key=lambda one: order.index(one["kind"]))


def _casualties(recent: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The dead before the hurt; of one article all kinds together, without what an earlier edition printed."""
    together: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    # A toll without a mission or a cause may be of a memorial.
    fresh = [one for one in recent if one["edition"] is None or one["died_later"]]
    certain = [one for one in fresh if one["mission"] is not None or one["cause"] is not None]
    beside = {one["article"] for one in certain}
    for one in sorted(
        (one for one in fresh if one["article"] in beside),
        key=lambda one: (one["kind"] != "death", -one["value"], one["uid"]),
    ):
        # A briefing goes from one mission to the next.
        several = len(one["missions"]) > 1
        together.setdefault((one["article"], one["mission"] if several else None), []).append(one)
    for told in together.values():
        first = told[0]
        tolls = [{name: one[name] for name in ("kind", "value", "qualifier", "uid")} for one in _once(told)]
        tolls += [
            {"kind": "later death", **{name: one[name] for name in ("value", "qualifier", "uid")}}
            for own in told
            for one in own["died_later"][-1:]
            # What is counted after a death holds it.
            if one["at"] > own["first_at"] and not one["withdrawn"]
        ]
        mission = first["mission"] or (_only(first) if len(first["missions"]) == 1 else None)
        yield _line("casualty", first, tolls=tolls, mission=mission, confirmed=[*first["confirmed"]])


def _once(told: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The largest toll of each kind."""
    kinds: dict[str, Mapping[str, Any]] = {}
    for one in told:
        kinds.setdefault(one["kind"], one)
    return list(kinds.values())


def _mandates(told: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    for one in told["adopted"]:
        yield _line(
            "mandate", one, mission=_only(one), number=one["number"], adopted=one["adopted"], vote=one["vote"],
            until=one["until"],
        )  # fmt: skip


def _figures(told: Mapping[str, Sequence[Mapping[str, Any]]], missions: Collection[str]) -> Iterator[dict[str, Any]]:
    for one in told["moved"]:
        old, new = one["refs"]
        # Of a count that nobody is named for, two texts may mean two units.
        nobodys = one["who"] is None and one["nature"] == "current"
        if nobodys and not (one["place"] in missions and _is_strength(one)):
            continue
        line = {**new, "title": None, "place": None, "language": None, "missions": []}
        yield _line(
            "figure", line, mission=None, series=one["title"], old=old["value"], new=new["value"],
            difference=one["difference"], since=old["of"], contradicted=one["contradicted"],
        )  # fmt: skip


def _is_strength(moved: Mapping[str, Any]) -> bool:
    """Whether a count at a mission is of all its people, by how far it moved."""
    least, most = STRENGTH_MOVES
    return bool(moved["persons"]) and moved["share"] is not None and least <= moved["share"] <= most


def _rotations(told: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in sorted(told, key=lambda one: (_rank(one), one["day"], one["uid"])):
        if one["step"] in _STEPS and not one["planned"] and not is_past(one["date"], date.fromisoformat(one["day"])):
            names = ("step", "country", "country_name", "unit", "ordinal", "strength", "date", "where")
            yield _line("rotation", one, mission=one["mission"], **{name: one[name] for name in names})


def _rank(one: Mapping[str, Any]) -> int:
    return _STEPS.index(one["step"]) if one["step"] in _STEPS else len(_STEPS)


def _visits(facts: Mapping[str, Any], lines: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for row, entry in by_article(facts["visit"], lines):
        names = {name: _short(row[name]) for name in ("who", "what", "place")}
        yield _line("visit", ref(row, entry), mission=_only(entry), what_kind=row["kind"], **names)
    for row, entry in by_article(facts["exercise"], lines):
        yield _line(
            "visit", ref(row, entry), mission=_only(entry), what_kind="exercise", who=None, what=_short(row["name"]),
            place=_short(row["place"]),
        )  # fmt: skip


def _stories(told: Sequence[Mapping[str, Any]], lines: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What most outlets tell, where the kinds before it leave room."""
    for one in told:
        mine = (carrier["article"] for carrier in one["carriers"] if carrier["here"])
        # What repeats a text of an earlier week is no news of this one.
        here = next((article for article in mine if "printed" not in lines[article]), None)
        if here is not None and one["outlets"] > 1:
            entry = lines[here]
            yield _line("story", {**entry, "article": entry["uid"]}, mission=_only(entry), outlets=one["outlets"])


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= SHORT_SIGNS else text[:SHORT_SIGNS].rstrip() + " …"


def _only(one: Mapping[str, Any]) -> str | None:
    """The mission that an article is most about, as its line says."""
    return one["missions"][0] if one["missions"] else None


def _line(kind: str, one: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    names = ("uid", "article", "day", "undated", "outlet", "title", "url", "place", "language", "quote")
    return {"kind": kind, **{name: one[name] for name in names}, **own}
