"""Mail, feed, plain text and PDF of the rich week: read by programs of others, and within the limits."""

from __future__ import annotations

import email
import email.policy
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest

from reports import mail, render
from reports.feed import atom
from reports.publish import write_missing
from reports.wording import clean
from tests.reports.invented import Invented, at
from tests.reports.test_golden import GOLDEN
from tests.reports.test_hostile import HOSTILE, Page, edition_of

FRONT_WORDS = 400


@pytest.fixture(scope="module")
def edition() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / "week.json").read_text(encoding="utf-8"))
    return found


def test_the_front_page_has_at_most_400_words(edition: dict[str, Any]) -> None:
    text = render.markdown(edition)
    front = text[: text.index("## By mission")]
    words = re.sub(r"\(<[^>]*>\)|[*\[\]#]", "", front).split()
    assert 60 < len(words) <= FRONT_WORDS


def test_every_quotation_is_whole_and_has_at_most_25_words(edition: dict[str, Any]) -> None:
    def quotes(found: Any) -> list[str]:
        if isinstance(found, dict):
            own = [found["quote"]] if isinstance(found.get("quote"), str) else []
            return own + [one for value in found.values() for one in quotes(value)]
        return [one for value in found for one in quotes(value)] if isinstance(found, list) else []

    said = quotes(edition)
    assert len(said) > 20
    for one in said:
        assert re.search(r"[.!?。！？]\W*$", one), one
        assert len(one.split()) <= 25


def test_every_line_of_a_fact_has_its_uid_outlet_and_day(edition: dict[str, Any]) -> None:
    links = Page(render.html(edition, base="https://monitor.example")).links
    for one in (*edition["top"], *edition["casualties"]["recent"], *edition["contingents"], *edition["people"]["new"]):
        assert one["outlet"]
        assert one["day"]
        assert f"https://monitor.example/finding/{one['uid']}" in links
        assert one["url"] in links
    assert "2026-W43.html#" + edition["numbers"]["moved"][0]["refs"][0]["article"] in links
    assert {f"https://monitor.example/article/{one['uid']}" for one in edition["late"]} <= set(links)


def test_without_a_server_every_uid_leads_to_its_line_in_the_page(edition: dict[str, Any]) -> None:
    page = render.html(edition)
    links = Page(page).links
    assert f"#{edition['top'][0]['article']}" in links
    assert not [link for link in links if link.startswith(("/finding", "/article"))]


def test_the_mail_has_a_text_and_an_html_part_and_the_same_bytes_each_time(edition: dict[str, Any]) -> None:
    made = mail.eml(edition)
    assert made == mail.eml(edition)
    read = email.message_from_bytes(made, policy=email.policy.default)
    assert read["Subject"] == "Peacekeeping week 2026-W47 (edition 5): 49 items (48 texts)"
    text, html = (part.get_content() for part in read.iter_parts())
    assert text.replace("\r\n", "\n") == render.plain(edition)
    assert "维和工兵分队完成道路抢修任务（虚构）" in text
    page = Page(html)
    assert not {"script", "img", "svg", "link", "iframe"} & set(page.tags)
    assert all(link.startswith(("https://", "http://")) for link in page.links)
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 78


def test_another_projects_parser_finds_no_mistake_in_any_page(edition: dict[str, Any]) -> None:
    import html5lib

    week = {"week": "2026-W47", "number": 5, "counts": edition["counts"], "days": edition["window"]["days"]}
    pages = (render.html(edition), render.mail_html(edition), render.index_html([week], ["2026-W48"], pdf=True))
    for page in pages:
        parser = html5lib.HTMLParser()
        parser.parse(page)
        assert parser.errors == []
        places = re.findall(r' id="([^"]+)"', page)
        assert len(places) == len(set(places))


def test_the_mail_takes_sender_and_recipients(edition: dict[str, Any]) -> None:
    made = mail.message(edition, sender="desk@monitor.example", recipients=["a@reader.example", "b@reader.example"])
    assert made["To"] == "a@reader.example, b@reader.example"
    assert made["Message-ID"] == mail.message(edition)["Message-ID"]


def test_what_a_table_of_the_text_tells_of_a_day_ends_under_the_days_head(edition: dict[str, Any]) -> None:
    lines = render.plain(edition).splitlines()
    assert max(map(len, lines)) <= 78
    heads = [place for place, line in enumerate(lines) if re.search(r"\bMo Tu\b|\bMon 16 ?Tue 17\b", line)]
    assert len(heads) == 3
    for place in heads:
        head = lines[place]
        row = next(line for line in lines[place + 1 :] if line.startswith("Harbour Defence Daily"))
        start = head.index("Mo") - 1
        ends = [start + day.end() for day in re.finditer(r"(?:Mo|Tu|We|Th|Fr|Sa|Su)\w?(?: \d\d)?", head[start:])][:7]
        cells = [start + cell.end() for cell in re.finditer(r"\S+", row[start : ends[-1]])]
        assert cells
        assert set(cells) <= set(ends), (head, row)


def test_the_feed_is_read_by_another_projects_parser(edition: dict[str, Any]) -> None:
    text = atom([(edition, "0" * 64)], profile="default", began="2026-W43", updated=edition["written_at"])
    read = feedparser.parse(text)
    assert not read.bozo
    assert read.version == "atom10"
    [entry] = read.entries
    assert entry.title == "Peacekeeping week 2026-W47: 49 items (48 texts)"
    assert entry.updated == edition["written_at"]
    assert "2 dead" in entry.content[0].value
    assert atom([(edition, "1" * 64)], profile="default", began="2026-W43", updated="x") != text


def test_an_empty_feed_is_a_feed() -> None:
    assert not feedparser.parse(atom([], profile="a<b", began="", updated="2026-10-19T00:00:00Z")).bozo


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_is_only_words_in_mail_feed_and_text(archive: Invented, title: str) -> None:
    edition = edition_of(archive, title)
    text = render.plain(edition)
    assert not [sign for sign in text if ord(sign) < 32 and sign != "\n"]
    assert not set(text) & set("\u202e\u2066\u2028\x7f")
    made = email.message_from_bytes(mail.eml(edition), policy=email.policy.default)
    assert set(made.keys()) == {"Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
    tags = set(Page(list(made.iter_parts())[1].get_content()).tags)
    assert tags <= {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "p", "ul", "ol"} | {
        "li", "table", "tr", "th", "td", "span", "a", "br", "bdi", "strong", "del", "ins",
    }  # fmt: skip
    read = feedparser.parse(atom([(edition, "0")], profile=title, began="2026-W47", updated="2026-10-19T00:00:00Z"))
    assert not read.bozo
    assert len(read.entries) == 1


@pytest.mark.parametrize("name", ["script", "control", "endless"])
def test_a_hostile_title_is_only_words_in_the_pdf(archive: Invented, name: str) -> None:
    import pypdf

    from reports.pdf import pdf

    read = pypdf.PdfReader(BytesIO(pdf(edition_of(archive, HOSTILE[name]), digest="0" * 64)))
    assert "/JavaScript" not in str(read.trailer["/Root"])
    text = " ".join("".join(page.extract_text() for page in read.pages).split())
    assert clean(HOSTILE[name])[:20].split()[0] in text


def test_the_pdf_has_text_that_can_be_selected_on_at_most_four_pages(edition: dict[str, Any]) -> None:
    import pypdf

    from reports.pdf import pdf

    made = pdf(edition, digest="0" * 64)
    read = pypdf.PdfReader(BytesIO(made))
    assert len(read.pages) <= 4
    text = "".join(page.extract_text() for page in read.pages)
    assert "Two peacekeepers were killed near Malual on Wednesday." in " ".join(text.split())
    assert "维和工兵分队" in text
    assert read.metadata.title == "Peacekeeping week 2026-W47"


def test_what_cannot_be_set_is_a_pdf_of_the_plain_text(
    edition: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdf

    from reports import pdf

    def too_large(self: Any) -> None:
        raise pdf.LayoutError("a row fits no page")

    monkeypatch.setattr(pdf._Sheet, "made", too_large)
    read = pypdf.PdfReader(BytesIO(pdf.pdf(edition, digest="0" * 64)))
    assert "LINES THAT MATTER" in read.pages[0].extract_text()


@pytest.mark.long
def test_a_week_of_400_items_in_60_outlets_is_a_pdf_of_four_pages(edition: dict[str, Any]) -> None:
    import pypdf

    from reports.pdf import pdf

    assert len(pypdf.PdfReader(BytesIO(pdf(swollen(edition), digest="0" * 64))).pages) <= 4


def swollen(edition: dict[str, Any]) -> dict[str, Any]:
    """The rich week with ten times its lines everywhere."""
    grown = json.loads(json.dumps(edition))
    for block in grown["missions"]:
        block["items"] *= 10
    for name in ("casualties", "mandates", "people", "numbers"):
        grown[name] = {key: lines * 10 for key, lines in grown[name].items()}
    for name in ("contingents", "first", "missing", "changes", "contested", "borderline", "late"):
        grown[name] *= 10
    grown["sources"] *= 2
    return dict(grown)


def test_the_pdf_is_whole_without_any_font_on_the_machine(edition: dict[str, Any], tmp_path: Path) -> None:
    import pypdf

    from reports.pdf import pdf
    from reports.pdf_fonts import fonts

    read = pypdf.PdfReader(BytesIO(pdf(edition, digest="0", own=fonts((tmp_path,)))))
    text = "".join(page.extract_text() for page in read.pages)
    assert "维和工兵分队" in text
    assert "Ambush near Malual" in " ".join(text.split())


def test_pdf_files_lie_beside_the_others_where_the_extra_is_installed(archive: Invented, tmp_path: Path) -> None:
    archive.source("harbour", "Harbour", since="2026-11-10")
    archive.run("harbour", "2026-11-17 06:00")
    write_missing(archive, tmp_path, now=at("2026-11-24"))
    assert (tmp_path / "2026-W47.pdf").read_bytes().startswith(b"%PDF-")
    assert "2026-W47.pdf" in (tmp_path / "index.html").read_text(encoding="utf-8")
