"""What does the work, and everything that touches the outside. The Python interface.

    from worker import submit, extract, Consumer

`app` is the Celery app (`celery -A worker …` finds it). All are resolved on first use, so that
importing one light module of this package loads neither Celery nor a language model.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worker.celery import app
    from worker.consuming.consumer import Consumer
    from worker.interface import extract, submit

__all__ = ["Consumer", "app", "extract", "submit"]

_HOMES = {
    "Consumer": "worker.consuming.consumer",
    "app": "worker.celery",
    "extract": "worker.interface",
    "submit": "worker.interface",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    importlib.import_module("config.logging").defer()
    return getattr(importlib.import_module(_HOMES[name]), name)
