"""Places in a page's source where something stands within a word that is none of its letters, as patterns. Pure data.

Signs that fold to another or to none, references, escapes, markup. Regular expressions on bytes of UTF-8, short and
each with some bytes of its own, which is what Hyperscan is quick at. Their reach is held by a test that asks the rules'
own folding for every code point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extraction.elements import INLINE, SKIPPED, VOID

# Latin letters with accents: by far the most usual signs that fold to a letter of ASCII.
_ACCENTED = (rb"[\xc3-\xca][\x80-\xbf]", rb"\xe1[\xb4-\xbb][\x80-\xbf]")
# Dropped by folding or by crawler.extraction.charset.clean_text.
_HIDDEN = (
    rb"\xc2[\x80-\x9f\xad]", rb"\xe2\x80[\x8b-\x8f\xa8-\xae]", rb"\xe2\x81[\xa0-\xa9]", rb"\xef\xbb\xbf",
    rb"\xef\xbf[\xbd-\xbf]", rb"\xcc[\x80-\xbf]", rb"\xcd[\x80-\xaf]", rb"\xd9[\x80\x8b-\x9f\xb0]",
)  # fmt: skip
# Letters and digits in other shapes: full width, mathematical, circled, raised, ligatures, halves of other alphabets.
_SHAPED = (
    rb"\xc2[\xaa\xb2\xb3\xb9\xba\xbd]", rb"\xcb[\x80-\xbf]", rb"\xef\xac[\x80-\x86]",
    rb"\xef\xbc[\x90-\x99\xa1-\xba]", rb"\xef\xbd[\x81-\x9a]", rb"\xf0\x9d[\x90-\x9f]", rb"\xf0\x9f[\x84-\x86\xaf]",
    rb"\xf0\x90[\x9e\xbb]", rb"\xe2[\x81\x82\x84\x85\x91\x92\x93\xb1][\x80-\xbf]", rb"\xe3[\x8b\x8d\x8f][\x80-\xbf]",
    rb"\xea[\x9d\x9f\xad][\x80-\xbf]",
)  # fmt: skip
# Numbers of letters, marks and hidden signs; those of usual punctuation are left out.
_DECIMAL = (
    rb"0{0,4}(?:[1-8]|1[1-9]|2[0-9]|30|31|4[5-9]|5[0-7]|6[0-9]|[78][0-9]|9[0-9]|1[0-5][0-9]|17[0-9]|18[0-689]|19[0-9]"
    rb"|[2-9][0-9]{2}|[1-7][0-9]{3}|80[0-9]{2}|81[0-8][0-9]|820[3-7]|823[2-8]|82[89][0-9]|830[0-9]|8[3-9][0-9]{2}"
    rb"|9[0-9]{3}|[1-9][0-9]{4,6})"
)
_HEX = (
    rb"x0{0,4}(?:[1-8bce]|1[0-9a-f]|2[d-f]|3[0-9c-e]|[46][1-9a-f]|[57][0-9a]|7f|[89][0-9a-f]|a[ad]|b[239ad]|[c-f][0-9a-f]"
    rb"|[1-9a-f][0-9a-f]{2}|1[0-9a-f]{3}|20(?:0[b-f]|2[8-9a-e]|[6-9a-f][0-9a-f])|2[1-9a-f][0-9a-f]{2}"
    rb"|[3-9a-f][0-9a-f]{3}|[1-9a-f][0-9a-f]{4,5})"
)
# Names of references: letters with a mark, which some pages write without the semicolon, and all others that matter.
_MARKED = "acute grave circ uml tilde cedil"
_ENDS = [
    "acute",
    "grave",
    "circ",
    "uml",
    "tilde",
    "cedil",
    "slash",
    "strok",
    "ring",
    "caron",
    "breve",
    "ogon",
    "macr",
    "dot",
    "dblac",
    "lig",
    "scr",
    "opf",
    "shy",
    "zwj",
    "zwnj",
    "lrm",
    "rlm",
    "nobreak",
    "zerowidthspace",
    "inodot",
    "imath",
    "jmath",
    "inmid",
    "ell",
]
_REFERENCES = (
    rb"&#" + _DECIMAL + rb"(?:;|[^0-9;])", rb"&#" + _HEX + rb"(?:;|[^0-9a-f;])",
    *(rb"&[a-z]" + mark.encode() for mark in _MARKED.split()),
    *(end.encode() + b";" for end in _ENDS),
    rb"&shy", rb"&[ao]elig", rb"&szlig", rb"&oslash", rb"&aring", rb"&ord[fm]", rb"&sup[123]", rb"&eth", rb"&thorn",
    rb"&[a-z]fr;", rb"&[a-z]{1,6}cy;", rb"&[a-z]mid;", rb"&negative[a-z]{4,15};", rb"&invisible[a-z]{5};",
    rb"&applyfunction;", rb"&(?:af|i[ct]|ii|ee|dd|ohm|gg|ll|wr|wp|real|hbar);", rb"&[a-z]{1,3}alpha;",
    rb"&epsi[a-z]{0,5};",
    rb"&(?:kgreen|planckh?|hslash|reals|integers|naturals|complexes|rationals|primes|quaternions|image|imagpart|realpart"
    rb"|weierp|aleph|beth|gimel|daleph|angst|bernoullis);",
)  # fmt: skip
# Escapes of scripts that may mean the same; those of punctuation, markup and whole other alphabets are left out.
_ESCAPES = (
    rb"\\u00(?:3[0-9]|[4-7][0-9a-f]|a[ad]|b[239a]|[c-f][0-9a-f])", rb"\\u0[1-3][0-9a-f]{2}", rb"\\u1[de][0-9a-f]{2}",
    rb"\\ufb0[0-6]", rb"\\uff[1-5][0-9a-f]", rb"\\ufeff", rb"\\u20(?:0[b-f]|2[89a-e]|[6-8][0-9a-f])",
    rb"\\u21[0-8][0-9a-f]", rb"\\u24[6-9a-e][0-9a-f]", rb"\\ud83[5cd]", rb"\\x(?:3[0-9]|[4-7c-f][0-9a-f])",
    rb"[\x80-\xbf]\\u[0-9a-f]", rb"\\u[0-9a-f]{4}[\xcd-\xf0]",
)  # fmt: skip
_WITHIN = sorted((INLINE | VOID | SKIPPED) - {"br", "hr"})
_NAMES = b"|".join(name.encode() for name in _WITHIN)
# How the tags begin that may follow within a word; those of the usual blocks do not.
_MORE = rb"[abcefgikmnoqrsvwx]|d(?:el|fn|ata)|t(?:ime|t|em|ext)|u[\s/>]|l(?:abel|ink)|p(?:ic|ro|la)"
_INLINE_NAMES = b"|".join(name.encode() for name in sorted(INLINE | {"wbr"}))
# A start tag or comment directly behind a letter, the letter spelt out: an engine that looks for whole strings is
# spared every other tag. An end tag that a letter, a reference, an escape or another such tag follows. Markup in a
# script.
_MARKUP = (
    *(
        re.escape(bytes([sign])) + b"<" + first + rb"[a-z:!\-\s/>]"
        for sign in b"abcdefghijklmnopqrstuvwxyz0123456789;" + bytes(range(0x80, 0xC0))
        for first in sorted({name[0].encode() for name in _WITHIN} | {b"!"})
    ),
    *(b"</" + name.encode() + rb">[a-z0-9&\\\x80-\xff]" for name in sorted(INLINE)),
    *(b"</" + name.encode() + rb"\s{1,3}>" for name in sorted(INLINE)),
    *(b"</" + name.encode() + rb"><(?:/?(?:" + _MORE + rb")|!--)" for name in sorted(INLINE)),
    rb"<\\/(?:" + _INLINE_NAMES + rb")>[a-z0-9&\\\x80-\xff]",
    rb"[a-z0-9;\x80-\xbf](?:\\u003c|&lt;)(?:\\?/)?(?:" + _INLINE_NAMES + rb")(?:\\u003e|&gt;|[ />])",
    rb"[a-z0-9\x80-\xbf](?:\\u003c|&lt;)!--",
)  # fmt: skip
# An acronym with dots (U.N.) in which something stands beside its letters and dots, or one of them is written by its
# number: a letter, a dot and a letter, with one oddity at least.
_BY_NUMBER = (
    rb"(?:&#0{0,4}(?:6[5-9]|[78][0-9]|90);?|&#[xX]0{0,4}(?:4[1-9a-fA-F]|5[0-9aA]);?"
    rb"|\\u00(?:4[1-9a-fA-F]|5[0-9aA]))"
)
_DOT_BY_NUMBER = rb"(?:&#0{0,4}46;?|&#[xX]0{0,4}2[eE];?|&period;|\\u002[eE])"
_CUT = (
    rb"(?:<[^<>]*>|&(?:shy|zwn?j|lrm|rlm|NoBreak|ZeroWidthSpace);?|&#0{0,4}(?:173|820[3-7]|8288|65279);?"
    rb"|&#[xX]0{0,4}(?:[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF][fF]);?"
    rb"|\\u(?:00[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF][fF])|" + b"|".join(_HIDDEN) + b")"
)
_LETTER, _DOT = b"(?:[A-Z]|" + _BY_NUMBER + b")", rb"(?:\.|" + _DOT_BY_NUMBER + b")"
_ONE, _ANY = _CUT + b"+", _CUT + b"*"
DOTTED = tuple(
    b"".join(parts)
    for parts in (
        (_BY_NUMBER, _ANY, _DOT, _ANY, _LETTER),
        (_LETTER, _ANY, _DOT_BY_NUMBER, _ANY, _LETTER),
        (_LETTER, _ONE, _DOT, _ANY, _LETTER),
        (_LETTER, _ANY, _DOT, _ONE, _LETTER, _ANY, _DOT),
        (_LETTER, _ANY, _DOT, _ANY, _LETTER, _ONE, _DOT),
        (_LETTER, _ANY, _DOT, _ANY, _BY_NUMBER),
        (_LETTER, _ANY, _DOT, _ANY, _LETTER, _ANY, _DOT_BY_NUMBER),
    )
)
# What may stand in a word as a reader of the source sees it, and be none of its letters.
SIGNS = (_ACCENTED[0], b"|".join((_ACCENTED[1], *_HIDDEN, *_SHAPED)))
REFERENCES = (*_REFERENCES, *_ESCAPES)
MARKUP = _MARKUP
# Bytes that are no UTF-8 (RFC 3629); what is wrong beyond that, as a surrogate, hides no word.
NOT_UTF8 = (
    rb"[\x00-\x7f][\x80-\xbf]|[\xc0-\xff][\x00-\x7f\xc0-\xff]|[\xe0-\xff][\x80-\xbf][\x00-\x7f\xc0-\xff]"
    rb"|[\xf0-\xff][\x80-\xbf]{2}[\x00-\x7f\xc0-\xff]|[\xc0-\xdf][\x80-\xbf]{2}|[\xe0-\xef][\x80-\xbf]{3}"
    rb"|[\xc0\xc1\xf5-\xff]"
)
# Signs that a text loses; a page in which one stands is scanned without them.
CONTROLS = rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def any_of(choices: Iterable[bytes]) -> bytes:
    """An expression for one of these byte strings."""
    found = sorted(set(choices), key=lambda one: (-len(one), one))
    return re.escape(found[0]) if len(found) == 1 else b"(?:" + b"|".join(map(re.escape, found)) + b")"
