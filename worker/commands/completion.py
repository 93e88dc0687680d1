"""`newsmill completion`: what makes a shell complete commands, options and files."""

import click

from worker.commands import COMPLETION_VARIABLE, PROGRAM, cli

EPILOG = """\b
Examples:
  eval "$(newsmill completion bash)"                                   # ~/.bashrc
  eval "$(newsmill completion zsh)"                                    # ~/.zshrc
  newsmill completion fish > ~/.config/fish/completions/newsmill.fish
"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

    scripts: dict[str, type[ShellComplete]] = {
        "bash": BashComplete,
        "zsh": ZshComplete,
        "fish": FishComplete,
    }
    complete = scripts[shell](cli, {}, PROGRAM, COMPLETION_VARIABLE)
    # `source` of bash would start a bash to see whether it is new enough: here it may be absent.
    click.echo(complete.source_template % complete.source_vars())
