"""What the tables of a terms file are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = tuple[Annotated[str, Field(min_length=1, strict=True)], ...]
Near = Annotated[int, Field(gt=0, le=100_000, strict=True)]


class Table(BaseModel):
    """A table that has no keys but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
