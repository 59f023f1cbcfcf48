"""What is loaded only when it is called."""

from __future__ import annotations

import json

from tests.crawler.alone import alone

SCRIPT = """
import json, sys, warnings
warnings.simplefilter("error")
from crawler.late import guess_charsets_later
guess_charsets_later()
import htmldate, scrapy.http
held = lambda: sorted(name for name in sys.modules if name.startswith("charset_normalizer"))
said = {"before": held()}
from crawler.extraction.charset import decode
words = "Миротворцы восстановили мост, сообщила миссия в понедельник. " * 4
said["read"] = decode(words.encode("cp1251"), None).text == words
said["after"] = "charset_normalizer.cd" in held()
from charset_normalizer import from_bytes
said["real"] = from_bytes.__module__
print(json.dumps(said))
"""


def test_charsets_are_guessed_by_a_library_that_is_loaded_then() -> None:
    assert json.loads(alone(SCRIPT)) == {
        "before": ["charset_normalizer"],
        "read": True,
        "after": True,
        "real": "charset_normalizer.api",
    }
