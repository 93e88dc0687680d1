"""How fast pages are fetched beside a bare httpx loop, and how well the set rate is kept.

    make bench-fetch

Both loops fetch the same pages with the same threads, by turns, from a site with latency on
many addresses of loopback. The service runs with one fetcher and without readers, so what is
timed ends when the raw page is in the store and the message for `clean` is out. Only the ratio
means something: the machine, the site and the two Redis servers share its cores.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

import httpx
from rich.console import Console
from rich.table import Table

from config import logging as log_pipe
from config.settings import Logging
from tests.benchmarks.fetch_costs import cost_table, cpu_seconds, unhurried
from tests.benchmarks.slow_site import LATENCY_SECONDS, address_of
from tests.mill import Mill, mill, url
from tests.waiting import wait_until
from worker.store import keys
from worker.supervising.machine import command_of, environment_of
from worker.supervising.supervisor import Role, Supervisor

THREADS: Final = 64
HOSTS: Final = 128
PAGES: Final = 6_000
WARM_UP: Final = 500
ROUNDS: Final = 3
RATE_HOSTS: Final = 20
RATE_SECONDS: Final = 60.0
FETCHERS: Final = 4
console = Console()


def main() -> None:
    """Print all tables."""
    log_pipe.configure(Logging(log_level="error"))
    with site() as port:
        table, fetcher_ms = speed_table(port)
        console.print(table)
        console.print(rate_table(port))
    # Without latency, or a processor that has slept would be what is measured.
    with site(latency_seconds=0) as port:
        few = [f"http://{address_of(n % 10)}:{port}/costs-{n}" for n in range(PAGES)]
        console.print(cost_table(few, fetcher_ms))


@contextmanager
def site(latency_seconds: float = LATENCY_SECONDS) -> Iterator[int]:
    """Run the site; give its port."""
    arguments = ["-m", "tests.benchmarks.slow_site", str(HOSTS), str(latency_seconds)]
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout
            yield int(running.stdout.readline())
        finally:
            running.terminate()


def urls_of(port: int, pages: int, name: str) -> list[str]:
    """Give the URLs of some pages, the hosts by turns."""
    return [f"http://{address_of(n % HOSTS)}:{port}/{name}-{n}" for n in range(pages)]


# ---------------------------------------------------------------- speed


def speed_table(port: int) -> tuple[Table, float]:
    """Measure both loops, by turns; give what a page costs the fetcher too, in ms of CPU."""
    bare, ours, shares, ms = [], [], [], []
    for number in range(ROUNDS):
        bare.append(bare_rate(urls_of(port, PAGES, f"bare{number}")))
        rate, fetcher_ms = our_rate(urls_of(port, PAGES, f"ours{number}"))
        ours.append(rate)
        ms.append(fetcher_ms)
        shares.append(rate / bare[-1])
    title = f"{PAGES} pages of {HOSTS} hosts, {LATENCY_SECONDS * 1000:.0f} ms of latency"
    table = Table("", "pages a second", "ms of wall time a page", title=title)
    for name, rates in ((f"httpx, {THREADS} threads", bare), ("newsmill, one fetcher", ours)):
        rate = statistics.median(rates)
        table.add_row(name, f"{rate:.0f}", f"{1000 / rate:.2f}")
    ratios = ", ".join(f"{share:.2f}" for share in shares)
    table.add_row("ratio, median", f"{statistics.median(shares):.2f}", f"each: {ratios}")
    return table, statistics.median(ms)


def bare_rate(urls: list[str]) -> float:
    """Fetch with httpx and nothing else; give pages a second."""
    # Its own limits: with more idle connections kept, httpx is three times slower.
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(THREADS) as pool:

        def get(address: str) -> int:
            return len(client.get(address).content)

        list(pool.map(get, urls[:WARM_UP]))
        started = time.monotonic()
        assert all(pool.map(get, urls[WARM_UP:]))
        return (len(urls) - WARM_UP) / (time.monotonic() - started)


def our_rate(urls: list[str]) -> tuple[float, float]:
    """Fetch with the service's one fetcher; give pages a second, and its ms of CPU a page."""
    with (
        unhurried(fetcher_threads=str(THREADS), max_in_flight=str(len(urls))) as made,
        fetchers(made, 1) as pids,
    ):
        made.submit(*map(url, urls))
        wait_until(lambda: fetched(made) >= WARM_UP, 120, "warm-up")
        before, started, cpu = fetched(made), time.monotonic(), cpu_seconds(pids()[0])
        wait_until(lambda: fetched(made) >= len(urls), 300, "all pages")
        pages, seconds = len(urls) - before, time.monotonic() - started
        return pages / seconds, 1000 * (cpu_seconds(pids()[0]) - cpu) / pages


def fetched(made: Mill) -> int:
    """Count the pages that wait for a reader."""
    return int(made.store.zcard(keys.QUEUED.of("clean")))


@contextmanager
def fetchers(made: Mill, count: int) -> Iterator[Callable[[], list[int]]]:
    """Run that many fetchers, and the clock; give what gives the fetchers' pids."""
    settings = made.app.newsmill_settings
    roles = [
        Role("fetcher", command_of("fetcher"), count=count),
        Role("clock", command_of("clock")),
    ]
    supervisor = Supervisor(roles, environment=environment_of(settings, made.servers))
    supervisor.start()
    try:
        yield lambda: supervisor.pids["fetcher"]
    finally:
        supervisor.stop(grace_seconds=10)


# ---------------------------------------------------------------- politeness


def rate_table(port: int) -> Table:
    """Measure how often each host is asked, with several fetchers, at two set rates."""
    table = Table(
        "set rate",
        "least",
        "median",
        "most",
        "shortest gap",
        title=f"{FETCHERS} fetchers, a minute",
    )
    for rate in (1.0, 4.0):
        rates, gaps = host_rates(port, rate)
        spread = (min(rates), statistics.median(rates), max(rates))
        shares = [f"{one / rate:.1%}" for one in spread]
        table.add_row(f"{rate:g}/s", *shares, f"{min(gaps):.3f} s")
    return table


def host_rates(port: int, rate: float) -> tuple[list[float], list[float]]:
    """Fetch from some hosts for a minute; give the rate of each, and all gaps, in seconds."""
    pages = int(RATE_HOSTS * rate * (RATE_SECONDS + 20))
    started = time.time()
    with (
        mill(
            allow_addresses="127.0.0.0/8",
            host_delay_seconds=str(1 / rate),
            host_delay_factor="0",
            max_in_flight=str(pages),
            log_level="error",
        ) as made,
        fetchers(made, FETCHERS),
    ):
        made.submit(
            *(
                url(f"http://{address_of(n % RATE_HOSTS)}:{port}/rate{rate:g}-{n}")
                for n in range(pages)
            )
        )
        wait_until(_asked_for_a_minute(port, started), 3 * RATE_SECONDS, "a minute of requests")
    rates, gaps = [], []
    for times in _times(port, started).values():
        minute = [at for at in times if times[0] <= at <= times[0] + RATE_SECONDS]
        rates.append((len(minute) - 1) / (minute[-1] - minute[0]))
        gaps += [later - at for at, later in pairwise(minute)]
    return rates, gaps


def _asked_for_a_minute(port: int, started: float) -> Callable[[], bool]:
    def done() -> bool:
        found = _times(port, started)
        return len(found) == RATE_HOSTS and all(
            times[-1] - times[0] > RATE_SECONDS for times in found.values()
        )

    return done


def _times(port: int, started: float) -> dict[str, list[float]]:
    answer = httpx.get(f"http://{address_of(0)}:{port}/times", trust_env=False).text
    found: dict[str, list[float]] = json.loads(answer)
    times = {host: sorted(at for at in all_ if at > started) for host, all_ in found.items()}
    return {host: at for host, at in times.items() if at}


if __name__ == "__main__":
    main()
