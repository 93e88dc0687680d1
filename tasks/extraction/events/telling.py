"""Acts as the events of a record: each told once, in order, with who, where and when."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import MINYEAR, date, timedelta
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
from tasks.record import Date, Event, TextSpan

_RESULTS = frozenset(
    {"kill", "wound", "injure", "hurt", "damage", "destroy", "maim", "wreck", "level"}
)
"""Verbs that say what an assault did; where another word says what it was, that tells of it."""

_KNOWN = frozenset({"the", "this", "that", "its", "their", "these", "those", "his", "her", "such"})
_COOPERATIVE = frozenset({"AID", "SUPPORT", "COOPERATE", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "MOBILIZE"})
_DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "AID", "MOBILIZE", "RETREAT", "CONSULT"})
_UNNAMED = frozenset({"he", "him", "she", "her", "it", "they", "them", "who", "others"})
_LASTING = frozenset({"take", "takes", "took", "taken", "taking"})
"""Verbs that say how long it took: what depends on them has happened."""

_MEANING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
_CONTENT = frozenset({"xcomp", "ccomp", "pcomp"})
_SPOKEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "REJECT", "COOPERATE"})
_PAST: tuple[Auxiliary, ...] = ("historical",)
_WARNING = frozenset({"warn", "warns", "warned", "warning"})
_RECIPIENTS = ("against", "on", "with", "to", "at", "from", "into", "of", "upon", "for")
_OWNERS = frozenset({"amod", "compound", "poss", "nmod"})
_MOST_ACTORS = 4
_DEEPEST = 20
_METHOD = f"lexicon:{LEXICON.version}"


def told(acts: Iterable[Act], names: Names, scenes: Scenes, reading: Reading) -> Iterator[Event]:
    """Yield the events that acts are."""
    seen: set[str] = set()  # types, and the nouns that told of them
    before: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for _, group in groupby(acts, key=lambda act: act.clause.word.sentence):
        public = [act for act in group if not _is_private(act, names)]
        sentence = _once(public, seen)
        for act in sorted(sentence, key=_depth):
            event = _event(act, names, scenes, reading)
            if (act.trigger.is_verb or _is_told_of(event)) and not _is_repeated(event, act, before):
                before[event.type, act.lemma].append(event)
                yield event
        seen |= {word for act in sentence for word in (act.type, _stem(act.trigger))}
        seen |= {word.lower for act in sentence for word in act.clause.objects}


def _is_told_of(event: Event) -> bool:
    """Whether a text says who, to whom, where, when, how many, or that it is not so."""
    told = (event.actors, event.recipients, event.date, event.size, event.place)
    return any(told) or "negated" in event.auxiliary


def _is_repeated(event: Event, act: Act, before: dict[tuple[str, str], list[Event]]) -> bool:
    """Whether a deed has been told in the same words, and nothing of it is said to differ."""
    return event.type in _DEEDS and any(
        _agree(_names(event.actors), _names(other.actors))
        and _agree(_names(event.recipients), _names(other.recipients))
        and all(
            not value or not known or value == known
            for value, known in (
                (event.date, other.date),
                (event.place, other.place),
                (event.size, other.size),
                (event.auxiliary, other.auxiliary),
            )
        )
        for other in before[event.type, act.lemma]
    )


def _agree(some: set[str], others: set[str]) -> bool:
    return not some or not others or bool(some & others)


def _names(spans: Iterable[TextSpan]) -> set[str]:
    return {span.text.lower().split()[-1] for span in spans} - _UNNAMED


def _is_private(act: Act, names: Names) -> bool:
    """Whether persons who speak for nobody but themselves meet, ask, agree or refuse."""
    clause = act.clause
    parties = [*clause.subjects, *clause.objects]
    parties += [word for preposition in _RECIPIENTS for word in clause.oblique(preposition)]
    known = [word for word in parties if names.acts(word) and not names.is_unknown(word)]
    return act.type in _SPOKEN and bool(known) and not any(map(names.is_public, known))


def _once(acts: list[Act], seen: set[str]) -> list[Act]:
    """Leave out what only tells again: of the same act, or of one that is known."""
    assault = any(act.type == "ASSAULT" and act.lemma not in _RESULTS for act in acts)
    meant = {act.clause.word for act in acts if act.type in _MEANING}
    telling: set[tuple[str, Word]] = set()
    kept: list[Act] = []
    # A verb is plainer than a noun that is its subject or object.
    for act in sorted(acts, key=lambda act: not act.trigger.is_verb):
        again = (act.type, act.trigger) in telling or act.trigger in {a.trigger for a in kept}
        if again or (assault and act.type == "ASSAULT" and act.lemma in _RESULTS):
            continue
        if not _is_known(act, seen) and not _is_meant(act.clause.word, meant):
            kept.append(act)
            telling |= {(act.type, word) for word in _words(act)}
    return sorted(kept, key=lambda act: act.trigger.index)


def _words(act: Act) -> Iterator[Word]:
    """Yield the words of which none tells of the same act again."""
    yield from (act.trigger, *act.clause.subjects, *act.clause.objects)
    for beside in act.clause.beside.values():
        yield from (word for word in beside.children if word.dep == "pobj")


def _is_meant(word: Word, meant: set[Word]) -> bool:
    """Whether it is only a purpose, or what somebody agrees, asks, refuses or threatens to do."""
    while word.is_verb and word.head is not word:
        if word.dep == "advcl" and any(child.lower == "to" for child in word.children):
            return word.head.lower not in _LASTING
        if word.dep not in _CONTENT:
            return False
        word = word.head
        if word in meant:
            return True
    return False


def _is_known(act: Act, seen: set[str]) -> bool:
    """Whether it speaks of an event that has been told: 'the attack', 'died in the attack'."""
    word = act.trigger
    if not word.is_noun:
        return act.lemma in _RESULTS and any(
            _is_mentioned(noun, seen) for noun in _words(act) if noun.is_noun
        )
    definite = _is_definite(word)
    if act.type not in seen:
        return bool(seen) and definite and len(word.children) == 1
    of = (noun.lower for preposition in _RECIPIENTS for noun in act.clause.oblique(preposition))
    return (definite and not seen.isdisjoint(of)) or (
        _stem(word) in seen and (definite or not word.children)
    )


def _is_mentioned(noun: Word, seen: set[str]) -> bool:
    """Whether a noun is an assault that has been told before."""
    assaults = (pattern.type for pattern in LEXICON.nouns.get(noun.lower, ()))
    return "ASSAULT" in seen and _is_definite(noun) and "ASSAULT" in assaults


def _is_definite(noun: Word) -> bool:
    return any(child.lower in _KNOWN or child.dep == "poss" for child in noun.children)


def _stem(word: Word) -> str:
    """Give a noun without the ending of its plural."""
    return word.lower.removesuffix("s")


def _depth(act: Act) -> int:
    """Count the clauses between an act and the main one; what is said counts as said there."""
    depth = 0
    word = act.clause.verb if act.clause.verb.lower in LIGHT else act.trigger
    while word.head is not word and depth < _DEEPEST:
        if not (word.dep == "conj" or (word.head.lower in SAYING and word.dep == "ccomp")):
            depth += 1
        word = word.head
    return depth


def _event(act: Act, names: Names, scenes: Scenes, reading: Reading) -> Event:
    aux = auxiliary(act.clause)
    when = scenes.date(act)
    if when is not None and (not aux or aux == _PAST):
        aux = _PAST if _is_long_ago(when, reading) else ()
    type_, mode = _intended(act, aux)
    if type_ != act.type:
        aux = ()  # the promise, threat or refusal is made now
    actors = _actors(act, names)
    return Event(
        type=type_,
        mode=mode,
        trigger=_span(*act.edges, reading.text),
        actors=tuple(_phrase(word, reading.text) for word in actors),
        recipients=tuple(_phrase(w, reading.text) for w in _recipients(act, names, actors)),
        place=scenes.place(act),
        date=when.value if when else None,
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


def _actors(act: Act, names: Names) -> list[Word]:
    """Give who does it; of 'Russian drones' those whose they are."""
    found = [word for word in act.clause.subjects if names.acts(word)]
    if not found:
        owners = (part for noun in act.clause.subjects for part in noun.children)
        found = [part for part in owners if part.dep in _OWNERS and names.acts(part)]
    return found[:_MOST_ACTORS]


def _recipients(act: Act, names: Names, actors: list[Word]) -> list[Word]:
    clause = act.clause
    candidates = clause.objects if clause.word.is_verb else []
    found = [word for word in candidates if names.suffers(word)]
    for preposition in _RECIPIENTS:
        if found:
            break
        found = [word for word in clause.oblique(preposition) if names.suffers(word)]
    return [word for word in found if word not in actors][:_MOST_ACTORS]


def _is_long_ago(when: Date, reading: Reading) -> bool:
    """Whether a date is long before the article; False where it is not told to the year."""
    published = reading.article.content.published
    past = _last_day(when.end_value or when.value or "")
    now = _last_day(published.value or "") if published else None
    return past is not None and now is not None and past < now - timedelta(days=_RECENT_DAYS)


_RECENT_DAYS = 28
_VALUE = re.compile(r"(\d{2}[\dX]{2})(?:-(\d\d))?(?:-(\d\d))?")
_LONGEST_MONTH = 31
_YEAR_END = 12, _LONGEST_MONTH


def _last_day(value: str) -> date | None:
    """Give the last day of an ISO 8601 or EDTF date; of weeks and seasons that of their year."""
    match = _VALUE.match(value)
    if match is None:
        return None
    year = max(MINYEAR, int(match[1].replace("X", "9")))
    month, day = int(match[2] or 0), int(match[3] or 0)
    if not 1 <= month <= _YEAR_END[0]:
        month, day = _YEAR_END
    return date(year, month, min(day or _LONGEST_MONTH, monthrange(year, month)[1]))


def _phrase(word: Word, text: str) -> TextSpan:
    return _span(*phrase(word), text)


def _span(first: Word, last: Word, text: str) -> TextSpan:
    return TextSpan(start=first.start, end=last.end, text=text[first.start : last.end])
