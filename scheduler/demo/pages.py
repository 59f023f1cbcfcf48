"""The demo newsroom's mark-up: Jinja2 templates of the package, all text escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from scheduler.demo.script import NORTHMARK_TIME, DemoArticle

NAMES = {
    "portal": "Northmark Military Portal",
    "ministry": "Ministry of Public Safety of Northmark",
    "service": "Peace News Service",
}
NOTE = "An invented newsroom for the Bluewatch demonstration: its countries, people and events do not exist."
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270" viewBox="0 0 480 270">'
    '<rect width="480" height="270" fill="#dfe6ee"/><circle cx="240" cy="120" r="48" fill="#5b92c9"/>'
    '<text x="240" y="225" font-family="sans-serif" font-size="18" text-anchor="middle" fill="#33475b">'
    "invented picture</text></svg>"
)


class Pages:
    """Renders articles and listings. address: gives an article's whole address."""

    def __init__(self, address: Callable[[DemoArticle], str]) -> None:
        self._environment = Environment(
            loader=PackageLoader("scheduler.demo", "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._environment.globals.update(address=address, names=NAMES, note=NOTE)
        self._environment.filters.update(
            northmark=_northmark, northmark_day=_northmark_day, day_zh=_day_zh, rfc822=_rfc822, iso=_iso
        )

    def article(self, article: DemoArticle, related: Sequence[DemoArticle], part: int = 1) -> str:
        """One page of an article, in the mark-up of its outlet, page generation and language."""
        template = {
            "portal": "portal-view.html" if article.scheme == "view" else "portal-article.html",
            "ministry": f"ministry-{article.language}.html",
            "service": "service-article.html",
        }[article.outlet]
        return self._environment.get_template(template).render(article=article, related=related, part=part)

    def listing(self, template: str, articles: Sequence[DemoArticle], **names: object) -> str:
        """A page or document of links."""
        return self._environment.get_template(template).render(articles=articles, **names)

    def plain(self, status: int, text: str) -> str:
        """A page that says one sentence."""
        return self._environment.get_template("plain.html").render(status=status, text=text)

    def picture(self) -> bytes:
        """The one picture of the newsroom."""
        return PICTURE.encode()


def _northmark(moment: datetime) -> str:
    return f"{moment.astimezone(NORTHMARK_TIME):%Y-%m-%d %H:%M:%S}"


def _northmark_day(moment: datetime) -> str:
    return f"{moment.astimezone(NORTHMARK_TIME):%Y-%m-%d}"


def _day_zh(moment: datetime) -> str:
    local = moment.astimezone(NORTHMARK_TIME)
    return f"{local.year}年{local.month}月{local.day}日"


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
