"""Pages as state, military and UN outlets and agencies of many countries print them. All prose is invented."""

from __future__ import annotations

from typing import Any

import pytest

from tests.crawler.invented_pages import PARAGRAPHS, PROSE, TITLE, article
from tests.crawler.test_extraction_newsrooms import CHINESE, CN_TITLE, SPANISH, marked, page

THAI = (
    "กองร้อยทหารช่างในจินตนาการซ่อมสะพานข้ามแม่น้ำเสร็จในวันจันทร์และเปิดถนนอีกครั้ง",
    "งานใช้เวลา 19 วันโดยใช้รถ 42 คันและฝนตกหนักทำให้งานต้องหยุดสองครั้งตามคำแถลง",
)
PERSIAN = (
    "مهندسان گردان خیالی روز دوشنبه تعمیر پلی بر روی رودخانه را به پایان رساندند و جاده‌ها را گشودند.",
    "کار ۱۹ روز با ۴۲ خودرو طول کشید و باران‌های سنگین دو بار کار را متوقف کرد، مأموریت خیالی می‌گوید.",
)
BENGALI = (
    "কাল্পনিক ব্যাটালিয়নের প্রকৌশলীরা সোমবার নদীর ওপর একটি সেতুর মেরামত শেষ করে সড়কটি আবার খুলে দিয়েছেন।",
    "কাজটি ১৯ দিন ধরে ৪২টি যান নিয়ে চলেছে এবং ভারী বৃষ্টিতে দুবার থেমেছে বলে কাল্পনিক মিশন জানিয়েছে।",
)
ROW = "<span>{}</span> <small>{}</small> <span>{}</span> <small>{}</small> <span>{}</span> <small>{}</small>"
TEXT = f"<div class='text'>{PARAGRAPHS}</div>"
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "labels without colons": (
        page(
            f"<h1>{CN_TITLE}</h1><p class='info'>来源 虚构军网　作者 林小河　责任编辑 杨帆　发布 2018-06-05 06:30</p>"
            f"<div>{marked(CHINESE)}</div>",
            lang="zh",
        ),
        {
            "outlet": "虚构军网",
            "authors": ("林小河",),
            "editors": ("杨帆",),
            "published_local": "2018-06-05T06:30:00+08:00",
        },
    ),
    "English labels without colons": (
        page(
            f"<h1>{TITLE}</h1><div>{ROW.format('Source', 'Northwind Military Online', 'Editor', 'Mira Probe', 'Time', '2021-05-03 17:01:22')}"  # noqa: E501
            f"</div>{TEXT}"
        ),
        {
            "outlet": "Northwind Military Online",
            "editors": ("Mira Probe",),
            "published_local": "2021-05-03T17:01:22+00:00",
        },
    ),
    "labels and values that only styles part": (
        page(
            f"<h1>{TITLE}</h1><div><span>Source</span><small>Northwind Online</small><span>Editor</span>"
            f"<small>Mira Probe</small><span>Time</span><small>2021-05-03 17:01:22</small></div>{TEXT}"
        ),
        {"outlet": "Northwind Online", "editors": ("Mira Probe",)},
    ),
    "a short name before the label of the time": (
        page(
            f"<h1>{TITLE}</h1><div><span class='by'>By <a href='/a'>Mira Probe</a> and <a href='/b'>Lin Duo</a></span>"
            f"<span class='time'>Published: May 03, 2021 10:11 PM</span></div>{TEXT}"
        ),
        {"authors": ("Mira Probe", "Lin Duo"), "published_local": "2021-05-03T22:11:00+00:00"},
    ),
    "a day and its time in two elements": (
        page(f"<h1>{TITLE}</h1><div><span>2021-05-03</span><span>10:11</span></div>{TEXT}"),
        {"published_local": "2021-05-03T10:11:00+00:00"},
    ),
    "year, day and time in three elements": (
        page(
            f"<h1>{TITLE}</h1><div class='time'><span><em>2021</em></span><span><em>05</em>/<em>03</em></span>"
            f"<span>10:11:12</span></div>{TEXT}"
        ),
        {"published_local": "2021-05-03T10:11:12+00:00"},
    ),
    "who took part, below a wire text": (
        page(
            f"<h1>{CN_TITLE}</h1><p>2021-05-03 10:11 来源：虚构网</p><div>"
            f"{marked(CHINESE, '新华社南京5月3日电（记者李明远）')}<p>（参与记者：周亦安、吴晓川）</p></div>",
            lang="zh",
        ),
        {"authors": ("李明远", "周亦安", "吴晓川")},
    ),
    "a reporter in brackets below the text": (
        page(
            f"<h1>{CN_TITLE}</h1><p>2021-05-03 10:11</p><div>{marked(CHINESE)}<p>（虚构网记者 章小雯）</p></div>",
            lang="zh",
        ),
        {"authors": ("章小雯",)},
    ),
    "a reporter behind the dateline, without brackets": (
        page(
            f"<h1>{CN_TITLE}</h1><p>2021-05-03</p><div>{marked(CHINESE, '法治日报北京5月3日讯 记者蔡一杰 ')}</div>",
            lang="zh",
        ),
        {"authors": ("蔡一杰",), "dateline_place": "北京"},
    ),
    "a dateline glued to the text": (
        page(f"<h1>{TITLE}</h1><p>May 3, 2021</p><div>{marked(PROSE, 'ISLAMABAD, May 03 (APP):')}</div>"),
        {"dateline_place": "Islamabad", "dateline_date": "2021-05-03"},
    ),
    "a mission behind the author's name": (
        page(f"<h1>{TITLE}</h1><p>By Mira Probe/UNMISS</p><p>May 3, 2021</p>{TEXT}"),
        {"authors": ("Mira Probe",)},
    ),
    "a reporter and where from, in Taiwan's form": (
        page(
            f"<h1>{CN_TITLE}</h1><div>記者林小河／臺北報導 2021/05/03 10:11</div><div>{marked(CHINESE)}</div>",
            lang="zh-TW",
        ),
        {"authors": ("林小河",), "published_local": "2021-05-03T10:11:00+08:00"},
    ),
    "an office, a day and a kind between bars, a day with its preposition": (
        page(
            f"<h1>{TITLE}</h1><p>Secretaría de la Defensa Imaginaria | 05 de marzo de 2021 | Comunicado</p>"
            f"<div>{marked(SPANISH, 'Villa Norte, a 5 de marzo de 2021.- ')}</div>",
            lang="es",
        ),
        {"published_local": "2021-03-05", "dateline_place": "Villa Norte", "dateline_date": "2021-03-05"},
    ),
    "a post behind a dash, an editor below": (
        page(
            f"<h1>{TITLE}</h1><div class='autor'>Mira Probe – Repórter da Agência Imaginária</div><div>03/05/2021</div>"
            f"{TEXT}<div>Edição: Lina Norte</div>",
            lang="pt",
        ),
        {"authors": ("Mira Probe",), "editors": ("Lina Norte",)},
    ),
    "the line of the source above the headline": (
        page(f"<div>2021-05-03</div><div>来源：虚构网</div><h1>{CN_TITLE}</h1><div>{marked(CHINESE)}</div>", lang="zh"),
        {"outlet": "虚构网"},
    ),
    "a title element that holds the beginning": (
        page(f"<h2>{TITLE}</h2><p>May 3, 2021</p>{TEXT}", title=" ".join(TITLE.split()[:4]) + " - Northwind"),
        {"title": TITLE},
    ),
    "a title element in other words than the only h1, far above the text": (
        page(
            f"<h1>{TITLE}</h1><h2>What the invented village saw on the day that the ferry came back</h2>"
            + "".join(f"<div><a href='/{n}'>Share it {n}</a></div>" for n in range(9))
            + TEXT,
            title="Ferry repair: what to know about the river crossing - Northwind",
        ),
        {"title": TITLE},
    ),
    "a title element that says nothing": (
        page("<h2>Ministry sends more troops abroad</h2>" + TEXT, title="Press Release:Press Information Bureau"),
        {"title": "Ministry sends more troops abroad"},
    ),
    "a title element with the site's name alone": (
        page(f"<h3>{CN_TITLE}</h3><p>2021-05-03</p><div>{marked(CHINESE)}</div>", title="北方日报", lang="zh"),
        {"title": CN_TITLE},
    ),
    "a printed time without zone beside an exact one": (
        page(f"<h1>{TITLE}</h1><p>May 3, 2021 10:11 <time datetime='2021-05-03T14:11:30Z'></time></p>{TEXT}"),
        {"published_local": "2021-05-03T10:11:30-04:00"},
    ),
    "Thai: no stops, the Buddhist year": (
        page(f"<h1>{THAI[0][:40]}</h1><p>3 พฤษภาคม 2564 เวลา 10:11 น.</p><div>{marked([*THAI])}</div>", lang="th"),
        {"paragraphs": THAI, "published_local": "2021-05-03T10:11:00+07:00"},
    ),
    "Persian: joiners, the solar year, an agency": (
        page(
            f"<h1>{PERSIAN[0][:50]}</h1><p>۱۳ اردیبهشت ۱۴۰۰، ۱۰:۱۱</p>"
            f"<div>{marked([*PERSIAN], 'تهران- ایرنا- ')}</div>",
            lang="fa",
        ),
        {
            "paragraphs": ("تهران- ایرنا- " + PERSIAN[0], PERSIAN[1]),
            "published_local": "2021-05-03T10:11:00+00:00",
            "dateline_place": "تهران",
        },
    ),
    "Bengali digits": (
        page(f"<h1>{BENGALI[0][:50]}</h1><p>৩ মে ২০২১, ১০:১১</p><div>{marked([*BENGALI])}</div>", lang="bn"),
        {"published_local": "2021-05-03T10:11:00+00:00"},
    ),
}

NOTE = "Note to editors: The invented mission was set up in 2011 and has 14,000 troops from 60 countries."
LOST = "Contact with the invented convoy was lost in 2021 and 2022."
END = "<p>Copyright law does not cover the names of places in this invented country.</p>"
ENDS = (
    ("<p>***</p><p>ABB/Savvy/KB</p>", ()),
    ("<p>For further information, please contact the Spokesperson: press@northwind.example, +000 1 926 000</p>", ()),
    ("<p>Assessoria de Comunicação Social (Ascom)</p>", ()),
    ("<p>Media contact:</p><p>Press Office, 045 492 503</p>", ()),
    ("<p>(NWA)</p><p>(The above article has been published from a syndicated feed with minimal edits.)</p>", ()),
    ("<p>以上</p>", ()),
    (END, (END[3:-4],)),
    (f"<p>{LOST}</p>", (LOST,)),
    (f"<p>{NOTE}</p>", (NOTE,)),
    ("<p>责编：林小河</p><p>版权作品，未经虚构网书面授权，严禁转载，违者将被追究法律责任。</p>", ()),
)


@pytest.mark.parametrize(("end", "kept"), ENDS)
def test_what_stands_below_a_release_leaves_its_text_and_a_sentence_does_not(end: str, kept: tuple[str, ...]) -> None:
    found = article(page(f"<h1>{TITLE}</h1><p>May 3, 2021</p><div>{PARAGRAPHS}{end}</div>"))
    assert found.paragraphs == (*PROSE, *kept)


@pytest.mark.parametrize("name", CASES)
def test_the_page_gives_what_it_prints(name: str) -> None:
    html, wanted = CASES[name]
    found = article(html, "https://www.northwind.example.com/news/1.html")
    assert {field: getattr(found, field) for field in wanted} == wanted


def test_an_exact_time_on_the_day_of_the_address_is_taken() -> None:
    html = page(f"<div class='time'>2021-05-03 22:11</div><h1>{TITLE}</h1>{TEXT}")
    found = article(html, "https://www.northwind.example.com/20210503/1.html")
    assert found.published_local == "2021-05-03T22:11:00+00:00"


def test_no_name_is_read_from_what_a_reporter_learned() -> None:
    html = page(
        f"<h1>{CN_TITLE}</h1><p>2021-05-03</p><div>{marked(CHINESE, '法治日报北京5月3日讯 记者从公安部 获悉')}</div>"
    )
    assert article(html).authors == ()
