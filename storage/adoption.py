"""What a sentence says of a resolution: that it was adopted, that it was not (yet), or neither. Pure.

The predicate that governs the mention decides: the nearest before it in its clause, else the first behind it. A verb
of adopting counts where it is told as done; "expected to adopt", "vetoed", "a draft that would" speak of what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """CITED: the sentence says neither; so a resolution with a number is one that was adopted some day."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"
    CITED = "cited"


class Force(StrEnum):
    """How a verb is told: as done; as what a resolution does ("to extend", "will extend"); or as not so."""

    DONE = "done"
    CONTENT = "content"
    UNREAL = "unreal"


# Where a clause ends; a relative clause is one of its own, and so are what came before and after.
_BREAK = re.compile(
    r"[;:!?。；：，,—–]|\s-{1,2}\s"
    r"|\s(?=(?:but|while|whereas|although|though|after|because|since|when|despite|mais|tandis|après|pero|mientras|tras"
    r"|mas|enquanto|após|aber|während|nachdem|но|однако|после)\s)",
    re.IGNORECASE,
)
# An aside tells of something else: the subject goes on behind it.
_ASIDE = re.compile(
    r"\s*(?:but|while|whereas|although|though|after|because|since|when|despite|even|mais|tandis|après|pero|mientras"
    r"|mas|aber|но|однако|后|但)(?!\w)",
    re.IGNORECASE,
)
# Verbs that make a resolution or change a mandate, as English, French, Spanish, Portuguese, Russian, Chinese, Arabic.
_MAKES = re.compile(
    r"\b(?:adopt(?:s|ed|ing|ion)?|pass(?:es|ed|ing|age)?|approv(?:e|es|ed|ing|al)|endors(?:e|es|ed|ing)"
    r"|vot(?:e|es|ed|ing)\s+(?:on|against)\b|vot(?:ed|es)\s+(?:\S+\s+){0,6}?(?:for|to|in favou?r)\b|vot(?:e|ed) of\b"
    r"|extend(?:s|ed|ing)?|renew(?:s|ed|ing|al)?|prolong(?:s|ed|ing)?|authori[sz](?:e|es|ed|ing)"
    r"|adopté(?:e|es|s)?|adopte|approuvé(?:e|es)?|prorogé|renouvelé|prolongé"
    r"|adopt(?:ó|aron|ada|ado)|aprob(?:ó|aron|ada|ado)|aprov(?:ou|aram|ada|ado)|adot(?:ou|aram|ada|ado)"
    r"|prorrog(?:ó|ou|ada)|renov(?:ó|ou|ado)|принял[аио]?|принят[аоы]?|одобри\w+|продлил[аио]?"
    r"|verabschiedet\w*|angenommen|adottat[ao]|approvat[ao])\b"
    r"|通过|通過|延长|延長|اعتمد|تبنى|مدد",
    re.IGNORECASE,
)
# Words that a mandate's end may hang on; what runs or lasts does so only where one stands before it.
_ENDS = re.compile(
    r"\b(?:extend(?:s|ed|ing)?|extension|renew(?:s|ed|ing|al)?|prolong(?:s|ed|ing|ation)?"
    r"|authori[sz](?:e|es|ed|ing|ation))\b|延长|延長|延期",
    re.IGNORECASE,
)
_MANDATE = re.compile(r"\bmandate[ds]?\b|授权|任期", re.IGNORECASE)
# What is extended beside mandates.
_OTHER_TERM = re.compile(
    r"\b(?:sanction\w*|embargo\w*|panels?|group of experts|travel ban|asset|cease-?fire|truce|curfew)\b"
    r"|制裁|禁运|专家小组|专家组|停火",
    re.IGNORECASE,
)
_RUNS = re.compile(r"\b(?:run|runs|last|lasts|expire|expires|continue|continues)\b", re.IGNORECASE)
# What came to nothing, or is no more than a text.
_UNDONE = re.compile(
    r"\b(?:veto(?:es|ed|ing)?|reject(?:s|ed|ing|ion)?|block(?:s|ed|ing)|defeat(?:s|ed)?|voted down|shelv\w+|put off"
    r"|fail(?:s|ed|ure)?(?!\s+(?:\w+ly\s+)?to\s+"
    r"(?:implement|respect|comply|honou?r|abide|observe|enforce|apply|carry|live|meet|fulfil))"
    r"|postpon\w+|delay(?:s|ed)|withdr[ae]w\w*\s+(?:the|its|their|a)\s+(?:draft|text|resolution)|deferred|in blue"
    r"|(?:drafts?|drafting|drafted|proposed)(?!\s+by)|would[- ]be"
    r"|(?:was|were|is|are|meant|supposed|intended|hoped) to be(?:come)?"
    r"|devrai(?:t|ent)|pourrai(?:t|ent)|aurai(?:t|ent)|rejet\w+|n'a pas|n'ont pas|échou\w+|projets? de"
    r"|oppos\w+ (?:son|leur) veto|proyectos? de|deberían?|podrían?|habrían?|rechaz\w+|vet(?:ó|aron|ado|ada|ou|aram)"
    r"|se espera|prevén?|projetos? de|dever(?:á|ia|ão)|poder(?:á|ia)|teria|rejeit\w+|espera-se"
    r"|Entwurf\w*|abgelehnt|soll(?:te)?|würde|bozza|respint[ao]|dovrebbe"
    r"|проект\w*|отклон\w+|вето|ветировал\w*|должен|должна|должны|может|планиру\w+|ожида\w+|предлож\w+|намерен\w*)\b"
    r"|草案|否决|否決|未能|未获|预计|預計|有望|或将|提议|建议|呼吁|表决失败|مشروع|نقض|الفيتو|رفض|المتوقع|فشل",
    re.IGNORECASE,
)
# What is said of a text before it is voted on. Before a resolution's number it is said of that only where it stands by.
_PLANNED = re.compile(
    r"\b(?:expect(?:s|ed)?|schedul\w+|slated|poised|planned|due|tabled(?!\s+by)|circulat\w+|negotiat\w+|pending|await\w*"
    r"|consider(?:s|ed|ing)?|debat(?:e|es|ed|ing)|discuss(?:es|ed|ing)?|urg(?:es|ed|ing)|call(?:s|ed|ing) for"
    r"|prévu\w*|attendu\w*|previst[oa])\b"
    r"|表决(?!通过|结果)|拟于|推迟",
    re.IGNORECASE,
)
_BESIDE = 25
# Under such a word a whole clause is supposed, not told.
_SUPPOSED = re.compile(
    r"\s*(?:and\s+|or\s+)?(?:if|unless|once|should|whether|until|before|as soon as|si|se|falls|wenn|если|إذا)(?!\w)"
    r"|[^，。；]*(?:若|如果)",
    re.IGNORECASE,
)
_LIGHT = r"(?:not|also|then|now|soon|again|only|have|has|had|been|be|formally|quickly|\w+ly)"
_MODAL = re.compile(
    r"\b(?P<aux>will|would|could|may|might|should|shall|must|can|cannot|to|not|never|nor|no|if|unless|until|once|before"
    r"|without|instead of|ahead of|await\w*|pending|block\w*|prevent\w*|urg\w+|seek\w*|against|put off"
    r"|delay\w*|postpon\w*|call\w* for|\w+n't"
    r"|pas|jamais|sera|seront|serait|être|soit|no|não|não foi|será|sea|ser|não será|не|будет|ли|nicht|werden)\s+"
    rf"(?:the\s+|a\s+|an\s+|its\s+)?(?:{_LIGHT}\s+){{0,4}}\Z",
    re.IGNORECASE,
)
# "voted to", "agreed on Tuesday to": what follows was done.
_DECIDED = re.compile(
    r"\b(?:voted|votes|decid(?:ed|es|ing)|agreed|agrees|chose|proceeded|managed|went on)\b"
    r"[^,;]{0,60}?\sto\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
# What a plan or a failure hangs on, before "to extend".
_HELD = re.compile(
    r"\b(?:fail\w*|refus\w*|declin\w*|expect\w*|propos\w*|due|set|likely|about|plan\w*|ask\w*|want\w*|hop\w+|try|tried|tries"
    r"|unable|yet|meant|would|could|might|may|should|threat\w*|oppos\w*|bid|attempt\w*|effort\w*|push\w*|calls?|called|urg\w+"
    r"|seek\w*|draft\w*|reject\w*|veto\w*|schedul\w*|slated|poised|ready|prepar\w*|requests?|requested|recommend\w*|appeal\w*)\b"
    r"[^,;]{0,60}?\sto\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_HAVE = re.compile(r"\bhave\b", re.IGNORECASE)
_OUTCOME_OPEN = re.compile(r"\s(?:on|against)\Z", re.IGNORECASE)
# 将 and the like before a verb: still to come; 将…任期延长 only puts the object first.
_TO_COME_ZH = re.compile(r"(?:将(?!军)|拟|未|没有|不会|可望|才能)(?:于|在|就|对)?[^，。；、]{0,14}\Z")
_OBJECT_ZH = re.compile(r"将[^，。；、]*(?:任期|授权|期限)\w{0,6}\Z")


class _Predicate(NamedTuple):
    start: int
    status: Status


def status(told: str, start: int, end: int) -> Status:
    """What a sentence says of the resolution cited in told[start:end]."""
    clause = clause_of(told, start, end)
    before = list(_predicates(told, clause[0], start, ahead=True))
    if before:
        return before[-1].status
    for first, last in _going_on(told, end):
        found = next(_predicates(told, first, last, ahead=False), None)
        if found is not None:
            return found.status
    return Status.CITED


def end_told(told: str, start: int, end: int, place: int) -> bool:
    """Whether a day at a place of a sentence is told as the end of a mandate, by the resolution cited in it."""
    words = list(_ENDS.finditer(told, 0, place)) or list(_MANDATE.finditer(told, 0, place))
    cited = status(told, start, end)
    if not words or cited is Status.NOT_ADOPTED:
        return False
    governing = words[-1].start()
    if _OTHER_TERM.search(told, clause_of(told, governing, governing + 1)[0], place):
        return False
    runs = [verb.start() for verb in _RUNS.finditer(told, governing, place)]
    said = force(told, runs[-1] if runs else governing)
    return said is Force.DONE or (said is Force.CONTENT and cited is Status.ADOPTED)


def clause_of(told: str, start: int, end: int) -> tuple[int, int]:
    """The clause that holds told[start:end]."""
    first, last = 0, len(told)
    for found in _BREAK.finditer(told):
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end:
            last = found.start()
            break
    return first, last


def force(told: str, verb: int) -> Force:
    """How the verb at a place of a sentence is told."""
    head = told[clause_of(told, verb, verb + 1)[0] : verb]
    to_come = "\u4e00" <= told[verb] <= "\u9fff" and _TO_COME_ZH.search(head) and not _OBJECT_ZH.search(head)
    if to_come or _SUPPOSED.match(head):
        return Force.UNREAL
    modal = _MODAL.search(head)
    if modal is None or _DECIDED.search(head):
        return Force.DONE
    aux = modal["aux"].lower()
    if aux == "to":
        return Force.UNREAL if _HELD.search(head) else Force.CONTENT
    content = aux in ("will", "shall") or (aux == "would" and not _HAVE.search(modal[0]))
    return Force.CONTENT if content else Force.UNREAL


def _predicates(told: str, first: int, last: int, *, ahead: bool) -> Iterator[_Predicate]:
    """What says in a stretch of a sentence that something was adopted, or was not, in order. ahead: of the mention."""
    found = [_Predicate(one.start(), Status.NOT_ADOPTED) for one in _UNDONE.finditer(told, first, last)]
    found += [
        _Predicate(one.start(), Status.NOT_ADOPTED)
        for one in _PLANNED.finditer(told, max(first, last - _BESIDE) if ahead else first, last)
        if not (ahead and told.startswith(" to ", one.end()))  # what is expected to be done is said by its own verb
    ]
    found += [_Predicate(one.start(), _made(told, one)) for one in _MAKES.finditer(told, first, last)]
    yield from sorted(found)


def _made(told: str, verb: re.Match[str]) -> Status:
    """ADOPTED where the verb is told as done; a vote "on" or "against" says nothing of the outcome."""
    if _OUTCOME_OPEN.search(verb[0]):
        return Status.NOT_ADOPTED
    return Status.ADOPTED if force(told, verb.start()) is Force.DONE else Status.NOT_ADOPTED


def _going_on(told: str, place: int) -> Iterator[tuple[int, int]]:
    """The clauses behind a place in which its subject may go on, asides left out; up to one that begins anew."""
    first = place
    for found in [*_BREAK.finditer(told, place), None]:
        last = len(told) if found is None else found.start()
        if first > place and _ASIDE.match(told, first):
            return
        yield first, last
        if found is None or found[0] == ";":
            return
        first = found.end()
