"""The words by which sites mark what readers write: headings above it, controls below each part, and its times."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_HEADING = 60
MAX_CONTROL = 60
MAX_META = 60
MAX_SIGN_UP = 30
# What stands above readers' words, as single words of it; lines without one of them are no heading.
_TALK = (
    "comments comment responses response replies discussion conversation thoughts reply"
    " commentaires commentaire réactions réaction réagir comentarios comentario comentários comentário"
    " kommentare kommentar kommentarer leserkommentare diskussion leserbriefe"
    " commenti commento reacties reactie komentarze komentarz komentáře komentari komentar komentarai kommentit"
    " hozzászólások hozzászólás comentarii yorumlar yorum коментарі коментарів коментари комментарии комментариев"
    " комментария комментарий обсуждение обсуждения пікірлер сэтгэгдэл σχόλια σχόλιο टिप्पणी टिप्पणियां प्रतिक्रिया"
    " التعليقات تعليقات تعليق نظرات دیدگاه دیدگاه‌ها תגובות ulasan tanggapan"
)
_TALK_WORDS = frozenset(_TALK.split())
# Words that may stand beside those, none of which tells a story.
_BESIDE = (
    "all the your our a an and of on in to about this that article story post page reader readers readers' reader's"
    " user users latest recent top best most view show see read write leave add post join have be first no new total"
    " newest oldest sort by what you think us tell published"
    " les le la vos votre des de du l'article cet article sur tous toutes voir ajouter un une laisser lire"
    " los las el tus tu su sus deja dejar un una añadir ver todos escribe es del artículo noticia os as seu deixe um"
    " ihr ihre ihren dein deine zu zum zur diesem artikel die der das alle schreiben neue neuesten"
    " il tuo i lascia un scrivi over dit plaats alle"
    " к статье оставить ваш все новости материалу написать bir"
)
_BESIDE_WORDS = frozenset(_BESIDE.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NONE = re.compile(r"^[^1-9]*\b0\b[^1-9]*$")
_COUNTED = re.compile(r"[1-9]")
# ``Five responses to “Headline”``, and languages that part no words.
_OF_TITLE = re.compile(
    r"\W*(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:comments?|responses?|replies|thoughts?) (?:on|to)\b",
    re.IGNORECASE,
)
_CJK_HEADING = re.compile(
    r"[\W\d]*(?:网友|網友|用户|读者|讀者|全部|所有|最新|热门|熱門|精彩|文章|新闻|我要|发表|發表|查看|写|条|共|参与|人)*"
    r"(?:评论区?|評論區?|留言|跟帖|跟贴|讨论区?|討論|댓글|의견|コメント)(?:列表|区|[\W\d]|条|一覧)*"
)
# What a reader presses below another's words; the second kind only beside the first.
_ANSWER = (
    "reply|reply to .{1,40}|report abuse|report (?:this )?comment|report post|flag|flag comment|upvote|downvote"
    "|répondre|signaler(?: un abus)?|responder|denunciar|reportar|antworten|beantworten|melden|kommentar melden"
    "|rispondi|segnala|reageer|beantwoord|rapporteer|odpowiedz|zgłoś|odpovědět|nahlásit|odpovedať|válasz|răspunde"
    "|raportează|svar|svara|anmäl|rapporter|vastaa|ilmianna|yanıtla|cevapla|şikayet et|ответить|пожаловаться"
    "|відповісти|поскаржитися|жауап беру|хариулах|απάντηση|αναφορά|balas|laporkan|trả lời|ตอบกลับ|रिप्लाई|जवाब दें"
    "|رد|الرد|إبلاغ|پاسخ|השב|הגב|回复|回復|回覆|举报|檢舉|检举|답글|신고|返信|通報(?:する)?"
)
_ANSWER_WORDS = frozenset(re.sub(r"\(.*?\)\??|\.\{.*?\}|\|", " ", _ANSWER).split())
# Words of answers that other lines hold as often.
_COMMON = frozenset({"to", "report", "post", "comment", "et", "беру", "lời", "दें"})
_FURTHER = r"(?:view|show|hide|see|load) (?:all )?(?:\d+ )?(?:more )?repl(?:y|ies)"
_PRESSED = (
    "like|dislike|report|share|edit|link|permalink|quote|vote|more|thumbs? (?:up|down)|j['’]aime|me gusta|gefällt mir"
    "|teilen|partager|compartir|мне нравится|нравится|поделиться|赞|点赞|顶|踩|推荐|分享|좋아요|싫어요|共有|いいね"
)
_CHINESE = "回复|回復|回覆|举报|檢舉|点赞|赞|顶|踩|分享|推荐|支持|反对"
_LINE = re.compile(rf"(?:(?:{_ANSWER}|{_FURTHER}|{_PRESSED})(?![^\W\d_])|{_CHINESE}|[\W\d_])+", re.IGNORECASE)
_ANSWERS = re.compile(rf"(?<![^\W\d_])(?:{_ANSWER}|{_FURTHER})(?!\w)|回[复復覆]|举报", re.IGNORECASE)
_BUTTON = re.compile(rf"[\W\d]*(?:{_ANSWER}|{_FURTHER}|report)[\W\d]*", re.IGNORECASE)
# Answers that may be glued to the next of them.
_OPEN = ("Reply", "Répondre", "Responder", "Antworten", "Ответить", "Rispondi")
_SIGNS = ("评", "評", "回", "留言", "跟帖", "举报", "댓글", "답글", "コメント", "返信", "讨论")
_ANY = _TALK_WORDS | (_ANSWER_WORDS - _COMMON)
_ORDERS = (
    "sign up|sign me up|sign up now|sign up here|sign up today|sign up for free|subscribe|subscribe now|subscribe here"
    "|subscribe today|subscribe for free|get the newsletter|get our newsletter|join the newsletter|join our newsletter"
    "|join our mailing list|je m'abonne|je m'inscris|s'abonner|s'inscrire|suscríbete|suscribete|suscribirse|suscribirme"
    "|inscreva-se|assine|assinar|iscriviti|abonnieren|jetzt abonnieren|jetzt anmelden|newsletter abonnieren"
    "|newsletter bestellen|подписаться|подпишись|zapisz się|abonneren|订阅|立即订阅|訂閱|구독|구독하기"
)
_SIGN_UP = frozenset(_ORDERS.split("|"))
# Elements side by side that only styles part: ``LikeReplyReport``.
_GLUED = re.compile(r"(?<=[a-zà-ÿа-я])(?=[A-ZÀ-ÞА-Я])")

_MONTH = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|sept|déc|ene|abr|ago|dic"
    "|fev|set|out|dez|mär|okt|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек"
)
_UNIT = (
    "s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|d|day|days|w|wk|wks|week|weeks|mo|month"
    "|months|y|yr|yrs|year|years|j|jour|jours|heures?|semaines?|mois|ans?|std|stunden?|tage?n?|wochen?|monate?n?|jahre?n?"
    "|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|anos?|ore|ora|giorni|giorno|uur|dagen|dag|час(?:а|ов)?|ч|минуты?|мин"
    "|д(?:ень|ня|ней|н)|недел[юиь]|месяца?|месяцев|лет|года?"
)
_WHEN = re.compile(
    rf"(?:\ban?|(?<!\d)\d{{1,3}}) ?(?:{_UNIT})\b\.?(?: (?:ago|назад|atrás|fa|geleden|önce|temu|zpět))?\W*$"
    rf"|(?<!\d)\d{{1,3}} (?:{_UNIT})\b\.? (?:ago|назад|atrás|fa|geleden|önce|temu)"
    r"|\b(?:il y a|hace|há|vor|för|for|przed) (?:\w+ )?\d{1,3} ?\w+|منذ|قبل \d"
    r"|\b(?:just now|yesterday|today|gestern|heute|hier à|ayer|ieri|вчера|сегодня)\b"
    r"|\d ?(?:秒|分钟|分鐘|小时|小時|天|周|个月|個月|年|分|時間|日)[之以]?前|刚刚|昨天|前天|\d月\d"
    r"|\d ?(?:초|분|시간|일|주|개월|년) ?전"
    r"|(?<!\d)(?:(?:19|20)\d\d\b|\d{1,2}[:h.]\d\d\b|\d{1,2}[./-]\d{1,2}(?:[./-]|\b))"
    rf"|(?:\b|(?<=[a-zа-я]))(?:{_MONTH})\w*\.? \d{{1,2}}\b|(?<!\d)\d{{1,2}}\.? (?:de )?(?:{_MONTH})",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says|said|wrote|writes|sagt|schreibt|schrieb|meint|dit|a écrit|dice|dijo|escribió|disse|scrive|zegt|pisze"
    r"|пишет|написал)\s?:?$",
    re.IGNORECASE,
)


def words_of_talk(text: str) -> list[str]:
    """The words of a text, in small letters, by which headings and answers among readers' words may be known.

    A quick look: what holds none of them is neither.
    """
    found = [*_ANY.intersection(text.lower().replace("(", " ").split())]
    found += [word.lower() for word in _OPEN if word in text]
    return found if text.isascii() else [*found, *(sign for sign in _SIGNS if sign in text)]


@lru_cache(maxsize=1024)
def heads_talk(text: str) -> bool:
    """Whether a line says that readers' words follow: ``12 comments``, ``Join the discussion``, ``网友评论``."""
    if _OF_TITLE.match(text):
        return True
    if len(text) > MAX_HEADING:
        return False
    if _CJK_HEADING.fullmatch(text):
        return True
    if _NONE.search(text):
        return False
    words = _WORD.findall(text.lower())
    return not _TALK_WORDS.isdisjoint(words) and all(word in _TALK_WORDS or word in _BESIDE_WORDS for word in words)


def is_counted(text: str) -> bool:
    """Whether a heading gives a number."""
    return _COUNTED.search(text) is not None


@lru_cache(maxsize=1024)
def is_answer_line(text: str) -> bool:
    """Whether a line holds nothing but what readers press below another's words, with an answer or a report in it."""
    text = _GLUED.sub(" ", text)
    return len(text) <= MAX_CONTROL and bool(_LINE.fullmatch(text)) and bool(_ANSWERS.search(text))


@lru_cache(maxsize=1024)
def is_answer_button(text: str) -> bool:
    """Whether the words of a button are those by which a reader answers or reports another."""
    return len(text) <= MAX_CONTROL and bool(_BUTTON.fullmatch(text))


def is_sign_up(text: str) -> bool:
    """Whether a button or a link of these words orders letters by mail (``Sign up now``, ``Suscríbete``, ``订阅``)."""
    return text.lower().rstrip(" !.→›»>").replace("’", "'") in _SIGN_UP


@lru_cache(maxsize=1024)
def is_when(text: str) -> bool:
    """Whether a short line holds a time (``3 hours ago``, ``Mar 4``, ``2026-03-04 11:00``) or ends in ``says:``."""
    return len(text) <= MAX_META and (_WHEN.search(text) is not None or _SAYS.search(text) is not None)
