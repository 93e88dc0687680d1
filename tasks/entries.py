"""What a record travels in: the fields of a stream entry."""

from tasks.record import Record


def entry_of(record: Record) -> dict[str, str]:
    """Give the fields of the stream entry that a record travels in."""
    content, source = record.content, record.source
    return {
        "id": record.id,
        "version": str(record.version.number if record.version else ""),
        "change": record.version.change if record.version else "",
        "url": source.canonical_url or source.final_url or source.url or "",
        "site": source.site or "",
        "language": content.language.code if content.language else "",
        "title": content.title or "",
        "published": content.published.value if content.published else "",
        "schema": record.schema_,
        "record": record.to_json(),
    }
