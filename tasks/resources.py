"""What tasks need from the outside, as types. `worker.resources` has the real ones.

A Celery task reaches them through `self.app.resources`, so that no import runs from `tasks`
to `worker`. Whatever a method raises is one of `tasks.errors`.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from config.settings import Settings
from tasks.comparing.signatures import Signature
from tasks.comparing.versions import Known
from tasks.hosts import NO_VISIT, Visit
from tasks.job import Errand, Message, RawPage, Submission
from tasks.outcomes import Outcome, Reason
from tasks.record import Article, Extractions, Record

if TYPE_CHECKING:
    from tasks.extraction.reading import Reading


class Begun(NamedTuple):
    """What `begin` says.

    Attributes:
        standing: `current`, or why the message is not.
        fields: what the ledger holds of the job, where the message is current.
    """

    standing: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Publication:
    """How a compared document is to end.

    Attributes:
        known: what it was compared with; when that has changed, nothing happens.
        signature: of its text; `cluster` is the one that the document belongs to.
        head: the fields of the document's new head, where there is a new version.
        entry: the fields of the stream entry, where there is a new version.
    """

    outcome: Outcome
    reason: Reason
    document: str
    text_sha256: str
    known: Known
    signature: Signature | None = None
    cluster: str = ""
    version: int | None = None
    head: Mapping[str, str] = field(default_factory=dict)
    entry: Mapping[str, str] = field(default_factory=dict)


class SeenAgain(NamedTuple):
    """A fetch that brought the version that is known: why, and what its head now says."""

    reason: Reason
    head: Mapping[str, str]


class Ended(NamedTuple):
    """What closing a job says.

    Attributes:
        standing: `closed` when the job has its outcome (this one or an earlier one),
            `conflict` when the document's head moved meanwhile, `moved` when the job waits
            for its turn at another host, else why the message is not current.
        messages: the messages that must be sent now that a place in flight is free.
    """

    standing: str
    outcome: Outcome | None = None
    reason: Reason | None = None
    messages: tuple[Message, ...] = ()


class Validators(NamedTuple):
    """What a server called the version of a page that is known, as it wrote it."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS: Final = Validators()


class Elsewhere(NamedTuple):
    """A redirect to another host, where it is not this fetch's turn.

    Attributes:
        url: where it leads.
        passed: the URLs on the way there, the first one first.
    """

    url: str
    passed: tuple[str, ...]


class Fetcher(Protocol):
    """Gets pages."""

    def fetch(
        self, url: str, *, known: Validators = NO_VALIDATORS, passed: tuple[str, ...] = ()
    ) -> RawPage | Elsewhere:
        """Fetch one page within the total deadline, from one host.

        Args:
            url: absolute, http or https.
            known: of the version that is known; a page that has not changed since is a
                `RawPage` with status 304 and an empty body.
            passed: the URLs that have led here from other hosts.

        Raises:
            Dropped: the world's answer, by its reason.
            TransientError: worth another attempt.
            StoreError: what is known of robots.txt cannot be read now.
        """
        ...


class Models(Protocol):
    """The language models, loaded once a process."""

    def detect_language(self, text: str) -> tuple[str, float]:
        """Give the language of a text, as ISO 639 code and probability."""
        ...

    def reading(self, article: Article) -> "AbstractContextManager[Reading]":
        """Parse an article once, for all extraction steps. What it gives ends with the block."""
        ...


class Ledger(Protocol):
    """Where every job stands."""

    def begin(self, message: Message, token: str, given_back: str = "", worker: str = "") -> Begun:
        """Start an attempt at a message's task, and count it; `worker` is who makes it."""
        ...

    def hand_over(
        self,
        message: Message,
        token: str,
        output: RawPage | Article | Extractions,
        visit: Visit = NO_VISIT,
    ) -> tuple[Message, ...] | None:
        """Save what a task made and queue the job for the next; None when out of date."""
        ...

    def wait(
        self, message: Message, delay_seconds: float, error: str, visit: Visit = NO_VISIT
    ) -> tuple[Message, ...]:
        """Put a job aside for a while; gives the messages to send in its place."""
        ...

    def move(self, message: Message, elsewhere: Elsewhere, visit: Visit) -> Ended:
        """Let a job that was redirected to another host wait for its turn there."""
        ...

    def recognise(self, message: Message, errand: Errand, again: SeenAgain, visit: Visit) -> Ended:
        """Close a job whose fetch brought the version that is known."""
        ...

    def close(
        self,
        message: Message,
        outcome: Outcome,
        reason: Reason,
        *,
        error: str = "",
        traceback: str = "",
        visit: Visit = NO_VISIT,
    ) -> Ended:
        """Give a job its outcome."""
        ...

    def known(self, document: str, text_sha256: str, signature: Signature | None = None) -> Known:
        """Give what a document is to be compared with."""
        ...

    def publish(self, message: Message, publication: Publication) -> Ended:
        """End a compared job: entry, head, outcome and ledger together, or nothing."""
        ...

    def remember(self, publication: Publication) -> None:
        """Remember the text of a version that was published: those nearly the same find it."""
        ...

    def submit(self, submissions: Iterable[Submission]) -> list[Message]:
        """Write jobs, durably; gives the messages to send."""
        ...

    def canary_returned(self, task: str, sent_at: str) -> None:
        """Note that a canary has come back through a task's queue."""
        ...


class Documents(Protocol):
    """What waits between two tasks."""

    def page(self, job_id: str) -> RawPage:
        """Give the raw page of a job."""
        ...

    def article(self, job_id: str) -> Article:
        """Give the article of a job."""
        ...

    def extractions(self, job_id: str) -> Extractions:
        """Give what was extracted for a job."""
        ...


class Streams(Protocol):
    """What is published."""

    def record(self, entry_id: str) -> Record | None:
        """Give the record of an article entry, None where it cannot be read any more."""
        ...


class Resources(Protocol):
    """Everything that has a life cycle; one a process."""

    @property
    def settings(self) -> Settings:
        """The settings of this process."""
        ...

    @property
    def fetcher(self) -> Fetcher:
        """The HTTP client."""
        ...

    @property
    def models(self) -> Models:
        """The language models."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Where every job stands."""
        ...

    @property
    def documents(self) -> Documents:
        """What waits between two tasks."""
        ...

    @property
    def streams(self) -> Streams:
        """What is published."""
        ...
