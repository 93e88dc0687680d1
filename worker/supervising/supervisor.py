"""Runs the roles of one machine: starts them, restarts those that die, stops them in order.

It knows nothing of Celery or Redis: a role is a command. Its owner calls `poll` in a loop and
waits on a `StopSignals` between two calls. A role that is killed takes the rest of its process
group with it, and no role outlives a supervisor that is killed (worker/supervising/orphans.py).
"""

import contextlib
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import FrameType

import structlog

from worker.supervising.orphans import Child, launch

_STDERR_FD = 2
_LOOK_EVERY_SECONDS = 0.05
# What a role has to end by itself once its supervisor is gone. Nobody waits for it any more, and
# a fetch or a parse that is cut off here is done again by others.
_ORPHANED_SECONDS = 5.0
# `timeout` and some shells send one stop twice; a person who insists takes longer.
_INSISTS_AFTER_SECONDS = 0.5
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Role:
    """A command that runs `count` times, for as long as the supervisor does."""

    name: str
    command: Sequence[str]
    count: int = 1

    def __post_init__(self) -> None:
        """Refuse a role that cannot run."""
        if not self.command or self.count < 1:
            raise ValueError(f"role {self.name!r} has no command or no count")


@dataclass(frozen=True)
class Backoff:
    """How long a role that died waits: twice as long each time, up to a limit."""

    first_seconds: float = 0.5
    # Longer, and a server that comes back finds its roles asleep.
    max_seconds: float = 30.0
    # A role that has lived this long was well, so its next death counts as the first.
    reset_after_seconds: float = 60.0

    def after(self, deaths: int) -> float:
        """Give the seconds to wait after so many deaths in a row (the first is 1)."""
        # The exponent is capped too: a float overflows after 1,024 deaths.
        return min(self.max_seconds, self.first_seconds * 2.0 ** min(deaths - 1, 32))


class Happening(StrEnum):
    """What can happen to a role."""

    STARTED = "started"
    DIED = "died"
    STOPPING = "stopping"
    STOPPED = "stopped"
    KILLED = "killed"


@dataclass(frozen=True)
class RoleEvent:
    """Something happened to one process of a role."""

    happening: Happening
    role: str
    pid: int | None
    """None where no process could be started."""
    exit_code: int | None = None
    """Of one that ended; negative for a signal."""
    restart_in_seconds: float | None = None
    """Of one that died."""


class Supervisor:
    """Keeps the processes of some roles running.

    One thread at a time may call its methods; where that is the main one, the kernel too sees
    to it that the roles end with it (on Linux).
    """

    def __init__(
        self,
        roles: Sequence[Role],
        *,
        environment: Mapping[str, str],
        on_event: Callable[[RoleEvent], None] | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        """Say what is to run, without starting it.

        Args:
            roles: in the order in which they are started, and stopped.
            environment: all variables of the roles.
            on_event: told of all that happens; when it raises, that is logged and nothing else.
            backoff: how long a role that died waits.
        """
        self._environment = environment
        self._on_event = on_event
        self._backoff = backoff or Backoff()
        self._slots = {role.name: [_Slot(role) for _ in range(role.count)] for role in roles}
        self._is_started = False

    @property
    def pids(self) -> dict[str, list[int]]:
        """The pids of the running processes of each role."""
        return {
            name: [slot.child.pid for slot in slots if slot.child is not None]
            for name, slots in self._slots.items()
        }

    def start(self) -> None:
        """Start all roles. Idempotent; what cannot be started is tried again by `poll`."""
        if not self._is_started:
            self._is_started = True
            self.poll()

    def poll(self) -> None:
        """Note who died, and restart whoever is due. Takes milliseconds; call it in a loop."""
        for slot in self._all_slots():
            if slot.child is not None and (code := slot.child.exit_code()) is not None:
                self._bury(slot, exit_code=code)
            if self._is_started and slot.child is None and time.monotonic() >= slot.due:
                self._launch(slot)

    def stop(self, grace_seconds: float, hurry: threading.Event | None = None) -> None:
        """Stop all roles, one after the other; nothing of theirs runs afterwards.

        A role is asked to end when those before it have, or have used up their share of the
        time; it may go on until the time is over. What runs then is killed with its group.
        Idempotent.

        Args:
            grace_seconds: for all roles together.
            hurry: once it is set, what still runs is killed at once.
        """
        self._is_started = False
        hurry = hurry or threading.Event()
        deadline = time.monotonic() + grace_seconds
        for place, slots in enumerate(self._slots.values()):
            if not hurry.is_set():
                self._ask_to_end(slots)
            now = time.monotonic()
            share_seconds = max(deadline - now, 0) / (len(self._slots) - place)
            self._wait(slots, now + share_seconds, hurry)
        self._wait(self._all_slots(), deadline, hurry)
        self._note_stopped(self._all_slots())
        for slot in self._all_slots():
            self._kill(slot)

    def _all_slots(self) -> list["_Slot"]:
        return [slot for slots in self._slots.values() for slot in slots]

    def _launch(self, slot: "_Slot") -> None:
        slot.started = time.monotonic()
        try:
            slot.child = launch(
                slot.role.command,
                output_fd=_STDERR_FD,  # stdout is for records only
                environment=self._environment,
                kill_after_seconds=_ORPHANED_SECONDS,
            )
        except OSError:
            log.exception("role_not_started", role=slot.role.name)
            self._bury(slot, exit_code=None)
        else:
            self._tell(Happening.STARTED, slot)

    def _bury(self, slot: "_Slot", *, exit_code: int | None) -> None:
        lived_seconds = time.monotonic() - slot.started
        slot.deaths = 1 if lived_seconds >= self._backoff.reset_after_seconds else slot.deaths + 1
        wait_seconds = self._backoff.after(slot.deaths)
        slot.due = time.monotonic() + wait_seconds
        self._tell(Happening.DIED, slot, exit_code=exit_code, restart_in_seconds=wait_seconds)
        slot.child = None

    def _ask_to_end(self, slots: Sequence["_Slot"]) -> None:
        for slot in slots:
            if slot.child is not None and slot.child.exit_code() is None:
                self._tell(Happening.STOPPING, slot)
                slot.child.terminate()

    def _wait(self, slots: Sequence["_Slot"], deadline: float, hurry: threading.Event) -> None:
        while not hurry.is_set():
            self._note_stopped(slots)
            left_seconds = deadline - time.monotonic()
            if left_seconds <= 0 or all(slot.child is None for slot in slots):
                return
            hurry.wait(min(_LOOK_EVERY_SECONDS, left_seconds))

    def _note_stopped(self, slots: Sequence["_Slot"]) -> None:
        for slot in slots:
            if slot.child is not None and (code := slot.child.exit_code()) is not None:
                self._tell(Happening.STOPPED, slot, exit_code=code)
                slot.child = None

    def _kill(self, slot: "_Slot") -> None:
        if slot.child is not None:
            slot.child.kill()
            self._tell(Happening.KILLED, slot, exit_code=slot.child.exit_code())
            slot.child = None

    def _tell(
        self,
        happening: Happening,
        slot: "_Slot",
        *,
        exit_code: int | None = None,
        restart_in_seconds: float | None = None,
    ) -> None:
        if self._on_event is None:
            return
        pid = None if slot.child is None else slot.child.pid
        event = RoleEvent(happening, slot.role.name, pid, exit_code, restart_in_seconds)
        try:
            self._on_event(event)
        except Exception:
            log.exception("role_hook_failed", role=slot.role.name, happening=happening)


class _Slot:
    """The place of one process of a role, and what became of those that had it."""

    def __init__(self, role: Role) -> None:
        self.role = role
        self.child: Child | None = None
        self.deaths = 0
        self.started = 0.0
        self.due = 0.0


# ---------------------------------------------------------------- signals


class StopSignals:
    """What the signals of `forward_signals` have asked for."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.asked = threading.Event()
        """Set by the first signal: stop."""
        self.hurried = threading.Event()
        """Set by a SIGINT or SIGTERM that comes half a second or more later: stop at once."""
        self.number: int | None = None
        """The first signal; 128 + this is the exit code that shells expect."""
        self._first_at = 0.0

    def wait(self, timeout_seconds: float) -> bool:
        """Wait until a stop is asked for; say whether it is."""
        return self.asked.wait(timeout_seconds)

    def note(self, number: int, at: float) -> None:
        """Note that a signal came `at` this time of the monotonic clock."""
        if self.number is None:
            self.number, self._first_at = number, at
            self.asked.set()
        elif number != signal.SIGHUP and at - self._first_at >= _INSISTS_AFTER_SECONDS:
            self.hurried.set()


@contextlib.contextmanager
def forward_signals() -> Iterator[StopSignals]:
    """Turn SIGINT, SIGTERM and SIGHUP into events while the context lasts.

    Nothing is interrupted, so KeyboardInterrupt does not occur. A SIGHUP that is ignored, as
    under nohup, stays so. Only the main thread can call this.
    """
    signals = StopSignals()
    # A signal can come while this thread holds an event's lock, so its handler must not set
    # the event; SimpleQueue.put may interrupt itself.
    came: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()

    def note(number: int, _frame: FrameType | None) -> None:
        came.put((number, time.monotonic()))

    def pass_on() -> None:
        while (arrival := came.get()) is not None:
            signals.note(*arrival)

    thread = threading.Thread(target=pass_on, name="stop-signals", daemon=True)
    thread.start()
    numbers = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        numbers.remove(signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        came.put(None)
        thread.join()
