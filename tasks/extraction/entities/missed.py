"""Names that the model did not see: those that it saw elsewhere, and other capitalised words."""

from collections.abc import Callable, Iterator
from typing import Final

from tasks.extraction.english.calendar import CALENDAR
from tasks.extraction.entities.spans import is_of_office, past_titles
from tasks.extraction.entities.words import NO_NAMES, is_title, is_upper, opens_sentence
from tasks.extraction.parse import NamedSpan, Parse, Sentence, Word

_SHOUTED: Final = 0.6
"""Share of capitalised words in a heading, where capitals tell nothing."""

_HEADING: Final = 4
"""Words of the shortest heading, but for the names in it that the model saw."""

_MOST_ALIKE: Final = 50
"""Names of one first word that are looked for. It bounds the time that a list of names takes."""

Known = dict[str, list[tuple[str, ...]]]


def missed(
    parse: Parse, names: list[NamedSpan], common: set[str], may_be_town: Callable[[str], bool]
) -> list[NamedSpan]:
    """Give what else may be a name, without a type.

    Args:
        parse: of the text.
        names: what the model saw.
        common: words that the text has in small letters.
        may_be_town: tells whether the gazetteer knows a word as that of a place of renown.

    Shape: in order, never overlapping, and never over one of `names`.
    """
    taken = bytearray(len(parse.words) + 1)
    for name in names:
        taken[name.first : name.end] = b"\1" * (name.end - name.first)
    known = _known(parse, names, common)
    found = [
        name
        for sentence in parse.sentences
        for name in _in_sentence(parse, sentence, taken, known, common)
    ]
    for name in found:
        taken[name.first : name.end] = b"\1" * (name.end - name.first)
    return sorted([*found, *_opening(parse, taken, common, may_be_town)], key=lambda n: n.first)


def _opening(
    parse: Parse, taken: bytearray, common: set[str], may_be_town: Callable[[str], bool]
) -> Iterator[NamedSpan]:
    """Yield towns that open sentences, whatever the model took them for: `Essex, however,`.

    What follows shows that the word is no adjective and no verb: a mark or a verb.
    """
    for sentence in parse.sentences:
        word = parse.words[sentence.first]
        if taken[word.index] or not is_upper(word) or sentence.end - sentence.first == 1:
            continue
        after = parse.words[word.index + 1]
        shows = after.text in {",", "'s"} or after.tag in {"VBD", "VBZ", "MD"}
        if shows and word.lower not in common | NO_NAMES and may_be_town(word.lower):
            yield NamedSpan(word.index, word.index + 1, "")


def _known(parse: Parse, names: list[NamedSpan], common: set[str]) -> Known:
    """Give the words of all names, and of the surnames of persons, by their first word.

    A single word that the text has in small letters too is none: `Will`, `Long`.
    """
    found: set[tuple[str, ...]] = set()
    for name in names:
        words = tuple(word.lower for word in parse.words[name.first : name.end])
        if len(words) > 1 or words[0] not in common:
            found.add(words)
        if name.label == "person" and len(words) > 1 and words[-1] not in common:
            found.add(words[-1:])
    known: Known = {}
    for words in sorted(found, key=lambda words: (-len(words), words)):
        alike = known.setdefault(words[0], [])
        if len(alike) < _MOST_ALIKE:
            alike.append(words)
    return known


def _in_sentence(
    parse: Parse, sentence: Sentence, taken: bytearray, known: Known, common: set[str]
) -> Iterator[NamedSpan]:
    is_heading: bool | None = None
    index = sentence.first
    while index < sentence.end:
        word = parse.words[index]
        if taken[index] or not is_upper(word) or _is_glued(parse.words, index):
            index += 1
            continue
        end = _end_of_known(parse, index, sentence.end, taken, known)
        if end == index:
            end = _end_of_run(parse, index, sentence.end, taken, known)
            if is_heading is None:
                is_heading = _is_heading(parse.of(sentence), taken)
            if not is_heading:
                yield from _promising(parse, index, end, common)
        else:
            yield NamedSpan(index, end, "")
        index = end


def _is_heading(words: tuple[Word, ...], taken: bytearray) -> bool:
    left = [word for word in words if not taken[word.index]]
    capitals = sum(map(is_upper, left))
    return len(left) >= _HEADING and capitals >= _SHOUTED * len(left)


def _end_of_known(parse: Parse, first: int, limit: int, taken: bytearray, known: Known) -> int:
    word = parse.words[first]
    for name in known.get(word.lower, ()):
        end = first + len(name)
        if end > limit or any(taken[first:end]):
            continue
        if len(name) == 1 and not _may_be_name(word):
            continue
        if all(at.lower == part for at, part in zip(parse.words[first:end], name, strict=True)):
            return end
    return first


def _is_glued(words: tuple[Word, ...], index: int) -> bool:
    """Tell whether a hyphen joins a word to one before it: `anti-Semitism`."""
    return index > 1 and words[index - 1].text == "-" and words[index - 1].end == words[index].start


def _may_be_name(word: Word) -> bool:
    """Tell whether the capital letter of a word can be that of a name."""
    return word.lower not in NO_NAMES and not is_title(word)


def _end_of_run(parse: Parse, first: int, limit: int, taken: bytearray, known: Known) -> int:
    end = first + 1
    while end < limit and not taken[end]:
        word = parse.words[end]
        if not (is_upper(word) and word.is_name) or word.lower in CALENDAR:
            break
        if word.lower in known and not parse.words[end - 1].is_name:
            break
        end += 1
    return end


def _promising(parse: Parse, first: int, end: int, common: set[str]) -> Iterator[NamedSpan]:
    """Yield a run of capitalised words that may be a name: more than how sentences begin."""
    words = parse.words
    opens = opens_sentence(parse, words[first])
    if opens and not words[first].is_name:
        first, opens = first + 1, False
    if first < end:
        first = past_titles(words, first, end)
    if first == end or not words[first].is_noun or not _may_be_name(words[first]):
        return
    if is_of_office(words, first, end) or len(words[first].text) == end - first == 1:
        return  # the letter of a party: `D-Ohio`
    if end - first > 1 or not opens or words[first].lower not in common:
        yield NamedSpan(first, end, "")
