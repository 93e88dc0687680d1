"""Extraction: what a text says, as facts with their places in it. Pure: values in, values out.

Every step is one file, or one folder of that name where it needs several; it reads the one parse,
and fills its own field. A new one needs its file, a fixture pair and its name in `EXTRACTION`,
behind the steps whose findings it uses; it does without them where they have found nothing.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Final

from tasks.extraction.dates import dates
from tasks.extraction.entities import entities
from tasks.extraction.events import events
from tasks.extraction.figures import figures
from tasks.extraction.keywords import keywords
from tasks.extraction.places import places
from tasks.extraction.quotations import quotations
from tasks.extraction.reading import Reading, Step, StepSkipped
from tasks.extraction.sentences import sentences
from tasks.extraction.summary import summary
from tasks.extraction.tone import tone
from tasks.extraction.topics import topics
from tasks.record import Extractions, Provenance
from tasks.record import StepSkipped as Skipped

__all__ = ["EXTRACTION", "VERSION", "Reading", "Step", "StepSkipped", "extract"]

VERSION: Final = f"newsmill {version('newsmill')}"
"""What `provenance` says of a step."""

EXTRACTION: Final[tuple[Step, ...]] = (
    sentences,
    entities,
    places,
    dates,
    quotations,
    figures,
    events,
    keywords,
    summary,
    topics,
    tone,
)
"""The steps, in order."""

Timer = Callable[[], float]
"""Gives seconds of CPU; the difference of two calls is what a step has cost."""


def extract(
    reading: Reading, *, steps: tuple[Step, ...] = EXTRACTION, timer: Timer | None = None
) -> Extractions:
    """Run the steps in order over one parse.

    A step that cannot run is noted in `steps_skipped` and leaves its field absent; so is the
    end of a text that is longer than what was read.

    Args:
        reading: the article and its parse.
        steps: which steps, in which order.
        timer: measures each step for `provenance`; nothing is measured without it.
    """
    found = Extractions(steps_skipped=_unread(reading), provenance=tuple(_read_with(reading)))
    for step in steps:
        started = timer() if timer else 0.0
        found = _after(step, reading, found)
        ms = round(1000 * (timer() - started), 2) if timer else None
        account = Provenance(step=_name(step), version=VERSION, ms=ms)
        found = found.model_copy(update={"provenance": (*found.provenance, account)})
    return found


def _after(step: Step, reading: Reading, found: Extractions) -> Extractions:
    try:
        return step(reading, found)
    except StepSkipped as skipped:
        noted = Skipped(step=_name(step), reason=str(skipped))
        return found.model_copy(update={"steps_skipped": (*found.steps_skipped, noted)})


def _name(step: Step) -> str:
    return step.__name__


def _unread(reading: Reading) -> tuple[Skipped, ...]:
    whole, read = len(reading.article.content.text or ""), len(reading.text)
    if whole <= read:
        return ()
    reason = f"{whole - read} of {whole} code points lie beyond the limit and are not read"
    return (Skipped(step="reading", reason=reason),)


def _read_with(reading: Reading) -> Iterator[Provenance]:
    if reading.model_version:
        yield Provenance(step="reading", version=reading.model_version)
    if reading.parse and reading.gazetteer:
        yield Provenance(step="gazetteer", version=reading.gazetteer.version)
