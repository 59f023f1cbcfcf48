"""Web archives at addresses, for ``bluewatch replay``: each is brought beside the archive, read, and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scheduler.config import NO_CONTACT
from storage.errors import ConfigurationError

if TYPE_CHECKING:
    from crawler.replay import Replay
    from crawler.replay_download import Limits
    from scheduler.commands.options import Settings

MEBIBYTE = 1 << 20


def is_address(named: str) -> bool:
    """Whether an argument names something of the web."""
    return named.lower().startswith(("http://", "https://"))


def limits_for(settings: Settings, addresses: Sequence[str], most_megabytes: int) -> Limits:
    """How addresses are asked for. One that was written with its port may be of the operator's own network.

    Raises ConfigurationError where no contact is set.
    """
    from crawler.guard import permits
    from crawler.replay_download import Limits
    from crawler.urls import host_of

    crawl = settings.config.crawl
    if crawl.contact is None:
        raise ConfigurationError(f"{settings.config.path or 'no bluewatch.toml was found'}: {NO_CONTACT}")
    return Limits(
        contact=crawl.contact, gap=crawl.gap_seconds, timeout_seconds=crawl.timeout_seconds,
        most_bytes=most_megabytes * MEBIBYTE, permitted=permits(host_of(one) for one in addresses),
    )  # fmt: skip


def replay_addresses(
    replay: Replay, settings: Settings, addresses: Sequence[str], limits: Limits, *, again: bool,
    say: Callable[[str], None],
) -> None:  # fmt: skip
    """Keep the pages of each; what cannot be brought is counted as refused, and the others go on."""
    from crawler.fetch_one import Refusal
    from crawler.replay_download import bring, forget, keep_only, place_of
    from storage.replays import Identity

    def wanted(identity: Identity) -> bool:
        return again or not replay.finished(identity)

    keep_only(list(addresses), settings.data)
    for url in addresses:
        brought = bring(url, settings.data, limits, now=settings.now(), wanted=wanted)
        if isinstance(brought, Refusal):
            replay.summary.refused["a file that cannot be fetched"] += 1
            say(f"{url}: {brought.reason}")
            continue
        if brought is None:
            replay.summary.finished_before += 1
        else:
            for _ in replay.keep([brought]):
                pass
        forget(place_of(url, settings.data))
