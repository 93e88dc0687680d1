"""`newsmill extract`: sources to records in this process, without Redis and Celery."""

from typing import TYPE_CHECKING, Literal

import click

from worker.commands import complete_files

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from config.settings import Settings
    from worker.extracting.lines import Read
    from worker.submitting.sources import Found

    Forced = Literal["list", "text", "jsonl"]

REFRESH_SECONDS = 0.1

EPILOG = """\b
Examples:
  newsmill extract article.html | jq .entities
  newsmill extract articles/ https://www.example.org/news/1 > records.jsonl
  newsmill extract --jsonl articles.jsonl > records.jsonl
  zcat crawl.jsonl.gz | newsmill extract --jsonl --workers 4 > records.jsonl
  newsmill extract --jsonl --compare articles.jsonl | jq -c '[.input_id, .duplicates.cluster]'

\b
--jsonl reads objects {id, url, text | html | html_base64 | html_path, published, title}.
html_path is relative to the file of lines, or to the working directory for stdin.
"clean": false takes text as it is, so that offsets are those of the input.
"""


@click.command(epilog=EPILOG)
@click.argument("sources", nargs=-1, metavar="SOURCE…", shell_complete=complete_files)
@click.option(
    "--jsonl", "forced", flag_value="jsonl", help="Every SOURCE is JSON Lines; without one: stdin."
)
@click.option("--list", "forced", flag_value="list", help="Text and stdin are lists of URLs.")
@click.option("--text", "forced", flag_value="text", help="Text and stdin are one text.")
@click.option(
    "-j", "--workers", type=click.IntRange(min=1), help="Processes that read [default: one a core]."
)
@click.option("--compare", is_flag=True, help="Say which inputs say the same as one before them.")
@click.option("--strict", is_flag=True, help="Exit 1 when there is an error line.")
def command(
    sources: tuple[str, ...],
    forced: "Forced | None",
    workers: int | None,
    *,
    compare: bool,
    strict: bool,
) -> int:
    """Read sources in this process, without Redis; one JSON record a line, in their order.

    A SOURCE is a URL, a file (.txt .html .htm .md .pdf .eml .jsonl .warc .arc .gz), a directory,
    a glob, or - for stdin. What there can be no record of is a line {"input_id": …, "error":
    {code, message}}.
    """
    if not sources and forced != "jsonl":
        raise click.UsageError("missing argument SOURCE", click.get_current_context())
    from collections import Counter

    from worker.commands import prepare

    settings = prepare()
    skipped: Counter[str] = Counter()
    found = _found(sources or ("-",), forced, settings, skipped)
    errors = _write(found, settings, workers, compare=compare)
    if errors or skipped:
        _tell(errors, skipped)
    return 1 if strict and errors else 0


def _found(
    sources: tuple[str, ...], forced: "Forced | None", settings: "Settings", skipped: "Counter[str]"
) -> "tuple[Iterator[Found], bool]":
    """Give what the sources hold, and whether that is at most one input."""
    from itertools import chain, islice

    from worker.submitting.sources import standard_input, submissions

    found = submissions(
        sources,
        forced=forced,
        stdin=standard_input(),
        limit_bytes=settings.fetching.max_page_bytes,
        skipped=skipped,
        new_id=str,
    )
    if "-" in sources:
        return found, False  # the second line may come only after the first answer
    first = list(islice(found, 2))
    return chain(first, found), len(first) < 2  # noqa: PLR2004


def _write(
    found: "tuple[Iterable[Found], bool]",
    settings: "Settings",
    workers: int | None,
    *,
    compare: bool,
) -> "Counter[str]":
    """Write all lines; count the errors by their codes."""
    import sys
    from collections import Counter
    from contextlib import closing

    from worker.extracting.lines import lines
    from worker.supervising.cores import cores

    errors: Counter[str] = Counter()
    inputs, is_one = found
    count = 1 if is_one else workers or cores()
    made = lines(inputs, _read(settings), settings, workers=count, compare=compare)
    with (
        closing(made) as written,
        _shown() as show,
    ):
        for number, line in enumerate(written, 1):
            sys.stdout.buffer.write(line.text.encode("utf-8", "replace") + b"\n")
            sys.stdout.buffer.flush()
            if line.error:
                errors[line.error] += 1
            show(number, errors.total())
    return errors


def _read(settings: "Settings") -> "Read":
    """Load the language models, once for all processes that are forked later."""
    from worker.extracting.page import extract_page
    from worker.models import LanguageModels

    models = LanguageModels(settings.reading)
    models.load()
    return lambda job, page: extract_page(job, page, models, settings)


def _shown() -> "AbstractContextManager[Callable[[int, int], None]]":
    """Show progress where somebody looks: on a terminal that gets no records."""
    import sys
    from contextlib import nullcontext

    if not sys.stderr.isatty() or sys.stdout.isatty():
        return nullcontext(lambda _done, _errors: None)
    return _progress()


def _progress() -> "AbstractContextManager[Callable[[int, int], None]]":
    from contextlib import contextmanager
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    @contextmanager
    def shown() -> "Iterator[Callable[[int, int], None]]":
        told = TextColumn("{task.completed} read, {task.fields[errors]} errors")
        columns = (SpinnerColumn(), told, TimeElapsedColumn())
        console = Console(stderr=True)
        # Without a thread that refreshes: readers are forked while this is shown.
        with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
            task = progress.add_task("", total=None, errors=0)
            refreshed = 0.0

            def show(done: int, errors: int) -> None:
                nonlocal refreshed
                if monotonic() - refreshed > REFRESH_SECONDS:
                    refreshed = monotonic()
                    progress.update(task, completed=done, errors=errors, refresh=True)

            yield show

    return shown()


def _tell(errors: "Counter[str]", skipped: "Counter[str]") -> None:
    from worker.submitting.paths import described

    counts = [f"{count} {code}" for code, count in sorted(errors.items())]
    told = [f"errors: {', '.join(counts)}"] if errors else []
    if skipped:
        told.append(f"left out: {described(skipped)}")
    click.echo(f"newsmill: {'; '.join(told)}", err=True)
