"""The [described] of a terms file as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from crawler.peacekeeping.table import Table, Words


class DescribedLanguage(Table):
    """How one language tells a body's operation in a country.

    first: which of body and noun stands first ("host": body, host and noun in one word, in this order). observers:
    nouns that other bodies than the UN use of those who watch a vote; they are taken for no one operation. loose: nouns
    that need a host in their sentence only. plain: those of all nouns that no operation has for its own. joins, parts,
    there: what stands between, in front of, instead of the host. purposes: words behind a host that tell a task, so
    that the mission is one sent for it ("*": letters), but for those of a fate ("to leave"); owners: words between a
    mission and an agency that sent it; others: what makes it one of others by itself.
    """

    lang: str
    first: Literal["body", "noun", "host"]
    bodies: Mapping[str, Words]
    missions: Words = ()
    armed: Words = ()
    loose: Words = ()
    observers: Words = ()
    plain: Words = ()
    joins: Words = ()
    parts: Words = ()
    there: Words = ()
    purposes: Words = ()
    fates: Words = ()
    owners: Words = ()
    others: Words = ()


class DescribedRules(Table):
    """Operations told by their body and place. weight: of a place where no one of them is meant.

    recent: an operation counts for so many years after its end. kinds: of missions.csv; armed: those with troops.
    about, elsewhere: words for and against a country that stands apart from a mission; past: words of memory.
    agencies: bodies that send missions of other kinds; within: parts of a country behind its genitive. at:
    acronyms with the names of their own place. hosts: more names of countries by code.
    """

    weight: Annotated[float, Field(gt=0, le=100)] = 4
    recent: Annotated[int, Field(ge=0, le=100)] = 10
    kinds: Words = ()
    armed: Words = ()
    past: Words = ()
    about: Words = ()
    elsewhere: Words = ()
    agencies: Words = ()
    within: Words = ()
    at: Mapping[str, Words] = Field(default_factory=dict)
    hosts: Mapping[str, Words] = Field(default_factory=dict)
    language: tuple[DescribedLanguage, ...] = ()
    reason: str = ""
