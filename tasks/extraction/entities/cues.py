"""What the words of a name, and the words around it, tell of what it names.

A cue is a type with a weight. The weights are votes of one kind, of which the model's label has
up to two; a negative one speaks against the type.
"""

import re
from collections.abc import Iterator
from typing import Final

from tasks.extraction.english.given_names import GIVEN_NAMES
from tasks.extraction.english.people import PLAYING, TITLES, is_office
from tasks.extraction.english.reporting import SAYING
from tasks.extraction.entities.beside import BESIDE, MEETING, WHERE
from tasks.extraction.entities.heads import (
    COMPANIES,
    FIRST,
    HEADS,
    SHIPS,
)
from tasks.extraction.entities.known import NICKNAMES, WELL_KNOWN
from tasks.extraction.entities.mentions import Mention
from tasks.extraction.entities.peoples import LANGUAGES, is_people
from tasks.extraction.parse import Word

Cue = tuple[str, float]
Words = tuple[Word, ...]

_MANY: Final = 5
"""Words of a name whose first word tells nothing any more: `Lake Region Rights Forum`."""

_INITIALS: Final = range(2, 7)
"""Letters of an acronym."""

_TYPE_NAME: Final = re.compile(r"[A-Z]+-?\d+[A-Z]+\d*")
"""Names of types, as of aircraft and viruses."""

_ROAD: Final = re.compile(r"M\d{1,2}|I-\d{1,3}")
_JOINING: Final = frozenset({"of", "for", "on", "at"})
_AGE = re.compile(r"\d\d?")


def in_name(mention: Mention) -> Iterator[Cue]:
    """Yield what the words of a name tell of it."""
    words = [word.lower.rstrip(".") for word in mention.words]
    if mention.key in WELL_KNOWN:
        yield WELL_KNOWN[mention.key], 6.0
    elif mention.key in NICKNAMES:
        yield "organisation", 5.0 if len(words) > 1 else 3.0
    elif len(words) == 1:
        yield from _in_word(mention.words[0], words[0], is_seen=bool(mention.label))
    else:
        yield from _in_words(words)


def _in_words(words: list[str]) -> Iterator[Cue]:
    if words[-1] in COMPANIES:
        yield "organisation", 6.0
    if is_people(words[-1]):
        yield "group", 3.0
    if words[-1] in NICKNAMES or " ".join(words[-2:]) in NICKNAMES:
        yield "organisation", 2.5
    head = _head(words)
    if head in HEADS:
        yield HEADS[head], 3.5
    elif words[0] in SHIPS:
        yield "product", 4.0
    elif words[0] in FIRST and len(words) < _MANY:
        yield FIRST[words[0]], 3.0
    if words[0] in GIVEN_NAMES:
        yield "person", 2.25


def _head(words: list[str]) -> str:
    """Give the last word of a name, or the one before its first `of` or `for`."""
    for place, word in enumerate(words):
        if word in _JOINING and place:
            return words[place - 1]
    return words[-2] if words[-1].isdigit() else words[-1]


def _in_word(word: Word, lower: str, *, is_seen: bool) -> Iterator[Cue]:
    if is_people(lower):
        yield "group", 8.0
    elif lower in LANGUAGES:
        yield "language", 3.0
    elif lower in GIVEN_NAMES:
        yield "person", 1.5
    elif lower in HEADS and is_seen:
        yield HEADS[lower], 2.0
    if len(lower) in _INITIALS and word.text.isalpha() and word.text.isupper():
        yield "organisation", 1.0
        yield "person", -1.0
    elif any(map(str.isdigit, lower)):
        if _ROAD.fullmatch(word.text):
            yield "facility", 3.0
        yield "product", 3.0 if _TYPE_NAME.match(word.text) else 1.75
        yield "person", -3.0
        yield "place", -3.0


def before(words: Words) -> Iterator[Cue]:
    """Yield what the words before a name tell; the nearest comes first."""
    if words and words[0].text == ".":
        words = words[1:]  # `Mr. `, where the mark is a word of its own
    if not words:
        return
    near = words[0].lower.rstrip(".")
    further = words[1].lower if len(words) > 1 else ""
    if near in TITLES and words[0].text[0].isupper():
        yield "person", 4.0
    elif is_office(near):
        yield "person", 2.0
    elif near in BESIDE:
        yield BESIDE[near], 2.0 if BESIDE[near] != "place" else 0.5
    elif near in {"for", "with"} and further in MEETING:
        yield "organisation", MEETING[further]
    elif near == "of" and BESIDE.get(further) == "place":
        yield "place", 3.0
    elif (near, further) == ("in", "shares"):
        yield "organisation", 2.0
    elif near == "'s" and words[2:] and words[2].lower in WHERE:
        yield "place", 1.25
    else:
        yield from _BEFORE.get(near, ())


_BEFORE: Final[dict[str, tuple[Cue, ...]]] = {
    **dict.fromkeys(SAYING, (("person", 1.0),)),
    **{word: (("organisation", weight),) for word, weight in MEETING.items()},
    **{word: (("place", weight),) for word, weight in WHERE.items()},
    "the": (("person", -1.5),),
}


def behind(words: Words) -> Iterator[Cue]:
    """Yield what the words behind a name tell."""
    if not words:
        return
    near, further = words[0].lower, words[1].lower if len(words) > 1 else ""
    if near in BESIDE and words[0].text.islower():
        yield BESIDE[near], 3.0 if BESIDE[near] == "place" else 1.5
    elif near in PLAYING:
        yield "organisation", 2.0
        yield "person", -2.0
    elif "who" in {near, further if near == "," else ""}:
        yield "person", 1.0
    elif near in {",", "is", "was"} and further in {"a", "an"}:
        yield from _described(words[2:])
    elif near == "," and _AGE.fullmatch(further) and words[2:3] and words[2].text == ",":
        yield "person", 3.0


def _described(words: Words) -> Iterator[Cue]:
    """Yield what the first noun tells of a name that it is said of: `Gigi, a rock band`."""
    noun = next((word for word in words if word.tag == "NN" and word.dep != "compound"), None)
    if noun is None:
        return
    if is_office(noun.lower):
        yield "person", 3.0
    elif noun.lower in BESIDE:
        yield BESIDE[noun.lower], 3.0
