"""From an edition to its document: the fourteen sections in their order, as every form prints them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports import charts, charts_coverage, told_facts, told_first, told_state
from reports.claims import number_words
from reports.copies import by_story, together
from reports.document import Block, Chart, Heading, Line, Lines, Link, Note, Part, Parts, Table, Told
from reports.fitting import fitted
from reports.glance import anchor_of
from reports.parts import foreign, item, listed, plain, silence, under
from reports.sections import SECTIONS
from reports.wording import (
    NO_TITLE,
    mean_words,
    of_texts,
    outside_words,
    weekday,
)
from storage.plural import count

Edition = Mapping[str, Any]

# So much stands in full at most; reports.fitting folds more where a week is too rich for four printed pages.
MOST_ITEMS = 60
MOST_A_MISSION = 12
MOST_APART = 8
MOST_LATE = 6
MOST_BARS = 14
MOST_SPARKS = 6


def compose(edition: Edition) -> tuple[Told, ...]:
    """The sections that this edition prints, in order."""
    tell: dict[str, Callable[[Edition], tuple[Block, ...]]] = {
        "head": head,
        "top": told_facts.top,
        "missions": missions,
        "numbers": told_facts.numbers,
        "casualties": told_facts.casualties,
        "mandates": told_facts.mandates,
        "people": told_facts.people,
        "contingents": told_facts.contingents,
        "first": told_first.first,
        "apart": apart,
        "charts": pictures,
        "health": told_state.health,
        "missing": told_state.missing,
        "corrections": told_state.corrections,
    }
    return fitted(
        [
            Told(section, tell[section.key](edition), _count(section.key, edition))
            for section in SECTIONS
            if section.key in edition["sections"]
        ]
    )


def _count(key: str, edition: Edition) -> str:
    counts = edition["counts"]
    numbers = {
        "missions": counts["kept"],
        "numbers": sum(len(lines) for lines in edition["numbers"].values()),
        "casualties": len(edition["casualties"]["recent"]),
        "mandates": sum(len(edition["mandates"][name]) for name in ("adopted", "cited", "due")),
        "people": sum(len(lines) for lines in edition["people"].values()),
        "contingents": len(edition["contingents"]),
        "first": len(edition["first"]),
        "apart": counts["contested"] + counts["borderline"],
        "missing": len(edition["missing"]),
        "corrections": len(edition["changes"]) + len(edition["retold"]),
    }
    if key == "health":
        return f"{counts['sources_healthy']}/{counts['sources_tried']}"
    return str(numbers[key]) if key in numbers else ""


def head(edition: Edition) -> tuple[Block, ...]:
    """At a glance: what the counts of the head do not say."""
    lines = [
        Line(told=(Part(f"{entry['head']}: ", "soft"), *_joined(entry["parts"])))
        for entry in edition["glance"]
    ]  # fmt: skip
    return listed(lines, len(lines))


def _joined(parts: Sequence[Mapping[str, Any]]) -> Parts:
    found: list[Part] = []
    for part in parts:
        found += [Part(" · ")] if found else []
        found.append(foreign(part["text"], "", Link("here", part["anchor"]) if part["anchor"] else None))
    return tuple(found)


def missions(edition: Edition) -> tuple[Block, ...]:
    """A block a mission, then the late ones, then the missions without news."""
    found: list[Block] = []
    left = MOST_ITEMS
    for block in edition["missions"]:
        name = (Part(" "), Part(block["name"], "soft")) if block["name"] else ()
        found.append(Heading((foreign(block["mission"], "mission"), *name), anchor_of(block["mission"]), _tally(block)))
        most = max(1, min(MOST_A_MISSION, left))
        lines = [item(one.entry, one.copies, one.beside) for one in by_story(block["items"])]
        left -= min(most, len(lines))
        found += listed(lines, most)
        also = tuple(_also(entry, copies) for entry, copies in together(block["also"]))
        found += [Lines(also)] if also else []
        if block["people"]:
            named: list[Part] = [Part("Named: ", "soft")]
            for place, person in enumerate(block["people"]):
                named += [Part(", ")] if place else []
                named.append(foreign(person))
            found.append(Note(tuple(named)))
    if not edition["missions"]:
        found += silence(edition)
    found += under(
        "Late",
        listed([item(entry, copies) for entry, copies in together(edition["late"])], MOST_LATE),
        tally=f"{count(len(edition['late']), 'item')} of weeks whose edition was out; counted here",
        anchor="late",
    )
    if edition["missions_quiet"]:
        found.append(Note(_quiet(edition)))
    return tuple(found)


def _tally(block: Mapping[str, Any]) -> Parts:
    words = mean_words(block)
    items = count(block["count"], "item") + of_texts(block["count"], block.get("texts"))
    if words is None:
        return plain(items)
    sign = {"more": "▲ ", "fewer": "▼ ", "same": ""}[block["trend"]]
    role: Any = block["trend"] if sign else ""
    return (Part(f"{items}, "), Part(f"{sign}{words}", role))


def _also(entry: Mapping[str, Any], copies: Sequence[Mapping[str, Any]]) -> Line:
    others: list[Part] = []
    for one in copies:
        others += [Part(", " if others else "also in "), foreign(one["outlet"], "name"), Part(" ")]
        others.append(Part(one["uid"], "uid", Link("here", one["uid"])))
    return Line(
        told=(Part("also "), foreign(entry["title"] or NO_TITLE, "", None, entry["language"])),
        day=entry["day"],
        source=(
            (foreign(entry["outlet"], "name"),),
            (Part(entry["uid"], "uid", Link("here", entry["uid"])), Part(" under "), foreign(entry["under"])),
            *((tuple(others),) if others else ()),
        ),
    )


def _quiet(edition: Edition) -> Parts:
    parts: list[Part] = [Part("No item names ", "soft")]
    for place, quiet in enumerate(edition["missions_quiet"]):
        parts += [Part(", ")] if place else []
        parts.append(foreign(quiet["mission"]))
        if quiet["mean"]:
            parts.append(Part(f" (mean {quiet['mean']:g})"))
    behind = count(edition["counts"]["sources_healthy"], "healthy source")
    return (*parts, Part(f" ({behind} behind that)."))


def apart(edition: Edition) -> tuple[Block, ...]:
    """Contested, then borderline."""
    found: list[Block] = []
    for name, about in (
        ("contested", "operations whose standing as peacekeeping is disputed"),
        ("borderline", "the rules could not settle them"),
    ):
        entries = edition[name]
        lines = listed([item(entry, why=True) for entry in entries], MOST_APART)
        tally = f"{count(len(entries), 'item')}: {about}"
        found += under(name.capitalize(), lines or silence(edition), tally=tally if entries else "", anchor=name)
    return tuple(found)


def pictures(edition: Edition) -> tuple[Block, ...]:
    """Items by outlet and day, by mission against the mean, the numbers that moved, and coverage."""
    found: list[Block] = []
    days = edition["by_day"]["days"]
    if edition["by_day"]["outlets"]:
        shown = charts.folded(edition["by_day"])
        rows = tuple(
            (
                (foreign(entry["outlet"], "name"),),
                *(plain(str(n) if n else "") for n in entry["counts"]),
                plain(str(sum(entry["counts"]))),
            )
            for entry in shown
        )
        head = ("Outlet", *(f"{weekday(day)} {int(day[8:])}" for day in days), "Week")
        table = Table("Items by outlet and day", head, rows, numbers=(8,), days=tuple(range(1, 8)))
        found.append(Chart("by_day", "Items by outlet and day", charts.told_by_day(edition["by_day"]), table))
    bars = [block for block in edition["missions"] if block["mean"] is not None][:MOST_BARS]
    if bars:
        mean = f"Mean of {count(bars[0]['mean_weeks'], 'week')}"
        rows = tuple(
            ((foreign(b["mission"], "mission"),), plain(str(b["count"])), plain(f"{b['mean']:g}")) for b in bars
        )
        table = Table("Items by mission against the weeks before", ("Mission", "Items", mean), rows, numbers=(1, 2))
        found.append(Chart("by_mission", table.name, charts.told_by_mission(bars), table))
    moved = edition["numbers"]["moved"][:MOST_SPARKS]
    if moved:
        rows = tuple(
            (
                (foreign(one["title"]),),
                plain("; ".join(f"{day or 'no day'}: {number_words(value)}" for day, value in one["points"][-8:])),
            )
            for one in moved
        )
        table = Table("Numbers that moved", ("Series", "Claims, the last eight"), rows)
        found.append(Chart("moved", "Numbers that moved", charts.told_moved(moved), table))
    if not found:
        found += silence(edition)
    followed = charts_coverage.followed(edition["sources"])
    return (*found, _coverage(followed)) if followed else tuple(found)


def _coverage(followed: Sequence[Mapping[str, Any]]) -> Chart:
    """What is drawn as a table: a sign a day; the sources without a line of their own are summed up there too."""
    shown = charts_coverage.drawn(followed)
    days = [cell["day"] for cell in followed[0]["days"]]
    rows = [
        (
            (foreign(one["name"], "name"),),
            *((Part(cell["state"], "sign"),) for cell in one["days"]),
            plain(f"{charts_coverage.read_days(one)} of {len(days)}"),
        )
        for one in shown.rows
    ]
    rows += [(plain(line), *(((),) * len(days)), ()) for line in charts_coverage.summed(shown)]
    head = ("Source", *(weekday(day)[:2] for day in days), "Days read")
    table = Table("Coverage, source by day", head, tuple(rows), days=tuple(range(1, 1 + len(days))))
    return Chart("coverage", table.name, charts_coverage.told_coverage(followed), table)


def foot(edition: Edition, digest: str) -> tuple[str, ...]:
    """The lines below the last section: our own words only."""
    outside = outside_words(edition)
    rules = f"relevance rules {', '.join(edition['rules']) or 'none used'}, finding rules"
    return (
        *((outside,) if outside else ()),
        "An item belongs to the week of its date at the outlet, in UTC. One that we first see when that week's edition"
        " is out is printed in the next, as late. Quotations are whole sentences of at most 25 words.",
        f"Bluewatch {edition['version']} · {rules} {', '.join(edition['finding_rules']) or 'none used'} · form"
        f" {edition['form']} · archive since {edition['first_week']} · SHA-256 of the JSON form {digest}",
    )
