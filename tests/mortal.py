"""A consumer that is killed and started again, over and over: each one a process of its own.

python -m tests.mortal WAY URL LOG EVERY      WAY is run or pour

Each delivery is a line `begin ID` in LOG, and `end ID` when it is done with. An entry whose id is
`poison` kills its consumer. With EVERY above 0 the consumer is killed from outside, too, each time
that so many more deliveries have begun. Prints how many were killed once nothing is left to do.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from config import logging
from config.settings import settings
from tests.waiting import is_running, wait_until
from worker import Consumer
from worker.store.connection import connect
from worker.store.streams import Entry

GROUP = "mortals"
RETRY_AFTER_SECONDS = 0.1
# So that kills come in the middle.
HANDLER_SECONDS = 0.002
TAKES = threading.Event()


class Log:
    """Writes down what is delivered, so that no kill takes it back."""

    batch = 100

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def handle(self, entry: Entry) -> None:
        """Handle one entry, or die of it."""
        self.write([entry])

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep some entries, or die of one."""
        for entry in entries:
            os.write(self._file, b"begin %s\n" % entry.fields["id"].encode())
        for entry in entries:
            if entry.fields["id"] == "poison":
                os.kill(os.getpid(), signal.SIGKILL)
            TAKES.wait(HANDLER_SECONDS)
            os.write(self._file, b"end %s\n" % entry.fields["id"].encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


WAYS: dict[str, Callable[[Consumer, Log], None]] = {
    "run": lambda consumer, log: consumer.run(log.handle),
    "pour": lambda consumer, log: consumer.pour(log),
}


def consumer_of(url: str) -> Consumer:
    """Make a member of the group."""
    return Consumer(connect(url, 10), GROUP, retry_after_seconds=RETRY_AFTER_SECONDS)


def begun(path: Path) -> int:
    """Count the deliveries that have begun."""
    return path.read_bytes().count(b"begin") if path.exists() else 0


def main(way: str, url: str, path: Path, every: int) -> int:
    """Start a consumer as often as it takes; give how many were killed."""
    logging.configure(settings().logging)
    watcher = consumer_of(url)
    killed, goal = 0, every
    while any(watcher.lag()[:2]):
        child = os.fork()
        if not child:
            WAYS[way](consumer_of(url), Log(path))

        def ended(child: int = child, goal: int = goal) -> bool:
            done = not any(watcher.lag()[:2])
            return done or not is_running(child) or bool(every and begun(path) >= goal)

        wait_until(ended, 60, "the consumer dies, or all is done")
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        killed, goal = killed + 1, begun(path) + every
    return killed - 1


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))  # noqa: T201
