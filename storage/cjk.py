"""Words for the full-text index: CJK signs stand alone in the indexed text, and a query's CJK words become phrases.

FTS5's tokenizers take a run of Chinese for one word; parted signs make every word of two signs findable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from storage.errors import UsageError

LONGEST_QUERY = 1000
MOST_WORDS = 40

# Han with its extensions and compatibility forms, kana, bopomofo, Hangul syllables and jamo.
_SIGN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3040-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_BESIDE_SIGN = re.compile(f"(?<=[{_SIGN}])(?=\\w)|(?<=\\w)(?=[{_SIGN}])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TERM = re.compile(
    r'(?P<minus>(?<!\S)[-\u2212])?(?:["\u201c\u201d](?P<phrase>[^"\u201c\u201d]*)["\u201c\u201d]?|(?P<word>[^\s"\u201c\u201d]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query. prefix: it ends in a star. wanted: False where a minus stands before it."""

    words: str
    prefix: bool = False
    wanted: bool = True

    @property
    def fts(self) -> str:
        """The term as an FTS5 string; a quoted string has no operators, whatever signs it holds."""
        quoted = spaced(self.words).replace('"', " ")
        return f'"{quoted}"' + (" *" if self.prefix else "")


def spaced(text: str) -> str:
    """Part every CJK sign from its neighbours by a space; full-width letters and digits become plain ones."""
    plain = unicodedata.normalize("NFKC", _UNSTORABLE.sub(" ", text))
    return _BESIDE_SIGN.sub(" ", plain)


def terms(query: str) -> tuple[Term, ...]:
    """Read a user's query: words (all must occur), "phrases", pref*, -unwanted.

    Raises UsageError for a query without a searchable word, of more than 1,000 signs or of more than 40 words.
    """
    if len(query) > LONGEST_QUERY:
        raise UsageError(f"the query is longer than {LONGEST_QUERY} signs; search for fewer words")
    found = []
    for match in _TERM.finditer(unicodedata.normalize("NFKC", _UNSTORABLE.sub(" ", query))):
        words = match["phrase"] if match["phrase"] is not None else match["word"]
        if _searchable(words):
            starred = match["word"] is not None and words.endswith("*")
            found.append(Term(words.rstrip("*") if starred else words, starred, match["minus"] is None))
    if len(found) > MOST_WORDS:
        raise UsageError(f"the query has more than {MOST_WORDS} words; search for fewer, or for a phrase in quotes")
    if not any(term.wanted for term in found):
        raise UsageError("the query has no word to search for; give a word or a number")
    return tuple(found)


def match_expression(query: str) -> str:
    """Rewrite a user's query into an FTS5 expression; raises UsageError as terms() does."""
    found = terms(query)
    wanted = " AND ".join(term.fts for term in found if term.wanted)
    unwanted = [term.fts for term in found if not term.wanted]
    return " NOT ".join([f"({wanted})", *unwanted])


def _searchable(words: str) -> bool:
    """True where the tokenizer finds a token: a letter, a digit or a private sign (unicode61's own rule)."""
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "Co" for sign in words)
