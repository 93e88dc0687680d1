"""RabbitMQ as broker, where it differs from Redis. `make test-servers` runs this.

The tests of the chain, and those that kill everything, run on it too (`TEST_BROKER`).
"""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kombu import Connection, Queue

from config.settings import Servers
from tests import invented
from tests.acceptance.test_killed import only, wait_for_task
from tests.command import NEWSMILL, environment_with, newsmill
from tests.mill import Mill, mill, text
from tests.rabbit import PASSWORD, RabbitServer, free_port
from worker.supervising.supervisor import StopSignals

WRONG_PASSWORD = "hunter3"  # noqa: S105


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for 127.0.0.1, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = ("-keyout", folder / "key.pem"), ("-out", folder / "certificate.pem")
    name = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    request = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    subprocess.run([*request, *name, *key, *certificate], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def tls_port() -> int:
    """Where the node takes connections with TLS."""
    return free_port()


@pytest.fixture(scope="session")
def node(authority: Path, tls_port: int) -> Iterator[RabbitServer]:
    """A RabbitMQ without workers."""
    certificate = authority / "certificate.pem"
    lines = (
        f"listeners.ssl.loopback = 127.0.0.1:{tls_port}",
        f"ssl_options.cacertfile = {certificate}",
        f"ssl_options.certfile = {certificate}",
        f"ssl_options.keyfile = {authority / 'key.pem'}",
    )
    with RabbitServer(*lines) as started:
        yield started


@pytest.fixture(scope="session")
def shared_mill() -> Iterator[Mill]:
    """A mill whose roles a test may start, with a clock that looks for losses often."""
    with mill(lost_after_seconds="1", log_level="error") as made:
        yield made


def test_what_the_broker_loses_is_sent_again(shared_mill: Mill) -> None:
    """Messages that are purged, or dropped after 20 returns, cost time and nothing else."""
    if shared_mill.machine:  # whose reader would take them first
        shared_mill.machine.stop(StopSignals())
    purged = shared_mill.submit(*(text(invented.article(n)) for n in range(10)))
    with closing(shared_mill.servers.rabbit.connection()) as connection:  # type: ignore[attr-defined]
        channel = connection.channel()
        assert channel.queue_purge("clean") == 10
        dropped = shared_mill.submit(text(invented.article(10)))
        returns = 0
        while message := channel.basic_get("clean"):
            channel.basic_reject(message.delivery_tag, requeue=True)
            returns += 1
        assert returns >= 20
    shared_mill.work()
    assert set(shared_mill.outcomes(*purged, *dropped)) == {"published: new"}
    assert [shared_mill.outcome_count(job_id) for job_id in (*purged, *dropped)] == [1] * 11


@pytest.mark.timeout(120)
def test_messages_of_a_killed_reader_come_back_by_themselves(shared_mill: Mill) -> None:
    """The broker gives them to the next reader: the clock need not send them again."""
    if shared_mill.machine is None:
        shared_mill.work()
    words = "\n\n".join(invented.article(n, 30) for n in range(40))
    (job_id,) = shared_mill.submit(text(words))
    wait_for_task(shared_mill, job_id, "extract")
    os.kill(only(shared_mill, "reader"), signal.SIGKILL)
    assert shared_mill.outcomes(job_id) == ["published: new"]
    state = shared_mill.app.resources.ledger.state(job_id) or {}
    assert state["generation"] == "1"


def checks(broker_url: str, store: Servers) -> dict[str, dict[str, str]]:
    """Give what the doctor says of a broker, by the names of its checks."""
    urls = {"NEWSMILL_BROKER_URL": broker_url, "NEWSMILL_STORE_URL": store.store_url or ""}
    done = newsmill("doctor", "--json", environment=urls)
    assert PASSWORD not in done.out + done.err
    return {check["name"]: check for check in json.loads(done.out)}


def test_the_doctor_knows_rabbitmq(node: RabbitServer, server_urls: Servers) -> None:
    """Version and alarms, workers, and queues that none could use, with how to mend it."""
    found = checks(node.url, server_urls)
    assert found["broker"]["level"] == found["broker memory"]["level"] == "ok"
    assert "is RabbitMQ 3." in found["broker"]["found"] or "RabbitMQ 4." in found["broker"]["found"]
    assert "broker queues" not in found
    assert found["servers"]["level"] == "ok"
    assert found["workers"]["found"] == "no fetcher and no reader and no clock answers"
    with Connection(node.url) as connection:
        queue = Queue("fetch")(connection.channel())
        queue.delete()
        queue.queue_declare()
    node.control("set_disk_free_limit", "9000GB")
    try:
        found = checks(node.url, server_urls)
    finally:
        node.control("set_disk_free_limit", "1MB")
    assert "workers" not in found, "who cannot be asked"
    assert "takes no messages" in found["broker memory"]["found"]
    assert found["broker queues"]["mend"].endswith("rabbitmqctl delete_queue fetch")


def test_certificates_are_checked(
    node: RabbitServer, authority: Path, tls_port: int, server_urls: Servers
) -> None:
    """With `amqps://` only a server is trusted whose authority is named, or known to the system."""
    url = node.url.replace("amqp:", "amqps:").replace(f":{node.port}/", f":{tls_port}/")
    named = f"{url}?ssl_ca_certs={authority / 'certificate.pem'}"
    assert checks(named, server_urls)["broker"]["level"] == "ok"
    assert "CERTIFICATE_VERIFY_FAILED" in checks(url, server_urls)["broker"]["found"]


def test_a_broker_that_refuses_is_said_to(node: RabbitServer, server_urls: Servers) -> None:
    """A wrong password, and a virtual host that is not there: a line each, and exit code 2."""
    for url, told in (
        (node.url_of(password=WRONG_PASSWORD), "ACCESS_REFUSED"),
        (node.url_of(vhost="gone"), "vhost gone not found"),
    ):
        urls = {"NEWSMILL_BROKER_URL": url, "NEWSMILL_STORE_URL": server_urls.store_url or ""}
        worker = subprocess.run(
            [*NEWSMILL, "worker", "--role", "fetcher"],
            capture_output=True,
            env=environment_with(urls),
            text=True,
            timeout=60,
            check=False,
        )
        (line,) = worker.stderr.splitlines()
        assert (worker.returncode, json.loads(line)["event"]) == (2, "broker_refuses")
        assert told in line
        assert told in checks(url, server_urls)["broker"]["found"]


def test_a_job_is_safe_although_the_broker_refuses_it(
    node: RabbitServer, server_urls: Servers, tmp_path: Path
) -> None:
    """Its id is printed, for the ledger has it; the warning shows no password."""
    source = tmp_path / "a.txt"
    source.write_text(invented.article(1), encoding="utf-8")
    url = node.url_of(password=WRONG_PASSWORD)
    urls = {"NEWSMILL_BROKER_URL": url, "NEWSMILL_STORE_URL": server_urls.store_url or ""}
    done = newsmill("enqueue", source, environment=urls)
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert "ACCESS_REFUSED" in done.err
    assert WRONG_PASSWORD not in done.err
