"""Workers on several hosts, one of which loses its network in the midst of its work.

make test-hosts
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.exceptions import DuplicateNodenameWarning

from config.settings import Servers, Settings, settings
from tasks.chain import send
from tasks.job import Submission
from tests import invented
from tests.benchmarks.slow_site import address_of
from tests.hosts.lab import PORTS, Lab, Refused, lab
from tests.leaks import leaked_keys
from tests.mill import text, url
from tests.waiting import wait_until
from worker.celery import NewsmillApp, create_app
from worker.reporting.workers import Workers
from worker.store import keys
from worker.supervising.machine import command_of

SETTINGS = {
    "NEWSMILL_ALLOW_ADDRESSES": "127.0.0.0/8",
    "NEWSMILL_HOST_DELAY_SECONDS": "0",
    "NEWSMILL_TASK_LIMIT_SECONDS": "5",
    "NEWSMILL_SWEEP_AFTER_SECONDS": "2",
    "NEWSMILL_LOST_AFTER_SECONDS": "2",
    "NEWSMILL_STORE_TIMEOUT_SECONDS": "3",
    "NEWSMILL_READER_PROCESSES": "1",
    "NEWSMILL_LOG_LEVEL": "info",
    "OMP_NUM_THREADS": "1",
}
READERS = ("reader-1", "reader-2")
ARTICLE_SENTENCES = 60  # long enough that both readers are at work when one is cut off


class Hosts:
    """The lab, and newsmill on it.

    Attributes:
        app: what the test submits and asks through; it is on none of the hosts.
    """

    def __init__(self, made: Lab) -> None:
        self.lab = made
        urls = Servers(broker_url=made.local_url("broker"), store_url=made.local_url("store"))
        self.app: NewsmillApp = create_app(Settings(servers=urls))

    def start(self, role: str, host: str, hostname: str | None = None) -> None:
        """Start a role on a host."""
        self.lab.run(host, command_of(role), {**SETTINGS, **self.lab.urls(host)}, hostname)

    def workers(self) -> set[str]:
        """Give the names of the workers that answer."""
        asked = Workers(self.app)
        asked.ask()
        return set(asked.latest.get("workers", ()))

    def submit(self, *submissions: Submission) -> list[str]:
        """Hand in jobs; give their ids."""
        send(self.app, self.app.resources.ledger.submit(submissions))
        return [submission.job.id for submission in submissions]

    def closed(self) -> list[str]:
        """Give the jobs that have an outcome, as often as they have one."""
        return [entry.fields["job_id"] for entry in self.app.resources.streams.outcomes()]

    def finish(self, job_ids: list[str]) -> None:
        """Wait until these jobs are closed."""
        wait_until(lambda: set(job_ids) <= set(self.closed()), 90, "all jobs are closed")

    def tasks_done(self, host: str) -> int:
        """Count the tasks that the workers of a host have ended."""
        return (self.lab.directory / f"{host}.log").read_text().count('"task_ended"')


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosts]:
    """Servers, and three hosts with a cable each; nothing of newsmill runs yet."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        with lab(tmp_path) as made:
            for name in ("fetcher", *READERS):
                made.host(name)
            started = Hosts(made)
            wait_until(lambda: answers(started), 20, "both servers answer")
            yield started
            started.app.resources.close()
            started.app.close()
    except Refused as refusal:
        pytest.skip(f"no network namespaces here: {refusal}")


def answers(hosts: Hosts) -> bool:
    """Say whether both servers answer."""
    return all((hosts.lab.directory / f"{server}.sock").exists() for server in PORTS)


def site_on(made: Lab, host: str) -> str:
    """Serve pages on a host's own loopback; give the URL that numbers are put behind."""
    made.run(host, [sys.executable, "-m", "tests.benchmarks.slow_site", "1", "0.05"], {})
    log = made.directory / f"{host}.log"
    port = wait_until(lambda: log.read_text().strip(), 20, "the site listens")
    return f"http://{address_of(0)}:{port}/page-"


def articles(numbers: range) -> list[Submission]:
    """Give texts that take a while to read."""
    return [text(invented.article(number, ARTICLE_SENTENCES)) for number in numbers]


@pytest.mark.timeout(240)
def test_a_host_that_is_cut_off_costs_no_job(hosts: Hosts) -> None:
    """Its jobs are done by the other; when it is back it works on, and nothing is doubled."""
    pages = site_on(hosts.lab, "fetcher")
    for role in ("fetcher", "clock"):
        hosts.start(role, "fetcher")
    for host in READERS:
        hosts.start("reader", host)
    names = {"fetcher@fetcher", *(f"reader@{host}" for host in READERS)}
    wait_until(lambda: hosts.workers() == names, 60, "status shows the workers of all hosts")

    first = hosts.submit(*(url(f"{pages}{n}") for n in range(20)), *articles(range(20)))
    wait_until(lambda: len(hosts.closed()) >= 8, 60, "some jobs are closed")
    hosts.lab.set_cable("reader-2", "down")
    assert len(hosts.closed()) < len(first), "it is cut off in the midst of the work"
    hosts.finish(first)
    assert hosts.workers() == names - {"reader@reader-2"}
    before = {host: hosts.tasks_done(host) for host in READERS}
    assert all(before.values()), "both hosts have worked"

    hosts.lab.set_cable("reader-2", "up")
    wait_until(lambda: hosts.workers() == names, 60, "it is back")
    second = hosts.submit(*articles(range(20, 40)))
    hosts.finish(second)
    assert hosts.tasks_done("reader-2") > before["reader-2"]
    assert Counter(hosts.closed()) == Counter([*first, *second])
    store = hosts.app.resources.texts
    assert store.xlen(keys.ARTICLES.name) == len(first) + len(second)
    assert leaked_keys(store) == []


@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::celery.exceptions.DuplicateNodenameWarning")
def test_hosts_of_one_name_both_work(hosts: Hosts) -> None:
    """Two machines with one host name share the work, but look like one worker: Celery warns."""
    hosts.start("clock", "fetcher")
    for host in READERS:
        hosts.start("reader", host, hostname="twin")
    wait_until(lambda: hosts.workers() == {"reader@twin"}, 60, "a reader answers")
    jobs = hosts.submit(*articles(range(20)))
    hosts.finish(jobs)
    assert all(hosts.tasks_done(host) for host in READERS)
    with pytest.warns(DuplicateNodenameWarning, match="reader@twin"):
        assert hosts.workers() == {"reader@twin"}
    assert Counter(hosts.closed()) == Counter(jobs)
