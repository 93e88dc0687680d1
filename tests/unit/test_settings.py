"""Settings from the environment: what is refused, and that each refusal is one clear line."""

import traceback
from pathlib import Path

import pytest

from config.settings import Settings, SettingsError, groups, settings, unknown_settings, variable
from tests.command import newsmill
from tests.unit.test_readme import settings_table
from worker.supervising.machine import environment_of

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
    assert "`NEWSMILL_HOST_DELAY_SECONDS`" in settings_table()


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


# ---------------------------------------------------------------- settings as files


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory of settings as files."""
    monkeypatch.setenv("NEWSMILL_SECRETS_DIR", str(tmp_path))
    return tmp_path


def refused() -> str:
    """Give what is said of settings that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        settings()
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


def test_a_setting_may_be_a_file(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the newline at its end; the environment wins, and an empty file sets nothing."""
    for name, text in {
        "store_url": "redis://u:hunter2@store/0\n",
        "allow_addresses": "10.0.0.0/8, ::1\n",
        "max_attempts": "7",
        "contact": "\n",
    }.items():
        (secrets / f"newsmill_{name}").write_text(text)
    monkeypatch.setenv("NEWSMILL_MAX_ATTEMPTS", "2")
    monkeypatch.setenv("NEWSMILL_STORE_URL", "")
    assert settings().servers.store_url == "redis://u:hunter2@store/0"
    assert len(settings().fetching.allow_addresses) == 2
    assert settings().engine.max_attempts == 2
    assert settings().fetching.contact == ""


def test_a_file_with_a_wrong_value_is_named(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its value is not shown: it may be a file because it is a secret."""
    (secrets / "newsmill_log_level").write_text("hunter2")
    (secrets / "newsmill_proxy_url").write_text("u:hunter2@proxy.test")
    monkeypatch.setenv("NEWSMILL_MAX_ATTEMPTS", "none")
    told = refused()
    assert f"{secrets}/newsmill_log_level: Input should be 'debug', 'info'" in told
    assert f"{secrets}/newsmill_proxy_url: must be http://" in told
    assert "NEWSMILL_MAX_ATTEMPTS is 'none'" in told


def test_a_file_that_cannot_be_read_is_named(secrets: Path) -> None:
    """A directory in its place, what is no UTF-8, and a link that leads out of the directory."""
    (secrets / "newsmill_store_url").mkdir()
    (secrets / "newsmill_webhook_secret").write_bytes(b"hunter2\xff")
    (secrets / "newsmill_log_level").symlink_to("/etc/hostname")
    told = refused()
    assert f"{secrets}/newsmill_store_url cannot be read: " in told
    assert f"{secrets}/newsmill_webhook_secret cannot be read: 'utf-8' codec" in told
    assert f"{secrets}/newsmill_log_level cannot be read: " in told


def test_a_directory_that_is_named_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a worker would start without its passwords."""
    told = refusal(monkeypatch, "NEWSMILL_SECRETS_DIR", str(tmp_path / "none"))
    assert told.startswith(f"NEWSMILL_SECRETS_DIR is '{tmp_path}/none': ")
    assert "directory" in told


def test_files_that_are_misspelt_are_told(secrets: Path) -> None:
    """Whatever else lies there is none of ours, as the token that Kubernetes puts there."""
    for name in ("newsmill_store_ulr", "NEWSMILL_STORE_URL", "newsmill_broker_url", "other"):
        (secrets / name).write_text("x")
    (secrets / "kubernetes.io").mkdir()
    assert unknown_settings() == {
        "newsmill_store_ulr": "newsmill_store_url",
        "NEWSMILL_STORE_URL": None,
    }


def test_what_stands_in_a_file_is_not_put_into_the_environment_of_a_role(secrets: Path) -> None:
    """Whoever may look at a process would see it there; a role reads the file itself."""
    (secrets / "newsmill_store_url").write_text("redis://u:hunter2@store/0")
    environment = environment_of(settings(), None)
    assert environment["NEWSMILL_SECRETS_DIR"] == str(secrets)
    assert "hunter2" not in "".join(environment.values())
