"""The relevance rules as a value: parses a terms file. The keys are told at the head of the packaged terms.toml."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from crawler.mistakes import in_words, refuse, shown
from crawler.peacekeeping.described_rules import DescribedLanguage, DescribedRules
from crawler.peacekeeping.table import Near, Table, Word, Words
from crawler.peacekeeping.tie_rules import TieKind, TieRules
from storage.missions import KINDS

Share = Annotated[float, Field(ge=0, le=1)]
Case = Literal["any", "exact", "auto"]


class Conditions(Table):
    """What one form, or all forms of an entry, must meet to count (see the head of terms.toml)."""

    case: Case | None = None
    needs_support: bool | None = None
    capital_needs_support: bool | None = None
    near: Words | None = None
    window: Near | None = None
    unless: Words | None = None
    not_after: Words | None = None
    not_before: Words | None = None


class Variant(Conditions):
    """One way to write an entry, with conditions of its own over those of the entry."""

    text: Word


def _variant(value: Any) -> Any:
    if not isinstance(value, str | Mapping | Variant):
        raise ValueError(f"found {shown(value)}; allowed: a text in quotes, or a table with text")
    return {"text": value} if isinstance(value, str) else value


Variants = tuple[Annotated[Variant, BeforeValidator(_variant)], ...]


class Entry(Conditions):
    """A strong (weight above 0) or negative (below 0) entry: one term with its variants."""

    lang: str
    term: Word
    weight: float
    reason: str
    variants: Variants = ()
    ambiguous: bool = False
    generic: bool = False
    settles: bool = False
    operation_kind: str | None = None
    context: Words | None = None
    unless_firm: bool = False

    @property
    def forms(self) -> Iterator[Variant]:
        """The term and its variants, each with the entry's conditions where it has none of its own."""
        common = {key: getattr(self, key) for key in Conditions.model_fields}
        for variant in (Variant(text=self.term), *self.variants):
            own = {key: getattr(variant, key) for key in Conditions.model_fields}
            yield Variant(text=variant.text, **{k: common[k] if v is None else v for k, v in own.items()})

    @model_validator(mode="after")
    def _kind_is_known(self) -> Entry:
        if self.operation_kind is not None and self.operation_kind not in KINDS:
            raise ValueError(f"operation_kind: found {self.operation_kind!r}, allowed: {', '.join(sorted(KINDS))}")
        return self


class StrongEntry(Entry):
    """An entry that speaks for peacekeeping."""

    weight: Annotated[float, Field(gt=0, le=100)]


class NegativeEntry(Entry):
    """An entry that speaks against it."""

    weight: Annotated[float, Field(lt=0, ge=-100)]


class Supporting(Table):
    """Frame words. Each counts weight once, all together at most cap; those in weak unlock nothing."""

    lang: str
    terms: Words
    weight: Annotated[float, Field(gt=0, le=100)]
    cap: Annotated[float, Field(gt=0, le=100)]
    reason: str
    weak: Words = ()

    @model_validator(mode="after")
    def _weak_are_terms(self) -> Supporting:
        strange = sorted(set(self.weak) - set(self.terms))
        if strange:
            raise ValueError(f"weak: found {', '.join(strange)}, allowed: words of the same table's terms")
        return self


class Subject(Table):
    """Words of another world (games, shares, families): so many different ones make the text one of that world."""

    id: Annotated[str, Field(min_length=1)]
    words: Words
    at_least: Annotated[int, Field(ge=1)] = 3
    unless: Words = ()
    reason: str = ""

    @model_validator(mode="after")
    def _can_be_met(self) -> Subject:
        if self.at_least > (most := len(set(self.words))):
            raise ValueError(f"at_least: found {self.at_least}, allowed: at most {most}, as many as there are words")
        return self


class Pattern(Table):
    """A contested use: one of any, near one of with_ and one of also, and none of unless.

    missions: the operations it may speak of, each with words one of which stands near (none: always).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    any: Words
    with_: Words = Field(alias="with", min_length=1)
    also: Words = ()
    within: Near = 300
    unless: Words = ()
    missions: Mapping[str, Words] = Field(default_factory=dict)


class Contested(Table):
    """How contested uses are known."""

    label: Literal["contested"] = "contested"
    quotes: bool = True
    quoted: Words = ()
    dispute: Words = ()
    reason: str
    patterns: tuple[Pattern, ...] = Field(default=(), alias="pattern")


class Meta(Table):
    """Thresholds and general settings."""

    version: Annotated[str, Field(min_length=1)]
    accept_at: float = 10
    review_at: float = 5
    support_window: Near = 400
    lead_paragraphs: Annotated[int, Field(ge=0, le=20)] = 2
    lead_chars: Near = 2000
    max_block_chars: Near = 60_000

    @model_validator(mode="after")
    def _in_order(self) -> Meta:
        if self.review_at > self.accept_at:
            raise ValueError(f"review_at: found {self.review_at}, allowed: at most accept_at ({self.accept_at})")
        return self


class Passing(Table):
    """When a mention is only in passing: borderline at most."""

    max_mentions: Annotated[int, Field(ge=0)] = 2
    after: Share = 0.34
    other_subject: Annotated[float, Field(lt=0)] = -3
    past_before: Words = ()
    past_after: Words = ()
    reason: str = ""


class Resolutions(Table):
    """Resolutions on a country with an operation: borderline, unless they made, renewed or changed one."""

    words: Words = ()
    changes: Words = ()
    numbers: tuple[Annotated[int, Field(gt=0, strict=True)], ...] = ()
    reason: str = ""


class Transcript(Table):
    """How questions and answers are told in a text whose blocks are not marked."""

    question: Words = ()
    answer: Words = ()
    at_least: Annotated[int, Field(ge=1)] = 2
    reason: str = ""


class MissionRules(Table):
    """What a mission of the gazetteer counts, and which of its names are ambiguous."""

    weights: Mapping[str, Annotated[float, Field(ge=0, le=100)]]
    interventions: tuple[str, ...] = ()
    handover: Words = ()
    short: Annotated[int, Field(ge=0)] = 4
    sure: Words = ()
    needs_support: Words = ()
    needs_name: Words = ()
    countries: Mapping[str, Words] = Field(default_factory=dict)
    aliases: Mapping[str, Words] = Field(default_factory=dict)

    def weight(self, kind: str) -> float:
        """The weight of a kind; ``eu-*`` stands for every kind that begins so; a kind not named counts nothing."""
        if kind in self.weights:
            return self.weights[kind]
        return next((w for key, w in self.weights.items() if key.endswith("*") and kind.startswith(key[:-1])), 0.0)


class Spelling(Table):
    """Signs that count as equal, and short words that are written together with the next."""

    alike: Mapping[str, str] = Field(default_factory=dict)
    clitics: Mapping[str, Words] = Field(default_factory=dict)


class Terms(Table):
    """A whole terms file. digest: of its contents, for the version of the rules."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    meta: Meta
    strong: tuple[StrongEntry, ...] = Field(min_length=1)
    supporting: tuple[Supporting, ...] = ()
    negative: tuple[NegativeEntry, ...] = ()
    subject: tuple[Subject, ...] = ()
    ties: TieRules = TieRules()
    contested: Contested
    missions: MissionRules
    described: DescribedRules = DescribedRules()
    passing: Passing = Passing()
    resolutions: Resolutions = Resolutions()
    transcript: Transcript = Transcript()
    spelling: Spelling = Spelling()

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with every rule."""
        canonical = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


_KNOWN: dict[tuple[str, ...], tuple[str, ...]] = {
    (): tuple(field.alias or name for name, field in Terms.model_fields.items()),
    ("contested", "pattern"): tuple(field.alias or name for name, field in Pattern.model_fields.items()),
    ("contested",): tuple(field.alias or name for name, field in Contested.model_fields.items()),
    ("ties",): tuple(field.alias or name for name, field in TieRules.model_fields.items()),
    ("ties", "kind"): tuple(TieKind.model_fields),
    ("described",): tuple(DescribedRules.model_fields),
    ("described", "language"): tuple(DescribedLanguage.model_fields),
    ("strong", "variants"): tuple(Variant.model_fields),
    ("negative", "variants"): tuple(Variant.model_fields),
    **{
        (name,): tuple(model.model_fields)
        for name, model in (
            ("meta", Meta),
            ("strong", StrongEntry),
            ("negative", NegativeEntry),
            ("supporting", Supporting),
            ("missions", MissionRules),
            ("passing", Passing),
            ("resolutions", Resolutions),
            ("subject", Subject),
            ("transcript", Transcript),
            ("spelling", Spelling),
        )
    },
}


def parse_terms(table: Mapping[str, Any], *, file: str) -> Terms:
    """Check a terms file that was read as TOML.

    Raises ConfigurationError that lists every mistake: file, key, what was found, what is allowed.
    """
    try:
        return Terms.model_validate(dict(table))
    except ValidationError as error:
        raise refuse(file, in_words(error, _KNOWN)) from None
