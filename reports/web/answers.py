"""What a page is asked, and what it answers: plain values between Datasette's requests and our pages. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reports.web.policy import DATA, PAGE
from storage.errors import UsageError
from storage.spreadsheet import MARK, defused

PAGE_ROWS = 50
# So far back may a list be paged; beyond it a narrower question serves better.
DEEPEST_PAGE = 10_000
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. path: the named parts of its address; query: its parameters, in order, each with its values."""

    now: datetime
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """The first value of a parameter without blanks round it; None where it is absent or empty."""
        values = self.query.get(name) or ()
        return (values[0].strip() or None) if values else None

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter that is not empty."""
        return tuple(value.strip() for value in self.query.get(name) or () if value.strip())

    def page(self) -> int:
        """The number of the page of a list, from 1; raises UsageError."""
        return self.number("page", 1, most=DEEPEST_PAGE)

    def number(self, name: str, default: int, *, most: int) -> int:
        """A whole number from 1 to ``most``; raises UsageError."""
        text = self.one(name) or str(default)
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER and 1 <= int(text) <= most):
            raise UsageError(f"{name}={text[:20]} is no number from 1 to {most}")
        return int(text)

    @property
    def form(self) -> str:
        """The form of the answer that the address ends in: html, json, csv, txt, md or svg."""
        return (self.path.get("form") or ".html").removeprefix(".")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. policy: its content security policy; name: the file's name where it is to be saved.

    cut: why it is not whole, for the programs that read it.
    """

    body: str
    kind: str = "text/html; charset=utf-8"
    policy: str = PAGE
    status: int = 200
    name: str | None = None
    location: str | None = None
    cut: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Its own headers; those of every answer are added by the guard."""
        told = {"content-security-policy": self.policy, "cache-control": "no-cache"}
        if self.name is not None:
            told["content-disposition"] = f'attachment; filename="{self.name}"'
        if self.cut is not None:
            told["x-bluewatch-cut"] = self.cut
        if self.location is not None:
            told["location"] = self.location
        return told


def as_json(value: Any, *, cut: str | None = None) -> Answer:
    """A value as JSON, readable by people."""
    text = _whole(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"
    return Answer(text, "application/json; charset=utf-8", DATA, cut=cut)


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, name: str, cut: str | None = None) -> Answer:
    """Rows as CSV (RFC 4180), UTF-8 with the mark by which spreadsheets know it.

    A text that a spreadsheet would take for a formula is given with an apostrophe before it
    (https://owasp.org/www-community/attacks/CSV_Injection): page text is data. cut: the words of a last line, where
    these are not all rows; a file is read far from the page that says so.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    if cut is not None:
        writer.writerow([cut, *[""] * (len(columns) - 1)])
    return Answer(MARK + _whole(out.getvalue()), "text/csv; charset=utf-8", DATA, name=f"{name}.csv", cut=cut)


def as_text(text: str) -> Answer:
    """A text as it is."""
    return Answer(_whole(text), "text/plain; charset=utf-8", DATA)


def refused(words: str, form: str, status: int) -> Answer | None:
    """Why a request has no answer, in the form that was asked for; None for a page, which has more to it."""
    if form == "html":
        return None
    return replace(as_json({"error": words}) if form == "json" else as_text(words + "\n"), status=status)


def moved(location: str) -> Answer:
    """Send the reader to another page of ours."""
    return Answer("", "text/plain; charset=utf-8", DATA, status=302, location=location)


def _whole(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair, as broken pages have them, is written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(one) for one in value)
    return defused(value)
