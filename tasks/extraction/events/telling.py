"""Acts as the events of a record: each told once, in order, with who, where and when."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from tasks.extraction.events.clauses import LIGHT, phrase
from tasks.extraction.events.lexicon import LEXICON
from tasks.extraction.events.matching import Act
from tasks.extraction.events.modality import (
    SAYING,
    Auxiliary,
    auxiliary,
    conditional,
    demanded,
    intended,
    refused,
)
from tasks.extraction.events.names import Names
from tasks.extraction.events.scene import Scenes
from tasks.extraction.parse import Word
from tasks.extraction.reading import Reading
from tasks.record import Event, TextSpan

_RESULTS = frozenset(
    {"kill", "wound", "injure", "hurt", "damage", "destroy", "maim", "wreck", "level"}
)
"""Verbs that say what an assault did; where another word says what it was, that tells of it."""

_KNOWN = frozenset({"the", "this", "that", "its", "their", "these", "those", "his", "her", "such"})
_COOPERATIVE = frozenset({"AID", "SUPPORT", "COOPERATE", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "MOBILIZE"})
_WARNING = frozenset({"warn", "warns", "warned", "warning"})
_RECIPIENTS = ("against", "on", "with", "to", "at", "from", "into", "of", "upon", "for")
_MOST_ACTORS = 4
_METHOD = f"lexicon:{LEXICON.version}"


def told(acts: Iterable[Act], names: Names, scenes: Scenes, reading: Reading) -> Iterator[Event]:
    """Yield the events that acts are."""
    seen: set[str] = set()  # types, and the nouns that told of them
    for _, group in groupby(acts, key=lambda act: act.clause.word.sentence):
        sentence = _once(list(group), seen)
        for act in sorted(sentence, key=_depth):
            yield _event(act, names, scenes, reading)
        seen |= {word for act in sentence for word in (act.type, act.lemma)}


def _once(acts: list[Act], seen: set[str]) -> list[Act]:
    """Leave out what only tells again: of the same act, or of one that is known."""
    assaults = {act.trigger for act in acts if act.type == "ASSAULT" and act.lemma not in _RESULTS}
    kept: list[Act] = []
    for act in acts:
        if act.type == "ASSAULT" and act.lemma in _RESULTS and assaults:
            continue
        if act.type in seen and _is_known(act, seen):
            continue
        again = next((other for other in kept if _is_same(act, other)), None)
        if again is None:
            kept.append(act)
    return kept


def _is_known(act: Act, seen: set[str]) -> bool:
    """Whether a noun speaks of an event that has been told: 'the attack'."""
    word = act.trigger
    if not word.is_noun:
        return False
    definite = any(child.lower in _KNOWN for child in word.children)
    if act.lemma in seen:
        return definite or not word.children
    return definite and len(word.children) == 1


def _is_same(act: Act, other: Act) -> bool:
    if act.trigger is other.trigger:
        return True
    if act.type != other.type:
        return False
    return act.trigger in other.clause.objects or other.trigger in act.clause.objects


def _depth(act: Act) -> int:
    """Count the clauses between an act and the main one; what is said counts as said there."""
    depth = 0
    word = act.clause.verb if act.clause.verb.lower in LIGHT else act.trigger
    while word.head is not word:
        if not (word.dep == "conj" or (word.head.lower in SAYING and word.dep == "ccomp")):
            depth += 1
        word = word.head
    return depth


def _event(act: Act, names: Names, scenes: Scenes, reading: Reading) -> Event:
    aux = auxiliary(act.clause)
    if not aux and _is_past(act, scenes, reading):
        aux = ("historical",)
    type_, mode = _intended(act, aux)
    if type_ != act.type:
        aux = ()  # the promise, threat or refusal is made now
    actors = [word for word in act.clause.subjects if names.acts(word)][:_MOST_ACTORS]
    return Event(
        type=type_,
        mode=mode,
        trigger=_span(act.trigger, act.last, reading.text),
        actors=tuple(_phrase(word, reading.text) for word in actors),
        recipients=tuple(_phrase(w, reading.text) for w in _recipients(act, names, actors)),
        place=scenes.place(act),
        date=scenes.date(act),
        size=scenes.size(act),
        auxiliary=aux,
        method=_METHOD,
    )


def _intended(act: Act, aux: tuple[Auxiliary, ...]) -> tuple[str, str | None]:
    """Make of help that is announced an agreement, of harm on a condition a threat.

    What one says that one will not do is refused, and what others must do is demanded.
    """
    verb = act.clause.word
    if not verb.is_verb or not act.clause.subjects:
        return act.type, act.mode
    if "negated" in aux:
        if refused(verb) and act.type in _COOPERATIVE | {"CONSULT", "AGREE"}:
            return "REJECT", None
    elif demanded(verb):
        return "REQUEST", None
    elif intended(verb):
        warned = verb.head.lower in _WARNING
        if act.type in _HOSTILE and (warned or conditional(verb)):
            return "THREATEN", None
        if act.type in _COOPERATIVE:
            return "AGREE", None
    return act.type, act.mode


def _recipients(act: Act, names: Names, actors: list[Word]) -> list[Word]:
    clause = act.clause
    candidates = clause.objects if clause.word.is_verb else []
    found = [word for word in candidates if names.acts(word)]
    for preposition in _RECIPIENTS:
        if found:
            break
        found = [word for word in clause.oblique(preposition) if names.acts(word)]
    return [word for word in found if word not in actors][:_MOST_ACTORS]


def _is_past(act: Act, scenes: Scenes, reading: Reading) -> bool:
    """Whether a date beside an act is long before the article."""
    published = reading.article.content.published
    if published is None or not published.value:
        return False
    before = _day(published.value) - timedelta(days=_RECENT_DAYS)
    return any(_ends(day.end_value or day.value) < before for day in scenes.dates(act) if day.value)


_RECENT_DAYS = 28


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])


def _ends(value: str) -> date:
    return _day(value)


def _phrase(word: Word, text: str) -> TextSpan:
    return _span(*phrase(word), text)


def _span(first: Word, last: Word, text: str) -> TextSpan:
    return TextSpan(start=first.start, end=last.end, text=text[first.start : last.end])
