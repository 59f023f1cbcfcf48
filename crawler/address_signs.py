"""What an address and the words of its link say of themselves: an article, a headline, or a page of the site. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

SLUG_WORDS = 4
# A label of a menu may have that many words, a headline has more.
LABEL_WORDS, LABEL_SIGNS = 5, 10
_NEVER = (
    r"categor(?:y|ies)|tags?|topics?|authors?|search|login|signin|"
    r"register|about(?:-us)?|contacts?(?:-us)?|subscribe|newsletters?|privacy|terms|cookies?|sitemap|rss|feeds?|video|"
    r"gallery|user|account|help|faq|careers?|jobs|advertise|wp-content|wp-json"
)
_NO_ARTICLE = re.compile(rf"^(?:index|list|node|page|pages|{_NEVER})(?:[_\-]?\d{{0,6}})$", re.IGNORECASE)
_NO_HEADLINE = re.compile(rf"^(?:{_NEVER})$", re.IGNORECASE)
# The page of such a name is none; a folder of that name may hold articles: ``/archives/4711``.
_NO_PAGE = re.compile(r"^(?:default|home|channel|archives?)(?:[_\-]?\d{0,6})$", re.IGNORECASE)
# A program that all addresses of a site go through: /index.php/news/17-words.
_FRONT_CONTROLLER = re.compile(r"(?:index|default)\.\w{2,4}", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|gz|zip|docx?|xlsx?|pdf|mp[34])$", re.I)
PAGE_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|doc\.htm)$", re.IGNORECASE)
HEX = re.compile(r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,64}")
SLUG = re.compile(rf"[^\W_]+(?:[-_][^\W_]+){{{SLUG_WORDS - 1},}}")
YEAR = re.compile(r"(?:19|20)\d{2}")
_ID_QUERY = re.compile(r"(?:.*id|.*no|.*seq|.*idx|p|a|article|news|story|item|num|code)", re.IGNORECASE)
# Numbers of what holds articles: a menu's entry, a category, a board.
_NO_ID = re.compile(
    r"(?:item|menu|cat|category|page|type|channel|column|section|board|group|lang|site|class|parent|t|c|l)_?(?:id|no)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:[A-Za-z]{1,4}_)?\d{3,}(?:[:@-].*)?")
_EASTERN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")


def looks_like_article(url: str, words: str = "") -> bool:  # noqa: PLR0911  one way out for each sign
    """Judge one address, and the words of its link, without knowing the site: number, date, key or long slug."""
    parts = urlsplit(url)
    segments = _segments(parts.path)
    if _FILE.search(parts.path):
        return False
    if _id_in_query(parts.query):
        return True
    if not segments or any(_NO_ARTICLE.match(stem_of(segment)) for segment in segments):
        return False
    stem = stem_of(segments[-1])
    if _NO_PAGE.match(stem):
        return False
    if stem in ("content", "article", "detail", "c", "story") and len(segments) > 1:
        stem = segments[-2]
    if re.search(r"\d{6,}", stem) or HEX.search(stem):
        return True
    dated = re.search(r"/(?:19|20)\d{2}[/\-.]?\d{2}(?:[/\-.]?\d{2})?/", parts.path + "/")
    if dated and len(segments) > 1 and not YEAR.fullmatch(stem) and not re.fullmatch(r"[\d\-]+", stem):
        return True
    if re.search(r"\d{4,}", stem) and _long(words):
        return True
    return bool(SLUG.fullmatch(stem) or (stem.count("%") >= 8)) and len(stem) >= 16


def headed(url: str, words: str) -> bool:
    """True where the words of a link are as long as a headline and its address is that of a page, not of a tag."""
    parts = urlsplit(url)
    if not _long(words) or _FILE.search(parts.path) or not (parts.query or parts.path.strip("/")):
        return False
    stems = [stem_of(segment) for segment in _segments(parts.path)]
    return not any(map(_NO_HEADLINE.match, stems)) and not (stems and _NO_PAGE.match(stems[-1]))


def is_label(words: str) -> bool:
    """True for words as short as those of a menu."""
    return len(words.split()) <= LABEL_WORDS and len(_EASTERN.findall(words)) <= LABEL_SIGNS


def stem_of(segment: str) -> str:
    """A segment of a path without the ending that says how its page is made."""
    return PAGE_ENDING.sub("", segment)


def _long(words: str) -> bool:
    return len(words.split()) >= SLUG_WORDS or len(_EASTERN.findall(words)) >= 8


def _segments(path: str) -> list[str]:
    """The segments of a path, without a program in front of all addresses."""
    segments = [segment for segment in path.split("/") if segment]
    return [s for s in segments[:-1] if not _FRONT_CONTROLLER.fullmatch(s)] + segments[-1:]


def _id_in_query(query: str) -> bool:
    return any(
        _ID_QUERY.fullmatch(name) and not _NO_ID.fullmatch(name) and _NUMBERED.fullmatch(value)
        for name, value in parse_qsl(query)
    )
