"""Records as requests, to a real server on loopback with every bad habit."""

import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import UsageError
from tests.behaviours import Behaviour
from tests.entries import entry
from tests.site import Exchange, Site
from tests.waiting import wait_until
from worker.consuming.sinks import SinkError, SinkUnavailable, webhook
from worker.consuming.sinks.webhook import ReceiverError, Webhook

README = Path(__file__).parents[2] / "README.md"
DRIPS = 100
SECRET = "known to both"  # noqa: S105 - to these tests alone


@contextmanager
def sending(
    url: str, *, secret: str | None = None, patience_seconds: float = 30
) -> Iterator[Webhook]:
    """Give a sink."""
    made = Webhook(url, secret=secret, is_stopping=lambda: False, patience_seconds=patience_seconds)
    with closing(made):
        yield made


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave otherwise for each request."""
    left = iter(behaviours)

    def behave(exchange: Exchange) -> None:
        next(left)(exchange)

    return behave


def answer(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Give a behaviour that answers."""
    return lambda exchange: exchange.answer(status, body, **headers)


def hang_up(exchange: Exchange) -> None:
    """Go away without an answer."""
    exchange.hang_up()


def test_a_request_is_a_record(site: Site) -> None:
    """The body is the record to the byte; headers name it. One connection serves for many."""
    with sending(site.route("/hook", answer(204))) as sink:
        sink.write([entry(1, text="Łódź"), entry(2)])
    first, second = site.requests
    assert first.body == entry(1, text="Łódź").fields["record"].encode()
    assert first.headers["content-type"] == "application/json"
    assert first.headers["idempotency-key"] == "doc-000001-1"
    assert first.headers["x-newsmill-entry"] == "1700000000001-1"
    assert "x-newsmill-signature" not in first.headers
    assert first.client_port == second.client_port


def test_a_secret_signs_the_body(site: Site) -> None:
    """The function that README shows to receivers knows it from a forged one."""
    with sending(site.route("/hook", answer(200, b"thanks")), secret=SECRET) as sink:
        sink.write([entry(1)])
    found = re.search(r"<!-- signature -->\n```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert found
    shown: dict[str, Any] = {}
    exec(found[1], shown)  # noqa: S102 - README is ours
    (asked,) = site.requests
    given = asked.headers["x-newsmill-signature"]
    assert given.startswith("sha256=")
    assert shown["is_genuine"](SECRET.encode(), asked.body, given)
    assert not shown["is_genuine"](SECRET.encode(), asked.body + b" ", given)


def test_a_receiver_that_is_busy_is_asked_again(site: Site) -> None:
    """When it says; the record is the same, and so is its key."""
    busy = [answer(status, retry_after="0") for status in (408, 429, 503)]
    with sending(site.route("/hook", in_turn(*busy, answer(200)))) as sink:
        sink.write([entry(1)])
    assert {(asked.body, asked.headers["idempotency-key"]) for asked in site.requests} == {
        (entry(1).fields["record"].encode(), "doc-000001-1")
    }
    assert len(site.requests) == 4


def test_a_receiver_that_fails_is_asked_again(site: Site) -> None:
    """After a pause."""
    with sending(site.route("/hook", in_turn(answer(500), answer(200)))) as sink:
        sink.write([entry(1)])
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    ("behaviour", "kind", "said"),
    [
        (answer(500, b"a bug"), ReceiverError, "answers 500: a bug"),
        (answer(429, retry_after="3600"), SinkUnavailable, "answers 429"),
        (hang_up, SinkUnavailable, "does not answer: Server disconnected"),
    ],
    ids=["fails", "busy", "gone"],
)
def test_patience_ends(site: Site, behaviour: Behaviour, kind: type[SinkError], said: str) -> None:
    """A failure may be the record's fault; that of a receiver that is busy or away is not."""
    url = site.route("/hook", behaviour)
    with sending(url, patience_seconds=0.5) as sink, pytest.raises(SinkError, match=said) as error:
        sink.write([entry(1)])
    assert type(error.value) is kind
    assert len(site.requests) == 1


def test_what_is_refused_is_not_sent_again(site: Site) -> None:
    """The error shows how the answer begins, and nothing of the path, where secrets stand."""
    url = site.route("/hook-secret", answer(422, b"no\n such   field " + b"x" * 100_000))
    with (
        sending(url) as sink,
        pytest.raises(SinkError, match="answers 422: no such field xx") as error,
    ):
        sink.write([entry(1)])
    assert not isinstance(error.value, SinkUnavailable)
    assert "hook-secret" not in str(error.value)
    assert len(str(error.value)) < 300
    assert site.hits("/hook-secret") == 1


def test_redirects_are_not_followed(site: Site) -> None:
    """A record goes where the operator said, or nowhere."""
    url = site.redirect("/hook", site.route("/other", answer(200)), HTTPStatus.TEMPORARY_REDIRECT)
    with sending(url) as sink, pytest.raises(SinkError, match="307: redirects are not followed"):
        sink.write([entry(1)])
    assert site.hits("/other") == 0


def test_a_slow_receiver_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time-out is that of a receiver that is away."""
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.1)
    url = site.route("/hook", answer(200))
    site.delay("/hook", 60)
    with (
        sending(url, patience_seconds=0.2) as sink,
        pytest.raises(SinkUnavailable, match="does not answer: timed out"),
    ):
        sink.write([entry(1)])


@pytest.mark.parametrize("is_stopping", [False, True])
def test_an_answer_that_drips_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, is_stopping: bool
) -> None:
    """The record is taken, whatever else its receiver has to say; a stop does not wait either."""
    said: list[bytes] = []

    def drip(exchange: Exchange) -> None:
        exchange.start(200, content_length=str(DRIPS))
        for _ in range(DRIPS):
            exchange.wfile.write(b".")
            said.append(b".")
            exchange.wait(0.02)

    with closing(Webhook(site.route("/hook", drip), is_stopping=lambda: is_stopping)) as sink:
        if not is_stopping:
            monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.05)
        sink.write([entry(1)])
    assert len(said) < DRIPS
    assert len(site.requests) == 1


def test_a_stop_ends_the_waiting(site: Site) -> None:
    """The record was not taken, and is not sent again."""
    stopping = threading.Event()
    raised: list[SinkUnavailable] = []
    url = site.route("/hook", answer(429, retry_after="20"))
    with closing(Webhook(url, is_stopping=stopping.is_set)) as sink:

        def write() -> None:
            with pytest.raises(SinkUnavailable, match="stopped before") as error:
                sink.write([entry(1)])
            raised.append(error.value)

        writing = threading.Thread(target=write)
        writing.start()
        wait_until(lambda: site.requests, 10, "the first attempt")
        stopping.set()
        writing.join(10)
    assert len(raised) == 1
    assert len(site.requests) == 1


@pytest.mark.parametrize("url", ["https://", "ftp://hooks.example/", "http://[::1/hook"])
def test_no_url_to_send_to(url: str) -> None:
    """It is said before anything is read."""
    with pytest.raises(UsageError):
        Webhook(url, is_stopping=lambda: False)
