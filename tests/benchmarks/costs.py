"""What a document costs: CPU by step, and Redis commands by job.

    make bench

Absolute times depend on the machine and on what else it does; the shares between the steps
depend little on it.
"""

import statistics
from collections import Counter, defaultdict
from typing import cast

import redis
from rich.console import Console
from rich.table import Table

from config import logging as log_pipe
from config.settings import Logging, settings
from tasks.job import Job, RawPage
from tasks.submitting import TEXT_TYPE
from tests import invented
from tests.mill import Mill, mill, text
from worker.extracting.page import extract_page
from worker.models import LanguageModels
from worker.store import keys
from worker.store.connection import connect

ARTICLES = 40
JOBS = 200
WORDS = 600
console = Console()


def main() -> None:
    """Print all tables."""
    log_pipe.configure(Logging(log_level="error"))
    console.print(steps_table())
    with mill(log_level="error") as made:
        console.print(redis_table(made))


def article_of(number: int) -> str:
    """Give a text of about 600 words."""
    sentences = 25
    return invented.article(number, sentences)


def steps_table() -> Table:
    """Measure the CPU of each step over articles of one length."""
    models = LanguageModels(settings().reading)
    models.load()
    ms: dict[str, list[float]] = defaultdict(list)
    words = []
    for number in range(ARTICLES):
        words.append(len(article_of(number).split()))
        page = RawPage(body=article_of(number).encode(), content_type=TEXT_TYPE)
        record = extract_page(Job(id="", kind="text"), page, models, settings())
        for account in record.provenance:
            ms[account.step].append(account.ms or 0.0)
    scale = WORDS / statistics.mean(words)
    table = Table("step", f"ms of CPU per {WORDS} words", title="In one process")
    for step, costs in ms.items():
        table.add_row(step, f"{statistics.median(costs) * scale:.2f}")
    return table


def redis_table(made: Mill) -> Table:
    """Run jobs through the service, and count what both servers were asked."""
    made.submit(*(text(article_of(number)) for number in range(JOBS)))
    before = {name: commands(client) for name, client in servers(made).items()}
    made.work()
    after = {keys.OUTCOMES.name: "0"}
    closed = 0
    while closed < JOBS:
        closed += len(made.app.resources.streams.read(after, wait_seconds=5))
    asked = {name: commands(client) - before[name] for name, client in servers(made).items()}
    return commands_table(asked)


def commands_table(asked: dict[str, Counter[str]]) -> Table:
    """Give the commands that one job costs, by server."""
    title = f"Redis commands, {JOBS} jobs (an evalsha is one round trip; it calls the others)"
    table = Table("server", "commands a job", "of them", title=title)
    for name, counted in asked.items():
        often = ", ".join(
            f"{command} {count / JOBS:.1f}" for command, count in counted.most_common(12)
        )
        table.add_row(name, f"{counted.total() / JOBS:.1f}", often)
    return table


def servers(made: Mill) -> dict[str, redis.Redis]:
    """Give a client of each server."""
    return {
        "broker": connect(made.servers.broker_url, 10),
        "store": connect(made.servers.store_url, 10),
    }


def commands(client: redis.Redis) -> Counter[str]:
    """Count the commands that a server has run: those sent, and those that scripts call."""
    found = cast("dict[str, dict[str, int]]", client.info("commandstats"))
    return Counter({name.removeprefix("cmdstat_"): stat["calls"] for name, stat in found.items()})


if __name__ == "__main__":
    main()
