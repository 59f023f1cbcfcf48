"""The spider of one source for Scrapy's own command: the same crawl, in the process that `scrapy crawl` started."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from crawler.desk import CrawlOptions, RelevanceFiles, RunReport
from crawler.run import WORKERS, Crawl, worker_limits
from crawler.source import Source
from crawler.spider import NewsSpider
from crawler.worker import Workers
from storage.archive import Archive
from storage.errors import ConfigurationError


class SourceSpider(NewsSpider):
    """Subclassed by the loader for each source, which sets the class attributes."""

    source: ClassVar[Source]
    data: ClassVar[Path]
    relevance_files: ClassVar[RelevanceFiles]
    options: ClassVar[CrawlOptions | None]
    now: ClassVar[Callable[[], datetime]]
    say: ClassVar[Callable[[str], None]]
    # What came of it: left on the class, for Scrapy lets go of the spider before its command ends.
    reports: ClassVar[list[RunReport]] = []
    broken: ClassVar[BaseException | None] = None

    def __init__(self, **_: Any) -> None:
        cls, options = type(self), type(self).options
        if options is None:
            raise ConfigurationError(
                "a crawl without [crawl] contact in bluewatch.toml is refused: see `bluewatch init`"
            )
        self._archive = Archive.open(cls.data, create=True)
        self._archive.ledger.register_sources([cls.source], cls.now())
        self._workers = Workers(worker_limits([cls.source], cls.relevance_files, options), most=WORKERS)
        self._crawl = Crawl(self._archive, [cls.source], options, self._workers, now=cls.now, say=cls.say)
        super().__init__(
            errand=self._crawl.errand,
            turns=self._crawl.turns,
            permitted=self._crawl.permitted,
            contact=options.contact,
            deadline=options.timeout_seconds,
        )

    def stop(self) -> None:
        """End the parsing too."""
        self._workers.stop()
        super().stop()

    def closed(self, reason: str) -> None:  # noqa: ARG002  Scrapy's call
        """Leave nothing open; leave the report to the command."""
        type(self).reports, type(self).broken = self._crawl.ended(), self.failure
        self._workers.close()
        self._archive.close()
