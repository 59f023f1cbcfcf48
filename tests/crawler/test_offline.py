"""A worker's parsers without the clients for the network that they would bring along."""

from __future__ import annotations

import json

from tests.crawler.alone import alone

SCRIPT = """
import json, sys
from crawler.offline import without_clients
without_clients()
from bs4 import BeautifulSoup
import feedparser
from crawler.extraction.language import language_of
from crawler.extraction.library import body_by_library, day_by_library

words = "The mission said on Monday that forty engineers will repair the bridge before the rains begin. "
page = f'<html><head><meta property="article:published_time" content="2026-03-02T10:00:00Z"></head>' \\
       f'<body><article><h1>A bridge</h1><p>{words * 4}</p></article></body></html>'
feed = '<rss version="2.0"><channel><item><title>One</title><link>https://news.example/1</link></item></channel></rss>'
said = {
    "language": language_of(words, None)[0],
    "day": day_by_library(page, "https://news.example/a/1"),
    "body": words.strip() in " ".join(body_by_library(page, "https://news.example/a/1")),
    "feed": feedparser.parse(feed).entries[0].title,
    "soup": BeautifulSoup("<p>a<b>c", "lxml").get_text(),
}
try:
    import trafilatura.downloads
    trafilatura.downloads.create_pool().request("GET", "https://news.example/a/1")
except OSError as error:
    said["client"] = str(error)
kept_out = {"_ssl", "_hashlib", "requests", "urllib3.connection", "html5lib"}
said["loaded"] = sorted(kept_out & {name for name, one in sys.modules.items() if one})
print(json.dumps(said))
"""


def test_what_parses_works_without_them_and_loads_none() -> None:
    assert json.loads(alone(SCRIPT)) == {
        "language": "en",
        "day": "2026-03-02",
        "body": True,
        "feed": "One",
        "soup": "ac",
        "client": "nothing is fetched while a page is parsed (request)",
        "loaded": [],
    }


WITHOUT_ITS_OWN = """
import hashlib, sys
for name in [name for name in sys.modules if name in ("hashlib", "_hashlib")]:
    del sys.modules[name]
import crawler.offline
crawler.offline.find_spec = lambda name: None if name == "_md5" else object()
crawler.offline.without_clients()
import hashlib
print(hashlib.sha256.__name__, hashlib.md5(b"x", usedforsecurity=False).hexdigest()[:8])
"""


def test_a_python_without_checksums_of_its_own_keeps_those_of_openssl() -> None:
    assert alone(WITHOUT_ITS_OWN) == "openssl_sha256 9dd4e461\n"
