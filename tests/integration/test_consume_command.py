"""`newsmill consume` as a real process: how it is ended, and the group's dead entries."""

import json
import os
import shlex
import signal
import subprocess
from pathlib import Path

import pytest
import redis

from config.settings import variable
from tests.command import asked, command_line, environment_with, started
from tests.waiting import wait_until
from worker import Consumer
from worker.consuming.member import Lag
from worker.resources import WorkerResources
from worker.store import keys

GROUP = "archive"
ENTRIES = 50
# More than a pipe holds, so that the command is in the middle of writing when it is stopped.
RECORD = json.dumps({"text": "x" * 30_000})


@pytest.fixture
def environment(resources: WorkerResources) -> dict[str, str]:
    """What the command needs to use the test's servers."""
    servers = resources.settings.servers
    return {
        variable("broker_url"): servers.broker_url or "",
        variable("store_url"): servers.store_url or "",
    }


def fill(store: redis.Redis) -> None:
    """Put entries on the stream."""
    for n in range(ENTRIES):
        store.xadd(keys.ARTICLES.name, {"id": str(n), "record": RECORD})


def reading(store: redis.Redis) -> bool:
    """Whether the group has read something."""
    found = store.xinfo_groups(keys.ARTICLES.name)
    return any(group["pending"] for group in found)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_after_the_record_that_is_written(
    store: redis.Redis, environment: dict[str, str], number: int, code: int
) -> None:
    """What is on stdout is whole and acknowledged, and the rest is another's at once."""
    fill(store)
    command = started("consume", "--group", GROUP, "--follow", environment=environment)
    wait_until(lambda: reading(store), 30, "it reads")
    os.kill(command.pid, number)
    out, err = command.communicate(timeout=30)
    assert (command.returncode, err) == (code, b"")
    written = [json.loads(line) for line in out.splitlines()]
    lag = Consumer(store, GROUP).lag()
    assert 0 < len(written) < ENTRIES
    assert len(written) + lag.new + lag.pending == ENTRIES
    Consumer(store, GROUP).run(lambda _: None, follow=False)
    assert Consumer(store, GROUP).lag() == Lag(0, 0, 0)


def test_a_closed_stdout_ends_it_with_its_code(
    store: redis.Redis, environment: dict[str, str]
) -> None:
    """The record that could not be written is not acknowledged: it comes again at once."""
    fill(store)
    command = started("consume", "--group", GROUP, "--follow", environment=environment)
    assert command.stdout is not None
    command.stdout.readline()
    command.stdout.close()
    assert command.wait(30) == 141
    with command:
        pass
    rest: list[str] = []
    Consumer(store, GROUP).run(lambda entry: rest.append(entry.fields["id"]), follow=False)
    assert rest[-1] == str(ENTRIES - 1)
    assert len(rest) >= ENTRIES - 4, "at most what a pipe holds was written"


def test_a_full_disk_is_not_the_entrys_failure(
    store: redis.Redis, environment: dict[str, str]
) -> None:
    """It comes again undelivered, so that no number of full disks makes it dead."""
    fill(store)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command_line("consume", "--group", GROUP, "--max-deliveries", "1"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment_with(environment),
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        1,
        b"newsmill: cannot write: No space left on device\n",
    )
    deliveries: list[int] = []
    Consumer(store, GROUP).run(lambda entry: deliveries.append(entry.deliveries), follow=False)
    assert deliveries == [1] * ENTRIES


def test_an_entry_without_a_record_ends_nothing(
    store: redis.Redis, resources: WorkerResources
) -> None:
    """Anything can be added to a stream; it is dead in the end, and what came after is written."""
    store.xadd(keys.ARTICLES.name, {"id": "foreign"})
    store.xadd(keys.ARTICLES.name, {"id": "a", "record": '{"id":"a"}'})
    words = ("consume", "--group", GROUP, "--max-deliveries", "1")
    ran = asked(resources.settings.servers, *words)
    assert (ran.code, ran.records) == (0, [{"id": "a"}])
    (dead,) = Consumer(store, GROUP).dead()
    assert dead.fields["error"] == "SinkError: a stream entry has no field 'record'"


def test_dead_entries_are_shown_and_redelivered(
    store: redis.Redis, resources: WorkerResources
) -> None:
    """Why each is dead stands beside its fields; afterwards the group has it again."""

    def fail(_entry: object) -> None:
        raise ValueError("no \x9b room")

    store.xadd(keys.ARTICLES.name, {"id": "a", "record": '{"id":"a"}'})
    Consumer(store, GROUP, max_deliveries=1).run(fail, follow=False)
    servers = resources.settings.servers
    shown = asked(servers, "consume", "--group", GROUP, "--dead")
    (dead,) = shown.records
    assert (dead["id"], dead["deliveries"], dead["error"]) == ("a", "1", "ValueError: no \x9b room")
    assert "\x9b" not in shown.out, "it steers a terminal"
    done = asked(servers, "consume", "--group", GROUP, "--redeliver")
    assert (done.code, done.out, done.err) == (0, "", "1 dead entries are pending again\n")
    assert Consumer(store, GROUP).lag() == Lag(0, 1, 0)


def test_closed_stdout_takes_nothing(store: redis.Redis, environment: dict[str, str]) -> None:
    """Nothing is acknowledged that could not be written anywhere."""
    store.xadd(keys.ARTICLES.name, {"id": "a", "record": '{"id":"a"}'})
    words = shlex.join(command_line("consume", "--group", GROUP))
    ran = subprocess.run(
        ["sh", "-c", f"{words} >&-"],
        env=environment_with(environment),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (ran.returncode, b"stdout is closed" in ran.stderr) == (2, True)
    assert Consumer(store, GROUP).lag() == Lag(1, 0, 0)


def test_what_is_pending_is_told(store: redis.Redis, resources: WorkerResources) -> None:
    """That nothing new is left does not mean that all is done."""
    store.xadd(keys.ARTICLES.name, {"id": "a", "record": '{"id":"a"}'})
    store.xgroup_create(keys.ARTICLES.name, GROUP, "0")
    store.xreadgroup(GROUP, "another", {keys.ARTICLES.name: ">"})
    ran = asked(resources.settings.servers, "consume", "--group", GROUP)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("newsmill: 1 pending")
