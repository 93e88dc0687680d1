"""The deployment that README describes, under a name and on ports of its own, for tests."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx

from tests.containers import site
from tests.waiting import wait_until

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
SERVICES: Final = ("broker", "store", "fetcher", "reader", "clock", "flower", "metrics")
BASE_IMAGES: Final = ("python:3.13-slim", "redis:8-alpine")
IMAGE: Final = "newsmill:tested"
PATIENCE_SECONDS: Final = 120.0


class Counts(NamedTuple):
    """What the store holds."""

    open: int
    """Jobs without an outcome."""
    outcomes: dict[str, list[str]]
    """Each outcome of each job."""
    articles: list[list[str]]
    """Id and version of each record on the stream."""


def run(*words: str | Path, given: bytes = b"", check: bool = True) -> str:
    """Run a command on this machine; give what it says on stdout."""
    done = subprocess.run(
        [str(word) for word in words], input=given, capture_output=True, cwd=ROOT, check=False
    )
    assert not check or done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def missing() -> str | None:
    """Say what is missing for containers to run here; None when nothing is."""
    try:
        run("docker", "compose", "version")
        run("docker", "info")
    except (OSError, AssertionError) as error:
        return f"no Docker Engine with Compose answers: {error}"
    for image in BASE_IMAGES:
        if not run("docker", "images", "--quiet", image) and not _pulled(image):
            return f"there is no image {image}, and none can be pulled"
    return None


def _pulled(image: str) -> bool:
    try:
        run("docker", "pull", "--quiet", image)
    except AssertionError:
        return False
    return True


class Deployment:
    """The containers of one project.

    Attributes:
        project: the name of this one among those on the machine.
        ports: those that are published, by service.
    """

    def __init__(self) -> None:
        self.project = f"newsmill-tested-{os.getpid()}"
        self.ports = {"flower": _free_port(), "metrics": _free_port()}
        os.environ["IMAGE"] = IMAGE
        for service, port in self.ports.items():
            os.environ[f"PORT_OF_{service.upper()}"] = str(port)

    def compose(self, *words: str, given: bytes = b"", check: bool = True) -> str:
        """Run `docker compose` on the real file, with what the tests add."""
        chosen = ("--project-name", self.project, "--progress", "quiet")
        files = ("--file", ROOT / "docker-compose.yml", "--file", HERE / "compose.yml")
        return run("docker", "compose", *chosen, *files, *words, given=given, check=check)

    def up(self, *words: str) -> None:
        """Start what does not run, and wait until all are well."""
        try:
            self.compose("up", "--detach", "--wait", "--wait-timeout", "180", *words)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.compose('logs', '--tail', '10')}") from error

    def down(self) -> None:
        """Leave nothing: no container, network or volume."""
        self.compose("down", "--volumes", "--timeout", "5", "--remove-orphans", check=False)

    def inside(self, service: str, *command: str, given: bytes = b"", check: bool = True) -> str:
        """Run a command in a container of a service."""
        return self.compose("exec", "-T", service, *command, given=given, check=check)

    def enqueue(self, *sources: str, given: bytes = b"") -> list[str]:
        """Hand in sources as README says; give the ids of the jobs."""
        return self.inside("fetcher", "newsmill", "enqueue", *sources, given=given).split()

    def enqueue_texts(self, texts: Sequence[str]) -> list[str]:
        """Hand in texts, through stdin."""
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        return self.enqueue("-", given=lines.encode())

    def enqueue_pages(self, *paths: str) -> list[str]:
        """Hand in pages of the site."""
        return self.enqueue(*(f"http://127.0.0.1:{site.PORT}/{path}" for path in paths))

    def counts(self) -> Counts:
        """Count what the store holds."""
        return Counts(**json.loads(self.inside("clock", "python", "-", given=COUNTS)))

    def closed(self, job_ids: Sequence[str]) -> Counts:
        """Wait until no job is open and all of these have an outcome."""

        def all_closed() -> Counts | None:
            counts = self.counts()
            return counts if not counts.open and set(job_ids) <= set(counts.outcomes) else None

        found = wait_until(all_closed, PATIENCE_SECONDS, f"{len(job_ids)} jobs are closed")
        assert found is not None
        return found

    def statuses(self, *job_ids: str) -> list[dict[str, Any]]:
        """Give what is known of jobs."""
        told = self.inside("clock", "newsmill", "status", "--json", *job_ids)
        return [json.loads(line) for line in told.splitlines()]

    def running(self, job_id: str, task: str) -> None:
        """Wait until a task of a job runs."""

        def runs() -> bool:
            (told,) = self.statuses(job_id)
            assert told["state"] != "closed", f"{job_id} ended before {task} was seen"
            return (told["state"], told.get("task")) == ("running", task)

        wait_until(runs, PATIENCE_SECONDS, f"{task} of job {job_id} runs")

    def containers(self, service: str) -> list[str]:
        """Give the ids of a service's containers, also of those that have ended."""
        return self.compose("ps", "--all", "--quiet", service).split()

    def inspected(self, service: str) -> dict[str, Any]:
        """Give all that Docker knows of a service's first container."""
        found: list[dict[str, Any]] = json.loads(run("docker", "inspect", self.container(service)))
        return found[0]

    def container(self, service: str) -> str:
        """Give the id of a service's first container."""
        return self.containers(service)[0]

    def crash(self, service: str) -> None:
        """Kill the first process of a container, which Docker takes for its own death.

        What is killed through Docker it would not start again.
        """
        before = self.inspected(service)
        os.kill(before["State"]["Pid"], signal.SIGKILL)
        wait_until(
            lambda: self.inspected(service)["RestartCount"] > before["RestartCount"],
            PATIENCE_SECONDS,
            f"{service} is started again",
        )

    def healthy(self, service: str) -> None:
        """Wait until all containers of a service are well."""
        wait_until(
            lambda: set(self.health(service)) == {"healthy"},
            PATIENCE_SECONDS,
            f"{service} is healthy",
        )

    def health(self, service: str) -> list[str]:
        """Give how the containers of a service are."""
        asked = ("docker", "inspect", "--format", "{{.State.Health.Status}}")
        return run(*asked, *self.containers(service)).split()

    def memory(self) -> dict[str, str]:
        """Give the memory that each container has, by service and number."""
        told = run(
            "docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}} {{.PIDs}}"
        )
        own = (line.split() for line in told.splitlines() if line.startswith(f"{self.project}-"))
        return {
            name.removeprefix(f"{self.project}-"): f"{used} of {limit}, {pids} threads"
            for name, used, _, limit, pids in own
        }

    @cached_property
    def page_password(self) -> str:
        """Flower's password, told as README says."""
        return self.compose("run", "--rm", "-T", "secrets", "cat", "/passwords/flower_page")

    def asked(self, service: str, path: str, password: str | None = None) -> tuple[int, str]:
        """Ask a published port; give status and body."""
        answer = httpx.get(
            f"http://127.0.0.1:{self.ports[service]}{path}",
            auth=("newsmill", password) if password else None,
        )
        return answer.status_code, answer.text

    def tasks_seen(self) -> list[dict[str, Any]]:
        """Give the tasks that Flower shows."""
        _, body = self.asked("flower", "/api/tasks", self.page_password)
        return list(json.loads(body).values())


COUNTS: Final = (HERE / "counts.py").read_bytes()
Report = Callable[[str], None]


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port
