"""Forked readers for one process: each answers one question at a time, and may die of it.

    this process ──► guard ──► reader          one guard and one reader for each of `count`

All guards are forked before this process starts a thread, with the models already loaded, so
that memory is shared. A guard holds nothing and does next to nothing: it passes questions on,
and when its reader dies or is silent for too long it says so and forks the next one. So a
document that kills its reader costs one answer; and when this process is gone, however that
came about, the guards see their pipes end, kill their readers and end too.
"""

import contextlib
import gc
import os
import queue
import signal
import socket
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Final, Generic, NoReturn, Self, TypeVar, cast

from tasks.errors import NewsmillError
from worker.supervising.orphans import die_with_parent

Question = TypeVar("Question")
Answer = TypeVar("Answer")

# One letter before each answer: it tells the reader's words from the guard's.
_ANSWERED: Final = b"a"
_DIED: Final = b"d"
_OOM_SCORE: Final = "1000"  # proc(5): the first to go when memory is short, not its owner


class ReaderDied(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """The reader died of this document."""


class ReadersLost(NewsmillError):  # noqa: N818
    """All readers and those who start them are gone."""


class Readers(Generic[Question, Answer]):
    """Answers questions in forked processes; a context manager.

    Enter it on the main thread, before there are others. `ask` may be called by any thread.
    """

    def __init__(
        self, answer: Callable[[Question], Answer], count: int, *, limit_seconds: float
    ) -> None:
        """Say how questions are answered.

        Args:
            answer: runs in a reader; what it takes and gives is pickled. It must not raise.
            count: how many readers there are.
            limit_seconds: how long one answer may take before its reader is killed.
        """
        self._answer = answer
        self._count = count
        self._limit_seconds = limit_seconds
        self._closing = False
        self._guards: dict[int, Connection] = {}
        self._free: queue.Queue[Connection | None] = queue.Queue()

    def __enter__(self) -> Self:
        """Fork all guards."""
        gc.collect()
        gc.freeze()  # a collection in a child would write to, and so copy, the shared memory
        for _ in range(self._count):
            self._fork_guard()
        return self

    def __exit__(self, *_: object) -> None:
        """End all readers at once, whatever they are at."""
        self._closing = True
        for guard in self._guards.values():
            _hang_up(guard)
        for pid in self._guards:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        gc.unfreeze()

    def ask(self, question: Question) -> Answer:
        """Wait for a reader that is free, and for its answer.

        Raises:
            ReaderDied: says how.
            ReadersLost: there is nobody left to ask.
        """
        guard = self._free.get()
        if guard is None:
            self._free.put(None)
            raise ReadersLost
        try:
            guard.send(question)
            kind, answer = guard.recv_bytes(1), guard.recv()
        except (EOFError, OSError) as error:
            if self._closing:
                raise ReadersLost from error
            self._lost(guard)
            raise ReaderDied("its reader was killed, with its guard") from error
        self._free.put(guard)
        if kind == _DIED:
            raise ReaderDied(answer)
        return cast("Answer", answer)

    def _fork_guard(self) -> None:
        ours, theirs = Pipe()
        pid = _fork(lambda: self._guard(ours, theirs))
        theirs.close()
        self._guards[pid] = ours
        self._free.put(ours)

    def _guard(self, ours: Connection, theirs: Connection) -> None:
        # Whoever holds the other end of a pipe keeps it from ending.
        for inherited in (*self._guards.values(), ours):
            inherited.close()
        _be_quiet()
        guard = _Guard(theirs, lambda reader: _serve(reader, self._answer), self._limit_seconds)
        with contextlib.suppress(EOFError, ConnectionError, _OwnerGone):
            guard.run()

    def _lost(self, guard: Connection) -> None:
        guard.close()
        if all(connection.closed for connection in self._guards.values()):
            self._free.put(None)


def _hang_up(guard: Connection) -> None:
    """End a pipe though a thread may be waiting at it, which would keep it open after `close`."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(guard.fileno())) as pipe:
        pipe.shutdown(socket.SHUT_RDWR)


class _OwnerGone(Exception):  # noqa: N818
    """Whoever asked is gone, and wants no answer."""


class _Guard:
    """Keeps one reader alive, and says of what it died."""

    def __init__(
        self, owner: Connection, serve: Callable[[Connection], None], limit_seconds: float
    ) -> None:
        self._owner = owner
        self._serve = serve
        self._limit_seconds = limit_seconds
        self._pid = 0
        self._silent = False

    def run(self) -> None:
        """Pass questions on until the owner is gone.

        Raises:
            EOFError: the owner is gone, and so is the reader; as are the next two.
            ConnectionError: found out on writing.
            _OwnerGone: while the reader was at work.
        """
        while True:
            reader = self._start()
            try:
                owes_answer = self._pass_on(reader)
            finally:
                reader.close()
                code = self._end()
            if owes_answer:
                self._owner.send_bytes(_DIED)
                self._owner.send(self._cause(code))

    def _pass_on(self, reader: Connection) -> bool:
        """Pass questions and answers on; say, at the reader's end, whether it owes an answer."""
        while True:
            wait([self._owner, reader])
            if reader.poll():
                return False  # it died while it had nothing to do: no document is to blame
            question = self._owner.recv_bytes()
            try:
                reader.send_bytes(question)
                if not self._answers(reader):
                    return True
                answer = reader.recv_bytes()
            except (EOFError, OSError):
                return True
            self._owner.send_bytes(_ANSWERED)
            self._owner.send_bytes(answer)

    def _answers(self, reader: Connection) -> bool:
        ready = wait([self._owner, reader], self._limit_seconds)
        if self._owner in ready:
            raise _OwnerGone  # it says nothing while it waits
        self._silent = not ready
        return reader in ready

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        guard_pid = os.getpid()

        def read() -> None:
            ours.close()
            self._owner.close()
            die_with_parent(signal.SIGKILL, guard_pid)
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
                score.write(_OOM_SCORE)
            self._serve(theirs)

        self._silent = False
        self._pid = _fork(read)
        theirs.close()
        return ours

    def _end(self) -> int:
        """Kill the reader where it still runs; give its exit code, negative for a signal."""
        os.kill(self._pid, signal.SIGKILL)  # which changes nothing for one that has ended
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _cause(self, code: int) -> str:
        if self._silent:
            return f"its reader gave no answer within {self._limit_seconds:g} seconds"
        if code < 0:
            return f"its reader was killed by {signal.Signals(-code).name}"
        return f"its reader ended with exit code {code}"


def _serve(owner: Connection, answer: Callable[[Question], Answer]) -> None:
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            owner.send(answer(owner.recv()))


def _fork(run: Callable[[], None]) -> int:
    """Fork, with Ctrl-C and output left to the owner; the child never returns."""
    sys.stdout.flush()
    sys.stderr.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if pid == 0:
            _run_and_exit(run)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def _run_and_exit(run: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        run()
        code = 0
    except BaseException:  # noqa: BLE001 - nothing may run on into the owner's code
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _be_quiet() -> None:
    """Leave stdin and stdout to the owner, also where a library in C would write."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
