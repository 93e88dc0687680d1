"""The version of a document that says that it is withdrawn."""

from tasks.record import Access, Content, Record, Source, Version, sha256


def withdrawal(document: str, number: int, *, previous: str, source: Source) -> Record:
    """Give a record that tells of a document nothing but that it is withdrawn.

    Its hash is that of no text: the hash of the text would tell whoever has that text.

    Args:
        document: the document's id.
        number: of this version.
        previous: the stream entry of the version before.
        source: of the version before; its URLs, which may be made of a headline, are left out.
    """
    return Record(
        id=document,
        version=Version(number=number, previous=previous, change="withdrawn"),
        source=Source(kind=source.kind, site=source.site),
        access=Access(verdict="open", kind="other", evidence=("withdrawn",)),
        content=Content(text_sha256=sha256("")),
    )
