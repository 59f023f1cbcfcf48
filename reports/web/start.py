"""The first page: what is new, how the sources are, what this week holds, and the box to search in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.web.answers import Answer, Asked
from reports.web.condition import Condition, condition
from reports.web.rendering import page, with_quotes
from storage.archive import Archive
from storage.browse import Browse
from storage.times import from_text_or_none, to_text

NEWEST = 20
MISSIONS, WEEKS = 12, 4


def start(archive: Archive, asked: Asked) -> Answer:
    """``/``."""
    browse = Browse(archive.db)
    now: Condition = condition(archive, asked.now)
    totals = browse.totals()
    editions = browse.edition_rows(1)
    return page(
        "start.html",
        room="/",
        title="Peace operations, as the outlets tell them",
        totals=totals,
        newest=with_quotes(browse.newest(NEWEST, before=to_text(asked.now + timedelta(days=1)))),
        condition=now,
        missions=browse.missions_since(_since(totals, asked), MISSIONS),
        edition=editions[0] if editions else None,
    )


def _since(totals: dict[str, Any], asked: Asked) -> str:
    """The day four weeks before the newest run: an archive that is read years later still tells its last news."""
    newest = from_text_or_none(totals["last_run_at"]) or asked.now
    return to_text(newest - timedelta(weeks=WEEKS))[:10]
