"""The lines of a digest's document, made from the values of an edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.document import Block, Heading, Line, Lines, Link, Note, Part, Parts
from reports.phrases import language_name
from reports.wording import NO_TITLE, full_day, nothing_seen

LONGEST = 400


def plain(text: str) -> Parts:
    """Our own words."""
    return (Part(text),)


def foreign(text: str | None, role: Any = "", link: Link | None = None, language: str | None = None) -> Part:
    """Words of others; what a broken page made endless is cut, so that it fills no digest."""
    words = text or ""
    cut = words if len(words) <= LONGEST else words[:LONGEST].rstrip() + " …"
    return Part(cut, role, link, language, foreign=True)


def live(one: Mapping[str, Any]) -> Link | None:
    """The address at the outlet."""
    return Link("live", one["url"]) if one.get("url") else None


def title(one: Mapping[str, Any]) -> Part:
    """A title, linked to the outlet."""
    return foreign(one["title"] or NO_TITLE, "title", live(one), one.get("language"))


def uid(target: str, article: str) -> Part:
    """A uid, linked to its place in the archive."""
    return Part(target, "uid", Link("archive", target, article))


def quote(one: Mapping[str, Any]) -> Part | None:
    """A whole sentence of the article."""
    return foreign(one["quote"], "quote", None, one.get("language")) if one.get("quote") else None


def stood(edition: Mapping[str, Any] | None, article: str) -> tuple[Parts, ...]:
    """The earlier edition that printed it."""
    if not edition:
        return ()
    place = Link("edition", edition["week"], edition.get("article", article))
    return ((Part(f"edition {edition['number']} ({edition['week']})", "", place),),)


def tongue(one: Mapping[str, Any]) -> tuple[Parts, ...]:
    """Of a title in another language: its language and missions, which its words do not tell every reader."""
    name = language_name(one.get("language"))
    if name is None:
        return ()
    missions = one.get("missions") or []
    return (plain(f"in {name}"), *((tuple(foreign(m) for m in missions[:2]),) if len(missions) == 1 else ()))


def source(one: Mapping[str, Any], *, dated: bool = False) -> tuple[Parts, ...]:
    """Outlet, day and uid of a fact; its title where no quote tells it."""
    found: list[Parts] = [(foreign(one["outlet"], "name", live(one)),)]
    if dated:
        found.append(plain(full_day(one["day"])))
    found.append((uid(one["uid"], one["article"]),))
    if one.get("undated"):
        found.append((Part("no date given: day first seen", "flag"),))
    return (*found, *gone(one))


def gone(one: Mapping[str, Any]) -> tuple[Parts, ...]:
    """That the outlet took it down."""
    if not one.get("withdrawn"):
        return ()
    return ((Part(f"withdrawn by the outlet, seen gone {full_day(one['withdrawn'])}", "flag"),),)


def fact(
    one: Mapping[str, Any], told: Parts, *, extra: tuple[Parts, ...] = (), details: tuple[Parts, ...] = ()
) -> Line:
    """A line of a fact: what we say of it, its sentence or else its title, and where it comes from."""
    said = quote(one)
    more = () if said or not one.get("title") else ((title(one),),)
    return Line(
        told=told,
        day=one["day"],
        quote=said,
        details=(*more, *details),
        source=(*source(one), *tongue(one), *extra, *stood(one.get("edition"), one["article"])),
    )


def item(
    one: Mapping[str, Any],
    copies: Sequence[Mapping[str, Any]] = (),
    beside: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]] = (),
    *,
    why: bool = False,
) -> Line:
    """An article in full, with the copies of its text that it stands for, and others on its story, with theirs."""
    found: list[Parts] = [(foreign(one["outlet"], "name"),)]
    if one["place"]:
        found.append((foreign(one["place"]),))
    found.append((uid(one["uid"], one["uid"]),))
    found += tongue(one)
    found += _flags(one)
    if why and one["reason"]:
        found.append((foreign(one["reason"]),))
    if copies:
        found.append(_copies(one, copies))
    if beside:
        found.append(_beside(one, beside))
    others = (*copies, *(entry for other, its_copies in beside for entry in (other, *its_copies)))
    return Line(
        told=(title(one),), day=one["day"], quote=quote(one), source=tuple(found),
        anchor=one["uid"], anchors=tuple(other["uid"] for other in others),
    )  # fmt: skip


def _beside(
    one: Mapping[str, Any], beside: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> Parts:  # fmt: skip
    """Who told it otherwise, or in another language, each linked, with its title where it is another."""
    found: list[Part] = [Part("also told by ")]
    for place, (other, copies) in enumerate(beside):
        found += [Part("; ")] if place else []
        if other["title"] and other["title"] != one["title"]:
            found += [foreign(other["outlet"], "name"), Part(" “")]
            found += [foreign(other["title"], "", live(other), other["language"]), Part("” ")]
        else:
            found += [foreign(other["outlet"], "name", live(other)), Part(" ")]
        found.append(uid(other["uid"], other["uid"]))
        for flag in _flags(other):
            found += [Part(", "), *flag]
        found += [Part(", "), *_copies(other, copies)] if copies else []
    return tuple(found)


def _copies(one: Mapping[str, Any], copies: Sequence[Mapping[str, Any]]) -> Parts:
    """The other outlets that printed the text, each linked, with its own title and day where they differ."""
    found: list[Part] = []
    for other in copies:
        found += [Part(", " if found else "also in "), foreign(other["outlet"], "name", live(other))]
        if other["title"] and other["title"] != one["title"]:
            found += [Part(" "), title(other)]
        found += [Part(f" on {full_day(other['day'])}")] if other["day"] != one["day"] else []
        found += [Part(" "), uid(other["uid"], other["uid"])]
        for flag in _flags(other):
            found += [Part(", "), *flag]
        for number in other.get("differs", ()):
            # Neither is marked as the old or the right one: nobody knows yet.
            found += [Part(", "), Part("says", "flag"), Part(" “"), foreign(number["words"]), Part("” ")]
            found += [uid(number["uid"], other["uid"]), Part(", not “"), foreign(number["first"]), Part("” ")]
            found.append(uid(number["first_uid"], other["copy_of"]))
    return tuple(found)


def _flags(one: Mapping[str, Any]) -> list[Parts]:
    """What a reader must know of an article's day and of its fate."""
    found: list[Parts] = []
    if one["undated"]:
        found.append((Part("no date given: day first seen", "flag"),))
    if one["printed_day"]:
        found.append(plain(f"dated {full_day(one['printed_day'])} at the outlet"))
    if stood := one.get("printed"):
        told = Part(f"the text of {full_day(stood['day'])}, {stood['edition']['week']}", "flag")
        found.append((told, Part(" "), uid(stood["article"], stood["article"])))
    if one.get("own_week"):
        found.append((Part(f"of {one['own_week']}, first seen {full_day(one['first_seen'])}", "flag"),))
    return [*found, *gone(one)]


def listed(lines: Sequence[Line], most: int, *, ordered: bool = False) -> tuple[Block, ...]:
    """Lines, of which those beyond so many are folded: whole on a screen, a number in print."""
    if not lines:
        return ()
    shown: tuple[Block, ...] = (Lines(tuple(lines[:most]), ordered=ordered),) if most else ()
    if len(lines) <= most:
        return shown
    return (*shown, Lines(tuple(lines[most:]), folded=True))


def silence(edition: Mapping[str, Any]) -> tuple[Block, ...]:
    """What an empty section says."""
    return (Note(plain(nothing_seen(edition)), silence=True),)


def under(head: str, blocks: Sequence[Block], *, tally: str = "", anchor: str | None = None) -> tuple[Block, ...]:
    """Blocks under a heading of their own; nothing where there are none."""
    if not blocks:
        return ()
    return (Heading(plain(head), anchor, plain(tally) if tally else ()), *blocks)
