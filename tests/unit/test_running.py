"""What a person sees of a run: the line meanwhile, and the summary at its end."""

import pytest

from tasks.job import Job
from worker.running.progress import line, summary
from worker.running.tally import MAX_NAMED, Tally, label


def ended(**counts: int) -> Tally:
    """Give the tally of a run in which so many jobs ended with each outcome."""
    tally = Tally(submitting=False)
    for outcome, count in counts.items():
        for number in range(count):
            tally.open[f"{outcome}-{number}"] = f"https://a.example/{outcome}/{number}"
            tally.close(f"{outcome}-{number}", outcome, "connect" if outcome == "dead" else "gone")
    return tally


def test_dead_jobs_are_named_before_the_dropped() -> None:
    """They are what the exit code is about; what is not named is counted by its reason."""
    told = summary(ended(dropped=MAX_NAMED + 13, dead=2), 1.0, {"dead-0": "refused"})
    assert told[1] == "  dead: connect  https://a.example/dead/0  (refused)"
    assert told[2] == "  dead: connect  https://a.example/dead/1"
    assert told[3].startswith("  dropped: gone  ")
    assert told[-1] == "  dropped: gone  … 13 more"


def test_jobs_without_an_outcome_are_counted() -> None:
    """In words that fit their number."""
    tally = ended(dropped=1)
    tally.open["x"] = "x"
    assert summary(tally, 1.0, {})[-1] == "  1 job has no outcome yet"
    tally.open["y"] = "y"
    assert summary(tally, 1.0, {})[-1] == "  2 jobs have no outcome yet"


@pytest.mark.parametrize(
    ("hosts", "paused", "told"),
    [
        (0, {}, "newsmill: 1 of 1 in 3 s: 1 dropped"),
        (1, {}, "newsmill: 1 of 1 in 3 s: 1 dropped; waiting for 1 host"),
        (
            7,
            {"a.example": "9 s more, its delay; 2 jobs waiting", "b.example": "…"},
            (
                "newsmill: 1 of 1 in 3 s: 1 dropped; waiting for 7 hosts"
                " (a.example: 9 s more, its delay; 2 jobs waiting)"
            ),
        ),
    ],
)
def test_line_names_the_host_that_holds_it_up(
    hosts: int, paused: dict[str, str], told: str
) -> None:
    """The one that does so for longest."""
    tally = ended(dropped=1)
    tally.hosts, tally.paused = hosts, paused
    assert line(tally, 3.0) == told


def test_passwords_are_not_printed() -> None:
    """A URL that is refused for its password is named without it."""
    told = label(Job(id="1", kind="url", url="http://ana:secret@a.example/b"))
    assert "secret" not in told
    assert "a.example/b" in told
