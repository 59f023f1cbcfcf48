"""The faults of a configuration, told with line, key, what was found and what is allowed.

What stands in a table of a list ([[deliver]]) is never shown: it may be a password in the wrong place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from crawler.mistakes import allowed, shown

Place = tuple[str | int, ...]


def mistakes_of(error: ValidationError, form: type[BaseModel], text: str, path: Path) -> Iterable[str]:
    """One line a mistake: file, line, key, what was found and what is allowed."""
    seen: set[Place] = set()
    for mistake in error.errors(include_url=False):
        place = _place_of(mistake["loc"])
        if place in seen:
            continue
        seen.add(place)
        yield f"{path}:{line_of(text, place)} {key_of(place)}: {_said(mistake, place, form)}"


def key_of(place: Place) -> str:
    """``[crawl] contact``, ``[[deliver]] 2 to``, ``the file``."""
    if not place:
        return "the file"
    if len(place) > 1 and isinstance(place[1], int):
        return f"[[{place[0]}]] {place[1] + 1} {'.'.join(map(str, place[2:]))}".strip()
    return f"[{place[0]}] {'.'.join(map(str, place[1:]))}".strip()


def _place_of(loc: Place) -> Place:
    return loc[:3] if len(loc) > 1 and isinstance(loc[1], int) else loc[:2]


def _said(mistake: Mapping[str, Any], place: Place, form: type[BaseModel]) -> str:
    listed = len(place) > 1 and isinstance(place[1], int)
    if mistake["type"] == "extra_forbidden":
        known = _fields(form, place)
        near = difflib.get_close_matches(str(place[-1]), known, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        if not near and not listed and (homes := _tables_with(form, str(place[-1]))):
            meant = f"; it belongs below a line {' or '.join(homes)}"
        return f"is not known; allowed are {', '.join(known)}{meant}"
    if place == ("sources", "packaged"):
        return f'found {mistake["input"]!r}; allowed is "all", "none" or a list of slugs'
    if mistake["type"] == "missing":
        return "is needed"
    if mistake["type"] == "value_error":
        words = str(mistake["msg"]).removeprefix("Value error, ")
    elif len(place) == 1:
        words = f"allowed is {_header(form, str(place[0]))} on a line of its own, and the keys below it"
    else:
        words = f"allowed is {allowed(mistake['type'], mistake.get('ctx', {}), mistake['msg'])}"
    if len(place) == 1 or listed:
        return words
    return f"found {shown(mistake['input'])}; {words[:1].lower()}{words[1:]}"


def _tables_with(form: type[BaseModel], key: str) -> list[str]:
    """The tables in which a key would be right."""
    return [_header(form, str(table)) for table in form.model_fields if key in _fields(form, (table, key))]


def _header(form: type[BaseModel], table: str) -> str:
    """How a table begins: ``[crawl]``, and ``[[deliver]]`` where there may be several."""
    return f"[{table}]" if hasattr(form.model_fields[table].annotation, "model_fields") else f"[[{table}]]"


def _fields(form: type[BaseModel], place: Place) -> list[str]:
    """The keys that are allowed where ``place`` stands."""
    if len(place) == 1:
        return list(form.model_fields)
    inner: Any = form.model_fields[str(place[0])].annotation
    if not hasattr(inner, "model_fields"):
        inner = inner.__args__[0]
    return list(inner.model_fields)


def line_of(text: str, place: Place) -> str:
    """The line of a key such as ("crawl", "contact") or ("deliver", 0, "to"), with a colon; empty where unknown."""
    section, count = "", -1
    number = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    wanted = place[:1] if number is not None else place
    for line_number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            section = header[1].strip("\"'")
            count += number is not None and (section,) == wanted
            if place in ((section,), (section, count)):
                return f"{line_number}:"
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            name = key[1].replace('"', "").replace("'", "")
            here: Place = (section, name) if number is None else (section, count, name)
            if ".".join(filter(None, map(str, here))) == ".".join(map(str, place)):
                return f"{line_number}:"
    return ""
