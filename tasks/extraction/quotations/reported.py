"""What is said in other words: the clause that hangs on a cue."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tasks.extraction.parse import Parse, Sentence, Word
from tasks.extraction.quotations.cues import Cue
from tasks.extraction.quotations.lexicon import JUDGING, REPORTING
from tasks.extraction.quotations.speakers import Phrase

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_CLAUSES = frozenset({"ccomp", "relcl", "acl"})
_DASHES = frozenset({"-", "\u2013", "\u2014", "--"})
_LOOSE = frozenset({",", ":", ";", ".", "that", "and", "but"}) | _DASHES
_DOING = frozenset({"deny", "admit", "acknowledge", "recommend", "suggest"})
"""Verbs of saying that take another verb in -ing."""

_WORDS_OF_CUE = 10
"""Words of 'he said in an interview with the Echo,' behind the verb."""

_DATELINE_WORDS = 12
"""Words of a sentence within which a dateline ends with a dash."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that follow each other. Units: indices of words, half open."""

    first: int
    end: int


def reported(cue: Cue, parse: Parse) -> list[Stretch]:
    """Give what is said after, before or on both sides of a cue; nothing where there is no clause.

    Shape: in order, never empty, never overlapping the cue.
    """
    if cue.speaker is None:
        return []
    if cue.form == "according":
        found = _all_but_source(cue, cue.speaker, parse)
    elif cue.form == "noun":
        found = _of_noun(cue.anchor, parse)
    elif cue.anchor.lower in REPORTING:
        found = _of_verb(cue, cue.speaker, parse)
    else:
        found = []
    trimmed = (_trimmed(stretch, parse) for stretch in found)
    return [stretch for stretch in trimmed if stretch.first < stretch.end]


def _of_noun(noun: Word, parse: Parse) -> list[Stretch]:
    clause = noun.child("acl", "ccomp")
    if clause is None or not any(child.lower == "that" for child in clause.children):
        return []
    return [_behind(noun, clause, parse)]


def _of_verb(cue: Cue, speaker: Phrase, parse: Parse) -> list[Stretch]:
    verb = cue.anchor
    clauses = [child for child in verb.children if child.dep == "ccomp"]
    for clause in (*verb.children, *_mistaken(verb)):
        is_doing = cue.verb in _DOING and clause.tag == "VBG" and clause.dep in ("xcomp", "ccomp")
        if clause.index > verb.index and (
            is_doing or (clause.dep in _CLAUSES and _is_clause(clause))
        ):
            return [_behind(verb, clause, parse)]
    host = next(iter(clauses), None)
    if host is None and verb.dep in ("parataxis", "ccomp"):
        host = verb.head
    return _around(cue, speaker, host, parse) if host is not None else []


def _mistaken(verb: Word) -> Iterator[Word]:
    """Yield clauses that the parse hangs on a noun: 'told them it was', 'said in a note that'."""
    told = verb.child("dobj", "dative")
    for clause in told.children if told else ():
        if clause.dep == "relcl" and not any(word.tag[0] == "W" for word in clause.children):
            yield clause
    nouns = (child.child("pobj") for child in verb.children if child.dep == "prep")
    for noun in nouns:
        hung = noun.child("acl", "ccomp") if noun else None
        if hung and any(word.lower == "that" and word.dep == "mark" for word in hung.children):
            yield hung


def _is_clause(verb: Word) -> bool:
    return any(child.dep in _SUBJECTS for child in verb.children)


def _behind(cue: Word, clause: Word, parse: Parse) -> Stretch:
    """Give the clause behind a cue, up to the next cue: ', adding that'."""
    first, last = clause.edges()
    that = clause.child("mark")
    start = that.index if that and that.lower == "that" else first.index
    start, end = max(start, cue.index + 1), last.index + 1
    for word in parse.words[clause.index + 1 : end]:
        if parse.words[word.index - 1].text == "," and _is_next_cue(word):
            return Stretch(start, word.index - 1)
    return Stretch(start, end)


def _is_next_cue(word: Word) -> bool:
    if word.tag != "VBG":
        return False
    has_clause = word.lower in REPORTING and word.child("ccomp") is not None
    return has_clause or word.lower == "according" or word.lower in JUDGING


def _around(cue: Cue, speaker: Phrase, host: Word, parse: Parse) -> list[Stretch]:
    """Give what stands before the speaker and the cue, and what goes on behind them."""
    sentence = parse.sentences[cue.anchor.sentence]
    first = min(speaker.first.index, cue.anchor.index)
    end = max(speaker.last.index, cue.anchor.index) + 1
    if first == sentence.first or parse.words[first - 1].tag not in (",", "''", ".", ":"):
        return []
    if cue.anchor.child("xcomp", "dobj") is not None and cue.verb != "tell":
        return []
    found = [Stretch(_opening(sentence, parse), first)]
    near = range(end, min(end + _WORDS_OF_CUE, sentence.end))
    comma = next((index for index in near if parse.words[index].text == ","), None)
    last = host.edges()[1].index
    if comma is not None and comma < last:
        found.append(Stretch(comma, last + 1))
    return found


def _opening(sentence: Sentence, parse: Parse) -> int:
    """Give where a sentence begins behind a dateline: 'ARDEN, May 3 (Agency) - Crews …'."""
    words = parse.of(sentence)[:_DATELINE_WORDS]
    if words[0].text.isupper() and len(words[0].text) > 1:
        for before, word in pairwise(words):
            if word.text in _DASHES and before.end < word.start:
                return word.index + 1
    return sentence.first


def _all_but_source(cue: Cue, source: Phrase, parse: Parse) -> list[Stretch]:
    """Give the sentence around 'according to' and the source."""
    sentence = parse.sentences[cue.anchor.sentence]
    opening = _opening(sentence, parse)
    found = [Stretch(opening, cue.anchor.index)] if opening < cue.anchor.index else []
    behind = _past_apposition(source) + 1
    commas = (i for i in range(behind, sentence.end) if parse.words[i].text == ",")
    comma = next(commas, None)
    if comma is not None and (not found or cue.anchor.head.index > comma):
        found.append(Stretch(comma, sentence.end))
    return found


def _past_apposition(source: Phrase) -> int:
    """Give where ends what says more of a source: 'According to Quill, a mason, …'."""
    ends = [c.edges()[1].index for c in source.head.children if c.dep in ("appos", "relcl", "acl")]
    return max([source.last.index, *ends])


def _trimmed(stretch: Stretch, parse: Parse) -> Stretch:
    """Take commas, conjunctions and 'that' off the ends."""
    first, end = stretch.first, stretch.end
    while first < end and _is_loose(parse.words[first]):
        first += 1
    while first < end and parse.words[end - 1].text in _LOOSE:
        end -= 1
    return Stretch(first, end)


def _is_loose(word: Word) -> bool:
    return word.text in _LOOSE or (word.lower in ("and", "but") and word.dep == "cc")
