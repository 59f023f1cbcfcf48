"""``scrapy crawl SLUG``: Scrapy's own command, with the refusals, the table and the exit codes of `bluewatch crawl`."""

from __future__ import annotations

from argparse import Namespace

from scrapy.commands import crawl
from scrapy.exceptions import UsageError

from crawler.scrapy_entry import SourceSpider
from scheduler.commands.crawl import chosen, tell
from scheduler.commands.options import open_settings, say
from storage.errors import BluewatchError


class Command(crawl.Command):
    """Scrapy ends with 0 whatever its spider met: the code comes from the run's report."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl one outlet: 0 well, 1 it could not be read, 2 configuration, 3 archive."""
        if len(args) != 1:
            raise UsageError("name one outlet; `scrapy list` names them")
        try:
            settings = open_settings(None, None)
            chosen(settings, args)
            settings.config.crawl_options()
            # Scrapy swallows what a spider raises while it is made, so the archive is tried before.
            with settings.archive(create=True):
                pass
            super().run(args, opts)
            self.exitcode = self._told(args[0])
        except BluewatchError as error:
            say(f"scrapy crawl: {error}")
            self.exitcode = error.exit_code

    def _told(self, slug: str) -> int:
        spider = self.crawler_process.spider_loader.load(slug) if self.crawler_process else None
        if spider is None or not issubclass(spider, SourceSpider):
            return 1
        if spider.broken is not None:
            raise spider.broken
        tell(spider.reports, as_json=False)
        return 0 if spider.reports and all(report.outcome.ok for report in spider.reports) else 1
