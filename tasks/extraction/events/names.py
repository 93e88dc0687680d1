"""What kind of thing a noun or name is, as far as an event must know it."""

from bisect import bisect_left

from tasks.extraction.english.people import ENDINGS
from tasks.extraction.events.lexicon import LEXICON, Choice
from tasks.extraction.parse import Parse, Word
from tasks.record import Entity, Extractions

_THEY = "they"
"""The kind of those of whom a text does not say here who they are."""

_PRONOUNS = {
    "who": "person", "whom": "person", "they": _THEY,
    "them": _THEY, "himself": "person", "herself": "person",
    "themselves": _THEY, "everyone": _THEY, "somebody": "person", "someone": "person",
    "nobody": "person",
}  # fmt: skip

_TYPES = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "facility",
    "NORP": "group",
}  # fmt: skip
"""Types of the record for labels of OntoNotes, where no step before has found better ones."""

_OTHER = "other"
"""The kind of dates, times, sums of money and things."""

_NUMBERS = frozenset({"CARDINAL", "QUANTITY"})
_ANIMATE = frozenset({"person", "official", "place", "group", "organisation", _THEY})
_PUBLIC = _ANIMATE - {"person", _THEY}
_PUBLIC_NOUNS = (
    frozenset[str]().union(*(LEXICON.sets[name].words for name in ("state", "armed", "voices")))
    - LEXICON.sets["private"].words
)
_HE = frozenset({"he", "him", "she", "her"})
_OFFICES = LEXICON.sets["officials"].words | LEXICON.sets["offices"].words
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ACTORS = tuple(LEXICON.sets[name] for name in ("state", "armed", "people", "forces", "voices"))
_NO_PERSONS = LEXICON.sets["things"].words
"""Nouns that end as those of people do."""

_TARGETS = LEXICON.sets["targets"]


class Names:
    """The types of the names of a text, asked for by word."""

    def __init__(self, parse: Parse, found: Extractions) -> None:
        self._types: dict[int, str] = {}
        self._persons: list[tuple[int, str]] = []
        for span in parse.names:
            if span.label in _NUMBERS:
                continue
            type_ = _TYPES.get(span.label, _OTHER)
            for word in parse.words[span.first : span.end]:
                self._types[word.start] = type_
        for entity in found.entities or ():
            type_ = "official" if _holds_office(entity) else entity.type
            for mention in entity.mentions:
                if entity.type == "person":
                    self._persons.append((mention.start, type_))
                for word in parse.between(mention.start, mention.end):
                    self._types[word.start] = type_
        self._persons.sort()

    def kind(self, word: Word) -> str | None:
        """Give the type of the name that a word is part of, or what a pronoun stands for."""
        if word.lower == "it" and word.dep in _SUBJECTS:
            return "organisation"
        if word.lower in _HE and word.tag == "PRP":  # mostly the one who was named last
            before = bisect_left(self._persons, (word.start, ""))
            return self._persons[before - 1][1] if before else "person"
        return self._types.get(word.start) or _PRONOUNS.get(word.lower)

    def is_public(self, word: Word) -> bool:
        """Whether a word names a state, a body, or somebody who speaks for one."""
        kind = self.kind(word)
        return kind in _PUBLIC or (kind is None and (word.is_name or word.lower in _PUBLIC_NOUNS))

    def is_unknown(self, word: Word) -> bool:
        """Whether a word says of several only that there are some: 'they'."""
        return self.kind(word) == _THEY

    def fits(self, word: Word, choice: Choice) -> bool:
        """Whether a word is one of a choice."""
        if word.lower in choice.words:
            return True
        if not choice.kinds:
            return False
        kind = self.kind(word)
        if kind is None and word.tag == "CD":
            return "group" in choice.kinds
        if kind == _THEY and word.dep not in _SUBJECTS:
            return "group" in choice.kinds
        return kind in choice.kinds or (kind == "official" and "person" in choice.kinds)

    def acts(self, word: Word) -> bool:
        """Whether a word names somebody who can do something: a person, body or state."""
        kind = self.kind(word)
        if kind is not None:
            return kind in _ANIMATE
        if any(word.lower in choice.words for choice in _ACTORS):
            return True
        if word.tag == "CD":
            return True
        if word.is_name:
            return True
        return word.is_noun and word.lower.endswith(ENDINGS) and word.lower not in _NO_PERSONS

    def suffers(self, word: Word) -> bool:
        """Whether something can be done to what a word names: an actor, a town, a building."""
        return self.acts(word) or self.fits(word, _TARGETS)


def _holds_office(entity: Entity) -> bool:
    """Whether the text says that a person speaks for a state or body."""
    return entity.type == "person" and any(
        word in _OFFICES for role in entity.roles for word in role.lower().replace("-", " ").split()
    )
