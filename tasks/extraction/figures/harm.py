"""Words that tell what became of somebody, or of something that was fired."""

from dataclasses import dataclass
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.record import Fate

OF_PERSONS: Final[frozenset[Fate]] = frozenset(
    {"killed", "injured", "missing", "detained", "displaced", "rescued"}
)


def _fates(verbs: dict[Fate, str]) -> dict[str, Fate]:
    return {form: fate for fate, named in verbs.items() for form in forms_of(named.split())}


SUFFERED: Final = {
    **_fates(
        {
            "killed": "kill murder slay execute behead decapitate assassinate massacre slaughter"
            " neutralise neutralize martyr strangle asphyxiate eliminate butcher electrocute lynch"
            " exterminate",
            "injured": "injure wound hurt maim hospitalise hospitalize concuss sicken scald"
            " disfigure poison",
            "detained": "arrest detain apprehend imprison capture jail incarcerate nab",
            "displaced": "displace evacuate uproot",
            "rescued": "rescue",
            "destroyed": "destroy flatten raze demolish gut obliterate torch incinerate",
            "intercepted": "intercept repel jam",
            "launched": "launch fire",
        }
    ),
    "downed": "intercepted",
    "downing": "intercepted",
}
"""Verbs whose object, or passive subject, it happened to."""

MET: Final = _fates(
    {
        "killed": "die perish expire drown suffocate starve succumb asphyxiate",
        "missing": "vanish disappear",
        "rescued": "survive",
        "destroyed": "collapse",
    }
)
"""Verbs whose subject it happened to; `drown` has both."""

STATES: Final[dict[str, Fate]] = {
    "dead": "killed", "lifeless": "killed", "deceased": "killed", "missing": "missing",
    "unaccounted": "missing", "homeless": "displaced", "drowned": "killed",
}  # fmt: skip
"""What somebody is, or is left, found or reported."""

OUTCOMES: Final[dict[str, Fate]] = {
    "death": "killed", "deaths": "killed", "fatality": "killed", "fatalities": "killed",
    "killings": "killed", "martyrs": "killed", "murders": "killed", "homicides": "killed",
    "drownings": "killed",
    "executions": "killed", "bodies": "killed", "corpses": "killed", "dead": "killed",
    "injury": "injured", "injuries": "injured", "wounded": "injured", "injured": "injured",
    "hurt": "injured",
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

LOSES_LIVES: Final = frozenset(forms_of(["lose", "claim", "take", "cost"]))
"""Verbs that make dead of a number of lives."""

_PARTICLES: Final[tuple[tuple[str, str, Fate], ...]] = (
    ("shoot bring take knock", "down", "intercepted"),
    ("fend fight beat", "off", "intercepted"),
    ("gun mow cut", "down", "killed"),
    ("wipe", "out", "killed"),
    ("pick", "off", "killed"),
    ("pass", "away", "killed"),
    ("shoot", "dead", "killed"),
    ("round", "up", "detained"),
    ("burn", "down", "destroyed"),
    ("burn", "out", "destroyed"),
)
PHRASAL: Final[dict[str, Fate]] = {
    f"{verb} {particle}": fate
    for verbs, particle, fate in _PARTICLES
    for verb in forms_of(verbs.split())
}
"""Verbs with a particle, whose object, or passive subject, it happened to."""

ARMED: Final = frozenset(
    {"soldier", "soldiers", "men", "troops", "fighters", "servicemen", "personnel", "officers"}
    | {"militants", "policemen", "crew", "marines", "comrades"}
)
"""Those who are killed where a side has lost them."""

RUINS: Final = frozenset({"rubble", "ruins", "ashes"})
"""What buildings are where they are destroyed."""

LOSES: Final = frozenset(forms_of(["lose"]))
CLAIMS: Final = frozenset(forms_of(["claim"]))
"""A verb that makes dead of a number alone."""

NO_DEATH: Final = frozenset(
    {"sentenced", "condemned", "scared", "frightened", "bored", "worked", "sentence", "loved"}
    | {"from", "close", "up", "leading", "led", "due", "opposed", "related", "linked", "connection"}
)
"""Words with 'to death' behind them that tell of nobody dead."""

KILLS_OR_DIES: Final = frozenset(forms_of(["drown", "suffocate", "starve"]))
"""Verbs that tell of their object, or else of their subject."""

FOUND: Final = frozenset(
    {"found", "recovered", "pulled", "discovered", "washed", "retrieved", "exhumed", "identified"}
    | {"brought", "dug", "spotted", "located"}
)
"""What happens to the body of somebody dead."""

HELD: Final = frozenset(forms_of(["hold", "seize"]))
"""Verbs that mean persons only where persons follow: meetings are held too."""

SAVED: Final = frozenset(
    forms_of(["save", "lift", "airlift", "pluck", "pull", "winch", "free", "dig"])
)
"""The same for those who are rescued."""

VIOLENT: Final = frozenset(
    forms_of(["shoot", "stab", "beat", "burn", "crush", "trample", "hack", "batter", "strangle"])
    | forms_of(["starve", "freeze", "bludgeon", "tear", "choke"])
)
"""Verbs that end in 'dead' or 'to death', or do not."""


BURNS: Final = frozenset(forms_of(["burn"]))
BUILT: Final = frozenset(
    {"home", "homes", "house", "houses", "building", "buildings", "village", "villages", "shop"}
    | {"shops", "vehicle", "vehicles", "car", "cars", "lorry", "lorries", "truck", "trucks"}
    | {"school", "schools", "church", "churches", "mosque", "mosques", "hut", "huts", "tent"}
    | {"tents", "bus", "buses", "boat", "boats", "structures", "properties", "businesses", "stalls"}
)
"""What is destroyed where it is burned."""

GROUPS: Final = frozenset({"family", "crew", "group", "team", "party"})
"""Nouns of which a number gives the size: 'a family of five'."""

BE: Final = frozenset(forms_of(["be", "get"])) | frozenset(
    {"is", "are", "was", "were", "been", "am", "'s", "'re"}
)
UNREAL: Final = frozenset({"would", "could", "might", "will", "should", "can", "'ll", "'d", "wo"})
"""Words before what has not happened: 'thousands could die'."""

GRAVE: Final = frozenset(
    {"critical", "serious", "ill", "unconscious", "recuperating", "convalescing"}
)
"""What those are who are in a bad state."""

SURVIVORS: Final = frozenset({"survivor", "survivors"})
SEVERELY: Final = frozenset({"critically", "seriously", "badly", "gravely", "severely"})
LIGHTLY: Final = frozenset({"lightly", "slightly", "moderately"})
"""How those are hurt of whom nothing worse is told."""

_WOUNDS: Final = frozenset(
    {"injury", "injuries", "wound", "wounds", "burns", "fracture", "fractures", "amputated"}
)
_HURT: Final = (
    _WOUNDS
    | {"concussion", "bruises", "lacerations", "inhalation", "hypothermia", "shrapnel", "bullet"}
    | {"cuts", "trauma", "shock", "poisoning", "hospital", "hospitals", "surgery", "treatment"}
)
_LIMBS: Final = frozenset(
    {"wrist", "wrists", "arm", "arms", "leg", "legs", "ankle", "ankles", "hip", "rib", "ribs"}
    | {"collarbone", "bone", "bones", "skull", "pelvis", "foot", "elbow", "shoulder", "jaw", "nose"}
    | {"neck", "back", "hand", "hands", "head", "chest", "stomach", "abdomen", "thigh", "knee"}
    | {"face", "groin", "shin", "bullet", "bullets", "shrapnel"}
)
HOSPITAL: Final = frozenset(
    {"hospital", "hospitals", "clinic", "clinics", "infirmary", "intensive"}
)
INCLUDES: Final = frozenset({"included", "include", "includes", "were", "was", "are", ","})
HOMES: Final = frozenset(
    {"home", "homes", "house", "houses", "villages", "flee", "evacuate", "leave", "abandon"}
    | {"country", "region", "fighting", "violence", "war", "area", "city", "town", "conflict"}
)
SAFE: Final = frozenset({"safety", "ashore", "surface", "alive", "safely"})
FROM: Final = frozenset({"from", "out", "alive", "to", "off"})
"""What stands near a verb of saving where somebody is rescued."""

FORCED: Final = frozenset(forms_of(["force", "drive"]))
SUSTAINS: Final = frozenset(forms_of(["suffer", "sustain", "receive", "nurse", "escape"]))
TAKEN: Final = frozenset(
    {"taken", "rushed", "airlifted", "flown", "brought", "admitted", "transferred", "moved"}
    | {"sent", "carried", "treated"}
)
SENDS: Final = frozenset(forms_of(["send", "take", "rush", "airlift", "fly", "put", "carry"]))
"""Verbs whose object goes to hospital."""


_NEEDS: Final = frozenset(forms_of(["need", "require", "seek", "receive", "undergo"])) | {
    "under", "given", "underwent", "undergone",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What a word says together with one of some others. Units: `reach` in words behind it.

    Attributes:
        is_passive: whether it is said of the subject of a participle alone.
    """

    fate: Fate
    goals: frozenset[str]
    reach: int = 4
    is_passive: bool = False


_OF_WORDS: Final[tuple[tuple[str | frozenset[str], Frame], ...]] = (
    (LOSES_LIVES, Frame("killed", frozenset({"life", "lives"}), 2)),
    ("fell plunged fallen jumped leapt met fall plunge swept dragged thrown",
     Frame("killed", frozenset({"death", "deaths"}), 5)),
    ("fatally", Frame("killed", frozenset(VIOLENT) | {"injured", "wounded", "hurt"}, 2)),
    (VIOLENT | {"injured", "wounded"}, Frame("killed", frozenset({"fatally"}), 1)),
    ("not n't failed did", Frame("killed", frozenset({"survive"}), 2)),
    ("not n't yet", Frame("missing", frozenset({"found", "located", "traced", "seen"}), 3)),
    ("fell fallen", Frame("killed", frozenset({"victim"}), 1)),
    (SUSTAINS | {"proved"}, Frame("killed", frozenset({"fatal", "mortal"}), 2)),
    ("laid", Frame("killed", frozenset({"rest"}), 2)),
    ("fallen fell fall falling taken", Frame("injured", frozenset({"ill", "sick"}), 1)),
    ("dropped", Frame("killed", frozenset({"dead"}), 1)),
    ("burnt burned charred", Frame("killed", frozenset({"recognition"}), 3)),
    ("burnt burned buried", Frame("killed", frozenset({"alive"}), 1)),
    ("breathed", Frame("killed", frozenset({"last"}), 3)),
    ("swept washed carried", Frame("missing", frozenset({"away"}), 2, is_passive=True)),
    ("ended took taken", Frame("killed", frozenset({"life", "lives"}), 3)),
    (SUSTAINS | {"with", "for"}, Frame("injured", _HURT, 6)),
    ("had have has", Frame("injured", _WOUNDS, 3)),
    ("treated hospitalised hospitalized",
     Frame("injured", frozenset({"for", "in", "at", "by"}), 1)),
    (_NEEDS,
     Frame("injured", frozenset({"treatment", "surgery", "hospital", "attention", "aid"}), 4)),
    ("in", Frame("injured", HOSPITAL, 2)),
    (TAKEN | {"went", "recovering", "remain", "remained", "kept", "admitted"},
     Frame("injured", HOSPITAL, 6)),
    ("in", Frame("injured", frozenset({"condition", "coma"}), 5)),
    ("on", Frame("injured", frozenset({"support"}), 2)),
    ("fighting battling", Frame("injured", frozenset({"life", "lives"}), 3)),
    ("broke broken breaks breaking fractured lost losing", Frame("injured", _LIMBS, 4)),
    ("shot stabbed hit struck", Frame("injured", _LIMBS - {"head"}, 4)),
    ("taken in into placed held remanded kept",
     Frame("detained", frozenset({"custody", "detention", "prisoner"}), 3)),
    ("taken held seized",
     Frame("detained", frozenset({"hostage", "hostages", "captive"}), 1, is_passive=True)),
    ("in into behind", Frame("detained", frozenset({"jail", "prison", "bars"}), 1)),
    (TAKEN | {"found"}, Frame("rescued", SAFE, 4)),
    ("swam scrambled climbed clambered", Frame("rescued", SAFE, 2)),
    ("feared believed thought presumed lie lay",
     Frame("missing", frozenset({"trapped", "buried"}), 3)),
    (frozenset(forms_of(["flee"])), Frame("displaced", HOMES, 4)),
    ("forced driven ordered told asked urged",
     Frame("displaced", HOMES - {"war", "conflict", "violence"}, 4)),
    ("had", Frame("displaced", frozenset({"flee", "evacuate", "leave", "abandon"}), 2)),
    (TAKEN | {"in"}, Frame("displaced", frozenset({"shelters"}), 5)),
    ("reduced in to turned", Frame("destroyed", frozenset({"rubble", "ruins", "ashes"}), 2)),
)  # fmt: skip


def _frames() -> dict[str, tuple[Frame, ...]]:
    made: dict[str, tuple[Frame, ...]] = {}
    for opening, frame in _OF_WORDS:
        for word in opening.split() if isinstance(opening, str) else sorted(opening):
            made[word] = (*made.get(word, ()), frame)
    return made


FRAMES: Final = _frames()
"""What a word of a predicate says with others near: 'lost their lives', 'taken to hospital'."""

TOLL: Final = frozenset({"toll", "tally", "tolls"})
COUNTS: Final = frozenset({"number", "figure", "total", "toll", "count", "tally", "numbers"})
"""Nouns whose number stands behind a verb: 'the toll rose to 253'."""

TOLL_LINKS: Final = frozenset(
    forms_of(["reach", "pass", "exceed", "hit", "top", "surpass", "near", "approach"])
) | {"to", "at", "from", "past", "above", "beyond", "is", "was", "stood", "as"}
"""Words before a number that make it the number of a toll."""

_EVERYWHERE: Final = frozenset(
    {"in", "into", "to", "on", "for", "with", "behind", "had", "has", "have", "not", "n't", "did"}
    | {"put", "yet"}
)
"""Words of frames that stand in most sentences."""

TRIGGERS: Final = (
    frozenset(SUFFERED)
    | MET.keys()
    | STATES.keys()
    | NONE_OF.keys()
    | OF.keys()
    | FRAMES.keys() - _EVERYWHERE
    | HELD
    | SAVED
    | TOLL
    | FORCED
    | BURNS
    | GRAVE
    | SEVERELY
    | LIGHTLY
    | _HURT
    | HOSPITAL
    | {"condition", "custody", "rubble", "ruins", "ashes", "shelters", "coma", "support"}
    | {"shooting", "shoot", "down", "off", "up", "lives", "victims", "victim", "survive"}
    | {"found", "seen", "traced", "search", "another"}
)
"""A sentence without any of them tells of no fate, but for what goes on from the one before."""
