"""The sections that are made of findings: numbers, casualties, mandates, people, contingents, who was first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.claims import Statement
from reports.document import Block, Line, Note, Part, Parts, Role
from reports.parts import fact, foreign, gone, listed, live, plain, quote, silence, source, stood, tongue, uid, under
from reports.phrases import day_words, moment_words, not_read_words, resolution, step, toll, unit, whose_word
from reports.wording import clean, full_day
from storage.plural import count

# So much of each list stands in full at most; on a screen the rest can be opened.
MOST = {
    "moved": 8, "conflicts": 5, "stale": 5, "new": 5, "recent": 10, "other": 5, "adopted": 6, "cited": 6, "due": 12,
    "unknown": 6, "posts": 6, "seen": 6, "left": 4, "contingents": 12, "values": 8,
}  # fmt: skip

Edition = Mapping[str, Any]


def top(edition: Edition) -> tuple[Block, ...]:
    """The five lines."""
    # Of a story its title says more than one sentence; of a fact its sentence is what it rests on.
    lines = [fact({**one, "quote": None} if one["kind"] == "story" else one, _top_words(one)) for one in edition["top"]]
    none = f"None of these kinds ({count(edition['counts']['sources_healthy'], 'healthy source')})."
    return listed(lines, len(lines), ordered=True) or (Note(plain(none), silence=True),)


def _top_words(one: Mapping[str, Any]) -> Parts:
    kind = one["kind"]
    mission = (foreign(one["mission"], "mission"), Part(" · ")) if one["mission"] else ()
    if kind == "casualty":
        tolls = ", ".join(toll(own) for own in one["tolls"])
        return (*mission, Part(tolls, "strong"), Part(f" · {whose_word(one['confirmed'])}"))
    if kind == "mandate":
        return (*mission, foreign(resolution(one), "strong"))
    if kind == "figure":
        since = f" since {day_words(one['since'])}" if one["since"] else ""
        since += ", contradicted the same day" if one["contradicted"] else ""
        moved = f"{one['old']} → {one['new']}"
        return (foreign(one["series"]), Part(": "), Part(moved, "strong"), Part(f" ({one['difference']}{since})"))
    if kind == "story":
        return (*mission, Part(f"Told by {count(one['outlets'], 'outlet')}", "strong"))
    if kind == "rotation":
        told = foreign(f"{unit(one)} {step(one)}", "strong")
        return (told,) if one["mission"] == one["where"] else (*mission, told)
    named = [clean(part) for part in (one["who"], one["what"], one["place"]) if part]
    told_parts = list(dict.fromkeys(part for part in named if not any(part != o and part in o for o in named)))
    return (*mission, Part(one["what_kind"].capitalize(), "strong"), Part(": "), foreign(" · ".join(told_parts)))


def numbers(edition: Edition) -> tuple[Block, ...]:
    """Moved, in conflict, revised, doubted, stale, new: change before state."""
    told = edition["numbers"]
    found = (
        *under("Moved", listed([_moved(one) for one in told["moved"]], MOST["moved"])),
        *under("In conflict", listed([_conflict(one) for one in told["conflicts"]], MOST["conflicts"])),
        # Editions in which none was have no such list; nor have those of before.
        *under("Revised in one text", listed([_revised(one) for one in told.get("revised", ())], MOST["conflicts"])),
        *under("Doubted", listed([_doubted(one) for one in told.get("doubted", ())], MOST["conflicts"])),
        *under("Stale", listed([_stale(one) for one in told["stale"]], MOST["stale"])),
        *under("New", listed([_new(one) for one in told["new"]], MOST["new"])),
    )
    missing = [
        name
        for name, key in (("moved", "moved"), ("in conflict", "conflicts"), ("stale", "stale"), ("new", "new"))
        if not told[key]
    ]
    if not found:
        return silence(edition)
    rest = f"None {', none '.join(missing)}." if missing else ""
    return (*found, Note(plain(rest), silence=True)) if rest else found


def _said(one: Mapping[str, Any], *, lead: str = "") -> Parts:
    """``1,800 (17 Nov 2026, Outlet, f-..., edition 3)``: one claim with its source."""
    of = f"{day_words(one['of'])}, " if one["of"] else ""
    more = f" and {one['more']} more" if one["more"] else ""
    parts: list[Part] = [Part(lead), Part(one["value"], "strong"), Part(f" ({of}")]
    parts += [
        foreign(one["outlet"], "name", live(one)),
        Part(f"{more}, "),
        uid(one["uid"], one["article"]),
    ]
    if one["edition"]:
        parts += [Part(", "), *stood(one["edition"], one["article"])[0]]
    return (*parts, Part(")"))


def _moved(one: Mapping[str, Any]) -> Line:
    old, new = one["refs"]
    share = f", {one['share']:+g} %" if one["share"] is not None else ""
    role: Role = "more" if one["rises"] else "fewer"
    moved = Part(f"{old['value']} → {new['value']}", "strong")
    doubt = (Part(", contradicted the same day", "flag"),) if one["contradicted"] else ()
    return Line(
        told=(foreign(one["title"]), Part(": "), moved, Part(f" ({one['difference']}{share})", role), *doubt),
        day=new["day"],
        quote=quote(new),
        details=(_said(old, lead="before: "), _said(new, lead="now: ")),
    )  # fmt: skip


def _conflict(one: Mapping[str, Any]) -> Line:
    shown = one["refs"][: MOST["values"]]
    values = " / ".join(ref["value"] for ref in shown)
    rest = f" and {len(one['refs']) - len(shown)} more" if len(shown) < len(one["refs"]) else ""
    return Line(
        told=(foreign(one["title"]), Part(": "), Part(values, "strong"), Part(f"{rest} for {day_words(one['day'])}")),
        day=one["refs"][-1]["day"],
        details=tuple(_said(ref) for ref in shown),
    )


def _revised(one: Mapping[str, Any]) -> Line:
    old, new = one["refs"]
    values = Part(f"{old['value']} → {new['value']}", "strong")
    return Line(
        told=(foreign(one["title"]), Part(": "), values, Part(", changed by an outlet of the text: nothing moved")),
        day=new["day"],
        details=(_said(old, lead="still told: "), _said(new, lead="now: ")),
    )


def _doubted(one: Mapping[str, Any]) -> Line:
    return Line(
        told=(
            foreign(one["title"]),
            Part(": "),
            Part(one["refs"][0]["value"], "strong"),
            Part(f", {one['why']}", "flag"),
        ),
        day=one["refs"][0]["day"],
        quote=quote(one["refs"][0]),
        details=tuple(_said(ref) for ref in one["refs"]),
    )


def _stale(one: Mapping[str, Any]) -> Line:
    first, last = one["refs"]
    told = f" unchanged for {count(one['weeks'], 'week')}, {count(one['times'], 'text')}"
    return Line(
        told=(foreign(one["title"]), Part(": "), Part(last["value"], "strong"), Part(told)),
        day=last["day"],
        details=(_said(first, lead="first: "), _said(last, lead="last: ")),
    )


def _new(one: Mapping[str, Any]) -> Line:
    new = one["refs"][-1]
    return Line(
        told=(foreign(one["title"]), Part(": "), Part(new["value"], "strong")),
        day=new["day"],
        quote=quote(new),
        source=((foreign(new["outlet"], "name", live(new)),), (uid(new["uid"], new["article"]),)),
    )


def casualties(edition: Edition) -> tuple[Block, ...]:
    """Incidents of now, then mentions without a day or of days past."""
    told = edition["casualties"]
    recent = listed([_casualty(one) for one in told["recent"]], MOST["recent"])
    other = listed([_casualty(one) for one in told["other"]], MOST["other"])
    # Editions of before did not tell.
    told_not = not_read_words(edition.get("casualties_not_read", {}))
    unread = (Note(plain(told_not)),) if told_not else ()
    if not recent and not other:
        return (*silence(edition), *unread)
    head = () if recent else (Note(plain("No incident of these weeks."), silence=True),)
    return (*head, *recent, *under("Also told, of other days or of no day", other), *unread)


def _casualty(one: Mapping[str, Any]) -> Line:
    facts = [one["mission"], one.get("nationality_name") or one["nationality"], one["personnel"], one["cause"]]
    facts.append(day_words(one["date"]) if one["date"] else "day not told")
    extra: list[Parts] = []
    # Editions of before kept the numbers alone.
    also = one.get("also") or [{"value": value} for value in one["others"]]
    before = [other for other in also if not _is_later(other, one)]
    later = [other for other in also if _is_later(other, one)]
    of_wounds = one.get("died_later", ())
    for lead, some in (("also told: ", before), ("told later: ", later), ("died later of wounds: ", of_wounds)):
        if some:
            extra.append(_other_tolls(lead, some))
    if earlier := one.get("earlier"):
        words = Statement(earlier["value"]).words
        extra.append((Part(f"of the incident told as {words} in ", "flag"), *stood(earlier, one["article"])[0]))
    if one["nature"] == "cumulative":
        extra.append(plain("a total, not an incident"))
    said = "; ".join(f"{name}: {', '.join(clean(o) for o in outlets)}" for name, outlets in one["confirmed"].items())
    extra.append((foreign(said),))
    told = " · ".join(clean(part) for part in facts if part)
    return fact(one, (Part(toll(one), "strong"), Part(" · "), foreign(told)), extra=tuple(extra))


def _is_later(other: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return "at" in other and bool(other["at"] > one["first_at"])


def _other_tolls(lead: str, told: Sequence[Mapping[str, Any]]) -> Parts:
    """``told later: 7 (Wed 18 Nov 12:40Z, Lantern, f-... and 2 more)``: each number with where it was told first."""
    parts: list[Part] = [Part(lead, "flag")]
    for place, other in enumerate(told):
        words = Statement(other["value"], other.get("qualifier", "exact")).words
        parts += [Part(", ")] if place else []
        parts.append(Part(words, "flag"))
        if "at" in other:
            more = f" and {other['more']} more" if other["more"] else ""
            parts += [Part(f" ({moment_words(other['at'])}, "), foreign(other["outlet"], "name", live(other))]
            parts += [Part(" "), uid(other["uid"], other["article"]), Part(more)]
            parts += [Part(", "), *gone(other)[0]] if other["withdrawn"] else []
            parts.append(Part(")"))
    return tuple(parts)


def mandates(edition: Edition) -> tuple[Block, ...]:
    """Adopted, cited, due, unknown."""
    told = edition["mandates"]
    adopted = listed(
        [fact(one, (Part(resolution(one), "strong"),), extra=_outlets(one)) for one in told["adopted"]], MOST["adopted"]
    )
    cited = listed([fact(one, plain(resolution(one)), extra=_outlets(one)) for one in told["cited"]], MOST["cited"])
    due = listed([_mandate(one) for one in told["due"]], MOST["due"])
    unknown = listed([_mandate(one) for one in told["unknown"]], MOST["unknown"])
    seen = () if adopted or cited else silence(edition)
    return (
        *seen,
        *under("Adopted this week", adopted),
        *under("Cited", cited),
        *under("Ending within 60 days", due or (Note(plain("None that we know of."), silence=True),)),
        *under("Past, and no renewal seen here", unknown),
    )


def _outlets(one: Mapping[str, Any]) -> tuple[Parts, ...]:
    return (plain(f"{count(len(one['outlets']), 'outlet')}"),) if len(one["outlets"]) > 1 else ()


def _mandate(one: Mapping[str, Any]) -> Line:
    when = f"in {count(one['days'], 'day')}" if one["days"] >= 0 else "unknown since then"
    return Line(
        told=(
            foreign(one["mission"], "mission"),
            Part(" · "),
            Part(full_day(one["until"]), "strong"),
            Part(f" · {when}"),
        ),
        source=((foreign(one["source"]),),) if one["source"] else (),
    )


def people(edition: Edition) -> tuple[Block, ...]:
    """New in a post, first seen, left."""
    told = edition["people"]
    found = (
        *under("New in post", listed([_person(one) for one in told["new"]], MOST["posts"])),
        *under("First seen here", listed([_person(one) for one in told["first"]], MOST["seen"])),
        *under("Left, or named as a former holder", listed([_person(one) for one in told["left"]], MOST["left"])),
    )
    return found or silence(edition)


def _person(one: Mapping[str, Any]) -> Line:
    post = one["post"] + (f", {one['body']}" if one["body"] and one["body"] not in one["post"] else "")
    details: tuple[Parts, ...] = ()
    if one["was"]:
        was = one["was"]
        before = "before: " if was["what"] == "post" else "held before by: "
        details = (
            (Part(before), foreign(was["said"]), Part(f" ({full_day(was['day'])}, "), foreign(was["outlet"]),
             Part(", "),
             uid(was["uid"], was["article"]), Part(")")),
        )  # fmt: skip
    return Line(
        told=(foreign(one["name"], "strong"), Part(" · "), foreign(post)),
        day=one["day"],
        details=details,
        source=(*source(one), *tongue(one)),
    )


def contingents(edition: Edition) -> tuple[Block, ...]:
    """Steps of the week."""
    lines = []
    for one in edition["contingents"]:
        who = (
            (foreign(one["where"] or "No mission named"), Part(" · "))
            if one["medal"]
            else (foreign(unit(one)), Part(" "))
        )
        date = f" · {day_words(one['date'])}" if one["date"] else ""
        extra = (plain(f"{len(one['outlets'])} outlets"),) if len(one["outlets"]) > 1 else ()
        lines.append(fact(one, (*who, foreign(step(one), "strong"), Part(date)), extra=extra))
    return listed(lines, MOST["contingents"]) or silence(edition)
