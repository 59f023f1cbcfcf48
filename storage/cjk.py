"""Words for the full-text index: CJK signs stand alone in the indexed text, and a query's CJK words become phrases.

FTS5's tokenizers take a run of Chinese for one word; parted signs make every word of two signs findable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Han with its extensions and compatibility forms, kana, bopomofo, Hangul syllables and jamo.
_SIGN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3040-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ANY_SIGN = re.compile(f"[{_SIGN}]")
_BESIDE_SIGN = re.compile(f"(?<=[{_SIGN}])(?=\\w)|(?<=\\w)(?=[{_SIGN}])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query. prefix: it ends in a star."""

    words: str
    prefix: bool = False

    @property
    def fts(self) -> str:
        """The term as an FTS5 string; a quoted string has no operators, whatever signs it holds."""
        quoted = spaced(self.words).replace('"', " ")
        return f'"{quoted}"' + (" *" if self.prefix else "")


def spaced(text: str) -> str:
    """Part every CJK sign from its neighbours by a space; full-width letters and digits become plain ones."""
    written = plain(text)
    # To look for a sign is many times faster than to look about for one at every place.
    return _BESIDE_SIGN.sub(" ", written) if _ANY_SIGN.search(written) else written


def plain(text: str) -> str:
    """Make full-width letters, digits and signs plain ones; what no database stores becomes a space."""
    if text.isascii():
        return text.replace("\0", " ")
    return unicodedata.normalize("NFKC", _UNSTORABLE.sub(" ", text))


def searchable(words: str) -> bool:
    """True where the tokenizer finds a token: a letter, a digit or a private sign (unicode61's own rule)."""
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "Co" for sign in words)
