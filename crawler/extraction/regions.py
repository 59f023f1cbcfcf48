"""Regions: the block elements of a page, and what their tags, roles and class names say of the text below them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

HARD_TAGS = frozenset({"nav", "footer", "menu"})
SOFT_TAGS = frozenset({"aside", "form"})
# Words of a name that a blank was put before: a search that begins with one class of signs skips to them.
_HARD = re.compile(
    r"[-_ ](?:nav|navbar|navigation|menu|submenu|breadcrumbs?|crumbs?|comments?|commentlist"
    r"|disqus|respond|replies|viafoura|vf3?-conversations?|spotim|spcv|openweb|coral-(?:thread|stream|talk)|hyvor-talk"
    r"|remark42|giscus|utterances|livefyre|vuukle|cusdis|isso-thread|insticator|cookies?|gdpr|consent"
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
    r"[-_ ](?:sidebar|side|rail|promos?|promotion|adverts?|advertisement|ads?|adsense"
    r"|dfp|subscribe|subscription|reply|overlay|tags?|taglist"
    r"|toolbar|tools|sponsor|sponsored|search|banner|popular|hot|ranking|teasers?|widget"
    r"|author-bio|authorbio|author-box|about-?author|bio"
    r"|playlist|hidden|noprint|topnews|latest|latestnews|feedback|vote|rating|donate|topbar"
    r"|masthead|ticker|poll|quiz|sitemap|toc|hatnote"
    r"|infobox|alert|notice|disclaimer|credits?)(?:$|[-_ ]|\d)"
)
_CAPTION = re.compile(
    r"[-_ ](?:caption|captions|cutline|img-?desc|photo-?(?:credit|desc|caption|info)"
    r"|image-?(?:credit|desc|caption|info|copyright|meta)|wp-caption|figcaption|legend|media-?(?:credit"
    r"|caption|desc)|pictext|imgcaption|credit)(?:$|[-_ ]|\d)"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_UNSEEN = re.compile(
    r"(?:^| )(?:sr-only|visually-?hidden|screen-reader-text|assistive-text|a11y-hidden)(?: |$)", re.IGNORECASE
)
_HARD_ROLES = frozenset({"navigation", "contentinfo", "search", "dialog", "alertdialog"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
WHOLE = frozenset({"html", "body", "main", "article"})
LONGEST_NAME = 2000


@dataclass(slots=True)
class Region:
    """A block element. name: its class and id words, lower case.

    own: 1 where its name or tag is often, 2 where its name, 3 where its tag is always that of furniture;
    furniture: none of the text below is
    the article's; asks: a reader can type something here; talk: readers wrote the text below (threads.py);
    itemprop: its property and type as microdata.
    """

    parent: int
    tag: str
    name: str
    own: int = 0
    furniture: bool = False
    caption: bool = False
    itemprop: str = ""
    asks: bool = False
    talk: bool = False


@lru_cache(maxsize=8192)
def judge_element(tag: str, words: str, role: str) -> tuple[str, int, bool]:
    """Name, ``own`` and ``caption`` of the region that a block element begins; words: its class and id."""
    own = 3 if tag in HARD_TAGS else 1 if tag in SOFT_TAGS else 0
    caption = tag == "figcaption"
    name = words[:LONGEST_NAME].strip()
    if not name.islower():
        name = _CAMEL.sub("-", name).lower()
    if tag not in WHOLE and (name or role):
        parted = f" {name}"
        if role in _HARD_ROLES or _HARD.search(parted):
            own = max(own, 2)
        elif role == "complementary" or (tag not in HEADINGS and _SOFT.search(parted)):
            own = max(own, 1)
        caption = caption or bool(_CAPTION.search(parted))
    return name, own, caption


@lru_cache(maxsize=4096)
def is_unseen(name: str) -> bool:
    """Whether a class says that an inline element is read aloud and not shown."""
    return bool(_UNSEEN.search(name))


def is_hidden(style: str) -> bool:
    """Whether a style attribute hides its element."""
    return bool(style and _HIDDEN.search(style))
