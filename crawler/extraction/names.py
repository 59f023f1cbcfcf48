"""People's names as bylines print them: splitting lists, taking off posts, places and agencies. Pure on text."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r"\s*(?:;|、|，|,|/|&|\||•|·(?=\s)|\+|\band\b|\bund\b|\bet\b|\by\b(?=\s+[A-ZÁÉ])|\bdan\b"
    r"|\bи\b|\bwith\b|\bmit\b|\bavec\b)\s*"
)
_CN_SPLIT = re.compile(r"[\s、，,;；/]+|(?:通讯员|特约记者|实习生|见习记者|本报记者|记者|編輯|编辑|摄影|摄|文)[:：]?")
_TAIL = re.compile(
    r"(?:\s+(?:in|at|from|à|reporting from|for|aus)\s+[A-ZÀ-Þ].*|(?:^|[\s,(|]+)(?:staff (?:writer"
    r"|reporter|correspondent)|correspondent|contributor|contributing .*|special to .*|reporter)\b.*"
    r"|\s+(?:the )?(?:associated press|canadian press|press association|reuters|bloomberg|afp|getty images)\b.*"
    r"|\s*[–—|]\s+.*|\s*\([^)]*\)?\s*|\s+[\w.+-]+@[\w.-]+.*|\s*@\w+.*|\s+기자.*|\.\s+(?:reviewed|medically|edited|updated|photos?)\b.*|\s+\d{1,2}[:.]\d\d.*)$",
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
    r"https?:|www\.|[{}<>=\[\]#]|\d{3,}|^(?:admin|administrator|staff|editor|editors|web"
    r"|webmaster|root|guest|unknown|anonymous|null|none|view|posted|published|updated|contact"
    r"|share|print|comments?|no author|sponsored|advertorial|see more|read more|follow|others?|and)$"
    r"|^(?:image|photo|picture|credit|foto|video|graphic|illustration|bild|source)s?\b",
    re.IGNORECASE,
)
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
    r"(?<=[a-zà-ÿ]{3})(?=[A-Z][\w-]+(?: [A-Z&][\w-]*){0,3} (?:Columnist|Reporter|Writer|Editor|Correspondent)\b)"
    r"|(?<=[a-zà-ÿ]{3})(?=(?:Columnist|Reporter|Staff|Senior|Contributor|Correspondent|Editor|Published|Updated"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b)",
)
_CJK = re.compile("[\u4e00-\u9fff]")
_ORGANISATION = re.compile(
    r"\b(?:online|daily|news|agency|xinhua|times|post|ministry|press|network|radio|television"
    r"|tv|herald|gazette|office|department|media|journal|magazine|army|navy|command|mission"
    r"|bureau|service|centre|center|university|institute|group|reuters|afp|dpa|associated"
    r"|pti|ani|unit|team|desk|tribune|broadcasting|council|nations|government|police|forces?"
    r"|redaktion|rédaction|redacción|staff)\b"
    r"|\.(?:com|cn|org|net)\b|(?:网|網|社|报|報|台|频道|新闻|在线|日报|晚报|周刊|客户端|编辑部|部|局|院|公司|中心|综合)$",
    re.IGNORECASE,
)


def is_organisation(name: str) -> bool:
    """Whether a credit names an outlet, office or desk rather than a person."""
    return bool(_ORGANISATION.search(name))


def strip_by(text: str) -> str:
    """A byline without its opening word, also where it stands twice."""
    previous = None
    while previous != text:
        previous, text = text, _BY.sub("", text.strip(), count=1)
    return text


def split_names(text: str, *, people_only: bool = False) -> tuple[str, ...]:
    """The names in a byline or an editor's line, as printed, in order, without doubles.

    people_only drops offices and agencies, which are credits and not authors.
    """
    text = text.strip()
    if text[:1] in "(（[【" or (text[-1:] in ")）]】" and not re.search(r"[(（\[【]", text)):
        text = text.strip("()（）[]【】 :：")
    if _PICTURE.match(text):
        return ()
    text = strip_by(_GLUED.split(text.strip(" :："), maxsplit=1)[0])
    pieces: list[str] = []
    if _CJK.search(text) and not re.search(r"[A-Za-z]{3}\s+[A-Za-z]", text):
        pieces = list(_CN_SPLIT.split(text))
    else:
        for part in _SPLIT.split(text):
            piece, previous = part, None
            while previous != piece:
                previous, piece = piece, _TAIL.sub("", strip_by(piece)).strip(" .,:;|-–—\"'")
                if _RANKS.match(piece) and previous.endswith("."):
                    break
            if pieces and piece != part and " " not in piece and _POST.search(part):
                continue
            pieces.append(piece)
    names: list[str] = []
    for piece in pieces:
        name = piece.strip(" \u3000()（）:：")
        if (
            name
            and _plausible(name)
            and name not in names
            and not (names and _POST.search(name))
            and not (people_only and (is_organisation(name) or _HANDLE.match(name) or _LONG_CJK.match(name)))
        ):
            names.append(name)
    return tuple(names)


def _plausible(name: str) -> bool:
    """Whether a piece can be a name at all: two to five words, or a few CJK signs."""
    if _BAD.search(name) or len(name) > 60:
        return False
    if _CJK.search(name):
        return 2 <= len(name) <= 12
    words = name.split()
    return len(words) <= 6 and len(name) >= 2 and any(sign.isalpha() for sign in name)


def looks_like_person(line: str) -> bool:
    """Whether a bare line reads as a person's name: two to four capitalised words, or two to four CJK signs."""
    line = line.strip()
    if is_organisation(line) or re.search(r"[\d.!?:;,。，：]$", line):
        return False
    if _CJK.search(line):
        return bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", line))
    words = line.split()
    return 2 <= len(words) <= 4 and all(re.fullmatch(r"[A-ZÀ-Þ][\w'’.\-]*", word) for word in words)
