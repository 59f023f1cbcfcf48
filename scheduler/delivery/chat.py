"""One short message to a chat or another service, by apprise (extra [notify]), which is imported only here."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from scheduler.delivery.answers import Answer, never, of_chat, taken, unknown
from scheduler.delivery.wire import WHOLE, Commit

MISSING = "apprise, which sends to chats, is not installed: `pip install '.[notify]'` in the source folder"
_SHORTEST_SECRET = 4


def send(
    url: str, *, title: str, body: str, files: Sequence[Path], timeout: float, commit: Commit
) -> Answer:  # fmt: skip
    """Send it once. commit is called before apprise is, which does not say when it has a connection."""
    try:
        import apprise  # noqa: PLC0415
    except ImportError:
        return never(MISSING)
    # Its lines may hold the address: they are read here, by way of its result, and go nowhere else.
    spoken = logging.getLogger("apprise")
    spoken.addHandler(logging.NullHandler())
    spoken.propagate = False
    spoken.setLevel(logging.DEBUG)
    asset = apprise.AppriseAsset(app_id="Bluewatch", app_desc="Bluewatch", app_url="", secure_logging=True)
    service: Any = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None:
        return never("url is no address that apprise knows; `apprise --details` lists what it knows")
    service.retry = 0  # a repetition is ours to decide
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    commit()
    result: Any = sender.notify(
        body=body,
        title=title,
        body_format=apprise.NotifyFormat.TEXT,
        attach=[str(path) for path in files] or None,
        timeout=timeout * WHOLE,
        log_level=logging.DEBUG,
    )
    told = [entry for entry in result.logs() if _tells(entry)]
    words = hidden("; ".join(str(entry.message) for entry in told), url)
    if result:
        return taken("apprise: the service took it")
    if result.status == apprise.AppriseResultStatus.TIMEOUT or len(service) > 1:
        return unknown(f"apprise: not all went well: {words}")
    return of_chat(words)


def _tells(entry: Any) -> bool:
    """What went wrong, but not the address and text that the debug lines hold."""
    return entry.level in ("WARNING", "ERROR", "CRITICAL") or str(entry.message).startswith("Socket Exception")


def hidden(words: str, url: str) -> str:
    """The words without what stands in the address: of many services even the host is a secret."""
    rest = url.partition("://")[2]
    secrets = {piece for text in (rest, unquote(rest)) for piece in re.split(r"[/?&=@:,]+", text)}
    for piece in sorted(secrets | {url}, key=len, reverse=True):
        if len(piece) >= _SHORTEST_SECRET:
            words = words.replace(piece, "***")
    return words
