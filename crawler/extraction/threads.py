"""What readers wrote below a text: known by headings, times and answers, where no name of an element tells it.

An interview, a live blog and a list of the dead repeat names, days and texts as well; none of them asks readers for an
answer below each part, and none stands below a heading that announces readers' words.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.extraction.plain import ends_sentence
from crawler.extraction.talk_words import (
    heads_talk,
    is_answer_line,
    is_counted,
    is_when,
    words_of_talk,
)

if TYPE_CHECKING:
    from crawler.extraction.outline import Outline

SHORT = 90
MAX_LINK = 40
LONG = 80
TEXT_ABOVE = 200
BACK = 8
MOST_HEADINGS = 8
MOST_TRIED = 4
LINES = 6
FIRST_TEXTS = 12
PARTS = 2
LABEL = 25
MAKE = 3
FORUM = "DiscussionForumPosting"
_DIGITS = re.compile(r"\d+")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def mark_threads(outline: Outline) -> None:
    """Set ``talk`` on the regions of readers' words, which are furniture however little text the page has besides."""
    blocks, regions = outline.blocks, outline.regions
    start = _text_above(outline)
    if outline.signs.declared and (start is None or _alike(outline, start, outline.signs.declared[0])):
        for index in outline.signs.declared:
            regions[index].talk = False
        return
    if start is None:
        return
    headings, answers = _marks(outline, start + 1)
    headings += [heading for heading in outline.signs.headings if heading[0] > start]
    if not headings and len(answers) < 2:
        return
    thread = _Thread(outline, answers)
    spans = [thread.answered(start), *thread.headed(sorted(headings))]
    said = {i for span in spans for i in span}
    if not said:
        return
    shared = {block.region for i, block in enumerate(blocks) if i not in said}
    for i in said:
        if blocks[i].region not in shared:
            regions[blocks[i].region].talk = True


def _marks(outline: Outline, start: int) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """From a place on, what may head readers' words (place, region, words), and what answers them (place, region)."""
    headings, answers = list[tuple[int, int, str]](), [answer for answer in outline.signs.answers if answer[0] >= start]
    # Most blocks behind a text are links to others; those by which readers answer are short.
    short = [
        (i, block)
        for i, block in enumerate(itertools.islice(outline.blocks, start, None), start)
        if block.size <= MAX_LINK or (block.size <= SHORT and 2 * block.link_size <= block.size)
    ]
    wanted = words_of_talk(" ".join([block.text for _, block in short]))
    for i, block in short if wanted else ():
        text = block.text.lower()
        if not any(word in text for word in wanted):
            continue
        if is_answer_line(block.text) or any(is_answer_line(words) for _, words in block.links):
            answers.append((i, block.region))
        elif 2 * block.link_size <= block.size and heads_talk(block.text):
            headings.append((i, block.region, block.text))
    return headings, sorted(answers)


def _text_above(outline: Outline) -> int | None:
    """The place behind which enough of a text stands that readers may answer it."""
    size = 0
    for i, block in enumerate(outline.blocks):
        region = outline.regions[block.region]
        if block.size >= LONG and block.link_share < 0.5 and region.own < 2 and not region.caption:
            size += block.size
            if size >= TEXT_ABOVE:
                return i
    return None


def _alike(outline: Outline, start: int, part: int) -> bool:
    """Whether the text above stands in such an element as a part of a thread, beside it: the page is all a thread."""
    regions = outline.regions
    own = regions[part]
    if any(FORUM in regions[index].itemprop for index in outline.ancestors(part)):
        return True
    above = (regions[index] for index in outline.ancestors(outline.blocks[start].region) if index != part)
    return any(
        one.parent == own.parent and one.tag == own.tag and _DIGITS.sub("", one.name) == _DIGITS.sub("", own.name)
        for one in above
    )


class _Thread:
    """The search for readers' words on one page."""

    def __init__(self, outline: Outline, answers: list[tuple[int, int]]) -> None:
        self.outline = outline
        self.blocks = outline.blocks
        self.answers = answers
        self.first, self.last = [len(outline.blocks)] * len(outline.regions), [-1] * len(outline.regions)
        for i, block in enumerate(outline.blocks):
            self.first[block.region] = min(self.first[block.region], i)
            self.last[block.region] = i
        for index in range(len(outline.regions) - 1, 0, -1):
            parent = outline.regions[index].parent
            self.first[parent] = min(self.first[parent], self.first[index])
            self.last[parent] = max(self.last[parent], self.last[index])

    def headed(self, headings: list[tuple[int, int, str]]) -> list[range]:
        """What the last headings announce; one that counts readers' words far above them, beside the byline, none."""
        spans = list[range]()
        for heading in reversed(headings[-MOST_HEADINGS:]):
            span = self.below(*heading)
            if not any(
                one.start in span and any(map(self._tells, range(span.start, one.start))) for one in spans if one
            ):
                spans.append(span)
        return spans

    def below(self, place: int, region: int, words: str) -> range:
        """What a heading announces: the rest of the smallest element round it that holds text below it."""
        # A button's place is that of the block behind it, a line's is its own.
        seen = first = place + (place < len(self.blocks) and self.blocks[place].text == words)
        for above in self.outline.ancestors(region):
            end = self.last[above] + 1
            if any(map(self._tells, range(seen, end))):
                return range(place, end) if self._are_words(first, end, region, words) else range(0)
            seen = max(seen, end)
        return range(0)

    def _are_words(self, start: int, end: int, region: int, words: str) -> bool:
        """Whether the first texts below a heading stand below lines with a time, or readers can answer them.

        Else a number heads them, and each has a label.
        """
        texts = list(itertools.islice(filter(self._tells, range(start, end)), FIRST_TEXTS))
        above, below = (sum(block.size for block in self.blocks[a:b]) for a, b in ((0, start), (start, texts[-1] + 1)))
        timed = sum(1 for i in texts if self._is_timed(i, start))
        answers = sum(1 for place, _ in self.answers if start <= place <= texts[-1] + LINES)
        counted = is_counted(words)
        if PARTS * answers >= len(texts) and answers > 1:
            return True
        # A bar above a text counts its comments as well, and has a byline and times behind it.
        headed = self.outline.regions[region].tag in HEADINGS or counted
        if (headed or above > below) and PARTS * timed >= len(texts):
            tag = self.outline.regions[region].tag
            asked = any(self.outline.regions[self.blocks[i].region].asks for i in range(start - 1, texts[0]))
            return tag != "li" and (timed > 1 or ((asked or answers > 0 or headed) and self._is_timed(texts[0], start)))
        return counted and above > below and self._are_labelled(start, texts)

    def _is_timed(self, text: int, start: int) -> bool:
        """Whether a line with a time stands among the labels straight above a text."""
        lines = range(text - 1, max(start, text - LINES) - 1, -1)
        return any(is_when(self.blocks[i].text) for i in itertools.takewhile(lambda i: not self._tells(i), lines))

    def _are_labelled(self, start: int, texts: list[int]) -> bool:
        """Whether most texts stand below a label (a name) of their own, the first of them too."""
        labelled = [i for i in texts if i > start and not self._tells(i - 1)]
        return labelled[:1] == texts[:1] and 2 * len(labelled) >= len(texts)

    def answered(self, start: int) -> range:
        """Texts below each other of which each has a time and its own way to answer, from the first to the last."""
        found = self._parted()
        for _ in range(MOST_TRIED):
            if len(found) < 2:
                break
            home = self._common(found[0][1], found[-1][1])
            opening = self._opening(found[0], home, start)
            timed = sum(
                any(is_when(self.blocks[i].text) for i in range(one, min(other, len(self.blocks))))
                for one, other in itertools.pairwise([opening or 0, *(place for place, _ in found)])
            )
            if opening is not None and 2 * timed > len(found):
                place, region = found[-1]
                if _alike(self.outline, start, self._child(region, home)):
                    return range(0)
                return range(opening, max(place, self.last[self._child(region, home)] + 1))
            found = found[1:]
        return range(0)

    def _parted(self) -> list[tuple[int, int]]:
        """The answers of one make that texts part: of several side by side the last."""
        makes = Counter(map(self._make, self.answers))
        alike = [one for one in self.answers if self._make(one) == makes.most_common(1)[0][0]]
        pairs = itertools.pairwise([*alike, (len(self.blocks), -1)])
        return [one for one, two in pairs if two[1] < 0 or any(map(self._tells, range(one[0], two[0])))]

    def _make(self, answer: tuple[int, int]) -> tuple[str, ...]:
        """The tags round an answer: a page writes all parts of a thread alike, and other buttons elsewhere."""
        return tuple(self.outline.regions[one].tag for one in itertools.islice(self.outline.ancestors(answer[1]), MAKE))

    def _opening(self, answer: tuple[int, int], home: int, start: int) -> int | None:
        """Where the part of a thread begins that holds its first answer: at its name and time."""
        place, region = answer
        child = self._child(region, home)
        low = max(start + 1, place - BACK)
        first = self.first[child]
        if low <= first < place and any(self._tells(i) for i in range(first, self.last[child] + 1)):
            return first
        whens = [i for i in range(low, min(place, len(self.blocks))) if self._is_meta(i)]
        if not whens:
            return None
        first = whens[0]
        while first > low and self.blocks[first - 1].size <= SHORT and not self._tells(first - 1):
            first -= 1
        return first

    def _common(self, first: int, last: int) -> int:
        """The smallest element that holds two regions and so all between them."""
        own = set(self.outline.ancestors(last))
        return next(one for one in self.outline.ancestors(first) if one in own)

    def _child(self, region: int, home: int) -> int:
        """The element straight below ``home`` that holds a region."""
        for above in self.outline.ancestors(region):
            if self.outline.regions[above].parent == home or above == home:
                return above
        return region

    def _is_meta(self, place: int) -> bool:
        block = self.blocks[place]
        return block.size <= SHORT and is_when(block.text)

    def _tells(self, place: int) -> bool:
        """Whether a block is a text, not a label."""
        block = self.blocks[place]
        return block.size > SHORT or (block.size > LABEL and not is_when(block.text) and ends_sentence(block.text))
