"""What tasks need from the outside, as types. `worker.resources` has the real ones.

A Celery task reaches them through `self.app.resources`, so that no import runs from `tasks`
to `worker`. Whatever a method raises is one of `tasks.errors`.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from config.settings import Settings
    from tasks.extraction.reading import Reading
    from tasks.job import RawPage
    from tasks.record import Article


class Fetcher(Protocol):
    """Gets pages."""

    def fetch(self, url: str) -> "RawPage":
        """Fetch one page within the total deadline.

        Raises:
            Dropped: the world's answer, by its reason.
            TransientError: worth another attempt.
        """
        ...


class Models(Protocol):
    """The language models, loaded once a process."""

    def reading(self, article: "Article") -> "AbstractContextManager[Reading]":
        """Parse an article once, for all extraction steps. What it gives ends with the block."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Give name and version of each model, for `provenance`."""
        ...


class Resources(Protocol):
    """Everything that has a life cycle; one a process."""

    @property
    def settings(self) -> "Settings":
        """The settings of this process."""
        ...

    @property
    def fetcher(self) -> Fetcher:
        """The HTTP client."""
        ...

    @property
    def models(self) -> Models:
        """The language models."""
        ...
