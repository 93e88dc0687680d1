"""How a run stands: which jobs are open, and how the others ended."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.logging import masked
from tasks.job import Job
from tasks.outcomes import Outcome

# The summary names that many jobs of each outcome without a record.
MAX_NAMED = 20


@dataclass
class Tally:
    """How a run stands.

    Attributes:
        open: the jobs handed in that have no outcome yet, by id.
        ends: how many jobs ended, by outcome and reason.
        dead, dropped: the first to end so, each with its outcome and reason, its name and id.
        unnamed: how many more there are, by outcome and reason.
        hosts: how many hosts are waited for.
        paused: those of them that are left alone for now, with why and for how long.
    """

    open: dict[str, str] = field(default_factory=dict)
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    dead: list[tuple[str, str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str, str]] = field(default_factory=list)
    unnamed: Counter[str] = field(default_factory=Counter)
    submitting: bool = True
    hosts: int = 0
    paused: Mapping[str, str] = field(default_factory=dict)

    @property
    def closed(self) -> int:
        """Jobs that have their outcome."""
        return self.ends.total()

    @property
    def done(self) -> bool:
        """Whether every source was handed in and every job has its outcome."""
        return not self.submitting and not self.open

    def by_outcome(self) -> dict[Outcome, int]:
        """Give how many jobs ended with each outcome, in the order of the outcomes."""
        return {
            outcome: sum(n for (ended, _), n in self.ends.items() if ended == outcome)
            for outcome in Outcome
        }

    def close(self, job_id: str, outcome: str, reason: str) -> bool:
        """Note the outcome of a job; False when it is none of this run's open ones."""
        name = self.open.pop(job_id, None)
        if name is None:
            return False
        self.ends[outcome, reason] += 1
        if outcome in (Outcome.DROPPED, Outcome.DEAD):
            kept = self.dead if outcome == Outcome.DEAD else self.dropped
            if len(kept) < MAX_NAMED:
                kept.append((f"{outcome}: {reason}", name, job_id))
            else:
                self.unnamed[f"{outcome}: {reason}"] += 1
        return True


def label(job: Job) -> str:
    """Give what a person calls a job: its URL, file or own id."""
    return masked(job.url or job.path or job.own_id or "text")
