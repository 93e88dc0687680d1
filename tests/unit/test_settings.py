"""Settings from the environment: what is refused, and that each refusal is one clear line."""

import traceback

import pytest

from config.settings import Settings, SettingsError, groups, settings, variable
from tests.command import newsmill
from tests.unit.test_readme import table

FLOATS = [
    variable(name)
    for group in groups()
    for name, field in group.model_fields.items()
    if field.annotation is float
]
ASCII_ONLY = "may hold ASCII characters only, and no blank at its ends"
NO_PROXY = (
    "NEWSMILL_PROXY_URL: must be http:// or https:// with a host, and with a port from 1 to 65535 "
    "where it has one"
)


def refusal(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """Set a variable to what cannot be used, and give what is said of it."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        settings()
    return str(caught.value)


def test_groups_are_those_of_the_settings() -> None:
    """In their order: what is left out is called misspelt, and misses from README's table."""
    assert [field.annotation for field in Settings.model_fields.values()] == list(groups())
    assert "`NEWSMILL_HOST_DELAY_SECONDS`" in table()


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("value", ["inf", "-inf", "nan"])
def test_a_number_is_finite(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """No deadline lasts for ever."""
    assert refusal(monkeypatch, name, value).startswith(f"{name} is '{value}': Input should be")


@pytest.mark.parametrize("name", ["NEWSMILL_USER_AGENT", "NEWSMILL_CONTACT"])
@pytest.mark.parametrize("value", [" ", " mill/1", "mill/1 ", "mill\n/1", "Mühle/1"])
def test_what_no_header_may_hold(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """It is refused without a regular expression."""
    assert refusal(monkeypatch, name, value) == f"{name}: {ASCII_ONLY}"


def test_a_header_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks inside are well, and an empty variable is one that is not set."""
    monkeypatch.setenv("NEWSMILL_CONTACT", "Anna Blom, anna@example.org")
    monkeypatch.setenv("NEWSMILL_USER_AGENT", "")
    assert settings().fetching.contact == "Anna Blom, anna@example.org"
    assert settings().fetching.user_agent == "newsmill/0.1"


def test_every_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of different groups too: who mends one need not start again to learn of the next."""
    monkeypatch.setenv("NEWSMILL_MAX_ATTEMPTS", "none")
    told = refusal(monkeypatch, "NEWSMILL_LOG_LEVEL", "loud")
    assert "NEWSMILL_MAX_ATTEMPTS" in told
    assert "NEWSMILL_LOG_LEVEL" in told


def test_each_network_that_is_none_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those that are one are not."""
    told = refusal(monkeypatch, "NEWSMILL_ALLOW_ADDRESSES", "10.0.0.0/8,garbage, fd00::/999")
    assert told == (
        "NEWSMILL_ALLOW_ADDRESSES: 'garbage' is no network such as 10.0.0.0/8; "
        "NEWSMILL_ALLOW_ADDRESSES: 'fd00::/999' is no network such as 10.0.0.0/8"
    )


def test_a_network_may_be_told_by_any_address_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address alone is the network of just this one."""
    monkeypatch.setenv("NEWSMILL_ALLOW_ADDRESSES", "127.0.0.1/8, ::1")
    assert [str(one) for one in settings().fetching.allow_addresses] == ["127.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    "value",
    [
        "u:hunter2@proxy.test:3128",
        "//u:hunter2@proxy.test",
        "socks5://u:hunter2@proxy.test",
        "http://u:hunter2@",
        "http://u:hunter2@[::1",
        "http://u:hunter2@proxy test",
        "http://u:hunter2@*",
        "http://u:hunter2@proxy.test:0",
        "http://u:hunter2@proxy.test:65536",
        "http://u:hunter2@proxy.test:x",
        "http://u:hunter2#3@proxy.test",
        " http://u:hunter2@proxy.test",
        "http://u:hunter2@proxy.test\n",
    ],
)
def test_a_proxy_that_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """What it was set to is not repeated: wherever it is broken, a password may be in it."""
    assert refusal(monkeypatch, "NEWSMILL_PROXY_URL", value) == NO_PROXY


def test_no_traceback_shows_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not what pydantic says of it either."""
    monkeypatch.setenv("NEWSMILL_PROXY_URL", "u:hunter2@proxy.test:3128")
    with pytest.raises(SettingsError) as caught:
        settings()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "value", ["http://proxy", "https://u:p@proxy.test:3128", "http://[::1]:80/", "HTTP://10.0.0.1"]
)
def test_a_proxy(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """It stays as it was set."""
    monkeypatch.setenv("NEWSMILL_PROXY_URL", value)
    assert settings().fetching.proxy_url == value


@pytest.mark.parametrize(
    "value",
    [
        "https://a.example",
        "a.example:80",
        "[::1]:80",
        "a.example/",
        "a example",
        "*.a.example",
        "*",
        "a..b",
        "u@a.example",
        "☃.example",
        "10.0.0.0/8",
        "10.0.0.999",
        ".",
    ],
)
def test_what_is_no_host(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A robots.txt would be obeyed that the operator meant to ignore."""
    told = refusal(monkeypatch, "NEWSMILL_IGNORE_ROBOTS_OF", f"b.example, {value}")
    expected = f"NEWSMILL_IGNORE_ROBOTS_OF: {value!r} is no host name such as example.org"
    assert told == expected


def test_hosts_are_known_as_urls_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """In lower case and ASCII; a dot at an end adds nothing, for subdomains are meant anyway."""
    monkeypatch.setenv(
        "NEWSMILL_IGNORE_ROBOTS_OF", "Courier.example,.a_b-1.example.,mañana.example,10.0.0.1,::1"
    )
    assert settings().politeness.ignore_robots_of == (
        "courier.example",
        "a_b-1.example",
        "xn--maana-pta.example",
        "10.0.0.1",
        "::1",
    )


@pytest.mark.parametrize(
    "words", [["run", "x.txt"], ["worker"], ["enqueue", "x.txt"], ["extract", "x.txt"]]
)
def test_every_command_says_it_in_one_line(words: list[str]) -> None:
    """With exit code 2, before anything is begun."""
    done = newsmill(*words, environment={"NEWSMILL_USER_AGENT": " "})
    assert (done.code, done.out) == (2, "")
    assert done.err == f"newsmill: NEWSMILL_USER_AGENT: {ASCII_ONLY}\n"
