"""Cues: the words that say that somebody says something, and who that is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from tasks.extraction.english.nouns import singular
from tasks.extraction.english.people import PEOPLE
from tasks.extraction.english.verbs import forms_of
from tasks.extraction.parse import Word
from tasks.extraction.quotations.lexicon import (
    BODIES,
    DOCUMENTS,
    JUDGING,
    NOUNS,
    REPORTING,
    SHOWING,
    SIGNS,
    SPEAKING,
)
from tasks.extraction.quotations.speakers import Phrase, beside, phrase_of, subject_of

_SURE: Final = frozenset({"said", "says", "told"})
"""Forms that are verbs of saying whatever the tagger takes them for."""

_NO_VERB = frozenset({"amod", "compound", "nsubj", "dobj", "pobj"})
_NOT = frozenset({"not", "n't", "never", "nor"})
_UNSAID = frozenset(
    {"decline", "declined", "declines", "declining", "refuse", "refused", "refuses", "fail"}
    | {"failed", "want", "wants", "wanted", "omit", "omits", "omitted"}
)
"""What keeps people from saying what the verb behind it means."""

_ISSUING = forms_of(
    {
        "file",
        "give",
        "issue",
        "make",
        "post",
        "publish",
        "release",
        "send",
        "sign",
        "submit",
        "write",
    }
)
"""What the author does with a statement, a lawsuit, a letter 'saying that'."""

_SOMEBODY = PEOPLE | BODIES
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say that somebody speaks.

    Attributes:
        anchor: the verb or noun, or 'according', that what is said hangs on.
        verb: its base form.
        relative: it stands in a clause on a noun, as in 'Ortiz, who said'.
        last: the last of its words.
    """

    anchor: Word
    verb: str
    form: Literal["verb", "according", "noun"]
    speaker: Phrase | None
    last: Word
    relative: bool = False

    @property
    def start(self) -> int:
        """Where it begins. Units: code points."""
        return self.anchor.start

    @property
    def end(self) -> int:
        """Where it ends. Units: code points."""
        return self.last.end


def cues(words: Sequence[Word], among: Sequence[Word]) -> Iterator[Cue]:
    """Yield the cues among some words, in order.

    Args:
        words: all words of the text.
        among: those that a cue and its speaker may be of.
    """
    allowed = {word.index for word in among}
    for word in among:
        for cue in _cues_at(word, words):
            yield (
                cue
                if _is_within(cue.speaker, allowed)
                else _with_speaker_beside(cue, words, allowed)
            )


def _is_within(speaker: Phrase | None, allowed: Collection[int]) -> bool:
    return speaker is None or speaker.head.index in allowed


def _with_speaker_beside(cue: Cue, words: Sequence[Word], allowed: Collection[int]) -> Cue:
    """Mend a cue whose speaker the parse has found among what is said."""
    found = beside(cue.anchor, words) if cue.form == "verb" else None
    return replace(cue, speaker=found if _is_within(found, allowed) else None)


def _cues_at(word: Word, words: Sequence[Word]) -> Iterator[Cue]:
    verb = SPEAKING.get(word.lower) or JUDGING.get(word.lower)
    if verb is not None and _is_verb(word):
        yield from _verbal(word, verb, words)
    elif word.lower == "according":
        yield from _according(word, words)
    elif word.lower in NOUNS and word.is_noun:
        yield from _nominal(word, words)


def _is_verb(word: Word) -> bool:
    return word.lower in _SURE or (word.is_verb and word.dep not in _NO_VERB)


def _verbal(word: Word, verb: str, words: Sequence[Word]) -> Iterator[Cue]:
    is_negated = any(child.lower in _NOT for child in word.children)
    is_unsaid = word.dep == "xcomp" and word.head.lower in _UNSAID
    if is_negated or is_unsaid or _quoted(word) is not None:
        return
    speaker = _agent(word, words) if _is_passive(word) else _speaker(word, words)
    if speaker and speaker.head.lower in SIGNS:
        return
    if verb in SHOWING and not (speaker and _is_somebody(speaker.head)):
        return
    is_relative = word.dep == "relcl" and any(w.text in _RELATIVE for w in word.children)
    yield Cue(word, verb, "verb", speaker, word, is_relative)


def _speaker(verb: Word, words: Sequence[Word]) -> Phrase | None:
    """Give who speaks: of 'a statement saying' whoever does something with the statement."""
    if verb.dep == "pcomp" and (quoted := _quoted(verb.head.head)) is not None:
        return Phrase(quoted, quoted, quoted) if quoted.tag == "PRP" else phrase_of(quoted, words)
    if (reporting := _reporting(verb, words)) is not None:
        return subject_of(reporting, words)
    if verb.dep != "acl" or verb.child("nsubj") is not None:
        return subject_of(verb, words)
    if _is_somebody(verb.head):
        return phrase_of(verb.head, words, before=verb)
    issuing = verb.head.head
    return subject_of(issuing, words) if issuing.lower in _ISSUING else None


def _reporting(verb: Word, words: Sequence[Word]) -> Word | None:
    """Give the verb of the speaker who goes on: 'The agency said it had rained, adding that …'.

    The parse hangs such a clause on what is said.
    """
    if verb.tag != "VBG" or words[verb.index - 1].text != ",":
        return None
    subject: Word | None = None
    for above in verb.ancestors():
        subject = subject or above.child("nsubj", "nsubjpass")
        if above.dep == "ccomp" and above.head.lower in REPORTING and above.head.is_verb:
            goes_on = verb.lower == "adding" or not (subject and _is_somebody(subject))
            return above.head if goes_on else None
    return None


def _quoted(verb: Word) -> Word | None:
    """Give who is quoted by somebody else: 'The agency quoted him as saying'."""
    is_quoting = verb.lower in ("quoted", "quotes") and any(w.lower == "as" for w in verb.children)
    return verb.child("dobj") if is_quoting else None


def _is_somebody(word: Word) -> bool:
    lower = word.lower
    is_called_so = lower in _SOMEBODY or singular(lower) in _SOMEBODY
    return word.is_name or word.tag == "PRP" or is_called_so


def _is_passive(word: Word) -> bool:
    """Whether somebody is told or said to be; 'was quoted as saying' is no such thing."""
    is_said = word.dep == "acl" or word.child("auxpass") is not None
    return word.tag == "VBN" and is_said and word.lower != "quoted"


def _agent(word: Word, words: Sequence[Word]) -> Phrase | None:
    by = word.child("agent")
    noun = by.child("pobj") if by else None
    return phrase_of(noun, words) if noun else None


def _according(word: Word, words: Sequence[Word]) -> Iterator[Cue]:
    to = words[word.index + 1] if word.index + 1 < len(words) else None
    if to is None or to.lower != "to":
        return
    nouns = [child for child in (*word.children, *to.children) if child.dep == "pobj"]
    noun = max(nouns, key=lambda noun: noun.index, default=None)
    speaker = phrase_of(noun, words) if noun else None
    if speaker and speaker.head.lower not in DOCUMENTS:
        yield Cue(word, "according", "according", speaker, to)


def _nominal(word: Word, words: Sequence[Word]) -> Iterator[Cue]:
    owner = word.child("poss")
    for preposition in () if owner else word.children:
        if preposition.lower in ("by", "from"):
            owner = preposition.child("pobj")
    speaker = phrase_of(owner, words, before=word) if owner else None
    if speaker:
        yield Cue(word, NOUNS[word.lower], "noun", speaker, word)
