"""What a browser may do with a page of ours: the headers of every answer. Pure.

Our own pages need no script, so none runs in them. Datasette's stock pages bring inline scripts; those that stand in
its own templates are admitted by their hash, and nothing else is: a script that got into a page from the archive's
texts has another hash and stays dead (CSP Level 3, https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_CLOSED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

ALWAYS = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
# For JSON, CSV and texts, which a browser shows and never runs.
DATA = f"{_CLOSED}; form-action 'none'; sandbox"
PAGE = f"{_CLOSED}; style-src 'self'; img-src 'self' data:; form-action 'self'"
# The plot of a series brings its own style element and is shown as an image.
PLOT = f"{_CLOSED}; style-src 'unsafe-inline'; form-action 'none'"


def frozen(html: str) -> str:
    """For an edition as it was frozen: its own style sheet, by its hash, and no more."""
    styles = " ".join(_hash(text) for text in _STYLE.findall(html))
    return f"{_CLOSED}; style-src {styles or chr(39) + 'none' + chr(39)}; img-src 'self' data:; form-action 'none'"


def stock(scripts: Iterable[str]) -> str:
    """For Datasette's own pages. scripts: the inline scripts that its templates hold."""
    hashes = " ".join(sorted({_hash(text) for text in scripts}))
    return (
        f"{_CLOSED}; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'"
    )


def scripts_of(template: str) -> list[str]:
    """The inline scripts of one of Datasette's templates, as they come out of it.

    A script with a template's statement in it is given for each value that the statement can take; one whose values are
    not known is left out, and so is not admitted.
    """
    found = []
    for text in _SCRIPT.findall(template):
        variants = [text.replace("{{ datasette_allow_facet }}", value) for value in ("true", "false")]
        found += [one for one in dict.fromkeys(variants) if "{{" not in one and "{%" not in one]
    return found


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
