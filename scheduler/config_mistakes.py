"""The mistakes of bluewatch.toml in words. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError


def mistakes_of(error: ValidationError, form: type[BaseModel], text: str, path: Path) -> Iterable[str]:
    """One line a mistake: file, line, key, what was found and what is allowed."""
    seen: set[tuple[str | int, ...]] = set()
    for mistake in error.errors(include_url=False):
        place = mistake["loc"][:2]
        if place in seen:
            continue
        seen.add(place)
        key = f"[{place[0]}] {'.'.join(map(str, place[1:]))}".strip() if place else "the file"
        yield f"{path}:{line_of(text, place)} {key}: {_said(mistake, place, form)}"


def _said(mistake: Mapping[str, Any], place: tuple[str | int, ...], form: type[BaseModel]) -> str:
    if mistake["type"] == "extra_forbidden":
        known = form.model_fields
        if len(place) > 1:
            known = known[str(place[0])].annotation.model_fields  # type: ignore[union-attr]
        near = difflib.get_close_matches(str(place[-1]), known, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        return f"is not known; allowed are {', '.join(known)}{meant}"
    if place == ("sources", "packaged"):
        return f'found {mistake["input"]!r}; allowed is "all", "none" or a list of slugs'
    words = str(mistake["msg"]).removeprefix("Value error, ")
    return words if len(place) == 1 else f"found {mistake['input']!r}; {words[:1].lower()}{words[1:]}"


def line_of(text: str, place: tuple[str | int, ...]) -> str:
    """The line of a key such as ("crawl", "contact"), with a colon; empty where it cannot be told."""
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            section = header[1].strip("\"'")
            if place == (section,):
                return f"{number}:"
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            name = key[1].replace('"', "").replace("'", "")
            if ".".join(filter(None, (section, name))) == ".".join(map(str, place)):
                return f"{number}:"
    return ""
