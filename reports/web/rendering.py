"""From values to a page: the templates, their filters, and the one style sheet of all pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from jinja2 import Environment
from markupsafe import Markup

from reports import charts, wording
from reports.claims import Statement, number_words
from reports.lines import quote
from reports.phrases import language_word, mission_kind, toll
from reports.templating import environment
from reports.web.answers import Answer
from storage.countries import country_name
from storage.plural import count
from storage.times import to_text
from storage.weekly import PROFILE

_SHEETS = (
    ("reports.templates", "style.css"),
    ("reports.templates", "explained.css"),
    ("reports.web.templates", "web.css"),
)
_TONGUE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T[\d:]{8}Z)?")
# The parts of the collection, in the order of the line that leads through them.
ROOMS = (
    ("/", "Start"),
    ("/search", "Search"),
    ("/digests", "Digests"),
    ("/missions", "Missions"),
    ("/series", "Numbers"),
    ("/sources", "Sources"),
    ("/questions", "Questions"),
    ("/archive", "Tables"),
)


def page(template: str, *, room: str, title: str, status: int = 200, **values: Any) -> Answer:
    """One page. room: the address of the part of the collection it belongs to."""
    shown = {"room": room, "title": title, "rooms": ROOMS, "look": f"/look.css?{look_mark()}", **values}
    return Answer(_environment().get_template(template).render(shown), status=status)


@cache
def look() -> str:
    """The style sheet: the digest's, and what the pages add."""
    return "\n".join(resources.files(package).joinpath(name).read_text(encoding="utf-8") for package, name in _SHEETS)


@cache
def look_mark() -> str:
    """A mark that changes with the style sheet, so that a browser may keep it."""
    return hashlib.sha256(look().encode()).hexdigest()[:10]


def address(path: str, /, *parts: str, **query: Any) -> str:
    """An address of ours: path with its parts quoted, and parameters; those that are None or empty are left out."""
    kept = [
        (name, one)
        for name, value in query.items()
        for one in (value if isinstance(value, (list, tuple)) else [value])
        if one not in (None, "")
    ]
    where = "/".join([path.rstrip("/"), *(quoted(part, safe="") for part in parts)]) or "/"
    return f"{where}?{urlencode(kept)}" if kept else where


def with_quotes(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of articles, each with ``quote``: the first words of its text, as the digest quotes them."""
    return [{**row, "quote": quote(row["opening"], row["dateline"], row["title"])} for row in rows]


def edition_address(profile: str, week: str, form: str = "") -> str:
    """Where an edition stands."""
    return f"/digests/{week}{form}" if profile == PROFILE else f"{address('/digests', profile, week)}{form}"


@cache
def _environment() -> Environment:
    made = environment("reports.web", "reports")
    made.filters |= {
        "country": country_name,
        "full_day": _day,
        "tongue": _tongue,
        "language_word": language_word,
        "mark": _mark,
        "mission_kind": mission_kind,
        "number": _number,
        "said": lambda row: Statement(row["value"], row["qualifier"], row["value_to"]).words,
        "toll": toll,
        "is_day": lambda value: isinstance(value, str) and bool(_DAY.fullmatch(value)),
        "lined": _lined,
        "moment": _moment,
        "words": _words,
    }
    made.globals |= {
        "address": address,
        "edition_address": edition_address,
        "count": count,
        "state_words": wording.STATE_WORDS,
        "cell_words": wording.CELL_WORDS,
        "no_title": wording.NO_TITLE,
        "signs": [(Markup(sign), words) for sign, words in charts.legend_states()],  # noqa: S704  constants of charts
    }
    return made


def _tongue(language: str | None) -> str | None:
    """A language code fit for a lang attribute, or None."""
    return language if language and _TONGUE.fullmatch(language) else None


def _mark(state: str) -> Markup:
    return Markup(charts.mark(state))  # noqa: S704  constants of charts


def _moment(moment: datetime) -> str:
    return wording.minute(to_text(moment))


def _lined(text: str) -> str:
    """A text of several lines without control and direction characters, its lines as they are."""
    return "\n".join(map(wording.harmless, text.split("\n")))


def _words(name: object) -> str:
    """A name of ours as words: ``published_at`` is ``published at``."""
    return str(name).replace("_", " ").replace("-", " ")


def _day(day: str | None) -> str:
    """``17 Nov 2026``; what is less than a day, such as ``2026-09``, as it is."""
    if not day:
        return "no date"
    return wording.full_day(day) if re.match(r"\d{4}-\d\d-\d\d", day) else wording.clean(day)


def _number(value: float | None) -> str:
    """``17,800`` or ``2.5``; a dash where there is none."""
    return "–" if value is None else number_words(value)
