"""The fields of the query language: what each takes, what it means, and its values as one would type them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from storage import cjk
from storage.errors import UsageError
from storage.findings import BY_TYPE
from storage.records import Label

ALL_LABELS = "all"
STATES = ("revision", "copy", "withdrawal")
HAS = (*BY_TYPE, *STATES)
# What extraction makes of a text (crawler.extraction.shape.kind_of).
KINDS = ("news", "transcript", "gallery", "statement")
LABELS = (*(str(label) for label in Label), ALL_LABELS)

# Field: (example, what it means), in the order of the help.
FIELDS = {
    "title": ("title:bridge", 'the word stands in the headline (title:"two words", title:deploy*)'),
    "mission": ("mission:UNMISS", "a mission that the text names, by acronym or another name"),
    "country": ("country:CHN", "a country that the text names, by three-letter code or English name"),
    "person": ('person:"Jean Dupont"', "somebody whom the text names"),
    "resolution": ("resolution:2790", "a resolution that the text cites"),
    "figure": ("figure>1000", "a number that counts something; also >=, <, <= and figure:=181"),
    "has": ("has:casualty", f"the text has one: {', '.join(HAS)}"),
    "source": ("source:un-news", "collected from this source"),
    "outlet": ("outlet:xinhua", "part of the name of the outlet or of its source"),
    "lang": ("lang:zh", "language of the text, by two-letter code"),
    "label": ("label:borderline", f"else peacekeeping only; one of {', '.join(LABELS)}"),
    "type": ("type:transcript", f"kind of text: {', '.join(KINDS)}"),
    "after": (
        "after:2026-01-01",
        "published (else first seen) on that day or later; also 2026-01 or 2026",
    ),
    "before": ("before:2026-02-01", "earlier than that day"),
    "on": ("on:2026-01-05", "on that day, or in that month or year"),
}
# An article has one of each: two different ones never hold at once.
ONLY_ONE = frozenset({"source", "lang", "label", "type"})
HELP = (
    ("word word", "all of them, in headline, text, captions or names"),
    ('"a phrase"', "these words in this order"),
    ("deploy*", "words that begin so"),
    ("-drill", "not this word; -mission:UNMISS not this field"),
    ("ferry OR bridge", "one of the two; also mission:UNMISS OR mission:UNISFA"),
    ("维和", "Chinese, Japanese and Korean words of any length"),
    *FIELDS.values(),
)

# Words that join words; to look for one of them, it stands in quotes.
JOINERS = ("OR", "AND", "NOT")
ADVICE = 'to look for the words themselves, put them in quotes: "{}"'
_NUMBER = re.compile(r"\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_CODE = re.compile(r"[A-Za-z]{2,3}")
_PLAIN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Compared:
    """A number with what it is compared by: >, >=, <, <= or =."""

    operator: str
    number: float


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day (inclusive) to the end (exclusive), as ISO 8601; None where that side is open."""

    first: str | None
    end: str | None


Value = cjk.Term | Compared | Days | str


def field_value(field: str, operator: str, value: str, *, phrase: bool) -> Value:
    """Read what stands after a field's name. operator: ":" with or without a comparison, or the comparison alone.

    Raises UsageError, which shows how the field is written.
    """
    value = value.strip()
    sign = operator.removeprefix(":")
    if sign and field != "figure":
        raise UsageError(f"{field}: takes no {sign}; write it as {FIELDS[field][0]}")
    if not cjk.searchable(value):
        raise UsageError(f"{field}: needs a value; write it as {FIELDS[field][0]}")
    if field == "title":
        return term(value, phrase=phrase)
    if field == "figure":
        if not _NUMBER.fullmatch(value):
            raise UsageError(f"figure takes a number, not {value!r}; write it as figure>1000 or figure:=181")
        return Compared(sign or "=", float(re.sub("[,_]", "", value)))
    if field in ("after", "before", "on"):
        return _days(field, value)
    return _text_value(field, value)


def _text_value(field: str, value: str) -> str:
    known = {"has": HAS, "label": LABELS, "type": KINDS}.get(field)
    if known is not None:
        if value.lower() not in known:
            raise UsageError(f"{field}:{value} is not known; give one of {', '.join(known)}")
        return value.lower()
    if field == "lang" and not _CODE.fullmatch(value):
        raise UsageError(f"lang: takes a two-letter code such as zh, not {value!r}")
    if field == "resolution":
        if not (value.isascii() and value.isdigit() and len(value) <= 6):
            raise UsageError(f"resolution: takes a number such as 2790, not {value!r}")
        return str(int(value))
    return value.lower() if field in ("lang", "source", "type") else value


def _days(field: str, value: str) -> Days:
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        end = _next(first, month is not None, day is not None).isoformat()
    except (ValueError, OverflowError):
        raise UsageError(f"{field}: takes a day such as 2026-01-31, a month or a year, not {value!r}") from None
    if field == "after":
        return Days(first.isoformat(), None)
    return Days(None, first.isoformat()) if field == "before" else Days(first.isoformat(), end)


def _next(first: date, has_month: bool, has_day: bool) -> date:  # noqa: FBT001  the parts of a day that are given
    if has_day:
        return date.fromordinal(first.toordinal() + 1)
    if has_month:
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date(first.year + 1, 1, 1)


def term(value: str, *, phrase: bool) -> cjk.Term:
    """A word or phrase; a word's star at the end makes it a beginning."""
    starred = not phrase and value.endswith("*")
    return cjk.Term(value.rstrip("*") if starred else value.strip(), starred)


def written(field: str, value: Value) -> str:
    """A value with its field as one would type it."""
    if isinstance(value, cjk.Term):
        text = value.words + ("*" if value.prefix else "")
        quoted = text if value.prefix or (_PLAIN.fullmatch(text) and text not in JOINERS) else f'"{text}"'
        return f"{field}:{quoted}" if field else quoted
    if isinstance(value, Compared):
        return f"figure{':' if value.operator == '=' else ''}{value.operator}{value.number:.15g}"
    if isinstance(value, Days):
        return f"{field}:{_written_days(value)}"
    return f"{field}:{value}" if re.fullmatch(r"[\w-]+", value) else f'{field}:"{value}"'


def _written_days(days: Days) -> str:
    if days.first is None or days.end is None:
        return days.first or days.end or ""
    shortened = (days.first[:4], days.first[:7], days.first)
    return next(text for text in shortened if _days("on", text) == days)
