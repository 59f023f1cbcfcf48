"""Countries named in a text, with their part in it: contributor, host or neither. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crawler.findings.country_roles import OTHER, part_of_row
from crawler.findings.gazetteer import COUNTRY, PEOPLE
from crawler.findings.passage import Mark, Passage, Text
from crawler.findings.patterns import lazy
from storage.findings import CountryMention, Finding, MissionMention

# Names in a row share their part: to East Timor (2000), Liberia and Haiti; 肯尼亚、柬埔寨和塞内加尔.
_ROW = lazy(
    r"\s*(?:[（(][^()（）]{0,24}[)）]\s*|['’]s?\s+|\s(?:has\s+)?[\d.,]*\d\s*(?:troops|soldiers|police)?)?(?:,\s(?:the\s)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?(?=,))?"
    r"(?:[,，、]\s*)?(?:(?:and|or|及|和|与|與|以及|以及|et|e|y|dan|и|та|و|ও|as well as)\s*)?"
    r"(?:,?\s*(?:to a lesser (?:degree|extent),|along with|(?:[\d,.]+|\w+)(?: each)? (?:from|de)|in|di|en|au)\s+)?"
    r"(?:(?:the|la|le|les|el|los|as|os|o|a|an|du|de la|de)\s+)?"
)
MOST_IN_BETWEEN = 40
# Adjectives that stand before America and its like make another place of them.
_NO_COUNTRY_BEFORE = lazy(r"(?:发展|發展|\b(?:South|North|Latin|Central|African|Native|Indigenous|Pan)[\s-]+)$")
_NO_COUNTRY_AFTER = lazy(r"\s*\$|\s+(?:Ocean|Sea|ink|Airlines|[Dd]ollars?)\b|-speaking\b|\s+languages?\b")

# French and Spanish, taught and spoken: a language where another one, or a verb for it, stands beside it.
_LANGUAGE = r"(?:English|French|Spanish|Portuguese|Arabic|Russian|Chinese|Mandarin|Swahili|Kiswahili|Lingala|Dinka)"
_SPOKEN_BEFORE = lazy(
    r"\b(?:sp(?:eak|oke)\w*|learn\w*|t(?:each|aught)\w*|stud(?:y|ie)\w*|translat\w+ into|written in|fluent in|said in|"
    rf"(?:most|all|some|half) of them in|{_LANGUAGE}(?:,|,? (?:and|or)))\s+(?:and\s+)?$"
)
_SPOKEN_AFTER = lazy(rf"\s*(?:[,.;:)!?]|$)|\s+(?:and|or|as well as)\s+{_LANGUAGE}\b(?!\s+[a-z])")
# So many signs before a name may hold the words that make it a language.
_SPOKEN_REACH = 28


def find(text: Text, before: Sequence[Finding]) -> Iterator[CountryMention]:
    """One finding a mention; the span runs through the words that give the role where they follow at once."""
    hosts = {
        iso3
        for one in before
        if isinstance(one, MissionMention)
        for iso3 in text.operations.by_acronym[one.mission].countries
    }
    language = (text.around.language or "en")[:2]
    for passage in text.passages:
        named = [mark for mark in _outer(passage.of(COUNTRY, PEOPLE)) if _names_a_country(passage, mark)]
        for row in _rows(passage, named):
            for mark, (role, end, rule) in zip(row, part_of_row(passage, row, hosts, language), strict=True):
                yield CountryMention(
                    field=passage.field,
                    position=passage.position,
                    parts=((mark.start, end),),
                    rule=rule,
                    iso3=_which_congo(text, mark),
                    role=role,
                    name=passage.text[mark.start : mark.end],
                    confidence=0.9 if role == OTHER else 1.0,
                )


def _outer(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Without what lies in a longer name of another kind: Central African in Central African Republic."""
    reach = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind)):
        if mark.end > reach:
            yield mark
            reach = mark.end


def _rows(passage: Passage, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks that stand in a row, together."""
    row: list[Mark] = []
    for mark in marks:
        if row and not (
            mark.kind == row[-1].kind
            and 0 < mark.start - row[-1].end <= MOST_IN_BETWEEN
            and _ROW.fullmatch(passage.text, row[-1].end, mark.start)
        ):
            yield row
            row = []
        row.append(mark)
    if row:
        yield row


def _names_a_country(passage: Passage, mark: Mark) -> bool:
    before = passage.text[max(0, mark.start - 14) : mark.start]
    if _NO_COUNTRY_BEFORE.search(before) or _NO_COUNTRY_AFTER.match(passage.text, mark.end):
        return False
    if mark.kind != PEOPLE or not _SPOKEN_AFTER.match(passage.text, mark.end):
        return True
    return not _SPOKEN_BEFORE.search(passage.text[max(0, mark.start - _SPOKEN_REACH) : mark.start])


def _which_congo(text: Text, mark: Mark) -> str:
    """Congo alone is the one of Kinshasa, where the operations are, unless Brazzaville is named."""
    if mark.value == "COD" and mark.end - mark.start == len("Congo"):
        return "COG" if any("Brazzaville" in passage.text for passage in text.passages) else "COD"
    return mark.value
