"""What differs between two versions of a document, as values: metadata, facts, and the text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from tasks.comparing.facts import facts_changed
from tasks.comparing.wording import plain
from tasks.record import Content, FactChange, Record
from worker.showing.alignment import Stretch, stretches

METADATA: Final = (
    "title",
    "subtitle",
    "authors",
    "published",
    "modified",
    "section",
    "tags",
    "image",
    "captions",
)
LEAST_SHARED: Final = 0.3
"""Of the words of a passage: below it, the old one and the new one are easier to read apart."""

_TOKEN: Final = re.compile(r"\d+(?:[.,:]\d+)*|\w+|\s+|[^\w\s]")
_WORD: Final = re.compile(r"\w")


class Said(NamedTuple):
    """A field of metadata, and what it said before and says now; None where it is absent."""

    field: str
    before: str | None
    after: str | None


class Piece(NamedTuple):
    """Words of a passage: in both versions, only in the one before, or only in the new one."""

    text: str
    before: bool
    after: bool


class Passage(NamedTuple):
    """Paragraphs that follow each other and differ, or that are the same.

    Attributes:
        before: how they read before; empty where they are new.
        after: how they read now; empty where they are gone.
    """

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether they say the same, but for typography."""
        return plain(self.before) == plain(self.after)


class Differences(NamedTuple):
    """What differs.

    Attributes:
        passages: all of the text, in order; None where a version has been published without it.
    """

    metadata: list[Said]
    facts: tuple[FactChange, ...]
    passages: list[Passage] | None


def differences(before: Record, now: Record) -> Differences:
    """Compare two versions of a document."""
    passages = None
    if before.content.is_whole and now.content.is_whole:
        passages = list(_passages(before.content.text or "", now.content.text or ""))
    return Differences(_metadata(before, now), facts_changed(before, now), passages)


def pieces(passage: Passage) -> list[Piece]:
    """Cut a passage into words that stayed, words that are gone and words that are new."""
    old, new = _TOKEN.findall(passage.before), _TOKEN.findall(passage.after)
    cut = _readable(stretches(old, new), old)
    if _words(word for one in cut if one.same for word in old[one.first : one.last]) < (
        LEAST_SHARED * max(_words(old), _words(new))
    ):
        cut = [Stretch(0, len(old), 0, len(new), same=False)]
    found = []
    for one in cut:
        gone, added = old[one.first : one.last], new[one.other_first : one.other_last]
        if one.same:
            found.append(Piece("".join(added), before=True, after=True))
        else:
            found.append(Piece("".join(gone), before=True, after=False))
            found.append(Piece("".join(added), before=False, after=True))
    return [piece for piece in found if piece.text]


def _words(tokens: Iterable[str]) -> int:
    return sum(1 for token in tokens if _WORD.match(token))


def _readable(cut: list[Stretch], old: list[str]) -> list[Stretch]:
    """Join changes that only a space parts."""
    found: list[Stretch] = []
    for number, one in enumerate(cut):
        parts = one.same and not "".join(old[one.first : one.last]).strip()
        inside = 0 < number < len(cut) - 1
        differs = not one.same or (parts and inside)
        if differs and found and not found[-1].same:
            found[-1] = found[-1]._replace(last=one.last, other_last=one.other_last)
        else:
            found.append(one._replace(same=not differs))
    return found


def _metadata(before: Record, now: Record) -> list[Said]:
    found = [
        Said(field, _said(before.content, field), _said(now.content, field)) for field in METADATA
    ]
    found.append(Said("access", before.access.verdict, now.access.verdict))
    return [said for said in found if plain(said.before or "") != plain(said.after or "")]


def _said(content: Content, field: str) -> str | None:
    value = getattr(content, field)
    match field:
        case "authors":
            words = ", ".join(author.name for author in value or ())
        case "tags":
            words = ", ".join(value or ())
        case "published" | "modified":
            words = value.value if value else ""
        case "image":
            words = value.url if value else ""
        case "captions":
            words = " / ".join(caption.text for caption in value or ())
        case _:
            words = value or ""
    return words or None


def _passages(before: str, now: str) -> Iterator[Passage]:
    old, new = _paragraphs(before), _paragraphs(now)
    for one in stretches(list(map(plain, old)), list(map(plain, new))):
        yield Passage(
            "\n\n".join(old[one.first : one.last]),
            "\n\n".join(new[one.other_first : one.other_last]),
        )


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
