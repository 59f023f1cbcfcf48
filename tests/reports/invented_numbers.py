"""Rows of the view ``claims`` as the archive gives them, invented, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

_serial = count(1)


def row(day: str | None, value: float, outlet: str = "Harbour Daily", **more: Any) -> dict[str, Any]:
    """One claim. more: columns that differ; said: the day it was published where that is not the day spoken of."""
    number = next(_serial)
    said = more.pop("said", day or "2026-01-01")
    article = more.pop("article", f"a-{number:04}")
    given: dict[str, Any] = {
        "series": "personnel deployed|chn||current",
        "what": "personnel deployed",
        "who": "CHN",
        "place": None,
        "nature": "current",
        "value": value,
        "value_to": None,
        "qualifier": "exact",
        "unit": "persons",
        "day": day,
        "day_basis": "publication",
        "period": None,
        "words": f"{value:g} peacekeepers",
        "uid": f"f-{number:04}",
        "part_of": None,
        "field": "body",
        "position": None,
        "start": 10 * number,
        "confidence": 1.0,
        "article_uid": article,
        "text": article,
        "source": "harbour",
        "outlet": outlet,
        "url": f"https://harbour.example/{article}",
        "said_at": f"{said}T06:00:00Z" if len(said) == 10 else f"{said}-01T06:00:00Z"[:20],
        "undated": 0,
        "withdrawn_at": None,
    }
    return {**given, **more}


def total(day: str | None, value: float, outlet: str = "Harbour Daily", **more: Any) -> dict[str, Any]:
    """A running total."""
    key = {"series": "personnel sent|chn||cumulative", "what": "personnel sent", "nature": "cumulative"}
    return row(day, value, outlet, **{**key, **more})


def told(rows: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """What a series says happened, in short: values and days only."""
    from reports.series import series_of

    series = series_of(rows, **more)
    return {
        "moved": [(one.old.statement.short, one.new.statement.short) for one in series.moves],
        "conflict": [(one.day, sorted(claim.statement.short for claim in one.claims)) for one in series.conflicts],
        "stalled": [(one.claims[-1].statement.short, one.weeks) for one in series.stalls],
        "behind": [one.claim.statement.short for one in series.behind],
        "implausible": [one.statement.short for one in series.implausible],
    }
