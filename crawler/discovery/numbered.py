"""Characters that a listing writes as numbers: what is none of XML's is made one, as the parsers fail at it. Pure.

Old newsroom systems write a sign such as an emoji as its two halves in UTF-16, ``&#55357;&#56832;`` for one face.
"""

from __future__ import annotations

import re

_ROW = re.compile(rb"(?:&#(?:[0-9]+|[xX][0-9A-Fa-f]+);?)+")
_NUMBER = re.compile(rb"&#([xX]?)([0-9A-Fa-f]+)")
_LONGEST, _LAST = 8, 0x10FFFF
_HALVES = range(0xD800, 0xE000)
_NO_CHARACTER = 0xFFFD


def whole_characters(xml: bytes) -> bytes:
    """The same with each pair of halves as one number, and U+FFFD for a lone half or a number beyond all characters."""
    return _ROW.sub(_whole, xml)


def _whole(found: re.Match[bytes]) -> bytes:
    codes = [int(digits, 16 if x else 10) if len(digits) <= _LONGEST else -1 for x, digits in _NUMBER.findall(found[0])]
    if all(0 <= code <= _LAST and code not in _HALVES for code in codes):
        return found[0]
    row = "".join(chr(code if 0 <= code <= _LAST else _NO_CHARACTER) for code in codes)
    return b"".join(b"&#%d;" % ord(sign) for sign in row.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
