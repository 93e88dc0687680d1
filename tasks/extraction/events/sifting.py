"""Which acts a text tells of: none that is private, or only meant, and each once."""

from collections.abc import Iterable, Iterator

from tasks.extraction.english.nouns import singular
from tasks.extraction.events.lexicon import LEXICON
from tasks.extraction.events.matching import Act
from tasks.extraction.events.modality import LASTING
from tasks.extraction.events.names import Names
from tasks.extraction.parse import Word
from tasks.record import Event, TextSpan

RECIPIENTS = ("against", "on", "with", "to", "at", "from", "into", "of", "upon", "for")
"""Prepositions in front of those to whom it is done; the likelier ones come first."""

_PARTIES = ("with", "to", "from", "on", "upon", "against")
"""Those behind which stands to whom one speaks."""

_RESULTS = frozenset(
    {"kill", "wound", "injure", "hurt", "damage", "destroy", "maim", "wreck", "level", "die"}
)
"""Verbs that say what an assault did; where another word says what it was, that tells of it."""

_SPOKEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "REJECT", "COOPERATE"})
_MEANING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
_CONTENT = frozenset({"xcomp", "ccomp", "pcomp"})
_DEEDS = frozenset(
    {"ASSAULT", "COERCE", "SANCTION", "PROTEST", "AID", "MOBILIZE", "RETREAT", "CONSULT"}
)
_ALMOST = frozenset({"close"})
"""What depends on these has not happened: 'close to collapse'."""

_KNOWN = frozenset({"the", "this", "that", "its", "their", "these", "those", "his", "her", "such"})
_UNNAMED = frozenset({"he", "him", "she", "her", "it", "they", "them", "who", "others"})


_FARTHEST = 8
"""How many verbs up one is looked for that says what is meant."""

_MOST_COMPARED = 50
"""With how many an event is compared; a list of thousands would else take minutes."""


class Sieve:
    """Remembers what a text has told of, sentence by sentence."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._seen: set[str] = set()  # types, nouns that told of them, and to whom it was done
        self._told: dict[tuple[str, str], list[Event]] = {}

    def acts(self, sentence: Iterable[Act]) -> list[Act]:
        """Give the acts that a sentence tells of, in order, without those that are known."""
        public = [act for act in sentence if not _is_private(act, self._names)]
        kept = [act for act in _once(public) if not _is_known(act, self._seen)]
        for act in kept:
            self._seen |= {act.type, singular(act.trigger.lower)}
            self._seen |= {word.lower for word in act.clause.objects}
        return kept

    def passes(self, event: Event, act: Act) -> bool:
        """Whether something is said of an event, and it has not been told before."""
        told = self._told.setdefault((event.type, act.lemma), [])
        if not (act.trigger.is_verb or _is_told_of(event)):
            return False
        if event.type in _DEEDS and any(_is_same(event, other) for other in told[-_MOST_COMPARED:]):
            return False
        told.append(event)
        return True


def _is_private(act: Act, names: Names) -> bool:
    """Whether persons who speak for nobody but themselves meet, ask, agree or refuse."""
    if act.type not in _SPOKEN:
        return False
    parties = [*act.clause.subjects, *act.clause.objects, *_governed(act, _PARTIES)]
    known = [word for word in parties if names.acts(word) and not names.is_unknown(word)]
    return bool(known) and not any(map(names.is_public, known))


def _once(acts: list[Act]) -> list[Act]:
    """Leave out of the acts of a sentence what tells of another one again, or is but meant."""
    assault = any(act.type == "ASSAULT" and act.lemma not in _RESULTS for act in acts)
    meant = {act.clause.word for act in acts if act.type in _MEANING}
    triggers: set[Word] = set()
    telling: set[tuple[str, Word]] = set()
    kept: list[Act] = []
    # A verb is plainer than a noun that is its subject or object.
    for act in sorted(acts, key=lambda act: not act.trigger.is_verb):
        again = act.trigger in triggers or (act.type, act.trigger) in telling
        result = act.type == "ASSAULT" and act.lemma in _RESULTS
        if not again and not (result and assault) and not _is_meant(act.clause.word, meant):
            kept.append(act)
            assault = assault or result
            triggers.add(act.trigger)
            telling |= {(act.type, word) for word in _words(act)}
    return sorted(kept, key=lambda act: act.trigger.index)


def _is_meant(word: Word, meant: set[Word]) -> bool:
    """Whether it is only a purpose, or what somebody agrees, asks, refuses or threatens to do."""
    if word.dep == "xcomp" and word.head.lower in _ALMOST:
        return True
    for _ in range(_FARTHEST):
        if not word.is_verb or word.head is word:
            break
        if word.dep == "advcl" and any(child.lower == "to" for child in word.children):
            return word.head.lower not in LASTING
        joined = word.dep == "conj"
        if not joined and word.dep not in _CONTENT:
            return False
        word = word.head
        if word in meant:
            return not joined
    return False


def _is_known(act: Act, seen: set[str]) -> bool:
    """Whether it speaks of an event that has been told: 'the attack', 'died in the attack'."""
    word = act.trigger
    if not word.is_noun:
        assaults = (noun for noun in _words(act) if noun.is_noun and _is_assault(noun))
        return act.lemma in _RESULTS and "ASSAULT" in seen and any(map(_is_definite, assaults))
    definite = _is_definite(word)
    if act.type not in seen:
        return bool(seen) and definite and len(word.children) == 1
    if singular(word.lower) in seen and (definite or not word.children):
        return True
    return definite and any(noun.lower in seen for noun in _governed(act, RECIPIENTS))


def _is_assault(noun: Word) -> bool:
    return any(pattern.type == "ASSAULT" for pattern in LEXICON.nouns.get(noun.lower, ()))


def _is_definite(noun: Word) -> bool:
    return any(child.lower in _KNOWN or child.dep == "poss" for child in noun.children)


def _governed(act: Act, prepositions: Iterable[str]) -> list[Word]:
    return [word for preposition in prepositions for word in act.clause.oblique(preposition)]


def _words(act: Act) -> Iterator[Word]:
    """Yield the words of which none tells of the same act again."""
    yield from (act.trigger, *act.clause.subjects, *act.clause.objects)
    for beside in act.clause.beside.values():
        yield from (word for word in beside.children if word.dep == "pobj")


def _is_told_of(event: Event) -> bool:
    """Whether a text says who, to whom, where, when, how many, or that it is not so."""
    told = (event.actors, event.recipients, event.date, event.size, event.place)
    return any(told) or "negated" in event.auxiliary


def _is_same(event: Event, other: Event) -> bool:
    """Whether nothing is said of one deed that is not true of the other."""
    pairs = (
        (_heads(event.actors), _heads(other.actors)),
        (_heads(event.recipients), _heads(other.recipients)),
    )
    values = (
        (event.date, other.date),
        (event.place, other.place),
        (event.size, other.size),
        (event.auxiliary, other.auxiliary),
    )
    return all(not a or not b or a & b for a, b in pairs) and all(
        not a or not b or a == b for a, b in values
    )


def _heads(spans: Iterable[TextSpan]) -> set[str]:
    """Give the last words of spans, but no pronouns."""
    return {span.text.lower().split()[-1] for span in spans} - _UNNAMED
