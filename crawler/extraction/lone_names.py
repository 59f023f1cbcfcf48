"""Bylines without a mark or a word of their own: people's names alone on a line between headline and text, or below it.

Section names, places and buttons look like names too, so the words that they are made of count against a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.names import looks_like_person
from crawler.extraction.outline import Outline, TextBlock

_JOINTS = re.compile(r"\s*(?:/|,|&|、|\band\b|\bund\b|\bet\b|\by\b|\bdan\b)\s*")
_WORDS = """
north south east west northern southern eastern western middle central united new africa african asia asian europe
european america american pacific atlantic world local national international global politics political business
economy finance money markets sport sports football opinion editorial culture arts life lifestyle style travel food
health science tech technology environment climate education society religion top stories story latest breaking read
more share article articles listen watch live video videos photo photos gallery key takeaways takeaway points table
contents content advertisement sponsored premium subscribe sign log login register the this that you your our all by
of for from and in on at to a an home page press release releases statement statements related link links comment
comments print email save follow picks quick facts introduction summary background abstract overview conclusion min
mins minute minutes updated published posted security council peace peacekeeping human rights special report reports
feature features interview analysis exclusive city state county republic democratic saint congo sudan korea zealand
lanka guinea leone arabia kingdom kong kashmir islands island coast bank sea gulf river lake mount jump show hide
open close skip menu search back next previous please click tap view see learn about contact monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october
november december today yesterday yes no free trial terms privacy policy cookie cookies getty images file full text
audio transcript part chapter step photo-illustration what how why when who media inhalt teilen anzeige mehr zum
thema auch lesen partager publicité suite
whatsapp facebook twitter linkedin pinterest telegram instagram youtube tiktok pint baixar flipboard
"""
_NO_NAME = frozenset(_WORDS.split())
_NOT_TAGS = frozenset({"h1", "h2", "li", "th", "td", "figcaption", "button", "label", "caption"})
MAX_LINE = 60
PROSE = 100
NEAR = 12


def names_alone(text: str) -> tuple[str, ...]:
    """The people of a line that holds nothing but names of two or more words; empty where anything else stands."""
    if len(text) > MAX_LINE or not text[:1].isalpha() or text.isupper():
        return ()
    pieces = [piece for piece in _JOINTS.split(text.strip()) if piece]
    for piece in pieces:
        words = piece.lower().replace("’", "'").split()
        if len(words) < 2 or not looks_like_person(piece) or any(word.strip(".'") in _NO_NAME for word in words):
            return ()
    return tuple(dict.fromkeys(pieces)) if 1 <= len(pieces) <= 4 else ()


def name_above(outline: Outline, first: int, titled: int | None) -> tuple[tuple[str, ...], str]:
    """Lines of names between the headline and the text's first block, and their words.

    They stand right above a paragraph of prose or a short line with a digit, such as the date.
    """
    if titled is None or not 0 < first - titled <= NEAR:
        return (), ""
    held: list[tuple[tuple[str, ...], str]] = []
    for i in range(titled + 1, first):
        block = outline.blocks[i]
        names = names_alone(block.text) if _may_be(outline, block) else ()
        if not names:
            held = []
            continue
        held.append((names, block.text))
        if _followed(outline.blocks, i):
            people = tuple(dict.fromkeys(name for found, _ in held for name in found))
            return people, "; ".join(words for _, words in held)
    return (), ""


def name_opening(blocks: Sequence[TextBlock]) -> tuple[int, tuple[str, ...]]:
    """A line of names among the first lines of the text, straight above its first long paragraph."""
    for i, block in enumerate(blocks[:4]):
        if block.size > PROSE:
            break
        below = blocks[i + 1] if i + 1 < len(blocks) else None
        if below is not None and below.size > PROSE and block.tag not in _NOT_TAGS and not block.tag.startswith("h"):
            names = names_alone(block.text)
            if names:
                return i, names
    return -1, ()


def name_closing(above: TextBlock, last: TextBlock) -> tuple[str, ...]:
    """A signature: a line in bold straight below the last paragraph of prose that is names and no more."""
    signed = above.size >= PROSE and last.bold and last.tag not in _NOT_TAGS and not last.links
    return names_alone(last.text) if signed else ()


def _may_be(outline: Outline, block: TextBlock) -> bool:
    region = outline.regions[block.region]
    return not (region.furniture or region.caption) and block.tag not in _NOT_TAGS


def _followed(blocks: Sequence[TextBlock], at: int) -> bool:
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    if below is None:
        return False
    heading = blocks[at].tag.startswith("h")
    dated = len(below.text) <= 90 and any(sign.isdigit() for sign in below.text)
    return dated or (below.size > PROSE and not heading)
