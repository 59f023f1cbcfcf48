"""Which of the numbers told of one incident leads it, and where each of the others was told. Pure.

A text counts once, as its first outlet tells it: a copy that differs has altered it or not heard of its correction, but
for one that says that the number has changed.
Most texts decide, until somebody tells a newer number: one whose sentence says that it has changed supersedes all of
before; one that says nothing of the kind is the newer word where it fits what becomes of tolls (the dead and the hurt
are found to be more, the missing more or fewer), where those who can know stand behind it, and where since then no more
texts say the old one. What does not lead is told beside it, each with its time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from reports.excerpts import sentence
from reports.refs import PRESS, witness
from reports.tellings import Group, Telling

# "The toll has risen to seven", "raising its toll to seven", "revised down to three".
_CHANGED = re.compile(
    r"\b(?:has|have|had)\s+(?:risen|climbed|grown)\b|\b(?:rises|rose|climb(?:s|ed))\s+to\b|\bnow\s+stands?\s+at\b"
    r"|\b(?:revis|correct|updat)(?:ed|es|ing)\b|\b(?:rais|bring|brought|lower)\w*\s+(?:its|the|their|an?)\s+(?:\w+\s+){0,2}"
    r"(?:toll|count|number|total)\b|升至|上升[至到]|增[至加]到?|[更修]正为",
    re.IGNORECASE,
)
# Of these the number falls as people are found.
_BOTH_WAYS = ("missing", "captured")
Kinds = Mapping[str, str | None]


def leading(group: Group, kinds: Kinds) -> float:
    """The number that stands for the incident. kinds: the kind of each source by slug."""
    said = list(_said(group))
    changed = max((_when(pair) for pair in said if tells_a_change(pair[0])), default="")
    said = [pair for pair in said if _when(pair) >= changed]
    votes: dict[float, Group] = defaultdict(list)
    for pair in said:
        votes[pair[0]["value"]].append(pair)
    lead = max(votes, key=lambda value: _weight(value, votes[value], kinds))
    for value in sorted(votes, key=lambda value: (first_at(votes[value]), value)):
        if _is_newer(votes[value], votes[lead], kinds):
            lead = value
    return lead


def first_at(tellings: Iterable[Telling]) -> str:
    """When the first of them was told."""
    return min(map(_when, tellings))


def numbers_told(group: Group, *, but: float | None = None) -> list[dict[str, Any]]:
    """The numbers, the smallest first: each with its first telling and how many more articles tell it.

    What stands speaks before what its outlet took down.
    """
    by_value: dict[float, Group] = defaultdict(list)
    for pair in group:
        by_value[pair[0]["value"]].append(pair)
    found = []
    for value, told in sorted(by_value.items()):
        if value == but:
            continue
        row, line = first = min(
            told, key=lambda pair: (pair[1]["withdrawn"] is not None, _when(pair), pair[1]["uid"], pair[0]["uid"])
        )
        found.append(
            {
                "value": value,
                "qualifier": row["qualifier"],
                "at": _when(first),
                "outlet": line["outlet"],
                "url": line["url"],
                "uid": row["uid"],
                "article": line["uid"],
                "more": len({one["uid"] for _, one in told}) - 1,
                "withdrawn": line["withdrawn"],
            }
        )
    return found


def how_much(row: Mapping[str, Any]) -> int:
    """How much a telling says of the incident."""
    return sum(row[name] is not None for name in ("date", "mission", "personnel", "nationality", "cause"))


def _is_newer(new: Group, old: Group, kinds: Kinds) -> bool:
    """Whether a number that was told first after another has taken its place."""
    row, since = new[0][0], first_at(new)
    rises = row["value"] > old[0][0]["value"]
    return (
        since > first_at(old)
        and (rises or row["kind"] in _BOTH_WAYS)
        and any(pair[0]["qualifier"] != "up to" for pair in new)
        and (_texts(new) > 1 or _is_official(new, kinds) or not _is_official(old, kinds))
        and _texts(pair for pair in new if _when(pair) >= since) >= _texts(pair for pair in old if _when(pair) >= since)
    )


def _is_official(told: Group, kinds: Kinds) -> bool:
    """Whether the UN, a state or states say it."""
    return any(witness(kinds.get(line["source"])) != PRESS for _, line in told)


def _texts(told: Iterable[Telling]) -> int:
    return len({_text(pair) for pair in told})


def _text(pair: Telling) -> Any:
    return pair[0]["text_id"] or pair[1]["uid"]


def _said(group: Group) -> Iterable[Telling]:
    """Of the tellings of each text those of the outlet that speaks for it, and those of a later toll."""
    texts: dict[Any, Group] = defaultdict(list)
    for pair in group:
        texts[_text(pair)].append(pair)
    for told in texts.values():
        speaker = min(told, key=_speaks)[1]["uid"]
        yield from (pair for pair in told if pair[1]["uid"] == speaker or tells_a_change(pair[0]))


def _speaks(pair: Telling) -> tuple[bool, str, str]:
    """The first of a text's outlets; before them one that has revised it, the first of these."""
    row, line = pair
    return row["revised_at"] is None, line["at"], line["uid"]


def _when(pair: Telling) -> str:
    return str(pair[0]["revised_at"] or pair[1]["at"])


def tells_a_change(row: Mapping[str, Any]) -> bool:
    """Whether the sentence says that the number was another before."""
    around, at = row["around"], row["at"]
    return _CHANGED.search(sentence(around, at, at + row["end"] - row["start"])) is not None


def _weight(value: float, said: Group, kinds: Kinds) -> tuple[int, bool, str, int, float]:
    """Most texts; of as many the official word, the newest, the one told most fully, the largest."""
    fullest = max(how_much(row) for row, _ in said)
    return _texts(said), _is_official(said, kinds), max(map(_when, said)), fullest, value
