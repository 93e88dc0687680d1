"""`newsmill enqueue`."""

import click

from worker.commands import complete_files


@click.command(
    epilog="""\b
Examples:
  newsmill enqueue https://www.example.org/news/1
  newsmill enqueue --list urls.txt > jobs.txt
  newsmill status $(newsmill enqueue article.txt)
"""
)
@click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=complete_files
)
@click.option("--list", "forced", flag_value="list", help="Text and stdin are lists of URLs.")
@click.option("--text", "forced", flag_value="text", help="Text and stdin are one text.")
def command(sources: tuple[str, ...], forced: str | None) -> None:
    """Hand in sources and return; prints job ids, one a line.

    Once an id is printed, the store holds the job, whatever happens next. A SOURCE is a URL,
    a file (.txt .html .htm .md .pdf .eml .jsonl .warc .arc .gz), a directory, a glob, or - for
    stdin. A document of a .warc or .arc file that is handed in again is the same job.
    """
    from collections import Counter

    from worker.commands import prepare
    from worker.interface import enqueue_sources
    from worker.submitting.paths import described

    prepare()
    skipped: Counter[str] = Counter()
    for job in enqueue_sources(sources, forced=forced, skipped=skipped):
        click.echo(job.id)
    if skipped:
        click.echo(f"newsmill: left out: {described(skipped)}", err=True)
