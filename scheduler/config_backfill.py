"""The table [backfill] of bluewatch.toml: which web archives may be asked for old pages, where, and how much a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from scheduler.config_section import Section

if TYPE_CHECKING:
    from crawler.backfill.places import Places


def check_place(text: str) -> str:
    """The address of an archive, without a closing slash. Raises ValueError for all but a scheme and a host."""
    allowed = "allowed is an address without path, such as https://web.archive.org"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(allowed) from error
    odd = parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0 or odd:
        raise ValueError(allowed)
    return text.rstrip("/")


Address = Annotated[str, AfterValidator(check_place)]


class BackfillSection(Section):
    """[backfill]: web archives that `bluewatch backfill` may ask, none by itself, and the budget of a day."""

    wayback: bool = False
    """Whether the Internet Archive (Wayback Machine) may be asked for old addresses and pages."""
    commoncrawl: bool = False
    """Whether Common Crawl may be asked for old addresses and pages."""
    requests_per_day: int = Field(default=20_000, ge=1, le=1_000_000)
    """Requests that the back-fill of one outlet makes in a day (UTC) at most, those to archives included."""
    gap_seconds: float = Field(default=3, ge=0, le=3600)
    """Seconds between two requests to one host of an archive."""
    wayback_url: Address = "https://web.archive.org"
    """Where the Internet Archive answers."""
    commoncrawl_index_url: Address = "https://index.commoncrawl.org"
    """Where Common Crawl's index answers."""
    commoncrawl_data_url: Address = "https://data.commoncrawl.org"
    """Where Common Crawl's files lie."""

    @property
    def archives(self) -> tuple[str, ...]:
        """The archives that may be asked."""
        return tuple(name for name, on in (("wayback", self.wayback), ("commoncrawl", self.commoncrawl)) if on)

    def places(self) -> Places:
        """The same as the crawler takes it."""
        from crawler.backfill.places import Places  # noqa: PLC0415  only a back-fill needs it

        return Places(
            wayback=self.wayback_url,
            commoncrawl_index=self.commoncrawl_index_url,
            commoncrawl_data=self.commoncrawl_data_url,
            gap=self.gap_seconds,
        )
