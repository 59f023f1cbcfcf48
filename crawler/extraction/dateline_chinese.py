"""Datelines as Chinese agencies and papers print them: agency, place, day and 电, 讯 or 消息. Patterns only."""

from __future__ import annotations

import re

_AGENCY = (
    r"(?:据?(?:新华社|新华网|中新社|中新网|中国新闻社|人民网|央广网|中广网|央视网|国际在线|光明网|环球网|中国网|中国军网|解放军报|法新社|路透社|美联社|塔斯社|共同社|中央社|韩联社)"
    r"|本[报報网網刊台社]|[\u4e00-\u9fff]{2,6}?(?:社|网|網|报|報|在线|电台|日报|晚报|晨报))"
)
_PLACE = r"(?P<place>[\u4e00-\u9fff（）()·・,，、\s]{2,16}?)"
_DATE = r"(?P<date>(?:(?P<y>(?:19|20)\d\d)年)?(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})[日号])"
_END = r"(?:上午|下午|晚|凌晨)?(?:专?[电電]|[讯訊]|消息|报道|報道|综合报道|专稿)"
FULL = re.compile(rf"(?P<agency>{_AGENCY})(?:[（(][^）)]{{1,8}}[）)])?[・·\-—\s]*{_PLACE}?\s*{_DATE}{_END}")
OPEN = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?){_DATE}(?:专?[电電]|[讯訊])")
BARE = re.compile(
    r"(?P<agency>本[报報网網刊]|[\u4e00-\u9fff]{2,6}?[网網报報社])(?:专?[讯訊]|消息)(?=[\s（(，,]|[^\u4e00-\u9fff]|[\u4e00-\u9fff])"
)
REPORTERS = re.compile(
    # Legal papers print the reporter's name without brackets: a space stands behind it, no other sign does.
    r"\s*(?:(?:本[报報]|本网)?[记記]者\s?(?![从在今近昨获])(?P<open>[\u4e00-\u9fff]{2,4}"
    r"(?:(?:、|\s(?:见习|特约)?(?:记者|通讯员)\s?)[\u4e00-\u9fff]{2,4})*)\s+(?=\S{6})"
    r"|[（(]\s*(?:(?:(?:本[报報]|本网)?(?:见习)?[记記]者|通讯员|特派记者)[:：\s]*(?P<names>[^）)]{2,60})"
    r"|(?P<bare>[\u4e00-\u9fff·]{2,4}(?:[\s、，,]+[\u4e00-\u9fff·]{2,4}){0,5}))[）)])"
)
LEAD = re.compile(r"^[\s　【\[（(]*(?:据)?")
NOT_PLACE = re.compile(r"[月日年]|报道|获悉|记者|在|从|于|的|了")
