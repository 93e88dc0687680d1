"""An article and what was found in it, as one record. Shared by the service and `extract`."""

from tasks.record import Article, Content, Extractions, Facts, Quality, Record


def assemble(
    article: Article,
    extractions: Extractions,
    *,
    job_id: str | None = None,
    input_id: str | None = None,
    via: str | None = None,
) -> Record:
    """Put a record together. Version and duplicates are what comparing adds.

    Args:
        article: what `clean` made.
        extractions: what `extract` found in it.
        job_id: the job that led to it.
        input_id: what the caller calls it, for `extract`.
        via: what brought it, where the article does not know.
    """
    source = article.source
    if via is not None:
        source = source.model_copy(update={"via": via})
    return Record(
        id=article.id,
        input_id=input_id,
        job_id=job_id,
        source=source,
        fetch=article.fetch,
        access=article.access,
        content=article.content,
        quality=Quality(
            share_removed=share_removed(article.content),
            conflicts=conflicts(article.content),
            steps_skipped=extractions.steps_skipped,
        ),
        provenance=(*article.provenance, *extractions.provenance),
        **{name: getattr(extractions, name) for name in Facts.model_fields},
    )


def share_removed(content: Content) -> float | None:
    """Give the share of what was read as the body that cleaning took away again."""
    if content.removed is None or content.text is None:
        return None
    removed = sum(len(part.text) for part in content.removed)
    return round(removed / max(1, removed + len(content.text)), 4)


def conflicts(content: Content) -> tuple[str, ...]:
    """Name the fields about which the document contradicts itself.

    Returns:
        `published` or `modified` where claims of it are days apart, and `published.future` or
        `modified.future` where one lies after the fetch. Which claims, their flags say.
    """
    found: list[str] = []
    for name, dated in (("published", content.published), ("modified", content.modified)):
        flags = {claim.flag for claim in dated.candidates} if dated else set()
        found += [name] if "differs" in flags else []
        found += [f"{name}.future"] if "future" in flags else []
    return tuple(found)
