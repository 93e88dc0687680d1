"""Acts as the events of a record: each told once, in order, with who, where and when."""

import re
from calendar import monthrange
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
from tasks.extraction.events.sifting import RECIPIENTS, Sieve
from tasks.extraction.parse import Word
from tasks.extraction.reading import Reading
from tasks.record import Date, Event, TextSpan

_COOPERATIVE = frozenset({"AID", "SUPPORT", "COOPERATE", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "MOBILIZE"})
_PAST: tuple[Auxiliary, ...] = ("historical",)
_WARNING = frozenset({"warn", "warns", "warned", "warning"})
_SUFFERING = frozenset({"die"})
"""Verbs whose subject it is done to."""

_OWNERS = frozenset({"amod", "compound", "poss", "nmod"})
_MOST_ACTORS = 4
_DEEPEST = 20
_METHOD = f"lexicon:{LEXICON.version}"


def told(acts: Iterable[Act], names: Names, scenes: Scenes, reading: Reading) -> Iterator[Event]:
    """Yield the events that acts are."""
    sieve = Sieve(names)
    for _, sentence in groupby(acts, key=lambda act: act.clause.word.sentence):
        for act in sorted(sieve.acts(sentence), key=_depth):
            event = _event(act, names, scenes, reading)
            if sieve.passes(event, act):
                yield event


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
    if act.lemma in _SUFFERING:
        return []
    found = [word for word in act.clause.subjects if names.acts(word)]
    if not found:
        owners = (part for noun in act.clause.subjects for part in noun.children)
        found = [part for part in owners if part.dep in _OWNERS and names.acts(part)]
    found = [word for word in found if word.tag[:2] != "JJ" or names.kind(word)]
    return found[:_MOST_ACTORS]


def _recipients(act: Act, names: Names, actors: list[Word]) -> list[Word]:
    clause = act.clause
    candidates = clause.objects if clause.word.is_verb else []
    if act.lemma in _SUFFERING:
        candidates = clause.subjects
    found = [word for word in candidates if names.suffers(word)]
    for preposition in RECIPIENTS:
        if found:
            break
        if preposition == "from" and act.type == "ASSAULT":  # 'rockets fired from the hills'
            continue
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
