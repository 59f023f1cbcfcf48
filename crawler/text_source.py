"""Which followed outlet a newsroom text is of: by a line of its header that is the outlet's name. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.reading import BOM, decoded_text

if TYPE_CHECKING:
    from crawler.catalogue import Catalogue
    from crawler.source import Source

HEAD_BYTES, HEAD_LINES = 4_000, 12


def source_of_text(body: bytes, catalogue: Catalogue) -> Source | None:
    """The outlet whose name, alias or slug is a whole line of the head; None where no line is one.

    The headline counts last: it may be about an outlet.
    """
    lines = [line.strip() for line in decoded_text(body[:HEAD_BYTES]).removeprefix(BOM).splitlines()]
    first, *others = [line for line in lines if line][:HEAD_LINES] or [""]
    named = (catalogue.by_outlet(line) for line in (*others, first))
    return next((found for found in named if found is not None), None)
