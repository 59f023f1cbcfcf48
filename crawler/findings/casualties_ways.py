"""English words that govern what a clause tells: denied that, rumours that, if, accused of. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.findings.casualties_scope import CLAIM
from crawler.findings.patterns import lazy

ASSERTED, DENIED, CLAIMED = "asserted", "denied", "claimed"
HYPOTHETICAL, EXERCISE, ATTEMPTED = "hypothetical", "exercise", "attempted"

ENEMY = (
    r"\b(?:rebels?|militants?|insurgents?|jihadists?|militias?|militiamen|gunmen|fighters|armed\s+groups?|extremists?"
    r"|terrorists?|separatists?|al[- ]shabaab|al[- ]qaeda|islamic\s+state|isis|isil|boko\s+haram|hezbollah|m23|jnim"
    r"|hamas|houthis?|taliban)\b"
)
SAYS = r"(?:said|says?|announced?s?|boast\w*|declare[sd]?|reported|stated|posted|tweeted|insist\w*|assert\w*)"


class Way(NamedTuple):
    """Words that govern a clause. wants: what must follow them, if anything."""

    veracity: str
    words: re.Pattern[str]
    wants: re.Pattern[str] | None = None


_ANY_CLAUSE = lazy(r"[^,;]{0,60}?\b(?:that|whether|if|how\s+many|any|of)\b", re.IGNORECASE)
_REPORTS = lazy(rf"[^;]{{0,60}}?\b(?:that|{CLAIM}|idea|notion)\b", re.IGNORECASE)
_WHETHER = lazy(r"[^;]{0,60}?\b(?:whether|if|how\s+many|that|any)\b", re.IGNORECASE)
# What is not confirmed: that it happened, reports of it, or the death itself, which follows at once.
_REPORTED = lazy(
    rf"[^;]{{0,60}}?\b(?:whether|if|how\s+many|that|any|{CLAIM})\b|\s*(?:the\s+)?$|\s+(?:n?or\s+den\w+)\b",
    re.IGNORECASE,
)
WAYS = (
    Way(DENIED, lazy(r"\b(?:false|fake|hoax|untrue|misleading|rumou?r)\s*:", re.IGNORECASE)),
    Way(DENIED, lazy(r"\b(?:earlier|previous|original)\s+(?:version|edition|headline)s?\b", re.IGNORECASE)),
    Way(
        DENIED,
        lazy(
            r"\b(?:nobody|no\s+one)\s+(?:\w+\s+)?(?:believe[sd]?|said|says|claim\w*|thinks?|report\w*|knew|knows)\b",
            re.IGNORECASE,
        ),
    ),
    Way(
        DENIED,
        lazy(
            r"\b(?:den(?:y|ies|ied|ying)|denials?|refut(?:e[sd]?|ing)|rebut\w*|debunk\w*|disprov\w+|contradict\w*|disavow\w*)\b",
            re.IGNORECASE,
        ),
    ),
    Way(
        DENIED,
        lazy(
            r"\b(?:reject\w*|dismiss\w*|disput(?:e[sd]?|ing)|repudiat\w+|quash\w*|rubbish\w*|discount\w*|rul\w+\s+out)\b",
            re.IGNORECASE,
        ),
        _REPORTS,
    ),
    Way(
        DENIED,
        lazy(
            r"\b(?:no|without|lack\s+of|little|nor)\s+(?:[\w-]+\s+){0,2}?(?:evidence|proof|indications?|signs?|confirmation"
            r"|suggestion|truth|basis|reports?|information|record)\b",
            re.IGNORECASE,
        ),
        _ANY_CLAUSE,
    ),
    Way(
        DENIED,
        lazy(
            r"(?:\b(?:not|never)|n['’]t)\s+(?:been\s+)?(?:\w+ly\s+)?(?:true|correct|accurate|right|the\s+case|a\s+fact|confirmed"
            r"|verified|established)\b|\b(?:false|untrue|wrong|incorrect|inaccurate|baseless|unfounded|groundless|fabricated"
            r"|fake|bogus|lie|hoax|myth|misinformation|disinformation|propaganda)\b",
            re.IGNORECASE,
        ),
        _ANY_CLAUSE,
    ),
    Way(
        DENIED,
        lazy(
            r"\b(?:falsely|wrongly|erroneously|incorrectly|mistakenly|inaccurately)\s+(?:report|said|say|claim|stat|announc|post"
            r"|suggest|assert|alleg|wr[oi]t|believ|list|declar)\w*"
            r"|\b(?:reported|said|stated|announced|wrote|claimed|posted|believed)\s+(?:falsely|wrongly|erroneously|incorrectly"
            r"|mistakenly|inaccurately|in\s+error)(?=[,\s])",
            re.IGNORECASE,
        ),
    ),
    Way(
        HYPOTHETICAL,
        lazy(
            r"\b(?:unclear|unknown|uncertain|unsure)\b|\bnot\s+(?:\w+ly\s+)?(?:clear|known|certain|sure)\b",
            re.IGNORECASE,
        ),
        _WHETHER,
    ),
    Way(
        HYPOTHETICAL,
        lazy(
            r"\b(?:unable\s+to|could\s*n['’o]t|could\s+not|cannot|can['’]t|yet\s+to|refus\w+\s+to|declin\w+\s+to|did\s+not|did"
            r"n['’]t|ha[sd]\s+not|have\s+not)\s+(?:\w+ly\s+)?(?:be\s+)?(?:confirm|verif|establish|corroborat|substantiat|say)\w*",
            re.IGNORECASE,
        ),
        _REPORTED,
    ),
    Way(
        HYPOTHETICAL,
        lazy(
            r"\b(?:if(?!\s+not\b)|whether|unless|lest|in\s+case|suppos(?:e|ing)|imagin(?:e|ing)|assuming|in\s+the\s+event)\b"
            r"(?=[^,;]*$)",
            re.IGNORECASE,
        ),
    ),
    Way(
        HYPOTHETICAL,
        lazy(
            r"\b(?:fears?|feared|fearing|worr(?:y|ies|ied)|concerns?|concerned|risks?|danger|threats?|threaten\w*|prospect"
            r"|possibility|chances?|likelihood|warn\w*|speculat\w+)(?=\s+(?:that|of|about)\b)",
            re.IGNORECASE,
        ),
    ),
    Way(CLAIMED, lazy(r"\b(?:rumou?rs?|rumou?red|hearsay|gossip)\b", re.IGNORECASE)),
    Way(
        CLAIMED,
        lazy(
            r"\bthere\s+(?:are|were|is|was|have\s+been|had\s+been)\s+(?:(?:also|some|various|media|press|local|early|several)\s+)*"
            r"(?:reports?|claims?|suggestions?)\b",
            re.IGNORECASE,
        ),
        _ANY_CLAUSE,
    ),
    Way(
        CLAIMED,
        lazy(
            rf"\b(?:unconfirmed|unverified|unsubstantiated|uncorroborated)\s+(?:[\w-]+\s+){{0,2}}?{CLAIM}",
            re.IGNORECASE,
        ),
    ),
    Way(
        CLAIMED,
        lazy(
            rf"\b(?:investigat\w+|look\w*\s+into|examin\w+|verify(?:ing)?|check(?:ing|ed)?|prob(?:e[sd]?|ing))\s+"
            rf"(?:[\w-]+\s+){{0,3}}?{CLAIM}",
            re.IGNORECASE,
        ),
    ),
    Way(
        CLAIMED,
        lazy(
            r"\bclaim(?:s|ed|ing)?\b(?!\s+(?:the\s+)?(?:li(?:fe|ves)|victims?|responsibility|court|commission|tribunal))"
            r"|\baccus(?:e[sd]?|ing|ations?)\b|\ballegations?\b|\balleg(?:es?|ing)\b|\balleged(?=\s+(?:that|the|it|they|its|\d)\b)",
            re.IGNORECASE,
        ),
    ),
    Way(CLAIMED, lazy(rf"{ENEMY}[^,;.]{{0,50}}?\b{SAYS}\b", re.IGNORECASE)),
)  # fmt: skip
