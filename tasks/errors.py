"""The errors that the project raises, and what each means for a job.

    NewsmillError
      Dropped           the world's answer: outcome `dropped`, never tried again
        NotFound Gone Forbidden Blocked RobotsDisallowed UnsafeURL ConsentWall SoftNotFound
        NotAnArticle TooShort UnsupportedMedia TooLarge Undecodable RightsReserved
      TransientError    tried again later; outcome `dead` after the last attempt
        FetchTimeout DNSFailed TLSFailed ConnectFailed UpstreamError (Overloaded) RateLimited
        TaskTimeout
      StoreError        the store is away or full, or refuses us: nobody's attempt
        StoreUnavailable StoreFull StoreRefused
      Malformed         what was put into the inbox is no job: outcome `dead` at once
      UsageError        the caller asked for something that cannot be done; exit code 2

Any other exception is a bug: outcome `dead` at once, with its traceback. Errors of httpx,
httpcore and redis are mapped to these at the edge (`worker/fetching`, `worker/store`) and must not
leak further. The text of an error is written once: its class docstring.
"""

from typing import ClassVar, Final

from tasks.outcomes import Reason

USAGE_EXIT_CODE: Final = 2
"""What a program ends with after a UsageError: starting it again would not help."""


class NewsmillError(Exception):
    """Something that newsmill knows how to name went wrong."""

    def __init__(self, message: str | None = None) -> None:
        """Take a message; without one, the first line of the class docstring is it."""
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])

    @property
    def message(self) -> str:
        """The text for a person."""
        return str(self.args[0])


class UsageError(NewsmillError):
    """What was asked for cannot be done."""


class Malformed(NewsmillError):
    """What was put into the inbox is no job."""

    reason = Reason.MALFORMED


# ---------------------------------------------------------------- the world's answer


class Dropped(NewsmillError):
    """The document cannot become a record, and trying again would not help."""

    reason: ClassVar[Reason]


class NotFound(Dropped):
    """The server says that the page does not exist."""

    reason = Reason.NOT_FOUND


class Gone(Dropped):
    """The server says that the page is gone for good."""

    reason = Reason.GONE


class Forbidden(Dropped):
    """The server refuses to show the page."""

    reason = Reason.FORBIDDEN


class Blocked(Dropped):
    """The site shows a wall against automatic readers."""

    reason = Reason.BLOCKED


class RobotsDisallowed(Dropped):
    """The site's robots.txt disallows the page."""

    reason = Reason.ROBOTS


class UnsafeURL(Dropped):
    """The URL leads where this service may not go."""

    reason = Reason.UNSAFE_URL


class ConsentWall(Dropped):
    """The page asks for consent and shows no article."""

    reason = Reason.CONSENT


class SoftNotFound(Dropped):
    """The page says that it does not exist, under a status that says it does."""

    reason = Reason.SOFT_404


class NotAnArticle(Dropped):
    """The page is no article."""

    reason = Reason.NOT_ARTICLE


class TooShort(Dropped):
    """There is no text, or too little of it, to read."""

    reason = Reason.TOO_SHORT


class UnsupportedMedia(Dropped):
    """The media type is none that can be read."""

    reason = Reason.UNSUPPORTED_MEDIA


class TooLarge(Dropped):
    """The input is larger than the limit."""

    reason = Reason.TOO_LARGE


class Undecodable(Dropped):
    """The bytes are no text in any character set that was tried."""

    reason = Reason.UNDECODABLE


class RightsReserved(Dropped):
    """The publisher reserves the rights that this use needs."""

    reason = Reason.RIGHTS


# ---------------------------------------------------------------- worth another attempt


class TransientError(NewsmillError):
    """Something failed that may well work later."""

    reason: ClassVar[Reason]
    retry_after_seconds: float | None = None


class FetchTimeout(TransientError):
    """The page did not arrive within its deadline."""

    reason = Reason.TIMEOUT


class DNSFailed(TransientError):
    """The host's name could not be resolved."""

    reason = Reason.DNS


class TLSFailed(TransientError):
    """No trusted TLS connection could be made."""

    reason = Reason.TLS


class ConnectFailed(TransientError):
    """No connection could be made, or it broke."""

    reason = Reason.CONNECT


class UpstreamError(TransientError):
    """The server failed, or answered against the protocol."""

    reason = Reason.UPSTREAM_ERROR


class Overloaded(UpstreamError):
    """The server says that it is overloaded or being mended (503)."""

    reason = Reason.UPSTREAM_ERROR


class RateLimited(TransientError):
    """The server asks for fewer requests."""

    reason = Reason.RATE_LIMITED

    def __init__(
        self, message: str | None = None, retry_after_seconds: float | None = None
    ) -> None:
        """Take what the server's Retry-After asks for, in seconds from now."""
        super().__init__(message)
        # Every argument goes into `args`, or the error does not pickle.
        self.args = (self.args[0], retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class TaskTimeout(TransientError):
    """A task ran longer than its limit."""

    reason = Reason.POISON


# ---------------------------------------------------------------- nobody's attempt


class StoreError(NewsmillError):
    """The store cannot take or give anything now."""


class StoreUnavailable(StoreError):
    """The store does not answer."""


class StoreFull(StoreError):
    """The store has no memory left."""


class StoreRefused(StoreError):
    """The store refuses this user or the command, or its certificate is not trusted."""
