"""Which tolls that earlier editions printed are those of an incident of this week. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.casualties_same import agree_all, on_one_ground, said
from reports.tellings import Group
from storage.times import DAY_SIGNS


def told_before(group: Group, kind: str, value: float, before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """``edition``: where the same toll of the incident was printed first, and of which article.

    ``earlier``: where none was, the one that an earlier edition printed last.
    """
    stories = {row["story_id"] for row, _ in group} - {None}
    of_it = [row["uid"] is not None and _is_told_by(group, row) for row in before]
    names = ("week", "number", "article")
    same = [
        {name: row[name] for name in names}
        for row, of in zip(before, of_it, strict=True)
        if (row["kind"], row["value"]) == (kind, value) and (of or row["story_id"] in stories)
    ]
    other = [{name: row[name] for name in ("value", *names)} for row, of in zip(before, of_it, strict=True) if of]
    return {"edition": same[-1] if same else None, **({"earlier": other[0]} if other and not same else {})}


def _is_told_by(group: Group, printed: Mapping[str, Any]) -> bool:
    """Whether an incident is the one whose toll an earlier edition printed; printed: that finding.

    Later reports of it tell less of its day: a burial that of "last week", an inquiry none.
    """
    row, entry = group[0]
    attack = printed["date"]
    if row["kind"] != printed["kind"] or attack is None or len(attack) != DAY_SIGNS:
        return False
    before: Group = [(printed, {**entry, "uid": printed["article_uid"]})]
    dates = {one["date"] for one, _ in group if one["date"] is not None}
    if any(date[:DAY_SIGNS] != attack[: len(date)] for date in dates):
        return False
    value = bool(said(group, "value") & {printed["value"]})
    nation = bool(said(group, "nationality") & said(before, "nationality"))
    alike = (value or attack in dates) and (nation or bool(dates))
    return alike and on_one_ground(group, before) and agree_all(group, before)
