"""Words that tell what became of somebody, or of something that was fired."""

from typing import Final, Literal

from tasks.extraction.verbs import forms_of

Fate = Literal[
    "killed",
    "injured",
    "missing",
    "detained",
    "displaced",
    "rescued",
    "launched",
    "intercepted",
    "destroyed",
]

OF_PERSONS: Final[frozenset[Fate]] = frozenset(
    {"killed", "injured", "missing", "detained", "displaced", "rescued"}
)


def _fates(verbs: dict[Fate, str]) -> dict[str, Fate]:
    return {form: fate for fate, named in verbs.items() for form in forms_of(named.split())}


SUFFERED: Final = {
    **_fates(
        {
            "killed": "kill murder slay execute behead decapitate assassinate massacre slaughter"
            " electrocute lynch exterminate",
            "injured": "injure wound hurt maim hospitalise hospitalize concuss",
            "detained": "arrest detain apprehend imprison capture",
            "displaced": "displace evacuate uproot",
            "rescued": "rescue",
            "destroyed": "destroy flatten raze demolish gut obliterate torch incinerate",
            "intercepted": "intercept neutralise neutralize",
            "launched": "launch fire",
        }
    ),
    "downed": "intercepted",
    "downing": "intercepted",
    "slew": "killed",
    "slain": "killed",
    "repelled": "intercepted",
    "jammed": "intercepted",
}
"""Verbs whose object, or passive subject, it happened to."""

MET: Final = _fates({"killed": "die perish drown suffocate starve succumb"})
"""Verbs whose subject it happened to; `drown` has both."""

STATES: Final[dict[str, Fate]] = {
    "dead": "killed", "lifeless": "killed", "deceased": "killed", "missing": "missing",
    "unaccounted": "missing", "homeless": "displaced", "drowned": "killed",
}  # fmt: skip
"""What somebody is, or is left, found or reported."""

OUTCOMES: Final[dict[str, Fate]] = {
    "death": "killed", "deaths": "killed", "fatality": "killed", "fatalities": "killed",
    "killings": "killed", "murders": "killed", "homicides": "killed", "drownings": "killed",
    "executions": "killed", "bodies": "killed", "corpses": "killed", "dead": "killed",
    "injury": "injured", "injuries": "injured", "wounded": "injured", "injured": "injured",
    "arrests": "detained", "arrest": "detained", "detentions": "detained",
    "missing": "missing", "killed": "killed", "detained": "detained", "displaced": "displaced",
    "interceptions": "intercepted", "evacuees": "displaced", "slain": "killed",
}  # fmt: skip
"""Nouns that are counted themselves: '12 deaths', 'no injuries', '30 wounded'."""

NONE_OF: Final[dict[str, Fate]] = {**OUTCOMES, "casualties": "killed", "casualty": "killed"}
"""What there may be none of. Some number of casualties are killed and wounded together."""

OF: Final[dict[str, Fate]] = {
    "death": "killed", "deaths": "killed", "killing": "killed", "killings": "killed",
    "murder": "killed", "murders": "killed", "slaying": "killed", "execution": "killed",
    "executions": "killed", "assassination": "killed", "massacre": "killed",
    "slaughter": "killed", "drowning": "killed", "manslaughter": "killed", "body": "killed",
    "bodies": "killed", "remains": "killed", "corpses": "killed", "lives": "killed",
    "arrest": "detained", "arrests": "detained", "detention": "detained",
    "capture": "detained", "rescue": "rescued", "evacuation": "displaced",
    "displacement": "displaced", "launch": "launched", "firing": "launched",
    "destruction": "destroyed", "downing": "intercepted", "interception": "intercepted",
    "disappearance": "missing", "wounding": "injured", "injuring": "injured",
    "loss": "killed", "injuries": "injured",
}  # fmt: skip
"""Nouns with 'of' before the number: 'the deaths of 12 people', 'the arrest of two men'."""

_LOSES: Final = frozenset(forms_of(["lose", "claim", "take", "cost"]))
LOSES_LIVES: Final = _LOSES
"""Verbs that make dead of a number of lives."""

_PARTICLES: Final[dict[str, tuple[Fate, str]]] = {
    "shoot bring take knock": ("intercepted", "down"),
    "fend fight beat": ("intercepted", "off"),
    "gun mow": ("killed", "down"),
    "shoot": ("killed", "dead"),
    "round": ("detained", "up"),
}
PHRASAL: Final[dict[str, Fate]] = {
    f"{verb} {particle}": fate
    for verbs, (fate, particle) in _PARTICLES.items()
    for verb in forms_of(verbs.split())
} | {
    "burned out": "destroyed", "burnt out": "destroyed", "burned down": "destroyed",
    "burnt down": "destroyed", "burning down": "destroyed",
}  # fmt: skip
"""Verbs with a particle, whose object, or passive subject, it happened to."""

HELD: Final = frozenset({"held", "holding", "holds", "captured", "capturing", "seized"})
"""Verbs that mean persons only where persons follow: meetings are held too."""

SAVED: Final = frozenset(
    forms_of(["save", "lift", "airlift", "pluck", "pull", "winch", "free", "dig"])
)
"""The same for those who are rescued."""

FROM: Final = frozenset({"from", "out", "alive", "to", "off"})
"""What stands near such a verb where somebody is rescued."""

VIOLENT: Final = frozenset(
    forms_of(["shoot", "stab", "beat", "burn", "crush", "trample", "hack", "batter", "strangle"])
) | {"starved", "froze", "frozen", "bludgeoned", "torn", "choked"}
"""Verbs that end in 'dead' or 'to death', or do not."""

RUINS: Final = frozenset({"rubble", "ruins", "ashes"})
"""What buildings are, or lie in, where they are destroyed."""

BURNS: Final = frozenset({"burned", "burnt", "burning", "burn"})
BUILT: Final = frozenset(
    {"home", "homes", "house", "houses", "building", "buildings", "village", "villages", "shop"}
    | {"shops", "vehicle", "vehicles", "car", "cars", "lorry", "lorries", "truck", "trucks"}
    | {"school", "schools", "church", "churches", "mosque", "mosques", "hut", "huts", "tent"}
    | {"tents", "bus", "buses", "boat", "boats", "structures", "properties", "businesses", "stalls"}
)
"""What is destroyed where it is burned."""

SEVERELY: Final = frozenset({"critically", "seriously", "badly", "gravely", "severely"})
GROUPS: Final = frozenset({"family", "crew", "group", "team", "party"})
"""Nouns of which a number gives the size: 'a family of five'."""

INCLUDES: Final = frozenset({"included", "include", "includes", "were", "was", "are"})

FLEES: Final = frozenset(forms_of(["flee"]))
FORCED: Final = frozenset({"forced", "driven", "forcing", "driving", "drove"})
HOMES: Final = frozenset(
    {"home", "homes", "house", "houses", "villages", "flee", "evacuate", "leave", "abandon"}
    | {"country", "region", "fighting", "violence", "war", "area", "city", "town", "conflict"}
)
SUSTAINS: Final = frozenset(forms_of(["suffer", "sustain", "receive"]))
WOUNDS: Final = frozenset(
    {"injuries", "injury", "wounds", "wound", "burns", "fractures", "concussion", "bruises"}
    | {"bones", "lacerations", "inhalation", "hypothermia"}
)
BREAKS: Final = frozenset({"broke", "broken", "breaks", "breaking", "fractured"})
LIMBS: Final = frozenset(
    {"wrist", "wrists", "arm", "arms", "leg", "legs", "ankle", "ankles", "hip", "rib", "ribs"}
    | {"collarbone", "bone", "bones", "skull", "pelvis", "foot", "elbow", "shoulder", "jaw", "nose"}
)

TAKEN: Final = frozenset(
    {"taken", "rushed", "airlifted", "flown", "brought", "admitted", "transferred", "moved", "in"}
)
CARE: Final[dict[str, Fate]] = {
    "hospital": "injured", "hospitals": "injured",
    "custody": "detained", "detention": "detained", "prisoner": "detained",

        "safety": "rescued",
        "surface": "rescued",
        "ashore": "rescued",
        "shelters": "displaced",
        "intensive": "injured"
    ,
}  # fmt: skip
"""Where somebody was taken, or is."""

BE: Final = frozenset(forms_of(["be", "get"])) | frozenset(
    {"is", "are", "was", "were", "been", "being", "am", "'s", "'re", "got"}
)
UNREAL: Final = frozenset({"would", "could", "might", "will", "should", "can"})
"""Words before what has not happened: 'thousands could die'."""

INTO: Final = frozenset({"to", "into", "in"})
SKIPPED: Final = frozenset(
    {"have", "has", "had", "having", "reported", "reportedly", "confirmed", "left", "found"}
    | {"feared", "believed", "presumed", "thought", "known", "to", "seriously", "said", "as"}
    | {"pronounced", "declared", "lay", "lie", "lying", "remain", "remained", "remains", "went"}
    | {"others", "more", "who", "that", "also", "either", "both", "all", "them", "feared", "listed"}
    | {"may", "later", "still", "now", "then"}
    | {"tragically", "n't", "not", "shot", "and", "go", "gone", "going", "been", "being", "up"}
)
"""Words between those whom it happened to and the word for it: 'were later found'."""

TOLL: Final = frozenset({"toll", "tally", "tolls"})
COUNTS: Final = frozenset({"number", "figure", "total", "toll", "count", "tally", "numbers"})
"""Nouns whose number stands behind a verb: 'the toll rose to 253'."""

TOLL_LINKS: Final = frozenset(
    forms_of(["reach", "pass", "exceed", "hit", "top", "surpass", "near", "approach"])
) | {"to", "at", "from", "past", "above", "beyond", "is", "was", "stood", "as"}
"""Words before a number that make it the number of a toll."""

TRIGGERS: Final = (
    frozenset(SUFFERED)
    | MET.keys()
    | STATES.keys()
    | NONE_OF.keys()
    | OF.keys()
    | HELD
    | SAVED
    | TOLL
    | FLEES
    | FORCED
    | WOUNDS
    | CARE.keys()
    | RUINS
    | BURNS
    | SEVERELY
    | BREAKS
    | {"fatally", "treated", "treatment"}
    | {"shot", "shooting", "shoot", "down", "off", "up", "out", "lives", "victims", "victim"}
)
"""A sentence without any of them tells of no fate, but for what goes on from the one before."""
