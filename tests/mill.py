"""A whole newsmill for tests: two servers and all roles, started once a session."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import redis

from config.settings import Servers, Settings, settings, variable
from tasks.chain import send
from tasks.job import Job, RawPage, Submission
from tasks.submitting import TEXT_TYPE
from tests.rabbit import IS_WANTED, ServersWithRabbit
from tests.waiting import wait_until
from worker.celery import NewsmillApp, create_app
from worker.store import keys
from worker.store.connection import connect
from worker.submitting.batches import new_job_id
from worker.supervising.embedded import EmbeddedServers
from worker.supervising.machine import Machine
from worker.supervising.supervisor import StopSignals

TIMEOUT_SECONDS = 60.0


class Mill:
    """Servers, roles, and the app to hand in jobs through.

    Attributes:
        app: on the mill's servers.
        servers: may be killed and restarted.
        machine: the roles; None when only the servers run.
    """

    def __init__(self, servers: EmbeddedServers, chosen: Settings) -> None:
        urls = Servers(broker_url=servers.broker_url, store_url=servers.store_url)
        self.servers = servers
        self.app: NewsmillApp = create_app(chosen.model_copy(update={"servers": urls}))
        self.machine: Machine | None = None

    @property
    def store(self) -> redis.Redis:
        """The store, answering texts."""
        return self.app.resources.texts

    @property
    def broker(self) -> redis.Redis:
        """The broker, answering texts."""
        return connect(self.servers.broker_url, 10)

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to use this mill."""
        return {
            variable("broker_url"): self.servers.broker_url,
            variable("store_url"): self.servers.store_url,
        }

    def work(self) -> None:
        """Start all roles."""
        self.machine = Machine(self.app.newsmill_settings, self.servers)
        self.machine.start()

    def close(self) -> None:
        """Stop the roles and give back the connections."""
        if self.machine:
            self.machine.stop(StopSignals())
        self.app.resources.close()
        self.app.close()

    def submit(self, *submissions: Submission) -> list[str]:
        """Hand in jobs; give their ids."""
        send(self.app, self.app.resources.ledger.submit(submissions))
        return [submission.job.id for submission in submissions]

    def outcomes(self, *job_ids: str, timeout_seconds: float = TIMEOUT_SECONDS) -> list[str]:
        """Wait until these jobs are closed; give `outcome: reason` of each."""
        states = [self._closed(job_id, timeout_seconds) for job_id in job_ids]
        return [f"{state['outcome']}: {state['reason']}" for state in states]

    def entries(self, key: keys.Key) -> list[Mapping[str, str]]:
        """Give the fields of all entries of a stream."""
        found = cast("list[tuple[str, dict[str, str]]]", self.store.xrange(key.name))
        return [fields for _, fields in found]

    def outcome_count(self, job_id: str) -> int:
        """Count the entries of a job on the outcome stream."""
        return sum(fields["job_id"] == job_id for fields in self.entries(keys.OUTCOMES))

    def poll(self) -> None:
        """Restart what has died."""
        if self.machine:
            self.machine.poll()

    def _closed(self, job_id: str, timeout_seconds: float) -> dict[str, str]:
        def closed() -> dict[str, str] | None:
            self.poll()
            state = self.app.resources.ledger.state(job_id)
            return state if state and state["state"] == "closed" else None

        return wait_until(closed, timeout_seconds, f"job {job_id} is closed") or {}


@contextmanager
def mill(data_dir: Path | None = None, **chosen: str) -> Iterator[Mill]:
    """Start servers and make a mill; its roles start with `work`.

    Args:
        data_dir: where the servers keep their data.
        chosen: settings by their variables without prefix, as `max_in_flight="5"`.
    """
    variables = {variable(name): value for name, value in chosen.items()}
    os.environ.update(variables)
    settings.cache_clear()
    try:
        with (ServersWithRabbit if IS_WANTED else EmbeddedServers)(data_dir) as servers:
            made = Mill(servers, Settings())
            try:
                yield made
            finally:
                made.close()
    finally:
        for name in variables:
            os.environ.pop(name, None)
        settings.cache_clear()


def text(words: str, **fields: Any) -> Submission:  # noqa: ANN401 - fields of a job
    """Give a submission of a text."""
    job = Job(id=new_job_id(), kind="text", **fields)
    return Submission(job, RawPage(body=words.encode(), content_type=TEXT_TYPE))


def page(html: str, **fields: Any) -> Submission:  # noqa: ANN401
    """Give a submission of a page that need not be fetched."""
    job = Job(id=new_job_id(), kind="file", **fields)
    return Submission(
        job, RawPage(body=html.encode("latin-1"), content_type="text/html; charset=iso-8859-1")
    )


def url(address: str) -> Submission:
    """Give a submission of a URL."""
    return Submission(Job(id=new_job_id(), kind="url", url=address))
