"""How a change of a fact is said in one line."""

from typing import Final

from tasks.record import FactChange

BECOMES: Final = "\N{RIGHTWARDS ARROW}"
SIGNS: Final = {"added": "+", "gone": "-", "changed": "~"}


def told(change: FactChange) -> str:
    """Say a change: `~ figures/killed: 14 → 17`."""
    field = f"{change.field}/{change.kind}" if change.kind else change.field
    said = f" {BECOMES} ".join(filter(None, (change.before, change.after)))
    return f"{SIGNS[change.change]} {field}: {said}"
