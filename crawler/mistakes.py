"""Mistakes in a file that a user wrote, in words: which key, what was found, what is allowed, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from storage.errors import ConfigurationError

SHOWN = 80


def shown(value: object) -> str:
    """A found value as a short, quoted word for a message."""
    text = str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else repr(value)
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Say ``; did you mean "x"?`` where a known word is near, else nothing."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{matches[0]}"?' if matches else ""


def refuse(file: str, mistakes: Iterable[str]) -> ConfigurationError:
    """Make one error of all mistakes of one file."""
    lines = list(dict.fromkeys(mistakes))
    count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
    return ConfigurationError("\n".join([f"{file}: {count}", *(f"  {line}" for line in lines)]))


def in_words(error: ValidationError, known: Mapping[tuple[str, ...], Iterable[str]]) -> list[str]:
    """Turn pydantic's mistakes into ours. known: the allowed keys of each table, by the table's place."""
    return [_one(item, known) for item in error.errors(include_url=False)]


def _one(item: Any, known: Mapping[tuple[str, ...], Iterable[str]]) -> str:
    place = _place(item["loc"])
    found = item["input"]
    kind = item["type"]
    context = item.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(item["loc"][-1])
        keys = sorted(known.get(tuple(p for p in item["loc"][:-1] if isinstance(p, str)), ()))
        return f"{place}: unknown key{nearest(key, keys)} (known: {', '.join(keys)})"
    if kind == "missing":
        return f"{place}: missing; it is needed"
    if kind == "value_error":
        return f"{place}: {context.get('error', item['msg'])}"
    return f"{place}: found {shown(found)}; allowed: {allowed(kind, context, item['msg'])}"


def _place(location: tuple[int | str, ...]) -> str:
    """Write ("section", 1, "link") as ``section[2].link``: people count from one."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text or "the file"


_ALLOWED = {
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date such as 2025-01-31",
    "date_parsing": "a date such as 2025-01-31",
    "date_from_datetime_parsing": "a date such as 2025-01-31",
    "date_from_datetime_inexact": "a date without a time, such as 2025-01-31",
}


def allowed(kind: str, context: Mapping[str, Any], message: str) -> str:
    """What would have been right, in words for people, by the kind of pydantic's mistake."""
    if kind in _ALLOWED:
        return _ALLOWED[kind]
    if kind == "literal_error":
        return str(context["expected"])
    bounds = {"greater_than": ("gt", "more than"), "greater_than_equal": ("ge", "at least")}
    bounds |= {"less_than": ("lt", "less than"), "less_than_equal": ("le", "at most")}
    if kind in bounds:
        name, words = bounds[kind]
        return f"{words} {context[name]:g}"
    if kind in ("too_short", "too_long"):
        return f"a list of {context.get('min_length', context.get('max_length'))} entries"
    return message[:1].lower() + message[1:]
