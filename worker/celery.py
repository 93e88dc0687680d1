"""The Celery app, under the name by which `celery -A worker` finds it."""

import os
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from celery import Celery

from config.celery import configuration
from config.settings import Settings, settings
from tasks.chain import TASKS
from worker.queues import routing
from worker.resources import WorkerResources, require_servers

if TYPE_CHECKING:
    from celery import Task

    BaseApp = Celery[Task[Any, Any]]
else:
    BaseApp = Celery


class NewsmillApp(BaseApp):
    """Celery, with the resources that tasks reach through it."""

    newsmill_settings: Settings
    events_cls = "worker.events:WholeEvents"

    @cached_property
    def resources(self) -> WorkerResources:
        """Stores, clients and models of this process."""
        return WorkerResources(self.newsmill_settings)


def create_app(with_settings: Settings) -> NewsmillApp:
    """Make the app.

    Raises:
        UsageError: broker or store is not set.
    """
    require_servers(with_settings)
    made = NewsmillApp(
        "newsmill",
        include=[f"tasks.{name}" for name in ("submit", *TASKS, "canary")],
    )
    made.newsmill_settings = with_settings
    made.conf.update(configuration(with_settings))
    made.conf.update(routing(with_settings))
    return made


@cache
def configured_app() -> NewsmillApp:
    """Give the one app of this process, as its environment configures it."""
    return create_app(settings())


def __getattr__(name: str) -> NewsmillApp:
    """Make `app` on first use: who only imports this module needs no servers."""
    if name != "app":
        raise AttributeError(name)
    # `celery -A worker flower` loads the app first, and then asks for its own settings.
    os.environ.setdefault("FLOWER_CONF", str(files("config") / "flower.py"))
    return configured_app()
