"""What one article costs each part of a whole service: CPU, memory, commands, bytes."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from tests.benchmarks.fetch_costs import cpu_seconds
from tests.benchmarks.slow_site import address_of
from tests.mill import Mill, mill, url
from tests.waiting import wait_until
from worker.store import keys

HOSTS: Final = 100
WARM_UP: Final = 100
ARTICLES: Final = 400
IDLE_SECONDS: Final = 10
MEGABYTE: Final = 1_000_000
Figures = dict[str, float]


def costs() -> Figures:
    """Run articles through a whole service, each fetched in its host's turn; give what one takes.

    Then all of them once more, which ends at the fetch (`again_…`). Hosts have the delay that is
    the default, so it is the clock that gives most turns.
    """
    with site() as port, mill(allow_addresses="127.0.0.0/8", log_level="error") as made:
        for client in (made.broker, made.store):
            client.config_set("auto-aof-rewrite-percentage", 0)  # so that what is written is seen
        made.work()
        closed = {keys.OUTCOMES.name: "0"}
        finish(made, port, range(WARM_UP), closed)
        idle = clock_ms_a_second(made)
        before = readings(made)
        finish(made, port, range(WARM_UP, WARM_UP + ARTICLES), closed)
        after = readings(made)
        finish(made, port, range(WARM_UP, WARM_UP + ARTICLES), closed)
        again = readings(made)
        return {
            **{name: (after[name] - before[name]) / ARTICLES for name in after},
            **{f"again_{name}": (again[name] - after[name]) / ARTICLES for name in again},
            "clock_idle_ms_a_second": idle,
            **memory(made),
        }


@contextmanager
def site() -> Iterator[int]:
    """Serve the pages of `press`; give the port."""
    command = [sys.executable, "-m", "tests.benchmarks.press", str(HOSTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            yield int(running.stdout.readline())
        finally:
            running.terminate()


def finish(made: Mill, port: int, numbers: range, closed: dict[str, str]) -> None:
    """Have the articles with these numbers published; `closed` is the last outcome seen."""
    addresses = (f"http://{address_of(n % HOSTS)}:{port}/article-{n}" for n in numbers)
    made.submit(*map(url, addresses))
    missing = len(numbers)
    while missing > 0:
        missing -= len(made.app.resources.streams.read(closed, wait_seconds=5))


def readings(made: Mill) -> Figures:
    """Give what every part has used up to now."""
    pids = roles(made)
    used = {f"{role}_ms": 1000 * sum(map(cpu_seconds, found)) for role, found in pids.items()}
    for name, client in (("broker", made.broker), ("store", made.store)):
        told = cast("Mapping[str, float]", client.info("everything"))
        used |= {
            f"{name}_ms": 1000 * (told["used_cpu_user"] + told["used_cpu_sys"]),
            f"{name}_commands": told["total_commands_processed"],
            f"{name}_received_bytes": told["total_net_input_bytes"],
            f"{name}_sent_bytes": told["total_net_output_bytes"],
            f"{name}_written_bytes": told["aof_current_size"],
        }
    return used


def roles(made: Mill) -> dict[str, list[int]]:
    """Give the pids of each role; of a reader, parent and children apart."""
    assert made.machine
    pids = made.machine.pids
    (reader,), fetcher, clock = (pids[role] for role in ("reader", "fetcher", "clock"))
    children = [pid for pid in children_of(reader) if not watches(pid)]
    return {"fetcher": fetcher, "reader": [reader], "child": children, "clock": clock}


def children_of(pid: int) -> list[int]:
    """Give the pids of a process' children. Source: proc(5)."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def watches(pid: int) -> bool:
    """Say whether a child is only there to end the others with their supervisor."""
    return b"orphans.py" in Path(f"/proc/{pid}/cmdline").read_bytes()


def clock_ms_a_second(made: Mill) -> float:
    """Give what CPU the clock takes while there is nothing to do."""
    (pid,) = roles(made)["clock"]
    before, uptime = cpu_seconds(pid), seconds_up()
    wait_until(lambda: seconds_up() - uptime > IDLE_SECONDS, 2 * IDLE_SECONDS, "some seconds")
    return 1000 * (cpu_seconds(pid) - before) / (seconds_up() - uptime)


def seconds_up() -> float:
    """Give for how long the machine has been up."""
    return float(Path("/proc/uptime").read_text().split()[0])


def memory(made: Mill) -> Figures:
    """Give what a process of each kind holds, its share of what several share. Units: MB."""
    held = {f"{role}_mb": max(map(pss_mb, found)) for role, found in roles(made).items()}
    return held | {"broker_mb": pss_mb(made.servers.pids["broker"])}


def pss_mb(pid: int) -> float:
    """Give the proportional set size of a process. Source: proc(5)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024 / MEGABYTE
