"""Which languages are written in which script, which are taken for each other, which are unknown.

Facts about languages and about the detector's model, for `languages` to weigh.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final


def _codes(line: str) -> frozenset[str]:
    return frozenset(line.split())


_CHARACTERS_LOOKED_AT: Final = 100
"""So many characters, from all over a text, tell its script."""

# By the first word of the Unicode names of their letters. What is not here is Latin.
_SCRIPTS: Final[dict[str, frozenset[str]]] = {
    "CYRILLIC": _codes(
        "ab av ba be bg ce cv kk kv ky mhr mk mn myv os ru rue sah sr tg tt tyv udm uk uz"
    ),
    "ARABIC": _codes("ar arz azb ckb fa ks ku lrc mzn pnb prs ps sd ug ur"),
    "DEVANAGARI": _codes("bh bho doi gom hi mai mr ne new sa"),
    "GREEK": _codes("el"),
    "HEBREW": _codes("he yi"),
    "ARMENIAN": _codes("hy"),
    "GEORGIAN": _codes("ka xmf"),
    "ETHIOPIC": _codes("am ti"),
    "BENGALI": _codes("as bn bpy"),
    "GURMUKHI": _codes("pa"),
    "GUJARATI": _codes("gu"),
    "ORIYA": _codes("or"),
    "TAMIL": _codes("ta"),
    "TELUGU": _codes("te"),
    "KANNADA": _codes("kn"),
    "MALAYALAM": _codes("ml"),
    "SINHALA": _codes("si"),
    "THAI": _codes("th"),
    "LAO": _codes("lo"),
    "TIBETAN": _codes("bo dz"),
    "MYANMAR": _codes("my"),
    "KHMER": _codes("km"),
    "THAANA": _codes("dv"),
    "HANGUL": _codes("ko"),
    "HIRAGANA": _codes("ja"),
    "KATAKANA": _codes("ja"),
    "CJK": _codes("ja wuu yue zh"),
}
_SHARED: Final = frozenset({"LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI"})
_ALSO_LATIN: Final = _codes("az kk ku sr tg tt ug uz")
_NOT_LATIN: Final = frozenset().union(*_SCRIPTS.values()) - _ALSO_LATIN

# Below the confidence the claim of one is believed against the detector's word for another.
# Measured on short paragraphs: right answers within the second group began at 0.75.
_GROUPS: Final[tuple[tuple[float, str], ...]] = (
    (1.01, "hr sr bs sh"),  # see TWINS
    (0.9, "id ms min jv"),
    (0.7, "no nn da sv"),
    (0.7, "cs sk"),
    (0.7, "pt gl mwl"),
    (0.7, "es gl ca ast an"),
    (0.7, "uk ru bg be mk rue sr"),
    (0.9, "zh yue wuu"),
    (0.9, "ar arz"),
    (0.9, "fa azb mzn prs ckb lrc"),
    (0.7, "hi mr ne bh mai new"),
    (0.9, "ur pnb"),
    (0.7, "de als bar nds lb ksh pfl"),
    (0.7, "nl af li fy vls nds"),
    (0.7, "it scn vec lmo nap pms eml co"),
    (0.7, "en sco"),
    (0.7, "tr az tk"),
)
CLOSE: Final = tuple((clear, _codes(codes)) for clear, codes in _GROUPS)
"""Languages that the detector confuses, each with the confidence from which it does not."""

TWINS: Final = _codes("hr sr bs sh")
"""In Latin letters they are one language to a detector, which gives each a part of its trust."""

STOPS: Final = ".!?\u2026\u3002\uff01\uff1f\u0964\u061f\u06d4\u0589\u1362\u104b\u17d4"
"""What ends a sentence, in all scripts that write something there."""

_DENSE: Final = 3
"""A letter of Chinese, Japanese or Korean says what three of an alphabet say."""

DENSE_LETTERS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""The letters of which each says what several of an alphabet say."""

NOT_TAUGHT: Final = _codes(
    "ak bm ee ff fj fo ha ig kl lg ln mi ny om rn rw sm sn ss st ti tn to ts tw ve wo xh zu"
)
"""Languages with news that the detector's model (lid.176) lacks. It takes them for any other."""


def weight_of(text: str) -> int:
    """Say how long a text would be in an alphabet: limits of length hold in all scripts so."""
    if text.isascii():
        return len(text)
    return len(text) + (_DENSE - 1) * len(DENSE_LETTERS.findall(text))


def script_of(text: str) -> str:
    """Name the script that most letters of a text are of, such as `LATIN`; empty without any."""
    looked_at = text[:: len(text) // _CHARACTERS_LOOKED_AT + 1]
    found = Counter(map(_script_of_letter, filter(str.isalpha, looked_at)))
    return max(found, key=lambda script: found[script], default="")


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def is_own(script: str) -> bool:
    """Say whether a script belongs to one language nearly alone."""
    return script in _SCRIPTS and script not in _SHARED


def writes(code: str, script: str) -> bool:
    """Say whether a language is written in a script."""
    if script in _SCRIPTS:
        return code in _SCRIPTS[script]
    return code not in _NOT_LATIN


def are_close(one: str, other: str) -> bool:
    """Say whether a detector may take one language for the other."""
    return one == other or any(one in group and other in group for _, group in CLOSE)
