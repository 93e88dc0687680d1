"""The lexicon of events: that it can be read, and that each of its patterns can ever win."""

from itertools import combinations

import pytest

from tasks.extraction.events.lexicon import LEXICON, Choice, Lexicon, Pattern

MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {
        *("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport"),
        *("withhold", "misinformation", "cyber"),
    },
    "ASSAULT": {
        *("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms"),
        *("explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control"),
        "unconventional",
    },
}
"""Those that the codebook names for the types that have modes here."""


def contains(choice: Choice | None, other: Choice | None) -> bool:
    """Whether whatever is one of the other choice is one of this."""
    if choice is None or other is None:
        return choice is None
    anything = not choice.words and not choice.kinds
    named = bool(other.words or other.kinds)
    return anything or (named and other.words <= choice.words and other.kinds <= choice.kinds)


def hides(pattern: Pattern, other: Pattern) -> bool:
    """Whether a pattern fits wherever the other does. Without a subject it wants an actor."""
    roles = ("object", "modifier", "infinitive", "clause")
    return (
        all(contains(getattr(pattern, role), getattr(other, role)) for role in roles)
        and (other.subject is None or pattern.subject is not None)
        and contains(pattern.subject, other.subject)
        and (other.bare or not pattern.bare)
        and all(any(more <= words for more in other.beside) for words in pattern.beside)
        and all(
            any(word == of and contains(choice, than) for of, than in other.obliques)
            for word, choice in pattern.obliques
        )
    )


def test_no_pattern_is_hidden_by_one_in_front_of_it() -> None:
    """A pattern that never wins is a slip: another one of its words says the same, or more."""
    hidden = {
        (first.type, first.mode, second.type, second.mode, second.lemma)
        for part in (LEXICON.verbs, LEXICON.nouns, LEXICON.adjectives)
        for patterns in part.values()
        for first, second in combinations(patterns, 2)
        if first.lemma == second.lemma and hides(first, second)
    }
    assert hidden == set()


def test_modes_are_those_of_the_codebook() -> None:
    """Types and modes have the names that others know."""
    modes = {
        (pattern.type, pattern.mode)
        for part in (LEXICON.verbs, LEXICON.nouns, LEXICON.adjectives)
        for patterns in part.values()
        for pattern in patterns
        if pattern.mode
    }
    assert {(type_, mode) for type_, mode in modes if mode not in MODES.get(type_, ())} == set()


def test_every_type_of_plover_is_in_the_lexicon() -> None:
    """There are sixteen, and what is no event."""
    types = {pattern.type for of in LEXICON.verbs.values() for pattern in of}
    assert len(types - {"NONE"}) == 16


def test_a_pattern_may_only_name_sets_that_there_are() -> None:
    """A slip in the lexicon is found when it is read."""
    source = 'version = "1"\n[sets]\n[forms]\n[AID]\nverbs = """\ngive =$gifts\n"""\n'
    with pytest.raises(KeyError, match="gifts"):
        Lexicon.of(source)
