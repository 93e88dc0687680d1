"""What became of those that a number counts: killed, injured, shot down …

The words next to a number say most of it, and are trusted first; then the tree of the sentence;
then the figure before, which a list goes on from.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tasks.extraction.figures.counted import Counted
from tasks.extraction.figures.harm import (
    BE,
    BUILT,
    BURNS,
    CARE,
    FLEES,
    FORCED,
    FROM,
    HELD,
    HOMES,
    LOSES_LIVES,
    MET,
    OF,
    OF_PERSONS,
    OUTCOMES,
    PHRASAL,
    RUINS,
    SAVED,
    SKIPPED,
    STATES,
    SUFFERED,
    SUSTAINS,
    TAKEN,
    VIOLENT,
    WOUNDS,
    Fate,
)
from tasks.extraction.figures.persons import AERIAL, is_person, may_be_person
from tasks.extraction.parse import Word

_FARTHEST: Final = 9
"""Words behind what is counted among which the word for its fate stands."""

_NEAR: Final = 5
_INTO: Final = frozenset({"to", "into", "in"})
_GRAVE: Final = frozenset({"critical", "serious", "grave", "stable"})
_OBJECT_TAGS: Final = frozenset({"CD", "DT", "PRP$", "PRP", "NN", "NNS", "NNP", "NNPS", "JJ"})
_MOSTS: Final = frozenset({"least", "more", "many", "about", "some", "nearly", "up", "around"})
_TIMES: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"}
    | {"today", "overnight", "last", "this", "there", "late", "early"}
)
_DRONES: Final = frozenset(
    {"drone", "drones", "missile", "missiles", "uav", "uavs", "rocket", "rockets", "projectiles"}
)


def fate_of(words: Sequence[Word], what: Counted) -> Fate | None:
    """Tell what became of what is counted, by its own clause."""
    for fate in _said(words, what):
        if fate is not None and (found := _fitting(fate, what)) is not None:
            return found
    return None


def _said(words: Sequence[Word], what: Counted) -> Iterator[Fate | None]:
    yield _by_noun(words, what)
    yield _before(words, what)
    yield _behind(words, what)
    yield _in_tree(what)


def _fitting(fate: Fate, what: Counted) -> Fate | None:
    """Check that it can have happened to what is counted; drones destroyed are intercepted."""
    if what.is_bare or what.head.lower in OUTCOMES or what.head.lower == "lives":
        return fate
    head = what.head
    if fate in OF_PERSONS:
        return fate if may_be_person(head) and head.lower not in AERIAL - {"fighters"} else None
    if fate == "destroyed":
        return "intercepted" if head.lower in _DRONES else (None if is_person(head) else fate)
    return fate if head.lower in AERIAL else None


def _by_noun(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read '12 deaths', '30 wounded', 'six wounded soldiers', 'nine of the dead', '12 lives'."""
    group = what.group
    if group is not None and group.lower in OUTCOMES:
        return OUTCOMES[group.lower]
    if group is not None and group.lower in ("those", "people") and group.index + 1 < len(words):
        return _suffered(words[group.index + 1])
    if what.is_bare:
        return None
    if what.head.lower in OUTCOMES:
        return OUTCOMES[what.head.lower]
    if what.head.lower == "lives":
        near = words[max(0, what.first - 3) : what.first + _FARTHEST]
        return "killed" if any(word.lower in LOSES_LIVES for word in near) else None
    inside = words[what.number + 1 : what.past - 1]
    return next((fate for word in inside if (fate := _suffered(word)) in OF_PERSONS), None)


def _suffered(word: Word) -> Fate | None:
    """Give what a participle or adjective says of its noun."""
    if word.lower in STATES:
        return STATES[word.lower]
    fate = SUFFERED.get(word.lower)
    return fate if fate in OF_PERSONS and not word.lower.endswith(("ing", "s")) else None


# ---------------------------------------------------------------- the words before


def _before(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read 'killing 12 people', 'shot down 11 drones', 'the deaths of 12', 'held 31 drivers'."""
    last = what.first - 1
    while last > 0 and words[last].lower in ("the", "all", "another", "a"):
        last -= 1
    if last < 0 or words[last].sentence != words[what.number].sentence:
        return None
    word, before = words[last], words[last - 1] if last else words[last]
    if word.lower in ("of", "to") and last:
        return _of(words, last, before, is_of=word.lower == "of")
    pair = f"{before.lower} {word.lower}"
    if pair in PHRASAL:
        return PHRASAL[pair] if not _is_passive(words, last - 1) else None
    if word.lower in SUFFERED and (word.is_verb or word.lower.endswith(("ed", "ing"))):
        return SUFFERED[word.lower] if not _is_passive(words, last) else None
    if word.lower in BURNS and what.head.lower in BUILT:
        return "destroyed"
    if word.lower in FORCED and _is_near(words, what, HOMES):
        return "displaced"
    if word.lower in HELD and is_person(what.head):
        return "detained"
    if word.lower in SAVED and is_person(what.head):
        is_safe = _is_near(words, what, FROM) or word.lower.startswith("sav")
        return "rescued" if is_safe else None
    return None


def _is_near(words: Sequence[Word], what: Counted, wanted: frozenset[str]) -> bool:
    return any(word.lower in wanted for word in words[what.past : what.past + _NEAR])


def _of(words: Sequence[Word], last: int, before: Word, *, is_of: bool) -> Fate | None:
    if not is_of:
        return "injured" if before.lower == "injuries" else None
    if before.lower in ("lives", "life", "loss"):
        near = words[max(0, last - _NEAR) : last]
        is_lost = before.lower == "loss" or any(word.lower in LOSES_LIVES for word in near)
        return "killed" if is_lost else None
    return OF.get(before.lower)


def _is_passive(words: Sequence[Word], verb: int) -> bool:
    """Tell whether a form of 'be' stands before a verb, so that what is behind is no object."""
    if words[verb].lower.endswith("ing"):
        return False
    return any(word.lower in BE for word in words[max(0, verb - 2) : verb])


# ---------------------------------------------------------------- the words behind


def _behind(words: Sequence[Word], what: Counted) -> Fate | None:
    """Read '12 killed', '30 others were seriously wounded', 'one boy dead', 'six people died'."""
    is_passive, sentence = False, words[what.number].sentence
    for index in range(what.past, min(what.past + _FARTHEST, len(words))):
        word = words[index]
        if word.sentence != sentence:
            return None
        fate = _told_at(words, index, is_passive=is_passive)
        if fate is not None:
            return fate
        is_passive = is_passive or word.lower in BE
        if not _is_skipped(word):
            return None
    return None


def _is_skipped(word: Word) -> bool:
    lower = word.lower
    return lower in SKIPPED or lower in BE or lower in VIOLENT or word.tag == "RB" or lower in TAKEN


def _told_at(words: Sequence[Word], index: int, *, is_passive: bool) -> Fate | None:
    """Read the fate that a word tells of those before it."""
    word, near = words[index], words[index + 1 : index + 1 + _NEAR]
    lower, after = word.lower, near[0].lower if near else ""
    if lower in STATES:
        return STATES[lower] if not word.is_noun else None
    if lower in MET:
        return MET[lower] if not word.is_noun else None
    if f"{lower} {after}" in PHRASAL and (is_passive or not _has_object(near[1:])):
        return PHRASAL[f"{lower} {after}"]
    if lower in SUFFERED and (is_passive or not _has_object(near)) and not _is_gerund(lower):
        return SUFFERED[lower] if not word.is_noun else None
    if lower == "to" and after == "death":
        return "killed"
    return _told_by_place(lower, near, is_passive=is_passive)


def _is_gerund(lower: str) -> bool:
    return lower.endswith("ing")


def _told_by_place(lower: str, near: Sequence[Word], *, is_passive: bool) -> Fate | None:
    """Read 'were taken to hospital', 'fled their homes', 'suffered burns', 'lost their lives'."""
    behind = [word.lower for word in near]
    if lower == "among":
        return next((OUTCOMES[other] for other in behind[:3] if other in OUTCOMES), None)
    if lower == "with" and not WOUNDS.isdisjoint(behind[:3]):
        return "injured"
    if lower in RUINS or (lower == "in" and behind[:1] == ["ruins"]):
        return "destroyed"
    if lower in TAKEN:
        return _taken_to(lower, behind)
    if lower == "treated" and behind[:1] in (["in"], ["at"], ["for"], ["by"]):
        return "injured"
    if lower in SUSTAINS and not WOUNDS.isdisjoint(behind):
        return "injured"
    if lower in LOSES_LIVES and behind[1:2] in (["life"], ["lives"]):
        return "killed"
    if lower in FLEES and not HOMES.isdisjoint(behind):
        return "displaced"
    if lower in FORCED and is_passive and not HOMES.isdisjoint(behind):
        return "displaced"
    if lower in SAVED and is_passive and not FROM.isdisjoint(behind[:_NEAR]):
        return "rescued"
    return "detained" if lower == "held" and is_passive else None


def _taken_to(lower: str, behind: list[str]) -> Fate | None:
    """Read 'taken to two hospitals', 'in custody', 'in a critical condition'."""
    reach = behind[:2] if lower == "in" else behind
    if lower != "in" and _INTO.isdisjoint(behind):
        return None
    if lower == "in" and not _GRAVE.isdisjoint(behind[:2]) and "condition" in behind[:3]:
        return "injured"
    if lower == "in" and reach[:1] and reach[0] not in CARE:
        return None
    return next((CARE[other] for other in reach if other in CARE), None)


def _has_object(near: Sequence[Word]) -> bool:
    """Tell whether an object follows, so that those before a verb did it to others."""
    if not near:
        return False
    word = near[0]
    if word.lower == "at" or word.lower in _MOSTS:
        return len(near) > 1 and near[1].lower in _MOSTS | {"least"} or near[0].lower in _MOSTS
    return word.tag in _OBJECT_TAGS and word.lower not in _TIMES


# ---------------------------------------------------------------- the tree


def _in_tree(what: Counted) -> Fate | None:
    """Read it from the tree: subjects, objects, relative clauses, and what is joined to them."""
    head = what.head
    for _ in range(_NEAR):
        fate = _by_clause(head) or _by_relative(head)
        if fate is not None or head.dep != "conj" or head.head.is_verb:
            return fate
        head = head.head
    return None


def _by_clause(noun: Word) -> Fate | None:
    verb = noun.head
    if noun.dep == "nsubjpass" or (noun.dep == "nsubj" and verb.child("auxpass")):
        return _passive(verb)
    if noun.dep == "nsubj":
        return _active(verb)
    if noun.dep == "dobj" and verb.is_verb and not verb.child("auxpass"):
        return _phrasal(verb) or SUFFERED.get(verb.lower)
    return None


def _phrasal(verb: Word) -> Fate | None:
    particle = verb.child("prt")
    return PHRASAL.get(f"{verb.lower} {particle.lower}") if particle else None


def _passive(verb: Word) -> Fate | None:
    for one in _joined(verb):
        fate = _phrasal(one) or SUFFERED.get(one.lower) or MET.get(one.lower)
        if fate is not None:
            return fate
        if any(child.lower in STATES for child in one.children if child.dep in ("oprd", "acomp")):
            return next(STATES[c.lower] for c in one.children if c.lower in STATES)
        if one.lower in VIOLENT and _to_death(one):
            return "killed"
    return None


def _to_death(verb: Word) -> bool:
    return any(
        child.lower == "to" and any(below.lower == "death" for below in child.children)
        for child in verb.children
    )


def _active(verb: Word) -> Fate | None:
    for one in _joined(verb):
        if one.lower in MET and one.is_verb:
            return MET[one.lower]
        if one.lower in STATES and one.dep in ("ccomp", "oprd"):
            return STATES[one.lower]
        if one.tag == "VBN" and one.lower in SUFFERED and one.child("dobj") is None:
            return SUFFERED[one.lower] if one.child("aux") is None else None
        state = one.child("acomp")
        if one.lower in BE and state is not None and state.lower in STATES:
            return STATES[state.lower]
    return None


def _joined(verb: Word) -> Iterator[Word]:
    """Yield a verb, and those joined to it that share its subject."""
    yield verb
    for child in verb.children:
        if child.dep == "conj" and child.is_verb and child.child("nsubj", "nsubjpass") is None:
            yield child


def _by_relative(noun: Word) -> Fate | None:
    """Read 'people killed in the blast', 'a man who died', 'two who were shot dead'."""
    for child in noun.children:
        if child.dep == "acl" and child.tag == "VBN":
            return _passive(child)
        if child.dep == "relcl":
            subject = child.child("nsubj", "nsubjpass")
            if subject is not None and subject.tag in ("WP", "WDT"):
                return _passive(child) if subject.dep == "nsubjpass" else _active(child)
    return None

