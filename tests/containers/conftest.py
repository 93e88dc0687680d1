"""The deployment under test: built, started, and taken away whatever happens."""

import signal
import time
from collections.abc import Iterator

import pytest

from tests import invented
from tests.containers.deployment import IMAGE, SERVICES, Deployment, Report, missing, run

LINES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Have a place for what the run reports."""
    config.stash[LINES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was measured and counted."""
    terminalreporter.section("containers")
    for line in terminalreporter.config.stash[LINES]:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """Note a line for the end of the run."""
    return pytestconfig.stash[LINES].append


@pytest.fixture(scope="session")
def deployment(report: Report) -> Iterator[Deployment]:
    """The whole service in containers, with one record published."""
    reason = missing()
    if reason:
        report(f"SKIPPED: {reason}")
        pytest.skip(reason)
    made = Deployment()
    # A run that is told to end takes its containers with it, as one that is interrupted does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _build(made, report)
        _start(made, report)
        yield made
    finally:
        made.down()


def _build(made: Deployment, report: Report) -> None:
    begun = time.monotonic()
    made.compose("build", "fetcher")
    size_bytes = int(run("docker", "image", "inspect", "--format", "{{.Size}}", IMAGE))
    report(f"build: {time.monotonic() - begun:.0f} s; image: {size_bytes / 1e6:.0f} MB")


def _start(made: Deployment, report: Report) -> None:
    begun = time.monotonic()
    made.up()
    report(f"up: all {len(SERVICES)} services healthy after {time.monotonic() - begun:.1f} s")
    made.enqueue("-", given=invented.article(0).encode())
    made.inside("fetcher", "newsmill", "consume", "--group", "first", "--count", "1")
    report(f"first record: {time.monotonic() - begun:.1f} s after up")
    report("idle:")
    for service, memory in sorted(made.memory().items()):
        report(f"  {service:<12} {memory}")
