"""Words of death, injury and abduction by language, and the counts of people that they govern. Pure.

A count of people whom no rule of casualties has read, in these languages, is left out rather than told as people
deployed or sent.
"""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy

# Verbs and participles that may stand behind their people.
_SUFFERED = (
    # Spanish, Portuguese
    r"muri(?:eron|ó|endo|eran?)|mueren?|muert[oa]s?|fallec\w+|pereci\w+|perdieron\s+la\s+vida|asesinad[oa]s?|herid[oa]s?"
    r"|lesionad[oa]s?|desaparecid[oa]s?|secuestrad[oa]s?|abatid[oa]s?|caíd[oa]s|morre(?:m|u|ram|ndo)|mort[oa]s|faleceu"
    r"|faleceram|ferid[oa]s?|perderam\s+a\s+vida"
    # French
    r"|tué(?:e?s)?|morte?s|meurent|moururent|décédé(?:e?s)?|décèdent|péri(?:ssent|rent)?|blessé(?:e?s)?|assassiné(?:e?s)?"
    r"|(?:perdu|perdent|perdirent)\s+la\s+vie|disparu(?:e?s)?|enlevé(?:e?s)?|abattu(?:e?s)?|tombé(?:e?s)?"
    # Russian, Ukrainian
    r"|погиб\w*|убит\w*|ранен\w*|пострада\w*|умер\w*|скончал\w*|похищен\w*|загину\w*|вбит\w*|поранен\w*|помер\w*"
    r"|постраждал\w*|викраден\w*|зникл\w*|пропал\w*"
    # Indonesian
    r"|tewas|meninggal|gugur|terbunuh|terluka|luka-luka|cedera|hilang|diculik"
    # Arabic, Urdu, Bengali
    r"|قتلوا|قُتلوا|لقوا|استشهدوا|توفوا|أصيبوا|جرحوا|خطفوا|اختطفوا|ہلاک|شہید|زخمی|جاں\s+بحق|مارے|لاپتہ|اغوا"
    r"|নিহত|আহত|মারা|প্রাণ|শহীদ|নিখোঁজ"
)
# What stands before its people only: verbs with an object, nouns, and the verb of a language that opens with it.
_BEFALLS = (
    r"mat(?:ó|aron|ado|an|ando)|hiri(?:ó|eron|endo)|muertes?|asesin(?:ó|aron|ato)|secuestr(?:ó|aron|o)|mortes?|matou"
    r"|mataram|matando|feriu|feriram|ferindo|vidas?|tu(?:e|ent|a|ant|er|èrent)|mort|décès|bless(?:e|ent|a|ant|er|èrent)"
    r"|assassinat|enlèvement|vies?|pertes?|гибел\w*|смерт\w*|убил\w*|ранил\w*|жизн\w*|загибел\w*|вбил\w*|поранил\w*"
    r"|menewaskan|melukai|kematian|gugurnya|tewasnya"
    r"|و?(?:قتل|قُتل|مقتل|مصرع|استشهد|استشهاد|وفاة|توفي|أصيب|أُصيب|إصابة|جرح|جُرح|خطف|اختطاف|اختطف|فقدان|سقوط|بمقتل|بجرح)"
)
_NO_LINK = r"(?!(?:y|et|e|и|та|і|و|ou|o|or|и|или|mais|pero|mas|но|dan|que|qui|tandis|mientras|enquanto|while)\b)"
_BEFORE = lazy(
    rf"(?<!\w)(?:{_SUFFERED}|{_BEFALLS})(?:\s+{_NO_LINK}[^\W\d_][\w’'-]*){{0,4}}\s*(?:d['’])?\Z", re.IGNORECASE
)
_WORD = (
    r"(?:\s+(?!(?:où|donde|onde|cuando|quando|lorsque|quand|mientras|tandis|enquanto|après|después|depois|tras|после|когда"
    r"|где|після|коли|де|بعد|عندما|حيث|setelah|ketika)\b)[^\W\d_][\w’'-]*)"
)
_AFTER = lazy(
    rf"(?:\s*\([^()]{{1,40}}\))?{_WORD}{{0,8}}?(?:\s*,[^,.;:!?؟؛()]{{1,90}},{_WORD}{{0,3}}?)?\s+(?:{_SUFFERED})(?!\w)",
    re.IGNORECASE,
)
_LISTED = lazy(r"\s*(?:,|\b(?:y|et|e|и|та|dan)\b|و)\s*", re.IGNORECASE)


# Code points between people and a verb behind them, both of theirs.
MOST_BETWEEN = 180


def is_foreign_casualty(text: str, span: tuple[int, int], counted: tuple[int, int], others: list[int]) -> bool:
    """True for a count that a word of harm governs. others: where the other numbers of the sentence begin."""
    (first, last), (start, end) = span, counted
    if _BEFORE.search(text, max(first, start - 70), start):
        return True
    after = _AFTER.match(text, end, min(last, end + MOST_BETWEEN))
    if after is None:
        return False
    between = [place for place in others if end <= place < after.end()]
    # Another number between has the verb for itself, unless the two stand in one list.
    return not between or _LISTED.fullmatch(text, end, between[0]) is not None
