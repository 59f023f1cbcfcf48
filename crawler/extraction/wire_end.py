"""The sign with which a wire service ends a text: on a line of its own or behind the last sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.extraction.outline import TextBlock

_SIGN = re.compile(
    r"(?:^|(?<=[.!?。！？”\"’')）])\s*|\s+)(?P<sign>/?\bEnditem\b/?|/?\bENDITEM\b/?|\((?:END|end|ends|fin|FIN)\)|[（(]完[）)]|-30-|###|[■◼])\s*$"
)
# An agency that signs its text on the last line: ``-- BERNAMA``, ``(ANI)``, ``- AFP``, ``GNA``.
_SIGNED = re.compile(r"(?:[-–—]{1,2}\s?[A-Z]{2,12}|\([A-Z]{2,12}\)(?:\s?\([\w.]+\))?|[A-Z]{3})\s*$")
HOW = "closing: wire end sign"


def is_wire_end(text: str) -> bool:
    """Whether a line is nothing but such a sign."""
    return bool(_SIGN.fullmatch(text.strip()) or _SIGNED.fullmatch(text.strip()))


def take_wire_end(paragraphs: Sequence[TextBlock]) -> tuple[list[TextBlock], str | None]:
    """The paragraphs without the sign that ends them, and the sign as printed; None where there is none."""
    blocks = list(paragraphs)
    if not blocks:
        return blocks, None
    last = blocks[-1]
    if len(blocks) > 1 and last.tag != "li" and _SIGNED.fullmatch(last.text):
        return blocks[:-1], last.text
    found = _SIGN.search(last.text[-40:])
    if found is None:
        return blocks, None
    text = last.text[: len(last.text) - len(found.group(0))].rstrip()
    kept = [replace(last, text=text, size=max(0, last.size - len(found.group(0))))] if text else []
    return (blocks[:-1] + kept, found.group("sign")) if kept or len(blocks) > 1 else (blocks, None)
