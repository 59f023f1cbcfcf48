"""The short name by which people cite an article: minted from source and first address, so that it can be again."""

from __future__ import annotations

from hashlib import sha256

# Crockford's base32 without the letters that are read as digits or make words: i, l, o, u.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
SHORTEST = 8
LONGEST = 51


def mint(source: str, first_address: str, *, signs: int = SHORTEST) -> str:
    """Give ``a-`` and the first signs of the sha256 of source and address; longer ones begin with the shorter.

    first_address: the canonical address at which the article was first seen, or ``urn:sha256:<hex>`` of an imported
    file. signs: 8 to 51.
    """
    number = int.from_bytes(sha256(f"{source}\n{first_address}".encode()).digest()) >> 1
    written = "".join(SIGNS[number >> shift & 31] for shift in range(250, -1, -5))
    return f"a-{written[:signs]}"
