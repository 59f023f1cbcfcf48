"""Whether an English sentence asserts what befell people, or denies, doubts, claims, imagines or plays it. Pure.

The clause that governs the words settles it: its verb (denied that, tried to), the report that it names (false rumours
that), what stands between the people and their verb (may have been), and what is said of the report afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.findings.casualties_denied import denied_after
from crawler.findings.casualties_groups import Hit
from crawler.findings.casualties_scope import MAY, MOST_BETWEEN, REACH, clipped, ends_before, governs, is_presupposed
from crawler.findings.casualties_ways import (
    ASSERTED,
    ATTEMPTED,
    CLAIMED,
    DENIED,
    ENEMY,
    EXERCISE,
    HYPOTHETICAL,
    SAYS,
    WAYS,
    Way,
)
from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span

_FICTION = lazy(
    r"(?:(?<=[.!?;]\s)|\A)(?:In|For|As\s+part\s+of)\s+(?:the|this|that|their)\s+(?:\w+\s+)?(?:exercises?|drills?|war\s?games?),"
    r"|\b(?:(?<!worst-case )(?<!worst case )scenarios?|simulat\w+|mock|fictional|fictitious|fictive|imaginary|imagined"
    r"|(?:the|a)\s+(?:script|screenplay|storyline)|make-believe|notional\w*|role[- ]?play\w*|war[- ]?gam\w+"
    r"|table-?top|pretend\w*"
    r"|in\s+(?:the|a|his|her|this)\s+(?:\w+\s+)?(?:film|movie|novel|thriller|video game|short story|screenplay)"
    r"|(?:film|movie|novel|drama|tv series|television series|thriller|stage play|musical|video game)\s+(?:\w+\s+){0,4}?"
    r"(?:shows?|depicts?|portrays?|tells?|follows?|features?|imagines?|opens|ends|begins))\b",
    re.IGNORECASE,
)
_STAGED = lazy(
    r"\b(?:simulat\w+|mock|fictional|fictitious|imaginary|role[- ]?play\w*|exercise scenario|scenario of the"
    r" (?:\w+\s)?(?:exercise|drill|training))\b",
    re.IGNORECASE,
)
# One word in quotation marks is not meant as it stands: two soldiers were "killed".
_SCARE = lazy(r"[\"“‘](?!martyr)[a-z]+(?:\s[a-z]+)?[\"”’]", re.IGNORECASE)
# Straight before a number of people: none of the 30, not one, all but 3.
_NO_ONE = lazy(
    r"\b(?:(?:any|none|neither|either|no|never)\s+(?:\w+\s+)?(?:of|among)\s+(?:the|its|their|his|her|our|those|these)"
    r"|not|n['’]t|never|hardly|all\s+but|nor)\s+(?:(?:even|a\s+single)\s+)?$",
    re.IGNORECASE,
)
# Straight before a number that no longer holds: correcting an earlier toll of two dead.
_OUTDATED = lazy(
    r"\b(?:earlier|previous|prior)\s+(?:\w+\s+)?(?:toll|count|tally|figure|number|report|estimate)s?\s+of\s+"
    r"(?:at\s+least\s+|about\s+|some\s+)?$",
    re.IGNORECASE,
)
# At the end of what stands between people and their verb.
_NOT_BEEN = lazy(
    r"\b(?:not|never|n['’]t)\s+(?:\w+ly\s+)?(?:yet\s+)?(?:been\s+|be\s+|being\s+|have\s+been\s+)?$", re.IGNORECASE
)
_PERHAPS = lazy(
    rf"\b(?:{MAY}|might|could|would|can|should|must|will|shall|possibly|perhaps|maybe)\b[^,;]*$|\bfrom\s+being\s*$",
    re.IGNORECASE,
)
_ALLEGED = lazy(r"\b(?:allegedly|purportedly|supposedly)\b[^,;]*$", re.IGNORECASE)
_WOULD_HAVE = lazy(
    rf"\b(?:could|would|might|{MAY}|should|must|cannot|can)\s+(?:not\s+)?(?:(?:easily|well|also|still|even|only)\s+)?"
    r"(?:have\s+)?(?:been\s+)?$|\b(?:may|might|could)\s+also\s+have\s+(?:been\s+)?$",
    re.IGNORECASE,
)
_ASKS = lazy(r"[\"“‘]?(?:were|was|did|do|does|have|has|had|is|are|could|can|will)\b", re.IGNORECASE)
_HAD = lazy(r"(?:^|[;,“\"]\s*)Had\s+(?:the\s+)?$")
# Straight before a word of harm that opens the words: attempted murder of, without killing, nearly killed.
_TRIED = lazy(
    r"\b(?:(?:attempt|plot|conspir|foil|thwart|avert|prevent|avoid|escap|threaten|incit|contemplat|consider|plan|risk|fear)"
    r"\w*|attempts?\s+at|tried|trying|fail\w*|bid|possible|potential|alleged|supposed|purported|would-be|almost|nearly"
    r"|narrowly|virtually|instead\s+of|rather\s+than|without|short\s+of|against|call\w*\s+for|demand\w*|threats?\s+of"
    r"|danger\s+of|rumou?red|hypothetical|from)\s+"
    r"(?:(?:the|a|an|any|further|more|mass|possible|potential|of|at|in|deliberate\w*|actually|accidentally)\s+){0,3}$",
    re.IGNORECASE,
)
_LEADS_TO = lazy(
    rf"\b(?:could|would|might|{MAY}|will|can|should)\b[^,;]{{0,60}}\b(?:lead|result|mean|cause|cost|bring|end|risk|see|leave)"
    r"(?:s|ing)?\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_UNSURE = r"\b(?:unconfirmed|unverified|unsubstantiated|rumou?rs?)\b"
_ENEMY_AFTER = lazy(
    rf"[^;.]{{0,90}}?(?:,|—|–)\s*(?:according\s+to\s+)?(?:(?:the|a|an)\s+)?(?:[\w’'-]+\s+){{0,3}}?{ENEMY}"
    rf"(?:\s+[\w’'-]+){{0,2}}?\s+(?:{SAYS}|claim\w*)\b"
    rf"|[^;.]{{0,60}}\baccording\s+to\s+(?:[\w’'-]+\s+){{0,3}}?(?:{ENEMY}|{_UNSURE})",
    re.IGNORECASE,
)
_ENEMY_FIRST = lazy(rf"\baccording\s+to\s+(?:[\w’'-]+\s+){{0,3}}?(?:{ENEMY}|{_UNSURE})[^,;]*,[^;]*$", re.IGNORECASE)
# What opens a sentence so ends at its comma: amid fears of war, two were killed.
_ASIDE = lazy(r"(?:^|[,;]\s*)(?:amid(?:st)?|despite|with|after|following|in\s+spite\s+of|as)\b[^,;]*$", re.IGNORECASE)

# No words that govern are longer, in code points.
_LONGEST = 80
# Who stands accused of killing soldiers, or is before a court, is doubted; the dead are not.
_OF_DOING = lazy(r"\s+of\s+(?:having\s+|the\s+)?", re.IGNORECASE)
_UNIFORMED = frozenset({"military", "police", "military observer"})
_COURT = lazy(
    r"\b(?:arrest\w*|trials?|tried|courts?|convict\w*|charged|detain\w*|sentenc\w*|custody|suspects?|prosecut\w*|judges?"
    r"|verdict|jail\w*|prison|indict\w*|extradit\w*)\b",
    re.IGNORECASE,
)


def veracity(passage: Passage, sentence: Span, hit: Hit) -> str:
    """How the sentence tells a hit; parts of a number are told as their whole is."""
    if hit.whole is not None:
        return veracity(passage, sentence, hit.whole)
    return next(_readings(passage, sentence, hit), ASSERTED)


def _readings(passage: Passage, sentence: Span, hit: Hit) -> Iterator[str]:
    """Each way in which it is not asserted, the plainest first."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    first, last = hit.parts[0][0], hit.parts[-1][1]
    before, after = text[start:first], text[last:end]
    if text[sentence[1] - 1 : sentence[1]] == "?" and _ASKS.match(text, sentence[0]):
        yield HYPOTHETICAL
    if _is_staged(passage, sentence, hit):
        yield EXERCISE
    if hit.harm is not None:
        yield from _straight_before(text, before, hit, hit.harm)
    if not is_presupposed(text, (start, end), hit):
        # What stands further off, or behind a semicolon, governs nothing here.
        near = max(before.rfind(";") + 1, len(before) - MOST_BETWEEN - _LONGEST)
        for way in WAYS:
            if any(_reaches(passage, sentence, hit, found, way) for found in way.words.finditer(before, near)):
                yield way.veracity
        if _LEADS_TO.search(before):
            yield HYPOTHETICAL
    if _ENEMY_AFTER.match(after) or _ENEMY_FIRST.search(before):
        yield CLAIMED
    if denied_after(passage, sentence, hit) or _OUTDATED.search(before):
        yield DENIED


def _reaches(passage: Passage, sentence: Span, hit: Hit, found: re.Match[str], way: Way) -> bool:
    """Whether words found before a hit govern it."""
    before = found.string
    between = before[found.end() :]
    if "," in between and _ASIDE.search(before, 0, found.start()):
        return False
    if ends_before(between, hit):
        return False
    if found.group().lower() == "accused" and _OF_DOING.fullmatch(between):
        return not (hit.group.personnel in _UNIFORMED or _COURT.search(passage.text, *clipped(sentence, hit)))
    return governs(between, way.wants)


def _is_staged(passage: Passage, sentence: Span, hit: Hit) -> bool:
    """In a film or the scenario of an exercise, which the sentence before may set, or in quotation marks."""
    text, (start, end) = passage.text, clipped(sentence, hit)
    first, last = hit.parts[0][0], hit.parts[-1][1]
    clause = text.rfind(";", start, first) + 1 or start
    stop = text.find(";", last, end)
    if _FICTION.search(text, clause, stop if stop >= 0 else end) or _SCARE.search(
        text, max(start, first - 1), last + 1
    ):
        return True
    opens = sentence[0]
    if opens < 2 or "\n" in text[opens - 2 : opens]:
        return False
    previous = passage.sentence(opens - 2)
    return _STAGED.search(text, max(previous[0], previous[1] - REACH), previous[1]) is not None


def _straight_before(text: str, before: str, hit: Hit, harm: Span) -> Iterator[str]:
    """By the words straight before the people, between them and their verb, and straight before a harm that opens."""
    group = hit.group
    if harm[0] >= group.end:
        gap = text[group.end : harm[0]]
        if _NO_ONE.search(before) or _NOT_BEEN.search(gap):
            yield DENIED
        honoured = "posthumous" in text[slice(*harm)].lower()
        if (_PERHAPS.search(gap) and not honoured) or _HAD.search(before):
            yield HYPOTHETICAL
        if _ALLEGED.search(gap):
            yield CLAIMED
        return
    if _NO_ONE.search(text[harm[1] : group.start]):
        yield DENIED
    if _WOULD_HAVE.search(before):
        yield HYPOTHETICAL
    if _ALLEGED.search(before[-40:]):
        yield CLAIMED
    if _TRIED.search(before):
        yield ATTEMPTED
