"""The numbers of a week: new ones, those that moved, those that contradict each other, those that stand still. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from reports.claims import Claim, number_words
from reports.excerpts import quotable
from reports.plausible import Limit
from reports.refs import Stood, claim_ref
from reports.series import Series, series_of
from reports.series_told import title
from storage.countries import country_name

POINTS = 24


def numbers(
    claims: Iterable[Sequence[Mapping[str, Any]]], articles: set[str], stood: Stood,
    first_day: date, limits: Sequence[Limit],
) -> dict[str, list[dict[str, Any]]]:  # fmt: skip
    """``new``, ``moved``, ``conflicts`` and ``stale`` series, those of most outlets first.

    ``revised`` and ``doubted`` are there where such were found.
    claims: the rows of each series up to the week's end; articles: those that this edition prints; stood: where earlier
    ones were printed. A series counts where an article of this edition speaks of it; what its outlet took down counts
    for nothing.
    """
    found: dict[str, list[dict[str, Any]]] = {"new": [], "moved": [], "conflicts": [], "stale": []}
    for told in claims:
        rows = [row for row in told if row["withdrawn_at"] is None]
        if not any(row["article_uid"] in articles for row in rows):
            continue
        series = series_of([_with_sentence(row) for row in rows], limits=limits)
        moved = _moved(series, articles, stood, first_day)
        found["moved"] += moved
        found["conflicts"] += _conflicts(series, articles, stood)
        found["stale"] += _stale(series, articles, stood)
        told_before = any(said.article not in articles for claim in series.claims for said in claim.said)
        # Told twice in its first week it has moved, and stands there with both numbers.
        revised, doubted = _revised(series, articles, stood), _doubted(series, articles, stood)
        for name, lines in (("revised", revised), ("doubted", doubted)):
            if lines:
                found.setdefault(name, []).extend(lines)
        if not (told_before or moved or revised or series.conflicts):
            found["new"] += _new(series, stood)
    for lines in found.values():
        lines.sort(key=_rank)
    return found


def _rank(one: Mapping[str, Any]) -> tuple[int, bool, float, str, str]:
    """What more outlets tell first, then people: a count of them says more than one of tents."""
    return -one["outlets"], not one["persons"], -one["size"], one["series"], one["refs"][-1]["uid"]


def _with_sentence(row: Mapping[str, Any]) -> dict[str, Any]:
    around, at = row.get("around"), row.get("at", 0)
    return {**row, "sentence": quotable(around, at, at + row["end"] - row["start"]) if around else None}


def _said_here(claim: Claim, articles: set[str]) -> bool:
    return any(said.article in articles for said in claim.said)


def _head(series: Series) -> dict[str, Any]:
    return {
        "series": series.key,
        "title": title(series),
        "place": series.place,
        "who": series.who,
        "who_name": country_name(series.who),
        "nature": series.nature,
        "unit": series.unit,
        "persons": series.unit == "persons" or "personnel" in series.what,
        "texts": series.texts,
        "outlets": len(series.outlets),
    }


def _moved(series: Series, articles: set[str], stood: Stood, first_day: date) -> list[dict[str, Any]]:
    moves = [move for move in series.moves if _said_here(move.new, articles)]
    if not moves:
        return []
    # The last word of the week stands for it; what it moved from is the last word before the week.
    last = moves[-1]
    old = next((move.old for move in moves if not _said_here(move.old, articles)), moves[0].old)
    difference = last.new.statement.value - old.statement.value
    if not difference and old.statement.words == last.new.statement.words:
        return []
    sign = "+" if difference > 0 else ""
    before = old.statement.value
    return [
        {
            **_head(series),
            "size": abs(difference),
            "difference": f"{sign}{number_words(difference)}",
            "share": round(100 * difference / before, 1) if before else None,
            "rises": difference > 0,
            "contradicted": any(conflict.day == last.new.day for conflict in series.conflicts),
            "within_week": (old.day or "") >= first_day.isoformat(),
            "points": [[claim.day, claim.statement.value] for claim in series.sound][-POINTS:],
            "refs": [claim_ref(old, stood), claim_ref(last.new, stood)],
        }
    ]


def _revised(series: Series, articles: set[str], stood: Stood) -> list[dict[str, Any]]:
    return [
        {
            **_head(series),
            "size": abs(one.new.statement.value - one.old.statement.value),
            "refs": [claim_ref(one.old, stood), claim_ref(one.new, stood)],
        }
        for one in series.revised
        if _said_here(one.old, articles) or _said_here(one.new, articles)
    ]


def _doubted(series: Series, articles: set[str], stood: Stood) -> list[dict[str, Any]]:
    """What moves nothing is told all the same: it may be the first sound number among others."""
    return [
        {
            **_head(series),
            "size": abs(one.statement.value),
            "why": one.why,
            "refs": [claim_ref(one.claim, stood)],
        }
        for one in series.implausible
        if one.statement is one.claim.statement and _said_here(one.claim, articles)
    ]


def _conflicts(
    series: Series, articles: set[str], stood: Stood
) -> list[dict[str, Any]]:  # fmt: skip
    return [
        {
            **_head(series),
            "day": conflict.day,
            "size": max(abs(claim.statement.value) for claim in conflict.claims),
            "refs": [claim_ref(claim, stood) for claim in conflict.claims],
        }
        for conflict in series.conflicts
        if any(_said_here(claim, articles) for claim in conflict.claims)
    ]


def _stale(series: Series, articles: set[str], stood: Stood) -> list[dict[str, Any]]:
    return [
        {
            **_head(series),
            "weeks": stall.weeks,
            "size": stall.weeks,
            "times": len({claim.text for claim in stall.claims}),
            "refs": [claim_ref(stall.claims[0], stood), claim_ref(stall.claims[-1], stood)],
        }
        for stall in series.stalls
        if _said_here(stall.claims[-1], articles)
    ]


def _new(series: Series, stood: Stood) -> list[dict[str, Any]]:
    latest = series.latest
    # The toll of one incident stands under casualties.
    if latest is None or " on " in series.what:
        return []
    return [{**_head(series), "size": abs(latest.statement.value), "refs": [claim_ref(latest, stood)]}]
