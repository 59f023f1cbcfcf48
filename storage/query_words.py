"""The query language: words, "phrases", begin*, -not, OR, and fields such as mission:UNMISS or figure>1000.

Pure: a query is read into groups and written out again; storage.search runs it. A group is one condition, all groups
together must hold, and the values of one group are joined by OR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from storage import cjk
from storage.errors import UsageError
from storage.query_fields import ADVICE, FIELDS, JOINERS, ONLY_ONE, Value, field_value, term, written

LONGEST_QUERY = 1000
MOST_WORDS = 40
_OR = "OR"
_BETWEEN = "OR stands between two words, as in: ferry OR bridge"
_PART = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212])?"
    r"(?:(?P<field>[A-Za-z]+)(?P<operator>:(?:[<>]=?|=)?|[<>]=?|=))?"
    r'(?:["\u201c\u201d](?P<phrase>[^"\u201c\u201d]*)(?P<end>["\u201c\u201d])?|(?P<word>[^\s"\u201c\u201d]*))'
)


@dataclass(frozen=True, slots=True)
class Group:
    """One condition: one of the values holds, or with wanted False none of them. field: a key of FIELDS, "" for words.

    Values are Terms for words and title, Days for after, before and on, Compared for figure, else text.
    """

    field: str
    values: tuple[Value, ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read. Two queries with the same groups are the same query."""

    groups: tuple[Group, ...]

    @property
    def terms(self) -> tuple[cjk.Term, ...]:
        """The wanted words: what a snippet marks."""
        return tuple(
            value
            for group in self.groups
            if group.wanted and group.field in ("", "title")
            for value in group.values
            if isinstance(value, cjk.Term)
        )

    def of(self, *fields: str) -> tuple[Group, ...]:
        """The groups of these fields."""
        return tuple(group for group in self.groups if group.field in fields)

    def narrowed(self, field: str, value: str) -> Query:
        """The same query with one more condition, which takes the place of another where only one can hold."""
        (added,) = parse(f'{field}:"{value}"').groups
        kept = tuple(one for one in self.groups if not (field in ONLY_ONE and one.field == field and one.wanted))
        return self if added in kept else replace(self, groups=(*kept, added))

    def __str__(self) -> str:
        """The query as one would type it: reading it gives the same query."""
        return " ".join(
            " OR ".join(("" if group.wanted else "-") + written(group.field, value) for value in group.values)
            for group in self.groups
        )


def parse(query: str) -> Query:
    """Read a query. Raises UsageError, which says what to write, for one that has no meaning."""
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"the query is longer than {LONGEST_QUERY} signs; search for fewer words")
    groups: list[Group] = []
    before: Group | str | None = None
    for part in _parts(cjk.plain(query)):
        if before == _OR and isinstance(part, Group):
            groups[-1] = _joined(groups[-1], part)
        elif isinstance(part, Group):
            groups.append(part)
        elif _OR in (before, part) and not (part == _OR and isinstance(before, Group)):
            raise UsageError(_BETWEEN)
        before = part
    if before == _OR:
        raise UsageError(_BETWEEN)
    return Query(_checked(groups))


def advice(query: str) -> str | None:
    """What to write where ``and``, ``or`` or ``not`` stands in small letters between words, as if it joined them."""
    words = [match[0] for match in _PART.finditer(cjk.plain(query)) if match[0]]
    small = [word for word in words[1:-1] if word not in JOINERS and word.upper() in JOINERS]
    if not small:
        return None
    joiner = small[0].upper()
    meant = "to leave a word out write -word" if joiner == "NOT" else f"to join words write {joiner}"
    return f"{small[0]} was looked for as a word of the text; {meant}"


def _parts(text: str) -> Iterator[Group | str | None]:
    """The groups of one value, the word OR, and None for signs that are no word."""
    bracketed = joined = False
    for match in _PART.finditer(text):
        if match[0] == "NOT":
            raise UsageError("write -word instead of NOT word")
        if not match[0] or match[0] == "AND":
            continue
        word = match["word"] or ""
        bracketed = bracketed or (not match["field"] and (word.startswith("(") or word.endswith(")")))
        joined = joined or match[0] == _OR
        if bracketed and joined:
            raise UsageError("brackets have no meaning here: OR binds its two neighbours, as in: juba ferry OR bridge")
        yield _OR if match[0] == _OR else _group(match)


def _group(match: re.Match[str]) -> Group | None:
    """Read one word, phrase or field; None where nothing in it can be searched for."""
    wanted = match["minus"] is None
    field, operator = (match["field"] or "").lower(), match["operator"] or ""
    phrase = match["phrase"] is not None
    value = str(match["phrase"] if phrase else match["word"])
    if field and _is_field(field, operator, value):
        return Group(field, (field_value(field, operator, value, phrase=phrase),), wanted)
    if field:
        value = f"{match['field']}{operator}{value}"
    return Group("", (term(value, phrase=phrase),), wanted) if cjk.searchable(value) else None


def _is_field(field: str, operator: str, value: str) -> bool:
    if field in FIELDS and (operator.startswith(":") or field == "figure"):
        return True
    if operator[0] in "<>" and value[:1].isdigit():
        raise UsageError(f"only figures are compared: write figure{operator}{value}; {ADVICE.format(field)}")
    if operator.startswith(":") and value:
        near = ", ".join(FIELDS)
        raise UsageError(f"there is no field {field}: (there are {near}); {ADVICE.format(f'{field}:{value}')}")
    return False


def _joined(group: Group, other: Group | str) -> Group:
    if isinstance(other, str) or group.field != other.field or group.field in ("after", "before"):
        raise UsageError("OR joins words with words, or values of one field: mission:UNMISS OR mission:UNISFA")
    if not (group.wanted and other.wanted):
        raise UsageError("OR joins what is wanted; to exclude both write -this -that")
    return replace(group, values=(*group.values, *other.values))


def _checked(groups: list[Group]) -> tuple[Group, ...]:
    if sum(len(group.values) for group in groups) > MOST_WORDS:
        raise UsageError(f"the query has more than {MOST_WORDS} words; search for fewer, or for a phrase in quotes")
    if not any(group.wanted for group in groups):
        raise UsageError("the query has no word to search for; give a word, a number or a field such as mission:UNMISS")
    for field in ONLY_ONE:
        if len({group.values for group in groups if group.field == field and group.wanted}) > 1:
            raise UsageError(f"an article has one {field} only; write {field}:this OR {field}:that")
    kept: list[Group] = []
    for group in groups:
        if group not in kept:
            kept.append(group)
    return tuple(kept)
