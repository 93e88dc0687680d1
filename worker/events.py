"""What workers tell of their tasks to whoever watches: Flower, `celery events`."""

import threading
from typing import Any

from celery.app.events import Events
from celery.events.dispatcher import EventDispatcher


class Dispatcher(EventDispatcher):
    """Celery's, for many threads.

    Celery gathers the events of tasks and sends them together. It forgets what another thread
    adds meanwhile, so that in Flower one fetch in eight never ended (Celery 5.6.3).
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's signature
        self._gathering = threading.RLock()
        super().__init__(*args, **options)

    def send(self, *args: Any, **fields: Any) -> None:  # noqa: ANN401
        """Send an event, or add it to those that are sent together."""
        with self._gathering:
            super().send(*args, **fields)

    def flush(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Send what was gathered."""
        with self._gathering:
            super().flush(*args, **options)


class WholeEvents(Events):
    """Celery's, with a dispatcher that loses nothing."""

    dispatcher_cls = "worker.events:Dispatcher"
