"""The words of time and order round a count: marks of kind cue (cues.toml) and the grammar that joins them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.findings.figures_setting import Setting, Span, is_aside
from crawler.findings.passage import Mark
from crawler.findings.patterns import lazy

# How far, in code points, a cue reaches to a count.
NOW_FAR, FAR, CLAUSE, PARTICIPLE, TAIL = 120, 200, 140, 26, 60
_OVER_YEARS = lazy(
    r"\b(?:in|over|during)\s+(?:the\s+)?(?:past\s+|last\s+|these\s+)?(?:[\w-]+\s+)?(?:years|decades?|months|weeks|"
    r"century|quarter)\b"
    r"|\bза\s+(?:\S+\s+)?(?:лет|года|років)\b|\b[сз]\s+(?:19|20)\d\d|\bіз\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_NOT_SO_FAR = lazy(r"\s+(?:been|become|had|taken)\b", re.IGNORECASE)
_SERVING = lazy(
    r"\s*,?\s*(?:who\s+)?(?:(?:is|are|being)\s+(?:\w+\s+)?(?:deployed|serving|stationed|"
    r"performing|working|taking\s+part|operating|participating|present)\b|坚守|執勤|执勤|执行任务|服役)",
    re.IGNORECASE,
)
_OTHER_VERB = lazy(r"[,;；，]|\sand\s+(?:has|have|is|was|are|were|had)\b")
# Had 15,000 in 2007 and has 10,000 today: the word of the present is of the other verb.
_OTHER_HAS = lazy(r"\b(?:and|but)\s+(?:\w+\s+){0,2}?(?:has|have|is|are)\b[^.;]*\d|\b(?:19|20)\d\d\b", re.IGNORECASE)
_BRACKETED = lazy(r",\s+(?:including|of\s+wh(?:om|ich)|among|with)[^,;.]{0,60},")
# A clause begins behind these; UNISFA, whose ceiling is 3,250, has 2,900.
_STOPS = ("，", " but ", " while ", ", has ", ", had ", ", now has ", ", currently has ", " and has ", " and now has ")
# It has 7,610 peacekeepers and is to stop in May: what is to come is of the other verb.
_AND_IT = lazy(r"\b(?:and|but)\s+(?:it\s+|they\s+)?\Z", re.IGNORECASE)
# Soldiers were in Gao and the end would cost: they have a verb of their own, which no adverb alone parts from the cue.
_HAS_ITS_VERB = lazy(
    r"(?<!who)(?<!that)(?<!which)\s(?:is|are|was|were)\s(?!(?:(?:also|now|still|already|all|then|soon|not|been|being"
    r"|[a-z]+ly)\s*)+\Z)[^\s]",
    re.IGNORECASE,
)
# No other clause and no other count between a count and its verb; a comma may close an apposition.
_ONE_CLAUSE = lazy(r"[^.;。；，、,\d]*|,\s*")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a count's sentence. first: where the part begins that speaks of the count (after a semicolon)."""

    at: Setting
    first: int
    before: tuple[Mark, ...]
    clause: tuple[Mark, ...]
    after: tuple[Mark, ...]

    @property
    def head(self) -> str:
        """The words straight before the count."""
        return self.at.text[max(self.at.span[0], self.at.words[0] - TAIL) : self.at.words[0]]

    def now(self) -> Span | None:
        """The last word of the present before the count, or an empty span for one soon after it."""
        start, end = self.at.words
        for cue in reversed(self.before):
            if cue.start < max(self.first, start - NOW_FAR):
                break
            if cue.value.startswith("now"):
                return cue.start, cue.end
        for cue in self.after:
            if cue.start > end + TAIL:
                break
            between = self.at.text[end : cue.start]
            if _OTHER_HAS.search(between):
                break
            if cue.value.startswith("now") and not set(between) & {";", "，", "。"}:
                return start, start
        return None

    def so_far(self) -> Span | None:
        """Words that add up over time: since, so far, over the past 20 years, 累计."""
        start = self.at.words[0]
        for cue in reversed(self.before):
            if cue.start < max(self.first, start - FAR):
                break
            if self._adds_up(cue):
                return cue.start, cue.end
        found = None
        for found in _OVER_YEARS.finditer(self.at.text, max(self.first, start - FAR), start):  # noqa: B007 - the last
            pass
        return found.span() if found is not None else self._so_far_after()

    def _so_far_after(self) -> Span | None:
        end = self.at.words[1]
        tail = self.at.text[end : min(self.at.span[1], end + 3 * TAIL)]
        tail = _OTHER_VERB.split(_BRACKETED.sub(lambda found: " " * len(found.group()), tail), maxsplit=1)[0]
        for cue in self.after:
            if cue.start >= end + len(tail):
                break
            if self._adds_up(cue):
                return cue.start, cue.end
        found = _OVER_YEARS.search(self.at.text, end, end + len(tail))
        return found.span() if found else None

    def _adds_up(self, cue: Mark) -> bool:
        return cue.value.startswith("sofar") and not _NOT_SO_FAR.match(self.at.text, cue.end)

    def done(self, *, near: int) -> bool:
        """True after a perfect: have with a participle of doing soon after it, the last of them near the count."""
        start = self.at.words[0]
        # Has sent 9,300, and 770 serve at present: 342 in Chad.
        last = max((cue.end for cue in self.before if cue.value.startswith("now")), default=0)
        return _is_perfect([cue for cue in self.before if cue.start >= max(last, start - FAR)], start, near)

    def done_after(self) -> bool:
        """True where a perfect follows the count at once: two million men and women have served."""
        end = self.at.words[1]
        soon = [cue for cue in self.after if end <= cue.start <= end + 40]
        return (
            bool(soon) and soon[0].value.startswith("have") and soon[0].start <= end + 17 and _is_perfect(soon, end, 60)
        )

    def worked(self) -> bool:
        """True after work told in the simple past: treated 4,350 patients."""
        start = self.at.words[0]
        return any(
            cue.value.startswith("work")
            and cue.end >= start - 46
            and not set(self.at.text[cue.end : start]) & {".", ";"}
            for cue in self.before
        )

    def ahead(self) -> bool:
        """True where the words after a count speak of what is to come: will leave, are due, next month."""
        end = self.at.words[1]
        for cue in self.after:
            if cue.start >= min(self.at.span[1], end + TAIL):
                break
            if cue.start >= end and cue.value.startswith(("planned", "ahead")):
                if is_aside(self.at, self.first, cue.start):
                    return False
                between = _BRACKETED.sub("", self.at.text[end : cue.start])
                other = _AND_IT.search(between) or _HAS_ITS_VERB.search(between)
                return not other and _ONE_CLAUSE.fullmatch(between) is not None
        return False

    def serving(self) -> re.Match[str] | None:
        """The words "are still working", where they follow the count at once."""
        return _SERVING.match(self.at.text, self.at.words[1], self.at.span[1])


def cues_of(at: Setting) -> Cues:
    """Read the cues of a count's sentence."""
    # A Chinese noun may stand before its number: what is told between them is told before the count.
    text, start = at.text, at.number[0] if at.passage.chinese else at.words[0]
    first = max(at.span[0], *(text.rfind(stop, at.span[0], start) + 1 for stop in (";", "；", ": ")))
    clause = first
    for stop in _STOPS:
        found = text.rfind(stop, first, start)
        clause = max(clause, found + len(stop)) if found >= 0 else clause
    marks = tuple(at.passage.within(*at.span, "cue"))
    before = tuple(cue for cue in marks if cue.end <= start)
    return Cues(
        at,
        first,
        before,
        tuple(cue for cue in before if cue.start >= max(clause, start - CLAUSE)),
        tuple(cue for cue in marks if cue.start >= at.number[1]),
    )


def _is_perfect(cues: list[Mark], start: int, near: int) -> bool:
    for place, cue in enumerate(cues):
        if not cue.value.startswith(("done", "work")) or start - cue.end > near:
            continue
        for other in reversed(cues[:place]):
            if cue.start - other.end > PARTICIPLE:
                break
            if other.value.startswith("have"):
                return True
    return False
