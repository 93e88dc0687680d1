"""Deaths of one person that are nobody's doing: of illness, of age, or of a cause not told."""

from collections.abc import Iterator, Sequence
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.figures.counted import Counted
from tasks.extraction.parse import Word

_DIES: Final = frozenset(forms_of(["die"])) | {"passed"}
_DEATHS: Final = frozenset({"death", "loss"})
_REACH: Final = 12
"""Words from a person to the verb, and from there to the cause."""

_AROUND: Final = 40
"""Words before and behind a person among which a cause is looked for."""

_JOINED: Final = 8
"""How many nouns of a list are climbed."""

_SOME: Final = frozenset({"a", "an", "another", "one"})
"""News of somebody whom nobody has named yet is of a casualty; a family's loss is 'her husband'."""

_NATURAL: Final = frozenset(
    {"cancer", "leukaemia", "leukemia", "tumour", "tumor", "pneumonia", "dementia", "alzheimer"}
    | {"parkinson", "diabetes", "stroke", "illness", "cardiac", "natural", "peacefully"}
)
_OF_THE_HEART: Final = frozenset({"attack", "failure", "disease", "condition"})
_CAUSES: Final = (
    frozenset(
        # Violence, and those who answer for it.
        {"war", "battle", "fighting", "violence", "attack", "attacks", "attacked", "strike"}
        | {"strikes", "airstrike", "airstrikes", "raid", "raids", "shelling", "bombing", "bomb"}
        | {"bombs", "bombardment", "missile", "missiles", "rocket", "rockets", "drone", "drones"}
        | {"mine", "grenade", "gunfire", "gunshot", "shooting", "shootings", "bullet", "bullets"}
        | {"gunman", "gunmen", "clash", "clashes", "ambush", "stabbing", "knife", "murder"}
        | {"murdered", "killing", "killed", "assault", "torture", "riot", "protest", "protests"}
        | {"massacre", "custody", "hostage", "crossfire", "stampede", "crush", "wounds", "wounded"}
        | {"injuries", "injured", "suicide", "police", "manslaughter", "charged", "beating"}
        # Accidents and disasters.
        | {"crash", "crashes", "collision", "accident", "accidents", "blast", "blasts", "wreck"}
        | {"explosion", "explosions", "fire", "fires", "blaze", "wildfire", "wildfires", "smoke"}
        | {"flood", "floods", "flooding", "storm", "storms", "hurricane", "cyclone", "typhoon"}
        | {"tornado", "earthquake", "quake", "tremor", "tsunami", "landslide", "mudslide"}
        | {"avalanche", "eruption", "volcano", "heatwave", "heat", "cold", "lightning", "collapse"}
        | {"derailment", "shipwreck", "rubble", "rescue", "rescuers", "firefighters", "paramedics"}
        | {"scene", "famine", "starvation", "hunger", "drought", "disaster", "overdose"}
        # Epidemics.
        | {"outbreak", "epidemic", "pandemic", "virus", "coronavirus", "covid", "covid-19", "ebola"}
        | {"cholera", "measles", "malaria", "plague", "dengue", "flu", "influenza", "poisoning"}
        | {"infected", "quarantine", "dysentery", "diphtheria", "mpox"}
    )
    | frozenset(forms_of(["shoot", "stab", "crash", "collide", "explode", "capsize", "sink"]))
    | frozenset(forms_of(["hit", "fall", "collapse", "drown", "trample", "burn", "overturn"]))
    | frozenset(forms_of(["bomb", "strike", "derail", "plunge", "choke"]))
)
"""What makes a casualty of one who died."""


def is_natural_death(words: Sequence[Word], what: Counted) -> bool:
    """Tell whether one person died of illness, or is known already and of no cause around.

    It is so of those alone who 'died': to have been killed, or found dead, is told in its own way.
    """
    begin = _dying(words, what)
    if begin is None or _is_one_of_several(what):
        return False
    if any(_is_natural(words, index) for index in _sentence(words, what, begin)):
        return True
    if words[what.first].lower in _SOME:
        return False
    around = words[max(0, what.first - _AROUND) : what.past + _AROUND]
    return not any(word.lower in _CAUSES for word in around)


def _is_natural(words: Sequence[Word], index: int) -> bool:
    is_of_heart = words[index].lower in _OF_THE_HEART and words[index - 1].lower == "heart"
    return is_of_heart or words[index].lower in _NATURAL


def _sentence(words: Sequence[Word], what: Counted, begin: int) -> Iterator[int]:
    """Yield the places of the next words, as far as the sentence of a person goes."""
    for index in range(begin, min(begin + _REACH, len(words))):
        if words[index].sentence != words[what.number].sentence:
            return
        yield index


def _dying(words: Sequence[Word], what: Counted) -> int | None:
    """Give the place of 'died' behind a person, or of 'the death of' in front."""
    noun = what.first - 2
    if noun >= 0 and words[noun + 1].lower == "of" and words[noun].lower in _DEATHS:
        return what.past
    behind = _sentence(words, what, what.past)
    return next((index for index in behind if words[index].lower in _DIES), None)


def _is_one_of_several(what: Counted) -> bool:
    """Tell whether a list has several others: 'two women and a child died'."""
    word = what.head
    for _ in range(_JOINED):
        if word.dep != "conj":
            break
        word = word.head
    return word.tag == "NNS"
