"""The fonts of a digest's PDF: what this machine has, what comes with reportlab, and Chinese without any font.

Latin, Greek and Cyrillic are embedded from a family found here, else from Bitstream Vera, which reportlab brings.
Chinese, Japanese and Korean signs are embedded where a TrueType font for them is found; else they are set in Adobe's
STSong-Light or HYSMyeongJo, which every reader of PDF replaces by a font of its own: the text is there, can be selected
and searched.
A sign that no font has is printed as its code in brackets, so that nothing is lost in silence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from reports.pdf_direction import is_joined

# Plain and bold, by file name; the first family that is there whole is taken.
_FAMILIES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
)
# Fonts that hold what the family lacks. reportlab embeds TrueType outlines only: Noto's CJK fonts have others.
_MORE = (
    *("DejaVuSans.ttf", "Arial Unicode.ttf", "NotoSansArabic-Regular.ttf", "NotoSansDevanagari-Regular.ttf"),
    *(f"NotoSans{script}-Regular.ttf" for script in ("Hebrew", "Bengali", "Thai", "Ethiopic", "Armenian", "Georgian")),
    *("wqy-zenhei.ttc", "wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "msyh.ttc"),
    *("simsun.ttc", "simhei.ttf", "STHeiti Light.ttc", "Hiragino Sans GB.ttc", "malgun.ttf", "NotoSansSC-Regular.ttf"),
)
_CJK = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x2FA1F))
# The signs of Korean are not among those of STSong-Light.
_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF))
_WITHOUT_FONT, _HANGUL_WITHOUT_FONT = "STSong-Light", "HYSMyeongJo-Medium"


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that one font prints."""

    font: str
    text: str


class Fonts:
    """The fonts of one machine, registered once; runs() tells which font prints which signs."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        files = dict(_files(folders))
        self.plain, self.bold = self._family(files)
        self.more = tuple(name for file in _MORE if (name := _register(files.get(file))))
        for name in (_WITHOUT_FONT, _HANGUL_WITHOUT_FONT):
            pdfmetrics.registerFont(UnicodeCIDFont(name))

    def _family(self, files: dict[str, Path]) -> tuple[str, str]:
        for plain, bold in _FAMILIES:
            names = [_register(files.get(plain)), _register(files.get(bold))]
            if names[0] and names[1]:
                return names[0], names[1]
        own = Path(rl_config.__file__).parent / "fonts"
        names = [_register(own / "Vera.ttf"), _register(own / "VeraBd.ttf")]
        return names[0] or "Helvetica", names[1] or "Helvetica-Bold"

    def runs(self, text: str, *, bold: bool = False) -> Iterator[Run]:
        """The text parted by font."""
        font, signs = "", ""
        for sign in text:
            own, shown = self._of(sign, bold=bold)
            if own != font and signs:
                yield Run(font, signs)
                signs = ""
            font, signs = own, signs + shown
        if signs:
            yield Run(font, signs)

    def _of(self, sign: str, *, bold: bool) -> tuple[str, str]:
        first = self.bold if bold else self.plain
        for name in (first, *self.more):
            if _has(name, sign):
                return name, sign
        if is_joined(sign):
            # A form that no font has is printed as its letters.
            told = [self._of(letter, bold=bold) for letter in normalize("NFKC", sign)]
            return told[0][0], "".join(letter for _, letter in told)
        if any(low <= ord(sign) <= high for low, high in _HANGUL):
            return _HANGUL_WITHOUT_FONT, sign
        if any(low <= ord(sign) <= high for low, high in _CJK) and ord(sign) <= 0xFFFF:
            return _WITHOUT_FONT, sign
        return first, f"[U+{ord(sign):04X}]"


@cache
def fonts(folders: tuple[Path, ...] | None = None) -> Fonts:
    """The fonts of this machine. folders: where they are looked for instead."""
    return Fonts(_folders() if folders is None else folders)


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def _files(folders: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    wanted = {*(name for family in _FAMILIES for name in family), *_MORE}
    for folder in folders:
        for base, below, names in os.walk(folder):
            below.sort()
            yield from ((name, Path(base, name)) for name in sorted(names) if name in wanted)


def _register(path: Path | None) -> str | None:
    """The name under which a font can be used; None where it is absent or reportlab cannot embed it."""
    if path is None or not path.is_file():
        return None
    name = f"bw-{path.stem.replace(' ', '-')}"
    if name not in pdfmetrics.getRegisteredFontNames():
        try:
            pdfmetrics.registerFont(TTFont(name, str(path)))
        except (TTFError, OSError):
            return None
    return name


def _has(name: str, sign: str) -> bool:
    face = getattr(pdfmetrics.getFont(name), "face", None)
    glyphs = getattr(face, "charToGlyph", None)
    return ord(sign) in glyphs if glyphs is not None else ord(sign) < 256
