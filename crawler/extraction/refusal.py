"""Pages that are no articles: not HTML, challenges, log-in walls, soft 404s, listings, pages without text."""

from __future__ import annotations

import re

from crawler.extraction.body import Body
from crawler.extraction.depth import MAX_NESTED, is_deep
from crawler.extraction.metadata import Metadata
from crawler.extraction.outline import Outline
from crawler.extraction.plain import ends_sentence
from crawler.extraction.prose import is_prose, teasers_of
from storage.records import Rejection

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "ZIP"),
    (b"RIFF", "RIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"WARC/", "a web archive (WARC)"),
    (b"\x00\x00\x00\x18ftyp", "MP4"),
    (b"\x00\x00\x00 ftyp", "MP4"),
)
_NOT_TEXT = re.compile(
    r"^(?:image|audio|video|font)/|^application/(?:pdf|zip|octet-stream|msword|vnd\.|x-(?!httpd|xhtml))", re.IGNORECASE
)
_FEED = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.DOTALL)
# What the ways of a mail have written over its text is more than any line of a newsroom.
_MOST_HEAD = 32_000
# Its text is written in a code of e-mail, which cuts words and numbers (RFC 2045, section 6.7).
_MAIL_HEAD = re.compile(rb"\s*(?:From [^\n]*\n)?((?:[!-9;-~]{1,70}+:[^\n]*\n(?:[ \t][^\n]*\n)*)+)")
_MAIL_FIELD = re.compile(rb"^(?:(MIME-Version:|From:[^\n]*@)|(?:Date|Subject|Message-ID|Received|To):)", re.I | re.M)
_CHALLENGE = re.compile(
    (
        r"just a moment|checking your browser|attention required|verify(?:ing)? (?:that )?you"
        r" are (?:a )?human|are you a robot|enable javascript and cookies to continue|ddos protection"
        r" by|access denied|request unsuccessful\. incapsula"
        r"|please (?:enable|turn on) javascript|javascript is (?:required|disabled)|security"
        r" check|captcha|one more step|pardon our interruption|unusual traffic|人机验证|安全验证|访问验证"
        r"|请完成验证|正在验证|请开启javascript|浏览器安全检查|您的访问(?:过于频繁|被拦截)"
    ),
    re.IGNORECASE,
)
_CHALLENGE_MARKUP = re.compile(
    (
        rb"cf-challenge|cf_chl_|__cf_chl|/cdn-cgi/challenge-platform|_Incapsula_Resource|px-captcha"
        rb"|datadome|__jsl_clearance|acw_sc__v2|aliyun_waf|sucuri_cloudproxy|challenge-form|ak_bmsc"
        rb"|awswaf"
    ),
    re.IGNORECASE,
)
_LOGIN = re.compile(
    (
        r"^(?:sign in|log ?in|login|please (?:sign|log) ?in|you must be logged in|member login"
        r"|subscriber (?:log ?in|only)|登录|请登录|用户登录|请先登录|anmelden|connexion|se connecter|iniciar"
        r" sesión|войти|вход)\b|(?:log ?in|sign in|subscribe) to (?:continue|read|view)|请(?:先)?登录后"
    ),
    re.IGNORECASE,
)
_GONE = re.compile(
    (
        r"\b(?:page|file|article|story|content|document|resource|url|link)\b.{0,40}\b(?:not"
        r" found|(?:could|can)(?:no|n['’])t be found|does(?:n['’]t| not) exist|no longer (?:exists"
        r"|available)|has been (?:removed|deleted|moved)|is (?:missing|unavailable|gone))"
        r"|^\W*(?:error )?404\b|\b404 (?:error|not found|page)|^not found$"
        r"|(?:页面|网页|文章|内容|稿件).{0,10}(?:不存在|已(?:被)?删除|找不到|未找到|无法找到|已下线)"
        r"|seite (?:wurde )?nicht gefunden|page (?:introuvable"
        r"|non trouvée)|página no encontrada|страница не найдена|halaman tidak ditemukan|找不到(?:页面"
        r"|网页|您)"
    ),
    re.IGNORECASE,
)
_OPENING = re.compile(rb"<(?:!doctype html|html|head|title|body)\b", re.IGNORECASE)
SHORT_TEXT = 700
MIN_TEXT = 100
MIN_BRIEF = 30
LISTING_TEXT = 300


def refuse_bytes(body: bytes, content_type: str | None) -> Rejection | None:  # noqa: PLR0911  one a kind
    """Refuse what is no page at all, by its first bytes and its declared type."""
    if not body.strip():
        return Rejection(kind="no-text", message="the page is empty")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return Rejection(kind="not-a-page", message=f"the content is {name}, not HTML")
    if _is_mail(body[:_MOST_HEAD]):
        return Rejection(kind="not-a-page", message="the content is an e-mail or MHTML; save the page as HTML only")
    if content_type and _NOT_TEXT.search(content_type.strip()):
        return Rejection(kind="not-a-page", message=f"the content type is {content_type[:60]!r}, not HTML")
    if _FEED.match(body[:2000]):
        return Rejection(kind="not-a-page", message="the content is a feed or a sitemap, not an article")
    # A page of markup with a stray NUL in it is a page.
    if b"\x00" in body[:2000] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) and not _OPENING.search(body[:2000]):
        return Rejection(kind="not-a-page", message="the content is binary")
    return None


def _is_mail(start: bytes) -> bool:
    """Whether it begins with the head of an e-mail (RFC 5322, section 2.2): MIME, or an address and another field."""
    head = _MAIL_HEAD.match(start)
    fields = [] if head is None else list(_MAIL_FIELD.finditer(head[1]))
    return any(field[1] and (len(fields) > 1 or field[1][:1] in b"Mm") for field in fields)


def refuse_depth(html: str) -> Rejection | None:
    """Refuse markup that nests thousands of elements, where no use is made of it laid flat (``depth.flattened``)."""
    return (
        Rejection(kind="too-large", message=f"the markup nests more than {MAX_NESTED} elements")
        if is_deep(html)
        else None
    )


def refuse_page(  # noqa: PLR0911 - one refusal after the other
    outline: Outline, meta: Metadata, body: Body | None, raw: bytes
) -> Rejection | None:
    """Refuse a page that holds no article; what it is instead is judged on its few words, not on long texts."""
    size = sum(outline.blocks[i].size for i in body.blocks) if body else 0
    if size >= SHORT_TEXT and body is not None and not _is_listing(outline, meta, body):
        return None
    title = meta.page_title or ""
    heads = " \n ".join([title, *(heading.value for heading in meta.headings[:3])])
    words = " ".join(block.text for block in outline.blocks[:60])[:4000]
    total = sum(block.size for block in outline.blocks)
    if total < 3000 and (
        _CHALLENGE.search(heads)
        or (_CHALLENGE.search(words) and total < 1500)
        or (_CHALLENGE_MARKUP.search(raw[:60_000]) and total < 600)
    ):
        return Rejection(kind="challenge", message="the page asks to prove that a person reads it")
    if any(_GONE.search(line) for line in (title, *(h.value for h in meta.headings[:3]))) or (
        size < 300 and _GONE.search(words[:1500])
    ):
        return Rejection(kind="soft-404", message="the page says that there is nothing at this address")
    if any(_LOGIN.search(line.strip()) for line in (title, *(h.value for h in meta.headings[:3]))) or (
        size < 200 and total < 1500 and _LOGIN.search(words)
    ):
        return Rejection(kind="login", message="the page asks to log in")
    brief = body is not None and size < MIN_TEXT and _is_brief(outline, meta, body, size)
    if body is None or (size < MIN_TEXT and not brief):
        links = sum(1 for block in outline.blocks if block.link_share > 0.6 and block.size >= 20)
        if links >= 25:
            return Rejection(kind="listing", message=f"the page is a list of links ({links}) without an article")
        return Rejection(kind="no-text", message="the page holds no running text")
    if not brief and _is_listing(outline, meta, body):
        return Rejection(kind="listing", message="the page is a list of headlines and summaries, not one article")
    return None


def _is_brief(outline: Outline, meta: Metadata, body: Body, size: int) -> bool:
    """Whether a very short text is all there is: whole sentences under a headline, and hardly another word."""
    if size < MIN_BRIEF or not any(heading.how in ("h1", "h2") and not heading.home for heading in meta.headings):
        return False
    headlines = {heading.value for heading in meta.headings}
    others = sum(
        block.size
        for i, block in enumerate(outline.blocks)
        if i not in body.blocks and block.link_share < 0.5 and block.text not in headlines
    )
    return others <= size and all(ends_sentence(outline.blocks[i].text) for i in body.blocks)


def _is_listing(outline: Outline, meta: Metadata, body: Body) -> bool:
    """Whether the text is summaries under linked headlines with hardly a paragraph of its own."""
    if meta.og_type == "article" or (meta.article_types - {"webpage", "itempage", "collectionpage"}):
        return False
    stretch = range(body.blocks[0], body.blocks[-1] + 1)
    prose = [i for i in stretch if is_prose(outline.blocks[i])]
    if not prose:
        return True
    teasers = teasers_of(outline)
    own = sum(outline.blocks[i].size for i in prose if i not in teasers)
    return len(teasers) >= 5 and own < LISTING_TEXT
