"""Web archives at addresses and in lists, for ``bluewatch replay``: each is brought to a file, read, and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.commands.options import say
from scheduler.config import NO_CONTACT
from storage.errors import ConfigurationError, UsageError
from storage.plural import count

if TYPE_CHECKING:
    from crawler.fetch_one import Refusal
    from crawler.replay import Replay
    from crawler.replay_download import Limits
    from scheduler.commands.options import Settings
    from storage.replays import Identity

MEBIBYTE = 1 << 20
# So many of a list that cannot be fetched one after the other end it: their host wants a rest.
MOST_REFUSED = 3


def is_address(named: str) -> bool:
    """Whether an argument names something of the web."""
    return named.lower().startswith(("http://", "https://"))


def of_list(file: Path, only: str | None) -> list[str]:
    """The addresses in a list that is a file. Raises UsageError, OSError."""
    from crawler.archive_list import NoListError, addresses_in

    try:
        return addresses_in(file.read_bytes(), came_from=None, only=only)
    except NoListError as error:
        raise UsageError(f"{file}: {error}; give the list's own address, or a file of whole addresses") from error


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Addresses of web archives, and of lists of them, whose pages go into an archive.

    only: a shell pattern for the names in lists. read: what was kept so far is read. refused: told what cannot be had.
    """

    replay: Replay
    settings: Settings
    limits: Limits
    again: bool
    only: str | None
    read: Callable[[], None]
    refused: Callable[[str], None]

    def take(self, named: Sequence[str]) -> None:
        """Keep and read the pages of each; what cannot be brought is counted as refused, and the others go on."""
        from crawler.archive_list import is_list
        from crawler.replay_download import keep_only

        every: dict[str, None] = {}
        for url in named:
            every |= dict.fromkeys(self._listed(url) if is_list(url) else [url])
        keep_only(list(every), self.settings.data)
        refused = 0
        for number, url in enumerate(every, 1):
            if len(every) > 1:
                say(f"{number:,} of {len(every):,}: {url}")
            refused = 0 if self._one(url) else refused + 1
            if refused == MOST_REFUSED and number < len(every):
                left = count(len(every) - number, "archive is", "archives are")
                say(f"{refused} in a row could not be fetched; {left} left for the same call at another time")
                return

    def _one(self, url: str) -> bool:
        """Keep and read the pages of one; False where it cannot be fetched."""
        brought = self._brought(url, lambda identity: self.again or not self.replay.finished(identity))
        if isinstance(brought, Path):
            for _ in self.replay.keep([brought]):
                pass
            self.read()
        elif brought is None:
            self.replay.summary.finished_before += 1
        self._forget(url, brought)
        return isinstance(brought, Path) or brought is None

    def _listed(self, url: str) -> list[str]:
        """The addresses of a list; none where it cannot be used."""
        from crawler.archive_list import NoListError, addresses_in

        brought = self._brought(url, lambda _: True)
        try:
            if not isinstance(brought, Path):
                return []
            return addresses_in(brought.read_bytes(), came_from=url, only=self.only)
        except NoListError as error:
            self._refuse(url, str(error))
            return []
        finally:
            self._forget(url, brought)

    def _brought(self, url: str, wanted: Callable[[Identity], bool]) -> Path | Refusal | None:
        from crawler.fetch_one import Refusal
        from crawler.replay_download import bring
        from scheduler.commands.replay_progress import Fetched

        with Fetched(url) as fetched:
            now = self.settings.now()
            brought = bring(url, self.settings.data, self.limits, now=now, wanted=wanted, told=fetched.at)
        if isinstance(brought, Refusal):
            self._refuse(url, brought.reason)
        return brought

    def _forget(self, url: str, brought: object) -> None:
        """Remove what was brought, or is not wanted; of what was refused the next call goes on behind what came."""
        from crawler.replay_download import forget, place_of

        if isinstance(brought, Path) or brought is None:
            forget(place_of(url, self.settings.data))

    def _refuse(self, url: str, why: str) -> None:
        self.replay.summary.refused["a file that cannot be fetched"] += 1
        self.refused(f"{url}: {why}")
