"""Countries and capitals that stand for their governments: `Paris denied it`.

Precision before recall: a place is one unless the words beside it leave no doubt.
"""

from collections.abc import Sequence
from typing import Final

from tasks.extraction.parse import Word
from tasks.extraction.places.gazetteer import Location
from tasks.extraction.places.toponyms import Toponym
from tasks.extraction.verbs import forms_of

_VERBS: Final = forms_of(
    {"accuse", "agree", "announce", "appeal", "apologise", "apologize", "approve", "argue"}
    | {"ban", "blame", "boycott", "condemn", "confirm", "criticise", "criticize", "declare"}
    | {"decide", "demand", "denounce", "deny", "deploy", "dismiss", "expel", "impose"}
    | {"insist", "intend", "invade", "negotiate", "object", "offer", "order", "pledge"}
    | {"propose", "protest", "ratify", "recall", "refuse", "reject", "reply", "respond"}
    | {"retaliate", "say", "seek", "sign", "suspend", "threaten", "urge", "veto", "vow"}
    | {"want", "warn", "welcome", "withdraw", "recognise", "recognize", "sanction", "accept"}
    | {"acknowledge", "admit", "pressure", "annex", "summon", "lobby"}
)
"""What a government does, and a place does not."""

_BETWEEN: Final = frozenset(
    {"has", "have", "had", "also", "later", "then", "now", "repeatedly", "once", "never", "would"}
    | {"will", "could", "may", "might", "has", "is", "was", "not", "itself", "again", "already"}
    | {"formally", "officially", "immediately", "quickly", "swiftly", "strongly", "flatly"}
)
"""Words between a subject and its verb."""

_ACTS: Final = frozenset(
    {"accusation", "accusations", "aim", "aims", "ambassador", "ambitions", "announcement"}
    | {"decision", "demand", "demands", "denial", "diplomats", "envoy", "foreign", "government"}
    | {"intention", "intentions", "invasion", "leaders", "leadership", "negotiators", "offer"}
    | {"plan", "plans", "policy", "position", "pledge", "proposal", "refusal", "rejection"}
    | {"request", "response", "sanctions", "stance", "strategy", "threat", "threats", "warning"}
)
"""What a government makes or has; `invasion` and the like belong to nobody else."""

_TALKS: Final = frozenset(
    {"agreement", "alliance", "ceasefire", "cooperation", "deal", "dispute", "negotiations"}
    | {"pact", "relations", "rift", "row", "talks", "tension", "tensions", "ties", "treaty"}
    | {"truce", "war", "feud", "stand-off", "standoff", "diplomacy"}
)
"""What there is between governments."""

_NOT_BEFORE: Final = frozenset(
    {"in", "of", "from", "at", "to", "near", "outside", "across", "around", "over", "for", "into"}
    | {"visiting", "via", "through", "within", "inside", "on", "throughout", "against", "and", ","}
    | {"northern", "southern", "eastern", "western", "central"}
)
"""Words before a name that is no subject."""

_HAS: Final = frozenset({"'s", "\u2019s", "'", "\u2019"})
_REACH: Final = 3


def stands_for_government(toponym: Toponym, place: Location, words: Sequence[Word]) -> bool:
    """Tell whether a mention of a place means the government that sits there."""
    if not place.feature.startswith("PCL") and place.feature != "PPLC":
        return False
    if toponym.kinds:
        return False
    return (
        _acts(toponym, words)
        or _has_policy(toponym, words)
        or _deals(toponym, words)
        or _is_source(toponym, words)
    )


def _before(toponym: Toponym, words: Sequence[Word]) -> str:
    """Give the word before a name and its article."""
    index = toponym.first - 1
    if index >= 0 and words[index].lower == "the":
        index -= 1
    return words[index].lower if index >= 0 else ""


def _acts(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it is the subject of what only governments do."""
    opens = toponym.first == 0 or words[toponym.first].sentence != words[toponym.first - 1].sentence
    if not opens and _before(toponym, words) in _NOT_BEFORE:
        return False
    if words[toponym.end - 1].dep not in {"nsubj", "nsubjpass"}:
        return False
    for word in words[toponym.end : toponym.end + _REACH]:
        if word.lower in _VERBS:
            return word.tag in {"VBD", "VBZ", "VBP", "VB", "VBN"}
        if word.lower not in _BETWEEN:
            return False
    return False


def _has_policy(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it has what governments have: `Beijing's decision`."""
    after = words[toponym.end : toponym.end + _REACH]
    if not after or after[0].lower not in _HAS:
        return False
    noun = next((word for word in after[1:] if word.is_noun), None)
    return noun is not None and noun.lower in _ACTS


def _deals(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it stands in `talks between X and Y`."""
    before = [word.lower for word in words[max(0, toponym.first - 5) : toponym.first]]
    if "between" not in before:
        return False
    index = len(before) - 1 - before[::-1].index("between")
    if index == 0 or before[index - 1] not in _TALKS:
        return False
    return all(word in {"the", "and"} or word[:1].isalpha() for word in before[index + 1 :])


def _is_source(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether something is so according to it."""
    before = [word.lower for word in words[max(0, toponym.first - 2) : toponym.first]]
    has = [word.lower for word in words[toponym.end : toponym.end + 1]]
    return before == ["according", "to"] and not _HAS.intersection(has)
