"""`newsmill schema`: the JSON Schema of the record, for whoever reads the stream."""

import click

EPILOG = """\b
Examples:
  newsmill schema > newsmill-article.schema.json
  newsmill schema 1.0
  newsmill schema --list
"""


@click.command(epilog=EPILOG)
@click.argument("version", required=False)
@click.option("--list", "lists", is_flag=True, help="Print the versions that there have been.")
def command(version: str | None, *, lists: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of the record, or that of an earlier VERSION.

    Offsets are half-open pairs of Unicode code points of content.text. A field that is absent
    is unknown; a reader ignores fields that it does not know.
    """
    import json

    from tasks.schemas import kept, schema, versions

    if lists:
        click.echo("\n".join(versions()))
        return
    chosen = schema() if version is None else kept(version)
    click.echo(json.dumps(chosen, indent=2, ensure_ascii=False))
