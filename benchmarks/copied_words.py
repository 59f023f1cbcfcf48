"""The words of benchmarks/copies.py. Missions, countries and places are real, people and deeds are invented."""

from __future__ import annotations

from typing import Any

PLACES = (
    ("UNMISS", "Bentiu"), ("UNMISS", "Malakal"), ("UNIFIL", "Naqoura"), ("UNIFIL", "Marjayoun"), ("MONUSCO", "Beni"),
    ("MONUSCO", "Bunia"), ("MINUSCA", "Bria"), ("MINUSCA", "Bambari"), ("UNISFA", "Abyei"), ("UNDOF", "Quneitra"),
    ("UNFICYP", "Nicosia"), ("MINURSO", "Laayoune"), ("UNMIK", "Mitrovica"), ("UNTSO", "Jerusalem"),
)  # fmt: skip
RANKS = ("Colonel", "Lieutenant Colonel", "Major", "Captain", "Brigadier General")
GIVEN = ("Aldo", "Berin", "Cato", "Dervla", "Ennio", "Farid", "Goran", "Hesper", "Imre", "Jovan", "Kesi", "Lothar")
FAMILY: dict[str, Any] = {
    "names": [
        (name,) for name in ("Quillfeather", "Marrowby", "Tavenor", "Ostrander", "Vellacott", "Brindlemoor", "Ashgrove",
                             "Penhallowe", "Sorrelby", "Underkoff", "Wexmoor", "Yarrowick", "Zellenby", "Corvane")
    ],
    "countries": [
        ("Ghana", "Ghanaian"), ("Nepal", "Nepali"), ("Rwanda", "Rwandan"), ("China", "Chinese"), ("India", "Indian"),
        ("Bangladesh", "Bangladeshi"), ("Indonesia", "Indonesian"), ("Uruguay", "Uruguayan"), ("Ireland", "Irish"),
        ("Mongolia", "Mongolian"), ("Fiji", "Fijian"), ("Senegal", "Senegalese"), ("Zambia", "Zambian"),
    ],
}  # fmt: skip
DOERS = (
    "The engineers", "Local elders", "The medical team", "Drivers of the convoy", "The camp commander", "Village women",
    "The market traders", "The district council", "A group of teachers", "The river police", "Farmers from the valley",
    "The signal section", "Young people of the town", "The water company", "Two liaison officers", "The duty officer",
    "The radio station", "Members of the choir", "The logistics cell", "The night watch", "A delegation of judges",
    "The fuel section", "Nurses of the field clinic", "The mine clearers", "The kitchen staff", "The aviation unit",
)  # fmt: skip
VERBS = (
    "repaired", "inspected", "opened", "described", "praised", "measured", "painted", "guarded", "visited", "cleared",
    "rebuilt", "mapped", "crossed", "supplied", "photographed", "handed over", "planned", "shared", "watched", "fenced",
    "drained", "lit", "searched", "counted", "registered", "welcomed", "discussed", "tested", "marked", "extended",
)  # fmt: skip
ADJECTIVES = (
    "old", "new", "flooded", "narrow", "northern", "empty", "busy", "wooden", "broken", "temporary", "large", "quiet",
    "muddy", "southern", "damaged", "small", "central", "remote", "joint", "long", "dusty", "steep", "shared", "rusty",
)  # fmt: skip
NOUNS = (
    "bridge", "school", "clinic", "airstrip", "market", "well", "road", "warehouse", "ferry", "checkpoint", "camp",
    "generator", "library", "pump", "ridge", "courthouse", "playground", "orchard", "tower", "canal", "stadium", "hall",
    "workshop", "granary", "landing site", "bakery", "dispensary", "causeway", "mill", "shelter", "quarry", "harbour",
)  # fmt: skip
TAILS = (
    "before the rains set in", "after a week of talks", "at the request of the mayor", "for the third time this year",
    "as the sun went down", "in spite of the heat", "with tools lent by a farmer", "under the eyes of many children",
    "on the way to the border", "without any incident", "at a cost that nobody would name", "to general applause",
    "because the old one had failed", "in less than ten days", "close to the former front line", "as agreed in spring",
    "while the talks went on", "at the end of a long patrol", "with the help of two interpreters",
    "early in the morning",
    "as part of a larger plan", "so that lorries can pass again", "since the ferry sank", "in front of the chapel",
    "for the families of the returned", "during a pause in the storm", "according to a note on the gate",
    "at the foot of the hills", "beside the railway line", "with bricks from the river bank", "on market day",
)  # fmt: skip
SWAPS = ("nearby", "several", "again", "local", "various", "recent", "further", "certain", "other", "earlier", "main")
STOCK = (
    "Follow our channels for more news of the armed forces and their families at home and abroad. Readers may write to "
    "the desk at any time of the day. The views of guests are their own and bind nobody in this house.",
    "This agency was founded to bring the work of the services closer to the public. All rights are reserved by the "
    "press office of the services. Pictures may be used free of charge with a credit to the press office.",
    "Peace support operations have been part of the country's policy for more than thirty years. More than forty "
    "thousand men and women have served abroad in that time. A memorial in the capital bears the names of the fallen.",
    "Subscribe to the weekly letter of the newsroom for a selection of our best reports. The letter is sent on Fridays "
    "and can be stopped at any time with one click at its end.",
)
CLAIMS: tuple[dict[str, Any], ...] = (
    {
        "titles": ("{people} engineers reopen road near {place}", "Road to {place} open again, {mission} says",
                   "{mission} engineers finish {place} road"),
        "leads": ("{people} engineers of {mission} reopened {a} kilometres of road near {place} this week.",
                  "The road to {place} is open again: {people} engineers of {mission} repaired {a} kilometres of it."),
        "facts0": ("{officer} said {b} families could now reach the clinic.",
                   "The work took {c} lorry loads of gravel.",
                   "Some {d} people came to the opening."),
        "facts1": ("For {b} families the clinic is within reach, {officer} told reporters.",
                   "In all {c} loads of gravel were brought by lorry.",
                   "A crowd of {d} people watched the first convoy."),
        "fr": ("Des ingénieurs de la {mission} rouvrent la route de {place}",
               "La {mission} a rouvert {a} kilomètres de route près de {place}, a annoncé {officer}.",
               "Quelque {b} familles peuvent de nouveau rejoindre la clinique. Il a fallu {c} camions de gravier.",
               "Environ {d} personnes ont assisté à la cérémonie."),
        "es": ("Ingenieros de la {mission} reabren la carretera de {place}",
               "La {mission} reabrió {a} kilómetros de carretera cerca de {place}, informó {officer}.",
               "Unas {b} familias pueden volver a llegar a la clínica. Hicieron falta {c} camiones de grava.",
               "Cerca de {d} personas asistieron a la ceremonia."),
    },
    {
        "titles": ("{people} doctors treat {a} patients in {place}", "Free clinic day in {place} draws {a} patients",
                   "{mission} medical team sees {a} people at {place}"),
        "leads": ("{people} doctors serving with {mission} treated {a} patients in {place} on their free clinic day.",
                  "A free clinic of {mission} drew {a} patients to {place}, where {people} doctors saw them all."),
        "facts0": ("Among them were {b} children, said {officer}.", "The team handed out {c} mosquito nets.",
                   "It brought {d} kilograms of medicine."),
        "facts1": ("{officer} said {b} of the patients were children.", "Each family left with a net, {c} nets in all.",
                   "The medicine weighed {d} kilograms."),
        "fr": ("Les médecins de la {mission} soignent {a} patients à {place}",
               "Des médecins de la {mission} ont soigné {a} patients à {place}, selon {officer}.",
               "Parmi eux se trouvaient {b} enfants. L'équipe a distribué {c} moustiquaires.",
               "Elle avait apporté {d} kilogrammes de médicaments."),
        "es": ("Médicos de la {mission} atienden a {a} pacientes en {place}",
               "Médicos de la {mission} atendieron a {a} pacientes en {place}, según {officer}.",
               "Entre ellos había {b} niños. El equipo repartió {c} mosquiteros.",
               "Había llevado {d} kilogramos de medicinas."),
    },
    {
        "titles": ("{people} peacekeepers receive medals in {place}", "Medal parade for {a} peacekeepers at {place}",
                   "{mission} honours {people} contingent"),
        "leads": ("{mission} awarded medals to {a} {people} peacekeepers at a parade in {place}.",
                  "At a parade in {place}, {a} {people} peacekeepers of {mission} received the United Nations medal."),
        "facts0": ("{officer} said they had run {b} patrols.", "They drove {c} kilometres in six months.",
                   "They escorted {d} lorries of aid."),
        "facts1": ("The contingent ran {b} patrols, {officer} noted.", "In six months it covered {c} kilometres.",
                   "It brought {d} aid lorries safely through."),
        "fr": ("Des Casques bleus décorés à {place}",
               "La {mission} a remis la médaille à {a} Casques bleus à {place}, en présence de {officer}.",
               "Le contingent a mené {b} patrouilles et parcouru {c} kilomètres.",
               "Il a escorté {d} camions d'aide."),
        "es": ("Condecoran a cascos azules en {place}",
               "La {mission} entregó la medalla a {a} cascos azules en {place}, en presencia de {officer}.",
               "El contingente realizó {b} patrullas y recorrió {c} kilómetros.",
               "Escoltó {d} camiones de ayuda."),
    },
)  # fmt: skip
