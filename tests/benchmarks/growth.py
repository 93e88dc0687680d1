"""What 1, 10 and 100 million articles a day need, computed from what one is measured to take.

    make bench-growth                      measures, and writes growth.toml and README's table
    python -m tests.benchmarks.growth      writes README's table from growth.toml

CPU is what is counted, not time, so that what else the machine does matters little.
"""

import math
import platform
import sys
import textwrap
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from config import logging as log_pipe
from config.settings import Logging
from tasks.chain import TASKS

ROOT: Final = Path(__file__).parents[2]
README: Final = ROOT / "README.md"
FILE: Final = Path(__file__).with_suffix(".toml")
BEGIN, END = "<!-- growth -->\n", "<!-- /growth -->"
DAY_SECONDS: Final = 86_400
MONTH_DAYS: Final = 30
GB: Final = 1e9
WIDTH: Final = 100
MILLIONS: Final = (1, 10, 100)
Measured = Mapping[str, float]


@dataclass(frozen=True)
class Assumed:
    """What is not measured, but depends on who uses it.

    Attributes:
        unchanged: fetches that bring what is known, for each article.
        peak: how much more the busiest hour has than the mean one.
        busy: how full a core of a worker may be at the peak.
        store_busy: how full the one core of a store may be at the peak.
        store_bytes: what one store may hold.
        sent_share: how much of a page's bytes a site sends, packed.
        groups: consumer groups that read every record.
        stream_hours: how long records stay on the stream.
        versions_days, closed_days, near_days: as the settings NEWSMILL_…_KEPT_DAYS.
        flight_seconds: how long an article is under way at the peak.
    """

    unchanged: float = 1
    peak: float = 3
    busy: float = 0.7
    store_busy: float = 0.5
    store_bytes: float = 64 * GB
    sent_share: float = 0.25
    groups: int = 2
    stream_hours: float = 6
    versions_days: float = 14
    closed_days: float = 1
    near_days: float = 3
    flight_seconds: float = 15
    page_bytes: int = 100_000
    reader_processes: int = 4
    host_delay_seconds: float = 1


@dataclass(frozen=True)
class Need:
    """What so many articles a day need. Units: those in the names; CPU in cores, at the peak."""

    articles_a_second: float
    fetches_a_second: float
    reader_cores: float
    readers: int
    reader_bytes: float
    fetcher_cores: float
    fetchers: int
    newsmills: int
    newsmills_for_work: int
    clock_cores: float
    store_cores: float
    broker_cores: float
    store_bytes: float
    stream_bytes: float
    in_flight: int
    store_received_bytes_a_second: float
    store_sent_bytes_a_second: float
    written_bytes_a_day: float
    fetched_bytes_a_month: float


def need(measured: Measured, assumed: Assumed, articles_a_day: float) -> Need:
    """Compute what so many articles a day need; clocks, stores and brokers for one newsmill.

    There are so many newsmills that a store has neither more work nor more bytes than it may.
    """
    m, peak = measured, articles_a_day / DAY_SECONDS * assumed.peak

    def at_peak(name: str) -> float:
        """Give what is taken in a second, of what is measured for an article and for a repeat."""
        return peak * (m[name] + assumed.unchanged * m[f"again_{name}"])

    # A server that has little to do takes several times as much for each command.
    store_cores = at_peak("store_ms") / 1000 * m["store_full_ms"] / m["store_ms"]
    broker_cores = at_peak("broker_ms") / 1000 * broker_full_ms(m) / m["broker_ms"]
    store_cores += peak * assumed.groups * m["consumer_ms"] / 1000
    in_flight = peak * assumed.flight_seconds
    stream_bytes = articles_a_day * assumed.stream_hours / 24 * m["stream_bytes"]
    kept_bytes = stream_bytes + in_flight * m["in_flight_bytes"] + articles_a_day * kept(m, assumed)
    for_work = math.ceil(store_cores / assumed.store_busy)
    newsmills = max(for_work, math.ceil(kept_bytes / assumed.store_bytes), 1)
    reader_cores = (at_peak("reader_ms") + at_peak("child_ms")) / 1000 / assumed.busy
    fetcher_cores = at_peak("fetcher_ms") / 1000 / assumed.busy
    sent = at_peak("store_sent_bytes") + peak * assumed.groups * m["consumer_bytes"]
    return Need(
        articles_a_second=peak,
        fetches_a_second=peak * (1 + assumed.unchanged),
        reader_cores=reader_cores,
        readers=math.ceil(reader_cores / assumed.reader_processes),
        reader_bytes=1e6 * (m["reader_mb"] + assumed.reader_processes * m["child_mb"]),
        fetcher_cores=fetcher_cores,
        fetchers=max(2, newsmills, math.ceil(fetcher_cores)),
        newsmills=newsmills,
        newsmills_for_work=for_work,
        clock_cores=at_peak("clock_ms") / 1000 / newsmills,
        store_cores=store_cores / newsmills,
        broker_cores=broker_cores / newsmills,
        store_bytes=kept_bytes / newsmills,
        stream_bytes=stream_bytes / newsmills,
        in_flight=math.ceil(in_flight / newsmills),
        store_received_bytes_a_second=at_peak("store_received_bytes") / newsmills,
        store_sent_bytes_a_second=sent / newsmills,
        written_bytes_a_day=at_peak("store_written_bytes") * DAY_SECONDS / assumed.peak / newsmills,
        fetched_bytes_a_month=articles_a_day
        * (1 + assumed.unchanged)
        * assumed.page_bytes
        * assumed.sent_share
        * MONTH_DAYS,
    )


def broker_full_ms(measured: Measured) -> float:
    """Give what a busy broker spends on an article, which is a message for each task."""
    return len(TASKS) * measured["broker_full_ms"]


def kept(measured: Measured, assumed: Assumed) -> float:
    """Give the bytes that stay for each article a day, besides the stream.

    A repeat leaves its ledger entry and its outcome too. Near-duplicates go by books, which may be
    half as old again; the tables that list the keys are as old as the heads.
    """
    m, jobs = measured, 1 + assumed.unchanged
    return (
        jobs * assumed.closed_days * m["ledger_bytes"]
        + jobs * assumed.stream_hours / 24 * m["outcomes_bytes"]
        + assumed.versions_days * (m["head_bytes"] + m["tables_bytes"])
        + 1.5 * assumed.near_days * m["near_bytes"]
    )


DEFAULTS: Final = Assumed(stream_hours=14 * 24, versions_days=90, closed_days=2, near_days=7)
"""How long things are kept when nobody sets it."""


# ---------------------------------------------------------------- the table

ROWS: Final[tuple[tuple[str, Callable[[Need], str]], ...]] = (
    ("articles a second, at the peak", lambda n: count(n.articles_a_second)),
    ("fetches a second, and so hosts that answer", lambda n: count(n.fetches_a_second)),
    ("**readers**: cores", lambda n: count(n.reader_cores)),
    ("… containers of 4 processes", lambda n: count(n.readers)),
    ("… memory of each", lambda n: size(n.reader_bytes)),
    ("**fetchers**: cores", lambda n: count(n.fetcher_cores)),
    ("… containers of one core", lambda n: count(n.fetchers)),
    ("**newsmills**, each with two servers", lambda n: count(n.newsmills)),
    ("… so many would do for the stores' work", lambda n: count(n.newsmills_for_work)),
    ("in each: clock", lambda n: share(n.clock_cores)),
    ("… broker", lambda n: share(n.broker_cores)),
    ("… store", lambda n: share(n.store_cores)),
    ("… store: memory", lambda n: size(n.store_bytes)),
    ("… `NEWSMILL_STREAM_KEPT_BYTES`", lambda n: size(n.stream_bytes)),
    ("… `NEWSMILL_MAX_IN_FLIGHT`", lambda n: count(max(1000, n.in_flight))),
    ("… store: received a second", lambda n: size(n.store_received_bytes_a_second)),
    ("… store: sent a second", lambda n: size(n.store_sent_bytes_a_second)),
    ("… store: written to disk a day", lambda n: size(n.written_bytes_a_day)),
    ("… store: disk, while the file is rewritten", lambda n: size(3 * n.store_bytes)),
    ("**fetched** a month", lambda n: size(n.fetched_bytes_a_month)),
)


def told(measured: Measured) -> str:
    """Give what README has between its marks: the figures in words, then the table."""
    m = measured
    reader_ms = m["reader_ms"] + m["child_ms"]
    rates = {name: 1000 / m[f"{name}_full_ms"] for name in ("store", "broker")}
    words = (
        f"One article takes {reader_ms:.0f} ms of CPU in the reader, {m['fetcher_ms']:.1f} in the"
        f" fetcher and {m['clock_ms']:.1f} in the clock; one fetch of what is known,"
        f" {m['again_fetcher_ms']:.1f} in the fetcher. A store that is driven to"
        f" {100 * m['store_core_share']:.0f} % of its core spends {m['store_full_ms']:.1f}"
        f" ms on an article, so it is full at {count(rates['store'])} a second, the work of"
        f" {count(rates['store'] * reader_ms / 1000)} reader cores; a broker spends"
        f" {broker_full_ms(m):.2f} ms on the {len(TASKS)} messages of one, and is full at"
        f" {count(rates['broker'])} messages a second. With one article at a time they take"
        f" {m['store_ms']:.1f} and {m['broker_ms']:.1f} ms. Of an article"
        f" {size(m['stream_bytes'])} stay on the stream,"
        f" {size(m['head_bytes'] + m['tables_bytes'])} for its head,"
        f" {size(m['ledger_bytes'])} in the ledger and {size(m['near_bytes'])} for near-duplicates;"
        f" {size(m['in_flight_bytes'])} are in flight. A reader holds {m['reader_mb']:.0f} MB and"
        f" {m['child_mb']:.0f} MB for each process, a fetcher {m['fetcher_mb']:.0f} MB, a clock"
        f" {m['clock_mb']:.0f} MB."
    )
    return "\n".join(textwrap.wrap(words, WIDTH)) + "\n\n" + table(m)


def table(measured: Measured) -> str:
    """Give what each number of articles needs."""
    needs = [need(measured, Assumed(), 1e6 * number) for number in MILLIONS]
    lazy = [need(measured, DEFAULTS, 1e6 * number) for number in MILLIONS]
    rows = [["articles a day", *(f"{number} million" for number in MILLIONS)]]
    rows.append(["---", *("---:" for _ in MILLIONS)])
    rows += [[name, *map(shown, needs)] for name, shown in ROWS]
    all_bytes = (size(one.store_bytes * one.newsmills) for one in lazy)
    rows.append(["all stores, were all retention left at its default", *all_bytes])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def count(number: float) -> str:
    """Give a number with two figures, the last one rounded up."""
    step = 10 ** max(0, math.floor(math.log10(max(number, 1))) - 1)
    return f"{math.ceil(number / step) * step:,}"


def share(cores: float) -> str:
    """Give a share of one core."""
    return f"{100 * cores:.0f} % of a core"


def size(number: float) -> str:
    """Give bytes, with two figures."""
    power = min(4, int(math.log10(number) // 3))
    scaled = number / 1000**power
    figures = f"{scaled:.1f}" if scaled < 10 else f"{float(f'{scaled:.2g}'):.0f}"
    return f"{figures} {('bytes', 'kB', 'MB', 'GB', 'TB')[power]}"


def measured_figures() -> Measured:
    """Give the figures of the file."""
    figures: Measured = tomllib.loads(FILE.read_text(encoding="utf-8"))["measured"]
    return figures


def write() -> None:
    """Put the figures and the table into README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    text = before + BEGIN + told(measured_figures()) + END + rest.partition(END)[2]
    README.write_text(text, encoding="utf-8")


# ---------------------------------------------------------------- measuring


def measure() -> None:
    """Measure all, and write the file."""
    # Imported here: whoever only computes needs no Redis.
    from tests.benchmarks.growth_costs import costs  # noqa: PLC0415
    from tests.benchmarks.growth_load import ceilings  # noqa: PLC0415

    log_pipe.configure(Logging(log_level="error"))
    figures: dict[str, Any] = {**costs(), **ceilings()}
    about = {"date": datetime.now(UTC).date().isoformat(), "machine": machine()}
    lines = ["# Written by make bench-growth. Of one article, unless the name says otherwise."]
    lines += [f'{name} = "{value}"' for name, value in about.items()]
    lines += ["", "[measured]", *(f"{name} = {value:.6g}" for name, value in figures.items())]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def machine() -> str:
    """Give what this machine is."""
    models = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    name = models[0].partition(":")[2].strip()
    return f"{len(models)} cores, {name}, Python {platform.python_version()}"


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    write()
