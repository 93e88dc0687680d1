"""The closed lists of how a job can end, and why.

Every job ends with exactly one outcome and one reason out of these lists. Whoever needs a
new one adds it here, and nowhere else.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How a job ended."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    DROPPED = "dropped"
    DEAD = "dead"


class Reason(StrEnum):
    """Why a job ended as it did; `REASONS` says which go with which outcome."""

    # published: what is new about the version
    NEW = "new"
    TEXT = "text"
    FACTS = "facts"
    METADATA = "metadata"
    # unchanged
    FRESH = "fresh"
    NOT_MODIFIED = "not_modified"
    SAME_BODY = "same_body"
    SAME_VERSION = "same_version"
    OLDER_FETCH = "older_fetch"
    # duplicate
    SAME_TEXT = "same_text"
    NEAR_TEXT = "near_text"
    # dropped: the world's answer
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    UNSAFE_URL = "unsafe_url"
    CONSENT = "consent"
    SOFT_404 = "soft_404"
    NOT_ARTICLE = "not_article"
    TOO_SHORT = "too_short"
    UNSUPPORTED_MEDIA = "unsupported_media"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    RIGHTS = "rights"
    # dead: we gave up, or broke
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    CONNECT = "connect"
    UPSTREAM_ERROR = "upstream_error"
    RATE_LIMITED = "rate_limited"
    MALFORMED = "malformed"
    BUG = "bug"
    POISON = "poison"


REASONS: dict[Outcome, frozenset[Reason]] = {
    Outcome.PUBLISHED: frozenset({Reason.NEW, Reason.TEXT, Reason.FACTS, Reason.METADATA}),
    Outcome.UNCHANGED: frozenset(
        {
            Reason.FRESH,
            Reason.NOT_MODIFIED,
            Reason.SAME_BODY,
            Reason.SAME_VERSION,
            Reason.OLDER_FETCH,
        }
    ),
    Outcome.DUPLICATE: frozenset({Reason.SAME_TEXT, Reason.NEAR_TEXT}),
    Outcome.DROPPED: frozenset(
        {
            Reason.NOT_FOUND,
            Reason.GONE,
            Reason.FORBIDDEN,
            Reason.BLOCKED,
            Reason.ROBOTS,
            Reason.UNSAFE_URL,
            Reason.CONSENT,
            Reason.SOFT_404,
            Reason.NOT_ARTICLE,
            Reason.TOO_SHORT,
            Reason.UNSUPPORTED_MEDIA,
            Reason.TOO_LARGE,
            Reason.UNDECODABLE,
            Reason.RIGHTS,
        }
    ),
    Outcome.DEAD: frozenset(
        {
            Reason.TIMEOUT,
            Reason.DNS,
            Reason.TLS,
            Reason.CONNECT,
            Reason.UPSTREAM_ERROR,
            Reason.RATE_LIMITED,
            Reason.MALFORMED,
            Reason.BUG,
            Reason.POISON,
        }
    ),
}
