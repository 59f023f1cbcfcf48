"""The words of [described]: heads ("UN mission"), the countries that go with them, and what stands between. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from crawler.peacekeeping.described_rules import DescribedLanguage, DescribedRules
from crawler.peacekeeping.entries import Form, is_exact
from crawler.peacekeeping.folding import is_cjk
from crawler.peacekeeping.hosts import Hosts, Names
from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.terms import Terms

# The observers of other bodies are mostly those of a vote.
_WATCHES = "UN"
_NEVER = re.compile(r"(?!)")


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w+")


@dataclass(frozen=True, slots=True)
class Head:
    """Words that may name an operation. body: as in missions.csv; written: how it stands in the folded text.

    armed: its troops are meant; loose: these, in any sentence with the country; vague: no one operation. place: the
    country that is a part of the words, else None. plain: the words of any operation, so no name of one.
    """

    body: str
    written: str
    language: int
    armed: bool
    loose: bool = False
    vague: bool = False
    place: str | None = None
    plain: bool = False


class Grammar:
    """What may stand between the words of one language. noun: behind body and country, where it stands last.

    plain: the nouns that no operation has for its own; within: a part of a country behind it; other: what makes a
    mission in it one of another kind.
    """

    def __init__(self, language: DescribedLanguage, rules: DescribedRules, lexicon: Lexicon) -> None:
        def either(words: Iterable[str]) -> str:
            return "|".join(re.escape(lexicon.folded(word).lower()) for word in sorted(words, key=len, reverse=True))

        self.body_first = language.first == "body"
        self.plain = frozenset(lexicon.folded(word) for word in language.plain)
        self.noun = re.compile(f"(?P<armed>{either(language.armed)})|(?:{either(language.missions)})")
        part = rf"(?:(?:{either(language.parts)}) ?)?" if language.parts else ""
        self.join = re.compile(rf" ?(?:{either(language.joins)}) ?{part}") if language.joins else _NEVER
        parts = {part for known in rules.language for part in known.parts}
        self.within = re.compile(rf"'s? (?:(?:{either(parts)})|(?P<armed>{either(rules.within)}))(?!\w)")
        sent = [_pattern(lexicon.folded(word).lower()) for word in language.purposes]
        fates = rf"(?!(?:{either(language.fates)})(?!\w))" if language.fates else ""
        gap = "" if all(is_cjk(word[-1]) for word in language.purposes) else " "
        ways = [rf"(?:{'|'.join(sent)}){gap}{fates}\w"] if sent else []
        if language.owners:
            ways.append(rf"(?:{either(language.owners)}) ?(?:{either(rules.agencies)})(?!\w)")
        if language.others:
            ways.append(rf"(?:{either(language.others)}) (?!\d)")
        self.other = re.compile(f" ?(?:{'|'.join(ways)})") if ways else _NEVER
        self.there = re.compile(rf" (?:{either(language.there)})(?!\w)") if language.there else _NEVER


class Heads:
    """All heads and countries by the number of their words in a lexicon.

    places: code and spelling of a country's name; forms: of a head, which needs a country (or a noun) on the page.
    """

    def __init__(self, terms: Terms, hosts: Hosts, names: Names, lexicon: Lexicon) -> None:
        """Names: of countries by ISO3 code, beside those of the terms file."""
        self.places: dict[int, tuple[str, str | None]] = {}
        self.by_number: dict[int, list[Head]] = {}
        self.forms: dict[int, Form] = {}
        self.grammars = [Grammar(language, terms.described, lexicon) for language in terms.described.language]
        self._hosts = hosts
        self._by_body: dict[str, tuple[int, ...]] = {}
        told: dict[int, str] = {}
        for name, place in hosts.places(_names(terms, names)):
            number = lexicon.number(name)
            self.places[number] = place, lexicon.folded(name) if is_exact(name, "auto") else None
            told[number] = name
        for index, language in enumerate(terms.described.language):
            for text, head, near in self._phrases(index, language, told, lexicon):
                number = lexicon.number(text)
                self.by_number.setdefault(number, []).append(head)
                known = self.forms.get(number)
                if known is None or (known.near is not near and known.near != near):
                    both = near if known is None else tuple(dict.fromkeys((*known.near, *near)))
                    self.forms[number] = Form(number=number, text=text, near=both)

    def _phrases(
        self, index: int, language: DescribedLanguage, names: Mapping[int, str], lexicon: Lexicon
    ) -> Iterator[tuple[str, Head, tuple[int, ...]]]:
        """Each head as text, with what it means and the words of which one must stand on the page."""
        made, host_first = partial(Head, language=index), language.first == "host"
        fold_all = partial(map, lexicon.folded)  # word by word: there are some thirty nouns to a body
        plain = self.grammars[index].plain
        missions, armed, loose, observers = (
            tuple(fold_all(words)) for words in (language.missions, language.armed, language.loose, language.observers)
        )
        for body, ways in language.bodies.items():
            hosts = self._of_body(body)
            for written in fold_all(ways):
                if host_first:
                    nouns = lexicon.numbers((*missions, *armed))
                    for number in filter(lambda number: is_cjk(names[number][0]), hosts):
                        place = self.places[number][0]
                        yield written + names[number], made(body, written, armed=False, place=place), nouns
                    continue
                for words, head in (
                    (missions, made(body, written, armed=False)),
                    (armed, made(body, written, armed=True)),
                    (loose, made(body, written, armed=True, loose=True)),
                    (observers if body == _WATCHES else (), made(body, written, armed=True, vague=True)),
                ):
                    for noun in words:
                        text = f"{written} {noun}" if language.first == "body" else f"{noun} {written}"
                        yield text, replace(head, plain=noun in plain), hosts

    def _of_body(self, body: str) -> tuple[int, ...]:
        """The names of countries in which a body has or had an operation; one tuple, as thousands of heads share it."""
        if body not in self._by_body:
            self._by_body[body] = tuple(n for n, (place, _) in self.places.items() if body in self._hosts.bodies(place))
        return self._by_body[body]


def _names(terms: Terms, names: Names) -> Mapping[str, Sequence[str]]:
    """The names of each country: of the table of countries, of [missions] (no adjectives), of [described]."""
    named = {code: [name.rstrip("*") for name in words] for code, words in terms.missions.countries.items()}
    more = terms.described.hosts
    return {
        code: (*names.get(code, ()), *named.get(code, ()), *more.get(code, ()))
        for code in dict.fromkeys((*named, *more))
    }
