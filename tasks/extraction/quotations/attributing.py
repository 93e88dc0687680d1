"""Whose words they are where no cue stands beside them: the speaker's who was named before."""

from collections.abc import Callable, Sequence

from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.cues import Cue
from tasks.extraction.quotations.lexicon import REPORTING
from tasks.extraction.quotations.paragraphs import Paragraph
from tasks.extraction.quotations.speakers import Phrase, phrase_of
from tasks.extraction.quotations.spoken import Utterance

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SUBORDINATE = frozenset({"relcl", "advcl", "ccomp"})

_MOST_CAPTIONS = 8
"""Captions and teasers between two paragraphs of one speaker."""

_PARAGRAPHS_APART = 3
"""How far apart two paragraphs may be in which the same person speaks."""

IsSpeaker = Callable[[Word], bool]
"""Whether a noun or pronoun names somebody who can speak."""


class Attribution:
    """The paragraphs of a text with their cues, for finding who goes on speaking."""

    def __init__(
        self,
        parse: Parse,
        paragraphs: Sequence[Paragraph],
        cues: Sequence[Sequence[Cue]],
        is_speaker: IsSpeaker,
    ) -> None:
        self._words, self._paragraphs, self._cues = parse.words, paragraphs, cues
        self._is_speaker = is_speaker

    def fill(self, spoken: Sequence[Utterance]) -> None:
        """Give a speaker to utterances with none beside them, where it is clear who speaks."""
        for index, utterance in enumerate(spoken):
            if utterance.speaker is None and utterance.cue is None:
                previous = spoken[index - 1] if index else None
                following = spoken[index + 1] if index + 1 < len(spoken) else None
                utterance.speaker = self._speaker(utterance, previous, following)

    def _speaker(
        self, utterance: Utterance, previous: Utterance | None, following: Utterance | None
    ) -> Phrase | None:
        number = utterance.paragraph
        paragraph = self._paragraphs[number]
        if previous and previous.paragraph == number:
            return self._other_named(paragraph.gaps[utterance.place]) or previous.speaker
        before = [word for gap in paragraph.gaps[: utterance.place + 1] for word in gap]
        if named := self._last_named(before, number):
            return named
        if above := self._from_above(number):
            return above
        if previous and number - previous.paragraph <= _PARAGRAPHS_APART:
            return previous.speaker
        return following.speaker if following and following.paragraph <= number + 1 else None

    def _other_named(self, gap: Sequence[Word]) -> Phrase | None:
        """Give somebody else who is named in a sentence of its own between two utterances."""
        if not gap or gap[0].sentence == gap[-1].sentence:
            return None
        subject = self._subject(_last_sentence(gap))
        return subject if subject and subject.head.is_name else None

    def _last_named(self, words: Sequence[Word], number: int) -> Phrase | None:
        """Give who speaks in the last sentence of some words of a paragraph, or else who acts."""
        if not words:
            return None
        for cue in self._cues[number]:
            is_there = cue.anchor.sentence == words[-1].sentence
            if is_there and cue.anchor.index <= words[-1].index and _is_saying(cue):
                return cue.speaker
        return self._subject(_last_sentence(words))

    def _subject(self, words: Sequence[Word]) -> Phrase | None:
        """Give who is the subject of a sentence, where it is somebody who can speak."""
        for word in words:
            is_subject = word.dep in _SUBJECTS and word.head.dep not in _SUBORDINATE
            if is_subject or (word.dep == "ROOT" and word.is_name):
                return phrase_of(word, self._words) if self._is_speaker(word) else None
        return None

    def _from_above(self, number: int) -> Phrase | None:
        """Give who is named last in the paragraph above, captions and teasers left aside."""
        for above in range(number - 1, max(-1, number - 1 - _MOST_CAPTIONS), -1):
            if self._paragraphs[above].is_prose:
                return self._last_named(self._paragraphs[above].outside(), above)
        return None


def _last_sentence(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.sentence == words[-1].sentence]


def _is_saying(cue: Cue) -> bool:
    is_plain = cue.form == "according" or cue.anchor.lower in REPORTING
    return cue.speaker is not None and not cue.relative and is_plain
