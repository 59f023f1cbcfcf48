"""The words of the fuzzing: what newsrooms print, what their pages, feeds and servers are written in.

Each is one that some rule of ours looks for, or one that has broken a parser somewhere.
"""

from __future__ import annotations

WORDS = (
    "peacekeepers", "UNMISS", "the UN Mission in South Sudan (UNMISS)", "JUBA, Nov. 17 --", "(Xinhua)", "2,500",
    "more than 1,900 troops", "killed", "the 9th contingent", "Colonel", "Source:", "Editor:", "By", "Updated:",
    "2026-11-17 08:30", "17 November 2026", "11/12/2026", "Nov. 31, 2026", "2026年11月17日", "来源：", "编辑：",
    "第24批赴黎巴嫩维和部队", "牺牲", "1.2万", "三千五百", "between 30 and 40", "\u0661\u0662\u0663", "½", "\u00a0",
    "\u200b", "\u202e", "“We stay,” said", ".", "。", ",", "—", "&amp;", "&#0;", "&#x202e;", "&nbsp;", "&lt;b&gt;",
    "&NotEqualTilde;", "\x00", "\x1b[2J", "\n\n", "\t", "A" * 300, "é", "😀", "\ufeff", "Read more", "Related",
    "(Photo by", "Share",
)  # fmt: skip
TAGS = (
    "html", "head", "body", "main", "article", "section", "div", "p", "span", "h1", "h2", "h3", "a", "ul", "li",
    "table", "tr", "td", "th", "time", "figure", "figcaption", "img", "br", "hr", "blockquote", "script", "style",
    "noscript", "template", "svg", "math", "iframe", "form", "select", "option", "textarea", "title", "meta",
    "link", "base", "header", "footer", "nav", "aside", "b", "em", "font", "center", "dl", "dt", "dd", "pre",
    "plaintext", "object",
)  # fmt: skip
ATTRIBUTES = (
    'class="article-content"', 'class="title"', 'class="author"', 'class="source"', 'class="date"', 'id="content"',
    'id="p-detail"', 'itemprop="articleBody"', 'itemprop="datePublished" content="2026-11-17T08:30:00+08:00"',
    'itemscope itemtype="https://schema.org/NewsArticle"', 'datetime="2026-11-17T08:30Z"', 'datetime="2026-99-99"',
    'property="article:published_time" content="2026-11-17"', 'property="og:title" content="Convoy &amp; bridge"',
    'name="author" content="Ada Example"', 'charset="gbk"',
    'http-equiv="Content-Type" content="text/html; charset=x"', 'href="/news/2026-11/17/content_2.html"',
    'href="javascript:alert(1)"', 'href="//[::1"', 'href="http://a.b:99999/"', 'href="#"', 'rel="next"',
    'rel="canonical"', 'style="display:none"', "hidden", 'lang="zh"', 'dir="rtl"', "=", '"', 'onclick="x"',
    'type="application/ld+json"', 'src="data:,"', 'class="' + "x" * 400 + '"',
)  # fmt: skip
DATA = (
    '{"@type":"NewsArticle","headline":"Convoy","datePublished":"2026-11-17","articleBody":"Peacekeepers left."}',
    '{"@graph":[{"@type":["Article",7],"author":{"name":["A",null]},"datePublished":99999999999999999999}]}',
    '[{"@type":"BreadcrumbList"}]', "{", '"\\ud800"', '{"a":' * 40,
    '{"@type":"NewsArticle","headline":{"@value":[]}}',
)  # fmt: skip
CHARSETS = (
    "utf-8", "utf-8", "utf-8", "gb18030", "cp1252", "utf-16", "shift_jis", "big5", "koi8-r",
)  # fmt: skip
ADDRESSES = (
    "https://outlet.example/news/1.html", "/news/2.html", "//other.example/3", "javascript:alert(1)",
    "mailto:a@b.example", "http://outlet.example:80/../a/./b?utm_source=x&id=4#top", "https://пример.example/н?я=1",
    "http://[::ffff:10.0.0.1]/", "https://user:word@outlet.example/", "http:\\\\outlet.example\\a",
    "https://outlet.example/%zz%C3%28?;jsessionid=1", "http://0x7f.1/", "https://outlet.example/" + "a/" * 200,
    "data:text/html,x", "HTTP://OUTLET.EXAMPLE./A", "http://", "?", "#", "https://outlet.example/a b\tc\nd",
    "ftp://outlet.example/x", "https://outlet.example:99999/", "http://a..b/", " ",
)  # fmt: skip
FIELDS = (
    "title", "link", "pubDate", "guid", "description", "content:encoded", "dc:date", "updated", "published", "id",
    "summary", "author", "category", "loc", "lastmod", "news:publication_date", "news:title", "image:loc", "url",
    "item",
)  # fmt: skip
WHEN = (
    "Tue, 17 Nov 2026 08:30:00 +0800", "2026-11-17T08:30:00Z", "2026-11-17", "yesterday", "Tue, 99 Foo 20266",
    "2026-W47", "0000-00-00", "17 Nov 26", "1763368200", "2026-11-17T08:30:00+99:99", "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00", "", "-1",
)  # fmt: skip
DATE_PARTS = (
    "2026", "26", "11", "17", "31", "30", "Nov", "Nov.", "November", "Feb", "Monday", "/", "-", ".", ",", " ", ":",
    "T", "Z", "+08:00", "+99:99", "年", "月", "日", "时", "分", "08", "30", "a.m.", "PM", "GMT", "EST", "UTC", "о",
    "ноября", "de", "novembre", "\u0661\u0662", "１７", "h", "th", "at", "on", "Updated", "0", "99", "1", "noon",
    "midnight", "昨天", "ago",
)  # fmt: skip
NUMBER_PARTS = (
    "2", "25", "500", "000", ",", ".", " ", "\u00a0", "'", "-", "–", "to", "and", "between", "万", "亿", "千", "百",
    "十", "三", "两", "半", "余", "多", "million", "thousand", "lakh", "crore", "dozen", "twenty", "five", "-five",
    "hundred", "a", "third", "per cent", "%", "$", "USD", "тыс.", "হাজার", "\u0665\u0660", "１２", "½", "第",
    "分之", "成", "e9", "9" * 40, "0" * 30,
)  # fmt: skip
ROBOTS = (
    "User-agent: *", "User-agent: bluewatch", "user-agent:BLUEWATCH/1.0", "User-Agent: bluewatchbot", "Disallow: /",
    "Disallow:", "Allow: /news", "Disallow: /*.pdf$", "Disallow: /private", "Crawl-delay: 5", "Crawl-delay: nan",
    "Crawl-delay: -1", "Crawl-delay: 1e309", "Sitemap: https://outlet.example/s.xml", "# words", "Disallow: /%zz",
    "\x00", "Disallow: /" + "*" * 60 + "x", "Request-rate: 1/10s", "Visit-time: 0600-0845", "Host:", ":",
    "Disallow /x", "\ufeff", "Request-rate: 0/0", "Request-rate: x/y", "Visit-time: 9999-0000", "User-agent",
    "Crawl-delay: 99999999999999999999",
)  # fmt: skip
HTTP = (
    "120", "-1", "99999999999999999999", "Tue, 17 Nov 2026 08:30:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", "soon",
    "1.5", "a=b; Path=/; Secure", "a=b; Domain=example", "a=b; Domain=.outlet.example", "b=\r\nX: 1",
    "c=1; Max-Age=0", "d=x; Expires=Tue, 17-Nov-2026 08:30:00 GMT", "=;", "e" * 5000 + "=1", "f=1; Path=/news",
    "\x00=1", "g=\xe9", ";;;", "Tue, 17 Nov 99999 08:30:00 GMT", "١٢٠",
)  # fmt: skip
DATE_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S+08:00", "%Y-%m-%dT%H:%MZ", "%d %B %Y", "%B %d, %Y",
    "%b. %d, %Y, %I:%M %p", "%A, %d %b %Y %H:%M:%S GMT", "%Y年%m月%d日 %H:%M", "%d/%m/%Y", "%m/%d/%Y %H:%M",
    "%d.%m.%Y, %H:%M Uhr", "%Y/%m/%d", "%d de noviembre de %Y", "%d ноября %Y, %H:%M", "%H:%M, %d %b %Y",
    "%y-%m-%d", "%d-%b-%Y", "%Y%m%d", "%B %Y",
)  # fmt: skip
AROUND = (
    "", "", "", "Updated: ", "来源：新华社 ", " (Beijing time)", " EST", " +0545", " by Ada", "Published ",
    "\u202f", " 25:61",
)  # fmt: skip
