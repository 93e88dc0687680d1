"""Records of invented texts in which a few patterns are the facts, for whoever compares them."""

import re
from collections.abc import Callable

from tasks.record import (
    Access,
    Content,
    Date,
    Entity,
    Event,
    Figure,
    Place,
    PlaceMention,
    Quotation,
    Record,
    Source,
    Speaker,
    TextSpan,
    sha256,
)

Fields = dict[str, object]


def marked(text: str, *, title: str = "A title", whole: bool = True) -> Record:
    """Give a record of a text.

    Its facts: `14 killed` and `12 ships (the navy)`, `2026-03-01`, names of two words,
    `in Leeds`, `in Paris@17` with a place's number, `“Words,” said Name Name` and `arrested`.
    """
    content = Content(title=title, text=text if whole else None, text_sha256=sha256(text))
    found = {
        "figures": _found(text, r"(\d+) (killed|injured|ships|trucks)(?: \((.+?)\))?", _figure),
        "dates": _found(text, r"(?<!\d)\d{4}-\d\d-\d\d", _date),
        "entities": _found(text, r"(?<!in )[A-Z][a-z]+ [A-Z][a-z]+", _entity),
        "places": _found(text, r"(?<=in )([A-Z][a-z]+)(?:@(\d+))?", _place),
        "quotations": _found(text, r"“(.+?),” said ([A-Z][a-z]+ [A-Z][a-z]+)", _quotation),
        "events": _found(text, r"(?:may have )?arrested", _event),
    }
    return Record.model_validate(
        {
            "id": "d",
            "source": Source(kind="text"),
            "access": Access(verdict="open", kind="article"),
            "content": content,
            **found,
        }
    )


def _found(
    text: str, pattern: str, make: Callable[[re.Match[str], TextSpan], object]
) -> tuple[object, ...]:
    return tuple(make(match, _span(match)) for match in re.finditer(pattern, text))


def _span(match: re.Match[str], group: int = 0) -> TextSpan:
    return TextSpan(start=match.start(group), end=match.end(group), text=match[group])


def _figure(match: re.Match[str], span: TextSpan) -> Figure:
    is_fate = match[2] in ("killed", "injured")
    said: Fields = {"kind": match[2]} if is_fate else {"kind": "count", "object": match[2]}
    said |= {"value": float(match[1]), "claimed_by": match[3]}
    return Figure.model_validate({**span.model_dump(), **said})


def _date(match: re.Match[str], span: TextSpan) -> Date:
    return Date.model_validate({**span.model_dump(), "kind": "date", "value": match[0]})


def _entity(match: re.Match[str], span: TextSpan) -> Entity:
    return Entity(id=f"e{match.start()}", type="person", name=match[0], mentions=(span,))


def _place(match: re.Match[str], _span_of_both: TextSpan) -> Place:
    mention = PlaceMention.model_validate(_span(match, 1).model_dump())
    number = int(match[2]) if match[2] else None
    return Place(name=match[1], mentions=(mention,), geonames_id=number, country=f"X{number or ''}")


def _quotation(match: re.Match[str], _span_of_both: TextSpan) -> Quotation:
    speaker = Speaker.model_validate({**_span(match, 2).model_dump(), "name": match[2]})
    return Quotation.model_validate(
        {**_span(match, 1).model_dump(), "kind": "direct", "speaker": speaker}
    )


def _event(match: re.Match[str], span: TextSpan) -> Event:
    perhaps = ("hypothetical",) if match[0].startswith("may") else ()
    return Event.model_validate({"type": "COERCE", "trigger": span, "auxiliary": perhaps})
