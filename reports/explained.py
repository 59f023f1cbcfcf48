"""An article with its decision and findings as values for a page or a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.claims import number_words
from reports.marking import Mark, Stretch, stretches
from reports.wording import harmless
from storage.countries import country_name
from storage.finding_forms import field_text, finding_to_form
from storage.findings import Finding, own_columns
from storage.records import PARAGRAPH_BREAK, Article

_OF_COUNTRIES = ("iso3", "country", "nationality", "who")


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in the list. words: those it rests on; values: name and value of its own columns that are known."""

    number: int
    uid: str | None
    type: str
    words: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    rule: str
    confidence: float
    counted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One field with its marks, paragraph by paragraph. name: title, body or caption N."""

    name: str
    paragraphs: tuple[tuple[Stretch, ...], ...]


def shown(article: Article, findings: Sequence[Finding], uids: Sequence[str | None]) -> tuple[Shown, ...]:
    """The findings as a numbered list, in the order of the text."""
    rows = []
    for number, (one, uid) in enumerate(zip(findings, uids, strict=True), 1):
        form = finding_to_form(one, article)
        values = tuple((name, _value(name, form[name])) for name in own_columns(type(one)) if name in form)
        words = tuple(form["text"])
        rows.append(Shown(number, uid, one.TYPE, words, values, one.rule, one.confidence, one.counted))
    return tuple(rows)


def parts(article: Article, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Title, body and captions with the marks of the findings."""
    fields: list[tuple[str, int | None]] = [("title", None)] if article.title else []
    fields.append(("body", None))
    fields += [("caption", number) for number in range(1, len(article.captions) + 1)]
    built = []
    for field, position in fields:
        marks = [
            Mark(start, end, number, one.TYPE)
            for number, one in enumerate(findings, 1)
            if (one.field, one.position) == (field, position)
            for start, end in one.parts
        ]
        name = field if position is None else f"caption {position}"
        built.append(Part(name, tuple(_paragraphs(field_text(article, field, position), marks))))
    return tuple(built)


def _paragraphs(text: str, marks: Sequence[Mark]) -> list[tuple[Stretch, ...]]:
    """The text by paragraphs; a mark that runs over several is cut at their ends."""
    paragraphs, at = [], 0
    for words in text.split(PARAGRAPH_BREAK):
        end = at + len(words)
        inside = [
            Mark(max(mark.start, at) - at, min(mark.end, end) - at, mark.number, mark.kind)
            for mark in marks
            if mark.start < end and mark.end > at
        ]
        paragraphs.append(tuple(stretches(words, inside)))
        at = end + len(PARAGRAPH_BREAK)
    return paragraphs


def _value(name: str, value: object) -> str:
    """A value as a reader reads it: codes of countries are told with their names."""
    told = _plain(value)
    named = country_name(told) if name in _OF_COUNTRIES else told
    return f"{named} ({told})" if named != told else told


def _plain(value: object) -> str:
    if isinstance(value, float):
        return number_words(value)
    return str(value)


def terminal(
    article: Article, findings: Sequence[Finding], uids: Sequence[str | None], *, colour: bool, whole: bool = True
) -> str:
    """The text with numbered marks, then the list; colours by type where the terminal has them.

    whole: False leaves out the paragraphs without a mark.
    """
    lines: list[str] = []
    for part in parts(article, findings):
        shown_of = [one for one in part.paragraphs if whole or any(stretch.marks for stretch in one)]
        if part.name != "body" and shown_of:
            lines.append(f"({part.name})")
        lines += ["".join(_stretch(one, colour=colour) for one in paragraph) + "\n" for paragraph in shown_of]
    lines += [_row(row) for row in shown(article, findings, uids)] or ["no finding"]
    return "\n".join(lines)


_COLOURS = {
    "figure": "\x1b[1;33m",
    "casualty": "\x1b[1;31m",
    "mission": "\x1b[1;36m",
    "country": "\x1b[36m",
    "resolution": "\x1b[1;34m",
    "person": "\x1b[1;32m",
    "organisation": "\x1b[32m",
    "rotation": "\x1b[1;35m",
}
_OTHER_COLOUR, _PLAIN = "\x1b[4m", "\x1b[0m"


def _stretch(one: Stretch, *, colour: bool) -> str:
    numbers = "".join(f"[{mark.number}]" for mark in one.closing)
    if not one.marks or not colour:
        return harmless(one.text) + numbers
    return f"{_COLOURS.get(one.marks[-1].kind, _OTHER_COLOUR)}{harmless(one.text)}{_PLAIN}{numbers}"


def _row(row: Shown) -> str:
    values = ", ".join(f"{name} {harmless(value)}" for name, value in row.values)
    doubt = "" if row.confidence == 1 else f"; confidence {row.confidence:g}"
    counted = "" if row.counted else "; not counted"
    words = harmless(" … ".join(row.words))
    uid = f"  {row.uid}" if row.uid else ""
    return f"[{row.number}] {row.type}{uid}: {values}\n      “{words}” ({row.rule}{doubt}{counted})"
