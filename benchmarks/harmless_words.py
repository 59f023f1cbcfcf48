"""The words of a page's furniture in four languages, for benchmarks/harmless.py."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import Article


@dataclass(frozen=True, slots=True)
class Words:
    """The words of furniture in one language."""

    also: str
    headline: str
    advert: str
    cookies: str
    letter: str
    morning: str
    most: str
    comment: str


WORDS = {
    "en": Words(
        "Read also:",
        "Storm closes three northern ports for a second day",
        "Advertisement",
        "We use cookies to improve your experience on our site. By continuing you agree to our use of cookies.",
        "Sign up for our newsletter",
        "Get the day's top stories in your inbox every morning.",
        "Most read",
        "Good to read, thank you for the report, I have waited for this for a long time.",
    ),
    "de": Words(
        "Lesen Sie auch:",
        "Sturm schließt drei Häfen im Norden den zweiten Tag",
        "Anzeige",
        "Wir verwenden Cookies, um Ihnen das beste Erlebnis auf unserer Seite zu bieten.",
        "Newsletter abonnieren",
        "Jeden Morgen die wichtigsten Nachrichten des Tages in Ihr Postfach.",
        "Meistgelesen",
        "Danke für den Bericht, darauf habe ich schon lange gewartet, sehr gut.",
    ),
    "ru": Words(
        "Читайте также:",
        "Шторм второй день держит закрытыми три порта на севере",
        "Реклама",
        "Мы используем файлы cookie, чтобы сделать сайт удобнее для вас.",
        "Подпишитесь на рассылку",
        "Главные новости дня каждое утро в вашей почте.",
        "Самое читаемое",
        "Спасибо за материал, давно ждал такого, очень хорошо написано.",
    ),
    "zh": Words(
        "相关阅读：",
        "风暴致北部三座港口连续第二天关闭",
        "广告",
        "本网站使用Cookie以改善您的浏览体验。继续浏览即表示您同意我们使用Cookie。",
        "订阅我们的新闻邮件",
        "每天早上把当天要闻送到您的邮箱。",
        "热门新闻",
        "感谢这篇报道，等了很久了，写得非常好，值得一读。",
    ),
}


def words_for(article: Article) -> Words:
    """Those of an article's language, else the English ones."""
    return WORDS.get((article.language or "en")[:2], WORDS["en"])
