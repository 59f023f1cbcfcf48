"""People's names as bylines print them: splitting lists, taking off posts, places and agencies. Pure on text."""

from __future__ import annotations

import re
import unicodedata

from storage.countries import country_names

_SPLIT = re.compile(
    r"\s*(?:;|、|，|,|/|&|\||•|·(?=\s)|⋅|∙|‧(?=\s)|\+|\band\b|\bund\b|\bet\b|\by\b(?=\s+[A-ZÁÉ])|\bdan\b"
    r"|\bи\b|\bwith\b|\bmit\b|\bavec\b)\s*"
)
_CN_SPLIT = re.compile(
    r"[\s、，,;；/|｜]+"
    r"|(?:通讯员|通訊員|特约记者|参与记者|参与采写|实习记者|实习生|见习记者|本报记者|特派记者|记者|記者|責任編輯|责任编辑|网络编辑|編輯(?!部)|编辑(?!部)|撰文|摄影|攝影|整理|编译|作者|著者|執筆)[:：]?"
)
# A lone sign that says who wrote or photographed: 文 is also a surname, so it counts only by itself.
_CN_ROLE = re.compile(r"^(?:文|图|圖|摄|攝|编|编者|[文图圖摄攝]+)$|^[文图圖][:：]|(?<=[\u4e00-\u9fff]{2})[摄攝]$")
_TAIL = re.compile(
    r"(?:\s+(?:in|at|from|à|reporting from|for|aus)\s+[A-ZÀ-Þ].*|(?:^|[\s,(|]+)(?:"
    r"(?:defen[cs]e|security|diplomatic|political|foreign"
    r"|world|africa|military|chief|senior|special) (?:correspondent|reporter|editor|writer)|staff (?:writer"
    r"|reporter|correspondent)|correspondent|contributor|contributing .*|special to .*|reporter)\b.*"
    r"|\s+(?:the )?(?:associated press|canadian press|press association|reuters|bloomberg|afp|getty images)\b.*"
    r"|\s+e-?mail\b.*|\s+(?:on|at)|[\s,]+(?:on |at )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*"
    r"|\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b.*"
    r"|\s+(?:AP|UPI|AFP)\s[\w\s]{0,30}(?:writer|correspondent)\b.*|\s+[^\W\d]{2,14}\s?:\s.*"
    r"|\s*[–—|]\s+.*|\s*\([^)]*\)?\s*|\s+[\w.+-]+@[\w-]+\.[\w.-]+.*|\s*@\w+.*|(?<=[가-힣])\s*(?:기자|특파원).*|\.\s+(?:reviewed|medically|edited|updated|photos?)\b.*|\s+\d{1,2}[:.]\d\d.*)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:by|von|par|por|di|da|oleh|автор|авторы|text by|story by|written by|reported by"
    r"|words by|posted by|published by|(?:erstellt|verfasst|geschrieben) von|(?:publié|écrit) par"
    r"|escrito por|(?:view |see )?(?:all |more )?(?:posts|articles|stories)(?: published)? (?:by"
    r"|from)"
    r"|more (?:by|from)|zeige alle beiträge von|(?:voir|afficher) tous les articles de"
    r"|ver todas las entradas de|autor(?:in)?|auteur|penulis|reporter|author)s?\s*[:：]?\s+",
    re.IGNORECASE,
)
_LONG_CJK = re.compile(r"[\u4e00-\u9fff]{5,}$")
_PICTURE = re.compile(r"(?:image|photo|picture|bild|foto|credit)s?\s*:", re.IGNORECASE)
_HANDLE = re.compile(r"^[a-z0-9_.\-]+$")
_RANKS = re.compile(r"^(?:Sgt|Cpl|Capt|Lt|Maj|Col|Gen|Pfc|Spc|Cmdr|Petty Officer|Staff Sgt|Tech\. Sgt|Master Sgt)\b")
_BAD = re.compile(
    r"https?:|www\.|[{}<>=\[\]#]|\d{3,}|^\d|^(?:admin|administrator|staff|editor|editors|web"
    r"|webmaster|root|guest|unknown|anonymous|null|none|view|posted|published|updated|contact"
    r"|share|print|comments?|no author|sponsored|advertorial|see more|read more|follow|others?|and|by|von|par|por|oleh"
    r"|autore?|author|email(?: address)?|collection|по материалам)$"
    r"|[【】《》「」｜丨]|[：:]\S|^(?:打印|手机版|字号|分享|评论|收藏|大小|订阅|关注|点赞|登录|注册|下载|更多|首页|返回|关闭|繁体|简体|微信|微博|朋友圈|扫一扫|佚名|匿名|本站|综合|综合报道|原创|网络|网友|转载|来源|回答者|无)$"
    r"|^(?:image|photo|picture|credit|foto|video|graphic|illustration|bild|source)s?\b",
    re.IGNORECASE,
)
# What content systems call their accounts.
_ACCOUNT = re.compile(
    r"(?:super ?user|(?:site|web|mod|media|press|cms)?[ _.\-]?(?:admin(?:istrator)?|master|user)\d*|\w{2,12}admin\d*)$",
    re.IGNORECASE,
)
# The agency or the post behind a name: ``By Ann Example, GNA``, ``Por Ana Ejemplo, enviada especial``.
# So long a sign may be a surname where all names are in capitals.
LONG_SIGN = 6
_AGENCY_SIGN = re.compile(r"[A-Z]{2,8}")
_POST = re.compile(
    r"\b(?:officer|head of|chief|president|director|columnist|editor|professor|manager|analyst|fellow"
    r"|minister|secretary"
    r"|expert|author|founder|co-founder|ceo|cto|lecturer|researcher|redakteur(?:in)?|writer|producer|specialist|critic"
    r"|journalist|fotograf|photographer|blogger|consultant)\b"
    r"|^(?:ph\.?\s?d\.?|m\.?d\.?|dvm|rn|rd|rdn|mba|esq\.?|jr\.?|msc|ma|ba|obe|lcsw|cfp|cpa)$",
    re.IGNORECASE,
)
# A post printed without a space behind the name, as elements without white space between them give it.
_GLUED = re.compile(
    r"(?<=[A-ZÀ-Þ]{3})(?=[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:Columnist|Reporter|Writer|Editor|Correspondent)\b)|"
    r"(?<=[a-zà-ÿ]{3})(?=[A-Z][\w-]+(?: [A-Z&][\w-]*){0,3} (?:Columnist|Reporter|Writer|Editor|Correspondent)\b)"
    r"|(?<=[a-zà-ÿ]{3})(?=(?:Columnist|Reporter|Staff|Senior|Contributor|Correspondent|Editor|Published|Updated"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b)",
)
# A Chinese name of two signs set as wide as one of three: ``林　乔``.
_WIDE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_EDITED = re.compile(r"[;,.]\s+edited by\b", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?:in|at|from)\s+[A-ZÀ-Þ][\w .'’\-]{2,30},\s*(?P<country>[A-ZÀ-Þ][\w .'’\-]+)$")
_CJK = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"\w[\w'’.\-]*")
_STAFF = re.compile(
    r"[A-Z][\w.&]+(?: [A-Z][\w.&]+)?"
    r" (?:staff(?: (?:reporters?|writers?|correspondents?))?|reporters?|correspondents?)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:online|daily|news|agency|xinhua|times|post|ministry|press|network|radio|television"
    r"|tv|herald|gazette|office|department|media|journal|magazine|army|navy|command|mission"
    r"|bureau|service|centre|center|university|institute|group|reuters|afp|dpa|associated"
    r"|pti|ani|unit|team|desk|tribune|broadcasting|council|nations|government|police|forces?"
    r"|brigade|battalion|regiment|squadron|directorate|headquarters|public affairs"
    r"|redaktion|rédaction|redacción|staff)\b"
    r"|\.(?:com|cn|org|net)\b|(?:网|網|社|报|報|台|频道|新闻|在线|日报|晚报|周刊|客户端|编辑部|部|局|院|公司|中心|综合)$",
    re.IGNORECASE,
)


def folded(name: str) -> str:
    """A name as it is compared: in any case, width and spacing."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_organisation(name: str) -> bool:
    """Whether a credit names an outlet, office or desk rather than a person."""
    return bool(_ORGANISATION.search(name)) and not _RANKS.match(name)


def is_agency_sign(name: str) -> bool:
    """Whether a name is the letters by which an agency is known."""
    return bool(_AGENCY_SIGN.fullmatch(name))


def is_account(name: str) -> bool:
    """Whether a name is that of a content system's account and of nobody."""
    return bool(_ACCOUNT.match(strip_by(name)))


def strip_by(text: str) -> str:
    """A byline without its opening word, also where it stands twice."""
    previous = None
    while previous != text:
        previous, text = text, _BY.sub("", text.strip(), count=1)
    return text


def split_names(text: str, *, people_only: bool = False, spaced: bool = False) -> tuple[str, ...]:
    """The names in a byline or an editor's line, as printed, in order, without doubles.

    people_only drops offices and agencies, which are credits and not authors. spaced: a space stands between family
    and given name, as in Japanese, and parts no two people.
    """
    text = text.strip()
    if text[:1] in "(（[【" or (text[-1:] in ")）]】" and not re.search(r"[(（\[【]", text)):
        text = text.strip("()（）[]【】 :：")
    if _PICTURE.match(text):
        return ()
    text = _EDITED.split(text, maxsplit=1)[0]
    text = strip_by(_GLUED.split(text.strip(" :："), maxsplit=1)[0])
    if (where := _WHERE.search(text)) and where["country"] in country_names().values():
        text = text[: where.start()]
    pieces: list[str] = []
    if _CJK.search(text) and not re.search(r"[A-Za-z]{3}\s+[A-Za-z]", text):
        text = text if spaced else _WIDE.sub(r"\1\2", text)
        pieces = _han_pieces(text.replace(" ", "\xb7") if spaced and text.count(" ") == 1 else text)
        pieces = [piece.replace("\xb7", " ") for piece in pieces] if spaced else pieces
    else:
        for part in _SPLIT.split(text):
            piece = _without_tail(part)
            if pieces and piece != part and " " not in piece and _POST.search(part):
                continue
            pieces.append(piece)
    names: list[str] = []
    for piece in pieces:
        name = piece.strip(" \u3000()（）:：｜丨■●")
        if (
            name
            and _plausible(name)
            and name not in names
            and not (names and _POST.search(name))
            and not (people_only and (is_organisation(name) or _HANDLE.match(name) or _LONG_CJK.match(name)))
            and not (names and is_agency_sign(name) and (len(name) < LONG_SIGN or not names[0].isupper()))
            and not (names and name.islower())
        ):
            names.append(name)
    return tuple(names)


def _han_pieces(text: str) -> list[str]:
    """The pieces of a line in Chinese script; a name of two signs may be printed with a space between them."""
    pieces: list[str] = []
    lone = False
    for part in _CN_SPLIT.split(text):
        piece = _CN_ROLE.sub("", part)
        if lone and len(piece) == 1:
            pieces[-1] += piece
            lone = False
        elif piece:
            pieces.append(piece)
            lone = len(piece) == 1 and bool(_CJK.match(piece))
    return pieces


def _without_tail(part: str) -> str:
    """One name without post, place and agency behind it; the staff of an outlet is credited as a whole."""
    piece, previous = strip_by(part), None
    while previous != piece:
        previous, piece = piece, _TAIL.sub("", strip_by(piece)).strip(" .,:;|-–—\"'")
        if _RANKS.match(piece) and previous.endswith("."):
            break
    whole = _STAFF.match(part.strip())
    return whole.group(0) if whole and (len(piece.split()) < 2 or is_organisation(piece)) else piece


def _plausible(name: str) -> bool:
    """Whether a piece can be a name at all: two to five words, or a few CJK signs."""
    if _BAD.search(name) or len(name) > 60 or is_account(name):
        return False
    if _CJK.search(name):
        return 2 <= len(name) <= 12
    words = name.split()
    return len(words) <= 6 and len(name) >= 2 and any(sign.isalpha() for sign in name)


def looks_like_person(line: str) -> bool:
    """Whether a bare line reads as a person's name: two to four capitalised words, or two to four CJK signs."""
    line = line.strip()
    if is_organisation(line) or _BAD.search(line) or re.search(r"[\d.!?:;,。，：]$", line):
        return False
    if _CJK.search(line):
        return bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", line))
    words = line.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() and _WORD.fullmatch(word) for word in words)
