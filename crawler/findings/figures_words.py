"""Small words that the rules of the figures go by: the data of figures_counted and figures_numbers. Pure."""

from __future__ import annotations

# A noun phrase ends before these.
_ENDS = """
two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred dozen
a an the this that these those in on at to from by with without for since as and or but nor than if when while
where who whom which whose what because after before during under over into onto out off up down across through
between among amid against toward towards around about near per via until till within along behind beyond despite
is are was were be been being am has have had having do does did will would shall should can could may might must
not no it its he she they them we you i his her their our your my there here then so said says say told now also
only just still already each apiece respectively yesterday today tomorrow went came left arrived joined served
killed wounded injured died took made gave got began included including comprising dead later ago earlier apart
away tall long high wide deep north south east west de du des la le les à au aux en dans par pour sur avec sans et
ou qui que dont ont sont était étaient del los las el al y o con por para son fueron han da das dos na nas nos e
com são foram di ke dari pada untuk dengan dan yang adalah в на из с и по для от до к во у о об при что из-за та й
з із зі від що є была были
"""
# Words before a number that make it a part of a name, an age or a place in a row.
_NAMED_BY = """
resolution resolutions sector sectors level levels article articles chapter chapters phase route highway flight
type types post no nos nr day days category annex section paragraph paragraphs para page pages p pp round channel
room rooms block gate agenda vision item class mark mk boeing airbus version season episode part volume vol issue
box unit zone area line camp platform covid covid-19 tel telephone phone fax mobile whatsapp law decree order
directive regulation rule act bill age aged turned rank ranked ranks position g top tier grade stage step week lot
case file ref id minefield hill point km mile year quarter serial code model series formula apollo rotation batch
edition generation résolution secteur niveau resolución resolução resolusi сектор резолюция резолюции قرار رقم no.
nos. # № no: aged: age: note figure table chart windows iphone ak mi su mig f uh ch fiscal fy
"""
# Words before four digits that make them a year.
_YEAR_BY = """
in since by from until till during early late mid depuis en fin début desde año ano sejak tahun с в із з від
through before after around circa between and to year fy عام منذ سنة de summer spring winter autumn (jan feb mar
apr may jun jul aug sep sept oct nov dec january february march april june july august september october november
december
"""
# Words before a small number of things that were named before.
_ANAPHORA = """
the these those both all last past next previous following coming our his her its their other final any every
latter former
"""
ENDS = frozenset(_ENDS.split())
NAMED_BY = frozenset(_NAMED_BY.split())
YEAR_BY = frozenset(_YEAR_BY.split())
ANAPHORA = frozenset(_ANAPHORA.split())
