"""Broker and store over TLS: servers that are checked, and a service that works over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from config.celery import broker_url, tls_of_redis
from config.settings import Servers, Settings
from tasks.chain import send
from tests import invented
from tests.command import asked, newsmill, urls
from tests.guarded import Guarded, found_by_doctor, self_signed, tls_binary, with_tls
from tests.mill import text
from tests.waiting import wait_until
from worker.celery import create_app
from worker.store import keys
from worker.supervising.machine import Machine
from worker.supervising.supervisor import StopSignals


class Encrypted(NamedTuple):
    """Servers that speak TLS, and an authority that is not theirs."""

    servers: Guarded
    other_authority: Path


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    """Both servers, with TLS and nothing else."""
    binary = tls_binary()
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificates, is not installed")
    if binary is None:
        pytest.skip("no server here speaks TLS: the embedded one does not, Debian's does")
    folder = tmp_path_factory.mktemp("tls")
    other, _ = self_signed(folder, "other")
    with with_tls(binary, *self_signed(folder, "servers")) as servers:
        yield Encrypted(servers, other)


@pytest.mark.timeout(120)
def test_a_job_goes_through_all_roles(
    encrypted: Encrypted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From submit to the stream, with certificates on both sides; inspection and doctor too."""
    named = encrypted.servers.urls()
    for name, url in urls(named).items():
        monkeypatch.setenv(name, url)
    app = create_app(Settings(servers=named))
    machine = Machine(app.newsmill_settings, None)
    machine.start()
    try:
        send(app, app.resources.ledger.submit([text(invented.article(1))]))
        store = app.resources.texts
        wait_until(lambda: store.xlen(keys.ARTICLES.name) == 1, 60, "the record is published")
        assert app.control.inspect(timeout=0.5).ping()
    finally:
        signals = StopSignals()
        signals.hurried.set()
        machine.stop(signals)
        app.resources.close()
        app.close()
    found = found_by_doctor(named)
    assert (found["broker"][0], found["store"][0]) == ("ok", "ok")


@pytest.mark.parametrize("known", ["other", "system"])
def test_a_certificate_of_nobody_whom_we_trust(encrypted: Encrypted, known: str) -> None:
    """Whoever sees it stops and says so; where no authority is named, the system's are asked."""
    parameters = f"?ssl_ca_certs={encrypted.other_authority}" if known == "other" else ""
    named = encrypted.servers._replace(parameters=parameters).urls()
    role = newsmill("worker", "--role", "fetcher", environment=urls(named))
    status, found = asked(named, "status"), found_by_doctor(named)
    assert (role.code, status.code) == (2, 2)
    assert "the broker has a certificate that is not trusted" in role.err
    assert "the store has a certificate that is not trusted" in status.err
    for level, told in (found["broker"], found["store"]):
        assert level == "fail"
        assert "has a certificate that is not trusted" in told
    assert "Traceback" not in role.err + status.err


def test_a_certificate_of_another_host(encrypted: Encrypted) -> None:
    """The name in the URL must be one of the certificate's."""
    named = encrypted.servers.urls()
    elsewhere = (named.store_url or "").replace("127.0.0.1", "localhost")
    status = asked(Servers(broker_url=named.broker_url, store_url=elsewhere), "status")
    assert status.code == 2
    assert "has a certificate that is not trusted" in status.err


def test_one_way_to_say_it_for_both_servers() -> None:
    """What redis-py reads from a URL, kombu and Flower get in the configuration."""
    url = "rediss://newsmill:x@b:6380/0?ssl_ca_certs=/ca.pem&ssl_certfile=/me.pem&ssl_keyfile=/me"
    assert broker_url(url) == "rediss://newsmill:x@b:6380/0"
    assert tls_of_redis(url) == {
        "ssl_cert_reqs": "required",
        "ssl_ca_certs": "/ca.pem",
        "ssl_certfile": "/me.pem",
        "ssl_keyfile": "/me",
    }
    assert tls_of_redis("rediss://b:6380/0") == {"ssl_cert_reqs": "required"}
    assert tls_of_redis("redis://b:6379/0") is False
