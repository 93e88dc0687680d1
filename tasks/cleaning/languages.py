"""The language of a text: what a detector says, weighed against what the page says.

The page's claim is a prior. The first of these rules that holds decides:

1. Of languages so close that the detector takes one for the other, the claimed one is believed
   where the detector is not clear.
2. A sure detector is believed against any claim; of a short text it must be surer. A claim that
   it repeats makes it sure, unless it as good as guessed.
3. A claim is believed where the detector is unsure of a short text, or was not taught the
   language, if the language is written in these letters. Such an answer has no confidence.
4. Anything else is unknown.

A text is `mixed` when another language has a quarter of its letters: a quotation has less.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.scripts import (
    CLOSE,
    DENSE_LETTERS,
    NOT_TAUGHT,
    TWINS,
    are_close,
    is_own,
    script_of,
    weight_of,
    writes,
)
from tasks.cleaning.structured import Claims, words_of
from tasks.record import Language

DetectLanguage = Callable[[str], tuple[str, float]]
"""Gives ISO 639 code and confidence for one line of text."""

Answer = tuple[str, float | None]

UNKNOWN: Final = "und"

_FEW_PIECES: Final = 8
"""So many pieces of a text tell its language. More cost more and change no answer."""

_MANY_PIECES: Final = 40
"""So many tell whether a text that seems mixed is so."""

_PIECE: Final = re.compile(r"[^\n]{1,120}")
"""So many characters of one line tell its language; a longer line has more pieces."""

_GOLDEN: Final = 0.618034
"""Steps by the golden section meet both languages where every second line is in one of them."""

_FEWEST_LETTERS: Final = 20
"""With fewer letters detectors guess; only a claim that they repeat is believed."""

_FEWEST_TO_REPEAT: Final = 8
"""With fewer letters than this there is nothing to be repeated."""

_FEWEST_OWN_LETTERS: Final = 3
"""So many letters tell a language that has a script nearly to itself."""

_SHORT_LETTERS: Final = 80
"""Headlines are shorter, and the detector takes one in ten for another language."""

_PIECE_LETTERS: Final = 40
"""A shorter line is a name or a label, in whatever language."""

_LEAST: Final = 0.2
"""Below this the detector says of Zulu that it is English, and so may a page."""

_SURE: Final = 0.6
"""Below this the detector was wrong as often as right on news in languages that it lacks."""

_SURE_OF_SHORT: Final = 0.65
"""Below this half of the headlines were taken for ones in another language."""

_SURE_OF_TWINS: Final = 0.4
"""So much is left to one of them, where the detector divides its trust among twins."""

_OTHER_SHARE: Final = 0.25
"""A language with less of the letters than this is quoted in a text, and makes it not mixed."""

_ALONE: Final = 0.98
"""So sure the detector is of seven texts in ten, and of one in 250 that is mixed three to five."""

_KANA_SHARE: Final = 0.05
"""Japanese has more kana than this; a Chinese text may have a brand's name in them."""

_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_KANA: Final = re.compile(r"[\u3041-\u30fa]")
_CODE: Final = re.compile(r"[A-Za-z]{2,3}(?=$|[-_,\s])")
_ALIASES: Final = {"nb": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl", "mo": "ro"}


def language_of(text: str, claimed: Iterable[str], detect: DetectLanguage) -> Language:
    """Tell the language of a text.

    Args:
        text: the text.
        claimed: ISO 639 codes that the page gives itself, the most trusted first.
        detect: the detector.
    """
    claims, pieces = tuple(claimed), _pieces(text, _FEW_PIECES)
    line = " ".join(" ".join(pieces).split())
    letters = _letters(line)
    if letters >= _SHORT_LETTERS:
        code, confidence = _weighed(line, claims, _detected(line, detect), is_short=False)
        language = Language(code=code, confidence=confidence)
        may_be_mixed = len(pieces) > 1 and (confidence or 0.0) < _ALONE
        if may_be_mixed and _shared(language, pieces, claims, detect).doubt:
            # A second look: so few pieces may by chance be those that are quoted.
            language = _shared(language, _pieces(text, _MANY_PIECES), claims, detect)
        return language
    is_own_script = is_own(script_of(line))
    if letters < (_FEWEST_OWN_LETTERS if is_own_script else _FEWEST_TO_REPEAT):
        return Language(code=UNKNOWN, doubt="short")
    code, confidence = _detected(line, detect)
    if letters < _FEWEST_LETTERS and not is_own_script and code not in claims:
        return Language(code=UNKNOWN, doubt="short")
    code, confidence = _weighed(line, claims, (code, confidence), is_short=True)
    return Language(code=code, confidence=confidence, doubt="short")


def claimed_languages(
    tree: HtmlElement, claims: Claims, headers: Mapping[str, str]
) -> tuple[str, ...]:
    """Give the languages that a page claims, what stands nearest to the article first."""
    stated = (
        words_of(claims.article.get("inLanguage")),
        claims.language,
        claims.first("og:locale"),
        *(meta.get("content") for meta in tree.iterfind(".//meta[@http-equiv]") if _is_said(meta)),
        claims.first("content-language", "language"),
        headers.get("content-language"),
    )
    return tuple(dict.fromkeys(code for code in map(code_of, stated) if code))


def code_of(claimed: str | None) -> str | None:
    """Give the ISO 639 code of a `lang` attribute: `en` of `en-GB`."""
    match = _CODE.match((claimed or "").strip())
    return _ALIASES.get(code := match[0].lower(), code) if match else None


def _is_said(meta: HtmlElement) -> bool:
    return (meta.get("http-equiv") or "").lower() == "content-language"


def _pieces(text: str, most: int) -> list[str]:
    """Give pieces from all over a text, each out of one line."""
    pieces = [piece for piece in _PIECE.findall(text) if not piece.isspace()]
    if len(pieces) <= most:
        return pieces
    places = {int(step * _GOLDEN % 1 * len(pieces)) for step in range(most)}
    return [pieces[place] for place in sorted(places)]


def _letters(text: str) -> int:
    return weight_of(_NOT_LETTERS.sub("", text))


def _detected(line: str, detect: DetectLanguage) -> tuple[str, float]:
    """Ask the detector, but tell Chinese and Japanese by the kana, which it does not."""
    code, confidence = detect(line)
    if code in {"ja", "wuu", "zh"}:
        kana = len(_KANA.findall(line))
        code = "ja" if kana > _KANA_SHARE * len(DENSE_LETTERS.findall(line)) else "zh"
    return code, round(min(1.0, max(0.0, confidence)), 4)


def _weighed(
    line: str, claims: tuple[str, ...], found: tuple[str, float], *, is_short: bool
) -> Answer:
    code, confidence = found
    sure = _SURE_OF_SHORT if is_short else _SURE
    script = script_of(line) if claims and (confidence < sure or code not in claims) else ""
    fitting = [claim for claim in claims if not script or writes(claim, script)]
    if twin := _claimed_twin(fitting, code, confidence):
        return twin, None
    needed = _SURE_OF_TWINS if code in TWINS else sure
    if confidence >= needed or (code in claims and confidence >= _LEAST):
        return code, confidence
    believed = next((claim for claim in fitting if is_short or claim in NOT_TAUGHT), None)
    return (believed, None) if believed else (UNKNOWN, confidence)


def _claimed_twin(claims: list[str], code: str, confidence: float) -> str | None:
    """Give the claim for which the detector may have taken another, and none that it repeats."""
    near = (
        claim
        for claim in claims
        if claim == code
        or any(confidence < clear and {claim, code} <= group for clear, group in CLOSE)
    )
    found = next(near, None)
    return found if found != code else None


def _shared(
    language: Language, pieces: list[str], claims: tuple[str, ...], detect: DetectLanguage
) -> Language:
    """Look whether another language has a good part of a text."""
    shares: Counter[str] = Counter()
    for code, letters in _votes(pieces, claims, detect):
        near = next((known for known in (language.code, *shares) if are_close(code, known)), code)
        shares[near] += letters
    ranked = [
        (code, letters / shares.total())
        for code, letters in shares.most_common()
        if letters >= _OTHER_SHARE * shares.total()
    ]
    if not (others := ranked[1:]):
        return language
    code, share = ranked[0]
    return Language(
        code=code,
        confidence=round(share, 4),
        doubt="mixed",
        others=tuple(other for other, _ in others),
    )


def _votes(
    pieces: list[str], claims: tuple[str, ...], detect: DetectLanguage
) -> Iterator[tuple[str, int]]:
    """Give the language of each piece that is long enough to tell, with its letters."""
    for piece in pieces:
        letters = _letters(piece)
        if letters >= _PIECE_LETTERS:
            code, _ = _weighed(piece, claims, _detected(piece, detect), is_short=False)
            if code != UNKNOWN:
                yield code, letters
