"""Which tellings of casualties are of the same victims, in one story and in another that agrees closely. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from reports.casualties_number import tells_a_change
from reports.casualties_where import lands, places
from reports.casualties_wounds import follows, hurt_who_died, is_later_count, of_wounds
from reports.tellings import Group, Telling
from storage.times import DAY_SIGNS

# Marks the telling of one who was hurt in an incident and died of it later.
LATER = "later"
PERSONNEL = ("military", "police", "military observer")
# What is told of victims beside their number.
_VICTIMS = ("mission", "personnel", "nationality", "cause")


def tellings_apart(told: Sequence[Telling]) -> list[Group]:
    """Parts what one story tells by kind, day and victims; what has no day joins the only one that fits.

    Who died later of wounds, and what was counted then, joins the attack before it.
    """
    groups: dict[str, list[Group]] = defaultdict(list)
    dead = hurt_who_died(row for row, _ in told)
    whole = [pair for pair in told if not _is_part(pair, told) and pair[0]["uid"] not in dead]
    for pair in sorted(whole, key=_order):
        if _is_later(pair[0]) and _joined(pair, [*groups["death"], *groups["injury"]], _agree_with_all):
            continue
        of_kind = groups[pair[0]["kind"]]
        agreeing = [group for group in of_kind if _agree_with_all(pair, group)]
        chosen = _closest(pair, [group for group in agreeing if _fits_day(pair, group)])
        if chosen is None:
            chosen = _closest(pair, [group for group in agreeing if _is_copied(pair, group)])
        if chosen is None:
            of_kind.append([pair])
        else:
            chosen.append(pair)
    return [group for found in groups.values() for group in found]


def merged(stories: Sequence[Sequence[Group]]) -> list[tuple[set[int], Group]]:
    """The groups of all stories, those of one incident as one, each with the places of its stories in the list."""
    found: list[tuple[set[int], Group]] = []
    for index, groups in enumerate(stories):
        for group in groups:
            same = next((one for one in found if index not in one[0] and _is_one_incident(one[1], group)), None)
            if same is None:
                found.append(({index}, list(group)))
            else:
                same[0].add(index)
                same[1].extend(group)
    # A death of wounds, or a toll that rose, is often a story of its own, days after that of the attack.
    for one in [one for one in found if all(_is_later(row) and not row.get(LATER) for row, _ in one[1])]:
        others = [group for stories, group in found if not stories & one[0] and _is_of_attack(one[1], group)]
        one[1][:] = [pair for pair in one[1] if not _joined(pair, others, _agree_with_all)]
    found = [one for one in found if one[1]]
    _join_vague(found)
    return found


def totals(told: Sequence[Telling]) -> list[Group]:
    """What was counted over a time, each sum once: the dead of a whole war are named again in each report of a day.

    The same number is one sum where all that is said of the victims is the same; in one story, where nothing differs.
    """
    found: list[Group] = []
    for pair in sorted(told, key=_order):
        same = next((group for group in found if _is_one_sum(pair, group)), None)
        if same is None:
            found.append([pair])
        else:
            same.append(pair)
    return found


def _is_one_sum(pair: Telling, group: Group) -> bool:
    row, first = pair[0], group[0][0]
    if any(row[name] != first[name] for name in ("kind", "value", "date")) or not _agree_with_all(pair, group):
        return False
    if row["story_id"] is not None and any(one["story_id"] == row["story_id"] for one, _ in group):
        return True
    named = row["mission"] is not None or row["nationality"] is not None
    return named and all(row[name] == first[name] for name in _VICTIMS)


def _order(pair: Telling) -> tuple[bool, bool, int, str]:
    row, line = pair
    return _is_later(row), row["date"] is None, -_known(row), line["at"]


def _is_later(row: Mapping[str, Any]) -> bool:
    """Whether the day of a telling may be another than that of its attack."""
    return of_wounds(row) or is_later_count(row) or tells_a_change(row)


def _joined(pair: Telling, groups: Sequence[Group], fits: Callable[[Telling, Group], bool]) -> bool:
    """Put a telling of later to the newest attack that it may be of; False where there is none."""
    row, line = pair
    kinds = ("death", "injury") if of_wounds(row) else (row["kind"],)
    fitting = [
        group
        for group in groups
        if group[0][0]["kind"] in kinds and follows(row["date"], only(group, "date")) and fits(pair, group)
    ]
    if not fitting:
        return False
    chosen = max(fitting, key=lambda group: (-kinds.index(group[0][0]["kind"]), only(group, "date") or ""))
    attack = only(chosen, "date")
    at_once = said([pair for pair in chosen if not pair[0].get(LATER)], "value")
    apart = (row["date"] or "") > (attack or row["date"] or "") or row["value"] not in at_once
    apart = of_wounds(row) and (apart or chosen[0][0]["kind"] != "death")
    chosen.append(({**row, "date": None, LATER: apart}, line))
    return True


def _agree_with_all(pair: Telling, group: Group) -> bool:
    return all(_agree(pair, one) for one in group)


def _is_of_attack(later: Group, group: Group) -> bool:
    """Whether tellings are of the attack of another story: the mission, and the nation or a place."""
    near = said(later, "nationality") & said(group, "nationality") or _places_of(later) & _places_of(group)
    mission = said(later, "mission") & said(group, "mission")
    return bool(near and mission) and only(group, "date") is not None


def only(group: Sequence[Telling], name: str) -> Any:
    """The one value that the group's findings give; None where they give none or several."""
    values = said(group, name)
    return next(iter(values)) if len(values) == 1 else None


def said(group: Sequence[Telling], name: str) -> set[Any]:
    """The values that the group's findings give."""
    return {row[name] for row, _ in group if row[name] is not None}


def _known(row: Mapping[str, Any]) -> int:
    return sum(row[name] is not None for name in _VICTIMS)


def _is_part(pair: Telling, told: Sequence[Telling]) -> bool:
    """True for a part of a number of victims whose whole the same article tells: it would be counted twice."""
    row, entry = pair
    return row["rule"].startswith("casualty: part of") and any(
        other["uid"] != row["uid"]
        and line["uid"] == entry["uid"]
        and (other["kind"], other["field"]) == (row["kind"], row["field"])
        and not other["rule"].startswith("casualty: part of")
        and other["value"] >= row["value"]
        for other, line in told
    )


def _fits_day(pair: Telling, group: Group) -> bool:
    """The same day; what has none fits any."""
    date = pair[0]["date"]
    return date is None or all(row["date"] in (None, date) for row, _ in group)


def _is_copied(pair: Telling, group: Group) -> bool:
    """Whether other carriers of its text tell of it, on a day that seems another.

    Printed a week later, "on Tuesday" reads as another day, and "three dead, the mission said on Thursday" as that one.
    What one article tells of two days is of two.
    """
    row, line = pair
    others = {one["uid"] for _, one in group}
    text, here, there = row["text_id"], places(row), _places_of(group)
    if text is None or line["uid"] in others or (here and there and not here & there):
        return False
    return any(one["text_id"] == text for one, _ in group)


def _closest(pair: Telling, groups: Sequence[Group]) -> Group | None:
    """The group that says the same number, else the only one that there is; of several days only the former."""
    value = pair[0]["value"]
    saying = [group for group in groups if any(row["value"] == value for row, _ in group)]
    if saying:
        return saying[0]
    return groups[0] if len(groups) == 1 else None


def _agree(one: Telling, other: Telling) -> bool:
    """Whether two tellings may be of the same victims: nothing that both say of them differs."""
    a, b = one[0], other[0]
    if any(None not in (a[name], b[name]) and a[name] != b[name] for name in ("mission", "nationality")):
        return False
    if None not in (a["personnel"], b["personnel"]) and a["personnel"] != b["personnel"]:
        uniformed = a["personnel"] in PERSONNEL and b["personnel"] in PERSONNEL
        # A policeman may be called a soldier: the same number of both is the same people.
        if not uniformed or a["value"] != b["value"] or one[1]["uid"] == other[1]["uid"]:
            return False
    if one[1]["uid"] != other[1]["uid"]:
        return True
    here, there = places(a), places(b)
    return not here or not there or bool(here & there)


def _is_one_incident(one: Group, other: Group) -> bool:
    """Strong agreement of two stories: kind, full day, nothing that differs, and enough that is said alike."""
    if not _on_one_day(one, other):
        return False
    if not agree_all(one, other):
        return False
    mission = bool(said(one, "mission") & said(other, "mission"))
    nation = bool(said(one, "nationality") & said(other, "nationality"))
    place = bool(_places_of(one) & _places_of(other))
    value = bool(said(one, "value") & said(other, "value"))
    alike = value and (nation or (place and _uniformed(one) == _uniformed(other)))
    return (mission and (nation or place)) or (alike and not _elsewhere(one, other))


def _join_vague(found: list[tuple[set[int], Group]]) -> None:
    """What names no place of its own joins the only attack on peacekeepers of its day that it may be of.

    "Three of its peacekeepers were killed on Tuesday, the mission said again" is no second attack of that Tuesday.
    """
    for one in [one for one in found if not _places_of(one[1])]:
        fitting = [other for other in found if not one[0] & other[0] and _may_be_one(one[1], other[1])]
        if fitting and all(_may_be_one(a[1], b[1]) for a, b in combinations(fitting, 2)):
            found.remove(one)
            fitting[0][0].update(one[0])
            fitting[0][1].extend(one[1])


def _may_be_one(one: Group, other: Group) -> bool:
    """Whether two stories tell of uniformed victims of one full day, cause and ground, and differ in nothing."""
    return (
        _on_one_day(one, other)
        and bool(said(one, "cause") & said(other, "cause"))
        and on_one_ground(one, other)
        and agree_all(one, other)
        and not _elsewhere(one, other)
    )


def _on_one_day(one: Group, other: Group) -> bool:
    """Whether both tell of one kind of victims of one full day."""
    day = _day(one)
    return day is not None and len(day) == DAY_SIGNS and day == _day(other) and one[0][0]["kind"] == other[0][0]["kind"]


def _day(group: Group) -> str | None:
    """The day that its tellings give; of several that of most: a copy's headline may seem to speak of its own day."""
    (day, most), *others = Counter(row["date"] for row, _ in group if row["date"]).most_common(2) or [(None, 0)]
    return None if others and others[0][1] == most else day


def on_one_ground(one: Group, other: Group) -> bool:
    """Uniformed victims of one mission; where one side names none, in its country."""
    missions = said(one, "mission"), said(other, "mission")
    ground = bool(missions[0] & missions[1]) if all(missions) else bool(_lands_of(one) & _lands_of(other))
    return ground and _uniformed(one) and _uniformed(other)


def agree_all(one: Group, other: Group) -> bool:
    """Whether nothing that one side says of its victims differs from what the other does."""
    return all(_agree(a, b) for a in one for b in other) and not _differ(one, other, "cause")


def _lands_of(group: Group) -> set[str]:
    return {land for row, _ in group for land in lands(row)}


def _uniformed(group: Group) -> bool:
    return bool(said(group, "personnel") & set(PERSONNEL))


def _differ(one: Group, other: Group, name: str) -> bool:
    a, b = said(one, name), said(other, name)
    return bool(a and b and not a & b)


def _elsewhere(one: Group, other: Group) -> bool:
    here, there = _places_of(one), _places_of(other)
    return bool(here and there and not here & there)


def _places_of(group: Group) -> set[str]:
    return {place for row, _ in group for place in places(row)}
