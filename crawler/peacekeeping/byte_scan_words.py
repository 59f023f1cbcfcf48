"""What must stand in a page that the rules could keep, and whether it stands in the text of its source. Pure.

Nothing is kept without evidence: a strong entry or a mission of some weight (crawler.peacekeeping.relevance: without
one the label is other). So one of their forms must stand in the text, and somewhere in the page's source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from crawler.extraction.charset import clean_text
from crawler.extraction.elements import INLINE, SKIPPED, VOID
from crawler.peacekeeping.described import Described
from crawler.peacekeeping.entries import Compiled, Form, compile_entries, compile_missions
from crawler.peacekeeping.folding import Folded, SignTable, fold, is_cjk
from crawler.peacekeeping.hosts import Names
from crawler.peacekeeping.lexicon import Lexicon
from crawler.peacekeeping.terms import Terms
from storage.missions import Mission

_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->)){0,2000}(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_INLINE = re.compile(rf"</?(?:{'|'.join(sorted((INLINE | VOID) - {'br', 'hr'}))})(?:[\s/][^<>]*)?>", re.IGNORECASE)
# What is read of an attribute is never one of these.
_NO_TEXT = re.compile(
    r"\b(?:href|src|srcset|action|class|id|style|poster)\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.IGNORECASE
)
_HIDES = r"style|hid|clip|sr-|screen|assist|reader|visual|invis|offscreen"
_LEFT_OUT = re.compile(
    rf"<({'|'.join(sorted(SKIPPED - VOID))})\b[^<>]*>.{{0,20000}}?</\1\s*>"
    rf"|<({'|'.join(sorted(INLINE))})\b[^<>]*(?:{_HIDES})[^<>]*>.{{0,20000}}?</\2\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WITHIN = re.compile(
    r"[\u0300-\u036f\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd-\uffff]"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_SHORT = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": " "}


@dataclass(frozen=True, slots=True)
class NeededForm:
    """One way to write evidence. lower: folded, in lower case; exact: as it must be written, if that matters."""

    lower: str
    exact: str | None


def evidence_of(
    terms: Terms, missions: Sequence[Mission], names: Names, lexicon: Lexicon
) -> tuple[Compiled, ...]:  # fmt: skip
    """Every entry that may be evidence, operations told by body and place among them; negative ones as well."""
    named = (*compile_entries(terms, lexicon), *compile_missions(missions, terms.missions, lexicon))
    return (*named, *Described(terms, missions, names, lexicon).entries)


def needed_forms(terms: Terms, missions: Sequence[Mission], names: Names) -> tuple[NeededForm, ...]:
    """Every form of every entry that can be evidence, by the same compilers that the rules use. names: of countries."""
    table = SignTable(terms.spelling.alike)
    lexicon = Lexicon(table, terms.spelling.clitics)
    entries = evidence_of(terms, missions, names, lexicon)
    loosely = {form.number for entry in entries for form in entry.forms if entry.weight > 0 and form.exact is None}
    found = {
        NeededForm((form.exact or lexicon.folded(form.text)).lower(), form.exact): None
        for entry in entries
        if entry.weight > 0
        for form in entry.forms
        if not (_needs_its_name(form) and loosely.issuperset(form.own_names))
    }
    loose = {form.lower for form in found if form.exact is None}
    needed = [form for form in found if form.exact is None or form.lower not in loose]
    within = [lower for lower in loose if "*" not in lower[:-1]]
    words = AhoCorasick([lower.rstrip("*") for lower in within])
    return tuple(
        form
        for form in needed
        if not any(
            within[number] != form.lower and _whole_word(within[number]).search(form.lower)
            for number, _, _ in words.find_matches_as_indexes(form.lower, overlapping=True)
        )
    )


def _whole_word(lower: str) -> re.Pattern[str]:
    """Where a form stands as whole words in another: whoever looks for it need not look for that one."""
    word = lower.rstrip("*")
    before = "" if is_cjk(word[0]) else r"(?<!\w)"
    after = "" if lower != word or is_cjk(word[-1]) else r"(?![\w*])"
    return re.compile(f"{before}{re.escape(word)}{after}")


def _needs_its_name(form: Form) -> bool:
    """A name that counts only where the mission's full name stands, which is evidence by itself."""
    return form.wary and form.needs_support and bool(form.own_names) and not form.own_places


class Evidence:
    """Whether one of the needed forms stands in a text, folded as the rules fold it."""

    def __init__(self, forms: Sequence[NeededForm], terms: Terms) -> None:
        """Forms: the needed ones of these terms."""
        self.forms = tuple(forms)
        self.table = SignTable(terms.spelling.alike)
        self._lexicon = Lexicon(self.table, terms.spelling.clitics)
        self._exact: dict[int, set[str] | None] = {}
        for form in self.forms:
            number = self._lexicon.number(form.lower)
            known = self._exact.get(number, set())
            self._exact[number] = None if form.exact is None or known is None else known | {form.exact}

    def folded(self, source: str) -> Folded:
        """What a page's source may stand for, whatever hides it there: markup, references, escapes; folded."""
        return fold(readings_of(source), self.table)

    def stands_in(self, folded: Folded) -> bool:
        """Whether a form stands in it as a whole word, written as it must be."""
        for number, places in self._lexicon.scan(folded.lower).items():
            exact = self._exact[number]
            if exact is None or any(folded.plain[start:end] in exact for start, end in places):
                return True
        return False


def readings_of(source: str) -> str:
    """The texts that a page's source may stand for, apart; nothing that a reader of it takes for text is missing.

    With markup taken out; with it, for what attributes and comments say, but for addresses and names of styles; and
    without elements that a reader leaves out, which may stand within a word.
    """
    source = clean_text(source)
    found = {source: None}
    if "<" in source or "=" in source:
        found = {_without_markup(source): None, _NO_TEXT.sub(" ", source): None}
        if _LEFT_OUT.search(source):
            found[_without_markup(_LEFT_OUT.sub("", source))] = None
    for text in list(found):
        plain = text
        for _ in range(2):  # markup within a value of JSON within an attribute
            if "\\" in plain:
                plain = _ESCAPE.sub(_escaped, plain)
            if "&" in plain:
                plain = html.unescape(plain)
            if "<" in plain:
                plain = _without_markup(plain)
        if plain is not text:
            found[clean_text(plain)] = None
        if _WITHIN.search(plain):  # a reader may drop them before dots between capitals are folded
            found[_WITHIN.sub("", clean_text(plain))] = None
    return "\n\n".join(found)


def _without_markup(source: str) -> str:
    return _TAG.sub(" ", _INLINE.sub("", _COMMENT.sub("", source)))


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])
