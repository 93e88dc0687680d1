"""`newsmill schema`: the JSON Schema of the record, for whoever reads the stream."""

import click

EPILOG = """\b
Example:
  newsmill schema > newsmill-article-1.0.schema.json
"""


@click.command(epilog=EPILOG)
def command() -> None:
    """Print the JSON Schema (draft 2020-12) of the record.

    Offsets are half-open pairs of Unicode code points of content.text. A field that is absent
    is unknown; a reader ignores fields that it does not know.
    """
    import json

    click.echo(json.dumps(_schema(), indent=2, ensure_ascii=False))


def _schema() -> dict[str, object]:
    from tasks.record import SCHEMA, Record

    schema = Record.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        # A name and no address: nothing has to be fetched to resolve it.
        "$id": "urn:" + SCHEMA.replace(".", ":", 1).replace("/", ":"),
        **schema,
        # It has a default here, and stands in every record all the same.
        "required": ["schema", *schema["required"]],
    }
