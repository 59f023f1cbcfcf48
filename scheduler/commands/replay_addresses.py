"""Web archives at addresses, for ``bluewatch replay``: each is brought beside the archive, read, and removed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

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
    return Limits(
        contact=settings.config.crawl_options().contact, gap=crawl.gap_seconds, timeout_seconds=crawl.timeout_seconds,
        most_bytes=most_megabytes * MEBIBYTE, permitted=permits(host_of(one) for one in addresses),
    )  # fmt: skip


def replay_addresses(
    replay: Replay, settings: Settings, addresses: Sequence[str], limits: Limits, *, again: bool,
    say: Callable[[str], None],
) -> None:  # fmt: skip
    """Keep the pages of each; what cannot be brought is counted as refused, and the others go on."""
    from crawler.fetch_one import Refusal
    from crawler.looked import HEAD_BYTES
    from crawler.replay_download import bring, forget, keep_only
    from storage.replays import Identity

    keep_only(list(addresses), settings.data)
    for url in addresses:
        head = bring(url, settings.data, limits, now=settings.now(), only_head=True)
        if not isinstance(head, Refusal) and not again:
            with head.path.open("rb") as file:
                identity = Identity(head.total, hashlib.sha256(file.read(HEAD_BYTES)).hexdigest())
            if replay.finished(identity):
                replay.summary.finished_before += 1
                forget(head.path)
                continue
        brought = head if isinstance(head, Refusal) else bring(url, settings.data, limits, now=settings.now())
        if isinstance(brought, Refusal):
            replay.summary.refused["a file that cannot be fetched"] += 1
            say(f"{url}: {brought.reason}")
            continue
        for _ in replay.keep([brought.path]):
            pass
        forget(brought.path)
