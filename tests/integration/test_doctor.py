"""`newsmill doctor` on real servers."""

import json

from config.settings import Servers
from tests.command import newsmill


def checks(broker_url: str | None, store_url: str | None) -> dict[str, dict[str, str]]:
    """Give the checks by their names, and under `exit code` what the command says."""
    urls = {"NEWSMILL_BROKER_URL": broker_url or "", "NEWSMILL_STORE_URL": store_url or ""}
    done = newsmill("doctor", "--json", environment=urls)
    found = {check["name"]: check for check in json.loads(done.out)}
    return {**found, "exit code": {"level": str(done.code)}}


def test_two_servers_are_well(server_urls: Servers) -> None:
    """Each is new enough, a primary, evicts nothing and writes what it holds."""
    found = checks(server_urls.broker_url, server_urls.store_url)
    assert found["exit code"]["level"] == "0"
    for name in ("broker", "store"):
        for check in (name, f"{name} kind", f"{name} eviction", f"{name} saving"):
            assert found[check]["level"] == "ok"
        assert found[f"{name} memory"]["level"] == "warn"  # no limit is set
    assert found["servers"]["found"] == "broker and store are two servers"


def test_one_server_under_two_names_is_found_out(server_urls: Servers) -> None:
    """By what the server says of itself, for addresses may differ."""
    url = server_urls.store_url or ""
    found = checks(url.replace("db=0", "db=1"), url)
    assert found["exit code"]["level"] == "1"
    assert found["servers"]["level"] == "fail"
