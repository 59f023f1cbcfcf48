"""The digest as PDF (extra ``pdf``): at most four pages of A4, from the same document as every other form.

Written by reportlab, which pip installs whole: no browser, no system library. Text is text and can be selected;
reports.pdf_fonts says what is printed where fonts are wanting. The same edition gives the same bytes on one machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.doctemplate import LayoutError

from reports import pdf_charts
from reports.charts_coverage import followed
from reports.compose import MOST_BARS, MOST_SPARKS, compose, foot
from reports.document import Block, Chart, Heading, Line, Lines, Links, Note, Part, Parts, Table, Told, anchors_of
from reports.forms import current
from reports.pdf_direction import Paragraph, shaped
from reports.pdf_fonts import Fonts, fonts
from reports.pdf_plain import plain_pdf
from reports.plain import plain
from reports.wording import CELL_SIGNS, clean, counts_words, harmless, minute, nothing_seen, short_day, title, window

MOST_PAGES = 4
_MARGIN, _GAP = 12 * mm, 6 * mm
_WIDTH, _HEIGHT = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
_COLUMN = (_WIDTH - _GAP) / 2
_COLORS = {
    "soft": "#55606e",
    "flag": "#8a5a00",
    "uid": "#14507f",
    "more": "#2c6e49",
    "fewer": "#8a5a00",
    "old": "#55606e",
}
_RULE = HexColor("#1b2430")
_BOLD = ("strong", "title", "mission")


@dataclass(frozen=True, slots=True)
class Fit:
    """How closely a digest is set: size of its text in points, quotes printed, and lines a list holds at most."""

    size: float
    quotes: bool = True
    most: int = 1000


# Tried one after the other until the digest has at most four pages; what is left out is counted in its place.
_FITS = (
    Fit(7.4),
    Fit(6.9),
    Fit(6.5),
    Fit(6.5, quotes=False),
    Fit(6.2, quotes=False, most=8),
    Fit(6.0, quotes=False, most=4),
)


def pdf(edition: Mapping[str, Any], *, digest: str, own: Fonts | None = None) -> bytes:
    """The whole file. digest: the hash of its JSON form; own: other fonts than this machine's."""
    edition = current(edition)
    document = compose(edition)
    place, made = 0, b""
    while place < len(_FITS):
        sheet = _Sheet(edition, document, own=own or fonts(), fit=_FITS[place], digest=digest)
        try:
            made, pages = sheet.made()
        except LayoutError:
            # Something fits no column however small it is set; the week is printed all the same.
            lines = plain(edition, digest=digest).splitlines()
            return plain_pdf(lines, own or fonts(), title=f"Peacekeeping week {edition['week']}")
        if pages <= MOST_PAGES:
            break
        # What is far too long needs no try of the next smaller size.
        place += 1 if pages <= MOST_PAGES + 1 else 3
    return made


class _Sheet:
    """One setting of the document."""

    def __init__(
        self, edition: Mapping[str, Any], document: Sequence[Told], *, own: Fonts, fit: Fit, digest: str
    ) -> None:
        self._edition, self._document, self._fonts, self._fit, self._digest = edition, document, own, fit, digest
        places = {name for name in anchors_of(document) if name.startswith(("a-", "s-", "mission-"))}
        self._links = Links(edition["base"], None, frozenset(self._printed(places)))
        self._styles = _styles(own, fit.size)

    def _printed(self, places: set[str]) -> set[str]:
        """The places that this setting prints: folded lines and what is beyond its bound are not."""
        lines = (block for told in self._document for block in told.blocks if isinstance(block, Lines))
        gone = {
            name
            for block in lines
            for place, line in enumerate(block.lines)
            if block.folded or place >= self._fit.most
            for name in line.places
        }
        return places - gone

    def made(self) -> tuple[bytes, int]:
        """The file and its number of pages."""
        head = self._head()
        tall = sum(flowable.wrap(_WIDTH, _HEIGHT)[1] + flowable.getSpaceBefore() for flowable in head) + 4 * mm
        tall = min(tall, _HEIGHT - 60 * mm)
        file = BytesIO()
        template = BaseDocTemplate(
            file, pagesize=A4, invariant=1, lang="en", author="Bluewatch", creator="Bluewatch",
            title=f"Peacekeeping week {self._edition['week']}", subject="Weekly digest of peace operations",
        )  # fmt: skip
        columns = [_frame(_MARGIN + n * (_COLUMN + _GAP), _MARGIN, _COLUMN, _HEIGHT) for n in (0, 1)]
        below = [_frame(_MARGIN + n * (_COLUMN + _GAP), _MARGIN, _COLUMN, _HEIGHT - tall - 2 * mm) for n in (0, 1)]
        front = _frame(_MARGIN, A4[1] - _MARGIN - tall, _WIDTH, tall)
        template.addPageTemplates(
            [
                PageTemplate("first", [front, *below], onPage=self._number),
                PageTemplate("next", columns, onPage=self._number),
            ]
        )
        body = [
            flowable for told in self._document[1:] if told.section.key != "top" for flowable in self._section(told)
        ]
        template.build([*head, FrameBreak(), NextPageTemplate("next"), *body, *self._foot()])
        return file.getvalue(), template.page

    def _number(self, canvas: Any, template: Any) -> None:
        canvas.setFont(self._fonts.plain, 6.5)
        canvas.setFillColor(HexColor("#55606e"))
        canvas.drawRightString(A4[0] - _MARGIN, 7 * mm, f"{self._edition['week']} · {template.page}")

    def _head(self) -> list[Flowable]:
        """The front page's head: masthead, counts, and the lines that matter."""
        edition, counts = self._edition, self._edition["counts"]
        said = f"{title(edition)} · written {minute(edition['written_at'])}"
        told = counts_words(counts)
        found: list[Flowable] = [
            self._paragraph((Part(f"Bluewatch · {said}"),), "small"),
            self._paragraph((Part(f"Peacekeeping week {edition['week']}"),), "h1", bold=True),
            self._paragraph((Part(f"{window(edition['window']['days'])} (UTC)"),), "text"),
            HRFlowable(_WIDTH, 1.2, color=_RULE, spaceBefore=3, spaceAfter=3),
            self._paragraph((Part(told, "strong"),), "text"),
        ]
        if not counts["kept"]:
            found.append(self._paragraph((Part(f"No item in this week. {nothing_seen(edition)}"),), "text"))
        for one in self._document:
            style = {"head": "text", "top": "top"}.get(one.section.key)
            if style is None:
                continue
            if style == "top":
                found.append(self._paragraph((Part(one.section.title),), "h2", bold=True))
            found += [flowable for block in one.blocks for flowable in self._block(block, style=style)]
        return found

    def _section(self, told: Told) -> list[Flowable]:
        rule = HRFlowable("100%", 0.8, color=_RULE, spaceBefore=self._fit.size, spaceAfter=0)
        name = f'<a name="{told.section.anchor}"/>'
        head = Paragraph(name + self._words((Part(told.section.title),), bold=True), self._styles["h2"])
        rest = [flowable for block in told.blocks for flowable in self._block(block)]
        return [KeepTogether([rule, head, *rest[:1]]), *rest[1:]]

    def _foot(self) -> list[Flowable]:
        rule = HRFlowable("100%", 0.8, color=_RULE, spaceBefore=6, spaceAfter=2)
        return [rule, *(self._paragraph((Part(line),), "small") for line in foot(self._edition, self._digest))]

    def _block(self, block: Block, *, style: str = "text") -> list[Flowable]:
        if isinstance(block, Heading):
            tally = (Part("  "), *(Part(part.text, "soft") for part in block.tally)) if block.tally else ()
            name = f'<a name="{block.anchor}"/>' if block.anchor else ""
            return [Paragraph(name + self._words(block.text, bold=True) + self._words(tally), self._styles["h3"])]
        if isinstance(block, Note):
            return [self._paragraph(block.parts, "small")]
        if isinstance(block, Lines):
            return self._lines(block, style)
        if isinstance(block, Chart):
            return [KeepTogether([self._paragraph((Part(block.title),), "h3", bold=True), self._picture(block)])]
        return [self._grid(block)] if not block.folded else [self._more(len(block.rows))]

    def _lines(self, block: Lines, style: str) -> list[Flowable]:
        if block.folded:
            return [self._more(len(block.lines))]
        shown = block.lines[: self._fit.most]
        found: list[Flowable] = [
            self._line(line, style, n if block.ordered else None) for n, line in enumerate(shown, 1)
        ]
        return [*found, self._more(len(block.lines) - len(shown))] if len(shown) < len(block.lines) else found

    def _more(self, number: int) -> Flowable:
        return self._paragraph((Part(f"and {number:,} more in the web form", "soft"),), "small")

    def _line(self, line: Line, style: str, rank: int | None) -> Flowable:
        name = "".join(f'<a name="{place}"/>' for place in line.places if place in self._links.anchors)
        parts: list[Part] = [Part(f"{rank}  ", "strong")] if rank else []
        parts += [Part(f"{short_day(line.day, self._edition['week'])}  ", "soft")] if line.day else []
        parts += line.told
        if line.quote and self._fit.quotes:
            parts += [Part(" "), line.quote]
        for more in line.details:
            parts += [Part(" · ", "soft"), *more]
        for more in line.source:
            parts += [Part(" · ", "soft"), *more]
        return Paragraph(name + self._words(parts), self._styles[style].clone("line", spaceAfter=self._fit.size * 0.28))

    def _picture(self, chart: Chart) -> Flowable:
        if chart.key == "by_day":
            return pdf_charts.by_day(self._edition["by_day"], self._fonts, _COLUMN)
        if chart.key == "by_mission":
            bars = [block for block in self._edition["missions"] if block["mean"] is not None][:MOST_BARS]
            return pdf_charts.by_mission(bars, self._fonts, _COLUMN)
        if chart.key == "coverage":
            return pdf_charts.coverage(followed(self._edition["sources"]), self._fonts, _COLUMN)
        return pdf_charts.moved(self._edition["numbers"]["moved"][:MOST_SPARKS], self._fonts, _COLUMN)

    def _grid(self, table: Table) -> Flowable:
        small = self._styles["small"]
        shown = table.rows[: self._fit.most + 4]
        # The last column, the last item, gives way to the names; days are told by their first letters.
        head = [word[:1] if place in table.days else word for place, word in enumerate(table.head)][:-1]
        cells = [[Paragraph(self._words((Part(word),)), small) for word in head]]
        cells += [[Paragraph(self._words(cell), small) for cell in row[:-1]] for row in shown]
        day = 11.5
        widths = [_COLUMN - day * len(table.days) - 62.0, 40.0, 22.0, *([day] * len(table.days))]
        style = [
            ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
            ("TOPPADDING", (0, 0), (-1, -1), 0.6), ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, HexColor("#d9dddf")), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]  # fmt: skip
        return Grid(cells, colWidths=widths, style=style, repeatRows=1)

    def _paragraph(self, parts: Parts, style: str, *, bold: bool = False) -> Paragraph:
        return Paragraph(self._words(parts, bold=bold), self._styles[style])

    def _words(self, parts: Sequence[Part], *, bold: bool = False) -> str:
        """Parts in reportlab's own mark-up, every foreign sign escaped."""
        return "".join(self._part(part, bold=bold) for part in parts)

    def _part(self, part: Part, *, bold: bool) -> str:
        if part.role == "sign":
            return self._set(CELL_SIGNS[part.text] or " ", bold=False)
        words = clean(part.text) if part.foreign else harmless(part.text)
        if part.role in ("quote", "old", "new") and words:
            words = f"“{words}”"
        found = self._set(words, bold=(bold and part.role != "soft") or part.role in _BOLD)
        if part.role in _COLORS:
            found = f'<font color="{_COLORS[part.role]}">{found}</font>'
        if (address := self._links.address(part.link)) is not None:
            found = f"<a href={quoteattr(address)}>{found}</a>"
        return found

    def _set(self, words: str, *, bold: bool) -> str:
        runs = self._fonts.runs(shaped(words), bold=bold)
        return "".join(f'<font name="{run.font}">{escape(run.text)}</font>' for run in runs)


def _styles(own: Fonts, size: float) -> dict[str, ParagraphStyle]:
    """The styles of one setting; size: of its text, in points."""

    def style(name: str, times: float, *, bold: bool = False, before: float = 0.0, **more: Any) -> ParagraphStyle:
        font = own.bold if bold else own.plain
        return ParagraphStyle(
            name, fontName=font, fontSize=size * times, leading=size * times * 1.24, spaceBefore=size * before, **more
        )

    found = (
        style("text", 1.0),
        style("small", 0.88, textColor=HexColor(_COLORS["soft"])),
        style("h1", 2.6, bold=True),
        style("h2", 1.42, bold=True, before=0.5, keepWithNext=1),
        style("h3", 1.04, bold=True, before=0.55, keepWithNext=1),
        style("top", 1.14, before=0.3),
    )
    return {one.name: one for one in found}


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
