"""What scrapy.cfg points at: ``scrapy list`` names the outlets, ``scrapy crawl SLUG`` is ``bluewatch crawl SLUG``.

The sources are declared, not programmed, so the loader makes one spider class of each. A ``scrapy crawl`` runs inside
the process that Scrapy itself starts; the archive, the locks and the door are the same.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.scrapy_entry import SourceSpider
from crawler.settings import scrapy_settings
from scheduler.commands.options import open_settings, say

SPIDER_LOADER_CLASS = "scheduler.scrapy_project.SourceLoader"
COMMANDS_MODULE = "scheduler.scrapy_commands"


class SourceLoader:
    """Scrapy's spider loader over the catalogue of the configuration."""

    def __init__(self) -> None:
        self._settings = open_settings(None, None)
        self._classes: dict[str, type[Spider]] = {}

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SourceLoader:  # noqa: ARG003  Scrapy's call
        """Scrapy's way to make a loader."""
        return cls()

    def list(self) -> list[str]:
        """The slugs of all declared sources."""
        return list(self._settings.catalogue)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of one source, the same class each time. Raises KeyError, as Scrapy expects."""
        if spider_name in self._classes:
            return self._classes[spider_name]
        source = self._settings.catalogue.get(spider_name)
        if source is None:
            raise KeyError(f"Spider not found: {spider_name}")
        settings = self._settings
        values: dict[str, Any] = {
            "name": source.slug,
            "source": source,
            "data": settings.data,
            "relevance_files": settings.relevance_files,
            "options": settings.config.crawl_options() if settings.config.contact else None,
            "now": staticmethod(settings.now),
            "say": staticmethod(say),
        }
        self._classes[spider_name] = type("SourceSpider", (SourceSpider,), values)
        return self._classes[spider_name]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The sources that own an address."""
        return [slug for slug, source in self._settings.catalogue.items() if source.owns(request.url)]


globals().update(scrapy_settings(contact="set by the spider", timeout_seconds=30, max_bytes=10 * 1024 * 1024, hosts=1))
