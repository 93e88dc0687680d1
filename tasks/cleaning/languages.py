"""The language of a text: what a detector says, weighed against what the page says."""

import re
from collections.abc import Callable

from tasks.record import Language

DetectLanguage = Callable[[str], tuple[str, float]]
"""Gives ISO 639 code and confidence for one line of text."""

UNKNOWN = "und"

_SAMPLE_CHARACTERS = 2000
"""What the detector reads: more changes no answer."""

_FEWEST_LETTERS = 20
"""With fewer letters detectors guess."""

_SURE = 0.6
"""Below this the detector was wrong as often as right on news in languages that it lacks."""

_NOT_LETTERS = re.compile(r"[\W\d_]+")
_CODE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def language_of(text: str, claimed: str | None, detect: DetectLanguage) -> Language:
    """Tell the language of a text.

    Args:
        text: the text.
        claimed: what the page says, such as `en-GB`. It confirms a doubtful answer and never
            overrules a sure one.
        detect: the detector.
    """
    line = " ".join(text[:_SAMPLE_CHARACTERS].split())
    if len(_NOT_LETTERS.sub("", line)) < _FEWEST_LETTERS:
        return Language(code=UNKNOWN)
    code, confidence = detect(line)
    if confidence >= _SURE or code == code_of(claimed):
        return Language(code=code, confidence=round(min(1.0, confidence), 4))
    return Language(code=UNKNOWN, confidence=round(max(0.0, confidence), 4))


def code_of(claimed: str | None) -> str | None:
    """Give the ISO 639 code of a `lang` attribute: `en` of `en-GB`."""
    match = _CODE.match((claimed or "").strip())
    return match[0].lower() if match else None
