"""Telling a wall against automatic readers from a plain refusal. Pure.

The verdict comes from the status of an answer together with a mark that only its maker sets: a
header, or a script that its page loads. Words prove nothing: an article about captchas has them
too, and so may the page of any 403. Pages that come with 200 are judged where they are read.
"""

import re
from collections.abc import Mapping
from typing import Final

from tasks.cleaning.access.vendors import (
    GUARD_HEADERS,
    SERVERS,
    SHOWN_INSTEAD,
    VERDICT_HEADERS,
    WATCHING,
    by_header,
)

STATUSES: Final = frozenset({202, 401, 402, 403, 405, 406, 429, 451, 503})
"""Those that walls come with. 202 and 405 are those of AWS, 401 that of Qrator."""
EVIDENCE_BYTES: Final = 64 * 1024
"""So much of a body is looked at; the marks stand in its head, or are all there is."""

_SCRIPTS: Final = tuple(
    (re.compile(mark.encode(), re.IGNORECASE), maker) for mark, maker in SHOWN_INSTEAD + WATCHING
)
_SERVERS: Final = tuple(
    (server, re.compile(mark.encode()), maker) for server, mark, maker in SERVERS
)
_FORBIDDEN: Final = 403
_TOO_MANY: Final = 429


def wall_of(status: int, headers: Mapping[str, str], start: bytes) -> str | None:
    """Say whose wall an answer is, and what shows it; None where it is a plain refusal.

    A 429 asks for time, whoever says so; only a verdict in its headers makes it a wall.

    Args:
        status: of the answer.
        headers: by their names in lower case.
        start: of its body, unpacked; empty where it was not read.
    """
    if status not in STATUSES:
        return None
    found = by_header(VERDICT_HEADERS, headers)
    if found is None and status != _TOO_MANY:
        found = _by_script(start)
    if found is None and status == _FORBIDDEN:
        found = _by_server(headers.get("server", ""), start) or by_header(GUARD_HEADERS, headers)
    return found


def _by_script(start: bytes) -> str | None:
    for script, maker in _SCRIPTS:
        if found := script.search(start):
            return f"a wall of {maker} ({found[0].decode('ascii')})"
    return None


def _by_server(server: str, start: bytes) -> str | None:
    for name, mark, maker in _SERVERS:
        if server.startswith(name) and mark.search(start):
            return f"a wall of {maker} (its own page)"
    return None
