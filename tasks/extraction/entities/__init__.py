"""Who and what a text names: one entity for each, with every place where it is named.

The model finds names well and mistakes where they end and what they are. Both are mended, by the
words of the names and around them, by the map, and by the rest of the document.
"""

from collections.abc import Iterator
from typing import Any, cast

from tasks.extraction.entities.evidence import Evidence
from tasks.extraction.entities.grouping import Group, grouped
from tasks.extraction.entities.joining import joined
from tasks.extraction.entities.mentions import Mention, mentions_of
from tasks.extraction.entities.missed import missed
from tasks.extraction.entities.playing import clubs
from tasks.extraction.entities.roles import roles_beside
from tasks.extraction.entities.salience import salience, words_of
from tasks.extraction.entities.spans import by_line, labelled, mended, without_openings
from tasks.extraction.entities.words import common_words
from tasks.extraction.entities.works import with_works, works
from tasks.extraction.parse import Parse
from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Entity, Extractions, TextSpan

__all__ = ["entities"]

Typed = list[tuple[str, Mention]]
"""Mentions in order, each with the type of what it names."""


def entities(reading: Reading, found: Extractions) -> Extractions:
    """Find what the text names.

    Shape: in the order of the first mention, which is also that of their ids; mentions sorted.

    Raises:
        StepSkipped: no model knows the language.
    """
    if reading.parse is None:
        raise StepSkipped(f"no model for language {reading.language}")
    evidence = None
    if reading.language == "en":
        evidence = Evidence(reading.parse, reading.gazetteer)
        typed = _typed(reading.parse, reading.text, evidence)
        groups = grouped(typed, evidence.is_on_map if reading.gazetteer else None)
    else:
        groups = grouped(_as_seen(reading.parse, reading.text), None)
    return found.model_copy(update={"entities": tuple(_entities(groups, reading, evidence))})


def _typed(parse: Parse, text: str, evidence: Evidence) -> Typed:
    common = common_words(parse)
    whole = by_line(parse, joined(parse, mended(parse)), text)
    seen = without_openings(parse, whole, common)
    seen = with_works(seen, works(parse))
    names = sorted(
        [*seen, *missed(parse, seen, common, evidence.is_renowned)], key=lambda name: name.first
    )
    mentions = list(mentions_of(names, parse, text))
    types = evidence.types(mentions)
    typed = [(types[mention.key], mention) for mention in mentions if mention.key in types]
    towns = {
        at
        for at, (type_, mention) in enumerate(typed)
        if type_ == "place" and evidence.may_have_club(mention.key)
    }
    for at in clubs([mention for _, mention in typed], towns, parse):
        typed[at] = ("organisation", typed[at][1])
    return typed


def _as_seen(parse: Parse, text: str) -> Typed:
    return [(mention.label, mention) for mention in mentions_of(labelled(parse), parse, text)]


def _entities(groups: list[Group], reading: Reading, evidence: Evidence | None) -> Iterator[Entity]:
    most = max((len(group.mentions) for group in groups), default=0)
    title = words_of(reading.article.content.title or "")
    for number, group in enumerate(groups, 1):
        names = group.names()
        if group.type == "place" and evidence and (called := evidence.unshouted(names[0])):
            names.insert(0, called)
        name, *aliases = names
        yield Entity(
            id=f"e{number}",
            type=cast("Any", group.type),
            name=name,
            aliases=tuple(aliases),
            roles=_roles(group, reading),
            mentions=tuple(
                TextSpan(start=m.start, end=m.end, text=reading.text[m.start : m.end])
                for m in group.mentions
            ),
            salience=salience(group, most=most, length=len(reading.text), title=title),
            method=f"spacy:{reading.model}",
        )


def _roles(group: Group, reading: Reading) -> tuple[str, ...]:
    if group.type != "person" or reading.language != "en" or reading.parse is None:
        return ()
    roles = (role for mention in group.mentions for role in roles_beside(mention, reading.parse))
    return tuple({role.casefold(): role for role in roles}.values())
