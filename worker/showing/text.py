"""A record as text for a terminal, in colours where there are any."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tasks.record import Event, Record
from worker.showing import facts, marks
from worker.showing.changes import told
from worker.showing.words import coordinates, spoken

STYLES: Final = {
    "person": "blue",
    "organisation": "magenta",
    "place": "green",
    "facility": "green",
    "group": "cyan",
    "event": "cyan",
    "product": "cyan",
    "work": "cyan",
    "law": "cyan",
    "language": "cyan",
    "quotation": "italic",
    "date": "underline",
    "figure": "red",
    "trigger": "underline",
    "summary": "bold",
}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def text(record: Record) -> RenderableType:
    """Give a record as something that rich can print."""
    return Group(*_head(record), *_article(record), *_changes(record), *_facts(record))


def plain(words: object) -> str:
    """Take away what a terminal would obey instead of show."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", str(words))


def _head(record: Record) -> Iterator[RenderableType]:
    content, source = record.content, record.source
    yield Text(plain(content.title or "Without a title"), style="bold")
    if content.subtitle:
        yield Text(plain(content.subtitle))
    language = content.language.code if content.language else None
    authors = ", ".join(author.name for author in content.authors or ())
    published = spoken(content.published.value) if content.published else None
    url = source.canonical_url or source.final_url or source.url or source.path
    version = f"version {record.version.number}" if record.version else None
    access = f"{record.access.verdict}, {record.access.kind}"
    said = (authors, published, url or source.kind, access, language, version, f"id {record.id}")
    yield Text(plain(" · ".join(filter(None, said))), style="dim")


def _article(record: Record) -> Iterator[RenderableType]:
    content = record.content
    if record.version and record.version.change == "withdrawn":
        yield Text("\nThis document was withdrawn.", style="yellow")
    elif content.text is None:
        yield Text("\nThe text is not part of this record.", style="yellow")
    elif not content.is_whole:
        yield Text("\nThis record holds an excerpt of the text.", style="yellow")
    for passage in marks.passages(content.text or "", content.blocks, marks.marks_of(record)):
        line = Text("\n" + ("• " if passage.role == "list" else ""))
        for segment in passage.segments:
            style = " ".join(STYLES[mark.kind] for mark in segment.marks)
            line.append(plain(segment.text), style)
        yield Padding(line, (0, 0, 0, 4), expand=False) if passage.role == "quote" else line


def _changes(record: Record) -> Iterator[RenderableType]:
    if record.version and record.version.facts_changed:
        yield from _section("What changed", map(told, record.version.facts_changed))


def _facts(record: Record) -> Iterator[RenderableType]:
    if record.topics:
        yield from _section("Topics", [", ".join(topic.label for topic in record.topics)])
    if record.keywords:
        yield from _section("Keywords", [", ".join(word.text for word in record.keywords)])
    if record.quotations:
        yield from _section("Who said what", _said(record))
    if record.figures:
        yield heading("Figures")
        yield _figures(record)
    if line := facts.time_line(record):
        yield from _section("When", map(_moment, line))
    if record.places:
        yield from _section("Where", _places(record))
    if record.events:
        yield from _section("Events", map(_event, record.events))
    if record.entities:
        yield from _section("Names", _names(record))
    if record.quality.steps_skipped:
        skipped = (f"{step.step}: {step.reason}" for step in record.quality.steps_skipped)
        yield from _section("Not run", skipped)


def heading(words: str) -> Text:
    """Give the heading of a section."""
    return Text(f"\n{words}", style="bold")


def _section(title: str, lines: Iterable[str]) -> Iterator[RenderableType]:
    yield heading(title)
    for line in lines:
        yield Padding(Text(plain(line)), (0, 0, 0, 2), expand=False)


def _said(record: Record) -> Iterator[str]:
    for voice in facts.voices(record):
        role = f", {voice.role}" if voice.role else ""
        yield f"{voice.name or 'Not said by whom'}{role}"
        for quotation in voice.quotations:
            yield f"  {quotation.text} ({quotation.kind})"


def _figures(record: Record) -> Table:
    table = Table("Kind", "How many, and who says so", "What", "Where", "When", box=None)
    for count in facts.counts(record.figures or ()):
        claims = "\n".join(
            f"{claim.amount} (says {claim.claimed_by})" if claim.claimed_by else claim.amount
            for claim in count.claims
        )
        kind = f"{count.kind} (claims differ)" if count.disagree else count.kind
        cells = (kind, claims, count.what or "", count.where or "", count.when or "")
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _moment(moment: facts.Moment) -> str:
    said = [date.text for date in moment.dates]
    happened = [f"{event.type.lower()}: {event.trigger.text}" for event in moment.events]
    published = ["published"] if moment.published else []
    return f"{moment.when}: {'; '.join(dict.fromkeys((*published, *said, *happened)))}"


def _places(record: Record) -> Iterator[str]:
    for place in record.places or ():
        where = filter(None, (place.admin1, place.country, coordinates(place)))
        yield f"{place.name}: {', '.join(where) or 'not in the gazetteer'}"


def _event(event: Event) -> str:
    kind = " ".join(filter(None, (event.type.lower(), event.mode, *event.auxiliary)))
    who = ", ".join(actor.text for actor in event.actors)
    whom = ", ".join(recipient.text for recipient in event.recipients)
    beside = [
        f"by {who}" if who else "",
        f"against or for {whom}" if whom else "",
        f"in {event.place}" if event.place else "",
        spoken(event.date) if event.date else "",
    ]
    return "; ".join(filter(None, (f"{kind}: {event.trigger.text}", *beside)))


def _names(record: Record) -> Iterator[str]:
    for entity in facts.by_salience(record.entities or ()):
        also = f"; also {', '.join(entity.aliases)}" if entity.aliases else ""
        yield f"{entity.name} ({entity.type}{also}; {len(entity.mentions)}\u00d7)"
