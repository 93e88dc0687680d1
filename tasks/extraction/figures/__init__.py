"""Figures: every number with what it counts, and those that tell of casualties and conflict.

Numbers are read from the text (`scan`), what they count from the words behind them (`counted`),
what became of those from the clause around (`fates`, `sequels`), and who, where and when from
what earlier steps found (`claims`). Claims that disagree stand side by side; nothing is summed.
"""

from typing import Final, Literal

from tasks.extraction.figures.amount import Sort, Taken
from tasks.extraction.figures.claims import Surroundings
from tasks.extraction.figures.findings import Finding, findings
from tasks.extraction.figures.harm import OF_PERSONS
from tasks.extraction.figures.scan import amounts
from tasks.extraction.figures.victims import victims_of
from tasks.extraction.reading import Reading
from tasks.record import Extractions, Figure

__all__ = ["figures"]

_METHOD: Final = "rules"
_QUALIFIES: Final = frozenset({"more", "other", "further", "additional", "extra", "fewer", "such"})
_KINDS: Final[dict[Sort, Literal["money", "percent", "distance", "age", "count"]]] = {
    "money": "money",
    "percent": "percent",
    "distance": "distance",
    "age": "age",
    "measure": "count",
    "number": "count",
}
"""Kinds of figures, of which nobody's fate is told."""


def figures(reading: Reading, found: Extractions) -> Extractions:
    """Find the figures.

    Shape: sorted by start; a person's age may lie within the figure that counts the person.
    """
    parse = reading.english()
    dates = sorted((date.start, date.end) for date in found.dates or ())
    taken = Taken(tuple(start for start, _ in dates), tuple(end for _, end in dates))
    around = Surroundings(reading.text, parse, found)
    told = findings(reading.text, parse, amounts(reading.text, parse, taken))
    made = [_figure(reading.text, finding, around) for finding in told]
    made.sort(key=lambda figure: (figure.start, -figure.end))
    return found.model_copy(update={"figures": tuple(made)})


def _plain(counted: str | None) -> str | None:
    """Give what is counted without words that only compare it: 'more bodies', 'other people'."""
    words = counted.split() if counted is not None else []
    while words and words[0].lower() in _QUALIFIES:
        del words[0]
    return " ".join(words) or None


def _victims(text: str, finding: Finding, around: Surroundings) -> str | None:
    if finding.fate not in OF_PERSONS or finding.what is None:
        return None
    words = around.parse.words
    said = victims_of(words, finding.what, around.names_person)
    return text[words[said[0]].start : words[said[1] - 1].end] if said else None


def _figure(text: str, finding: Finding, around: Surroundings) -> Figure:
    fate, word = finding.fate, finding.word
    amount, start, end = finding.amount, finding.start, finding.end
    where = (word.sentence, start, end)
    return Figure(
        text=text[start:end],
        start=start,
        end=end,
        kind=fate or _KINDS[amount.sort if amount else "number"],
        value=finding.value,
        low=amount.low if amount else None,
        high=amount.high if amount else None,
        qualifier=amount.qualifier if amount else None,
        unit=amount.unit if amount else None,
        object=_plain(finding.object),
        victims=_victims(text, finding, around),
        place=around.place_of(*where) if fate else None,
        date=around.date_of(*where) if fate else None,
        claimed_by=around.claimed_by(word, start, end),
        negated=finding.negated or None,
        method=_METHOD,
    )
