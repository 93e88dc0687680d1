"""The record: what is published of one version of an article (schema `newsmill.article/1.0`).

These models are the one definition; `newsmill schema` prints the JSON Schema made of them.
Absent means unknown: nothing is guessed, and a reader ignores fields that it does not know.

Units: every `start` and `end` is a half-open `[start, end)` pair of Unicode code points of
`content.text`, so that `content.text[start:end]` is the evidence.
"""

import hashlib
from collections.abc import Iterator
from typing import Annotated, Final, Literal, Self, get_args

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


def _may_grow(known: object) -> WithJsonSchema:
    """Promise readers a word, and no closed list of them: a later minor version may know more."""
    return WithJsonSchema({"type": "string", "examples": list(get_args(known))})


class Model(BaseModel):
    """What all parts of a record share: values that never change, and room for later fields."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Span(Model):
    """A place in `content.text`.

    Attributes:
        start: the code point that it begins with, counted from 0.
        end: the code point behind its last one.
    """

    start: Count
    end: Count

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            message = f"a span ends after it starts, not [{self.start}, {self.end})"
            raise ValueError(message)
        return self


class TextSpan(Span):
    """A place in `content.text` with the words that stand there.

    Attributes:
        text: these words, exactly.
    """

    text: str


class Found(Model):
    """What every extraction says of itself.

    Attributes:
        method: how it was found: rules, a lexicon, a model.
        confidence: how likely it is right, from 0 to 1; absent where the method does not say.
    """

    method: str | None = None
    confidence: Probability | None = None


# ------------------------------------------------------------------ where it is from


class FactChange(Model):
    """One fact that differs from the version before.

    `before` and `after` have one form for each field. In `figures`: qualifier, number, unit, what
    is counted and who says so, as `at least 14 soldiers (the ministry)`, or `none`; `dates`: the
    value, or `begin/end`, and the words, as `2026-03-04 (Wednesday night)`; `places`: name,
    division and country; `entities`: the name; `quotations`: what was said and by whom, as
    `No light at all (Ruth Hallam)`; `events`: the words for who did what to whom, then place, date
    and auxiliary, each after a semicolon. Units: 160 code points of each part at the most.

    Attributes:
        field: where such facts stand in the record.
        kind: which of them: a figure's or date's kind, an entity's or event's type, a quotation's
            kind.
        change: it is `added`, `gone`, or says something else now (`changed`).
        before: what it said; absent where it is added.
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
        number: 1 for the first version of a document, and one more for each later one.
        previous: the stream entry of the version before.
        change: the weightiest of what changed: `facts` before `text` before `metadata`. A document
            that was withdrawn is `new` when it comes again. A `withdrawn` version has no text and
            no facts: forget what earlier ones said.
        facts_changed: what has changed with the text; absent where the text has not, where there
            is no version before, or where its record is gone.
    """

    number: Annotated[int, Field(ge=1)]
    previous: str | None = None
    change: Literal["new", "text", "facts", "metadata", "withdrawn"]
    facts_changed: tuple[FactChange, ...] | None = None


class Source(Model):
    """Where a document came from.

    Attributes:
        kind: how it was handed in. Later minor versions may know more kinds.
        url: what was asked for.
        final_url: where redirects led.
        canonical_url: the address that the page gives itself, where it may.
        site: the host of the article, without `www.`.
        path: of the file that it was read from.
        via: the way that it came, as `inbox`; absent for the command line.
    """

    kind: Annotated[str, _may_grow(SourceKind)]
    url: str | None = None
    final_url: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    path: str | None = None
    via: str | None = None


class Fetch(Model):
    """What HTTP said.

    Attributes:
        status: the code of the last answer.
        at: when it was fetched.
        bytes: how many were received, before unpacking.
        sha256: of the page, in hexadecimal.
        encoding: the character set that it was decoded with.
        redirects: the URLs on the way, in order.
    """

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
    """Whether the whole article was there to be read, and what kind of page it is.

    Attributes:
        verdict: `open` where the whole was there; `paywalled` where the rest is missing; else what
            stood in place of an article.
        kind: what the page is. Later minor versions may know more kinds.
        rights: what the publisher reserves, as `noai`.
        evidence: what the verdict was drawn from, in words.
    """

    verdict: Verdict
    kind: Annotated[str, _may_grow(PageKind)]
    rights: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


# ------------------------------------------------------------------ the article


class Author(Model):
    """Who wrote it."""

    name: str
    kind: Literal["person", "organisation"]


class DateCandidate(Model):
    """One claim of when the article was published, or changed.

    Attributes:
        value: ISO 8601, as precise as it is known: `2025`, `2025-04`, a day, or a time.
        source: who claims it: the job, or a part of the page.
        precision: of `value`.
        zone: the offset from UTC that the claim gave.
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
        credit: who made it.
        caption: what is under it, or else what only the page's metadata says of it.
    """

    url: str
    caption: str | None = None
    credit: str | None = None


class Language(Model):
    """The language of the text: an ISO 639 code, `und` when it cannot be told.

    Attributes:
        code: ISO 639, of two letters where there are two.
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
    """The words under a picture, which are no part of the body.

    Attributes:
        credit: who made the picture.
    """

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
            more kinds.
        text: what it said.
        reason: what it was known by, in words.
    """

    kind: Annotated[str, _may_grow(RemovedKind)]
    text: str
    reason: str


class Content(Model):
    """The article as cleaned.

    `text` may be absent or shortened in what is published (`NEWSMILL_PUBLISH_TEXT`);
    `text_sha256` is always that of the whole text in UTF-8, so that offsets stay checkable.

    Attributes:
        title: the headline, without the name of the site.
        section: what the site files it under.
        tags: the publisher's own keywords.
        text: the body and nothing else, paragraphs apart by an empty line. All offsets count its
            code points.
        text_sha256: of the whole text in UTF-8, in hexadecimal.
        blocks: the paragraphs, headings, quotes and lists of the text, in order.
        removed: what was taken out of the body.
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
        id: by which other facts of the same record refer to it; another record gives other ids.
        name: the fullest form of the name; the other forms are its `aliases`.
        aliases: other forms of the name that the text has.
        mentions: every place where it is named, in order.
        roles: titles and offices that stand beside the name of a person, as `mayor`.
        salience: how much of the text is about it, from 0 to 1.
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
    """Another place that the name may stand for.

    Attributes:
        admin1: the first-order division that it lies in.
        country: ISO 3166-1 alpha-2.
    """

    geonames_id: int | None = None
    name: str
    admin1: str | None = None
    country: str | None = None
    confidence: Probability | None = None


class Place(Found):
    """A place on the map, or one that is in no gazetteer and has no coordinates.

    Attributes:
        entity: id of the entity that it is.
        mentions: every place in the text where it is named.
        geonames_id: its number in GeoNames.
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
        country: ISO 3166-1 alpha-2.
        admin1: the first-order division that it lies in, by name.
        feature: GeoNames feature code, as `PPLC` for a capital.
        alternatives: what else the name may stand for, where it is close.
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
    """The words beside the quotation, perhaps 'he'; `entity` and `name` say who that is.

    Attributes:
        role: the title or office that the text gives him, as `mayor`.
        entity: id of the entity that it is.
        name: its name.
    """

    role: str | None = None
    entity: str | None = None
    name: str | None = None


class Quotation(TextSpan, Found):
    """What somebody said, without the quotation marks around it.

    Attributes:
        parts: what was said, where its cue or a new paragraph stands in the midst of it.
        kind: all of it in quotation marks (`direct`), none (`indirect`), or some (`mixed`).
        cue: the word that says that it was said, as `told`.
        speaker: who said it; absent where the text does not tell.
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
        kind: a day or more (`date`), a time of day (`time`), how long (`duration`), or what comes
            again (`set`), as 'every Monday'.
        precision: how exact `value` is; `vague` has none.
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

FigureKind = Literal[Fate, "money", "percent", "age", "distance", "count"]


class Figure(TextSpan, Found):
    """A number, what it counts, and who claims it. Claims that disagree stand side by side.

    Attributes:
        kind: what became of those that it counts, or what it measures. Later minor versions may
            know more kinds.
        value: the number as the text has it, also behind `at least` and its like; absent for a
            range, and for `dozens`.
        low: the least that it may be, where the text says so.
        high: the most that it may be, likewise.
        qualifier: what stands before the number, as `at least`, or in its place, as `dozens`.
        unit: of money an ISO 4217 code; of measures the SI symbol (km, m, kg), or else the English
            name in the singular.
        object: what is counted.
        victims: who they were, where the text says more than `object`: names, or 'including …'.
        place: where, as the text names it.
        date: when, as ISO 8601.
        claimed_by: who says so: the entity's name, or else the words without an article.
        negated: the text says that there were none, or that it is not so.
    """

    kind: Annotated[str, _may_grow(FigureKind)]
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
        mode: how it was done, as `drone`.
        trigger: the word that tells of it.
        actors: the words for those who did it.
        recipients: the words for those to whom it was done.
        place: where, as the text names it: one of `places` has that mention.
        date: when, as ISO 8601.
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
    """A subject, as an IPTC Media Topic of the top level.

    Attributes:
        code: as `medtop:16000000`.
        score: its share of all that speaks for any topic, from 0 to 1.
    """

    code: str
    label: str
    score: Probability


class Tone(Found):
    """The lexical tone of the words, which is no stance.

    Attributes:
        score: from -1, all dark, to 1, all bright.
        positive: the share of bright words.
        negative: the share of dark words.
    """

    score: Annotated[float, Field(ge=-1, le=1)]
    positive: Probability
    negative: Probability


class StepSkipped(Model):
    """An extraction that did not run, and why."""

    step: str
    reason: str


class Provenance(Model):
    """What a step ran with.

    Attributes:
        version: of the code, or of the model with its hash.
        ms: milliseconds of CPU.
    """

    step: str
    version: str
    ms: float | None = None


class Facts(Model):
    """What was found in the text. A field that no step has filled is absent.

    Attributes:
        sentences: all of them, in order.
        keywords: names and phrases, the best first.
        summary: the sentences that say most, in the order of the text.
    """

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
        content_hash: the hash of the text, by which the same text is known.
        cluster: the id of the first document that said it; its own id where it is the first.
        nearest: the most similar first, five at most.
    """

    content_hash: str
    cluster: str | None = None
    nearest: tuple[Nearest, ...] = ()


class Quality(Model):
    """What a reader should know before trusting a record.

    Attributes:
        share_removed: how much of the body as received was taken out, from 0 to 1.
        conflicts: which claims of the page contradict each other, as `published`.
        steps_skipped: the extractions that did not run.
    """

    share_removed: Probability | None = None
    conflicts: tuple[str, ...] = ()
    steps_skipped: tuple[StepSkipped, ...] = ()


class Envelope(Model):
    """What a record says of the document itself; a base of its own so that it comes first.

    Attributes:
        schema: `newsmill.article/` and the version of this schema that it was written by.
        id: of the document: the same for all its versions.
        input_id: the id that came with the input, in records of `extract`.
        job_id: of the job that published it; absent in records of `extract`.
        version: which one it is; absent in records of `extract`.
        fetch: absent where nothing was fetched.
        access: whether the whole article was there, and what kind of page it is.
    """

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

    model_config = ConfigDict(title="NewsmillArticle")

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
