"""Under which address the row of a listing stands that two sources follow: each walks it by itself. Pure."""

from __future__ import annotations

_BEHIND = "#"


def own_address(url: str, source: str) -> str:
    """That of the later source's row: the address of a listing has no fragment, so none is mistaken for another."""
    return f"{url}{_BEHIND}{source}"


def listing_address(url: str) -> str:
    """The listing's address by that of its row."""
    return url.partition(_BEHIND)[0]
