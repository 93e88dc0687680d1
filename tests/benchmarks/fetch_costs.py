"""Where the CPU of a fetch goes, call by call, in one thread."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from rich.table import Table

from tasks.chain import send
from tasks.hosts import visit_of
from tasks.job import Message, RawPage
from tests.mill import Mill, mill, url

PAGES: Final = 300
TICKS_A_SECOND: Final = 100  # of /proc: fixed by Linux for programs


class Costs:
    """CPU by call. Units: ms a page, of this process."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Add up what the block costs."""
        started = time.process_time()
        yield
        self._seconds[name] += time.process_time() - started

    def items(self) -> Iterator[tuple[str, float]]:
        """Yield name and ms a page."""
        yield from ((name, 1000 * total / PAGES) for name, total in self._seconds.items())


@contextmanager
def unhurried(**chosen: str) -> Iterator[Mill]:
    """Make a mill that may ask a host whenever it likes."""
    with mill(
        None,
        allow_addresses="127.0.0.0/8",
        host_delay_seconds="0",
        host_delay_factor="0",
        host_connections="1000",
        contact="https://newsmill.example/bench",
        log_level="error",
        **chosen,
    ) as made:
        yield made


def cost_table(urls: list[str], fetcher_ms: float) -> Table:
    """Measure each call that a fetch is made of.

    Args:
        urls: twice `PAGES` of them, of few hosts.
        fetcher_ms: CPU that a whole fetcher has taken for one page.
    """
    costs = Costs()
    with httpx.Client(trust_env=False) as client:
        for address in urls[:PAGES]:
            with costs.of("httpx.Client.get, for comparison"):
                assert client.get(address).content
    with unhurried(max_in_flight=str(4 * PAGES)) as made:
        # First once without counting: connections are made, and robots.txt is asked for.
        _work_off(made, urls[PAGES : 2 * PAGES], Costs())
        _work_off(made, urls[:PAGES], costs)
    table = Table("call", "ms of CPU a page", title="In one thread")
    rest = fetcher_ms
    for name, ms in costs.items():
        rest -= 0 if name.startswith("httpx") else ms
        table.add_row(name, f"{ms:.2f}")
    table.add_row("Celery: take, begin, acknowledge; threads", f"{rest:.2f}")
    table.add_row("the fetcher's process, with all threads busy", f"{fetcher_ms:.2f}")
    return table


def _work_off(made: Mill, urls: list[str], costs: Costs) -> None:
    """Do what the tasks do, in their order, until all pages are stored."""
    ledger, fetcher = made.app.resources.ledger, made.app.resources.fetcher
    messages = ledger.submit(map(url, urls))
    while messages:
        message = messages.pop()
        with costs.of("begin"):
            fields = ledger.begin(message, "t").fields
        with costs.of("fetch"):
            page = fetcher.fetch(fields["url"])
        assert isinstance(page, RawPage)
        with costs.of("hand over, with packing the page"):
            released = ledger.hand_over(message, "t", page, visit_of(None, 0.1))
        assert released is not None
        with costs.of("send: clean, and the host's next"):
            send(made.app, [Message("clean", message.job_id, message.generation), *released])
        messages += released


def cpu_seconds(pid: int) -> float:
    """Give what CPU a process has had. Source: proc(5), fields 14 and 15 of stat."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
