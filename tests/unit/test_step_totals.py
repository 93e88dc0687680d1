"""What the steps of a process took, on its way to the store."""

import pytest

from tasks.job import RawPage
from tasks.record import Extractions, Provenance
from worker.store.totals import StepTotals


def extractions(*steps: tuple[str, float]) -> Extractions:
    """Give what some steps made, each in so many ms."""
    accounts = (Provenance(step=step, version="1", ms=ms) for step, ms in steps)
    return Extractions(provenance=tuple(accounts))


def told(totals: StepTotals, *steps: tuple[str, float]) -> dict[str, str]:
    """Give what the store is told with a document."""
    with totals.also_of(extractions(*steps)) as what:
        return what


def test_each_document_is_told_once() -> None:
    """With it, where it is time; else with a later one."""
    totals = StepTotals(every_seconds=0)
    assert told(totals, ("places", 1.5)) == {"places:runs": "1", "places:us": "1500"}
    rarely = StepTotals(every_seconds=1e9)
    assert told(rarely, ("places", 1.5)) != {}
    assert told(rarely, ("places", 2.0), ("dates", 0.25)) == {}
    rarely._tell_at = 0.0
    assert told(rarely, ("places", 1.0)) == {
        "places:runs": "2",
        "places:us": "3000",
        "dates:runs": "1",
        "dates:us": "250",
    }


def test_what_fails_has_told_nothing() -> None:
    """The store that did not answer is told again, and the document with its next attempt."""
    totals = StepTotals(every_seconds=0)
    with pytest.raises(OSError, match="away"), totals.also_of(extractions(("places", 1.0))):
        raise OSError("away")
    assert told(totals, ("places", 1.0))["places:runs"] == "1"


def test_pages_have_no_steps() -> None:
    """They tell nothing, and put off nothing."""
    totals = StepTotals()
    with totals.also_of(RawPage(body=b"")) as what:
        assert what == {}
    assert told(totals, ("places", 1.0)) != {}
