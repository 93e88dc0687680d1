"""What monitoring sees of a document: the events that Flower reads."""

import threading
from typing import Any

from tests import invented
from tests.mill import Mill, text
from tests.waiting import wait_until


class Watch:
    """Collects Celery's events until it is closed."""

    def __init__(self, watched: Mill) -> None:
        self.events: list[dict[str, Any]] = []
        self._connection = watched.app.connection_for_read()
        self._receiver = watched.app.events.Receiver(self._connection, handlers={"*": self._note})
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Give the events of a kind."""
        return [event for event in self.events if event["type"] == kind]

    def close(self) -> None:
        """Stop collecting."""
        self._receiver.should_stop = True
        self._stop.set()
        self._thread.join(10)
        self._connection.close()

    def _note(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                # It ends, and would lose what comes until it has begun again, only when all are
                # silent for so long: workers send a heartbeat every two seconds.
                self._receiver.capture(limit=None, timeout=5, wakeup=False)
            except TimeoutError:
                continue


def test_chain_that_ends_early_is_a_success(working_mill: Mill) -> None:
    """A dropped document: clean succeeded with the reason, and no later task was begun."""
    watch = Watch(working_mill)
    try:
        wait_until(lambda: reader_sends_events(working_mill), 30, "events are sent")
        wait_until(lambda: watch.events, 30, "events arrive")
        dropped, published = working_mill.submit(text(""), text(invented.article(77)))
        assert working_mill.outcomes(dropped, published) == [
            "dropped: too_short",
            "published: new",
        ]
        wait_until(lambda: len(watch.of("task-succeeded")) >= 4, 30, "four tasks succeeded")
    finally:
        watch.close()
    names = {event["uuid"]: event["name"] for event in watch.of("task-received")}
    arguments = {event["args"].strip("([])") for event in watch.of("task-received")}
    results = sorted(
        (names[event["uuid"]], event["result"]) for event in watch.of("task-succeeded")
    )
    assert results == [
        ("newsmill.clean", "'dropped: too_short'"),
        ("newsmill.clean", "'handed over'"),
        ("newsmill.extract", "'handed over'"),
        ("newsmill.publish", "'published: new'"),
    ]
    assert arguments == {f"'{dropped}', 1", f"'{published}', 1"}, "ids and nothing else"
    assert not watch.of("task-failed")


def reader_sends_events(asked: Mill) -> bool:
    """Ask for events, as Flower does: workers send none until somebody asks."""
    replies = asked.app.control.broadcast("enable_events", reply=True, timeout=1)
    return any(name.startswith("reader@") for reply in replies or () for name in reply)
