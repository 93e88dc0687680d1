"""The live Celery workers, asked by a thread of its own: a broker may be slow, or away."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

import redis

from config.settings import Settings
from tasks.chain import BROKER_ERRORS
from worker.celery import NewsmillApp, create_app
from worker.supervising import ROLES

Report = dict[str, Any]
EVERY_SECONDS: Final = 10.0
# Workers answer within this, or are left out: busy ones take more than a second.
ANSWER_SECONDS: Final = 3.0
# A frozen broker is waited for; whoever looks on hears of it after this.
SILENT_SECONDS: Final = 20.0


class Workers:
    """What the workers answered last.

    Args:
        app: on the broker that is to be asked.
    """

    def __init__(self, app: NewsmillApp) -> None:
        self._app = app
        self._stop = threading.Event()
        self._answer: Report = {}
        self._answered_at = time.monotonic()

    @property
    def latest(self) -> Report:
        """`workers`, each by its name with `pool` and `active`; or `broker`, with what it lacks."""
        silent_seconds = time.monotonic() - self._answered_at
        if silent_seconds > SILENT_SECONDS:
            return {"broker": f"has not answered for {silent_seconds:.0f} s"}
        return self._answer

    def ask(self) -> None:
        """Ask all workers once."""
        self._answer = self._asked()
        self._answered_at = time.monotonic()

    def _asked(self) -> Report:
        try:
            with self._app.connection_for_write() as connection:
                inspect = self._app.control.inspect
                stats = inspect(timeout=ANSWER_SECONDS, connection=connection).stats() or {}
                # When these have answered too, nobody else is waited for.
                known = inspect([*stats], timeout=ANSWER_SECONDS, connection=connection)
                active = (stats and known.active()) or {}
        except (*BROKER_ERRORS, redis.RedisError, OSError) as error:
            return {"broker": f"does not answer: {error}"}
        return {
            "workers": {
                name: {
                    "pool": stats[name]["pool"].get("max-concurrency"),
                    "active": len(active.get(name, ())),
                }
                for name in sorted(stats)
            }
        }

    def run(self) -> None:
        """Ask now and then until stopped."""
        while not self._stop.is_set():
            self.ask()
            self._stop.wait(EVERY_SECONDS)

    def stop(self) -> None:
        """Let `run` end after the question that it asks."""
        self._stop.set()


@contextlib.contextmanager
def workers(app: NewsmillApp) -> Iterator[Workers]:
    """Ask the workers in the background while the context lasts."""
    asked = Workers(app)
    # Nobody waits for an answer of the broker in order to leave.
    threading.Thread(target=asked.run, name="workers", daemon=True).start()
    try:
        yield asked
    finally:
        asked.stop()


def missing_roles(settings: Settings) -> list[str]:
    """Ask once which roles do not run: workers by a ping, a clock by its lease.

    Raises:
        OSError: the broker does not answer.
        StoreError: the store does not.
    """
    with create_app(settings) as app, contextlib.closing(app.resources):
        try:
            answered = app.control.inspect(timeout=ANSWER_SECONDS).ping() or {}
        except (*BROKER_ERRORS, redis.RedisError, OSError) as error:
            raise OSError(str(error)) from error
        running = {name.partition("@")[0] for name in answered}
        if app.resources.ledger.clock_runs():
            running.add("clock")
    return [role for role in ROLES if role not in running]
