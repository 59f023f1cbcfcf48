"""Which network addresses the crawler may speak to, and which forms of a web address it refuses. Pure.

The judgement falls on the RESOLVED address that is connected to, never on a name or on how a number is written: so
decimal, octal and embedded spellings, redirects and names that change their answer all come to the same function.
Special-purpose ranges: IANA registries for IPv4 and IPv6 (RFC 6890 and its updates).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

# Ranges that nothing may open, not even the operator's own source file.
NEVER = {
    "link-local or metadata address": ("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "100.100.100.200/32"),
    "multicast address": ("224.0.0.0/4", "ff00::/8"),
    "unspecified address": ("0.0.0.0/8", "::/128"),
    "broadcast or reserved address": ("240.0.0.0/4",),
    # Protocol assignments, documentation, benchmarks: versions of Python differ about these.
    "special-purpose address": (
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
    ),
}
# Ranges of the operator's own machines and networks: open to an exact host:port of an own source file.
INSIDE = {
    "loopback address": ("127.0.0.0/8", "::1/128"),
    "private address": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "shared address": ("100.64.0.0/10",),
}
_NEVER = [(ip_network(net), name) for name, nets in NEVER.items() for net in nets]
_INSIDE = [(ip_network(net), name) for name, nets in INSIDE.items() for net in nets]
# Global unicast: no other IPv6 address is one of the public network, but for those that carry one of IPv4.
_GLOBAL = ip_network("2000::/3")
_CARRIERS = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


def judge(ip: str | Address) -> str | None:
    """Why this resolved address may not be connected to, or None where it may. Never raises."""
    reason = _judge_inside(ip)
    return reason if reason is None else f"{reason} {ip}"


def may_be_permitted(ip: str | Address) -> bool:
    """True where an operator's own source file may open this address: loopback, private and shared ranges only."""
    address = _parse(ip)
    if address is None:
        return False
    forms = [address, *_embedded(address)]
    return not any(form in net for form in forms for net, _ in _NEVER if form.version == net.version)


def _judge_inside(ip: str | Address) -> str | None:
    address = _parse(ip)
    if address is None:
        return "not an address"
    for form in (address, *_embedded(address)):
        for net, name in (*_NEVER, *_INSIDE):
            if form.version == net.version and form in net:
                return name
    if address.version == 6 and not any(address in net for net in (_GLOBAL, *_CARRIERS)):
        return "special-purpose address"
    return None


def _parse(ip: str | Address) -> Address | None:
    if not isinstance(ip, str):
        return ip
    try:
        return ip_address(ip.split("%", 1)[0])
    except ValueError:
        return None


def _embedded(address: Address) -> Iterable[Address]:
    """The IPv4 addresses that an IPv6 address carries (mapped, NAT64, ISATAP, 6to4; Teredo's lie in 2001::/23)."""
    if not isinstance(address, IPv6Address):
        return
    isatap = (int(address) >> 32) & 0xFFFFFFFF in (0x00005EFE, 0x02005EFE)
    if isatap or any(address in net for net in _CARRIERS):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        yield address.sixtofour


def refuse_url(url: str) -> str | None:  # noqa: PLR0911  one way out for each fault
    """Why an address is refused before any name is resolved: scheme, credentials, host, port or control characters."""
    if _CONTROL.search(url):
        return "forbidden address: a blank, control character or backslash in it"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"forbidden address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"forbidden scheme: {parts.scheme or 'none'}"
    if "@" in parts.netloc:
        return "forbidden address: it carries credentials"
    if not parts.hostname:
        return "forbidden address: no host"
    if port == 0:
        return "forbidden address: port 0"
    return None


def permits(hosts: Iterable[str]) -> frozenset[str]:
    """The exact ``host:port`` entries among the hosts that operators' own source files list.

    An entry without a port opens nothing: it names a public site, whose owner could point its name inside.
    """
    return frozenset(host.lower() for host in hosts if re.search(r"(?:^[^:]+|\]):\d+$", host))


def judge_connection(ip: str, host: str, port: int, permitted: frozenset[str]) -> str | None:
    """judge(), but for the exact ``host:port`` that the operator permits."""
    reason = judge(ip)
    if reason is None:
        return None
    name = f"[{host}]" if ":" in host else host
    if f"{name.lower()}:{port}" in permitted and may_be_permitted(ip):
        return None
    return f"forbidden target: {reason}"
