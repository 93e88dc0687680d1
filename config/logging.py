"""Logging: structlog is the one pipe, for our own lines and for those of every library.

Lines are JSON where nobody looks and columns on a terminal. Event names are static and values
are fields (`log.info("page_fetched", bytes=812)`); what is bound as a context variable (job_id,
document_id, task, attempt) is on every line. Nothing here knows Celery or a command line:
`configure` is called by both; a program that imports newsmill has a logging of its own (`defer`).
"""

import logging
import os
import re
import sys
from collections.abc import Callable
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import Logging

MASK: Final = "***"

NOISY: Final = (
    "httpx",
    "httpcore",
    "trafilatura",
    "htmldate",
    "courlan",
    "charset_normalizer",
    # Celery says of each task that it was received and has succeeded; `task_ended` says more.
    "celery.worker.strategy",
    "celery.app.trace",
    "multiprocessing",
)
"""Loggers whose lines below WARNING say nothing new about a job."""

# `user:password@` of a URL. From `://` on, and never past the end of the authority, so that
# an `@` in a path is left alone and a long text costs one look at each character.
_USERINFO = re.compile(r"(?<=://)[^\s/?#\"'<>]*@")
_SECRET_PARAMETER = re.compile(
    r"(?<=[?&])((?:access_?|auth_?|refresh_?|ssl_?)?(?:token|password|passwd|pwd|secret|api_?key|sig(?:nature)?)=)"
    r"[^\s&#\"'<>]+",
    re.IGNORECASE,
)
# What moves a cursor or colours a terminal, wherever it came from; not tab and newline.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def configure(settings: Logging, *, stream: TextIO | None = None) -> None:
    """Send every line of this process through one pipe.

    Idempotent: a second call replaces what the first one set up.

    Args:
        settings: level and format.
        stream: where lines go; stderr as it is at the time of the call.
    """
    target = sys.stderr if stream is None else stream
    columns = _wants_columns(settings, target)
    timestamper = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        timestamper,
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        # A cached logger would keep the first pipe when a second one is set up.
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _without_arguments],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_columns(colours=colour_wanted(target)) if columns else _json()),
        ],
    )
    _install(formatter, settings.log_level.upper(), target)


def defer() -> None:
    """Leave lines to the standard logging, where they are for the program that uses newsmill.

    Unless that has configured structlog. Python itself shows warnings on stderr, and no others.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_columns(colours=False),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def mask_credentials(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take passwords and tokens out of every URL in an event, however deep it stands."""
    return {key: _mapped(value, masked) for key, value in event.items()}


def masked(text: str) -> str:
    """Take the passwords and tokens out of the URLs in a text."""
    if "://" not in text and "=" not in text:
        return text
    return _SECRET_PARAMETER.sub(rf"\1{MASK}", _USERINFO.sub(f"{MASK}@", text))


def colour_wanted(stream: TextIO) -> bool:
    """Say whether a stream is a terminal whose owner has not asked for no colour.

    Source: https://no-color.org
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _wants_columns(settings: Logging, stream: TextIO) -> bool:
    if settings.log_format == "auto":
        return stream.isatty()
    return settings.log_format == "columns"


def _json() -> list[Processor]:
    # Local variables hold whole pages, and passwords: they stay out of tracebacks.
    frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(frames),
        mask_credentials,
        _first_things_first,
        structlog.processors.JSONRenderer(default=_shown),
    ]


def _columns(*, colours: bool) -> list[Processor]:
    return [
        structlog.processors.format_exc_info,
        mask_credentials,
        _printable,
        structlog.dev.ConsoleRenderer(
            colors=colours, exception_formatter=structlog.dev.plain_traceback
        ),
    ]


def _without_arguments(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out the arguments that Celery adds to its lines: they may hold a whole text."""
    event.pop("data", None)
    return event


def _first_things_first(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put what every line has in front of what only some have."""
    first = ("timestamp", "level", "logger", "event")
    return {**{key: event[key] for key in first if key in event}, **event}


def _printable(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Show control characters by their number: what a page holds must not steer a terminal."""
    return {key: _mapped(value, without_controls) for key, value in event.items()}


def without_controls(text: str) -> str:
    """Write control characters of a text as their numbers: none may steer a terminal."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _mapped(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(part, change) for part in value]
    if value is None or isinstance(value, int | float):
        return value
    return change(_shown(value))


def _shown(value: object) -> str:
    return str(value) if isinstance(value, BaseException) else repr(value)


def _install(formatter: logging.Formatter, level: str, stream: TextIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
