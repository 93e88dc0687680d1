"""Which words of a text tell of an event: those that fit a pattern of the lexicon."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tasks.extraction.events.clauses import (
    LIGHT,
    Clause,
    content,
    infinitive,
    is_passive,
    of_adjective,
    of_noun,
    of_verb,
)
from tasks.extraction.events.lexicon import LEXICON, Choice, Pattern, Patterns
from tasks.extraction.events.names import Names
from tasks.extraction.parse import Parse, Word

_NO_EVENT = "NONE"
_PARTS_OF_NAMES = frozenset({"compound", "amod", "nmod"})
_EFFORTS = LEXICON.sets["efforts"].words
"""Nouns that take their sense from the one in front of them: 'a mediation effort'."""

_RESULTS = frozenset({"kill", "wound", "injure", "hurt", "maim"})
"""What they do must be said to be done to somebody: 'killed' alone may be a participle."""

_MEANS: Final = {
    "suicide": "suicide-attack", "drones": "drone", "aerial": "aerial", "heavy": "heavy-weapons",
    "bombs": "explosives", "blades": "primitive", "guns": "firearms",
}  # fmt: skip
"""Sets of weapons, and the modes of the assaults that are made with them."""


@dataclass(slots=True)
class Act:
    """A word that tells of an event.

    Attributes:
        trigger: the word; the object of a verb that says no more than that it took place.
        edges: first and last word of the trigger: 'opened fire', 'walk out'.
    """

    type: str
    mode: str | None
    trigger: Word
    edges: tuple[Word, Word]
    clause: Clause
    lemma: str


def acts(parse: Parse, names: Names) -> Iterator[Act]:
    """Yield what fits, in the order of the text."""
    for word in parse.words:
        if word.lower not in _TRIGGERS:
            continue
        patterns, clause_of = _PARTS.get(word.tag[:2], _NO_PART)
        tried = patterns.get(word.lower)
        if tried is None or _is_asked(word, parse):
            continue
        clause = _clause(word, clause_of)
        if clause is not None:
            fitting = next((pattern for pattern in tried if _fits(pattern, clause, names)), None)
            if fitting is not None and fitting.type != _NO_EVENT:
                yield _act(fitting, clause)


def _clause(word: Word, clause_of: Callable[[Word], Clause]) -> Clause | None:
    """Give what hangs on a word; None where it only describes another one."""
    if not _is_attribute(word):
        return clause_of(word)
    if word.is_verb or word.head.lower not in _EFFORTS:
        return None
    clause = of_noun(word.head)
    clause.word = word
    return clause


def _is_asked(word: Word, parse: Parse) -> bool:
    """Whether its sentence is a question, which tells of nothing; a quotation mark may end it."""
    last = parse.sentences[word.sentence].end - 1
    return any(
        parse.words[index].lower == "?" for index in range(max(word.index, last - 1), last + 1)
    )


def _is_attribute(word: Word) -> bool:
    """Whether a word only describes: 'attack helicopter', 'the agreed price', 'the accused'."""
    if word.is_noun:
        return word.dep in _PARTS_OF_NAMES
    return word.is_verb and (word.dep == "amod" or word.child("det") is not None)


def _act(pattern: Pattern, clause: Clause) -> Act:
    word = first = last = trigger = clause.word
    told = _told(pattern, clause)
    if told is not None:
        trigger = last = told
        first = word if told.index == word.index + 1 else told
    else:
        for lower in (lower for beside in pattern.beside for lower in beside):
            beside = clause.beside.get(lower)
            if beside is not None and beside.index == last.index + 1 and beside.dep == "prt":
                last = beside
    mode = pattern.mode or (_mode(clause) if pattern.type == "ASSAULT" else None)
    return Act(pattern.type, mode, trigger, (first, last), clause, pattern.lemma)


def _told(pattern: Pattern, clause: Clause) -> Word | None:
    """Give the noun that tells of the event, where the verb says no more than that it happens."""
    if clause.word.lower not in LIGHT:
        return None
    governed = list(_objects(pattern, clause)) if pattern.object else []
    governed += [noun for word, _ in pattern.obliques for noun in clause.oblique(word)]
    return next((noun for noun in governed if noun.lower in LEXICON.nouns), None)


def _mode(clause: Clause) -> str | None:
    """Give the mode of an assault by the weapon that its clause names."""
    words = {word.lower for word in clause.modifiers}
    for doers in (clause.subjects, clause.oblique("with"), clause.oblique("by")):
        words |= {word.lower for word in doers}
    return next((mode for name, mode in _MEANS.items() if words & LEXICON.sets[name].words), None)


def _fits(pattern: Pattern, clause: Clause, names: Names) -> bool:
    return (
        (pattern.lemma not in _RESULTS or bool(clause.objects))
        and not any(beside.isdisjoint(clause.beside) for beside in pattern.beside)
        and not (pattern.bare and clause.objects)
        and _one(pattern.object, _objects(pattern, clause), names)
        and _subject(pattern, clause, names)
        and _one(pattern.modifier, clause.modifiers, names)
        and all(_one(choice, clause.oblique(word), names) for word, choice in pattern.obliques)
        and _verb(pattern.infinitive, infinitive, clause.word)
        and _verb(pattern.clause, content, clause.word)
    )


def _objects(pattern: Pattern, clause: Clause) -> list[Word]:
    """Give the objects; of a verb that has none, what its particle or preposition governs."""
    if clause.objects or not clause.word.is_verb:
        return clause.objects
    return [noun for beside in pattern.beside for word in beside for noun in clause.oblique(word)]


def _subject(pattern: Pattern, clause: Clause, names: Names) -> bool:
    if pattern.subject is None and (pattern.type == _NO_EVENT or not clause.word.is_verb):
        return True
    subjects = [word for word in clause.subjects if names.kind(word) != "other"]
    if pattern.subject is not None:
        return _one(pattern.subject, subjects, names)
    return names.acts(subjects[0]) if subjects else is_passive(clause.word)


def _one(choice: Choice | None, words: list[Word], names: Names) -> bool:
    return choice is None or (bool(words) and any(names.fits(word, choice) for word in words))


def _verb(choice: Choice | None, below: Callable[[Word], Word | None], word: Word) -> bool:
    if choice is None:
        return True
    verb = below(word)
    return verb is not None and (not choice.words or verb.lower in choice.words)


def _no_clause(word: Word) -> Clause:
    return Clause(word, word)


_TRIGGERS = LEXICON.verbs.keys() | LEXICON.nouns.keys() | LEXICON.adjectives.keys()
_NO_PART: tuple[Patterns, Callable[[Word], Clause]] = ({}, _no_clause)
_PARTS = {
    "VB": (LEXICON.verbs, of_verb),
    "NN": (LEXICON.nouns, of_noun),
    "JJ": (LEXICON.adjectives, of_adjective),
}
