"""Every packaged source against addresses of its site: which are articles, which are not, and whose they are.

Addresses were seen in stored pages; where only a form is known, its words and digits are invented.
"""

from __future__ import annotations

import pytest

from crawler.catalogue import Catalogue, load_catalogue
from crawler.source_fields import compiled
from crawler.source_tables import path_of

HEX32 = "418399e480b9459986b9aa2ee8008cd0"
OLD_MISSION = "/Default.aspx?tabid=3540&ctl=Details&mid=6047&ItemID=1000"
# slug: (articles, not articles); an address without a host stands on the source's first one.
ADDRESSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "acled": (("/africa-overview-november-2026",), ("/africa/regional-overviews/", "/")),
    "allafrica": (("/stories/202103120122.html", "/stories/201710110177.html"), ("/southsudan/", "/stories/2021.html")),
    "amani": (("/update-on-the-situation-in-somalia/",), ("/author/amani/page/50", "/about-us/", "/feed/")),
    "ap": (
        (f"/article/sampletown-patrol-{HEX32}", f"/article/{HEX32}"),
        ("/hub/united-nations", "/news-sitemap-content.xml"),
    ),
    "au-psc": (("/en/article/an-invented-communique",), ("/", "/uploads/communique.pdf")),
    "aussom": (("/peacekeepers-hand-over-a-base",), ("/contact-us", "/", "/category/press-release/")),
    "bdnews24": (("/bangladesh/isq07pou8r",), ("/bangladesh", "/bangladesh/districtnews", "/about/")),
    "cgtn": (
        (
            "https://news.cgtn.com/news/2020-09-27/Why-China-should-and-will-continue-to-participate-in-peacekeeping-"
            "U7DbedQBnG/index.html",
        ),
        ("/world", "/news/2020-09-27/index.html"),
    ),
    "china-org-cn": (
        ("/world/2015-09/16/content_36600000.htm", "/english/international/50000.htm"),
        ("/index.htm", "/world/node_7000000.htm"),
    ),
    "china-org-cn-chinagate": (("http://en.chinagate.cn/2016-06/02/content_38589021.htm",), ("/node_7000000.htm",)),
    "china-org-cn-scio": (
        ("http://english.scio.gov.cn/m/pressroom/2020-09/23/content_76735636.html",),
        ("/pressroom/index.htm",),
    ),
    "chinadaily": (
        (
            "https://www.chinadaily.com.cn/a/202505/15/WS68260484a310a04af22bfb03.html",
            "https://covid-19.chinadaily.com.cn/china/2016-12/06/content_27580217.htm",
            "https://global.chinadaily.com.cn/world/2016-08/09/content_26397779.htm",
            "https://www.chinadaily.com.cn/photo/2014-10/02/content_18692256.htm",
        ),
        ("/world/asia_pacific", "/rss/china_rss.xml", "/a/202505/15/"),
    ),
    "chinamil-en": (
        (
            "http://english.pladaily.com.cn/view/2021-04/30/content_10030989.htm",
            "http://eng.chinamil.com.cn/2022special/2022-07/04/content_10174101.htm",
            "http://eng.chinamil.com.cn/CHINA_209163/TopStories_209189/8062390.html",
            "http://eng.chinamil.com.cn/VOICES/16314743.html",
            "http://eng.chinamil.com.cn/VOICES/MinistryofNationalDefense_209794/10162119.html",
            "http://eng.chinamil.com.cn/2025xb/C_251453/TE/16400001.html",
            "http://eng.chinamil.com.cn/news-channels/china-military-news/2014-01/26/content_5750000.htm",
        ),
        (
            "http://eng.chinamil.com.cn/china-military/node_83137.htm",
            "http://eng.chinamil.com.cn/voices/index.htm",
            "http://eng.chinamil.com.cn/2025xb/V_251452/index.html",
        ),
    ),
    "crisisgroup": (("/africa/sudan/an-invented-briefing",), ("/crisiswatch", "/rss", "/")),
    "defenceweb": (
        ("/joint/diplomacy-a-peace/chinese-sappers-exit-dr-congo-after-20-years/?utm_source=rss",),
        ("/joint/diplomacy-a-peace/", "/joint/diplomacy-a-peace/page/2/", "/sea/sea-sea/an-invented-item/"),
    ),
    "dvids": (("/news/400001/invented-unit-trains-peacekeepers",), ("/rss/news", "/unit/INV", "/news/400001")),
    "ecns": (
        ("/news/politics/2022-07-02/detail-ihazufxc7799991.shtml", "/2016/06-02/213000.shtml"),
        ("/news/politics/", "/"),
    ),
    "eeas": (("/delegations/mali/an-invented-statement_en",), ("/eeas/rss_en", "/")),
    "ghana": (
        ("https://www.modernghana.com/news/123505/1/ghana-increases-troops-in-lebanon.html", "/news/123505/x-y.html"),
        ("/news/", "/section/Politics"),
    ),
    "ghana-dailyguide": (("/an-invented-item/",), ("/",)),
    "ghana-ghanaweb": (
        ("/GhanaHomePage/NewsArchive/Troops-leave-for-Lebanon-120000",),
        ("/GhanaHomePage/NewsArchive/",),
    ),
    "ghana-myjoyonline": (("/an-invented-item/",), ("/",)),
    "globaltimes": (
        ("https://www.globaltimes.cn/content/1096795.shtml", "/page/202611/1350000.shtml"),
        ("/china/military/", "/page/index.shtml", "/rss/outbrain.xml"),
    ),
    "gov-uk-mod": (
        ("/government/news/uk-troops-train-peacekeepers", "/government/speeches/an-invented-speech"),
        ("/government/organisations/ministry-of-defence", "/government/organisations/ministry-of-defence.atom"),
    ),
    "ispr-bd": (("/%E0%A6%B6%E0%A6%BE%E0%A6%A8%E0%A7%8D%E0%A6%A4%E0%A6%BF",), ("/", "/index.php", "/contact/")),
    "ispr-pk": (
        ("/press-release-detail.php?id=6000", "/press-release-detail?id=6000"),
        ("/press-release-archive.php?cat=army",),
    ),
    "iss-psc": (("/pscreport/psc-insights/an-invented-insight",), ("/pscreport", "/")),
    "lbci": (
        ("/news/lifestyle/898682/%D8%B4%D8%B9%D8%B1/ar", "/news/lebanon-news/898683/an-invented-item/en"),
        ("/news/lebanon-news/8/en", "/newssitemap.xml"),
    ),
    "lecamps": ((f"/f/view-3-{HEX32}.html",), ("/", "/f/list-3.html")),
    "mfa-cn": (
        ("https://www.fmprc.gov.cn/ce/cedk/eng/fyrth/t1301884.htm", "/eng/fyrth/201509/t1301884_1.html"),
        ("/eng/", "/eng/fyrth/"),
    ),
    "mod-en": (
        (
            "http://eng.mod.gov.cn/news/2019-09/16/content_4850503.htm",
            "http://eng.mod.gov.cn/xb/News_213114/TopStories/16300000.html",
            "http://eng.mod.gov.cn/2025xb/P/16400001.html",
            "http://eng.mod.gov.cn/2025xb/N_251461/T/16400002.html",
        ),
        ("http://eng.mod.gov.cn/", "/2025xb/P/index.html", "/xb/News_213114/TopStories/"),
    ),
    "mod-rw": (("/news-detail/an-invented-item",), ("/", "/fileadmin/user_upload/picture.jpg")),
    "mod-zh": (
        (
            "http://mod.gov.cn/gfbw/zt/gfbwzt/2021_213686/zgjdwsjhpcz/4889475.html",
            "http://www.mod.gov.cn/gfbw/xwfyr/lxjzh_246940/16400001.html",
            "/jzhzt/2020-05/12/content_4864000.htm",
        ),
        ("/gfbw/xwfyr/lxjzh_246940/index.html", "/gfbw/wzll/yw_214068/index_2.html"),
    ),
    "mps-en": (("/n2255079/n2256030/c9800001/content.html",), ("/n2255079/index.html", "/")),
    "nato": (("/cps/en/natohq/news_230000.htm",), ("/cps/en/natohq/news.xml", "/cps/en/natohq/topics_52060.htm")),
    "nepal-army": (("/page/an_invented_page",), ("/page/na_in_un", "/")),
    "newtimes-rw": (
        (
            "https://newtimes.co.rw/article/164906/News/rwandan-peacekeepers-in-south-sudan-get-un-medal-of-honor/amp",
            "/article/164906/News/rwandan-peacekeepers-in-south-sudan-get-un-medal-of-honor",
        ),
        ("/news", "/article/164906"),
    ),
    "osce": (("/mission/an-invented-item",), ("/",)),
    "p4p": (("/2015/04/03/contributor-profile-rwanda/",), ("/", "/2015/04/03/", "/contributor-profiles/")),
    "p4p-observatory": (("/2026/11/an-invented-item/",), ("/",)),
    "pacom": (("https://www.pacom.mil/Media/News/News-Article-View/Article/1566029/",), ("/Media/News/",)),
    "people-ar": (("/n3/2021/1208/c31660-9929953.html",), ("/", "/31660/index.html")),
    "people-en": (
        (
            "http://en.people.cn/n3/2021/1208/c90000-9929953.html",
            "http://en.people.cn/n3/2023/1227/c90000-20115602.html",
            "http://en.people.cn./90883/8291464.html",
            "http://en.people.cn/90786/8135166.html",
            "http://en.people.cn/200208/20/eng20020820_101732.shtml",
        ),
        ("/90786/", "/90786/index.html", "/n3/2021/1208/"),
    ),
    "people-fr": (("http://french.peopledaily.com.cn/Afrique/n3/2016/0707/c96852-9082748.html",), ("/Afrique/",)),
    "pib-in": (
        ("/PressReleasePage.aspx?PRID=2010000", "https://www.pib.gov.in/PressReleaseIframePage.aspx?PRID=2010000"),
        ("/RssMain.aspx?ModId=6&Lang=1&Regid=3", "/allRel.aspx", "/PressReleasePage.aspx"),
    ),
    "pla-daily-zh": (("/yw_208727/16400001.html", "/fyr/16400002.html"), ("/yw_208727/index.html", "/jw_208551/")),
    "reliefweb": (
        ("/report/south-sudan/an-invented-report-november-2026", "/node/4100000"),
        ("/updates/rss.xml?search=peacekeeping", "/country/ssd", "/updates"),
    ),
    "scr": (
        (
            "/whatsinblue/2025/05/un-mission-in-south-sudan-unmiss-vote-on-mandate-renewal-resolution-4.php",
            "/monthly-forecast/2025-05/south_sudan-31.php",
        ),
        ("/whatsinblue/", "/monthly-forecast/", "/monthly-forecast/2025-05/"),
    ),
    "sudantribune": (
        ("https://sudantribune.com/article52325", "/article52325/", "/spip.php?article52325"),
        ("/", "/category/news/", "/spip.php?rubrique1"),
    ),
    "tamazuj": (("/en/news/article/an-invented-item",), ("/en", "/en/news", "/ar/news/article/x")),
    "tass": (("https://tass.com/world/2008699",), ("/world", "/rss/v2.xml")),
    "tni-antara": (("/news/230000/an-invented-item",), ("/", "/tag/unifil")),
    "tni-antara-id": (
        ("https://www.antaranews.com/berita/126514/konga-xxiii-b-tiba-setelah-setahun-bertugas-di-lebanon",),
        ("/", "/tag/unifil"),
    ),
    "un-missions": (
        (
            "https://unmiss.unmissions.org/unmiss-holds-first-military-medal-parade",
            "https://unmiss.unmissions.org/rwandese-police-unit-malakal-awarded-medals-peacekeeping-services",
            "https://unmis.unmissions.org/en/unmiss/news/women-dominated-police-unit-and-officers-rwanda-awarded-united-"
            "nations-medal",
            OLD_MISSION,
        ),
        ("/en", "/en/mandate", "/background", "/Default.aspx?tabid=3540"),
    ),
    "un-missions-minurso": (("/en/force-commander-visits-team-site", OLD_MISSION), ("/en", "/mandate")),
    "un-missions-minusca": (("/en/peacekeepers-escort-a-convoy", OLD_MISSION), ("/en", "/mandate")),
    "un-missions-monusco": (("/en/peacekeepers-escort-a-convoy", OLD_MISSION), ("/en", "/mandate")),
    "un-missions-unficyp": (("/en/peacekeepers-open-a-crossing", OLD_MISSION), ("/en", "/mandate")),
    "un-missions-unifil": (
        ("/en/peacekeepers-clear-a-field", "/peacekeepers-clear-a-field", OLD_MISSION),
        ("/en/rss.xml", "/en"),
    ),
    "un-news": (("/en/story/2026/11/1160001", "/en/story/2018/05/1010001-an-invented-slug"), ("/en/news", "/en/")),
    "un-peacekeeping": (
        ("/en/un-security-council-extends-south-sudan-mission-amid-rising-instability",),
        ("/en/our-history", "/en/mission/unmiss", "/en/factsheet/unmiss", "/en/rss.xml"),
    ),
    "un-police": (("/en/focus-beijing-hosts-senior-police-officers-course",), ("/en/about-us", "/en")),
    "un-press": (
        (
            "/en/2023/db230728.doc.htm",
            "/en/2024/sgsm22237.doc.htm",
            "/en/2024/sc15700.doc.htm",
            "/en/2024/pko900.doc.htm",
        ),
        ("/en/content/security-council/meetings-coverage", "/en/noon-briefings", "/en/rss.xml"),
    ),
    "un-sg-highlights": (
        ("https://www.un.org/sg/en/content/highlight/2024-09-13.html",),
        ("/sg/spokesperson/highlights/index.asp?HighD=1/7/2016&d_month=1&d_year=2016", "/sg/en/"),
    ),
    "us-dod": (
        (
            "/News/Releases/Release/Article/3900001/an-invented-release/",
            "/News/News-Stories/Article/Article/3900002/x/",
        ),
        ("/News/Releases/", "/DesktopModules/ArticleCS/RSS.ashx?ContentType=1&Site=945&max=20"),
    ),
    "xinhua-en": (
        (f"/20261119/{HEX32}/c.html", f"https://english.news.cn/africa/20261119/{HEX32}/c.html"),
        ("/world/", "/africa/index.htm"),
    ),
    "xinhuanet-en": (
        ("http://www.xinhuanet.com/english/2018-06/30/c_137291197_6.htm", "/english/2018-06/30/c_137291197.htm"),
        ("/english/", "/english/rss/worldrss.xml"),
    ),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(None, "all")


def whole(catalogue: Catalogue, slug: str, address: str) -> str:
    return (
        address
        if "://" in address
        else catalogue[slug].home.split("/", 3)[0] + f"//{catalogue[slug].hosts[0]}{address}"
    )


def test_every_packaged_source_is_in_the_table(catalogue: Catalogue) -> None:
    assert set(ADDRESSES) == set(catalogue)


@pytest.mark.parametrize("slug", ADDRESSES)
def test_addresses_of_articles(slug: str, catalogue: Catalogue) -> None:
    source = catalogue[slug]
    articles = [whole(catalogue, slug, address) for address in ADDRESSES[slug][0]]
    for address in articles:
        assert source.is_article(source.canonical(address)), address
        assert source.canonical(source.canonical(address)) == source.canonical(address)
        assert catalogue.for_url(address) is source, address
        assert source.key is None or source.key_of(source.canonical(address)), address
    for pattern in source.article_url:
        paths = [form for address in articles for form in (path_of(address), path_of(source.canonical(address)))]
        assert any(compiled(pattern).search(path) for path in paths), pattern


@pytest.mark.parametrize("slug", ADDRESSES)
def test_addresses_of_other_pages(slug: str, catalogue: Catalogue) -> None:
    source = catalogue[slug]
    for address in [*ADDRESSES[slug][1], source.home, *(listing.url for listing in source.listings)]:
        one = whole(catalogue, slug, address)
        assert not source.is_article(source.canonical(one)), one


def test_an_article_under_two_addresses_keeps_one_key(catalogue: Catalogue) -> None:
    people = catalogue["people-en"]
    assert people.canonical("http://en.people.cn./90883/8291464.html") == "http://en.people.cn/90883/8291464.html"
    chinadaily = catalogue["chinadaily"]
    moved = chinadaily.canonical("https://covid-19.chinadaily.com.cn/china/2016-12/06/content_27580217.htm")
    assert (moved, chinadaily.key_of(moved)) == (
        "https://www.chinadaily.com.cn/china/2016-12/06/content_27580217.htm",
        "27580217",
    )
    mission = catalogue["un-missions"]
    assert mission.canonical("https://unmis.unmissions.org/a-b-c-d") == "https://unmiss.unmissions.org/a-b-c-d"
