"""What kind of thing a noun or name is, as far as an event must know it."""

from tasks.extraction.events.lexicon import LEXICON, Choice
from tasks.extraction.parse import Parse, Word
from tasks.record import Extractions

_PRONOUNS = {
    "he": "person", "him": "person", "she": "person",
    "who": "person", "whom": "person", "they": "group",
    "them": "group", "it": "organisation", "himself": "person", "herself": "person",
    "themselves": "group", "everyone": "group", "somebody": "person", "someone": "person",
    "nobody": "person", "one": "person",
}  # fmt: skip

_TYPES = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "facility",
    "NORP": "group",
}  # fmt: skip
"""Types of the record for labels of OntoNotes, where no step before has found better ones."""

_OTHER = "other"
"""The kind of dates, times, sums of money and things."""

_NUMBERS = frozenset({"CARDINAL", "QUANTITY"})
_ANIMATE = frozenset({"person", "place", "group", "organisation"})
_ACTORS = tuple(LEXICON.sets[name] for name in ("state", "armed", "people", "forces", "voices"))
_NO_PERSONS = LEXICON.sets["things"].words
"""Nouns that end as those of people do."""

_TARGETS = LEXICON.sets["targets"]
_OF_PEOPLE = (
    "ist",
    "crat",
    "man",
    "men",
    "ists",
    "crats",
    "woman",
    "women",
    "er",
    "ers",
    "or",
    "ors",
)


class Names:
    """The types of the names of a text, asked for by word."""

    def __init__(self, parse: Parse, found: Extractions) -> None:
        self._types: dict[int, str] = {}
        for span in parse.names:
            if span.label in _NUMBERS:
                continue
            type_ = _TYPES.get(span.label, _OTHER)
            for word in parse.words[span.first : span.end]:
                self._types[word.start] = type_
        for entity in found.entities or ():
            for mention in entity.mentions:
                for word in parse.between(mention.start, mention.end):
                    self._types[word.start] = entity.type

    def kind(self, word: Word) -> str | None:
        """Give the type of the name that a word is part of, or what a pronoun stands for."""
        return self._types.get(word.start) or _PRONOUNS.get(word.lower)

    def fits(self, word: Word, choice: Choice) -> bool:
        """Whether a word is one of a choice."""
        if word.lower in choice.words:
            return True
        if not choice.kinds:
            return False
        kind = self.kind(word)
        if kind is None and word.tag == "CD":
            return "group" in choice.kinds
        return kind in choice.kinds

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
        return word.is_noun and word.lower.endswith(_OF_PEOPLE) and word.lower not in _NO_PERSONS

    def suffers(self, word: Word) -> bool:
        """Whether something can be done to what a word names: an actor, a town, a building."""
        return self.acts(word) or self.fits(word, _TARGETS)
