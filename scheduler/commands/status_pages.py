"""The page store as `status` tells it: its size, its growth, and its newest months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storage.plural import count

MIB = 1024 * 1024
SHOWN_MONTHS = 3


def page_lines(store: dict[str, Any]) -> Iterator[str]:
    """store: page_store of the status report."""
    pace = store["bytes_a_year"]
    grows = f"grows by about {_size(pace)} a year" if pace else "its growth a year can be told after two days"
    yield f"Pages     {_size(store['bytes'])} in {count(store['captures'], 'capture')}; {grows}"
    newest, older = store["months"][-SHOWN_MONTHS:], store["months"][:-SHOWN_MONTHS]
    told = [f"{one['month']} {_size(one['bytes'])}" for one in newest]
    if told:
        yield f"          {', '.join(told)}"
    if older:
        many = "month" if len(older) == 1 else "months"
        size = _size(sum(one["bytes"] for one in older))
        yield f"          {len(older)} {many} before: {size}; `status --json` has each"


def _size(bytes_: float) -> str:
    return f"{bytes_ / MIB:,.1f} MiB" if bytes_ < 1000 * MIB else f"{bytes_ / MIB / 1024:,.1f} GiB"
