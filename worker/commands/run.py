"""`newsmill run`."""

from pathlib import Path

import click

from worker.commands import complete_files


@click.command(
    epilog="""\b
Examples:
  newsmill run seeds/articles/ > records.jsonl
  newsmill run https://www.example.org/news/1 article.txt
  newsmill run --list urls.txt --data-dir ./data
  cat article.txt | newsmill run -
"""
)
@click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=complete_files
)
@click.option("--list", "forced", flag_value="list", help="Text and stdin are lists of URLs.")
@click.option("--text", "forced", flag_value="text", help="Text and stdin are one text.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the data of the embedded servers here; a later run knows what it has seen.",
)
def command(sources: tuple[str, ...], forced: str | None, data_dir: Path | None) -> int:
    """Do it all: servers, workers, sources; records go to stdout.

    Starts its own broker and store unless NEWSMILL_BROKER_URL and NEWSMILL_STORE_URL are set.
    A SOURCE is a URL, a file (.txt .html .htm .md .pdf .eml .jsonl .warc .arc .gz), a directory,
    a glob, or - for stdin. Exit code 0; 1 when a job is dead; 130 on Ctrl-C.
    """
    from worker.running.run import run_sources

    return run_sources(sources, forced, data_dir)
