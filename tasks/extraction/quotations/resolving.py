"""Who a speaker is: names, pronouns and 'the mayor' to an entity, where that is clear.

A pronoun means the last one who acted or spoke and may be meant by it: a man, a woman, a body.
Who has no name in the text, as 'a commander', is in the way of those before.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tasks.extraction.english.given_names import gender_of_name
from tasks.extraction.english.people import GENDERS, PEOPLE, Gender
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.lexicon import BODIES, REPORTING
from tasks.extraction.quotations.speakers import Phrase, role_in, text_of
from tasks.record import Entity

_PRONOUNS: dict[str, Gender] = {"he": "m", "him": "m", "she": "f", "her": "f"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "attr"})
_WITHIN_NAMES = frozenset({"compound", "nmod", "appos"})
_NATIONALITY = re.compile(r"(?:ian|ean|ese|ish|can|man)$")
_STATEMENTS = frozenset({"statement", "report", "letter"})

_FARTHEST = 8
"""Sentences, speech left out, within which the person of a pronoun is named."""

_CALLED = BODIES - {"brand", "business", "campaign", "couple", "family", "group", "pair", "team"}
"""Bodies that are called by what they are, as 'the emergencies ministry'."""

_FARTHEST_BODY = 3
_NEARBY = 2
"""Sentences within which somebody who acts is meant rather than somebody named in passing."""

_MOST_ACTORS = 200
"""How many of those named before are looked at; more only cost time in texts that are no news."""


def _unnamed(word: Word) -> "Actor":
    return Actor(word, None, is_prominent=True, is_person=True)


def _is_reported(word: Word) -> bool:
    """Whether a word stands in what somebody says in other words."""
    return any(above.dep == "ccomp" and above.head.lower in REPORTING for above in word.ancestors())


def _called_beside(name: Word) -> Iterator[str]:
    """Yield the words in apposition to a name: 'The mayor, Cllr Ortiz', 'Ortiz, the mayor'."""
    beside = [child for child in name.children if child.dep == "appos"]
    if name.dep == "appos":
        beside.append(name.head)
    for noun in beside:
        yield noun.lower
        yield from (child.lower for child in noun.children if child.dep in ("compound", "amod"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, where the text speaks of them.

    Attributes:
        entity: None for somebody without a name.
        is_prominent: the subject of a clause, or a speaker; not somebody named in passing.
    """

    word: Word
    entity: Entity | None
    is_prominent: bool
    is_person: bool


class Resolver:
    """Knows who is named where, and gives the entity that a phrase stands for."""

    def __init__(
        self, parse: Parse, entities: Iterable[Entity], spoken: Sequence[tuple[int, int]]
    ) -> None:
        self._parse, self._spoken = parse, spoken
        self._named = sorted(
            ((m.start, m.end, entity) for entity in entities for m in entity.mentions),
            key=lambda name: name[:2],
        )
        self._starts = [start for start, _, _ in self._named]
        self._surnames: dict[str, Entity | None] = {}
        self._genders: dict[str, Gender] = {}
        self._called: dict[str, set[str]] = {}
        self._actors: list[Actor] = []
        for start, end, entity in self._named:
            if words := parse.between(start, end):
                self._meet(entity, words)
        self._actors += map(_unnamed, filter(self._is_unnamed, parse.words))
        self._actors.sort(key=lambda actor: actor.word.index)
        self._places = [actor.word.index for actor in self._actors]

    def entity_of(self, phrase: Phrase) -> Entity | None:
        """Give the entity that a phrase stands for; None where it has no name or is not clear."""
        head = phrase.head
        if head.lower in _PRONOUNS:
            return self._person(head, _PRONOUNS[head.lower])
        if head.lower == "it":
            return self._body(head)
        is_definite = phrase.first.lower == "the"
        if named := self._named_by(phrase):
            is_somebody = is_definite and head.tag == "NNP" and _NATIONALITY.search(head.lower)
            return self._person(head, None) if named.type == "group" and is_somebody else named
        return self._described(phrase) if is_definite else None

    def remember(self, phrase: Phrase, entity: Entity | None) -> None:
        """Note who speaks where: a pronoun behind it may mean them."""
        head = phrase.head
        if entity is None and head.tag in ("PRP", "NNS", "NNPS"):
            return
        if entity is not None and head.is_name:
            words = self._parse.words[phrase.first.index : head.index]
            self._called.setdefault(entity.id, set()).update(word.lower for word in words)
        place = bisect_left(self._places, head.index)
        actor = Actor(head, entity, is_prominent=True, is_person=self._is_person(phrase, entity))
        if place < len(self._places) and self._places[place] == head.index:
            self._actors[place] = actor
        else:
            self._places.insert(place, head.index)
            self._actors.insert(place, actor)

    def name_of(self, phrase: Phrase, entity: Entity | None) -> str | None:
        """Give the name of a speaker, or what a body is called that has no other name."""
        if entity is not None:
            return entity.name
        head, words = phrase.head, self._parse.words[phrase.first.index : phrase.last.index + 1]
        # 'The Ukrainian army' and 'the air force' are called so; 'the army' may be any.
        told_by = [word for word in words if word is not head and word.tag != "DT"]
        is_told_apart = any(word.is_noun or word.text[0].isupper() for word in told_by)
        is_known = words[0].lower not in ("a", "an") and words[0].tag != "PRP$"
        return text_of(words) if head.lower in _CALLED and is_told_apart and is_known else None

    def role_of(self, phrase: Phrase, entity: Entity | None) -> str | None:
        """Give the title or office in a phrase, or else one that the entity has elsewhere."""
        words = self._parse.words[phrase.first.index : phrase.last.index + 1]
        if role := role_in(words, phrase.head):
            return role
        return entity.roles[0] if entity and entity.roles else None

    def _is_person(self, phrase: Phrase, entity: Entity | None) -> bool:
        """Whether a speaker is a person: 'the works manager, Ada Quill' is one."""
        words = self._parse.words[phrase.first.index : phrase.last.index + 1]
        is_called_so = any(word.lower in PEOPLE and word.dep != "poss" for word in words)
        if entity is None:
            return is_called_so or phrase.head.is_name
        return entity.type == "person" or is_called_so

    # ------------------------------------------------------------ what is known of whom

    def _meet(self, entity: Entity, words: Sequence[Word]) -> None:
        inside = range(words[0].index, words[-1].index + 1)
        head = next((word for word in words if word.head.index not in inside), words[-1])
        if entity.type == "person":
            self._learn(entity, words)
            self._called.setdefault(entity.id, set()).update(_called_beside(head))
        top = head.head if head.dep in _WITHIN_NAMES and head.head.is_noun else head
        if entity.type in ("person", "organisation") and not self._is_spoken(words[0].start):
            # A name is no adverb: the parse takes 'Connolly' and 'Daly' for some.
            is_prominent = top.dep in (*_SUBJECTS, "advmod") and not _is_reported(top)
            self._actors.append(Actor(head, entity, is_prominent, entity.type == "person"))

    def _learn(self, entity: Entity, words: Sequence[Word]) -> None:
        """Note the gender of a person, where a title, a role or the first name tells it."""
        before = self._parse.words[words[0].index - 1].lower if words[0].index else ""
        titles = [before, words[0].lower, *" ".join(entity.roles).lower().split()]
        bare = [title.rstrip(".") for title in titles]
        known = [GENDERS[title] for title in bare if title in GENDERS]
        gender = known[0] if known else gender_of_name(entity.name)
        if gender:
            self._genders.setdefault(entity.id, gender)
        surname = entity.name.split()[-1].casefold()
        if self._surnames.setdefault(surname, entity) is not entity:
            self._surnames[surname] = None  # It may be either of two.

    def _is_unnamed(self, word: Word) -> bool:
        """Whether a word brings in somebody without a name: 'A commander came in'."""
        is_new = word.dep in _SUBJECTS and word.tag == "NN" and word.lower in PEOPLE
        return is_new and any(w.lower in ("a", "an", "another", "one") for w in word.children)

    def _is_spoken(self, start: int) -> bool:
        place = bisect_right(self._spoken, start, key=lambda pair: pair[0]) - 1
        return place >= 0 and start < self._spoken[place][1]

    # ------------------------------------------------------------ names

    def _named_by(self, phrase: Phrase) -> Entity | None:
        """Give the entity whose name the head of a phrase is part of."""
        head = phrase.head
        first = bisect_left(self._starts, phrase.start)
        at = [
            name
            for name in self._named[max(0, first - 1) : first + _FARTHEST]
            if name[1] > head.start
        ]
        found = [entity for start, _, entity in at if start <= head.start]
        if not head.is_name:
            return found[0] if found else None
        beside = self._beside(phrase)
        people = [entity for _, end, entity in beside if entity.type == "person"]
        if people:
            return people[-1]
        return self._surnames.get(head.text.casefold()) or (found[0] if found else None)

    def _beside(self, phrase: Phrase) -> list[tuple[int, int, Entity]]:
        """Give the names that are part of the run of capitalised words that ends with a phrase."""
        words = self._parse.words
        start = phrase.head
        while start.index > phrase.first.index and words[start.index - 1].is_name:
            start = words[start.index - 1]
        first = bisect_left(self._starts, start.start)
        nearby = self._named[max(0, first - 1) : first + _FARTHEST]
        return [name for name in nearby if name[0] <= phrase.head.end and name[1] > start.start]

    # ------------------------------------------------------------ pronouns and descriptions

    def _back(self, word: Word) -> Iterator[tuple[int, Actor]]:
        """Yield who is named before a word, the last first, and how many sentences back."""
        place = bisect_left(self._places, word.index)
        sentence, distance = word.sentence, 0
        for actor in reversed(self._actors[max(0, place - _MOST_ACTORS) : place]):
            if distance <= _FARTHEST:
                distance += self._told(actor.word.sentence, sentence)
            sentence = actor.word.sentence
            yield distance, actor

    def _told(self, first: int, end: int) -> int:
        """Count sentences that are not spoken."""
        sentences = self._parse.sentences[max(first, end - 4 * _FARTHEST) : end]
        return sum(not self._is_spoken(self._parse.words[s.first].start) for s in sentences)

    def _person(self, word: Word, gender: Gender | None) -> Entity | None:
        """Give the last person who acted or spoke; else the last who was named nearby."""
        passing: Entity | None = None
        for distance, actor in self._back(word):
            if distance > (_FARTHEST if passing is None else _NEARBY):
                break
            if not self._may_be(actor, gender):
                continue
            if actor.is_prominent:
                passing = actor.entity
                break
            passing = passing or actor.entity
        if passing and gender:
            self._genders.setdefault(passing.id, gender)
        return passing

    def _may_be(self, actor: Actor, gender: Gender | None) -> bool:
        """Whether an actor is a person of a gender, as far as is known."""
        if actor.entity is None:
            known = GENDERS.get(actor.word.lower)
        else:
            known = self._genders.get(actor.entity.id)
        return actor.is_person and (gender is None or known in (None, gender))

    def _body(self, word: Word) -> Entity | None:
        """Give the last body that acted or spoke."""
        for distance, actor in self._back(word):
            if distance > _FARTHEST_BODY:
                break
            if actor.is_prominent and not actor.is_person:
                return actor.entity
        return None

    def _described(self, phrase: Phrase) -> Entity | None:
        """Give who is meant by 'the mayor', 'the 34-year-old', 'the ministry', 'the statement'."""
        head = phrase.head
        words = self._parse.words[phrase.first.index + 1 : head.index + 1]
        said = {word.lower for word in words}
        if {"year", "old"} <= said:
            return self._person(head, None)
        if head.lower in _STATEMENTS:
            return self._body(head)
        if head.lower in BODIES and len(said) == 1:
            return self._body_called(head) or self._body(head)
        for _, actor in self._back(head):
            if actor.entity and self._is_called(actor.entity, said):
                return actor.entity
        return None

    def _body_called(self, noun: Word) -> Entity | None:
        """Give the body whose name has a noun: 'the ministry' is the Defence Ministry."""
        for _, actor in self._back(noun):
            if actor.entity and noun.lower in actor.entity.name.lower().split():
                return actor.entity
        return None

    def _is_called(self, entity: Entity, said: set[str]) -> bool:
        """Whether somebody has a role, or was called so in the phrase of a speaker."""
        roles = [set(role.lower().split()) for role in entity.roles]
        return any(said <= role for role in (*roles, self._called.get(entity.id, set())))
