"""Which people a word of harm of a Romance language speaks of: its subject, its object, those whom it counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.casualties_groups import COUNTRY, DEATH, HARM, INJURY, Group, Hit
from crawler.findings.casualties_more import narrowed
from crawler.findings.casualties_parts import SUBJECT
from crawler.findings.casualties_romance_parts import among_the_dead, joined, parts, without_parts
from crawler.findings.casualties_romance_people import groups
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.romance import COUNT, DOES, DONE, LOSES, LOSS, SUFFERS, Form, Tongue
from crawler.findings.sentences import Span

_OBJECT, _LOSS, _TOLL = "casualty: verb and its people", "casualty: death of", "casualty: toll"
_LOSER_REACH = 60
_MOST_BETWEEN, _MOST_WORDS_ALONE, _TOLL_REACH, _TOGETHER = 140, 6, 110, 60
_ASIDE = lazy(r"\A[^,–—)]*[,–—)]")
_PAUSES = ',;:–—-(«“"'
_STOPS = lazy(r"[;:«»“”\"]|[.!?]\s")


@dataclass(frozen=True, slots=True)
class _Reader:
    """One sentence in its language, with its people."""

    passage: Passage
    tongue: Tongue
    span: Span
    people: Sequence[Group]
    harms: Sequence[Span]

    @property
    def text(self) -> str:
        return self.passage.text

    def of(self, harm: Mark, form: Form) -> Iterator[Hit]:
        """The people of one word of harm: the first reading that finds some."""
        if self._is_either(harm):
            return
        if form.form == LOSS:
            yield from self._behind(harm, form, self.tongue["of_lost"], _LOSS)
        elif form.form in (DOES, LOSES) or (form.form == DONE and self._is_active(harm.start)):
            yield from self._behind(harm, form, self.tongue["object"], _OBJECT)
        else:
            for reading in (self._toll, self._subject, self._inverted, self._joined):
                if hits := list(reading(harm, form)):
                    yield from hits
                    return

    def _is_either(self, harm: Mark) -> bool:
        """Whether the people were killed, wounded or abducted, which is of no one kind."""
        ends = dict(self.harms)
        link = self.tongue["either"].match(self.text, harm.end)
        while link is not None and link.end() in ends:
            if link["or"]:
                return True
            link = self.tongue["either"].match(self.text, ends[link.end()])
        return False

    def _is_active(self, place: int) -> bool:
        """After "has" a participle has an object: "a tué deux", unless it has been done to somebody."""
        found = self.tongue["active"].search(self.text, max(self.span[0], place - 30), place)
        return found is not None and not self.tongue["been"].search(found.group())

    def _behind(self, harm: Mark, form: Form, way: re.Pattern[str], rule: str, *, total: bool = False) -> Iterator[Hit]:
        first = next((at for at, group in enumerate(self.people) if group.start >= harm.end), None)
        if first is None or not way.fullmatch(self.text, harm.end, self.people[first].start):
            return
        if form.form in (LOSS, LOSES) and not self.people[first].firm:
            return
        for group in self._row_on(first):
            yield Hit(group, form.kind, rule, ((harm.start, group.end),), total=total, harm=(harm.start, harm.end))

    def _row_on(self, index: int) -> list[Group]:
        """People joined to a group from there on, as far as they have no verb of their own."""
        row = [self.people[index]]
        for group in self.people[index + 1 :]:
            following = next((harm for harm in self.harms if harm[0] >= group.end), None)
            own = following is not None and self.tongue["direct"].fullmatch(self.text, group.end, following[0])
            if own or not group.firm or not joined(self.text, self.tongue, row[-1], group):
                break
            row.append(group)
        return row

    def _toll(self, harm: Mark, form: Form) -> Iterator[Hit]:
        """12, the number of soldiers killed; the number of the dead rose to 12."""
        if form.many is False:
            return
        at = max(self.span[0], harm.start - _TOLL_REACH)
        for group in self.people:
            if group.firm or not at <= group.end <= harm.start:
                continue
            amounts = self.tongue["amounts"].search(self.text, at, group.start)
            way = self.tongue["the_many_after" if amounts else "toll_after"]
            if way.fullmatch(self.text, group.end, harm.start):
                yield Hit(group, form.kind, _TOLL, _spread(group, harm), total=True, harm=(harm.start, harm.end))
                return
        if self.tongue["toll_before"].search(self.text, at, harm.start):
            yield from self._behind(harm, form, self.tongue["toll_to"], _TOLL, total=True)

    def _subject(self, harm: Mark, form: Form) -> Iterator[Hit]:
        """Before the word: two soldiers of the mission were killed; five hurt."""
        index = max((at for at, group in enumerate(self.people) if group.end <= harm.start), default=None)
        if index is None:
            return
        whole = without_parts(self.text, self.tongue, self.people, index, harm.start)
        group, last = self.people[index if whole is None else whole], self.people[index]
        gap = self.text[last.end : harm.start]
        if whole is not None:
            gap = _ASIDE.sub("", gap, count=1)
        if self.tongue["bare_noun"].search(gap) or (form.form == COUNT and (group.firm or gap.strip())):
            return
        direct = self.tongue["direct"].fullmatch(gap.removeprefix(",") if group.firm else gap) is not None
        if not direct and not (group.firm and self._reaches(gap, form)):
            return
        row = [group] if whole is not None else self._row_back(index)
        tail = self.tongue["tail"].search(gap)
        if not self._agrees(tail.group() if tail else "", form, row):
            return
        hits = [Hit(one, form.kind, SUBJECT, _spread(one, harm), harm=(harm.start, harm.end)) for one in row]
        total, *rest = hits
        if len(rest) > 1 and sum(hit.group.value for hit in rest) == total.group.value:
            # Eight people, six soldiers and two pilots, died: the later ones are the eight.
            hits = [total, *(replace(hit, part=True, whole=total) for hit in rest)]
        yield from hits

    def _row_back(self, index: int) -> list[Group]:
        """A group with those joined to it before, the first of which must open the clause: else it is an object."""
        row = [self.people[index]]
        for group in reversed(self.people[:index]):
            if not (group.firm and row[0].firm and joined(self.text, self.tongue, group, row[0])):
                break
            row.insert(0, group)
        while len(row) > 1 and not self._opens_clause(row[0].start):
            row.pop(0)
        return row

    def _opens_clause(self, place: int) -> bool:
        before = self.text[self.span[0] : place].rstrip()
        word = before.rsplit(maxsplit=1)[-1:]
        if not word or word[0][-1] in _PAUSES or not word[0][0].islower():
            return True
        return self.tongue["opens"].search(word[0]) is not None

    def _reaches(self, gap: str, form: Form) -> bool:
        """Whether only words that belong to the people stand between them and the word of harm, and what helps it."""
        tongue = self.tongue
        tail = tongue["tail"].search(gap)
        core = gap[: tail.start()] if tail else gap
        helped = form.form == SUFFERS or bool(gap[len(core) :].strip())
        first = tongue["harm"].search(core.lower())
        # A soldier, hurt on Monday, has died.
        died = (
            first is not None and form.kind == DEATH and helped and not tongue["be_one"].search(core, 0, first.start())
        )
        # One word more is an adjective of theirs that no table knows.
        adjective = helped and core.strip().isalpha() and not tongue["link"].search(core)
        opened = tongue["opens_of"].match(core) or died or adjective
        if len(gap) > _MOST_BETWEEN or not opened or _STOPS.search(core) or (first and not died):
            return False
        if not helped and (core.count(" ") > _MOST_WORDS_ALONE or tongue["person"].search(core)):
            return False
        if core.startswith(",") and not core.rstrip().endswith(","):
            return False
        if tongue["breaks"].search(core):
            return False
        finite = tongue["finite"].search(core)
        return finite is None or tongue["who"].search(core, 0, finite.start()) is not None

    def _agrees(self, helps: str, form: Form, row: Sequence[Group]) -> bool:
        """One person has a verb for one, several have a verb for several; a score may have either.

        helps: the words that help the word of harm.
        """
        many = True if self.tongue["be_many"].search(helps) else form.many
        if many is not True and self.tongue["be_one"].search(helps):
            many = False
        several = len(row) > 1 or row[0].value != 1
        loose = any(self.tongue[name].search(self.text, row[0].start, row[0].end) for name in ("collective", "sum"))
        return many is None or many is several or loose

    def _inverted(self, harm: Mark, form: Form) -> Iterator[Hit]:
        """Behind the word: "murieron dos soldados", "resultaron heridos tres"."""
        if form.form == COUNT:
            return
        tail = self.tongue["tail"].search(self.text, max(self.span[0], harm.start - 30), harm.start)
        helps = tail.group().strip() if tail else ""
        if form.form != SUFFERS and not helps and self.text[self.span[0] : harm.start].strip():
            return
        hits = list(self._behind(harm, form, self.tongue["direct"], SUBJECT))
        if hits and self._agrees(helps, form, [hits[0].group]):
            yield from hits

    def _joined(self, harm: Mark, form: Form) -> Iterator[Hit]:
        """A participle joined to an active one: "a blessé deux soldats et tué un civil"."""
        link = self.tongue["link_before"].search(self.text, max(self.span[0], harm.start - 12), harm.start)
        if (
            form.form == DONE
            and link is not None
            and any(self._is_active(one[0]) for one in self.harms if one[1] < harm.start)
        ):
            yield from self._behind(harm, form, self.tongue["object"], _OBJECT)


def find(tongue: Tongue, passage: Passage, span: Span, marks: Sequence[Mark]) -> Iterator[Hit]:
    """The hits of one sentence. marks: its words of harm, in order, as `harms` gives them."""
    places = [(mark.start, mark.end) for mark in marks]
    people = groups(passage, tongue, span, places)
    if not people:
        return
    reader = _Reader(passage, tongue, span, people, places)
    found: list[Hit] = list(among_the_dead(passage.text, tongue, span, people, marks))
    for mark in marks:
        for hit in reader.of(mark, tongue.forms[int(mark.value)]):
            told = [one for one in found if one.group.start == hit.group.start]
            if not told:
                found.append(hit)
            elif hit.kind == DEATH and all(one.kind == INJURY for one in told):
                died = replace(hit, within=(mark.start, span[1]))
                found = [*narrowed(found, died), died]
    losing = {mark.start for mark in marks if tongue.forms[int(mark.value)].form == LOSES}
    for hit in parts(passage.text, tongue, people, found):
        yield _of_loser(passage, tongue, span, hit) if hit.harm and hit.harm[0] in losing else hit


def _of_loser(passage: Passage, tongue: Tongue, span: Span, hit: Hit) -> Hit:
    """With the country that lost its people: España ha perdido a catorce militares."""
    place = hit.parts[0][0]
    if hit.group.nationality is None:
        for mark in passage.within(max(span[0], place - _LOSER_REACH), place, COUNTRY):
            if tongue["direct"].fullmatch(passage.text, mark.end, place):
                return replace(hit, group=replace(hit.group, nationality=mark.value))
    return hit


def harms(tongue: Tongue, passage: Passage) -> list[Mark]:
    """The words of harm of a text, in order. value: the number of its form."""
    small = passage.text.lower()
    text = small if len(small) == len(passage.text) else passage.text
    found = [
        Mark(match.start(), match.end(), HARM, (match.lastgroup or "h0")[1:])
        for name in ("harm", "lost")
        for match in tongue[name].finditer(text)
    ]
    return sorted(found)


def _spread(group: Group, harm: Mark) -> tuple[Span, ...]:
    if harm.start - group.end <= _TOGETHER:
        return ((group.start, harm.end),)
    return (group.start, group.end), (harm.start, harm.end)
