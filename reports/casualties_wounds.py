"""Those who were hurt in an attack and died of it later: they are of that attack, not of one of their own. Pure.

Who is told to have died of wounds was hurt before: the telling is no toll of its day, and those whom it calls hurt are
none of the hurt any more. Nothing is added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from reports.excerpts import sentence
from storage.times import DAY_SIGNS

# So long after an attack those who die of it are told of in its story.
LATER_DAYS = 28
_WOUNDS = re.compile(
    r"\b(?:die[sd]?|dying|dead)\b[^.;]{0,60}?\b(?:of|from|to|after)\s+(?:\w+\s+){0,3}?(?:wounds|injuries|burns)\b"
    r"|\bsuccumb\w*\b"
    # "Wounded peacekeeper dies", "who was wounded on Monday has died", but not "five were wounded and two died".
    r"|\b(?:wounded|injured)\s+(?:(?!(?:and|while|but|as|when)\b)[\w-]+\s+){1,4}?(?:die[sd]|passed\s+away)\b"
    r"|\bwho\s+(?:was|were|had\s+been)\s+(?:\w+\s+)?(?:wounded|injured|shot|hurt)\b[^.;]{0,120}?\b(?:die[sd]|passed\s+away)\b"
    r"|,\s*(?:wounded|injured)\s+(?:in|on|by|during)\b[^.;]{0,100}?,\s+(?:\w+\s+){0,2}?(?:die[sd]|passed\s+away)\b"
    r"|伤重(?:不治|身亡|牺牲|去世)|伤势过重|重伤不治|因伤(?:牺牲|去世|身亡)|(?:抢救|救治)无效",
    re.IGNORECASE,
)
_TOLL = "toll"
# One more of those who were hit, in a headline that tells no wounds: Third peacekeeper dies; another soldier has died.
_ONE_MORE = re.compile(
    r"(?:an?\s+)?(?:another|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s[^,;.]*\b(?:die[sd]|succumbs?)\Z",
    re.IGNORECASE,
)

Row = Mapping[str, Any]


def of_wounds(row: Row) -> bool:
    """Whether a telling of dead is of people who were hurt before, and no toll of all."""
    if row["kind"] != "death" or _is_toll(row):
        return False
    return _WOUNDS.search(_sentence(row)) is not None or _ONE_MORE.match(row["words"]) is not None


def is_later_count(row: Row) -> bool:
    """Whether a toll stands in the sentence of such a death: its day is that of the count, not of the attack."""
    return row["kind"] == "death" and _is_toll(row) and _WOUNDS.search(_sentence(row)) is not None


def hurt_who_died(rows: Iterable[Row]) -> set[str]:
    """The findings of hurt people who died of it: their sentence says so, and their article tells of as many dead."""
    rows = list(rows)
    dead = {(row["article_uid"], row["value"]) for row in rows if of_wounds(row)}
    return {
        row["uid"]
        for row in rows
        if row["kind"] == "injury" and (row["article_uid"], row["value"]) in dead and _WOUNDS.search(_sentence(row))
    }


def follows(day: str | None, attack: str | None) -> bool:
    """Whether what is told of a day may be of an attack of another; both ISO, or None where it is not known."""
    if day is None or attack is None:
        return True
    if min(len(day), len(attack)) < DAY_SIGNS:
        return day[: len(attack)] >= attack[: len(day)]
    return attack <= day <= (date.fromisoformat(attack) + timedelta(days=LATER_DAYS)).isoformat()


def _is_toll(row: Row) -> bool:
    return _TOLL in row["rule"] or "toll" in row["words"]


def _sentence(row: Row) -> str:
    around, at = row["around"], row["at"]
    return sentence(around, at, at + row["end"] - row["start"])
