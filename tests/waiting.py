"""What tests wait for: a condition, or a program that says what it has started."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_LOOK_EVERY_SECONDS = 0.01


def wait_until(predicate: Callable[[], _T], timeout_seconds: float, description: str) -> _T:
    """Wait until `predicate` gives something true, and give that.

    Raises:
        AssertionError: it did not within `timeout_seconds`; `description` says what.
    """
    deadline = time.monotonic() + timeout_seconds
    pause = threading.Event()
    while not (found := predicate()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout_seconds:g} seconds: {description}")
        pause.wait(_LOOK_EVERY_SECONDS)
    return found


def is_running(pid: int) -> bool:
    """Say whether a pid is of a program that runs; one that is only not reaped yet does not."""
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # macOS has no /proc
    return status.rpartition(")")[2].split()[0] != "Z"


@contextlib.contextmanager
def program(code: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """Run Python code, and give it with what its first line of output says, in JSON.

    Its stdin stays open as long as the context lasts, then it is killed.
    """
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            yield running, json.loads(running.stdout.readline())
        finally:
            running.kill()
