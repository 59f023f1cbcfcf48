"""The first page: what is new, how the sources are, what this week holds, and the box to search in."""

from __future__ import annotations

from datetime import timedelta

from reports.web.answers import Answer, Asked
from reports.web.condition import Condition, condition
from reports.web.rendering import page, with_quotes
from storage.archive import Archive
from storage.browse import Browse
from storage.times import to_text

NEWEST = 20
MISSIONS = 12


def start(archive: Archive, asked: Asked) -> Answer:
    """``/``."""
    browse = Browse(archive.db)
    now: Condition = condition(archive, asked.now)
    editions = browse.edition_rows(1)
    return page(
        "start.html",
        room="/",
        title="Peace operations, as the outlets tell them",
        totals=browse.totals(),
        newest=with_quotes(browse.newest(NEWEST, before=to_text(asked.now + timedelta(days=1)))),
        condition=now,
        missions=browse.missions_lately(MISSIONS),
        edition=editions[0] if editions else None,
    )
