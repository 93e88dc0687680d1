"""Near-duplicates on a real store: what is remembered, found, replaced, forgotten and raced for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import redis

from config.settings import Keeping
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import BAND_BYTES, Signature
from tasks.job import Job
from tasks.outcomes import Outcome
from tasks.publish import publication_of
from tasks.record import Access, Article, Content, Extractions, Source, sha256
from tasks.resources import Publication
from tests import invented
from tests.jobs import at_publish
from worker.resources import WorkerResources
from worker.store import keys
from worker.store.arguments import DAY_SECONDS
from worker.store.ledger import Ledger

TEXT = invented.article(1, 20)
EDITED = TEXT.rpartition("\n\n")[0]
KEEPING = Keeping()


def unlike(number: int) -> str:
    """Give a text that has nothing in common with another number's."""
    return " ".join(f"word{number}x{n}" for n in range(300))


@pytest.fixture
def ledger(resources: WorkerResources) -> Ledger:
    """The ledger of the test's store."""
    return resources.ledger


def compared(
    ledger: Ledger, document: str, text: str = TEXT, keeping: Keeping = KEEPING
) -> Publication:
    """Compare a document with what is known now."""
    article = Article(
        id=(document * 32)[:32],
        source=Source(kind="text"),
        access=Access(verdict="open", kind="article"),
        content=Content(text=text, text_sha256=sha256(text)),
    )
    signature = signature_of(text, ())
    known = ledger.known(article.id, article.content.text_sha256, signature)
    job = Job(id="j", kind="text")
    chosen = ledger._settings.model_copy(update={"keeping": keeping})
    resources = WorkerResources(chosen)
    return publication_of(resources, job, article, Extractions(), known, signature)


def publish(ledger: Ledger, document: str, text: str = TEXT, job_id: str = "") -> Publication:
    """Compare and publish a document."""
    publication = compared(ledger, document, text)
    message = at_publish(ledger, Job(id=job_id or document, kind="text"))
    assert ledger.publish(message, publication).outcome == publication.outcome
    if publication.outcome == Outcome.PUBLISHED:
        ledger.remember(publication)
    return publication


def test_near_text_is_found_in_the_store(ledger: Ledger) -> None:
    """An edited copy is of the first one's cluster, and so is a copy of the copy."""
    assert publish(ledger, "1").cluster == "1" * 32
    assert publish(ledger, "2", unlike(2)).cluster == "2" * 32
    assert publish(ledger, "3", EDITED).cluster == "1" * 32
    assert publish(ledger, "4", EDITED + "\n\nMore to follow.").cluster == "1" * 32


def test_own_signature_is_not_near(ledger: Ledger) -> None:
    """The next version of a document is not near the one before, and is found in its stead."""
    publish(ledger, "1")
    later = publish(ledger, "1", EDITED, job_id="again")
    assert later.cluster == "1" * 32
    assert '"nearest":[]' in later.entry["record"]
    (found,) = compared(ledger, "2").known.candidates
    assert later.signature
    assert found.sketch == later.signature.sketch


def test_near_text_is_dropped_where_that_is_set(ledger: Ledger) -> None:
    """With `drop_near` a copy ends the job, unless it names another number."""
    keeping = Keeping(duplicates="drop_near")
    publish(ledger, "1")
    copy = compared(ledger, "2", TEXT.replace("by noon", "at noon", 1), keeping)
    assert (copy.outcome, copy.reason) == ("duplicate", "near_text")
    number = compared(ledger, "2", TEXT.replace("day 14", "day 17"), keeping)
    assert number.outcome == "published"


def test_many_at_one_time_leave_one_original(resources: WorkerResources) -> None:
    """However many publish the same text at one moment: one is the original."""
    ledger = resources.ledger
    messages = [at_publish(ledger, Job(id=f"j{n}", kind="text")) for n in range(8)]
    together = Barrier(8)

    def run(n: int) -> str:
        together.wait()
        while True:
            publication = compared(ledger, str(n))
            if ledger.publish(messages[n], publication).standing != "conflict":
                return publication.cluster

    with ThreadPoolExecutor(8) as pool:
        clusters = list(pool.map(run, range(8)))
    assert len(set(clusters)) == 1
    assert [str(n) * 32 == clusters[n] for n in range(8)].count(True) == 1


def test_everything_remembered_ends(ledger: Ledger, store: redis.Redis) -> None:
    """Each key has a time to live, which no later document makes longer."""
    publish(ledger, "1")
    names = [*store.scan_iter(f"{keys.BANDS.name}*"), *store.scan_iter(f"{keys.SKETCHES.name}*")]
    assert len(names) > 2
    ends = {name: store.expiretime(name) for name in names}
    publish(ledger, "2", EDITED)
    assert {name: store.expiretime(name) for name in names} == ends
    assert len(set(ends.values())) == 1


def test_forgotten_after_its_time(ledger: Ledger, store: redis.Redis) -> None:
    """Two books later it is remembered still, three later no more: then its keys end too."""
    publish(ledger, "1")
    book = int(str(store.hget(keys.HEAD.of("1" * 32), "near")).partition(":")[0])
    found = []
    for later in range(4):
        _moved(store, book, book - later)
        found.append(len(compared(ledger, "2", EDITED).known.candidates))
        _moved(store, book - later, book)
    assert found == [1, 1, 1, 0]
    book_ms = KEEPING.near_kept_days * DAY_SECONDS * 1000 / 2
    assert store.pexpiretime(keys.SKETCHES.of(str(book))) == (book + 3) * book_ms


def _moved(store: redis.Redis, book: int, to: int) -> None:
    """Rename the keys of a book: as if it were as much later."""
    for prefix in (keys.BANDS.name, keys.SKETCHES.name):
        for name in list(store.scan_iter(f"{prefix}{book}*")):
            rest = str(name).removeprefix(f"{prefix}{book}")
            store.rename(name, f"{prefix}{to}{rest}")


def test_many_documents_fill_pages_and_segments(ledger: Ledger, store: redis.Redis) -> None:
    """Numbers go on over the edges of pages and of segments, and all are found."""
    publish(ledger, "1", unlike(1))
    count = keys.SKETCHES.name + str(store.hget(keys.HEAD.of("1" * 32), "near")).partition(":")[0]
    for document, number in enumerate((59, 60, 1020, 1023, 1024, 3060, 3072), start=2):
        store.set(count, number, keepttl=True)
        publish(ledger, str(document), unlike(document))
    for document in range(1, 9):
        assert compared(ledger, "9", unlike(document) + " more").cluster == str(document) * 32


def test_bands_that_point_to_one_place_are_all_found(ledger: Ledger) -> None:
    """Each single band of 40 documents leads to its own, though some point to the same slot."""
    published: dict[str, Signature] = {}
    for number in range(40):
        publication = publish(ledger, f"{number:02x}", unlike(number))
        assert publication.signature
        published[publication.document] = publication.signature
    for document, signature in published.items():
        for start in range(0, len(signature.bands), BAND_BYTES):
            one = signature._replace(bands=signature.bands[start : start + BAND_BYTES])
            (found,) = ledger.known(document, "", one).candidates
            assert found.id == document


def test_copies_lead_to_the_first(ledger: Ledger) -> None:
    """A band leads to the first document that had it, however many have it now."""
    for document in "123":
        publish(ledger, document)
    (found,) = compared(ledger, "4").known.candidates
    assert found.id == "1" * 32


def test_text_that_grows_too_short_is_forgotten(ledger: Ledger) -> None:
    """A version without a signature takes away what was remembered of the one before."""
    publish(ledger, "1")
    publish(ledger, "1", "Taken down.", job_id="again")
    assert compared(ledger, "2", EDITED).known.candidates == ()


def test_unchanged_document_is_not_remembered_twice(ledger: Ledger, store: redis.Redis) -> None:
    """A document takes one number for each of its texts, however often that is read."""
    publish(ledger, "1")
    publish(ledger, "1", job_id="again")
    publish(ledger, "1", EDITED, job_id="later")
    book = str(store.hget(keys.HEAD.of("1" * 32), "near")).partition(":")[0]
    assert store.get(keys.SKETCHES.of(book)) == "2"


def test_copies_of_a_text_that_its_first_document_has_no_more_are_found(ledger: Ledger) -> None:
    """Copies that come after the first one was rewritten find each other, in its cluster."""
    publish(ledger, "1")
    publish(ledger, "1", unlike(1), job_id="rewritten")
    publish(ledger, "2")
    clusters = [publish(ledger, document, EDITED).cluster for document in "345"]
    assert clusters == ["1" * 32] * 3
