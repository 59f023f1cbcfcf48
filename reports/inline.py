"""Parts of a line as HTML: foreign words escaped, cleaned and isolated in their own direction. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from reports import charts
from reports.document import Links, Part
from reports.wording import CELL_SIGNS, CELL_WORDS, clean, harmless

_TAGS = {"strong": "strong", "old": "del", "new": "ins"}
_TONGUE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def tongue(language: str | None) -> str | None:
    """A language code fit for a lang attribute, or None."""
    return language if language and _TONGUE.fullmatch(language) else None


def inline(parts: Sequence[Part], links: Links) -> Markup:
    """The parts one after the other."""
    return Markup("").join(_part(part, links) for part in parts)


def _part(part: Part, links: Links) -> Markup:
    if part.role == "sign":
        return _sign(part.text)
    words = escape(clean(part.text) if part.foreign else harmless(part.text))
    if part.role == "quote":
        words = escape("“") + words + escape("”")
    if part.foreign:
        lang = Markup(' lang="{}"').format(part.language) if tongue(part.language) else Markup("")
        words = Markup("<bdi{}>{}</bdi>").format(lang, words)
    if (address := links.address(part.link)) is not None:
        away = Markup(' rel="noopener noreferrer"') if part.link and part.link.kind == "live" else Markup("")
        kind = Markup(' class="uid"') if part.role == "uid" else Markup("")
        words = Markup('<a{} href="{}"{}>{}</a>').format(kind, address, away, words)
        if part.role == "uid":
            return words
    if part.role in _TAGS:
        tag = Markup(_TAGS[part.role])  # noqa: S704  constants
        return Markup("<{}>{}</{}>").format(tag, words, tag)
    if part.role in ("", "quote"):
        return words
    return Markup('<span class="{}">{}</span>').format(part.role, words)


def _sign(state: str) -> Markup:
    """A day of a source: a sign that a browser draws, and the same in words for those who hear it."""
    told = Markup('<span class="unseen">{}</span>').format(CELL_WORDS[state])
    return Markup(charts.mark(state)) + told  # noqa: S704  constants of charts


def signs(parts: Sequence[Part]) -> list[Part]:
    """The parts with the signs of days as characters, for a form without pictures."""
    return [Part(CELL_SIGNS[part.text] or " ") if part.role == "sign" else part for part in parts]
