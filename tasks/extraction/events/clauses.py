"""Who does what to whom around a word that may tell of an event."""

from dataclasses import dataclass, field

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.events.lexicon import LEXICON
from tasks.extraction.parse import Word

_TAKING_PLACE = """
announce attempt attend begin call carry commit conduct continue convene declare do express give go
have hold issue join launch lead lodge make mount open order organise organize pay perpetrate plan
reiterate renew repeat resume stage start voice wage
"""
LIGHT = frozenset(forms_of(_TAKING_PLACE.split()))
"""Forms of verbs that say of an event only that it takes place: their object tells which."""

_RELATIVE = frozenset({"who", "whom", "that", "which"})
_AMOUNTS = LEXICON.sets["amounts"].words
"""Words that say how many; what is counted hangs on them by 'of'."""

_CONTROLLED = frozenset({"xcomp", "advcl", "conj", "ccomp", "acomp"})
_FARTHEST = 6
"""How many clauses up a subject is looked for."""


@dataclass(slots=True)
class Clause:
    """A word with what hangs on it.

    Attributes:
        word: a verb, noun or adjective.
        verb: the verb that says whether and when; the word itself, where it is one.
        beside: by their small letters, particles, adverbs and prepositions.
        modifiers: words in front of it, or of its subject and object.
    """

    word: Word
    verb: Word
    subjects: list[Word] = field(default_factory=list)
    objects: list[Word] = field(default_factory=list)
    beside: dict[str, Word] = field(default_factory=dict)
    modifiers: list[Word] = field(default_factory=list)

    def oblique(self, preposition: str) -> list[Word]:
        """Give what hangs on it by a preposition, with what is joined to that."""
        found = self.beside.get(preposition)
        return with_joined(found.child("pobj", "pcomp")) if found else []


_MOST_JOINED = 8


def of_verb(word: Word) -> Clause:
    """Give what hangs on a verb, whichever voice it is in."""
    clause = Clause(word, word)
    passive = is_passive(word)
    agent = word.child("agent")
    doer = agent.child("pobj") if agent else None
    above = _antecedent(word)
    patient = word.child("nsubjpass") or word.child("nsubj") if passive else word.child("dobj")
    if passive:
        inherited = patient or (
            above if word.dep in {"acl", "relcl"} else _above(word, "nsubjpass")
        )
        clause.objects = with_joined(_named(inherited, above))
        clause.objects += with_joined(word.child("dobj", "oprd"))
    else:
        doer = word.child("nsubj", "expl") or _inherited(word)
        clause.objects = with_joined(_named(patient, above))
        clause.objects += with_joined(word.child("dative"))
        if not clause.objects:
            clause.objects = with_joined(_subject_of_complement(word) or _described(word))
    clause.subjects = with_joined(_named(doer, above))
    clause.beside = _beside(word, [*clause.objects[:1]])
    clause.modifiers = [
        part
        for noun in (*clause.subjects[:1], *clause.objects[:1])
        for part in noun.children
        if part.index < noun.index
    ]
    return clause


def of_noun(word: Word) -> Clause:
    """Give what hangs on a noun, and who does what it tells."""
    verb = governor(word)
    clause = Clause(word, verb)
    clause.modifiers = [part for part in word.children if part.index < word.index]
    agent = next((child for child in word.children if child.lower == "by"), None)
    doer = agent.child("pobj") if agent else None
    # A parse often hangs on the agent what belongs to the act: 'the attack by rebels on a village'.
    clause.beside = _beside(word, [doer] if doer else [])
    by = with_joined(doer) or clause.oblique("between")
    owners = [w for w in clause.modifiers if w.dep in {"poss", "compound", "amod", "nmod"}]
    if by:
        clause.subjects = by
    elif word.dep in {"dobj", "attr", "nsubjpass"} and verb.lower in LIGHT and verb.is_verb:
        clause.subjects = of_verb(verb).subjects or owners
    else:
        clause.subjects = owners
    return clause


def of_adjective(word: Word) -> Clause:
    """Give what hangs on an adjective that a form of 'be' joins to its subject."""
    verb = word.head if word.head.is_verb else word
    clause = Clause(word, verb)
    subject = verb.child("nsubj") or _inherited(verb)
    clause.subjects = with_joined(_named(subject, _antecedent(verb)))
    clause.beside = _beside(word, [])
    return clause


def is_passive(verb: Word) -> bool:
    """Whether what is told happens to the subject of the verb."""
    if verb.tag != "VBN":
        return False
    if verb.child("auxpass", "nsubjpass", "agent"):
        return True
    if verb.child("aux", "nsubj", "dobj"):
        return False
    first = verb
    for _ in range(_FARTHEST):
        if first.dep != "conj" or not first.head.is_verb:
            break
        first = first.head
    return verb.dep != "relcl" if first is verb else first.child("auxpass") is not None


def governor(word: Word) -> Word:
    """Give the verb that a noun depends on; the noun itself, where there is none near."""
    for count, above in enumerate(word.ancestors()):
        if above.is_verb or above.tag == "MD":
            return above
        if count == _FARTHEST:
            break
    return word


def with_joined(word: Word | None) -> list[Word]:
    """Give a noun and those joined to it by 'and'; what is counted in place of its amount."""
    found: list[Word] = []
    while word is not None and len(found) < _MOST_JOINED:
        of = next((child for child in word.children if child.lower == "of"), None)
        counted = of.child("pobj") if of else None
        found.append(counted if counted and word.lower in _AMOUNTS else word)
        word = word.child("conj")
    return found


def _beside(word: Word, nouns: list[Word]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for owner in (word, *nouns):
        for child in owner.children:
            if child.index > word.index:
                _add(child, found)
    return found


def _add(child: Word, found: dict[str, Word]) -> None:
    found.setdefault(child.lower, child)
    if child.dep in {"prep", "prt", "advmod", "agent", "dative"}:
        for below in child.children:  # 'out of', 'from behind'
            if below.dep in {"prep", "pcomp"}:
                found.setdefault(below.lower, below)


def _named(word: Word | None, antecedent: Word | None) -> Word | None:
    """Give what a relative pronoun stands for."""
    if word is not None and word.lower in _RELATIVE and antecedent is not None:
        return antecedent
    return word


def _antecedent(verb: Word) -> Word | None:
    """Give the noun that a clause describes."""
    above: Word = verb
    for _ in range(_FARTHEST):
        if above.dep in {"relcl", "acl"}:
            return above.head
        if above.dep not in {"conj", "xcomp", "ccomp", "acomp", "advcl"}:
            return None
        above = above.head
    return None


def _inherited(verb: Word) -> Word | None:
    """Give the subject that a verb shares with the one that it depends on."""
    if verb.dep == "acl":
        return verb.head if verb.tag == "VBG" else None
    above = verb
    for _ in range(_FARTHEST):
        if above.dep not in _CONTROLLED or above.head is above:
            return None
        joined = above.dep
        above = above.head
        if joined == "xcomp" and above.child("dobj") is not None:
            return above.child("dobj")
        subject = above.child("nsubj", "nsubjpass")
        if subject is not None:
            return subject
        if above.dep in {"acl", "relcl"}:
            return above.head
    return None


def _above(verb: Word, dep: str) -> Word | None:
    if verb.dep in {"conj", "xcomp"}:
        return verb.head.child(dep, "nsubj")
    return None


def _subject_of_complement(verb: Word) -> Word | None:
    """Give whom a verb makes do something: in 'ask them to go' they are the subject of 'go'."""
    below = verb.child("ccomp", "xcomp")
    if below is None or not any(child.lower == "to" for child in below.children):
        return None
    return below.child("nsubj", "nsubjpass")


def _described(verb: Word) -> Word | None:
    """Give what a clause without a pronoun describes: 'the deal they signed'."""
    own = verb.child("nsubj")
    relative = verb.dep == "relcl" and own is not None and own.lower not in _RELATIVE
    return verb.head if relative else None


def infinitive(word: Word) -> Word | None:
    """Give the verb that depends on a word as its infinitive."""
    for child in word.children:
        behind = child.is_verb and child.index > word.index and child.dep in _INFINITIVES
        if behind and any(part.lower == "to" and part.dep == "aux" for part in child.children):
            return child
    return None


_INFINITIVES = frozenset({"xcomp", "ccomp", "acl", "advcl", "relcl"})


def content(word: Word) -> Word | None:
    """Give the verb of the clause that says what is said, agreed or asked for."""
    return next(
        (w for w in word.children if w.dep in {"ccomp", "acl", "xcomp"} and w.index > word.index),
        None,
    )


def phrase(word: Word) -> tuple[Word, Word]:
    """Give the first and the last word of a noun with what stands before it, but no article."""
    first = word
    for child in reversed(word.children):
        if child.index < first.index and child.dep in _IN_FRONT:
            first = min((w for w in child.subtree()), key=lambda w: w.index)
    return first, word


_IN_FRONT = frozenset({"compound", "amod", "nmod", "poss", "nummod", "quantmod"})
