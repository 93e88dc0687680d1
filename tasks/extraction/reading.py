"""What the extraction steps share: the text of an article and one parse of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tasks.extraction.gazetteer import Gazetteer
from tasks.extraction.parse import Parse
from tasks.record import Article, Extractions


class StepSkipped(Exception):  # noqa: N818 - it is no error
    """A step that cannot run on this article, with the reason for `quality.steps_skipped`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article while it is read.

    Attributes:
        article: what `clean` made.
        text: as much of `content.text` as is read; offsets are the same.
        language: ISO 639 code of the text, `und` when unknown.
        parse: None where no model knows the language.
        model: name of the model that made the parse; None where there is none.
        model_version: its name, version and hash, for `provenance`.
        gazetteer: where places are; None where none is installed.
        stop_words: words of the language that carry no subject, in small letters.
    """

    article: Article
    text: str
    language: str
    parse: Parse | None = None
    model: str | None = None
    model_version: str | None = None
    gazetteer: Gazetteer | None = None
    stop_words: frozenset[str] = frozenset()

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield the blocks of the text as far as they are read. Units: code points.

        Shape: in order, never empty.
        """
        for block in self.article.content.blocks:
            end = min(block.end, len(self.text))
            if block.start < end:
                yield block.start, end

    def english(self) -> Parse:
        """Give the parse to a step whose rules are those of English.

        Raises:
            StepSkipped: the text is in another language, or no model has parsed it.
        """
        if self.parse is None:
            raise StepSkipped(f"no model for language {self.language}")
        if self.language != "en":
            raise StepSkipped(f"its rules know English only, not {self.language}")
        return self.parse


Step = Callable[[Reading, Extractions], Extractions]
"""Takes the parse and what earlier steps found; gives that, with its own field filled.

Raises:
    StepSkipped: the step cannot run on this article.
"""
