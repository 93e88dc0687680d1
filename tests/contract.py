"""What a change of the record's schema would break for those who read it."""

from collections.abc import Iterator
from typing import Any, Final

Schema = dict[str, Any]

_SAID: Final = {"$schema", "$id", "$defs", "title", "description", "examples"}
"""What is for people, and may change."""

_INNER: Final = {"properties", "required", "items"}


def broken(before: Schema, after: Schema) -> list[str]:
    """Say what differs from an earlier schema, but for fields that are new and optional.

    A narrower type refuses records of before, and a wider one lets records pass that readers of
    before do not know: neither may be.
    """
    return list(_broken("record", before, after, (before["$defs"], after["$defs"])))


def _broken(
    path: str, before: Schema, after: Schema, definitions: tuple[Schema, Schema]
) -> Iterator[str]:
    before, after = _plain(before, definitions[0]), _plain(after, definitions[1])
    for key in sorted((before.keys() | after.keys()) - _INNER):
        if before.get(key) != after.get(key):
            yield f"{path}: {key} was {before.get(key)}, and is {after.get(key)}"
    for name in sorted(set(before.get("required", ())) ^ set(after.get("required", ()))):
        yield f"{path}.{name}: is required only in one of them"
    inner = {f"{path}.{name}": name for name in before.get("properties", {})}
    for deeper, name in inner.items():
        if name in after.get("properties", {}):
            fields = before["properties"][name], after["properties"][name]
            yield from _broken(deeper, *fields, definitions)
        else:
            yield f"{deeper}: has gone"
    if "items" in before and "items" in after:
        yield from _broken(f"{path}[]", before["items"], after["items"], definitions)


def _plain(schema: Schema, definitions: Schema) -> Schema:
    """Give what a schema demands, with references resolved."""
    if "allOf" in schema:
        (schema,) = schema["allOf"]
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    return {key: value for key, value in schema.items() if key not in _SAID}
