"""Some of the people of a toll in a Romance language: "dont deux Burundais", "entre ellos un civil". Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.findings.casualties_groups import Group, Hit
from crawler.findings.casualties_parts import LISTED
from crawler.findings.passage import Mark
from crawler.findings.patterns import lazy
from crawler.findings.romance import Tongue
from crawler.findings.sentences import Span

_AMONG = "casualty: among the dead"
_PART = "casualty: part of a number"
_REACH, _MOST_BETWEEN = 48, 80
_DASH = lazy(r"\s[–—-]{1,2}\s")
_LIST_OPENS = lazy(r"\s*[:(–—,]\s*")


def joined(text: str, tongue: Tongue, here: Group, there: Group) -> bool:
    """Whether people stand in one list: two soldiers of the mission and a civilian."""
    between = text[here.end : there.start]
    return bool(tongue["row"].fullmatch(between)) and not (
        tongue["harm"].search(between.lower()) or tongue["finite"].search(between)
    )


def _is_among(text: str, tongue: Tongue, people: Sequence[Group], index: int) -> bool:
    """Whether a group is some of those before it: by a word, as the badly hurt, or in an aside that adds up to them."""
    group = people[index]
    if group.partial or tongue["among"].search(text, max(0, group.start - _REACH), group.start):
        return True
    if not group.firm and text[: group.start].rstrip().endswith(",") and tongue["badly"].match(text, group.end):
        return True
    dashes = _DASH.match(text, group.start - 3) and _DASH.search(text, group.end, group.end + _MOST_BETWEEN)
    aside = dashes is not None or text[: group.start].endswith("(")
    return (
        aside and index > 0 and sum(one.value for one in _row(text, tongue, people, index)) == people[index - 1].value
    )


def _row(text: str, tongue: Tongue, people: Sequence[Group], index: int) -> list[Group]:
    """A group and those joined to it behind."""
    row = [people[index]]
    for group in people[index + 1 :]:
        if not joined(text, tongue, row[-1], group):
            break
        row.append(group)
    return row


def without_parts(text: str, tongue: Tongue, people: Sequence[Group], index: int, harm: int) -> int | None:
    """Of 36 people, four of them soldiers, were killed: where the 36 stand, if the last of their parts is at an index.

    Where one comma alone parts them, the verb is of the part: 850 men, of whom 12 were hurt.
    """
    first = index
    while first and not _is_among(text, tongue, people, first):
        if not joined(text, tongue, people[first - 1], people[first]):
            return None
        first -= 1
    if not first:
        return None
    whole, before, after = (
        people[first - 1],
        text[people[first - 1].end : people[first].start],
        text[people[index].end : harm],
    )
    if len(before) > _MOST_BETWEEN or whole.value <= people[index].value or tongue["harm"].search(before.lower()):
        return None
    closed = "," in after or "," not in before or _DASH.search(after)
    return first - 1 if closed and ";" not in before + after else None


def parts(text: str, tongue: Tongue, people: Sequence[Group], found: Sequence[Hit]) -> list[Hit]:
    """The hits of a sentence with those that are some of another, and with some that have no word of their own."""
    made = list(found)
    for index, group in enumerate(people):
        if _is_among(text, tongue, people, index):
            whole = _whole(made, people, index)
            some, rule = _row(text, tongue, people, index), _PART
        else:
            whole = next((hit for hit in made if hit.group is group and not hit.part), None)
            some, rule = _listed(text, tongue, people, whole) if whole is not None else [], LISTED
        if whole is not None:
            made = _with(made, some, whole, rule)
    return sorted(made, key=lambda hit: hit.group.start)


def _whole(hits: Sequence[Hit], people: Sequence[Group], index: int) -> Hit | None:
    """The hit of the people nearest before, of whom a group may be some; None where they came to no harm."""
    for group in reversed(people[:index]):
        of_group = [hit for hit in hits if hit.group is group]
        if not of_group:
            return None
        whole = next((hit for hit in of_group if not hit.part and group.value > people[index].value), None)
        if whole is not None:
            return whole
    return None


def _with(made: Sequence[Hit], some: Sequence[Group], whole: Hit, rule: str) -> list[Hit]:
    """The hits with some groups as parts of one: what has a word of its own of another kind stays what it is."""
    kept = []
    for hit in made:
        own = any(hit.group is group for group in some) and hit.kind == whole.kind
        smaller = hit.group.value < whole.group.value and not hit.part
        kept.append(replace(hit, part=True, whole=whole) if own and smaller else hit)
    told = [hit.group for hit in made]
    kept += [
        Hit(group, whole.kind, rule, ((group.start, group.end),), part=True, whole=whole)
        for group in some
        if not any(group is other for other in told)
    ]
    return kept


def _listed(text: str, tongue: Tongue, people: Sequence[Group], whole: Hit) -> list[Group]:
    """Three dead: two soldiers and a guard. The list behind a number adds up to it."""
    last = whole.parts[-1][1]
    index = next((at for at, group in enumerate(people) if group.start >= last), None)
    if index is None or not _LIST_OPENS.fullmatch(text, last, people[index].start):
        return []
    row = _row(text, tongue, people, index)
    return row if len(row) > 1 and sum(group.value for group in row) == whole.group.value else []


def among_the_dead(
    text: str, tongue: Tongue, span: Span, people: Sequence[Group], marks: Sequence[Mark]
) -> Iterator[Hit]:
    """Among the dead are two soldiers and a civilian; one of the dead is a soldier."""
    for found in tongue["among_dead"].finditer(text, *span):
        harm = next(mark for mark in marks if mark.start >= found.start())
        index = next((at for at, group in enumerate(people) if group.start == found.end()), None)
        if index is not None and harm.end <= found.end():
            for group in _row(text, tongue, people, index):
                kind = tongue.forms[int(harm.value)].kind
                yield Hit(group, kind, _AMONG, ((found.start(), group.end),), harm=(harm.start, harm.end))
