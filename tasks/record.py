"""The record: what is published of one version of an article (schema `newsmill.article/1.0`).

These models are the one definition; `newsmill schema` prints the JSON Schema made of them.
Absent means unknown: nothing is guessed, and a reader ignores fields that it does not know.

Units: every `start` and `end` is a half-open `[start, end)` pair of Unicode code points of
`content.text`, so that `content.text[start:end]` is the evidence.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from tasks.job import SourceKind

SCHEMA: Final = "newsmill.article/1.0"
SCHEMA_PATTERN: Final = r"^newsmill\.article/1\.\d+$"

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]


class Model(BaseModel):
    """What all parts of a record share: values that never change, and room for later fields."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Span(Model):
    """A place in `content.text`."""

    start: Count
    end: Count

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            message = f"a span ends after it starts, not [{self.start}, {self.end})"
            raise ValueError(message)
        return self


class TextSpan(Span):
    """A place in `content.text` with the words that stand there."""

    text: str


class Found(Model):
    """What every extraction says of itself."""

    method: str | None = None
    confidence: Probability | None = None


# ------------------------------------------------------------------ where it is from


class FactChange(Model):
    """One fact that differs from the version before.

    Attributes:
        field: where such facts stand in the record.
        kind: which of them: a figure's kind, an entity's or event's type, a quotation's kind.
        change: it is `added`, `gone`, or says something else now (`changed`).
        before: what it said, in few words of the text; absent where it is added.
        after: what it says now; absent where it is gone.
        at: where the new one stands in `content.text`.
    """

    field: Literal["entities", "places", "quotations", "dates", "figures", "events"]
    kind: str | None = None
    change: Literal["added", "gone", "changed"]
    before: str | None = None
    after: str | None = None
    at: Span | None = None


class Version(Model):
    """Which version of a document a record is, and what is new about it.

    Attributes:
        previous: the stream entry of the version before.
        change: the weightiest of what changed: `facts` before `text` before `metadata`. A document
            that was withdrawn is `new` when it comes again.
        facts_changed: absent where there is no version before, or its record is gone.
    """

    number: Annotated[int, Field(ge=1)]
    previous: str | None = None
    change: Literal["new", "text", "facts", "metadata", "withdrawn"]
    facts_changed: tuple[FactChange, ...] | None = None


class Source(Model):
    """Where a document came from."""

    kind: SourceKind
    url: str | None = None
    final_url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    path: str | None = None
    via: str | None = None


class Fetch(Model):
    """What HTTP said. Units: `bytes` as received, before unpacking."""

    status: int | None = None
    at: AwareDatetime | None = None
    bytes: Count | None = None
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    encoding: str | None = None
    redirects: tuple[str, ...] = ()


Verdict = Literal["open", "paywalled", "blocked", "consent", "soft_404"]
PageKind = Literal["article", "home", "section", "live", "video", "other"]


class Access(Model):
    """Whether the whole article was there to be read, and what kind of page it is."""

    verdict: Verdict
    kind: PageKind
    rights: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


# ------------------------------------------------------------------ the article


class Author(Model):
    """Who wrote it."""

    name: str
    kind: Literal["person", "organisation"]


class DateCandidate(Model):
    """One claim of when the article was published, or changed: ISO 8601, as precise as it is.

    Attributes:
        flag: what speaks against it: it lies in the `future` of the fetch, or it `differs` from
            the chosen claim by more than zones can explain.
    """

    value: str
    source: str
    precision: Literal["year", "month", "day", "minute", "second"] | None = None
    zone: str | None = None
    flag: Literal["future", "differs"] | None = None


class Published(DateCandidate):
    """When the article was published: the chosen claim, and every claim there was."""

    candidates: tuple[DateCandidate, ...] = ()


class Modified(DateCandidate):
    """When the article was last changed: the chosen claim, and every claim there was."""

    candidates: tuple[DateCandidate, ...] = ()


class Image(Model):
    """The lead image.

    Attributes:
        caption: what is under it, or else what only the page's metadata says of it.
    """

    url: str
    caption: str | None = None
    credit: str | None = None


class Language(Model):
    """The language of the text: an ISO 639 code, `und` when it cannot be told.

    Attributes:
        doubt: why the answer is less sure than its confidence: the text is `short`, or `mixed`.
        others: what else is spoken in a mixed text, the most of it first.
    """

    code: str
    confidence: Probability | None = None
    doubt: Literal["short", "mixed"] | None = None
    others: tuple[str, ...] = ()


class Block(Span):
    """One block of the text."""

    role: Literal["paragraph", "heading", "quote", "list"]


class Caption(Model):
    """The words under a picture, which are no part of the body."""

    text: str
    credit: str | None = None


RemovedKind = Literal[
    # These stand elsewhere in the record too.
    "title",
    "subtitle",
    "byline",
    "date",
    "caption",
    "credit",
    # Said already.
    "repeated",
    # No part of the article.
    "advertisement",
    "aside",
    "commission",
    "copyright",
    "navigation",
    "newsletter",
    "offer",
    "related",
    "share",
    "teaser",
    # Around the text of a mail.
    "forwarded",
    "signature",
]


class Removed(Model):
    """What cleaning took away, and why.

    Attributes:
        kind: `title`, `subtitle`, `byline`, `date`, `caption` or `credit`, which stand elsewhere in
            the record; `repeated`; of mails `forwarded` and `signature`; or `advertisement`,
            `aside`, `commission`, `copyright`, `navigation`, `newsletter`, `offer`, `related`,
            `share` and `teaser`, which are no part of the article. Later minor versions may know
            more.
    """

    kind: Annotated[RemovedKind, WithJsonSchema({"type": "string", "title": "Kind"})]
    text: str
    reason: str


class Content(Model):
    """The article as cleaned.

    `text` may be absent or shortened in what is published (`NEWSMILL_PUBLISH_TEXT`);
    `text_sha256` is always that of the whole text in UTF-8, so that offsets stay checkable.

    Attributes:
        subtitle: what stands between headline and story and is marked as that. Where a page opens
            its story with it, it is the first paragraph of `text` too, which is always whole; of a
            pasted text it is taken out, and stands in `removed`.
        image: the lead image. What a reader sees under it is among the `captions`, with the same
            words and the same credit.
        captions: of all pictures of the article; they are no part of `text`.
    """

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[Author, ...] | None = None
    published: Published | None = None
    modified: Modified | None = None
    section: str | None = None
    tags: tuple[str, ...] | None = None
    image: Image | None = None
    language: Language | None = None
    text: str | None = None
    text_sha256: str
    blocks: tuple[Block, ...] = ()
    captions: tuple[Caption, ...] | None = None
    removed: tuple[Removed, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether `text` is all of the text, so that offsets can be checked against it."""
        return self.text is not None and sha256(self.text) == self.text_sha256


class Article(Model):
    """What `clean` gives: the document's identity, its source and its content."""

    id: str
    source: Source
    fetch: Fetch | None = None
    access: Access
    content: Content
    provenance: tuple["Provenance", ...] = ()


# ------------------------------------------------------------------ what was found in it


EntityType = Literal[
    "person",
    "organisation",
    "place",
    "facility",
    "group",
    "event",
    "product",
    "work",
    "law",
    "language",
]


class Entity(Found):
    """Somebody or something that the text names.

    Attributes:
        name: the fullest form of the name; the other forms are its `aliases`.
        roles: titles and offices that stand beside the name of a person, as `mayor`.
        salience: how much of the text is about it.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    mentions: tuple[TextSpan, ...]
    salience: Probability | None = None


class PlaceMention(TextSpan):
    """Where a place is named.

    Attributes:
        stands_for: the name of a country or its capital that stands for its `government`.
    """

    stands_for: Literal["government"] | None = None


class PlaceAlternative(Model):
    """Another place that the name may stand for. Units: `country` is ISO 3166-1 alpha-2."""

    geonames_id: int | None = None
    name: str
    admin1: str | None = None
    country: str | None = None
    confidence: Probability | None = None


class Place(Found):
    """A place on the map, or one that is in no gazetteer and has no coordinates.

    Units: degrees, WGS 84; `country` is ISO 3166-1 alpha-2; `feature` is a GeoNames feature code.

    Attributes:
        entity: id of the entity that it is.
        admin1: the first-order division that it lies in.
    """

    name: str
    entity: str | None = None
    mentions: tuple[PlaceMention, ...]
    geonames_id: int | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    alternatives: tuple[PlaceAlternative, ...] = ()


class Speaker(TextSpan):
    """The words beside the quotation, perhaps 'he'; `entity` and `name` say who that is."""

    role: str | None = None
    entity: str | None = None
    name: str | None = None


class Quotation(TextSpan, Found):
    """What somebody said, without the quotation marks around it.

    Attributes:
        parts: what was said, where its cue or a new paragraph stands in the midst of it.
        kind: all of it in quotation marks (`direct`), none (`indirect`), or some (`mixed`).
    """

    parts: tuple[Span, ...] = ()
    kind: Literal["direct", "indirect", "mixed"]
    cue: TextSpan | None = None
    speaker: Speaker | None = None


DatePrecision = Literal[
    "century",
    "decade",
    "year",
    "season",
    "quarter",
    "month",
    "week",
    "weekend",
    "day",
    "part",
    "hour",
    "minute",
    "vague",
]


class Date(TextSpan, Found):
    """A time that the text names.

    Source: ISO 8601; EDTF (ISO 8601-2, level 1) for decades, centuries and seasons.

    Attributes:
        value: the time, or where a range begins; a duration as `P3W`. Absent where the text is
            vague or does not say enough.
        end_value: where a range ends, inclusive.
        part: the part of the day, which `value` does not hold.
        modifier: what the words around say of `value`: the range that begins or ends there, or
            which part of it is meant.
        relative_to: the day that a relative time was resolved against, ISO 8601.
    """

    kind: Literal["date", "time", "duration", "set"]
    value: str | None = None
    end_value: str | None = None
    part: Literal["morning", "afternoon", "evening", "night"] | None = None
    precision: DatePrecision | None = None
    modifier: (
        Literal["since", "until", "before", "after", "about", "early", "mid", "late"] | None
    ) = None
    relative_to: str | None = None


Fate = Literal[
    "killed",
    "injured",
    "missing",
    "detained",
    "displaced",
    "rescued",
    "launched",
    "intercepted",
    "destroyed",
]
"""What became of those that a figure counts."""


class Figure(TextSpan, Found):
    """A number, what it counts, and who claims it. Claims that disagree stand side by side.

    Attributes:
        value: the number as the text has it, also behind `at least` and its like; absent for a
            range, and for `dozens`.
        low: the least that it may be, where the text says so; `high` likewise.
        qualifier: what stands before the number, as `at least`, or in its place, as `dozens`.
        unit: of money an ISO 4217 code; of measures the SI symbol (km, m, kg), or else the English
            name in the singular.
        object: what is counted.
        victims: who they were, where the text says more than `object`: names, or 'including …'.
        place: where, as the text names it; `date` likewise when, as ISO 8601.
        claimed_by: who says so: the entity's name, or else the words without an article.
        negated: the text says that there were none, or that it is not so.
    """

    kind: Literal[Fate, "money", "percent", "age", "distance", "count"]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str | None = None
    unit: str | None = None
    object: str | None = None
    victims: str | None = None
    place: str | None = None
    date: str | None = None
    claimed_by: str | None = None
    negated: bool | None = None


class Size(Model):
    """How many people an event struck."""

    killed: Count | None = None
    injured: Count | None = None
    detained: Count | None = None


class Event(Found):
    """What happened, in PLOVER's types and modes.

    Source: PLOVER codebook (Open Event Data Alliance) and its successor, POLECAT.

    Attributes:
        type: one of the sixteen, as `ASSAULT`.
        trigger: the word that tells of it.
        auxiliary: it happened in the past of what is told, or not yet, or only perhaps, or not.
    """

    type: str
    mode: str | None = None
    trigger: TextSpan
    actors: tuple[TextSpan, ...] = ()
    recipients: tuple[TextSpan, ...] = ()
    place: str | None = None
    date: str | None = None
    size: Size | None = None
    auxiliary: tuple[Literal["historical", "future", "hypothetical", "negated"], ...] = ()


class Keyword(Found):
    """A word or name that the text is about; the best first."""

    text: str
    score: Probability


class Topic(Found):
    """A subject, as an IPTC Media Topic of the top level. `code` as `medtop:16000000`."""

    code: str
    label: str
    score: Probability


class Tone(Found):
    """The lexical tone of the words, which is no stance."""

    score: Annotated[float, Field(ge=-1, le=1)]
    positive: Probability
    negative: Probability


class StepSkipped(Model):
    """An extraction that did not run, and why."""

    step: str
    reason: str


class Provenance(Model):
    """What a step ran with. Units: `ms` of CPU."""

    step: str
    version: str
    ms: float | None = None


class Facts(Model):
    """What was found in the text. A field that no step has filled is absent."""

    sentences: tuple[Span, ...] | None = None
    entities: tuple[Entity, ...] | None = None
    places: tuple[Place, ...] | None = None
    quotations: tuple[Quotation, ...] | None = None
    dates: tuple[Date, ...] | None = None
    figures: tuple[Figure, ...] | None = None
    events: tuple[Event, ...] | None = None
    keywords: tuple[Keyword, ...] | None = None
    summary: tuple[Span, ...] | None = None
    topics: tuple[Topic, ...] | None = None
    tone: Tone | None = None


class Extractions(Facts):
    """What `extract` gives: the facts, and an account of how they were found."""

    steps_skipped: tuple[StepSkipped, ...] = ()
    provenance: tuple[Provenance, ...] = ()


# ------------------------------------------------------------------ the record


class Nearest(Model):
    """Another document that says the same, or nearly.

    Attributes:
        similarity: the share of word triples that both have (Jaccard), exact or estimated.
        level: `document` is the same one under another identity, `text` another with its text.
    """

    id: str
    similarity: Probability
    level: Literal["document", "text"]


class Duplicates(Model):
    """Which other documents say the same, or nearly.

    Attributes:
        cluster: the id of the first document that said it; its own id where it is the first.
        nearest: the most similar first, five at most.
    """

    content_hash: str
    cluster: str | None = None
    nearest: tuple[Nearest, ...] = ()


class Quality(Model):
    """What a reader should know before trusting a record."""

    share_removed: Probability | None = None
    conflicts: tuple[str, ...] = ()
    steps_skipped: tuple[StepSkipped, ...] = ()


class Envelope(Model):
    """What a record says of the document itself; a base of its own so that it comes first."""

    # Any minor version can be read: what a later one adds is ignored.
    schema_: Annotated[str, Field(pattern=SCHEMA_PATTERN, alias="schema")] = SCHEMA
    id: str
    input_id: str | None = None
    job_id: str | None = None
    version: Version | None = None
    source: Source
    fetch: Fetch | None = None
    access: Access
    content: Content


class Record(Facts, Envelope):
    """One version of one article, with every fact that was found in it."""

    model_config = ConfigDict(title=SCHEMA)

    duplicates: Duplicates | None = None
    quality: Quality = Quality()
    provenance: tuple[Provenance, ...] = ()

    @model_validator(mode="after")
    def _evidence_stands_in_the_text(self) -> Self:
        if self.content.is_whole:
            for span in spans_of(self):
                check_span(span, self.content.text or "")
        return self

    def to_json(self) -> str:
        """Give the record as one line of JSON, without the fields that are unknown."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


def sha256(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def spans_of(part: object) -> Iterator[Span]:
    """Yield every span in a model, however deep it stands."""
    if isinstance(part, Span):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from spans_of(getattr(part, name))
    elif isinstance(part, tuple):
        for element in part:
            yield from spans_of(element)


def check_span(span: Span, text: str) -> None:
    """Refuse a span that lies outside the text, or whose words are not those of the text.

    Raises:
        ValueError: says which span, and what stands there instead.
    """
    if span.end > len(text):
        message = f"[{span.start}, {span.end}) lies outside a text of {len(text)} code points"
        raise ValueError(message)
    if isinstance(span, TextSpan) and span.text != text[span.start : span.end]:
        message = (
            f"[{span.start}, {span.end}) reads {text[span.start : span.end]!r}, not {span.text!r}"
        )
        raise ValueError(message)
