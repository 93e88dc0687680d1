"""Reading the published streams, as the programs downstream do."""

from tasks.errors import NewsmillError


class TryLater(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """It cannot be taken now, whatever the entry: a handler or a sink raises it.

    The same entries come again after a pause, and this delivery of them does not count.
    """

    def __init__(
        self, message: str | None = None, retry_after_seconds: float | None = None
    ) -> None:
        """Take how long to wait before the next try, where that is known."""
        super().__init__(message)
        # Every argument goes into `args`, or the error does not pickle.
        self.args = (self.args[0], retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds
