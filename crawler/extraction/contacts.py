"""Whom to ask: the lines below a release that name a press office, its telephone and its address. Pure on text."""

from __future__ import annotations

import re

_LEAD = (
    r"(?:for (?:more|further|additional|media|press|any)\b.{0,80}\b(?:contact|information|details|e?nquir|inquir|quer)"
    r"|(?:media|press|news) (?:contacts?|office|desk|enquir|inquir|quer|relations|officer)|contacts?\b"
    r"|public information|spokes(?:person|man|woman)"
    r"|(?:para|per|pour) (?:mayor|más|maggiori|ulteriori|plus) .{0,20}inform"
    r"|contact(?:o|os|ti|s)? (?:de |per la |para )?(?:presse|media|prensa|imprensa|stampa)|pressekontakt|pressestelle"
    r"|ansprechpartner|kontak(?:t)?\b|assessoria (?:de|especial)\b|ascom\b|ufficio stampa"
    r"|oficina de prensa|sala de prensa"
    r"|bureau (?:du porte-parole|de presse)|service (?:de )?presse|tel(?:ephone|éfono|efone|efon)?\b|phone|e-?mail"
    r"|(?:媒体|新闻)?联系(?:人|电话|方式)|报道联系|お問い?合わせ|問い?合わせ先|문의)"
)
_OPENS = re.compile(rf"\W*{_LEAD}", re.IGNORECASE)
_REACHED = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+|(?<![\d-])\+?\(?\d[\d\s().\-/]{6,}\d(?!\d)")
_DAY = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d")
MAX_CONTACT, MAX_OFFICE, MAX_WORDS = 300, 80, 8


def is_contact_line(text: str) -> bool:
    """Whether a line opens as those that say whom to ask, and gives an address or a number, or is only a label."""
    if len(text) > MAX_CONTACT or not _OPENS.match(text):
        return False
    if len(text) <= MAX_OFFICE and not text.endswith((".", "!", "?", "。")):
        return len(text.split()) <= MAX_WORDS
    reached = _REACHED.search(text)
    return reached is not None and ("@" in reached.group(0) or not _DAY.search(reached.group(0)))
