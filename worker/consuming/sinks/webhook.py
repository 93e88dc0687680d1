"""Records as HTTP requests: each is a POST to one address, which the operator has chosen.

The body is the record. `X-Newsmill-Entry` is the id of its stream entry, and `Idempotency-Key`
its `id` and `version`, by which a receiver knows what it has had. With a secret,
`X-Newsmill-Signature` is `sha256=` and the HMAC-SHA256 of the body in hexadecimal.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from tasks.errors import UsageError
from worker.consuming.pausing import pause
from worker.consuming.sinks import SinkError, SinkUnavailable
from worker.fetching.answers import retry_after_seconds
from worker.store.streams import Entry

# The last attempt at a record begins within this time. With its time-outs it has then ended before
# the entry looks stale to other members of the group, after a minute, and is sent by them too.
PATIENCE_SECONDS: Final = 30.0
# For each of connecting, sending, waiting for an answer, and reading what it says.
TIMEOUT_SECONDS: Final = 10.0
LONGEST_PAUSE_SECONDS: Final = 10.0
# Of an answer no more is read; a receiver that says more loses its connection.
ANSWER_BYTES: Final = 16 * 1024
SHOWN_CHARACTERS: Final = 200
# What a receiver says that cannot take anything now, whatever the record.
_BUSY: Final = (408, 429, 502, 503, 504)


class ReceiverError(SinkError):
    """The receiver failed: perhaps at this record, perhaps for a moment."""


class Webhook:
    """A `Sink` that sends each record to an address, and again until it is taken.

    Redirects are not followed: they would turn a POST into a GET, or send a record elsewhere.
    """

    # An entry that is refused must not have others sent again.
    batch = 1

    def __init__(
        self,
        url: str,
        *,
        secret: str | None = None,
        is_stopping: Callable[[], bool],
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """Take the address, without asking it anything.

        Args:
            url: http or https; it may hold a user and a password.
            secret: signs the bodies.
            is_stopping: once it says so, nothing is waited for.
            patience_seconds: how long one record is tried.

        Raises:
            UsageError: it is no such URL.
        """
        self._url = _url(url)
        self._secret = secret.encode() if secret else None
        self._is_stopping = is_stopping
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, headers={"User-Agent": "newsmill"})
        self._attempts = Retrying(
            retry=retry_if_exception_type((SinkUnavailable, ReceiverError)),
            wait=_pause_seconds,
            stop=stop_before_delay(patience_seconds),
            sleep=self._sleep,
            reraise=True,
        )

    def write(self, entries: Sequence[Entry]) -> None:
        """Send the records, one after the other.

        Raises:
            SinkError: the receiver refuses one, or fails at it each time.
            SinkUnavailable: it does not answer, or is busy.
        """
        for entry in entries:
            self._attempts(self._send, entry)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _send(self, entry: Entry) -> None:
        body = entry.fields["record"].encode()
        try:
            with self._client.stream(
                "POST", self._url, content=body, headers=self._headers(entry, body)
            ) as response:
                said = self._beginning(response)
        except httpx.TransportError as error:
            why = str(error) or type(error).__name__
            raise SinkUnavailable(f"{self._receiver} does not answer: {why}") from error
        if not response.is_success:
            raise self._refusal(response, said)

    def _beginning(self, response: httpx.Response) -> str:
        """Read a short answer whole, so that its connection can be used again; give how it begins.

        The status is known: what comes byte by byte is not waited for.
        """
        came, end = bytearray(), time.monotonic() + TIMEOUT_SECONDS
        for chunk in response.iter_raw():
            came += chunk
            if len(came) > ANSWER_BYTES or time.monotonic() > end or self._is_stopping():
                break
        return " ".join(came.decode(errors="replace").split())[:SHOWN_CHARACTERS]

    def _headers(self, entry: Entry, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept-Encoding": "identity",
            "Idempotency-Key": f"{entry.fields['id']}-{entry.fields['version']}",
            "X-Newsmill-Entry": entry.id,
        }
        if self._secret is None:
            return headers
        return {**headers, "X-Newsmill-Signature": signature(self._secret, body)}

    @property
    def _receiver(self) -> str:
        """The receiver as it may be shown: in paths, too, secrets are sent."""
        return f"{self._url.scheme}://{self._url.netloc.decode('ascii')}"

    def _refusal(self, response: httpx.Response, said: str) -> SinkError:
        status = response.status_code
        message = f"{self._receiver} answers {status}" + (f": {said}" if said else "")
        if status in _BUSY:
            asked = retry_after_seconds(response.headers.get("Retry-After"), datetime.now(UTC))
            return SinkUnavailable(message, asked)
        if response.is_server_error:
            return ReceiverError(message)
        if response.is_redirect:
            return SinkError(f"{self._receiver} answers {status}: redirects are not followed")
        return SinkError(message)

    def _sleep(self, seconds: float) -> None:
        pause(seconds, until=self._is_stopping)
        if self._is_stopping():
            raise SinkUnavailable(f"stopped before {self._receiver} has taken the record")


def signature(secret: bytes, body: bytes) -> str:
    """Give the signature of a body, as the header has it."""
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


_growing_pause: Final = wait_exponential_jitter(max=LONGEST_PAUSE_SECONDS)


def _pause_seconds(state: RetryCallState) -> float:
    """Wait as long as the receiver asks, else longer each time, and not as long as others do."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_seconds if isinstance(error, SinkUnavailable) else None
    return _growing_pause(state) if asked is None else asked


def _url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise UsageError(f"this is no URL to send records to: {error}") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError("a webhook is an http or https URL with a host")
    return url
