"""An invented article with every kind of finding, for whoever shows records."""

from tasks.record import (
    Access,
    Author,
    Block,
    Caption,
    Content,
    Date,
    Entity,
    Event,
    Figure,
    Image,
    Keyword,
    Language,
    Place,
    PlaceAlternative,
    PlaceMention,
    Provenance,
    Published,
    Quality,
    Quotation,
    Record,
    Removed,
    Size,
    Source,
    Span,
    Speaker,
    StepSkipped,
    TextSpan,
    Tone,
    Topic,
    sha256,
)

TEXT = """\
A ferry struck the quay at Port Ellery on Tuesday night, killing at least 12 people and injuring \
30, the harbour master said.

What the crew saw

“There was no warning at all, and the lights of Port Ellery went out,” said Mara Lindqvist, mayor \
of the town. She added that help had come from Nordholm within an hour.

The University of Leeds Hospital in Nordholm spoke of 15 dead. Since March 2019 the line has cost \
1.2 million euros a year.

The quay is closed.

Ferries go to Nordholm."""
PARAGRAPHS = TEXT.split("\n\n")
ID = "5d0f3b1c9a7e4826b1f0c3d2e4a59687"


def at(words: str, number: int = 0) -> dict[str, object]:
    """Give the place of some words: the first time that they stand in the text, or a later one."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def span(words: str, number: int = 0) -> TextSpan:
    """Give the place of some words as a span."""
    return TextSpan.model_validate(at(words, number))


def entity(name: str, kind: str, *mentions: TextSpan, salience: float) -> Entity:
    """Give an entity whose id is its name."""
    return Entity.model_validate(
        {"id": name, "type": kind, "name": name, "mentions": mentions, "salience": salience}
    )


def figure(words: str, kind: str, value: float, **fields: object) -> Figure:
    """Give a figure."""
    return Figure.model_validate({**at(words), "kind": kind, "value": value, **fields})


def place(name: str, latitude: float, longitude: float, *mentions: TextSpan) -> Place:
    """Give a place."""
    return Place(
        name=name,
        latitude=latitude,
        longitude=longitude,
        country="GB",
        feature="PPL",
        confidence=0.8,
        mentions=tuple(PlaceMention.model_validate(one.model_dump()) for one in mentions),
        alternatives=(PlaceAlternative(name=name, country="CA"),),
    )


def blocks() -> tuple[Block, ...]:
    """Give the blocks of the text: a heading among paragraphs, and a list."""
    roles = ("paragraph", "heading", "paragraph", "paragraph", "list", "list")
    starts = [TEXT.index(paragraph) for paragraph in PARAGRAPHS]
    return tuple(
        Block.model_validate({"role": role, "start": start, "end": start + len(paragraph)})
        for role, start, paragraph in zip(roles, starts, PARAGRAPHS, strict=True)
    )


def content() -> Content:
    """Give the article."""
    return Content(
        title="Ferry strikes the quay at Port Ellery",
        subtitle="Twelve dead, says the harbour master",
        authors=(Author(name="Ines Okafor", kind="person"),),
        published=Published(value="2025-03-05T09:30:00+00:00", source="job"),
        section="Coast",
        image=Image(
            url="https://pictures.example/ferry.jpg", caption="The quay", credit="K. Brandt"
        ),
        language=Language(code="en", confidence=0.99),
        text=TEXT,
        text_sha256=sha256(TEXT),
        blocks=blocks(),
        captions=(Caption(text="The quay on Wednesday", credit="K. Brandt"),),
        removed=(Removed(kind="newsletter", text="Sign up!", reason="asks for an address"),),
    )


def quotations() -> tuple[Quotation, ...]:
    """Give what was said: twice by the mayor, once by nobody who is named."""
    mayor = Speaker.model_validate(
        {**at("Mara Lindqvist"), "role": "mayor", "entity": "Mara Lindqvist"}
    )
    she = Speaker.model_validate({**at("She"), "entity": "Mara Lindqvist"})
    return (
        Quotation.model_validate(
            {**at("A ferry struck the quay at Port Ellery on Tuesday night"), "kind": "indirect"}
        ),
        Quotation.model_validate(
            {
                **at("There was no warning at all, and the lights of Port Ellery went out,"),
                "kind": "direct",
                "cue": at("said", 1),
                "speaker": mayor,
            }
        ),
        Quotation.model_validate(
            {
                **at("help had come from Nordholm within an hour"),
                "kind": "indirect",
                "speaker": she,
            }
        ),
    )


def figures() -> tuple[Figure, ...]:
    """Give the numbers; of the dead there are two claims."""
    where = {"object": "people", "place": "Port Ellery", "date": "2025-03-04"}
    return (
        figure(
            "at least 12 people",
            "killed",
            12,
            qualifier="at least",
            claimed_by="the harbour master",
            **where,
        ),
        figure("30", "injured", 30, **where),
        figure("15 dead", "killed", 15, claimed_by="the hospital", **where),
        figure("1.2 million euros", "money", 1_200_000, unit="EUR"),
    )


def dates() -> tuple[Date, ...]:
    """Give the times, the later one first in the text."""
    return (
        Date.model_validate(
            {**at("Tuesday night"), "kind": "date", "value": "2025-03-04", "part": "night"}
        ),
        Date.model_validate(
            {**at("Since March 2019"), "kind": "date", "value": "2019-03", "modifier": "since"}
        ),
    )


def record() -> Record:
    """Give the record of the article."""
    ellery = (span("Port Ellery"), span("Port Ellery", 1))
    nordholm = (span("Nordholm"), span("Nordholm", 1), span("Nordholm", 2))
    return Record(
        id=ID,
        source=Source(kind="url", url="https://www.coast.example/a?b=1&c=2", site="coast.example"),
        access=Access(verdict="open", kind="article", evidence=("the whole text",)),
        content=content(),
        entities=(
            entity("Leeds", "place", span("Leeds"), salience=0.1),
            entity("Port Ellery", "place", *ellery, salience=0.9),
            entity("Mara Lindqvist", "person", span("Mara Lindqvist"), salience=0.5),
            entity(
                "University of Leeds Hospital",
                "organisation",
                span("University of Leeds Hospital"),
                salience=0.3,
            ),
        ),
        places=(
            place("Port Ellery", 58.6, -3.5, *ellery),
            place("Nordholm", 59.0, -3.1, *nordholm),
            Place(name="the Quay", mentions=(PlaceMention.model_validate(at("the quay")),)),
        ),
        quotations=quotations(),
        dates=dates(),
        figures=figures(),
        events=(
            Event(
                type="ACCIDENT",
                mode="transport",
                trigger=span("struck"),
                actors=(span("A ferry"),),
                place="Port Ellery",
                date="2025-03-04",
                size=Size(killed=12),
            ),
        ),
        keywords=(Keyword(text="Port Ellery", score=1.0),),
        summary=(Span(start=0, end=len(PARAGRAPHS[0])),),
        topics=(Topic(code="medtop:03000000", label="disaster and accident", score=0.7),),
        tone=Tone(score=-0.6, positive=0.1, negative=0.4),
        quality=Quality(
            share_removed=0.12,
            conflicts=("published",),
            steps_skipped=(StepSkipped(step="events", reason="no lexicon"),),
        ),
        provenance=(Provenance(step="clean", version="newsmill 0.1.0", ms=6.2),),
    )
