"""What Celery is told of each kind of broker, by its URL alone."""

from collections.abc import Callable

import pytest

from config.celery import BROKERS, broker_of, configuration
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


def test_every_kind_of_url_has_its_broker(settings_with: Callable[[str], Settings]) -> None:
    """What the settings take, the configuration knows."""
    for scheme in BROKERS:
        url = f"{scheme}://broker.test/"
        assert settings_with(url).servers.broker_url == url
    assert broker_of("amqps://broker.test/").port == 5671
