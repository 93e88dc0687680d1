"""What Celery is told of each kind of broker, by its URL alone."""

import traceback
from collections.abc import Callable

import pytest

from config.brokers import BROKERS, broker_of
from config.celery import configuration
from config.settings import Settings, SettingsError, settings
from worker.queues import routing

STORE = "redis://store.test/0"


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Settings]:
    """Read the settings with a broker's URL."""

    def read(url: str) -> Settings:
        monkeypatch.setenv("NEWSMILL_BROKER_URL", url)
        monkeypatch.setenv("NEWSMILL_STORE_URL", STORE)
        settings.cache_clear()
        return settings()

    return read


def test_redis_gets_what_redis_needs(settings_with: Callable[[str], Settings]) -> None:
    """Options of its transport, plain queues, and Celery's own consumer."""
    chosen = settings_with("unix:///run/broker.sock?db=0")
    made = configuration(chosen)
    assert made["broker_url"] == "redis+socket:///run/broker.sock?virtual_host=0"
    assert made["broker_transport_options"]["visibility_timeout"] == 3600
    assert "worker_consumer" not in made
    assert not any(queue.queue_arguments for queue in routing(chosen)["task_queues"])


def test_rabbitmq_gets_quorum_queues(settings_with: Callable[[str], Settings]) -> None:
    """For the chain alone: any Celery client may declare the default queue as it knows it."""
    chosen = settings_with("amqp://u:p@broker.test/news")
    made = configuration(chosen)
    assert made["broker_url"] == "amqp://u:p@broker.test/news"
    assert made["broker_transport_options"]["confirm_publish"] is True
    assert made["broker_use_ssl"] is False
    assert made["worker_enable_prefetch_count_reduction"] is False
    types = {queue.name: queue.queue_arguments for queue in routing(chosen)["task_queues"]}
    quorum = {"x-queue-type": "quorum"}
    assert types.pop("celery") is None
    assert types == dict.fromkeys(("fetch", "clean", "extract", "publish"), quorum)


def test_certificates_of_rabbitmq_are_checked(settings_with: Callable[[str], Settings]) -> None:
    """Against the host of the URL, by the files that it names in the words of Redis' URLs."""
    made = configuration(settings_with("amqps://u:p@broker.test/news?ssl_ca_certs=/ca.pem"))
    assert made["broker_url"] == "amqps://u:p@broker.test/news"
    assert made["broker_use_ssl"] == {"server_hostname": None, "ca_certs": "/ca.pem"}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "ftp://u:hunter2@broker.test",
            "must begin with one of redis://, rediss://, unix://, amqp",
        ),
        ("u:hunter2@broker.test", "must begin with one of"),
        ("amqp://u:hunter2@broker.test/?ssl_ca_certs=/ca.pem", "amqp:// takes no ssl_ca_certs"),
        ("amqps://u:hunter2@broker.test/?heartbeat=1", "amqps:// takes no heartbeat"),
    ],
)
def test_a_url_of_no_broker_is_refused(
    settings_with: Callable[[str], Settings], url: str, told: str
) -> None:
    """When settings are read, and without the password."""
    with pytest.raises(SettingsError) as refused:
        settings_with(url)
    assert str(refused.value).startswith("NEWSMILL_BROKER_URL: ")
    assert told in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("name", ["NEWSMILL_BROKER_URL", "NEWSMILL_STORE_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "redis://u:abc/hunter2@broker.test/0",
        "redis://u:1/hunter2@broker.test/0",
        "redis://u:1?hunter2@broker.test/0",
        "redis://u:1#hunter2@broker.test/0",
        "redis://:1#hunter2@broker.test/0",
        "redis://u:[hunter2@broker.test/0",
        'redis://u:a"hunter2@broker.test/0',
        "redis://u:a hunter2@broker.test/0",
        "redis://u:a\nhunter2@broker.test/0",
        "redis://u:hunter2@broker.test:x/0",
        "redis://u:hunter2@broker.test:65536/0",
        "redis://u:hunter2@broker.test:0/0",
        "redis://u:hunter2@/0",
        "unix://u:1/hunter2@/run/broker.sock",
        "unix://u:hunter2@",
    ],
)
def test_a_password_that_would_be_shown_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    """What breaks off a password too early leaves the rest where nothing masks it."""
    monkeypatch.setenv(name, url)
    with pytest.raises(SettingsError) as refused:
        settings()
    assert str(refused.value).startswith(f"{name}: is no URL with a host and a port")
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("url", ["amqp://broker.test", "http://u:hunter2@store.test", "hunter2"])
def test_a_url_of_no_store_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """When settings are read, as that of a broker is."""
    monkeypatch.setenv("NEWSMILL_STORE_URL", url)
    with pytest.raises(SettingsError) as refused:
        settings()
    expected = "NEWSMILL_STORE_URL: must begin with one of redis://, rediss://, unix://"
    assert str(refused.value) == expected


def test_what_redis_does_not_understand_is_refused(
    settings_with: Callable[[str], Settings],
) -> None:
    """A database that is no number."""
    with pytest.raises(SettingsError, match="Invalid value for 'db'"):
        settings_with("redis://u:hunter2@broker.test?db=abc")


@pytest.mark.parametrize(
    "url",
    [
        *(f"{scheme}://broker.test/" for scheme in BROKERS if scheme != "unix"),
        "redis://u:p%2F%40@[::1]:6380/1",
        "unix:///run/a@b.sock?db=1",
        "unix://u:p@/run/broker.sock",
    ],
)
def test_a_url_of_a_broker(settings_with: Callable[[str], Settings], url: str) -> None:
    """What the settings take, stays as it is, and Celery can be configured for it."""
    chosen = settings_with(url)
    assert chosen.servers.broker_url == url
    assert configuration(chosen)["broker_url"]


def test_rabbitmq_listens_elsewhere_for_tls() -> None:
    """As those do who know its URLs."""
    assert broker_of("amqps://broker.test/").port == 5671
