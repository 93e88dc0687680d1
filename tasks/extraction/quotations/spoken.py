"""What is said between quotation marks: which pieces are speech, and whose.

A piece is speech where a cue or a speaker stands beside it, or where it is a sentence of its
own. Whatever else is between marks is a term, a title, a nickname, or part of what is reported.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from tasks.extraction.marks import CLOSING_CHARACTERS, DASHES
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.cues import Cue
from tasks.extraction.quotations.lexicon import REPORTING, SIGNS
from tasks.extraction.quotations.marks import Marked
from tasks.extraction.quotations.paragraphs import Paragraph
from tasks.extraction.quotations.speakers import Phrase, phrase_of

_ENDS_SENTENCE = frozenset(".!?\u2026")
_ENDS_CLAUSE = _ENDS_SENTENCE | {",", ";"}
_ENDS_BEFORE_CUE = DASHES | frozenset(",!?\u2026;")
_INTRODUCES = DASHES | {",", ":", "..."}
_BEFORE_SPEECH = _INTRODUCES | {"and", "but", "or", "so", "then", "yes", "no", "still", "yet"}
_TOLD = frozenset({"dobj", "dative", "poss", "det"})
"""What may stand between a cue and speech: 'He told the court “…”'."""

_MAIN = frozenset({"ccomp", "ROOT"})
_LOOK_BEHIND = 5
_FEWEST_WORDS = 3
"""Words of a sentence that is speech although nobody is said to say it."""


@dataclass(slots=True)
class Utterance:
    """What somebody says at one time.

    Attributes:
        pieces: where it stands between quotation marks.
        paragraph: index of the paragraph that it begins in.
        place: which of that paragraph's pieces it begins with.
    """

    pieces: list[Marked]
    paragraph: int
    place: int
    cue: Cue | None = None
    speaker: Phrase | None = None


class Listener:
    """Reads paragraphs in order, with the cues of each.

    Attributes:
        spoken: what is said between quotation marks, in order.
        fragments: pieces between marks that are no speech of their own, in order.
    """

    def __init__(self, parse: Parse, text: str) -> None:
        self._parse, self._text = parse, text
        self.spoken: list[Utterance] = []
        self.fragments: list[Marked] = []
        self._open: Utterance | None = None

    def read(self, number: int, paragraph: Paragraph, cues: Sequence[Cue]) -> None:
        """Read the next paragraph."""
        if not paragraph.is_prose and not paragraph.pieces:
            return  # A caption or teaser interrupts nobody.
        within: Utterance | None = None
        for place, piece in enumerate(paragraph.pieces):
            goes_on = self._goes_on(paragraph, place, piece)
            if goes_on is None and within is not None and self._is_rest(paragraph, place, within):
                goes_on = within
            heard = self._heard(paragraph, place, cues)
            if goes_on is not None:
                goes_on.pieces.append(piece)
                if goes_on.cue is None and heard:
                    goes_on.cue, goes_on.speaker = heard.cue, heard.speaker
                within = goes_on
            elif heard is not None:
                within = heard
                heard.paragraph = number
                self.spoken.append(heard)
            else:
                self.fragments.append(piece)
                continue
            self._open = None if piece.closed else within

    def _goes_on(self, paragraph: Paragraph, place: int, piece: Marked) -> Utterance | None:
        """Give the utterance that the paragraph before left open, where this piece takes it up."""
        held, self._open = self._open, None
        if held is None or place or piece.outer_start != paragraph.start:
            return None
        return held if held.pieces[-1].opener == piece.opener else None

    def _is_rest(self, paragraph: Paragraph, place: int, before: Utterance) -> bool:
        """Whether a piece goes on with the sentence that a cue has split."""
        gap = paragraph.gaps[place]
        previous = paragraph.pieces[place - 1]
        if before.pieces[-1] is not previous:
            return False
        if not gap:
            return not previous.closed
        if not paragraph.is_shared(place) or gap[-1].text == ":":
            return False
        if _last(self._text, previous) == ".":
            return False
        cue = before.cue
        if cue is None or not gap[0].index <= cue.anchor.index <= gap[-1].index:
            return False
        last = max(cue.anchor.index, cue.speaker.last.index if cue.speaker else 0)
        return gap[-1].text in _INTRODUCES or last == gap[-1].index

    def _heard(self, paragraph: Paragraph, place: int, cues: Sequence[Cue]) -> Utterance | None:
        piece = paragraph.pieces[place]
        lead, tail = paragraph.lead(place), paragraph.tail(place)
        if lead and lead[0].text in _INTRODUCES:
            lead = lead[1:]
        if (cue := self._introducing(piece, lead, cues)) is not None:
            return Utterance([piece], 0, place, cue, cue.speaker)
        is_free = all(word.lower in _BEFORE_SPEECH for word in lead)
        if is_free and (cue := self._following(piece, tail, cues)) is not None:
            return Utterance([piece], 0, place, cue, cue.speaker)
        if not is_sentence(piece, self._text):
            return None
        if lead and lead[-1].text == ":":
            speaker = self._naming(lead)
            return Utterance([piece], 0, place, None, speaker) if speaker else None
        return Utterance([piece], 0, place) if is_free else None

    def _introducing(self, piece: Marked, lead: list[Word], cues: Sequence[Cue]) -> Cue | None:
        """Give the cue before a piece that brings it in."""
        inside = [cue for cue in _among(cues, lead) if not cue.relative and cue.form == "verb"]
        if not inside or (inside[-1].speaker is None and inside[-1].anchor.lower != "asked"):
            return None
        cue = inside[-1]
        between = [word for word in lead if word.index > cue.anchor.index]
        if any(word.lower in ("that", "whether") for word in between):
            return None
        if lead[-1].text in _INTRODUCES:
            if self._goes_on_small(piece, lead, cue):
                return None
            return None if any(w.is_verb and w.dep in _MAIN for w in between) else cue
        is_beside = all(word.dep in _TOLD for word in between)
        is_whole = self._is_whole(piece) and cue.anchor.lower in REPORTING
        return cue if is_beside and (is_whole or is_sentence(piece, self._text)) else None

    def _goes_on_small(self, piece: Marked, lead: list[Word], cue: Cue) -> bool:
        """Whether a piece ends a clause that a cue stands within: 'The plan, he said, “is …”'."""
        first = min(cue.anchor.index, cue.speaker.first.index if cue.speaker else cue.anchor.index)
        before = [word for word in lead if word.index < first]
        is_small = self._text[piece.start : piece.start + 1].islower()
        return is_small and len(before) > 1 and before[-1].text == ","

    def _following(self, piece: Marked, tail: list[Word], cues: Sequence[Cue]) -> Cue | None:
        """Give the cue behind a piece that says who spoke it."""
        last = _last(self._text, piece)
        if not tail or (tail[-1].text == ":" and last in _ENDS_SENTENCE):
            return None
        inside = [cue for cue in _among(cues, tail) if cue.speaker and not cue.relative]
        verbs = [cue for cue in inside if cue.form == "verb"]
        sources = [cue for cue in inside if cue.form == "according"]
        cue = self._named_first(tail, cues) or next(iter(verbs + sources), None)
        if cue is None or last in _ENDS_BEFORE_CUE or tail[0].text in _INTRODUCES:
            return cue
        is_beside = tail[0] in (cue.anchor, cue.speaker and cue.speaker.first)
        is_beside = is_beside and tail[0].text[0].islower()
        return cue if is_beside or tail[0].lower == "so" else None

    def _named_first(self, tail: list[Word], cues: Sequence[Cue]) -> Cue | None:
        """Give a cue that ends a sentence with the name that opens it: 'Quill, a mason …, said'."""
        cue = next((cue for cue in reversed(_among(cues, tail)) if cue.form == "verb"), None)
        name = list(takewhile(lambda word: word.text != ",", tail))
        if cue is None or cue.anchor is not tail[-1] or not (name and name[-1].is_name):
            return None
        if cue.speaker and cue.speaker.first is name[0]:
            return None
        if not all(word.is_name or word.text[0].isupper() for word in name):
            return None
        return replace(cue, speaker=Phrase(name[0], name[-1], name[-1]), relative=False)

    def _naming(self, lead: list[Word]) -> Phrase | None:
        """Give who is named before a colon: 'Bell: “…”', 'The mayor was blunt: “…”'."""
        if any(word.lower in SIGNS for word in lead):
            return None
        subject = next((word for word in lead if word.dep in ("nsubj", "nsubjpass")), None)
        if subject is None:
            nouns = [word for word in lead[:-1] if word.is_noun]
            if not nouns or any(word.is_verb for word in lead):
                return None
            subject = nouns[-1]
        return phrase_of(subject, self._parse.words)

    def _is_whole(self, piece: Marked) -> bool:
        """Whether the sentence around a piece ends with it."""
        behind = self._text[piece.outer_end : piece.outer_end + 1]
        return _last(self._text, piece) in _ENDS_CLAUSE or behind in _ENDS_CLAUSE


def is_sentence(piece: Marked, text: str, *, fewest_words: int = _FEWEST_WORDS) -> bool:
    """Whether a piece is a sentence, or several."""
    inside = text[piece.start : piece.end]
    first = next((character for character in inside if character.isalnum()), "a")
    ends = _last(text, piece) in _ENDS_SENTENCE or not piece.closed
    ends = ends or text[piece.outer_end : piece.outer_end + 1] in {".", "!", "?"}
    return ends and not first.islower() and len(inside.split()) >= fewest_words


def _last(text: str, piece: Marked) -> str:
    """Give what a piece ends with, but for marks that close within it."""
    ending = text[max(piece.start, piece.end - _LOOK_BEHIND) : piece.end]
    return ending.rstrip(CLOSING_CHARACTERS)[-1:] or " "


def _among(cues: Sequence[Cue], words: Sequence[Word]) -> Sequence[Cue]:
    """Give the cues whose anchor is one of some words that follow each other."""
    if not words:
        return []
    first, last = words[0].index, words[-1].index
    start = bisect_left(cues, first, key=lambda cue: cue.anchor.index)
    end = bisect_right(cues, last, key=lambda cue: cue.anchor.index)
    return cues[start:end]
