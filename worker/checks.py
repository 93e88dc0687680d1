"""What `newsmill doctor` has looked at; apart from worker/reporting, for help must be light."""

from typing import Literal, NamedTuple


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    level: Literal["ok", "warn", "fail"]
    found: str
    mend: str | None = None
