"""What is said in other words: the clause that hangs on a cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extraction.english.calendar import DAYS
from tasks.extraction.marks import DASHES
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.cues import Cue
from tasks.extraction.quotations.lexicon import JUDGING, REPORTING
from tasks.extraction.quotations.speakers import Phrase

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_CLAUSES = frozenset({"ccomp", "relcl", "acl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LOOSE = frozenset({",", ":", ";", ".", "that", "and", "but"}) | DASHES
_DOING = frozenset({"deny", "admit", "acknowledge", "recommend", "suggest"})
"""Verbs of saying that take another verb in -ing."""

_UNATTRIBUTED = frozenset(
    {"said", "told", "asked", "reported", "alleged", "announced", "claimed", "confirmed", "stated"}
)
"""What is done by nobody in particular who says something."""

_OPENING = frozenset({"that", "whether", "if", "how", "why", "what", "when", "where", "who"})
_LONGEST_PART = 80
"""Words of a part of a sentence that is said by somebody else than the one before it."""

_WORDS_OF_CUE = 10
"""Words of 'he said in an interview with the Echo,' behind the verb."""


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
        found = _of_passive(cue.anchor, parse)
    elif cue.form == "according":
        found = _all_but_source(cue, cue.speaker, parse)
    elif cue.form == "noun":
        found = _of_noun(cue.anchor, parse)
    elif cue.anchor.lower in REPORTING:
        found = _of_verb(cue, cue.speaker, parse)
    else:
        found = []
    trimmed = (_trimmed(stretch, parse) for stretch in found)
    return [stretch for stretch in trimmed if stretch.first < stretch.end]


def _of_passive(verb: Word, parse: Parse) -> list[Stretch]:
    """Give what nobody is named for: 'It was reported that …', 'She was asked whether …'."""
    is_said = verb.lower in _UNATTRIBUTED and verb.child("auxpass") is not None
    subject, clause = verb.child("nsubjpass"), verb.child("ccomp")
    if not (is_said and subject and clause and subject.index < verb.index < clause.index):
        return []
    opening = clause.edges()[0]
    is_told = subject.lower == "it" or verb.lower in ("told", "asked")
    if not is_told or opening.lower not in _OPENING:
        return []
    return [_behind(verb, clause, (), parse)]


def _of_noun(noun: Word, parse: Parse) -> list[Stretch]:
    clause = noun.child("acl", "ccomp")
    if clause is None or not any(child.lower == "that" for child in clause.children):
        return []
    return [_behind(noun, clause, (), parse)]


def _of_verb(cue: Cue, speaker: Phrase, parse: Parse) -> list[Stretch]:
    verb = cue.anchor
    clauses = [child for child in verb.children if child.dep == "ccomp"]
    behind = () if _ends_part(verb, parse) else (*verb.children, *_mistaken(verb))
    for clause in behind:
        is_doing = cue.verb in _DOING and clause.tag == "VBG" and clause.dep in ("xcomp", "ccomp")
        if clause.index > verb.index and (
            is_doing or (clause.dep in _CLAUSES and _is_clause(clause))
        ):
            return [_behind(verb, clause, clauses, parse)]
    host = next(iter(clauses), None)
    if host is None and verb.dep in ("parataxis", "ccomp", "advcl"):
        host = verb.head
    return _around(cue, speaker, host, parse) if host is not None else []


def _ends_part(verb: Word, parse: Parse) -> bool:
    """Whether a cue ends a part of a sentence: 'It would not invade, he said; if …'."""
    return any(word.text == ";" for word in parse.words[verb.index + 1 : verb.index + 2])


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
    """Whether a verb has a subject, or a form that needs one, which the parse has lost."""
    is_of_verb = verb.dep == "ccomp" and verb.head.tag != "VBG"
    return _has_subject(verb) or (is_of_verb and _is_finite(verb))


def _has_subject(verb: Word) -> bool:
    return any(child.dep in _SUBJECTS for child in verb.children)


def _is_finite(verb: Word) -> bool:
    return any(
        word.tag in _FINITE for word in (verb, *verb.children) if word.is_verb or word.dep == "aux"
    )


def _behind(cue: Word, clause: Word, others: Sequence[Word], parse: Parse) -> Stretch:
    """Give the clause behind a cue, up to the next cue: ', adding that'.

    Args:
        cue: a verb or noun.
        clause: the verb of what is said.
        others: the verbs of all clauses of the cue; the parse may have split what is said.
        parse: of the text.
    """
    first, last = clause.edges()
    that = clause.child("mark")
    start = that.index if that and that.lower == "that" else first.index
    if that is None and not _has_subject(clause):
        start = _past_told(cue)
    ends = [other.edges()[1].index for other in others]
    start, end = max(start, _past_day(cue.index + 1, parse)), max([last.index, *ends]) + 1
    for word in parse.words[clause.index + 1 : end]:
        if parse.words[word.index - 1].text == "," and _is_next_cue(word):
            return Stretch(start, word.index - 1)
    return Stretch(start, end)


def _past_day(index: int, parse: Parse) -> int:
    """Give where goes on what stands behind a cue and its day: 'said on Monday it had'."""
    for word in parse.words[index : index + 2]:
        if word.lower in DAYS:
            return word.index + 1
        if word.lower != "on":
            break
    return index


def _past_told(cue: Word) -> int:
    """Give where begins what stands behind a cue, the one it is told to, and when."""
    start = cue.index + 1
    for child in cue.children:
        is_told = child.dep in ("dative", "npadvmod") or (
            child.dep == "dobj" and child.tag == "PRP"
        )
        if is_told and child.edges()[0].index == start:
            start = child.edges()[1].index + 1
    return start


def _is_next_cue(word: Word) -> bool:
    if word.tag != "VBG":
        return False
    has_clause = word.lower in REPORTING and word.child("ccomp") is not None
    return has_clause or word.lower == "according" or word.lower in JUDGING


def _around(cue: Cue, speaker: Phrase, host: Word, parse: Parse) -> list[Stretch]:
    """Give what stands before the speaker and the cue, and what goes on behind them."""
    if cue.anchor.tag == "VBG":
        return []
    sentence = parse.sentences[cue.anchor.sentence]
    first = min(speaker.first.index, cue.anchor.index)
    end = max(speaker.last.index, cue.anchor.index) + 1
    if first == sentence.opening or parse.words[first - 1].tag not in (",", "''", ".", ":"):
        return []
    if cue.anchor.child("xcomp", "dobj") is not None and cue.verb != "tell":
        return []
    found = [Stretch(_opening(first, parse), first)]
    near = range(end, min(end + _WORDS_OF_CUE, sentence.end))
    comma = next((index for index in near if parse.words[index].text == ","), None)
    last = host.edges()[1].index
    if (
        comma is not None
        and comma < last
        and not _is_of_speaker(parse.words[comma + 1 : comma + 3])
    ):
        found.append(Stretch(comma, last + 1))
    return found


def _opening(end: int, parse: Parse) -> int:
    """Give where what is said before a cue begins: behind a dateline, or another cue's part."""
    opening = parse.sentences[parse.words[end].sentence].opening
    for index in range(end - 1, max(opening, end - _LONGEST_PART), -1):
        if parse.words[index].text == ";" and parse.words[index - 1].lower in REPORTING:
            return index + 1
    return opening


def _is_of_speaker(words: Sequence[Word]) -> bool:
    """Whether the speaker goes on, and not what is said: ', he said, adding' and ', but said'."""
    return words[0].tag == "VBG" or (words[0].tag == "CC" and words[-1].lower in REPORTING)


def _all_but_source(cue: Cue, source: Phrase, parse: Parse) -> list[Stretch]:
    """Give the sentence around 'according to' and the source."""
    sentence = parse.sentences[cue.anchor.sentence]
    is_joined = parse.words[cue.anchor.index - 1].tag == "CC"
    is_behind = sentence.opening < cue.anchor.index and not is_joined
    found = [Stretch(sentence.opening, cue.anchor.index)] if is_behind else []
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
