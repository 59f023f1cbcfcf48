"""The short names by which people cite articles and findings: minted from what they are, so that they can be again."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256

# Crockford's base32 without the letters that are read as digits or make words: i, l, o, u.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
SHORTEST = 8
LONGEST = 51
FINDING_SIGNS = 12
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", SIGNS.encode())


def mint(source: str, first_address: str, *, signs: int = SHORTEST) -> str:
    """Give ``a-`` and the first signs of the sha256 of source and address; longer ones begin with the shorter.

    first_address: the canonical address at which the article was first seen, or ``urn:sha256:<hex>`` of an imported
    file. signs: 8 to 51.
    """
    return f"a-{_written(source, first_address, signs=signs)}"


def mint_finding(article_uid: str, revision: int, words: str) -> str:
    """Give ``f-`` and 12 signs; words: type and place of the finding, such as ``figure body 10-20,30-35``."""
    return f"f-{_written(article_uid, str(revision), words, signs=FINDING_SIGNS)}"


def _written(*lines: str, signs: int) -> str:
    digest = sha256("\n".join(lines).encode()).digest()
    # Five bytes are eight signs.
    return b32encode(digest[: -(-min(signs, LONGEST) // 8) * 5])[: min(signs, LONGEST)].translate(_CROCKFORD).decode()
