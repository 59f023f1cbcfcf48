"""Resolutions cited: number, body, day of adoption and vote. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crawler.findings.days import Day
from crawler.findings.days_told import told
from crawler.findings.number_words import UNITS
from crawler.findings.numbers import chinese_value
from crawler.findings.passage import BODY, Passage, Text
from crawler.findings.patterns import lazy
from crawler.findings.sentences import Span
from crawler.findings.windows import near, places
from storage.adoption import Status, status
from storage.findings import Finding, ResolutionMention
from storage.times import DAY_SIGNS, MONTH_SIGNS, YEAR_SIGNS

COUNCIL, ASSEMBLY = "UN Security Council", "UN General Assembly"
_NUMBER = r"(?P<n>\d{1,4})(?![\d.,]\d|\d)"
# The number follows the word, or stands before it; S/RES/2518 (2020) is the document's own sign.
_CITED = lazy(
    rf"(?P<sign>S/RES/(?P<s>\d{{1,4}})\s*\(\s*(?P<sy>(?:19|20)\d\d)\s*\))|A/RES/(?P<session>\d{{1,2}})/(?P<a>\d{{1,3}})"
    r"|\b(?:r[eé]solutions?|resolución|resolução)\s+\d{2}/(?P<a2>\d{1,3})\b"
    r"|第\s*\d{2}/(?P<a3>\d{1,3})\s*[号號]?\s*(?:决议|決議)"
    rf"|\b(?:r[eé]solutions?|resolusi|resolución|resolução|резолюци\w+)\s+(?:No\.?\s*|no\.?\s*|n[°º]\s*|№\s*|number\s+)?{_NUMBER}"
    rf"(?P<more>(?:\s*\((?:19|20)\d\d\))?(?:\s*(?:,|and|,\s*and|et|y|e|dan|и)\s+\d{{3,4}}(?!\d)(?:\s*\((?:19|20)\d\d\))?)*)"
    rf"|第\s*(?P<z>\d{{1,4}})\s*(?:\(\s*(?:19|20)\d\d\s*\)\s*|（\s*(?:19|20)\d\d\s*）\s*)?[号號]?\s*(?:决议|決議)"
    rf"|(?:决议|決議)[：:]?第\s*(?P<z2>\d{{1,4}})",
    re.IGNORECASE,
)
# No citation is without one of these.
_SIGNS_OF_A_VOTE = ("vot", "Vot", "favo", "Favo", "abst", "Abst", "nanimous", "票", "-", "–")
_SIGNS_AGAINST = ("against", "opposed")
_SIGNS_OF_ONE = ("/res/", "solution", "soluci", "soluç", "resolusi", "резолюц", "决议", "決議")
_YEAR = lazy(r"\s*[（(]\s*((?:19|20)\d\d)\s*[）)]")
_FURTHER = lazy(r"(\d{3,4})(?!\d)(?:\s*\(((?:19|20)\d\d)\))?")
_ASSEMBLY_NEAR = lazy(r"General Assembly|联合国大会|联大|Assemblée générale|Asamblea General", re.IGNORECASE)
_ADOPTED = lazy(
    r"\b(?:adopt\w*|pass(?:ed|es|ing)?|approv\w*|vot\w+|renew\w*|extend\w*|prolong\w*|authori[sz]\w*|unanimous\w*|abstain\w*"
    r"|(?:established|created|set\s+up)(?=[^.;]{0,60}?\b(?:by|under|through|in)\s+(?:the\s+)?(?:\w+\s+){0,3}resolution))\b|通过|通過|表决|延长|一致|成立|设立|設立",
    re.IGNORECASE,
)
_SMALL = "|".join(sorted(UNITS["en"], key=len, reverse=True))
_COUNT = rf"(?:\d{{1,3}}|{_SMALL}|no|none|nil)"
_TALLY = lazy(r"(?<![\d-])(\d{1,3})\s*[-–]\s*(\d{1,3})\s*[-–]\s*(\d{1,3})(?![\d-])")
_FAVOUR = lazy(
    rf"({_COUNT})(?:\s+(?:votes?|members|countries|states))?\s+(?:in\s+favou?r|for\b)|({_COUNT})\s+votes?\s+to\b"
    rf"|(?:\bvoted|\bvote\s+of|\bby)\s+({_COUNT})\s+to\b",
    re.IGNORECASE,
)
_AGAINST = lazy(rf"({_COUNT})(?:\s+votes?)?\s+(?:against|opposed)|\bto\s+({_COUNT})\b(?![,.]\d)", re.IGNORECASE)
_ABSTAIN = lazy(rf"({_COUNT})\s+(?:abstention|abstain|absten)|with\s+({_COUNT})\s+(?:\w+\s+)?abst", re.IGNORECASE)
_NAMED_ABSTAINING = lazy(r"\bwith\s[^.;]{1,120}?\babstain(?:ing|ed)\b", re.IGNORECASE)
_VOTES = "[一二三四五六七八九十零]"
_CHINESE_VOTE = lazy(rf"(\d+|{_VOTES}+)票赞成[，、,\s]*(?:(\d+|{_VOTES}+)票反对)?[，、,\s]*(?:(\d+|{_VOTES}+)票弃权)?")
_DATED = lazy(r"\s*,?\s*(?:of|dated|on|adopted (?:on|in)|in)\s+")
# Such a day is the resolution's own, whatever the sentence says of it.
_ITS_DAY = lazy(r"\s*,?\s*(?:of|dated|adopted (?:on|in))\s+")
_BEFORE_IT = lazy(r",?\s+(?:the\s+)?(?:UN\s+)?(?:Security\s+)?(?:Council['’]?s?\s+)?")
# What a press release says of the sitting it reports, within its first paragraphs.
_ADOPTING = lazy(
    r"\b(?:adopting|adopts|approves|approving|(?:the|its)\s+(?:unanimous\s+)?adoption\s+of)\s+(?:the\s+)?(?:text\s+as\s+)?\Z",
    re.IGNORECASE,
)
_PARAGRAPHS = 4
_FRESH = timedelta(days=7)
# A sentence before another ends so near to it; one that goes on begins with the number: Resolution 2771 keeps 860 men.
_GAP = 2
_OPENS = lazy(
    r"(?:(?:The\s+(?:text|measure|new\s+resolution|document)|It),?\s+(?:(?:adopted\s+)?as\s+)?|该)?", re.IGNORECASE
)
_VOTED = lazy(
    r"\b(?:voted\s+(?:[\w-]+\s+){0,6}?(?:to|for|in)|adopted|extended|renewed|prolonged|approved|passed)\b|表决|通过|通過",
    re.IGNORECASE,
)
# The Council's last number before 2024, how many it adopts a year since 2005, and how far off that may be.
_KNOWN_NUMBER, _KNOWN_YEAR, _A_YEAR, _STEADY_SINCE, _ALLOWED = 2722, 2024, 52, 2005, 90
_UNSURE = lazy(
    r"\b(?:drafts?|veto\w*|reject\w*|fail\w*|expected|would|will|may|might|could)\b|草案|否决|未能|将于", re.IGNORECASE
)
_UNTIL = lazy(
    r"\b(?:until|till|through|by|before|up to|to|as of|from|since|effective)\s*\Z|至\Z|延长至\Z", re.IGNORECASE
)
_ALL = lazy(r"\bunanimous(?:ly)?\b|一致通过", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cited:
    number: int
    year: str | None
    start: int
    end: int
    body: str


def find(text: Text, before: Sequence[Finding]) -> Iterator[ResolutionMention]:  # noqa: ARG001 - every rule has this form
    """One finding a citation. A day of adoption needs a verb of adopting in the sentence, or the year in brackets."""
    for passage in text.passages:
        for cited in _cited(passage):
            adopted, part = _adopted(passage, cited, text.around.published)
            if len(adopted or "") < DAY_SIGNS and _is_of_the_sitting(passage, cited):
                adopted = _sitting(text, cited) or adopted
            vote = _vote(passage, cited)
            if adopted is None and vote is None and (told_of := _told_before(passage, cited)) is not None:
                adopted, part, vote = _adopted_then(passage, told_of, cited, text.around.published)
            parts = [(cited.start, cited.end), *([part] if part else [])]
            yield ResolutionMention(
                field=passage.field,
                position=passage.position,
                parts=tuple(sorted(parts)),
                rule="resolution: cited by number",
                number=cited.number,
                adopted=adopted,
                body=cited.body,
                vote=vote,
            )


def _cited(passage: Passage) -> Iterator[_Cited]:
    text = passage.text
    for match in near(_CITED, text, _SIGNS_OF_ONE, before=40, after=200):
        got = match.groupdict()
        if assembly := got["a"] or got["a2"] or got["a3"]:
            yield _Cited(int(assembly), None, match.start(), match.end(), ASSEMBLY)
            continue
        digits = got["s"] or got["n"] or got["z"] or got["z2"]
        start, end = match.span()
        year = got["sy"]
        if got["n"]:
            end = match.end("n")
        if year is None and (bracket := _YEAR.match(text, match.end("n") if got["n"] else end)):
            year, end = bracket.group(1), max(end, bracket.end())
        sentence = passage.sentence(start)
        by_assembly = _ASSEMBLY_NEAR.search(text, sentence[0], sentence[1])
        council = re.search(r"Security Council|安理会|安全理事会", text[sentence[0] : sentence[1]])
        body = ASSEMBLY if by_assembly and not council else COUNCIL
        yield _Cited(int(digits), year, start, end, body)
        if got["n"]:
            for further in _FURTHER.finditer(text, match.start("more"), match.end("more")):
                if not further.group(1).startswith(("19", "20")) or int(further.group(1)) > 2100:
                    yield _Cited(int(further.group(1)), further.group(2), further.start(), further.end(), body)


def _adopted(
    passage: Passage, cited: _Cited, published: date | None
) -> tuple[str | None, tuple[int, int] | None]:  # fmt: skip
    """The day and its place: a day of the sentence, nearest to the number, where something is adopted there.

    Nothing is adopted that is expected, drafted or was rejected, nor on a day after the text was published.
    """
    text = passage.text
    start, end = passage.sentence(cited.start)
    inside = [
        day
        for day in passage.days
        if start <= day.start
        and day.end <= end
        and day.iso
        and not cited.start <= day.start < cited.end
        and (cited.year is None or day.iso.startswith(cited.year))
        and (published is None or day.iso <= published.isoformat()[: len(day.iso)])
        and not _is_a_term(text, day)
    ]
    verbs = [verb.start() for verb in _ADOPTED.finditer(text, start, end)]
    dated = next((day for day in inside if _DATED.fullmatch(text, cited.end, day.start)), None)
    dated = dated or next((day for day in inside if _BEFORE_IT.fullmatch(text, day.end, cited.start)), None)
    if dated is None and verbs:
        dated = min(
            inside, key=lambda day: min(abs(day.start - place) for place in (cited.start, *verbs)), default=None
        )
    if dated is not None and not _ITS_DAY.fullmatch(text, cited.end, dated.start):
        told = text[start:end]
        if status(told, cited.start - start, cited.end - start) is Status.NOT_ADOPTED:
            dated = None
    return (cited.year, None) if dated is None else (dated.iso, (dated.start, dated.end))


def _told_before(passage: Passage, cited: _Cited) -> Span | None:
    """The vote in the sentence before, of its paragraph; a sentence that begins with the number goes on about it."""
    start, _ = passage.sentence(cited.start)
    if not _OPENS.fullmatch(passage.text, start, cited.start) or start < _GAP:
        return None
    before = passage.sentence(start - _GAP)
    if before[1] > start or "\n" in passage.text[before[1] : start] or _CITED.search(passage.text, *before):
        return None
    if _UNSURE.search(passage.text, *before) or _ASSEMBLY_NEAR.search(passage.text, *before):
        return None
    voted = _VOTED.search(passage.text, *before)
    return voted.span() if voted is not None else None


def _adopted_then(
    passage: Passage, voted: Span, cited: _Cited, published: date | None
) -> tuple[str | None, Span | None, str | None]:
    """The day of adoption, its place and the vote, told in the sentence before a citation."""
    as_if = replace(cited, start=voted[1], end=voted[1])
    adopted, part = _adopted(passage, as_if, published)
    if adopted is None:
        end = passage.sentence(voted[0])[1]
        adopted, part = _adopted(passage, replace(cited, start=end - 1, end=end), published)
    if adopted is None or not _is_of_its_time(cited.number, adopted):
        return None, None, None
    return adopted, part, _vote(passage, as_if)


def _is_of_its_time(number: int, adopted: str) -> bool:
    """False for an old resolution told beside a new vote: the Council numbers them in order, some fifty a year."""
    year, known = int(adopted[:YEAR_SIGNS]), len(adopted) >= MONTH_SIGNS
    passed = year - _KNOWN_YEAR + ((int(adopted[5:7]) - 1) / 12 if known else 0.5)
    return year >= _STEADY_SINCE and abs(number - _KNOWN_NUMBER - passed * _A_YEAR) <= _ALLOWED


def _is_of_the_sitting(passage: Passage, cited: _Cited) -> bool:
    """True where a title or the opening says that the resolution is being adopted: Adopting Resolution 2759 (2024)."""
    if passage.field == BODY and passage.text.count("\n\n", 0, cited.start) >= _PARAGRAPHS:
        return False
    return _ADOPTING.search(passage.text, max(0, cited.start - 60), cited.start) is not None


def _sitting(text: Text, cited: _Cited) -> str | None:
    """The day that the opening tells first, of the week up to publication, in the resolution's year."""
    body, published = text.body, text.around.published
    if body is None or published is None:
        return None
    opening = "\n\n".join(body.text.split("\n\n", _PARAGRAPHS)[:_PARAGRAPHS])
    for day in told(body, 0, len(opening)):
        if day.iso and len(day.iso) == DAY_SIGNS and (cited.year or day.iso[:4]) == day.iso[:4]:
            return day.iso if timedelta(0) <= published - date.fromisoformat(day.iso) <= _FRESH else None
    return None


def _is_a_term(text: str, day: Day) -> bool:
    """``until 30 April`` says how long a mandate runs, not when it was adopted."""
    return bool(_UNTIL.search(text, max(0, day.start - 14), day.start)) or text.startswith("为止", day.end)


def _vote(passage: Passage, cited: _Cited) -> str | None:
    """In favour-against-abstained, where the sentence (or the next) tells it."""
    start, end = passage.sentence(cited.start)
    following = passage.sentence(min(end + 2, max(len(passage.text) - 1, 0)))
    for first, last in ((start, end), following):
        said = passage.text[first:last]
        if not any(word in said for word in _SIGNS_OF_A_VOTE):
            continue
        if ("-" in said or "–" in said) and (tally := _TALLY.search(said)):
            return "-".join(tally.groups())
        if chinese := _CHINESE_VOTE.search(said):
            return "-".join(str(_count(got or "0")) for got in chinese.groups())
        lower = said.lower()
        abstain = _ABSTAIN.search(said) if "abs" in lower else None
        against = _AGAINST.search(said) if any(word in lower for word in _SIGNS_AGAINST) else _to(said, lower)
        favour = _FAVOUR.search(said) if abstain or against else None
        if favour and (abstain or against):
            held = _count(_got(abstain)) if abstain else _abstaining(passage, first, last)
            return f"{_count(_got(favour))}-{_count(_got(against))}-{held}"
        if first == start and _ALL.search(said) and cited.body == COUNCIL:
            return None
    return None


def _to(said: str, lower: str) -> re.Match[str] | None:
    """The votes against in ``12 to 3``, in a sentence that has no word for being against."""
    return next((match for place in places(lower, ("to",)) if (match := _AGAINST.match(said, place))), None)


def _abstaining(passage: Passage, start: int, end: int) -> int:
    """How many countries are named before ``abstaining``: 12 votes to nil with China and Russia abstaining."""
    said = _NAMED_ABSTAINING.search(passage.text, start, end)
    return 0 if said is None else len(list(passage.within(said.start(), said.end(), "country")))


def _got(match: re.Match[str] | None) -> str:
    return "0" if match is None else next(group for group in match.groups() if group)


def _count(words: str) -> int:
    lower = words.lower()
    if lower.isdigit():
        return int(lower)
    if lower in ("no", "none", "nil"):
        return 0
    return UNITS["en"].get(lower, int(chinese_value(words) or 0))
