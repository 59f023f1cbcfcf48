"""Sitemaps that are no good XML: bare ampersands are read as they stand, and what is cut off is named."""

from __future__ import annotations

import gzip

import pytest

from crawler.discovery.found import Found
from crawler.discovery.sitemap import read_sitemap

SITE = "https://www.paper.example"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def read(body: str | bytes) -> Found:
    return read_sitemap(body.encode() if isinstance(body, str) else body, url=f"{SITE}/sitemap.xml", zone="UTC")


def addresses(found: Found) -> list[str]:
    return [entry.urls[0].removeprefix(SITE) for entry in found.entries]


def urlset(*locs: str) -> str:
    return f"{DECLARED}<urlset>{''.join(f'<url><loc>{loc}</loc></url>' for loc in locs)}</urlset>"


WHOLE = urlset(*(f"{SITE}/a/{n * 7919 % 100_003}" for n in range(2000)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/show.php?cat=7&id=50", "/show.php?cat=7&id=50"),
        ("/show.php?cat=7&copy=1&lt=2&amp=3", "/show.php?cat=7&copy=1&lt=2&amp=3"),
        ("/show.php?a=1&b=2;c&", "/show.php?a=1&b=2;c&"),
        ("/show.php?a=1&nbsp;b&amp;c=2", "/show.php?a=1&nbsp;b&c=2"),
        ("/show.php?cat=7&amp;id=50", "/show.php?cat=7&id=50"),
        ("/show.php?cat=7&#38;id=50&#x26;q=&#49;", "/show.php?cat=7&id=50&q=1"),
        ("<![CDATA[/show.php?cat=7&id=50&amp;x]]>", "/show.php?cat=7&id=50&amp;x"),
        ("<![CDATA[/show.php?cat=7&id=50]]>&n=1", "/show.php?cat=7&id=50&n=1"),
    ],
)
def test_an_ampersand_is_read_as_it_stands(written: str, meant: str) -> None:
    found = read("<!-- cats & dogs --><?note cats & dogs?>" + urlset(written, "/a/2").removeprefix(DECLARED))
    assert (addresses(found), found.broken) == ([meant, "/a/2"], None)


def test_a_title_keeps_its_bare_ampersand() -> None:
    found = read(f"<urlset><url><loc>{SITE}/a/1</loc><news:news><news:title>Road & bridge</news:title></news:news>"
                 "</url></urlset>")  # fmt: skip
    assert found.entries[0].title == "Road & bridge"


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_bare_ampersands_in_wide_letters(name: str) -> None:
    body = urlset("/show.php?cat=7&id=50", "/a/\u6c34?x=1&amp;y=2").replace("UTF-8", name.removesuffix("-sig"))
    assert addresses(read(body.encode(name))) == ["/show.php?cat=7&id=50", "/a/\u6c34?x=1&y=2"]


def test_half_letters_are_no_ampersands() -> None:
    # The sign is 0x25 0x26 in this coding, and the second of them is the byte of an ampersand.
    body = f"<urlset><url><loc>{SITE}/a/1</loc><news><title>\u30a6</title></news></url></urlset>".encode("iso-2022-jp")
    assert b"\x25\x26" in body
    found = read(b'<?xml version="1.0" encoding="ISO-2022-JP"?>' + body)
    assert [entry.title for entry in found.entries] == ["\u30a6"]


def test_a_file_with_entities_of_its_own_is_left_as_it_is() -> None:
    found = read(f'<!DOCTYPE urlset [<!ENTITY own "x">]><urlset><url><loc>{SITE}/a/1</loc><n>&own;</n></url></urlset>')
    assert (addresses(found), found.broken) == (["/a/1"], None)


@pytest.mark.parametrize(
    "cut", [-1, -4, -len("</urlset>"), -len("</loc></url></urlset>") - 2, -len("c></url></urlset>"), 3000]
)
def test_a_sitemap_without_its_end_is_named_and_used(cut: int) -> None:
    found = read(WHOLE[:cut])
    assert set(addresses(found)) < set(addresses(read(WHOLE))) or cut > -10
    assert found.entries
    assert (found.broken or "").startswith("sitemap broken: ")


def test_the_missing_end_is_said_before_other_faults() -> None:
    found = read(urlset("/a/1", "/show?cat=7&id=50", "/a/\x0b3").removesuffix("</urlset>"))
    assert found.broken == "sitemap broken: Premature end of data in tag urlset line 2"


def test_an_index_without_its_end_is_named() -> None:
    found = read(f"<sitemapindex><sitemap><loc>{SITE}/1.xml</loc></sitemap><sitemap><loc>{SITE}/2.x")
    assert found.children == (f"{SITE}/1.xml",)
    assert "Premature end" in (found.broken or "")


@pytest.mark.parametrize("left", [0.5, 0.99])
def test_a_packed_sitemap_without_its_end_is_named_and_used(left: float) -> None:
    packed = gzip.compress(WHOLE.encode())
    for body in (packed, gzip.compress(packed)):
        found = read(body[: int(len(body) * left)])
        assert 0 < len(found.entries) < 2000
        assert found.broken == "sitemap broken: truncated compressed answer"


def test_a_packed_sitemap_without_the_end_of_its_packing_is_named() -> None:
    found = read(gzip.compress(WHOLE.encode())[:-6])
    assert (len(found.entries), found.broken) == (2000, "sitemap broken: truncated compressed answer")


def test_a_packed_sitemap_that_is_damaged_is_named() -> None:
    packed = bytearray(gzip.compress(WHOLE.encode()))
    packed[-6] ^= 0xFF
    assert "sitemap broken: damaged" in (read(bytes(packed)).broken or "")


def test_packed_plain_text_that_is_cut_off_gives_no_half_address() -> None:
    lines = [f"{SITE}/a/{n * 7919 % 100_003}" for n in range(2000)]
    packed = gzip.compress("\n".join(lines).encode())
    found = read(packed[: len(packed) // 2])
    assert 0 < len(found.entries) < 2000
    assert [entry.urls[0] for entry in found.entries] == lines[: len(found.entries)]
    assert found.broken is not None


@pytest.mark.parametrize(
    "body",
    [
        WHOLE,
        WHOLE + "\n<!-- made in 0.2 seconds -->\n",
        f"<urlset><url><loc>{SITE}/a/1</loc><image:image><image:loc>/i.jpg</image:loc></image:image></url></urlset>",
        f"<urlset><url>{SITE}/a/1</url></urlset>",
        WHOLE + "<b>Warning</b>",
        WHOLE.replace("/a/7919<", "/a/\x0b7919<"),
        gzip.compress(WHOLE.encode()) + b"junk",
        gzip.compress(WHOLE.encode()) + b"\0" * 600,
        gzip.compress(WHOLE[:9000].encode()) + gzip.compress(WHOLE[9000:].encode()),
        f"{SITE}/a/1\n{SITE}/a/2",
    ],
)
def test_a_whole_sitemap_is_not_called_broken(body: str | bytes) -> None:
    found = read(body)
    assert found.entries
    assert found.broken is None
