"""One pipe for all lines: what a line holds, where it goes, and what never stands in it."""

import io
import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from config.logging import MASK, NOISY, colour_wanted, configure, defer, masked
from config.settings import Logging

Lines = Callable[[], list[dict[str, Any]]]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Undo for the other tests what `configure` does to the whole process."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in NOISY}
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before
    root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def lines() -> Lines:
    """Set up JSON logging and give what reads the lines written so far."""
    stream = io.StringIO()
    configure(Logging(log_level="info"), stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def columns() -> Terminal:
    """Set up logging on a terminal."""
    terminal = Terminal()
    configure(Logging(), stream=terminal)
    return terminal


def fail(error: Exception) -> None:
    """Raise an error from a function that holds a secret."""
    secret = "correct horse"  # noqa: S105, F841 - it must not be found in the line
    raise error


def test_a_line_is_one_json_object_with_time_level_logger_and_event(lines: Lines) -> None:
    """What every line has stands first; the time is UTC, in ISO 8601."""
    structlog.get_logger("worker.x").info("page_fetched", bytes=812)
    [line] = lines()
    assert list(line) == ["timestamp", "level", "logger", "event", "bytes"]
    assert line["timestamp"].endswith("Z")
    del line["timestamp"]
    assert line == {"level": "info", "logger": "worker.x", "event": "page_fetched", "bytes": 812}


def test_context_is_on_every_line_also_of_libraries(lines: Lines) -> None:
    """job_id, document_id, task and attempt are bound once."""
    bound = {"job_id": "j1", "document_id": "d1", "task": "clean", "attempt": 2}
    with structlog.contextvars.bound_contextvars(**bound):
        structlog.get_logger("a").warning("ours")
        logging.getLogger("celery.worker").warning("theirs %d", 7, extra={"queue": "clean"})
    ours, theirs = lines()
    assert bound.items() <= ours.items()
    assert bound.items() <= theirs.items()
    assert (theirs["event"], theirs["queue"], theirs["logger"]) == (
        "theirs 7",
        "clean",
        "celery.worker",
    )


def test_levels_below_the_setting_are_not_logged(lines: Lines) -> None:
    """For our own loggers and for the standard library's."""
    structlog.get_logger("a").debug("no")
    logging.getLogger("b").debug("no")
    logging.getLogger("b").info("yes")
    assert [line["event"] for line in lines()] == ["yes"]


@pytest.mark.parametrize("name", NOISY)
def test_noisy_libraries_are_heard_from_warning_on(lines: Lines, name: str) -> None:
    """An INFO line for each request says nothing about a job."""
    logging.getLogger(f"{name}.part").info("no")
    logging.getLogger(f"{name}.part").warning("yes")
    assert [line["event"] for line in lines()] == ["yes"]


def test_warnings_are_lines_too(lines: Lines) -> None:
    """What `warnings.warn` says goes through the same pipe."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("old", UserWarning, stacklevel=1)
    [line] = lines()
    assert (line["level"], line["logger"]) == ("warning", "py.warnings")
    assert "UserWarning: old" in line["event"]


def test_a_traceback_is_structured_and_without_local_variables(lines: Lines) -> None:
    """Locals hold whole pages, and passwords."""
    try:
        fail(ValueError("redis://u:hunter2@h/0 failed"))
    except ValueError:
        structlog.get_logger("a").exception("step_failed")
        logging.getLogger("b").exception("step failed")
    for line in lines():
        [error] = line["exception"]
        assert error["exc_type"] == "ValueError"
        assert error["exc_value"] == f"redis://{MASK}@h/0 failed"
        assert error["frames"]
        assert "correct horse" not in json.dumps(line["exception"])


def test_values_that_json_does_not_know_are_shown(lines: Lines) -> None:
    """An exception by its message, anything else by its repr; nothing breaks a line."""
    structlog.get_logger("a").info("x", error=KeyError("k"), body=b"ab", text="line\nbreak \udc80")
    [line] = lines()
    assert (line["error"], line["body"]) == ("'k'", "b'ab'")
    assert line["text"] == "line\nbreak \udc80"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("redis://:secret@host:6379/0", "redis://***@host:6379/0"),
        ("rediss://user:p%40ss@h/1 and more", "rediss://***@h/1 and more"),
        ("https://token@git.example/x", "https://***@git.example/x"),
        ("redis://u:a@b@host", "redis://***@host"),
        ("https://example.org/?mail=a@b.c", "https://example.org/?mail=a@b.c"),
        ("https://example.org/@name", "https://example.org/@name"),
        ("https://x.example/?a=1&api_key=k1&b=2", "https://x.example/?a=1&api_key=***&b=2"),
        ("unix:///run/r.sock?password=hunter2", "unix:///run/r.sock?password=***"),
        ("rediss://s:6380/0?ssl_password=hunter2", "rediss://s:6380/0?ssl_password=***"),
        ("https://x.example/?access_token=t#frag", "https://x.example/?access_token=***#frag"),
        ("no secret at all", "no secret at all"),
    ],
)
def test_credentials_in_urls_are_masked(text: str, expected: str) -> None:
    """User names and passwords before the host, and parameters that are named as secrets."""
    assert masked(text) == expected


def test_credentials_are_masked_wherever_they_stand(lines: Lines) -> None:
    """In the event, in fields, in what fields hold, in arguments of libraries."""
    url = "redis://u:hunter2@h/0"
    structlog.get_logger("a").info(
        f"to {url}", url=url, deep={"urls": [url, (url,)]}, e=OSError(url)
    )
    logging.getLogger("b").info("to %s", url, extra={"broker": url})
    assert "hunter2" not in json.dumps(lines())
    assert json.dumps(lines()).count(MASK) == 7


@given(st.text())
def test_masking_ends_and_changes_nothing_without_a_url(text: str) -> None:
    """Whatever stands in a text, masking twice is masking once."""
    assert masked(masked(text)) == masked(text)
    if "://" not in text and "=" not in text:
        assert masked(text) == text


def test_a_terminal_gets_columns() -> None:
    """One line a person can read, with its fields, in colour."""
    terminal = columns()
    structlog.get_logger("worker.x").info("page_fetched", bytes=812)
    line = terminal.getvalue()
    assert "page_fetched" in line
    assert "812" in line
    assert "\x1b[" in line


def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is honoured, and what is no terminal gets none."""
    assert not colour_wanted(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = columns()
    structlog.get_logger("a").info("plain")
    assert "\x1b" not in terminal.getvalue()


def test_what_a_page_holds_cannot_write_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control characters are shown by their number."""
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = columns()
    structlog.get_logger("a").info("x", title="\x1b]0;owned\x07")
    logging.getLogger("b").error("%s", "\x1b]0;owned\x07 \u202e")
    assert "\x1b" not in terminal.getvalue()
    assert "title=\\u001b]0;owned\\u0007" in terminal.getvalue()
    assert "\\u001b]0;owned\\u0007 \\u202e" in terminal.getvalue()


def test_a_traceback_in_columns_is_text_with_credentials_masked() -> None:
    """A person reads tracebacks as Python writes them."""
    terminal = columns()
    try:
        fail(OSError("redis://u:hunter2@h"))
    except OSError:
        structlog.get_logger("a").exception("store_away")
    assert "Traceback (most recent call last)" in terminal.getvalue()
    assert "hunter2" not in terminal.getvalue()


def test_the_format_can_be_forced() -> None:
    """`json` on a terminal, `columns` in a file."""
    terminal, file = Terminal(), io.StringIO()
    configure(Logging(log_format="json"), stream=terminal)
    structlog.get_logger("a").info("x")
    configure(Logging(log_format="columns"), stream=file)
    structlog.get_logger("a").info("x")
    assert json.loads(terminal.getvalue())["event"] == "x"
    assert not file.getvalue().startswith("{")


def test_configuring_again_replaces_the_pipe() -> None:
    """A line is written once, to the last stream."""
    first, second = io.StringIO(), io.StringIO()
    log = structlog.get_logger("a")
    configure(Logging(), stream=first)
    log.info("one")
    configure(Logging(), stream=second)
    log.info("two")
    assert json.loads(first.getvalue())["event"] == "one"
    assert json.loads(second.getvalue())["event"] == "two"


AS_A_PROGRAM = """
import structlog
from worker import Consumer
try:
    page = "the whole page"
    raise ValueError("not taken")
except ValueError:
    structlog.get_logger("worker").warning("failed", entries=["1-0"], exc_info=True)
structlog.get_logger("worker").info("all well")
"""


def test_lines_are_for_the_program_that_imports_newsmill() -> None:
    """Warnings go to stderr without locals, nothing goes to stdout; its own logging is kept."""
    ran = subprocess.run(
        [sys.executable, "-c", AS_A_PROGRAM], capture_output=True, text=True, check=True
    )
    assert ran.stdout == ""
    assert "failed" in ran.stderr
    assert "entries=['1-0']" in ran.stderr
    assert "ValueError: not taken" in ran.stderr
    assert "the whole page" not in ran.stderr
    assert "all well" not in ran.stderr


def test_program_that_has_configured_structlog_keeps_it() -> None:
    """What it chose is not replaced."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    chosen = structlog.get_config()["processors"]
    defer()
    assert structlog.get_config()["processors"] is chosen
