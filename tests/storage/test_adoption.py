"""What a sentence says of a resolution: adopted, not adopted, or only cited."""

from __future__ import annotations

import re

import pytest

from storage.adoption import Status, status

_CITED = re.compile(r"(?:resol|résol|резол)\w+ \d{4}|第\d+号决议", re.IGNORECASE)

ADOPTED = (
    "Resolution 2779 (2025) had extended the mandate until 30 April 2026.",
    "The Council adopted resolution 2790 on 28 August, extending UNIFIL until 31 December 2026.",
    "The Council adopted resolution 2790 on 28 August to extend the mandate until 31 December 2026.",
    "On 28 August the Council voted unanimously to adopt resolution 2790, which extends the mandate until 31"
    " December 2026.",
    "The draft, adopted as resolution 2802 on Friday, renews the mandate until 14 November 2026.",
    "The Council unanimously passed Resolution 2802, after rejecting a US amendment, and extended the mandate"
    " until 14 November 2026.",
    "Resolution 2802 was adopted with 14 votes and renews the mandate to 15 Nov. 2026.",
    "Le Conseil de sécurité a adopté la résolution 2851 le 13 octobre.",
    "El Consejo adoptó la resolución 2851 el 13 de octubre.",
    "Совет Безопасности принял резолюцию 2851.",
    "安理会通过第2851号决议，将任期延长至2027年11月15日。",
    "第9999号决议将联南苏团任期延长至2027年4月30日。",
    "Resolution 9999 extends the mandate until 30 April 2027.",
    "Resolution 9999 renews the mission through April 30, 2027, and cuts its ceiling.",
    "In adopting resolution 2104 (2013), it also extended the mandate until 30 November 2026.",
    "By resolution 2800 the Council extended the mandate until 30 November 2026.",
    "Security Council adopts resolution 2851, extends mandate to November 15, 2027",
    "By 12-0-3 the Council adopted resolution 2793.",
    "With thirteen votes in favour, none against and two abstentions it adopted resolution 2702.",
    "Resolution 2851, drafted by France, extended the mandate until 30 November 2026.",
    "UNIFIL troops are expected to leave under resolution 2790, which extended its mandate until 31 December 2026.",
    "The Council ordered the withdrawal of UNIFIL by resolution 2790, which extended the mandate until 31"
    " December 2026.",
    "The mandate, due to expire on 31 August, was extended by resolution 2790 until 31 December 2026.",
    "The mandate of UNMISS, renewed by resolution 2779 on 8 May, expires on 30 April 2026.",
    "The mandate was extended until 30 November 2026 by resolution 2851, adopted on 13 October.",
    "With its passage of resolution 2851, the Council prolonged the mandate until 30 April 2027.",
    "UNDOF's mandate, which the Council renewed through resolution 2851, now runs until 31 December 2026.",
    "安理会以15票赞成的表决结果通过第2851号决议。",
)
NOT_ADOPTED = (
    "Russia vetoed the text that was to become resolution 2852, which would have extended the mandate of"
    " MINUSCA, the UN peacekeeping mission, until 15 November 2027.",
    "The Council is expected to adopt resolution 2851 in November, which would renew the mandate of UNISFA"
    " until 15 November 2027.",
    "The Council will vote on resolution 2851 on Tuesday, which extends the mandate until 31 December 2026.",
    "Resolution 2852, which would extend the mandate until 15 November 2027, was vetoed on Tuesday.",
    "Resolution 2852 failed to pass on Tuesday by a vote of 8-3-4.",
    "China and Russia blocked resolution 2852 on Tuesday.",
    "Draft resolution 2852 to extend the mandate until 15 November 2027 is before the Council.",
    "Resolution 2802 was not adopted.",
    "Le Conseil de sécurité devrait adopter la résolution 2851 en novembre.",
    "La Russie a mis son veto à la résolution 2851.",
    "El Consejo rechazó la resolución 2851.",
    "Совет Безопасности отклонил резолюцию 2851.",
    "安理会预计将通过第2851号决议，将任期延长至2027年11月15日。",
    "俄罗斯否决了第2852号决议草案，该草案将任期延长至2027年11月15日。",
    "If the Council adopts resolution 2851, the mandate will be extended until 15 November 2027.",
    "The Council failed to agree on resolution 2851, which extends the mandate until 15 November 2027.",
    "The Council did not adopt resolution 2851.",
    "France asked the Council to adopt resolution 2851, extending the mandate until 30 November 2026.",
    "Members put off the adoption of resolution 2851 until 30 November 2026.",
    "Resolution 2851 is expected in November.",
    "Members are negotiating resolution 2851, which renews the mandate until 30 November 2026.",
    "Once the Council adopts resolution 2851, the mission stays until 30 November 2026.",
    "The Council would adopt resolution 2851 on Friday, its president said, and extend the mandate until 30"
    " November 2026.",
    "A resolution, numbered resolution 2851, that would extend the mandate until 30 November 2026 was vetoed.",
    "The US threatened to veto resolution 2851, which extends the mandate until 30 April 2027.",
    "Resolution 2851 did not pass, having won only eight votes.",
    "The Council could adopt resolution 2851 on Friday, extending the mandate until 30 April 2027.",
    "Le projet de résolution 2851, qui prolongerait le mandat, a été rejeté.",
    "El Consejo no adoptó la resolución 2851.",
    "O Conselho rejeitou a resolução 2851.",
    "Россия наложила вето на резолюцию 2851.",
    "安理会拟于下周表决第2851号决议。",
    "第2851号决议因俄罗斯否决未获通过。",
)
CITED = (
    "Under resolution 2797 (2025), the mandate of MINURSO runs until 31 October 2026, but France proposed to"
    " extend it until 31 October 2028.",
)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        *((told, Status.ADOPTED) for told in ADOPTED),
        *((told, Status.NOT_ADOPTED) for told in NOT_ADOPTED),
        *((told, Status.CITED) for told in CITED),
    ],
)
def test_status_by_the_predicate_that_governs(told: str, wanted: Status) -> None:
    cited = _CITED.search(told)
    assert cited is not None
    assert status(told, *cited.span()) is wanted
