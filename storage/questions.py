"""The saved questions (questions.toml): what an analyst asks first, each as one SELECT with named parameters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.errors import NotFound, UsageError
from storage.known_names import KnownNames, near
from storage.packaged import packaged_text

LIMIT = "limit"
LONGEST_VALUE = 300
MOST_ROWS = 10_000
MOST_DAYS = 36_500
_NAMED = re.compile(r":([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Param:
    """What a question leaves open. default: "" means any; a number takes whole numbers only.

    names: what a text names, a method of storage.known_names.KnownNames; "" where it may be any.
    """

    default: str | int
    meaning: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words with its SQL. why: what the answer tells and how to read it."""

    id: str
    title: str
    why: str
    sql: str
    params: Mapping[str, Param]

    def bound(self, given: Mapping[str, str | int]) -> dict[str, Any]:
        """The value of every parameter: as given, else its default; raises UsageError, which names them."""
        unknown = sorted(set(given) - set(self.params))
        if unknown:
            known = ", ".join(self.params)
            raise UsageError(f"the question {self.id} has no parameter {unknown[0]}; it has {known}")
        return {name: _value(name, one, given.get(name, one.default)) for name, one in self.params.items()}

    def asked(self, given: Mapping[str, str | int], names: KnownNames) -> dict[str, Any]:
        """The values as bound() gives them, names in the archive's own spelling.

        Raises UsageError as bound() does, and for the name of something that the archive does not know.
        """
        values = self.bound(given)
        for name, param in self.params.items():
            if param.names:
                values[name] = getattr(names, param.names)(values[name].strip())
        return values

    @property
    def sql_with_defaults(self) -> str:
        """The statement with the defaults written into it: for a shell that binds nothing."""
        return self.written_out({})

    def written_out(self, given: Mapping[str, str | int]) -> str:
        """The statement with values written into it, as SQL literals; raises UsageError as bound() does."""
        values = self.bound(given)
        return _NAMED.sub(lambda found: _literal(values[found[1]]), self.sql)


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


@cache
def load_questions() -> tuple[Question, ...]:
    """All saved questions in their order, read once a process."""
    text = packaged_text("questions.toml")
    return tuple(_question(entry) for entry in tomllib.loads(text)["question"])


def question(name: str) -> Question:
    """The question of this id; NotFound names the others."""
    for one in load_questions():
        if one.id == name:
            return one
    known = [one.id for one in load_questions()]
    raise NotFound(f"there is no question {name}{near(name, known)}; the questions are {', '.join(known)}")


def _question(entry: Mapping[str, Any]) -> Question:
    params = {name: Param(**param) for name, param in entry.get("params", {}).items()}
    params[LIMIT] = Param(100, "at most so many rows")
    return Question(entry["id"], entry["title"], entry["why"], entry["sql"].strip(), params)


def _value(name: str, param: Param, given: str | int) -> str | int:
    if isinstance(param.default, str):
        text = str(given)
        if len(text) > LONGEST_VALUE:
            raise UsageError(f"{name} is longer than {LONGEST_VALUE} signs")
        return text
    most = MOST_ROWS if name == LIMIT else MOST_DAYS
    try:
        number = int(given)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        raise UsageError(f"{name} takes a whole number from 1 to {most} ({param.meaning}), not {given!r}")
    return number
