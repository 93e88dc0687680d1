"""What reading costs: all extraction beside the bare parse of the same texts, in the same run.

    make bench-read

The bare parse is spaCy's tagger, parser and ner over the paragraphs, as its users run it. Both take
turns, so that their ratio depends little on what else the machine does.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import spacy
from rich.console import Console
from rich.table import Table

from config.settings import settings
from tasks.cleaning import clean
from tasks.job import Job, RawPage
from tasks.record import Article
from tasks.steps import extract_facts
from worker.models import LanguageModels, found_model

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
ROUNDS = 9
WORDS = 600
NEEDED = ("tok2vec", "tagger", "parser", "ner")


def main() -> None:
    """Print what each step costs, and all of them beside the bare parse."""
    reading = settings().reading
    models = LanguageModels(reading)
    models.load()
    articles = english(models)
    words = sum(len((article.content.text or "").split()) for article in articles)
    nlp = spacy.load(found_model(reading.model_en, "en").path)
    bare = spacy.load(
        found_model(reading.model_en, "en").path,
        exclude=[name for name in nlp.component_names if name not in NEEDED],
    )
    paragraphs = [line for a in articles for line in (a.content.text or "").split("\n") if line]
    rounds = [
        (cost(lambda: list(bare.pipe(paragraphs))), cost(lambda: read(models, articles)))
        for _ in range(ROUNDS)
    ]
    per_text = 1000 * WORDS / words
    least_bare, least_ours = (min(costs) for costs in zip(*rounds, strict=True))
    console = Console()
    console.print(steps_table(models, articles, words))
    console.print(f"{words} words in {len(articles)} texts; the best of {ROUNDS} rounds")
    console.print(f"bare parse  {per_text * least_bare:7.1f} ms of CPU per {WORDS} words")
    console.print(f"reading     {per_text * least_ours:7.1f} ms")
    ratio = statistics.median(ours / bare for bare, ours in rounds)
    console.print(f"ratio       {least_ours / least_bare:7.2f} of the best, {ratio:.2f} the median")


def english(models: LanguageModels) -> list[Article]:
    """Clean the sample articles, and give the English ones."""
    articles = []
    for path in sorted(SEEDS.glob("*.txt")):
        page = RawPage(body=path.read_bytes(), content_type="text/plain; charset=utf-8")
        articles.append(
            clean(
                Job(id="", kind="text"),
                page,
                detect_language=models.detect_language,
                max_bytes=len(page.body),
            )
        )
    return [a for a in articles if a.content.language and a.content.language.code == "en"]


def read(models: LanguageModels, articles: list[Article]) -> None:
    """Read all articles, with every step."""
    for article in articles:
        extract_facts(article, models)


def cost(run: Callable[[], object]) -> float:
    """Measure a call. Units: seconds of CPU."""
    started = time.process_time()
    run()
    return time.process_time() - started


def steps_table(models: LanguageModels, articles: list[Article], words: int) -> Table:
    """Measure the CPU of each step over all texts."""
    least: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(ROUNDS):
        sums: dict[str, float] = defaultdict(float)
        for article in articles:
            for account in extract_facts(article, models).provenance:
                sums[account.step] += account.ms or 0.0
        least.update({step: min(least[step], ms) for step, ms in sums.items()})
    table = Table("step", f"ms of CPU per {WORDS} words")
    for step, ms in least.items():
        table.add_row(step, f"{ms * WORDS / words:.2f}")
    return table


if __name__ == "__main__":
    main()
