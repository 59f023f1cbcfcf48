"""The libraries asked where our own steps are not sure: trafilatura for a body, htmldate for a day. Imported lazily."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

_LONE_YEAR = re.compile(r"^\d{4}(?:-01-01)?$")


def body_by_library(html: str, url: str | None) -> list[str]:
    """Paragraphs as trafilatura finds them; none where it finds nothing or fails."""
    from trafilatura import extract  # noqa: PLC0415 - slow to import, rarely needed

    text = _quiet(
        extract, html, url=url, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
    )
    return [line.strip().removeprefix("- ") for line in (text or "").split("\n") if line.strip()]


def day_by_library(html: str, url: str | None) -> str | None:
    """A day (YYYY-MM-DD) as htmldate finds it in markup, never from a search of the whole text; no lone year."""
    from htmldate import find_date  # noqa: PLC0415 - slow to import, rarely needed

    found = _quiet(find_date, html, url=url, extensive_search=False, original_date=True)
    return None if not found or _LONE_YEAR.match(found) else str(found)


def _quiet(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a library that logs and raises on odd pages; its failure is a page it cannot read, said in our log."""
    try:
        return function(*arguments, **options)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError) as error:
        logging.getLogger(__name__).info("%s could not read the page: %r", function.__module__, error)
        return None
