"""The words of posts round a name: modifiers, head, and what it is a post of. English and its neighbours. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_marks import NEAREST, PostMarks
from crawler.findings.people_names import Names

PORTFOLIO, OCCUPATION = "portfolio", "occupation"
_FIRST = ("of", "for", "to", "at", "in", "on", "with")
_PLACES = frozenset(("in", "at", "on"))
_INNER = frozenset(["the", "of", "for", "and", "in", "on", "to", "&", "a", "an", "its", "at"])
_OUTER = lazy(r"\s+(?:of|to|for)\s+(?:the\s+|a\s+)?(?:[A-Z][\w.]*\s+){0,3}")
_OUTER_REACH = 60
_ARTICLE = lazy(r"^(?:the|an?|its|his|her|their|our)\s+", re.IGNORECASE)
_CLOSING = ',.;:!?"”)('
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Post:
    """A post as printed, with its span. body: the words for what it belongs to; heads: the places of its heads.

    plural: it holds for several names; national: a country may own it (ambassador), while a commander of Jordan is
    one from there.
    """

    start: int
    end: int
    post: str
    body: str | None
    heads: tuple[int, ...]
    plural: bool = False
    national: bool = False


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a head. start: of the phrase; post: of the post itself; former: printed before the body."""

    start: int
    post: int
    body: str | None = None
    former: str = ""


class Phrases:
    """Reads posts in one passage. names_at: where words begin that may be names, which no post holds."""

    def __init__(self, passage: Passage, names: Names, names_at: Sequence[int]) -> None:
        self._text, self._names = passage.text, names
        self.marks = PostMarks(passage)
        self._names_at = names_at
        self._is_name = frozenset(names_at)

    def head_before(self, place: int, floor: int, *, comma: bool) -> Mark | None:
        """The post whose phrase ends at a place: right there, or with its complement between."""
        if (head := self.marks.by_end.get(place)) is not None:
            return head
        for head in self.marks.before(place, floor):
            if self._text[head.end : head.end + 1] != " " or self._holds_a_name(head.end, place):
                continue
            if self._is_complement(self._text[head.end : place].split(), small=comma):
                return head
        return None

    def _holds_a_name(self, start: int, end: int) -> bool:
        index = bisect_right(self._names_at, start)
        return index < len(self._names_at) and self._names_at[index] < end

    def _is_complement(self, words: list[str], *, small: bool) -> bool:
        """``of the Political Department``: a preposition, then a name of a body. small: small words are allowed."""
        if not 2 <= len(words) <= _MOST_WORDS or words[0] not in _FIRST or words[-1].lower() in _INNER:
            return False
        for word in words[1:]:
            lower = word.lower()
            if word[-1] in ",;:.!?" and not (word[0].isupper() and word[-1] == "."):
                return False
            if word[0].isupper() or lower in _INNER or lower in self._names.groups:
                continue
            if not small or lower in self._names.clause or lower.endswith("ed"):
                return False
        return True

    def read(self, head: Mark, end: int, *, several: bool) -> Post:
        """The post with this head whose phrase ends at a place. several: posts joined by "and" belong together."""
        outer = self._outermost(head)
        before = self._before(outer)
        post, body, start = before.former + self._text[before.post : end], before.body, before.start
        complement = self._text[outer.end : end].strip()
        if complement and outer.value != PORTFOLIO:
            post, body = before.former + self._text[before.post : outer.end], _bare(complement) or body
        heads: tuple[int, ...] = (outer.start, head.start)
        if several and (earlier := self._joined(start)) is not None:
            first = self.read(*earlier, several=False)
            post, start, heads = f"{first.post}; {_clean(post)}", first.start, (*first.heads, *heads)
            body = body or first.body
        plural = _is_plural(self._text[outer.start : outer.end])
        return Post(start, end, _clean(post), body, heads, plural, national=outer.value == PORTFOLIO)

    def _joined(self, start: int) -> tuple[Mark, int] | None:
        """The post before ``and``, both with capitals: State Councilor and Minister of ..."""
        place = start - len(" and ")
        if place < 0 or not self._text.startswith(" and ", place) or not self._text[start].isupper():
            return None
        head = self.head_before(place, max(0, place - NEAREST), comma=False)
        if head is None or not self._text[head.start].isupper() or _is_plural(self._text[head.start : head.end]):
            return None
        return head, place

    def _outermost(self, head: Mark) -> Mark:
        """Special Representative of the Secretary-General: the first of both."""
        for earlier in self.marks.before(head.start - 1, max(0, head.start - _OUTER_REACH)):
            if not _OUTER.fullmatch(self._text, earlier.end, head.start):
                break
            head = earlier
        return head

    def _before(self, head: Mark) -> _Before:
        """Steps left over modifiers and the body: ``former Irish ambassador``, ``UNIFIL's deputy commander``."""
        text, start = self._text, head.start
        owner_end, possessive = None, False
        for _ in range(8):
            end = start - 1
            if end < 1 or text[end] not in " \u00a0":
                break
            first = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end), text.rfind("\u00a0", 0, end)) + 1
            word = text[first:end]
            bare = word.removesuffix("'s").removesuffix("’s")
            if bare != word or (word.endswith(("s'", "s’")) and word[0].isupper()):
                if owner_end is not None or not bare:
                    break
                owner_end, possessive = first + len(bare), True
            elif not self._belongs(word, end):
                break
            elif owner_end is None and self._owns(word, end):
                owner_end = end
            start = first
        if owner_end is None:
            return _Before(start, start)
        return self._owned(head, start, owner_end, possessive=possessive)

    def _owned(self, head: Mark, start: int, owner_end: int, *, possessive: bool) -> _Before:
        text, after = self._text, owner_end
        while after < head.start and not text[after].isspace():
            after += 1
        first, former = start, ""
        while True:
            word = text[first:owner_end].partition(" ")[0]
            if word.lower() not in self._names.times or first + len(word) >= owner_end:
                break
            former, first = f"{former}{word} ", first + len(word) + 1
        owner = self.marks.owner_by_end.get(owner_end)
        whole = owner is not None and owner.start == first
        if owner is not None and head.value == OCCUPATION and owner.kind in ("country", "people"):
            body = None
        elif owner is not None and whole and owner.kind == "people" and not possessive:
            body = owner.value
        else:
            body = _bare(text[first:owner_end].rstrip("’'"))
        return _Before(start, after + 1, body, former)

    def _belongs(self, word: str, end: int) -> bool:
        """True for a word that may stand before the head of a post."""
        if not word or word[-1] in _CLOSING or word[0] in '("“':
            return False
        lower, names = word.lower(), self._names
        if lower in names.openings:
            return False
        if end in self.marks.owner_by_end or (len(word) > 1 and word.isupper()):
            return True
        if word[0].isupper():
            return lower in names.things or lower in names.modifiers
        return lower in names.modifiers or lower in names.groups or lower.partition("-")[0] in names.modifiers

    def _owns(self, word: str, end: int) -> bool:
        return (
            end in self.marks.owner_by_end or word.lower() in self._names.groups or (len(word) > 1 and word.isupper())
        )

    def complement_end(self, place: int) -> int:
        """Where the words that say of what a post is one end: from `` of the ...`` on; the place itself if none."""
        text, end = self._text, place
        for count in range(_MOST_WORDS):
            if text[end : end + 1] not in (" ", "\u00a0"):
                break
            owner = self.marks.owner_by_start.get(end + 1)
            if count and owner is not None and owner.kind in ("mission", "organisation"):
                end = owner.end
                continue
            stop = end + 1
            while stop < len(text) and not text[stop].isspace() and text[stop] not in ',;:()!?"“”':
                stop += 1
            word = text[end + 1 : stop]
            if not word or not self._goes_on(word, text[stop : stop + 24], count):
                break
            if word == "and" and stop + 1 in self._is_name:
                break
            end = stop
            if word.endswith(".") and not word[:-1].isupper():
                end -= 1
                break
        return _without_loose(text, place, end)

    def _goes_on(self, word: str, after: str, count: int) -> bool:
        lower = word.lower().rstrip(".").partition("’")[0].partition("'")[0]
        following = after.lstrip()
        if count == 0:
            return word in _FIRST and not following[:1].isdigit()
        if lower in ("and", "&"):
            leads_on = following.partition(" ")[0].lower() in self._names.modifiers
            return count > 1 and following[:1].isupper() and not leads_on
        if lower in _PLACES or (lower == "to" and not following[:1].isupper()):
            return False
        return word[0].isupper() or (lower not in self._names.clause and not lower.endswith("ed"))


def _without_loose(text: str, place: int, end: int) -> int:
    """Prepositions and articles at the end belong to what follows."""
    while end > place:
        cut = max(text.rfind(" ", place, end), text.rfind("\u00a0", place, end))
        word = text[cut + 1 : end].lower()
        if cut < place or word not in (*_FIRST, "the", "a", "an", "and", "&", "its", "his", "her"):
            break
        end = cut
    return end


def _bare(words: str) -> str | None:
    """Without preposition and article."""
    first, _, rest = words.strip().partition(" ")
    return _ARTICLE.sub("", (rest if first in _FIRST else words).strip()) or None


def _clean(post: str) -> str:
    return " ".join(_ARTICLE.sub("", post.strip()).split())


def _is_plural(head: str) -> bool:
    noun = head.lower().partition(" of ")[0]
    return noun.endswith("s") and not noun.endswith(("ss", "us", "affaires"))
