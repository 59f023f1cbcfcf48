"""Runs in an environment of its own: plain Scrapy with its default settings and a callback that does nothing.

    scrapy_child.py FILE      (a file of addresses, one a line)

Prints one line of JSON: pages, versions.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

ADDRESSES = Path(sys.argv[1]).read_text(encoding="utf-8").split()


class Plain(scrapy.Spider):
    """Asks for the addresses of the file."""

    name = "plain"

    async def start(self) -> Any:
        """All of them, as start_urls would."""
        for line in ADDRESSES:
            yield scrapy.Request(line, callback=self.parse, dont_filter=True)

    def parse(self, _response: Any) -> None:
        """Do nothing."""


def main() -> None:
    """Crawl; the log is kept short, which takes nothing away (DEBUG to a file is within noise)."""
    process = CrawlerProcess({"LOG_LEVEL": "WARNING"})
    crawler = process.create_crawler(Plain)
    process.crawl(crawler)
    process.start()
    pages = crawler.stats.get_value("response_received_count")
    versions = {name: importlib.metadata.version(name) for name in ("scrapy", "twisted")}
    print(json.dumps({"pages": pages, "versions": versions}))


main()
