"""What many threads tell of their tasks reaches whoever watches."""

import base64
import json
import threading
from collections import Counter

from config.settings import Settings
from tests.waiting import wait_until
from worker.celery import create_app
from worker.store.connection import connect

THREADS, EVENTS_EACH = 8, 200


def test_threads_lose_no_events(test_settings: Settings) -> None:
    """Of what threads send while what was gathered goes out, each event arrives once."""
    app = create_app(test_settings)
    arrived: Counter[str] = Counter()
    with (
        connect(test_settings.servers.broker_url or "", 10) as broker,
        broker.pubsub(ignore_subscribe_messages=True) as watching,
        app.connection_for_write() as connection,
    ):
        watching.psubscribe("*celeryev*")
        watching.get_message(timeout=5)
        dispatcher = app.events.Dispatcher(connection, buffer_group=["task"])

        def send(number: int) -> None:
            for event in range(EVENTS_EACH):
                dispatcher.send("task-started", uuid=f"{number}-{event}")

        threads = [threading.Thread(target=send, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            dispatcher.flush()
        dispatcher.flush()

        def all_heard() -> bool:
            if message := watching.get_message():
                body = base64.b64decode(json.loads(message["data"])["body"])
                arrived.update(event["uuid"] for event in json.loads(body))
            return message is None

        wait_until(all_heard, 10, "everything that was sent is heard")
    app.close()
    assert len(arrived) == THREADS * EVENTS_EACH
    assert set(arrived.values()) == {1}
