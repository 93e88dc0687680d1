"""Sources to lines of JSON without Redis or Celery: what `newsmill extract` does.

A line is a record, or `{"input_id": …, "error": {code, message}}`. Lines keep the order of
what was read. Forked readers do the reading, be it only one (worker/extracting/readers.py): a
document that takes for ever, or kills its reader, costs one line. Threads fetch and wait for them.
"""

import json
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import structlog

from config.logging import masked
from config.settings import Settings
from tasks.errors import Dropped, NewsmillError, TransientError
from tasks.job import Job, RawPage
from tasks.outcomes import Reason
from worker.extracting.comparing import Compared, Text, text_of
from worker.extracting.pages import Pages
from worker.extracting.readers import ReaderDied, Readers
from worker.submitting.sources import BadSource, Found

if TYPE_CHECKING:
    from tasks.record import Record

log = structlog.get_logger(__name__)
One = TypeVar("One")
Made = TypeVar("Made")

Read = Callable[[Job, RawPage], "Record"]
"""Makes a record of a page, with the job's `own_id` as its `input_id`.

Raises:
    NewsmillError: there can be none.
"""

# What may be ahead of the line that is written next, for each thread. More keeps more pages in
# memory; less lets one slow page stop all readers.
AHEAD: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output.

    Attributes:
        text: a JSON object, without the line feed.
        error: the code of the error that stands in it; None for a record.
        compared: what of a record is compared with others, where that is asked for.
    """

    text: str
    error: str | None = None
    compared: Text | None = None


def lines(
    found: Iterable[Found],
    read: Read,
    settings: Settings,
    *,
    workers: int,
    compare: bool = False,
) -> Generator[Line]:
    """Give a line for each input, in order.

    Call it on the main thread, with the language models loaded and no thread started.

    Args:
        found: what the sources hold; it is read no further ahead than needed.
        read: makes a record.
        settings: for fetching, and how much of it is done at one time.
        workers: processes that read.
        compare: fill `duplicates`, by what stands before in the input.

    Raises:
        ReadersLost: they were killed, with those who start them.
    """

    def answer(question: tuple[Job, RawPage]) -> Line:
        return _answer(question, read, compare=compare)

    with closing(Pages(settings)) as pages:
        threads = AHEAD * workers + settings.workers.fetcher_threads
        limit_seconds = settings.limit_seconds("clean") + settings.limit_seconds("extract")
        with Readers(answer, workers, limit_seconds=limit_seconds) as readers:
            made = in_order(found, lambda one: _line(one, pages, readers.ask), threads=threads)
            yield from with_duplicates(made) if compare else made


def error_line(own_id: str | None, code: str, message: str) -> Line:
    """Give the line of an input that there is no record of."""
    answer = {"input_id": own_id, "error": {"code": code, "message": message}}
    return Line(json.dumps(answer, ensure_ascii=False), code)


def with_duplicates(made: Iterable[Line]) -> Iterator[Line]:
    """Add to each record which of those before say the same, or nearly."""
    texts = Compared()
    for line in made:
        if line.compared is None:
            yield line
        else:
            found = texts.duplicates(line.compared).model_dump_json(exclude_none=True)
            yield Line(f'{line.text[:-1]},"duplicates":{found}}}')


def in_order(inputs: Iterable[One], work: Callable[[One], Made], *, threads: int) -> Iterator[Made]:
    """Work on inputs in threads, and give what is made in the order of the inputs.

    Nothing waits for more inputs to come; what is made is given as soon as its turn is.

    Raises:
        Exception: what reading the inputs, or working on one, has raised, at its turn.
    """
    waiting: queue.Queue[tuple[One, Future[Made]] | None] = queue.Queue()
    turns: queue.Queue[Future[Made] | None] = queue.Queue(maxsize=AHEAD * threads)

    def feed() -> None:
        try:
            for one in inputs:
                made: Future[Made] = Future()
                turns.put(made)
                waiting.put((one, made))
        except BaseException as error:  # noqa: BLE001 - raised again where lines are read
            failed: Future[Made] = Future()
            failed.set_exception(error)
            turns.put(failed)
        turns.put(None)
        for _ in range(threads):
            waiting.put(None)

    def do() -> None:
        while (taken := waiting.get()) is not None:
            one, made = taken
            try:
                made.set_result(work(one))
            except BaseException as error:  # noqa: BLE001 - the same
                made.set_exception(error)

    # Daemons: a Ctrl-C waits neither for stdin nor for a server.
    for run in (feed, *[do] * threads):
        threading.Thread(target=run, daemon=True).start()
    while (made := turns.get()) is not None:
        yield made.result()


def _line(one: Found, pages: Pages, ask: Callable[[tuple[Job, RawPage]], Line]) -> Line:
    if isinstance(one, BadSource):
        return error_line(one.own_id, one.code, one.message)
    try:
        return ask((one.job, pages.of(one)))
    except ReaderDied as died:
        name = one.job.url or one.job.path or one.job.own_id
        log.error("reader_died", source=name, cause=died.message)  # noqa: TRY400 - nothing broke here
        return error_line(one.job.own_id, Reason.POISON, died.message)
    except (Dropped, TransientError) as error:
        place = f"{masked(one.job.url)}: " if one.job.url and one.page is None else ""
        return error_line(one.job.own_id, error.reason, place + error.message)


def _answer(question: tuple[Job, RawPage], read: Read, *, compare: bool) -> Line:
    """Give the line of one page, whatever happens: this runs in a reader."""
    job, page = question
    try:
        record = read(job, page)
        return Line(record.to_json(), compared=text_of(record) if compare else None)
    except NewsmillError as error:
        code = error.reason if isinstance(error, Dropped | TransientError) else Reason.BUG
        # Of many files, a line without an id of its own must say which one it is about.
        place = f"{job.path}: " if job.path and job.own_id is None else ""
        return error_line(job.own_id, code, place + error.message)
    except Exception as error:
        log.exception("bug", source=job.url or job.path or job.own_id)
        return error_line(job.own_id, Reason.BUG, f"{type(error).__name__}: {error}")
