"""Whether a text speaks of the future where it names a day: by the verb that the day hangs on.

The tree is wrong now and then, so a past verb right before the day decides first.
"""

from tasks.extraction.english.verbs import forms_of
from tasks.extraction.parse import Parse, Word

_WILL = frozenset({"will", "'ll", "shall", "wo", "sha", "may", "must", "can"})
_WOULD = frozenset({"might", "could", "would", "'d", "should"})
"""What may also be said of the past: of a weekday it speaks of the future, of a month only where
it hangs on the verb itself."""

_UNREAL = frozenset({"would", "'d", "should"})
"""With 'have' it tells of what never came true: neither of the past nor of what lies ahead."""

_FORESEE = frozenset({"expect", "expects", "anticipate", "anticipates", "predict", "predicts"})
"""What is said now of something to come, whose time it is: 'they expect rain on Friday'."""

_TIMETABLED = frozenset({"open", "close", "start", "end", "finish", "air", "launch"})
"""Verbs of a timetable that the model takes for adjectives and nouns: 'doors open at 7pm'."""

_PERFECT = frozenset({"have", "has", "had", "'ve", "having"})
_DID = frozenset({"did"})
_BE = frozenset({"is", "are", "am", "'s", "'re", "was", "were", "be"})
_WAS = frozenset({"was", "were"})

_AHEAD = frozenset(
    {"expected", "due", "set", "scheduled", "planned", "slated", "upcoming", "deadline", "ahead"}
    | {"forecast", "projected", "tentatively", "poised", "booked", "proposed"}
)
"""What is said of something that lies ahead."""

_INTEND = forms_of(
    {"agree", "aim", "ask", "call", "decide", "demand", "expect", "hope", "intend", "offer"}
    | {"order", "plan", "pledge", "prepare", "promise", "propose", "resolve", "schedule", "set"}
    | {"swear", "threaten", "urge", "vow", "want", "go", "tell"}
)
"""Verbs whose infinitive lies ahead of them."""

_ARRANGED = frozenset(
    {"arriving", "beginning", "closing", "coming", "flying", "going", "holding", "hosting"}
    | {"launching", "leaving", "meeting", "opening", "playing", "returning", "starting"}
    | {"travelling", "traveling", "visiting", "facing"}
)
"""What is being done on a day to come, where it is said in the present."""

_LINKS = frozenset({"on", "late", "early", "in", "at", "the", "this", "of", ","})
_FORESEEN = 2
"""Heads between a time and the verb that foresees it: a preposition and a noun."""

_FARTHEST = 12
"""Heads that are asked before the sentence is taken to say nothing of its time."""


def is_future(parse: Parse, start: int, end: int, *, is_near: bool) -> bool | None:
    """Say whether a time lies ahead; None where no verb tells.

    Args:
        parse: of the text.
        start: where the time stands, as `end`. Units: code points.
        end: see `start`.
        is_near: it is a weekday, which nobody names of another month.
    """
    words = parse.between(start, end)
    if not words:
        return None
    before = _before(parse, words[0])
    if before is not None and before.tag == "VBD" and before.lower not in _AHEAD | _BE:
        return False
    if before is not None and before.lower == "ended":
        return False
    if before is not None and _is_timetabled(parse, before):
        return True
    return _told_by_heads(_top(words), is_near=is_near)


def _is_timetabled(parse: Parse, word: Word) -> bool:
    """Say whether a word is the verb of 'doors open', whatever the model takes it for."""
    is_behind_plural = word.index > 0 and parse.words[word.index - 1].tag in {"NNS", "NNPS"}
    return is_behind_plural and word.lower in _TIMETABLED


def _top(words: tuple[Word, ...]) -> Word:
    """Give the word of a time on which its others hang."""
    word, inside = words[0], {word.index for word in words}
    while word.head is not word and word.head.index in inside:
        word = word.head
    return word


def _before(parse: Parse, word: Word) -> Word | None:
    """Give the nearest word before a time that is no preposition, within its sentence."""
    first = parse.sentences[word.sentence].first
    for other in reversed(parse.words[max(first, word.index - 3) : word.index]):
        if other.lower not in _LINKS:
            return other
    return None


def _told_by_heads(word: Word, *, is_near: bool) -> bool | None:
    for distance, head in zip(range(_FARTHEST), word.ancestors(), strict=False):
        direct = distance <= 1
        helpers = {child.lower for child in head.children if child.dep in {"aux", "auxpass"}}
        if helpers & _UNREAL and helpers & _PERFECT:
            return None
        if head.lower in _FORESEE and distance <= _FORESEEN:
            return True
        told = _told(head, helpers, _WILL | _WOULD if is_near or direct else _WILL, direct=direct)
        if told is not None:
            return told
    return None


def _told(head: Word, helpers: set[str], modals: frozenset[str], *, direct: bool) -> bool | None:
    """Say what one word tells; None where the one above has to tell."""
    if helpers & (_PERFECT | _DID):
        return "will" in helpers
    if helpers & modals:
        return True
    if helpers & _WOULD:
        return None
    if head.lower in _AHEAD:
        return None if helpers & _WAS else True
    if "to" in helpers:
        return _infinitive(head)
    return _form(head, helpers, direct=direct)


def _infinitive(verb: Word) -> bool | None:
    head = verb.head
    if head.is_verb and head.lower not in _BE:
        return True if head.lower in _INTEND else None
    return True


def _form(verb: Word, helpers: set[str], *, direct: bool) -> bool | None:
    if verb.tag == "VBD" or (verb.tag == "VBN" and (helpers & _WAS or (direct and not helpers))):
        return False
    if verb.tag == "VBG":
        if helpers & _WAS:
            return False
        return True if direct and helpers and verb.lower in _ARRANGED else None
    if verb.tag == "VB":
        # In 'made them leave' it takes the time of the verb above, in 'demand he leave' not.
        is_seen = not helpers and verb.dep in {"ccomp", "xcomp"} and verb.head.is_verb
        return None if is_seen and verb.head.lower not in _INTEND else True
    if direct and verb.tag in {"VBZ", "VBP"}:
        return None if verb.lower in _PERFECT else True
    return None
