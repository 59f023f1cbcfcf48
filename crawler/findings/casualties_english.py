"""Which people an English word of harm speaks of: subjects before it, objects after it, parts of a total. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.findings.casualties_clauses import DIRECT, agrees, reaches
from crawler.findings.casualties_groups import DEATH, HARM, Group, Hit, is_no_count, qualified
from crawler.findings.casualties_more import THEN, all_of, another, in_care, lives_lost, narrowed, then_died
from crawler.findings.casualties_named import in_apposition, with_named
from crawler.findings.casualties_ordinal import outside, tolls
from crawler.findings.casualties_parts import SUBJECT, in_an_aside, is_a_part, parted, parted_from_verb, parts, row_of
from crawler.findings.casualties_people import groups, is_of_people
from crawler.findings.casualties_scope import MAY
from crawler.findings.casualties_shared import all_from, gapped, of_country
from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span


@dataclass(frozen=True, slots=True)
class _Harm:
    start: int
    end: int
    kind: str
    forms: frozenset[str]


_BE_BEFORE = lazy(
    r"\b(?:was|were|been|being|be|is|are|got|gets?)(?:\s+\w+ly|\s+also|\s+reportedly)?\s*$", re.IGNORECASE
)
_NOT_SO = lazy(
    rf"\b(?:could|would|might|{MAY}|will|can|shall|should|must|to|not|never|cannot|n['’]t|if|nobody"
    r"|threaten\w*)\s+(?:be\s+|have\s+been\s+|ever\s+|get\s+)?$",
    re.IGNORECASE,
)
_PERFECT = lazy(r"\b(?:has|have|had)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE)
_WITH = lazy(r"\s*,?\s+(?:along|together)?\s*with\s+", re.IGNORECASE)
_COUNT_GAP = lazy(r"(?:[\s-]+(?!of\b|in\b|and\b|the\b)[\w'’-]+){0,3}\s+$")
_TOLL_TO = lazy(
    r"[^.;]{0,120}?\b(?:to|at|of|reached|hits?|passed|exceeded|was|is|stood at|stands at)\s+(?:now\s+)?$"
    r"|(?:\s+(?:since|in|during|as\s+of|to)\s[^:;\n]{1,30}|\s*\([^()\n]{1,40}\))?\s*:\s*$",
    re.IGNORECASE,
)
_NUMBER_OF = lazy(r"\b(?:number|total|toll|tally) of\b[^.;]{0,60}$", re.IGNORECASE)
_AUX_END = lazy(r"\b(?:was|were|been|being|is|are|be|got)\b(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_MAY_HAVE = lazy(r"\bmay\s+(?:also\s+)?have\s+(?:been\s+)?$|\bdue to\s*$", re.IGNORECASE)
_OF = lazy(r"\s+of\s+")
_HAVE = lazy(r"(?<!may )(?<!might )(?<!also )\b(?:has|have|had)\b")
_COUNTED_AS = lazy(r"\b(?:number|total|tally) of\b[^.;,\d]{0,90}$", re.IGNORECASE)
_WERE_AMONG = lazy(r"\b(?:was|were|is|are)\s+among\s+(?:the\s+|at least\s+)?$", re.IGNORECASE)
_AMONG = lazy(r"\bamong (?:the|those)\s+$", re.IGNORECASE)
_ASIDE = lazy(r"\s*\([^()]{1,80}\)(?=\s)")
# Those named behind: killed were two soldiers; the dead are two soldiers and a guard.
_OPENING = lazy(r"(?:^|[.:;,–—]\s*)(?:also\s+)?$|\bthe\s+$", re.IGNORECASE)
_WERE = lazy(r"[^.;]{0,45}?\s(?:were|was|are|is|includ\w+)\s+")
_IS = lazy(r"(?:\s+(?:in|by|on|at|near|during)\s[^,.;:]{1,40}?)?\s+(?:were|was|are|is|includ\w+)\s", re.IGNORECASE)
_EITHER = lazy(r"\s+or\s+\w+")
# Verbs whose bare number may count other things: lost 12, seized 40.
_NEEDS_PEOPLE = frozenset(
    {"lost", "hurt", "seized", "seize", "seizing", "captured", "executed", "executing", "infected"}
)
# Arrests are no casualties, unless they befall those whom a mission sends or helps.
MOST_WORDS_WITHOUT = 6
_HELD = frozenset({"detained", "snatched"})
_SENT = frozenset({"military", "police", "military observer"})


def find(passage: Passage, sentence: Span, marks: Sequence[Mark]) -> Iterator[Hit]:
    """The hits of one sentence. marks: its words of harm, in order."""
    start, end = sentence
    people = with_named(passage, sentence, groups(passage, start, end))
    counted = list(tolls(passage, sentence))
    yield from counted
    marks = outside(marks, counted)
    if not people and not any(mark.value.endswith("/count") for mark in marks):
        return
    found: list[Hit] = []
    used: set[int] = set()
    for harm in _harms(marks):
        for hit in _of(passage, sentence, harm, people, found):
            if hit.rule == THEN:
                found = [*narrowed(found, hit), hit]
            elif hit.group.start not in used:
                used.add(hit.group.start)
                found.append(replace(hit, harm=(harm.start, harm.end)))
    found = [*in_care(passage, found), *parts(passage, sentence, people, found, used)]
    yield from gapped(passage, sentence, found)


def _harms(marks: Sequence[Mark]) -> list[_Harm]:
    """One harm a span; a word may have several forms, and inside a longer one it has none."""
    forms: dict[tuple[int, int, str], set[str]] = {}
    for mark in marks:
        kind, form = mark.value.split("/")
        if not any(
            start <= mark.start and mark.end <= end and end - start > mark.end - mark.start for start, end, _ in forms
        ):
            forms.setdefault((mark.start, mark.end, kind), set()).add(form)
    return [_Harm(start, end, kind, frozenset(names)) for (start, end, kind), names in sorted(forms.items())]


def _of(passage: Passage, sentence: Span, harm: _Harm, people: Sequence[Group], found: Sequence[Hit]) -> Iterator[Hit]:
    """The people of one word of harm: the first reading of its forms that finds some."""
    text, start = passage.text, sentence[0]
    if not _is_told(passage, sentence, harm):
        return
    word, before = text[harm.start : harm.end].lower(), text[max(start, harm.start - 40) : harm.start]
    if word in _HELD or word == "loss":
        people = [group for group in people if group.personnel in _SENT]
    inverted = harm.forms & {"done", "state"} and _OPENING.search(before) and _IS.match(text, harm.end)
    if inverted or _AMONG.search(before):
        hits = list(_after(passage, harm, people, _WERE, "casualty: among the dead"))
    else:
        readings = (reading(passage, sentence, harm, people, found) for reading in (_tolls, _actives, _nouns))
        hits = next(filter(None, map(list, readings)), [])
    yield from hits
    if hits or inverted:
        return
    if harm.forms & {"done", "suffers", "state"}:
        aside = parted_from_verb(passage.text, harm.kind, (harm.start, harm.end), people)
        aside = aside or list(another(passage.text, sentence, (harm.start, harm.end), harm.kind, found))
        if harm.kind == DEATH and not aside:
            aside = list(then_died(passage, sentence, (harm.start, harm.end), found, people))
        yield from aside or _subjects(passage, sentence, harm, people)


def _is_told(passage: Passage, sentence: Span, harm: _Harm) -> bool:
    """False for what could, will or did not happen, and for "killed or wounded", which is of no one kind."""
    text, (start, end) = passage.text, sentence
    before = text[max(start, harm.start - 40) : harm.start]
    honoured = "posthumous" in text[harm.start : harm.end].lower()
    if before.endswith("-") or (_NOT_SO.search(before) and not honoured and not _MAY_HAVE.search(before)):
        return False
    either = _EITHER.match(text, harm.end)
    return not either or not any(mark.start < either.end() <= mark.end for mark in passage.within(harm.end, end, HARM))


def _tolls(
    passage: Passage,
    sentence: Span,
    harm: _Harm,
    people: Sequence[Group],
    found: Sequence[Hit],  # noqa: ARG001 - every reading has this form
) -> Iterator[Hit]:
    """The toll rose to 54; the number of peacekeepers killed rose to 281."""
    counted = harm.forms & {"done", "suffers"} and _COUNTED_AS.search(
        passage.text, max(sentence[0], harm.start - 110), harm.start
    )
    if counted or harm.forms & {"toll"}:
        yield from _after(passage, harm, people, _TOLL_TO, "casualty: toll", total=True)


def _actives(
    passage: Passage, sentence: Span, harm: _Harm, people: Sequence[Group], found: Sequence[Hit]
) -> Iterator[Hit]:
    passive = _BE_BEFORE.search(passage.text, max(sentence[0], harm.start - 40), harm.start)
    if harm.forms & {"does", "done"} and not passive:
        yield from _objects(passage, harm, people, found)


def _nouns(
    passage: Passage,
    sentence: Span,  # noqa: ARG001 - every reading has this form
    harm: _Harm,
    people: Sequence[Group],
    found: Sequence[Hit],  # noqa: ARG001 - every reading has this form
) -> Iterator[Hit]:
    """The death of two; two deaths."""
    if harm.forms & {"loss"}:
        yield from _after(passage, harm, people, _OF, "casualty: death of")
    if harm.forms & {"count"}:
        yield from _count(passage, harm, people)


def _objects(passage: Passage, harm: _Harm, people: Sequence[Group], found: Sequence[Hit]) -> Iterator[Hit]:
    """After an active verb: killing two soldiers and a civilian."""
    text = passage.text
    first = next((index for index, group in enumerate(people) if group.start >= harm.end), None)
    if first is None or text[harm.end : people[first].start].strip(' "“'):
        return
    word = text[harm.start : harm.end].lower()
    if (
        not people[first].firm
        and not people[first].partial
        and (word in _NEEDS_PEOPLE or (word == "buried" and not found))
    ):
        return
    perfect = bool(_PERFECT.search(text, max(0, harm.start - 30), harm.start))
    for group in row_of(passage, people, first, 1):
        yield Hit(group, harm.kind, "casualty: verb and its people", ((harm.start, group.end),), perfect)


def _after(
    passage: Passage, harm: _Harm, people: Sequence[Group], way: re.Pattern[str], rule: str, *, total: bool = False
) -> Iterator[Hit]:
    """After a noun: the death of two soldiers; the toll rose to 54."""
    text = passage.text
    first = next((index for index, group in enumerate(people) if group.start >= harm.end), None)
    if first is not None and way.fullmatch(text, harm.end, people[first].start):
        for group in row_of(passage, people, first, 1):
            yield Hit(group, harm.kind, rule, ((harm.start, group.end),), total=total)


def _count(passage: Passage, harm: _Harm, people: Sequence[Group]) -> Iterator[Hit]:
    """A counted noun: two fatalities. The number need not name people."""
    lives = passage.text[harm.start : harm.end].lower() == "lives"
    for number in passage.numbers:
        if number.end <= harm.start and harm.start - number.end < 40:
            lost = lives_lost(passage.text, number, harm.end) if lives else number.start
            if lost is None:
                continue
            group = next((one for one in people if one.start <= number.start < one.end), None)
            gap = passage.text[number.end : harm.start]
            if group is not None and not group.firm and gap.strip() == "":
                yield Hit(group, harm.kind, "casualty: counted noun", ((group.start, harm.end),))
                return
            if group is None and _COUNT_GAP.fullmatch(gap):
                if is_no_count(passage, number) or _is_of_another_row(passage.text, number.end, harm.start):
                    continue
                qualifier, bound, first = qualified(passage.text, 0, number)
                made = Group(first, harm.end, number.value, qualifier, bound, firm=True)
                part = (min(first, lost), harm.end)
                yield Hit(made, harm.kind, "casualty: counted noun", (part,), total=not lives)
                return


def _is_of_another_row(text: str, number: int, noun: int) -> bool:
    """True where a noun opens a line below the number: the label of a row of its own."""
    return text[noun].isupper() and "\n" in text[number:noun]


def _subjects(passage: Passage, sentence: Span, harm: _Harm, people: Sequence[Group]) -> Iterator[Hit]:
    """Before a verb or adjective: two soldiers from Nepal were killed; five injured."""
    text = passage.text
    index = max((at for at, group in enumerate(people) if group.end <= harm.start), default=None)
    if index is None:
        return
    group = people[index]
    home = None if group.firm else of_country(passage, group.end)
    end = home.end if home is not None else group.end
    gap = _ASIDE.sub("", text[end : harm.start].replace('"', "").replace("”", "").replace("“", ""))
    direct = bool(DIRECT.fullmatch(gap.removeprefix(",")))
    within = index and is_a_part(text, people[index - 1], group, gap)
    if index and (within or in_an_aside(text, people[index - 1], group, harm.start)):
        # 171 peacekeepers, including 24 officers, died: the larger number is the subject, this one a part of it.
        index -= 1
        group = people[index]
        if not within:
            # The aside is closed by a comma: what stands behind it leads to the verb.
            gap = text[text.rindex(",", 0, harm.start) + 1 : harm.start]
            direct = bool(DIRECT.fullmatch(gap))
    if not direct and not (group.firm or group.partial):
        return
    if not direct and not reaches(gap.removeprefix(",") if text[group.end - 1].isdigit() else gap):
        return
    # Without "was" a participle far away belongs to something else.
    if not direct and harm.forms == {"done"} and not _AUX_END.search(gap) and gap.count(" ") > MOST_WORDS_WITHOUT:
        return
    if not group.firm and not gap.strip() and not is_of_people(passage, harm.start, harm.end):
        return
    row = row_of(passage, people, index, -1)
    if not agrees(gap, group.value if len(row) == 1 else 2.0) and not (row := in_apposition(row)):
        return
    if len(row) == 1:
        one = all_of(text, sentence, row[0], (harm.start, harm.end))
        row = [replace(one, nationality=one.nationality or all_from(passage, harm.end, sentence[1]))]
    perfect = bool(_HAVE.search(gap))
    total = bool(_NUMBER_OF.search(text, max(sentence[0], group.start - 70), group.start))
    at = harm.start, harm.end
    hits = [Hit(one, harm.kind, SUBJECT, _spread(one, harm), perfect, total, harm=at) for one in row]
    yield from parted(hits)
    if index and _WERE_AMONG.search(text, max(sentence[0], group.start - 24), group.start):
        # Six peacekeepers were among eight people killed: the six died too.
        yield from (
            Hit(one, harm.kind, "casualty: among a number", _spread(one, harm))
            for one in people[:index]
            if one.firm and one.value <= group.value
        )
    after = next((at for at, other in enumerate(people) if other.start >= harm.end), None)
    if after is not None and _WITH.fullmatch(text, harm.end, people[after].start):
        for one in row_of(passage, people, after, 1):
            yield Hit(one, harm.kind, "casualty: together with", ((harm.start, one.end),), perfect)


def _spread(group: Group, harm: _Harm) -> tuple[Span, ...]:
    if harm.start - group.end <= 60:
        return ((group.start, harm.end),)
    return (group.start, group.end), (harm.start, harm.end)
