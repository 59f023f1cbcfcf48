"""Stretches of capitalised words that may be the name of a person, in English and its neighbours. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy

# Marks of which a person's name holds no word.
_TAKEN = frozenset({"country", "people", "mission", "post", "rank", "organisation"})
MOST_WORDS = 5
# A capital letter after one of these stands inside a word.
_CONTINUES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.'’-")
# Start, end, word.
_Word = tuple[int, int, str]
_UPPER = "".join(chr(code) for code in (*range(0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
# A word of a name: Andersson, O'Brien, N'Guessan, Ranta-Aho, al-Bashir, d'Arc, J., K.M.; a possessive 's is no part.
_CAPITAL = rf"[{_UPPER}](?:\.(?:-?[{_UPPER}]\.)*|d\.|[^\W\d_]*+(?:[-'’](?!s\b)[^\W\d_]++)*)"
_PREFIX = r"(?:[ae][lrsdnzt]h?|[dlm])[-'’]"
_WORD = rf"(?:{_PREFIX})?{_CAPITAL}"
_PARTICLE = (
    r"(?:van|von|der|den|de|del|della|di|da|das|do|dos|du|la|le|el|al|bin|binti|bint|ibn|ben|ould|ag|af|zu|ter|ten|y)"
)
# It begins with a capital letter so that the search is quick; a prefix before it is looked for afterwards.
_RUN = lazy(rf"{_CAPITAL}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_WORD})*")
_PREFIXED = lazy(rf"(?<![\w'’.-]){_PREFIX}$")
# Endings of nouns for things, which no name has: Reintegration, Disarmament.
_ABSTRACT = lazy(r"(?:[st]ions?|ments?|ness|[ai]lit(?:y|ies)|ships?|isms?|olog(?:y|ies)|graphy)$")

# What is named after somebody: the Kofi Annan centre.
_OF_A_THING = lazy(
    r"[ \u00a0](?:neighbou?rhood|district|camp|hospital|village|road|street|mosque|school|barracks|base|airport|bridge|"
    r"province|county|town|square|medal|award|prize|foundation|university|cent(?:re|er)|stadium|hall|class|institute|"
    r"family|clan|militia|brigade|battalion|front|area|region|river|island|crater)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """The words of names.toml. See there for what each set holds."""

    things: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    double_surnames: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()

    def listed(self) -> tuple[tuple[str, ...], ...]:
        """All words in a fixed order, to tell one version from another."""
        return tuple(tuple(sorted(getattr(self, one.name))) for one in fields(self))


def names_of(table: Mapping[str, Any]) -> Names:
    """Read names.toml."""
    words = {name: frozenset(text.split()) for name, text in table.items()}
    things = words["things"] | words.pop("common")
    signs = {name: frozenset("".join(words[name])) for name in ("surnames", "sounds")}
    return Names(**(words | signs | {"things": things}))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name. words: how many; known: the first is a given name we know."""

    start: int
    end: int
    words: tuple[str, ...]
    known: bool


def candidates(passage: Passage, names: Names) -> list[Candidate]:
    """All of a passage, in order."""
    text = passage.text
    taken = [mark for mark in passage.marks if mark.kind in _TAKEN]
    starts = [mark.start for mark in taken]
    found: list[Candidate] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start - 1 : start] in _CONTINUES and start:
            prefix = _PREFIXED.search(text, max(0, start - 4), start)
            start = prefix.start() if prefix else _next_word(text, start, end)
        if start == end or _is_thing_alone(run.group(), names):
            continue
        # A mark that began before the run may reach into it: the ministry of Public Security.
        near = taken[max(0, bisect_left(starts, start) - 3) : bisect_left(starts, end)]
        if (one := _of_run(text, _tokens(text[start:end], start), near, names)) is not None:
            found.append(one)
    return found


def _tokens(run: str, start: int) -> list[_Word]:
    """The words of a run, which one blank parts; particles are none."""
    found: list[_Word] = []
    for word in run.replace("\u00a0", " ").split(" "):
        if not (word.islower() and word.isalpha()):
            found.append((start, start + len(word), word))
        start += len(word) + 1
    return found


def _next_word(text: str, start: int, end: int) -> int:
    """Past a word whose beginning is not a capital letter: anti-Balaka, iPhone."""
    place = text.find(" ", start, end)
    return end if place < 0 else place + 1


def _is_thing_alone(run: str, names: Names) -> bool:
    return run.isalpha() and _is_thing(run, names)


def _of_run(text: str, tokens: list[_Word], near: list[Mark], names: Names) -> Candidate | None:
    """The words after the last that is no part of a name; none where that last word ends the run."""
    free: list[_Word] = []
    before: str | None = None
    reach, index = 0, 0
    for first, last, word in tokens:
        while index < len(near) and near[index].start <= first:
            if not _is_family_name(text, near[index], free, names):
                reach = near[index].end if near[index].end > reach else reach
            index += 1
        if first < reach or _is_thing(word, names):
            free, before = [], word
        else:
            free.append((first, last, word))
    return _candidate(text, free, before, names)


def _is_family_name(text: str, mark: Mark, free: list[_Word], names: Names) -> bool:
    """Jordan or King after a given name is a family name. A mark of two words is none."""
    one_word = " " not in text[mark.start : mark.end]
    return bool(free) and one_word and mark.kind in ("rank", "country") and free[-1][2].lower() in names.given


def _is_thing(word: str, names: Names) -> bool:
    """An acronym, or a word that stands in no name."""
    if word.endswith("."):
        return False
    if len(word) > 1 and word.isupper():
        return True
    lower = word.lower()
    if lower in names.things or (len(word) > 7 and _ABSTRACT.search(lower)):
        return True
    return "-" in lower and all(part in names.things for part in lower.split("-"))


def _candidate(text: str, free: list[_Word], before: str | None, names: Names) -> Candidate | None:
    """The words as a name, unless what is before or after makes a thing of it: Camp Roberts, Berg-led."""
    if not 0 < len(free) <= MOST_WORDS or (before is not None and before.lower() in names.makers):
        return None
    words = tuple(word for _, _, word in free)
    start, end = free[0][0], free[-1][1]
    if all(word.endswith(".") for word in words):
        return None
    if text[end : end + 1] in ("-", "/") and text[end + 1 : end + 2].isalnum():
        return None
    if _OF_A_THING.match(text, end):
        return None
    return Candidate(start, end, words, words[0].lower() in names.given)
