"""The [ties] of a terms file as a value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from crawler.peacekeeping.table import Near, Table, Words


class TieKind(Table):
    """Words of one kind that may tie a text to an operation. also: names of countries, "hosts" or "nations"."""

    id: Annotated[str, Field(min_length=1)]
    points: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    words: Words = ()
    also: tuple[Literal["hosts", "nations"], ...] = ()
    near: Near | None = None
    weak: bool = False
    case: Literal["exact", "auto"] = "auto"


class TieRules(Table):
    """What ties ambiguous and generic words to an operation: words of enough kinds, or one that is enough alone."""

    alone: Words = ()
    in_sentence: Annotated[int, Field(ge=1)] = 3
    around: Annotated[int, Field(ge=1)] = 4
    points: Annotated[float, Field(ge=0, le=100)] = 2
    host_kinds: Words = ()
    elsewhere: Words = ()
    kinds: tuple[TieKind, ...] = Field(default=(), alias="kind")
    reason: str = ""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
