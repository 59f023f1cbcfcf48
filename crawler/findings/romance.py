"""The words by which a Romance language tells of people and what befell them, compiled from romance.toml. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.findings.patterns import lazy

# Forms of a word of harm: romance.toml says what they do.
DONE, STATE, SUFFERS, DOES, LOSES, LOSS, COUNT = "done", "state", "suffers", "does", "loses", "loss", "count"
_BOUNDS = {"at least": "lower", "more than": "above", "nearly": "below", "up to": "upper", "about": "around"}
_ANY_WORD = r"[^\W\d_][\w’'-]*"
_NOTHING = "(?!)"
# Units of time, as romance.toml names them.
UNITS = ("years", "moons", "weeks", "days_ago")
# Sought in the whole of a text, in small letters: the engine is twice as fast where it need not fold each sign.
_IN_SMALL_LETTERS = frozenset(("harm", "lost"))
# What may stand behind a number that names no people of its own.
_BEHIND_A_NUMBER = ("aux", "of", "link", "number_of", "the_many", "grave", "determiners")
Piece = tuple[int, str]


def any_of(words: list[str]) -> str:
    """One of some whole words; behind one that ends with an apostrophe the next may begin at once."""
    return rf"(?<!\w)(?:{'|'.join(words) or _NOTHING})(?:(?<=['’])|(?!\w))"


@dataclass(frozen=True, slots=True)
class Form:
    """How a word of harm is meant. many: True for several people, False for one, None where the word does not say."""

    kind: str
    form: str
    many: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """One language. source: its table, as text; forms: those of the groups h0, h1 ... of `harm` and `lost`.

    weekdays: from Monday; causes, personnel: those of the groups c0, c1 ... of `cause` and p0, p1 ... of `people`;
    qualifiers: name and bound of the groups q0, q1 ... of `opening`.
    """

    source: str
    forms: tuple[Form, ...]
    qualifiers: tuple[tuple[str, str], ...]
    personnel: tuple[str, ...]
    causes: tuple[str, ...]
    weekdays: tuple[re.Pattern[str], ...]
    words: Mapping[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.words[name]


def tongues(table: Mapping[str, Any]) -> dict[str, Tongue]:
    """Every language of romance.toml by its code. A mistake in a piece of a pattern is told at its first use."""
    return {code: _tongue(row) for code, row in table.items()}


def _tongue(row: Mapping[str, Any]) -> Tongue:
    forms, pieces = zip(*_forms(row["harm"]), strict=True)
    verbs = [(at, one) for at, one in enumerate(pieces) if forms[at].form != LOSS]
    losses = [(at, one) for at, one in enumerate(pieces) if forms[at].form == LOSS]
    return Tongue(
        source=repr(row),
        forms=forms,
        qualifiers=tuple((name, _BOUNDS[name]) for name in row["qualifiers"]),
        personnel=tuple(row["persons"]),
        causes=tuple(row["cause"]),
        weekdays=tuple(lazy(day, re.IGNORECASE) for day in row["weekdays"]),
        words={
            name: lazy(source, 0 if name in _IN_SMALL_LETTERS else re.IGNORECASE)
            for name, source in _patterns(row, forms, verbs, losses).items()
        },
    )


def _forms(harm: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[Form, str]]:
    """Each form with all its words, those for one and for several people apart."""
    for kind, by_form in harm.items():
        for form, words in by_form.items():
            apart: dict[bool | None, list[str]] = {}
            for word in words:
                one, stroke, many = word.partition(" / ")
                apart.setdefault(False if stroke else None, []).append(one)
                if stroke:
                    apart.setdefault(True, []).append(many)
            for number, some in apart.items():
                yield Form(kind, form, number), "|".join(some)


def _named(letter: str, pieces: Iterable[Piece]) -> str:
    return "|".join(f"(?P<{letter}{at}>{piece})" for at, piece in pieces) or _NOTHING


def _patterns(
    row: Mapping[str, Any], forms: Sequence[Form], verbs: Sequence[Piece], losses: Sequence[Piece]
) -> dict[str, str]:
    words = {key: any_of(value) for key, value in row.items() if isinstance(value, list)}
    # A comma stands straight behind a word.
    words["link"] = rf"(?:,(?:\s*{words['link']})?|{words['link']})"
    single, several = (
        any_of([piece for at, piece in verbs if forms[at].many is many and forms[at].form in (DONE, STATE)])
        for many in (False, True)
    )
    persons = _named("p", enumerate(map("|".join, row["persons"].values())))
    qualifier = _named("q", enumerate(map("|".join, row["qualifiers"].values())))
    people = rf"(?:{words['before']}\s*){{0,2}}(?P<noun>(?:{persons})(?![\w-]))"
    aux = rf"(?:\s*{words['aux']})*\s*"
    article = rf"(?:{words['determiners']}\s*)?"
    units = "|".join(f"(?P<{unit}>{words[unit]})" for unit in UNITS)
    return {
        **words,
        **_days(row, words, units),
        "harm": rf"(?<!\w)(?:{_named('h', verbs)})(?!\w)",
        "lost": rf"(?<!\w)(?:{_named('h', losses)})(?!\w)",
        "of_lost": rf"(?:\s*,[^,;.:]{{1,40}},)?\s+(?:[^\W\d_]+\s+)?{words['of_number']}\s*{article}",
        "opening": rf"(?:{words['sum']}\s*)?(?:(?<!\w)(?:{qualifier})\s*)?(?:{words['one']}\s+)?"
        rf"(?:{words['others']}\s+)?\Z",
        "people": rf"\s*(?:{words['of_number']}\s*{article})?{people}",
        "single": rf"(?P<one>{words['another']}|{words['one']})\s*{people}",
        "pronoun": rf"(?:{words['another']}(?=\s+(?:{words['aux']}|{single}|{several}|{words['grave']}))"
        rf"|{words['one']}(?=\s+{single})|{words['one']}(?:\s+(?P<of>{words['of_them']})|(?=\s+{words['grave']})))",
        "bare": rf"(?P<more>\s+{words['others']})?(?P<of>\s+{words['of_them']})?",
        "stands": rf"\s*(?:[,;.:)»”\"!?]|$|{'|'.join(words[key] for key in _BEHIND_A_NUMBER)}"
        rf"|(?:{words['of_number']}\s*)?{several})",
        "direct": rf"(?:\s*\([^()]{{1,40}}\))?{aux}",
        "tail": rf"{aux}\Z",
        "opens_of": rf"\s*(?:[(,]|{words['of']})",
        "row": rf"(?:\s+{words['of']}(?:\s*+[\w’'.-]++){{1,7}}?)?\s*{words['link']}\s*",
        "object": rf"\s*(?:{words['object']}\s*)*",
        "active": rf"{words['have']}(?:\s+{_ANY_WORD})?\s*\Z",
        "of_country": rf"\s+(?:{'|'.join(sorted(row['from'], key=len, reverse=True))})\s*",
        "badly": rf"\s*{words['grave']}",
        "denied_after": rf"[^.;]*,\s*{words['which']}\s*(?:{_ANY_WORD}\s+){{0,3}}?{words['deny']}",
        "no_number_before": rf"{words['no_number']}\s*\Z",
        "none_before": rf"{words['none']}\s*\Z",
        "try_before": rf"{words['try']}\s*{article}\Z",
        "begins_total": rf"{words['begins']}[^.;()\d]{{0,60}}\Z",
        "either": rf"\s+(?P<or>{words['or']})\s+|\s*,\s*",
        "clause": rf"[,;:]|{words['who']}|{words['breaks']}",
        "link_before": rf"{words['link']}\s*\Z",
        "person": rf"(?<!\w)(?:{persons})(?!\w)",
        "bare_noun": rf"{words['determiners']}\s*\Z",
        "among": rf"{words['among']}\s*{article}\Z",
        "among_dead": rf"{words['among_dead'].replace('{harm}', several)}\s+",
        "toll_after": rf"\s*{words['number_of']}[^.;\d]{{0,90}}\Z",
        "the_many_after": rf"\s*{words['the_many']}[^.;\d]{{0,90}}\Z",
        "amounts": rf"{words['amount']}\s*\Z",
        "toll_before": rf"{words['number_of']}[^.;\d]{{0,60}}\Z",
        "one_before": rf"(?:{words['another']}|{words['one']})\s+(?:{words['before']}\s+)?\Z",
        "toll_to": rf"[^.;,]{{0,70}}?{words['reaches']}\s*\Z",
        "cause": "|".join(f"(?P<c{at}>{any_of(some)})" for at, some in enumerate(row["cause"].values())),
    }


def _days(row: Mapping[str, Any], words: Mapping[str, str], units: str) -> dict[str, str]:
    """Days named, and how far back: `days` has the groups of crawler.findings.days_romance."""
    of, year = rf"(?:\s+{words['of_day']})?\s+", r"(?P<y{}>(?:19|20)\d\d)(?!\d)"
    month = f"(?P<mon{{}}>{words['months']})"
    return {
        "days": rf"(?<![\w-])(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
        rf"|(?:{words['weekdays']},?\s+)?(?<![\w.,-])(?P<d>[0-3]?\d|{row['first_day']}){of}{month.format(1)}(?:{of}{year.format(1)})?"
        rf"|(?:{words['in']}\s*)?{month.format(2)}{of}{year.format(2)}"
        rf"|{words['in']}\s*(?:{month.format(3)}|{year.format(3)})"
        rf"|(?P<today>{words['today']})|(?P<yesterday>{words['yesterday']})"
        rf"|(?P<wd>{words['weekdays']})(?:\s+(?:(?P<last>{words['last']})|(?P<next>{words['next']})))?"
        rf"|(?:{'|'.join(f'(?P<{unit}>{words[unit]})' for unit in UNITS[:3])})\s+{words['last']}",
        "range": rf"\s*{words['to']}\s*",
        "in_range": rf"{words['between']}\s*\Z",
        "ago_unit": rf"\s*(?:{units})(?P<after>\s+{words['after']}\s*(?:{words['determiners']}\s*)?)?",
        "ago": rf"{words['ago_before']}\s+\Z",
    }
