"""What delivering costs: publishing, what stays in the store for it, and consuming.

    make bench-deliver

Publishing is measured beside a bare XADD of the same fields by the same client, consuming beside
bare XREADGROUP and XACK, by turns. Only the ratios mean something: the machine and the server
share its cores.
"""

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import redis
from rich.console import Console
from rich.table import Table

from config import logging as log_pipe
from config.settings import Logging, settings
from tasks.comparing.minhash import signature_of
from tasks.hosts import Visit
from tasks.job import Job, Message, RawPage
from tasks.publish import publication_of
from tasks.record import Article, Extractions
from tasks.resources import Publication
from tasks.steps import clean_page, extract_facts
from tasks.submitting import TEXT_TYPE
from tasks.urls.identity import identity_of
from tests.benchmarks.fetch_costs import unhurried
from tests.leaks import kind_of
from tests.mill import Mill, url
from worker.consuming.consumer import BATCH, Consumer
from worker.models import LanguageModels
from worker.store import keys
from worker.store.ledger import Ledger

WORDS_FROM: Final = Path("seeds/articles/drone-raid-voronezh.txt")  # 621 words
WORDS: Final = 600
VOCABULARY: Final = [f"word{number}" for number in range(20_000)]
ROUNDS: Final = 9
JOBS_A_ROUND: Final = 60
SMALL_BYTES: Final = 2_000
WARM_UP: Final = 200
KEPT: Final = 1_000
HOSTS: Final = 50
CONSUMED: Final = 3_000
GROUP: Final = "bench"
BARE_STREAM: Final = "bench"
Run = Callable[[], None]
Output = RawPage | Article | Extractions
console = Console()


class Read(NamedTuple):
    """An article as the task `publish` gets it."""

    article: Article
    facts: Extractions


def main() -> None:
    """Print all tables."""
    log_pipe.configure(Logging(log_level="error"))
    read = read_article()
    with unhurried() as made:
        console.print(publish_table(made, read))
    with unhurried() as made:
        for table in kept_tables(made, read):
            console.print(table)
        console.print(consume_table(made.store))


def read_article() -> Read:
    """Clean and read one article of some 600 words, as if it had been fetched."""
    models = LanguageModels(settings().reading)
    page = RawPage(
        body=WORDS_FROM.read_bytes(),
        content_type=TEXT_TYPE,
        final_url=address(0),
        status=200,
        at=datetime.now(UTC),
        etag='"5f3c8a1b2d4e6"',
        last_modified="Sun, 01 Mar 2026 07:30:00 GMT",
    )
    article = clean_page(Job(id="", kind="url", url=address(0)), page, models, settings())
    return Read(article, extract_facts(article, models))


def address(number: int) -> str:
    """Give a URL as long as those of news are: some 90 characters."""
    host = f"https://www.river-herald-{number % HOSTS:02d}.example"
    return f"{host}/world/2026/03/01/night-raid-on-depots-near-voronezh-{number:08d}.html"


def publications(made: Mill, read: Read, numbers: range) -> Iterator[tuple[Message, Publication]]:
    """Bring jobs as far as `publish`, begun; give with what each is to end."""
    resources = made.app.resources
    for message in fetches(resources.ledger, numbers):
        job = Job(id=message.job_id, kind="url", url=state(resources.ledger, message)["url"])
        article = article_of(read.article, job)
        outputs: tuple[RawPage | Article | Extractions, ...] = (
            RawPage(body=b"", content_type=TEXT_TYPE),
            article,
            read.facts,
        )
        current = message
        for task, output in zip(("fetch", "clean", "extract"), outputs, strict=True):
            current = Message(task, message.job_id, message.generation)
            resources.ledger.begin(current, task)
            resources.ledger.hand_over(current, task, output, Visit("answered", 0.1))
        current = Message("publish", message.job_id, message.generation)
        resources.ledger.begin(current, "publish")
        signature = signature_of(words_of(job), read.facts.figures)
        known = resources.ledger.known(article.id, article.content.text_sha256, signature)
        yield current, publication_of(resources, job, article, read.facts, known, signature)


def fetches(ledger: Ledger, numbers: range) -> list[Message]:
    """Submit URLs; give the messages of all."""
    messages = ledger.submit(url(address(number)) for number in numbers)
    while more := ledger.wake().messages:
        messages.extend(more)
    return messages


def state(ledger: Ledger, message: Message) -> Mapping[str, str]:
    """Give what the ledger knows of a message's job."""
    return ledger.state(message.job_id) or {}


def article_of(article: Article, job: Job) -> Article:
    """Give the article as that of another URL, as if its text were its own too."""
    document = identity_of(url=job.url, own_id=None, text="")
    content = article.content.model_copy(update={"text_sha256": document * 2})
    return article.model_copy(update={"id": document, "content": content})


def words_of(job: Job) -> str:
    """Give as many words as an article has, that no other job has in this order."""
    chance = random.Random(job.url)  # noqa: S311 - no secret
    return " ".join(chance.choices(VOCABULARY, k=WORDS))


# ---------------------------------------------------------------- publishing


def publish_table(made: Mill, read: Read) -> Table:
    """Time `Ledger.publish` and XADD of the same fields, by turns.

    All of a round are compared before the first is published, as by so many workers: each has to
    look for those that came meanwhile.
    """
    table = Table("record", "publish", "XADD", "ratio", title="Published a second, one client")
    for small in (False, True):
        rates: dict[str, list[float]] = defaultdict(list)
        for number in range(ROUNDS):
            first = (ROUNDS * small + number) * JOBS_A_ROUND
            ready = list(publications(made, read, range(first, first + JOBS_A_ROUND)))
            if small:
                ready = [(message, cut(publication)) for message, publication in ready]
            publish, add = publishing(made, ready), adding(made.store, ready)
            for name, run in by_turns(number, ("publish", publish), ("XADD", add)):
                rates[name].append(JOBS_A_ROUND / seconds(run))
            record = len(ready[0][1].entry["record"])
        table.add_row(f"{record} bytes", *compared(rates["publish"], rates["XADD"]))
    return table


def cut(publication: Publication) -> Publication:
    """Give a publication with a short record."""
    short = publication.entry["record"][:SMALL_BYTES]
    return replace(publication, entry={**publication.entry, "record": short})


def publishing(made: Mill, ready: list[tuple[Message, Publication]]) -> Run:
    """Give what publishes all."""
    ledger = made.app.resources.ledger

    def run() -> None:
        for message, publication in ready:
            ledger.publish(message, publication)

    return run


def adding(store: redis.Redis, ready: list[tuple[Message, Publication]]) -> Run:
    """Give what adds all entries to another stream."""

    def run() -> None:
        for _, publication in ready:
            store.xadd(BARE_STREAM, cast("Any", publication.entry))

    return run


def by_turns(round_: int, *runs: tuple[str, Run]) -> Iterator[tuple[str, Run]]:
    """Give both runs, in each round the other one first."""
    return iter(runs if round_ % 2 else runs[::-1])


def compared(ours: list[float], bare: list[float]) -> Iterator[str]:
    """Give both medians, and the median of the ratios round by round."""
    yield f"{statistics.median(ours):.0f}"
    yield f"{statistics.median(bare):.0f}"
    yield f"{statistics.median(o / b for o, b in zip(ours, bare, strict=True)):.2f}"


def seconds(run: Run) -> float:
    """Time it."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


# ---------------------------------------------------------------- what stays


def kept_tables(made: Mill, read: Read) -> list[Table]:
    """Publish articles of so many URLs, and measure all keys that they leave."""
    ledger = made.app.resources.ledger
    ready = publications(made, read, range(WARM_UP))
    for message, publication in ready:
        ledger.publish(message, publication)
        ledger.remember(publication)
    before, kept_before = used_bytes(made.store), bytes_by_kind(made.store)
    in_flight: Counter[str] = Counter()
    for message, publication in publications(made, read, range(WARM_UP, WARM_UP + KEPT)):
        in_flight = in_flight or bytes_by_kind(made.store, message.job_id)
        ledger.publish(message, publication)
        ledger.remember(publication)
    kept = bytes_by_kind(made.store) - kept_before
    grown = used_bytes(made.store) - before
    table = Table("keys", "bytes", title=f"Kept of one published URL, mean of {KEPT}")
    for name, size in kept.most_common():
        table.add_row(name, f"{size / KEPT:.0f}")
    beside = kept.total() - kept[keys.ARTICLES.name]
    table.add_row("all beside the article's entry", f"{beside / KEPT:.0f}")
    table.add_row(
        "… with the tables that list the keys", f"{(grown - kept.total() + beside) / KEPT:.0f}"
    )
    flying = Table("keys", "bytes", title="In flight before publish, of one article")
    for name, size in in_flight.most_common():
        flying.add_row(name, str(size))
    return [table, flying]


def bytes_by_kind(store: redis.Redis, job_id: str = "") -> Counter[str]:
    """Give what all keys occupy, or those of one job, by kind."""
    sizes: Counter[str] = Counter()
    for name in store.scan_iter(match=f"*{job_id}", count=1000):
        kind = kind_of(str(name))
        sizes[kind.name if kind else str(name)] += int(store.memory_usage(name, samples=0) or 0)
    return sizes


def used_bytes(store: redis.Redis) -> int:
    """Give what the store holds in memory."""
    return int(store.info("memory")["used_memory"])


# ---------------------------------------------------------------- consuming


def consume_table(store: redis.Redis) -> Table:
    """Read and acknowledge the article stream by `Consumer`, and by bare commands."""
    record = str(cast("Any", store.xrevrange(keys.ARTICLES.name, count=1))[0][1]["record"])
    while store.xlen(keys.ARTICLES.name) < CONSUMED:
        store.xadd(keys.ARTICLES.name, {"record": record})
    rates: dict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        for name, run in by_turns(number, ("Consumer", consuming(store)), ("bare", reading(store))):
            store.xgroup_create(keys.ARTICLES.name, GROUP, "0")
            rates[name].append(store.xlen(keys.ARTICLES.name) / seconds(run))
            store.xgroup_destroy(keys.ARTICLES.name, GROUP)
    title = f"Read and acknowledged a second, {len(record)} bytes each"
    table = Table("Consumer", "XREADGROUP and XACK", "ratio", title=title)
    table.add_row(*compared(rates["Consumer"], rates["bare"]))
    return table


def consuming(store: redis.Redis) -> Run:
    """Give what consumes all, each acknowledged."""

    def run() -> None:
        consumer = Consumer(store, GROUP)
        for entry in consumer.entries(follow=False):
            consumer.acknowledge(entry)

    return run


def reading(store: redis.Redis) -> Run:
    """Give what reads all by batches as large as the consumer's, each acknowledged."""

    def run() -> None:
        stream = keys.ARTICLES.name
        while found := cast("Any", store.xreadgroup(GROUP, "m", {stream: ">"}, count=BATCH)):
            for entry_id, _ in found[0][1]:
                store.xack(stream, GROUP, entry_id)

    return run


if __name__ == "__main__":
    main()
