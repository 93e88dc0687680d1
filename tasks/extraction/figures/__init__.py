"""Figures: every number with what it counts, and those that tell of casualties and conflict.

Numbers are read from the text (`scan`), what they count from the words behind them (`counted`),
what became of those from the clause around (`fates`, `sequels`), and who, where and when from
what earlier steps found (`claims`). Claims that disagree stand side by side; nothing is summed.
"""

from typing import Final, Literal

from tasks.extraction.figures.amount import Sort, Taken
from tasks.extraction.figures.claims import Surroundings
from tasks.extraction.figures.findings import Finding, findings
from tasks.extraction.figures.harm import NONE_OF, OF_PERSONS
from tasks.extraction.figures.scan import amounts
from tasks.extraction.reading import Reading
from tasks.record import Extractions, Figure

__all__ = ["figures"]

_METHOD: Final = "rules"
_ANYBODY: Final = frozenset({"people", "others", "other people", "persons", "person", "more"})
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


def _says_who(counted: str) -> bool:
    """Tell whether words for those who are counted say more than that they are people."""
    lower = counted.lower()
    return lower not in _ANYBODY and lower.split()[-1] not in NONE_OF and lower != "lives"


def _figure(text: str, finding: Finding, around: Surroundings) -> Figure:
    fate, word = finding.fate, finding.word
    amount, start, end = finding.amount, finding.start, finding.end
    is_victims = fate in OF_PERSONS and _says_who(finding.object or "people")
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
        object=finding.object,
        victims=finding.object if is_victims else None,
        place=around.place_of(*where) if fate else None,
        date=around.date_of(*where) if fate else None,
        claimed_by=around.claimed_by(word, start, end),
        negated=finding.negated or None,
        method=_METHOD,
    )
