"""What kind of text it is: of a report every event is told, of others only what is plain."""

from collections import Counter
from collections.abc import Iterable

from tasks.extraction.events.lexicon import LEXICON
from tasks.extraction.parse import Parse
from tasks.record import TextSpan

_SPORT = LEXICON.sets["sport"].words
"""Words of the sports pages, which tell of games in the words of wars."""

_FEWEST_KINDS = 5
_WORDS_PER_ONE = 40
"""A text is on sport where at least one word in so many is of these."""

_BESIDE_SPORT = frozenset(
    {("COERCE", "arrest"), ("SANCTION", "convict"), ("PROTEST", "demo"), ("PROTEST", "riot")}
    | {("ASSAULT", "explosives"), ("ASSAULT", "abduct")}
)
"""What such a text may tell of in plain words."""

_OURS = ("i", "me", "my", "myself", "you", "your", "yourself")
_FEWEST_OURS = 5
_WORDS_PER_OURS = 50
"""Reports have, outside of quotations, hardly one of these in two hundred words."""


class Genre:
    """Knows which events a text may tell of."""

    def __init__(self, parse: Parse, said: Iterable[TextSpan]) -> None:
        """Count words; `said` is what the text quotes."""
        words = Counter(word.lower for word in parse.words)
        self._sport = _is_on_sport(words, len(parse.words))
        self._personal = _is_personal(words, parse, said)

    def tells(self, type_: str, mode: str | None) -> bool:
        """Whether such a text tells of events of a type and mode."""
        if self._personal:
            return False
        return not self._sport or (type_, mode) in _BESIDE_SPORT


def _is_on_sport(words: Counter[str], length: int) -> bool:
    counts = [words[word] for word in _SPORT if word in words]
    return len(counts) >= _FEWEST_KINDS and sum(counts) * _WORDS_PER_ONE >= length


def _is_personal(words: Counter[str], parse: Parse, said: Iterable[TextSpan]) -> bool:
    """Whether a text is on its writer or its reader, as diaries, reviews and manuals are."""
    enough = max(_FEWEST_OURS, len(parse.words) // _WORDS_PER_OURS)
    if sum(words[word] for word in _OURS) < enough:
        return False
    quoted = {word for span in said for word in parse.between(span.start, span.end)}
    return sum(word.lower in _OURS and word not in quoted for word in parse.words) >= enough
