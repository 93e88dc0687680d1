"""What a worker tells of its tasks: each event once, and nothing of what a message brings."""

import base64
import json
import threading
from collections import Counter

from celery.worker.request import Request
from kombu.utils import symbol_by_name
from redis.client import PubSub

from config.settings import Settings
from worker.celery import NewsmillApp, create_app
from worker.queues import DEFAULT_QUEUE
from worker.store.connection import connect

THREADS, EVENTS_EACH = 8, 200


def test_threads_lose_no_events(test_settings: Settings) -> None:
    """Of what threads send while what was gathered goes out, each event arrives once."""
    app = create_app(test_settings)
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

        dispatcher.send("worker-offline")  # not gathered: the last that is heard
        arrived = heard(watching)
    app.close()
    assert len(arrived) == THREADS * EVENTS_EACH
    assert set(arrived.values()) == {1}


def heard(watching: PubSub) -> Counter[str]:
    """Count the events of tasks, by the task, until something else is heard."""
    arrived: Counter[str] = Counter()
    while message := watching.get_message(timeout=10):
        events = json.loads(base64.b64decode(json.loads(message["data"])["body"]))
        if not isinstance(events, list):
            break
        arrived.update(event["uuid"] for event in events)
    return arrived


def test_content_of_a_message_is_not_told(test_settings: Settings) -> None:
    """What a worker says of a submitted text, in events, logs and `inspect`, does not hold it."""
    app = create_app(test_settings)
    sent = app.send_task("newsmill.submit", args=("hush",), kwargs={"text": "hush"})
    request = received(app)
    assert request.id == sent.id
    assert request.message.headers["kwargsrepr"] == "{'text': 'hush'}", "the client told it"
    told = [request.argsrepr, request.kwargsrepr, request, request.info(), request.info(safe=True)]
    assert "hush" not in repr(told)
    app.close()


def received(app: NewsmillApp) -> Request:
    """Take the one message of the queue as a worker does."""
    app.loader.import_default_modules()
    with app.connection_for_read() as connection:
        message = app.amqp.queues[DEFAULT_QUEUE](connection.default_channel).get(no_ack=True)
    assert message
    task = app.tasks[message.headers["task"]]
    made = symbol_by_name(task.Request)(message, app=app, task=task)
    assert isinstance(made, Request)
    return made
