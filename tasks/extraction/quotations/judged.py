"""What somebody calls somebody, where a part of it stands between quotation marks."""

from bisect import bisect_left
from collections.abc import Sequence

from tasks.extraction.marks import DASHES
from tasks.extraction.parse import Parse, Word
from tasks.extraction.quotations.cues import Cue
from tasks.extraction.quotations.lexicon import JUDGING, REPORTING
from tasks.extraction.quotations.marks import Marked
from tasks.extraction.quotations.reported import Stretch

_FARTHEST = 25
"""Words between a verb and what stands between marks behind it."""

_PREPOSITIONS = {
    "accuse": "of", "speak": "of", "refer": "to", "warn": "of", "blame": "for", "boast": "of",
    "rail": "against", "charge": "with",
}  # fmt: skip
"""Verbs that what is said follows behind a preposition."""

_NAMING = frozenset({"call", "dub", "label", "brand", "christen"})
_CLAUSES = frozenset({"conj", "ROOT", "ccomp", "relcl", "advcl", "parataxis"})
_ENDS = DASHES | {",", ";", ".", ":"}


def judged(cue: Cue, fragments: Sequence[Marked], parse: Parse) -> Stretch | None:
    """Give what a verb says of somebody, from its object to the end of the phrase in marks."""
    if cue.form != "verb" or cue.speaker is None:
        return None
    place = bisect_left(fragments, cue.end, key=lambda piece: piece.outer_start)
    if place == len(fragments):
        return None
    piece = fragments[place]
    behind = parse.words[cue.anchor.index + 1 : parse.sentences[cue.anchor.sentence].end]
    before = [word for word in behind if word.end <= piece.outer_start]
    inside = [word for word in behind if piece.start <= word.start < piece.end]
    if not inside or len(before) > _FARTHEST or _has_clause(before):
        return None
    if not before and cue.verb in _NAMING:
        return None  # A group called “Friends of the Sea” is called so by nobody.
    is_beside = not before and cue.anchor.lower in REPORTING
    if not is_beside and cue.anchor.lower not in JUDGING:
        return None
    preposition = _PREPOSITIONS.get(cue.verb)
    of = next((word for word in before if word.lower == preposition), None)
    agent = cue.anchor.child("agent")
    start = max(word.index for word in (cue.anchor, of, agent and agent.edges()[1]) if word) + 1
    return Stretch(start, _end(inside[0], piece, cue.anchor, parse))


def _has_clause(words: Sequence[Word]) -> bool:
    return any((w.is_verb and w.dep in _CLAUSES) or w.text in (";", ":") for w in words)


def _end(first: Word, piece: Marked, verb: Word, parse: Parse) -> int:
    """Give the index behind the phrase that what is in marks belongs to."""
    top = first
    for ancestor in first.ancestors():
        if ancestor.index <= verb.index:
            break
        top = ancestor
    end = parse.words[-1].index + 1
    last = max(top.edges()[1].index, first.index)
    for word in parse.words[first.index : last + 2]:
        is_behind = word.start >= piece.outer_end
        if is_behind and (word.index > last or word.text in _ENDS or word.tag == "CC"):
            return word.index
        end = word.index + 1
    return end
