"""The users of config/redis on real servers: each can do its work, and nothing else."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from structlog.testing import capture_logs

from config.settings import Servers, Settings
from tasks.chain import send
from tasks.errors import StoreRefused
from tests import invented
from tests.command import Ran, asked, newsmill, urls
from tests.entries import entry, publish
from tests.guarded import Guarded, found_by_doctor, guarded, saving
from tests.mill import text
from tests.waiting import wait_until
from worker.celery import NewsmillApp, create_app
from worker.clock import Clock
from worker.consuming.consumer import Consumer
from worker.resources import WorkerResources
from worker.store import keys
from worker.supervising.machine import Machine
from worker.supervising.supervisor import StopSignals

PAGE = "<html><body><article><p>{}</p></article></body></html>"
NOBODYS = (
    ("KEYS", "*"),
    ("CONFIG", "GET", "*"),
    ("FLUSHALL",),
    ("SHUTDOWN",),
    ("MONITOR",),
    ("ACL", "LIST"),
    ("CLIENT", "KILL", "TYPE", "normal"),
    ("MODULE", "LIST"),
    ("REPLICAOF", "127.0.0.1", "1"),
    ("SCRIPT", "FLUSH"),
    ("SELECT", "1"),
    ("GET", "of-somebody-else"),
)


@pytest.fixture(scope="module")
def started() -> Iterator[Guarded]:
    """Both servers, with their users."""
    with guarded() as servers:
        yield servers


@pytest.fixture
def servers(started: Guarded) -> Guarded:
    """Both servers, empty, and with an empty ACL LOG."""
    for name in ("broker", "store"):
        with started.client(name, "admin") as admin:
            admin.flushall()
            admin.acl_log_reset()
    return started


@pytest.fixture
def app(servers: Guarded, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsmillApp]:
    """The service's own user, on both servers; roles that are started here find them too."""
    named = servers.urls("newsmill")
    for name, url in urls(named).items():
        monkeypatch.setenv(name, url)
    made = create_app(Settings(servers=named))
    yield made
    made.resources.close()
    made.close()


def refusals(servers: Guarded) -> list[str]:
    """Give what the servers have refused."""
    told: list[str] = []
    for name in ("broker", "store"):
        with servers.client(name, "admin") as admin:
            entries: list[dict[str, Any]] = admin.acl_log()
            told += [f"{name}: {entry['username']} {entry['object']}" for entry in entries]
    return told


def denied(client: redis.Redis, *command: str) -> bool:
    """Say whether a server refuses a command to this user."""
    try:
        client.execute_command(*command)  # type: ignore[no-untyped-call]
    except redis.exceptions.NoPermissionError:
        return True
    return False


@pytest.mark.timeout(120)
def test_the_service_needs_no_right_that_it_lacks(app: NewsmillApp, servers: Guarded) -> None:
    """All roles work and every command answers, and neither server has refused anything.

    Events are on, as with Flower; jobs come from here, from the inbox and as a Celery message.
    """
    machine = Machine(app.newsmill_settings, None)
    machine.start()
    try:
        app.control.enable_events()
        one, other = text(invented.article(1), own_id="my-1"), text(invented.article(2))
        send(app, app.resources.ledger.submit([one, other]))
        with servers.client("store", "consumer") as outsider:
            inbox_id = str(outsider.xadd(keys.INBOX.name, {"nothing": "x"}))
            outsider.xadd(keys.INBOX.name, {"html": PAGE.format(invented.article(3))})
        app.send_task("newsmill.submit", kwargs={"text": invented.article(4)})
        wait_until(lambda: closed(app) == 5, 60, "all five jobs are closed")
        found = found_by_doctor(servers.urls("newsmill"))
        assert {found[name][0] for name in ("broker", "store", "workers")} == {"ok"}
    finally:
        signals = StopSignals()
        signals.hurried.set()
        machine.stop(signals)
    for command in (
        ("status",),
        ("status", "my-1"),
        ("status", "--since", "1h"),
        ("dead", "list"),
        ("dead", "show", inbox_id),
        ("dead", "purge", "--yes", inbox_id),
        ("consume", "--count", "1"),
        ("consume", "--redeliver"),
        ("show", "my-1", "--text"),
        ("export", "my-1", "--format", "plover"),
        ("forget", "--yes", "my-1"),
    ):
        said(servers.urls("newsmill"), *command)
    assert refusals(servers) == []


def closed(app: NewsmillApp) -> int:
    """Count the jobs that have ended."""
    return int(app.resources.texts.xlen(keys.OUTCOMES.name))


def said(at: Servers, *command: str) -> Ran:
    """Run a command that must succeed."""
    done = asked(at, *command)
    assert done.code == 0, (command, done.err)
    return done


def test_a_consumer_reads_gives_up_and_hands_back(servers: Guarded, app: NewsmillApp) -> None:
    """Its user has all rights that a consumer of any language needs."""
    publish(app.resources.texts, entry(1), entry(2))
    with servers.client("store", "consumer") as client:
        consumer = Consumer(client, "search", max_deliveries=1)

        def fail_at_first(_entry: object) -> None:
            raise ValueError

        consumer.run(fail_at_first, follow=False)
        assert len(list(consumer.dead())) == 2
        assert consumer.redeliver() == 2
        consumer.run(lambda _: None, follow=False)
        assert consumer.lag()[:3] == (0, 0, 0)
        client.xgroup_create(keys.OUTCOMES.name, "counts", "0", mkstream=True)
    assert refusals(servers) == []


def test_a_consumer_can_neither_publish_nor_delete_nor_look_further(servers: Guarded) -> None:
    """The published streams are read, the ledger and its documents are not, the inbox is given."""
    with servers.client("store", "consumer") as client:
        for command in (
            ("XADD", "news:articles", "*", "record", "{}"),
            ("XADD", "news:outcomes", "*", "outcome", "published"),
            ("XDEL", "news:articles", "1-1"),
            ("XTRIM", "news:articles", "MAXLEN", "0"),
            ("DEL", "news:articles"),
            ("XGROUP", "DESTROY", "news:articles", "search"),
            ("XRANGE", "news:inbox", "-", "+"),
            ("XREADGROUP", "GROUP", "g", "m", "STREAMS", "news:inbox", ">"),
            ("HGETALL", "news:job:1"),
            ("GET", "news:page:1"),
            ("SCAN", "0"),
            ("INFO",),
        ):
            assert denied(client, *command), command
        with pytest.raises(redis.ResponseError):
            client.register_script("return redis.call('XTRIM', 'news:articles', 'MAXLEN', 0)")()


def test_metrics_write_nowhere_and_read_no_document(servers: Guarded) -> None:
    """Their user counts, and sees what is published."""
    with servers.client("store", "metrics") as metrics:
        metrics.info("memory")
        assert metrics.xlen("news:articles") == 0
        for command in (
            ("GET", "news:page:1"),
            ("GET", "news:article:1"),
            ("HGETALL", "news:job:1"),
            ("XADD", "news:inbox", "*", "text", "x"),
            ("XGROUP", "CREATE", "news:articles", "g", "0"),
            ("DEL", "news:articles"),
        ):
            assert denied(metrics, *command), command


def test_flower_hands_in_no_task_and_takes_none(servers: Guarded) -> None:
    """Its user counts what waits, and hears what workers say."""
    with servers.client("broker", "flower") as flower:
        assert flower.llen("fetch") == 0
        for command in (
            ("LPUSH", "fetch", "{}"),
            ("LPUSH", "celery", "{}"),
            ("BRPOP", "fetch", "1"),
            ("HGET", "unacked", "1"),
            ("SADD", "_kombu.binding.celery", "x"),
        ):
            assert denied(flower, *command), command


def test_nobody_but_the_operator_has_dangerous_rights(servers: Guarded) -> None:
    """No user configures or empties a server, nor leaves its keys or its database."""
    users = {
        "broker": ("newsmill", "flower", "metrics"),
        "store": ("newsmill", "metrics", "consumer"),
    }
    for server, names in users.items():
        for user in (*names, "health"):
            with servers.client(server, user) as client:
                assert client.ping()
                for command in NOBODYS:
                    assert denied(client, *command), (server, user, command)
        with servers.client(server) as nobody, pytest.raises(redis.AuthenticationError):
            nobody.ping()


# ---------------------------------------------------------------- what is said of a refusal


def test_a_wrong_password_is_said_and_not_shown(servers: Guarded) -> None:
    """By commands, by a role that does not start, and by doctor; by some the broker's too."""
    wrong = Servers(
        broker_url=servers.url("broker", "newsmill", "s3cret"),
        store_url=servers.url("store", "newsmill", "s3cret"),
    )
    status, found = asked(wrong, "status"), found_by_doctor(wrong)
    exporter = asked(wrong, "metrics", "--once")
    role = newsmill("worker", "--role", "clock", environment=urls(wrong))
    assert (status.code, role.code, exporter.code) == (2, 2, 2)
    assert status.err.startswith("newsmill: the store refuses this user: invalid username-password")
    assert "NEWSMILL_STORE_URL is redis://***@127.0.0.1:" in status.err
    for told in (role.err, exporter.err):
        assert told.startswith("newsmill: the broker refuses this user: invalid username-password")
    assert "NEWSMILL_BROKER_URL is redis://***@127.0.0.1:" in role.err
    for level, told in (found["broker"], found["store"]):
        assert level == "fail"
        assert "refuses this user: invalid username-password" in told
    assert "s3cret" not in f"{status}{role}{exporter}{found}"


def test_a_missing_right_is_named(servers: Guarded) -> None:
    """A command ends with the right that its user lacks, whatever way the refusal came."""
    limited = servers.urls("consumer").model_copy(
        update={"broker_url": servers.url("broker", "newsmill")}
    )
    status = asked(limited, "status")
    assert status.code == 2
    assert "the store refuses this user" in status.err
    assert "'zcard' command" in status.err
    resources = WorkerResources(Settings(servers=limited))
    with pytest.raises(StoreRefused, match="script"):  # Redis 7.0 does not say which command
        resources.ledger.lease("token", 1)
    resources.close()


def test_the_clock_outlives_a_right_that_is_taken_away(servers: Guarded, app: NewsmillApp) -> None:
    """It says so in a line, without a traceback, and goes on once the right is back."""
    clock = Clock(app, threading.Event())
    with servers.client("store", "admin") as admin, capture_logs() as lines:
        admin.execute_command("ACL", "SETUSER", "newsmill", "-evalsha")
        clock._tick_if_holder()
        assert [(line["event"], line["log_level"]) for line in lines] == [
            ("store_error", "warning")
        ]
        assert "the store refuses this user" in lines[0]["error"]
        admin.execute_command("ACL", "LOAD")
        clock._duties_at = 0.0
        clock._tick_if_holder()
        assert len(lines) == 1
        assert admin.exists(keys.CLOCK.name)


def test_a_password_is_changed_without_a_pause(servers: Guarded) -> None:
    """Two are good at one time; taking the old one away cuts off nobody who is connected."""
    with servers.client("store", "admin") as admin, servers.client("store", "newsmill") as old:
        assert old.info("memory")
        admin.execute_command("ACL", "SETUSER", "newsmill", ">next")
        with redis.Redis.from_url(servers.url("store", "newsmill", "next")) as new:
            assert new.info("memory")
            assert old.info("memory")
            admin.execute_command("ACL", "SETUSER", "newsmill", "<newsmill-hunter2")
            assert new.info("memory")
            assert old.info("memory")
        with servers.client("store", "newsmill") as late, pytest.raises(redis.AuthenticationError):
            late.ping()
        admin.execute_command("ACL", "LOAD")
        with servers.client("store", "newsmill") as again:
            assert again.info("memory")


@pytest.mark.parametrize(("server", "key"), [("broker", "celery"), ("store", "news:job:1")])
def test_a_server_with_users_keeps_what_it_had(server: str, key: str, tmp_path: Path) -> None:
    """Also what came in transactions: a server that starts makes them again, as `default`.

    Redis 8.2 asks there what that user may do, and silently drops what it may not.
    """
    with saving(server, tmp_path) as client, client.pipeline(transaction=True) as together:
        together.rpush(key, "first")
        together.rpush(key, "second")
        together.execute()
    with saving(server, tmp_path) as client:
        assert client.llen(key) == 2
