"""A record in the forms of others. Pure: a record in, JSON objects out.

Only what is known is written: what a record does not say, its exports do not say either.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tasks.exporting.newsarticle import newsarticle
from tasks.exporting.plover import event_lines
from tasks.record import Record

FORMATS: Final[Mapping[str, Callable[[Record], Iterator[dict[str, object]]]]] = {
    "jsonld": newsarticle,
    "plover": event_lines,
}
"""What each format makes of a record. A new one is one file here and one line."""


def nothing_because(record: Record) -> str | None:
    """Say why there is nothing to export, in any format: what is read was no article, or is none.

    Returns:
        The reason in few words; None for an article, which may still have no events.
    """
    if record.version and record.version.change == "withdrawn":
        return "it was withdrawn"
    if record.access.verdict not in {"open", "paywalled"}:
        return f"no article, its verdict is {record.access.verdict}"
    if record.access.kind in {"home", "section"}:
        return f"no article, it is a {record.access.kind} page"
    return None
