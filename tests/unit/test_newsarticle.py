"""The export for schema.org: only its own types and properties, and only what is known."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tasks.exporting import FORMATS, nothing_because
from tasks.record import (
    Access,
    Content,
    Entity,
    Event,
    Fetch,
    Language,
    Place,
    PlaceMention,
    Quotation,
    Record,
    Source,
    Version,
    sha256,
)
from tests import shown

_WORK: Final = {
    "identifier": "Text",
    "url": "URL",
    "mainEntityOfPage": "URL",
    "headline": "Text",
    "alternativeHeadline": "Text",
    "author": "Person Organization",
    "publisher": "Person Organization",
    "datePublished": "Text",
    "dateModified": "Text",
    "inLanguage": "Text",
    "articleSection": "Text",
    "articleBody": "Text",
    "keywords": "Text",
    "image": "ImageObject",
    "isAccessibleForFree": "Boolean",
    "version": "Number",
    "wordCount": "Number",
    "about": "DefinedTerm",
    "mentions": "*",
    "contentLocation": "Place",
    "hasPart": "Quotation",
}
_THING: Final = {"name": "Text", "alternateName": "Text"}
PROPERTIES: Final[dict[str, dict[str, str]]] = {
    "NewsArticle": _WORK,
    "LiveBlogPosting": _WORK,
    "Thing": _THING,
    "Person": {**_THING, "jobTitle": "Text"},
    "Organization": _THING,
    "Event": _THING,
    "Product": _THING,
    "CreativeWork": _THING,
    "Legislation": _THING,
    "Language": _THING,
    "Place": {**_THING, "sameAs": "URL", "geo": "GeoCoordinates", "address": "PostalAddress"},
    "GeoCoordinates": {"latitude": "Number", "longitude": "Number"},
    "PostalAddress": {"addressCountry": "Text", "addressRegion": "Text"},
    "ImageObject": {"url": "URL", "caption": "Text", "creditText": "Text"},
    "DefinedTerm": {"name": "Text", "termCode": "Text", "inDefinedTermSet": "URL"},
    "Quotation": {"text": "Text", "spokenByCharacter": "Person Organization"},
}
"""The properties that schema.org gives these types, and of the types of their values those used.

Source: schema.org 29.3; a type has the properties of those above it (Article, CreativeWork, Thing).
"""


def exported(record: Record) -> dict[str, Any]:
    """Give the one object that a record becomes."""
    (made,) = FORMATS["jsonld"](record)
    return made


def small(text: str = "Anna ran.", **fields: Any) -> Record:  # noqa: ANN401 - any field of a record
    """Give a record of which little is known."""
    content = Content(text=text, text_sha256=sha256(text), language=fields.pop("language", None))
    return Record.model_validate(
        {
            "id": "d",
            "source": Source(kind="text"),
            "access": Access(verdict="open", kind="article"),
            "content": content,
            **fields,
        }
    )


def wrong(node: dict[str, Any]) -> Iterator[str]:
    """Yield what schema.org does not know in an object."""
    for name, value in node.items():
        if name.startswith("@"):
            continue
        allowed = PROPERTIES[node["@type"]].get(name)
        values = value if isinstance(value, list) else [value]
        for one in values:
            kind = kind_of(one)
            if allowed is None or (allowed != "*" and kind not in allowed.split()):
                yield f"{node['@type']}.{name}: {kind}"
            if isinstance(one, dict) and "@type" in one:
                yield from wrong(one)


def kind_of(value: object) -> str:
    """Name the type of a value; one that only refers to another is a place here."""
    if isinstance(value, dict):
        return str(value.get("@type", "Place"))
    if isinstance(value, bool):
        return "Boolean"
    if isinstance(value, str):
        return "URL" if value.startswith(("http://", "https://")) else "Text"
    return "Number"


def test_all_properties_are_schema_orgs() -> None:
    """Each stands at a type that has it, with a value of a type that it takes."""
    made = exported(shown.record())
    assert made["@context"] == "https://schema.org"
    assert list(wrong(made)) == []
    assert list(wrong({**made, "speaker": "x", "geo": made["author"], "url": 3})) != []


def test_the_article_is_told() -> None:
    """What the page says of itself, in schema.org's words."""
    made = exported(shown.record())
    told = {
        "identifier": shown.ID,
        "url": "https://www.coast.example/a?b=1&c=2",
        "headline": "Ferry strikes the quay at Port Ellery",
        "author": [{"@type": "Person", "name": "Ines Okafor"}],
        "publisher": {"@type": "Organization", "name": "coast.example"},
        "datePublished": "2025-03-05T09:30:00+00:00",
        "inLanguage": "en",
        "articleBody": shown.TEXT,
        "wordCount": len(shown.TEXT.split()),
        "image": {
            "@type": "ImageObject",
            "url": "https://pictures.example/ferry.jpg",
            "caption": "The quay",
            "creditText": "K. Brandt",
        },
    }
    assert {name: made[name] for name in told} == told


def test_what_is_found_is_mentioned() -> None:
    """Places with their coordinates; speakers and scenes refer to what is mentioned."""
    made = exported(shown.record())
    ids = {one["@id"]: one for one in made["mentions"]}
    assert len(ids) == len(made["mentions"])
    assert ids["_:Mara Lindqvist"]["@type"] == "Person"
    (where,) = (ids[place["@id"]] for place in made["contentLocation"])
    assert where["name"] == "Port Ellery"
    assert where["geo"] == {"@type": "GeoCoordinates", "latitude": 58.6, "longitude": -3.5}
    (quotation,) = made["hasPart"]
    assert quotation["text"].startswith("There was no warning")
    assert quotation["spokenByCharacter"]["@id"] in ids


def test_an_interrupted_quotation_is_only_what_was_said() -> None:
    """Without the cue in the midst of it."""
    text = "“We lost,” said the mayor, “our way.”"
    quotation = Quotation.model_validate(
        {
            "start": 1,
            "end": 36,
            "text": text[1:36],
            "kind": "direct",
            "parts": [{"start": 1, "end": 9}, {"start": 28, "end": 36}],
        }
    )
    (part,) = exported(small(text, quotations=(quotation,)))["hasPart"]
    assert part == {"@type": "Quotation", "text": "We lost, our way."}


def test_what_is_not_known_is_absent() -> None:
    """No headline, no date, no language is made up, and nobody says that it is free."""
    assert exported(small(language=Language(code="und"))) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": "d",
        "articleBody": "Anna ran.",
    }


def test_a_place_of_no_entity_has_an_id_too() -> None:
    """And one without coordinates has only its name."""
    mention = PlaceMention(start=0, end=4, text="Anna")
    made = exported(
        small(
            places=(Place(name="Anna", mentions=(mention,)),),
            entities=(Entity(id="e1", type="group", name="Anna", mentions=(mention,)),),
            events=(Event(type="AID", trigger=mention, place="Anna"),),
        )
    )
    assert made["mentions"] == [
        {"@type": "Thing", "@id": "_:e1", "name": "Anna"},
        {"@type": "Place", "@id": "_:place0", "name": "Anna"},
    ]
    assert made["contentLocation"] == [{"@id": "_:place0"}]


def test_part_of_a_text_is_no_article_body() -> None:
    """Neither an excerpt nor a teaser, which is not free; what was fetched whole is."""
    excerpt = small().model_copy(update={"content": Content(text="Anna", text_sha256="0" * 64)})
    assert not {"articleBody", "wordCount"} & exported(excerpt).keys()
    teaser = exported(small(access=Access(verdict="paywalled", kind="article"), fetch=Fetch()))
    assert "articleBody" not in teaser
    assert teaser["isAccessibleForFree"] is False
    assert exported(small(fetch=Fetch(status=200)))["isAccessibleForFree"] is True


def test_words_are_counted_where_spaces_part_them() -> None:
    """Chinese has none."""
    assert exported(small(language=Language(code="en")))["wordCount"] == 2
    assert "wordCount" not in exported(small("安娜跑了。", language=Language(code="zh")))


def test_a_live_blog_is_a_live_blog() -> None:
    """In schema.org too."""
    live = small(access=Access(verdict="open", kind="live"))
    assert exported(live)["@type"] == "LiveBlogPosting"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"version": Version(number=2, change="withdrawn")}, "it was withdrawn"),
        (
            {"access": Access(verdict="consent", kind="other")},
            "no article, its verdict is consent",
        ),
        ({"access": Access(verdict="open", kind="section")}, "no article, it is a section page"),
        ({"access": Access(verdict="paywalled", kind="article")}, None),
        ({"version": Version(number=2, change="facts")}, None),
    ],
)
def test_what_is_no_article_is_not_exported(fields: dict[str, Any], why: str | None) -> None:
    """Nor is one that was withdrawn; a teaser is."""
    assert nothing_because(small(**fields)) == why
