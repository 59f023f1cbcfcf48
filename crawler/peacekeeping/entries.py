"""Compiles the terms and the gazetteer into entries whose forms are numbers of one lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.terms import Entry, MissionRules, Terms, Variant
from storage.missions import Mission

DEFAULT_WINDOW = 300
_SWAPS = (("United Nations", "UN"), ("African Union", "AU"), ("European Union", "EU"), ("EU", "European Union"))
# How other languages shorten the body's name inside the name of an operation.
_SHORTER = (
    ("des Nations Unies", "de l'ONU"), ("des Nations unies", "de l'ONU"), ("de las Naciones Unidas", "de la ONU"),
    ("de las Naciones Unidas", "de Naciones Unidas"), ("das Nações Unidas", "da ONU"),
    ("ООН", "Организации Объединенных Наций"), ("PBB", "Perserikatan Bangsa-Bangsa"),
)  # fmt: skip
_CONGO = "Democratic Republic of the Congo"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entry. number: of the lexicon; exact: how it must be written, if that matters."""

    number: int
    text: str
    exact: str | None = None
    needs_support: bool = False
    capital_needs_support: bool = False
    near: tuple[int, ...] = ()
    unless: tuple[int, ...] = ()
    window: int = DEFAULT_WINDOW
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    own_names: tuple[int, ...] = ()
    own_places: tuple[int, ...] = ()
    wary: bool = False

    @property
    def is_acronym(self) -> bool:
        """True for forms that a text may say to stand for something else."""
        return self.exact is not None and " " not in self.text and self.text.upper() == self.text


@dataclass(frozen=True, slots=True)
class Compiled:
    """An entry of any kind. kind: strong, negative or mission. ambiguous: cannot carry an acceptance alone.

    generic: nor can it, unless the text is tied to an operation; then it is firm.
    settles: stands against a contested use. until: when the last mission of this name ended, as in missions.csv; None:
    one of them runs, or it is no mission's.
    """

    kind: str
    term: str
    weight: float
    forms: tuple[Form, ...]
    ambiguous: bool = False
    generic: bool = False
    settles: bool = False
    operation_kind: str | None = None
    unless_firm: bool = False
    until: str | None = None


@dataclass(frozen=True, slots=True)
class SupportGroup:
    """Frame words with their cap; unlocking: the numbers of those that unlock conditional forms."""

    forms: tuple[Form, ...]
    weight: float
    cap: float
    unlocking: frozenset[int]


def is_exact(text: str, case: str | None) -> bool:
    """True where the form counts only as written: said so, or (auto) letters that are all capitals."""
    if case in ("exact", "any"):
        return case == "exact"
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 0 and all(sign.isupper() for sign in letters) and "*" not in text


def _written(lexicon: Lexicon, text: str, *, exact: bool) -> Iterator[tuple[int, str, str | None]]:
    """A form, and the plural of an acronym (TCCs), as number, text and exact spelling."""
    yield lexicon.number(text), text, lexicon.folded(text) if exact else None
    if exact and text.isupper() and text.isascii() and text[-1].isalpha() and " " not in text:
        yield lexicon.number(text + "s"), text, lexicon.folded(text + "s")


def _forms(lexicon: Lexicon, variant: Variant, context: Sequence[str] | None) -> Iterator[Form]:
    for number, text, exact in _written(lexicon, variant.text, exact=is_exact(variant.text, variant.case)):
        yield Form(
            number=number,
            text=text,
            exact=exact,
            needs_support=bool(variant.needs_support),
            capital_needs_support=bool(variant.capital_needs_support),
            near=lexicon.numbers([*(variant.near or ()), *(context or ())]),
            unless=lexicon.numbers(variant.unless),
            window=variant.window or DEFAULT_WINDOW,
            not_after=tuple(lexicon.folded(word).lower() for word in variant.not_after or ()),
            not_before=tuple(lexicon.folded(word).lower() for word in variant.not_before or ()),
        )


def _entry(lexicon: Lexicon, kind: str, entry: Entry) -> Compiled:
    return Compiled(
        kind=kind,
        term=entry.term,
        weight=entry.weight,
        forms=tuple(form for variant in entry.forms for form in _forms(lexicon, variant, entry.context)),
        ambiguous=entry.ambiguous,
        generic=entry.generic,
        settles=entry.settles,
        operation_kind=entry.operation_kind,
        unless_firm=entry.unless_firm,
    )


def compile_entries(terms: Terms, lexicon: Lexicon) -> tuple[Compiled, ...]:
    """The strong and negative entries of a terms file."""
    strong = [_entry(lexicon, "strong", entry) for entry in terms.strong]
    return (*strong, *(_entry(lexicon, "negative", entry) for entry in terms.negative))


def compile_supporting(terms: Terms, lexicon: Lexicon) -> tuple[SupportGroup, ...]:
    """The groups of supporting words."""
    groups = []
    for group in terms.supporting:
        forms = tuple(
            Form(number=number, text=text, exact=exact)
            for word in group.terms
            for number, text, exact in _written(lexicon, word, exact=is_exact(word, "auto"))
        )
        unlocking = frozenset(form.number for form in forms if form.text not in group.weak)
        groups.append(SupportGroup(forms, group.weight, group.cap, unlocking))
    return tuple(groups)


def name_variants(name: str) -> tuple[str, ...]:
    """The ways a mission's name is written: UN for United Nations, British and American spelling, DRC, no article."""
    names = {name: None}
    head, operation, tail = name.partition(", Operation ")
    if operation:
        names |= {head: None, f"Operation {tail}": None}
    for long, short in _SWAPS:
        names |= {re.sub(rf"\b{long}\b", short, known): None for known in list(names)}
    for change in (("isation", "ization"), ("ization", "isation"), ("in the Sudan", "in Sudan")):
        names |= {known.replace(*change): None for known in list(names)}
    for short in ("DRC", "DR Congo", "Democratic Republic of Congo"):
        names |= {known.replace(f"the {_CONGO}", short).replace(_CONGO, short): None for known in list(names)}
        names |= {known.replace(_CONGO, f"{short}"): None for known in list(names) if short != "DRC"}
    return tuple(names)


def _alias_variants(alias: str) -> Iterator[str]:
    """An alias, and with the body's name shortened; English ones as name_variants gives them."""
    yield from name_variants(alias) if "United Nations" in alias else (alias,)
    for long, short in _SHORTER:
        if long in alias and short not in alias:
            yield alias.replace(long, short)


class _MissionCompiler:
    """Compiles the gazetteer. A name that several missions share becomes an entry of its own."""

    def __init__(self, missions: Sequence[Mission], rules: MissionRules, lexicon: Lexicon) -> None:
        self._missions = missions
        self._rules = rules
        self._lexicon = lexicon
        self._sure = set(rules.sure)
        self._needs_support = {lexicon.folded(word).lower() for word in rules.needs_support}
        self._needs_name = {lexicon.folded(word).lower() for word in rules.needs_name}
        self._acronyms = {mission.acronym for mission in missions}
        self._running: dict[str, set[str]] = {}
        for mission in missions:
            for body in mission.organisations if mission.end is None else ():
                self._running.setdefault(body, set()).update(mission.countries)

    def compile(self) -> Iterator[Compiled]:
        owners: dict[int, list[tuple[Mission, Form]]] = {}
        for mission in self._missions:
            for form in self._forms(mission):
                owners.setdefault(form.number, []).append((mission, form))
        own: dict[str, list[Form]] = {}
        for shared in owners.values():
            mission, form = shared[0]
            if len({known.acronym for known, _ in shared}) == 1:
                own.setdefault(mission.acronym, []).extend(dict.fromkeys(form for _, form in shared))
            else:
                places = dict.fromkeys(place for _, known in shared for place in known.own_places)
                both = replace(form, own_places=tuple(places))
                yield self._compiled([known for known, _ in shared], form.text, [both])
        for mission in self._missions:
            if mission.acronym in own:
                yield self._compiled([mission], mission.acronym, own[mission.acronym])

    def _compiled(self, missions: Sequence[Mission], term: str, forms: Iterable[Form]) -> Compiled:
        kind = missions[0].kind
        weight = self._rules.weight(kind)
        ends = [mission.end for mission in missions]
        until = max(end for end in ends if end) if all(ends) else None
        return Compiled("mission", term, weight, tuple(forms), settles=True, operation_kind=kind, until=until)

    def _forms(self, mission: Mission) -> Iterator[Form]:
        names = name_variants(mission.plain_name)
        numbers = self._lexicon.numbers(names)
        places = self._lexicon.numbers(
            [
                *(part.strip() for place in mission.locations for part in place.split(",")),
                *(name for code in mission.countries for name in self._rules.countries.get(code, ())),
            ]
        )
        yield from self._form(mission.acronym, mission, numbers, places, exact=True)
        base = mission.plain_name
        # "The UN mission in the Central African Republic" describes the running one, not MINURCA, which had that name.
        exact = mission.end is not None and self._has_successor(mission)
        for name in names:
            yield from self._form(name, mission, (), places, exact=exact, base=base)
        listed = (*mission.aliases, *self._rules.aliases.get(mission.acronym, ()))
        for alias in dict.fromkeys(form for name in listed for form in _alias_variants(name)):
            if alias not in self._acronyms:
                yield from self._form(alias, mission, numbers, places, exact=is_exact(alias, "auto"))

    def _has_successor(self, mission: Mission) -> bool:
        return any(not self._running.get(body, set()).isdisjoint(mission.countries) for body in mission.organisations)

    def _form(
        self,
        text: str,
        mission: Mission,
        names: tuple[int, ...],
        places: tuple[int, ...],
        *,
        exact: bool,
        base: str | None = None,
    ) -> Iterator[Form]:
        lower = self._lexicon.folded(base or text).lower()
        wary = exact and mission.false_friend
        short = exact and text.isupper() and len(text) <= self._rules.short
        needs_name = lower in self._needs_name
        support = needs_name or lower in self._needs_support or ((wary or short) and text not in self._sure)
        form = Form(
            number=self._lexicon.number(text),
            text=text,
            exact=self._lexicon.folded(text) if exact else None,
            needs_support=support,
            own_names=names,
            own_places=() if needs_name else places,
            wary=needs_name or wary,
        )
        yield form
        # Most of Europe's press writes what it speaks as a word so: "Unifil", "la Minusca", "Kfor".
        if form.is_acronym and not support and text.isascii() and text.isalpha():
            yield replace(form, exact=text.capitalize())


def compile_missions(missions: Sequence[Mission], rules: MissionRules, lexicon: Lexicon) -> tuple[Compiled, ...]:
    """The missions of the gazetteer as entries."""
    return tuple(_MissionCompiler(missions, rules, lexicon).compile())
