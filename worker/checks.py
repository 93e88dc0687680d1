"""What `newsmill doctor` has looked at."""

from typing import Literal, NamedTuple


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    level: Literal["ok", "warn", "fail"]
    found: str
    mend: str | None = None
