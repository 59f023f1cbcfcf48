"""Pages in the markup of ministries, forces, UN offices and agencies, each with what it says. All prose is invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article

LINKS = [
    ("A second invented battalion leaves for the north", "/n/2.html"),
    ("A fictional medical team treats 300 patients", "/n/3.html"),
]
LIST = "<ul>" + "".join(f"<li><a href='{href}'>{title}</a></li>" for title, href in LINKS) + "</ul>"
READ = LIST.replace("/n/", "/most/")
NAV = "<ul class='nav'><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul>"
FOOT = "<div class='footer'><p>Copyright 2021 Northwind. All rights reserved.</p></div>"
BREAKS = "<br /><br />".join(PROSE)
RUSSIAN = [
    "Сапёры вымышленного батальона завершили в понедельник ремонт моста и вновь открыли дорогу к трём деревням.",
    "Работы продолжались 19 дней, было задействовано 42 машины, сообщили в вымышленной миссии, никто не пострадал.",
    "Второй мост, примерно в 30 километрах к югу, отремонтируют в сухой сезон, как обещал местный совет деревень.",
]
SPANISH = [
    "Los zapadores del batallón imaginario terminaron el lunes la reparación de un puente y reabrieron el camino.",
    "Los trabajos duraron 19 días con 42 vehículos, informó la misión imaginaria, y no hubo heridos ni daños.",
    "Un segundo puente, unos 30 kilómetros al sur, será reparado en la estación seca, según el consejo local.",
]
KOREAN = [
    "가상의 북부대대 공병들이 월요일 강을 가로지르는 다리의 보수공사를 마치고 세 마을로 이어지는 도로를 다시 열었다.",
    "공병들은 차량 42대를 동원해 19일 동안 작업했으며, 폭우로 공사가 두 차례 중단됐다고 가상의 임무단은 밝혔다.",
    "남쪽으로 약 30킬로미터 떨어진 두 번째 다리는 건기에 보수될 예정이며, 마을 의회가 인력을 지원하기로 했다.",
]
ARABIC = [
    "أنهى جنود الكتيبة المتخيلة يوم الاثنين إصلاح جسر على النهر وأعادوا فتح الطريق الوحيد المؤدي إلى ثلاث قرى.",
    "وعمل المهندسون 19 يوما مستخدمين 42 مركبة، بحسب بيان للبعثة المتخيلة، وأوقفت الأمطار الغزيرة العمل مرتين.",
    "وسيجري إصلاح جسر ثان على بعد نحو 30 كيلومترا إلى الجنوب في موسم الجفاف، كما وعد المجلس المحلي للقرى.",
]
CHINESE = [
    "虚构国维和工兵分队4月28日完成了东部河流上一座桥梁的修复任务，重新打通了通往三个村庄的唯一道路。",
    "工兵分队连续奋战19天，出动车辆42台次，其间大雨两次迫使施工中断，没有人员受伤，任务按期完成。",
    "据介绍，位于南部约30公里处的第二座桥梁将在旱季修复，当地议会承诺提供60名劳力协助施工，路段已勘察。",
]
CN_TITLE = "虚构工兵分队修复桥梁 打通三村唯一道路"
STATE = {"article": {"title": TITLE, "publishedAt": "2021-05-03T10:26:00Z", "author": {"name": "Mira Probe"}}}
STATE["article"]["body"] = PARAGRAPHS + "".join(f"<p>{text} So it was said.</p>" for text in PROSE)


def page(body: str, title: str = TITLE, head: str = "", lang: str = "en") -> str:
    return f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body>{NAV}{body}{FOOT}</body></html>"


def marked(paragraphs: list[str], before: str = "") -> str:
    return "".join(f"<p>{before if not n else ''}{text}</p>" for n, text in enumerate(paragraphs))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


PAGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "two headers for two kinds of screens": (
        "https://english.northwind.example/20240503/c.html",
        page(
            f"<div class='top'><h1>{TITLE}</h1><p><span>Source: Xinhua</span><span>Editor: mira</span>"
            f"<span>2024-05-03 18:22:15</span></p></div><div class='mobile'><h1>{TITLE}</h1><p>Source: Xinhua</p>"
            f"<p>2024-05-03 18:22:15</p></div><div id='detail'>{PARAGRAPHS.removesuffix('</p>')} ■</p></div>"
            f"<div class='list'><h2>Related News</h2>{LIST}</div><div class='bot'>KEY WORDS: <a href='/k'>bridges of wood</a>"  # noqa: E501
            "</div><div>京ICP备00000000号</div>"
        ),
        {"outlet": "Xinhua", "editors": ("mira",), "published_at": at(2024, 5, 3, 10, 22, 15)},
    ),
    "links of two lists": (
        "https://www.globe.example.cn/page/202105/1.shtml",
        page(
            f"<div class='article_title'>{TITLE}</div><div class='article_right'><center><img src='x.jpg'></center>"
            f"<center>The crossing by night. Photo: Northwind</center><br/><br/>{BREAKS}<br/><br/></div>"
            f"<div class='related_section'><div class='related_section_header'>RELATED ARTICLES</div><div>{LIST}</div>"
            f"</div><div class='most'><div class='hd'>MOST VIEWED</div>{READ}</div>"
        ),
        {"captions": ("The crossing by night. Photo: Northwind",)},
    ),
    "a list of labels below the summary": (
        "https://www.ministry.example.uk/news/crossing",
        page(
            f"<main><h1>{TITLE}</h1><p class='lead'>The only road to the three camps is open to trucks again.</p>"
            "<dl><dt>From:</dt><dd><a href='/m'>Ministry of Fiction</a></dd><dt>Published</dt><dd>3 May 2021</dd>"
            "<dt>Last updated</dt><dd>6 May 2021 — <a href='#h'>See all updates</a></dd></dl>"
            f"<div class='govspeak'>{PARAGRAPHS}</div></main><h2>Related content</h2>{LIST}"
        ),
        {
            "paragraphs": ("The only road to the three camps is open to trucks again.", *PROSE),
            "published_at": at(2021, 5, 3),
        },
    ),
    "buttons of pictures and of sharing": (
        "https://www.brigade.example.mil/article/1/crossing",
        page(
            f"<h1>{TITLE}</h1><p class='article-byline'>By Staff Sgt. Mira Probe, 1st Fiction Brigade Public Affairs"
            "<span class='date'>May 3, 2021</span></p><div class='image'>1 / 2 <a>Show Caption +</a> <a>Hide Caption –</a>"  # noqa: E501
            f"</div><div class='rich'>{PARAGRAPHS}</div><div><ul><li><a>Click to share on Northwind (Opens in new window)"  # noqa: E501
            f"</a></li></ul></div><h3>RELATED STORIES</h3>{LIST}"
        ),
        {"authors": ("Staff Sgt. Mira Probe",), "published_at": at(2021, 5, 3)},
    ),
    "a notice of rights below a short text": (
        "https://www.hub.example.net/news/1/crossing",
        page(
            f"<div class='container'><h1>{TITLE}</h1><div class='story'><p>{BREAKS}</p></div><div class='facts'>"
            f"<h3>PUBLIC DOMAIN</h3><p>This work, {TITLE}, by SSG Mira Probe, identified by HUB, must comply with the "
            "restrictions shown on the invented page about copyright.</p></div></div>"
        ),
        {"related": ()},
    ),
    "an account is no author": (
        "https://forces.example.gh/index.php/news/1-crossing",
        page(
            f"<div itemscope itemtype='https://schema.org/Article'><h2 itemprop='headline'>{TITLE}</h2><dl><dd "
            "itemprop='author'>Written by <span itemprop='name'>Super User</span></dd><dd><time itemprop='datePublished' "  # noqa: E501
            f"datetime='2021-05-03T10:26:00+00:00'>Published: 03 May 2021</time></dd></dl><div itemprop='articleBody'>"
            f"{PARAGRAPHS}</div></div>"
        ),
        {"authors": (), "published_at": at(2021, 5, 3, 10, 26), "related": ()},
    ),
    "an agency's own account, byline and dateline": (
        "https://agency.example.gh/2021/05/crossing/",
        page(
            f"<h1>{TITLE}</h1><div class='meta'>by <a>GNA</a> May 3, 2021</div><div class='entry-content'><p><strong>By Mira "  # noqa: E501
            f"Probe, GNA</strong></p>{marked(PROSE, '<b>Accra, May 3, GNA</b> – ')}<p>GNA</p></div>"
            f"<div><h3>Related <strong>Posts</strong></h3>{LIST}</div>",
            head="<meta name='author' content='GNA Web'>",
        ),
        {
            "authors": ("Mira Probe",),
            "dateline_place": "Accra",
            "dateline_date": "2021-05-03",
            "paragraphs": (f"Accra, May 3, GNA – {PROSE[0]}", *PROSE[1:]),
        },
    ),
    "credits in one line at the end": (
        "https://www.berita.example.id/1/jembatan",
        page(
            f"<h1>{TITLE}</h1><p>Senin, 3 Mei 2021 17:42</p><div class='post-content'>{BREAKS}<br /><p>Pewarta: Mira Probe"  # noqa: E501
            "<br />Editor: Aron Testa<br />Copyright © BERITA 2021</p></div>",
            lang="id",
        ),
        {
            "authors": ("Mira Probe",),
            "editors": ("Aron Testa",),
            "published_at": at(2021, 5, 3, 10, 42),
            "related": (),
        },
    ),
    "the day before the month, in the Americas": (
        "https://www.ministerio.example.uy/noticias/puente",
        page(
            f"<h1>Zapadores reabren un puente</h1><span class='Page-date'>03/05/2021</span>{marked(SPANISH)}"
            f"<h3>Noticias relacionadas</h3>{LIST}",
            "Zapadores reabren un puente",
            lang="es",
        ),
        {"published_at": at(2021, 5, 3), "paragraphs": tuple(SPANISH)},
    ),
    "an agency that puts no dash": (
        "https://www.prensa.example.cu/2021/05/03/puente/",
        page(
            f"<h1>Zapadores reabren un puente</h1>{marked(SPANISH, 'Juba, 3 may (Prensa Nueva) ')}"
            f"<div><h4>ARTÍCULOS RELACIONADOS</h4>{LIST}</div>",
            "Zapadores reabren un puente",
            lang="es",
        ),
        {"dateline": "Juba, 3 may (Prensa Nueva)", "dateline_date": "2021-05-03"},
    ),
    "a Russian agency": (
        "https://agency.example.ru/panorama/1",
        page(
            f"<div class='date'>3 мая 2021, 10:26</div><h1>Сапёры открыли мост к трём деревням</h1>"
            f"{marked(RUSSIAN, 'ДЖУБА, 3 мая. /НОВЬ/. ')}<div><h2>Читайте также</h2>{LIST}</div>",
            "Сапёры открыли мост к трём деревням",
            lang="ru",
        ),
        {"dateline_place": "Джуба", "dateline_date": "2021-05-03", "published_at": at(2021, 5, 3, 7, 26)},
    ),
    "a Korean agency": (
        "https://www.agency.example.kr/view/1",
        page(
            "<article><h1>세 마을로 가는 다리 다시 열어</h1><p>송고시간 2021-05-03 17:42</p><p>홍가상 기자</p>"
            f"{marked(KOREAN, '(서울=가상뉴스) 홍가상 기자 = ')}<p>hong@example.kr</p></article><h3>관련기사</h3>{LIST}",  # noqa: E501
            "세 마을로 가는 다리 다시 열어",
            lang="ko",
        ),
        {
            "authors": ("홍가상",),
            "dateline_place": "서울",
            "published_at": at(2021, 5, 3, 8, 42),
            "paragraphs": (f"(서울=가상뉴스) 홍가상 기자 = {KOREAN[0]}", *KOREAN[1:]),
        },
    ),
    "an Arab agency whose pages share one title": (
        "https://agency.example.jo/inner?id=1",
        page(
            "<h2 class='title'>جنود الكتيبة المتخيلة يعيدون فتح جسر</h2><span>2021/05/03 | 17:42:05</span>"
            f"<div class='details'>{marked(ARABIC, 'عمان 3 أيار (نبأ)-- ')}</div><h3>أخبار ذات صلة</h3>{LIST}",
            "الوكالة الخيالية للأنباء",
            lang="ar",
        ),
        {
            "title": "جنود الكتيبة المتخيلة يعيدون فتح جسر",
            "dateline_place": "عمان",
            "dateline_date": "2021-05-03",
            "published_at": at(2021, 5, 3, 14, 42, 5),
        },
    ),
    "the state of a page built by script": (
        "https://www.spa.example/story/crossing",
        f"<html><head><title>{TITLE}</title></head><body><div id='app'></div>"
        f"<script type='application/json'>{json.dumps(STATE)}</script></body></html>",
        {"published_at": at(2021, 5, 3, 10, 26), "authors": ("Mira Probe",), "related": ()},
    ),
    "glued labels and buttons": (
        "http://www.province.example.cn/t20210503_1.html",
        page(
            f"<h2>{CN_TITLE}</h2><div class='info'><span>发布时间：2021-05-03 10:26</span><span>来源：虚构日报</span>"
            f"<span>浏览次数：次</span><span>字体：[ <a>大</a> <a>中</a> <a>小</a> ]</span></div>{marked(CHINESE)}",
            f"{CN_TITLE}_虚构省",
            lang="zh",
        ),
        {"outlet": "虚构日报", "published_at": at(2021, 5, 3, 2, 26), "title": CN_TITLE, "related": ()},
    ),
    "cells of an old table": (
        "http://news.fiction.example.cn/2014-05/03/content_1.htm",
        page(
            f"<table><tr><td><b><font size='5'>{CN_TITLE}</font></b></td></tr><tr><td>来源：新华网　　2014-05-03 10:22:31　　"  # noqa: E501
            "责任编辑：张例子 　　字号：[<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>]</td></tr><tr><td>"
            f"{marked(CHINESE[:2])}<p align='center'><img src='1.jpg'></p><p align='center'>官兵在桥上作业。王例子摄</p>"  # noqa: E501
            f"{marked(CHINESE[2:])}</td></tr><tr><td><b>相关链接</b><br>·<a href='/n/2.html'>{LINKS[0][0]}</a><br>"
            f"·<a href='/n/3.html'>{LINKS[1][0]}</a></td></tr></table>",
            CN_TITLE,
            lang="zh",
        ),
        {"editors": ("张例子",), "captions": ("官兵在桥上作业。王例子摄",), "paragraphs": tuple(CHINESE)},
    ),
    "headline, day and text in one cell": (
        "http://www.office.example.org/news/may03.htm",
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td><font size='1'><a href='/'>Home</a><br><a href='/n'>"  # noqa: E501
        f"News</a></font></td><td><font size='4'><b>{TITLE}</b></font><br><font size='1'>3 May 2003</font><br><br>"
        f"<font size='2'>{BREAKS}</font><br><br><hr><font size='1'>Back to <a href='/n'>News index</a><br>Copyright (c) "  # noqa: E501
        "2003. All rights reserved.</font></td></tr></table></body></html>",
        {"published_at": at(2003, 5, 3), "related": ()},
    ),
    "a heading that every page has": (
        "https://www.forces.example.ie/press-releases/crossing.html",
        page(
            f"<div class='banner'><h1>Press Releases</h1></div><div class='content'><h2>{TITLE}</h2><p>03rd May 2021</p>"  # noqa: E501
            f"{PARAGRAPHS}</div>",
            f"{TITLE} - Press Releases - Forces",
        ),
        {"published_at": at(2021, 5, 3), "related": ()},
    ),
    "a section before the headline": (
        "https://www.defence.example/en/Pages/crossing.aspx",
        page(f"<div class='news-title'>{TITLE}</div><div class='text'>{PARAGRAPHS}</div>", f"News - {TITLE}"),
        {"related": ()},
    ),
    "a box of links with minutes to read": (
        "https://apnews.example/article/crossing",
        page(
            f"<h1>{TITLE}</h1><div class='body'>{marked(PROSE[:2], 'JUBA, South Sudan (AP) — ')}<div><h3>Related Stories"  # noqa: E501
            f"</h3><div><a href='/n/2.html'>{LINKS[0][0]}</a><div>3 MIN READ</div></div><div><a href='/n/3.html'>"
            f"{LINKS[1][0]}</a><div>2 MIN READ</div></div></div>{marked(PROSE[2:])}</div>"
        ),
        {"paragraphs": (f"JUBA, South Sudan (AP) — {PROSE[0]}", *PROSE[1:])},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_newsroom_gives_all_that_it_says(name: str) -> None:
    url, html, expected = PAGES[name]
    found = article(html, url)
    home = "/".join(url.split("/")[:3])
    wanted = {"title": TITLE if TITLE in html else found.title, "paragraphs": None, **expected}
    if wanted["paragraphs"] is None:
        texts = next((one for one in (RUSSIAN, SPANISH, KOREAN, ARABIC, CHINESE) if one[-1] in html), PROSE)
        wanted["paragraphs"] = tuple(p for p in found.paragraphs if not any(text in p for text in texts))
        assert wanted["paragraphs"] in ((), tuple(f"{text} So it was said." for text in PROSE))
        assert all(any(text in p for p in found.paragraphs) for text in texts)
        del wanted["paragraphs"]
    wanted.setdefault("related", tuple((title, home + href) for title, href in LINKS))
    made = {key: getattr(found, key) for key in wanted}
    made["related"] = tuple((link.title, link.url) for link in found.related)
    assert made == wanted
