"""People named in English: a name with a post, a rank or another sign of a person beside it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.findings.passage import TITLE, Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_mentions import WRITTEN, Named, is_title_case
from crawler.findings.people_names import Candidate, Names, candidates
from crawler.findings.people_phrases import OCCUPATION, Phrases, Post
from crawler.findings.people_shared import LINK, share_bodies
from crawler.findings.people_signs import AGE, SAYS, sign_of

_BRACKETED = lazy(r"\([^()\n]{1,40}\)\s?$")
_ORIGIN = lazy(r"\s+of\s+(?:the\s+)?")
_OPENS = lazy(r"\s*,\s+|\s+\(|\s+[–—-]+\s+")
_INTRO = lazy(
    r"(?:who\s+(?:is|was|serves?\s+as|has\s+been)\s+|currently\s+)?(?:the|an?|its|his|her|their|our)?\s*"
    r"(?:\d{1,2}-year-old\s+)?",
    re.IGNORECASE,
)
_CLOSES = lazy(rf"\s*(?:[,.;:)”\"]|$|and\b|—|–|who\b|of\b|{SAYS}\b)")
# After the head of an apposition: else it is part of a longer noun (head creative, chief commercial officer).
_HEAD_ENDS = lazy(
    r"\s*(?:[,.;:()—–\-\"”“?!]|$|\n)|\s+[^\W\d_A-Z]{1,4}\b|\s+(?:who|which|while|under|since|during|within|from)\b"
    r"|\s+[A-Z\d]|\s+\w+(?:ed|s)\b"
)
_APPOSED = 70


@dataclass(frozen=True, slots=True)
class _Approach:
    """What stands before a name: from where, with a rank or form of address, over a comma, after a word for people."""

    place: int
    start: int
    ranked: bool
    comma: bool
    naming: bool


@dataclass(frozen=True, slots=True)
class _Origin:
    """What follows ``of`` after a name."""

    start: int
    end: int
    country: bool = False


def english(passage: Passage, names: Names) -> list[Named]:
    """All names of a passage, in order. A headline in capitals or Title Case tells nothing of names."""
    if passage.field == TITLE and is_title_case(passage.text):
        return []
    found = candidates(passage, names)
    return _Reader(passage, names, found).named() if found else []


class _Reader:
    def __init__(self, passage: Passage, names: Names, found: list[Candidate]) -> None:
        self._passage, self._text, self._names, self._all = passage, passage.text, names, found
        self._starts = {one.start: one for one in found}
        self._phrases = Phrases(passage, names, tuple(self._starts))
        self._marks = self._phrases.marks
        self._namings = {mark.end for mark in passage.of("naming") if mark.value == "en"}
        self._used: set[int] = set()

    def named(self) -> list[Named]:
        """Every candidate that something shows to be a person. Posts straight before a name are given out first."""
        approaches = [self._approach(one) for one in self._all]
        direct = [self._before(one, approach) for one, approach in zip(self._all, approaches, strict=True)]
        for post in direct:
            self._used.update(post.heads if post else ())
        found: list[Named] = []
        for one, approach, post in zip(self._all, approaches, direct, strict=True):
            person = self._person(one, approach, post, found[-1] if found else None)
            if person is not None:
                found.append(person)
        return share_bodies(self._text, found)

    def _approach(self, one: Candidate) -> _Approach:
        """Steps back over ranks, forms of address, brackets and one comma."""
        text, place, start = self._text, one.start, one.start
        ranked = comma = naming = False
        for _ in range(6):
            at = place
            while at and text[at - 1] in " \u00a0":
                at -= 1
            if at == place == one.start:
                break
            rank = self._marks.rank_by_end.get(at)
            if rank is not None and at not in self._marks.by_end:
                place = start = rank.start
                ranked = True
            elif text[at - 1 : at] == ")" and (bracket := _BRACKETED.search(text, max(0, at - 42), at)):
                place = bracket.start()
            elif text[at - 1 : at] == "," and not comma:
                comma, place = True, at - 1
            else:
                place, naming = at, at in self._namings
                break
        return _Approach(place, start, ranked, comma, naming)

    def _before(self, one: Candidate, approach: _Approach) -> Post | None:
        """The post straight before a name. One word alone must stand right after the head: President Otieno."""
        if approach.comma:
            return None
        head = self._phrases.head_before(approach.place, self._passage.sentence(one.start)[0], comma=False)
        if head is None:
            return None
        if len(one.words) == 1 and (head.end != approach.place or len(one.words[0]) < 2):
            return None
        return self._phrases.read(head, approach.place, several=True)

    def _person(self, one: Candidate, approach: _Approach, post: Post | None, last: Named | None) -> Named | None:
        person = Named(self._passage, approach.start, one.end, self._text[one.start : one.end])
        listed = last is not None and last.plural and LINK.fullmatch(self._text, last.end, approach.start)
        if post is None and last is not None and listed:
            person = replace(
                person,
                posts=last.posts,
                body=last.body,
                basis=f"shared with {last.name}",
                rule="person: post for several names",
                confidence=0.9,
                plural=True,
            )
        elif post is not None or (approach.comma and (post := self._over_comma(one, approach))):
            self._used.update(post.heads)
            person = replace(
                person,
                start=min(person.start, post.start),
                posts=_singular(post),
                body=post.body,
                basis=WRITTEN,
                plural=post.plural,
            )
        end, origin = self._after_name(one)
        person = self._with_later(person, end, origin if post is None or post.national else _no_country(origin))
        return person if person.posts else self._without_post(one, approach, person)

    def _with_later(self, person: Named, end: int, origin: _Origin | None) -> Named:
        """Adds what stands after the name: a post after a comma, or the body after ``of``."""
        # One word alone, with neither post nor rank before it, may be anything.
        sure = person.posts or " " in person.name or person.start < person.end - len(person.name)
        later = self._apposition(end, has_post=bool(person.posts)) if sure else None
        if later is not None:
            self._used.update(later.heads)
            posts = (*person.posts, *_split(later.post))
            return replace(person, end=later.end, posts=posts, body=later.body or person.body, basis=WRITTEN)
        if origin is not None and person.posts and person.body is None:
            return replace(person, end=origin.end, body=self._text[origin.start : origin.end])
        return person

    def _over_comma(self, one: Candidate, approach: _Approach) -> Post | None:
        """``the head of the mission, Anna Berg, said``."""
        if not approach.ranked and (len(one.words) == 1 or not _CLOSES.match(self._text, one.end)):
            return None
        head = self._phrases.head_before(approach.place, self._passage.sentence(one.start)[0], comma=True)
        if head is None or self._is_not_free(head):
            return None
        post = self._phrases.read(head, approach.place, several=True)
        return None if post.plural or not self._used.isdisjoint(post.heads) else post

    def _is_not_free(self, head: Mark) -> bool:
        """Given to another name; or work with a capital letter, a title of something (Football Manager)."""
        return head.start in self._used or (head.value == OCCUPATION and self._text[head.start].isupper())

    def _after_name(self, one: Candidate) -> tuple[int, _Origin | None]:
        """Past an age and ``of Nepal``; the span of what follows ``of`` where it is a country or body."""
        text, end = self._text, one.end
        if age := AGE.match(text, end):
            end = age.end()
        of = _ORIGIN.match(text, end)
        if of is None:
            return end, None
        owner = self._marks.owner_by_start.get(of.end())
        if owner is not None and owner.kind == "country":
            return owner.end, _Origin(owner.start, owner.end, country=True)
        stop = self._phrases.complement_end(end)
        words = text[of.end() : stop].split()
        if any(word.lower() in self._names.groups or word.isupper() for word in words):
            return stop, _Origin(of.end(), stop)
        return end, None

    def _apposition(self, place: int, *, has_post: bool) -> Post | None:
        """``, acting Force Commander of the United Nations Mission in South Sudan``."""
        opened = _OPENS.match(self._text, place)
        intro = opened and _INTRO.match(self._text, opened.end())
        if intro is None:
            return None
        first = intro.end()
        head = self._head_after(first)
        if head is None or self._is_not_free(head) or not _HEAD_ENDS.match(self._text, head.end):
            return None
        end = self._phrases.complement_end(head.end)
        post = self._phrases.read(head, end, several=False)
        loose = self._text[first : post.start]
        if (
            not self._are_modifiers(loose.split())
            or post.plural
            or (self._text[end : end + 1] == " " and self._name_at(end + 1))
        ):
            return None
        follower = LINK.match(self._text, end)
        if has_post and follower and self._name_at(follower.end()):
            return None
        if loose:
            post = replace(post, start=first, post=f"{' '.join(loose.split())} {post.post}")
        return self._and_more(post)

    def _are_modifiers(self, words: list[str]) -> bool:
        """True for small words before the head that its own phrase did not take: a local *rice* farmer."""
        names = self._names
        return len(words) < 4 and all(
            word.islower()
            and word.replace("-", "").isalpha()
            and word not in names.openings
            and word not in names.clause
            for word in words
        )

    def _and_more(self, post: Post) -> Post:
        """``head of mission and commander``: a second head after "and"."""
        if not self._text.startswith(" and ", post.end):
            return post
        head = self._head_after(post.end + 5)
        if head is None or head.start in self._used:
            return post
        end = self._phrases.complement_end(head.end)
        second = self._phrases.read(head, end, several=False)
        if second.start > post.end + 9 or self._name_at(end + 1):
            return post
        both = f"{post.post}; {second.post}"
        return replace(post, end=end, post=both, body=second.body or post.body, heads=(*post.heads, *second.heads))

    def _head_after(self, place: int) -> Mark | None:
        """The head of the post phrase that begins at a place; of two in a row (deputy commander) the last."""
        chosen: Mark | None = None
        for head in self._marks.after(place):
            if chosen is not None and head.start != chosen.end + 1:
                break
            if self._text[head.end : head.end + 2] in ("'s", "’s"):
                continue
            between = self._text[place : head.start]
            if len(between) > _APPOSED or any(sign in between for sign in ",;:()\n") or ". " in between:
                break
            chosen = head
        return chosen

    def _name_at(self, place: int) -> bool:
        """True where a name, with or without a rank before it, begins."""
        for _ in range(3):
            if place in self._starts:
                return True
            rank = self._marks.rank_by_start.get(place)
            if rank is None:
                return False
            place = rank.end + 1
        return False

    def _without_post(self, one: Candidate, approach: _Approach, person: Named) -> Named | None:
        """A rank or form of address shows a person, or another sign beside a name of two words."""
        if approach.ranked and len(one.words[-1]) > 1:
            return replace(person, rule="person: name with rank or form of address", confidence=0.9)
        if len(one.words) == 1:
            return None
        comma = approach.place if approach.comma else None
        sign = sign_of(self._text, one, self._marks, self._starts, named=approach.naming, comma=comma)
        return None if sign is None else replace(person, rule=sign[0], confidence=sign[1], end=sign[2])


def _no_country(origin: _Origin | None) -> _Origin | None:
    return None if origin is None or origin.country else origin


def _split(post: str) -> tuple[str, ...]:
    return tuple(one for one in post.split("; ") if one)


def _singular(post: Post) -> tuple[str, ...]:
    if not post.plural:
        return _split(post.post)
    words = post.post.split(" of ", 1)
    return (" of ".join([words[0].removesuffix("s"), *words[1:]]),)
