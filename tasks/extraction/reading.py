"""What the extraction steps share: the text of an article and one parse of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.record import Article, Extractions

if TYPE_CHECKING:
    from spacy.tokens import Doc


class StepSkipped(Exception):  # noqa: N818 - it is no error
    """A step that cannot run on this article, with the reason for `quality.steps_skipped`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article while it is read.

    Attributes:
        article: what `clean` made.
        text: as much of `content.text` as is read; offsets are the same.
        language: ISO 639 code of the text, `und` when unknown.
        doc: the parse, or None where no model knows the language. Token offsets
            (`token.idx`, `span.start_char`) are those of `text`.
        model: name of the model that made the parse; None where there is none.
        model_version: its name, version and hash, for `provenance`.
        stop_words: words of the language that carry no subject, in small letters.
    """

    article: Article
    text: str
    language: str
    doc: "Doc | None" = None
    model: str | None = None
    model_version: str | None = None
    stop_words: frozenset[str] = frozenset()


Step = Callable[[Reading, Extractions], Extractions]
"""Takes the parse and what earlier steps found; gives that, with its own field filled.

Raises:
    StepSkipped: the step cannot run on this article.
"""
