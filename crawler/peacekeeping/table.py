"""What the tables of a terms file are made of."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _check_word(word: str) -> str:
    """The word, whose first sign stands in the text itself: an ending alone (``*``) would be found everywhere."""
    if word[0].isascii() and word[0].isalnum():  # nearly all of the packaged words, in one step
        return word
    kinds = (unicodedata.category(sign) for sign in word.partition("*")[0])
    if all(kind[0] in "ZCM" or kind in ("Pd", "Lm") for kind in kinds):
        raise ValueError(f'found "{word}"; allowed: words that begin with a letter or digit; * is an ending only')
    return word


Word = Annotated[str, Field(min_length=1, strict=True), AfterValidator(_check_word)]
Words = tuple[Word, ...]
Near = Annotated[int, Field(gt=0, le=100_000, strict=True)]


class Table(BaseModel):
    """A table that has no keys but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
