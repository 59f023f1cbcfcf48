"""The end of an article: trailer, related links, pagers and copyright lines, by the words newsrooms close with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.contacts import is_contact_line
from crawler.extraction.outline import Outline, TextBlock
from crawler.extraction.plain import ends_sentence
from crawler.extraction.rights import COPYRIGHT, RIGHTS_SIGN
from crawler.extraction.wire_end import is_wire_end
from storage.records import RelatedLink

_RELATED = re.compile(
    (
        r"^\W*(?:related(?: (?:news|stories|story|articles?|links?|reading|coverage|contents?|pages?"
        r"|topics?|posts?|reports?|items?|information|(?:press )?releases?)"
        r"(?:(?:,| and| &)? (?:news|stories|story|articles?|photos?|videos?|media|press|reports?)){0,3})?"
        r"|related articles\s?more from (?:the )?author"
        r"|more (?:related news|like this)|read (?:more|also|next)(?: on this)?"
        r"|more on this(?: story)?"
        r"|see also|also read|you may also like|recommended(?: (?:stories|for you|reading))?"
        r"|more (?:stories|news|from .{2,40})|more [A-Z]\w{3,20}|você pode gostar|te puede gustar"
        r"|further reading|what to read next|don't miss|latest"
        r" news|top stories|most (?:read|popular)"
        r"|相关(?:新闻|阅读|文章|链接|报道|推荐|专题|内容|资讯|视频|稿件|信息|稿|新闻链接)|相關(?:新聞|閱讀|文章|連結|報導)|延伸(?:阅读|閱讀)|推荐(?:阅读|新闻|文章)?"
        r"|更多(?:新闻|阅读|相关.{0,8}|精彩.{0,8})|猜你喜欢|热门(?:新闻|文章|推荐)|精彩推荐|新闻推荐|往期回顾"
        r"|(?:à )?lire aussi|à voir aussi|sur le même (?:sujet|thème)|mehr zum thema|mehr dazu"
        r"|das (?:thema )?könnte (?:sie|dich|euch|ihnen) (?:auch )?(?:interessieren|gefallen)"
        r"|lesen sie auch|weitere (?:artikel|themen|meldungen)"
        r"|zum thema"
        r"|читайте также|по теме|материалы по теме|смотрите также|baca juga|berita terkait|artikel"
        r" terkait|lea también|lea además|te puede interesar|noticias relacionadas|leggi anche"
        r"|leia também|czytaj (?:też|także)|zobacz (?:też|także|również)|powiązane (?:artykuły|wiadomości|treści)"
        r"|(?:contenus?|articles?|actualités?|informations?) (?:associée?s?|liée?s?|connexes?"
        r"|similaires?|apparentée?s?)"
        r"|(?:notizie|articoli|contenuti) (?:correlat[ei]|collegat[ei])"
        r"|(?:artículos?|contenidos?|notas?|enlaces|información) relacionad[oa]s?"
        r"|(?:notícias|matérias|artigos|conteúdos?) relacionad[oa]s?|verwandte (?:artikel|themen|beiträge)"
        r"|(?:aynı konuda|ilgili) (?:haberler|haber|içerikler)|berita (?:lainnya|berkaitan)"
        r"|tin (?:liên quan|cùng chuyên mục)"
        r"|bài (?:viết )?liên quan|관련 ?(?:기사|뉴스|글)|関連(?:記事|ニュース|リンク|情報)"
        r"|(?:أخبار|مواضيع|موضوعات|مقالات|الأخبار|المواضيع) (?:ذات صلة|مشابهة|متعلقة|مرتبطة)"
        r"|(?:اقرأ|إقرأ|اقرؤوا) أيضا?ً?|(?:новости|материалы|публикации|статьи) по теме|похожие (?:новости|материалы)"
        r"|relatera(?:t|de nyheter|de artiklar)|läs (?:också|även|mer)|les også|læs også|relatert|lue myös"
        r"|холбоотой мэдээ(?:лэл)?|सम्बन्धित (?:समाचार|खबर)|संबंधित (?:समाचार|खबरें))\W*$"
    ),
    re.IGNORECASE,
)
# How they begin: a look at two signs spares most texts the pattern.
_OPENINGS = (
    "re mo se al yo vo te fu wh do la to à su me da le we zu zo чи по ма см ba be ar no li cz co ac in en ve ay il"
    " ti bà ma lä læ lu po not пу ст но хо 관련 関連 أخ مو مق ال اق إق सम सं"
    " 相关 相關 延伸 推荐 更多 猜你 热门 精彩 新闻 往期"
)
_OPENING = frozenset(_OPENINGS.split())
_PAGER = re.compile(
    r"^(?:(?:prev(?:ious)?|next|first|last|上一页|下一页|首页|尾页|末页|共\d+页|\d{1,3}"
    r"|[\[\]<>«»‹›|.…]|page|of)[\s:]*)+$",
    re.IGNORECASE,
)
_OTHER_LIST = re.compile(
    r"^\W*(?:most (?:viewed|read|popular|shared|commented)|trending|popular|top (?:news|stories)|latest"
    r"|hot (?:news|topics)|key\s?words?|tags?|topics?|editors?['’]? (?:choice|picks)|(?:le )?plus lus"
    r"|lo más (?:leído|visto)|mais lidas"
    r"|热门|热点|排行|点击排行|最新|关键词|标签|terpopuler|berita terpopuler|самое читаемое)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^\W*(?:(?:©|" + RIGHTS_SIGN + rf"|{COPYRIGHT}|all rights reserved|版权所有|版權所有|<?\s?저작권자|무단 ?전재"
    r"|版权作品|(?:本[网文站]|未经).{0,14}(?:授权|许可|允许)，?(?:严禁|不得|禁止|请勿)|未经授权|凡本网注明|免责声明|.{0,14}声明[:：](?=\s*$|.{0,40}(?:本网|本站|转载|版权|仅供|投资|个人观点)))"
    r"|(?:share|tweet|print|email|e-mail|save|comments?|follow us|subscribe|advertisement"
    r"|reklam|iklan|publicidad|pubblicità|annonse|anzeige|publicité|реклама|广告|分享到?[:：]?|打印|收藏|点赞|扫一扫|字号|关闭|返回顶部|编辑推荐"
    r"|back to .{2,30}|nach oben|haut de (?:la )?page|volver arriba"
    r"|voltar ao topo|ページ(?:の)?(?:トップ|先頭)へ(?:戻る)?|맨 위로)\W*$"
    r"|(?:share (?:this|on)|follow .{2,30} on (?:.{0,30}\b)?(?:twitter|facebook|instagram|whatsapp|telegram|youtube"
    r"|linkedin|google news|x)\b|sign up|subscribe"
    r" to|click here|download (?:the|our) app|scan the qr|leave a (?:comment|reply)|post"
    r" a comment|join the conversation|view comments"
    r"|this work, .{10,200}identified by .{2,20}, must comply with\b|dilarang keras mengambil konten"
    r"|photo by|image credit|tags?[:：]|topics?:|keywords?:|filed under|关键[词字][:：]|标签[:：]"
    r"|for information media\W+not an official record|.{0,80}\b(?:from an? syndicated feed|not been edited by)\b"
    r"|\W*字[体體号號][:：].{0,20}$|[（(](?:本文)?(?:照片|图片|图)(?:均)?由.{2,10}提供[）)]$"
    r"|分享到|更多精彩|扫描二维码|(?:打开|下载).{0,8}(?:APP|客户端)|the comments below have not been moderated"
    r"|add your comment))",
    re.IGNORECASE,
)
# Words of buttons that stand as lines of their own between paragraphs.
_BUTTON = re.compile(
    r".{0,60}\((?:opens|s['’]ouvre|se abre|abre|wird|öffnet)"
    r" .{0,30}(?:window|tab|fenêtre|onglet|ventana|janela|fenster)\b"
    r"|(?:\d+ ?/ ?\d+\W+)?(?:(?:show|hide) caption|view original|photo details"
    r"|download hi-?res|(?:share|download) image|image details)\b.{0,40}$",
    re.IGNORECASE,
)
_ENDMARK = re.compile(
    r"^\W*(?:-?\s*ends?\s*-?|###|# # #|\(完\)|（完）|完|以上|\(?끝\)?|enditem|\*{3,}|-{3,}|\(ends\))\W*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s*_=~.·•\-–—#]+")
_ADDRESS = re.compile(r"\W*(?:e-?mail\s*:?\s*)?[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+\W*", re.IGNORECASE)
_CREDIT_END = re.compile(
    r"[(（\[【]\s*(?:sources?|来\s*源|來\s*源|稿源|文章来源|信息来源)\s*[:：]\s*(?P<outlet>[^()（）\[\]【】]{2,60}?)\s*[)）\]】]\s*$",
    re.IGNORECASE,
)
CLOSING_CREDIT = "closing credit"
MAX_RELATED = 20
MAX_BEHIND = 4
MAX_LABEL = 25


def credit_at_end(text: str) -> str | None:
    """The outlet that the last words of a paragraph credit in brackets: ``... on Sunday. (Source: X Daily)``."""
    match = _CREDIT_END.search(text[-120:])
    return match.group("outlet") if match else None


def is_related_heading(text: str) -> bool:
    """Whether a line announces related news."""
    return len(text) <= 60 and may_be_related_heading(text) and bool(_RELATED.match(text))


def may_be_related_heading(text: str) -> bool:
    """Whether a line begins as one that announces related news."""
    return text[:2].strip().lower() in _OPENING or not text[:1].isalnum()


def is_pager(text: str) -> bool:
    """Whether a line is page numbers and next/previous only; a lone number is none."""
    return len(text) <= 120 and bool(_PAGER.match(text)) and (len(text.split()) > 1 or not text.isdigit())


def is_furniture_line(text: str) -> bool:
    """Whether a line is a copyright, share or subscription line."""
    return len(text) <= 300 and bool(_FURNITURE.match(text))


def is_address_line(text: str) -> bool:
    """Whether a line is nothing but an address to write to."""
    return len(text) <= 80 and bool(_ADDRESS.fullmatch(text))


def is_end_mark(text: str) -> bool:
    """Whether a line only says that the text is over."""
    return bool(_ENDMARK.match(text))


def is_advert_mark(text: str) -> bool:
    """Whether a line only marks an advertisement or a button between paragraphs, or is a rule drawn with signs."""
    if len(text) >= 3 and _RULE.fullmatch(text):
        return True
    return len(text) <= 100 and bool((len(text) <= 30 and _FURNITURE.match(text)) or _BUTTON.match(text))


def _tells(block: TextBlock) -> bool:
    """Whether a line is a sentence without a link."""
    return not block.links and ends_sentence(block.text)


def cut_closing(
    blocks: Sequence[TextBlock], declared: Sequence[str] = (), announced: frozenset[int] = frozenset()
) -> tuple[int, str | None]:
    """How many leading lines are text, and the trailer that stops it, as printed.

    declared: the source's own trailer lines; announced: the places of lines that stand straight below a link, as the
    summaries of other articles do. A related heading ends the text only in its second half or where nothing
    but short lines follows, and so early that they may be the text itself (a list), links; pagers, furniture and end
    marks are taken off the end.
    """
    own = {line.casefold() for line in declared}
    texts = [block.text for block in blocks]
    end, trailer = len(texts), None
    for i, text in enumerate(texts):
        if text.casefold() in own and i:
            end, trailer = i, text
            break
        if is_related_heading(text) and i:
            before = sum(len(t) for t in texts[:i])
            early = before < sum(map(len, texts)) / 3
            after = sum(
                len(texts[n])
                for n in range(i + 1, len(texts))
                if n not in announced
                and (
                    len(texts[n]) > 160
                    or (early and blocks[n].link_share < 0.5)
                    or (len(texts[n]) > 60 and blocks[n].tag == "p" == blocks[i].tag and _tells(blocks[n]))
                )
            )
            if after < before:
                end, trailer = i, text
                break
    off = (is_pager, is_furniture_line, is_address_line, is_contact_line)
    while end > 1 and any(says(texts[end - 1]) for says in off):
        end -= 1
    for i in range(max(1, end - MAX_BEHIND), end):
        # Behind the sign that ends a release stand those of its writers; a wire's own sign is taken later.
        behind = texts[i + 1 : end]
        if is_end_mark(texts[i]) and not any(len(text) > MAX_LABEL or ends_sentence(text) for text in behind):
            return i + is_wire_end(texts[i]), trailer
    return end, trailer


def related_links(
    outline: Outline, after: int, own_blocks: frozenset[int]
) -> tuple[str | None, tuple[RelatedLink, ...]]:
    """The links below the first related heading behind a block, and the heading as printed.

    Links are taken while the blocks below the heading are link lists; the next heading or prose ends them.
    """
    blocks = outline.blocks
    for i in range(max(after, 0), len(blocks)):
        if i in own_blocks or not is_related_heading(blocks[i].text):
            continue
        found = _links_below(outline, i)
        if found:
            return blocks[i].text, found
    return None, ()


def _links_below(outline: Outline, heading: int) -> tuple[RelatedLink, ...]:
    links: dict[str, RelatedLink] = {}
    strange = 0
    box: int | None = None
    above = {outline.blocks[heading].region, *outline.ancestors(outline.blocks[heading].region)}
    for block in outline.blocks[heading + 1 : heading + 1 + 2 * MAX_RELATED]:
        holders = (block.region, *outline.ancestors(block.region))
        # The smallest element that holds the heading and its first link holds the others as well.
        if box is not None and box not in holders:
            break
        titled = [(href, text) for href, text in block.links if len(text) >= 5]
        if not titled or block.link_share < 0.5:
            strange += 1
            if (
                (links and _OTHER_LIST.match(block.text))
                or (block.tag in ("h1", "h2", "h3", "h4") and links)
                or strange > 2
                or block.size > 300
            ):
                break
            continue
        strange = 0
        box = next((holder for holder in holders if holder in above), None) if box is None else box
        for href, text in titled:
            if not href.startswith(("#", "javascript:", "mailto:")):
                links.setdefault(href, RelatedLink(text, href))
        if len(links) >= MAX_RELATED:
            break
    return tuple(links.values())
