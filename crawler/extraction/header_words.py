"""The words of newsroom headers in many languages: labels, bylines, update notes, furniture. Data of the grammar."""

from __future__ import annotations

import re

OUTLET = (
    r"sources?|issued by|来\s*源|來\s*源|稿\s*源|本文来源|信息来源|文章来源|新闻来源"
    r"|稿件来源|转自|quelle|fuente|sumber|источник|fonte|kaynak"
)
EDITOR = (
    r"(?:web |copy |chief |managing )?editors?(?: in charge)?|edited by|责任编辑|責任編輯|责\s*编"
    r"|编\s*辑|編\s*輯|网络编辑|值班编辑|redaktion|redakteur(?:in)?|редактор|redaktur|editor(?:a)?|edição|责任编校"
)
AUTHOR = (
    r"authors?|reporters?|writers?|written by|text by|story by|reported by|posted by|^by|^von|^par|^por|作\s*者"
    r"|本报记者|记\s*者|記\s*者|撰\s*文|撰\s*稿|通讯员|文/图|文|autor(?:in|es)?|auteur|penulis|pewarta|автор|oleh"
)
TIME = (
    r"(?:release |publish(?:ing|ed)? |publication |last )?(?:date|time|updated?|modified"
    r"|released|published|posted)(?: (?:on|at|time|date))?|发布时间|发表时间|更新时间|发布日期|时\s*间|日\s*期"
    r"|發佈時間|dipublikasikan|publié le|mis à jour le|veröffentlicht(?: am)?|stand|erstellt(?:"
    r" am)?|publicado(?: el)?|actualizado|опубликовано|дата|tanggal"
)
LABEL = re.compile(
    (
        # Elements without white space between them glue a label to the word before it.
        rf"(?:(?<![^\W\d_])|(?-i:(?<=[a-z\u4e00-\u9fff])(?=[A-Z][a-z]{{3,8}}[:：])))(?:(?P<outlet>{OUTLET})|(?P<editor>{EDITOR})|(?P<author>{AUTHOR})"
        rf"|(?P<time>{TIME}))\s*[:：丨]\s*"
        r"|(?P<outlet2>(?<=[\d\s])(?:来源|來源)(?=《)|^(?:本文)?(?:来源|來源)于?(?=《))"
        r"|(?P<editor2>(?:^|(?<=[;,.|] ))edited by\b|责任编辑"
        r"|责编|責任編輯|编辑)\s*[:：|丨]?\s*|(?P<author2>作者|^te(?:kst|xt|xte|sto|xto)(?=\s*[:：]))\s*[:：|丨]\s*"
    ),
    re.IGNORECASE,
)
# Labels without a colon, as a row of small fields prints them: ``Source X Editor Y Time 2021-05-03``.
BARE_LABEL = re.compile(
    r"(?:^|(?<=[\s\u3000|]))(?:(?P<outlet>Source|来源|來源|Fuente|Quelle|Sumber)|(?P<editor>Editors?|责任编辑|責任編輯|责编|编辑)"
    r"|(?P<author>Authors?|Reporters?|作者|记者)|(?P<time>Time|Date|Published|Updated?|发布(?:时间)?|发表|时间|日期))"
    r"(?=[\s\u3000]+\S)[\s\u3000]+"
)
# One of these signs stands in every label: a look for them spares most lines the pattern.
IN_LABELS = re.compile("[:：丨源编編輯作]|dited by")
BY_LINE = re.compile(
    (
        r"^(?P<lead>(?:(?:(?:written|reported|compiled|story|words|text) )?by"
        r"|von|par|por|di|oleh)\s+(?:by\s+)?)(?P<names>[A-ZÀ-ÞА-Я][^|]{1,160}?)\s*(?=$"
        r"|\||\s(?:updated|published|posted|last updated)\b)"
    ),
    re.IGNORECASE,
)
BRACKET = re.compile(r"^\(?(?P<outlet>[A-Z][\w'’ .\-&]{2,40})\)\s*(?=\d)")
# A name of two signs is set as wide as one of three: ``林　乔``.
_CN_NAME = r"(?:[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff]))"
CN_REPORTER = re.compile(
    r"(?:[\u4e00-\u9fff·]{0,12}?(?:特约|见习|实习)?(?:[记記]者|通讯员)|参与采写|■|文[/／|]|撰文[/／|]?)\s*[:：]?\s*"
    rf"(?P<names>{_CN_NAME}(?:[\s、，,]+(?:[\u4e00-\u9fff]{{0,8}}(?:记者|通讯员)\s*)?{_CN_NAME}){{0,6}})"
    # Papers of Taiwan print where from: ``記者林小河／臺北報導``.
    r"(?:\s?[／/][\u4e00-\u9fff]{2,6}?(?:綜合)?(?:報導|报道|電))?$"
)
BY_AFTER = re.compile(r"(?:^|[\s|,])(?:by|von|par|por)\s+(?P<names>[A-ZÀ-Þ][^|,;:\d]{2,60})$", re.IGNORECASE)
KO_REPORTER = re.compile(
    r"(?:글(?:·사진)?\s?=\s?|작성자\s*:?\s*)?(?:[가-힣][가-힣, ·]{1,12}\s)??"
    r"(?P<names>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4}){0,3})"
    r"\s*(?:기자|특파원)"
    r"(?:\s*[<(＜]?\s*[\w.]+@[\w.]+\s*[>)＞]?)?$"
)
# A name, perhaps a post, and the date, parted by bars: ``Mira Probe | Senior Writer | July 2, 2025``.
NAME_BAR = re.compile(r"^(?P<names>[^\W\d_][^|·•:,\d]{3,50}?)\s*[|·•]\s*(?:[^|·•\d]{0,40}[|·•]\s*)?$")
BEFORE_DATE = re.compile(
    r"\s+(?:on|le|am|el|il|den|vom|em|op|dne|pada)(?:\s+[^\W\d]+,?)?\s*$|\s+(?:[^\W\d]+(?:day|tag|di)),?\s*$",
    re.IGNORECASE,
)
EDGE = " \t|,;·•丨　/-–—()（）[]【】"
RELATIVE_JUNK = re.compile(
    (
        r"^(?:adjust font size:?|beijing time|font size|views?|share|print|comments?|\d+ comments?"
        r"|general news|news|press release|distributed by.*|updated|published|posted|last updated(?:"
        r" at| on)?|字号|大小|分享到?|评论|打印"
        r"|星期[一二三四五六日天]|周[一二三四五六日]|(?:mon|tues|wednes|thurs|fri|satur"
        r"|sun)day|on|at|[:|,])+$"
    ),
    re.IGNORECASE,
)
PHRASES = re.compile(r"\b(?:adjust )?font size:?|\((?:beijing|local) time\)", re.IGNORECASE)
BY_WORDS = frozenset({"by", "von", "par", "por", "di", "oleh", "written by", "posted by"})
UPDATE = re.compile(
    r"\b(?:updated?|modified|revised|aktualisiert|geändert|mis à jour|actualizado|aggiornato"
    r"|diperbarui|atualizad[oa]|güncelle(?:me|ndi)|cập nhật)\b|更新|修改|обновлено|수정",
    re.IGNORECASE,
)
FIRST = re.compile(
    r"\b(?:publi|posted|released|issued|erstellt|veröff|опублик|diterbitkan)|发布|发表|發佈", re.IGNORECASE
)
# What stood on a day, not when it was published: ``Deployment as of 31 August 2024``.
AS_OF = re.compile(r"[^\W\d_]{3}\s+as\s+(?:of|at)\s+\Z|截至\Z", re.IGNORECASE)
WHOLE_LABELS = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (("outlet", OUTLET), ("editor", EDITOR), ("byline_raw", AUTHOR), ("published_raw", TIME))
)
MAX_LINE = 240
