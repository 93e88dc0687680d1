"""The heart of a role: it beats while the role can do its work, and ends it when it stands still.

Each beat touches a file, which `python -m worker.health` looks at. Docker only marks a container
whose check fails, so a role ends itself when it has not beaten for long: whoever supervises it
starts a new one. What a broker or a store that is away for so long costs is then one start.
"""

import contextlib
import faulthandler
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import structlog
from celery import bootsteps

from config.settings import Settings, variable
from tasks.chain import TASKS
from tasks.errors import UsageError
from worker.celery import NewsmillApp

log = structlog.get_logger(__name__)

EVERY_SECONDS: Final = 5.0
# Longer than any restart of a server; shorter, and a role would be started anew for nothing.
PATIENCE_SECONDS: Final = 600.0
# What is left for the line that says so, before the process ends without it.
LAST_WORDS_SHARE: Final = 0.5

Beat = Callable[[], None]


def patience_seconds(settings: Settings) -> float:
    """Give how long a role may go without a beat.

    A worker that was told to end beats no more, and lets the attempts end that it has begun.
    """
    return max(PATIENCE_SECONDS, 2 * max(map(settings.silence_seconds, TASKS)))


@contextlib.contextmanager
def beating(
    role: str, folder: Path | None, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[Beat]:
    """Give what the role is to call every few seconds, as long as the context lasts.

    Args:
        role: names the file.
        folder: where the file is; None for no file.
        patience_seconds: without a beat for so long, this process ends with exit code 1.

    Raises:
        UsageError: the folder cannot be made.
    """
    file = _file(role, folder)
    heart = _Heart(file, patience_seconds)
    threading.Thread(target=heart.watch, name="watchdog", daemon=True).start()
    try:
        yield heart.beat
    finally:
        heart.stop()


def _file(role: str, folder: Path | None) -> Path | None:
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / role).unlink(missing_ok=True)  # of one that was killed
    except OSError as error:
        raise UsageError(f"{variable('health_dir')}: {folder}: {error.strerror}") from error
    return folder / role


class _Heart:
    def __init__(self, file: Path | None, patience_seconds: float) -> None:
        self._file = file
        self._patience_seconds = patience_seconds
        self._stopped = threading.Event()
        self._await_next()

    def beat(self) -> None:
        self._await_next()
        if self._file:
            self._file.touch()

    def _await_next(self) -> None:
        self._stands_still_at = time.monotonic() + self._patience_seconds
        # Threads of Python stand still too while one of them does not give up the interpreter's
        # lock, as a regular expression may not. This one is none, and says where all others are.
        seconds = self._patience_seconds * (1 + LAST_WORDS_SHARE)
        faulthandler.dump_traceback_later(seconds, exit=True)

    def watch(self) -> None:
        while (left_seconds := self._stands_still_at - time.monotonic()) > 0:
            if self._stopped.wait(left_seconds):
                return
        log.critical("role_stands_still", seconds=self._patience_seconds)
        # No clean-up: whatever hangs may hang that too. Pool children die with their parent.
        os._exit(1)

    def stop(self) -> None:
        self._stopped.set()
        faulthandler.cancel_dump_traceback_later()
        if self._file:
            self._file.unlink(missing_ok=True)


def beat_in(app: NewsmillApp, beat: Beat, every_seconds: float = EVERY_SECONDS) -> None:
    """Let the workers of an app beat while they are connected to the broker and their loop turns.

    A broker that is away stops the step, and one that is frozen the loop whose timer it uses.
    """

    class Step(bootsteps.StartStopStep):
        requires = ("celery.worker.consumer.tasks:Tasks",)
        # None until it is started, and a step may be stopped before that.
        _timer: Any = None

        def start(self, parent: Any) -> None:  # noqa: ANN401 - Celery's consumer
            beat()
            self._timer = parent.timer.call_repeatedly(every_seconds, beat)

        def stop(self, parent: Any) -> None:  # noqa: ANN401, ARG002 - as above
            if self._timer:
                self._timer.cancel()

    app.steps["consumer"].add(Step)
