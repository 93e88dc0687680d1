"""The words that name a speaker beside what is said: a noun phrase with its role, or a pronoun."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasks.extraction.english.calendar import DAYS
from tasks.extraction.english.people import COURTESY, HONOURS, PEOPLE
from tasks.extraction.parse import Word

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NOBODY = frozenset(
    {"what", "there", "this", "that", "these", "those", "which", "who", "whom", "anything"}
    | {"him", "her", "them", "me", "us", "himself", "herself", "itself", "themselves", "myself"}
)
"""Pronouns that no speaker is named by."""

_PARTS_OF_NAMES = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "HYPH", "POS", "CD", "DT", "PRP$"})
_IS_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "JJ", "JJS", "DT", "WP", "FW"})
_JOINING = frozenset({"and", "of"})
_BREAKS = frozenset({".", ":", "``", "''", "-LRB-", "-RRB-"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_RELATIVES = frozenset({"WP", "WP$", "WDT"})
_OPENING = COURTESY | HONOURS | {"the", "a", "an"}
_LONGEST_ROLE = 10
"""Words."""

_LONGEST_CLAUSE = 8
"""Words of a clause that tells which person is meant: 'people who knew him'."""

_LONGEST_NAME = 9
_LONGEST: Final = 25
"""Words of a phrase that names a speaker; a longer one is a slip of the parse."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name somebody.

    Attributes:
        head: the noun or pronoun that says who; the name, where a role stands before one.
    """

    first: Word
    last: Word
    head: Word

    @property
    def start(self) -> int:
        """Where it begins. Units: code points."""
        return self.first.start

    @property
    def end(self) -> int:
        """Where it ends. Units: code points."""
        return self.last.end


def phrase_of(head: Word, words: Sequence[Word], *, before: Word | None = None) -> Phrase | None:
    """Give the phrase that a noun heads: with title, role and possessor, without what follows.

    Args:
        head: a noun, name or pronoun.
        words: all words of the text.
        before: the phrase ends before this word.
    """
    if _is_nobody(head) or head.tag not in _IS_NOMINAL:
        return None
    limit = before.index if before and before.index > head.index else len(words)
    last, name = _end_of(head, words, limit)
    first = _start_of(head, words)
    if last.index - first.index > _LONGEST:
        first = last = head
    return Phrase(first, last, name)


def _is_nobody(word: Word) -> bool:
    """Whether a word names nobody: 'us' and 'who' do not, the US and the WHO do."""
    is_acronym = word.text.isupper() and len(word.text) > 1
    return (word.lower in _NOBODY and not is_acronym) or word.lower in DAYS


def _start_of(head: Word, words: Sequence[Word]) -> Word:
    first = head.index
    for child in reversed(head.children):
        if child.index < head.index and child.dep not in ("punct", "cc", "relcl", "advcl", "mark"):
            first = min(first, child.edges()[0].index)
    for index in range(head.index - 1, first - 1, -1):
        if words[index].tag in _BREAKS and words[index].text != ".":
            return words[index + 1]
    return words[first]


def _end_of(head: Word, words: Sequence[Word], limit: int) -> tuple[Word, Word]:
    """Give the last word of a phrase, and the name in it that says who it is."""
    last = name = head
    while last.index + 1 < limit and _is_name_behind(last, words[last.index + 1], head):
        last = name = words[last.index + 1]
    is_role = not name.is_name or head.lower in PEOPLE
    for child in head.children:
        if not last.index < child.index < limit:
            continue
        is_next = child.edges()[0].index == last.index + 1
        is_part = (is_role and child.lower != "on") or _is_part_of_name(child)
        if child.dep == "prep" and is_next and is_part:
            last = _until_comma(child, words, limit)
        elif child.dep in ("relcl", "acl") and is_next:
            behind = _until_comma(child, words, limit)
            last = behind if behind.index - last.index <= _LONGEST_CLAUSE else last
        elif child.dep == "conj" and child.tag in _IS_NOMINAL:
            last = _end_of(child, words, min(limit, last.index + _LONGEST))[0]
    if is_role and name is head:
        named = _named_behind(last, words, limit)
        last, name = named or (last, name)
    return last, name


def _is_part_of_name(preposition: Word) -> bool:
    """Whether a name goes on: 'Bank of England', 'Ministry of Defence'."""
    noun = preposition.child("pobj")
    return preposition.lower in ("of", "for") and noun is not None and noun.is_name


def _named_behind(last: Word, words: Sequence[Word], limit: int) -> tuple[Word, Word] | None:
    """Take in the name behind a role: 'the mayor of Arden, Ada Quill, said'."""
    place = last.index + 1
    if place < limit and words[place].text == ",":
        place += 1
        while place < limit and _goes_on(place, words) and words[place].sentence == last.sentence:
            place += 1
        is_closed = place == len(words) or place == limit or words[place].tag in (",", ".")
        if place > last.index + 2 and is_closed:
            return words[place - 1], words[place - 1]
    return None


def _is_name_behind(last: Word, word: Word, head: Word) -> bool:
    """Whether a word goes on with a name: 'engineer' + 'Ada' + 'Quill'."""
    return word.is_name and (last is head or last.is_name) and word.sentence == head.sentence


def _goes_on(place: int, words: Sequence[Word]) -> bool:
    """Whether a word is part of a name: 'Quill-Marsh' is three."""
    word = words[place]
    return word.is_name or (
        word.tag == "HYPH" and place + 1 < len(words) and words[place + 1].is_name
    )


def _until_comma(child: Word, words: Sequence[Word], limit: int) -> Word:
    end = min(child.edges()[1].index + 1, limit)
    for index in range(child.index, end):
        if words[index].tag in _BREAKS or words[index].text == ",":
            return words[index - 1]
    return words[end - 1]


def subject_of(verb: Word, words: Sequence[Word]) -> Phrase | None:
    """Give the phrase that says who does what a verb says; None where nothing says it."""
    for acting in _acting(verb):
        if any(child.dep in _SUBJECTS for child in acting.children):
            return _own_subject(acting, words)
    return beside(verb, words)


def _acting(verb: Word) -> Iterator[Word]:
    """Yield a verb, and those whose subject it shares: 'rose and said', 'was quoted as saying'."""
    for _ in range(_LONGEST):
        yield verb
        is_joined = verb.dep == "conj"
        is_part = verb.dep in ("xcomp", "advcl") and verb.tag in ("VB", "VBG")
        head = verb.head.head if verb.dep == "pcomp" else verb.head
        if not head.is_verb or not (is_joined or is_part or verb.dep == "pcomp"):
            return
        verb = head


def _own_subject(verb: Word, words: Sequence[Word]) -> Phrase | None:
    subjects = [child for child in verb.children if child.dep in _SUBJECTS]
    if len(subjects) > 1:
        subjects = [child for child in subjects if not _is_nobody(child)] or subjects
    subject = min(subjects, key=lambda word: abs(word.index - verb.index))
    if subject.text in _RELATIVE and verb.dep == "relcl":
        return phrase_of(verb.head, words, before=subject)
    return phrase_of(subject, words, before=verb) or beside(verb, words)


def beside(verb: Word, words: Sequence[Word]) -> Phrase | None:
    """Give the noun phrase right beside a verb of saying, where the parse has lost it."""
    return _ahead(verb, words) or _behind(verb, words)


def _behind(verb: Word, words: Sequence[Word]) -> Phrase | None:
    run: list[Word] = []
    for word in words[verb.index + 1 : verb.index + _LONGEST_NAME]:
        # 'A limping Ada Quill'; names in -ly are taken for adverbs.
        is_part = word.tag in (*_PARTS_OF_NAMES, "VBG") or (
            word.tag == "RB" and word.text.istitle()
        )
        if not is_part or word.sentence != verb.sentence:
            break
        run.append(word)
    return _phrase_over(run)


def _ahead(verb: Word, words: Sequence[Word]) -> Phrase | None:
    """Read back from a verb, over an apposition between commas."""
    stretch = list(_back(verb, words))[::-1]
    commas = [place for place, word in enumerate(stretch) if word.text == ","]
    if len(commas) > 1 and commas[-1] == len(stretch) - 1:
        aside = stretch[commas[0] + 1 :]
        if aside[0].tag not in _RELATIVES and any(word.tag in _FINITE for word in aside):
            return None
        stretch = _named(stretch[: commas[0]], stretch[commas[-2] + 1 : -1])
    run: list[Word] = []
    for word in reversed(stretch):
        is_part = word.tag in _PARTS_OF_NAMES or word.tag == "PRP"
        is_part = is_part or (word.text[0].isupper() and word.tag != "IN")
        if not is_part and not (run and word.lower in _JOINING):
            break
        run.insert(0, word)
    while run and run[0].lower in _JOINING:
        del run[0]
    return _phrase_over(run)


def _named(first: list[Word], last: list[Word]) -> list[Word]:
    """Give the name and not the role of 'Quill, a mason' and of 'a mason, Ada Quill'."""
    return last if last and all(word.is_name for word in last) else first


def _back(verb: Word, words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words before a verb, the nearest first, but what is in brackets and adverbs."""
    is_bracketed = False
    for index in range(verb.index - 1, max(verb.index - _LONGEST, -1), -1):
        word = words[index]
        if word.tag == "-RRB-" or (is_bracketed and word.sentence == verb.sentence):
            is_bracketed = word.tag != "-LRB-"
            continue
        if word.tag in _BREAKS or word.sentence != verb.sentence:
            return
        is_adverb = word.tag[:2] in ("RB", "MD") and word.text[0].islower()
        if not is_adverb and word.lower not in DAYS:
            yield word


def _phrase_over(run: list[Word]) -> Phrase | None:
    head = next((word for word in reversed(run) if word.is_noun or word.tag == "PRP"), None)
    head = head or next((word for word in reversed(run) if word.text[0].isupper()), None)
    return Phrase(run[0], run[-1], head) if head and not _is_nobody(head) else None


def role_in(words: Sequence[Word], head: Word) -> str | None:
    """Give what a phrase calls a speaker besides the name: 'Arden's mayor', 'an army spokesman'.

    Args:
        words: of the phrase.
        head: the one that says who it is; of a pronoun or a bare name there is no role.
    """
    if head.tag == "PRP":
        return None
    if not head.is_name:
        return text_of(words)
    nouns = [i for i, word in enumerate(words) if word.is_noun and not word.is_name]
    if not nouns or words[nouns[0]].index > head.index:
        return None
    end = nouns[-1] + 1
    while end < len(words) and not words[end].is_name and words[end].text != ",":
        end += 1
    return text_of(words[:end])


def text_of(words: Sequence[Word]) -> str | None:
    """Write words as the text has them, without article and courtesy."""
    while words and words[0].lower.rstrip(".") in _OPENING:
        words = words[1:]
    if not 0 < len(words) <= _LONGEST_ROLE:
        return None
    gaps = (" " if word.start > before.end else "" for before, word in pairwise(words))
    return words[0].text + "".join(
        gap + word.text for gap, word in zip(gaps, words[1:], strict=True)
    )
