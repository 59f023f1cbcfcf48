"""How an article is cited: a sentence, CSL-JSON and BibTeX, out of what the page printed. Pure; nothing is invented."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from storage.times import from_text

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
# Signs that TeX reads as orders.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_URL_SIGNS = {"{": "%7B", "}": "%7D", "\\": "%5C", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "~": r"\~{}"}


def citations(form: Mapping[str, Any], *, accessed: str | None, digests: list[str]) -> dict[str, str]:
    """File name to text. form: the article as exported; accessed: time of its newest capture; digests: of the bytes."""
    return {
        "citation.txt": _sentence(form, accessed, digests),
        "citation.json": json.dumps([_csl(form, accessed, digests)], ensure_ascii=False, indent=1) + "\n",
        "citation.bib": _bibtex(form, accessed, digests),
    }


def _sentence(form: Mapping[str, Any], accessed: str | None, digests: list[str]) -> str:
    who = ", ".join(_plain(name) for name in form.get("authors") or ())
    day = str(form["published_at"])[:10] if form.get("published_at") else "no date"
    parts = [who, f'"{_plain(form["title"])}"' if form.get("title") else "untitled", _plain(form.get("outlet")), day]
    text = ", ".join(part for part in parts if part) + "."
    if form.get("url"):
        text += f" {_plain(form['url'])}"
    if accessed:
        text += f" (as it was on {accessed})"
    return f"{text}. Bluewatch {form['uid']}, sha256 {digests[-1] if digests else 'none'}.\n"


def _csl(form: Mapping[str, Any], accessed: str | None, digests: list[str]) -> dict[str, Any]:
    """CSL-JSON 1.0: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html."""
    fields = {
        "id": form["uid"],
        "type": "article-newspaper",
        "title": _plain(form.get("title")),
        "container-title": _plain(form.get("outlet")),
        "author": [{"literal": _plain(name)} for name in form.get("authors") or ()],
        "editor": [{"literal": _plain(name)} for name in form.get("editors") or ()],
        "issued": _date_parts(form.get("published_at")),
        "accessed": _date_parts(accessed),
        "URL": form.get("url"),
        "language": form.get("language"),
        "note": f"Bluewatch {form['uid']}, sha256 {', '.join(digests)}",
    }
    return {name: value for name, value in fields.items() if value}


def _bibtex(form: Mapping[str, Any], accessed: str | None, digests: list[str]) -> str:
    fields = {
        "title": _tex(form.get("title")),
        "author": " and ".join(f"{{{_tex(name)}}}" for name in form.get("authors") or ()),
        "organization": _tex(form.get("outlet")),
        "date": str(form.get("published_at") or "")[:10],
        "url": "".join(_URL_SIGNS.get(sign, sign) for sign in _plain(form.get("url"))),
        "urldate": (accessed or "")[:10],
        "langid": _tex(form.get("language")),
        "note": _tex(f"Bluewatch {form['uid']}, sha256 {digests[-1] if digests else 'none'}"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{form['uid']},\n{lines}}}\n"


def _date_parts(moment: str | None) -> dict[str, list[list[int]]] | None:
    if not moment:
        return None
    day = from_text(moment)
    return {"date-parts": [[day.year, day.month, day.day]]}


def _plain(text: str | None) -> str:
    return " ".join(_CONTROL.sub(" ", text or "").split())


def _tex(text: str | None) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _plain(text))
