"""Whether a page as it was fetched looks like one whose text comes by JavaScript only. Pure."""

from __future__ import annotations

import re

HINT = 'this page may need fetch = "browser": it holds scripts and hardly any text'
# Words of one paragraph; a shell holds a name, a menu perhaps, and "loading".
HARDLY_TEXT = 400
MOST_LINKS = 10
_UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_SCRIPT = re.compile(r"<script\b(?![^>]*\btype\s*=\s*[\"']?application/ld\+json)", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*\bhref", re.IGNORECASE)
LOOKED_AT = 2_000_000


def looks_scripted(body: bytes) -> bool:
    """True for a page with scripts, hardly a text and hardly a link that a reader without JavaScript would see."""
    # Latin-1 keeps every byte: only the markup, which is ASCII, and amounts matter here.
    html = body[:LOOKED_AT].decode("latin-1")
    if not _SCRIPT.search(html) or "<" not in html:
        return False
    seen = _UNSEEN.sub(" ", html)
    if len(_LINK.findall(seen)) > MOST_LINKS:
        return False
    begin = seen.lower().find("<body")
    text = _TAG.sub(" ", seen[max(begin, 0) :])
    return len(" ".join(text.split())) < HARDLY_TEXT
