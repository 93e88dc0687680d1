"""The command line: `newsmill COMMAND`. One file here per command, read when it is asked for.

`newsmill --help` and `newsmill COMMAND --help` load nothing but click. A command's module has
a click command named `command`; its function imports what it needs and returns the exit code
(None is 0). Standard output is for results; everything else goes to stderr.

Exit codes: 0 done · 1 failed, or a job is dead · 2 asked wrongly, or a setting is wrong ·
130 Ctrl-C · 141 whoever read stdout has closed it.
"""

import difflib
import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from config.settings import Settings

PROGRAM: Final = "newsmill"
COMPLETION_VARIABLE: Final = "_NEWSMILL_COMPLETE"

FAILED: Final = 1
INTERRUPTED: Final = 130
STDOUT_CLOSED: Final = 141
"""What a shell says of a program that SIGPIPE ended, as it does of `cat | head -1`."""

CLOSED: Final[set[str]] = set()
"""Those of stdin, stdout and stderr that the caller has closed: /dev/null stands in their place."""

SUMMARIES: Final = {
    "run": "All in one: servers, workers, sources; records on stdout.",
    "extract": "Read sources in this process, no Redis; records on stdout.",
    "enqueue": "Submit sources and return; job ids on stdout.",
    "worker": "Run workers against the configured Redis.",
    "consume": "Read the article stream as a consumer group.",
    "status": "Show queues, rates and lag, or what became of a job.",
    "metrics": "Tell Prometheus how the service does.",
    "dead": "List, show, replay or purge dead jobs.",
    "forget": "Withdraw documents, and delete what is held of them.",
    "show": "Show a record as a page, or in the terminal.",
    "export": "Write records as schema.org JSON-LD, events as PLOVER.",
    "diff": "Show what differs between two versions of a document.",
    "schema": "Print the JSON Schema of the record.",
    "doctor": "Check what a deployment needs, and say how to mend it.",
    "completion": "Print the completion script of a shell.",
}
"""All commands, in the order of `--help`. Each is a module of this package."""

EXAMPLES: Final = """\b
Examples:
  newsmill run https://www.example.org/news/1 articles/ > records.jsonl
  newsmill extract article.html | jq .entities
  newsmill extract --jsonl articles.jsonl > records.jsonl
  cat urls.txt | newsmill enqueue -
  newsmill consume --group mine --follow
  newsmill show records.jsonl --number 1 --open
  eval "$(newsmill completion bash)"
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names, in the order of the table."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in SUMMARIES:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for, or name the nearest.

        Raises:
            click.UsageError: there is none of that name.
        """
        name = args[0]
        if name not in SUMMARIES and not name.startswith("-") and not ctx.resilient_parsing:
            near = difflib.get_close_matches(name, SUMMARIES, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"there is no command {name}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the table, without importing what it names."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete the name of a command, without importing any."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=summary)
            for name, summary in SUMMARIES.items()
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


@click.group(
    cls=LazyGroup,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name=PROGRAM, prog_name=PROGRAM, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn news into facts: one structured record per article version, as JSON."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what follows the program's name; by default those of this process.

    Returns:
        The exit code.
    """
    _open_what_is_closed()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - what is not known here is raised again
        return _failed(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _open_what_is_closed() -> None:
    """Put /dev/null where a caller has closed stdin, stdout or stderr.

    Otherwise the next file or socket would get that number, and be written to.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            CLOSED.add(name)
            # The lowest number that is free is the one that is closed.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def complete_files(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Leave the completion of a SOURCE to the shell, which knows files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def note(line: str) -> None:
    """Say something on stderr."""
    click.echo(f"{PROGRAM}: {line}", err=True)


def prepare() -> "Settings":
    """Read the settings and set up logging on stderr: how most commands begin.

    Raises:
        SettingsError: names every variable or file that cannot be used.
    """
    import structlog

    from config import logging
    from config.settings import settings, unknown_settings

    known = settings()
    logging.configure(known.logging)
    for name, nearest in unknown_settings().items():
        structlog.get_logger(__name__).warning(
            "setting_unknown", name=name, **({"nearest": nearest} if nearest else {})
        )
    return known


def _run(arguments: Sequence[str]) -> int:
    instruction = os.environ.get(COMPLETION_VARIABLE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, PROGRAM, COMPLETION_VARIABLE, instruction)
    # click takes colour away where stdout is no terminal; None leaves that to it.
    color = False if os.environ.get("NO_COLOR") else None
    try:
        with cli.make_context(PROGRAM, list(arguments), color=color) as context:
            code: int | None = cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code or 0


def _failed(error: Exception) -> int:
    """Say in one line what went wrong; a bug keeps its traceback."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _said(error.format_message(), error.exit_code, error)
    if isinstance(error, click.Abort):
        return _aborted(error)
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        return _stdout_closed()
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _said(f"cannot write: {error.strerror}", FAILED)
    return _failed_by_name(error)


def _failed_by_name(error: Exception) -> int:
    from tasks.errors import (
        USAGE_EXIT_CODE,
        NewsmillError,
        StoreRefused,
        StoreUnavailable,
        UsageError,
    )

    if isinstance(error, StoreRefused):
        return _said(f"{error.message}{_store()}", USAGE_EXIT_CODE)
    if isinstance(error, StoreUnavailable):
        return _said(f"{error.message}{_store()}", FAILED)
    if isinstance(error, NewsmillError):
        return _said(error.message, USAGE_EXIT_CODE if isinstance(error, UsageError) else FAILED)
    from config.settings import SettingsError

    if isinstance(error, SettingsError):
        return _said(str(error), USAGE_EXIT_CODE)
    raise error


def _store() -> str:
    """Name the setting and the server that did not answer, or refused."""
    from config.logging import masked
    from config.settings import settings, variable

    url = settings().servers.store_url
    return f" ({variable('store_url')} is {masked(url)})" if url else ""


def _said(message: str, code: int, error: click.ClickException | None = None) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context and context.parent else PROGRAM
    hint = f" (see {path} --help)" if context else ""
    line = " ".join(message.split()).removesuffix(".")
    click.echo(f"{PROGRAM}: {line[:1].lower() if error else line[:1]}{line[1:]}{hint}", err=True)
    return code


def _aborted(error: click.Abort) -> int:
    """Tell a Ctrl-C at a question from an answer that is no, or none at all."""
    if isinstance(error.__context__, KeyboardInterrupt):
        return INTERRUPTED
    return _said("not done", FAILED)


def _stdout_closed() -> int:
    # What is left in the buffer has nowhere to go; without this Python says so at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return STDOUT_CLOSED
