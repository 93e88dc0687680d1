"""Fixtures that all tests share: two real servers a session, empty for each test."""

import os
import signal
from collections.abc import Iterator

import hypothesis
import pytest
import redis

from config.settings import Servers, Settings, settings, variable
from config.sources import PREFIX
from tests.leaks import leaked_keys
from tests.site import Site, serving
from worker.resources import WorkerResources
from worker.store.connection import connect
from worker.supervising.embedded import EmbeddedServers

# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis.settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("untimed")

# A shell that starts the tests in the background has SIGINT ignored, and what is ignored stays so
# in every program that is started: no Ctrl-C would reach the commands under test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees the defaults, whatever the caller's environment says.

    All but the server: `make test-servers` names others to run the tests on.
    """
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        if name != variable("server_path"):
            monkeypatch.delenv(name)
    settings.cache_clear()


@pytest.fixture(scope="session")
def servers() -> Iterator[EmbeddedServers]:
    """Broker and store, for the whole session."""
    with EmbeddedServers() as started:
        yield started


@pytest.fixture
def server_urls(servers: EmbeddedServers) -> Iterator[Servers]:
    """The URLs of an empty broker and an empty store.

    Afterwards every key that lives for ever without being on the list of those that may,
    and every key of a job whose time has come, fails the test.
    """
    urls = Servers(broker_url=servers.broker_url, store_url=servers.store_url)
    for url in (servers.broker_url, servers.store_url):
        with connect(url, 5) as client:
            client.flushall()
    yield urls
    with connect(servers.store_url, 5) as client:
        assert leaked_keys(client) == []


@pytest.fixture
def test_settings(server_urls: Servers) -> Settings:
    """The default settings, with the test's servers."""
    return Settings(servers=server_urls)


@pytest.fixture
def resources(test_settings: Settings) -> Iterator[WorkerResources]:
    """The resources of a worker on the test's servers."""
    made = WorkerResources(test_settings)
    yield made
    made.close()


@pytest.fixture
def store(resources: WorkerResources) -> redis.Redis:
    """The test's store, answering texts."""
    return resources.texts


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    with serving() as started:
        yield started
