"""What has happened in all, as counts that only grow: the scripts of the ledger add to them.

Their fields are few, named by words of closed lists. They are several hashes, for to count in a
short one costs the store half as much.

| hash | field | counts |
|---|---|---|
| `jobs` | `submitted` | jobs handed in |
| | OUTCOME`:`REASON | jobs that ended so |
| `failed` | TASK`:`REASON | attempts that failed and were not the job's end, or went silent |
| the name of a task; `answer` | BOUND, `inf` | times up to BOUND ms, and above the bound before |
| | `ms` | their sum |
| `steps` | STEP`:runs`, STEP`:us` | how often a step ran, and its CPU in microseconds |
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate
from typing import Final, NamedTuple, cast

import redis

from tasks.chain import TASKS
from tasks.job import RawPage
from tasks.record import Article, Extractions
from worker.store import keys
from worker.store.connection import store_errors

# From an answer of a near cache to the limit of a task. Another bound makes buckets of before tell
# of other times than those of after.
BOUNDS_MS: Final = (
    *(10, 25, 50, 100, 250, 500),
    *(1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000),
)
ANSWER: Final = "answer"
# To tell of each document what its steps took costs the store as much as the document does.
TOLD_EVERY_SECONDS: Final = 10.0

Pair = tuple[str, str]


class Times(NamedTuple):
    """How long something took.

    Attributes:
        buckets: how often it took up to each bound, in its order, and at last in all.
        seconds: the sum.
    """

    buckets: tuple[int, ...]
    seconds: float


class Totals(NamedTuple):
    """All counts.

    Attributes:
        submitted: jobs handed in.
        jobs: that ended, by outcome and reason.
        failed: attempts that failed and were not the job's end, or went silent, by task and reason.
        times: of each task, and of an answer.
        step_runs: how often each step ran.
        step_seconds: the CPU that it took.
    """

    submitted: int
    jobs: Mapping[Pair, int]
    failed: Mapping[Pair, int]
    times: Mapping[str, Times]
    step_runs: Mapping[str, int]
    step_seconds: Mapping[str, float]


def totals(client: redis.Redis) -> Totals:
    """Read all counts at one time; `client` answers texts."""
    names = ("jobs", "failed", "steps", *TASKS, ANSWER)
    with store_errors():
        pipeline = client.pipeline(transaction=False)
        for name in names:
            pipeline.hgetall(keys.TOTALS.of(name))
        answers = cast("list[dict[str, str]]", pipeline.execute())
    found = {
        name: {field: int(count) for field, count in answer.items()}
        for name, answer in zip(names, answers, strict=True)
    }
    submitted = found["jobs"].pop("submitted", 0)
    steps = _paired(found["steps"]).items()
    return Totals(
        submitted,
        jobs=_paired(found["jobs"]),
        failed=_paired(found["failed"]),
        times={name: _times(found[name]) for name in (*TASKS, ANSWER)},
        step_runs={step: count for (step, told), count in steps if told == "runs"},
        step_seconds={step: count / 1_000_000 for (step, told), count in steps if told == "us"},
    )


def _paired(counts: Mapping[str, int]) -> dict[Pair, int]:
    pairs = {field.partition(":"): count for field, count in counts.items()}
    return {(first, second): count for (first, _, second), count in pairs.items()}


def _times(counts: Mapping[str, int]) -> Times:
    buckets = accumulate(counts.get(str(bound), 0) for bound in (*BOUNDS_MS, "inf"))
    return Times(tuple(buckets), counts.get("ms", 0) / 1000)


class StepTotals:
    """What the steps of this process took, until the store is told.

    What a process has not told when it ends is lost; where an answer of the store is lost, what was
    told counts twice. One thread at a time may hand over what steps have made.

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
            counts[f"{account.step}:runs"] += 1
            counts[f"{account.step}:us"] += round(1000 * account.ms)
    return counts
