"""Words by which a count is no fact of today: wishes, needs, conditions, refusals, times gone by. Pure."""

from __future__ import annotations

import re

from crawler.findings.patterns import lazy

_SENDING = r"(?:send|deploy|contribut|provid|dispatch|withdraw|add|reinforc|commit|increas|rais|cut|reduc|mov)\w*"
_A_PLAN = (
    r"(?:[\w’']+\s+){0,3}?(?:plans?|proposals?|idea|deployment|requests?|calls?|bid|offers?|moves?|"
    r"sending|deploying|dispatching|contributing)\b"
)
# Who may do, must do, would have to do. The month of May is no modal verb, so capitals count.
CONDITION = lazy(
    r"\b(?:could|might|may|must|should|ought\s+to|would\s+(?:need|have|require|like|want|take|be)\b|"
    r"can\s+(?:send|deploy|provide|offer|contribute|spare|field)|[Ii]f|[Uu]nless|[Ww]hether|[Pp]rovided\s+that|in\s+case|"
    r"in\s+the\s+event|hypothetical\w*|unlikely|[Rr]umou?rs?|scenario|"
    rf"(?:consider|contemplat|mull|weigh|discuss|debat|explor|envisag|stud|examin)\w*\s+(?:[\w’']+\s+){{0,3}}?{_SENDING})\b"
)
NEED = lazy(
    r"\b(?:need(?:s|ed|ing)?|requir(?:e|es|ed|ing)|lack(?:s|ed|ing)?|short\s+(?:of|by)|shortage\s+of|shortfall\s+of|gap\s+of|"
    r"deficit\s+of|want(?:s|ed|ing)?|wish(?:es|ed)?\s+(?:for|to)|hope[sd]?\s+for|request(?:s|ed|ing)?|appeal(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|demand(?:s|ed|ing)?|recommend(?:s|ed|ing|ation)?|suggest(?:s|ed|ing|ion)?|advis(?:ed|es)|"
    r"propos(?:e|es|ed|al|als|ing)|urg(?:e|es|ed|ing)|pleaded\s+for|"
    r"(?:ask|call|press|push|argu)(?:s|es|ed|ing)?\s+(?:[\w’'-]+\s+){0,6}?(?:for|that|to\s+(?:authori[sz]e|approve|give|"
    rf"{_SENDING})))\b",
    re.IGNORECASE,
)
NEGATION = lazy(
    r"\b(?:refus\w+|declin\w+\s+to|rul(?:e|es|ed|ing)\s+out|unable\s+to|unwilling\s+to|fail(?:s|ed|ing)?\s+to|no\s+longer|"
    rf"(?:scrap|cancel|shelv|abandon|reject|oppos|drop|block|veto)\w*\s+{_A_PLAN}|den(?:y|ies|ied|ying)|"
    r"(?:do|does|did|has|have|had|will|would|is|are|was|were|could|can|should|must|may|might)\s+not(?!\s+only)\s+\w+|"
    r"\w+n['’]t\s+\w+|cannot|never\s+(?:been\s+)?(?:sent|sends?|had|has|deployed|fielded|contributed|exceeded|more)|"
    r"not\s+to\s+\w+|yet\s+to\s+\w+|no\s+(?:plans?|intention|need|wish|reason)\s+(?:to|of|for)|without|instead\s+of|rather\s+than|not\s+true\s+that|false\s+(?:reports?|claims?)|"
    r"erroneously|incorrectly|mistakenly|misstated|misreported|wrongly\s+(?:said|reported|stated|gave|put|told)|"
    r"can(?:not)?\s+you\s+confirm|an?\s+(?:unconfirmed|false)\s+report)\b|,\s+(?:and\s+)?not\s+(?:about\s+|some\s+|the\s+)?\Z",
    re.IGNORECASE,
)
# The clause of a modal ends where another verb of having or another clause begins.
RESET = lazy(
    r"[;:]|\b(?:but|while|whereas|although|though|which|who|where|because|since)\b|"
    r"\b(?<!to )(?:has|had|have|deploys|contributes|serves?|numbers|is\s+made\s+up)\b",
    re.IGNORECASE,
)
HAVE_OF_A_MODAL = lazy(r"\A\s*(?:also\s+|still\s+|only\s+)?have\b|\bto\s+have\b|\bbe\b")
ITS_OWN = lazy(r"(?:['’]s|s['’]|\b(?:its|their|whose|our|his|her))\s+\Z", re.IGNORECASE)
WHOLE = lazy(r"\b(?:of\s+(?:the|its|their)|out\s+of(?:\s+(?:the|its))?)\s+\Z", re.IGNORECASE)
AFTER = lazy(
    r"[^.;\d]{0,60}?\b(?:(?:is|are|was|were|would\s+be|will\s+be)\s+(?:still\s+|also\s+|urgently\s+|desperately\s+)?"
    r"(?:needed|required|missing|lacking|wanted|requested|sought|short)|"
    r"must\s+(?:be|have|join|deploy)|(?:could|might|may|should|cannot)\s+(?:not\s+)?(?:be|have|leave|go|come|join|deploy|arrive|return|follow|serve)|"
    r"would\s+(?:be\s+needed|have\s+(?:to|been))|"
    r"(?:was|were|has\s+been|have\s+been|is|are)\s+(?:\w+\s+)?(?:scrapped|cancell?ed|shelved|rejected|dropped|abandoned|"
    r"ruled\s+out|refused|vetoed|untrue|false|baseless|wrong)|decided\s+against|never\s+(?:sent|deployed|came|arrived)|"
    r"(?:have|has|had|did|will|were|was|are|is)\s*(?:not|n['’]t)\s+(?:yet\s+)?(?:been\s+)?"
    r"(?:deploy|sen[dt]|arriv|com[ei]|join|materiali)\w*|"
    r"(?:below|under|short\s+of|above)\s+(?:its|the|their)\s+(?:\w+\s+)?(?:ceiling|strength|limit|target)|"
    r"but\s+(?:then\s+|later\s+)?(?:decided|changed|backed|dropped|refused|did\s+not|never))\b",
    re.IGNORECASE,
)
IF_SENTENCE = lazy(r"\s*[“\"]?(?:If|Unless|Should|Were|Had|Without)\b")
IF_AFTER = lazy(r"[^.;\d]{0,90}?\b(?:if|unless|provided|should)\s", re.IGNORECASE)
OTHERS = lazy(
    r"\b(?:pourrai(?:t|ent)|devrai(?:t|ent)|voudrai(?:t|ent)|souhait\w+|envisage\w*|demand(?:e|é|ent|er|ait|aient)\b|réclam\w+|"
    r"requiert|nécessit\w+|besoin\s+de|manque(?:nt)?\b|propos(?:e|é|ent|ait)\b|recommand\w+|refus\w+|rejett?\w+|renonc\w+|exclu[ts]?\b|"
    r"annul\w+|ne\s+\w+\s+(?:pas|plus|jamais)|n['’]\w+\s+(?:pas|jamais|plus)|sans|s['’]il|si\s+(?:le|la|les|l['’])|"
    r"podr[íi]an?|deber[íi]an?|quieren?|querían?|pidi(?:ó|eron)|piden?|solicit(?:a|ó|aron|an)\b|reclam(?:a|ó|an|aron)\b|"
    r"necesitan?|requieren?|faltan?|carecen?|propus\w+|proponen?|recomend\w+|neg(?:ó|aron)|rechaz\w+|descart\w+|"
    r"no\s+(?:enviar|despleg|mandar|tien|ha|hay|va|quier|participar)\w*|sin|si\s+(?:el|los)|"
    r"poder(?:á|ão|ia|iam)|deveriam?|querem?|quer|pediu|pediram|solicit(?:ou|am)|precisam?|necessitam?|faltam?|propôs|"
    r"recus\w+|rejeit\w+|não\s+\w+|sem|se\s+(?:o|os)|"
    r"может|могут|мог(?:ла|ли)?\s+бы|могли|нужн\w+|нужда\w+|требу\w+|не\s+хвата\w+|нехватк\w+|просит|просят|попросил\w*|"
    r"запросил\w*|предложил\w*|предлага\w+|рекоменд\w+|отказал\w*|отверг\w*|если|хочет|хотят|хотел\w*|должн\w+|отменил\w*|"
    r"не\s+(?:направ|отправ|буд|посл|пошл|размест|участв|име)\w*|без|"
    r"може|можуть|могли\s+б|потрібн\w+|потребу\w+|бракує|просить|просив\w*|запропонув\w*|відмов\w+|якщо|хоче|повинн\w+|"
    r"не\s+(?:направ|відправ|надіш)\w*|"
    r"mungkin|bisa|dapat|jika|membutuhkan|butuh|meminta|mengusulkan|menolak|tidak\s+(?:akan|mengirim|jadi)|kekurangan|batal)\b"
    r"|(?<!\w)(?:قد\s+(?=[تي])|يمكن|بحاجة|[تي]حتاج|طلب|[تي]طلب|لن|لم|رفض|[تي]رفض|إذا|ربما|ينبغي|يجب|[تي]نقص|اقترح)",
    re.IGNORECASE,
)
OTHERS_AFTER = lazy(
    r"[^।.]{0,40}?(?:পারে|চায়|প্রয়োজন|অস্বীকার|না(?=।|\s|$))|[^۔.]{0,40}?(?:سک(?:تا|تے|تی)|ضرورت|انکار|نہیں)"
    r"|[^.;]{0,40}?\b(?:sont\s+nécessaires|manquent|hacen\s+falta|são\s+necessários|нужны|не\s+хватает)\b",
    re.IGNORECASE,
)
CHINESE_IF = lazy(r"如果|假如|倘若|一旦|要是|若(?=[^，。；]{1,24}(?:批准|同意|通过|决定|允许|不|未|无))")
CHINESE = lazy(
    r"可能|或(?:将|许|会)|也许|需要|急需|尚需|还需|(?<![按据照依])要求|请求|呼吁|建议|提议|缺(?:少|乏|口|额)|短缺|拒绝|不会|"
    r"不再|没有|尚未|未(?![来满经])|否认|考虑|希望|应(?:当|该)|能否|是否|无法|取消|搁置|有意"
)
CHINESE_AFTER = lazy(
    r"[^，。；]{0,8}?(?:的?缺口|的?要求|的?建议|尚未|未能|被否决|被拒|有误|不实)"
    r"|[^。；]{0,24}?(?:[能可是]否(?:证实|属实|属實|證實)|是真的吗)"
)

PRESENT = lazy(
    r"\b(?:now|today|currently|has|have|deploys?|contributes?|serves?|numbers|counts|is|are|remains?|keeps|fields|maintains)\b",
    re.IGNORECASE,
)
# These tell of another time whatever day stands beside them; the others only where no day is written.
NO_MORE = lazy(
    r"\b(?:once(?!\s+(?:again|more))|formerly|used\s+to(?:\s+have)?|previously|back\s+then|in\s+the\s+past|in\s+those\s+days|originally|"
    r"initially|autrefois|jadis|antaño|outrora|раньше|прежде|когда-то|раніше|колись|dulu|dahulu)\b|سابق|(?:原有|曾有|曾部署|一度)",
    re.IGNORECASE,
)
PAST = lazy(
    r"\bat\s+(?:its|the|their)\s+(?:peak|height)|\bat\s+one\s+(?:time|point)|\bat\s+(?:the|that)\s+time\b|"
    r"\b(?:years?|decades?|months?)\s+(?:ago|earlier|before)\b|\b(?:between|from)\s+(?:\w+\s+)?(?:19|20)\d\d\s+(?:and|to|until)\s+"
    r"(?:\w+\s+)?(?:19|20)\d\d\b|\b(?:until|till|before)\s+(?:\w+\s+)?(?:(?:19|20)\d\d|the\s+(?:war|drawdown|cuts?|"
    r"withdrawal|closure)|its\s+(?:drawdown|closure|withdrawal))\b|\bil\s+y\s+a\s+\w+\s+ans\b|\bà\s+son\s+apogée|\bhace\s+\w+\s+años|\ben\s+su\s+apogeo|"
    r"\bhá\s+\w+\s+anos\b|\bno\s+auge|\b(?:лет|года?|років|роки)\s+(?:назад|тому)|\bна\s+пике|\btahun\s+(?:yang\s+)?lalu\b|"
    r"قبل\s+\S+\s+(?:سنوات|أعوام|سنة)|年前|高峰|最多时|当时|當時|那时|那時",
    re.IGNORECASE,
)
PAST_AFTER = lazy(
    r"[^.;\d]{0,48}?\b(?:until\s+(?:last|recently|then|(?:\w+\s+)?(?:19|20)\d\d)|before\s+(?:(?:19|20)\d\d|the\s+(?:war|drawdown|"
    r"cuts?))|(?:years?|decades?)\s+ago|"
    r"(?:between|from)\s+(?:\w+\s+)?(?:19|20)\d\d\s+(?:and|to|until|till)\s+(?:\w+\s+)?(?:19|20)\d\d|"
    r"at\s+(?:its|the|their)\s+(?:peak|height)|in\s+the\s+past|back\s+then|then(?=[.;”\"]|\s+and\b)|"
    r"when\s+[^.;]{0,48}?\b(?:began|broke|started|closed|ended|opened|left))",
    re.IGNORECASE,
)
# They are there no more.
GONE_AFTER = lazy(
    r"[^.;,\d]{0,40}?\b(?:was|were|(?:had|has|have)\s+been)\s+(?:\w+ly\s+)?(?:withdrawn|disbanded|dissolved|recalled|repatriated"
    r"|pulled\s+out|sent\s+home|brought\s+home)\b",
    re.IGNORECASE,
)
FROM_TO = lazy(r"(?:\bfrom\s+(?:about\s+|some\s+|nearly\s+)?|从|由)\Z", re.IGNORECASE)
TO = lazy(
    r"(?:\s+[\w-]+){0,3}?\s+to\s+(?:about\s+|some\s+|nearly\s+|over\s+)?[$€£]?\d|[^，。；]{0,6}?(?:减|降|增|升|缩)[^，。；]{0,3}?[至到为]",
    re.IGNORECASE,
)
