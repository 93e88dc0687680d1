"""What `newsmill metrics` tells: every metric with its meaning, and its values from the store.

The store counts; nothing is counted here. What `newsmill status` tells too, both ask for in one
way.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Final, Literal, NamedTuple

import redis
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from tasks.chain import TASKS
from tasks.outcomes import REASONS
from worker.reporting.hosts import hosts_waited_for, waited_for
from worker.reporting.service import oldest_queued
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.arguments import DAY_SECONDS
from worker.store.connection import now_ms, store_errors
from worker.store.retention import Group
from worker.store.streams import PUBLISHED
from worker.store.totals import ANSWER, BOUNDS_MS, Times, totals

STORE: Final = "store"
BROKER: Final = "broker"


class Meaning(NamedTuple):
    """What a metric tells.

    Attributes:
        type: a counter only grows.
        text: what it counts, with its unit.
        labels: their names.
    """

    type: Literal["counter", "gauge", "histogram"]
    text: str
    labels: tuple[str, ...] = ()


class Sample(NamedTuple):
    """One value of a metric, with the values of its labels."""

    name: str
    value: float | Times
    labels: tuple[str, ...] = ()


GROUP: Final = ("stream", "group")
METRICS: Final[dict[str, Meaning]] = {
    "newsmill_info": Meaning("gauge", "1; the version of the exporter.", ("version",)),
    "newsmill_submitted_total": Meaning("counter", "Jobs handed in, replays too."),
    "newsmill_jobs_total": Meaning(
        "counter", "Jobs that ended, by outcome and reason.", ("outcome", "reason")
    ),
    "newsmill_attempts_failed_total": Meaning(
        "counter",
        "Attempts that failed and were not the job's end, and those that went silent (poison: it"
        " took too long, or its worker died).",
        ("task", "reason"),
    ),
    "newsmill_task_seconds": Meaning(
        "histogram", "Time that the attempt took that ended a task of a job, seconds.", ("task",)
    ),
    "newsmill_fetch_response_seconds": Meaning(
        "histogram", "Time until a host had answered a fetch, refusals too, seconds."
    ),
    "newsmill_step_seconds_total": Meaning(
        "counter",
        "CPU that a step took in all, seconds; each process tells it every 10 seconds.",
        ("step",),
    ),
    "newsmill_step_runs_total": Meaning(
        "counter", "How often a step ran, or found that it need not.", ("step",)
    ),
    "newsmill_ledger_jobs": Meaning(
        "gauge",
        "Jobs without an outcome: waiting, queued (by task) or running.",
        ("state", "task"),
    ),
    "newsmill_queue_oldest_seconds": Meaning(
        "gauge", "Time that the oldest queued job has been queued, seconds; 0: none is.", ("task",)
    ),
    "newsmill_canary_seconds": Meaning(
        "gauge",
        "Time that the last canary took through a queue, seconds; absent: none was needed today.",
        ("task",),
    ),
    "newsmill_jobs_dead": Meaning("gauge", "Dead jobs that can be looked into and replayed."),
    "newsmill_inbox_entries": Meaning("gauge", "Entries of the inbox that are no jobs yet."),
    "newsmill_hosts_waiting": Meaning("gauge", "Hosts for whose turn jobs wait."),
    "newsmill_circuits_open": Meaning(
        "gauge", "Those of them that are left alone because they refused or failed; 2000 at most."
    ),
    "newsmill_stream_entries": Meaning("gauge", "Entries of a stream.", ("stream",)),
    "newsmill_stream_bytes": Meaning("gauge", "Memory that a stream takes, bytes.", ("stream",)),
    "newsmill_group_lag": Meaning("gauge", "Entries that a group has not read.", GROUP),
    "newsmill_group_pending": Meaning(
        "gauge", "Entries that a group has read and not acknowledged.", GROUP
    ),
    "newsmill_group_idle_seconds": Meaning(
        "gauge", "Time since a member last asked, seconds; absent: there is no member.", GROUP
    ),
    "newsmill_group_oldest_seconds": Meaning(
        "gauge", "Age of the first entry that a group needs, seconds; 0: it needs none.", GROUP
    ),
    "newsmill_group_dead": Meaning(
        "gauge", "Entries that a group gave up; also where the group is gone.", GROUP
    ),
    "newsmill_group_blocking": Meaning(
        "gauge", "1 where a group keeps entries from going though nobody reads it.", GROUP
    ),
    "newsmill_entries_lost_total": Meaning(
        "counter", "Entries that went before a group had them: the hard limit.", GROUP
    ),
    "newsmill_clock_running": Meaning("gauge", "1 while some clock holds the lease."),
    "newsmill_redis_up": Meaning("gauge", "1 while the server answers.", ("server",)),
    "newsmill_redis_memory_bytes": Meaning(
        "gauge", "Memory that the server uses, bytes.", ("server",)
    ),
    "newsmill_redis_memory_limit_bytes": Meaning(
        "gauge", "Its maxmemory, bytes; 0: it has none.", ("server",)
    ),
}
"""All of them, in the order in which they are told."""


def families(samples: Iterable[Sample]) -> Iterator[Metric]:
    """Give values as prometheus_client has them; a metric without any is left out."""
    found: dict[str, list[Sample]] = {name: [] for name in METRICS}
    for sample in samples:
        found[sample.name].append(sample)
    for name, values in found.items():
        if values:
            yield _family(name, values)


def info() -> Sample:
    """Give the version of this program."""
    return Sample("newsmill_info", 1, (version("newsmill"),))


def down(server: str) -> list[Sample]:
    """Give what is told of a server that does not answer."""
    return [Sample("newsmill_redis_up", 0, (server,))]


def of_server(client: redis.Redis, server: str) -> list[Sample]:
    """Give the memory of a server.

    One that lets us in and does not tell its memory is up all the same.

    Raises:
        redis.RedisError: it does not answer.
    """
    told = [Sample("newsmill_redis_up", 1, (server,))]
    try:
        memory = client.info("memory")
    except redis.exceptions.NoPermissionError:
        return told
    return [
        *told,
        Sample("newsmill_redis_memory_bytes", memory["used_memory"], (server,)),
        Sample("newsmill_redis_memory_limit_bytes", memory["maxmemory"], (server,)),
    ]


def of_store(resources: WorkerResources) -> list[Sample]:
    """Give all that the store tells. Reads only.

    Raises:
        StoreError: it does not answer, or cannot serve now.
    """
    at_ms = now_ms(resources.texts)
    with store_errors():
        server = of_server(resources.texts, STORE)
    return [
        *server,
        *_counted(resources.texts),
        *_ledger(resources, at_ms),
        *_canaries(resources.texts),
        *_frontier(resources),
        *(sample for key in PUBLISHED for sample in _stream(resources, key)),
    ]


def _counted(store: redis.Redis) -> Iterator[Sample]:
    """Give what has happened in all; what can end a job is there from the beginning."""
    told = totals(store)
    yield Sample("newsmill_submitted_total", told.submitted)
    endings: dict[tuple[str, str], int] = {
        (outcome, reason): 0 for outcome in REASONS for reason in sorted(REASONS[outcome])
    }
    for labels, count in (endings | dict(told.jobs)).items():
        yield Sample("newsmill_jobs_total", count, labels)
    for labels, count in told.failed.items():
        yield Sample("newsmill_attempts_failed_total", count, labels)
    for task in TASKS:
        yield Sample("newsmill_task_seconds", told.times[task], (task,))
    yield Sample("newsmill_fetch_response_seconds", told.times[ANSWER])
    for step, seconds in told.step_seconds.items():
        yield Sample("newsmill_step_seconds_total", seconds, (step,))
    for step, runs in told.step_runs.items():
        yield Sample("newsmill_step_runs_total", runs, (step,))


def _ledger(resources: WorkerResources, at_ms: int) -> Iterator[Sample]:
    counts, store = resources.ledger.counts(), resources.texts
    yield Sample("newsmill_ledger_jobs", counts.waiting, ("waiting", ""))
    for task, count in counts.queued.items():
        yield Sample("newsmill_ledger_jobs", count, ("queued", task))
    yield Sample("newsmill_ledger_jobs", counts.running, ("running", ""))
    kept_ms = int(1000 * DAY_SECONDS * resources.settings.keeping.dead_kept_days)
    with store_errors():
        ages = oldest_queued(store, at_ms)
        dead = store.zcount(keys.DEAD.name, at_ms - kept_ms, "+inf")
        inbox = store.xlen(keys.INBOX.name)
    for task in TASKS:
        yield Sample("newsmill_queue_oldest_seconds", ages.get(task, 0), (task,))
    yield Sample("newsmill_jobs_dead", dead)
    yield Sample("newsmill_inbox_entries", inbox)
    yield Sample("newsmill_clock_running", resources.ledger.clock_runs())


def _canaries(store: redis.Redis) -> Iterator[Sample]:
    with store_errors():
        pipeline = store.pipeline(transaction=False)
        for task in TASKS:
            pipeline.hget(keys.CANARY.of(task), "took")
        answers = pipeline.execute()
    for task, took_ms in zip(TASKS, answers, strict=True):
        if took_ms is not None:
            yield Sample("newsmill_canary_seconds", int(took_ms) / 1000, (task,))


def _frontier(resources: WorkerResources) -> Iterator[Sample]:
    yield Sample("newsmill_hosts_waiting", hosts_waited_for(resources))
    circuits = sum(host.is_open for host in waited_for(resources))
    yield Sample("newsmill_circuits_open", circuits)


def _stream(resources: WorkerResources, key: keys.Key) -> Iterator[Sample]:
    state = resources.retention.state(key)
    yield Sample("newsmill_stream_entries", state.length, (key.name,))
    yield Sample("newsmill_stream_bytes", state.bytes, (key.name,))
    for group in state.groups:
        yield from _group(group, (key.name, group.name))
    # From zero on: of a counter that appears, Prometheus does not see what it appears with.
    none = {group.name: 0 for group in state.groups}
    for name, count in (none | state.dead).items():
        yield Sample("newsmill_group_dead", count, (key.name, name))
    for name, count in (none | state.lost).items():
        yield Sample("newsmill_entries_lost_total", count, (key.name, name))


def _group(group: Group, labels: tuple[str, str]) -> Iterator[Sample]:
    yield Sample("newsmill_group_lag", group.lag, labels)
    yield Sample("newsmill_group_pending", group.pending, labels)
    if group.idle_seconds is not None:
        yield Sample("newsmill_group_idle_seconds", group.idle_seconds, labels)
    yield Sample("newsmill_group_oldest_seconds", group.oldest_seconds or 0, labels)
    yield Sample("newsmill_group_blocking", group.blocking, labels)


def _family(name: str, samples: Iterable[Sample]) -> Metric:
    meaning = METRICS[name]
    if meaning.type == "histogram":
        histogram = HistogramMetricFamily(name, meaning.text, labels=meaning.labels)
        bounds = [*(str(bound / 1000) for bound in BOUNDS_MS), "+Inf"]
        for sample in samples:
            if isinstance(sample.value, Times):
                buckets = list(zip(bounds, sample.value.buckets, strict=True))
                histogram.add_metric(sample.labels, buckets, sample.value.seconds)
        return histogram
    kind = CounterMetricFamily if meaning.type == "counter" else GaugeMetricFamily
    family = kind(name, meaning.text, labels=meaning.labels)
    for sample in samples:
        if isinstance(sample.value, int | float):
            family.add_metric(sample.labels, sample.value)
    return family
