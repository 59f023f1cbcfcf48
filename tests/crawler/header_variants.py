"""Every header variant that newsrooms of this field print, a case each. Places are real; names and prose are invented.

The number of a case is that of the group in the project's list of header variants.
"""

from __future__ import annotations

from typing import Any

from tests.crawler.invented_pages import PROSE, TITLE

CN = [
    "虚构的工兵分队周日完成了渡口的修复工作，比原定计划晚了两个星期，村民代表当天到场参观并表示感谢。",
    "该渡口为三个营地运送饮用水，原有的渡船无法承载卡车，连日降雨推迟了基础施工，队长感谢当地村委会的帮助。",
    "下一个渡口位于更北的地方，计划在旱季动工，届时河水较浅，任何人都可以徒步涉水通过，工程预计持续一个月。",
]
FR = [
    "Une équipe de sapeurs imaginaires a achevé dimanche la remise en état du bac, deux semaines après la date prévue.",
    "Le passage sert à porter l'eau à trois camps, et l'ancien bac ne pouvait pas recevoir les camions, dit le chef.",
    "Le prochain passage, plus au nord, est prévu pour la saison sèche, quand le fleuve peut être passé à pied.",
]
ID = [
    "Sebuah tim zeni rekaan menyelesaikan perbaikan penyeberangan pada hari Minggu, dua minggu lebih lambat.",
    "Penyeberangan itu membawa air ke tiga kamp, dan rakit yang lama tidak dapat memuat truk, kata kepala tim.",
    "Penyeberangan berikutnya, lebih jauh ke utara, direncanakan untuk musim kemarau ketika sungai dapat diseberangi.",
]
RU = [
    "Вымышленная группа сапёров в воскресенье закончила ремонт переправы, на две недели позже намеченного срока работ.",
    "По переправе возят воду в три лагеря, а прежний паром не мог принять грузовики, сказал начальник группы.",
    "Следующая переправа, дальше на север, намечена на сухой сезон, когда реку можно перейти вброд без всякой помощи.",
]


def opening(dateline: str, prose: list[str] = PROSE) -> list[str]:
    """The text with a dateline before its first sentence."""
    return [f"{dateline}{prose[0]}", *prose[1:]]


# name, lines between headline and text, the text, lines behind it, fields
CASES: list[tuple[str, list[str], list[str], list[str], dict[str, Any]]] = [
    (
        "1 full header, caption, two authors, dateline without space",
        ["Source", "Northwind Military Online", "Editor", "Lin Qiao", "Time", "2021-06-17 15:04:11"],
        ["Engineers at the ford. (Photo by Sol Marker)", "By Mira Probe and Aron Testa", *opening("WAU, June 17--")],
        ["1 2 3 4 5 Next"],
        {
            "outlet": "Northwind Military Online",
            "editors": ("Lin Qiao",),
            "authors": ("Mira Probe", "Aron Testa"),
            "dateline_place": "Wau",
            "dateline_date": "2021-06-17",
            "captions": ("Engineers at the ford. (Photo by Sol Marker)",),
        },
    ),
    (
        "2 caption before the dateline, no byline",
        ["Source: Northwind Military Online Editor: Lin Qiao Time: 2022-07-04 17:20:45"],
        ["The boat on the river. (Photo by Sol Marker)", *opening("JUBA, July 4 -- ")],
        [],
        {"authors": (), "dateline_place": "Juba", "captions": ("The boat on the river. (Photo by Sol Marker)",)},
    ),
    (
        "3 editor and time, no outlet",
        ["Editor: Lin Qiao", "2019-04-04 18:40:02"],
        PROSE,
        [],
        {"editors": ("Lin Qiao",), "published_raw": "2019-04-04 18:40:02", "dateline": None},
    ),
    (
        "4 agency in the dateline, story older than its address",
        ["Source: Northwind News Editor: Lin Qiao 2018-06-15 10:11:12"],
        opening("ULAN BATOR, June 14 (Xinhua) -- "),
        [],
        {"dateline_place": "Ulan Bator", "dateline_date": "2018-06-14", "published_raw": "2018-06-15 10:11:12"},
    ),
    (
        "5 a late time of day",
        ["Source: Northwind Daily Editor: Lin Qiao Time: 2023-11-30 23:38:10"],
        PROSE,
        [],
        {"published_local": "2023-11-30T23:38:10+00:00"},
    ),
    (
        "6 the outlet is a ministry",
        ["Source: Ministry of Rivers", "Editor: Lin Qiao", "2024-06-05 10:22:48"],
        PROSE,
        [],
        {"outlet": "Ministry of Rivers", "editors": ("Lin Qiao",)},
    ),
    (
        "7 the credit stands last",
        [],
        PROSE,
        ["Source:Northwind Military Online"],
        {"outlet": "Northwind Military Online"},
    ),
    ("8 no header at all", [], opening("WAU, Aug. 25 -- "), [], {"dateline_place": "Wau", "outlet": None}),
    (
        "9 byline straight before the dateline",
        ["2021-10-18 09:14:00"],
        ["By Mira Probe", *opening("BANGUI, Oct. 18 -- ")],
        [],
        {"authors": ("Mira Probe",), "dateline_place": "Bangui"},
    ),
    (
        "11 one line",
        ["Source:Northwind Military Editor:Lin Qiao 2019-09-16 11:22:33"],
        opening("BUKAVU, DRC, Sept. 16 (NorthMil) -- "),
        [],
        {"outlet": "Northwind Military", "editors": ("Lin Qiao",), "dateline_place": "Bukavu, DRC"},
    ),
    (
        "12 three lines",
        ["Source: Northwind Ministry", "Editor: Lin Qiao", "Time: 2025-11-07 10:22:33"],
        PROSE,
        [],
        {"outlet": "Northwind Ministry", "editors": ("Lin Qiao",), "published_raw": "2025-11-07 10:22:33"},
    ),
    (
        "13 a distributor's copy, day and month told apart by nothing",
        ["08/05/2022 | Press release | Distributed by Northwind Wire on 08/05/2022 14:02"],
        PROSE,
        [],
        {"published_at": None, "published_raw": "08/05/2022"},
    ),
    (
        "14 Chinese, editor and time at the end",
        [],
        CN,
        ["来源：虚构军网 作者：丙丁戊 责任编辑：甲一二 发布时间：2021-09-30 08:15:00"],
        {"outlet": "虚构军网", "editors": ("甲一二",), "authors": ("丙丁戊",), "published_raw": "2021-09-30 08:15:00"},
    ),
    (
        "15 the dot has moved",
        ["January 24, 2022"],
        opening("BEIJING, Jan 24. -- "),
        [],
        {"dateline_date": "2022-01-24"},
    ),
    (
        "15 source and issue in brackets",
        [],
        [*PROSE[:3], "(Source: Northwind Military Online; issued January 26, 2014)"],
        [],
        {"published_local": "2014-01-26"},
    ),
    (
        "16 bars",
        ["Source: Northwind| 2018-06-30 09:07:36|Editor: mmm"],
        PROSE,
        [],
        {"outlet": "Northwind", "editors": ("mmm",), "published_raw": "2018-06-30 09:07:36"},
    ),
    (
        "17 half a bracket",
        ["Northwind) 09:25, December 08, 2021"],
        PROSE,
        ["(Web editor: Lin Qiao, Sol Marker)"],
        {"outlet": "Northwind", "editors": ("Lin Qiao", "Sol Marker"), "published_raw": "09:25, December 08, 2021"},
    ),
    (
        "18 agency, time and day on lines of their own, editors behind a Chinese comma",
        ["(Northwind News)", "08:14, June 20, 2013"],
        PROSE,
        ["(Editor:Lin Qiao、Sol Marker)"],
        {"editors": ("Lin Qiao", "Sol Marker"), "published_raw": "08:14, June 20, 2013"},
    ),
    (
        "19 an update's date where no other is printed",
        ["Last updated at: (Beijing Time) Tuesday, August 20, 2002"],
        PROSE,
        [],
        {"published_local": "2002-08-20"},
    ),
    (
        "20 French",
        ["Source: Northwind en ligne", "Publié le 7 juillet 2016 à 14h05", "Par Mira Probe"],
        FR,
        [],
        {"authors": ("Mira Probe",), "published_local": "2016-07-07T14:05:00+00:00", "language": "fr"},
    ),
    (
        "21 label and related heading in Chinese",
        ["来源：虚构新闻网 2018-04-07 10:00"],
        CN,
        ["相关文章"],
        {"outlet": "虚构新闻网", "published_raw": "2018-04-07 10:00"},
    ),
    ("22 a day alone", ["2022-07-02 08:11:23"], PROSE, [], {"published_raw": "2022-07-02 08:11:23"}),
    (
        "23 By X (Outlet) Updated:",
        ["By Mira Probe (Northwind Daily) Updated: 2014-10-02 07:46"],
        PROSE,
        [],
        {"authors": ("Mira Probe",), "outlet": "Northwind Daily", "published_raw": "2014-10-02 07:46"},
    ),
    (
        "24 furniture on the line",
        ["Northwind News, June 2, 2016 Adjust font size:"],
        PROSE,
        [],
        {"outlet": "Northwind News", "published_local": "2016-06-02"},
    ),
    (
        "26 Chinese wire with reporters",
        ["2017-10-11 07:00:00"],
        opening("新华社喀土穆10月10日电（记者 甲一二 丙丁）", CN),
        [],
        {"dateline_place": "喀土穆", "dateline_date": "2017-10-10", "authors": ("甲一二", "丙丁")},
    ),
    (
        "27 day, headline again, dateline of a day",
        ["22 Mar 2012", TITLE],
        opening("22 March 2012 – "),
        [],
        {"published_local": "2012-03-22", "dateline_date": "2012-03-22"},
    ),
    ("27 city and dash", ["22 Mar 2012"], opening("JUBA - "), [], {"dateline_place": "Juba"}),
    ("29 document number first", ["NW/SM/1406", "12 June 2024"], PROSE, [], {"published_local": "2024-06-12"}),
    (
        "30 day, city in brackets",
        ["15 January 2015"],
        opening("January 15, 2015 (JUBA) – "),
        [],
        {"dateline_place": "Juba", "dateline_date": "2015-01-15"},
    ),
    (
        "31 Published twice",
        ["Published : 4 Oct 2022, 01:51 PM", "Updated : 5 Oct 2022, 03:12 PM"],
        opening("DHAKA, Bangladesh (AA) – "),
        [],
        {"published_local": "2022-10-04T13:51:00+00:00", "dateline_place": "Dhaka, Bangladesh"},
    ),
    ("32 On ... at", ["On 16 September 2022 at 06:25"], PROSE, [], {"published_local": "2022-09-16T06:25:00+00:00"}),
    (
        "33 day, paper and city, By",
        ["11 March 2021", "Northwind Times (Kigali)", "By Mira Probe"],
        PROSE,
        [],
        {"published_local": "2021-03-11", "authors": ("Mira Probe",)},
    ),
    ("34 points", ["08.02.2007 General News"], PROSE, [], {"published_local": "2007-02-08"}),
    (
        "34 Indonesian",
        ["Pewarta: Mira Probe", "Rabu, 17 Nopember 2010 14:05 WIB"],
        ID,
        ["Editor: Lin Qiao", "COPYRIGHT © NORTHWIND 2026"],
        {"editors": ("Lin Qiao",), "published_local": "2010-11-17T14:05:00+07:00", "language": "id"},
    ),
    ("34 the year stands only in the copyright line", [], ID, ["COPYRIGHT © NORTHWIND 2010"], {"published_raw": None}),
    (
        "35 city, state in square brackets, agency",
        ["14 October 2025"],
        opening("New Delhi [India], October 14 (ANI): "),
        [],
        {"dateline_place": "New Delhi [India]", "dateline_date": "2025-10-14"},
    ),
    (
        "36 NEWS, By By Sgt.",
        ["NEWS | July 2, 2018", "By By Sgt. Mira Probe"],
        PROSE,
        [],
        {"published_local": "2018-07-02", "authors": ("Sgt. Mira Probe",)},
    ),
    (
        "36 agency between slashes",
        ["28 August 2014"],
        opening("UN, August 28. /TASS/. "),
        [],
        {"dateline_place": "UN", "dateline_date": "2014-08-28"},
    ),
    ("37 Posted", ["Posted Thu 8 May 2025"], PROSE, [], {"published_local": "2025-05-08"}),
    ("37 Date |", ["Date | 13 June 2024"], PROSE, [], {"published_local": "2024-06-13"}),
    ("38 Written by", ["Written by Mira Probe", "9th Apr 2013"], PROSE, [], {"authors": ("Mira Probe",)}),
    (
        "Russian",
        ["Автор: Мира Пробная", "5 мая 2020 г. в 14:03", "Источник: Северный Вестник"],
        RU,
        [],
        {
            "authors": ("Мира Пробная",),
            "outlet": "Северный Вестник",
            "published_local": "2020-05-05T14:03:00+00:00",
            "language": "ru",
        },
    ),
]
