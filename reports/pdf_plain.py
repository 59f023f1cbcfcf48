"""The plain text of a digest as PDF: what is written where the set one cannot be, so that no week goes without."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from reports.pdf_direction import shaped, visual
from reports.pdf_fonts import Fonts

_SIZE, _ROW, _MARGIN = 7.2, 9.0, 14 * mm


def plain_pdf(lines: Sequence[str], own: Fonts, *, title: str) -> bytes:
    """The lines one below the other, on as many pages as they take."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, lang="en")
    canvas.setTitle(title)
    y = A4[1] - _MARGIN
    for line in lines:
        if y < _MARGIN:
            canvas.showPage()
            y = A4[1] - _MARGIN
        x = _MARGIN
        for run in own.runs(visual(shaped(line), from_right=False)):
            canvas.setFont(run.font, _SIZE)
            canvas.drawString(x, y, run.text)
            x += stringWidth(run.text, run.font, _SIZE)
        y -= _ROW
    canvas.save()
    return file.getvalue()
