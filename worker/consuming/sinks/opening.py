"""Which sink a target means. What sends or queries is loaded for the targets that need it."""

import sys
from collections.abc import Callable
from pathlib import Path

from config.settings import Consuming
from tasks.errors import UsageError
from worker.consuming.sinks import Sink
from worker.consuming.sinks.files import Files
from worker.consuming.sinks.lines import Lines


def open_sink(target: str, chosen: Consuming, is_stopping: Callable[[], bool]) -> Sink:
    """Give the sink that a target means, by its form.

    Args:
        target: `-` (stdout), a directory, the URL of a database, or an http(s) URL.
        chosen: the settings of sinks.
        is_stopping: once it says so, no sink waits for anything.

    Raises:
        UsageError: the target means none.
        SinkUnavailable: it can take nothing now.
    """
    if target == "-":
        return Lines(sys.stdout.fileno())
    if target.startswith(("http://", "https://")):
        from worker.consuming.sinks.webhook import Webhook

        secret = chosen.webhook_secret
        return Webhook(
            target, secret=secret.get_secret_value() if secret else None, is_stopping=is_stopping
        )
    if "://" in target:
        from worker.consuming.sinks.sql import Database

        return Database(target)
    if target.endswith("/") or (target and Path(target).is_dir()):
        return Files(
            Path(target),
            file_bytes=chosen.sink_file_bytes,
            file_seconds=chosen.sink_file_seconds,
        )
    raise UsageError(
        f"{target!r} is no place for records: say - for stdout, records/ for a directory,"
        " or the URL of a database or a webhook"
    )
