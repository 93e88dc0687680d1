"""Jobs in the frontier of a real store, for tests that need no workers."""

from typing import Any, Final

from config.settings import Engine, Politeness, Settings
from tasks.job import Job, Message, RawPage, Submission
from worker.resources import WorkerResources
from worker.store.ledger import Ledger

PAGE: Final = RawPage(body=b"<p>Some text.</p>", content_type="text/html", status=200)
WITHOUT_DELAY: Final[dict[str, Any]] = {"host_delay_seconds": 0, "host_delay_factor": 0}


def ledger_with(resources: WorkerResources, **chosen: float) -> Ledger:
    """Give a ledger on the test's store with another politeness."""
    settings = Settings(
        servers=resources.settings.servers,
        engine=Engine(max_in_flight=1000),
        politeness=Politeness(**chosen),  # type: ignore[arg-type]
    )
    return Ledger(resources.texts, settings)


def submit(ledger: Ledger, *urls: str) -> list[str]:
    """Hand in URLs, under the URL itself as id; give the ids of those that may go."""
    jobs = (Submission(Job(id=url, kind="url", url=url)) for url in urls)
    return [message.job_id for message in ledger.submit(jobs)]


def state(ledger: Ledger, job_id: str) -> dict[str, str]:
    """Give what the ledger knows of a job."""
    return ledger.state(job_id) or {}


def message_of(ledger: Ledger, job_id: str) -> Message:
    """Give the message that a job has now for its fetch."""
    return Message("fetch", job_id, int(state(ledger, job_id)["generation"]))


def begun(ledger: Ledger, job_id: str, token: str = "t") -> str:  # noqa: S107 - no password
    """Begin a job's fetch; give how its message stands."""
    return ledger.begin(message_of(ledger, job_id), token).standing
