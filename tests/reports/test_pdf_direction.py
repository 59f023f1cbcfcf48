"""Arabic and Hebrew in a PDF are read from the right, joined, and with their numbers the right way round."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest

from reports.digest import build
from reports.pdf_direction import shaped, visual
from tests.reports.invented import Invented, at
from tests.reports.test_hostile import W47


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("باب", "\ufe91\ufe8e\ufe8f"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("الأمم", "\ufe8d\ufef7\ufee3\ufee2"),
        ("بَب", "\ufe91\u064e\ufe90"),
        ("نـ", "\ufee7\u0640"),
        ("Juba 17", "Juba 17"),
        ("שלום", "שלום"),
    ],
)
def test_letters_take_the_form_that_their_neighbours_ask_for(text: str, forms: str) -> None:
    assert shaped(text) == forms


@pytest.mark.parametrize(
    ("text", "from_right", "seen"),
    [
        ("אבג", None, "גבא"),
        ("אב גד 17", None, "17 דג בא"),
        ("אב 1,234 גד", None, "דג 1,234 בא"),
        ("אב (גד) UNMISS 5", None, "UNMISS 5 (דג) בא"),
        ("The word אב גד is said", None, "The word דג בא is said"),
        ("אבגד UN Police הו", None, "וה UN Police דגבא"),
        ("Mon אבג · Juba", False, "Mon גבא · Juba"),
        ("אבג 17 · Juba", False, "17 גבא · Juba"),
        ("אבג ", None, "גבא "),
        ("אָב", None, "באָ"),
        ("Juba (17)", None, "Juba (17)"),
        ("", None, ""),
    ],
)
def test_a_line_is_put_in_the_order_of_the_page(text: str, from_right: bool | None, seen: str) -> None:
    assert visual(text, from_right=from_right) == seen


def test_a_headline_from_the_right_is_read_so_line_by_line_in_the_pdf(archive: Invented) -> None:
    import pypdf

    from reports.pdf import pdf

    words = ["الجسر", "مفتوح", "للجميع", "في", "المدينة", "القديمة", "منذ", "17", "نوفمبر"]
    archive.source("harbour", "Harbour", since="2026-11-10")
    archive.article(" ".join(words), "2026-11-17", missions=("UNMISS",), outlet="Harbour")
    rows = archive.weekly.rows(W47.start, W47.end, first=W47.start)
    edition = build(rows, W47, first=W47, number=1, version="0.0", now=at("2026-11-24"))
    read = pypdf.PdfReader(BytesIO(pdf(edition, digest="0" * 64)))
    # A reader of the file turns what is drawn from the right round again.
    drawn = "\n".join(page.extract_text() for page in read.pages)
    assert shaped(words[0]) in drawn
    text = normalize("NFKC", drawn)
    assert " ".join(words[:4]) in text
    assert "نوفمبر17" in text.replace(" ", ""), "the last word stands left of its number"


def test_korean_has_a_font_of_its_own_where_the_machine_has_none(tmp_path: Path) -> None:
    from reports.pdf_fonts import fonts

    own = fonts((tmp_path,))
    assert [(run.font, run.text) for run in own.runs("유엔维和")] == [
        ("HYSMyeongJo-Medium", "유엔"),
        ("STSong-Light", "维和"),
    ]
    assert [run.text for run in own.runs(shaped("م"))] == ["[U+0645]"], "the letter, not the form of it"
