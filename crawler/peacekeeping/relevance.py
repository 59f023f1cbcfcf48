"""Decides whether an article is about peacekeeping, and says why. Pure: terms and missions in, decisions out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from crawler.peacekeeping.contested import QUOTED, Dispute, Disputes
from crawler.peacekeeping.described import Described
from crawler.peacekeeping.document import ELSEWHERE, LEAD, Document, View
from crawler.peacekeeping.doubts import Doubts
from crawler.peacekeeping.entries import compile_entries, compile_missions, compile_supporting
from crawler.peacekeeping.folding import SignTable
from crawler.peacekeeping.hosts import Names
from crawler.peacekeeping.judgement import Judgement
from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.matching import Matching, Occurrence, by_word
from crawler.peacekeeping.scoring import Rules, Scored, match_of, score
from crawler.peacekeeping.subjects import Subjects
from crawler.peacekeeping.terms import Terms
from crawler.peacekeeping.ties import Ties, hosts
from storage.missions import Mission
from storage.records import Article, Decision, Label, Match

# The repr of the record itself would take ten times as long.
_MISSION = attrgetter(*(field.name for field in fields(Mission)))
_Doubts = Callable[[], str | None]
_RANK = {Label.OTHER: 0, Label.BORDERLINE: 1, Label.CONTESTED: 2, Label.PEACEKEEPING: 3}


class Relevance:
    """The rules of one terms file and one gazetteer, compiled once; ``decide`` then takes about a millisecond."""

    def __init__(
        self, terms: Terms, missions: Sequence[Mission], nations: Sequence[str] = (), countries: Names | None = None
    ) -> None:
        """Nations: names of countries and peoples, for the ties to an operation. countries: names by ISO3 code."""
        self._terms = terms
        self._table = SignTable(terms.spelling.alike)
        lexicon = self.lexicon()
        missions_of = compile_missions(missions, terms.missions, lexicon)
        self._entries = by_word((*compile_entries(terms, lexicon), *missions_of))
        self._described = Described(terms, missions, countries or {}, lexicon)
        self._groups = compile_supporting(terms, lexicon)
        self._disputes = Disputes(terms.contested, lexicon)
        self._subjects = Subjects(terms.subject, lexicon)
        known = {"hosts": hosts(terms, missions), "nations": nations}
        self._rules = Rules(self._groups, Ties(terms.ties, known, lexicon))
        self._doubts = Doubts(terms, lexicon)
        self._lexicon = lexicon
        gazetteer = hashlib.sha256(
            repr(([*map(_MISSION, missions)], tuple(nations), sorted((countries or {}).items()))).encode()
        ).hexdigest()
        both = hashlib.sha256(f"{terms.digest} {gazetteer}".encode()).hexdigest()
        self.version = f"{terms.meta.version}+{both[:12]}"

    def lexicon(self) -> Lexicon:
        """An empty lexicon that reads documents as these rules fold them."""
        return Lexicon(self._table, self._terms.spelling.clitics)

    def decide(self, article: Article) -> Decision:
        """Score the article, or each answer of a transcript, and label it by the best."""
        return self.judge(article).decision

    def judge(self, article: Article) -> Judgement:
        """Decide, and keep what the decision was read from."""
        document = Document(article, self._table, self._terms.meta)
        matching = Matching(document, self._lexicon.scan(document.lower), self._terms.meta)
        told = self._described.find(document, matching)
        occurrences = matching.occurrences(self._entries, self._groups, told)
        views = document.views(article, self._terms.transcript)
        decided = [self._decide(document, matching, occurrences, view) for view in views]
        decisions = tuple(decision for decision, _ in decided)
        best = max(decisions, key=lambda decision: (_RANK[decision.label], decision.score))
        if len(decisions) > 1:
            best = replace(best, blocks=decisions)
        accepted = [
            view for view, decision in zip(views, decisions, strict=True) if decision.label is Label.PEACEKEEPING
        ]
        disputes = dict.fromkeys(
            dispute
            for decision, disputes in decided
            for dispute in disputes
            if decision.label is Label.CONTESTED and dispute.mission is not None
        )
        return Judgement(best, document, tuple(occurrences), tuple(accepted), tuple(disputes))

    def _decide(
        self, document: Document, matching: Matching, occurrences: Sequence[Occurrence], view: View
    ) -> tuple[Decision, list[Dispute]]:
        inside = [o for o in occurrences if document.inside(o.start, view)]
        scored = score(document, matching, inside, self._rules, view)
        disputes = self._disputes_of(document, matching, inside, view) if scored.evidence else []
        label, reason = self._label(
            scored, disputes, document, view, lambda: self._doubts.of(scored, inside, document, matching, view)
        )
        matches = scored.matches
        if scored.evidence and (other := self._subjects.of(scored, document, matching, view)):
            label, reason = Label.OTHER, f"words of another subject: {other[0]}"
            matches += tuple(other[1])
        if label is Label.CONTESTED:
            first = {dispute.rule: dispute for dispute in reversed(disputes)}
            matches += tuple(_dispute_match(dispute, document, view) for dispute in first.values())
        kind = "contested" if label is Label.CONTESTED else scored.operation_kind
        decision = Decision(
            label=label,
            score=scored.score,
            rules=self.version,
            matches=matches,
            operation_kind=None if label is Label.OTHER else kind,
            reason=f"{view.name}: {reason}" if view.name else reason,
        )
        return decision, disputes

    def _disputes_of(
        self, document: Document, matching: Matching, inside: Sequence[Occurrence], view: View
    ) -> list[Dispute]:
        """Contested patterns, and names of operations that the gazetteer calls contested, in the order of the text."""
        named = [Dispute(o.entry.term, o.start, o.end) for o in inside if o.entry.operation_kind == "contested"]
        return sorted([*self._disputes.find(document, matching, view), *named], key=lambda dispute: dispute.start)

    def _label(
        self, scored: Scored, disputes: Sequence[Dispute], document: Document, view: View, doubts: _Doubts
    ) -> tuple[Label, str]:
        meta = self._terms.meta
        if not scored.evidence:
            return Label.OTHER, "no strong term and no mission"
        if self._is_contested(scored, disputes, document, view):
            return Label.CONTESTED, f"disputed use: {disputes[0].rule}"
        if scored.score < meta.review_at:
            return Label.OTHER, f"score below {meta.review_at:g}"
        if scored.loose:
            return Label.OTHER, "nothing ties the words to an operation"
        doubt = doubts()
        return (Label.BORDERLINE, doubt) if doubt else (Label.PEACEKEEPING, f"score of at least {meta.accept_at:g}")

    def _is_contested(self, scored: Scored, disputes: Sequence[Dispute], document: Document, view: View) -> bool:
        if not disputes:
            return False
        meta = self._terms.meta
        only_quoted = all(dispute.rule == QUOTED for dispute in disputes)
        best = max(document.place(dispute.start, view) for dispute in disputes)
        if scored.score <= 0 or (scored.score < meta.review_at and (best == ELSEWHERE or only_quoted)):
            return False
        return not (scored.settling >= meta.accept_at and scored.settling_place >= (LEAD if only_quoted else best))


def _dispute_match(dispute: Dispute, document: Document, view: View) -> Match:
    place = document.place(dispute.start, view)
    return match_of(
        document, "contested", dispute.rule, dispute.start, dispute.end, weight=0.0, place=place, points=0.0
    )
