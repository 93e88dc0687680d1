"""The supervisor, with real processes that stand in for roles."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.waiting import is_running, program, wait_until
from worker.supervising.supervisor import (
    Backoff,
    Happening,
    Role,
    RoleEvent,
    Supervisor,
    forward_signals,
)

ENVIRONMENT = dict(os.environ)
QUICK = Backoff(first_seconds=0.05, max_seconds=0.2, reset_after_seconds=0.5)

# Each stub says in a file that it is ready, so that a test never signals one that is not.
READY = "import os, pathlib, signal, sys; ready = pathlib.Path(sys.argv[1]); "
OBEDIENT = READY + "ready.touch(); signal.pause()"
STUBBORN = READY + "signal.signal(signal.SIGTERM, signal.SIG_IGN); ready.touch(); signal.pause()"
DYING = READY + "ready.touch(); sys.exit(3)"
# A role with a child in a session of its own, as a pool has them, out of reach of its group's
# signals; the child says its pid.
PARENT = (
    READY
    + """
from worker.supervising.orphans import die_with_parent
parent = os.getpid()
if os.fork() == 0:
    os.setsid()
    die_with_parent(signal.SIGKILL, parent)
    ready.with_suffix(".new").write_text(str(os.getpid()))
    ready.with_suffix(".new").rename(ready)
signal.pause()
"""
)
# The same, but the child stays in the group and asks for nothing.
CARELESS = PARENT.replace("    os.setsid()\n", "").replace("    die_with", "    # die_with")

REFUSING = """
import pathlib, signal, sys
ready = pathlib.Path(sys.argv[1])
signal.signal(signal.SIGTERM, lambda *_: ready.with_name("asked").touch())
ready.touch()
while True:
    signal.pause()
"""

FORKING = """
import json, os, signal, sys
from worker.supervising import orphans
parent = os.getpid()
if (pid := os.fork()) == 0:
    getattr(orphans, sys.argv[1])(signal.SIGTERM, parent)
    print(json.dumps(os.getpid()), flush=True)
while True:
    signal.pause()
"""

# The launcher is asked by the main thread, or by another one, which then ends.
LAUNCHER = """
import json, sys, threading
from worker.supervising.orphans import launch
thread, code, path = sys.argv[1:]
children = []
def start():
    command = [sys.executable, "-c", code, path]
    children.append(launch(command, output_fd=2, kill_after_seconds=0.5))
if thread == "main":
    start()
else:
    starter = threading.Thread(target=start)
    starter.start()
    starter.join()
print(json.dumps(children[0].pid), flush=True)
sys.stdin.read()
"""

SUPERVISOR = """
import json, os, sys, threading
from worker.supervising.supervisor import Role, Supervisor

thread, *roles = sys.argv[1:]
supervisor = Supervisor(
    [Role(f"role{n}", [sys.executable, "-c", *role.split("|")]) for n, role in enumerate(roles)],
    environment=dict(os.environ),
)
if thread == "main":
    supervisor.start()
else:
    starter = threading.Thread(target=supervisor.start)
    starter.start()
    starter.join()
print(json.dumps([pid for pids in supervisor.pids.values() for pid in pids]), flush=True)
sys.stdin.read()
"""


class Witness:
    """Remembers what a supervisor told, and when."""

    def __init__(self) -> None:
        self.events: list[RoleEvent] = []

    def __call__(self, event: RoleEvent) -> None:
        """Take an event."""
        self.events.append(event)

    def of(self, *happenings: Happening) -> list[tuple[Happening, str]]:
        """Give what happened to which role, of these happenings only."""
        return [(e.happening, e.role) for e in self.events if e.happening in happenings]

    def deaths(self) -> list[RoleEvent]:
        """Give the deaths."""
        return [event for event in self.events if event.happening is Happening.DIED]


def role(name: str, code: str, ready: Path, count: int = 1) -> Role:
    """Make a role of a stub."""
    return Role(name, [sys.executable, "-c", code, str(ready)], count)


@contextlib.contextmanager
def supervised(
    *roles: Role, witness: Callable[[RoleEvent], None] | None = None
) -> Iterator[Supervisor]:
    """Start a supervisor; end it whatever the test did, and check that nothing is left."""
    supervisor = Supervisor(roles, environment=ENVIRONMENT, on_event=witness, backoff=QUICK)
    supervisor.start()
    try:
        yield supervisor
    finally:
        pids = all_pids(supervisor)
        supervisor.stop(0)
        assert supervisor.pids == {role.name: [] for role in roles}
        assert not any(is_running(pid) for pid in pids)


def all_pids(supervisor: Supervisor) -> list[int]:
    """Give the pids of all roles."""
    return [pid for pids in supervisor.pids.values() for pid in pids]


def wait_for(*paths: Path) -> None:
    """Wait until the stubs are ready."""
    wait_until(lambda: all(path.exists() for path in paths), 10, "the roles are ready")


def wait_polling(supervisor: Supervisor, predicate: Callable[[], bool], description: str) -> None:
    """Do what the owner of a supervisor does until something has happened."""

    def look() -> bool:
        supervisor.poll()
        return predicate()

    wait_until(look, 20, description)


def test_roles_run_in_sessions_of_their_own(tmp_path: Path) -> None:
    """A role runs as often as asked, away from the terminal's Ctrl-C; a second start adds none."""
    ready = tmp_path / "ready"
    with supervised(role("reader", OBEDIENT, ready, count=2)) as supervisor:
        supervisor.start()
        pids = supervisor.pids["reader"]
        assert len(set(pids)) == 2
        assert [os.getsid(pid) for pid in pids] == pids


def test_what_roles_print_goes_to_stderr() -> None:
    """The stdout of a role is the stderr of its supervisor, whose own stdout is for records."""
    code = """
import os, sys
from worker.supervising.supervisor import Role, Supervisor
role = Role("loud", [sys.executable, "-c", "print('heard')"])
supervisor = Supervisor([role], environment=dict(os.environ))
supervisor.start()
while supervisor.pids["loud"]:
    supervisor.poll()
"""
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert (ran.stdout, ran.stderr) == (b"", b"heard\n")


def test_a_role_that_dies_is_restarted_later_and_later(tmp_path: Path) -> None:
    """The wait doubles up to its limit, and the deaths are told with their exit code."""
    witness = Witness()
    with supervised(role("reader", DYING, tmp_path / "ready"), witness=witness) as supervisor:
        wait_polling(supervisor, lambda: len(witness.deaths()) == 4, "four deaths")
    assert [death.restart_in_seconds for death in witness.deaths()] == [0.05, 0.1, 0.2, 0.2]
    assert {death.exit_code for death in witness.deaths()} == {3}


def test_a_restart_waits_for_its_time(tmp_path: Path) -> None:
    """The wait is really waited."""
    times: list[tuple[Happening, float]] = []
    with supervised(
        role("reader", DYING, tmp_path / "ready"),
        witness=lambda event: times.append((event.happening, time.monotonic())),
    ) as supervisor:
        wait_polling(supervisor, lambda: len(times) >= 5, "two restarts")
    # From start to start: what tells of a death may come late, and the wait counts from the death.
    starts = [at for happening, at in times if happening is Happening.STARTED]
    assert starts[1] - starts[0] >= 0.05
    assert starts[2] - starts[1] >= 0.1


def test_a_long_life_forgives_earlier_deaths(tmp_path: Path) -> None:
    """After it has lived a while, a role's next death counts as its first."""
    ready, witness = tmp_path / "ready", Witness()
    with supervised(role("reader", OBEDIENT, ready), witness=witness) as supervisor:

        def kill_and_wait() -> float | None:
            before = supervisor.pids["reader"]
            os.kill(before[0], signal.SIGKILL)
            wait_polling(
                supervisor, lambda: supervisor.pids["reader"] not in ([], before), "restart"
            )
            return witness.deaths()[-1].restart_in_seconds

        assert [kill_and_wait(), kill_and_wait()] == [0.05, 0.1]
        lived_until = time.monotonic() + QUICK.reset_after_seconds
        wait_until(lambda: time.monotonic() > lived_until, 5, "a long life")
        assert kill_and_wait() == 0.05


def test_backoff_has_a_limit_however_often_a_role_died() -> None:
    """No number of deaths overflows."""
    assert Backoff(first_seconds=1, max_seconds=30).after(100_000) == 30


def test_a_role_that_cannot_be_started_is_tried_again() -> None:
    """A command that does not exist is a death like others, and the supervisor lives on."""
    witness = Witness()
    with supervised(Role("reader", ["/nowhere/at/all"]), witness=witness) as supervisor:
        wait_polling(supervisor, lambda: len(witness.deaths()) >= 2, "two attempts")


def test_a_broken_hook_stops_nothing(tmp_path: Path) -> None:
    """What the owner's hook raises is not the roles' affair."""

    def broken(_: RoleEvent) -> None:
        raise ZeroDivisionError

    ready = tmp_path / "ready"
    with supervised(role("reader", OBEDIENT, ready), witness=broken) as supervisor:
        wait_for(ready)
        supervisor.stop(10)


def test_roles_stop_in_their_order(tmp_path: Path) -> None:
    """The next role is asked to end when the one before has ended."""
    names = ("fetcher", "reader", "clock")
    witness = Witness()
    roles = [role(name, OBEDIENT, tmp_path / name) for name in names]
    with supervised(*roles, witness=witness) as supervisor:
        wait_for(*(tmp_path / name for name in names))
        supervisor.stop(20)
    assert witness.of(Happening.STOPPING, Happening.STOPPED, Happening.KILLED) == [
        (happening, name) for name in names for happening in (Happening.STOPPING, Happening.STOPPED)
    ]


def test_a_slow_role_does_not_keep_the_others_from_ending_well(tmp_path: Path) -> None:
    """A role that uses up its share is passed over, and killed only when all the time is over."""
    witness = Witness()
    roles = [role("fetcher", STUBBORN, tmp_path / "f"), role("reader", OBEDIENT, tmp_path / "r")]
    with supervised(*roles, witness=witness) as supervisor:
        wait_for(tmp_path / "f", tmp_path / "r")
        started = time.monotonic()
        supervisor.stop(1)
        assert 1 <= time.monotonic() - started < 5
    assert witness.of(Happening.STOPPED, Happening.KILLED) == [
        (Happening.STOPPED, "reader"),
        (Happening.KILLED, "fetcher"),
    ]


def test_hurry_kills_at_once(tmp_path: Path) -> None:
    """Whoever insists does not wait for the grace to be over."""
    with supervised(role("reader", STUBBORN, tmp_path / "ready")) as supervisor:
        wait_for(tmp_path / "ready")
        hurry = threading.Event()
        threading.Timer(0.2, hurry.set).start()
        started = time.monotonic()
        supervisor.stop(60, hurry)
        assert time.monotonic() - started < 10


def test_a_killed_role_takes_its_group_with_it(tmp_path: Path) -> None:
    """Children that a dead role left in its group end with it."""
    ready = tmp_path / "ready"
    with supervised(role("reader", CARELESS, ready)) as supervisor:
        wait_for(ready)
        child = int(ready.read_text())
        os.kill(supervisor.pids["reader"][0], signal.SIGKILL)
        wait_polling(supervisor, lambda: not is_running(child), "the child is gone")


@pytest.mark.parametrize("thread", ["main", "other"])
def test_nothing_outlives_a_killed_supervisor(tmp_path: Path, thread: str) -> None:
    """Kill -9 ends roles, their children in other sessions, and what else is in their groups."""
    ready = [tmp_path / name for name in ("obedient", "parent", "careless")]
    codes = zip((OBEDIENT, PARENT, CARELESS), ready, strict=True)
    with program(SUPERVISOR, thread, *(f"{code}|{path}" for code, path in codes)) as started:
        supervisor, pids = started
        wait_for(*ready)
        pids += [int(path.read_text()) for path in ready[1:]]
        assert all(is_running(pid) for pid in pids)
        supervisor.kill()
        wait_until(lambda: not any(is_running(pid) for pid in pids), 5, "all are gone")


@pytest.mark.parametrize("thread", ["main", "other"])
def test_an_orphan_that_refuses_to_end_is_killed(tmp_path: Path, thread: str) -> None:
    """SIGTERM comes first; what is left of the group some time later gets SIGKILL."""
    with program(LAUNCHER, thread, REFUSING, str(tmp_path / "ready")) as (owner, pid):
        wait_for(tmp_path / "ready")
        owner.kill()
        wait_until((tmp_path / "asked").exists, 5, "the orphan is asked to end")
        wait_until(lambda: not is_running(pid), 5, "the orphan is gone")


@pytest.mark.parametrize("function", ["die_with_parent", "_watch_parent"])
def test_a_child_can_die_with_its_parent(function: str) -> None:
    """The kernel does it on Linux; where it does not, looking for the parent does."""
    with program(FORKING, function) as (parent, pid):
        assert is_running(pid)
        parent.kill()
        wait_until(lambda: not is_running(pid), 5, "the child is gone")


@pytest.mark.parametrize("function", ["die_with_parent", "_watch_parent"])
def test_a_child_whose_parent_is_gone_already_dies_at_once(function: str) -> None:
    """No parent dies unseen between the fork and the call."""
    home = "worker.supervising.orphans"
    code = f"import signal; from {home} import {function} as f; f(signal.SIGKILL, 1 << 22)"
    ran = subprocess.run([sys.executable, "-c", f"{code}; signal.pause()"], check=False, timeout=20)
    assert ran.returncode == -signal.SIGKILL


# ---------------------------------------------------------------- signals


def test_signals_become_events() -> None:
    """The first one asks for a stop; its number and nothing else comes through."""
    before = signal.getsignal(signal.SIGTERM)
    with forward_signals() as signals:
        assert not signals.wait(0)
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.wait(5)
        assert signals.number == signal.SIGTERM
        assert not signals.hurried.is_set()
    assert signal.getsignal(signal.SIGTERM) is before


def test_who_insists_is_in_a_hurry() -> None:
    """A second SIGINT hurries; the same stop sent twice, or a terminal that closes, does not."""
    with forward_signals() as signals:
        os.kill(os.getpid(), signal.SIGINT)
        assert signals.wait(5)
        os.kill(os.getpid(), signal.SIGINT)
        insists_at = time.monotonic() + 0.6
        wait_until(lambda: time.monotonic() > insists_at, 5, "the person gets impatient")
        os.kill(os.getpid(), signal.SIGHUP)
        assert not signals.hurried.wait(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        assert signals.hurried.wait(5)


def test_an_ignored_hangup_stays_ignored() -> None:
    """Under nohup a closed terminal stops nothing."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with forward_signals() as signals:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not signals.wait(0.1)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_supervised_run_can_be_hurried(tmp_path: Path) -> None:
    """Signal, stop, second signal: together they end a role that refuses, long before its grace."""
    with (
        supervised(role("reader", STUBBORN, tmp_path / "ready")) as supervisor,
        forward_signals() as signals,
    ):
        wait_for(tmp_path / "ready")
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.wait(5)
        again = threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGTERM))
        again.start()
        started = time.monotonic()
        supervisor.stop(60, signals.hurried)
        assert 0.5 < time.monotonic() - started < 20
        again.join()
