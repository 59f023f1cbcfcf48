"""The environment of every template: what comes from a page is escaped, what a template does not get is a mistake."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from reports import wording
from reports.lines import web_address
from storage.matched import text_of


def environment(*packages: str) -> Environment:
    """An environment over the ``templates`` of packages, the first that has a name wins."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates") for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "clean": wording.clean,
        "harmless": wording.harmless,
        "minute": wording.minute,
        "short_day": wording.short_day,
        "weekday": wording.weekday,
        "web_address": web_address,
        "printed": text_of,
    }
    return made
