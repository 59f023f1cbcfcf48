"""What the commands and the parsing worker import, imported once: every try is forked from a process that has it."""

import importlib
import pkgutil
import platform

import apscheduler.schedulers.background
import apscheduler.triggers.cron
import scrapy.dupefilters
import scrapy.utils.log
import scrapy.utils.versions

import crawler.worker_child
import reports.publish
import scheduler.commands.backup
import scheduler.commands.check
import scheduler.commands.crawl
import scheduler.commands.digest
import scheduler.commands.main
import scheduler.commands.status
import scheduler.config
import scheduler.delivery.begin
import storage.archive
import storage.backup
import storage.captures
import storage.check
import tests.crawler.ready
from crawler.catalogue import load_catalogue
from crawler.extraction.page import Page
from crawler.findings.rules import load_finder
from crawler.peacekeeping.rules import load_relevance
from crawler.reading import read_page
from tests.crawler.sites import page

# Ours whole, since much is imported where it is first wanted; but what is started by being imported.
for package in (storage, crawler, reports, scheduler):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

# Scrapy asks once a process: by starting another program, and by reading what is installed.
platform.platform()
INSTALLED = scrapy.utils.versions.get_versions()
vars(scrapy.utils.log)["get_versions"] = lambda *_: INSTALLED

# The rules as the worker loads them, and what libraries load at their first page.
RELEVANCE = load_relevance(None, accept=None, review=None)
FINDER = load_finder(RELEVANCE)
load_catalogue(None, "all")
for number, peacekeeping in ((1, True), (2, False)):
    body = page(number, peacekeeping=peacekeeping)
    read_page(Page(body=body, url="http://127.0.0.1/a/1"), None, RELEVANCE, FINDER)

__all__ = ["FINDER", "RELEVANCE", "apscheduler", "crawler", "reports", "scheduler", "storage", "tests"]
