"""Regions: the block elements of a page, and what their tags, roles and class names say of the text below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

HARD_TAGS = frozenset({"nav", "footer", "menu"})
SOFT_TAGS = frozenset({"aside", "form"})
_HARD = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|comments?|commentlist"
    r"|disqus|respond|replies|cookies?|gdpr|consent"
    r"|onetrust|ot|didomi|usercentrics|truste|cmp|share|sharing|shares|sharebar|social|socials"
    r"|addthis|related|relatednews|relation|recommend"
    r"|recommended|recommendations?|footer|foot|footnav|copyright|newsletter|signup|popup"
    r"|modal|pagination|pager|pagenav|outbrain|taboola"
    r"|login|register|mostread|mostpopular|trending|alsoread|read-more|readmore|more-news"
    r"|morenews|more-stories|see-also|recirc|recirculation|navbox|editsection|sr-only"
    r"|visually-hidden|screen-reader-text|skip|twitter-tweet|instagram-media|tiktok-embed|fb-post"
    r"|bluesky-embed)(?:$|[-_ ]|\d)"
)
_SOFT = re.compile(
    r"(?:^|[-_ ])(?:sidebar|side|rail|promos?|promotion|adverts?|advertisement|ads?|adsense"
    r"|dfp|subscribe|subscription|reply|overlay|tags?|taglist"
    r"|toolbar|tools|sponsor|sponsored|search|banner|popular|hot|ranking|teasers?|widget"
    r"|author-bio|authorbio|author-box|about-?author|bio"
    r"|playlist|hidden|noprint|topnews|latest|latestnews|feedback|vote|rating|donate|topbar"
    r"|masthead|ticker|poll|quiz|sitemap|toc|hatnote"
    r"|infobox|alert|notice|disclaimer|credits?)(?:$|[-_ ]|\d)"
)
_CAPTION = re.compile(
    r"(?:^|[-_ ])(?:caption|captions|cutline|img-?desc|photo-?(?:credit|desc|caption|info)"
    r"|image-?(?:credit|desc|caption|info|copyright|meta)|wp-caption|figcaption|legend|media-?(?:credit"
    r"|caption|desc)|pictext|imgcaption|credit)(?:$|[-_ ]|\d)"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
WHOLE = frozenset({"html", "body", "main", "article"})


@dataclass(slots=True)
class Region:
    """A block element. name: its class and id words, lower case.

    own: 1 where its name or tag is often, 2 where its name, 3 where its tag is always that of furniture;
    furniture: none of the text below is
    the article's.
    """

    parent: int
    tag: str
    name: str
    depth: int
    own: int = 0
    furniture: bool = False
    caption: bool = False
    itemprop: str = ""


def class_words(attributes: dict[str, str | None]) -> str:
    """Class and id of an element as lower-case words parted by spaces and hyphens."""
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    return _CAMEL.sub("-", name).lower() if name else ""


def region_of(node: LexborNode, tag: str, parent: int, above: Region | None, *, hidden: bool = False) -> Region | None:
    """The region of a block element; None where it is hidden, unless hidden ones are asked for."""
    attributes = node.attributes
    depth = above.depth + 1 if above else 0
    own = 3 if tag in HARD_TAGS else 1 if tag in SOFT_TAGS else 0
    caption = tag == "figcaption"
    if not attributes:
        return Region(parent, tag, "", depth, own, caption=caption)
    if not hidden and ("hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")):
        return None
    name = class_words(attributes)
    if tag not in WHOLE:
        role = attributes.get("role")
        if role in ("navigation", "contentinfo", "search", "dialog", "alertdialog") or (name and _HARD.search(name)):
            own = max(own, 2)
        elif role == "complementary" or (name and _SOFT.search(name)):
            own = max(own, 1)
        caption = caption or bool(name and _CAPTION.search(name))
    return Region(parent, tag, name, depth, own, caption=caption, itemprop=attributes.get("itemprop") or "")


_UNSEEN = re.compile(
    r"(?:^| )(?:sr-only|visually-?hidden|screen-reader-text|assistive-text|a11y-hidden)(?: |$)", re.IGNORECASE
)


def is_unseen(name: str | None) -> bool:
    """Whether a class says that an inline element is read aloud and not shown."""
    return bool(name and _UNSEEN.search(name))


def is_hidden(style: str | None) -> bool:
    """Whether a style attribute hides its element."""
    return bool(style and _HIDDEN.search(style))
