"""Could the words of a whole page make evidence, wherever they stand in it? For a page in which a form of it stands.

Only what can be told of more text than the article's own is asked, so no page is refused that the rules would keep: a
form that counts only with support (crawler.peacekeeping.matching) needs it somewhere on the page; where in the text
and what speaks against it is left to the rules. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.peacekeeping.byte_scan_words import evidence_of
from crawler.peacekeeping.entries import Compiled, Form, compile_supporting
from crawler.peacekeeping.folding import SignTable
from crawler.peacekeeping.hosts import Names
from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.terms import Terms
from storage.missions import Mission


class SecondLook:
    """The second look of these terms, missions and names of countries."""

    def __init__(self, terms: Terms, missions: Sequence[Mission], names: Names) -> None:
        self._lexicon = Lexicon(SignTable(terms.spelling.alike), terms.spelling.clitics)
        entries = evidence_of(terms, missions, names, self._lexicon)
        self._unlocking = {
            form.number: form.exact
            for group in compile_supporting(terms, self._lexicon)
            for form in group.forms
            if form.number in group.unlocking
        }
        self._entries: dict[int, list[tuple[Compiled, Form]]] = {}
        for entry in entries:
            if entry.weight > 0:
                for form in entry.forms:
                    self._entries.setdefault(form.number, []).append((entry, form))

    def may_count(self, texts: Iterable[str]) -> bool:
        """Whether evidence may stand in these folded texts of one page. Signs that are not ASCII may be small."""
        found: dict[int, set[str]] = {}
        for text in texts:
            for number, places in self._lexicon.scan(text.lower()).items():
                found.setdefault(number, set()).update(text[start:end] for start, end in places)
        here = [
            (entry, form)
            for number in found
            for entry, form in self._entries.get(number, ())
            if _spelt(form.exact, found[number]) and not (form.near and found.keys().isdisjoint(form.near))
        ]
        if any(not form.needs_support for _, form in here):
            return True
        supported = any(_spelt(exact, found.get(number, ())) for number, exact in self._unlocking.items())
        return any(_unlocked(entry, form, found, supported=supported) for entry, form in here)


def _unlocked(entry: Compiled, form: Form, found: Mapping[int, object], *, supported: bool) -> bool:
    """What Matching asks of a form that needs support, where nothing on the page is evidence without any."""
    if not found.keys().isdisjoint(form.own_names):
        return True
    supported = supported and entry.kind != "mission"  # which only other evidence supports
    at_home = not found.keys().isdisjoint(form.own_places)
    return supported and at_home if form.wary else supported or at_home


def _spelt(exact: str | None, written: Iterable[str]) -> bool:
    """Whether a form is written as it must be; other letters than those of ASCII may have lost their case."""
    return any(exact in (None, one) or (not one.isascii() and one == str(exact).lower()) for one in written)
