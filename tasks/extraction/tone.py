"""Tone: how positive or negative the words of an English text are, sentence by sentence.

It is lexical: it knows nothing of who says what of whom, so it is no stance, and news of a war
is always negative.

Source: Hutto and Gilbert, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text, ICWSM 2014.
"""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from statistics import fmean
from typing import Final

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Extractions, Tone

_LONGEST_PIECE = 1_000
"""Code points. The analyser is quadratic in the words of a sentence."""

_METHOD: Final = f"lexical: vader {version('vaderSentiment')}, mean of the sentences"


def tone(reading: Reading, found: Extractions) -> Extractions:
    """Give the mean tone of all sentences.

    Units: `score` from -1 to 1; `positive` and `negative` are shares of the words.

    Raises:
        StepSkipped: the lexicon does not know the language, or there is no sentence.
    """
    if reading.language != "en":
        raise StepSkipped(f"its lexicon is English, not {reading.language}")
    scores = [_analyser().polarity_scores(piece) for piece in _pieces(reading.text, found)]
    if not scores:
        raise StepSkipped("there is no sentence")
    return found.model_copy(
        update={
            "tone": Tone(
                score=round(fmean(score["compound"] for score in scores), 4),
                positive=round(fmean(score["pos"] for score in scores), 4),
                negative=round(fmean(score["neg"] for score in scores), 4),
                method=_METHOD,
            )
        }
    )


def _pieces(text: str, found: Extractions) -> Iterator[str]:
    for sentence in found.sentences or ():
        for start in range(sentence.start, sentence.end, _LONGEST_PIECE):
            yield text[start : min(sentence.end, start + _LONGEST_PIECE)]


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
