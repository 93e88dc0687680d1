"""A record as one HTML page that needs nothing else: no script, no font, no picture, no request.

Every value goes through the template's escaping. The page's own policy forbids whatever could get
past it: only the one style sheet that is named by its hash is let in.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final, NamedTuple, get_args
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from tasks.record import EntityType, Record
from worker.showing import facts, maps, marks, words
from worker.showing.changes import told

ENTITY_TYPES: Final = get_args(EntityType)
OTHER_KINDS: Final = ("quotation", "date", "figure", "trigger", "summary")
_WEB: Final = ("http", "https")


class Entry(NamedTuple):
    """A line of an index, which may be long: it holds no record."""

    href: str
    title: str | None
    about: str

    @classmethod
    def of(cls, href: str, record: Record) -> "Entry":
        """Make the line of a record."""
        content, source = record.content, record.source
        said = (
            source.site or source.path,
            words.spoken(content.published.value) if content.published else None,
            content.language.code if content.language else None,
            record.access.verdict,
        )
        return cls(href, content.title, " · ".join(filter(None, said)))


def page(record: Record) -> str:
    """Give a record as a page."""
    text = record.content.text or ""
    found = marks.passages(text, record.content.blocks, marks.marks_of(record))
    used = {mark.kind for passage in found for part in passage.segments for mark in part.marks}
    return _render(
        "page.html",
        record=record,
        content=record.content,
        sections=marks.grouped(found),
        anchors={part.start for passage in found for part in passage.segments if part.marks},
        kinds=[kind for kind in (*ENTITY_TYPES, *OTHER_KINDS) if kind in used],
        voices=facts.voices(record),
        counts=facts.counts(record.figures or ()),
        time_line=facts.time_line(record),
        entities=facts.by_salience(record.entities or ()),
        maps=maps.maps_of(record.places or ()),
    )


def index(entries: Iterable[Entry]) -> str:
    """Give a page that leads to the pages of several records."""
    return _render("index.html", entries=entries)


def web_link(url: str | None) -> str | None:
    """Give a URL that a page may link to: http or https, and nothing that runs."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in _WEB and parts.netloc else None


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    style = resources.files(__package__).joinpath("style.css").read_text("utf-8")
    made = Environment(
        autoescape=True,
        loader=PackageLoader(__package__, "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "amount": words.amount,
        "coordinates": words.coordinates,
        "moment": words.moment,
        "spoken": words.spoken,
        "told": told,
        "web_link": web_link,
    }
    digest = hashlib.sha256(style.encode()).digest()
    made.globals |= {
        "style": style,
        "style_hash": base64.b64encode(digest).decode(),
        "map_width": maps.WIDTH,
        "map_height": maps.HEIGHT,
    }
    return made
