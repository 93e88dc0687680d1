"""`newsmill doctor` on real servers."""

import json
import socket
from pathlib import Path

import pytest
import redis

from config.settings import Servers
from tests import invented
from tests.command import asked
from tests.mill import Mill, text
from tests.waiting import wait_until
from worker.checks import Check
from worker.commands import doctor
from worker.store import keys


def checks(broker_url: str | None, store_url: str | None) -> dict[str, dict[str, str]]:
    """Give the checks by their names, and under `exit code` what the command says."""
    done = asked(Servers(broker_url=broker_url, store_url=store_url), "doctor", "--json")
    found = {check["name"]: check for check in json.loads(done.out)}
    return {**found, "exit code": {"level": str(done.code)}}


def test_two_servers_are_well_and_roles_that_do_not_run_are_named(
    server_urls: Servers, store: redis.Redis
) -> None:
    """Each server is new enough, a primary, evicts nothing and writes what it holds.

    Workers are a warning: they may be about to start. A clock is known by its lease.
    """
    store.set(keys.CLOCK.name, "token", px=20_000)
    found = checks(server_urls.broker_url, server_urls.store_url)
    assert found["exit code"]["level"] == "0"
    for name in ("broker", "store"):
        for check in (name, f"{name} kind", f"{name} eviction", f"{name} saving"):
            assert found[check]["level"] == "ok"
        assert found[f"{name} memory"]["level"] == "warn"  # no limit is set
    assert found["servers"]["found"] == "broker and store are two servers"
    workers = found["workers"]
    assert workers["level"] == "warn"
    assert workers["found"] == "no fetcher and no reader answers"
    mend = "start newsmill worker --role fetcher and newsmill worker --role reader"
    assert workers["mend"] == mend


def test_one_server_under_two_names_is_found_out(server_urls: Servers) -> None:
    """By what the server says of itself, for addresses may differ."""
    url = server_urls.store_url or ""
    found = checks(url.replace("db=0", "db=1"), url)
    assert found["exit code"]["level"] == "1"
    assert found["servers"]["level"] == "fail"


def test_workers_that_run_are_well(working_mill: Mill) -> None:
    """Workers answer through the broker."""
    working_mill.outcomes(*working_mill.submit(text(invented.article(531))))  # they have started

    def told() -> bool:
        found = checks(working_mill.servers.broker_url, working_mill.servers.store_url)
        return found["workers"]["found"] == "a fetcher, a reader and a clock run"

    wait_until(told, 60, "all of them are found")


def test_a_group_that_keeps_entries_is_named(server_urls: Servers, store: redis.Redis) -> None:
    """It has no member, and an entry of 1970 cannot go for it. Its name is safe to copy."""
    assert "groups" not in checks(None, server_urls.store_url)
    store.xadd("news:articles", {"record": "{}"}, id="1-1")
    store.xgroup_create("news:articles", "gone; reboot", "0")
    check = checks(None, server_urls.store_url)["groups"]
    assert check["level"] == "warn"
    assert "nobody reads group gone; reboot of news:articles" in check["found"]
    assert check["mend"].endswith("redis-cli XGROUP DESTROY news:articles 'gone; reboot'")


def test_names_do_not_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A group may be called anything."""
    doctor._show(Check("groups", "warn", "group \x1b[2J", "destroy \x9b2J"))
    told = capsys.readouterr().out
    assert "group" in told
    assert "destroy" in told
    assert not {"\x1b", "\x9b"} & set(told)


# ---------------------------------------------------------------- what only some have set


def alone(**environment: str) -> dict[str, dict[str, str]]:
    """Give the checks of a deployment without servers; a warning or less must not fail it."""
    none = Servers(broker_url=None, store_url=None)
    done = asked(none, "doctor", "--json", environment=environment)
    assert "hunter2" not in done.out + done.err
    found = {check["name"]: check for check in json.loads(done.out)}
    assert done.code == any(check["level"] == "fail" for check in found.values())
    return found


def test_what_is_not_set_is_not_looked_at() -> None:
    """Neither an archive nor a proxy is needed."""
    assert not {"archive", "proxy"} & set(alone())


def test_a_gazetteer(tmp_path: Path) -> None:
    """The installed one is well; one that is set must be there."""
    assert alone()["gazetteer"]["level"] == "ok"
    missing = alone(NEWSMILL_PLACES_PATH=str(tmp_path / "none.sqlite"))["gazetteer"]
    assert missing["level"] == "fail"
    assert "run make setup" in missing["mend"]


def test_an_archive_that_can_be_written(tmp_path: Path) -> None:
    """Its directory is left for the fetcher to make, whose it must be."""
    folder = tmp_path / "new" / "warc"
    assert alone(NEWSMILL_WARC_DIR=str(folder))["archive"] == {
        "name": "archive",
        "level": "ok",
        "found": f"{folder} can be written",
        "mend": None,
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["/proc", "/proc/warc", "/dev/null", "/dev/null/warc"])
def test_an_archive_that_cannot_be_written(folder: str) -> None:
    """The fetcher would not start."""
    check = alone(NEWSMILL_WARC_DIR=folder)["archive"]
    assert check["level"] == "fail"
    assert check["found"].startswith(f"{folder} cannot be written: ")
    assert check["mend"] == "let this user write there, or correct NEWSMILL_WARC_DIR"


def test_a_proxy_that_answers() -> None:
    """It is connected to and asked nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        check = alone(NEWSMILL_PROXY_URL=f"http://u:hunter2@127.0.0.1:{port}")["proxy"]
    assert (check["level"], check["found"]) == ("ok", f"127.0.0.1:{port} takes connections")


def test_a_proxy_that_does_not_answer() -> None:
    """It may be up again when pages are fetched. Its password is not shown."""
    with socket.socket() as closed:  # bound and not listening, so that nobody else takes it
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        check = alone(NEWSMILL_PROXY_URL=f"http://u:hunter2@127.0.0.1:{port}")["proxy"]
    assert check["level"] == "warn"
    assert check["found"] == f"127.0.0.1:{port} takes no connection: Connection refused"
    assert check["mend"] == "start it, or correct NEWSMILL_PROXY_URL"


def test_a_proxy_is_asked_at_the_usual_port() -> None:
    """443 for https; here nobody listens there."""
    check = alone(NEWSMILL_PROXY_URL="https://127.0.0.7")["proxy"]
    assert check["found"] == "127.0.0.7:443 takes no connection: Connection refused"
