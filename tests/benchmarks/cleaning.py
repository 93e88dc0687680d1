"""What cleaning a page costs, beside trafilatura alone on the same pages in the same run.

    make bench-clean                     the pages of seeds/articles
    make bench-clean PAGES=folder        those of a folder, packed (.html.gz) or not

Alone, trafilatura finds body, title, authors, date and tags: what a user of it would call. Both get
bytes and decode them. They take turns in who comes first, for the second finds warm caches.
"""

import gzip
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from trafilatura import bare_extraction

from tasks.cleaning import clean
from tasks.job import Job, RawPage

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
MOST_BYTES = 10_000_000
JOB = Job(id="", kind="file")


def main(folder: Path) -> None:
    """Measure all pages of a folder, and print what one costs."""
    pages = [body_of(path) for path in sorted(folder.glob("*.html*"))]
    costs: dict[str, list[float]] = {"trafilatura": [], "newsmill": []}
    ways: list[tuple[str, Callable[[bytes], object]]] = [
        ("trafilatura", lambda body: bare_extraction(body, with_metadata=True)),
        ("newsmill", cleaned),
    ]
    for way in ways:
        way[1](pages[0])
    for page in track(pages, console=Console(stderr=True), description="cleaning"):
        for name, clean_page in ways:
            costs[name].append(ms_of(clean_page, page))
        ways.reverse()
    Console().print(table_of(costs))


def cleaned(body: bytes) -> object:
    """Clean a page. No language is told: that is a step that trafilatura alone does not have."""
    page = RawPage(body=body, content_type="text/html")
    return clean(JOB, page, detect_language=lambda _line: ("en", 1.0), max_bytes=MOST_BYTES)


def body_of(path: Path) -> bytes:
    """Read a page."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def ms_of(clean_page: Callable[[bytes], object], body: bytes) -> float:
    """Give the CPU of one call in milliseconds."""
    started = time.process_time()
    clean_page(body)
    return 1000 * (time.process_time() - started)


def table_of(costs: dict[str, list[float]]) -> Table:
    """Give mean and median of both, and their ratio."""
    title = f"ms of CPU a page, {len(costs['newsmill'])} pages"
    table = Table("what", "mean", "median", "slowest", title=title)
    for name, ms in costs.items():
        table.add_row(
            name, f"{statistics.mean(ms):.1f}", f"{statistics.median(ms):.1f}", f"{max(ms):.0f}"
        )
    ratio = sum(costs["newsmill"]) / sum(costs["trafilatura"])
    table.add_row("newsmill / trafilatura", f"{ratio:.2f}")
    return table


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
