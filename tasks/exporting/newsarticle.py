"""An article as schema.org has it: one NewsArticle in JSON-LD, which refers to nothing outside.

Source: schema.org 29.3 (https://schema.org/NewsArticle). tests/unit/test_newsarticle.py has the
properties that are used, with their types.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from tasks.exporting.fields import known, language_of, url_of
from tasks.record import Author, Entity, Image, Place, Quotation, Record, Topic

Node = dict[str, object]

_TYPES: Final = {
    "person": "Person",
    "organisation": "Organization",
    "place": "Place",
    "facility": "Place",
    "event": "Event",
    "product": "Product",
    "work": "CreativeWork",
    "law": "Legislation",
    "language": "Language",
}
"""schema.org's types for those of entities; it has none for a people or a following."""

_SPEAKERS: Final = frozenset({"Person", "Organization"})
_NO_SPACES: Final = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})
"""Languages that put no spaces between words, so that these cannot be counted by them."""


def newsarticle(record: Record) -> Iterator[Node]:
    """Yield the article, as one object.

    What the text names are `mentions` with ids of their own, `_:e1`; other parts refer to them.
    """
    content = record.content
    url = url_of(record)
    yield {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if record.access.kind == "live" else "NewsArticle",
        **known(
            identifier=record.id,
            url=url,
            mainEntityOfPage=url,
            headline=content.title,
            alternativeHeadline=content.subtitle,
            author=[_author(author) for author in content.authors or ()],
            publisher=_publisher(record.source.site) if record.source.site else None,
            datePublished=content.published.value if content.published else None,
            dateModified=content.modified.value if content.modified else None,
            inLanguage=language_of(record),
            articleSection=content.section,
            keywords=_keywords(record),
            image=_image(content.image) if content.image else None,
            isAccessibleForFree=_is_free(record),
            version=record.version.number if record.version else None,
            about=[_subject(topic) for topic in record.topics or ()],
            **_text(record),
            **_found(record),
        ),
    }


def _publisher(site: str) -> Node:
    return {"@type": "Organization", "name": site}


def _author(author: Author) -> Node:
    kind = "Person" if author.kind == "person" else "Organization"
    return {"@type": kind, "name": author.name}


def _image(image: Image) -> Node:
    return {
        "@type": "ImageObject",
        **known(url=image.url, caption=image.caption, creditText=image.credit),
    }


def _subject(topic: Topic) -> Node:
    return {
        "@type": "DefinedTerm",
        "name": topic.label,
        "termCode": topic.code,
        "inDefinedTermSet": "http://cv.iptc.org/newscodes/mediatopic/",
    }


def _keywords(record: Record) -> list[str]:
    """Give the publisher's tags, then what was found; each once."""
    found = (keyword.text for keyword in record.keywords or ())
    return list(dict.fromkeys((*(record.content.tags or ()), *found)))


def _is_free(record: Record) -> bool | None:
    """Say whether it can be read without paying: what was handed in as a file does not tell."""
    if record.access.verdict == "paywalled":
        return False
    return True if record.fetch else None


def _text(record: Record) -> Node:
    """Give the text and what is said of it, only where it is whole."""
    content = record.content
    if not content.is_whole or record.access.verdict == "paywalled":
        return {}
    text = content.text or ""
    counted = language_of(record) is not None and language_of(record) not in _NO_SPACES
    return {"articleBody": text, "wordCount": len(text.split()) if counted else None}


# ------------------------------------------------------------------ what was found in the text


def _found(record: Record) -> Node:
    places = {_id(place, n): place for n, place in enumerate(record.places or ())}
    entities = {f"_:{entity.id}": entity for entity in record.entities or ()}
    mentions = [_entity(node, entity, places.get(node)) for node, entity in entities.items()] + [
        _place(node, place) for node, place in places.items() if node not in entities
    ]
    return {
        "mentions": mentions,
        "contentLocation": list(_scenes(record, places)),
        "hasPart": [
            _quotation(quotation, entities)
            for quotation in record.quotations or ()
            if quotation.kind == "direct"
        ],
    }


def _id(place: Place, number: int) -> str:
    return f"_:{place.entity}" if place.entity else f"_:place{number}"


def _entity(node: str, entity: Entity, place: Place | None) -> Node:
    kind = _TYPES.get(entity.type, "Thing")
    roles = list(entity.roles) if kind == "Person" else None
    return {
        "@type": kind,
        "@id": node,
        **known(name=entity.name, alternateName=list(entity.aliases), jobTitle=roles),
        **(_where(place) if place and kind == "Place" else {}),
    }


def _place(node: str, place: Place) -> Node:
    return {"@type": "Place", "@id": node, "name": place.name, **_where(place)}


def _where(place: Place) -> Node:
    address = known(addressCountry=place.country, addressRegion=place.admin1)
    return known(
        sameAs=place.geonames_id and f"https://sws.geonames.org/{place.geonames_id}/",
        geo=None
        if place.latitude is None or place.longitude is None
        else {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        address=address and {"@type": "PostalAddress", **address},
    )


def _scenes(record: Record, places: Mapping[str, Place]) -> Iterator[Node]:
    """Yield the places where what is told happened, each once."""
    names = {event.place for event in record.events or ()}
    for node, place in places.items():
        if names & {place.name, *(mention.text for mention in place.mentions)}:
            yield {"@id": node}


def _quotation(quotation: Quotation, entities: Mapping[str, Entity]) -> Node:
    node = f"_:{quotation.speaker.entity}" if quotation.speaker else ""
    speaker = entities.get(node)
    kind = _TYPES.get(speaker.type) if speaker else None
    return {
        "@type": "Quotation",
        "text": _said(quotation),
        **known(
            spokenByCharacter={"@type": kind, "@id": node, "name": speaker.name}
            if speaker and kind in _SPEAKERS
            else None
        ),
    }


def _said(quotation: Quotation) -> str:
    """Give what was said, without the cue or the marks that stand in the midst of it."""
    at = quotation.start
    parts = [quotation.text[part.start - at : part.end - at] for part in quotation.parts]
    return " ".join(parts) or quotation.text
