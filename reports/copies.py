"""Articles that say the same in an edition: which line tells it, and which only say who else printed it. Pure.

A line of an edition that was built before copies were known has no ``copy_of`` and stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.lines import excerpt

# So many numbers of one copy are told; a copy that differs in more is hardly one.
MOST_NUMBERS = 3
# What is counted, of whom and in which sense: of two tellings that agree in it only the number differs.
_OF = ("table", "kind", "what", "unit", "who", "nature", "nationality", "personnel")
_NUMBER = ("value", "value_to", "qualifier")

Entry = Mapping[str, Any]
_Key = tuple[Any, ...]


def marked(entries: Sequence[dict[str, Any]], texts: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """The lines, in order; ``copy_of`` is the uid of the first one of the same text. texts: of articles, by uid."""
    first: dict[int, str] = {}
    found = []
    for entry in entries:
        text = texts.get(entry["uid"])
        began = entry["uid"] if text is None else first.setdefault(text, entry["uid"])
        found.append(entry if began == entry["uid"] else {**entry, "copy_of": began})
    return found


def of_one_story(entries: Sequence[dict[str, Any]], stories: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """The lines, in order; ``beside`` is the uid of the first one of the same story and day, if it is another text.

    stories: of articles, by uid. A day of a story is told once, however many report it in words of their own.
    """
    first: dict[tuple[int, str], str] = {}
    found = []
    for entry in entries:
        story = None if entry.get("copy_of") else stories.get(entry["uid"])
        began = entry["uid"] if story is None else first.setdefault((story, entry["day"]), entry["uid"])
        found.append(entry if began == entry["uid"] else {**entry, "beside": began})
    return found


def of_before(entries: Sequence[dict[str, Any]], stories: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines, in order; ``printed`` of one is where its text stood in an edition of an earlier week.

    stories: of reports.first.
    """
    found: dict[str, dict[str, Any]] = {}
    for story in stories:
        same = [one for one in story["carriers"] if one["same_text"]]
        stood = next((one for one in same if one["edition"] is not None), None)
        if stood is not None:
            told = {name: stood[name] for name in ("article", "day", "outlet", "edition")}
            found |= {one["article"]: told for one in same if one["here"]}
    return [entry | ({"printed": found[entry["uid"]]} if entry["uid"] in found else {}) for entry in entries]


def with_numbers(entries: Sequence[dict[str, Any]], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines, in order; ``differs`` of a copy is what it counts otherwise than the first line of its text.

    rows: copied numbers of storage.weekly_facts. ``differs``: words and uid here, words and uid of the first.
    """
    told: dict[str, dict[_Key, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        told[row["article_uid"]][tuple(row.get(name) for name in _OF)].append(row)
    found = []
    for entry in entries:
        own = _differing(told[entry["copy_of"]], told[entry["uid"]]) if entry.get("copy_of") else []
        found.append({**entry, "differs": own} if own else entry)
    return found


def _differing(first: Mapping[_Key, Sequence[Entry]], copy: Mapping[_Key, Sequence[Entry]]) -> list[dict[str, Any]]:
    """Numbers of the copy alone, each beside one of the first alone that counts the same, in the order of the text.

    The same two numbers are told once, in the fewest words: a headline says again what its text says.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, rows in copy.items():
        others = first.get(key, ())
        mine, theirs = ({_number(row) for row in some} for some in (rows, others))
        here = [row for row in rows if _number(row) not in theirs]
        there = [row for row in others if _number(row) not in mine]
        for own, other in zip(here, there, strict=False):
            pair = (key[:2], _number(own), _number(other))
            told = {
                "words": excerpt(own["words"]), "uid": own["uid"],
                "first": excerpt(other["words"]), "first_uid": other["uid"],
            }  # fmt: skip
            known = found.setdefault(pair, told)
            if len(str(told["words"])) < len(str(known["words"])):
                found[pair] = told
    return list(found.values())[:MOST_NUMBERS]


def _number(row: Entry) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in _NUMBER)


def text_of(entry: Entry) -> str:
    """What copies of one text have in common: the uid of the first one."""
    return str(entry.get("copy_of") or entry["uid"])


def texts(entries: Iterable[Entry]) -> int:
    """How many texts these lines tell."""
    return len({text_of(entry) for entry in entries})


def together(entries: Iterable[Entry]) -> list[tuple[Entry, list[Entry]]]:
    """The first line of each text in this list, in order, with the other lines of that text."""
    found: list[tuple[Entry, list[Entry]]] = []
    of: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.get("copy_of") and text_of(entry) in of:
            of[text_of(entry)].append(entry)
        else:
            copies: list[Entry] = []
            of[text_of(entry)] = copies
            found.append((entry, copies))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A line with the copies of its text, and what others wrote of its story on its day, each with its own copies."""

    entry: Entry
    copies: list[Entry]
    beside: list[tuple[Entry, list[Entry]]]


def by_story(entries: Iterable[Entry]) -> list[Told]:
    """The first line of each day of a story in this list, in order, with all that goes with it."""
    found: list[Told] = []
    of: dict[str, Told] = {}
    for entry, copies in together(entries):
        first = of.get(str(entry.get("beside")))
        if first is not None:
            first.beside.append((entry, copies))
            continue
        found.append(Told(entry, copies, []))
        # The first one may stand in another list; then this one stands for it here.
        of.setdefault(str(entry.get("beside") or entry["uid"]), found[-1])
    return found
