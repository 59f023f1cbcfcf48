from __future__ import annotations

import pytest

from crawler.guard import judge, judge_connection, may_be_permitted, permits, refuse_url

FORBIDDEN = [
    "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "100.100.100.200", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "192.0.0.8",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1",
    "2001:0:7f00:1::", "2001:0:53aa:64c:0:0:f5ff:fffe", "fe80::5efe:10.0.0.1", "2606:4700::5efe:10.0.0.1", "no address", "",  # noqa: E501
]  # fmt: skip
ALLOWED = [
    "1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.1.1",
    "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
    "2620:4f:8000::1",
]  # fmt: skip


@pytest.mark.parametrize("ip", FORBIDDEN)
def test_an_inside_address_is_refused_in_every_spelling(ip: str) -> None:
    assert judge(ip)


@pytest.mark.parametrize("ip", ALLOWED)
def test_a_public_address_is_allowed(ip: str) -> None:
    assert judge(ip) is None


def test_only_the_exact_host_and_port_of_an_own_source_file_opens_an_inside_address() -> None:
    permitted = permits(["127.0.0.1:8080", "news.example", "[::1]:9000", "Intra.example:81"])
    assert permitted == {"127.0.0.1:8080", "[::1]:9000", "intra.example:81"}
    assert judge_connection("127.0.0.1", "127.0.0.1", 8080, permitted) is None
    assert judge_connection("::1", "::1", 9000, permitted) is None
    assert judge_connection("10.0.0.7", "intra.example", 81, permitted) is None
    assert judge_connection("127.0.0.1", "127.0.0.1", 8081, permitted)
    assert judge_connection("127.0.0.1", "localhost", 8080, permitted)
    assert judge_connection("127.0.0.1", "news.example", 80, permitted)
    assert judge_connection("8.8.8.8", "anything.example", 80, permitted) is None


@pytest.mark.parametrize(
    "ip", ["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "nonsense"]
)
def test_metadata_and_odd_ranges_stay_shut_even_when_listed(ip: str) -> None:
    assert not may_be_permitted(ip)
    assert judge_connection(ip, "x.example", 80, frozenset({"x.example:80"}))


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://news.example/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("//news.example/", "scheme"),
        ("http://user@news.example/", "credentials"),
        ("http://user:pass@news.example/", "credentials"),
        ("http://news.example\\@127.0.0.1/", "backslash"),
        ("http://news.example/ x", "blank"),
        ("http://news.example/\r\nHost: x", "control"),
        ("http:///x", "no host"),
        ("http://news.example:0/", "port"),
        ("http://news.example:99999/", "forbidden"),
        ("http://[::1/", "forbidden"),
    ],
)
def test_a_hostile_form_of_address_is_refused_before_any_look_up(url: str, word: str) -> None:
    assert word in (refuse_url(url) or "")


def test_an_ordinary_address_passes() -> None:
    assert refuse_url("https://news.example:8443/a/%E7%BB%B4?id=1") is None
