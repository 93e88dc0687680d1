"""Countries and capitals that stand for their governments: `Paris denied it`.

Precision before recall: a place is one unless the words beside it leave no doubt.
"""

from collections.abc import Sequence
from typing import Final

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.gazetteer import Location
from tasks.extraction.marks import POSSESSIVES
from tasks.extraction.parse import Word
from tasks.extraction.places.toponyms import Toponym

_WITH_GOVERNMENTS = (
    {"accuse", "anger", "annoy", "ask", "assure", "blame", "consult", "convince", "criticise"}
    | {"criticize", "embarrass", "infuriate", "irritate", "lobby", "notify", "persuade"}
    | {"pressure", "reassure", "recognise", "recognize", "tell", "thank", "urge", "warn"}
)
_OBJECT_VERBS: Final = forms_of(_WITH_GOVERNMENTS)
"""What is done to a government, and to no place."""

_VERBS: Final = forms_of(
    {"accuse", "agree", "announce", "appeal", "apologise", "apologize", "approve", "argue"}
    | {"ban", "blame", "boycott", "condemn", "confirm", "criticise", "criticize", "declare"}
    | {"decide", "demand", "denounce", "deny", "deploy", "dismiss", "expel", "impose"}
    | {"insist", "intend", "invade", "negotiate", "object", "offer", "order", "pledge"}
    | {"propose", "protest", "ratify", "recall", "refuse", "reject", "reply", "respond"}
    | {"retaliate", "say", "seek", "sign", "suspend", "threaten", "urge", "veto", "vow"}
    | {"want", "warn", "welcome", "withdraw", "recognise", "recognize", "sanction", "accept"}
    | {"acknowledge", "admit", "pressure", "annex", "summon", "lobby", "back", "broker", "hope"}
    | {"believe", "call", "consider", "weigh", "fear", "promise", "ask", "insist", "oppose"}
    | {"regard", "support", "view", "voice", "hint", "signal", "stress", "complain", "rule"}
)
"""What a government does, and a place does not."""

_BETWEEN: Final = frozenset(
    {"has", "have", "had", "also", "later", "then", "now", "repeatedly", "once", "never", "would"}
    | {
        "will",
        "could",
        "may",
        "might",
        "is",
        "was",
        "must",
        "should",
        "does",
        "did",
        "has",
        "not",
        "itself",
        "again",
        "already",
    }
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

_WEIGHTY: Final = frozenset(
    {"agreement", "alliance", "ceasefire", "contacts", "deal", "dialogue", "negotiations", "pact"}
    | {"relations", "row", "sanctions", "talks", "tensions", "ties", "treaty", "truce", "pressure"}
    | {"cooperation", "standoff", "stand-off"}
)
"""What there is with a government, on it or against it."""

_SUBJECT: Final = frozenset({"nsubj", "nsubjpass"})

_NOT_BEFORE: Final = frozenset(
    {"in", "of", "from", "at", "to", "near", "outside", "across", "around", "over", "for", "into"}
    | {"visiting", "via", "through", "within", "inside", "on", "throughout", "against", "and", ","}
    | {"northern", "southern", "eastern", "western", "central"}
)
"""Words before a name that is no subject."""

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
        or _is_dealt_with(toponym, words)
        or _is_agent(toponym, words)
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
    last = words[toponym.end - 1]
    is_second = last.dep == "conj" and last.head.dep in _SUBJECT and last.head.is_name
    if not opens and not is_second and _before(toponym, words) in _NOT_BEFORE:
        return False
    if not is_second and last.dep not in _SUBJECT:
        return False
    end = toponym.end
    if words[end : end + 1] and words[end].lower == "and":
        end = next((word.index for word in words[end + 1 : end + 5] if not word.is_name), end)
    for word in words[end : end + _REACH]:
        if word.lower in _VERBS:
            return word.tag in {"VBD", "VBZ", "VBP", "VB", "VBN", "VBG"}
        if word.lower not in _BETWEEN:
            return False
    return False


def _is_dealt_with(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it is told or urged something, or talked with: `accused Paris of`, `ties with Paris`.

    Nothing that it has follows: `urged Paris police`, `ties with Paris's mayor`.
    """
    if _is_attributive(toponym, words):
        return False
    before = [word.lower for word in words[max(0, toponym.first - 2) : toponym.first]]
    if before[-1:] == ["the"]:
        before = [word.lower for word in words[max(0, toponym.first - 3) : toponym.first - 1]]
    if before and before[-1] in _OBJECT_VERBS:
        return True
    return len(before) > 1 and before[0] in _WEIGHTY and before[1] in {"with", "on", "against"}


def _is_attributive(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether something of its own follows: `Paris police`, `Paris's mayor`, `Paris-born`."""
    after = words[toponym.end : toponym.end + 1]
    return any(word.is_noun or word.lower in POSSESSIVES or word.text == "-" for word in after)


def _is_agent(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether something is done by it: `rejected by Paris`, `Paris-backed`."""
    behind = [word.lower for word in words[toponym.end : toponym.end + 2]]
    if behind[:1] == ["-"] and behind[1:] in (["backed"], ["brokered"], ["sponsored"]):
        return True
    before = words[max(0, toponym.first - 2) : toponym.first]
    if [word.lower for word in before[1:]] != ["by"] or _is_attributive(toponym, words):
        return False
    return before[0].tag == "VBN" and before[0].lower in _VERBS


def _has_policy(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it has what governments have: `Beijing's decision`."""
    after = words[toponym.end : toponym.end + _REACH]
    if not after or after[0].lower not in POSSESSIVES:
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
    return before == ["according", "to"] and not POSSESSIVES.intersection(has)
