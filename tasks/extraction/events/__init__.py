"""Events: what states, bodies and people do to one another, in PLOVER's types and modes.

A lexicon says which words tell of what; rules over the parse say who does it to whom, and whether
it has happened. Sport, accidents and weather are no events here, whatever words they use.

Source: PLOVER codebook (Open Event Data Alliance, 2021); modes as POLECAT has them.
"""

from tasks.extraction.events.genres import Genre
from tasks.extraction.events.lexicon import LEXICON, Lexicon
from tasks.extraction.events.matching import acts
from tasks.extraction.events.names import Names
from tasks.extraction.events.scene import Scenes
from tasks.extraction.events.telling import told
from tasks.extraction.reading import Reading
from tasks.record import Extractions

__all__ = ["LEXICON", "Lexicon", "events"]


def events(reading: Reading, found: Extractions) -> Extractions:
    """Find the events.

    Shape: by sentence; within a sentence the one that it is about first: that of the main clause
    before those that depend on it, and of equals the one that is told first.

    Raises:
        StepSkipped: the text is not English.
    """
    parse = reading.english()
    names = Names(parse, found)
    scenes = Scenes(parse, found)
    genre = Genre(parse, found.quotations or ())
    done = (act for act in acts(parse, names) if genre.tells(act.type, act.mode))
    return found.model_copy(update={"events": tuple(told(done, names, scenes, reading))})
