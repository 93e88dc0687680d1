"""Flower, as `celery -A worker flower` starts it: what it shows, to whom, and what never."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from lxml import html

from tasks.chain import TASKS
from tests import invented
from tests.mill import Mill, text, url
from tests.waiting import wait_until
from worker.queues import DEFAULT_QUEUE

PASSWORD = "correct,horse:battery"  # noqa: S105 - of these tests alone
NOBODY = "http://127.0.0.1:9/hush"
COMMAND = (sys.executable, "-m", "celery", "-A", "worker", "flower")
CHROMIUM = shutil.which("chromium")


@dataclass(frozen=True)
class Flower:
    """A Flower that runs, and the jobs that it has seen."""

    port: int
    pid: int
    job_id: str = ""
    submitted_id: str = ""

    def asked(self, path: str, *, user: str = "newsmill", method: str = "GET") -> httpx.Response:
        """Give its answer to somebody who knows the password."""
        url = f"http://127.0.0.1:{self.port}{path}"
        return httpx.request(method, url, auth=(user, PASSWORD), timeout=20)

    def workers(self) -> list[str]:
        """Give the names of the workers that it hears."""
        return [worker["hostname"] for worker in self.asked("/workers?json=1").json()["data"]]

    def tasks(self, job_id: str) -> dict[str, dict[str, Any]]:
        """Give what it knows of a job's tasks, by their names, found by the job's id."""
        found = self.asked(f"/api/tasks?search={job_id}").json()
        return {str(task["name"]): task for task in found.values()}


@pytest.fixture(scope="module")
def flower(shared_mill: Mill, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flower]:
    """Flower on the mill, after a text has come by the ledger and one by a mere message."""
    secrets_dir = tmp_path_factory.mktemp("secrets")
    (secrets_dir / "flower_password").write_text(f"{PASSWORD}\n")
    wait_until(lambda: len(asked_for_events(shared_mill)) == 2, 60, "both workers send events")
    with started(shared_mill, NEWSMILL_SECRETS_DIR=str(secrets_dir)) as (running, port):
        made = Flower(port, running.pid)
        wait_until(lambda: len(made.workers()) == 2, 30, "it hears both workers")
        job_id, refused_id = shared_mill.submit(text(invented.article(521)), url(NOBODY))
        fields = {"text": invented.article(522), "title": "Hush", "url": "https://hush.example/"}
        submitted_id = shared_mill.app.send_task("newsmill.submit", kwargs=fields).id
        shared_mill.outcomes(job_id, refused_id, submitted_id)
        yield replace(made, job_id=job_id, submitted_id=submitted_id)


@contextmanager
def started(on: Mill, **variables: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start Flower on a mill; give it with its port."""
    with (
        TemporaryFile() as said,
        subprocess.Popen(
            [*COMMAND, "--port=0"],
            env={**os.environ, **on.environment, "NEWSMILL_LOG_LEVEL": "info", **variables},
            stderr=said,
        ) as running,
    ):

        def banner() -> str:
            text = os.pread(said.fileno(), 100_000, 0).decode()
            assert running.poll() is None, text
            whole = text.rpartition("\n")[0].splitlines()
            return next((line for line in whole if "Visit me" in line), "")

        try:
            line = wait_until(banner, 60, "it listens")
            yield running, urlsplit(str(json.loads(line)["event"]).split()[-1]).port or 0
        finally:
            running.terminate()


def asked_for_events(of: Mill) -> list[str]:
    """Ask the two workers for events of tasks, as Flower does; give what they answer."""
    replies = of.app.control.broadcast("enable_events", reply=True, timeout=1, limit=2) or ()
    return [answer["ok"] for reply in replies for answer in reply.values()]


def finished(flower: Flower, job_id: str, count: int) -> dict[str, dict[str, Any]]:
    """Wait until so many tasks of a job have succeeded; give them by their names."""

    def shown() -> dict[str, dict[str, Any]]:
        tasks = flower.tasks(job_id)
        done = [task for task in tasks.values() if task["state"] == "SUCCESS"]
        return tasks if len(done) == count else {}

    return wait_until(shown, 20, f"{count} tasks of {job_id} are shown as done")


def test_tasks_are_found_by_the_job(flower: Flower) -> None:
    """The id of a job finds its tasks, named as their files; they show ids and how they ended."""
    tasks = finished(flower, flower.job_id, 3)
    assert {name: task["result"] for name, task in tasks.items()} == {
        "newsmill.clean": "'handed over'",
        "newsmill.extract": "'handed over'",
        "newsmill.publish": "'published: new'",
    }
    assert {task["args"].strip("([])") for task in tasks.values()} == {f"'{flower.job_id}', 1"}
    assert {task["kwargs"] for task in tasks.values()} == {"{}"}
    assert {task["root_id"] for task in tasks.values()} == {flower.job_id}


def test_what_a_message_brings_is_not_shown(flower: Flower) -> None:
    """A job shows its id, and neither text nor title nor URL, also when it came as a message."""
    tasks = finished(flower, flower.submitted_id, 4)
    submitted = tasks["newsmill.submit"]
    assert submitted["args"] == submitted["kwargs"] == "(not shown)"
    assert submitted["result"] == f"'{flower.submitted_id}'"
    wait_until(lambda: "'waits: ConnectFailed'" in flower.asked("/api/tasks").text, 20, "it waits")
    for path in (f"/task/{flower.submitted_id}", "/api/tasks"):
        shown = flower.asked(path).text
        assert flower.submitted_id in shown
        assert "hush" not in shown.lower()
        assert "Ana Duarte" not in shown


def test_nobody_else_may_look_and_nobody_may_act(flower: Flower) -> None:
    """Without the password there is nothing to see, and with it nothing can be changed."""
    for path in ("/tasks", "/api/tasks"):
        assert flower.asked(path, user="somebody").status_code == 401
    for action in ("send-task/newsmill.canary", f"revoke/{flower.job_id}"):
        assert flower.asked(f"/api/task/{action}", method="POST").status_code == 403


def test_queues_are_listed(flower: Flower) -> None:
    """Every queue is shown with its length."""
    queues = flower.asked("/api/queues/length").json()["active_queues"]
    assert {queue["name"]: queue["messages"] for queue in queues} == dict.fromkeys(
        (*TASKS, DEFAULT_QUEUE), 0
    )


def test_queues_of_a_worker_that_does_not_answer_are_listed(shared_mill: Mill) -> None:
    """As of one that starts, or is busy, while Flower starts."""
    assert shared_mill.machine
    (reader,) = shared_mill.machine.pids["reader"]
    os.kill(reader, signal.SIGSTOP)
    try:
        chosen = {"FLOWER_INSPECT_TIMEOUT": "500", "FLOWER_UNAUTHENTICATED_API": "true"}
        with started(shared_mill, **chosen) as (_, port):
            api = f"http://127.0.0.1:{port}/api"
            wait_until(
                lambda: '"active_queues": [' in httpx.get(f"{api}/workers?refresh=1").text,
                30,
                "the fetcher has told its queues",
            )
            queues = httpx.get(f"{api}/queues/length").json()["active_queues"]
    finally:
        os.kill(reader, signal.SIGCONT)
    assert {queue["name"] for queue in queues} == {*TASKS, DEFAULT_QUEUE}


@pytest.mark.parametrize("address", ["0.0.0.0", ""], ids=["given", "empty"])  # noqa: S104
def test_without_a_password_it_listens_nowhere_else(shared_mill: Mill, address: str) -> None:
    """Where nobody set a password, it refuses to be seen from other machines, and says why."""
    refused = subprocess.run(
        [*COMMAND, "--port=0", f"--address={address}"],
        env={**os.environ, **shared_mill.environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert refused.returncode == 2
    assert "without a password Flower listens on 127.0.0.1 only" in refused.stderr


@pytest.fixture
def silent(flower: Flower) -> Iterator[None]:
    """Stop the Flower of the other tests, which asks for events every few seconds."""
    os.kill(flower.pid, signal.SIGSTOP)
    yield
    os.kill(flower.pid, signal.SIGCONT)


@pytest.mark.usefixtures("silent")
def test_start_and_end(shared_mill: Mill, tmp_path: Path) -> None:
    """It listens on loopback; variables win; events end with it; what it knew is in its file."""
    wait_until(lambda: len(asked_for_events(shared_mill)) == 2, 60, "both workers send events")
    chosen = {"FLOWER_DB": str(tmp_path / "flower"), "FLOWER_TASKS_COLUMNS": "name,retries"}
    with started(shared_mill, FLOWER_INSPECT_TIMEOUT="500", **chosen) as (running, port):
        with socket.socket() as neighbour:
            neighbour.bind(("127.0.0.2", port))  # it does not listen on all addresses
        shown = html.fromstring(httpx.get(f"http://127.0.0.1:{port}/tasks").text)
        assert shown.xpath("//th/text()") == ["Name", "Retries"]
        running.terminate()
        running.wait(30)
    assert asked_for_events(shared_mill) == ["task events enabled"] * 2, "they were off"
    assert list(tmp_path.glob("flower*"))


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("workers", ["fetcher@", "reader@", "Online"]),
        ("tasks", ["newsmill.clean", "newsmill.publish", "SUCCESS", "'published: new'"]),
        ("broker", [*TASKS, DEFAULT_QUEUE]),
    ],
)
def test_browser_shows_it(flower: Flower, tmp_path: Path, page: str, expected: list[str]) -> None:
    """In a browser that logs in, the pages name workers, finished tasks and queues."""
    finished(flower, flower.job_id, 3)
    shown = subprocess.run(
        [
            str(CHROMIUM),
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=5000",
            "--dump-dom",
            f"http://newsmill:{quote(PASSWORD)}@127.0.0.1:{flower.port}/{page}",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    body = " ".join(map(str, html.fromstring(shown).itertext()))
    missing = [words for words in expected if words not in body]
    assert missing == []
