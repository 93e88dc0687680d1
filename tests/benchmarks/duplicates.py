"""How well near-duplicates are found: pairs of our own making, and what finding them costs.

    make bench-duplicates

Every article that the project has of its own is edited in the ways in which copies differ. The
table is of half of the articles; the thresholds were chosen on both halves.
"""

import itertools
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tasks.comparing.duplicates import MIN_SIMILARITY
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import similarity
from tasks.record import Duplicates, sha256
from tests.eval.gold import articles
from worker.extracting.comparing import Compared, Text

ROOT = Path(__file__).parents[2]
BETWEEN = "\n\n"
COPIES = 5
"""Edited copies of each article, of each kind."""
WORDS = 600
console = Console()
Edit = Callable[[str, random.Random], str]


class Scores(NamedTuple):
    """Of a clustering: pairs of one cluster, and B-cubed (Bagga and Baldwin, 1998)."""

    precision: float
    recall: float
    b_precision: float
    b_recall: float

    @property
    def b_f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.b_precision * self.b_recall / (self.b_precision + self.b_recall)


def main() -> None:
    """Print all tables."""
    others, measured = halves(originals())
    tellings = reporters()
    console.print(
        f"{len(measured)} articles; thresholds were chosen on these and {len(others)} others"
    )
    console.print(kinds_table(measured, others, tellings))
    rows = gold_rows(measured, tellings)
    scores = scored(rows, extracted(rows))
    console.print(f"newsmill extract --jsonl --compare, {len(rows)} lines:")
    console.print(f"  pairs of one cluster  P {scores.precision:.3f}  R {scores.recall:.3f}")
    console.print(
        f"  B-cubed  P {scores.b_precision:.3f}  R {scores.b_recall:.3f}  F1 {scores.b_f1:.3f}"
    )
    console.print(f"signature: {cost_ms(measured):.2f} ms of CPU per {WORDS} words")


# ------------------------------------------------------------------ texts


def originals() -> list[str]:
    """Give the articles that are not each other's copies."""
    marked = [one.text for one in articles(ROOT / "tests" / "eval" / "articles" / "open")]
    seeds = sorted((ROOT / "seeds" / "articles").glob("*.txt"))
    return marked + [path.read_text(encoding="utf-8") for path in seeds]


def reporters() -> list[tuple[str, str]]:
    """Give the pairs in which two reporters tell of one event."""
    paths = sorted((ROOT / "tests" / "fixtures" / "reporters").glob("*.txt"))
    told = (path.read_text(encoding="utf-8").partition("\n---\n") for path in paths)
    return [(one.strip(), other.strip()) for one, _, other in told]


def halves(texts: list[str]) -> tuple[list[str], list[str]]:
    """Give every other text."""
    return texts[::2], texts[1::2]


def edits(foreign: list[str]) -> dict[str, Edit]:
    """Give the ways in which copies differ; words and paragraphs come from other articles."""
    words = [word for text in foreign for word in text.split()]
    paragraphs = [paragraph for text in foreign for paragraph in text.split(BETWEEN)]

    def edited(changed: float, gone: float, more: int) -> Edit:
        def edit(text: str, chance: random.Random) -> str:
            kept = [one for one in text.split(BETWEEN) if chance.random() >= gone]
            left = [
                " ".join(
                    chance.choice(words) if chance.random() < changed else word
                    for word in one.split()
                )
                for one in kept or [text]
            ]
            for _ in range(more):
                left.insert(chance.randrange(len(left) + 1), chance.choice(paragraphs))
            return BETWEEN.join(left)

        return edit

    return {
        "light: 2 % of words, 5 % of paragraphs gone": edited(0.02, 0.05, 0),
        "medium: 8 %, 20 %, a foreign paragraph": edited(0.08, 0.2, 1),
        "heavy: 15 %, 40 %, three foreign ones": edited(0.15, 0.4, 3),
        "cut in half": lambda text, _: text[: len(text) // 2],
        "syndicated: headline, byline, shortened": syndicated,
        "a number changed": renumbered,
    }


def syndicated(text: str, chance: random.Random) -> str:
    """Give it as another paper prints it: under its own headline, and shorter."""
    paragraphs = text.split(BETWEEN)
    headline = " ".join(chance.sample(text.split(), 7))
    kept = paragraphs[: max(2, round(0.7 * len(paragraphs)))]
    return BETWEEN.join((headline, "By our own correspondent and agencies", *kept))


def renumbered(text: str, chance: random.Random) -> str:
    """Give it with one number another."""
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text + " At least 17 were killed."
    one = chance.choice(found)
    return f"{text[: one.start()]}{int(one[0]) + 3}{text[one.end() :]}"


# ------------------------------------------------------------------ tables


def compared(texts: Iterable[str], known: Compared | None = None) -> list[Duplicates]:
    """Compare texts, each with all before it."""
    known = known or Compared()
    first = next(COUNTER)
    return [
        known.duplicates(Text(f"{first:016x}{n:016x}", sha256(text), signature_of(text, ())))
        for n, text in enumerate(texts)
    ]


COUNTER = itertools.count()


def kinds_table(texts: list[str], foreign: list[str], tellings: list[tuple[str, str]]) -> Table:
    """Say of each kind of copy how many are found beside their original."""
    table = Table("copy", "named as near", "in its cluster", "wrong cluster")
    for kind, edit in edits(foreign).items():
        chance = random.Random(kind)  # noqa: S311 - no secret
        copies = [(n, edit(text, chance)) for n, text in enumerate(texts) for _ in range(COPIES)]
        table.add_row(kind, *found_among(texts, copies))
    firsts = [one for one, _ in tellings]
    table.add_row(
        "one event, two reporters", *found_among(firsts, list(enumerate(o for _, o in tellings)))
    )
    table.add_row("unrelated articles", *unrelated([*texts, *firsts]))
    return table


def found_among(texts: list[str], copies: list[tuple[int, str]]) -> tuple[str, str, str]:
    """Compare each copy with all originals, and with nothing else."""
    near = joined = wrong = 0
    for n, copy in copies:
        known = Compared()
        ids = [found.cluster for found in compared(texts, known)]
        (found,) = compared([copy], known)
        near += ids[n] in {one.id for one in found.nearest}
        joined += found.cluster == ids[n]
        wrong += found.cluster in ids and found.cluster != ids[n]
    count = len(copies)
    return f"{near / count:.2f}", f"{joined / count:.2f}", f"{wrong / count:.2f}"


def unrelated(texts: list[str]) -> tuple[str, str, str]:
    """Compare all pairs of articles that have nothing to do with each other."""
    sketches = [made.sketch for text in texts if (made := signature_of(text))]
    shares = [similarity(one, other) for one, other in itertools.combinations(sketches, 2)]
    near = sum(share >= MIN_SIMILARITY for share in shares)
    return f"{near} of {len(shares)}", f"most {max(shares):.3f}", "0"


# ------------------------------------------------------------------ the command


def gold_rows(texts: list[str], tellings: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Give a file of articles and copies of all kinds in any order, with their clusters."""
    rows = []
    for kind, edit in edits(texts).items():
        chance = random.Random(kind + "rows")  # noqa: S311 - no secret
        rows += [(edit(text, chance), f"a{n}") for n, text in enumerate(texts)]
    rows += [(text, f"a{n}") for n, text in enumerate(texts)]
    rows += [(text, f"b{n}{m}") for n, told in enumerate(tellings) for m, text in enumerate(told)]
    random.Random(0).shuffle(rows)  # noqa: S311 - no secret
    return [{"id": f"{n}", "text": text, "cluster": name} for n, (text, name) in enumerate(rows)]


def extracted(rows: list[dict[str, str]]) -> dict[str, str]:
    """Give the cluster of each row, as the command says."""
    lines = "\n".join(json.dumps(row | {"clean": False}) for row in rows)
    command = [sys.executable, "-m", "worker.commands", "extract", "--jsonl", "--compare"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    records = map(json.loads, done.stdout.splitlines())
    return {record["input_id"]: record["duplicates"]["cluster"] for record in records}


def scored(rows: list[dict[str, str]], clusters: dict[str, str]) -> Scores:
    """Compare clusters with gold."""
    gold = {row["id"]: row["cluster"] for row in rows}
    pairs = list(itertools.combinations(gold, 2))
    same, said = ({pair for pair in pairs if of[pair[0]] == of[pair[1]]} for of in (gold, clusters))
    both = len(same & said)

    def share(of: dict[str, str], within: dict[str, str]) -> float:
        shares = []
        for one in gold:
            mine = [other for other in gold if within[other] == within[one]]
            shares.append(statistics.mean(of[other] == of[one] for other in mine))
        return statistics.mean(shares)

    return Scores(
        both / max(1, len(said)), both / len(same), share(gold, clusters), share(clusters, gold)
    )


def cost_ms(texts: list[str]) -> float:
    """Measure making a signature of 600 words."""
    words = itertools.cycle(" ".join(texts).split())
    made = [" ".join(itertools.islice(words, WORDS)) for _ in range(200)]
    started = time.process_time()
    for text in made:
        signature_of(text, ())
    return 1000 * (time.process_time() - started) / len(made)


if __name__ == "__main__":
    main()
