"""What the formats share."""

from tasks.record import Record


def known(**fields: object) -> dict[str, object]:
    """Give the fields that say something: neither None nor empty."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def url_of(record: Record) -> str | None:
    """Give the address of an article: what it says of itself before where it was found."""
    source = record.source
    return source.canonical_url or source.final_url or source.url


def language_of(record: Record) -> str | None:
    """Give the language of an article, where it could be told."""
    language = record.content.language
    return language.code if language and language.code != "und" else None
