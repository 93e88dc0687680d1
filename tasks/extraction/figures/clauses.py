"""What the tree of a sentence tells: subjects, objects, relative clauses, and what is joined."""

from collections.abc import Iterator, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    CARE,
    FLEES,
    HOMES,
    INTO,
    LOSES_LIVES,
    MET,
    OF,
    PHRASAL,
    STATES,
    SUFFERED,
    TAKEN,
    UNREAL,
    VIOLENT,
    Fate,
)
from tasks.extraction.parse import Word

_JOINED: Final = 5
"""How many nouns of a list are climbed."""


def told_in_tree(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by the tree; joined nouns share a fate."""
    head = what.head
    for _ in range(_JOINED):
        fate = _by_clause(words, head) or _by_relative(words, head)
        if fate is not None or head.dep != "conj" or head.head.is_verb:
            return fate
        head = head.head
    return None


def _by_clause(words: Sequence[Word], noun: Word) -> Fate | None:
    verb = noun.head
    if _is_unreal(verb):
        return None
    if noun.dep == "dobj" and verb.is_verb and not verb.child("auxpass"):
        return _phrasal(verb) or _of_object(verb)
    if noun.dep == "pobj" and verb.lower == "of":
        return _of_noun(verb.head)
    if noun.dep not in ("nsubj", "nsubjpass"):
        return None
    is_passive = noun.dep == "nsubjpass" or verb.child("auxpass") is not None
    return _first(words, verb, is_passive=is_passive)


def _of_noun(noun: Word) -> Fate | None:
    """Read 'the deaths of', 'claimed the lives of'."""
    is_lost = noun.lower != "lives" or noun.head.lower in LOSES_LIVES
    return OF.get(noun.lower) if is_lost else None


def _of_object(verb: Word) -> Fate | None:
    """Read 'killed 12'; 'to kill 12' is a plan."""
    fate = SUFFERED.get(verb.lower)
    is_plan = any(child.dep == "aux" and child.lower == "to" for child in verb.children)
    return None if is_plan and fate == "killed" else fate


def _by_relative(words: Sequence[Word], noun: Word) -> Fate | None:
    """Read 'people killed in the blast', 'a man who died', 'two who were shot dead'."""
    for child in noun.children:
        if child.dep == "acl" and child.tag == "VBN":
            return _first(words, child, is_passive=True)
        subject = child.child("nsubj", "nsubjpass") if child.dep == "relcl" else None
        if subject is not None and subject.tag in ("WP", "WDT") and not _is_unreal(child):
            return _first(words, child, is_passive=subject.dep == "nsubjpass")
    return None


def _first(words: Sequence[Word], verb: Word, *, is_passive: bool) -> Fate | None:
    """Give what a verb tells of its subject, or else those joined to it."""
    tells = _passive if is_passive else _active
    return next((fate for one in _joined(words, verb) if (fate := tells(one))), None)


def _joined(words: Sequence[Word], verb: Word) -> Iterator[Word]:
    """Yield a verb, and those joined to it that share its subject."""
    yield verb
    for child in verb.children:
        if child.dep != "conj" or not child.is_verb or child.child("nsubj", "nsubjpass"):
            continue
        # Where another number stands between, its noun is the subject, whatever the tree says.
        if not any(word.tag == "CD" for word in words[verb.index : child.index]):
            yield child


def _passive(verb: Word) -> Fate | None:
    fate = _phrasal(verb) or SUFFERED.get(verb.lower) or MET.get(verb.lower)
    if fate is not None:
        return fate
    left = (STATES[child.lower] for child in verb.children if child.lower in STATES)
    if (state := next(left, None)) is not None:
        return state
    if verb.lower in VIOLENT and _goal(verb) == "death":
        return "killed"
    return CARE.get(_goal(verb)) if verb.lower in TAKEN else None


def _active(verb: Word) -> Fate | None:
    if verb.lower in MET and verb.is_verb:
        return MET[verb.lower]
    if verb.lower in STATES and verb.dep in ("ccomp", "oprd"):
        return STATES[verb.lower]
    what, state = verb.child("dobj"), verb.child("acomp")
    if verb.tag == "VBN" and what is None and verb.child("aux") is None:
        return SUFFERED.get(verb.lower)
    if verb.lower in FLEES and what is not None and what.lower in HOMES:
        return "displaced"
    return STATES.get(state.lower) if verb.lower in BE and state is not None else None


def _phrasal(verb: Word) -> Fate | None:
    particle = verb.child("prt")
    return PHRASAL.get(f"{verb.lower} {particle.lower}") if particle else None


def _goal(verb: Word) -> str:
    """Give the noun behind 'to' or 'into': 'to death', 'to hospital'."""
    for child in verb.children:
        noun = child.child("pobj") if child.lower in INTO else None
        if noun is not None:
            return noun.lower
    return ""


def _is_unreal(verb: Word) -> bool:
    return any(child.dep == "aux" and child.lower in UNREAL for child in verb.children)
