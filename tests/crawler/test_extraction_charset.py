"""Pages in the charsets of the countries watched, as files of which the true charset is known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.extraction.charset import decode

FILES = Path(__file__).parents[3] / "shared" / "corpus" / "encoding" / "chardet"
NAMES = {
    "Big5": "big5hkscs",
    "EUC-JP": "euc_jp",
    "EUC-KR": "cp949",
    "GB2312": "gb18030",
    "KOI8-R": "koi8_r",
    "SHIFT_JIS": "cp932",
    "windows-1251-russian": "cp1251",
}
# The share of files whose first 3,000 signs must be right, measured at 1.0 for each.
SHARE = 0.9


@pytest.mark.skipif(not FILES.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("folder", sorted(NAMES))
def test_declared_or_not_most_files_read_right(folder: str) -> None:
    results: Counter[bool] = Counter()
    for file in sorted((FILES / folder).iterdir()):
        body = file.read_bytes()
        wanted = body.decode(NAMES[folder], "replace").replace("\r", "")[:3000]
        results[decode(body, None).text.replace("\r", "")[:3000] == wanted] += 1
    assert results[True] >= SHARE * results.total(), f"{folder}: {results[True]} of {results.total()}"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("虛構維和工兵分隊昨日完成道路修復任務，當地居民前來致謝。" * 3, "big5hkscs", "big5"),
        ("가상의 평화유지군 공병대가 강을 건너는 길을 다시 열었다." * 3, "cp949", "euc-kr"),
        ("架空の工兵隊が川の渡し場を修復し、住民が感謝した。" * 3, "cp932", "shift_jis"),
        ("架空の工兵隊が川の渡し場を修復し、住民が感謝した。" * 3, "euc_jp", "euc-jp"),
        ("Вымышленные инженеры восстановили переправу через реку." * 3, "koi8_r", "koi8-r"),
    ],
)
def test_a_wrong_declaration_does_not_win_over_the_bytes(text: str, codec: str, declared: str) -> None:
    body = text.encode(codec)
    assert decode(body, f"text/html; charset={declared}").text == text
    both = decode(f'<meta charset="{declared}">'.encode() + body, "text/html; charset=utf-8")
    assert both.text.endswith(text)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Le contingent fictif a rouvert la piste à la frontière où les évènements d’août l’avaient coupée.", "cp1252"),
        ("Die erfundene Brücke über den Fluß wurde für größere Fahrzeuge geöffnet, heißt es.", "cp1252"),
        ("El batallón inventado entregó medicinas a la población más allá del río, según el comandante.", "cp1252"),
        ("The invented battalion’s engineers said “the ferry – and the road – will be open by May”.", "cp1252"),
        ("O batalhão inventado concluiu a missão de formação de polícias na região.", "cp1252"),
        ("Zmyśleni żołnierze otworzyli przeprawę przez rzekę, która była zamknięta od września.", "cp1250"),
        ("Vymyšlená ženijní jednotka opravila most, který byl několik měsíců uzavřen.", "cp1250"),
        ("Kurgusal istihkâm birliği ırmağın üzerindeki köprüyü yeniden açtı, şehir kurtuldu.", "cp1254"),
        ("虚构维和工兵分队昨日完成道路修复任务，当地居民前来致谢。", "gb18030"),
        ("Вымышленные инженеры восстановили переправу через реку.", "cp1251"),
    ],
)
def test_undeclared_bytes_are_read_by_the_language_of_their_words(text: str, codec: str) -> None:
    menu = "<a href='/'>Menu</a><script>var label = 'close';</script>"
    page = f"<html><body>{menu}<h1>{text[:30]}</h1><p>{text}</p><p>{text}</p><p>© 2026</p></body></html>"
    assert decode(page.encode(codec), "text/html").text == page
