"""Certificates that name another host, and cookies: only where a source asks for it, and no further."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.cookies import Jar
from tests.crawler.sites import Site, crawl, html, page

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def certificate(name: str, issuer: tuple[Any, Any] | None = None, **names: str) -> tuple[Any, Any]:
    """A key and a certificate: of an authority without issuer, else of a host."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[1].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=2))
        .not_valid_after(today + timedelta(days=int(names.get("days", "2"))))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer:
        san: list[Any] = [x509.DNSName(names["dns"])] if "dns" in names else [x509.IPAddress(ip_address(names["ip"]))]
        built = built.add_extension(x509.SubjectAlternativeName(san), critical=False)
    return key, built.sign(issuer[0] if issuer else key, hashes.SHA256())


def pem(*things: Any) -> bytes:
    out = b""
    for one in things:
        if isinstance(one, x509.Certificate):
            out += one.public_bytes(serialization.Encoding.PEM)
        else:
            out += one.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
    return out


class SecureSite(Site):
    """A site behind TLS."""

    def __init__(self, folder: Path, key: Any, cert: Any) -> None:
        super().__init__()
        file = folder / f"{cert.serial_number}.pem"
        file.write_bytes(pem(key, cert))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.base = f"https://{self.host}"


GOOD, ANOTHER = "collected", "its certificate is for another host"
UNKNOWN, EXPIRED = "its certificate comes from no authority that this machine trusts", "its certificate has expired"
# what the certificate is: (its names, of the trusted authority, days, what comes of it with verify, with accept-name)
CERTIFICATES: dict[str, tuple[dict[str, str], bool, str, str]] = {
    "for this host": ({"ip": "127.0.0.1"}, True, GOOD, GOOD),
    "for another host": ({"dns": "www.other.example"}, True, ANOTHER, GOOD),
    "of an unknown authority": ({"ip": "127.0.0.1"}, False, UNKNOWN, UNKNOWN),
    "expired": ({"ip": "127.0.0.1", "days": "-1"}, True, EXPIRED, EXPIRED),
}


@pytest.fixture(scope="module")
def authorities() -> tuple[Any, Any]:
    return certificate("Trusted test authority"), certificate("Unknown test authority")


def test_a_certificate_is_judged_by_its_authority_and_unless_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authorities: tuple[Any, Any]
) -> None:
    trusted, unknown = authorities
    roots = tmp_path / "roots.pem"
    roots.write_bytes(pem(trusted[1]))
    monkeypatch.setenv("SSL_CERT_FILE", str(roots))
    sites, sources, wanted = [], [], {}
    for number, (what, (names, known, verified, accepted)) in enumerate(CERTIFICATES.items()):
        for how, outcome in (("verify", verified), ("accept-name", accepted)):
            key, cert = certificate("desk.example", trusted if known else unknown, **names)
            one = SecureSite(tmp_path, key, cert).articles(1)
            slug = f"s{number}-{how}"
            sites.append(one)
            sources.append(one.source(slug, tls=how))
            wanted[what, how, slug] = outcome
    try:
        reports = crawl(tmp_path / "data", *sources, timeout_seconds=10.0)
    finally:
        for one in sites:
            one.close()
    told = {
        key: report["outcome"] if report["outcome"] == GOOD else report["reason"].rpartition("no connection: ")[2]
        for key in wanted
        if (report := reports[key[2]])
    }
    assert told == wanted
    assert {report["outcome"] for report in reports.values()} == {GOOD, "unreachable"}


@pytest.fixture
def walled() -> Iterator[Site]:
    """A site that gives its articles only to who brings back its cookie."""
    one = Site().articles(1, 2)

    def article(handler: Any) -> None:
        if handler.headers.get("Cookie") == "visit=a1":
            handler.answer(*html(page(int(handler.path[-1]))))
        else:
            handler.answer(302, {"Location": handler.path, "Set-Cookie": "visit=a1; Path=/; HttpOnly"}, b"")

    one.routes["/a/1"] = one.routes["/a/2"] = article
    yield one
    one.close()


def test_cookies_are_kept_for_a_run_where_the_source_says_so(tmp_path: Path, walled: Site) -> None:
    other = Site().articles(1)
    try:
        reports = crawl(tmp_path / "a", walled.source("walled", cookies=True), other.source("other", cookies=True))
    finally:
        other.close()
    assert reports["walled"]["counts"]["new"] == 2
    # Asked twice for the first one, once for the next: the cookie is there by then.
    assert (walled.asked("/a/1") + walled.asked("/a/2")) == 3
    assert not any("cookie" in headers for _, _, headers in other.log)
    assert not any("cookie" in headers for _, path, headers in walled.log if path == "/robots.txt")


def test_without_the_word_of_the_source_no_cookie_is_sent(tmp_path: Path, walled: Site) -> None:
    report = crawl(tmp_path, walled.source("walled"))["walled"]
    assert "redirect loop; it sets a cookie: `cookies = true` in the source file may help" in report["reason"]
    assert not any("cookie" in headers for _, _, headers in walled.log)


# what is set: (at, its header, asked, what is sent)
COOKIES: dict[str, tuple[str, str, str, str | None]] = {
    "plain": ("http://a.example/x", "n=1", "http://a.example/y", "n=1"),
    "another host": ("http://a.example/x", "n=1", "http://b.example/x", None),
    "a host below": ("http://a.example/x", "n=1; Domain=a.example", "http://w.a.example/x", None),
    "another port": ("http://a.example/x", "n=1", "http://a.example:81/x", None),
    "for a foreign domain": ("http://a.example/x", "n=1; Domain=b.example", "http://a.example/x", None),
    "for its own domain": ("http://w.a.example/x", "n=1; Domain=.a.example", "http://w.a.example/x", "n=1"),
    "of a folder": ("http://a.example/f/x", "n=1", "http://a.example/g/x", None),
    "of a path": ("http://a.example/x", "n=1; Path=/f", "http://a.example/f/x", "n=1"),
    "of half a name": ("http://a.example/x", "n=1; Path=/f", "http://a.example/fx", None),
    "secure over http": ("https://a.example/x", "n=1; Secure; Path=/", "http://a.example/x", None),
    "secure over https": ("https://a.example/x", "n=1; Secure", "https://a.example/x", "n=1"),
    "already over": ("http://a.example/x", "n=1; Max-Age=0", "http://a.example/x", None),
    "over long ago": ("http://a.example/x", "n=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT", "http://a.example/x", None),
    "to last": ("http://a.example/x", "n=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "http://a.example/x", "n=1"),
    "a line break": ("http://a.example/x", "n=1\r\nX: y", "http://a.example/x", None),
    "no name": ("http://a.example/x", "=1", "http://a.example/x", None),
    "too long": ("http://a.example/x", "n=" + "x" * 5000, "http://a.example/x", None),
}


@pytest.mark.parametrize("what", COOKIES)
def test_a_cookie(what: str) -> None:
    at, header, asked, sent = COOKIES[what]
    jar = Jar()
    jar.take(at, [("set-cookie", header)], NOW)
    assert jar.headers(asked).get("Cookie") == sent


def test_a_jar_is_bounded() -> None:
    jar = Jar()
    jar.take("http://a.example/", [("Set-Cookie", f"n{i}=1") for i in range(500)], NOW)
    assert jar.headers("http://a.example/")["Cookie"].count("=") == 50
