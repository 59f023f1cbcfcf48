"""What a page's markup shows beside its text: pictures, boxes to write into, buttons that orders and answers need."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.extraction.markup import plain_of
from crawler.extraction.plain import squeeze
from crawler.extraction.talk_words import heads_talk, is_answer_button, is_counted, is_sign_up

PICTURES = frozenset({"video", "amp-img", "amp-video"})
# Elements without text of the page that say something of the text round them.
NOTED = PICTURES | {"button", "textarea", "noscript"}
_LABEL = re.compile(r'aria-label="([^"]+)"')


@dataclass(slots=True)
class Signs:
    """Each with its place, which is the number of text blocks before it, and its region.

    answers: buttons and links by which a reader answers another; headings: buttons that count what readers wrote, with
    their words; pictures; declared: only the regions, which say of themselves that readers wrote what they hold.
    """

    answers: list[tuple[int, int]] = field(default_factory=list)
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    declared: list[int] = field(default_factory=list)

    def note(self, tag: str, pieces: list[str], place: int, region: int) -> bool:
        """Write down an element of ``NOTED`` by the pieces of its markup; whether it asks for something of a reader."""
        if tag in PICTURES or (tag == "noscript" and any(piece.startswith("img ") for piece in pieces)):
            self.pictures.append((place, region))
        if tag != "button":
            return tag == "textarea"
        words = squeeze(plain_of("".join(piece.partition(">")[2] for piece in pieces)))
        if not words and (label := _LABEL.search(pieces[0])):
            words = plain_of(label[1])
        if is_answer_button(words):
            self.answers.append((place, region))
        elif is_counted(words) and heads_talk(words):
            self.headings.append((place, region, words))
        return is_sign_up(words)
