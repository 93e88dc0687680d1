"""What differs between two versions, as text for a terminal, in colours where there are any."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tasks.record import FactChange
from worker.showing.changes import BECOMES, told
from worker.showing.differences import Differences, Passage, Piece, Said, pieces
from worker.showing.text import heading, plain
from worker.store.streams import StoredVersion

GONE: Final = "red strike"
ADDED: Final = "green"
CHANGED: Final = "yellow"
STYLES: Final = {"added": ADDED, "gone": "red", "changed": CHANGED}
FOLDED: Final = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for paragraphs that are the same."""


class Compared(NamedTuple):
    """Two versions of a document."""

    before: StoredVersion
    now: StoredVersion


def text(compared: Compared, found: Differences, *, colour: bool) -> RenderableType:
    """Give the differences as something that rich can print.

    Args:
        compared: which versions they are.
        found: what differs.
        colour: whether words that are gone and new are told by it, or by `[-…-]` and `{+…+}`.
    """
    return Group(
        *_head(compared),
        *_metadata(found.metadata),
        *_facts(found.facts),
        *_text(found, colour=colour),
    )


def _head(compared: Compared) -> Iterator[RenderableType]:
    now = compared.now
    yield Text(plain(now.record.content.title or "Without a title"), style="bold")
    versions = (f"{stored.number} ({stored.at:%Y-%m-%d %H:%M} UTC)" for stored in compared)
    said = f" {BECOMES} ".join(versions)
    yield Text(f"version {said} · change: {now.change} · id {now.record.id}", style="dim")


def _metadata(metadata: list[Said]) -> Iterator[RenderableType]:
    if not metadata:
        return
    yield heading("Metadata")
    for said in metadata:
        before, after = said.before or "absent", said.after or "absent"
        yield _line(f"{said.field}: {before} {BECOMES} {after}", "")


def _facts(changes: tuple[FactChange, ...]) -> Iterator[RenderableType]:
    if not changes:
        return
    yield heading("Facts")
    for change in changes:
        yield _line(told(change), STYLES[change.change])


def _line(words: str, style: str) -> Padding:
    return Padding(Text(plain(words), style=style), (0, 0, 0, 2), expand=False)


def _text(found: Differences, *, colour: bool) -> Iterator[RenderableType]:
    if found.passages is None:
        yield Text("\nThe text of these versions has not been published.", style="yellow")
        return
    if all(passage.same for passage in found.passages):
        yield Text("\nThe text is the same.", style="dim")
        return
    yield heading("Text")
    for passage in found.passages:
        yield Text(f"\n{FOLDED}", style="dim") if passage.same else _passage(passage, colour=colour)


def _passage(passage: Passage, *, colour: bool) -> Text:
    line = Text("\n")
    for piece in pieces(passage):
        line.append_text(_piece(piece, colour=colour))
    return line


def _piece(piece: Piece, *, colour: bool) -> Text:
    words = plain(piece.text)
    if piece.before and piece.after:
        return Text(words)
    if colour:
        return Text(words, style=GONE if piece.before else ADDED)
    return Text(f"[-{words}-]" if piece.before else f"{{+{words}+}}")
