"""The words that tell a strength from a number of some: patterns of figures_strength, by language. Pure."""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy

# Nine peacekeepers of one company; 63 peacekeepers received medals; two platoons were formed.
SOME_AFTER = lazy(
    r"[^.;。；]{0,24}?\b(?:of|from|in)\s+(?:one|a|the\s+same|its|their)\s+(?:company|platoon|squad|battalion|patrol|unit)\b"
    r"|[^.;]{0,24}?\b(?:at|in)\s+(?:the\s+)?(?:[\w’'-]+\s+)?(?:headquarters|HQ)\b"
    r"|\s+who\s+(?:have\s+|had\s+)?(?:served|worked|left|returned|retired)\b"
    r"|[^.;]{0,48}?\b(?:remembered|commemorated|medals?|decorated|awarded|honou?red|praised|arrested|suspended|accused|detained|disciplined|"
    r"sent\s+home|go(?:es)?\s+home|formed|founded|trained|vaccinated|took\s+part|take\s+part|attend\w*|graduat\w+)\b"
    r"|[^。；，]{0,16}?(?:获颁|获得|荣获|获授|授予|被授|受训|参训|结业|毕业|组建|成立|参加)",
    re.IGNORECASE,
)
SOME_BEFORE = lazy(
    r"\b(?:medals?\s+(?:on|to|for)|pinned\s+on|decorat\w+|award\w+|honou?r\w*|train\w*|arrest\w*|suspend\w*|formed|founded|"
    r"welcomed|met\s+with|one\s+of|part\s+of|team\s+of|group\s+of|patrol\s+of)\b[^.;]{0,24}\Z"
    r"|\b(?:withdrawal|repatriation|departure|return|evacuation|redeployment|drawdown|pull-?out|recall|loss)\s+of\s+"
    r"(?:its\s+|their\s+|all\s+|the\s+)?(?:last\s+|first\s+|remaining\s+)?\Z"
    r"|(?:授予|表彰|培训|组建|成立)[^。；，]{0,8}\Z",
    re.IGNORECASE,
)
FORMER = lazy(r"\b(?:former|retired|ex|future|extra|additional|more)\b|退役", re.IGNORECASE)
PARTITIVE = lazy(r"\bof\s+(?:the|its|their|his)\s", re.IGNORECASE)
COME_AND_GO = lazy(
    r"[^.;]{0,32}?\b(?:left|leaves?|departed|arrived|arrives?|returned|returns?|flew|flown|landed|came|went|were\s+sent)\b"
    r"|[^。；，]{0,12}?(?:启程|抵达|返回|回国|凯旋|出发|出征)",
    re.IGNORECASE,
)
# The company has 120 soldiers; the 120-strong company; a company of 120 soldiers.
_UNITS = r"(?:battalion|company|unit|platoon|detachment|squadron|hospital|team|brigade|group|crew|regiment|flotilla)"
_HAVE = (
    r"(?:\s+(?:from|of|in|with|at|to|on)\s[^.;,\d]{1,40}?)?(?:,[^,;.\d]{0,40},)?\s+(?:now\s+|currently\s+|also\s+|still\s+)?"
    r"(?:has|had|numbers|numbered|counts|comprises|comprised|includes|consists\s+of|consisted\s+of|is\s+made\s+up\s+of|is\s+composed\s+of|"
    r"is\s+formed\s+of)\s+(?:now\s+|some\s+|only\s+|a\s+total\s+of\s+)?"
)
UNIT_HAS = lazy(rf"\b{_UNITS}{_HAVE}\Z", re.IGNORECASE)
BODY_HAS = lazy(
    rf"\b(?:contingent|{_UNITS})(?:{_HAVE}|\s+of\s+(?:some\s+|about\s+)?)\Z"
    r"|(?:分队|分隊|营|連|连|警队|警隊|医疗队|特遣队|部队|部隊)(?:共|现|現)?(?:有|由)?\Z",
    re.IGNORECASE,
)
BODY_AFTER = lazy(rf"\s+(?:[\w-]+\s+){{0,3}}?(?:contingent|{_UNITS})\b", re.IGNORECASE)
_ADVERBS = (
    r"(?:(?:also|now|currently|already|still|only|just|the|a\s+total\s+of|in\s+all|altogether|alone|today|there|"
    r"an?\s+(?:[\w-]+\s+)?(?:force|contingent|strength|presence|mission|total)\s+of|at\s+present|deployed|stationed|serving|"
    r"actuellement|aujourd['’]hui|au\s+total|actualmente|atualmente|hoje|hoy|desplegados|destacados|сейчас|сегодня|saat\s+ini|"
    r"его|ее|её|ainda|encore|toujours|aún|todavía)\s+){0,3}"
)
HAS_BEFORE = lazy(
    r"(?:\b(?:has|have|had|having|deploys?|contributes?|provides?|supplies|fields?|keeps?|maintains?|numbers?|numbering|"
    r"comprises?|comprising|consists?\s+of|consisting\s+of|made\s+up\s+of|composed\s+of|employs?|counts|totals?|"
    r"total(?:l)?ing|amounts?\s+to|stands?\s+at|stood\s+at|there\s+(?:are|were)|(?:leads|commands)|"
    r"lead(?:s|ing)?\s+(?:the\s+\w+\s+)?with|(?:mission|force|operation|contributors?|contribut(?:es|ing)|country|place|first|"
    r"second|third|lead|list|ranking)(?:,|\s+worldwide|\s+in\s+the\s+world)?\s+with|contributors\s+(?:are|were)|"
    r"(?:force|strength|total|presence|contribution|operation|mission|staff|garrison)\s+of|strength\s+(?:is|was)|"
    r"(?:troops?|personnel|strength|numbers?|force)\s+(?:rose|fell|grew|rises|falls|to|at|from)(?:\s+to)?|"
    r"(?:has|have)\s+(?:now\s+|currently\s+)?(?:deployed|stationed|contributed)|(?:down|up)\s+from|risen\s+to|fallen\s+to|"
    r"grown\s+to|reduced\s+to|home\s+to|"
    r"(?:rose|risen|fell|fallen|grew|grown|dropped|declined|shrank|shrunk|went|cut|reduced|increased|raised|lowered|down|up)\b"
    r"[^.;]{0,40}?\bfrom\s+(?:\w+\s+){0,2}\d[\d.,]*\s+(?:\w+\s+){0,2}to|"
    r"(?:is|are)\s+(?:contributing|providing|supplying)|boasts?|(?:contribution|contingent)\s+[^.;,\d]{0,32}?\bis|"
    r"(?:has|have|operates?|deploys?|contributes?|provides?|maintains?)\s+(?:a|one)\s+(?:[\w-]+\s+)?battalion\s+of|"
    r"(?:is|are)\s+represented\s+[^.;,\d]{0,24}?\bby|supplies\s+(?-i:[A-Z]{3,})\s+with|"
    r"maintient|a\s+déployé|contribue\s+[^.;,\d]{0,24}?\bavec|ha\s+desplegado|participa\s+[^.;,\d]{0,24}?\bco[mn]|"
    r"(?:integrad|formad)[oa]s?\s+por|(?:compost|constituíd)[oa]s?\s+por|"
    r"compte|comptent|comprend|déploie|déploient|fournit|dispose\s+de|forte?\s+de|composée?\s+de|il\s+y\s+a|aligne|"
    r"tienen?|cuentan?\s+con|mantienen?|aportan?|despliegan?|compuest[ao]\s+por|hay|"
    r"tem|têm|mantém|contam?\s+com|dispõe\s+de|contribui\s+com|há|são|"
    r"служ[аи]т|насчитывает|составляет|находятся|имеет|размещен[оы]|участвуют|несут\s+службу|"
    r"служать|налічує|перебувають|memiliki|menempatkan|terdiri\s+(?:dari|atas)|berjumlah)"
    r"|(?:(?-i:[A-Z]{4,})|\b(?:mission|force|contingent|battalion))\s+(?:now\s+|currently\s+)?includes"
    rf"|(?-i:\b[A-Z])[\w-]+\s+(?:a|ont)|,\s+with|(?:among|of)\s+(?:the|its|their)\s+[\d.,]+\s[^.;]{{0,48}}?\bare)\s+{_ADVERBS}(?:[$€£])?\Z"
    r"|(?:部队|部隊|分队|分隊|营|營|警队|警隊|医疗队|特遣队)(?:共|主要)?由[^，。；\d]{0,6}\Z"
    r"|(?:总兵力|兵力|共有|共计|现有|目前有|拥有|部署有|部署了|部署|派驻|派有|维持|保持|总数|人数|共|有|达|为)[^，。；\d]{0,10}\Z"
    r"|(?:تضم|يضم|تنشر|لدى|يشارك|يخدم|تشارك|يبلغ\s+عدد\S*|قوامها)\s+(?:\S+\s+){0,2}\Z",
    re.IGNORECASE,
)
# With 870 soldiers, Ghana is third; con 870 efectivos, Ghana es el tercero.
WITH_FIRST = lazy(r"[“\"]?(?:With|Avec|Con|Com|Dengan)\s+", re.IGNORECASE)
WITH_AFTER = lazy(
    r"(?P<comma>[^,.;:\d]{0,60},\s+(?:(?:the|le|la|el|o|a)\s+|l['’])?)(?-i:[A-ZÀ-Þ])[\w’'-]*(?:\s(?-i:[A-Z])[\w’'-]*){0,2}\s+"
    r"(?:is|was|remain\w*|rank\w*|has\s+(?:been|become)|became|becomes|stands|leads|tops|est|reste|es|sigue|é|continua)\b",
    re.IGNORECASE,
)
# Capitals count in patterns that else ignore case: (?-i:[A-Z]).
_PHRASE = (
    r"(?:\s+(?:of|in|with|from|at|under|within)\s+(?:the\s+)?[\w’'.-]+(?:\s+(?:(?-i:[A-Z])[\w’'.-]+|(?:peacekeeping|"
    r"stabili[sz]ation|interim|multinational|joint|peace|mission|force|operation|support|observer|army|police|contingent|"
    r"battalion|brigade)\b)){0,5}){0,2}"
)
_NOW = r"(?:now\s+|currently\s+|still\s+|already\s+|presently\s+|also\s+|at\s+present\s+|actuellement\s+)?"
SERVE_AFTER = lazy(
    rf"{_PHRASE}(?P<who>,?\s+(?:who|that|which))?\s+{_NOW}"
    rf"(?:(?:are|is|have\s+been|remain|remains)\s+{_NOW}(?:deployed|stationed|serving|based|posted|assigned|attached|seconded|"
    r"garrisoned|working|on\s+(?:the\s+ground|duty)|in\s+place|part\s+of|present|there|in\s+the\s+(?:mission|field|country|area)|"
    r"(?:with|in|at)\s+(?:the\s+)?(?:(?:southern|northern|eastern|western|central|south|north|east|west)\s+)?(?-i:[A-Z]))"
    r"|were\s+(?:stationed|serving|based|posted|deployed\s+(?:with|in|under|within|as\s+part))\b"
    r"|serves?\b|takes?\s+part\s+in\s+(?:the\s+)?(?-i:[A-Z]{3})|come\s+from\s+\d|make\s+up\b|stand\s+guard\b|remain\b|"
    r"belong\s+to\b|(?:are|were)\s+(?:from\s+)?(?-i:[A-Z])|"
    r"(?:are|were)\s+(?:troops|soldiers|military|police|women|men|civilian|observers|uniformed|army)"
    r"|servent\b|sont\s+déployés|sont\s+stationnés|participent\b|sirven\b|están\s+desplegados|participan\b|servem\b|"
    r"estão\s+(?:destacados|em)|participam\b|служ[аи]т|несут|находятся|размещены|участвуют|служать|перебувають|"
    r"bertugas|ditempatkan)"
    r"|[^。；，]{0,14}?(?:部署|驻扎|服役|执行维和|执行任务|正在|在岗|执勤)"
    r"|[^।]{0,30}?(?:কর্মরত|নিয়োজিত|রয়েছে|আছে)",
    re.IGNORECASE,
)
SERVING_AFTER = lazy(
    rf"{_PHRASE}\s+{_NOW}(?:deployed|stationed|serving|based|on\s+the\s+ground|in\s+all|in\s+total|déployés|stationnés|"
    r"desplegados|destacados)\b",
    re.IGNORECASE,
)
FROM_THERE = lazy(
    r"\s+from\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3}\s+(?:in|with|at)\s+(?:the\s+)?[A-Z][\w’'-]+"
)
# What is done to people tells of some: four peacekeepers were rescued. Not where they are kept, or what they are
# made of.
DONE_TO_AFTER = lazy(
    rf"{_PHRASE}(?:,?\s+(?:who|that|which))?\s+(?:are|is|were|was|(?:have|has|had)\s+been|being|got|get)\s+"
    r"(?:being\s+|been\s+|also\s+|(?!on)\w+ly\s+){0,2}"
    r"(?!(?:deployed|stationed|based|posted|assigned|attached|seconded|garrisoned|located|positioned|spread|scattered|"
    r"dispersed|drawn|made|composed|contributed|provided|supplied|fielded|employed|engaged|involved|committed|tasked|mandated|"
    r"united|dedicated|headquartered|quartered|needed|armed|uniformed|supported|mixed|charged\s+with|listed|registered|"
    r"included|divided|organi[sz]ed|authori[sz]ed|planned|expected|scheduled)\b)"
    r"(?:\w{3,}ed|shot|held|hit|hurt|caught|sent|brought|taken|seen|given|struck|lost|left|beaten|stuck|found|told|fed|flown|"
    r"thrown|driven|forced|stolen|shown|bitten|laid|freed|paid|taught|sworn|bound|won|met|led|set|put)\b",
    re.IGNORECASE,
)
# A verb after "serving with UNIFIL" tells what they did, and that they are some.
ACTED_AFTER = lazy(
    r"[^.;,]*?\b(?!(?:united|based|stationed|deployed|need|speed|armed|mixed)\b)"
    r"(?:[a-z]{3,}ed|gave|took|held|met|ran|went|were|was|had|got|built|made|left|came|won|sang|swam|planted|"
    r"receives?|take|give|build|help|guard(?:s|ing)?)\b"
)
ACTS_BEFORE = lazy(
    r"\b(?!(?:authori[sz]ed|united)\b)(?:[a-z]{3,}ed|sent|flew|brought|took|met|lost|led|by|saw|s[ae]nds?|for|to)\s+"
    r"(?:the\s+|another\s+)?\Z",
    re.IGNORECASE,
)
TOWN_AFTER = lazy(
    r"[^.;,\d]{0,32}?\s(?:in|at|to|near)\s+(?:the\s+)?(?!(?:UN|U\.N|United|African|Africa|Europe|Asia|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"
    r"[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+)*(?!\s*,\s*(?:the\s+)?[A-Z])(?![a-z])"
)
PEACE = lazy(
    r"peace|\bU\.?N\.?\b|united\s+nations|\bmissions?\b|contingents?|blue\s+(?:helmet|beret)|overseas|abroad|multinational|"
    r"battalion|contribu|\bmisi\b|damai|\bPBB\b|\bpaix\b|\bpaz\b|\bONU\b|\bmissão\b",
    re.IGNORECASE,
)
HOSTS_BEFORE = lazy(
    r"(?:\b(?:hosts?|hosting|houses?|shelters?|sheltering|shelter\s+to|harbou?rs?|has|have|home\s+to|there\s+are|"
    r"(?:number|population|total)\s+of|accueille|abrite|acoge|alberga|abriga|принимает)|(?:收容|安置|庇护|收留)了?)"
    r"\s*(?:about\s+|some\s+|now\s+|also\s+)?\Z",
    re.IGNORECASE,
)
HOSTED_AFTER = lazy(
    r"(?:\s+in\s+(?:the\s+)?(?:(?:southern|northern|eastern|western|central)\s+)?(?-i:[A-Z])\w+(?:\s+(?-i:[A-Z])\w+)*)?"
    r"\s+(?:(?:have|has)\s+been\s+|are\s+|remain\s+)(?:now\s+|still\s+)?"
    r"(?:displaced|uprooted|internally\s+displaced|homeless)\b|\s+live\b|\s+are\s+living\b|流离失所",
    re.IGNORECASE,
)
SENT = lazy(
    r"\b(?:sen[dt]\w*|contribut\w+|deploy\w*|serv(?:e|ed|ing|ice)|dispatch\w*|provid\w+|participat\w+|tak\w+\s+part|took\s+part|"
    r"worn|worked|rotated|fielded|envoy\w+|déploy\w+|servi\w*|enviad\w+|envi[óo]u?\w*|despleg\w+|particip\w+|sirvi\w+|"
    r"destac\w+|направ\w+|отправ\w+|служ\w+|участ\w+|брал\w*|направил\w*|mengirim\w*|berpartisipasi|bertugas)"
    r"|派|参加|參加|参与|參與|执行|執行|服役|أرسل|شارك|نشر|خدم|অংশ|দায়িত্ব|بھیج|خدمات",
    re.IGNORECASE,
)
LEAVING_BEFORE = lazy(
    r"\b(?:withdr[ae]w\w*|pull\w*|recall\w*|repatriat\w*|bring\w*|remov\w*|return\w*|send\w*\s+(?:home|back)|evacuat\w*|"
    r"retir(?:er|ar)\w*|rapatri\w+|вывед\w+|выведут|вывод\w+)\b[^.;]{0,40}\Z|(?:撤出|撤回|撤走|撤离)[^，。；]{0,12}\Z",
    re.IGNORECASE,
)
LEAVING_AFTER = lazy(
    r"[^.;,]{0,40}?\b(?:leave(?!\s+(?:\w+\s+){0,2}?for\b)|return|withdraw|go\s+home|come\s+home|be\s+(?:withdrawn|sent\s+home|"
    r"brought\s+home|repatriated|recalled))\b|[^，。；]{0,10}?(?:撤出|撤回|撤离|回国)",
    re.IGNORECASE,
)
UNKNOWN_AFTER = lazy(
    r"\s+[a-zà-ÿ]{2,}(?:ais|aise?s|ois|oises?|iens?|iennes?|ains?|aines?|éens?|anos?|anas?|eses?|ês|eños?|eñas?|inos?|"
    r"enses?|yos?|ños?|ês(?:es)?)\b"
)
UNKNOWN_NAME = lazy(
    r"\b(?!(?:Blue|Helmets?|Berets?|Peace\w*|United|Nations|African|Union|European|Individual|Police|Officers?|Military|"
    r"Observers?|Formed|Units?|Casques?|Bleus|Cascos|Azules|Capacetes|Azuis|Staff|Experts?|Women|Troops|Soldiers)\b)"
    r"[A-Z][a-z]{3,}"
)
# The mission in South Sudan is made up of 13,250 soldiers; not: the mission said that the army has as many.
UNNAMED_MISSION = lazy(
    r"\b(?:mission|operation|peacekeeping\s+force)\b(?![^.;]*\b(?:sa(?:id|ys?)|told|report\w*|warn\w*|not(?:es|ed)|near|outside)\b)",
    re.IGNORECASE,
)
