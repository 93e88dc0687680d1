"""The command line: light to ask for help, one line for what is asked wrongly, its exit codes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from config.settings import Servers, SettingsError
from tasks.errors import NewsmillError, StoreFull, StoreUnavailable, UsageError
from tasks.record import Access, Content, Entity, Record, Source, TextSpan
from tests.command import ROOT, asked, newsmill
from worker import commands
from worker.commands import SUMMARIES, cli, main, prepare

HEAVY = (
    "celery",
    "httpx",
    "jinja2",
    "kombu",
    "numpy",
    "pydantic",
    "pydantic_settings",
    "redis",
    "rich",
    "spacy",
    "structlog",
    "trafilatura",
)


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """Run a command that raises an error, and give the exit code."""

    def fail(_arguments: Sequence[str]) -> int:
        raise error

    monkeypatch.setattr(commands, "_run", fail)
    return main([])


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in SUMMARIES)])
def test_help_is_light(words: list[str]) -> None:
    """Help imports click and the one command that was asked for."""
    code = f"""
import sys
from worker.commands import main
assert main({words!r}) == 0
loaded = {{name.partition(".")[0] for name in sys.modules}}
print("HEAVY", sorted(loaded & set({HEAVY!r})))
commands = ["worker.commands." + name for name in {list(SUMMARIES)!r}]
print("READ", [name for name in commands if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "HEAVY []" in done.stdout
    asked = [f"worker.commands.{name}" for name in words if not name.startswith("-")]
    assert f"READ {asked}" in done.stdout


def test_what_reads_the_store_is_light() -> None:
    """It loads neither Celery nor numpy, which would double what each such command takes."""
    code = """
import sys
import worker.resources
print(sorted({"celery", "numpy"} & {name.partition(".")[0] for name in sys.modules}))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_help_lists_every_command_on_one_line_with_examples() -> None:
    """In the order of the contract, at 80 columns."""
    done = newsmill("--help", environment={"COLUMNS": "80"})
    assert done.code == 0
    listed = done.out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == list(SUMMARIES)
    assert "Examples:\n" in done.out


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_can_be_read_and_has_help(name: str) -> None:
    """A file of that name, a click command in it, a first line that says what it does."""
    command = import_module(f"worker.commands.{name}").command
    assert isinstance(command, click.Command)
    assert command.help


@pytest.mark.parametrize("words", [[], ["dead"]])
def test_no_command_is_help_and_exit_code_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, for stdout is for results."""
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Usage: newsmill" in told.err


def test_the_version_is_the_distributions(capsys: pytest.CaptureFixture[str]) -> None:
    """`newsmill 0.1.0`."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("newsmill 0.")


# ---------------------------------------------------------------- asked wrongly


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["extrct"],
            "newsmill: there is no command extrct; did you mean extract? (see newsmill --help)",
        ),
        (["xyz"], "newsmill: there is no command xyz (see newsmill --help)"),
        (
            ["--hlep"],
            "newsmill: no such option '--hlep'. Did you mean '--help'? (see newsmill --help)",
        ),
        (
            ["doctor", "--jsn"],
            "newsmill: no such option '--jsn'. Did you mean '--json'? (see newsmill doctor --help)",
        ),
        (["extract"], "newsmill: missing argument SOURCE (see newsmill extract --help)"),
        (
            ["completion", "csh"],
            (
                "newsmill: invalid value for 'bash|zsh|fish': 'csh' is not one of 'bash', 'zsh',"
                " 'fish' (see newsmill completion --help)"
            ),
        ),
        (
            ["extract", "tests/unti"],
            "newsmill: tests/unti: no such file or directory; did you mean tests/unit?",
        ),
    ],
)
def test_what_is_asked_wrongly_is_one_line_and_exit_code_2(
    words: list[str],
    line: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The nearest name is in it, and where help is."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("config.logging.configure", lambda _settings: None)
    assert main(words) == 2
    assert capsys.readouterr() == ("", line + "\n")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UsageError("There is\nno such thing."), 2, "newsmill: There is no such thing\n"),
        (SettingsError("NEWSMILL_X is 'y': no"), 2, "newsmill: NEWSMILL_X is 'y': no\n"),
        (NewsmillError("It broke"), 1, "newsmill: It broke\n"),
        (StoreFull(), 1, "newsmill: The store has no memory left\n"),
        (StoreUnavailable("it is away"), 1, "newsmill: it is away\n"),
        (OSError(28, "No space left on device"), 1, "newsmill: cannot write: No space left"),
        (click.Abort(), 1, "newsmill: not done\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_error_that_has_a_name_is_one_line(
    error: BaseException,
    code: int,
    line: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Scripts look at the exit code, people at the line."""
    assert fail_with(monkeypatch, error) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(line)
    assert told.err.count("\n") == bool(line)


def test_a_store_that_is_away_is_named_with_its_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its password."""
    monkeypatch.setenv("NEWSMILL_STORE_URL", "redis://:hunter2@store:6379/0")
    assert fail_with(monkeypatch, StoreUnavailable("the store does not answer")) == 1
    expected = (
        "newsmill: the store does not answer (NEWSMILL_STORE_URL is redis://***@store:6379/0)\n"
    )
    assert capsys.readouterr().err == expected


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody has named is not put into one line."""
    with pytest.raises(ZeroDivisionError):
        fail_with(monkeypatch, ZeroDivisionError())


def test_a_setting_that_cannot_be_used_is_one_line() -> None:
    """As any command says it."""
    done = newsmill("extract", "-", environment={"NEWSMILL_LOG_LEVEL": "loud"})
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("newsmill: NEWSMILL_LOG_LEVEL is 'loud': ")
    assert done.err.count("\n") == 1


def test_a_misspelt_setting_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would have no effect without a word."""
    warned = []

    class Log:
        def warning(self, event: str, **fields: str) -> None:
            warned.append((event, fields))

    monkeypatch.setattr("structlog.get_logger", lambda _name: Log())
    monkeypatch.setattr("config.logging.configure", lambda _settings: None)
    monkeypatch.setenv("NEWSMILL_STORE_ULR", "x")
    monkeypatch.setenv("NEWSMILL_QQQQQQQ", "x")
    prepare()
    assert warned == [
        ("setting_unknown", {"name": "NEWSMILL_QQQQQQQ"}),
        (
            "setting_unknown",
            {"name": "NEWSMILL_STORE_ULR", "nearest": "NEWSMILL_STORE_URL"},
        ),
    ]


# ---------------------------------------------------------------- output


def test_a_reader_that_closes_the_pipe_ends_the_command_quietly() -> None:
    """Exit code 141, as of `cat`, and nothing on stderr."""
    with subprocess.Popen(
        [sys.executable, "-m", "worker.commands", "schema"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_a_full_disk_is_one_line() -> None:
    """Not a traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "worker.commands", "schema"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"newsmill: cannot write: No space left on device\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(shell: str) -> None:
    """Click's own, for the name under which newsmill is installed."""
    done = CliRunner().invoke(cli, ["completion", shell])
    assert done.exit_code == 0
    assert "_NEWSMILL_COMPLETE" in done.output


def test_completion_knows_the_commands_without_reading_them() -> None:
    """A TAB after `newsmill e`."""
    done = newsmill(
        environment={
            "_NEWSMILL_COMPLETE": "bash_complete",
            "COMP_WORDS": "newsmill e",
            "COMP_CWORD": "1",
        }
    )
    assert done.out.split() == ["plain,extract", "plain,enqueue", "plain,export"]


def test_the_schema_is_one_and_a_record_is_valid_by_it() -> None:
    """Draft 2020-12, and what is written is valid without the fields that are unknown."""
    schema = json.loads(newsmill("schema").out)
    Draft202012Validator.check_schema(schema)
    assert (schema["$id"], schema["title"]) == ("urn:newsmill:article:1.0", "NewsmillArticle")
    record = Record(
        id="x",
        source=Source(kind="text"),
        access=Access(verdict="open", kind="article"),
        content=Content(text="Anna ran.", text_sha256="0" * 64),
        entities=(
            Entity(
                id="e1",
                type="person",
                name="Anna",
                mentions=(TextSpan(start=0, end=4, text="Anna"),),
            ),
        ),
    )
    validator = Draft202012Validator(schema)
    written = json.loads(record.to_json())
    validator.validate(written)
    del written["schema"]
    assert not validator.is_valid(written)


# ---------------------------------------------------------------- doctor


def test_the_doctor_says_how_to_mend() -> None:
    """Every check that is not ok comes with what to do; a warning fails nothing."""
    done = newsmill("doctor", "--json", environment={"NEWSMILL_USER_AGNT": "x"})
    checks = json.loads(done.out)
    assert done.code == 0, checks
    assert all(check["mend"] for check in checks if check["level"] != "ok")
    [misspelt] = [check for check in checks if check["name"] == "settings"]
    assert misspelt["mend"] == "did you mean NEWSMILL_USER_AGENT?"


def test_the_doctor_fails_where_only_one_server_is_set_and_does_not_answer() -> None:
    """Without showing the password."""
    url = "redis://u:hunter2@127.0.0.1:1/0"
    done = asked(Servers(broker_url=url, store_url=None), "doctor")
    assert done.code == 1
    assert "fail  servers          NEWSMILL_STORE_URL is not set" in done.out
    assert "fail  broker           redis://***@127.0.0.1:1/0 does not answer" in done.out
    assert "hunter2" not in done.out + done.err


def test_the_doctor_needs_usable_settings() -> None:
    """And names the one that is not."""
    done = newsmill("doctor", environment={"NEWSMILL_MAX_ATTEMPTS": "many"})
    assert done.code == 1
    assert "fail  settings         NEWSMILL_MAX_ATTEMPTS is 'many'" in done.out
