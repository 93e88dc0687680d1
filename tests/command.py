"""Runs the real command, as a user would."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

import pytest

from config.settings import Servers, settings, variable
from worker.celery import configured_app
from worker.commands import main

NEWSMILL = (sys.executable, "-m", "worker.commands")
ROOT = Path(__file__).parent.parent


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What stands on stdout, as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def newsmill(
    *arguments: str | Path,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float = 100,
) -> Ran:
    """Run the command to its end."""
    done = subprocess.run(
        command_line(*arguments),
        input=given,
        capture_output=True,
        env=environment_with(environment),
        cwd=ROOT,
        timeout=timeout_seconds,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def asked(servers: Servers, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Run a command that only asks the test's servers, in this process: starting one is slow."""
    err = io.StringIO()
    with (
        TemporaryFile("w+", encoding="utf-8") as out,
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name, value in {**urls(servers), **(environment or {})}.items():
            patch.setenv(name, value)
        settings.cache_clear()
        code = main(arguments)
        out.seek(0)
        forget_app()
        return Ran(code, out.read(), err.getvalue())


def forget_app() -> None:
    """Close this process's own app, where one was made, and let the next be of other servers."""
    if configured_app.cache_info().currsize:
        configured_app().resources.close()
        configured_app().close()
    configured_app.cache_clear()
    settings.cache_clear()


def urls(servers: Servers) -> dict[str, str]:
    """Give what a command needs to use the test's servers."""
    return {
        variable("broker_url"): servers.broker_url or "",
        variable("store_url"): servers.store_url or "",
    }


def started(
    *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """Start the command, in a process group of its own as a terminal would."""
    return subprocess.Popen(
        command_line(*arguments),
        bufsize=0,  # or a line that is read keeps the beginning of the next from `communicate`
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment_with(environment),
        cwd=ROOT,
        process_group=0,
    )


def command_line(*arguments: str | Path) -> Sequence[str]:
    """Give the words of a command."""
    return [*NEWSMILL, *map(str, arguments)]


def environment_with(more: Mapping[str, str] | None) -> dict[str, str]:
    """Give the environment of a command: this one, with more settings."""
    return {**os.environ, **(more or {})}
