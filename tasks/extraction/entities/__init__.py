"""Who and what a text names: one entity for each, with every place where it is named.

The model finds names well and mistakes their types now and then. What the document itself says
mends most of it: a surname is the person who is named in full, and one name has one type.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from tasks.extraction.parse import Parse
from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Entity, Extractions, TextSpan

Type = Literal[
    "person",
    "organisation",
    "place",
    "facility",
    "group",
    "event",
    "product",
    "work",
    "law",
    "language",
]

TYPES: Final[dict[str, Type]] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "NORP": "group",
    "EVENT": "event",
    "PRODUCT": "product",
    "WORK_OF_ART": "work",
    "LAW": "law",
    "LANGUAGE": "language",
}
"""The record's types for the labels of OntoNotes. Numbers and dates are other steps'."""

_AROUND = " \t\r\n\"'`,;:()[]\u2018\u2019\u201c\u201d\xab\xbb"
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019][sS]?$")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where something is named."""

    start: int
    end: int
    text: str
    type: Type

    @property
    def name(self) -> str:
        """The words on one line."""
        return " ".join(self.text.split())

    @property
    def key(self) -> str:
        """What two mentions of one name have in common."""
        return self.name.casefold()


def entities(reading: Reading, found: Extractions) -> Extractions:
    """Find what the text names.

    Shape: in the order of the first mention, which is also that of their ids; mentions sorted.

    Raises:
        StepSkipped: no model knows the language.
    """
    if reading.parse is None:
        raise StepSkipped(f"no model for language {reading.language}")
    mentions = one_type_a_name(surnames_as_persons(list(_mentions(reading.parse, reading.text))))
    grouped = _grouped(mentions)
    method = f"spacy:{reading.model}"
    return found.model_copy(
        update={
            "entities": tuple(
                _entity(f"e{number}", group, method) for number, group in enumerate(grouped, 1)
            )
        }
    )


def surnames_as_persons(mentions: list[Mention]) -> list[Mention]:
    """Make a lone surname of somebody who is named in full a person, unless it is a place."""
    surnames = {m.key.split()[-1] for m in mentions if m.type == "person" and " " in m.key}
    return [
        replace(mention, type="person")
        if mention.key in surnames and mention.type != "place"
        else mention
        for mention in mentions
    ]


def one_type_a_name(mentions: list[Mention]) -> list[Mention]:
    """Give all mentions of one name the type that most of them have, the earlier one of equals."""
    votes: dict[str, Counter[Type]] = {}
    for mention in mentions:
        votes.setdefault(mention.key, Counter())[mention.type] += 1
    # Counter.most_common keeps the order of insertion among equals.
    return [replace(mention, type=votes[mention.key].most_common(1)[0][0]) for mention in mentions]


def _mentions(parse: Parse, text: str) -> Iterator[Mention]:
    for span in parse.names:
        type_ = TYPES.get(span.label)
        if type_ is None:
            continue
        first = parse.words[span.first]
        start, end = _trimmed(text, first.start, parse.words[span.end - 1].end)
        opens = parse.sentences[first.sentence].first == first.index
        article = _ARTICLE.match(text, start, end)
        if article and (opens or not first.text[0].isupper()):
            start = article.end()
        if _LETTER.search(text, start, end):
            yield Mention(start, end, text[start:end], type_)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take quotation marks, commas and a possessive off the ends of a name."""
    while True:
        words = text[start:end]
        inner = _POSSESSIVE.sub("", words).rstrip(_AROUND)
        left = len(inner) - len(inner.lstrip(_AROUND))
        if left == 0 and len(inner) == len(words):
            return start, end
        start, end = start + left, start + len(inner)


def _grouped(mentions: list[Mention]) -> list[list[Mention]]:
    groups: dict[tuple[Type, str], list[Mention]] = {}
    full = [m for m in mentions if m.type == "person" and " " in m.key]
    for mention in mentions:
        groups.setdefault((mention.type, _whose(mention, full)), []).append(mention)
    return list(groups.values())


def _whose(mention: Mention, full: list[Mention]) -> str:
    """Give the full name that a surname stands for: the last one before it, else the only one."""
    if mention.type != "person" or " " in mention.key:
        return mention.key
    bearers = [person for person in full if person.key.split()[-1] == mention.key]
    before = [person.key for person in bearers if person.start < mention.start]
    if before:
        return before[-1]
    names = {person.key for person in bearers}
    return names.pop() if len(names) == 1 else mention.key


def _entity(id_: str, group: list[Mention], method: str) -> Entity:
    names = list(dict.fromkeys(mention.name for mention in group))
    # The longest form is the fullest one; of equals the first.
    name = max(names, key=lambda form: (form.count(" "), -names.index(form)))
    return Entity(
        id=id_,
        type=group[0].type,
        name=name,
        aliases=tuple(form for form in names if form != name),
        mentions=tuple(TextSpan(start=m.start, end=m.end, text=m.text) for m in group),
        method=method,
    )
