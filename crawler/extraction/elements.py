"""Elements of HTML: those whose text is none of the page's, and those that stand inside a line."""

from __future__ import annotations

RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext"})
"""Elements whose content is no markup: only their own end tag ends them (WHATWG HTML, serialising fragments)."""

_VOID = "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
VOID = frozenset(_VOID.split())
"""Elements that have no end tag."""

_SKIPPED = (
    "script style noscript template iframe noembed noframes svg canvas object embed select option input textarea"
    " audio video map head math dialog datalist progress meter link meta button xmp plaintext amp-img"
    " amp-video"
)
SKIPPED = frozenset(_SKIPPED.split())
"""Elements whose text is none of the page's."""

_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p picture q s samp small"
    " span strike strong sub sup time tt u var wbr ruby rb rt rp custom-text"
)
INLINE = frozenset(_INLINE.split())
"""Elements that stand inside a line of text."""
