"""Lines on the writers behind a text: ``About the author``, a byline's name with a sentence on who that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.fields import folded
from crawler.extraction.outline import TextBlock

LONGEST = 700
LABEL = 60
SHORT = 40
MOST_LINES = 8
SHORTEST_NAME = 4
_ABOUT = re.compile(
    r"\W*(?:about (?:the )?(?:authors?|writers?|reporters?|contributors?|journalists?)|meet the authors?"
    r"|(?:more )?about (?P<name>[^\W\d].{3,40})"
    r"|über (?:den autor|die autorin|die autoren|unseren autor|unsere autorin)|zur (?:person|autorin)|zum autor"
    r"|(?:à propos )?(?:de l['’]auteur(?:e|rice)?|des auteurs)"
    r"|sobre (?:el autor|la autora|o autor|a autora|los autores)"
    r"|(?:sull['’]|l['’])autore|об авторах?|про автора|o autor(?:ze|ce|ach)"
    r"|over de auteur|om (?:forfatteren|författaren)"
    r"|作者(?:简介|介绍)|关于作者|記者簡介|記者介紹)\W*",
    re.IGNORECASE,
)
# What a sentence on a writer goes on with behind the name.
_IS = re.compile(
    r"(?:,? [^.,]{2,40},)? (?:is|are|was|has|writes|covers|covered|reports|reported|joined|works|worked|lives|serves"
    r"|leads|edits|teaches|studies|specialises|specializes|can be|ist|war|schreibt|arbeitet|berichtet|leitet|lebt|est"
    r"|écrit|couvre|travaille|es|fue|escribe|cubre|trabaja|è|scrive|lavora|é|escreve|cobre|trabalha|jest|pisze"
    r"|является|пишет|работает|—)\b",
    re.IGNORECASE,
)


def before_writers(paragraphs: Sequence[TextBlock], authors: Sequence[str]) -> int:
    """How many lines of a text are its own; the rest, at its end, tell of its writers.

    A line that opens with the name of an author and goes on to say who that is, or that stands below the name alone or
    below a heading that announces it, tells of a writer; where such a name stands alone among the text itself, as that
    of someone who asks questions, none does.
    """
    names = [name for name in authors if len(name) >= SHORTEST_NAME]
    own = {folded(name) for name in names}
    end = len(paragraphs)
    for place in range(len(paragraphs) - 1, max(0, len(paragraphs) - MOST_LINES) - 1, -1):
        if place and _opens(paragraphs, place, names, own) and _all_short(paragraphs, place, end, names, own):
            end = place
    if end == len(paragraphs):
        return end
    own_size = sum(block.size for block in paragraphs[:end])
    asked = any(_is_name(block, own) for block in paragraphs[:end])
    return len(paragraphs) if asked or own_size < sum(block.size for block in paragraphs[end:]) else end


def _opens(paragraphs: Sequence[TextBlock], place: int, names: Sequence[str], own: set[str]) -> bool:
    """Whether lines on a writer begin at a place: with a heading, a name alone, or a sentence on one."""
    block = paragraphs[place]
    return _heads(block, own) or _is_name(block, own) or _tells_of(block, names)


def _is_name(block: TextBlock, own: set[str]) -> bool:
    return block.size <= LABEL and folded(block.text) in own


def _heads(block: TextBlock, own: set[str]) -> bool:
    found = _ABOUT.fullmatch(block.text) if block.size <= LABEL * 2 else None
    return found is not None and (found["name"] is None or folded(found["name"]) in own)


def _tells_of(block: TextBlock, names: Sequence[str]) -> bool:
    """Whether a line opens with a writer's name and says who that is."""
    return block.size <= LONGEST and any(
        block.text.lower().startswith(name.lower()) and _IS.match(block.text, len(name)) for name in names
    )


def _all_short(paragraphs: Sequence[TextBlock], start: int, end: int, names: Sequence[str], own: set[str]) -> bool:
    """Whether all lines from a heading or a name on are labels, or one text for each name or heading."""
    told = True
    for block in paragraphs[start:end]:
        if _heads(block, own) or _is_name(block, own):
            told = False
        elif _tells_of(block, names) or block.size <= SHORT:
            continue
        elif told or block.size > LONGEST:
            return False
        else:
            told = True
    return True
