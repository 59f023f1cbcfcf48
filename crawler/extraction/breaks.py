"""Text that line breaks part, as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.plain import ends_sentence, squeeze

_BULLETS = "·•●■◆▪◾►▶"
# What begins no sentence: a line that is a date, a copyright line.
_OWN_LINE = re.compile(
    r"(?:©|copyright\b|\(c\) )"
    r"|(?:[^\W\d]{3,12},?\s)?(?:\d{1,2}[\s./-]+\w{1,12}|[^\W\d]{3,12}\.? \d{1,2})[\s,./-]+(?:19|20)\d\d\s*$",
    re.IGNORECASE,
)
# A line that is broken off before a day.
_GOES_ON = re.compile(
    r"\b(?:on|of|by|from|since|until|till|to|and|before|after|the|le|du|au|am|vom|bis|seit|el|del|de|desde|em|pada|с|до|от)$"
)


def _begins(text: str, held: str) -> bool:
    """Whether a line is a paragraph of its own below one that ends no sentence: a list's, a date, a notice."""
    if text[0] in _BULLETS or (held[0] in _BULLETS and text[0].isupper()):
        return True
    return bool(_OWN_LINE.match(text)) and not _GOES_ON.search(held)


def split_breaks(raw: str) -> Iterator[str]:
    """Paragraphs of text that holds line breaks (written as a vertical tab).

    Two breaks part, and so does one after a sentence end or before an indent.
    """
    held = ""
    blank = False
    for line in raw.split("\v"):
        text = squeeze(line)
        if not text:
            blank = True
            continue
        indent = line.lstrip("\n\r\t ").startswith(("\u3000", "\xa0\xa0"))
        if held and (blank or indent or ends_sentence(held) or _begins(text, held)):
            yield held
            held = text
        else:
            held = f"{held} {text}" if held else text
        blank = False
    if held:
        yield held
