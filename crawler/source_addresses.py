"""Addresses of a source file made absolute when it is read, and the hosts that its home page implies."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urldefrag

from crawler import urls
from crawler.mistakes import shown
from crawler.source_fields import listed


def absolute_addresses(given: dict[str, Any], mistakes: list[str]) -> None:
    """Write home and listings absolute in place; without hosts, take the home page's."""
    home = given.get("home")
    if not isinstance(home, str):
        return
    base = given["home"] = _address(home, home, "home", mistakes)
    for key in ("feeds", "sitemaps"):
        addresses = listed(given.get(key, ()))
        if isinstance(addresses, list | tuple):
            given[key] = tuple(_address(base, one, f"{key}[{n}]", mistakes) for n, one in enumerate(addresses, 1))
    for key in ("section", "dated"):
        if isinstance(sections := given.get(key, ()), list | tuple):
            given[key] = tuple(
                {**one, "url": _address(base, one["url"], f"{key}[{n}].url", mistakes)}
                if isinstance(one, Mapping) and "url" in one
                else one
                for n, one in enumerate(sections, 1)
            )
    if not given.get("hosts") and urls.resolve(base, base):
        given["hosts"] = _with_twin(urls.host_of(base))


def _address(base: str, text: Any, place: str, mistakes: list[str]) -> Any:
    if not isinstance(text, str):
        return text
    absolute = urls.resolve(base, text)
    try:
        urls.canonical(absolute or text)
        # As written otherwise: in a listing's address a parameter such as ?source=rss may choose the feed.
        return urldefrag(absolute or text).url if place != "home" else urls.canonical(text)
    except ValueError:
        mistakes.append(f"{place}: found {shown(text)}; allowed: an http or https address")
        return text


def _with_twin(host: str) -> tuple[str, ...]:
    """A site's name with and without www; a bare number or a port has no twin."""
    if ":" in host or "." not in host:
        return (host,)
    try:
        ip_address(host)
    except ValueError:
        return (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")
    return (host,)
