"""How Flower is set up.

`celery -A worker flower` finds this file by itself; it stands in for a `flowerconfig.py`. Flower
runs it and takes over each variable that is named as one of its options. To change one, set
`FLOWER_…` (as `FLOWER_MAX_TASKS=50000`) or give it on the command line: both win over this file.
"""

import atexit
import os
from contextlib import suppress
from pathlib import Path

from celery import current_app
from click import UsageError
from flower.views import BaseHandler
from kombu.exceptions import OperationalError
from tornado.options import options

from config.logging import configure
from config.settings import Logging

# A view, and no more: what becomes of a job, the ledger alone decides.
read_only = True

# What Flower shows lives in its memory. More tasks cost more of it, and a longer stop each time
# that they are saved.
max_tasks = 10_000
# A container that is replaced comes back under another name; the old one is shown for so long.
purge_offline_workers = 3600  # seconds

# What it knows outlives a restart where a file is named for it (FLOWER_DB). The file is a pickle:
# whoever can write there can run code as Flower.
persistent = options.db != "flower"
state_save_interval = 60_000  # milliseconds

# `args` shows the job, by whose id its tasks are found, and `result` how each attempt ended.
tasks_columns = "name,args,state,result,received,runtime,uuid,worker"

# What the pages of workers tell, those answer: busy ones take more than a second.
inspect_timeout = 3000.0  # milliseconds


def _all_queues(handler: BaseHandler) -> list[str]:
    """Name every queue: Flower would list those of the workers that answered when it started."""
    return [queue.name for queue in handler.capp.conf.task_queues]


BaseHandler.get_active_queue_names = _all_queues

# Flower's lines go through the same pipe as those of all other services.
logging = Logging().log_level
configure(Logging())


def _end_events() -> None:
    """Let workers send no more events than before: Flower asks for them as long as it runs.

    Where the broker is away, or refuses it, there is nobody to tell.
    """
    with current_app.connection_for_write() as connection:
        broker_errors = (*connection.connection_errors, *connection.channel_errors)
        with suppress(OperationalError, *broker_errors):
            current_app.control.disable_events(connection=connection)


atexit.register(_end_events)

# One user, whose password lies in a file, unless FLOWER_BASIC_AUTH or FLOWER_AUTH (OAuth) says who
# may look. Without any of them only this machine may.
_password_file = Path(os.environ.get("NEWSMILL_SECRETS_DIR", "/run/secrets"), "flower_password")
_password = _password_file.read_text().strip() if _password_file.is_file() else ""
if not (options.basic_auth or options.auth):
    if _password:
        basic_auth = [f"newsmill:{_password}"]
    else:
        address = options.address or "127.0.0.1"


def _refuse_strangers() -> None:
    if options.basic_auth or options.auth or options.address in ("127.0.0.1", "::1", "localhost"):
        return
    raise UsageError(
        "without a password Flower listens on 127.0.0.1 only, not on"
        f" {options.address or 'all addresses'}: put one into {_password_file}, or set"
        " FLOWER_BASIC_AUTH to user:password"
    )


# The command line is read once more after this file, and may open what is closed here.
options.add_parse_callback(_refuse_strangers)

# Flower has read its variables before this file: what they name is theirs.
for _name in [name for name in globals() if os.environ.get(f"FLOWER_{name.upper()}")]:
    del globals()[_name]
