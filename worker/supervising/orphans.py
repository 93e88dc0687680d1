"""Starts programs that end with their owner, even when the owner is killed with -9.

Two things see to it. On Linux the kernel signals a program when the thread that started it is
gone (PR_SET_PDEATHSIG). Where that does not exist, where the starting thread is not the main
one (it may end long before the owner does), and where one signal may not be enough, there is a
watcher: a child of the program that waits on a pipe whose other end only the owner holds. That
end is closed on exec, so no other child of the owner keeps it open; a child that the owner
forks without exec does, and the watcher then waits for that child as well.

Started as a script this file is the launcher: it arranges both and becomes the program, which
keeps its pid. So it imports nothing but the standard library.
"""

import contextlib
import ctypes
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Mapping, Sequence

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_NO_PIPE = -1
# How soon a program notices that its parent is gone where the kernel does not tell it. Each
# look costs a few microseconds.
_LOOK_EVERY_SECONDS = 0.2
# A killed group is gone in milliseconds; only a disk that hangs makes it last longer, and then
# waiting on does not help.
_KILLED_WITHIN_SECONDS = 5.0


def die_with_parent(signal_number: int, parent_pid: int) -> None:
    """Have this very program signalled when its parent ends, however that comes about.

    A fork does not inherit this: call it in each child, on its main thread. On Linux "the
    parent ends" includes the end of the thread that forked, so fork from a lasting thread.

    Args:
        signal_number: what to send; SIGKILL for a program with nothing to put in order.
        parent_pid: the parent, as read before the fork; when it is gone already, the signal
            is sent at once.

    Raises:
        OSError: the kernel refuses.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
        # The parent may have ended before the kernel knew of the wish.
        if os.getppid() != parent_pid:
            os.kill(os.getpid(), signal_number)
    else:
        _watch_parent(signal_number, parent_pid)


def _watch_parent(signal_number: int, parent_pid: int) -> None:
    def look() -> None:
        _wait_for_other_parent(parent_pid, deadline=math.inf)
        os.kill(os.getpid(), signal_number)

    threading.Thread(target=look, name="parent-watch", daemon=True).start()


def _wait_for_other_parent(parent_pid: int, *, deadline: float) -> None:
    pause = threading.Event()
    while os.getppid() == parent_pid and time.monotonic() < deadline:
        pause.wait(_LOOK_EVERY_SECONDS)


class Child:
    """A program that was launched, and the group of whatever it started itself."""

    def __init__(self, popen: subprocess.Popen[bytes], pipe_fd: int) -> None:
        """Take the running program and the owner's end of its watcher's pipe."""
        self._popen = popen
        self._pipe_fd = pipe_fd

    @property
    def pid(self) -> int:
        """The program's pid, which is its session and process group too."""
        return self._popen.pid

    def exit_code(self) -> int | None:
        """Give the exit code, negative for a signal, or None while the program runs.

        The first call that sees the end also kills what is left of the group.
        """
        code = self._popen.poll()
        if code is not None:
            self._clear()
        return code

    def wait(self, timeout_seconds: float) -> bool:
        """Wait for the end; say whether it came within `timeout_seconds`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(timeout_seconds, 0))
        return self.exit_code() is not None

    def terminate(self) -> None:
        """Ask the program, and it alone, to end."""
        self._popen.terminate()

    def kill(self) -> None:
        """Kill the whole group, and wait until the program is gone."""
        if self.exit_code() is None:
            self._kill_group()
            self.wait(_KILLED_WITHIN_SECONDS)

    def _clear(self) -> None:
        if self._pipe_fd != _NO_PIPE:
            self._kill_group()
            os.close(self._pipe_fd)
            self._pipe_fd = _NO_PIPE

    def _kill_group(self) -> None:
        # macOS answers EPERM for a group of which only a zombie is left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def launch(
    command: Sequence[str],
    *,
    output_fd: int,
    environment: Mapping[str, str] | None = None,
    shared_fds: Collection[int] = (),
    kill_after_seconds: float | None = None,
) -> Child:
    """Start a program in a session of its own that ends when this one does.

    It gets SIGTERM when this one is gone.

    Args:
        command: the program by its absolute path, and its arguments.
        output_fd: where its stdout and stderr go; its stdin is empty.
        environment: all its variables; None means those of this program.
        shared_fds: further descriptors that it keeps open, as a lock that it shares.
        kill_after_seconds: how long after that the whole group gets SIGKILL, which takes a
            watcher (6 MB) even where the kernel sends the first signal; None means never.

    Raises:
        OSError: no process can be started.
    """
    read_fd, write_fd = os.pipe()
    told = _kernel_tells()
    watched = kill_after_seconds is not None or not told
    seconds = math.inf if kill_after_seconds is None else kill_after_seconds
    terms = [os.getpid(), read_fd, int(told), int(watched), seconds]
    try:
        popen = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, *map(str, terms), *command],
            stdin=subprocess.DEVNULL,
            stdout=output_fd,
            stderr=output_fd,
            env=environment,
            start_new_session=True,  # a Ctrl-C at the terminal is for the owner alone
            pass_fds=(read_fd, *shared_fds),
        )
    except BaseException:
        os.close(write_fd)
        raise
    finally:
        os.close(read_fd)
    return Child(popen, write_fd)


def _kernel_tells() -> bool:
    return sys.platform == "linux" and threading.current_thread() is threading.main_thread()


# ---------------------------------------------------------------- the launcher


def _become(arguments: Sequence[str]) -> None:
    owner_pid, pipe_fd, told, watched = map(int, arguments[:4])
    kill_after_seconds, command = float(arguments[4]), list(arguments[5:])
    if told:
        die_with_parent(signal.SIGTERM, owner_pid)
    program_pid = os.getpid()
    if watched and os.fork() == 0:
        _watch(program_pid, pipe_fd, kill_after_seconds, asks=not told)
    os.set_inheritable(pipe_fd, False)  # noqa: FBT003 - the name that this call has
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # Python ignores them, and exec would keep that
    os.execv(command[0], command)  # noqa: S606 - no shell is the point


def _watch(program_pid: int, pipe_fd: int, kill_after_seconds: float, *, asks: bool) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # what is sent to all must not end the watcher
    for fd in (1, 2):
        os.dup2(0, fd)  # whoever reads the program's output must not wait for the watcher
    os.read(pipe_fd, 1)  # nothing is ever written: this returns when the owner is gone
    # The watcher is a child of the program, so this cannot hit another one with its pid.
    if asks and os.getppid() == program_pid:
        os.kill(program_pid, signal.SIGTERM)
    _wait_for_other_parent(program_pid, deadline=time.monotonic() + kill_after_seconds)
    os.killpg(0, signal.SIGKILL)  # the watcher is one of the group: this ends it too


if __name__ == "__main__":
    _become(sys.argv[1:])
