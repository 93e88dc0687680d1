"""The contract of the record: its JSON Schema, one for each minor version, kept in this folder.

`newsmill.article-1.N.json` is what readers of that version were promised. The file of a version
that has been released never changes again; CHANGELOG.md tells what each one brought.
"""

import inspect
import json
import re
from importlib import resources
from typing import Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from tasks.errors import UsageError
from tasks.record import SCHEMA, Model, Record

_FILE: Final = "newsmill.article-{}.json"
_ATTRIBUTES: Final = re.compile(r"\n*^Attributes:\n((?: {4}.*\n?|\n)+)", re.MULTILINE)
_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def schema() -> JsonSchemaValue:
    """Give the JSON Schema (draft 2020-12) of the record as the models are now."""
    generated = Record.model_json_schema(by_alias=True, schema_generator=_ForReaders)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        # A name and no address: nothing has to be fetched to resolve it.
        "$id": "urn:" + SCHEMA.replace(".", ":", 1).replace("/", ":"),
        **generated,
        # It has a default here, and stands in every record all the same.
        "required": ["schema", *generated["required"]],
    }


def versions() -> list[str]:
    """Give the minor versions that there have been, the oldest first."""
    begin, end = _FILE.split("{}")
    names = [file.name for file in resources.files(__package__).iterdir()]
    found = [name.removeprefix(begin).removesuffix(end) for name in names if name.endswith(end)]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def kept(version: str) -> JsonSchemaValue:
    """Give the JSON Schema that stands for a version.

    Raises:
        UsageError: there has been no such version.
    """
    if version not in versions():
        known = ", ".join(versions())
        raise UsageError(f"{version}: there is no such version of the schema, only {known}")
    file = resources.files(__package__) / _FILE.format(version)
    read: JsonSchemaValue = json.loads(file.read_text(encoding="utf-8"))
    return read


class _ForReaders(GenerateJsonSchema):
    """Writes a schema for those who read records, and who make types of it.

    An unknown field is absent from a record: none is null, and none has a default. Nor have fields
    titles, of which tools would make a type each. What docstrings say of fields under `Attributes`
    stands with the fields.
    """

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        written = super().model_schema(schema)
        written["description"] = _ATTRIBUTES.sub("", inspect.getdoc(schema["cls"]) or "").strip()
        for name, text in _attributes(schema["cls"]).items():
            written["properties"][name] = _described(written["properties"][name], text)
        return written


def _described(field: JsonSchemaValue, text: str) -> JsonSchemaValue:
    # Tools take what stands beside a reference for a type of its own.
    return {**({"allOf": [field]} if "$ref" in field else field), "description": text}


def _attributes(model: type[Model]) -> dict[str, str]:
    """Give what the docstrings of a model and of its bases say of its fields."""
    found: dict[str, str] = {}
    for base in reversed([base for base in model.__mro__ if issubclass(base, Model)]):
        section = _ATTRIBUTES.search(inspect.cleandoc(base.__doc__ or ""))
        for name, text in _ATTRIBUTE.findall(section[1] if section else ""):
            found[name] = " ".join(text.split())
    return found
