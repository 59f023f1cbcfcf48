"""Lines that say whose rights a page or its pictures are. Pure on text."""

from __future__ import annotations

import re

# The third item of a list begins alike: ``(c) To support the review;``.
RIGHTS_SIGN = r"\(c\)(?=\W{0,3}(?:copyright\W{1,3})?(?:19|20)\d\d|[\s\w.&/\-]{1,40}$|.{0,80}\brights reserved)"
# ``Copyright law protects ...`` is a sentence.
COPYRIGHT = (
    r"copyright\b(?!(?-i: (?!(?:by|of|in|is|and|reserved|held|owned|belongs|information|notice|protected)\b)[a-z]))"
)
_RIGHTS = re.compile(
    rf"(?:©|{RIGHTS_SIGN}|{COPYRIGHT}|all rights reserved"
    r"|this work, .{10,250}identified by .{2,20}, must comply)",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"(?i:rights?\b|reserved|comply|permission|prohibit|reprod|distribut|licen[cs]|droits|derechos|direitos|rechte)"
)
LONG_CREDIT = 160
_RIGHTS_OPEN = frozenset("©(cCaAtT")


def is_rights_line(text: str) -> bool:
    """Whether a line says whose rights the page or its pictures are."""
    # Behind the credit of a picture a paragraph may go on.
    long = len(text) > LONG_CREDIT and not _RESERVED.search(text)
    return text[:1] in _RIGHTS_OPEN and len(text) <= 400 and not long and bool(_RIGHTS.match(text))
