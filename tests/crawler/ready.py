"""What a crawl imports, imported once: the crawls of the tests are forked from a process that has it."""

import scrapy.core.downloader
import scrapy.core.engine
import scrapy.core.scheduler
import scrapy.core.scraper
import scrapy.crawler
import scrapy.logformatter
import scrapy.pqueues
import scrapy.squeues
import scrapy.statscollectors

import crawler.backfill.run
import crawler.run
import crawler.spider

__all__ = ["crawler", "scrapy"]
