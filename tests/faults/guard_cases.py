"""Addresses by chance: numbers of the network in every notation, with what must become of each."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_network
from random import Random

# IANA's special-purpose registry for IPv4, multicast and class E, as prefixes that no crawl may connect to. Written here  # noqa: E501
# once more, apart from the guard's own table.
SHUT = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",  # noqa: E501
    )
)  # fmt: skip
SHUT_SIX = tuple(
    ip_network(net)
    for net in (
        "::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:10::/28",  # noqa: E501
        "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "4000::/3", "e000::/4",  # noqa: E501
    )
)  # fmt: skip


def is_shut(number: int) -> bool:
    """Whether an IPv4 address is one that no crawl may connect to."""
    return any(IPv4Address(number) in net for net in SHUT)


def number_of(chance: Random) -> int:
    """An IPv4 address: of a shut range, of its edge, or any."""
    if chance.random() < 0.3:
        return chance.getrandbits(32)
    net = chance.choice(SHUT)
    first, last = int(net.network_address), int(net.broadcast_address)
    edges = (first, last, max(first - 1, 0), min(last + 1, 2**32 - 1))
    return chance.choice(edges) if chance.random() < 0.3 else chance.randint(first, last)


def notation(number: int, chance: Random) -> str:
    """An IPv4 address as some program writes it: parts joined or not, each decimal, octal or hexadecimal."""
    octets = list(number.to_bytes(4, "big"))
    kept = chance.choice((0, 1, 2, 3, 3, 3))
    parts = [*octets[:kept], int.from_bytes(bytes(octets[kept:]), "big")]
    ways = (str, lambda part: f"0{part:o}", lambda part: f"0x{part:x}", lambda part: f"0X{part:08X}")
    return ".".join(chance.choice(ways if chance.random() < 0.7 else (str,))(part) for part in parts)


def six(number: int, chance: Random) -> tuple[str, bool]:
    """An IPv6 address that carries that one or is one of its own, and whether it must be shut."""
    shut = is_shut(number)
    low = number
    carriers = (
        (0xFFFF << 32 | low, shut),
        (0x64FF9B << 96 | low, shut),
        (0x2002 << 112 | low << 80 | chance.getrandbits(32), shut),
        (0x2A00 << 112 | chance.getrandbits(40) << 64 | 0x5EFE << 32 | low, shut),
        (low, True),
        (0xFFFF << 48 | low, True),
        (0x64FF9B0001 << 80 | low << 32, True),
        (0x2001 << 112 | low << 64 | chance.getrandbits(32), True),
    )
    if chance.random() < 0.4:
        net = chance.choice(SHUT_SIX)
        value, must = int(net.network_address) | chance.getrandbits(128 - net.prefixlen), True
        # ::ffff:a.b.c.d lies outside, and what ::/96 holds is shut whatever it carries.
    else:
        value, must = chance.choice(carriers)
    address = IPv6Address(value)
    written = chance.choice((str(address), address.exploded, str(address).upper()))
    if chance.random() < 0.2:
        written = ":".join(address.exploded.split(":")[:6]) + f":{IPv4Address(value & 0xFFFFFFFF)}"
    return written, must


def hosts(count: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Hosts as an address may name them, and whether a connection there must be refused."""
    chance = Random(seed)  # noqa: S311
    for _ in range(count):
        number = number_of(chance)
        if chance.random() < 0.5:
            yield notation(number, chance), is_shut(number)
        else:
            yield six(number, chance)


PIECES = (
    "http", "https", "HTTP", "file", "://", ":", "//", "/", "\\", "@", "#", "?", "%40", "%2f", "%00", "%", ";", "&", "[", "]", "..", ".",  # noqa: E501
    "127.0.0.1", "localhost", "169.254.169.254", "[::1]", "[::ffff:7f00:1]", "2130706433", "0x7f.1", "news.example", "NEWS.example.",  # noqa: E501
    "user", "user:pass", ":80", ":8080", ":0", ":99999", ":", "a/1", " ", "\t", "\n", "\r", "\0", "\x7f", "。", "．", "①", "ⓐ", "\u200b", "\xad",  # noqa: E501
    "ß", "ı", "xn--", "é", "\ufeff", "|", "^", "`", "{", "}", "<", ">", '"', "'", "*", "+", ",", "!", "~", "=", "..;/", "/../",  # noqa: E501
)  # fmt: skip


def addresses(count: int, seed: int) -> Iterator[str]:
    """Addresses as a hostile page writes them: pieces of addresses in any order, mostly behind a scheme."""
    chance = Random(seed)  # noqa: S311
    for _ in range(count):
        start = chance.choice(("http://", "http://", "https://", "http://news.example", "//", ""))
        yield start + "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 7)))
