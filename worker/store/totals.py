"""What has happened in all, as counts that only grow: the scripts of the ledger add to them.

They are fields of one hash, and few: each is named by words of closed lists.

| field | counts |
|---|---|
| `submitted` | jobs handed in |
| `jobs:OUTCOME:REASON` | jobs that ended so |
| `failed:TASK:REASON` | attempts that failed and are made again |
| `time:NAME:BOUND` | times of a task, or of an `answer`, in ms: up to BOUND, and above the one before |
| `time:NAME:inf`, `time:NAME:ms` | those above all bounds; the sum of all |
| `step:STEP:runs`, `step:STEP:us` | how often a step ran, and its CPU in microseconds |
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from tasks.job import RawPage
from tasks.record import Article, Extractions

# From an answer of a near cache to the limit of a task. Another bound makes buckets of before tell
# of other times than those of after.
BOUNDS_MS: Final = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
ANSWER: Final = "answer"
# To tell of each document what its steps took costs the store as much as the document does.
TOLD_EVERY_SECONDS: Final = 1.0


class Times(NamedTuple):
    """How long something took.

    Attributes:
        buckets: how often it took up to each bound, in its order, and at last in all.
        seconds: the sum.
    """

    buckets: tuple[int, ...]
    seconds: float


class Totals:
    """The counts, read at one time.

    Args:
        fields: of the hash.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._counts = {tuple(name.split(":")): int(count) for name, count in fields.items()}

    @property
    def submitted(self) -> int:
        """Jobs handed in."""
        return self._counts.get(("submitted",), 0)

    def jobs(self) -> dict[tuple[str, ...], int]:
        """Give how many jobs ended, by outcome and reason."""
        return self._of("jobs")

    def failed(self) -> dict[tuple[str, ...], int]:
        """Give how many attempts failed and are made again, by task and reason."""
        return self._of("failed")

    def times(self, name: str) -> Times:
        """Give how long a task took, or an `answer`."""
        counts = self._of("time")
        total, buckets = 0, []
        for bound in (*BOUNDS_MS, "inf"):
            total += counts.get((name, str(bound)), 0)
            buckets.append(total)
        return Times(tuple(buckets), counts.get((name, "ms"), 0) / 1000)

    def step_runs(self) -> dict[str, int]:
        """Give how often each step ran."""
        return {step: count for (step, told), count in self._of("step").items() if told == "runs"}

    def step_seconds(self) -> dict[str, float]:
        """Give the CPU that each step took."""
        counts = self._of("step").items()
        return {step: count / 1_000_000 for (step, told), count in counts if told == "us"}

    def _of(self, kind: str) -> dict[tuple[str, ...], int]:
        return {name[1:]: count for name, count in self._counts.items() if name[0] == kind}


class StepTotals:
    """What the steps of this process took, until the store is told.

    What a process has not told when it ends is lost. One thread at a time may hand over what steps
    have made.

    Args:
        every_seconds: how often the store is told at the most.
    """

    def __init__(self, every_seconds: float = TOLD_EVERY_SECONDS) -> None:
        self._every_seconds = every_seconds
        self._untold: Counter[str] = Counter()
        self._tell_at = 0.0

    @contextmanager
    def also_of(self, output: RawPage | Article | Extractions) -> Iterator[dict[str, str]]:
        """Count the steps that made something; give what the block is to tell the store.

        A block that fails has told nothing, and its document is not counted.
        """
        untold = self._untold + _counted(output)
        is_due = time.monotonic() >= self._tell_at
        yield {name: str(count) for name, count in untold.items()} if is_due else {}
        if is_due and untold:
            untold = Counter()
            self._tell_at = time.monotonic() + self._every_seconds
        self._untold = untold


def _counted(output: RawPage | Article | Extractions) -> Counter[str]:
    counts: Counter[str] = Counter()
    for account in () if isinstance(output, RawPage) else output.provenance:
        if account.ms is not None:
            counts[f"step:{account.step}:runs"] += 1
            counts[f"step:{account.step}:us"] += round(1000 * account.ms)
    return counts
