"""Reading the published streams, as the programs downstream do."""

from tasks.errors import NewsmillError


class TryLater(NewsmillError):  # noqa: N818 - as all of tasks.errors
    """It cannot be taken now, whatever the entry: a handler or a sink raises it.

    The same entries come again after a pause, and this delivery of them does not count.
    """
