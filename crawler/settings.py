"""Scrapy's settings for Bluewatch: every default that would open a door, trust a stranger or cost memory, overridden.

Read against Scrapy 2.19; docs/design.md says which defaults are meant and what they did when they were left alone.
"""

from __future__ import annotations

from typing import Any

from crawler.decoding import ACCEPTED

VERSION = "0.1"
PRODUCT = "Bluewatch"
DEPTH_OF_MEMORY_MB = 1024


def user_agent(contact: str) -> str:
    """Who we are, truthfully, and where to complain."""
    return f"{PRODUCT}/{VERSION} (+{contact})"


def request_headers(contact: str) -> dict[str, str]:
    """The headers of every request; nothing of the reader, no referer, no cookie."""
    return {
        "User-Agent": user_agent(contact),
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": ACCEPTED,
    }


def scrapy_settings(*, contact: str, timeout_seconds: float, max_bytes: int, hosts: int) -> dict[str, Any]:
    """The settings of one crawling process. hosts: how many hosts may be asked at the same time."""
    return {
        "BOT_NAME": PRODUCT,
        "USER_AGENT": user_agent(contact),
        # Nobody steers this process from outside.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        # One door; every other scheme has no handler at all.
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": {"http": "crawler.door.Door", "https": "crawler.door.Door"},
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": timeout_seconds,
        "DOWNLOAD_MAXSIZE": max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        # Turns and gaps are given by the door, across processes; Scrapy's own delay would add to them.
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS": max(16, 2 * hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 4,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPCACHE_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        # robots.txt is obeyed by crawler.robots, which knows 5xx, 429, Crawl-delay and the age of rules.
        "ROBOTSTXT_OBEY": False,
        "DNSCACHE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "MEMUSAGE_LIMIT_MB": DEPTH_OF_MEMORY_MB,
        # Nothing of what Scrapy puts between a request and its answer, now or in a later version; one of its
        # extensions would import a web server at every start, to be switched off then.
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "STATS_DUMP": False,
        "LOG_LEVEL": "WARNING",
        "LOG_ENABLED": False,
        "TWISTED_REACTOR_ENABLED": True,
        "REACTOR_THREADPOOL_MAXSIZE": 8,
    }
